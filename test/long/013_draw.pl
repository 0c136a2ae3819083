# Pictures as the programs that draw them see them: Graphviz, and Mermaid where
# Node finds it and jsdom (NODE_PATH). On the sample programme and on titles that
# would break a label.
use strict;
use warnings;
use File::Temp qw(tempdir);
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('draw');
$node->safe_psql('postgres', 'CREATE DATABASE mart');
load_sample($node, 'mart');
$node->safe_psql('mart', <<'SQL');
	SET client_min_messages = warning;
	SELECT gmalign.install('odd');
	INSERT INTO odd.goal (title, level) VALUES
		('quotes " '' ` and "', 'strategic'), (E'lines\nand\ttabs', 'team'), ('"]; n1 --> n2 {{[(', 'team'),
		('<b>bold</b><TABLE><TR><TD>', 'team'), (U&'emoji \+01F30D \00FC\4E2D\6587', 'team'), ('back\slash \n \N \G \"', 'team'),
		('&amp; &lt; #quot; #35; & ;', 'team'), ('%%{init: {"theme": "dark"}}%%', 'team'), ('subgraph x; direction LR; end', 'team'),
		(repeat('long ', 60), 'team'), (' ', 'team'), ('\', 'team'), (E'\x07\x1b', 'team'), (U&'\FFFE\202E', 'team'),
		('style a:#123; $$x^2$$ fa:fa-car', 'team'), ('click n1 "javascript:alert(1)"', 'team'), (']]>', 'team');
	INSERT INTO odd.goal_link (child_id, parent_id, contribution) SELECT i, i / 2, .5 FROM generate_series(2, 15) AS i;
SQL

my $dir = tempdir(CLEANUP => 1);
my %picture = (
	cascade => q{gmalign.cascade_%s('hr')}, few => q{gmalign.cascade_%s('hr', 5)}, around => q{gmalign.cascade_%s('hr', goal => 'G1')},
	odd => q{gmalign.cascade_%s('odd')}, move => q{gmalign.move_%s('hr', 'M2')}, ended => q{gmalign.move_%s('hr', 'R5')});

sub drawn
{
	my ($name, $language) = @_;
	my $file = "$dir/$name.$language";
	open my $out, '>', $file or die "$file: $!";
	print $out $node->safe_psql('mart', 'SET client_min_messages = error; SELECT ' . sprintf($picture{$name}, $language)), "\n";
	close $out;
	return $file;
}

SKIP:
{
	skip 'Graphviz is not here' if system('dot -V 2>/dev/null') != 0;
	for my $name (sort keys %picture)
	{
		my $file = drawn($name, 'dot');
		my ($svg, $err);
		ok(run_log([ 'dot', '-Tsvg', $file ], '>', \$svg, '2>', \$err), "$name: Graphviz draws it");
		is($err, '', "$name: without a warning");
		my $wanted = grep { /^  n\d+ \[/ } split /\n/, slurp_file($file);
		my $got = () = $svg =~ /class="node"/g;
		is($got, $wanted, "$name: with $wanted nodes");
		unlike($svg, qr/[\x00-\x08\x0b\x0c\x0e-\x1f]/, "$name: XML that can be read");
		if ($name eq 'odd')
		{
			like($svg, qr/>&lt;b&gt;bold&lt;\/b&gt;/, 'a tag is text');
			like($svg, qr/>&amp;amp; &amp;lt; #quot; #35; &amp; ;</, 'an entity is text');
			like($svg, qr/>back\\slash \\n \\N \\G \\(?:"|&quot;)</, 'a backslash is text');
		}
	}
}

SKIP:
{
	my $script = <<'JS';
		const { JSDOM } = require('jsdom');
		global.window = new JSDOM('').window;
		global.document = window.document;
		const fs = require('fs');
		import(require('url').pathToFileURL(require.resolve('mermaid'))).then(async ({ default: mermaid }) => {
			const text = fs.readFileSync(process.argv[1], 'utf8');
			await mermaid.parse(text);
			const db = (await mermaid.mermaidAPI.getDiagramFromText(text)).db;
			for (const [name, node] of db.getVertices()) if (/^n/.test(name)) console.log(name, node.type, node.classes[0]);
		}).catch((e) => { console.log(String(e)); process.exit(1); });
JS
	skip 'Node finds no mermaid and jsdom'
	  if system(q{node -e "require.resolve('mermaid'); require.resolve('jsdom')" 2>/dev/null}) != 0;
	for my $name (grep { $picture{$_} =~ /cascade/ } sort keys %picture)
	{
		my $file = drawn($name, 'mermaid');
		my $out;
		ok(run_log([ 'node', '-e', $script, $file ], '>', \$out), "$name: Mermaid takes it") or diag $out;
		my $wanted = grep { /^  n\d+\W.*:::/ } split /\n/, slurp_file($file);
		my $got = () = $out =~ /^n\d+ \w+ (?:strategic|aligned|disconnected|unaligned|unknown)$/mg;
		is($got, $wanted, "$name: with $wanted goals, each in its look");
	}
}

done_testing();
