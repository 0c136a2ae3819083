# What the TAP tests share: a server that finds the staged extension, and the
# sample programme in it.
package GmalignTest;
use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(new_server load_sample);

sub pg_config
{
	my ($what) = @_;
	chomp(my $value = `$ENV{PG_CONFIG} $what`);
	return $value;
}

sub new_server
{
	my ($name, @settings) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init;
	my ($major) = pg_config('--version') =~ /(\d+)/;
	my $stage = $ENV{STAGE};
	if ($stage)
	{
		my $share = pg_config('--sharedir');
		my $lib = pg_config('--pkglibdir');
		$node->append_conf('postgresql.conf',
			$major >= 18
			? "extension_control_path = '$stage$share:\$system'"
			: "extension_destdir = '$stage'");
		$node->append_conf('postgresql.conf',
			"dynamic_library_path = '$stage$lib:\$libdir'");
	}
	# to compile what runs for a moment takes longer than to run it
	$node->append_conf('postgresql.conf', 'jit = off');
	$node->append_conf('postgresql.conf', 'default_toast_compression = lz4') if pg_config('--configure') =~ /with-lz4/;
	$node->append_conf('postgresql.conf', $_) for @settings;
	$node->start;
	return $node;
}

# The sample programme in schema hr of a database, today is 2026-06-30. With a
# role to own them, the public views too; with one nightly check, or so many.
sub load_sample
{
	my ($node, $db, $public_owner, $checks) = @_;
	$node->safe_psql($db, "CREATE ROLE $public_owner NOLOGIN") if $public_owner;
	$node->safe_psql($db, 'CREATE EXTENSION gmalign');
	command_ok(
		[   'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-v', 'schema=hr',
			'-v', 'checks=' . ($checks // 1), ($public_owner ? ('-v', "public_owner=$public_owner") : ()),
			'-d', $node->connstr($db), '-f', 'demo/sample.sql' ],
		"sample programme in $db");
	$node->safe_psql($db,
		"ALTER DATABASE $db SET gmalign.as_of = '2026-06-30'");
	return;
}

1;
