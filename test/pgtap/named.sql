-- Every function that takes a person, a goal or a move takes its external id as well as
-- its key, and of a string that is both the external id: the functions are those of the
-- catalogue.
BEGIN;
\ir ../start.psql
\ir ../model.psql
SET client_min_messages = warning;
SET jit = off;
SET gmalign.as_of = '2026-06-30';
INSERT INTO hr.employee (external_id, home_country) VALUES ('P-1', 'AA'), ('1', 'BB'), ('P-3', 'CC'), (NULL, 'DD');
INSERT INTO hr.goal (external_id, title, level)
VALUES ('S-1', 'One', 'strategic'), ('1', 'Two', 'strategic'), ('T-3', 'Three', 'team'), ('T-4', 'Four', 'team');
INSERT INTO hr.goal_link (child_id, parent_id, contribution) VALUES (3, 1, .5), (3, 2, .2);
INSERT INTO hr.assignment (external_id, assignee_id, gm_professional_id, start_date)
VALUES ('M-1', 1, 3, '2026-01-01'), ('1', 2, 3, '2026-02-01'), ('M-3', 1, 3, '2026-03-01');
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g.id, a.start_date, CASE WHEN s.party = 'assignee' THEN 1.0 / (g.id + a.id) ELSE g.id / 4.0 END
FROM hr.assignment a, hr.goal g, hr.stakeholder s WHERE s.code IN ('organization', 'gm_professional', 'assignee');
INSERT INTO hr.expectancy_survey (external_id, employee_id, assignment_id, person_role, asked_on, expectancy)
VALUES ('Q1', 1, 1, 'assignee', '2026-03-01', .5), ('Q2', 2, 2, 'assignee', '2026-03-01', .7);
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence, is_offered)
SELECT s.id, r.id, .3 * s.id, 1.0 / r.id, false FROM hr.expectancy_survey s, hr.reward r WHERE r.id < 4;

-- a call of each, with a place for the name
CREATE TEMP TABLE call (called text, query text);
INSERT INTO call VALUES
  ('best_reward', $$ SELECT * FROM gmalign.best_reward('hr', %L) $$),
  ('best_single_change', $$ SELECT * FROM gmalign.best_single_change('hr', %L) $$),
  ('cascade_dot', $$ SELECT gmalign.cascade_dot('hr', goal => %L) $$),
  ('cascade_mermaid', $$ SELECT gmalign.cascade_mermaid('hr', goal => %L) $$),
  ('erase_person', $$ WITH e AS MATERIALIZED (SELECT e.* FROM gmalign.erase_person('hr', %L) AS e) SELECT * FROM e $$),
  ('export_person', $$ SELECT * FROM gmalign.export_person('hr', %L) $$),
  ('move_dossier', $$ SELECT * FROM gmalign.move_dossier('hr', %L) $$),
  ('move_dossier_text', $$ SELECT gmalign.move_dossier_text('hr', %L) $$),
  ('move_dot', $$ SELECT gmalign.move_dot('hr', %L) $$),
  ('preview_alignment', $$ SELECT * FROM gmalign.preview_alignment('hr', %L, '{}') $$),
  ('preview_alignment', $$ SELECT * FROM gmalign.preview_alignment('hr', 'M-1',
     '{"priorities": [{"stakeholder": "assignee", "goal": %I, "priority": 0.1}]}') $$),
  ('preview_alignment', $$ SELECT * FROM gmalign.preview_alignment('hr', 'M-1',
     '{"links": [{"goal": "T-4", "parent": %I, "contribution": 0.9}]}') $$),
  ('preview_alignment', $$ SELECT * FROM gmalign.preview_alignment('hr', 'M-1', '{"goals": [{"goal": %I, "title": "Other"}]}') $$);
CREATE TEMP VIEW taker AS
SELECT DISTINCT p.proname::text AS called
FROM pg_proc p, unnest(p.proargnames, p.proargmodes) AS a (name, mode)
WHERE p.pronamespace = 'gmalign'::regnamespace AND 'schema' = ANY (p.proargnames) AND coalesce(a.mode, 'i') IN ('i', 'b')
  AND a.name ~ '^(person|employee|assignee|goal|move|assignment)(_id)?$';
SELECT plan(4 + 3 * (SELECT count(*) FROM call)::integer);
SELECT set_eq('SELECT called FROM call', 'SELECT called FROM taker', 'every function that takes one is called here');
SELECT is_empty($$ SELECT t.called FROM taker t WHERE NOT EXISTS (
                     SELECT FROM pg_proc p, unnest(p.proargnames, p.proargtypes::oid[]) AS a (name, type)
                     WHERE p.pronamespace = 'gmalign'::regnamespace AND p.proname = t.called
                       AND a.name ~ '^(person|goal|move|assignment)$' AND a.type = 'text'::regtype) $$, 'each takes it as text');

-- what a call says; what it changed is undone
CREATE FUNCTION pg_temp.said(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  rows text;
BEGIN
  EXECUTE format('SELECT string_agg(q::text, E''\n'' ORDER BY q::text COLLATE "C") FROM (%s) AS q', query) INTO rows;
  -- what erasing has left
  rows := concat(rows, (SELECT string_agg(e::text, ',' ORDER BY e.id) FROM hr.employee e));
  RAISE EXCEPTION USING ERRCODE = 'GM002', MESSAGE = rows;
EXCEPTION WHEN SQLSTATE 'GM002' THEN
  RETURN SQLERRM;
END $$;
CREATE TEMP TABLE told AS
SELECT c.called, c.query, pg_temp.said(format(c.query, '1')) AS first, pg_temp.said(format(c.query, '2')) AS second,
       pg_temp.said(format(c.query, '3')) AS third, pg_temp.said(format(c.query, v.name)) AS named
FROM call c
CROSS JOIN LATERAL (SELECT CASE WHEN c.query ~ '%I|goal =>' THEN 'T-3' WHEN c.called ~ 'person' THEN 'P-3' ELSE 'M-3' END AS name) AS v;
SELECT is(t.named, t.third, t.called || ': by external id as by key') FROM told t;
-- 1 is the key of the first and the external id of the second
SELECT is(t.first, t.second, t.called || ': an external id goes before a key') FROM told t;
SELECT isnt(t.second, t.third, t.called || ': of another it says something else') FROM told t;

-- over tables of one's own an external id may be anybody's, or not be there at all
CREATE SCHEMA own;
CREATE TABLE own.employee (id text, external_id text);
INSERT INTO own.employee VALUES ('a', 'twice'), ('b', 'twice'), ('twice', 'c');
SELECT throws_ok($$ SELECT * FROM gmalign.export_person('own', 'twice') $$, '21000',
                 '"twice" is the external_id of several rows of own.employee',
                 'who it is cannot be told');
ALTER TABLE own.employee DROP COLUMN external_id;
SELECT lives_ok($$ SELECT * FROM gmalign.export_person('own', 'twice') $$, 'by key, where there is no other');
SELECT * FROM finish();
ROLLBACK;
