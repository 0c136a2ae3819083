-- Keys of one's own: domains work as the type below them, numeric keys and those of
-- a nondeterministic collation get a hint that helps, and what a reader of a graph
-- returns satisfies the domain asked for.
BEGIN;
\ir ../start.psql
SELECT plan(29);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';

-- ---------- readers of a graph ----------
CREATE DOMAIN small_key AS bigint CHECK (VALUE > 0);
CREATE DOMAIN key_of_key AS small_key CHECK (VALUE < 100);
CREATE TEMP TABLE made AS SELECT 1::bigint AS parent, c AS child FROM unnest(ARRAY[-5, 5, 500]) AS c;
SELECT throws_ok(format('SELECT * FROM gmalign.goal_states((SELECT gmalign.goal_graph(child, parent) FROM made WHERE child = %s),
  ARRAY[1]::%s[])', c, d),
                 '23514', NULL, format('%s is no %s', c, d))
FROM (VALUES (-5, 'small_key'), (-5, 'key_of_key'), (500, 'key_of_key')) AS v (c, d);
SELECT results_eq($$ SELECT pg_typeof(s.goal)::text, s.goal::bigint FROM gmalign.goal_states(
                       (SELECT gmalign.goal_graph(child, parent) FROM made WHERE child = 5), ARRAY[1]::key_of_key[]) AS s ORDER BY 2 $$,
                  $$ VALUES ('key_of_key', 1::bigint), ('key_of_key', 5) $$, 'what satisfies the domain is of it');
-- and so do the readers of the values that views hand on
SELECT throws_ok(format('SELECT * FROM gmalign_private.goal_lift_rows((SELECT gmalign_private.goal_lift(gmalign.goal_graph(child, parent),
  ARRAY[1]::bigint[]) FROM made WHERE child = %s), NULL::%s)', c, d), '23514', NULL, format('%s is no %s of a lift', c, d))
FROM (VALUES (-5, 'small_key'), (-5, 'key_of_key'), (500, 'key_of_key')) AS v (c, d);
SELECT throws_ok('SELECT gmalign.goal_graph(1::numeric(10,0), NULL)', '42804', 'type numeric cannot name a goal', 'numeric names no goal');

-- ---------- the model over relations with such keys ----------
\ir ../model.psql
INSERT INTO hr.org_unit (id, name, region) VALUES (1, 'U', 'EMEA');
INSERT INTO hr.employee (id, org_unit_id, hire_date) SELECT i, 1, '2020-01-01' FROM generate_series(1, 5) AS i;
INSERT INTO hr.goal (id, title, level, weight, owner_id, org_unit_id, goal_type, direction, start_value, target_value, current_value)
SELECT i, 'goal ' || i, CASE WHEN i < 3 THEN 'strategic' ELSE 'team' END, i, 1 + i % 5, 1, 'objective',
       CASE WHEN i > 6 THEN 'increase' END, 0, 10, i FROM generate_series(1, 9) AS i;
INSERT INTO hr.goal_link (id, child_id, parent_id, contribution) SELECT i, i, 1 + i % 2, .5 FROM generate_series(3, 9) AS i;
INSERT INTO hr.goal_contributor (goal_id, employee_id, fte_share) SELECT i, 1 + i % 5, .5 FROM generate_series(3, 9) AS i;
INSERT INTO hr.assignment (id, external_id, assignee_id, gm_professional_id, org_unit_id, start_date, planned_end_date)
SELECT i, 'M' || i, i, 5, 1, '2026-01-01', '2026-12-31' FROM generate_series(1, 4) AS i;
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g.id, '2026-01-01', (a.id * s.id + g.id) % 5 * .2 FROM hr.assignment a, hr.stakeholder s, hr.goal g
  WHERE s.id IN (1, 2, 8, 9);
INSERT INTO hr.check_in (id, assignment_id, goal_id, employee_id, checked_at) SELECT i, 1 + i % 4, NULL, 5, '2026-06-01'
  FROM generate_series(1, 6) AS i;
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy) SELECT i, i, 'assignee', '2026-02-01', .5
  FROM generate_series(1, 4) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT s.id, r.id, .4, .6
  FROM hr.expectancy_survey s, hr.reward r;

-- the tables of hr once more, their keys in another type
CREATE TEMP TABLE contract AS SELECT * FROM gmalign_private.model_contract() WHERE kind = 'column';
CREATE FUNCTION pg_temp.copy(schema text, id text, reference text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  EXECUTE format('CREATE SCHEMA %I', schema);
  FOR r IN SELECT c.relation, string_agg(CASE WHEN c.target IS NULL THEN quote_ident(c.column_name)
                                              ELSE format('%s AS %I', format(CASE c.column_name WHEN 'id' THEN id ELSE reference END,
                                                c.column_name),
                                                          c.column_name) END, ', ' ORDER BY c.definition::int) AS columns
           FROM contract c GROUP BY c.relation LOOP
    EXECUTE format('CREATE TABLE %I.%I AS SELECT %s FROM hr.%I', schema, r.relation, r.columns, r.relation);
  END LOOP;
END $$;
CREATE FUNCTION pg_temp.differing(schema text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE v text; differs boolean;
BEGIN
  FOR v IN SELECT m.relation FROM gmalign_private.model_relations() m
           WHERE m.kind = 'view' AND m.relation NOT IN ('cascade_graph', 'progress_graph', 'points_frame', 'assignment_points',
             'contributor_work', 'goal_work', 'person_points') LOOP
    EXECUTE format('SELECT EXISTS ((SELECT x::text FROM hr.%1$I x EXCEPT ALL SELECT y::text FROM %2$I.%1$I y)
                                   UNION ALL (SELECT y::text FROM %2$I.%1$I y EXCEPT ALL SELECT x::text FROM hr.%1$I x))', v,
                                     schema) INTO differs;
    IF differs THEN RETURN NEXT v; END IF;
  END LOOP;
END $$;
SELECT pg_temp.copy('domains', '%I::key_of_key', '%I::key_of_key');
SELECT is_empty($$ SELECT view_name, reason FROM gmalign.install_views('domains') WHERE NOT made $$,
  'keys of a domain: every view is made');
SELECT is_empty($$ SELECT pg_temp.differing('domains') $$, 'and says the same');

SELECT pg_temp.copy('exported', '%I::numeric(10,0)', '%I::numeric(10,0)');
CREATE TEMP TABLE told AS SELECT 'exported' AS schema, v.* FROM gmalign.install_views('exported') AS v;
SELECT matches((SELECT reason FROM told WHERE view_name = 'cascade_link'), 'column "child_id" is of type numeric, expected is an integer',
               'numeric keys are named');
SELECT is_empty($$ SELECT hint FROM told WHERE hint ~ '::numeric AS \w*_?id' $$, 'no hint casts a key to numeric');
-- a hint names the columns that one view reads: the longest has all
CREATE FUNCTION pg_temp.follow(of text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE s record;
BEGIN
  EXECUTE format('CREATE SCHEMA %I', of || '_views');
  FOR s IN SELECT DISTINCT ON (split_part(l, ' ', 3)) l FROM told, regexp_split_to_table(hint, E'\n') AS l
           WHERE told.schema = of AND starts_with(l, format('CREATE VIEW %s_views.', of)) ORDER BY split_part(l, ' ', 3),
             length(l) DESC LOOP
    EXECUTE s.l;
  END LOOP;
  FOR s IN SELECT DISTINCT c.relation FROM contract c WHERE to_regclass(format('%I.%I', of || '_views', c.relation)) IS NULL LOOP
    EXECUTE format('CREATE VIEW %1$I.%3$I AS SELECT * FROM %2$I.%3$I', of || '_views', of, s.relation);
  END LOOP;
END $$;
SELECT lives_ok($$ SELECT pg_temp.follow('exported') $$, 'the hints are statements that run');
SELECT is_empty($$ SELECT view_name, reason FROM gmalign.install_views('exported_views') WHERE NOT made $$, 'and then every view is made');
-- hints leave out the columns that a view can do without, such as the day of hire
SELECT is_empty($$ SELECT d FROM pg_temp.differing('exported_views') AS d WHERE d <> 'employment' $$, 'and says the same');

-- ---------- a collation that takes k1 and K1 for the same ----------
CREATE COLLATION vague (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
SELECT throws_ok(q, '0A000', 'nondeterministic collation "vague" is not supported here', q) FROM unnest(ARRAY[
  $$ SELECT gmalign.goal_graph('team-1' COLLATE vague, 'strat-1') $$,
  $$ SELECT gmalign.goal_graph_listed('team-1' COLLATE vague, 'strat-1', 1) $$,
  $$ SELECT gmalign.mutual_alignment('hr' COLLATE vague, 1, 1) $$,
  $$ SELECT gmalign.mutual_alignment('hr', 'goal'::text COLLATE vague, 1) $$,
  $$ SELECT gmalign.predicted_act('stay' COLLATE vague, 1) $$,
  $$ SELECT gmalign.icc1('unit'::text COLLATE vague, 1) $$,
  $$ SELECT gmalign.log_rank_p(1, true, 'band'::text COLLATE vague) $$]) AS q;
SELECT is((SELECT count(*) FROM gmalign.goal_states((SELECT gmalign.goal_graph('t' COLLATE "C", 's')), NULL::text[])), 2::bigint,
  'bytes are fine');
SELECT pg_temp.copy('vaguely', '(''k'' || %I) COLLATE vague', '(''K'' || %I) COLLATE vague');
INSERT INTO told SELECT 'vaguely' AS schema, v.* FROM gmalign.install_views('vaguely') AS v;
SELECT matches((SELECT reason FROM told WHERE schema = 'vaguely' AND view_name = 'cascade_link'),
               'column "child_id" has the nondeterministic collation (public\.)?vague', 'the collation is named, no view is made');
SELECT is((SELECT count(*) FROM told WHERE schema = 'vaguely' AND view_name = 'goal_progress' AND made), 0::bigint,
  'and no view tells two goals of one');
SELECT lives_ok($$ SELECT pg_temp.follow('vaguely') $$, 'the hints are statements that run');
SELECT is_empty($$ SELECT view_name, reason FROM gmalign.install_views('vaguely_views') WHERE NOT made $$, 'and then every view is made');
SELECT results_eq('SELECT goal_id::varchar COLLATE "default", progress_share FROM vaguely_views.goal_progress ORDER BY 1',
                  'SELECT (''k'' || goal_id)::varchar COLLATE "default", progress_share FROM hr.goal_progress ORDER BY 1',
                    'of as many goals as there are');
SELECT results_eq('SELECT assignment_id::varchar COLLATE "default", mutual_alignment_score
  FROM vaguely_views.assignment_alignment ORDER BY 1',
                  'SELECT (''k'' || assignment_id)::varchar COLLATE "default", mutual_alignment_score
                    FROM hr.assignment_alignment ORDER BY 1', 'with the same scores');

SELECT * FROM finish();
ROLLBACK;
