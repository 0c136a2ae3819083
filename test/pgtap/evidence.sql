-- evidence: the band at the landmark, and what came of the moves, against plain SQL
BEGIN;
\ir ../start.psql
SELECT plan(39);
SELECT setseed(.42);
SET client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-9) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';

-- ---------- the landmark ----------

-- 6 goals, some of which reach strategy, and 150 moves whose voices speak up to
-- four times: before the start, before the landmark, on it and after it
INSERT INTO goal (id, title, level) SELECT i, 'goal ' || i, CASE WHEN i <= 2 THEN 'strategic' ELSE 'team' END
FROM generate_series(1, 6) AS i;
INSERT INTO goal_link (child_id, parent_id, relation, contribution)
VALUES (3, 1, 'contributes', .8), (4, 1, 'contributes', .5), (4, 2, 'contributes', .7), (5, 1, 'conflicts', -.4), (5, 2, 'contributes', .3);
INSERT INTO employee (id) SELECT i FROM generate_series(1, 1000) AS i;
INSERT INTO assignment (id, assignee_id, purpose, start_date, planned_end_date, end_date)
SELECT i, i, CASE WHEN i % 3 = 0 THEN 'with defaults' ELSE 'without' END, date '2025-01-01' + i * 4, date '2027-01-01' + i * 4,
       CASE WHEN i % 5 = 0 THEN date '2025-01-01' + i * 4 + i END
FROM generate_series(1, 150) AS i;
INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority, valid_from)
SELECT 'with defaults', s.id, g, CASE WHEN s.code = 'hr' THEN g ELSE 7 - g END / 6.0, date '2024-01-01' FROM stakeholder s,
  generate_series(1, 6) AS g
WHERE s.code IN ('hr', 'gm_professional');
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g, a.start_date + k, CASE WHEN random() < .1 THEN NULL WHEN random() < .3 THEN 0
  ELSE round((random() * 1.2 - .2)::numeric, 2) END
FROM assignment a CROSS JOIN stakeholder s CROSS JOIN unnest(ARRAY[-30, 60, 90, 91]) AS k CROSS JOIN generate_series(1, 6) AS g
WHERE s.code IN ('organization', 'line_manager', 'gm_professional', 'assignee', 'family')
  AND ((a.id * 7 + s.id * 3 + k / 30) % 4 < 2) AND (g + a.id) % 3 > 0;

CREATE TEMP TABLE band AS SELECT * FROM landmark_alignment;
SELECT set_eq('SELECT assignment_id FROM band', $$ SELECT id FROM assignment
                                                   WHERE start_date + 90 <= '2026-06-30'
                                                     AND (end_date IS NULL OR end_date - start_date >= 90) $$,
  'the moves under way on day 90, no others');
SELECT is((SELECT count(*) FROM band JOIN assignment a ON a.id = assignment_id
           WHERE landmark_date <> a.start_date + 90 OR is_from_snapshot), 0::bigint, 'day 90, from statements');
-- asked on the day itself, assignment_alignment said the same
CREATE FUNCTION pg_temp.band_on(move bigint, day date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  PERFORM set_config('gmalign.as_of', day::text, true);
  SELECT alignment_band INTO found FROM hr.assignment_alignment WHERE id = move;
  PERFORM set_config('gmalign.as_of', '2026-06-30', true);
  RETURN found;
END $$;
SELECT is((SELECT count(*) FROM band WHERE alignment_band <> pg_temp.band_on(assignment_id, landmark_date)),
          0::bigint, 'as assignment_alignment on that day');
SELECT cmp_ok((SELECT count(DISTINCT alignment_band) FROM band), '>=', 3::bigint, 'of several bands');
-- a band of today would differ: what was said later does not count
SELECT cmp_ok((SELECT count(*) FROM band b JOIN assignment_alignment a USING (assignment_id)
               WHERE a.alignment_band <> b.alignment_band), '>', 5::bigint, 'the band of today is another in many moves');

-- what was learnt since changes nothing: goals and links that came or went, a
-- goal cancelled since, defaults that were found later, or whose day nobody knows
CREATE FUNCTION pg_temp.changed() RETURNS bigint LANGUAGE sql AS
  'SELECT count(*) FROM landmark_alignment n JOIN band b USING (assignment_id) WHERE n.alignment_band <> b.alignment_band';
SAVEPOINT later;
UPDATE goal SET closed_on = '2026-06-29', status = CASE id WHEN 2 THEN 'cancelled' ELSE 'done' END WHERE id IN (1, 2, 4);
SELECT is(pg_temp.changed(), 0::bigint, 'goals closed since');
UPDATE goal_link SET valid_to = '2026-06-28' WHERE child_id IN (3, 5);
INSERT INTO goal (id, title, level, created_on) VALUES (7, 'new strategy', 'strategic', '2026-06-28');
INSERT INTO goal_link (child_id, parent_id, relation, contribution, valid_from)
SELECT i, 7, 'contributes', 1, '2026-06-28' FROM generate_series(3, 6) AS i;
SELECT is(pg_temp.changed(), 0::bigint, 'links ended and made since');
UPDATE purpose_goal SET valid_to = '2026-06-29' WHERE goal_id <= 2;
INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority, valid_from)
SELECT 'without', s.id, 1, 1, v.day FROM stakeholder s, (VALUES (NULL::date), ('2026-06-28')) AS v (day) WHERE s.party <> 'assignee';
SELECT is(pg_temp.changed(), 0::bigint, 'defaults ended and found since');
SELECT cmp_ok((SELECT count(*) FROM assignment_alignment a JOIN assignment_points p USING (id) WHERE a.purpose = 'without'
               AND a.default_priority_share > 0), '>', 20::bigint, '... which count today');
ROLLBACK TO later;
-- the thresholds of then, where a check has recorded them
INSERT INTO check_run (as_of, started_at, settings)
VALUES ('2025-06-01', now(), '{"opposed_from": -1, "opposed_signed_from": -1}'), ('2025-12-01',
  now(), NULL);
SELECT is((SELECT array_agg(DISTINCT row(n.landmark_date >= '2025-06-01', n.has_settings_of_then,
                                         CASE WHEN n.landmark_date < '2025-06-01' THEN n.alignment_band = b.alignment_band
                                              ELSE n.alignment_band IN ('misaligned', 'not scored') END)::text)
           FROM landmark_alignment n JOIN band b USING (assignment_id)), '{"(f,f,t)","(t,t,t)"}',
             'settings as recorded by the latest check up to then');
DELETE FROM check_run;
SELECT count(*) FROM gmalign.run_check('hr') \g /dev/null
SELECT is((SELECT (settings->>'landmark_days', settings ? 'personal_flags_approved_on', settings ? 'id')::text FROM check_run),
          '(90,t,f)', 'a check records them');
DELETE FROM check_run;
DELETE FROM flag;
DELETE FROM alignment_snapshot;
SELECT is((SELECT bool_or(has_settings_of_then) FROM landmark_alignment), false, 'a check of today says nothing about then');

-- snapshots: the latest of the month before the landmark wins, others do not
INSERT INTO alignment_snapshot (taken_on, assignment_id, alignment_band)
SELECT b.landmark_date + k.days, b.assignment_id, k.band
FROM band b JOIN (VALUES (0, -40, 'aligned'), (1, -31, 'mixed'), (1, -40, 'aligned'), (2, 0, 'misaligned'),
                  (2, -1, 'aligned'), (3, 1, 'mixed'), (4, 0, 'not scored'), (4, -2, 'misaligned'))
  AS k (kind, days, band) ON k.kind = b.assignment_id % 5;
SELECT is((SELECT count(*) FROM landmark_alignment n JOIN band b USING (assignment_id)
           WHERE (n.alignment_band, n.is_from_snapshot) IS DISTINCT FROM
             (CASE assignment_id % 5 WHEN 1 THEN 'mixed' WHEN 2 THEN 'misaligned' WHEN 4 THEN 'misaligned'
              ELSE b.alignment_band END, assignment_id % 5 IN (1, 2, 4))), 0::bigint, 'snapshots of the month before');
UPDATE setting SET number_value = 30 WHERE code = 'landmark_days';
SELECT is((SELECT count(*) FROM landmark_alignment JOIN assignment a ON a.id = assignment_id
           WHERE landmark_date <> a.start_date + 30), 0::bigint, 'another landmark');
SELECT is((SELECT array_agg(DISTINCT landmark_days) FROM program_outcomes), ARRAY[30], '... that program_outcomes names');
DELETE FROM setting WHERE code = 'landmark_days';
SELECT is((SELECT count(*) FROM landmark_alignment), (SELECT count(*) FROM band), 'a setting that is missing has its default');

-- ---------- what came of them ----------

-- 800 moves whose bands snapshots tell; ends, judgements, costs and departures
-- at random, some ahead of today, some unknown
DELETE FROM alignment_snapshot;
DELETE FROM assignment;
INSERT INTO assignment (id, assignee_id, purpose, host_country, start_date, planned_end_date, end_date,
                        end_reason, cost_estimate, actual_cost, benefit)
SELECT i, i, (ARRAY['enter', 'develop', NULL, 'transfer'])[1 + i % 4], (ARRAY['PL', 'BR', 'VN'])[1 + i * i % 3], s, s + 700,
       CASE WHEN s + 700 > '2026-09-30' AND i % 4 < 2 THEN NULL WHEN i % 6 = 0 THEN s + 100 + i % 500
         WHEN i % 17 = 0 THEN NULL ELSE s + 700 + i % 40 END,
       CASE WHEN i % 6 = 0 THEN 'early_return' WHEN i % 13 = 0 THEN NULL ELSE 'completed' END,
       CASE WHEN i % 9 > 0 THEN 100000 + i END, CASE WHEN i % 8 > 0 THEN 90000 + i * 37 % 40000 END,
         CASE WHEN i % 7 > 0 THEN i * 57 % 250000 END
FROM (SELECT i, date '2020-01-01' + i * 71 % 2300 AS s FROM generate_series(1, 800) AS i) AS q;
UPDATE assignment SET end_reason = 'early_return' WHERE id % 9 = 1 AND id % 5 = 4 AND end_date IS NOT NULL;
UPDATE employee e SET is_high_performer = CASE WHEN e.id % 11 = 0 THEN NULL ELSE e.id % 3 = 0 END,
       departure_date = CASE WHEN random() < CASE WHEN e.id % 5 = 4 THEN .6 ELSE .3 END THEN a.end_date
         + (random() * 1200 - 50)::int END FROM assignment a WHERE a.assignee_id = e.id;
UPDATE employee SET departure_type = (ARRAY['voluntary', 'voluntary', 'retirement'])[1 + id % 3] WHERE departure_date IS NOT NULL;
INSERT INTO alignment_snapshot (taken_on, assignment_id, alignment_band)
SELECT start_date + 90, id, (ARRAY['aligned', 'aligned', 'mixed', 'aligned', 'misaligned'])[1 + id % 5]
FROM assignment WHERE id % 50 <> 7;
INSERT INTO assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success)
SELECT a.id, s.id, a.end_date + k, CASE WHEN random() < .1 THEN NULL ELSE random() < .8 END
FROM assignment a JOIN stakeholder s ON s.code IN ('organization', 'sponsor', 'gm_professional', 'assignee')
CROSS JOIN unnest(ARRAY[10, 400]) AS k
WHERE a.end_date IS NOT NULL AND (a.id + s.id + k) % 4 > 0;
ANALYZE;

-- the same from the tables, in plain SQL
CREATE TEMP TABLE fate AS
SELECT a.id, coalesce(n.alignment_band, 'not scored') AS band, a.purpose, a.assignee_id,
       CASE WHEN planned_end_date < t THEN CASE WHEN ended_on < t THEN coalesce(end_reason = 'early_return',
           CASE WHEN end_date >= planned_end_date THEN false WHEN departure_date = ended_on THEN departure_date < planned_end_date END)
         ELSE false END END AS early,
       CASE WHEN planned_end_date < t AND ended_on < t THEN (
         SELECT bool_and(is_success) FROM (SELECT DISTINCT ON (stakeholder_id) is_success FROM assignment_outcome o
                                           WHERE o.assignment_id = a.id AND judged_on <= t
                                           ORDER BY stakeholder_id, judged_on DESC) AS o) END AS success,
       CASE WHEN planned_end_date < t AND ended_on < t THEN (
         SELECT bool_and(is_success) FROM (SELECT DISTINCT ON (stakeholder_id) is_success FROM assignment_outcome o
                                           JOIN stakeholder s ON s.id = o.stakeholder_id AND s.party = 'organization'
           WHERE o.assignment_id = a.id AND judged_on <= t ORDER BY stakeholder_id, judged_on DESC) AS o) END AS organization_success,
       CASE WHEN ended_on < t THEN greatest(least(departure_date, t) - ended_on, 0)::float8 END AS days,
         coalesce(departure_date < t, false) AS gone,
       is_high_performer, departure_type, greatest(least(departure_date, t) - start_date - 90, 0) AS since_landmark,
       CASE WHEN planned_end_date < t AND ended_on < t THEN cost_estimate END AS estimate, CASE WHEN planned_end_date < t
         AND ended_on < t THEN actual_cost END AS cost,
       CASE WHEN planned_end_date < t AND ended_on < t THEN benefit END AS benefit, ended_on < t AS ended
FROM assignment a JOIN employee e ON e.id = a.assignee_id LEFT JOIN alignment_snapshot n ON n.assignment_id = a.id
CROSS JOIN (SELECT date '2026-06-30' AS t) AS c
CROSS JOIN LATERAL (SELECT least(a.end_date, e.departure_date) AS ended_on) AS o
WHERE start_date + 90 <= t AND (ended_on IS NULL OR ended_on >= start_date + 90);
CREATE TEMP TABLE placed AS
SELECT 'all' AS kind, 'all' AS segment, * FROM fate UNION ALL SELECT 'purpose', coalesce(purpose, 'not stated'), * FROM fate;
CREATE TEMP TABLE plain AS
SELECT kind, segment, band, count(*) AS n, count(*) FILTER (WHERE ended) AS ended, avg(success::int)::float8 AS success,
       avg(organization_success::int)::float8 AS organization_success,
       count(*) FILTER (WHERE early) AS early, count(early) AS due, sum(estimate) FILTER (WHERE cost > 0) AS estimate,
       sum(cost) FILTER (WHERE estimate > 0) AS cost,
       sum(benefit) FILTER (WHERE cost > 0) AS benefit, sum(cost) FILTER (WHERE benefit IS NOT NULL) AS benefit_cost,
       count(*) FILTER (WHERE is_high_performer AND gone AND departure_type = 'voluntary')
         * 365.25 / nullif(sum(since_landmark) FILTER (WHERE is_high_performer), 0) AS regretted
FROM placed GROUP BY 1, 2, 3;
CREATE TEMP TABLE stay AS
SELECT kind, segment, band, exp(sum(ln(1 - d / n)) FILTER (WHERE days <= 365)) AS m12,
       exp(sum(ln(1 - d / n)) FILTER (WHERE days <= 730)) AS m24
FROM (SELECT kind, segment, band, days, count(*) FILTER (WHERE gone)::float8 AS d,
      sum(count(*)) OVER (PARTITION BY kind, segment, band ORDER BY days DESC)::float8 AS n
      FROM placed WHERE days IS NOT NULL GROUP BY 1, 2, 3, 4) AS q GROUP BY 1, 2, 3;
CREATE TEMP TABLE outcome AS SELECT * FROM program_outcomes;
SELECT is((SELECT count(*) FROM outcome o JOIN plain p ON (p.kind, p.segment, p.band) = (o.segment_kind, o.segment, o.alignment_band)
           JOIN stay s ON (s.kind, s.segment, s.band) = (o.segment_kind, o.segment, o.alignment_band)
           WHERE NOT is_suppressed AND o.alignment_band <> 'not scored'
             AND (assignment_count <> n OR ended_count <> ended OR due_count <> due
              OR pg_temp.differ(success_rate, p.success) OR pg_temp.differ(organization_success_rate, p.organization_success)
                OR pg_temp.differ(early_return_rate, early / due::float8)
              OR pg_temp.differ(early_return_low, gmalign.proportion_low(early, due)) OR pg_temp.differ(retention_12m_rate, m12)
                OR pg_temp.differ(retention_24m_rate, m24)
              OR pg_temp.differ(regretted_exit_rate, regretted) OR estimated_cost_sum <> estimate OR actual_cost_sum <> cost
                OR benefit_sum <> benefit
              OR pg_temp.differ(cost_overrun_ratio, (cost / estimate - 1)::float8)
                OR pg_temp.differ(roi_ratio, ((benefit - benefit_cost) / benefit_cost)::float8))), 0::bigint, 'outcomes equal plain SQL');
SELECT is((SELECT count(*) FROM outcome WHERE segment_kind IN ('all', 'purpose') AND NOT is_suppressed AND alignment_band <>
  'not scored'
           AND retention_12m_rate IS NOT NULL AND roi_ratio IS NOT NULL AND success_rate IS NOT NULL
           AND retention_12m_rate BETWEEN retention_12m_low AND retention_12m_high
             AND success_rate BETWEEN success_low AND success_high), 15::bigint, 'in every row of three bands');
-- a measure of fewer than five is not shown, in whatever row
SELECT is((SELECT count(*) FROM outcome WHERE least(judged_count, due_count, returned_count) < 5
           OR (judged_count IS NULL AND success_rate IS NOT NULL) OR (returned_count IS NULL AND retention_12m_rate IS NOT NULL)),
             0::bigint,
  'measures of few are not shown');
SELECT cmp_ok((SELECT count(*) FROM outcome WHERE NOT is_suppressed AND assignment_count > 0 AND judged_count IS NULL),
              '>', 0::bigint, '... of which there are some');
SELECT is((SELECT count(*) FROM outcome o JOIN plain p ON (p.kind, p.segment, p.band) = (o.segment_kind, o.segment, o.alignment_band)
           JOIN plain a ON (a.kind, a.segment, a.band) = (o.segment_kind, o.segment, 'aligned')
           CROSS JOIN LATERAL (SELECT gmalign.log_rank_p(days, gone, band) AS p,
                               least(count(*) FILTER (WHERE gone AND ended AND band = 'aligned'),
                                     count(*) FILTER (WHERE gone AND ended AND band <> 'aligned')) AS exits
                               FROM placed f WHERE (f.kind, f.segment) = (o.segment_kind, o.segment)
                                 AND f.band IN ('aligned', o.alignment_band)) AS t
           WHERE o.alignment_band IN ('mixed', 'misaligned')
             AND (pg_temp.differ(early_return_risk_ratio, CASE WHEN least(p.early, a.early) >= 10
                                 THEN (p.early / p.due::float8) / (a.early / a.due::float8) END)
               OR pg_temp.differ(log_rank_p, CASE WHEN t.exits >= 10 THEN t.p END)
               OR (early_return_risk_ratio IS NULL) <> (risk_ratio_low IS NULL)
                 OR early_return_risk_ratio NOT BETWEEN risk_ratio_low AND risk_ratio_high
               OR is_too_few <> (least(p.early, a.early, t.exits) < 10))), 0::bigint,
                 'comparisons with the aligned, and none from fewer than ten events');
SELECT ok(bool_or(is_too_few) AND bool_or(NOT is_too_few), 'both occur') FROM outcome WHERE alignment_band IN ('mixed', 'misaligned');
SELECT is((SELECT count(*) FROM outcome WHERE finding IS NULL OR (early_return_risk_ratio IS NULL AND finding LIKE '%risk ratio%')
           OR (log_rank_p IS NULL AND finding LIKE '%log-rank p%')), 0::bigint, 'a sentence in every row, with the numbers it has');
-- early returns count when their time is up: a young programme is not made of them
SELECT is((SELECT count(*) FROM fate WHERE early AND id IN (SELECT id FROM assignment WHERE planned_end_date >= '2026-06-30')),
          0::bigint, 'no early return before its planned end');

-- what lies after today is not known yet
SELECT is((SELECT count(*) FROM (SELECT 1 FROM program_outcomes WHERE segment_kind = 'all'
                                 AND ended_count > (SELECT count(*) FROM fate WHERE ended)) AS q),
                                   0::bigint, 'ends ahead do not count');
SET LOCAL gmalign.as_of = '2019-12-31';
SELECT is((SELECT count(*) FROM program_outcomes), 0::bigint, 'before the first landmark there is nothing to say');
SET LOCAL gmalign.as_of = '2026-06-30';

-- small groups: hidden, never one alone, and nothing shows through
UPDATE assignment SET host_country = CASE WHEN id <= 20 THEN 'few' WHEN id <= 60 THEN 'some' WHEN id <= 120 THEN 'more' ELSE 'most' END;
UPDATE setting SET number_value = 12 WHERE code = 'min_group';
CREATE TEMP TABLE guarded AS SELECT * FROM program_outcomes;
SELECT cmp_ok((SELECT count(*) FROM guarded WHERE is_suppressed), '>', 3::bigint, 'some groups are hidden');
SELECT is((SELECT count(*) FROM guarded WHERE is_suppressed AND num_nonnulls(assignment_count, ended_count,
    success_rate, success_low, success_high, early_return_rate, early_return_low, early_return_high,
             early_return_risk_ratio, risk_ratio_low, risk_ratio_high, retention_12m_rate, retention_12m_low,
             retention_12m_high, retention_24m_rate, log_rank_p, regretted_exit_rate, estimated_cost_sum,
             actual_cost_sum, cost_overrun_ratio, benefit_sum, roi_ratio, organization_success_rate,
             gm_success_rate, assignee_success_rate, judged_count, due_count, returned_count,
             mean_days_difference, mean_days_low, mean_days_high) > 0), 0::bigint, 'hidden rows show nothing');
SELECT is((SELECT count(*) FROM guarded WHERE assignment_count BETWEEN 1 AND 11), 0::bigint, 'no small group is shown');
SELECT is((SELECT count(*) FROM (SELECT g.segment_kind, g.alignment_band, sum(f.n) AS hidden FROM guarded g
             CROSS JOIN LATERAL (SELECT count(*) AS n FROM landmark_alignment l JOIN assignment a ON a.id = l.assignment_id
                                 WHERE l.alignment_band = g.alignment_band AND a.host_country = g.segment) AS f
             WHERE g.segment_kind = 'host_country' AND is_suppressed GROUP BY 1, 2) AS q
             WHERE hidden < 12), 0::bigint, 'the whole less what is shown gives no small group away');
SELECT is((SELECT count(*) FROM guarded g JOIN guarded a ON a.segment_kind = g.segment_kind AND a.segment = g.segment
           AND a.alignment_band = 'aligned' AND a.is_suppressed
           WHERE g.early_return_risk_ratio IS NOT NULL OR g.log_rank_p IS NOT NULL OR g.finding LIKE '% aligned, %'),
             0::bigint, 'nothing is compared with a hidden group');

-- curves that cross: some leave early here, more leave late there
DELETE FROM assignment;
DELETE FROM setting WHERE code = 'min_group';
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
SELECT i, i, '2021-01-01', '2022-01-01', '2022-01-01', 'completed' FROM generate_series(1, 200) AS i;
DELETE FROM alignment_snapshot;
INSERT INTO alignment_snapshot (taken_on, assignment_id, alignment_band) SELECT '2021-04-01', i,
  CASE WHEN i <= 100 THEN 'aligned' ELSE 'misaligned' END FROM generate_series(1, 200) AS i;
UPDATE employee SET departure_date = CASE WHEN id <= 60 THEN date '2022-01-01' + 600 + id::int
  WHEN id BETWEEN 101 AND 130 THEN date '2022-01-01' + 50 + id::int - 100 END;
SELECT is((SELECT (has_crossing_curves, round(log_rank_p::numeric, 3), mean_days_high < -50)::text FROM program_outcomes
           WHERE segment_kind = 'all' AND alignment_band = 'misaligned'), '(t,0.003,t)',
             'a warning where the curves cross');
SELECT matches((SELECT finding FROM program_outcomes WHERE segment_kind = 'all' AND alignment_band = 'misaligned'),
               'the retention curves cross: compare the means, -\d+ days within two years', '... in words');
-- those that meet in the end do not cross, whatever their means are
UPDATE employee SET departure_date = CASE WHEN id <= 40 THEN date '2022-01-01' + 600 + id::int
  WHEN id BETWEEN 101 AND 140 THEN date '2022-01-01' + 50 + id::int - 100 END;
SELECT is((SELECT (has_crossing_curves, log_rank_p > .05, mean_days_high < -100) FROM program_outcomes
           WHERE segment_kind = 'all' AND alignment_band = 'misaligned'), (false, true, true),
             'and none where one lies above the other');
UPDATE employee SET departure_date = date '2022-01-01' + 600 + id::int % 100 WHERE id BETWEEN 101 AND 140;
SELECT is((SELECT has_crossing_curves FROM program_outcomes WHERE segment_kind = 'all' AND alignment_band = 'misaligned'),
          false, 'nor where they are alike');

-- one departure is one event: later moves of the same people change nothing about
-- retention, and make no limit of the risk ratio narrower
UPDATE employee SET departure_date = CASE WHEN id % 3 = 0 THEN date '2022-01-01' + 3 * id::int END, is_high_performer = id % 2 = 0,
       departure_type = 'voluntary' WHERE id <= 200;
UPDATE assignment SET end_date = planned_end_date - 20, end_reason = 'early_return' WHERE id % 100 <= 12 OR id BETWEEN 113 AND 125;
CREATE TEMP TABLE once AS SELECT * FROM program_outcomes WHERE segment_kind = 'all';
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
SELECT id + 1000, assignee_id, start_date + 400, planned_end_date + 400, planned_end_date + 400 - CASE end_reason WHEN 'early_return' THEN
  20
  ELSE 0 END,
       end_reason FROM assignment;
INSERT INTO alignment_snapshot (taken_on, assignment_id, alignment_band)
SELECT taken_on + 400, assignment_id + 1000, alignment_band FROM alignment_snapshot;
SELECT results_eq($$ SELECT alignment_band, round(retention_12m_low::numeric, 12), returned_count, round(log_rank_p::numeric, 12),
                            round(mean_days_low::numeric, 9), round(regretted_exit_rate::numeric, 12) FROM program_outcomes
                     WHERE segment_kind = 'all' ORDER BY 1 $$,
                  $$ SELECT alignment_band, round(retention_12m_low::numeric, 12), returned_count, round(log_rank_p::numeric, 12),
                            round(mean_days_low::numeric, 9), round(regretted_exit_rate::numeric, 12) FROM once ORDER BY 1 $$,
                  'a person counts once in retention');
SELECT is((SELECT (o.assignment_count > q.assignment_count, abs(o.early_return_risk_ratio - q.early_return_risk_ratio) < 1e-12,
                   abs(o.risk_ratio_low - q.risk_ratio_low) < 1e-12, abs(o.risk_ratio_high - q.risk_ratio_high) < 1e-12,
                   q.risk_ratio_low < q.early_return_risk_ratio)::text
           FROM program_outcomes o JOIN once q USING (id) WHERE o.alignment_band = 'misaligned'), '(t,t,t,t,t)',
             '... and in the risk ratio');
SELECT is((SELECT (abs(q.risk_ratio_low - gmalign.risk_ratio_low_of(r.s)) < 1e-12, abs(q.risk_ratio_high -
  gmalign.risk_ratio_high_of(r.s)) < 1e-12)::text
           FROM once q, (SELECT gmalign.risk_state(id > 100, end_reason = 'early_return') AS s FROM assignment WHERE id < 1000) AS r
           WHERE q.alignment_band = 'misaligned'), '(t,t)', 'of one move a person the limits are Katz''s');

-- p adjusted: times the bands overall; in a segment by Holm, and no less than the whole
SELECT is((SELECT count(*) FROM (
             SELECT o.*, (SELECT count(log_rank_p) FROM outcome WHERE segment_kind = 'all') AS k,
                    (SELECT w.log_rank_p FROM outcome w WHERE w.segment_kind = 'all' AND w.alignment_band = o.alignment_band) AS whole,
                    (SELECT max(h.v) FROM (SELECT s.log_rank_p, s.log_rank_p * count(*) OVER (ORDER BY s.log_rank_p DESC, s.id DESC) AS v
                      FROM outcome s
                                           WHERE s.segment_kind <> 'all' AND s.alignment_band = o.alignment_band AND s.log_rank_p IS
                                             NOT NULL) AS h
                     WHERE h.log_rank_p <= o.log_rank_p) AS holm
             FROM outcome o WHERE o.log_rank_p IS NOT NULL) AS q
           WHERE pg_temp.differ(log_rank_p_adjusted, least(1, k * CASE WHEN segment_kind = 'all' THEN log_rank_p ELSE greatest(whole,
             holm) END))),
          0::bigint, 'adjusted by hand');
SELECT * FROM finish();
ROLLBACK;
