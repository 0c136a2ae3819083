-- bring your own tables: the views over relations of any shape
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
\set VERBOSITY terse

-- 1. an HRIS with text ids and names of its own; only what it has is mapped
CREATE SCHEMA hris;
CREATE TABLE hris.departments (dept_code text PRIMARY KEY, dept_name text, geo text);
CREATE TABLE hris.workers (worker_no text PRIMARY KEY, dept_code text, boss text, joined date, left_on date, talent boolean);
CREATE TABLE hris.objectives (ref text PRIMARY KEY, label text, tier int, holder text, dept_code text, pct_weight numeric);
CREATE TABLE hris.supports (ref text, up text, strength numeric);
CREATE TABLE hris.moves (move_no text PRIMARY KEY, worker_no text, coordinator text, dept_code text,
                         reason text, starts date, ends date, budget numeric);
CREATE TABLE hris.wants (move_no text, who text, ref text, points int);
INSERT INTO hris.departments VALUES ('D-A', 'Asia', 'APAC'), ('D-E', 'Europe', 'EMEA');
INSERT INTO hris.workers VALUES ('W-1', 'D-A', NULL, '2020-01-01', NULL, true), ('W-2', 'D-E', NULL, '2019-01-01', NULL, false),
  ('W-3', 'D-E', 'W-2', '2021-05-01', NULL, NULL);
INSERT INTO hris.objectives VALUES ('STRAT/1', 'Enter market', 1, NULL, NULL, 60), ('STRAT/2', 'Lower cost', 1, NULL, NULL, 40),
  ('TEAM/7', 'First 20 clients', 2, 'W-3', 'D-A', 1), ('TEAM/8', 'Cost per move', 2, 'W-2', 'D-E', 1),
  ('ME/9', 'Research track', 3, 'W-1', 'D-A', 1);
INSERT INTO hris.supports VALUES ('TEAM/7', 'STRAT/1', .8), ('TEAM/8', 'STRAT/2', .9), ('TEAM/8', 'STRAT/1', -.4);
INSERT INTO hris.moves VALUES ('MV-100', 'W-1', 'W-2', 'D-A', 'market_entry', '2026-01-01', '2027-12-31', 200000);
INSERT INTO hris.wants VALUES ('MV-100', 'business', 'STRAT/1', 10), ('MV-100', 'mobility', 'TEAM/8', 10),
  ('MV-100', 'expat', 'TEAM/7', 6), ('MV-100', 'expat', 'ME/9', 4);

CREATE SCHEMA hr;
-- nothing is there yet: every view says what it needs, the first of them with the view to write
CREATE TEMP TABLE answer AS SELECT * FROM gmalign.install_views('hr');
SELECT view_name, made, reason, hint FROM answer WHERE view_name = 'cascade_link';
SELECT count(*) FILTER (WHERE made) AS made, count(*) FILTER (WHERE reason IS NULL OR hint IS NULL) AS without_reason
FROM answer WHERE view_name <> 'view_version';
DROP TABLE answer;

CREATE VIEW hr.org_unit AS SELECT dept_code AS id, dept_code AS external_id, dept_name AS name, NULL::text AS parent_id,
  geo AS region FROM hris.departments;
CREATE VIEW hr.employee AS SELECT worker_no AS id, worker_no AS external_id, dept_code AS org_unit_id,
  boss AS manager_id, NULL::text AS home_country,
  joined AS hire_date, left_on AS departure_date, NULL::text AS departure_type, NULL::float8 AS performance_rating,
  talent AS is_high_performer FROM hris.workers;
-- two mistakes: the weight is a numeric, and the why is forgotten
CREATE VIEW hr.goal AS SELECT ref AS id, ref AS external_id, label AS title, CASE tier WHEN 1 THEN 'strategic'
  WHEN 2 THEN 'team' ELSE 'individual' END AS level,
  CASE WHEN tier = 3 THEN 'personal' ELSE 'objective' END AS goal_type, NULL::bigint AS dimension_id,
    dept_code AS org_unit_id, holder AS owner_id, pct_weight AS weight,
  NULL::text AS direction, NULL::float8 AS start_value, NULL::float8 AS target_value, NULL::float8 AS target_high,
    NULL::float8 AS current_value,
  NULL::date AS created_on, NULL::date AS start_date, NULL::date AS due_date, NULL::date AS closed_on, NULL::text AS status
    FROM hris.objectives;
CREATE VIEW hr.goal_link AS SELECT ref || '>' || up AS id, ref AS child_id, up AS parent_id,
  CASE WHEN strength < 0 THEN 'conflicts' ELSE 'contributes' END AS relation,
  strength::float8 AS contribution, NULL::date AS valid_from, NULL::date AS valid_to FROM hris.supports;
CREATE VIEW hr.assignment AS SELECT move_no AS id, move_no AS external_id, worker_no AS assignee_id,
  coordinator AS gm_professional_id, NULL::text AS sponsor_id,
  dept_code AS org_unit_id, NULL::text AS assignment_type,
  reason AS purpose, NULL::text AS why_organization, NULL::text AS home_country, NULL::text AS host_country,
  starts AS start_date, ends AS planned_end_date, NULL::date AS end_date, NULL::text AS end_reason, 1::float8 AS fte_share,
  budget AS cost_estimate,
  NULL::numeric AS actual_cost, NULL::numeric AS benefit, NULL::date AS next_role_agreed_on FROM hris.moves;
CREATE VIEW hr.assignment_goal AS SELECT move_no AS assignment_id, who AS stakeholder_id, ref AS goal_id,
  date '2026-01-01' AS stated_on, points / 10.0::float8 AS priority FROM hris.wants;
CREATE VIEW hr.stakeholder AS SELECT v.id, v.code, v.name, v.code AS party
FROM (VALUES ('business', 'organization', 'Business'), ('mobility', 'gm_professional', 'Mobility'),
      ('expat', 'assignee', 'Expatriate')) AS v (id, code, name);
-- and a third: a text key where the other side is a number
ALTER TABLE hris.supports ADD COLUMN number bigint;
CREATE VIEW hr.goal_contributor AS SELECT number AS goal_id, NULL::text AS employee_id, NULL::float8 AS fte_share,
  NULL::date AS valid_from, NULL::date AS valid_to FROM hris.supports WHERE false;
-- each mistake is named, with the relation, what is expected and the view to write
CREATE TEMP TABLE answer AS SELECT * FROM gmalign.install_views('hr');
SELECT view_name, made, reason FROM answer WHERE view_name IN ('cascade_link', 'assignment_priority', 'goal_state', 'graph_edges');
SELECT hint FROM answer WHERE view_name = 'goal_state';
SELECT reason, hint FROM answer WHERE view_name = 'contributor_work';
DROP TABLE answer;
DROP VIEW hr.goal_contributor;
-- put right; what the HRIS does not have comes as the model's own tables, keys in the type of the HRIS
DROP VIEW hr.goal CASCADE;
CREATE VIEW hr.goal AS SELECT ref AS id, ref AS external_id, label AS title, NULL::text AS why,
  CASE tier WHEN 1 THEN 'strategic' WHEN 2 THEN 'team' ELSE 'individual' END AS level,
  CASE WHEN tier = 3 THEN 'personal' ELSE 'objective' END AS goal_type, NULL::bigint AS dimension_id,
    dept_code AS org_unit_id, holder AS owner_id, pct_weight::float8 AS weight,
  NULL::text AS direction, NULL::float8 AS start_value, NULL::float8 AS target_value, NULL::float8 AS target_high,
    NULL::float8 AS current_value,
  NULL::date AS created_on, NULL::date AS start_date, NULL::date AS due_date, NULL::date AS closed_on, NULL::text AS status
    FROM hris.objectives;
SELECT view_name, reason, hint FROM gmalign.install_views('hr', add_missing => true) WHERE NOT made;
SELECT reason FROM hr.misaligned_assignment;
SELECT id, strategic_goal_id, goal_title, coverage_band, assignment_count, round(importance_share::numeric, 2) AS importance
FROM hr.cascade_coverage ORDER BY id;
SELECT person_id, has_line_of_sight, strategic_goal_id FROM hr.person_line_of_sight ORDER BY 1;
SELECT person_id, goal_count, round(own_strategy_score::numeric, 3) AS own_strategy, unseen_goal_title
FROM hr.person_goal_alignment ORDER BY 1;
SELECT source, target, value FROM hr.cascade_sankey ORDER BY 1, 2;
-- every view answers, ids in the type of the HRIS
DO $$
DECLARE
  v text;
BEGIN
  FOR v IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.kind = 'view' LOOP
    EXECUTE format('SELECT count(*) FROM (SELECT * FROM hr.%I) AS q', v);
  END LOOP;
END $$;
SELECT DISTINCT a.attname, format_type(a.atttypid, NULL) AS type FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'v'
WHERE c.relnamespace = 'hr'::regnamespace AND c.relname IN ('assignment_alignment', 'goal_state', 'retention_risk')
  AND a.attname IN ('assignment_id', 'goal_id', 'person_id') ORDER BY 1;
SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'hr.expectancy_survey'::regclass AND attname = 'employee_id';
-- the lists a model starts with are there, and new rows get new keys
SELECT (SELECT count(*) FROM hr.reward) AS rewards, (SELECT count(*) FROM hr.action) > 10 AS actions;
INSERT INTO hr.reward (code, name) VALUES ('car', 'A car') RETURNING id;
-- a relation of the user's is never replaced
CREATE SCHEMA theirs;
CREATE TABLE theirs.expectancy (id int);
SELECT reason, hint FROM gmalign.install_views('theirs', true) WHERE NOT made;
DROP SCHEMA theirs CASCADE;
SELECT * FROM gmalign.install_views('nowhere');
-- what may not be read is named
CREATE ROLE regress_gmalign_mapper;
CREATE SCHEMA locked;
CREATE TABLE locked.goal_link AS SELECT 1::bigint AS id, 1::bigint AS child_id, 2::bigint AS parent_id,
  'contributes' AS relation, 1::float8 AS contribution, NULL::date AS valid_from, NULL::date AS valid_to;
CREATE TABLE locked.goal AS SELECT 1::bigint AS id, NULL::text AS status, NULL::date AS created_on, NULL::date AS closed_on;
GRANT USAGE, CREATE ON SCHEMA locked TO regress_gmalign_mapper;
GRANT SELECT ON locked.goal TO regress_gmalign_mapper;
SET ROLE regress_gmalign_mapper;
SELECT made, reason, hint FROM gmalign.install_views('locked') WHERE view_name = 'cascade_link';
RESET ROLE;
DROP SCHEMA locked CASCADE;
DROP ROLE regress_gmalign_mapper;

-- 2. the flat export of an OKR tool: one parent column, uuid keys
CREATE SCHEMA okr;
CREATE TABLE okr.export ("Row ID" uuid, "Parent ID" uuid, "Goal Title" text, "Goal Type" text, "Start" numeric,
                         "Target" numeric, "Current" numeric, "Due" date);
INSERT INTO okr.export VALUES
  ('00000000-0000-0000-0000-000000000001', NULL, 'Grow abroad', 'Company', NULL, NULL, NULL, '2026-12-31'),
  ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'Win clients', 'Team', NULL, NULL, NULL, '2026-12-31'),
  ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000002', 'Signed clients', 'Key result', 0, 20, 5, '2026-12-31'),
  ('00000000-0000-0000-0000-000000000004', NULL, 'Tidy the wiki', 'Team', NULL, NULL, NULL, NULL);
CREATE SCHEMA okr_model;
CREATE VIEW okr_model.goal AS SELECT "Row ID" AS id, "Row ID"::text AS external_id, "Goal Title" AS title, NULL::text AS why,
  CASE "Goal Type" WHEN 'Company' THEN 'strategic' ELSE 'team' END AS level, CASE "Goal Type" WHEN 'Key result' THEN 'key_result'
    ELSE 'objective' END AS goal_type,
  NULL::bigint AS dimension_id, NULL::bigint AS org_unit_id, NULL::bigint AS owner_id, 1::float8 AS weight,
  CASE WHEN "Target" IS NOT NULL THEN 'increase' END AS direction, "Start"::float8 AS start_value,
    "Target"::float8 AS target_value, NULL::float8 AS target_high,
  "Current"::float8 AS current_value, NULL::date AS created_on, date '2026-01-01' AS start_date,
    "Due" AS due_date, NULL::date AS closed_on, NULL::text AS status FROM okr.export;
CREATE VIEW okr_model.goal_link AS SELECT "Row ID" AS id, "Row ID" AS child_id, "Parent ID" AS parent_id,
  'contributes' AS relation, NULL::float8 AS contribution,
  NULL::date AS valid_from, NULL::date AS valid_to FROM okr.export WHERE "Parent ID" IS NOT NULL;
-- the views whose relations are there are made, the others say what they need
SELECT view_name FROM gmalign.install_views('okr_model') WHERE made;
SELECT view_name, reason, hint FROM gmalign.install_views('okr_model', true) WHERE NOT made;
SELECT goal_title, state, depth FROM okr_model.goal_state ORDER BY goal_id;
SELECT goal_title, progress_share, round(expected_progress_share::numeric, 2) AS expected FROM okr_model.goal_progress ORDER BY goal_id;
-- calling it again replaces the views
SELECT count(*) FILTER (WHERE NOT made) AS not_made FROM gmalign.install_views('okr_model');

DROP SCHEMA hr, hris, okr, okr_model CASCADE;
