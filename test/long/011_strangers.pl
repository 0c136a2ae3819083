# Who may create something somewhere does not become who works there. A table of
# attacks: every deed of a stranger by every function that takes a schema. The
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
		IF current_user <> ALL (string_to_array(current_setting('evil.me', true), ' ')) THEN PERFORM pg_catalog.nextval('evil.seen'); END IF;
		RETURN true;
	END $$;
	CREATE FUNCTION evil.trap_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.trap(); RETURN NEW; END $$;
	CREATE FUNCTION evil.trap_text(text, text) RETURNS text LANGUAGE sql AS $$ SELECT 'x' WHERE evil.trap() $$;
	CREATE FUNCTION evil.trap_pure(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.trap(); RETURN 1; END $$;
	CREATE FUNCTION evil.trap_event() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.trap(); END $$;
	-- his own relations, which others read from
	CREATE TABLE evil.list AS SELECT 1 AS one;
	CREATE VIEW evil.seen_list AS SELECT one FROM evil.list;
	CREATE TYPE evil.mood AS ENUM ('E9');
	CREATE DOMAIN evil.word AS text;
	GRANT ALL ON evil.list, evil.seen_list TO PUBLIC;
	RESET ROLE;
	-- the model reads from there
	CREATE FUNCTION reads(source text, condition text DEFAULT 'true') RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		ALTER TABLE hr.employee RENAME TO employee_;
		EXECUTE format('CREATE VIEW hr.employee AS SELECT e.* FROM hr.employee_ e JOIN %s AS l ON l.one = 1 WHERE %s', source, condition);
	END $$;
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
	partition_snapshots => q{SELECT count(*) FROM gmalign.partition_snapshots('SCHEMA')},
	install_views => q{SELECT count(*) FROM gmalign.install_views('SCHEMA')},
	upgrade_views => q{SELECT count(*) FROM gmalign.upgrade_views('SCHEMA')},
	install_public_views => q{SELECT gmalign.install_public_views('SCHEMA', 'gm_public')},
	outdated_views => q{SELECT count(*) FROM gmalign.outdated_views('SCHEMA')},
	add_foreign_keys => q{SELECT count(*) FROM gmalign.add_foreign_keys('SCHEMA')},
	grant_reader => q{SELECT gmalign.grant_reader('SCHEMA', 'reader', 'assignment')},
	uninstall => q{SELECT count(*) FROM gmalign.uninstall('SCHEMA', true)},
	publish => q{SELECT gmalign.publish('SCHEMA')},
	install => q{SELECT gmalign.install('SCHEMA')},
	distribute => q{SELECT count(*) FROM gmalign.distribute('SCHEMA')},
	enable_row_security => q{SELECT count(*) FROM gmalign.enable_row_security('SCHEMA')},
	disable_row_security => q{SELECT count(*) FROM gmalign.disable_row_security('SCHEMA')},
	schedule_check => q{SELECT count(*) FROM gmalign.schedule_check('SCHEMA')},
	load => q{SELECT count(*) FROM gmalign.load('SCHEMA', 'people', 'public.people')},
	move_dossier => q{SELECT count(*) FROM gmalign.move_dossier('SCHEMA', 'M1')},
	move_dossier_text => q{SELECT gmalign.move_dossier_text('SCHEMA', 'M1')},
	flag_digest => q{SELECT count(*) FROM gmalign.flag_digest('SCHEMA')},
	cascade_dot => q{SELECT gmalign.cascade_dot('SCHEMA')},
	cascade_mermaid => q{SELECT gmalign.cascade_mermaid('SCHEMA')},
	move_dot => q{SELECT gmalign.move_dot('SCHEMA', 'M1')},
	alignment_heatmap => q{SELECT count(*) FROM gmalign.alignment_heatmap('SCHEMA')},
	report => q{SELECT count(*) FROM gmalign.report('SCHEMA')},
);
# looks at names in pg_cron's tables only
is($node->safe_psql('postgres', q{SELECT string_agg(DISTINCT p.proname, ' ' ORDER BY p.proname) FROM pg_proc p
	WHERE p.pronamespace = 'gmalign'::regnamespace AND 'schema' = ANY (p.proargnames) AND p.proname <> 'unschedule_check'}),
	join(' ', sort keys %call), 'the table has every function that takes a schema');

# what a stranger does: in which schema, and SQL; low may create in hr while it runs
my $may = 'GRANT USAGE, CREATE ON SCHEMA hr TO low; SET LOCAL ROLE low;';
my $may_no_more = 'RESET ROLE; REVOKE CREATE ON SCHEMA hr FROM low;';
my $may_trigger = 'GRANT USAGE ON SCHEMA hr TO low; GRANT TRIGGER ON ALL TABLES IN SCHEMA hr TO low; SET LOCAL ROLE low;';
my $trigger_no_more = 'RESET ROLE; REVOKE TRIGGER ON ALL TABLES IN SCHEMA hr FROM low;';
my $grants = q{gmalign.grant_reader('hr', CAST('low'::text AS regrole), 'person') IS NOT NULL};
my @open = ('gmalign_open', 'SELECT 1::bigint AS id, NULL::text rule_code, NULL::text subject_kind, NULL::text subject_id,
	NULL::float8 score, false AS is_ahead WHERE evil.trap()');
my @deed = (
	[ 'may create, and has not', 'hr', 'GRANT USAGE, CREATE ON SCHEMA hr TO low;' ],
	[ 'everybody may create', 'hr', 'GRANT USAGE, CREATE ON SCHEMA hr TO PUBLIC;' ],
	[ 'a view by the name of a temporary table', 'hr',
		"$may CREATE VIEW hr.$open[0] AS $open[1]; GRANT ALL ON hr.$open[0] TO PUBLIC; RESET ROLE;" ],
	[ 'that view, and CREATE is taken back', 'hr', "$may CREATE VIEW hr.$open[0] AS $open[1]; GRANT ALL ON hr.$open[0] TO PUBLIC;
		$may_no_more" ],
	[ 'an exact overload of format()', 'hr', "$may CREATE FUNCTION hr.format(text, text) RETURNS text LANGUAGE sql
		AS 'SELECT evil.trap_text(\$1, \$2)'; $may_no_more" ],
	# each kind of thing that lies in a schema
	(map { [ "$_->[0] of his", 'hr', "$may $_->[1]; $may_no_more" ] }
		[ 'an operator', 'CREATE OPERATOR hr.|| (LEFTARG = text, RIGHTARG = name, FUNCTION = evil.trap_name)' ],
		[ 'a domain', 'CREATE DOMAIN hr.text AS pg_catalog.text CHECK (evil.trap())' ],
		[ 'an enum', q{CREATE TYPE hr.float8 AS ENUM ('a')} ],
		[ 'a range', 'CREATE TYPE hr.r AS RANGE (SUBTYPE = pg_catalog.float8)' ],
		[ 'a row type', 'CREATE TYPE hr.r AS (a pg_catalog.float8)' ],
		[ 'a collation', 'CREATE COLLATION hr.c FROM "C"' ],
		[ 'a conversion', q{CREATE CONVERSION hr.c FOR 'UTF8' TO 'LATIN1' FROM pg_catalog.utf8_to_iso8859_1} ],
		[ 'a text search configuration', 'CREATE TEXT SEARCH CONFIGURATION hr.c (COPY = pg_catalog.simple)' ],
		[ 'a text search dictionary', 'CREATE TEXT SEARCH DICTIONARY hr.d (TEMPLATE = pg_catalog.simple)' ],
		[ 'statistics', 'CREATE STATISTICS hr.s ON one, (one + 1) FROM evil.list' ],
		[ 'a sequence', 'CREATE SEQUENCE hr.n' ],
		[ 'a materialized view', 'CREATE MATERIALIZED VIEW hr.m AS SELECT 1 AS a' ],
		[ 'a procedure', 'CREATE PROCEDURE hr.p() LANGUAGE sql AS $$ SELECT 1 $$' ],
		[ 'an aggregate', 'CREATE AGGREGATE hr.a(pg_catalog.text) (SFUNC = evil.trap_text, STYPE = pg_catalog.text)' ]),
	[ 'a trigger', 'hr', "$may_trigger
		CREATE TRIGGER t BEFORE INSERT ON hr.check_run FOR EACH ROW EXECUTE FUNCTION evil.trap_trigger();
		CREATE TRIGGER t BEFORE UPDATE ON hr.employee FOR EACH ROW EXECUTE FUNCTION evil.trap_trigger(); $trigger_no_more" ],
	# a condition needs no function of his
	[ 'a trigger that grants', 'hr', "$may_trigger CREATE TRIGGER t BEFORE UPDATE ON hr.check_run FOR EACH ROW WHEN ($grants)
		EXECUTE FUNCTION suppress_redundant_updates_trigger(); $trigger_no_more" ],
	[ 'a trigger that turns the path', 'hr', "$may_trigger CREATE TRIGGER t BEFORE UPDATE ON hr.employee FOR EACH ROW
		WHEN (set_config('search_path', 'evil', false) <> '') EXECUTE FUNCTION suppress_redundant_updates_trigger(); $trigger_no_more" ],
	[ 'a function that a default calls', 'hr', 'ALTER TABLE hr.check_run ALTER COLUMN skipped SET DEFAULT evil.trap();' ],
	[ 'a function that a policy calls', 'hr', 'CREATE POLICY p ON hr.goal USING (evil.trap());' ],
	[ 'a function that a constraint calls', 'hr', 'ALTER TABLE hr.check_run ADD CHECK (evil.trap()) NOT VALID;' ],
	[ 'a function that a rule calls', 'hr', 'CREATE RULE r AS ON INSERT TO hr.check_run DO ALSO SELECT evil.trap();' ],
	[ 'a function that an index calls', 'hr', 'CREATE INDEX ON hr.load_reject (evil.trap_pure(1));' ],
	[ 'a function that a function calls', 'hr', 'CREATE FUNCTION hr.f() RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT evil.trap(); END;' ],
	[ 'a function that an operator calls', 'hr', q{CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.trap_text);
		SELECT reads('evil.list', '(''a'' OPERATOR(public.===) ''a'') <> ''''');} ],
	[ 'a function that an event trigger calls', 'hr', 'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION evil.trap_event();' ],
	# the owner's own relations by the names of the model's, with code of his behind them
	(map { [ $_->[0], 'hr', "ALTER TABLE hr.$_->[1] RENAME TO n_; $_->[2]" ] }
		[ 'a materialized view by the name of a table', 'load_reject',
			'CREATE MATERIALIZED VIEW hr.load_reject AS SELECT * FROM hr.n_ WHERE evil.trap() WITH NO DATA;' ],
		[ 'a foreign table by the name of a table', 'employee', q{CREATE FOREIGN DATA WRAPPER w; GRANT USAGE ON FOREIGN DATA WRAPPER w TO low;
			CREATE SERVER s FOREIGN DATA WRAPPER w; ALTER SERVER s OWNER TO low;
			CREATE FOREIGN TABLE hr.employee (id bigint, external_id text) SERVER s;} ],
		[ 'a view with a trigger by the name of a table', 'check_run', 'CREATE VIEW hr.check_run AS SELECT * FROM hr.n_;
			CREATE TRIGGER t INSTEAD OF INSERT ON hr.check_run FOR EACH ROW EXECUTE FUNCTION evil.trap_trigger();' ]),
	# what the model reads is not in its schema
	[ 'his view', 'hr', q{SELECT reads('evil.seen_list'); SET LOCAL ROLE low;
		CREATE OR REPLACE VIEW evil.seen_list AS SELECT one FROM evil.list WHERE evil.trap(); RESET ROLE;} ],
	[ 'his view, which grants', 'hr', qq{SELECT reads('evil.seen_list'); SET LOCAL ROLE low;
		CREATE OR REPLACE VIEW evil.seen_list AS SELECT one FROM evil.list WHERE $grants; RESET ROLE;} ],
	[ 'his view below a view', 'hr', q{CREATE VIEW public.between AS SELECT one FROM evil.seen_list; SELECT reads('public.between');
		SET LOCAL ROLE low; CREATE OR REPLACE VIEW evil.seen_list AS SELECT one FROM evil.list WHERE evil.trap(); RESET ROLE;} ],
	[ 'his table with a policy', 'hr', q{SELECT reads('evil.list'); SET LOCAL ROLE low; ALTER TABLE evil.list ENABLE ROW LEVEL SECURITY;
		CREATE POLICY p ON evil.list USING (evil.trap()); RESET ROLE;} ],
	[ 'his table with a policy that grants', 'hr', qq{SELECT reads('evil.list'); SET LOCAL ROLE low;
		ALTER TABLE evil.list ENABLE ROW LEVEL SECURITY;
		CREATE POLICY p ON evil.list USING ($grants); RESET ROLE;} ],
	[ 'his table with an index', 'hr', q{SELECT reads('evil.list'); SET LOCAL ROLE low;
		CREATE INDEX ON evil.list ((evil.trap_pure(1) + one)); RESET ROLE;} ],
	[ 'his type', 'hr', 'ALTER TABLE hr.employee ADD note evil.mood;' ],
	[ 'his domain', 'hr', 'ALTER TABLE hr.employee ADD note evil.word; SET LOCAL ROLE low;
		ALTER DOMAIN evil.word ADD CHECK (evil.trap()) NOT VALID; RESET ROLE;' ],
	[ 'a domain that calls his function', 'hr', 'CREATE DOMAIN public.word AS text CHECK (evil.trap());
		ALTER TABLE hr.employee ADD note public.word;' ],
	[ 'a row type with that domain', 'hr', 'CREATE DOMAIN public.word AS text CHECK (evil.trap());
		CREATE TYPE public.words AS (a public.word); ALTER TABLE hr.employee ADD note public.words;' ],
	[ 'a list of rows of his domain', 'hr', 'CREATE TYPE public.words AS (a evil.word); ALTER TABLE hr.employee ADD note public.words[];
		SET LOCAL ROLE low; ALTER DOMAIN evil.word ADD CHECK (evil.trap()) NOT VALID; RESET ROLE;' ],
	[ 'a part of a table', 'hr', 'CREATE TABLE evil.part () INHERITS (hr.employee); ALTER TABLE evil.part OWNER TO low;' ],
	[ 'a trigger of a part of a table', 'hr', 'CREATE TABLE public.part () INHERITS (hr.employee);
		CREATE TRIGGER t BEFORE UPDATE ON public.part FOR EACH ROW EXECUTE FUNCTION evil.trap_trigger();' ],
	[ 'a trigger put off until the end', 'hr', 'GRANT USAGE ON SCHEMA hr TO low; GRANT REFERENCES ON hr.employee TO low; SET LOCAL ROLE low;
		CREATE TABLE evil.ref (id bigint REFERENCES hr.employee ON DELETE CASCADE ON UPDATE CASCADE);
		CREATE CONSTRAINT TRIGGER t AFTER DELETE OR UPDATE ON evil.ref DEFERRABLE FOR EACH ROW EXECUTE FUNCTION evil.trap_trigger();
		RESET ROLE;' ],
	[ 'a view of a rule', 'hr', q{CREATE VIEW public.looks AS SELECT one::text AS subject_id FROM evil.seen_list;
		INSERT INTO hr.flag_rule (code, meaning, relation, subject_kind, severity, opens_when)
		VALUES ('t', 'm', 'public.looks', 'assignment', 'low', 'found'); SET LOCAL ROLE low;
		CREATE OR REPLACE VIEW evil.seen_list AS SELECT one FROM evil.list WHERE evil.trap(); RESET ROLE;}, 'run_check' ],
	[ 'a file', 'hr', q{DROP TABLE public.people; CREATE VIEW public.people AS SELECT 'E9' AS external_id FROM evil.seen_list;
		SET LOCAL ROLE low;
		CREATE OR REPLACE VIEW evil.seen_list AS SELECT one FROM evil.list WHERE evil.trap(); RESET ROLE;}, 'load' ],
	[ 'a file of his type', 'hr', q{SET LOCAL ROLE low;
		CREATE FUNCTION evil.said(evil.mood) RETURNS text LANGUAGE sql AS $$ SELECT 'E9' WHERE evil.trap() $$;
		CREATE CAST (evil.mood AS text) WITH FUNCTION evil.said(evil.mood); RESET ROLE;
		ALTER TABLE public.people ALTER external_id TYPE evil.mood USING 'E9'; INSERT INTO public.people VALUES ('E9');}, 'load' ],
	[ 'a schema of his', 'his', 'CREATE SCHEMA his AUTHORIZATION low;' ],
	[ 'a schema of his, with a model in it', 'his', q{SET LOCAL ROLE low; SELECT gmalign.install('his'); RESET ROLE;} ],
	[ 'a model of her own', 'hers', q{DO $$ BEGIN PERFORM mine(v) FROM unnest(ARRAY['employee',
		'assignment', 'flag_rule', 'goal', 'alignment_snapshot']) AS v; END $$; GRANT ALL ON ALL TABLES IN SCHEMA hers TO PUBLIC;
		DROP VIEW hers.view_version CASCADE;
		CREATE VIEW hers.view_version AS SELECT 1 AS id, '0'::text AS version, ''::text AS fingerprint, true AS is_current WHERE evil.trap();} ],
	[ 'a model of her own, as it was made', 'hers', '' ],
	(map { [ "an exact overload in $_", 'hr', "GRANT CREATE ON SCHEMA $_ TO low; SET LOCAL ROLE low;
		CREATE FUNCTION $_.min_group(float8, bigint, integer) RETURNS float8 LANGUAGE sql
		AS \$\$ SELECT 1::float8 WHERE evil.trap() \$\$; RESET ROLE; REVOKE CREATE ON SCHEMA $_ FROM low;" ] } qw(gmalign gmalign_private)),
	# who reads trusts the owner of the model, and nobody who made a view by some name in it
	[ 'a view that a reader would take for the model', 'pre', q{GRANT USAGE, CREATE ON SCHEMA pre TO low; SET LOCAL ROLE low;
		CREATE VIEW pre.setting_in_force AS SELECT 1 AS id WHERE evil.trap();
		CREATE VIEW pre.employee AS SELECT 1::bigint AS id, 'E1'::text AS external_id WHERE evil.trap();
		CREATE VIEW pre.view_version AS SELECT 1 AS id, '0'::text AS version, ''::text AS fingerprint, true AS is_current WHERE evil.trap();
		GRANT SELECT ON ALL TABLES IN SCHEMA pre TO PUBLIC; RESET ROLE; REVOKE CREATE ON SCHEMA pre FROM low; GRANT USAGE ON SCHEMA pre TO PUBLIC;
		SET LOCAL ROLE reader;} ],
);
$node->safe_psql('postgres', q{SET ROLE low; CREATE FUNCTION evil.trap_name(text, name) RETURNS text LANGUAGE sql
	AS $$ SELECT 'x' WHERE evil.trap() $$; RESET ROLE;
	CREATE SCHEMA pre AUTHORIZATION alice; CREATE TABLE people AS SELECT 'E1'::text AS external_id; GRANT SELECT ON people TO alice});

# a line per call, each undone: what the deed and the call ended with, and how often
# the trap closed so far
sub attack
{
	my ($deed, $schema, $calls) = @_;
	my $me = $schema eq 'hers' ? 'low alice' : 'low';
	my $script = "\\set VERBOSITY terse\nSET client_min_messages = error;\n\\set done\nBEGIN;\n"
	  . "SET LOCAL evil.me = '$me postgres';\n$deed\n;SELECT 'deed' AS done \\gset\nSET LOCAL evil.me = '$me';\n";
	for my $name (@$calls)
	{
		my $call = $call{$name} =~ s/SCHEMA/$schema/r;
		$script .= "SAVEPOINT s;\n$call \\g /dev/null\n\\set state :SQLSTATE\nROLLBACK TO s;\n"
		  . "SELECT '$name', :'done', :'state', (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM evil.seen);\n";
	}
	my ($rc, $out, $err) = $node->psql('postgres', "$script ROLLBACK;", on_error_stop => 0);
	diag($err) if $out !~ /\|deed\|/;
	return map { [ split /\|/ ] } grep { /\|/ } split /\n/, $out;
}

# what each function says before it looks around: of a schema without a model, and for a reader
my %before = (hers => { publish => '42P01' },
	his => { map { $_ => '42P01 42501' } qw(publish check export_person erase_person grant_reader load
		enable_row_security export_stratml import_stratml) },
	pre => { map { $_ => '42P01' } qw(publish grant_reader export_stratml import_stratml) });
$before{his}{outdated_views} = '00000 42501';
# every deed by the check and by every third function, the next three times by others;
# GMALIGN_ALL=1 tries all by all
my @calls = sort keys %call;
my $turn = 0;
for my $d (@deed)
{
	my ($what, $schema, $deed, $only) = @$d;
	my @tried = $only ? ($only) : grep { $ENV{GMALIGN_ALL} || $_ eq 'run_check' || $turn++ % 3 == 0 } @calls;
	my @ran = attack($deed, $schema, \@tried);
	my $before = $node->safe_psql('postgres', 'SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM evil.seen');
	is(scalar(grep { $_->[1] eq 'deed' } @ran), scalar(@tried), "$what: it is done");
	is(join(' ', map { "$_->[0]:$_->[2]" } grep { $_->[2] ne '42501' && ($before{$schema}{$_->[0]} // '') !~ /$_->[2]/ } @ran),
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
# what these say at home as well: the model is there already, and Citus is not
my %at_home = (install => '42P07', distribute => '0A000');
is(join(' ', map { "$_->[0]:$_->[2]" } grep { $_->[2] ne ($at_home{$_->[0]} // '00000') } @path), '',
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

# what was made since a transaction began is found by name, and seen, also where its tables do not show it
sub later
{
	my ($db, $before, $meanwhile, $call) = @_;
	my $session = $node->background_psql($db, on_error_stop => 0);
	$session->query_safe("SET client_min_messages = error; $before BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class;");
	$node->safe_psql($db, $meanwhile);
	my $said = $session->query("$call \\g /dev/null\n\\echo :SQLSTATE\nROLLBACK;");
	$session->quit;
	return $said =~ /(\w{5})$/m ? $1 : $said;
}
is(later('postgres', 'SET evil.me = \'low\';', q{GRANT USAGE, CREATE ON SCHEMA hr TO low; SET ROLE low;
	CREATE FUNCTION hr.trap(oid, regclass) RETURNS boolean LANGUAGE sql AS 'SELECT evil.trap()';
	CREATE OPERATOR hr.= (LEFTARG = oid, RIGHTARG = regclass, FUNCTION = hr.trap); RESET ROLE; REVOKE CREATE ON SCHEMA hr FROM low},
	$call{run_check} =~ s/SCHEMA/hr/r), '42501', 'an operator made after the transaction began');
is($node->safe_psql('postgres', 'SELECT is_called FROM evil.seen'), 'f', 'nobody stepped into it');
$node->safe_psql('postgres', 'DROP OPERATOR hr.= (oid, regclass); DROP FUNCTION hr.trap');
$node->safe_psql('postgres', 'CREATE ROLE dbo; CREATE DATABASE since OWNER dbo');
is(later('since', 'SET ROLE dbo;', q{SET ROLE dbo; CREATE SCHEMA gmalign;
	CREATE FUNCTION gmalign.format(text, text) RETURNS text LANGUAGE sql AS $$ SELECT 'mine' $$}, 'CREATE EXTENSION gmalign'),
	'42501', 'a function made after the transaction began that creates the extension');

# she herself may, and so may others who trust her as with every view
my @hers = grep { !/publi|^install|install_views|upgrade|distribute/ } @calls;
is(join(' ', map { "$_->[0]:$_->[2]" } grep { $_->[2] ne '00000' } attack('SET ROLE alice;', 'hers', \@hers)), '',
	'the owner of a model works in it');
is(join(' ', map { "$_->[0]:$_->[2]" } attack('', 'hr', [ 'run_check', 'install_public_views' ])),
	'run_check:00000 install_public_views:00000',
	'as does a superuser in an own one, with public views');
is($node->safe_psql('postgres', q{BEGIN; GRANT USAGE ON SCHEMA hers TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA hers TO reader;
	SET LOCAL ROLE reader; SELECT count(*) FROM gmalign.preview_alignment('hers', 'M1', '{}'); ROLLBACK}), '4', 'a reader previews');
# tables and views of others without code of theirs are read as any
for my $source ('evil.list', 'evil.seen_list')
{
	is(join(' ', map { "$_->[0]:$_->[2]" } grep { $_->[2] ne '00000' } attack("SELECT reads('$source');", 'hr',
		[qw(run_check check move_dossier)])),
		'', "a model reads from $source");
}
is(join(' ', map { "$_->[2]" } attack('ALTER TABLE people OWNER TO low;', 'hr', ['load'])), '00000',
	'and a file of somebody else is loaded');
# the owner of the database as such may do nothing there
is(join(' ', map { "$_->[0]:$_->[2]" } grep { $_->[2] ne '00000' } attack('ALTER DATABASE postgres OWNER TO low;', 'hr', \@hers)), '',
	'the owner of the database is no stranger');
my ($rc, $out, $err) = $node->psql('postgres', q{SELECT * FROM gmalign.run_check('hers')});
like($err, qr/schema "hers" is not for role "postgres" to work in: role "alice" owns it.*HINT:  .*SET ROLE alice/s,
	'a superuser is told whose it is');

# views of others that rest on the extension are made again by who calls reinstall(): nothing of theirs runs
$node->safe_psql('postgres', 'CREATE DATABASE anew');
$node->safe_psql('anew', q{CREATE EXTENSION gmalign; CREATE SCHEMA evil AUTHORIZATION low; SET ROLE low;
	CREATE SEQUENCE evil.seen;
	GRANT USAGE ON SCHEMA evil TO PUBLIC; GRANT ALL ON evil.seen TO PUBLIC;
	CREATE FUNCTION evil.trap() RETURNS boolean LANGUAGE plpgsql AS $$
	BEGIN
		IF current_user <> 'low' THEN PERFORM pg_catalog.nextval('evil.seen'); END IF;
		RETURN true;
	END $$;
	CREATE FUNCTION evil.trap_number(float8) RETURNS float8 IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.trap(); RETURN $1; END $$;
	CREATE FUNCTION evil.trap_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.trap(); RETURN NEW; END $$;
	CREATE DOMAIN evil.word AS text CHECK (evil.trap());
	CREATE DOMAIN evil.turn AS text CHECK (set_config('search_path', 'evil', false) <> '');
	CREATE TYPE evil.pair AS (a evil.word, b integer);
	CREATE TYPE evil.bare AS (a integer);
	CREATE TYPE evil.span AS RANGE (SUBTYPE = evil.word);
	CREATE TYPE evil.mood AS ENUM ('good');
	CREATE TABLE evil.list (a evil.word);
	RESET ROLE;
	CREATE TYPE public.holder AS (a evil.word);
	CREATE DOMAIN public.lent AS text CHECK (evil.trap());
	CREATE TYPE public.lender AS (a public.lent)});
for (
	[ "'(a,1)'::evil.pair", 42501 ], [ q('{"(a,1)"}'::evil.pair[]), 42501 ], [ "'[a,b]'::evil.span", 42501 ], [ "'(a)'::evil.list", 42501 ],
	[ "'{[a,b]}'::evil.span_multirange", 42501 ], [ "'(a)'::public.holder", 42501 ], [ "'(a)'::public.lender", 42501 ],
	[ "'(1)'::evil.bare", 42501 ], [ "'a'::evil.turn", 42501 ],
	[ "'good'::evil.mood", '00000' ], [ 'evil.trap_number(1)', '00000' ], [ q{1 AS "q; SELECT evil.trap()"}, '00000' ],
	[ '1 AS y; CREATE RULE r AS ON INSERT TO evil.v DO INSTEAD SELECT evil.trap()', '2BP01' ],
	[ '1 AS y; CREATE TRIGGER t INSTEAD OF INSERT ON evil.v FOR EACH ROW EXECUTE FUNCTION evil.trap_trigger()', '2BP01' ],
	[ '1 AS y; CREATE VIEW evil.view_version AS SELECT gmalign_private.views_fingerprint() AS f WHERE evil.trap()', 42501 ],
	[ '1 AS y; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC', '00000' ])
{
	my ($literal, $state) = @$_;
	my ($rc, $out, $err) = $node->psql('anew', "SET client_min_messages = error;
		BEGIN; SET LOCAL ROLE low; CREATE VIEW evil.v AS SELECT gmalign.rescale(1, 0, 2, 0, 1) AS x, $literal; RESET ROLE;
		SELECT count(*) FROM gmalign.reinstall() \\g /dev/null
\\echo :SQLSTATE
ROLLBACK; SELECT is_called FROM evil.seen;", on_error_stop => 0);
	is($out, "$state\nf", "reinstall() beside a view of his with $literal");
}

# an owner of the database who is no superuser creates the extension, and owns
# nothing in which others look up functions
$node->safe_psql('postgres', 'CREATE DATABASE dbos OWNER dbo');
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
