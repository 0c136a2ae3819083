#!/usr/bin/env python3
"""Tells people what the nightly check found: a mail each, and a line in a chat.

    tell.py hr --domain example.org --to mobility@example.org --webhook https://chat.example.org/hook
    tell.py hr --domain example.org --once

Waits for run_check(), which notifies the channel gmalign_flag when it has opened flags,
and sends to everybody what is new for them; with --once it does not wait: for crontab,
after the check. psql connects as the environment says (PGHOST, PGDATABASE, PGSERVICE);
the role needs the tier person. An external id is the address, or its part before the @
of --domain; what has nobody to be told goes to --to. What is about a person is in no
chat. Ends with an error when the connection does (systemd: Restart=always); what could
not be sent is said on stderr.
"""
import argparse
import email.message
import json
import subprocess
import sys
import time
import urllib.request

PSQL = ['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1']


def digests(schema):
    """What is new, a dictionary for each person to be told."""
    query = "SELECT to_jsonb(d) FROM gmalign.flag_digest(:'schema', only_new => true) AS d"
    out = subprocess.run(PSQL + ['-v', 'schema=' + schema], input=query, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def mail(digest, args):
    person = digest['person_external_id'] or digest['person_id']
    to = args.to if person is None else person if '@' in person or not args.domain else f'{person}@{args.domain}'
    if to is None:
        raise ValueError('nobody to send it to: --to is missing')
    message = email.message.EmailMessage()
    message['From'], message['To'], message['Subject'] = args.sender, to, digest['title']
    message.set_content(digest['message'])
    message.add_alternative(digest['message_html'], subtype='html')
    # -i: a line with a dot alone does not end it; -t: to whom the head says
    subprocess.run([args.sendmail, '-i', '-t'], input=message.as_bytes(), check=True)


def chat(digest, args):
    # a channel has more readers than the one to be told
    seen = [n for n in digest['notices'] if n['is_new'] and not n['subject'].startswith('person ')]
    if not seen:
        return
    text = '\n'.join([f"{digest['person_external_id'] or 'nobody yet'}:"] + [f"- {n['subject']}: {n['sentence']}" for n in seen])
    request = urllib.request.Request(args.webhook, json.dumps({'text': text}).encode(), {'Content-Type': 'application/json'})
    urllib.request.urlopen(request, timeout=30).close()


def tell(args):
    """Sends what is new. Returns whether all of it went out: what fails for one is sent to the others."""
    well = True
    for digest in digests(args.schema):
        for send in (mail, chat) if args.webhook else (mail,):
            try:
                send(digest, args)
            except (OSError, ValueError, subprocess.CalledProcessError) as error:
                print(f"tell.py: {send.__name__} for {digest['person_external_id']}: {error}", file=sys.stderr)
                well = False
    return well


def listen(args):
    """Tells after every run of the check, until the connection ends."""
    psql = subprocess.Popen(PSQL, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    psql.stdin.write('LISTEN gmalign_flag;\n')
    while True:
        # psql says what it was notified of after a statement
        psql.stdin.write("SELECT 'done';\n")
        notified = False
        for line in psql.stdout:
            if line == 'done\n':
                break
            notified = notified or 'gmalign_flag' in line
        else:
            sys.exit('tell.py: the connection ended')
        if notified:
            tell(args)
        time.sleep(args.every)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('schema')
parser.add_argument('--domain', help='what follows the @ of an external id')
parser.add_argument('--to', help='who gets what has nobody to be told')
parser.add_argument('--from', dest='sender', default='gmalign', help='the sender')
parser.add_argument('--webhook', help='a URL that takes {"text": "..."}')
parser.add_argument('--sendmail', default='/usr/sbin/sendmail')
parser.add_argument('--every', type=float, default=10, help='seconds between two looks')
parser.add_argument('--once', action='store_true', help='send what is new now, and end')
arguments = parser.parse_args()
if arguments.once:
    sys.exit(0 if tell(arguments) else 1)
listen(arguments)
