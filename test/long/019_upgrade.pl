# The way from one release to the next: tools/check-upgrade finds what an upgrade script
# lacks, and what users put on a model outlives ALTER EXTENSION UPDATE, upgrade_views()
# and reinstall(). With the releases that are kept, and with two that are made up.
use strict;
use warnings;
use Digest::MD5 'md5_hex';
use File::Copy 'copy';
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More tests => 24;

my ($share, $lib) = map { my $d = `$ENV{PG_CONFIG} --$_`; chomp $d; $d } qw(sharedir pkglibdir);
$share .= '/extension';
my ($version) = slurp_file("$ENV{STAGE}$share/gmalign.control") =~ /^default_version = '(.*)'/m;
my $next = $version =~ s/(\d+)$/$1 + 1/er;

sub spew { my ($file, $text) = @_; open my $out, '>', $file or die "$file: $!"; print $out $text; close $out or die $!; return; }
sub tool { my ($command) = @_; my $said = `$command 2>&1`; return ($? >> 8, $said); }

my ($rc, $out) = tool('tools/check-upgrade');
is($rc, 0, 'from every release that is kept') or diag $out;

# ---------- two made-up releases ----------
# the earlier one has a function that the next drops
my $made = slurp_file("$ENV{STAGE}$share/gmalign--$version.sql");
my $old = "$made
CREATE FUNCTION gmalign.former() RETURNS integer LANGUAGE sql IMMUTABLE RETURN 1;
COMMENT ON FUNCTION gmalign.former() IS 'One.';
";
my $new = $made;
sub change { my ($what, $from, $to) = @_; ok($new =~ s/$from/ref $to ? $to->() : $to/ge, $what); return; }
my ($key) = $made =~ /RETURN '(\d+-\d+)';/;
change('the next version', qr/'\Q$version\E' AS version/, "'$next' AS version");
change('another key of the views', qr/'\Q$key\E'/, "'1-1'");
change('a view with one more column', qr/l\.goal_title AS detail__target/, 'l.goal_title AS detail__target, 7 AS added');
change('which is told', qr/(?=COMMENT ON COLUMN graph_edges\.source )/, "COMMENT ON COLUMN graph_edges.added IS 'Seven.';\n");
change('other words about a view', qr/Which release of gmalign made the views/, 'Which release it was that made the views');
change('another cost', qr/(CREATE FUNCTION gmalign\.rescale\([^;]*?COST )1\b/, sub { $1 . 7 });
change('another body', qr/(CREATE FUNCTION gmalign_private\.unit_name\([^;]*?')gmalign-check-'/, sub { $1 . "gmalign-checks-'" });
$new .= "
CREATE FUNCTION gmalign.added() RETURNS integer LANGUAGE sql IMMUTABLE RETURN 2;
REVOKE EXECUTE ON FUNCTION gmalign.added() FROM PUBLIC;
COMMENT ON FUNCTION gmalign.added() IS 'Two.';
";
# what the earlier one said of its views: of the view that is changed will do
my $said = join ' ', map { substr md5_hex($_), 0, 8 } 'Which release of gmalign made the views of this schema. One row.';
change('what was said before', qr/strpos\('[^']*', left\(md5/, "strpos('$said', left(md5");

my $dir = PostgreSQL::Test::Utils::tempdir;
my $stage = "$dir/stage";
mkdir "$dir/$_" for 'released', 'stage';
system('mkdir', '-p', "$stage$share", "$stage$lib") == 0 or die;
copy("$ENV{STAGE}$lib/gmalign.so", "$stage$lib/gmalign.so") or die $!;
spew("$stage$share/gmalign.control", slurp_file("$ENV{STAGE}$share/gmalign.control") =~ s/\Q$version\E/$next/r);
spew("$dir/released/gmalign--$version.sql", $old);
spew("$stage$share/gmalign--$next.sql", $new);
my $write = "tools/write-upgrade $dir/released/gmalign--$version.sql $stage$share/gmalign--$next.sql";
($rc, my $script) = tool($write);
isnt($rc, 0, 'what cannot be replaced is for hands');
is(join('', $script =~ /^(?:-- by hand|write-upgrade).*\n/mg),
	"-- by hand: DROP FUNCTION gmalign.former, if no view of a user's may call it; else keep it and its symbol\n"
	. "write-upgrade: 1 to do by hand, in a file of sql/upgrade\n", 'which are told what');
spew("$dir/by_hand.sql", "DROP FUNCTION gmalign.former();\n");
($rc, $script) = tool("$write $dir/by_hand.sql");
is($rc, 0, 'and did it');
my $upgrade = "$stage$share/gmalign--$version--$next.sql";

sub upgraded { my ($text) = @_; spew($upgrade, $text); return tool("env STAGE=$stage tools/check-upgrade $dir/released"); }
($rc, $out) = upgraded($script);
is($out =~ s/^ok .*? (?=\w+( by \w+)?$)//gmr, "symbols\nlibrary\npath\nupdate\nkept by update\nkept by reinstall\n6 passed, 0 failed\n",
	'the whole script leads there, and nothing is lost');

# ---------- what is missing is found ----------
sub without { my ($pattern) = @_; my $less = $script; $less =~ s/$pattern//m or die "no $pattern"; $script = $less; return; }
without(qr/^DROP FUNCTION .*$/m);
without(qr/^COMMENT ON FUNCTION gmalign\.added\(\) .*$/m);
without(qr/^REVOKE .*$/m);
without(qr/^CREATE OR REPLACE FUNCTION gmalign\.rescale\([^;]*;/m);
# as if the library had lost a function that the earlier release calls
spew("$dir/released/gmalign--$version.sql", $old =~ s/'gmalign_rescale'/'gmalign_rescaled'/r);
($rc, $out) = upgraded($script);
isnt($rc, 0, 'a script that lacks something fails');
like($out, qr/^not ok +\Q$version\E symbols\nnot exported:\ngmalign_rescaled\n/m, 'a C function that is gone');
like($out, qr/^not ok +\Q$version\E library$/m, 'without which the earlier release cannot be made');
spew("$dir/released/gmalign--$version.sql", $old);
($rc, $out) = upgraded($script);
like($out, qr/^> function gmalign\.former\(\)/m, 'a function that is not dropped');
like($out, qr/^< function gmalign\.added\(\): Two\.$/m, 'a comment that is not made');
like($out, qr/^> right EXECUTE of PUBLIC on gmalign\.added\(\)/m, 'a right that is not taken away');
like($out, qr/^< function gmalign\.rescale\(/m, 'a function that is not replaced');

# ---------- a release is what it was ----------
unlink $upgrade;
spew("$dir/released/gmalign--$version.sql", $made);
($rc, $out) = tool("tools/check-upgrade $dir/released");
is($out, "ok        $version is as it was released\n1 passed, 0 failed\n", 'the SQL of a released version stays');
spew("$dir/released/gmalign--$version.sql", $old);
($rc, $out) = tool("tools/check-upgrade $dir/released");
like($out, qr/^its SQL has changed since: give gmalign\.control a new version/m, 'or has a new version');

# ---------- what tools/keep-release keeps ----------
# in a tree of its own, without what is kept already
my $tree = "$dir/tree";
mkdir $tree;
system('cp', '-a', qw(Makefile gmalign.control sql src test tools), $tree) == 0 or die;
unlink glob "$tree/test/released/gmalign--*";
($rc, $out) = tool("cd $tree && tools/with-pg -o 'max_locks_per_transaction = 256' tools/keep-release");
is($rc, 0, 'a version is released') or diag $out;
unlink "$tree/sql/gmalign--$version.sql";
my $built = "sql/gmalign--$version.sql";
($rc, $out) = tool("(cd $tree && make -s $built && gzip -dc test/released/gmalign--$version.sql.gz | cmp - $built)");
is("$rc $out", '0 ', 'and what the tree builds from then on is what was released');
