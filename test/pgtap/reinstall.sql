-- The extension made anew: what users put on it is put back, or nothing is done. That it
-- leads from an earlier release to this one is test/long/019_upgrade.pl's.
BEGIN;
\ir ../start.psql
\ir ../no_model.psql
SELECT plan(20);
SET client_min_messages = warning;
CREATE ROLE gm_public NOLOGIN;
CREATE ROLE reader;
CREATE ROLE other;
SELECT gmalign.install('hr', 'gm_public');
CREATE SCHEMA okr;
-- a view of the user's below a view of the model's, over tables of the user's own
CREATE TABLE okr.my_goal (id text PRIMARY KEY, title text, share float8);
CREATE VIEW okr.goal AS
SELECT g.id, g.title, gmalign.rescale(g.share, 0, 100, 0, 1) AS importance, NULL::text AS status, NULL::date AS created_on,
       NULL::date AS closed_on
FROM okr.my_goal AS g;
CREATE TEMP TABLE made_before AS SELECT view_name, made FROM gmalign.install_views('okr');
\ir ../released/before.sql
CREATE FUNCTION pg_temp.state() RETURNS SETOF text LANGUAGE sql AS $$
  SELECT format('%s %s %s %s %s %s', c.relkind, c.oid::regclass, c.relowner::regrole, c.reloptions,
                (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(coalesce(c.relacl, acldefault('r', c.relowner))) AS a),
                (SELECT array_agg(t.attname || t.attacl::text ORDER BY t.attnum) FROM pg_attribute t
                 WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL))
  FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('hr', 'okr', 'mine') AND c.relkind IN ('r', 'v')
  UNION ALL
  SELECT format('%s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
  FROM pg_description d JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid
  WHERE c.relnamespace::regnamespace::text IN ('hr', 'okr', 'mine')
  UNION ALL
  SELECT format('%s %s', p.oid::regprocedure, a.grantee::regrole) FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) a
  WHERE p.proname = 'publish'
  UNION ALL
  SELECT format('%s %s', y.polname, y.polrelid::regclass) FROM pg_policy y $$;
CREATE TEMP TABLE before AS SELECT s FROM pg_temp.state() AS s;
CREATE TEMP TABLE oids AS SELECT x.oid FROM pg_extension x WHERE x.extname = 'gmalign';

-- comments of users outlive new views
SELECT is((SELECT count(*) FROM gmalign.upgrade_views('hr') WHERE NOT replaced), 0::bigint, 'views are replaced');
SELECT bag_eq('SELECT s FROM pg_temp.state() AS s', 'TABLE before', 'and what users put there stays, what they said of views too');
SELECT set_eq($$ SELECT relation, column_name, comment FROM gmalign_private.own_comments('hr') $$,
              $$ VALUES ('graph_edges', NULL, 'Our links.'), ('misaligned_assignment', 'reason', 'Warum?'),
                        ('program_outcomes_public', 'success_rate', 'Erfolg') $$, 'what is the user''s is told from what the release says');
SELECT is(gmalign_private.is_former_comment('Our links.'), false, 'and from what an earlier one said');

-- ---------- refused ----------
SET ROLE other;
SELECT throws_ok('SELECT gmalign.reinstall()', '42501', NULL, 'for the owner of the extension alone');
RESET ROLE;
CREATE FUNCTION pg_temp.in_the_way(statement text, says text, what text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  BEGIN
    EXECUTE statement;
    PERFORM gmalign.reinstall();
  EXCEPTION WHEN dependent_objects_still_exist THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  END;
  RETURN NEXT matches(detail, says, what);
END $$;
SELECT pg_temp.in_the_way('CREATE MATERIALIZED VIEW mine.m AS SELECT * FROM hr.graph_nodes', 'materialized view mine.m',
                          'a materialized view');
SELECT pg_temp.in_the_way($$ CREATE TABLE mine.kept AS SELECT gmalign.goal_graph('g'::text, 'h', .5) AS graph $$,
                          'column graph of table mine.kept', 'a table that holds a value of ours');
SELECT pg_temp.in_the_way('CREATE TABLE mine.t (x float8 DEFAULT gmalign.rescale(1, 1, 5, 0, 1))', 'default value for column x',
                          'a default');
SELECT pg_temp.in_the_way('CREATE FUNCTION mine.f() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM hr.open_flag)',
                          'function mine.f()', 'a function with a view in its body');
SELECT pg_temp.in_the_way('CREATE RULE r AS ON INSERT TO mine.a DO INSTEAD NOTHING', 'rule r on view mine.a', 'a rule of a view');
SELECT pg_temp.in_the_way('ALTER VIEW mine.a ALTER COLUMN title SET DEFAULT 1', 'default value for column title of view mine.a',
                          'a default of a view');
SELECT is((SELECT x.oid FROM pg_extension x WHERE x.extname = 'gmalign'), (SELECT oid FROM oids), 'nothing was done then');
SELECT bag_eq('SELECT s FROM pg_temp.state() AS s', 'TABLE before', 'to nothing');

-- ---------- made anew ----------
CREATE TEMP TABLE made AS SELECT * FROM gmalign.reinstall();
SELECT isnt((SELECT x.oid FROM pg_extension x WHERE x.extname = 'gmalign'), (SELECT oid FROM oids), 'the extension is another');
SELECT set_eq('SELECT outcome FROM made', ARRAY['made again'], 'every view is made again');
SELECT bag_eq($$ SELECT m.relation FROM made m WHERE m.relation LIKE 'mine.%' OR m.relation LIKE 'okr.%' $$,
              $$ SELECT 'mine.' || v FROM unnest(ARRAY['a', 'z', 'priority']) AS v
                 UNION ALL SELECT 'okr.goal'
                 UNION ALL SELECT 'okr.' || view_name FROM made_before WHERE made AND to_regclass('okr.' || view_name) IS NOT NULL
                 $$, 'those of users too, below and above the model''s');
SELECT bag_eq('SELECT s FROM pg_temp.state() AS s', 'TABLE before', 'with owners, rights, options, comments and policies');
SELECT lives_ok('SELECT * FROM mine.a', 'they answer');
SELECT is((SELECT count(*) FROM hr.release), 1::bigint, 'the release is there');
SELECT is_empty($$ SELECT * FROM gmalign.outdated_views('hr') $$, 'and no view is outdated');
ROLLBACK;
