-- Releases: what a sum or difference of published figures would tell of everybody in it, figure by figure.
BEGIN;
\ir ../start.psql
\ir ../release.psql
SELECT plan(30);
-- the rows of a public view that show a figure
CREATE FUNCTION pg_temp.shown(relation text, figure text, only_rows text DEFAULT 'true') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  rows text;
BEGIN
  EXECUTE format('SELECT string_agg(t.id::text, '', '' ORDER BY t.id) FROM hr.%I_public t WHERE t.%I IS NOT NULL AND %s',
                 relation, figure, only_rows) INTO rows;
  RETURN coalesce(rows, 'none');
END $$;
-- ended moves of 2024 in two bands: 1 to 60 aligned, 61 to 120 mixed, 20 of each of three purposes
CREATE FUNCTION pg_temp.ended_moves() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.model();
  INSERT INTO hr.employee (id) SELECT generate_series(1, 120);
  INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason, purpose)
  SELECT i, i, '2023-01-01', '2024-01-01', '2024-01-01', 'completed', 'p' || 1 + (i - 1) % 60 / 20 FROM generate_series(1, 120) AS i;
  INSERT INTO hr.alignment_snapshot (assignment_id, taken_on, mutual_alignment, alignment_band)
  SELECT a.id, a.start_date + 85, .5, CASE WHEN a.id <= 60 THEN 'aligned' ELSE 'mixed' END FROM hr.assignment a;
END $$;

-- ---------- work, capacity and cost that reach strategy ----------
-- of each person's three goals two lead to strategy, but of one unit none; all have capacity and cost on all three
CREATE FUNCTION pg_temp.reach(missing text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.model();
  INSERT INTO hr.org_unit (id, name) SELECT u, 'unit ' || u FROM generate_series(1, 3) AS u;
  INSERT INTO hr.employee (id, org_unit_id) SELECT i, 1 + i % 3 FROM generate_series(1, 24) AS i;
  INSERT INTO hr.goal (id, title, level) VALUES (1, 'growth', 'strategic');
  INSERT INTO hr.goal (id, title, level, owner_id, org_unit_id)
  SELECT 99 + i * 3 + k, 'goal', 'team', i, 1 + i % 3 FROM generate_series(1, 24) AS i, generate_series(0, 2) AS k;
  INSERT INTO hr.goal_link (child_id, parent_id, contribution)
  SELECT g.id, 1, .5 FROM hr.goal g WHERE g.id > 99 AND g.id % 3 > 0 AND g.org_unit_id::text <> missing;
  INSERT INTO hr.assignment (id, assignee_id, start_date, actual_cost) SELECT i, i, '2026-01-01', 1000 + i FROM generate_series(1, 24) AS i;
  INSERT INTO hr.assignment_goal SELECT g.owner_id, s.id, g.id, '2026-01-01', .2 + .1 * (g.id % 4)
  FROM hr.goal g, hr.stakeholder s WHERE g.id > 99 AND s.code = 'assignee';
  PERFORM pg_temp.publish();
END $$;
SELECT pg_temp.reach('none');
SELECT is(pg_temp.shown('cascade_by_level', f), 'all, level team, unit 1, unit 2, unit 3', f || ' of each unit is shown')
FROM unnest(ARRAY['work_reaching_share', 'capacity_reaching_share', 'cost_reaching_share', 'capacity_fte', 'cost_amount']) AS f;
-- what is looked at is what the view counts
SELECT gmalign_private.gather_release('hr');
SELECT is_empty($$
  SELECT q.part, r.row_key
  FROM pg_temp.gmalign_row r
  JOIN (SELECT d.row_key, d.part, CASE d.part WHEN 'work_reach' THEN avg((d.amount = gmalign_private.room_among(true))::integer)
                                              ELSE sum(d.amount) END AS figure
        FROM pg_temp.gmalign_datum d
        WHERE d.relation = 'cascade_by_level' AND d.part IN ('work_reach', 'capacity', 'cost')
        GROUP BY d.row_key, d.part) AS q ON q.row_key = r.row_key AND r.relation = 'cascade_by_level'
  CROSS JOIN LATERAL (SELECT CASE q.part WHEN 'work_reach' THEN 'work_reaching_share' WHEN 'capacity' THEN 'capacity_fte'
                                         ELSE 'cost_amount' END AS name) AS f
  WHERE abs(q.figure - (r.figures ->> f.name)::float8) > 1e-9 $$, 'and is of the numbers that the view sums up');
SELECT pg_temp.reach('3');
SELECT is(pg_temp.shown('cascade_by_level', f), 'all, level team, unit 1',
          f || ' of one is none, which is not to be had as the rest of the others')
FROM unnest(ARRAY['work_reaching_share', 'capacity_reaching_share', 'cost_reaching_share']) AS f;
SELECT is(pg_temp.shown('cascade_by_level', 'capacity_fte'), 'all, level team, unit 1, unit 2, unit 3',
          'how much capacity it has is shown');
-- of work on strategic goals everybody knows where it leads: it hides nobody's
SELECT pg_temp.reach('none');
INSERT INTO hr.goal_contributor (goal_id, employee_id, fte_share) SELECT 1, i, .5 FROM generate_series(1, 24) AS i;
DELETE FROM hr.assignment_goal WHERE assignment_id > 3;
SELECT pg_temp.publish();
SELECT is(pg_temp.shown('cascade_by_level', 'work_reaching_share'), 'none', 'of three who work on something else');

-- ---------- who judged ----------
SELECT pg_temp.ended_moves();
INSERT INTO hr.assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success)
SELECT a.id, s.id, '2024-06-01', a.id % 3 > 0 FROM hr.assignment a, hr.stakeholder s
WHERE s.code = CASE WHEN a.id IN (1, 2, 3) THEN 'assignee' ELSE 'organization' END AND a.id % 60 < 50;
SELECT pg_temp.publish();
SELECT is(pg_temp.shown('program_outcomes', 'success_rate', $$ segment = 'all' AND organization_success_rate IS NOT NULL $$), 'all mixed',
          'all judgements less those of the organization are those of three assignees: not both rates are shown');

-- ---------- whose stay counts ----------
-- one of the aligned has a move more, in another purpose, which does not count among all
SELECT pg_temp.ended_moves();
UPDATE hr.assignment SET planned_end_date = CASE WHEN id % 20 < 3 THEN date '2027-01-01' ELSE planned_end_date END,
       end_reason = CASE WHEN id % 4 = 0 THEN 'early_return' ELSE end_reason END,
       end_date = CASE WHEN id % 4 = 0 THEN date '2023-10-01' ELSE end_date END;
UPDATE hr.assignment SET end_date = NULL WHERE id % 20 < 3;
SELECT pg_temp.publish();
CREATE TEMP TABLE before_it AS
SELECT pg_temp.shown('program_outcomes', 'early_return_rate', $$ alignment_band = 'aligned' AND segment_kind <> 'host_country' $$) AS rows;
SELECT is((SELECT b.rows FROM pg_temp.before_it b), 'all aligned, purpose p1 aligned, purpose p2 aligned, purpose p3 aligned',
          'the rates of all and of three purposes');
INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason, purpose)
VALUES (121, 5, '2025-01-01', '2026-01-01', '2025-10-01', 'early_return', 'p2');
INSERT INTO hr.alignment_snapshot (assignment_id, taken_on, mutual_alignment, alignment_band) VALUES (121, '2025-03-27', .5, 'aligned');
SELECT pg_temp.publish();
SELECT isnt(pg_temp.shown('program_outcomes', 'early_return_rate', $$ alignment_band = 'aligned' AND segment_kind <> 'host_country' $$),
            (SELECT b.rows FROM pg_temp.before_it b), 'of one with two moves they would tell of the one that does not count among all');

-- ---------- retention ----------
-- of each purpose some have left within a year of their return
CREATE FUNCTION pg_temp.retention(left_in integer[], followed integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.ended_moves();
  -- of the third purpose some came back two months ago
  UPDATE hr.assignment SET end_date = '2026-04-20', planned_end_date = '2026-04-20' WHERE purpose = 'p3' AND (id - 1) % 20 >= followed;
  UPDATE hr.employee SET departure_date = date '2024-01-01' + 20 * (id % 10)::integer, departure_type = 'voluntary'
  WHERE id % 60 = ANY (left_in);
  -- others were on their way when the others returned
  INSERT INTO hr.employee (id) SELECT generate_series(201, 260);
  INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, purpose)
  SELECT i, i, '2023-01-01', '2027-01-01', 'p' || 1 + i % 3 FROM generate_series(201, 260) AS i;
  INSERT INTO hr.alignment_snapshot (assignment_id, taken_on, mutual_alignment, alignment_band)
  SELECT i, '2023-03-27', .5, CASE WHEN i <= 230 THEN 'aligned' ELSE 'mixed' END FROM generate_series(201, 260) AS i;
  PERFORM pg_temp.publish();
  RETURN pg_temp.shown('program_outcomes', 'retention_12m_rate', $only$
    alignment_band = 'aligned' AND segment_kind <> 'host_country' $only$);
END $$;
SELECT is(pg_temp.retention('{3,8,13,23,28,33,43,48,53}', 20), 'all aligned, purpose p1 aligned, purpose p2 aligned, purpose p3 aligned',
          'some of each purpose have left: all curves are shown');
SELECT is(pg_temp.retention('{3,8,13,23,28,33}', 20), 'all aligned, purpose p1 aligned',
          'that nobody of one has is not the rest of the others');
SELECT is(pg_temp.retention('{3,8,13,23,28,33,43,48}', 3), 'all aligned, purpose p1 aligned',
          'nor whether three left, who alone of a purpose have been back for more than two months');
-- month by month: ten more have returned, some of them a quarter of a year ago
CREATE FUNCTION pg_temp.months(a_quarter_ago integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.retention('{3,8,13,23,28,33,43,48,53}', 20);
  UPDATE hr.assignment SET end_date = CASE WHEN id <= 200 + a_quarter_ago THEN date '2026-03-01' ELSE '2026-06-15' END
  WHERE id BETWEEN 201 AND 210;
  UPDATE hr.employee SET departure_date = CASE id WHEN 201 THEN date '2026-05-01' ELSE '2026-06-25' END WHERE id IN (201, 207);
  PERFORM set_config('gmalign.as_of', '2026-07-20', true);
  PERFORM gmalign.publish('hr', '2026-07-01');
  PERFORM set_config('gmalign.as_of', '2026-06-30', true);
  RETURN (SELECT string_agg(to_char(s.period, 'MM'), ' ' ORDER BY s.step) FROM hr.release_step s
          WHERE s.relation = 'program_outcomes' AND s.row_key = 'all aligned' AND s.part = 'returned');
END $$;
SELECT is(pg_temp.months(6), '06 07', 'six of ten: the curve steps');
SELECT is(pg_temp.months(3), '06', 'three, and one who left by then: it stays, or would tell who did in that quarter');

-- ---------- returned early, or left on the move ----------
-- who of each 20 left, and who came back
CREATE FUNCTION pg_temp.early(third integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.ended_moves();
  UPDATE hr.assignment SET end_date = NULL, planned_end_date = '2027-01-01' WHERE id % 20 < 3;
  UPDATE hr.assignment SET end_date = '2023-10-01', end_reason = 'early_return'
  WHERE (id - 1) % 60 IN (4, 5, 8, 9, 24, 25, 28, 29) OR third > 0 AND (id - 1) % 60 IN (44, 45);
  UPDATE hr.employee SET departure_date = '2023-10-05' WHERE (id - 1) % 60 IN (10, 11, 12, 30, 31, 32, 50, 51, 52);
  UPDATE hr.assignment a SET end_date = e.departure_date, end_reason = 'departure' FROM hr.employee e
  WHERE e.id = a.assignee_id AND e.departure_date IS NOT NULL;
  PERFORM pg_temp.publish();
  RETURN pg_temp.shown('program_outcomes', 'returned_early_rate', $only$
    alignment_band = 'aligned' AND segment_kind <> 'host_country' $only$);
END $$;
SELECT is(pg_temp.early(2), 'all aligned, purpose p1 aligned, purpose p2 aligned, purpose p3 aligned',
          'of each purpose some returned, some left');
SELECT is(pg_temp.early(0), 'all aligned, purpose p1 aligned',
          'that those of one who are back have all left is not the rest of the others');

-- ---------- costs ----------
SELECT pg_temp.ended_moves();
UPDATE hr.assignment SET actual_cost = 900 + id, cost_estimate = CASE id WHEN 7 THEN 1e6 ELSE 1000 END;
SELECT pg_temp.publish();
SELECT is(pg_temp.shown('program_outcomes', 'estimated_cost_sum', $$ segment = 'all' $$), 'all mixed',
          'an estimate that is nearly all of the sum');

-- ---------- bands of motivation: none of those who came is blocked ----------
CREATE FUNCTION pg_temp.ask(from_id integer, to_id integer, said float8[], day date) RETURNS void LANGUAGE sql AS $$
  INSERT INTO hr.employee (id) SELECT generate_series(from_id, to_id);
  INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
  SELECT i, i, 'assignee', day, said[1 + i % cardinality(said)] FROM generate_series(from_id, to_id) AS i;
  INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence)
  SELECT i, 1, .9, .9 FROM generate_series(from_id, to_id) AS i;
$$;
SELECT pg_temp.model();
SELECT pg_temp.ask(1, 12, '{.05,.45,.85}', '2026-03-01');
SELECT gmalign.publish('hr', '2026-06-01');
SELECT isnt((SELECT e.blocked_share FROM hr.expectancy_by_role_public e), NULL, 'a third is blocked');
SELECT pg_temp.ask(13, 20, '{.45,.85}', '2026-07-01');
SELECT set_config('gmalign.as_of', '2026-07-20', true) \g /dev/null
SELECT gmalign.publish('hr', '2026-07-01');
SELECT is((SELECT (count(DISTINCT s.period), max(s.figures ->> 'mean_expectancy') IS NOT NULL)::text FROM hr.release_step s
           WHERE s.part = 'links'), '(2,t)', 'eight have come: their mean is shown');
SELECT is((SELECT count(DISTINCT s.period) FROM hr.release_step s WHERE s.part = 'bands'), 1::bigint, 'not that none of them is blocked');
SELECT set_config('gmalign.as_of', '2026-06-30', true) \g /dev/null

-- ---------- how far goals have come ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 10);
INSERT INTO hr.goal (id, title, level, dimension_id) VALUES (1, 'growth', 'strategic', 1);
INSERT INTO hr.goal (id, title, level, owner_id, direction, start_value, target_value, current_value)
SELECT 10 + i, 'goal', 'team', i, 'increase', 0, 10, i FROM generate_series(1, 10) AS i;
INSERT INTO hr.goal_link (child_id, parent_id, contribution) SELECT 10 + i, 1, .1 FROM generate_series(1, 10) AS i;
SELECT pg_temp.publish();
SELECT is(pg_temp.shown('dimension_scorecard', 'progress_share'), '1', 'ten goals of ten people');
UPDATE hr.goal SET current_value = 0;
SELECT pg_temp.publish();
SELECT is(pg_temp.shown('dimension_scorecard', 'progress_share'), 'none', 'that nobody has moved');
UPDATE hr.goal SET current_value = CASE WHEN id < 14 THEN 5 END, direction = CASE WHEN id < 14 THEN 'increase' END WHERE id > 10;
SELECT pg_temp.publish();
SELECT is(pg_temp.shown('dimension_scorecard', 'progress_share'), 'none', 'of three that are measured');

-- ---------- what was published by those who did not ask ----------
CREATE FUNCTION pg_temp.can(steps text[], known integer, asked integer) RETURNS boolean[] LANGUAGE sql AS $$
  SELECT gmalign_private.safe_steps(array_agg(s.step::integer), array_agg(0), array_agg(ascii(p)::bigint), array_agg(ascii(p)::bigint),
                                    known, cardinality(steps), 5,
                                    array_agg(CASE WHEN s.step > asked THEN gmalign_private.room_among(p > 'f') ELSE 0 END))
  FROM unnest(steps) WITH ORDINALITY AS s (people, step) CROSS JOIN LATERAL string_to_table(s.people, NULL) AS p
$$;
SELECT is(pg_temp.can('{abcdefghijklm,aghijklm}', 1, known), '{t,f}',
          'five of one kind are not subtracted from what was published without a look at kinds')
FROM unnest(ARRAY[0, 1]) AS known;
SELECT * FROM finish();
ROLLBACK;
