-- What is learnt later must not explain what came before: programmes in which
-- alignment makes no difference to early returns, but where, after an early
-- return, the assignee's first goal is often said to work against strategy, as
-- people do who look for a reason. Bands come from statements, not from
-- snapshots.
--   runs  how many programmes
-- Leaves the table hindsight_found: the mean risk ratio of the misaligned, which
-- is 1 in truth, how often its limits leave out 1, and the same with the bands
-- of today. Wants a search_path with a model without moves first.
CREATE TEMP TABLE hindsight_run (run integer, ratio float8, leaves_out_1 boolean, ratio_of_today float8, of_today_leaves_out_1 boolean);
INSERT INTO goal (id, title, level) SELECT i, 'strategy', 'strategic' FROM generate_series(1, 4) AS i ON CONFLICT DO NOTHING;
CREATE PROCEDURE pg_temp.look_back(runs integer) LANGUAGE plpgsql AS $$
DECLARE
  base bigint;
BEGIN
  PERFORM set_config('gmalign.as_of', '2026-06-30', true);
  FOR r IN 1..runs LOOP
    base := r * 10000;
    DELETE FROM assignment_goal;
    DELETE FROM alignment_snapshot;
    DELETE FROM assignment;
    DELETE FROM goal_link;
    DELETE FROM goal WHERE id > 4;
    DELETE FROM employee;
    INSERT INTO employee (id) SELECT base + i FROM generate_series(1, 800) AS i;
    INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
    SELECT q.id, q.id, q.s, q.s + 700, CASE WHEN q.is_early THEN q.s + 300 ELSE q.s + 700 END, CASE WHEN q.is_early THEN 'early_return'
      ELSE 'completed' END
    FROM (SELECT base + i AS id, date '2019-01-01' + (random() * 1500)::integer AS s, random() < .2 AS is_early FROM generate_series(1,
      800) AS i) AS q;
    INSERT INTO goal (id, title, level) SELECT a.id, 'own', 'individual' FROM assignment a;
    -- a third work against it from the first
    INSERT INTO goal_link (child_id, parent_id, relation, contribution, valid_from, valid_to)
    SELECT a.id, 1, CASE WHEN k.contribution < 0 THEN 'conflicts' ELSE 'contributes' END, k.contribution,
           CASE WHEN k.is_second THEN a.end_date + 10 END, CASE WHEN k.is_ended THEN a.end_date + 10 END
    FROM (SELECT m.*, random() < .33 AS is_against, m.end_reason = 'early_return' AND random() < .5 AS is_blamed FROM assignment m) AS a
    CROSS JOIN LATERAL (VALUES (CASE WHEN a.is_against THEN -1 ELSE 1 END, false, a.is_blamed AND NOT a.is_against), (-1, true, false))
      AS k (contribution, is_second, is_ended)
    WHERE NOT k.is_second OR a.is_blamed AND NOT a.is_against;
    INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
    SELECT a.id, s.id, CASE WHEN s.code = 'assignee' AND g = 1 THEN a.id ELSE g END, a.start_date + 10, 1.3 - .3 * g
    FROM assignment a JOIN stakeholder s ON s.code IN ('organization', 'gm_professional', 'assignee') CROSS JOIN generate_series(1, 4) AS g;
    IF r = 1 THEN
      ANALYZE assignment, assignment_goal, employee, goal, goal_link, alignment_snapshot;
    END IF;
    INSERT INTO hindsight_run
    SELECT r, o.early_return_risk_ratio, o.risk_ratio_low > 1 OR o.risk_ratio_high < 1, t.ratio, t.low > 1 OR t.high < 1
    FROM program_outcomes o
    CROSS JOIN (SELECT gmalign.risk_ratio(v.alignment_band = 'misaligned', a.end_reason = 'early_return') AS ratio,
                       gmalign.risk_ratio_low(v.alignment_band = 'misaligned', a.end_reason = 'early_return') AS low,
                       gmalign.risk_ratio_high(v.alignment_band = 'misaligned', a.end_reason = 'early_return') AS high
                FROM assignment_alignment v JOIN assignment a ON a.id = v.id WHERE v.alignment_band IN ('aligned', 'misaligned')) AS t
    WHERE o.segment_kind = 'all' AND o.alignment_band = 'misaligned';
  END LOOP;
END $$;
SET session_replication_role = replica;
CALL pg_temp.look_back(:runs);
RESET session_replication_role;
CREATE TEMP TABLE hindsight_found AS
SELECT count(*) AS runs, round(avg(ratio)::numeric, 2) AS mean_ratio, count(*) FILTER (WHERE leaves_out_1) AS leave_out_1,
       round(avg(ratio_of_today)::numeric, 2) AS mean_ratio_of_today, count(*) FILTER (WHERE of_today_leaves_out_1) AS of_today_leave_out_1
FROM hindsight_run;
