# An attacker who reads as role pub, release after release, and solves the linear
# system of all that is published: he finds nobody. GMALIGN_RELEASES=24 for two
# years; the suite takes fewer.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More tests => 18;


my $releases = $ENV{GMALIGN_RELEASES} || 3;
my $seed = $ENV{GMALIGN_SEED} || .3;
my $min_group = 5;
my $prime = 2147483629;

sub inverse
{
	my ($x) = @_;
	my ($result, $e) = (1, $prime - 2);
	for (; $e; $e >>= 1, $x = $x * $x % $prime) { $result = $result * $x % $prime if $e & 1 }
	return $result;
}

# The columns of a matrix of groups over data, members of the same groups one column; the groups that are
# no sum of those before; and their row space, as reduced rows.
sub independent
{
	my ($groups) = @_;
	my (%signature, %atom, %column, @rows, @independent);
	for my $g (0 .. $#$groups) { $signature{$_} .= "$g," for sort keys %{ $groups->[$g] } }
	my $columns = 0;
	$column{$_} = $atom{ $signature{$_} } //= $columns++ for sort keys %signature;
	for my $group (@$groups)
	{
		my %row = map { $column{$_} => 1 } keys %$group;
		for my $r (@rows)
		{
			my $f = $row{ $r->{pivot} } or next;
			my $row = $r->{row};
			for my $c (keys %$row)
			{
				my $v = (($row{$c} // 0) + ($prime - $f) * $row->{$c}) % $prime;
				if ($v) { $row{$c} = $v } else { delete $row{$c} }
			}
		}
		next unless %row;
		push @independent, $group;
		my ($pivot) = sort { $a <=> $b } keys %row;
		my $scale = inverse($row{$pivot});
		$_ = $_ * $scale % $prime for values %row;
		for my $r (@rows)
		{
			my $f = $r->{row}{$pivot} or next;
			my $to = $r->{row};
			for my $c (keys %row)
			{
				my $v = (($to->{$c} // 0) + ($prime - $f) * $row{$c}) % $prime;
				if ($v) { $to->{$c} = $v } else { delete $to->{$c} }
			}
		}
		push @rows, { pivot => $pivot, row => \%row };
	}
	return (\@independent, \%column, \@rows);
}

# Sets of fewer than min_group people of which a combination is left in the row space: of one row, or of
# the sum or difference of two.
sub find_people
{
	my ($groups, $owner) = @_;
	my ($independent, $column, $space) = independent($groups);
	my @rows = @$space;
	my (@atom, @found);
	$atom[ $column->{$_} ]{ $owner->{$_} } = 1 for keys %$column;
	my $few = sub {
		my %people = map { %{ $atom[$_] } } @_;
		return %people && keys %people < $min_group ? '{' . join(' ', sort keys %people) . '}' : undef;
	};
	# of four numbers only those that count once or twice beside each other, and no more than four
	my $odd = sub {
		return @_ > 4 if @_ != 4;
		for my $unit (@_)
		{
			my $scale = inverse($unit);
			my @weight = map { my $w = $_ * $scale % $prime; $w > $prime / 2 ? $prime - $w : $w } @_;
			return 0 unless grep { $_ > 2 } @weight;
		}
		return 1;
	};
	for my $i (0 .. $#rows)
	{
		my $a = $rows[$i]{row};
		my $who = $odd->(values %$a) ? undef : $few->(keys %$a);
		push @found, $who if defined $who;
		next if keys %$a > 60;
		for my $j ($i + 1 .. $#rows)
		{
			my $b = $rows[$j]{row};
			next if abs(keys(%$a) - keys %$b) > 2 * $min_group;
			for my $sign (1, $prime - 1)
			{
				my @left = grep { (($a->{$_} // 0) + $sign * ($b->{$_} // 0)) % $prime } keys %{ { %$a, %$b } };
				$who = @left < $min_group && !$odd->(map { (($a->{$_} // 0) + $sign * ($b->{$_} // 0)) % $prime } @left) ? $few->(@left) : undef;
				push @found, $who if defined $who;
			}
		}
	}
	return (scalar @rows, @found);
}

# What sums over groups leave open of numbers from 0 to 1, when each sum is known exactly. Members of
# the same groups are one column, known by its sum. The analytic center of all that may be so, found by
# Newton's method, has an ellipsoid around it (Dikin) that is so as well: by it every combination of numbers
# has room for 2 sqrt(c'Pc), and further along the line Pc to where an end is met. Of single columns and of
# those that tell most together, up to four of fewer than min_group people: the least room, as a share of
# the range, whose it is, and how many have less than a tenth.
sub narrowest
{
	my ($groups, $owner, $value) = @_;
	my (@atom, @in, @size, @people, @sum);
	my ($rows, $column) = independent($groups);
	my %all = map { %$_ } @$groups;
	for my $datum (sort keys %all)
	{
		my $c = $column->{$datum};
		$size[$c]++;
		push @{ $atom[$c] }, $datum;
		$people[$c]{ $owner->{$datum} } = 1;
	}
	for my $r (0 .. $#$rows)
	{
		$sum[$r] += $value->{$_} for keys %{ $rows->[$r] };
		push @{ $in[$_] }, $r for sort { $a <=> $b } keys %{ { map { $column->{$_} => 1 } keys %{ $rows->[$r] } } };
	}
	my $m = $#$rows;
	my (@l, @y, @w, @slope);
	# y with L L' y = x
	my $solve = sub {
		my @x = @{ $_[0] };
		for my $i (0 .. $m)
		{
			my ($row, $s) = ($l[$i], $x[$i]);
			$s -= $row->[$_] * $x[$_] for 0 .. $i - 1;
			$x[$i] = $s / $row->[$i];
		}
		for my $i (reverse 0 .. $m)
		{
			my $row = $l[$i];
			my $s = $x[$i] /= $row->[$i];
			$x[$_] -= $row->[$_] * $s for 0 .. $i - 1;
		}
		return \@x;
	};
	# how near the ends each is, and L of A W A'
	my $factor = sub {
		my ($at) = @_;
		@l = map { [ (0) x ($m + 1) ] } 0 .. $m;
		for my $c (0 .. $#size)
		{
			my ($low, $high) = ($at->[$c], $size[$c] - $at->[$c]);
			$w[$c] = 1 / (1 / $low**2 + 1 / $high**2);
			$slope[$c] = 1 / $high - 1 / $low;
			for my $i (@{ $in[$c] })
			{
				my $row = $l[$i];
				for my $k (@{ $in[$c] }) { last if $k > $i; $row->[$k] += $w[$c] }
			}
		}
		for my $i (0 .. $m)
		{
			my $row = $l[$i];
			for my $k (0 .. $i)
			{
				my ($other, $s) = ($l[$k], $row->[$k]);
				$s -= $row->[$_] * $other->[$_] for 0 .. $k - 1;
				$row->[$k] = $k < $i ? $s / $other->[$k] : sqrt($s > 1e-14 ? $s : 1e-14);
			}
		}
	};
	# how far it is along a line to the first end
	my $far = sub {
		my ($at, $step) = @_;
		my $way = 9e9;
		for my $c (grep { abs($step->[$_]) > 1e-12 } 0 .. $#size)
		{
			my $end = ($step->[$c] < 0 ? $at->[$c] : $size[$c] - $at->[$c]) / abs $step->[$c];
			$way = $end if $end < $way;
		}
		return $way;
	};
	@y = map { $_ / 2 } @size;
	for (1 .. 100)
	{
		$factor->(\@y);
		my @x = @sum;
		for my $c (0 .. $#y) { $x[$_] += $w[$c] * $slope[$c] - $y[$c] for @{ $in[$c] } }
		my $lambda = $solve->(\@x);
		my @step = map { my $s = -$slope[$_]; $s += $lambda->[$_] for @{ $in[$_] }; $w[$_] * $s } 0 .. $#y;
		my ($way, $length) = (.9 * $far->(\@y, \@step), 0);
		$way = 1 if $way > 1;
		$length += $step[$_]**2 / $w[$_] for 0 .. $#y;
		$y[$_] += $way * $step[$_] for 0 .. $#y;
		last if $way == 1 && $length < 1e-8;
	}
	$factor->(\@y);
	my @p;
	for my $c (0 .. $#y)
	{
		my @x = (0) x ($m + 1);
		$x[$_] = $w[$c] for @{ $in[$c] };
		my $lambda = $solve->(\@x);
		for my $k (0 .. $#y)
		{
			my $s = $k == $c;
			$s -= $lambda->[$_] for @{ $in[$k] };
			$p[$c][$k] = $w[$k] * $s / $size[$c] / $size[$k];
		}
	}
	# as far as it goes from there, both ways, of a combination of means with weights that sum to 1: along
	# the line, and where that is not a tenth, on from its end as the ends are then (affine scaling)
	my $room = sub {
		my ($weight, $turns) = @_;
		my $width = 0;
		for my $sign (1, -1)
		{
			my @at = @y;
			for my $turn (1 .. $turns)
			{
				my @x = (0) x ($m + 1);
				$factor->(\@at) if $turns > 1;
				for my $k (keys %$weight) { $x[$_] += $w[$k] * $weight->{$k} / $size[$k] for @{ $in[$k] } }
				my $lambda = $solve->(\@x);
				my @step = map { my $s = ($weight->{$_} // 0) / $size[$_]; $s -= $lambda->[$_] for @{ $in[$_] }; $sign * $w[$_] * $s } 0 .. $#y;
				my $way = .95 * $far->(\@at, \@step);
				last if $way > 1e9;
				$at[$_] += $way * $step[$_] for 0 .. $#y;
			}
			my $change = 0;
			$change += $weight->{$_} * ($at[$_] - $y[$_]) / $size[$_] for keys %$weight;
			$width += abs $change;
		}
		$factor->(\@y) if $turns > 1;
		return $width;
	};
	my ($least, $who, $looked, %narrow) = (9, '', 0);
	for my $c (grep { keys %{ $people[$_] } < $min_group } 0 .. $#y)
	{
		my %weight = ($c => 1);
		my %people = %{ $people[$c] };
		my @left = @{ $p[$c] };
		my @own = map { $p[$_][$_] } 0 .. $#y;
		my @basis;
		while (1)
		{
			$looked++;
			my $total = 0;
			$total += abs for values %weight;
			my $width = 0;
			for my $i (keys %weight) { $width += $weight{$i} * $weight{$_} * $p[$i][$_] for keys %weight }
			$width = 2 * sqrt($width > 0 ? $width : 0) / $total;
			for my $turns (1, 8)
			{
				$width = $room->({ map { $_ => $weight{$_} / $total } keys %weight }, $turns) if $width < .1;
			}
			my $set = join ' ', sort { $a <=> $b } keys %weight;
			($least, $who) = ($width, join(' ', map { "{@{ $atom[$_] }}" } keys %weight)) if $width < $least;
			$narrow{$set} = 1 if $width < .1;
			last if keys %people >= $min_group - 1 || keys %weight == 4;
			# who tells most of what is left
			my ($best, $most) = (-1, 0);
			for my $k (grep { !exists $weight{$_} && $own[$_] > 1e-9 } 0 .. $#y)
			{
				my $gain = $left[$k]**2 / $own[$k];
				next if $gain <= $most || keys %{ { %people, %{ $people[$k] } } } >= $min_group;
				($best, $most) = ($k, $gain);
			}
			last if $best < 0;
			%people = (%people, %{ $people[$best] });
			# the basis without it, and the weights that leave least of the first
			my @b = @{ $p[$best] };
			my %combination = ($best => 1);
			for my $o (@basis)
			{
				my $f = $o->{row}[$best] / $o->{own};
				$b[$_] -= $f * $o->{row}[$_] for 0 .. $#b;
				$combination{$_} = ($combination{$_} // 0) - $f * $o->{combination}{$_} for keys %{ $o->{combination} };
			}
			my $f = $left[$best] / $b[$best];
			$weight{$_} = ($weight{$_} // 0) - $f * $combination{$_} for keys %combination;
			for my $k (0 .. $#b) { $left[$k] -= $f * $b[$k]; $own[$k] -= $b[$k]**2 / $b[$best] }
			push @basis, { row => \@b, own => $b[$best], combination => \%combination };
		}
	}
	return ($least, $who, scalar keys %narrow, $looked);
}

my $node = new_server('release');
my $script = 'test/release/programme.sql';
command_ok([ 'psql', '-XqAt', '-v', "seed=$seed", '-v', "months=$releases", '-v', 'people=300', '-v', 'units=12',
		'-d', $node->connstr('postgres'), '-f', $script ],
	"$releases releases of 300 people in 12 units", { timeout => 900 });

# what was read, with the members of each group on the day its figures are of
my $read = sub {
	my ($query) = @_;
	my (@groups, %owner, $before);
	for (split /\n/, $node->safe_psql('postgres', $query))
	{
		my ($cell, $datum, $person) = split /\|/;
		push @groups, {} if !defined $before || $before ne $cell;
		$before = $cell;
		$groups[-1]{$datum} = 1;
		$owner{$datum} = $person;
	}
	return (\@groups, \%owner);
};
my $published = q{FROM hr.release_step s JOIN truth t ON date_trunc('month', t.month) = s.period
	AND (t.relation, t.row_key, t.part) = (s.relation, s.row_key, regexp_replace(s.part, '_count$', '')) WHERE s.figures IS NOT NULL};
my ($rank, @found) = find_people($read->("SELECT s.step, t.person, t.person $published AND s.figures ?| '{person_count,answered_count}'
	GROUP BY s.step, t.person ORDER BY 1"));
cmp_ok($rank, '>', 5 * $releases, "counts of people: $rank equations that say something");
is("@found", '', 'and nobody is left by himself or among few');
# what two views show of the same numbers is one system
for my $relation ('alignment_trend', 'expectancy_by_role', 'stakeholder_heatmap and gm_team_profile')
{
	my $relations = join ', ', map { "'$_'" } split / and /, $relation;
	($rank, @found) = find_people($read->("SELECT s.step, t.datum, t.person $published
		AND s.relation IN ($relations) AND s.part = t.part ORDER BY 1"));
	cmp_ok($rank, '>', $relation eq 'alignment_trend' ? 2 * $releases : 1, "$relation: $rank equations");
	is("@found", '', 'and nobody');
	my %value = map { split /\|/ } split /\n/,
	  $node->safe_psql('postgres', "SELECT DISTINCT datum, value FROM truth WHERE relation IN ($relations)");
	my ($least, $who, $narrow, $looked) = narrowest($read->("SELECT s.step, t.datum, t.person $published
		AND s.relation IN ($relations) AND s.part = t.part ORDER BY 1"), \%value);
	note(sprintf('%s: the least room found, at least %.3f of the range, is that of %s', $relation, $least, $who));
	is($narrow, 0, "$relation: of $looked numbers, and sums of up to four, none is known to within a tenth");
}

# the same attacker over groups of five and more, published as they are
my ($unguarded, $owner) = $read->(q{
	SELECT c.cell, t.datum, t.person
	FROM truth t JOIN (SELECT month, row_key, month || row_key AS cell FROM truth WHERE relation = 'alignment_trend'
		GROUP BY 1, 2 HAVING count(*) >= 5) AS c USING (month, row_key)
	WHERE t.relation = 'alignment_trend' AND t.month < '2024-04-01' ORDER BY 1});
($rank, @found) = find_people($unguarded, $owner);
cmp_ok(scalar @found, '>', 5, 'where only small groups are withheld he finds ' . scalar(@found) . ' sets of people');
my %value = map { split /\|/ } split /\n/,
  $node->safe_psql('postgres', q{SELECT DISTINCT datum, value FROM truth WHERE relation = 'alignment_trend'});
my ($least, $who, $narrow) = narrowest($unguarded, $owner, \%value);
cmp_ok($narrow, '>', 5, "and $narrow sets that are known to within a tenth");

# what is not withheld is right
is($node->safe_psql('postgres', q{
	SELECT count(*) FROM hr.release_step s
	JOIN (SELECT date_trunc('month', month) AS period, relation, row_key, part AS kind, count(DISTINCT person) AS people, avg(value) AS mean
	      FROM truth GROUP BY 1, 2, 3, 4) AS t USING (period, relation, row_key)
	WHERE t.kind = regexp_replace(s.part, '_count$', '')
	  AND s.part IN ('score', 'score_count', 'links', 'links_count', 'moves', 'pair') AND s.figures IS NOT NULL
	  AND ((s.figures ->> 'person_count')::bigint <> t.people
	       OR abs(coalesce(s.figures ->> 'alignment_score', s.figures ->> 'mean_expectancy',
	                       s.figures ->> 'organization_gm_score')::float8 - t.mean) > .005001)}),
	0, 'what is published is what was so on its day, but for rounding');
is($node->safe_psql('postgres', q{
	SELECT count(*) FROM seen n JOIN hr.release_step s ON s.relation = n.relation
	  AND s.row_key = coalesce(n.shown ->> 'scope', n.shown ->> 'id')
	  AND s.part = 'score'
	  AND s.step = (SELECT max(l.step) FROM hr.release_step l
	    WHERE (l.relation, l.row_key, l.part) = (s.relation, s.row_key, s.part) AND l.period <= n.month)
	WHERE n.relation = 'alignment_trend' AND n.shown ->> 'period_start' = date_trunc('month', n.month)::date::text
	  AND ((n.shown ->> 'alignment_score')::float8 <> (s.figures ->> 'alignment_score')::float8)}),
	0, 'and is what is read');
my $share = $node->safe_psql('postgres', 'SELECT round(100.0 * sum(withheld_count) / sum(figure_count)) FROM hr.release');
cmp_ok($share, '<', 20, "$share % of the figures are withheld");
my $fresh = $node->safe_psql('postgres', 'SELECT round(100.0 * sum(new_count) / sum(new_count + kept_count)) FROM hr.release');
cmp_ok($fresh, '>', 15, "$fresh % of those shown are of the month");
