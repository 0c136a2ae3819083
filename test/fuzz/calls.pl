#!/usr/bin/perl
# Hostile calls, one a line: calls.pl SEED COUNT, and on standard input, tab after
# tab, the functions ("f" or "a", name, types of the arguments apart by ";") and the
# values that are right ("v", type, value). The same seed gives the same calls.
use strict;
use warnings;

my ($seed, $count) = @ARGV;
srand $seed;
my (@functions, %stored, %kept);
while (<STDIN>)
{
	chomp;
	my ($kind, $name, $rest) = split /\t/, $_, 3;
	if ($kind eq 'v') { push @{ $stored{$name} }, $rest }
	else { push @functions, { kind => $kind, name => $name, types => [ split /;/, $rest // '' ] } }
}
die "no functions\n" unless @functions;

sub pick { return $_[ int rand @_ ] }
sub chance { return rand() < shift }

my @numbers = qw(NaN Infinity -Infinity 0 -0 1 -1 .5 1e308 -1e308 5e-324 1e-300 9007199254740993 1e15 .1 2 3 100 -.3
	1.7976931348623157e308);
my @integers = qw(0 1 -1 2 3 5 7 13 100 32767);
my @words = ('', ' ', qw(organization gm_professional assignee assignee|organization gm_professional|organization hr leadership gm
	a b growth log log-log plain wald wilson score opposed unshared strength at_least at_most between increase decrease
	reason.opposed misaligned en de fr xx goal %s %n {a} | || \\ SELECT), '#REF!', 'goal 1', 'goal 2', "\xc3\xa4\xe2\x82\xac",
		"\xe2\x80\x8b x\xc2\xa0");
my @days = (qw(infinity -infinity 2026-01-01 2026-01-02 2026-05-05 0001-01-01 5874897-12-31), '4713-01-01 BC');
my @json = ('{}', '[]', 'null', '1', '"x"', '{"a": null}', '{"a": 1e400, "b": "x"}',
	'{"a": "assignee", "b": "organization", "share": 0.5, "goal": "G"}',
	'{"goal": {"x": [1]}, "opposed_share": "NaN", "days": -1}', '[' x 300 . ']' x 300);
# what a table keeps, by type
%kept = ('double precision[]' => 'f', 'bigint[]' => 'b', 'integer[]' => 'i', 'boolean[]' => 'o', 'date[]' => 'd', 'text[]' => 't',
	'uuid[]' => 'u',
	text => 'text', bytea => 'bytes', jsonb => 'json');
my %usual = (integer => [qw(i small)], bigint => ['big'], boolean => ['yes'], 'double precision' => [qw(f1 f2 f3)], text => ['text'],
	uuid => ['id'],
	date => ['day'], 'timestamp with time zone' => ['at'], 'double precision[]' => ['fs']);

# the tag of a family's states, by the names of the functions that read them
my @tags = ([ 101, qr/alignment|opposed|unshared|strength/ ], [ 201, qr/force|motivation|mean_|link/ ], [ 301, qr/profile/ ], [ 501,
	qr/kendall|prototype/ ],
	[ 601, qr/surface/ ], [ 701, qr/risk|odds/ ], [ 702, qr/turnover/ ], [ 703, qr/roi/ ], [ 0, qr/total|mean_final/ ]);
my $tag;

sub quoted { my $s = shift; $s =~ s/'/''/g; return $s =~ /\\/ ? do { $s =~ s/\\/\\\\/g; " E'$s'" } : "'$s'" }

# half of the calls are such as anybody makes, but for a value or two
my $tame;
sub number { return $tame && chance(.95) ? (chance(.5) ? int rand 5 : sprintf '%.3f', rand) : chance(.5) ? pick(@numbers) : chance(.5)
	? int(rand 9) - 2 : sprintf '%.3f', rand(2) - 1 }

# one value as text, undef for NULL
sub plain
{
	my $type = shift;
	return undef if chance(.08);
	return number() if $type eq 'double precision';
	return number() =~ s/Infinity|NaN/7/r if $type eq 'numeric';
	return chance(.7) ? int(rand 12) : pick(@integers, $type eq 'smallint' ? -32768 : (2147483647, -2147483648),
		$type =~ /^(bigint|goal_id)$/ ? (
		'9223372036854775807', '-9223372036854775808', '9007199254740993') : ()) if $type =~ /^(smallint|integer|bigint|goal_id)$/;
	return pick(qw(t f)) if $type eq 'boolean';
	return chance(.03) ? 'x' x pick(100, 3000, 100000) : pick(@words) if $type =~ /^(text|character varying|cstring)$/;
	return pick(@days) if $type eq 'date';
	return pick(@days) =~ s/5874897/294276/r if $type =~ /^timestamp/;
	return sprintf '%08x-0000-0000-0000-%012x', int rand 3, pick(0, 1, 5, 2**40) if $type eq 'uuid';
	return pick(@json) if $type eq 'jsonb';
	return '\x' . join '', map { sprintf '%02x', int rand 256 } 1 .. int rand 40 if $type eq 'bytea';
	return damaged($type) if $stored{$type};
	die "no values of type $type\n";
}

# a value that is right, mostly with something changed
sub damaged
{
	my $type = shift;
	my @right = @{ $stored{$type} };
	# mostly a state of the family that is asked for
	if ($tag && chance(.8)) { my @own = grep { /^\{$tag\b/ } @right; @right = @own if @own }
	my $value = pick(@right);
	return $value if chance($tame ? .9 : $type =~ /\]$/ ? .25 : .4);
	if ($value =~ /^\{(.*)\}$/)
	{
		my @at = split /,/, $1;
		for (1 .. 1 + int rand 3)
		{
			my $way = rand;
			my $new = $type =~ /^bigint/ ? pick(0, 1, -1, 2, 401, 4294967296, '9223372036854775807', 'NULL') : pick(number(), number(), 'NULL');
			if ($way < .8) { $at[ chance(.1) ? 0 : int rand @at ] = $new }
			elsif ($way < .9) { splice @at, int rand @at, 1 }
			else { push @at, $new }
			last unless @at;
		}
		return '{' . join(',', @at) . '}';
	}
	for (1 .. chance(.6) ? 1 : 4)
	{
		my $way = rand;
		my $at = 2 * int rand(length($value) / 2);
		# counts and offsets lie in words of four bytes, from the fifth byte of the value on
		my $word = 8 * int rand(length($value) / 8);
		if ($way < .2) { substr($value, $at, 2) = sprintf '%02x', int rand 256 }
		elsif ($way < .55) { substr($value, $word, 8) = pick(qw(00000000 01000000 02000000 03000000 05000000 10000000 ff000000 ffffffff
			ffffff7f 00000080 00000040)) }
		elsif ($way < .75) { substr($value, $word, 16) = pick(qw(000000000000f87f 000000000000f07f 000000000000f0ff 0000000000000080
			ffffffffffffef7f 0100000000000000 ffffffffffffff7f)) }
		elsif ($way < .85) { $value = substr $value, 0, chance(.5) ? $at : $word }
		elsif ($way < .9) { $value .= pick('00', '00' x 8, substr $value, 0, $word) }
		else { my $other = pick(@{ $stored{$type} }); $value = substr($value, 0, $word) . substr($other, $word < length $other ? $word : 0) }
		last if $value eq '';
	}
	return $value;
}

sub element { my $v = shift; return 'NULL' unless defined $v; $v =~ s/(["\\])/\\$1/g; return "\"$v\"" }

sub array
{
	my $type = shift;
	return undef if chance(.06);
	return damaged("$type\[]") if $stored{"$type\[]"} && chance(defined $tag ? .9 : .5);
	my $n = chance(.1) ? 0 : chance(.02) ? pick(100, 3000) : 1 + int rand 6;
	return '{}' if $n == 0;
	my @e = map { element(plain($type)) } 1 .. $n;
	if (chance(.05)) { return '{{' . join(',', @e) . '},{' . join(',', reverse @e) . '}}' }
	my $from = chance(.08) ? pick(0, -5, 7, -2147483648, 2147483640) : 1;
	return ($from == 1 ? '' : "[$from:" . ($from + $n - 1) . ']=') . '{' . join(',', @e) . '}';
}

# an expression of this type
sub value
{
	my $type = shift;
	if ($kept{$type} && chance(.12)) { return "(SELECT $kept{$type} FROM " . pick('kept', 'kept_apart') . ' WHERE id = ' . pick(1, 3, 9, 9,
		chance(.2) ? (2000, 20000) : 3) . ')' }
	my $variadic = $type =~ s/^(VARIADIC )// ? $1 : '';
	my $v = $type =~ /^(.*)\[\]$/ ? array($1) : plain($type);
	return $variadic . (defined $v ? quoted($v) : 'NULL') . "::$type";
}

# polymorphic arguments: one type for all of each family, mostly
sub concrete
{
	my @keys = (qw(bigint bigint bigint integer smallint uuid text text), 'character varying',
		chance(.3) ? (qw(goal_id numeric date jsonb boolean), 'double precision') : ());
	my %as = (any => pick(@keys), anycompatible => pick(@keys));
	$as{anycompatible} = $as{any} if chance(.6);
	return map {
		my $type = $_;
		$type =~ s/"//g;
		if ($type eq 'any') { $type = pick(@keys, 'text[]', 'jsonb') }
		elsif ($type =~ /^(anycompatible|any)(element|nonarray|array)?$/)
		{
			my $base = chance(.03) ? pick(@keys) : $as{$1};
			$type = ($2 // '') eq 'array' ? "$base\[]" : $base;
		}
		$type
	} @_;
}

sub aggregate
{
	my ($name, @types) = @_;
	my $way = rand;
	if ($way < .01 && !grep { !$usual{$_} } @types)
	{
		my $where = 'i % ' . (1 + int rand 4) . ' = 0';
		return "SELECT $name(" . join(', ', map { pick(@{ $usual{$_} }) } @types) . ") FROM usual WHERE $where" . (chance(.5)
			? ' GROUP BY small' : '');
	}
	my @column = map { "c$_" } 1 .. @types;
	# an argument that is the same in every row, as most of them are, some of the time
	my @constant = map { chance(.4) ? value($_) : undef } @types;
	my @rows = map { my $row = $_; '(' . join(', ', "$row", map { $constant[$_] // value($types[$_]) } 0 .. $#types) . ')'
		} 1 .. (chance(.1) ? 40 : 1 + int rand 7);
	my $from = 'FROM (VALUES ' . join(', ', @rows) . ') AS v (' . join(', ', 'n', @column) . ')';
	my $arguments = join ', ', @column;
	return "SELECT $name($arguments) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) $from" if $way < .12;
	return "SELECT $name(DISTINCT $arguments) $from" if $way < .15;
	return "SELECT $name($arguments) FILTER (WHERE n % 2 = 0) $from GROUP BY n % 3" if $way < .25;
	return "SELECT $name($arguments) $from" . (chance(.05) ? ' WHERE false' : '');
}

for (1 .. $count)
{
	my $f = pick(@functions);
	$tame = chance(.5);
	my @types = concrete(@{ $f->{types} });
	($tag) = map { $_->[0] } grep { $f->{name} =~ $_->[1] } @tags;
	my $call;
	if ($f->{kind} eq 'a') { $call = aggregate($f->{name}, @types) }
	elsif (chance(.03) && $stored{ $types[0] // '' } && $types[0] !~ /\]$/)
	{
		# bytes as a client sends them: what bytea writes, another type reads
		$call = "CALL received('$types[0]', " . quoted('\x' . (damaged($types[0]) =~ s/^((?:..)*).?$/$1/r)) . ')';
	}
	else
	{
		my $arguments = join ', ', map { value($_) } @types;
		$call = chance(.5) ? "SELECT $f->{name}($arguments)" : "SELECT * FROM $f->{name}($arguments)";
	}
	print "$call;\n";
}
