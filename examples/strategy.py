#!/usr/bin/env python3
"""What each strategic goal weighs, and how much of it has work behind it: a picture (SVG).

    strategy.py hr strategy.svg

Standard library and psql, which connects as the environment says (PGHOST, PGDATABASE,
PGSERVICE); a reader of the tier assignment will do.
"""
import csv
import html
import subprocess
import sys

if len(sys.argv) != 3:
    sys.exit('usage: strategy.py SCHEMA FILE.svg')
schema, path = sys.argv[1:]

query = '''SELECT coalesce(c.goal_title, 'not known') AS title, coalesce(c.importance_share, 0) AS weight,
                  coalesce(c.weighted_coverage_share, 0) AS covered, coalesce(c.gap_reason, '') AS gap
           FROM :"schema".cascade_coverage AS c WHERE c.strategic_goal_id IS NOT NULL
           ORDER BY c.importance_share DESC NULLS LAST, c.id;'''
out = subprocess.run(['psql', '-Xq', '--csv', '-v', 'ON_ERROR_STOP=1', '-v', 'schema=' + schema],
                     input=query, stdout=subprocess.PIPE, text=True, check=True).stdout
rows = list(csv.DictReader(out.splitlines()))

# the frame is as long as the goal is heavy, filled as far as it is covered
most = max((float(r['weight']) for r in rows), default=0) or 1
marks = []
for i, r in enumerate(rows):
    y, frame = 40 + 44 * i, 400 * float(r['weight']) / most
    marks.append(f'''<text x="10" y="{y}">{html.escape(r['title'])}</text>
<text x="420" y="{y}" text-anchor="end" fill="#B04A00">{html.escape(r['gap'])}</text>
<rect x="10" y="{y + 6}" width="{frame * float(r['covered']):.1f}" height="14" fill="#0072B2"/>
<rect x="10" y="{y + 6}" width="{frame:.1f}" height="14" fill="none" stroke="#333"/>
<text x="{frame + 16:.1f}" y="{y + 17}">{float(r['weight']):.0%}, of which {float(r['covered']):.0%} covered</text>''')
with open(path, 'w', encoding='utf-8') as file:
    file.write(f'''<svg xmlns="http://www.w3.org/2000/svg" width="600" height="{50 + 44 * len(rows)}" font-family="sans-serif" font-size="12">
<title>Strategic goals: their weight, and the work behind them</title>
<rect width="100%" height="100%" fill="white"/>
''' + '\n'.join(marks) + '\n</svg>\n')
for r in rows:
    print(f"{r['title']}: {float(r['weight']):.2f}, covered {float(r['covered']):.2f}")
