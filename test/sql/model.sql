-- the model: install, what it refuses, uninstall
\set VERBOSITY terse
SELECT gmalign.install('pg_hr');
SELECT gmalign.install('my_catalog_history');
SELECT gmalign.install('gmalign');
SELECT gmalign.install('');
SELECT gmalign.install(NULL);
SELECT gmalign.install(repeat('x', 64));
SELECT gmalign.install('hr');
SHOW search_path;
SELECT gmalign.install('hr');
-- a name that needs quotes; a schema that is there and holds one of the names
SELECT gmalign.install('HR Europe');
CREATE SCHEMA taken;
CREATE TABLE taken.goal (id int);
SELECT gmalign.install('taken');
SELECT count(*) FROM pg_class WHERE relnamespace = 'taken'::regnamespace;
-- another role's function in the schema could be picked up by the DDL
CREATE ROLE regress_gmalign_other;
CREATE ROLE regress_gmalign_owner;
CREATE SCHEMA shared AUTHORIZATION regress_gmalign_owner;
GRANT CREATE, USAGE ON SCHEMA shared TO regress_gmalign_other;
SET ROLE regress_gmalign_other;
CREATE FUNCTION shared.coalesce_me(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
SET ROLE regress_gmalign_owner;
SELECT gmalign.install('shared');
RESET ROLE;
-- also when a superuser installs, who is a member of every role
SELECT gmalign.install('shared');
REVOKE CREATE ON SCHEMA shared FROM regress_gmalign_other;
SET ROLE regress_gmalign_owner;
SELECT gmalign.install('shared');
RESET ROLE;
DROP FUNCTION shared.coalesce_me(int);
-- an ordinary role installs into its own schema and owns what is made
SET ROLE regress_gmalign_owner;
SELECT gmalign.install('shared');
SELECT count(*) FROM shared.misaligned_assignment;
RESET ROLE;
SELECT DISTINCT c.relkind, r.rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
WHERE c.relnamespace = 'shared'::regnamespace AND c.relkind IN ('r', 'v', 'S') ORDER BY 1;
-- what install makes is what model_relations lists; nothing of it belongs to the extension
SELECT m.kind, count(*), count(c.oid) AS made,
       count(*) FILTER (WHERE EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')) AS members
FROM gmalign_private.model_relations() m
LEFT JOIN pg_class c ON c.relname = m.relation AND c.relnamespace = 'hr'::regnamespace
                    AND c.relkind = CASE m.kind WHEN 'table' THEN 'r' ELSE 'v' END
WHERE m.kind <> 'seed' GROUP BY m.kind ORDER BY 1;
SELECT c.relname FROM pg_class c LEFT JOIN gmalign_private.model_relations() m ON m.relation = c.relname
WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind IN ('r', 'v') AND m.relation IS NULL;
-- an empty model answers
SELECT count(*) FROM hr.assignment_alignment;
SELECT count(*) FROM hr.cascade_coverage;
SELECT count(*) FROM hr.expectancy;

-- the tables refuse what would stop a view
INSERT INTO hr.goal (title, level) VALUES ('Enter market', 'strategic'), ('First 20 clients', 'team');
INSERT INTO hr.goal (title, level) VALUES ('x', 'galactic');
INSERT INTO hr.goal (title, level, weight) VALUES ('x', 'team', 'NaN');
INSERT INTO hr.goal (title, level, target_value) VALUES ('x', 'team', 'Infinity');
INSERT INTO hr.goal (title, level, direction, target_value, target_high) VALUES ('x', 'team', 'range', 2, 1);
INSERT INTO hr.goal (title, level, closed_on) VALUES ('x', 'team', 'infinity');
INSERT INTO hr.goal_link (child_id, parent_id, relation, contribution) VALUES (2, 1, 'conflicts', .5);
INSERT INTO hr.goal_link (child_id, parent_id, relation, contribution) VALUES (2, 1, 'supports', .5);
INSERT INTO hr.goal_link (child_id, parent_id, contribution) VALUES (2, 1, 1.5);
INSERT INTO hr.goal_link (child_id, parent_id) VALUES (2, 99);
INSERT INTO hr.goal_link (child_id, parent_id) VALUES (2, 1), (2, 1), (1, 1);
INSERT INTO hr.expectancy_survey (employee_id, person_role, asked_on, expectancy) VALUES (1, 'assignee', '2026-01-01', 1.2);
SELECT relation, contribution FROM hr.cascade_link WHERE parent_goal_id IS NOT NULL ORDER BY id;

-- uninstall keeps rows unless told otherwise
SELECT * FROM gmalign.uninstall('hr') WHERE outcome <> 'dropped';
SELECT count(*) FROM hr.goal;
SELECT outcome, count(*) FROM gmalign.uninstall('hr', drop_data => true) GROUP BY outcome;
SELECT outcome, count(*) FROM gmalign.uninstall('HR Europe', drop_data => true) GROUP BY outcome;
SELECT * FROM gmalign.uninstall('nowhere');
-- a schema of somebody's own that has relations of such names
CREATE TABLE taken.action (code text);
CREATE VIEW taken.expectancy AS SELECT 1 AS id;
SELECT * FROM gmalign.uninstall('taken', drop_data => true);
-- rows that a policy hides from their owner are rows
SET ROLE regress_gmalign_owner;
DELETE FROM shared.setting;
DELETE FROM shared.stakeholder;
DELETE FROM shared.goal_dimension;
DELETE FROM shared.reward;
DELETE FROM shared.survey_item;
DELETE FROM shared.flag_rule;
DELETE FROM shared.action;
INSERT INTO shared.employee (external_id) VALUES ('E1');
ALTER TABLE shared.employee ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
SELECT count(*) FROM gmalign.uninstall('shared');
ALTER TABLE shared.employee NO FORCE ROW LEVEL SECURITY;
SELECT count(*) FROM shared.employee;
RESET ROLE;
-- and stops at what the user built on it
CREATE VIEW mine AS SELECT goal_title FROM shared.goal_state;
SET ROLE regress_gmalign_owner;
SELECT count(*) FROM gmalign.uninstall('shared', drop_data => true);
RESET ROLE;
DROP VIEW mine;
SET ROLE regress_gmalign_owner;
SELECT outcome, count(*) FROM gmalign.uninstall('shared', true) GROUP BY outcome;
RESET ROLE;
SELECT count(*) FROM pg_class WHERE relnamespace IN ('hr'::regnamespace, 'shared'::regnamespace);
DROP SCHEMA hr, "HR Europe", taken, shared CASCADE;
DROP ROLE regress_gmalign_other, regress_gmalign_owner;
-- functions in a schema gmalign that was there before could be picked up by the script
DROP EXTENSION gmalign;
CREATE FUNCTION gmalign.unnest(text[]) RETURNS SETOF text LANGUAGE sql AS 'SELECT ''mine''';
CREATE EXTENSION gmalign;
DROP FUNCTION gmalign.unnest(text[]);
-- and the schema of the internals is the extension's alone
CREATE SCHEMA gmalign_private;
CREATE EXTENSION gmalign;
DROP SCHEMA gmalign_private;
CREATE EXTENSION gmalign;
