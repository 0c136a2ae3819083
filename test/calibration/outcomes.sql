-- How often program_outcomes errs, and what it finds: programmes simulated with
-- what is true about them, read from the view.
--   runs  how many programmes of each kind
-- Leaves the table outcome_found(kind, runs, ...): shares of programmes in which
--   p           the log-rank p of misaligned against aligned, overall, is below .05
--   any_p       some p of the table is below .05
--   adjusted    the adjusted p of misaligned against aligned, overall, is below .05
--   any_adjusted  some adjusted p of the table is below .05
--   risk_ratio  the limits of the overall risk ratio leave out 1
--   cross       curves are said to cross in the overall row of misaligned
-- Wants a search_path with an empty model first.
CREATE TEMP TABLE outcome_run (kind text, run integer, p boolean, any_p boolean, adjusted boolean, any_adjusted boolean, risk_ratio boolean,
                               ratio float8, "cross" boolean);
-- so many people with so many moves each; a person's moves are all of one band.
-- rr and hr: true risk ratio and hazard ratio of the misaligned; clumsy: some
-- people come back early from every other move; late: the hazards cross
-- keys are new each time: rows that are gone but not yet vacuumed lie under others
CREATE SEQUENCE pg_temp.programme;
CREATE PROCEDURE pg_temp.make_programme(people integer, moves integer, rr float8, hr float8, clumsy boolean, late boolean) LANGUAGE
  plpgsql AS $$
DECLARE
  base integer := nextval('pg_temp.programme') * 4000;
BEGIN
  DELETE FROM alignment_snapshot;
  DELETE FROM assignment;
  DELETE FROM employee;
  -- aligned: half of them; mixed and misaligned: a quarter each
  INSERT INTO employee (id) SELECT base + generate_series(1, people);
  INSERT INTO assignment (id, assignee_id, purpose, host_country, start_date, planned_end_date, end_date, end_reason)
  SELECT q.i * 10 + q.k, q.i, (ARRAY['enter', 'develop', 'transfer', 'fill'])[1 + q.i % 4], (ARRAY['PL', 'BR', 'VN'])[1 + q.i / 4 % 3],
    q.s, q.s + 400,
         CASE WHEN q.is_early THEN q.s + 250 ELSE q.s + 400 END, CASE WHEN q.is_early THEN 'early_return' ELSE 'completed' END
  FROM (SELECT p.i, k, p.first_start + (k - 1) * 430 AS s,
               random() + 0 * k < CASE WHEN p.i % 2 > 0 AND p.i % 4 = 3 THEN rr ELSE 1 END * CASE WHEN NOT clumsy THEN .1 WHEN p.is_clumsy
                 THEN .4 ELSE .02 END
                 AS is_early
        FROM (SELECT i, date '2018-01-01' + (random() * 1500)::integer AS first_start, random() < .21 AS is_clumsy FROM
          generate_series(base + 1, base + people) AS i) AS p,
             generate_series(1, moves) AS k) AS q;
  INSERT INTO alignment_snapshot (taken_on, assignment_id, alignment_band)
  SELECT start_date + 80, id, (ARRAY['aligned', 'mixed', 'aligned', 'misaligned'])[1 + assignee_id % 4] FROM assignment;
  UPDATE employee e SET departure_date = q.gone
  FROM (SELECT a.assignee_id, max(a.end_date) + greatest(1, CASE
          -- at first more leave than later, or the other way round
          WHEN late THEN CASE WHEN a.assignee_id % 4 = 3 THEN CASE WHEN random() < .35 THEN random() * 200 ELSE 9000 END
                              ELSE CASE WHEN random() < .55 THEN 350 + random() * 300 ELSE 9000 END END
          ELSE -ln(1 - random()) * 2200 / CASE WHEN a.assignee_id % 4 = 3 THEN hr ELSE 1 END END)::integer AS gone
        FROM assignment a GROUP BY a.assignee_id) AS q
  WHERE q.assignee_id = e.id AND q.gone < '2026-06-30';
END $$;
CREATE PROCEDURE pg_temp.simulate(kind text, runs integer, people integer, moves integer, rr float8 DEFAULT 1, hr float8 DEFAULT 1,
                                  clumsy boolean DEFAULT false, late boolean DEFAULT false) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('gmalign.as_of', '2026-06-30', true);
  FOR r IN 1..runs LOOP
    CALL pg_temp.make_programme(people, moves, rr, hr, clumsy, late);
    INSERT INTO outcome_run
    SELECT simulate.kind, r, coalesce(bool_or(o.log_rank_p < .05) FILTER (WHERE o.is_main), false), coalesce(bool_or(o.log_rank_p < .05),
      false),
           coalesce(bool_or(o.log_rank_p_adjusted < .05) FILTER (WHERE o.is_main), false), coalesce(bool_or(o.log_rank_p_adjusted < .05),
             false),
           coalesce(bool_or(o.risk_ratio_low > 1 OR o.risk_ratio_high < 1) FILTER (WHERE o.is_main), false),
           max(o.early_return_risk_ratio) FILTER (WHERE o.is_main), bool_or(o.has_crossing_curves) FILTER (WHERE o.is_main)
    FROM (SELECT *, segment_kind = 'all' AND alignment_band = 'misaligned' AS is_main FROM program_outcomes) AS o;
  END LOOP;
END $$;
-- nothing else refers to what is deleted
SET session_replication_role = replica;
CALL pg_temp.make_programme(800, 1, 1, 1, false, false);
ANALYZE assignment, alignment_snapshot, employee;
CALL pg_temp.simulate('no difference, one move a person', :runs, 800, 1);
CALL pg_temp.simulate('no difference, two moves a person', :runs, 500, 2);
CALL pg_temp.simulate('no difference, three moves a person, some of them clumsy', :runs, 400, 3, clumsy => true);
CALL pg_temp.simulate('risk and hazard ratio 2', :runs, 800, 1, rr => 2, hr => 2);
CALL pg_temp.simulate('risk and hazard ratio 2, two moves a person', :runs, 500, 2, rr => 2, hr => 2);
CALL pg_temp.simulate('curves that cross', :runs, 800, 1, late => true);
RESET session_replication_role;
CREATE TEMP TABLE outcome_found AS
SELECT kind, count(*) AS runs, round(avg(p::integer), 3) AS p, round(avg(any_p::integer), 3) AS any_p, round(avg(adjusted::integer), 3) AS
  adjusted,
       round(avg(any_adjusted::integer), 3) AS any_adjusted, round(avg(risk_ratio::integer), 3) AS risk_ratio,
       round(avg(ratio)::numeric, 2) AS mean_ratio, round(avg("cross"::integer), 3) AS "cross"
FROM outcome_run GROUP BY kind;
