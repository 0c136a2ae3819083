# What the README shows is what happens.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More tests => 17;

my $node = new_server('readme');
$node->safe_psql('postgres', 'CREATE EXTENSION gmalign');
my $readme = slurp_file('README.md');

# the ten lines and the sentence below them
my ($sql, $says) = $readme =~ /## Ten lines.*?```sql\n(.*?)```\n\n(.*?)\n\nWithout the model/s
  or die 'README has no ten lines';
(my $expected = $says) =~ s/\s+/ /g;
$expected =~ s/^ | $//g;
my ($reason) = (split /\n/, $node->safe_psql('postgres', $sql))[-1] =~ /^([^|]*)/;
is($reason, $expected, 'ten lines to a first result');

# the graph example, on the model just made
my ($graph) = $readme =~ /(WITH graph AS MATERIALIZED.*?;)\n```/s;
is(scalar(split /\n/, $node->safe_psql('postgres', $graph)), 2, 'the graph example');

# the queries of the sections on profiles and expectancy, found by a word in them
my $query = sub {
	my ($word) = @_;
	my ($sql) = grep { /$word/ } $readme =~ /```sql\n(.*?)```/sg
	  or die "README has no query with $word";
	return $node->safe_psql('postgres', $sql);
};
$node->safe_psql('postgres', q{
	SELECT setseed(.42);
	CREATE TABLE rating AS SELECT p % 3 AS team, p AS person, g AS goal, random() + 3 * cos(g) AS x,
		CASE WHEN (p + g) % 11 = 0 THEN NULL ELSE random() + 3 * cos(g) END AS y
	  FROM generate_series(1, 12) AS p, generate_series(1, 7) AS g;
	CREATE TABLE outcome AS SELECT 'p1' AS person, act, CASE WHEN act = level THEN .8 ELSE .2 END AS expectancy, instrumentality, valence
	  FROM (VALUES ('extend'), ('return')) AS a (act),
	       (VALUES ('extend', .5, .6), ('extend', .7, .9), ('extend', .6, -.8), ('return', .1, .6), ('return', 0, .9),
		  ('return', .1, -.8)) AS x (level, instrumentality, valence);
	CREATE TABLE act_effort (person text, act text, force float8, effort float8);
	INSERT INTO act_effort VALUES ('p1', 'a', .44, 9), ('p1', 'b', .14, 4), ('p1', 'c', .30, 6), ('p1', 'd', -.05, 2),
		('p2', 'a', .2, 1), ('p2', 'b', .3, 2);
	CREATE TABLE organization_sort AS SELECT row_number() OVER () AS item, pile
		FROM unnest(ARRAY[2, 4, 6, 9, 12, 9, 6, 4, 2]) WITH ORDINALITY AS c (n, pile), generate_series(1, n);
	CREATE TABLE person_sort AS SELECT person, item, CASE person WHEN 'same' THEN pile ELSE 10 - pile END AS pile
		FROM organization_sort, (VALUES ('same'), ('reversed')) AS p (person);
	CREATE TABLE prototype AS SELECT goal, avg(x) AS x, avg(y) AS y FROM rating WHERE x IS NOT NULL AND y IS NOT NULL GROUP BY goal;
});
my $close = sub {
	my ($got, $expected, $name) = @_;
	my @got = split /[|\n]/, $got;
	my @expected = split /[|\n]/, $expected;
	is(scalar(@got), scalar(@expected), "$name: shape");
	is(scalar(grep { $got[$_] ne $expected[$_] && abs($got[$_] - $expected[$_]) > 1e-9 } 0 .. $#got), 0, "$name: values");
};
$close->($query->('distinctive'), $node->safe_psql('postgres', q{
	SELECT person, corr(r.x, r.y), corr(r.x - p.x, r.y - p.y) FROM rating r JOIN prototype p USING (goal)
		GROUP BY person ORDER BY person}), 'distinctive similarity');
$close->($query->('others'), $node->safe_psql('postgres', q{
	SELECT team, person, sqrt(sum((x - others) ^ 2) FILTER (WHERE k = 1)), corr(a, b)
	FROM (SELECT team, person, x, (SELECT avg(o.x) FROM rating o WHERE o.team = r.team AND o.goal = r.goal
		AND o.person <> r.person) AS others FROM rating r) AS q,
	     LATERAL (VALUES (1, x, others), (2, others, x)) AS e (k, a, b)
	GROUP BY team, person ORDER BY team, person}), 'leave one out');
is($query->('person_sort'), "reversed|-1\nsame|1", 'Q-sort');
$close->($query->('predicted_act'), 'p1|extend|.282|.282', 'choice among acts');
$close->($query->('act_effort'), '.9856765477|1', 'validity within persons');

# misfits: of the deviation of both sides together; one for each would say 2|1|2
$node->safe_psql('postgres', 'CREATE TABLE fit (x float8, y float8); INSERT INTO fit VALUES (1, 3), (2, 2),
	(3, 4), (4, 4), (5, 4), (40, NULL)');
is($query->('x_below_y'), '2|2|1', 'base rate of misfits');

# consensus within and between the camps of Tarakci et al.'s team (2014)
my ($camps) = $readme =~ /(CREATE TEMP VIEW shared.*?)```/s;
my @alpha = split /\n/, $node->safe_psql('postgres', q{
	DROP TABLE rating;
	CREATE TABLE rating AS SELECT CASE WHEN m < 5 THEN 'A' ELSE 'B' END AS team, m AS rater, g AS item, r::float8 AS value
	FROM (VALUES ('Safety', '{1,2,3,2,5,6,4,7,5}'::integer[]), ('Certification', '{4,1,4,3,6,5,5,2,7}'),
		('ExpertStaff', '{7,6,7,7,7,4,7,3,6}'),
		('Regulation', '{6,7,5,6,1,2,3,1,2}'), ('ReliableNetwork', '{5,3,6,5,3,7,6,6,3}'), ('OrgStructure', '{3,5,2,4,4,3,1,4,4}'),
		('Innovativeness', '{2,4,1,1,2,1,2,5,1}')) AS v (g, ranks), unnest(ranks) WITH ORDINALITY AS u (r, m);} . $camps);
is(join(' ', sort map { my @f = split /\|/; sprintf '%s %.10f', join('', @f[0 .. $#f - 1]), $f[-1] } @alpha),
	'A 0.8737235588 AB 0.0226118654 B 0.7230886134', 'consensus within and between groups');

is($node->safe_psql('postgres', $1), "1|Enter market\n2|Cost per move -15 % > Enter market", 'the way up in words')
  if $readme =~ /In words.*?```sql\n(.*?)```/s;

# a rule of one's own, on the model just made
my ($rule) = $readme =~ /A rule of your own is a view and a row:\n\n```sql\n(.*?)```/s or die 'README has no rule';
$node->safe_psql('postgres', $rule);
is($node->safe_psql('postgres', q{
	UPDATE hr.assignment SET cost_estimate = 100000, actual_cost = 130000;
	SELECT rule_code, reason FROM gmalign.run_check('hr') WHERE rule_code = 'costly';
	SELECT failed_rules IS NULL FROM hr.check_run}),
	"costly|costs 130000.00 instead of 100000.00\nt", 'a rule of one\'s own');

# every function, aggregate and type the README names is there
my %named = map { $_ => 1 } $readme =~ /gmalign\.([a-z_0-9]+)/g;
delete @named{qw(as_of time_zone git)};
is($node->safe_psql('postgres', sprintf(q{
	SELECT n FROM unnest(ARRAY[%s]) AS n
	WHERE NOT EXISTS (SELECT FROM pg_proc WHERE proname = n AND pronamespace = 'gmalign'::regnamespace)
	  AND NOT EXISTS (SELECT FROM pg_type WHERE typname = n AND typnamespace = 'gmalign'::regnamespace)},
		join(', ', map { "'$_'" } sort keys %named))), '', 'what README calls by name exists');

# and every function of the extension is in it, support functions apart
is($node->safe_psql('postgres', sprintf(q{
	SELECT DISTINCT p.proname FROM pg_proc p
	WHERE p.pronamespace = 'gmalign'::regnamespace
	  AND obj_description(p.oid, 'pg_proc') !~ '^(Support function|Called by|Input|Output|Binary)'
	  AND p.proname !~ '_of$' AND NOT p.proname = ANY (ARRAY[%s]) ORDER BY 1},
		join(', ', map { "'$_'" } $readme =~ /([a-z][a-z_0-9]{2,})/g))),
	join("\n", qw(assignment_status default_settings link_contribution local_date model_contract model_relations
		party_name person_rows public_views state_merge view_inputs)),
	'README names every function people call');

$node->stop;
