# What README and doc/ show is what happens, and they name what there is.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('documentation');
$ENV{PGHOST} = $node->host;
$ENV{PGPORT} = $node->port;
my %text = map { $_ => slurp_file($_) } 'README.md', 'demo/README.md', 'examples/README.md', glob 'doc/*.md';
my $readme = $text{'README.md'};
my $reference = $text{'doc/reference.md'};
my $all = join "\n", map { $text{$_} } sort keys %text;

# every part written by tools/reference is up to date, every example runs and
# prints what is shown below it
open my $verdicts, '-|', 'tools/reference', '--here', '--check' or die $!;
my ($verdict, $differs, $counted) = ('', '', 0);
while (<$verdicts>)
{
	if (/^(ok|DIFFERS) (.*)/ || /^\d+ parts and examples/)
	{
		ok($verdict eq 'ok', $differs =~ s/\n.*//sr) or diag($differs) if $differs;
		($verdict, $differs) = ($1 // '', $2 // '');
		$counted++ if $verdict;
	}
	else { $differs .= ($differs =~ /\n$/ ? '' : "\n") . $_ }
}
close $verdicts;
cmp_ok($counted, '>', 100, 'tools/reference looked at parts and examples');

# the model of the ten lines, for what follows
$node->safe_psql('postgres', 'CREATE EXTENSION gmalign');
my ($sql) = $readme =~ /## Ten lines.*?```sql\n(.*?)```/s or die 'README has no ten lines';
like($node->safe_psql('postgres', $sql), qr/pull in opposite directions on about 70% of their points/, 'ten lines to a first result');
cmp_ok(scalar(grep { /\S/ } split /\n/, $sql), '<=', 10, 'which are ten at most');
cmp_ok(scalar(split /\n/, $readme), '<=', 250, 'README is short');
is(join(' ', map { $_ // () } $readme =~ /^-- (\d+)\. .*\?\nSELECT /mg), join(' ', 1 .. 10), 'Monday\'s ten questions have a query each');

# the graph example, on the model just made
my ($graph) = $reference =~ /(WITH graph AS MATERIALIZED.*?;)\n```/s;
is(scalar(split /\n/, $node->safe_psql('postgres', $graph)), 2, 'the graph example');

# the queries of the sections on profiles and expectancy, found by a word in them
my $query = sub {
	my ($word) = @_;
	my ($sql) = grep { /$word/ } $reference =~ /```sql\n(.*?)```/sg
	  or die "doc/reference.md has no query with $word";
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
$close->($query->('AS distinctive'), $node->safe_psql('postgres', q{
	SELECT person, corr(r.x, r.y), corr(r.x - p.x, r.y - p.y) FROM rating r JOIN prototype p USING (goal)
	GROUP BY person ORDER BY person}), 'distinctive similarity');
$close->($query->('AS others'), $node->safe_psql('postgres', q{
	SELECT team, person, sqrt(sum((x - others) ^ 2) FILTER (WHERE k = 1)), corr(a, b)
	FROM (SELECT team, person, x, (SELECT avg(o.x) FROM rating o
	                               WHERE o.team = r.team AND o.goal = r.goal AND o.person <> r.person) AS others
	      FROM rating r) AS q,
	     LATERAL (VALUES (1, x, others), (2, others, x)) AS e (k, a, b)
	GROUP BY team, person ORDER BY team, person}), 'leave one out');
is($query->('FROM person_sort'), "reversed|-1\nsame|1", 'Q-sort');
$close->($query->('predicted_act\(act, force\), gmalign'), 'p1|extend|.282|.282', 'choice among acts');
$close->($query->('FROM act_effort'), '.9856765477|1', 'validity within persons');

# misfits: of the deviation of both sides together; one for each would say 2|1|2
$node->safe_psql('postgres', q{
	CREATE TABLE fit (x float8, y float8);
	INSERT INTO fit VALUES (1, 3), (2, 2), (3, 4), (4, 4), (5, 4), (40, NULL)});
is($query->('AS x_below_y'), '2|2|1', 'base rate of misfits');

# consensus within and between the camps of Tarakci et al.'s team (2014)
my ($camps) = $reference =~ /(CREATE TEMP VIEW shared.*?)```/s;
my @alpha = split /\n/, $node->safe_psql('postgres', q{
	CREATE TABLE priority AS SELECT CASE WHEN m < 5 THEN 'A' ELSE 'B' END AS team, m AS rater, g AS item, r::float8 AS value
	FROM (VALUES ('Safety', '{1,2,3,2,5,6,4,7,5}'::integer[]),
		('Certification', '{4,1,4,3,6,5,5,2,7}'), ('ExpertStaff', '{7,6,7,7,7,4,7,3,6}'),
		('Regulation', '{6,7,5,6,1,2,3,1,2}'), ('ReliableNetwork', '{5,3,6,5,3,7,6,6,3}'), ('OrgStructure', '{3,5,2,4,4,3,1,4,4}'),
		('Innovativeness', '{2,4,1,1,2,1,2,5,1}')) AS v (g, ranks), unnest(ranks) WITH ORDINALITY AS u (r, m);} . $camps);
is(join(' ', sort map { my @f = split /\|/; sprintf '%s %.10f', join('', @f[0 .. $#f - 1]), $f[-1] } @alpha),
	'A 0.8737235588 AB 0.0226118654 B 0.7230886134', 'consensus within and between groups');

is($node->safe_psql('postgres', $1), "1|Enter market\n2|Cost per move -15 % > Enter market", 'the way up in words')
  if $reference =~ /In words.*?```sql\n(.*?)```/s;

# a rule of one's own, on the model just made
my ($rule) = $text{'doc/check.md'} =~ /## A rule of your own\n.*?```sql\n(.*?)```/s or die 'doc/check.md has no rule';
$node->safe_psql('postgres', $rule);
is($node->safe_psql('postgres', q{
	UPDATE hr.assignment SET cost_estimate = 100000, actual_cost = 130000;
	SELECT rule_code, reason FROM gmalign.run_check('hr') WHERE rule_code = 'costly';
	SELECT failed_rules IS NULL FROM hr.check_run}),
	"costly|costs 130000.00 instead of 100000.00\nt", 'a rule of one\'s own');

# every function, aggregate and type that is called by name is there
my %named = map { $_ => 1 } $all =~ /gmalign\.([a-z_0-9]+)/g;
delete @named{qw(as_of time_zone language control c h)};
my $list = sub { join ', ', map { "'$_'" } sort keys %{ $_[0] } };
is($node->safe_psql('postgres', sprintf(q{
	SELECT n FROM unnest(ARRAY[%s]) AS n
	WHERE NOT EXISTS (SELECT FROM pg_proc WHERE proname = n AND pronamespace = 'gmalign'::regnamespace)
	  AND NOT EXISTS (SELECT FROM pg_type WHERE typname = n AND typnamespace = 'gmalign'::regnamespace)},
		$list->(\%named))), '', 'what the texts call by name exists');

# every function of the schema people call is in an example and in the texts; of
# the other schema none is, unless a column or a view has its name
# (names of files and of families are neither)
my %word = map { $_ => 1 } ($all =~ s{<!--.*?-->|[\w/]+\.(?:sql|c)\b}{}gr) =~ /\b([a-z][a-z_0-9]{2,})\b/g;
my %shown = map { $_ => 1 } map { /gmalign\.(\w+)/g } $all =~ /```sql\n(.*?)```/sg;
my $unless = sub {
	my ($there) = @_;
	return $node->safe_psql('postgres', sprintf(q{
	SELECT DISTINCT p.proname FROM pg_proc p
	WHERE p.pronamespace = 'gmalign'::regnamespace AND NOT p.proname = ANY (ARRAY[%s]) ORDER BY 1}, $list->($there)));
};
is($unless->(\%word), '', 'every function is named');
is($unless->(\%shown), '', 'every function is in an example');
is($node->safe_psql('postgres', sprintf(q{
	SELECT DISTINCT p.proname FROM pg_proc p
	WHERE p.pronamespace = 'gmalign_private'::regnamespace AND p.proname ~ '_' AND p.proname = ANY (ARRAY[%s])
	  AND NOT EXISTS (SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
	                  WHERE c.relnamespace = 'hr'::regnamespace AND p.proname IN (a.attname, c.relname)) ORDER BY 1},
		$list->(\%word))), '', 'no internal function is named');
unlike($all, qr/gmalign_private\.\w/, 'nor called');

# views, settings, rules and public views stand where they are explained
my $model = $text{'doc/model.md'};
my $rows = sub { my ($query) = @_; return split /\n/, $node->safe_psql('postgres', $query) };
is(join(' ', grep { (() = $model =~ /^\| `$_` \|/mg) != 1 }
		$rows->(q{SELECT relation FROM gmalign_private.model_relations() WHERE kind <> 'seed'})), '',
	'every table and view of the model is listed once');
is(join(' ', grep { $model !~ /^\| `$_` \| [^|]+ \| [A-Z]/m } $rows->('SELECT code FROM gmalign_private.default_settings()')), '',
	'every setting is explained');
is(join(' ', grep { $text{'doc/check.md'} !~ /^\| `$_` \|/m } $rows->(q{SELECT code FROM hr.flag_rule WHERE code <> 'costly'})), '',
	'every rule is listed');
is(join(' ', grep { $text{'doc/privacy.md'} !~ /`$_`/ } $rows->('SELECT relation FROM gmalign_private.public_views()')), '',
	'every public view is named');

# each text says whom it is for, its headings differ, its links lead somewhere
my %anchors;
for my $file (keys %text)
{
	(my $plain = $text{$file}) =~ s/^```.*?^```$//msg;
	for ($plain =~ /^#+ (.*)$/mg)
	{
		my $anchor = lc;
		$anchor =~ s/[^\w\s-]//g;
		$anchor =~ s/ /-/g;
		$anchors{$file}{$anchor}++;
	}
	is(join(' ', grep { $anchors{$file}{$_} > 1 } sort keys %{ $anchors{$file} }), '', "$file: no heading twice");
	like($text{$file}, qr/\A# .*\n\nFor /, "$file: whom it is for") unless $file eq 'README.md';
}
for my $file (sort keys %text)
{
	my ($folder) = $file =~ m{^(.*/)?[^/]*$};
	my @dead;
	for my $link ($text{$file} =~ /\]\(([^)\s]+)\)/g)
	{
		next if $link =~ /^https?:/;
		my ($path, $anchor) = split /#/, $link;
		$path = $path eq '' ? $file : ($folder // '') . $path;
		1 while $path =~ s{[^/]+/\.\./}{};
		push @dead, $link unless ($path eq 'CHANGELOG.md' || -e $path) && (!defined $anchor || $anchors{$path}{$anchor});
	}
	is("@dead", '', "$file: links");
}

# the stranger's walk: in at most four files, each with what to look for
my ($walk) = $text{'doc/develop.md'} =~ /## A stranger's walk\n(.*?)^## /ms or die 'doc/develop.md has no walk';
my @hops = $walk =~ /^\| `([\w\/.]+)` \| (.*) \|$/mg;
cmp_ok(@hops / 2, '<=', 4, 'four files at most');
while (my ($file, $look) = splice @hops, 0, 2)
{
	my $source = slurp_file($file);
	is(join('', map { "$_\n" } grep { index($source, $_) < 0 } $look =~ /`([^`]{12,})`/g), '', "$file has what to look for");
}


# the rooms of src name every file
my ($rooms) = $text{'doc/develop.md'} =~ /## The rooms of src\n(.*?)^## /ms or die 'doc/develop.md has no rooms of src';
my @patterns = map { s/\./\\./gr =~ s/\*/\\w*/gr } $rooms =~ /`([\w*]+\.c)`/g;
is(join(' ', grep { my $name = s{.*/}{}r; !grep { $name =~ /^$_$/ } @patterns } sort glob 'src/*.c'), '',
	'every file of src has its place');

$node->stop;
done_testing();
