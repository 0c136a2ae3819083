-- What holds for every object of the extension.
BEGIN;
\ir ../start.psql
SELECT plan(127);

CREATE TEMP VIEW member AS
SELECT p.oid, p.oid::regprocedure::text AS name, p.prokind, p.provolatile, p.proparallel, l.lanname,
       p.proconfig, p.prosecdef, p.proname::text
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND e.extname = 'gmalign' AND d.deptype = 'e'
JOIN pg_proc p ON p.oid = d.objid AND d.classid = 'pg_proc'::regclass
JOIN pg_language l ON l.oid = p.prolang;
SELECT cmp_ok((SELECT count(*) FROM member), '>', 100::bigint, 'the extension has its functions');

SELECT is_empty($$ SELECT name FROM member WHERE obj_description(oid, 'pg_proc') IS NULL $$, 'every function and aggregate has a comment');
SELECT is_empty($$ SELECT t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname = 'gmalign'
                   WHERE t.typtype IN ('b', 'c') AND t.typelem = 0 AND obj_description(t.oid, 'pg_type') IS NULL $$,
                     'every type has a comment');
SELECT is_empty($$ SELECT c.relname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'gmalign'
                   JOIN pg_class c ON c.oid = d.objid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND c.relkind <> 'c' $$,
                'no table or view belongs to the extension');
SELECT is_empty($$ SELECT name FROM member WHERE prosecdef $$, 'nothing runs with its owner''s rights');
SELECT is_empty($$ SELECT name FROM member WHERE lanname = 'c' AND proparallel <> 's' AND proname <> 'as_it_is' $$,
                'every C function is parallel safe but what runs a query');
SELECT is_empty($$ SELECT name FROM member WHERE lanname = 'c' AND provolatile <> 'i'
                   AND proname NOT IN ('today', 'local_date', 'reason_text', 'sentence', 'said_again', 'word', 'language', 'as_it_is') $$,
                'every kernel is immutable but what reads a setting');
-- those that create the model take the search path of gmalign.install(), steps
-- that of run_check() and preview_alignment()
SELECT is_empty($$ SELECT name FROM member WHERE lanname = 'plpgsql' AND proconfig IS NULL
                   AND proname !~ '^(make|seed|comment|loosen|guard|step)_' AND proname <> 'inline_views' $$,
                     'every other PL/pgSQL function pins its search path');
SELECT is_empty($$ SELECT name FROM member m JOIN pg_proc p ON p.oid = m.oid
                   WHERE p.pronamespace = 'gmalign'::regnamespace AND p.pronargs > 0 AND p.proargnames IS NULL $$,
                'every argument a user passes has a name');

-- of every C function that is called with NULL: what it says when it is given nothing else
CREATE FUNCTION pg_temp.given_nothing(function oid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE (SELECT format('SELECT * FROM %s(%s)', p.oid::regproc,
                         string_agg('NULL::' || regexp_replace(regexp_replace(t.name, '^any(compatible)?array$', 'bigint[]'), '^"?any.*',
                                                              'bigint'), ', ' ORDER BY t.place))
           FROM pg_proc p
           LEFT JOIN LATERAL (SELECT format_type(a.type, NULL) AS name, a.place
                              FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, place)) AS t ON true
           WHERE p.oid = function GROUP BY p.oid);
  RETURN 'an answer';
EXCEPTION WHEN OTHERS THEN
  RETURN format('%s: %s', SQLSTATE, SQLERRM);
END $$;
CREATE TEMP TABLE nothing AS
SELECT m.name, pg_temp.given_nothing(m.oid) AS said FROM member m JOIN pg_proc p ON p.oid = m.oid
WHERE m.lanname = 'c' AND m.prokind = 'f' AND NOT p.proisstrict
  AND p.prorettype <> 'internal'::regtype AND NOT 'internal'::regtype = ANY (p.proargtypes);
SELECT cmp_ok((SELECT count(*) FROM nothing WHERE said = 'an answer'), '>', 40::bigint, 'functions answer to nothing at all');
SELECT is_empty($$ TABLE nothing EXCEPT SELECT name, said FROM nothing WHERE said ~ '^(an answer$|22)' $$, 'or refuse it');
SELECT throws_ok($$ SELECT gmalign_private.as_it_is('') $$, '22023', 'query does not return rows: ""', 'nothing is no query');

-- The library looks at how it is called, however a superuser declares its functions.
CREATE FUNCTION pg_temp.alone(bigint) RETURNS bigint LANGUAGE c AS '$libdir/gmalign', 'gmalign_km_n_final';
CREATE FUNCTION pg_temp.alone(bytea) RETURNS bigint LANGUAGE c AS '$libdir/gmalign', 'gmalign_survival_deserialize';
CREATE FUNCTION pg_temp.norm(bytea) RETURNS bigint LANGUAGE c AS '$libdir/gmalign', 'gmalign_wish_norm_deserialize';
SELECT throws_ok('SELECT ' || call, 'XX000', 'aggregate function called in non-aggregate context', call || ' is no aggregate')
FROM unnest(ARRAY['pg_temp.alone(0)', $$pg_temp.alone(''::bytea)$$, $$pg_temp.norm('')$$]) AS call;
CREATE FUNCTION pg_temp.fit(float8[]) RETURNS bigint LANGUAGE c AS '$libdir/gmalign', 'gmalign_response_surface_of';
SELECT throws_like('SELECT pg_temp.fit(gmalign.surface_state(i, i % 3, i)) FROM generate_series(1, 9) AS i',
                   'response_surface_fit does not have % columns', 'a fit is a row');

-- what parallel plans and distributed engines ask of an aggregate
CREATE TEMP VIEW agg AS
SELECT m.name, m.proname, m.proparallel, a.*, t.typtype, t.typname, f.prolang = (SELECT oid FROM pg_language WHERE lanname = 'c') AS is_c
FROM member m JOIN pg_aggregate a ON a.aggfnoid = m.oid JOIN pg_type t ON t.oid = a.aggtranstype JOIN pg_proc f ON f.oid = a.aggtransfn
WHERE m.prokind = 'a';
SELECT is_empty($$ SELECT name FROM agg WHERE proparallel <> 's' OR aggcombinefn = 0 $$, 'every aggregate is parallel safe and combines');
-- the arguments go to the final function only where they say what it returns
SELECT is_empty($$ SELECT name FROM agg JOIN pg_proc p ON p.oid = aggfnoid
                   WHERE aggkind <> 'n' OR NOT is_c OR aggfinalextra <> (p.prorettype IN ('anyarray'::regtype, 'anyelement'::regtype))
                     OR aggfinalmodify <> 'r' OR aggmtransfn <> 0 $$,
                'every aggregate is a plain one in C whose final function changes nothing');
SELECT is_empty($$ SELECT name FROM agg WHERE typname = 'internal' AND (aggserialfn = 0 OR aggdeserialfn = 0) $$,
                'internal states can travel');
SELECT is_empty($$ SELECT name FROM agg JOIN pg_proc p ON p.oid = aggfnoid
                   WHERE typname NOT IN ('internal', '_float8', '_int8') AND aggtranstype <> p.prorettype $$,
                'the other states are plain arrays, or values like the result');
SELECT is_empty($$ SELECT proname FROM agg WHERE typname ~ '^_' AND agginitval IS NULL $$, 'array states start from a value');
-- one transition, state and argument list per family: one pass for all members
SELECT bag_eq($$ SELECT aggtransfn::regprocedure::text AS f, count(DISTINCT agginitval) AS i,
                 count(DISTINCT (aggcombinefn, aggserialfn, aggdeserialfn)) AS c
                     FROM agg WHERE proname !~ '_rollup$' AND name ~ '^gmalign\.' GROUP BY 1 $$,
  $$ VALUES ('gmalign_private.alignment_accum(double precision[],double precision,double precision)', 1::bigint, 1::bigint),
            ('gmalign_private.alignment_accum(double precision[],double precision,double precision,double precision)', 1, 1),
            ('gmalign_private.choice_accum(internal,text,double precision)', 0, 1),
            ('gmalign_private.consensus_accum(bigint[],double precision,double precision,double precision)', 1, 1),
            ('gmalign_private.force_accum(double precision[],double precision,double precision)', 1, 1),
            ('gmalign_private.force_accum(double precision[],double precision,double precision,double precision)', 1, 1),
            ('gmalign_private.goal_graph_accum(internal,anycompatiblenonarray,anycompatiblenonarray)', 0, 1),
            ('gmalign_private.goal_graph_accum(internal,anycompatiblenonarray,anycompatiblenonarray,double precision)', 0, 1),
            ('gmalign_private.profile_accum(double precision[],double precision,double precision)', 1, 1),
            ('gmalign_private.icc_accum(internal,anynonarray,double precision)', 0, 1),
            ('gmalign_private.icc_accum(internal,anynonarray,double precision,text)', 0, 1),
            ('gmalign_private.kendall_accum(double precision[],double precision[])', 1, 1),
            ('gmalign_private.km_accum(internal,double precision,boolean)', 0, 1),
            ('gmalign_private.km_accum(internal,double precision,boolean,double precision)', 0, 1),
            ('gmalign_private.km_accum(internal,double precision,boolean,double precision,text)', 0, 1),
            ('gmalign_private.km_accum(internal,double precision,boolean,double precision,double precision,text)', 0, 1),
            ('gmalign_private.km_entry_accum(internal,double precision,double precision,boolean)', 0, 1),
            ('gmalign_private.km_entry_accum(internal,double precision,double precision,boolean,double precision)', 0, 1),
            ('gmalign_private.km_entry_accum(internal,double precision,double precision,boolean,double precision,text)', 0, 1),
            ('gmalign_private.km_entry_accum(internal,double precision,double precision,boolean,double precision,double precision,text)',
             0, 1),
            ('gmalign_private.log_rank_accum(internal,double precision,boolean,anynonarray)', 0, 1),
            ('gmalign_private.log_rank_entry_accum(internal,double precision,double precision,boolean,anynonarray)', 0, 1),
            ('gmalign_private.risk_accum(double precision[],boolean,boolean)', 1, 1),
            ('gmalign_private.turnover_accum(double precision[],double precision,double precision)', 1, 1),
            ('gmalign_private.roi_accum(double precision[],double precision,double precision)', 1, 1),
            ('gmalign_private.stakeholder_accum(internal,text,anynonarray,double precision)', 0, 1),
            ('gmalign_private.stakeholder_accum(internal,text,anynonarray,double precision,text)', 0, 1),
            ('gmalign_private.stakeholder_accum(internal,text,anynonarray,double precision,text,text)', 0, 1),
            ('gmalign_private.stakeholder_accum(internal,text,anynonarray,double precision,text,text,text)', 0, 1),
            ('gmalign_private.surface_accum(double precision[],double precision,double precision,double precision)', 1, 1),
            ('gmalign_private.surface_accum(double precision[],double precision,double precision,double precision,double precision)',
             1, 1) $$,
  'the members of a family share their state');

-- what a family stores it can also merge and read: an accessor per member
SELECT is_empty($$ SELECT a.proname FROM agg a WHERE typname = '_float8' AND proname !~ '_(state|rollup)$'
                   AND proname NOT IN ('reward_fit', 'outcome_valence')
                   AND aggtransfn IN (SELECT aggtransfn FROM agg WHERE proname ~ '_state$')
                   AND NOT EXISTS (SELECT FROM member m WHERE m.proname = a.proname || '_of' AND m.prokind = 'f') $$,
                     'every member of a family that is stored has its accessor');
-- the names of DESIGN that users rely on
SELECT has_function('gmalign', f, format('%s is there', f)) FROM unnest(ARRAY['alignment_loss', 'rescale', 'goal_states', 'line_of_sight',
  'goal_closure', 'cascade_rollup', 'cascade_coverage', 'goal_cycles', 'goal_edges', 'goal_path', 'install',
  'uninstall', 'check', 'today', 'run_check', 'schedule_check', 'unschedule_check', 'preview_alignment', 'best_single_change',
    'best_reward',
  'min_group', 'install_views', 'install_public_views', 'upgrade_views', 'reinstall', 'outdated_views', 'grant_reader',
  'export_person', 'erase_person', 'import_stratml', 'export_stratml', 'trim_snapshots', 'partition_snapshots', 'add_foreign_keys']) AS f;
SELECT has_function('gmalign', f, format('%s is there', f)) FROM unnest(ARRAY['alignment_score', 'opposed_share', 'unshared_share',
  'strength_share', 'stakeholder_pairs', 'mutual_alignment', 'weakest_alignment', 'weakest_pair', 'stakeholder_count', 'shared_goal_count',
  'alignment_drivers', 'pair_drivers', 'motivational_force', 'outcome_valence', 'motivation_index', 'mean_expectancy',
  'mean_instrumentality', 'mean_valence',
  'weakest_link', 'weakest_link_value', 'force_gross', 'force_cost', 'force_n', 'force_gain_expectancy', 'force_gain_instrumentality',
  'force_gain_valence', 'reward_fit', 'predicted_act', 'net_force', 'profile_distance', 'profile_correlation',
  'profile_icc', 'profile_elevation',
  'profile_scatter', 'profile_shape', 'profile_n', 'response_surface', 'goal_graph', 'rwg', 'rwg_star',
  'ad_mean', 'awg', 'agreement_a', 'polarization',
  'tastle_consensus', 'consensus_n', 'icc1', 'icc2', 'icc_n', 'icc_group_count', 'kendall_w', 'kendall_w_chi2',
  'kendall_w_p', 'kendall_w_n', 'prototype', 'km_survival', 'km_median', 'km_restricted_mean', 'km_curve',
  'log_rank_chi2', 'log_rank_p', 'risk_ratio', 'odds_ratio', 'risk_difference', 'turnover_rate', 'roi', 'risk_state', 'risk_rollup']) AS f;

-- a hundred thousand groups of every family at once: there are 35 kinds of them, and each is as the first of its kind
CREATE TEMP TABLE many AS
SELECT i / 2 AS g, round((gmalign.alignment_score(x, y) + gmalign.motivational_force(x / 7, y / 7, x / 7)
                          + gmalign.profile_distance(x, y) + gmalign.rwg(x, 1, 7) + gmalign.kendall_w(ARRAY[x, y, 4])
         + (gmalign.response_surface(x, y, x)).n + gmalign.net_force(i::text, x) + gmalign.icc_n(i % 2, x)
           + gmalign.mutual_alignment((i % 2)::text, 1, x))::numeric, 9) AS all_of_them
FROM (SELECT i, (1 + i % 7)::float8 AS x, (1 + i % 5)::float8 AS y FROM generate_series(0, 199999) AS i) AS q GROUP BY 1;
SELECT is((SELECT count(*) FROM many m JOIN (SELECT g, all_of_them FROM many WHERE g < 35) AS f ON m.g % 35 = f.g
           WHERE m.all_of_them = f.all_of_them), 100000::bigint, 'a hundred thousand groups');

-- anybody may call them
CREATE ROLE gmalign_test_anybody;
SET LOCAL ROLE gmalign_test_anybody;
SET LOCAL search_path = '';
SELECT gmalign.alignment_score(1, .5) AS score \gset
RESET ROLE;
RESET search_path;
SELECT is(:score::numeric, .6666666666666667, 'an ordinary role without a search path calls a kernel');
SELECT * FROM finish();
ROLLBACK;
