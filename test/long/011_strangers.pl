# Who may create something somewhere does not become who works there. A table of
# attacks: every deed of a stranger by every function that works in a schema. The
# trap counts each time that somebody else than the stranger steps into it, also
# when the transaction is rolled back; without a stranger the functions answer.
use strict;
use warnings;
use GmalignTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('strangers');
$node->safe_psql('postgres', q{
	CREATE EXTENSION gmalign;
	CREATE ROLE gm_public NOLOGIN;
	CREATE ROLE low;
	CREATE ROLE alice;
	CREATE ROLE reader;
	-- the trap: a sequence does not forget
	CREATE SCHEMA evil AUTHORIZATION low;
	GRANT CREATE ON DATABASE postgres TO low, alice;
	SET ROLE low;
	GRANT USAGE ON SCHEMA evil TO PUBLIC;
	CREATE SEQUENCE evil.seen;
	GRANT ALL ON evil.seen TO PUBLIC;
	CREATE FUNCTION evil.trap() RETURNS boolean LANGUAGE plpgsql AS $$
	BEGIN
		IF current_user NOT IN ('low', 'alice') THEN PERFORM pg_catalog.nextval('evil.seen'); END IF;
		RETURN true;
	END $$;
	CREATE FUNCTION evil.trap_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.trap(); RETURN NEW; END $$;
	CREATE FUNCTION evil.trap_text(text, text) RETURNS text LANGUAGE sql AS $$ SELECT 'x' WHERE evil.trap() $$;
	RESET ROLE;
	CREATE FUNCTION fill(schema text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM set_config('search_path', quote_ident(schema) || ', public', true);
		INSERT INTO employee (id, external_id) VALUES (1, 'E1');
		INSERT INTO goal (id, external_id, title, level) VALUES (1, 'S1', 'A', 'strategic'), (2, 'T', 'C', 'team');
		INSERT INTO goal_link (child_id, parent_id, contribution, rationale) VALUES (2, 1, 1, 'because');
		INSERT INTO assignment (id, external_id, assignee_id, start_date) VALUES (1, 'M1', 1, '2026-01-01');
		INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
		SELECT 1, s.id, 1 + s.id % 2, '2026-01-01', 1 FROM stakeholder s;
		INSERT INTO alignment_snapshot (taken_on, assignment_id) VALUES ('2000-01-01', '1');
	END $$;
	SELECT gmalign.install('hr', 'gm_public');
	SELECT fill('hr');
	SET ROLE alice;
	SELECT gmalign.install('hers');
	SELECT fill('hers');
	RESET ROLE;
	ALTER DATABASE postgres SET gmalign.as_of = '2026-06-30';
	-- her own names in front of her tables, with the trap in them
	CREATE FUNCTION mine(relation text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE format('ALTER TABLE hers.%I RENAME TO %I', relation, relation || '_');
		EXECUTE format('CREATE VIEW hers.%I AS SELECT * FROM hers.%I WHERE evil.trap()', relation, relation || '_');
	END $$;
});

my %call = (
	run_check => q{SELECT count(*) FROM gmalign.run_check('SCHEMA')},
	preview_alignment => q{SELECT count(*) FROM gmalign.preview_alignment('SCHEMA', 'M1',
		'{"priorities": [{"stakeholder": "assignee", "goal": "T", "priority": 1}]}')},
	best_single_change => q{SELECT count(*) FROM gmalign.best_single_change('SCHEMA', 'M1')},
	best_reward => q{SELECT count(*) FROM gmalign.best_reward('SCHEMA', 'M1')},
	check => q{SELECT count(*) FROM gmalign.check('SCHEMA')},
	export_person => q{SELECT count(*) FROM gmalign.export_person('SCHEMA', '1')},
	erase_person => q{SELECT count(*) FROM gmalign.erase_person('SCHEMA', '1')},
	import_stratml => q{SELECT count(*) FROM gmalign.import_stratml('SCHEMA',
		'<StrategicPlan><Name>A</Name><Vision><Description>B</Description></Vision></StrategicPlan>'::text)},
	export_stratml => q{SELECT gmalign.export_stratml('SCHEMA')},
	trim_snapshots => q{SELECT gmalign.trim_snapshots('SCHEMA')},
	install_views => q{SELECT count(*) FROM gmalign.install_views('SCHEMA')},
	upgrade_views => q{SELECT count(*) FROM gmalign.upgrade_views('SCHEMA')},
	install_public_views => q{SELECT gmalign.install_public_views('SCHEMA', 'gm_public')},
	outdated_views => q{SELECT count(*) FROM gmalign.outdated_views('SCHEMA')},
	add_foreign_keys => q{SELECT count(*) FROM gmalign.add_foreign_keys('SCHEMA')},
	grant_reader => q{SELECT gmalign.grant_reader('SCHEMA', 'reader', 'assignment')},
	uninstall => q{SELECT count(*) FROM gmalign.uninstall('SCHEMA', true)},
	publish => q{SELECT gmalign.publish('SCHEMA')},
);

# what a stranger does: in which schema, and SQL; low may create in hr while it runs
my $may = 'GRANT USAGE, CREATE ON SCHEMA hr TO low; SET LOCAL ROLE low;';
my $may_no_more = 'RESET ROLE; REVOKE CREATE ON SCHEMA hr FROM low;';
my @open = ('gmalign_open', 'SELECT 1::bigint AS id, NULL::text rule_code, NULL::text subject_kind, NULL::text subject_id,
	NULL::float8 score WHERE evil.trap()');
my @deed = (
	[ 'may create, and has not', 'hr', 'GRANT USAGE, CREATE ON SCHEMA hr TO low;' ],
	[ 'everybody may create', 'hr', 'GRANT USAGE, CREATE ON SCHEMA hr TO PUBLIC;' ],
	[ 'a view by the name of a temporary table', 'hr',
		"$may CREATE VIEW hr.$open[0] AS $open[1]; GRANT ALL ON hr.$open[0] TO PUBLIC; RESET ROLE;" ],
	[ 'that view, and CREATE is taken back', 'hr', "$may CREATE VIEW hr.$open[0] AS $open[1]; GRANT ALL ON hr.$open[0] TO PUBLIC;
		$may_no_more" ],
	[ 'an exact overload of format()', 'hr', "$may CREATE FUNCTION hr.format(text, text) RETURNS text LANGUAGE sql
		AS 'SELECT evil.trap_text(\$1, \$2)'; $may_no_more" ],
	[ 'an operator', 'hr', "$may CREATE OPERATOR hr.|| (LEFTARG = text, RIGHTARG = name, FUNCTION = evil.trap_name); $may_no_more" ],
	[ 'a type', 'hr', "$may CREATE DOMAIN hr.text AS pg_catalog.text CHECK (evil.trap()); $may_no_more" ],
	[ 'a collation', 'hr', "$may CREATE COLLATION hr.c FROM \"C\"; $may_no_more" ],
	[ 'a trigger', 'hr', 'GRANT USAGE ON SCHEMA hr TO low; GRANT TRIGGER ON ALL TABLES IN SCHEMA hr TO low; SET LOCAL ROLE low;
		CREATE TRIGGER t BEFORE INSERT ON hr.check_run FOR EACH ROW EXECUTE FUNCTION evil.trap_trigger();
		CREATE TRIGGER t BEFORE UPDATE ON hr.employee FOR EACH ROW EXECUTE FUNCTION evil.trap_trigger();
		RESET ROLE; REVOKE TRIGGER ON ALL TABLES IN SCHEMA hr FROM low;' ],
	[ 'a function that a default calls', 'hr', 'ALTER TABLE hr.check_run ALTER COLUMN skipped SET DEFAULT evil.trap();' ],
	[ 'a function that a policy calls', 'hr', 'CREATE POLICY p ON hr.goal USING (evil.trap());' ],
	[ 'a model of her own', 'hers', q{DO $$ BEGIN PERFORM mine(v) FROM unnest(ARRAY['employee',
		'assignment', 'flag_rule', 'goal', 'alignment_snapshot']) AS v; END $$; GRANT ALL ON ALL TABLES IN SCHEMA hers TO PUBLIC;
		DROP VIEW hers.view_version CASCADE;
		CREATE VIEW hers.view_version AS SELECT 1 AS id, '0'::text AS version, ''::text AS fingerprint, true AS is_current WHERE evil.trap();} ],
	[ 'a model of her own, as it was made', 'hers', '' ],
	[ 'an exact overload in gmalign', 'hr', 'GRANT CREATE ON SCHEMA gmalign TO low; SET LOCAL ROLE low;
		CREATE FUNCTION gmalign.min_group(float8, bigint, bigint) RETURNS float8 LANGUAGE sql
		AS $$ SELECT 1::float8 WHERE evil.trap() $$; RESET ROLE; REVOKE CREATE ON SCHEMA gmalign FROM low;' ],
);
$node->safe_psql('postgres', q{SET ROLE low; CREATE FUNCTION evil.trap_name(text, name) RETURNS text LANGUAGE sql
	AS $$ SELECT 'x' WHERE evil.trap() $$});

# each in a transaction that is rolled back; a line per call: what the deed and the
# call ended with, and how often the trap closed so far
sub attack
{
	my ($deed, $schema, $calls) = @_;
	my $script = "\\set VERBOSITY terse\nSET client_min_messages = error;\n";
	for my $name (@$calls)
	{
		my $call = $call{$name} =~ s/SCHEMA/$schema/r;
		$script .= "BEGIN;\nDO \$deed\$ BEGIN PERFORM 1; END \$deed\$;\n$deed\nSELECT 'deed' AS done \\gset\n$call \\g /dev/null\n"
		  . "\\set state :SQLSTATE\nROLLBACK;\n"
		  . "SELECT '$name', :'done', :'state', (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM evil.seen);\n\\unset done\n";
	}
	my ($rc, $out, $err) = $node->psql('postgres', $script, on_error_stop => 0);
	return map { [ split /\|/ ] } split /\n/, $out;
}

# each deed by the check and by four other functions, a different four each time;
# GMALIGN_ALL=1 tries all by all
my @calls = sort keys %call;
my $turn = 0;
for my $d (@deed)
{
	my ($what, $schema, $deed, $only) = @$d;
	my %some = map { $calls[ ($turn + $_) % @calls ] => 1 } 0 .. 3;
	my @tried = $only ? ($only) : $ENV{GMALIGN_ALL} ? @calls : grep { $some{$_} || $_ eq 'run_check' } @calls;
	my @ran = attack($deed, $schema, \@tried);
	$turn += 4;
	my $before = $node->safe_psql('postgres', 'SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM evil.seen');
	is(scalar(grep { $_->[1] eq 'deed' } @ran), scalar(@tried), "$what: it is done");
	# without public views publish() finds nothing to do before it looks around
	is(join(' ', map { "$_->[0]:$_->[2]" } grep { $_->[2] ne '42501' && !($schema eq 'hers' && "$_->[0]:$_->[2]" eq 'publish:42P01') } @ran),
		'', "$what: nobody works there");
	is($before, 0, "$what: nobody stepped into the trap");
	$node->safe_psql('postgres', 'ALTER SEQUENCE evil.seen RESTART');
}

# whatever the caller's own search path holds, nobody steps into it and the answers stay
$node->safe_psql('postgres', q{SET ROLE low; SET search_path = pg_catalog;
	CREATE FUNCTION evil.trap_is(text, text) RETURNS boolean LANGUAGE sql AS $$ SELECT evil.trap() $$;
	CREATE FUNCTION evil.trap_is(name, text) RETURNS boolean LANGUAGE sql AS $$ SELECT evil.trap() $$;
	CREATE FUNCTION evil.trap_is(oid, oid) RETURNS boolean LANGUAGE sql AS $$ SELECT evil.trap() $$;
	CREATE FUNCTION evil.trap_is(date, date) RETURNS boolean LANGUAGE sql AS $$ SELECT evil.trap() $$;
	CREATE FUNCTION evil.trap_is(bigint, integer) RETURNS boolean LANGUAGE sql AS $$ SELECT evil.trap() $$;
	CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.trap_is);
	CREATE OPERATOR evil.= (LEFTARG = name, RIGHTARG = text, FUNCTION = evil.trap_is);
	CREATE OPERATOR evil.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = evil.trap_is);
	CREATE OPERATOR evil.<= (LEFTARG = date, RIGHTARG = date, FUNCTION = evil.trap_is);
	CREATE OPERATOR evil.> (LEFTARG = bigint, RIGHTARG = integer, FUNCTION = evil.trap_is);
	CREATE OPERATOR evil.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.trap_text);
	CREATE OPERATOR evil.|| (LEFTARG = text, RIGHTARG = name, FUNCTION = evil.trap_name);
	CREATE FUNCTION evil.format(text, text) RETURNS text LANGUAGE sql AS $$ SELECT evil.trap_text($1, $2) $$;
	CREATE FUNCTION evil.to_regclass(text) RETURNS regclass LANGUAGE sql AS $$ SELECT NULL::regclass WHERE evil.trap() $$;
	CREATE FUNCTION evil.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS $$ SELECT evil.trap_text($1, $2) $$;
	CREATE FUNCTION evil.least(date, date) RETURNS date LANGUAGE sql AS $$ SELECT $1 WHERE evil.trap() $$;
	CREATE VIEW evil.employee AS SELECT 1 AS id WHERE evil.trap();
	CREATE VIEW evil.setting_in_force AS SELECT 1 AS id WHERE evil.trap();
	GRANT SELECT ON ALL TABLES IN SCHEMA evil TO PUBLIC});
my @light = qw(check erase_person export_person grant_reader outdated_views publish run_check trim_snapshots);
my @path = attack('SET LOCAL search_path = evil, hr, pg_catalog, gmalign;', 'hr',
	$ENV{GMALIGN_ALL} ? \@calls : [ grep { !/publish|run_check/ } @light ]);
is(join(' ', map { "$_->[0]:$_->[2]" } grep { $_->[2] ne '00000' } @path), '',
	'a stranger\'s schema on the path of the caller: all answer');
is($path[-1][3], 0, 'and nobody stepped into the trap');

# a door that opens while a function works is seen at its end: by the owner's own view,
# trigger and event trigger, which cannot do more to him than he lets them
$node->safe_psql('postgres', q{
	CREATE FUNCTION open_door() RETURNS boolean LANGUAGE plpgsql AS $$
	BEGIN
		IF to_regnamespace('hr') IS NOT NULL AND NOT has_schema_privilege('low', 'hr', 'CREATE') THEN GRANT CREATE ON SCHEMA hr TO low; END IF;
		RETURN true;
	END $$;
	CREATE FUNCTION open_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN PERFORM public.open_door(); RETURN coalesce(NEW, OLD); END $$;
	CREATE FUNCTION open_by_event() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM public.open_door(); END $$;
});
my %door = (
	view => [ 'ALTER TABLE hr.XX RENAME TO n_; CREATE VIEW hr.XX AS SELECT * FROM hr.n_ WHERE public.open_door();',
		[ 'view_version', 'outdated_views' ], [ 'employee', 'check' ], [ 'employee', 'export_person' ], [ 'assignment', 'preview_alignment' ],
		[ 'assignment', 'best_single_change' ], [ 'assignment', 'best_reward' ], [ 'assignment', 'run_check' ] ],
	trigger => [ 'CREATE TRIGGER t BEFORE UPDATE OR DELETE ON hr.XX FOR EACH ROW EXECUTE FUNCTION open_by_trigger();',
		[ 'employee', 'erase_person' ], [ 'alignment_snapshot', 'trim_snapshots' ] ],
	event => [ q{CREATE EVENT TRIGGER t ON ddl_command_end WHEN TAG IN ('XX') EXECUTE FUNCTION open_by_event();},
		map { [ $_->[0], $_->[1] ] } [ 'CREATE VIEW', 'install_views' ], [ 'CREATE VIEW', 'upgrade_views' ],
		[ 'CREATE VIEW', 'install_public_views' ], [ 'REVOKE', 'grant_reader' ],
		[ 'DROP VIEW', 'uninstall' ] ]);
for my $kind (sort keys %door)
{
	my ($make, @by) = @{ $door{$kind} };
	for (@by)
	{
		my ($name, $call) = @$_;
		next unless $ENV{GMALIGN_ALL} || grep { $_ eq $call } @light;
		(my $deed = $make) =~ s/XX/$name/g;
		$deed =~ s/ALTER TABLE hr.view_version/ALTER VIEW hr.view_version/;
		is(join(' ', map { "$_->[1] $_->[2]" } attack($deed, 'hr', [$call])), 'deed 42501', "$call: a door that a $kind opens is seen");
	}
}

# she herself may, and so may others who trust her as with every view
my @hers = grep { !/publi|install_views|upgrade/ } @calls;
is(join(' ', map { "$_->[0]:$_->[2]" } grep { $_->[2] ne '00000' } attack('SET ROLE alice;', 'hers', \@hers)), '',
	'the owner of a model works in it');
is(join(' ', map { "$_->[0]:$_->[2]" } attack('', 'hr', [ 'run_check', 'install_public_views' ])),
	'run_check:00000 install_public_views:00000',
	'as does a superuser in an own one, with public views');
is($node->safe_psql('postgres', q{BEGIN; GRANT USAGE ON SCHEMA hers TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA hers TO reader;
	SET LOCAL ROLE reader; SELECT count(*) FROM gmalign.preview_alignment('hers', 'M1', '{}'); ROLLBACK}), '4', 'a reader previews');
my ($rc, $out, $err) = $node->psql('postgres', q{SELECT * FROM gmalign.run_check('hers')});
like($err, qr/schema "hers" is not for role "postgres" to work in: role "alice" owns it.*HINT:  .*SET ROLE alice/s,
	'a superuser is told whose it is');

# an owner of the database who is no superuser creates the extension, and owns
# nothing in which others look up functions
$node->safe_psql('postgres', 'CREATE ROLE dbo; CREATE DATABASE dbos OWNER dbo');
$node->safe_psql('dbos', q{SET ROLE dbo; CREATE EXTENSION gmalign});
($rc, $out, $err) = $node->psql('dbos', q{SET ROLE dbo; CREATE FUNCTION gmalign.min_group(float8, bigint, bigint) RETURNS float8
	LANGUAGE sql AS 'SELECT 1::float8'});
like($err, qr/permission denied for schema gmalign/, 'nor may create there');
is($node->safe_psql('dbos', q{SELECT string_agg(DISTINCT r.rolname, ' ') FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
	WHERE n.nspname IN ('gmalign', 'gmalign_private')}), $node->safe_psql('dbos', 'SELECT current_user'),
	'the schemas belong to whom the functions do');
# made before, by somebody else: taken over when empty, refused when not
$node->safe_psql('postgres', 'CREATE DATABASE before; GRANT CREATE ON DATABASE before TO low');
for my $made ('CREATE COLLATION gmalign.c FROM "C"', 'CREATE TYPE gmalign.finding AS ENUM ()', 'CREATE VIEW gmalign.v AS SELECT 1 AS a')
{
	$node->safe_psql('before', "SET ROLE low; CREATE SCHEMA gmalign; $made");
	($rc, $out, $err) = $node->psql('before', 'CREATE EXTENSION gmalign');
	like($err, qr/schema "gmalign" is there already and is not empty/, "refused: $made");
	$node->safe_psql('before', 'DROP SCHEMA gmalign CASCADE');
}
$node->safe_psql('before', 'SET ROLE low; CREATE SCHEMA gmalign; GRANT ALL ON SCHEMA gmalign TO PUBLIC');
$node->safe_psql('before', 'CREATE EXTENSION gmalign');
is($node->safe_psql('before', q{SELECT has_schema_privilege('low', 'gmalign', 'CREATE'), has_schema_privilege('low', 'gmalign', 'USAGE')}),
	'f|t', 'an empty schema is taken over');

$node->stop;
done_testing();
