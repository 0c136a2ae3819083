# An attacker who reads as role pub, release after release, and solves the linear
# system of all that is published: he finds nobody. GMALIGN_RELEASES=24 for two
# years; the suite takes fewer.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More tests => 14;


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

# The row space of groups over data, as reduced rows; members of the same groups
# are one column. Sets of fewer than min_group people of which a combination
# is left: of one row, or of the sum or difference of two.
sub find_people
{
	my ($groups, $owner) = @_;
	my (%signature, %column, @atom, @rows, @found);
	for my $g (0 .. $#$groups) { $signature{$_} .= "$g," for sort keys %{ $groups->[$g] } }
	for my $datum (sort keys %signature)
	{
		my $c = $column{ $signature{$datum} } //= scalar @atom;
		$atom[$c]{ $owner->{$datum} } = 1;
		$column{$datum} = $c;
	}
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

# How far each number from 0 to 1 could be from what it is, with all sums over groups as they
# are, exactly: along vectors of the null space, which no sum shows, until an end of a range is met. What
# linear programming would find is not narrower. The least of all, whose it is, and how many are narrow.
sub narrowest
{
	my ($groups, $owner, $value) = @_;
	my (%signature, %column, @member, @row, %pivot);
	for my $g (0 .. $#$groups) { $signature{$_} .= "$g," for sort keys %{ $groups->[$g] } }
	for my $datum (sort keys %signature)
	{
		my $c = $column{ $signature{$datum} } //= scalar @member;
		push @{ $member[$c] }, $datum;
		$column{$datum} = $c;
	}
	# reduced rows, by the largest element
	for my $group (@$groups)
	{
		my @new = (0) x @member;
		$new[ $column{$_} ] = 1 for keys %$group;
		for my $p (keys %pivot)
		{
			my $f = $new[$p] or next;
			my $row = $row[ $pivot{$p} ];
			$new[$_] -= $f * $row->[$_] for 0 .. $#new;
		}
		my $best = 0;
		for (0 .. $#new) { $best = $_ if abs($new[$_]) > abs($new[$best]) }
		next if abs($new[$best]) < 1e-7;
		my $scale = $new[$best];
		$_ = abs($_) < 1e-9 ? 0 : $_ / $scale for @new;
		for my $row (@row)
		{
			my $f = $row->[$best] or next;
			$row->[$_] -= $f * $new[$_] for 0 .. $#new;
			abs($_) < 1e-9 and $_ = 0 for @$row;
		}
		$pivot{$best} = @row;
		push @row, \@new;
	}
	# sums of the members of an atom, and the room they have below and above
	my (@below, @above);
	for my $c (0 .. $#member)
	{
		$below[$c] += $value->{$_}, $above[$c] += 1 - $value->{$_} for @{ $member[$c] };
	}
	my @width = (0) x @member;
	my $try = sub {
		my ($z) = @_;
		my ($up, $down) = (9e9, 9e9);
		for my $c (grep { abs($z->[$_]) > 1e-9 } 0 .. $#$z)
		{
			my $size = abs $z->[$c];
			my ($more, $less) = $z->[$c] > 0 ? ($above[$c], $below[$c]) : ($below[$c], $above[$c]);
			$up = $more / $size if $more / $size < $up;
			$down = $less / $size if $less / $size < $down;
		}
		for my $c (0 .. $#$z)
		{
			my $width = ($up + $down) * abs $z->[$c];
			$width[$c] = $width if $width > $width[$c];
		}
	};
	my @basis;
	for my $free (grep { !exists $pivot{$_} } 0 .. $#member)
	{
		my @z = (0) x @member;
		$z[$free] = 1;
		$z[$_] = -$row[ $pivot{$_} ][$free] for keys %pivot;
		$try->(\@z);
		push @basis, \@z;
	}
	# who is narrow still: as far as it goes, each that comes to an end of its range stays there
	for my $c (grep { $width[$_] < .1 && @{ $member[$_] } == 1 } 0 .. $#member)
	{
		# along forty that touch the fewest others; then more, then all
		for my $most (40, 120, 1e6)
		{
			last if $width[$c] >= .1;
			my $width = 0;
			my @near = sort { $a->[1] <=> $b->[1] } map { my $z = $_; [ $z, scalar grep { $_ } @$z ] } grep { abs($_->[$c]) > 1e-9 } @basis;
			splice @near, $most if @near > $most;
			for my $sign (1, -1)
			{
				my @left = map { [ @{ $_->[0] } ] } @near;
				my ($low, $high) = ([@below], [@above]);
				while (@left)
				{
					my @z = (0) x @member;
					for my $b (grep { $_->[$c] } @left) { $z[$_] += $sign * $b->[$c] * $b->[$_] for 0 .. $#z }
					last if $width >= .1 || abs($z[$c]) < 1e-9;
					my ($step, $at) = (9e9);
					for my $k (grep { abs($z[$_]) > 1e-9 } 0 .. $#z)
					{
						my $far = ($z[$k] > 0 ? $high->[$k] : $low->[$k]) / abs $z[$k];
						($step, $at) = ($far, $k) if $far < $step;
					}
					$width += $step * abs $z[$c];
					$low->[$_] += $step * $z[$_], $high->[$_] -= $step * $z[$_] for 0 .. $#z;
					last if $at == $c;
					my ($pivot) = sort { abs($b->[$at]) <=> abs($a->[$at]) } @left;
					@left = grep { $_ != $pivot } @left;
					for my $b (grep { $_->[$at] } @left)
					{
						my $f = $b->[$at] / $pivot->[$at];
						$b->[$_] -= $f * $pivot->[$_] for 0 .. $#z;
						$b->[$at] = 0;
					}
				}
			}
			$width[$c] = $width if $width > $width[$c];
		}
	}
	my ($least, $who, $narrow, $all) = (9, '', 0, 0);
	for my $c (0 .. $#member)
	{
		for my $i (@{ $member[$c] })
		{
			my $width = $width[$c];
			# in an atom one may be more as another is less
			for my $k (grep { $_ ne $i } @{ $member[$c] })
			{
				my ($x, $y) = ($value->{$i}, $value->{$k});
				my $room = (1 - $x < $y ? 1 - $x : $y) + ($x < 1 - $y ? $x : 1 - $y);
				$width = $room if $room > $width;
			}
			($least, $who) = ($width, $i) if $width < $least;
			$all++;
			$narrow += $width < .1;
		}
	}
	return ($least, $who, $narrow, $all);
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
my ($rank, @found) = find_people($read->("SELECT s.step, t.person, t.person $published AND s.figures ? 'person_count'
	GROUP BY s.step, t.person ORDER BY 1"));
cmp_ok($rank, '>', 5 * $releases, "counts of people: $rank equations that say something");
is("@found", '', 'and nobody is left by himself or among few');
for my $relation ('alignment_trend', 'expectancy_by_role')
{
	($rank, @found) = find_people($read->("SELECT s.step, t.datum, t.person $published
		AND s.relation = '$relation' AND s.part = t.part ORDER BY 1"));
	cmp_ok($rank, '>', $relation eq 'alignment_trend' ? 2 * $releases : 1, "$relation: $rank equations");
	is("@found", '', 'and nobody');
	my %value = map { split /\|/ } split /\n/,
	  $node->safe_psql('postgres', "SELECT DISTINCT datum, value FROM truth WHERE relation = '$relation'");
	my ($least, $who, $narrow, $all) = narrowest($read->("SELECT s.step, t.datum, t.person $published
		AND s.relation = '$relation' AND s.part = t.part ORDER BY 1"), \%value);
	# one that met an end is not taken back from there: of a few the room is not found
	note(sprintf('%s: the narrowest, %s, has room for %.3f', $relation, $who, $least));
	cmp_ok($narrow, '<', .1 * $all, "$relation: of $narrow numbers of $all the room found is less than a tenth");
}

# the same attacker over groups of five and more, published as they are
($rank, @found) = find_people($read->(q{
	SELECT c.cell, t.datum, t.person
	FROM truth t JOIN (SELECT month, row_key, month || row_key AS cell FROM truth WHERE relation = 'alignment_trend'
		GROUP BY 1, 2 HAVING count(*) >= 5) AS c USING (month, row_key)
	WHERE t.relation = 'alignment_trend' AND t.month < '2024-04-01' ORDER BY 1}));
cmp_ok(scalar @found, '>', 5, 'where only small groups are withheld he finds ' . scalar(@found) . ' sets of people');

# what is not withheld is right
is($node->safe_psql('postgres', q{
	SELECT count(*) FROM hr.release_step s
	JOIN (SELECT date_trunc('month', month) AS period, relation, row_key, count(DISTINCT person) AS people, avg(value) AS mean
	      FROM truth GROUP BY 1, 2, 3) AS t USING (period, relation, row_key)
	WHERE s.part IN ('score', 'score_count', 'links', 'links_count', 'moves') AND s.figures IS NOT NULL
	  AND ((s.figures ->> 'person_count')::bigint <> t.people
	       OR abs(coalesce(s.figures ->> 'alignment_score', s.figures ->> 'mean_expectancy')::float8 - t.mean) > .005001)}),
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
