# examples/tell.py against a sendmail and a chat's webhook of the test's own: who is
# told what after a check, what is kept out of the chat, and what happens when one of
# the mails fails.
use strict;
use warnings;
use File::Temp qw(tempdir);
use GmalignTest;
use IO::Socket::INET;
use IPC::Run qw(start);
use MIME::QuotedPrint qw(decode_qp);
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'no python3 here' if system('python3 --version >/dev/null 2>&1') != 0;

my $node = new_server('tell');
$node->safe_psql('postgres', 'CREATE DATABASE mart');
load_sample($node, 'mart');
# one flag is a person's, one has nobody to be told
$node->safe_psql('mart', <<'SQL');
	UPDATE hr.setting SET date_value = '2026-01-01' WHERE code = 'personal_flags_approved_on';
	INSERT INTO hr.goal (external_id, title, level, goal_type, direction, start_value, target_value, status, start_date, due_date)
	VALUES ('KX', 'Nobody''s "key" & result', 'team', 'key_result', 'increase', 0, 10, 'on_track', '2026-01-01', '2026-12-31');
	DELETE FROM hr.flag;
SQL
@ENV{qw(PGHOST PGPORT PGDATABASE)} = ($node->host, $node->port, 'mart');

# sendmail that keeps a mail a file, and has no mailbox for GM-1
my $dir = tempdir(CLEANUP => 1);
append_to_file("$dir/sendmail", <<"SH");
#!/bin/sh
[ "\$*" = "-i -t" ] || exit 64
cat >$dir/part.\$\$
if grep -q '^To: GM-1\@' $dir/part.\$\$; then exit 67; fi
mv $dir/part.\$\$ $dir/mail.\$\$
SH
chmod 0755, "$dir/sendmail";

# a webhook that keeps what it was sent, a request a line
my $hook = IO::Socket::INET->new(Listen => 20, LocalAddr => '127.0.0.1') or die "no socket: $!";
my $url = 'http://127.0.0.1:' . $hook->sockport . '/hook';
my $child = fork // die $!;
if (!$child)
{
	while (my $client = $hook->accept)
	{
		my ($head, $body) = ('', '');
		while (my $line = <$client>) { last if $line eq "\r\n"; $head .= $line; }
		read $client, $body, $1 if $head =~ /^Content-Length: (\d+)/mi;
		append_to_file("$dir/chat", join(' ', $head =~ /^(POST \S+)/, $head =~ /^Content-Type: (\S+)\r$/mi, $body) . "\n");
		print $client "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
	}
	exit;
}
close $hook;

# looks until it is so, for a minute at most
sub soon
{
	my ($look) = @_;
	for (1 .. 600) { return 1 if $look->(); select undef, undef, undef, .1; }
	return 0;
}
my @tell = ('python3', 'examples/tell.py', 'hr', '--domain', 'example.org', '--sendmail', "$dir/sendmail", '--from', 'check@example.org');
my ($in, $out, $err) = ('', '', '');
my $h = start([ @tell, '--to', 'mobility@example.org', '--webhook', $url, '--every', '.2' ], \$in, \$out, \$err);
ok(soon(sub { $node->safe_psql('mart', q{SELECT count(*) FROM pg_stat_activity WHERE query ~ 'done' AND pid <> pg_backend_pid()}) > 0 }),
	'it waits');
is(scalar(my @none = glob "$dir/mail.*"), 0, 'nothing is sent before a check');

$node->safe_psql('mart', q{SELECT count(*) FROM gmalign.run_check('hr')});
# whom the digest names
my @rows = split /\n/, $node->safe_psql('mart', q{
	SELECT concat_ws('|', coalesce(person_external_id, '-'), title) FROM gmalign.flag_digest('hr', true) ORDER BY 1});
cmp_ok(scalar(@rows), '>', 3, 'there are people to be told');
my @mail;
ok(soon(sub { @mail = map { slurp_file($_) } glob "$dir/mail.*"; @mail == @rows - 1 }), 'a mail each, but for the one who has no mailbox');
ok(soon(sub { $h->pump_nb; $err =~ /mail for GM-1: / }), 'of whom it is said');
is(join("\n", sort map { (/^To: (\S+)/m, /^Subject: (.*)/m)[ 0, 1 ] ? "$1" : () } @mail),
	join("\n", sort map { my ($who, $title) = split /\|/; $who eq 'GM-1' ? () : $title } @rows), 'with the title of the digest');
is(join("\n", sort map { /^To: (\S+)/m } @mail),
	join("\n", sort map { my ($who) = split /\|/; $who eq 'GM-1' ? () : $who eq '-' ? 'mobility@example.org' : "$who\@example.org" } @rows),
	'to its person');
like($mail[0], qr{^Content-Type: text/plain.*^Content-Type: text/html}ms, 'as text and as HTML');
my ($nobody) = map { decode_qp($_) } grep { /^To: mobility/m } @mail;
like($nobody, qr/Nobody&#39;s &quot;key&quot; &amp; result/, 'escaped where it is HTML') or diag $nobody;

my $chat = -e "$dir/chat" ? slurp_file("$dir/chat") : '';
ok(soon(sub { $chat = -e "$dir/chat" ? slurp_file("$dir/chat") : ''; $chat =~ /KX|Nobody/ && $chat =~ /GM-1:/ }), 'the chat is told too');
like($chat, qr/^POST \/hook application\/json \{"text": "GM-1:\\n- /m, 'in JSON, who has no mailbox as well');
cmp_ok($node->safe_psql('mart', q{SELECT count(*) FROM hr.open_flag WHERE subject_kind = 'person' AND is_new}), '>', 0,
	'flags about people were opened');
unlike($chat, qr/- person /, 'and are in no chat');

my ($mails, $words) = (scalar(@mail), length $chat);
$node->safe_psql('mart', q{SELECT count(*) FROM gmalign.run_check('hr')});
select undef, undef, undef, 1;
is(scalar(my @again = glob "$dir/mail.*"), $mails, 'a check that opens nothing sends nothing');
is(length slurp_file("$dir/chat"), $words, 'to nobody');

# once, from crontab: the second mail fails again, so the job does
unlink glob "$dir/mail.*";
ok(!run_log([ @tell, '--once' ], '2>', \my $said), 'once: an error when something could not be sent');
like($said, qr/mail for GM-1: .*mail for None: nobody to send it to: --to is missing/s, 'of each it is said');
is(scalar(my @sent = glob "$dir/mail.*"), @rows - 2, 'the others have theirs');

$node->stop('fast');
ok(soon(sub { $h->pump_nb if $h->pumpable; !$h->pumpable }), 'it ends when the server does');
eval { $h->finish };
isnt($h->result(0), 0, 'with an error');
like($err, qr/the connection ended/, 'and says why');
kill 'TERM', $child;
waitpid $child, 0;
done_testing();
