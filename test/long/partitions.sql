-- Snapshots by month: the same rows, rights and views before and after; months
-- come with the nights and go as a whole.
BEGIN;
\ir ../start.psql
SELECT plan(21);
SET LOCAL client_min_messages = warning;
SET LOCAL gmalign.as_of = '2026-06-30';
\ir ../model.psql
SET LOCAL search_path = hr, public;
INSERT INTO employee (external_id) SELECT 'E' || i FROM generate_series(1, 40) AS i;
INSERT INTO goal (title, level) SELECT 'goal ' || i, CASE WHEN i < 4 THEN 'strategic' ELSE 'team' END FROM generate_series(1, 12) AS i;
INSERT INTO goal_link (child_id, parent_id, contribution) SELECT i, 1 + i % 3, .5 FROM generate_series(4, 12) AS i;
INSERT INTO assignment (assignee_id, start_date) SELECT i, date '2022-01-01' + i FROM generate_series(1, 30) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a, s.id, 4 + (a * 7 + s.id * 5 + k) % 9, '2026-01-01', (1 + (a + k * s.id) % 4) / 4.0
FROM generate_series(1, 30) AS a, stakeholder s, generate_series(1, 5) AS k WHERE s.code IN ('organization', 'gm_professional', 'assignee');
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, alignment_band, assignment_status)
SELECT d::date, a, .9 - (a % 5) / 10.0 - extract(epoch FROM d - '2022-06-01') / 1e9, .2, 'mixed', 'active'
FROM generate_series(timestamp '2022-06-01', '2026-06-20', '10 days') AS d, generate_series(1, 30) AS a;
CREATE ROLE snapshot_reader NOLOGIN;
SELECT gmalign.grant_reader('hr', 'snapshot_reader', 'assignment') \g /dev/null
SELECT count(*) FROM gmalign.enable_row_security('hr') \g /dev/null
GRANT INSERT ON alignment_snapshot TO snapshot_reader WITH GRANT OPTION;
COMMENT ON TABLE alignment_snapshot IS 'Nights, as we keep them.';
-- all that is known of the table but its number and its kind
CREATE FUNCTION pg_temp.known() RETURNS SETOF text LANGUAGE sql AS $$
  SELECT 'grant ' || e::text FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS e WHERE c.oid = 'hr.alignment_snapshot'::regclass
  UNION ALL SELECT 'grant ' || a.attname || e::text FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) AS e
            WHERE a.attrelid = 'hr.alignment_snapshot'::regclass
  UNION ALL SELECT 'policy ' || p::text FROM pg_policies p WHERE p.tablename = 'alignment_snapshot'
  UNION ALL SELECT 'secured ' || c.relrowsecurity || c.relforcerowsecurity || c.relowner::regrole FROM pg_class c
            WHERE c.oid = 'hr.alignment_snapshot'::regclass
  UNION ALL SELECT 'comment ' || d.objsubid || d.description FROM pg_description d WHERE d.objoid = 'hr.alignment_snapshot'::regclass
  UNION ALL SELECT 'column ' || a.attname || format_type(a.atttypid, a.atttypmod) || a.attnotnull FROM pg_attribute a
            WHERE a.attrelid = 'hr.alignment_snapshot'::regclass AND a.attnum > 0
  UNION ALL SELECT 'constraint ' || k.conname || pg_get_constraintdef(k.oid) FROM pg_constraint k
            WHERE k.conrelid = 'hr.alignment_snapshot'::regclass AND k.contype <> 'n'
  UNION ALL SELECT 'index ' || replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') FROM pg_index i
            WHERE i.indrelid = 'hr.alignment_snapshot'::regclass
$$;
CREATE TEMP TABLE known AS SELECT pg_temp.known() AS fact;
CREATE TEMP TABLE nights AS TABLE alignment_snapshot;
CREATE TEMP TABLE trend AS TABLE alignment_trend;
CREATE TEMP TABLE drift AS TABLE alignment_drift;
CREATE TEMP TABLE score AS TABLE assignment_alignment;

-- what reads the table besides
CREATE VIEW mine AS SELECT max(taken_on) AS last FROM alignment_snapshot;
SELECT throws_ok($$ SELECT gmalign.partition_snapshots('hr') $$, '2BP01', NULL, 'a view of the user''s would go on reading the old table');
DROP VIEW mine;
CREATE TRIGGER watch BEFORE INSERT ON alignment_snapshot FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
SELECT throws_ok($$ SELECT gmalign.partition_snapshots('hr') $$, '55000',
                 'the table alignment_snapshot of schema "hr" has a trigger', 'a trigger is refused');
DROP TRIGGER watch ON alignment_snapshot;
SELECT throws_ok($$ SELECT gmalign.partition_snapshots('nowhere') $$, '42P01', NULL, 'no such schema');

CREATE TEMP TABLE made AS SELECT * FROM gmalign.partition_snapshots('hr');
SELECT is((SELECT count(*) FROM made), 51::bigint, 'a partition a month, the next month''s, and one for all other days');
SELECT bag_eq('TABLE alignment_snapshot', 'TABLE nights', 'the rows stay');
SELECT bag_eq('SELECT pg_temp.known()', 'SELECT fact FROM known', 'and keys, grants, policies and comments');
SELECT bag_eq('TABLE alignment_trend', 'TABLE trend', 'views read it: the trend');
SELECT bag_eq('TABLE alignment_drift', 'TABLE drift', 'the drift');
SELECT bag_eq('TABLE assignment_alignment', 'TABLE score', 'the first score and the last');
SELECT is((SELECT count(*) FROM alignment_snapshot_other), 0::bigint, 'every night is in its month');
SELECT bag_eq($$ SELECT partition, first_day FROM gmalign.partition_snapshots('hr') $$,
              'SELECT partition, first_day FROM made', 'called again it changes nothing');
CREATE FUNCTION pg_temp.plan(q text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  line text;
  said text := '';
BEGIN
  FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || q LOOP
    said := said || line || E'\n';
  END LOOP;
  RETURN said;
END $$;
SELECT alike(pg_temp.plan($$ SELECT * FROM alignment_snapshot WHERE taken_on = '2026-05-01' $$), '%alignment_snapshot_2026_05%',
             'a day is read from its month');
SELECT unalike(pg_temp.plan($$ SELECT * FROM alignment_snapshot WHERE taken_on = '2026-05-01' $$), '%2026_04%', 'alone');

-- nights come
SELECT count(*) FROM gmalign.run_check('hr') \g /dev/null
SELECT ok(finished_at IS NOT NULL AND skipped IS NULL, 'the check runs') FROM check_run;
SELECT is((SELECT count(*) FROM alignment_snapshot_2026_06 WHERE taken_on = '2026-06-30'), 30::bigint,
          'and puts the night where it belongs');
SET LOCAL gmalign.as_of = '2026-09-02';
SELECT count(*) FROM gmalign.run_check('hr') \g /dev/null
SELECT is((SELECT count(*) FROM alignment_snapshot_2026_09), 30::bigint, 'in a month for which there was no partition');
-- a night of long ago, put in by hand, and then its month
INSERT INTO alignment_snapshot (taken_on, assignment_id) VALUES ('2021-03-05', 1), ('2021-04-01', 1);
SELECT gmalign_private.make_snapshot_month('hr', '2021-03-31') \g /dev/null
SELECT results_eq('SELECT taken_on FROM alignment_snapshot_2021_03', ARRAY[date '2021-03-05'], 'goes there from among all others');
SELECT results_eq('SELECT taken_on FROM alignment_snapshot_other', ARRAY[date '2021-04-01'], 'which stay');

-- and go
CREATE TEMP TABLE old AS SELECT * FROM alignment_snapshot WHERE taken_on < date '2026-09-02' - interval '36 months';
SELECT is(gmalign.trim_snapshots('hr'), (SELECT count(*)::integer FROM old), 'trim_snapshots says how many went');
SELECT results_eq('SELECT min(taken_on) FROM alignment_snapshot',
                  'SELECT min(taken_on) FROM nights WHERE taken_on >= date ''2026-09-02'' - interval ''36 months''', 'the others stay');
SELECT is((SELECT min(m.first_day) FROM gmalign_private.snapshot_months('hr') m), date '2023-09-01', 'of months that went nothing is left');
SELECT * FROM finish();
ROLLBACK;
