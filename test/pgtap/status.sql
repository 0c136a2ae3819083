-- what counts on a day, by functions in C, against the same written in plain SQL:
-- over every combination of days before, on and after, infinite and not known
BEGIN;
\ir ../start.psql
SELECT plan(5);

CREATE TEMP TABLE day AS
  SELECT d FROM unnest(ARRAY[NULL, '-infinity', '4713-01-01 BC', '0001-12-31 BC', '0001-01-01', '2026-06-29', '2026-06-30', '2026-07-01',
                             '9999-12-31', '10000-01-01', 'infinity']::date[]) AS d;
SELECT is((SELECT count(*)
           FROM day
           WHERE gmalign_private.finite(d) IS DISTINCT FROM CASE WHEN d BETWEEN '0001-01-01' AND '9999-12-31' THEN d END), 0::bigint,
          'finite: years 1 to 9999');

SELECT is((SELECT count(*)
           FROM day b, day e, day l, unnest(ARRAY[NULL, false, true]) AS c, day t,
                LATERAL (SELECT CASE WHEN c AND (e.d IS NULL OR e.d <= t.d) THEN 'cancelled'
                                     WHEN e.d < t.d THEN 'ended'
                                     WHEN l.d < t.d THEN CASE WHEN l.d < b.d THEN 'cancelled' ELSE 'ended' END
                                     WHEN b.d > t.d THEN 'planned'
                                     ELSE 'active' END AS status) AS r
           WHERE gmalign_private.assignment_status(b.d, e.d, l.d, c, t.d) IS DISTINCT FROM r.status), 0::bigint,
          'assignment_status: of 43,923 combinations none differs');

SELECT is((SELECT count(*)
           FROM unnest(ARRAY[NULL, 'contributes', 'conflicts', 'supports', 'contribute', 'contributes ', 'CONFLICTS', '',
                             repeat('conflicts', 1000)]) AS r,
                unnest(ARRAY[NULL, -1, -.5, -0.0, 0, 1e-300, 1, 1 + 2e-16, 1.5, -1.5, 'NaN', 'Infinity', '-Infinity']::float8[]) AS c
           WHERE gmalign_private.link_contribution(r, c) IS DISTINCT FROM
                 CASE WHEN c IS NULL OR c BETWEEN -1 AND 1 THEN
                   CASE r WHEN 'contributes' THEN coalesce(c, 1) WHEN 'conflicts' THEN coalesce(c, -1) END END), 0::bigint,
          'link_contribution: as stated, else by relation');
-- whole months, and one more when they do not reach
SELECT is((SELECT count(*)
           FROM generate_series(date '2023-11-20', '2024-04-05', '1 day') AS t (today),
                generate_series(date '2022-12-25', '2026-03-05', '1 day') AS d (day),
                LATERAL (SELECT (extract(year FROM age(day::timestamp, today::timestamp)) * 12
                                 + extract(month FROM age(day::timestamp, today::timestamp)))::integer AS months) AS m
           WHERE gmalign_private.months_until(day::date, today::date)
                 IS DISTINCT FROM m.months + (today + make_interval(months => m.months) < day)::integer), 0::bigint,
          'months_until: over leap days and ends of months as age() and + interval have it');
SELECT is((SELECT array_agg(gmalign_private.months_until(d, '2026-06-30') ORDER BY d) FROM day WHERE d >= '4713-01-01 BC'),
          ARRAY[-80861, -24305, -24305, 0, 0, 1, 95683, 95683, NULL], 'months_until: days far away, and without end');
SELECT * FROM finish();
ROLLBACK;
