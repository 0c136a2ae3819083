-- A picture of the report as SVG: a column of panels by kind, a row by number of
-- goals; in each, by what the lists have in common, the share called aligned
-- where r = .9 and where unrelated, and called misaligned where reversed.
\pset format unaligned
\pset tuples_only on
WITH point AS (
  SELECT f.kind, f.goals, v.x, v.label, f.truth, CASE WHEN f.truth = 'reversed' THEN f.misaligned ELSE f.aligned END AS share,
         20 + array_position(ARRAY['ratings', 'points', 'signed'], f.kind) * 240 - 200 AS left,
         40 + array_position(ARRAY[3, 5, 8], f.goals) * 150 - 150 AS top
  FROM found f JOIN (VALUES ('one list', 3, '100 %'), ('80 % in common', 2, '80 %'), ('60 % in common', 1, '60 %'),
                            ('40 % in common', 0, '40 %')) AS v (structure, x, label) USING (structure)
  WHERE f.truth IN ('r = .9', 'unrelated', 'reversed')
)
SELECT '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="470" font-family="sans-serif" font-size="11">'
UNION ALL SELECT '<rect width="760" height="470" fill="white"/><text x="20" y="18">per cent, by what the lists have in common: '
  '<tspan fill="#1b7837">aligned where r = .9</tspan>, <tspan fill="#b2182b">misaligned where reversed</tspan>, '
  '<tspan fill="#888">aligned where unrelated (dashed: 5)</tspan></text>'
UNION ALL SELECT DISTINCT format('<rect x="%s" y="%s" width="180" height="100" fill="none" stroke="#ccc"/>'
  '<text x="%s" y="%s">%s, %s goals</text>'
  '<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="#888" stroke-dasharray="3"/>',
  p.left, p.top, p.left, p.top - 4, p.kind, p.goals, p.left, p.left + 180, p.top + 95, p.top + 95) FROM point p
UNION ALL SELECT format('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>',
  CASE p.truth WHEN 'r = .9' THEN '#1b7837' WHEN 'reversed' THEN '#b2182b' ELSE '#888' END,
  string_agg(format('%s,%s', p.left + p.x * 60, round(p.top + 100 - p.share)), ' ' ORDER BY p.x))
  FROM point p GROUP BY p.kind, p.goals, p.truth
UNION ALL SELECT DISTINCT format('<text x="%s" y="%s" text-anchor="middle" fill="#555">%s</text>', p.left + p.x * 60, p.top + 113,
    p.label) FROM point p
UNION ALL SELECT DISTINCT format('<text x="%s" y="%s" text-anchor="end" fill="#555">%s</text>', p.left - 4, p.top + 104 - y.share, y.share)
  FROM point p, (VALUES (0), (50), (100)) AS y (share)
UNION ALL SELECT '</svg>';
