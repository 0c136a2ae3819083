-- Drift and follow-up against plain SQL.
BEGIN;
SET client_min_messages = warning;
\ir ../start.psql
\ir ../model.psql
SET search_path = hr, public;
SET gmalign.as_of = '2026-06-30';
SELECT plan(28);
SELECT setseed(.7);

INSERT INTO employee (id) SELECT generate_series(1, 40);
INSERT INTO assignment (id, assignee_id, start_date) SELECT i, i, '2024-01-01' FROM generate_series(1, 40) AS i;
-- snapshots of every day or so, in a walk around the threshold; some not scored
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment)
SELECT d::date, a, least(1, greatest(0, .5 + .0004 * a * (d::date - date '2026-01-01') / 30 + .3 * (random() - .5))),
       least(1, greatest(0, .4 + .25 * sin((d::date - date '2025-01-01') / (9.0 + a)) + .1 * (random() - .5)))
FROM generate_series(1, 40) AS a, generate_series(timestamp '2025-03-01', '2026-06-28', '1 day') AS d
WHERE random() < .9 OR d::date = (date_trunc('month', d) + interval '1 month')::date - 1 OR d::date = '2026-06-28';
UPDATE alignment_snapshot SET mutual_alignment = NULL, weakest_alignment = NULL WHERE assignment_id = '7' AND taken_on = '2025-12-31';
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment) VALUES ('2026-06-28', '41', .5, .5);

-- the last snapshot of each month of the last 365 days
CREATE TEMP TABLE point AS
SELECT n.* FROM alignment_snapshot n
WHERE n.taken_on IN (SELECT max(taken_on) FROM alignment_snapshot GROUP BY date_trunc('month', taken_on))
  AND n.taken_on > date '2026-06-30' - 365
  AND n.mutual_alignment IS NOT NULL;
SELECT is((SELECT count(*) FROM alignment_drift), 40::bigint, 'one row per assignment');
SELECT is_empty($$ SELECT * FROM alignment_drift d JOIN (SELECT assignment_id, count(*) AS n, min(taken_on) AS f, max(taken_on) AS l
                                                         FROM point GROUP BY 1) p
                   ON p.assignment_id = d.assignment_id
                     WHERE (d.snapshot_count, d.first_snapshot_on, d.last_snapshot_on) <> (p.n, p.f, p.l) $$, 'the snapshots used');
SELECT is((SELECT snapshot_count FROM alignment_drift WHERE assignment_id = 7), 11, 'one not scored is left out');
-- the trend: each month as its last snapshot says, of the moves that had not ended
UPDATE alignment_snapshot SET assignment_status = CASE WHEN assignment_id::integer % 4 = 0 AND taken_on > '2026-01-10' THEN 'ended'
  ELSE 'active' END,
                              alignment_band = CASE WHEN weakest_alignment < .4 THEN 'misaligned' ELSE 'mixed' END;
SELECT results_eq($$ SELECT period_start, assignment_count, round(alignment_score::numeric, 12),
                     round(misaligned_share::numeric, 12) FROM alignment_trend WHERE scope = 'all' ORDER BY 1 $$,
  $$ SELECT date_trunc('month', n.taken_on)::date, count(*)::integer, round(avg(n.mutual_alignment)::numeric, 12),
     round(avg((n.weakest_alignment < .4)::integer)::numeric, 12)
     FROM alignment_snapshot n JOIN assignment a ON a.id = n.assignment_id
     WHERE n.taken_on IN (SELECT max(taken_on) FROM alignment_snapshot GROUP BY date_trunc('month', taken_on))
       AND n.mutual_alignment IS NOT NULL AND n.assignment_status = 'active' GROUP BY 1 ORDER BY 1 $$, 'alignment_trend');
-- like for like: the moves of both months, whatever joined and left
INSERT INTO org_unit (id, name, region) VALUES (1, 'Sales', 'EMEA'), (2, 'Sales', 'EMEA'), (3, 'Talent', NULL);
UPDATE assignment SET org_unit_id = 1 + id % 3, purpose = 'p' || id % 2;
CREATE TEMP TABLE scored AS
SELECT date_trunc('month', n.taken_on)::date AS month, n.assignment_id, n.mutual_alignment, s.scope
FROM alignment_snapshot n JOIN assignment a ON a.id = n.assignment_id
CROSS JOIN LATERAL (VALUES ('all'), (CASE WHEN a.org_unit_id < 3 THEN 'region: EMEA' END), ('purpose: ' || a.purpose),
                           ((ARRAY['unit: Sales (1)', 'unit: Sales (2)', 'unit: Talent'])[a.org_unit_id])) AS s (scope)
WHERE n.taken_on IN (SELECT max(taken_on) FROM alignment_snapshot GROUP BY date_trunc('month', taken_on))
  AND n.mutual_alignment IS NOT NULL AND n.assignment_status = 'active' AND s.scope IS NOT NULL;
SELECT results_eq($$ SELECT period_start, scope, same_move_count, round(same_move_change::numeric, 12) FROM alignment_trend
                     WHERE same_move_count > 0 ORDER BY 1, 2 $$,
  $$ SELECT n.month, n.scope, count(*)::integer, round(avg(n.mutual_alignment - e.mutual_alignment)::numeric, 12)
     FROM scored n JOIN scored e ON e.assignment_id = n.assignment_id AND e.scope = n.scope AND e.month = n.month - interval '3 months'
     GROUP BY 1, 2 ORDER BY 1, 2 $$, 'the change of the same moves');
SELECT set_eq('SELECT DISTINCT scope_kind, scope FROM alignment_trend',
  $$ VALUES ('all', 'all'), ('region', 'region: EMEA'), ('purpose', 'purpose: p0'), ('purpose', 'purpose: p1'),
            ('unit', 'unit: Sales (1)'), ('unit', 'unit: Sales (2)'), ('unit', 'unit: Talent') $$,
              'a scope for each unit, also of one name');
SET gmalign.time_zone = 'Asia/Tokyo';
SELECT is((SELECT min("time") FROM alignment_trend_ts), timestamptz '2025-02-28 15:00+00', 'a month begins where gmalign.time_zone says');
RESET gmalign.time_zone;
SELECT is((SELECT array_agg(DISTINCT assignment_count ORDER BY assignment_count) FROM alignment_trend
           WHERE scope = 'all' AND period_start <> '2025-12-01'), '{30,40}'::integer[], 'ended moves leave it');
UPDATE alignment_snapshot SET assignment_status = 'active';
-- least squares by its definition, in numeric
SELECT ok(max(abs(d.monthly_change - s.slope * 1461 / 48)) < 1e-12, 'the slope is that of least squares')
FROM alignment_drift d
JOIN (SELECT p.assignment_id, sum((x - mx) * (y - my)) / nullif(sum((x - mx) ^ 2), 0) AS slope
      FROM (SELECT assignment_id, (taken_on - date '2026-01-01')::numeric AS x, mutual_alignment::numeric AS y,
                   avg((taken_on - date '2026-01-01')::numeric) OVER w AS mx, avg(mutual_alignment::numeric) OVER w AS my
            FROM point WINDOW w AS (PARTITION BY assignment_id)) AS p
      GROUP BY 1) AS s ON s.assignment_id = d.assignment_id;
-- its standard error with the noise of the setting, which counts as 6 degrees of
-- freedom; limits by Student's t, of which a table has 2.131449546 (15) and 2.119905299 (16)
SELECT is((SELECT count(*) FROM alignment_drift d
           JOIN (SELECT p.assignment_id, count(*) AS n, regr_sxx(p.mutual_alignment, p.taken_on - date '2026-01-01') AS xx,
                        regr_syy(p.mutual_alignment, p.taken_on - date '2026-01-01')
                        - regr_sxy(p.mutual_alignment, p.taken_on - date '2026-01-01') ^ 2
                          / nullif(regr_sxx(p.mutual_alignment, p.taken_on - date '2026-01-01'), 0) AS rest
                 FROM point AS p GROUP BY 1) AS s ON s.assignment_id = d.assignment_id
           CROSS JOIN LATERAL (SELECT sqrt((6 * .07 ^ 2 + s.rest) / (6 + s.n - 2) / s.xx) * 1461 / 48 AS error,
                                      CASE s.n WHEN 11 THEN 2.131449546 WHEN 12 THEN 2.119905299 END AS t) AS e
           WHERE d.statement_count = s.n AND abs(d.monthly_change_standard_error - e.error) < 1e-12
             AND abs(d.monthly_change_high - d.monthly_change - e.t * e.error) < 1e-10
             AND abs(d.monthly_change_low - d.monthly_change + e.t * e.error) < 1e-10), 40::bigint, 'and its standard error and limits');
-- a score that is looked at again is no new statement
CREATE FUNCTION pg_temp.drift(days date[], scores float8[], noise float8) RETURNS gmalign_private.drift LANGUAGE sql AS $$
  SELECT gmalign_private.drift(t.day, t.score, NULL, NULL, noise) FROM unnest(days, scores) AS t (day, score) $$;
SELECT is((SELECT s.monthly_change_standard_error::text || s.monthly_change || s.statement_count
           FROM pg_temp.drift('{2025-01-01,2025-01-31,2025-04-01,2025-05-01,2025-07-01,2025-08-01}', '{.8,.8,.7,.7,.75,.75}', .07) AS s),
          (SELECT s.monthly_change_standard_error::text || s.monthly_change || s.statement_count
           FROM pg_temp.drift('{2025-01-01,2025-04-01,2025-07-01}', '{.8,.7,.75}', .07) AS s), 'one that is seen again changes nothing');
SELECT is((SELECT row(s.monthly_change, s.statement_count, s.monthly_change_high)::text
           FROM pg_temp.drift('{2025-01-01,2025-01-31,2025-04-01}', '{.8,.8,.8}', .07) AS s), '(0,1,)',
             'one that never moves does not fall');
SELECT is((SELECT row(round(s.monthly_change::numeric, 6), s.statement_count, s.monthly_change_high)::text
           FROM pg_temp.drift('{2025-01-01,2025-04-01,2025-04-30}', '{.8,.7,.7}', .07) AS s), '(-0.033819,2,)',
             'a line through two has no limits');
SELECT is((SELECT row(round(s.monthly_change::numeric, 6), s.monthly_change_standard_error, round(s.monthly_change_high::numeric, 6))::text
           FROM pg_temp.drift('{2025-01-01,2025-01-11,2025-01-21}', '{.75,.5,.25}', NULL) AS s), '(-0.760938,0,-0.760938)',
          'no noise expected, none seen');
SELECT throws_ok($$ SELECT pg_temp.drift('{2025-01-01}', '{.8}', -1) $$, '22023', NULL, 'a noise below 0');
SELECT throws_ok($$ SELECT pg_temp.drift('{2025-01-01}', '{.8}', 'Infinity') $$, '22003', NULL, 'a noise without bounds');
SELECT is((SELECT count(*) FROM rule_drift WHERE score <> (SELECT monthly_change_high FROM alignment_drift d WHERE d.id = subject_id)),
          0::bigint, 'the rule goes by the upper limit');
-- time and area below the threshold by walking in small steps
CREATE TEMP TABLE walked AS
SELECT s.assignment_id, sum(s.days / 2000.0) FILTER (WHERE s.w < .4) AS days,
       coalesce(sum((.4 - s.w) * s.days / 2000.0) FILTER (WHERE s.w < .4), 0) AS area
FROM (SELECT p.assignment_id, p.days, p.weakest_alignment + (p.next - p.weakest_alignment) * (i - .5) / 2000 AS w
      FROM (SELECT *, lead(taken_on) OVER v - taken_on AS days, lead(weakest_alignment) OVER v AS next
            FROM point WINDOW v AS (PARTITION BY assignment_id ORDER BY taken_on)) AS p,
           generate_series(1, 2000) AS i WHERE p.days < 62) AS s
GROUP BY 1;
SELECT ok(max(abs(d.days_below_threshold - coalesce(w.days, 0))) < .2 AND max(coalesce(w.days, 0)) > 100,
          'days below the threshold') FROM alignment_drift d JOIN walked w ON w.assignment_id = d.assignment_id;
SELECT ok(max(abs(d.points_below_threshold - w.area)) < .001 AND max(w.area) > 10, 'and how far') FROM alignment_drift d
JOIN walked w ON w.assignment_id = d.assignment_id;
SELECT ok(bool_and(CASE WHEN d.weakest_monthly_change < 0 AND d.last_weakest_score >= .4
                        THEN abs(d.last_weakest_score + d.months_to_threshold * d.weakest_monthly_change - .4) < 1e-12
                        ELSE d.months_to_threshold IS NULL END) AND count(d.months_to_threshold) BETWEEN 1 AND 39,
                          'months until it is reached') FROM alignment_drift d;
-- two days are no drift, and of a gap nothing is said
INSERT INTO assignment (id, assignee_id, start_date) SELECT i, 1, '2024-01-01' FROM generate_series(50, 53) AS i;
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, assignment_status)
SELECT d, a, m, w, 'active'
FROM (VALUES (50, date '2026-03-31', .5, .3), (50, '2026-06-28', .4, .2),                                  -- 89 days apart
             (51, '2026-05-31', .5, .3), (51, '2026-06-28', .4, .2),                                       -- two days
             (52, '2026-01-31', .5, .3), (52, '2026-02-28', .4, .2), (52, '2026-06-28', .3, .1),           -- a gap of 120 days
             (53, '2025-12-31', .5, .3), (53, '2026-02-28', .4, .2), (53, '2026-06-28', .3, .5)) AS v (a, d, m, w)
ON CONFLICT DO NOTHING;
SELECT results_eq('SELECT assignment_id, days_below_threshold, monthly_change IS NULL, weakest_monthly_change IS NULL
                   FROM alignment_drift WHERE assignment_id >= 50 ORDER BY 1',
                  'VALUES (50::bigint, 0::float8, true, true), (51, 28, true, true), (52, 28, false, false), (53, 59, false, false)',
                  'days below are those between snapshots of neighbouring months, a line takes three');
SELECT is_empty($$ SELECT * FROM rule_drift WHERE subject_id IN (50, 51) OR reason ~ '(89|120|148) days' $$, 'and the rule says no more');
-- what a snapshot says after somebody left is none of her move's
UPDATE employee SET departure_date = '2026-05-15' WHERE id = 2;
SELECT is((SELECT last_snapshot_on FROM alignment_drift WHERE assignment_id = 2), date '2026-04-30', 'drift ends with the employment');
SELECT is((SELECT assignment_count FROM alignment_trend WHERE scope = 'all' AND period_start = '2026-06-01'), 43,
       'and so does the trend');
UPDATE employee SET departure_date = '2024-05-15' WHERE id = 2;
SELECT is((SELECT count(*) FROM alignment_drift WHERE assignment_id = 2), 0::bigint, 'nor is there one, where all are of after that day');
UPDATE employee SET departure_date = NULL;
-- a day in the past sees what was there then
SET gmalign.as_of = '2025-09-15';
SELECT is((SELECT max(last_snapshot_on) FROM alignment_drift), date '2025-09-15', 'as of a past day');

-- what was done, by strategy
SET gmalign.as_of = '2026-06-30';
INSERT INTO flag (rule_code, subject_kind, subject_id, severity, action_code, opened_on, last_seen_on,
                  closed_on, close_code, acknowledged_on, action_taken)
SELECT 'pair_below_band', 'assignment', i::text, 'high', a.code, date '2026-01-01' + i, '2026-06-30',
       CASE WHEN i % 3 > 0 THEN date '2026-02-01' + 2 * i END, CASE i % 3 WHEN 1 THEN 'recovered' WHEN 2 THEN 'ended' END,
       CASE WHEN i % 2 = 0 THEN date '2026-02-01' + i END, CASE WHEN i % 4 = 0 THEN 'done' END
FROM generate_series(1, 40) AS i
JOIN (SELECT code, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS m FROM action) AS a ON a.n = 1 + i % a.m;
SELECT set_eq('SELECT strategy, flag_count, open_count, acknowledged_count, acted_count, acted_recovered_count,
               untouched_recovered_count FROM follow_up_by_strategy',
  $$ SELECT s.strategy, count(f.id) AS f, count(f.id) FILTER (WHERE closed_on IS NULL) AS o, count(acknowledged_on) AS k,
     count(action_taken) AS t,
            count(f.id) FILTER (WHERE close_code = 'recovered' AND action_taken IS NOT NULL) AS tr,
            count(f.id) FILTER (WHERE close_code = 'recovered' AND action_taken IS NULL) AS ur
     FROM (SELECT DISTINCT strategy FROM action) AS s LEFT JOIN (flag f JOIN action a ON a.code = f.action_code)
       ON a.strategy = s.strategy GROUP BY 1 $$, 'follow-up by strategy');
SELECT is((SELECT count(*) FROM follow_up_by_strategy), 5::bigint, 'a row for each strategy');
SELECT * FROM finish();
ROLLBACK;
