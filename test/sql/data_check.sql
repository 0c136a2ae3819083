-- gmalign.check: what is wrong with the data of a model
\pset format unaligned
\pset footer off
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
SELECT gmalign.install('hr') IS NOT NULL AS installed;
SELECT * FROM gmalign.check('hr');
-- several parents, of other owners and other units, are what organisations do
INSERT INTO hr.org_unit (name) VALUES ('Sales'), ('Talent');
INSERT INTO hr.employee (org_unit_id) VALUES (1), (2);
INSERT INTO hr.goal (title, level, org_unit_id, owner_id, start_date, due_date) VALUES
  ('Grow abroad', 'strategic', 1, 1, '2026-01-01', '2027-12-31'),
  ('Enter market X', 'department', 1, 1, '2026-01-01', '2026-12-31'),
  ('Local leads', 'department', 2, 2, '2026-01-01', '2027-06-30'),
  ('First 20 clients', 'team', 2, 2, '2026-01-01', '2026-12-31'),
  ('I close the pilot', 'individual', 2, 2, '2026-03-01', '2026-09-30');
INSERT INTO hr.goal_link (child_id, parent_id, contribution) VALUES (2, 1, .6), (3, 1, .4), (4, 2, .7), (4, 3, .3), (5, 4, 1);
SELECT * FROM gmalign.check('hr');
SELECT path_kind, contribution, path_text FROM hr.goal_path WHERE goal_id = 5 ORDER BY 1;
-- and what is dirty is said, not refused
INSERT INTO hr.goal (title, level, goal_type, direction, target_value, target_high, start_date, due_date, status) VALUES
  ('Late', 'team', 'objective', NULL, NULL, NULL, '2025-12-01', '2027-03-31', NULL),
  ('No direction', 'team', 'key_result', NULL, 5, NULL, NULL, NULL, NULL),
  ('No target', 'team', 'key_result', 'increase', NULL, NULL, NULL, NULL, NULL),
  ('Neither', 'team', 'key_result', NULL, NULL, NULL, NULL, NULL, NULL),
  ('No upper bound', 'team', 'key_result', 'range', 1, NULL, NULL, NULL, NULL),
  ('Done or not', 'team', 'key_result', 'binary', NULL, NULL, NULL, NULL, NULL),
  ('A draft', 'team', 'key_result', NULL, NULL, NULL, '2020-01-01', '2030-01-01', 'draft');
INSERT INTO hr.goal_link (child_id, parent_id, relation, contribution, valid_to) VALUES
  (6, 2, 'contributes', 1, NULL), (12, 2, 'contributes', 1, NULL),
  (7, 8, 'contributes', 1, NULL), (8, 9, 'contributes', 1, NULL), (9, 7, 'contributes', 1, NULL),   -- a circle of three
  (10, 10, 'contributes', 1, NULL),                                                             -- of one
  (4, 2, 'contributes', .2, NULL),                                                              -- twice
  (5, 1, 'contributes', 1, NULL), (1, 4, 'supports', NULL, '2026-01-31'),                       -- skips; turned round, but over
  (2, 4, 'conflicts', -.1, NULL), (2, 5, 'supports', NULL, NULL);
SELECT * FROM gmalign.check('hr');
SELECT state, count(*) FROM hr.goal_state GROUP BY 1 ORDER BY 1;

-- relations of the user's own, with text keys and nothing that keeps links whole
CREATE SCHEMA own;
CREATE TABLE own.objective (code text, name text, parent text);
INSERT INTO own.objective VALUES ('a', 'A', 'b'), ('b', 'B', 'a'), ('c', 'C', 'gone'), ('d', 'D', NULL);
CREATE VIEW own.goal AS SELECT code AS id, name AS title, 'team' AS level, 'objective' AS goal_type, NULL AS direction,
  NULL::float8 AS target_value, NULL::float8 AS target_high, NULL::date AS start_date, NULL::date AS due_date FROM own.objective;
CREATE VIEW own.goal_link AS SELECT code AS child_id, parent AS parent_id FROM own.objective WHERE parent IS NOT NULL;
CREATE VIEW own.cascade_link AS SELECT child_id AS goal_id, parent_id AS parent_goal_id, 'contributes' AS relation,
  1::float8 AS contribution FROM own.goal_link
  WHERE parent_id IN (SELECT code FROM own.objective) UNION ALL SELECT code, NULL, NULL, NULL FROM own.objective;
SELECT * FROM gmalign.check('own');

-- install_views ends by saying what the data is worth
CREATE SCHEMA "hr.prod";
CREATE TABLE "hr.prod".goal (LIKE hr.goal);
INSERT INTO "hr.prod".goal (id, title, level, goal_type, weight)
VALUES (1, 'Grow', 'Company Objective', 'objective', 1), (2, 'Sell', 'team', 'objective', 1), (2, 'Sell more', 'team', 'objective', 1);
SET client_min_messages = notice;
SELECT count(*) FILTER (WHERE NOT made) AS not_made FROM gmalign.install_views('hr.prod', add_missing => true);
SET client_min_messages = warning;
SELECT * FROM gmalign.check('hr.prod');
SELECT DISTINCT state, unknown_reason FROM "hr.prod".goal_state;

-- a name that needs quotes; the caller's rights; what is no model
SELECT gmalign.install('HR "two"') IS NOT NULL AS installed;
SELECT count(*) FROM gmalign.check('HR "two"');
CREATE ROLE regress_gmalign_reader;
GRANT USAGE ON SCHEMA hr TO regress_gmalign_reader;
SET ROLE regress_gmalign_reader;
\set VERBOSITY terse
SELECT count(*) FROM gmalign.check('hr');
RESET ROLE;
\set VERBOSITY default
\set SHOW_CONTEXT never
SELECT * FROM gmalign.check('own; DROP TABLE own.objective');
SELECT * FROM gmalign.check(NULL);
SELECT * FROM gmalign.check('public');
REVOKE USAGE ON SCHEMA hr FROM regress_gmalign_reader;
DROP ROLE regress_gmalign_reader;
DROP SCHEMA hr, own, "hr.prod", "HR ""two""" CASCADE;
