# Views over files as they come: the goal cascade of a government, with text
# ids, mapped without loading it into the model.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $data = ($ENV{REALDATA} // '') . '/infobase_2018';
plan skip_all => 'no InfoBase files (REALDATA names their folder)' if !-r "$data/goal_nodes.csv";
plan tests => 8;

my $node = new_server('install_views');
my $q = sub { return $node->safe_psql('postgres', $_[0]); };
$q->(q{
	CREATE EXTENSION gmalign;
	CREATE SCHEMA infobase;
	CREATE TABLE infobase.node (node_id text, kind text, name text);
	CREATE TABLE infobase.edge (child text, parent text, relation text);
	CREATE TABLE infobase.kr (indicator_id text, result_id text, doc text, name text, target_type text,
		target_min float8, target_max float8,
		actual float8, actual_raw text, target_year text, target_month text, published_status text, period text)});
for my $file ([ 'node', 'goal_nodes' ], [ 'edge', 'goal_edges' ], [ 'kr', 'key_results' ])
{
	$node->command_ok([ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'),
			'-c', "\\copy infobase.$file->[0] FROM '$data/$file->[1].csv' WITH (FORMAT csv, HEADER)" ], "$file->[1] as it comes");
}
$q->(q{
	CREATE SCHEMA gov;
	CREATE VIEW gov.goal AS
	SELECT n.node_id AS id, n.node_id AS external_id, coalesce(nullif(n.name, ''), n.node_id) AS title, NULL::text AS why,
		CASE WHEN n.kind = 'root' THEN 'strategic' WHEN n.kind IN ('org', 'crso', 'tag') THEN 'department' ELSE 'team' END AS level,
		CASE WHEN n.kind LIKE 'indicator%' THEN 'key_result' ELSE 'objective' END AS goal_type,
		NULL::bigint AS dimension_id, NULL::bigint AS org_unit_id, NULL::bigint AS owner_id, 1::float8 AS weight,
		CASE WHEN k.target_max IS NULL AND k.target_min IS NOT NULL THEN 'at_least' WHEN k.target_min IS NULL
			AND k.target_max IS NOT NULL THEN 'at_most'
			WHEN k.target_min < k.target_max THEN 'range' WHEN k.target_min IS NOT NULL THEN 'exact' END AS direction,
		NULL::float8 AS start_value, coalesce(k.target_min, k.target_max) AS target_value, k.target_max AS target_high,
			k.actual AS current_value,
		NULL::date AS created_on, NULL::date AS start_date, NULL::date AS due_date, NULL::date AS closed_on, NULL::text AS status
	FROM infobase.node n LEFT JOIN infobase.kr k ON k.indicator_id = n.node_id;
	CREATE VIEW gov.goal_link AS
	SELECT row_number() OVER ()::text AS id, e.child AS child_id, e.parent AS parent_id,
		'contributes' AS relation, NULL::float8 AS contribution,
		NULL::date AS valid_from, NULL::date AS valid_to
	FROM infobase.edge e});
is($q->(q{SELECT string_agg(view_name || ': ' || reason, E'\n') FROM gmalign.install_views('gov', true) WHERE NOT made}),
	'', 'every view is made over the files');
is($q->('SELECT count(*), count(DISTINCT goal_id) FROM gov.goal_state'), '8793|8793', 'every goal has its state');
is($q->('SELECT count(*) FROM gov.cascade_link WHERE parent_goal_id IS NOT NULL'),
	$q->('SELECT count(*) FROM infobase.edge e WHERE EXISTS (SELECT FROM infobase.node WHERE node_id = e.child)
		AND EXISTS (SELECT FROM infobase.node WHERE node_id = e.parent)'),
	'links whose goals have a row are in the cascade');
# against plain recursion over the files
is($q->(q{SELECT string_agg(state || ' ' || n, ', ' ORDER BY state)
	FROM (SELECT state, count(*) AS n FROM gov.goal_state GROUP BY state) s}),
	$q->(q{
	WITH RECURSIVE link AS (
		SELECT e.child, e.parent FROM infobase.edge e JOIN infobase.node c ON c.node_id = e.child
			JOIN infobase.node p ON p.node_id = e.parent WHERE e.child <> e.parent
	), reach AS (
		SELECT node_id FROM infobase.node WHERE kind = 'root'
		UNION
		SELECT l.child FROM reach r JOIN link l ON l.parent = r.node_id
	)
	SELECT string_agg(state || ' ' || n, ', ' ORDER BY state) FROM (
		SELECT CASE WHEN n.kind = 'root' THEN 'strategic' WHEN r.node_id IS NOT NULL THEN 'aligned'
			WHEN EXISTS (SELECT FROM link l WHERE l.child = n.node_id) THEN 'disconnected' ELSE 'unaligned' END AS state, count(*) AS n
		FROM infobase.node n LEFT JOIN reach r ON r.node_id = n.node_id GROUP BY 1) s}), 'the states are those that plain recursion finds');
is($q->(q{SELECT count(*) FROM gov.goal_progress WHERE is_met IS NOT NULL}),
	$q->(q{SELECT count(*) FROM infobase.kr WHERE actual IS NOT NULL AND (target_min IS NOT NULL OR target_max IS NOT NULL)}),
		'every key result with a value is judged');

$node->stop;
