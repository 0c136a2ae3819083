#!/usr/bin/perl
# What gcovr counted, against the list of what is not reached: report.pl JSON LEAST LIST
# [--renew]. A line of the list is a file, a line of code without its blanks, and why, apart
# by tabs; the same code stands once for a file. Numbers of lines would move.
use strict;
use warnings;
use JSON::PP;

my ($json, $least, $list, $renew) = @ARGV;
sub slurp { my $name = shift; open my $f, '<', $name or return ''; local $/; my $text = <$f>; return $text // '' }
my (%reason, %unreached, %seen, @new, $lines, $hit, $branches, $taken, @silent, $sites);
for (grep { !/^#/ } split /\n/, slurp($list)) { my ($file, $code, $why) = split /\t/; $reason{"$file\t$code"} = $why // '?' }
for my $file (sort { $a->{file} cmp $b->{file} } @{ decode_json(slurp($json))->{files} })
{
	next unless $file->{file} =~ /\.c$/;
	my @source = split /\n/, slurp($file->{file});
	my %count = map { $_->{line_number} => $_->{count} } grep { !$_->{'gcovr/noncode'} } @{ $file->{lines} };
	for my $line (grep { !$_->{'gcovr/noncode'} } @{ $file->{lines} })
	{
		$lines++;
		$hit++ if $line->{count};
		$branches += @{ $line->{branches} };
		$taken += grep { $_->{count} } @{ $line->{branches} };
		my $code = $source[ $line->{line_number} - 1 ] =~ s/^\s+|\s+$//gr =~ s/\s+/ /gr;
		# of an error, which one: the message is on a line of its own
		if ($code =~ /^ereport\(ERROR,$/)
		{
			my ($said) = join(' ', @source[ $line->{line_number} .. $line->{line_number} + 3 ]) =~ /errmsg\(("[^"]*")/;
			$code .= " $said";
		}
		# an error that no test meets
		if ($code =~ /\b(ereport|elog)\(/) { $sites++; push @silent, "$file->{file}:$line->{line_number}" unless $line->{count} }
		next if $line->{count} || $code =~ /^[{}]?$/;
		my $key = "$file->{file}\t$code";
		push @new, "$file->{file}:$line->{line_number}: $code" unless defined $reason{$key} || $seen{$key};
		push @{ $unreached{order} }, $key unless $seen{$key}++;
	}
}
if ($renew)
{
	open my $f, '>', $list or die "$list: $!\n";
	print $f "# Code that no test of make coverage reaches: file, code, and why, apart by tabs (tools/coverage --renew)\n";
	print $f "$_\t", $reason{$_} // '?', "\n" for @{ $unreached{order} };
	close $f;
}
printf "lines    %5d of %5d  %.1f percent\n", $hit, $lines, 100 * $hit / $lines;
printf "branches %5d of %5d  %.1f percent\n", $taken, $branches, 100 * $taken / $branches;
printf "errors   %5d of %5d  reached\n", $sites - @silent, $sites;
print "error that no test meets: $_\n" for @silent;
my $bad = 100 * $hit / $lines < $least;
my $open = grep { $_ eq '?' } values %reason;
print "$open lines of $list say ?: nobody has written why yet\n" if $open;
if (!$renew) { print "not explained: $_\n" for @new; $bad ||= @new > 0 }
exit($bad ? 1 : 0);
