-- Releases: what a reader of public figures might work out, case by case.
BEGIN;
\ir ../start.psql
\ir ../release.psql
SELECT plan(72);
CREATE FUNCTION pg_temp.can(steps text[], known integer DEFAULT 0, min_group integer DEFAULT 5) RETURNS boolean[] LANGUAGE sql AS $$
  SELECT gmalign_private.safe_steps(array_agg(s.step::integer), array_agg(0), array_agg(ascii(p)::bigint), array_agg(ascii(p)::bigint),
                                    known, cardinality(steps), min_group)
  FROM unnest(steps) WITH ORDINALITY AS s (people, step) CROSS JOIN LATERAL string_to_table(s.people, NULL) AS p
$$;

-- ---------- the kernel: a letter is a person, a string a group ----------
SELECT is(pg_temp.can('{abcdefghijkl,abcdefg}'), '{t,t}', 'five are left');
SELECT is(pg_temp.can('{abcdefghijkl,abcdefgh}'), '{t,f}', 'four are not');
SELECT is(pg_temp.can('{abcdefghijkl,abcdefgh}', 0, 4), '{t,t}', 'but where four will do');
SELECT is(pg_temp.can('{abcd}'), '{f}', 'a small group itself is not published');
SELECT is(pg_temp.can('{abcdefghijklmnop,abcdef,ghijkl}'), '{t,t,f}', 'nor two groups that leave a third too small');
SELECT is(pg_temp.can('{abcdefghij,abcdef,abcdefghijklmno,ghijklm}'), '{t,f,t,t}', 'whatever way it is put together');
SELECT is(pg_temp.can('{abcdefghijklmnop,abcdefgh,efghijkl,ijklmnopabcd}'), '{t,t,t,f}', 'sums and differences of several');
SELECT is(pg_temp.can('{abcdefg,abcdefh}'), '{t,f}', 'one for another tells of both');
SELECT is(pg_temp.can('{abcdefghij,abcdefghi,abcdefghijklmnop}', 1), '{t,f,t}', 'what was published before counts');
SELECT is(pg_temp.can('{abcdefghij,abcdefghij}'), '{t,t}', 'the same again says nothing new');
SELECT is(pg_temp.can('{abcdefghijk,abcdefgh,abcdefghijk}'), '{t,f,t}', 'a refused one is as if it were not there');
SELECT throws_ok($$ SELECT gmalign_private.safe_steps('{1}', '{1}', '{1}', '{1}', 2, 1, 5) $$, '22023', 'known is out of range: 2');
SELECT throws_ok($$ SELECT gmalign_private.safe_steps('{1,1}', '{1}', '{1}', '{1}', 0, 1, 5) $$, '2202E');
SELECT throws_ok($$ SELECT gmalign_private.safe_steps('{2}', '{1}', '{1}', '{1}', 0, 1, 5) $$, '22023', 'step is out of range: 2');
SELECT throws_ok($$ SELECT gmalign_private.safe_steps('{1}', '{NULL}', '{1}', '{1}', 0, 1, 5) $$, '22004');

-- ---------- day by day: a reader moves the day ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 7);
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
SELECT i, i, 'assignee', date '2026-01-01' + i, i / 10.0 FROM generate_series(1, 7) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT i, 1, .5, .5 FROM generate_series(1, 7) AS i;
SELECT gmalign.publish('hr');
SET ROLE gmalign_test_reader;
CREATE TEMP TABLE today AS TABLE hr.expectancy_by_role_public;
SET gmalign.as_of = '2026-01-07';
SELECT results_eq('TABLE hr.expectancy_by_role_public', 'TABLE pg_temp.today', 'the day of the session changes nothing');
SELECT is((SELECT count(mean_expectancy) FROM pg_temp.today), 1::bigint, 'and there is a figure');
RESET ROLE;
SET gmalign.as_of = '2026-06-30';

-- month by month: one more answers, then as many as it takes
INSERT INTO hr.employee (id) SELECT generate_series(8, 12);
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy) VALUES (8, 8, 'assignee', '2026-07-03', .9);
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence) VALUES (8, 1, .5, .5);
SET gmalign.as_of = '2026-07-31';
SELECT gmalign.publish('hr');
SELECT is((SELECT (answered_count, mean_expectancy, figures_from)::text FROM hr.expectancy_by_role_public), '(7,0.4,2026-06-01)',
          'one more answer: the figure stays');
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
SELECT i, i, 'assignee', '2026-08-03', (ARRAY[.05, .35, .55, .95])[i - 8] FROM generate_series(9, 12) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT i, 1, .5, .5 FROM generate_series(9, 12) AS i;
SET gmalign.as_of = '2026-08-31';
SELECT gmalign.publish('hr');
SELECT is((SELECT (answered_count, mean_expectancy, figures_from)::text FROM hr.expectancy_by_role_public), '(12,0.47,2026-08-01)',
          'five have come: it steps');
UPDATE hr.expectancy_survey SET expectancy = .05 WHERE id BETWEEN 1 AND 5;
SET gmalign.as_of = '2026-09-30';
SELECT gmalign.publish('hr');
SELECT is((SELECT (answered_count, mean_expectancy)::text FROM hr.expectancy_by_role_public), '(12,0.36)', 'and when five answered anew');
SELECT is((SELECT count(*) FROM hr.release_member WHERE person_id = '8'),
          (SELECT count(DISTINCT (pool, datum)) FROM hr.release_member WHERE person_id = '8'),
          'who was in it is stored by person, to be erased');
SET gmalign.as_of = '2026-06-30';

-- ---------- the base of each figure ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 6);
INSERT INTO hr.goal (id, title, level, owner_id) SELECT i, 'g' || i, 'team', i FROM generate_series(1, 5) AS i;
INSERT INTO hr.goal (id, title, level, goal_type, owner_id) VALUES (9, 'See my children', 'individual', 'personal', 3);
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, start_date, actual_cost)
SELECT i, i, 6, '2026-01-01', CASE i WHEN 3 THEN 123456 END FROM generate_series(1, 5) AS i;
INSERT INTO hr.assignment_goal SELECT a.id, s.id, 1, '2026-01-01', .4
FROM hr.assignment a, hr.stakeholder s WHERE s.code IN ('assignee', 'organization');
INSERT INTO hr.assignment_goal SELECT a.id, s.id, g, '2026-01-01', CASE g WHEN 1 THEN -.31 ELSE .69 END
FROM hr.assignment a, hr.stakeholder s, generate_series(1, 2) AS g WHERE s.code = 'gm_professional';
INSERT INTO hr.assignment_goal SELECT 3, s.id, 9, '2026-01-01', .6 FROM hr.stakeholder s WHERE s.code = 'assignee';
SELECT gmalign.publish('hr');
SET ROLE gmalign_test_reader;
SELECT is((SELECT count(cost_amount) FROM hr.cascade_by_level_public), 0::bigint, 'a cost that one of five has is withheld');
SELECT is((SELECT capacity_fte FROM hr.cascade_by_level_public WHERE id = 'all'), 5::float8, 'the capacity of all five is not');
SELECT is((SELECT count(*) FROM hr.priority_conflict_public WHERE goal_id = 9 OR goal_title ~ 'children'), 0::bigint,
          'a goal that one person named has neither row nor title');
SELECT is((SELECT count(gm_points) FROM hr.priority_conflict_public), 0::bigint, 'one GM professional behind five moves');
SELECT is((SELECT count(assignee_points) FROM hr.priority_conflict_public), 0::bigint,
          'nor what the others gave the goals that all share: points sum to 1');
SELECT is((SELECT count(alignment_score) FROM hr.stakeholder_heatmap_public WHERE id ~ 'gm_professional'), 0::bigint, 'in no view');
RESET ROLE;

-- five moves of one person
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 6);
INSERT INTO hr.org_unit (id, name) VALUES (1, 'A');
INSERT INTO hr.assignment (id, assignee_id, org_unit_id, start_date) SELECT i, 1, 1, '2026-01-01' FROM generate_series(1, 5) AS i;
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment)
SELECT '2026-05-31', i, .4 FROM generate_series(1, 5) AS i;
SELECT gmalign.publish('hr');
SELECT is_empty('SELECT * FROM hr.alignment_trend_public', 'five moves of one person are one person');

-- ---------- views against each other ----------
-- a unit without a region, of one person
SELECT pg_temp.model();
INSERT INTO hr.org_unit (id, name, region) VALUES (1, 'A', 'A'), (2, 'B', 'B'), (3, 'C', NULL);
INSERT INTO hr.employee (id) SELECT generate_series(1, 13);
INSERT INTO hr.assignment (id, assignee_id, org_unit_id, start_date)
SELECT i, i, 1 + (i > 6)::int + (i > 12)::int, '2026-01-01' FROM generate_series(1, 13) AS i;
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment)
SELECT '2026-05-31', i, CASE i WHEN 13 THEN .217 ELSE .5 END FROM generate_series(1, 13) AS i;
SELECT gmalign.publish('hr');
SELECT ok((SELECT count(*) FILTER (WHERE scope_kind = 'all') > 0 AND count(*) FILTER (WHERE scope_kind = 'region') = 1
           FROM hr.alignment_trend_public), 'overall and one region of two: the rest are seven');
SELECT ok((SELECT abs(sum(CASE scope_kind WHEN 'all' THEN 1 ELSE -1 END * assignment_count * alignment_score) - .217) > .1
           FROM hr.alignment_trend_public WHERE scope_kind <> 'unit'), 'and one of them is not worked out');

-- role against unit: the only GM professional of a unit
SELECT pg_temp.model();
INSERT INTO hr.org_unit (id, name) SELECT u, 'u' || u FROM generate_series(1, 3) AS u;
INSERT INTO hr.employee (id, org_unit_id) SELECT i, 1 + (i > 6)::int + (i > 12)::int FROM generate_series(1, 13) AS i;
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
SELECT i, i, 'gm_professional', '2026-01-01', CASE i WHEN 13 THEN .912345678901234 ELSE .512345678901234 END
FROM generate_series(1, 13) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT i, 1, .5, .5 FROM generate_series(1, 13) AS i;
SELECT gmalign.publish('hr');
SELECT ok((SELECT count(mean_expectancy) FROM hr.gm_team_profile_public) < 2
          OR (SELECT count(mean_expectancy) FROM hr.expectancy_by_role_public) = 0,
          'not the role and both large units');
SELECT is_empty('SELECT * FROM hr.gm_team_profile_public WHERE org_unit = ''u3''', 'the unit of one is not named');
SELECT ok((SELECT bool_and(scale(mean_expectancy::numeric) <= 2) FROM hr.expectancy_by_role_public), 'means have two digits, not sixteen');

-- one person in five units
SELECT pg_temp.model();
INSERT INTO hr.org_unit (id, name) SELECT u, 'u' || u FROM generate_series(1, 5) AS u;
INSERT INTO hr.employee (id) SELECT generate_series(1, 26);
INSERT INTO hr.assignment (assignee_id, org_unit_id, start_date) SELECT i, 1 + i % 5, '2026-01-01' FROM generate_series(1, 25) AS i;
INSERT INTO hr.assignment (assignee_id, org_unit_id, start_date) SELECT 26, u, '2026-01-01' FROM generate_series(1, 5) AS u;
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment, assignment_status)
SELECT '2026-05-31', a.id, .3 + .01 * (a.id % 7), 'active' FROM hr.assignment a;
SELECT gmalign.publish('hr');
SELECT ok((SELECT count(*) FILTER (WHERE scope_kind = 'unit') BETWEEN 1 AND 5 AND bool_and(person_count >= 5)
           FROM hr.alignment_trend_public),
          'one person in five units');

-- ---------- the nightly check publishes what is due ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 7);
INSERT INTO hr.goal (id, title, level) VALUES (1, 'A', 'strategic'), (2, 'B', 'team');
INSERT INTO hr.assignment (id, assignee_id, start_date) SELECT i, i, '2026-01-01' FROM generate_series(1, 7) AS i;
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, 1 + s.id % 2, '2026-01-01', 1 FROM hr.assignment a, hr.stakeholder s;
CREATE FUNCTION pg_temp.check_on(day date) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('gmalign.as_of', day::text, true);
  RETURN (SELECT count(*) FROM gmalign.run_check('hr', day));
END $$;
CREATE FUNCTION pg_temp.releases() RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(to_char(r.period, 'YYYY-MM') || ' as of ' || to_char(r.as_of, 'MM-DD'), ', ' ORDER BY r.period), 'none')
  FROM hr.release r
$$;
SELECT cmp_ok(pg_temp.check_on('2026-06-30'), '>', 0::bigint, 'a check opens flags');
SELECT is(pg_temp.releases(), 'none', 'and publishes nothing: the first release is for the owner to decide');
SELECT gmalign.publish('hr');
SELECT pg_temp.check_on('2026-07-03');
SELECT is(pg_temp.releases(), '2026-06 as of 06-30, 2026-07 as of 07-03', 'then the next comes by itself, when its month has begun');
SELECT pg_temp.check_on('2026-07-04');
SELECT is(pg_temp.releases(), '2026-06 as of 06-30, 2026-07 as of 07-03', 'once');
UPDATE hr.setting SET number_value = 3 WHERE code = 'publish_every_months';
SELECT pg_temp.check_on('2026-09-30');
UPDATE hr.setting SET number_value = 0 WHERE code = 'publish_every_months';
SELECT pg_temp.check_on('2026-10-01');
SELECT is(pg_temp.releases(), '2026-06 as of 06-30, 2026-07 as of 07-03', 'every three months, or never: the setting says');
UPDATE hr.setting SET number_value = 1 WHERE code = 'publish_every_months';
SET client_min_messages = error;
CREATE FUNCTION hr.fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is full'; END $$;
CREATE TRIGGER fails BEFORE INSERT ON hr.release FOR EACH ROW EXECUTE FUNCTION hr.fails();
DELETE FROM hr.flag;
SELECT cmp_ok(pg_temp.check_on('2026-10-02'), '>', 0::bigint, 'a release that fails stops no check');
SELECT is((SELECT failed_rules FROM hr.check_run WHERE as_of = '2026-10-02'), 'publish: the disk is full (P0001)', 'and is on record');
SELECT is((SELECT count(*) FROM hr.release_step WHERE period = '2026-10-01'), 0::bigint, 'nothing of it is left');
DROP TRIGGER fails ON hr.release;
SET gmalign.as_of = '2026-10-03';
SELECT count(*) FROM gmalign.run_check('hr', '2026-10-01');
SELECT is(pg_temp.releases(), '2026-06 as of 06-30, 2026-07 as of 07-03', 'a check for a day gone by publishes nothing');
SELECT pg_temp.check_on('2026-10-03');
SELECT is(pg_temp.releases(), '2026-06 as of 06-30, 2026-07 as of 07-03, 2026-10 as of 10-03', 'the next night it is tried again');
INSERT INTO hr.release (period, as_of, min_group, figure_count, new_count, kept_count, withheld_count)
VALUES ('9000-01-01', '9000-01-01', 5, 0, 0, 0, 0);
SELECT pg_temp.check_on('2026-11-01');
SELECT is((SELECT failed_rules FROM hr.check_run WHERE as_of = '2026-11-01'),
          'publish: a release is of a month to come: 9000-01-01 (55000)',
          'a release that somebody wrote for a month to come does not hold up those before it unseen');
DELETE FROM hr.release WHERE period = '9000-01-01';

-- ---------- a public view that lost what keeps its conditions first ----------
ALTER VIEW hr.gm_team_profile_public RESET (security_barrier);
ALTER VIEW hr.employment SET (security_invoker = false);
SELECT results_eq($$ SELECT relation, message FROM gmalign.check('hr') WHERE code = 'outdated_view' $$,
  $$ VALUES ('employment', 'view "employment" has lost its option security_invoker'),
            ('gm_team_profile_public', 'view "gm_team_profile_public" has lost its option security_barrier') $$, 'check says so');
SELECT is((SELECT bool_and(replaced) FROM gmalign.upgrade_views('hr')), true, 'and upgrade_views()');
SELECT is_empty($$ SELECT * FROM gmalign.outdated_views('hr') $$, 'sets both again');

-- ---------- what the ends of a range tell ----------
-- ten in a region, five in none who all say next to nothing: two means would tell what each of the five says
CREATE FUNCTION pg_temp.scopes(outside float8) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.model();
  INSERT INTO hr.org_unit (id, name, region) VALUES (1, 'A', 'R'), (2, 'B', NULL);
  INSERT INTO hr.employee (id) SELECT generate_series(1, 15);
  INSERT INTO hr.assignment (id, assignee_id, org_unit_id, start_date)
  SELECT i, i, 1 + (i > 10)::int, '2026-01-01' FROM generate_series(1, 15) AS i;
  INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment)
  SELECT '2026-05-31', i, CASE WHEN i > 10 THEN outside ELSE .3 + .04 * i END FROM generate_series(1, 15) AS i;
  PERFORM gmalign.publish('hr', '2026-06-01');
  RETURN (SELECT string_agg(t.scope, ', ' ORDER BY t.scope) FROM hr.alignment_trend_public t WHERE t.alignment_score IS NOT NULL);
END $$;
SET gmalign.as_of = '2026-06-30';
SELECT is(pg_temp.scopes(.4), 'all, region: R, unit: A, unit: B', 'five in the middle of the range: all means are shown');
SELECT is(pg_temp.scopes(.02), 'all', 'at its end: what would tell is withheld');
SELECT is(pg_temp.scopes(.99), 'all', 'at the other, too');
-- kernel: of the letters b to f nobody is away from an end
CREATE FUNCTION pg_temp.can_with(steps text[], ends text, kind text DEFAULT NULL) RETURNS boolean[] LANGUAGE sql AS $$
  SELECT gmalign_private.safe_steps(array_agg(s.step::integer), array_agg(0), array_agg(ascii(p)::bigint), array_agg(ascii(p)::bigint),
                                    0, cardinality(steps), 5,
                                    array_agg(CASE WHEN kind IS NULL
                                              THEN gmalign_private.room(CASE WHEN strpos(ends, p) > 0 THEN 0 ELSE .5 END)
                                              ELSE gmalign_private.room_among((strpos(ends, p) > 0)::text, 'true', 'false') END))
  FROM unnest(steps) WITH ORDINALITY AS s (people, step) CROSS JOIN LATERAL string_to_table(s.people, NULL) AS p
$$;
SELECT is(pg_temp.can_with('{abcdefghijklm,aghijklm}', 'bcdef'), '{t,f}', 'five at an end are not subtracted');
SELECT is(pg_temp.can_with('{abcdefghijklm,aghijklm}', 'bcde'), '{t,t}', 'one of them in the middle leaves all unknown');
SELECT is(pg_temp.can_with('{abcdefghijklm,aghijklm}', 'abcdeg', 'true'), '{t,t}', 'four of one kind, and one of another, are');
SELECT is(pg_temp.can_with('{abcdefghijklm,aghijklm}', 'abcdefg', 'true'), '{t,f}', 'five of one kind are not');
SELECT is(pg_temp.can_with('{abcdefghijklm,aghijklm}', 'agh', 'true'), '{t,f}', 'nor five of the other');

-- ---------- homogeneity: counts equal to their whole, or none of it ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 32);
INSERT INTO hr.goal (id, title, level) SELECT g, 'g' || g, 'strategic' FROM generate_series(1, 6) AS g;
INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, purpose, host_country)
SELECT i, i, '2025-01-01', '2026-03-31', CASE WHEN i % 16 < 6 THEN 'p2' ELSE 'p1' END, 'c' FROM generate_series(1, 32) AS i;
-- half of the moves are in one band, half in another
INSERT INTO hr.assignment_goal SELECT a.id, s.id, CASE WHEN a.id <= 16 OR s.party = 'assignee' THEN g ELSE 7 - g END, '2025-01-01', .2 * g
FROM hr.assignment a, hr.stakeholder s, generate_series(1, 5) AS g;
INSERT INTO hr.assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success)
SELECT a.id, s.id, '2026-06-01', a.id % 3 > 0 FROM hr.assignment a, hr.stakeholder s WHERE s.code = 'organization';
CREATE FUNCTION pg_temp.moves(ended integer[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE hr.assignment SET end_date = CASE WHEN id % 16 = ANY (ended) THEN date '2026-03-01' END;
  DELETE FROM hr.release_member;
  DELETE FROM hr.release_step;
  DELETE FROM hr.release_row;
  DELETE FROM hr.release;
  PERFORM gmalign.publish('hr', '2026-06-01');
  RETURN QUERY SELECT concat_ws(' ', t.segment, t.assignment_count, coalesce(t.ended_count::text, '-'),
                                coalesce(t.returned_count::text, '-'),
                                t.success_low, t.success_high, t.retention_12m_low, CASE WHEN t.is_suppressed THEN 'suppressed' END)
               FROM hr.program_outcomes_public t
               WHERE t.segment_kind <> 'host_country' AND t.alignment_band = 'aligned' ORDER BY t.id;
END $$;
SELECT is(array_agg(m)::text, '{"all 16 8 8 0.41 0.93 suppressed","p1 10 - - suppressed","p2 6 - - suppressed"}',
          'eight of sixteen moves have ended')
FROM pg_temp.moves('{1,2,3,7,8,9,10,11}') AS m;
SELECT is(array_agg(m)::text, '{"all 16 - - suppressed","p1 10 - - suppressed","p2 6 - - suppressed"}',
          what || ' is not told, nor by the limits of a rate')
FROM (VALUES ('{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15}', 'that all have'), ('{}', 'that none has'),
             ('{2,3}', 'that two have')) AS w (ended, what)
CROSS JOIN LATERAL pg_temp.moves(w.ended::integer[]) AS m GROUP BY w.what;
SELECT is(array_agg(m)::text, '{"all 16 - - 0.45 0.88 suppressed","p1 10 - - suppressed","p2 6 - - suppressed"}',
          'of all but two the count is withheld, the rate is not')
FROM pg_temp.moves('{0,2,4,5,6,7,8,9,10,11,12,13,14,15}') AS m;
SELECT is(array_agg(m)::text, '{"all 16 11 11 0.43 0.9 suppressed","p1 10 - - suppressed","p2 6 - - suppressed"}',
          'nor by subtraction that all six of p2 have')
FROM pg_temp.moves('{0,1,2,3,4,5,6,7,8,9,10}') AS m;
-- ---------- two rows by one name ----------
SELECT pg_temp.model();
INSERT INTO hr.stakeholder (id, code, name, party)
SELECT 100 + n, c, c, 'assignee' FROM unnest(ARRAY['a|b', 'c', 'a', 'b|c']) WITH ORDINALITY AS s (c, n);
INSERT INTO hr.employee (id) SELECT generate_series(1, 20);
INSERT INTO hr.goal (id, title, level) SELECT g, 'g' || g, 'strategic' FROM generate_series(1, 4) AS g;
INSERT INTO hr.assignment (id, assignee_id, start_date) SELECT i, i, '2026-01-01' FROM generate_series(1, 20) AS i;
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g, '2026-01-01', .2 * (1 + (a.id + g * s.id) % 4)
FROM hr.assignment a, generate_series(1, 4) AS g, hr.stakeholder s
WHERE s.code = ANY (CASE WHEN a.id > 18 THEN ARRAY['a|b', 'c'] ELSE ARRAY['a', 'b|c'] END);
SELECT gmalign.publish('hr', '2026-06-01');
SELECT is_empty($$ SELECT FROM hr.stakeholder_heatmap_public WHERE id = 'a|b|c' $$,
                'two are heard as a|b and c, many as a and b|c: neither is shown');
SELECT isnt_empty($$ SELECT FROM hr.stakeholder_heatmap_public WHERE id = 'a|a' AND pair_count = 18 $$, 'how often a is heard is');

-- nor that nobody of a purpose has returned early, where that is the rest of what is shown
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 80);
INSERT INTO hr.goal (id, title, level) SELECT g, 'g' || g, 'strategic' FROM generate_series(1, 6) AS g;
INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason, purpose)
SELECT i, i, '2025-01-01', CASE WHEN i % 40 < 8 THEN date '2026-12-31' ELSE '2026-03-31' END,
       CASE WHEN i % 40 >= 8 THEN date '2026-03-01' END, 'completed', (ARRAY['p1', 'p1', 'p2', 'p3'])[1 + i % 4]
FROM generate_series(1, 80) AS i;
INSERT INTO hr.assignment_goal SELECT a.id, s.id, CASE WHEN a.id <= 40 OR s.party = 'assignee' THEN g ELSE 7 - g END, '2025-01-01', .2 * g
FROM hr.assignment a, hr.stakeholder s, generate_series(1, 5) AS g;
CREATE FUNCTION pg_temp.early(early integer[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE hr.assignment SET end_reason = CASE WHEN id % 40 = ANY (early) THEN 'early_return' ELSE 'completed' END WHERE end_date IS NOT NULL;
  DELETE FROM hr.release_member;
  DELETE FROM hr.release_step;
  DELETE FROM hr.release_row;
  DELETE FROM hr.release;
  PERFORM gmalign.publish('hr', '2026-06-01');
  RETURN (SELECT string_agg(concat_ws(' ', t.segment, t.early_return_rate), ', ' ORDER BY t.id)
          FROM hr.program_outcomes_public t WHERE t.segment_kind <> 'host_country' AND t.alignment_band = 'aligned');
END $$;
SELECT is(pg_temp.early('{8,9,12,13,10,14,11,15}'), 'all 0.25, p1 0.25, p2 0.25, p3 0.25', 'some of each purpose have returned early');
SELECT unalike(pg_temp.early('{8,9,12,13,10,14}'), 'all 0.19, p1 0.25, p2 0.25%',
               'nobody of one purpose, which is not the rest of the others');
SELECT alike(pg_temp.early('{8,9,12,13,10,14}'), '%all 0.19%', 'the rate of all is shown');
-- nor that none of the high performers has resigned
CREATE FUNCTION pg_temp.resigned(resigned integer[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE hr.employee
  SET is_high_performer = true, departure_date = CASE WHEN id % 40 = ANY (resigned) THEN date '2026-04-15' END,
      departure_type = CASE WHEN id % 40 = ANY (resigned) THEN 'voluntary' END;
  PERFORM pg_temp.early('{8,9,12,13,10,14,11,15}');
  RETURN (SELECT string_agg(t.segment, ', ' ORDER BY t.id)
          FROM hr.program_outcomes_public t
          WHERE t.segment_kind <> 'host_country' AND t.alignment_band = 'aligned' AND t.regretted_exit_rate IS NOT NULL);
END $$;
SELECT is(pg_temp.resigned('{}'), NULL, 'that nobody resigned is not shown');
SELECT is(pg_temp.resigned('{16,17,20,21,18,22,19,23}'), 'all, p1, p2, p3', 'that some of each purpose did is');
SELECT unalike(pg_temp.resigned('{16,17,20,21,18,22}'), 'all, p1, p2%', 'nor that nobody of one did, which is the rest of the others');
-- nor that no goal of a unit reaches strategy: of each person's three one does, one leads elsewhere, one nowhere
CREATE FUNCTION pg_temp.reach(missing text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.model();
  INSERT INTO hr.org_unit (id, name) SELECT u, 'unit ' || u FROM generate_series(1, 3) AS u;
  INSERT INTO hr.employee (id, org_unit_id) SELECT i, 1 + i % 3 FROM generate_series(1, 24) AS i;
  INSERT INTO hr.goal (id, title, level) VALUES (1, 'growth', 'strategic'), (2, 'something else', 'department');
  INSERT INTO hr.goal (id, title, level, owner_id, org_unit_id)
  SELECT 99 + i * 3 + k, 'goal', 'team', i, 1 + i % 3 FROM generate_series(1, 24) AS i, generate_series(0, 2) AS k;
  INSERT INTO hr.goal_link (child_id, parent_id, contribution)
  SELECT g.id, 1 + g.id % 3, .5 FROM hr.goal g WHERE g.id > 99 AND (g.id % 3 = 1 OR g.id % 3 = 0 AND g.org_unit_id::text <> missing);
  PERFORM gmalign.publish('hr', '2026-06-01');
  RETURN (SELECT string_agg(t.id, ', ' ORDER BY t.id) FROM hr.cascade_by_level_public t
          WHERE t.segment_kind IN ('all', 'org_unit') AND t.aligned_share IS NOT NULL);
END $$;
SELECT is(pg_temp.reach('none'), 'all, unit 1, unit 2, unit 3', 'how much of each unit reaches strategy is shown');
SELECT is(pg_temp.reach('3'), 'all, unit 1', 'that nothing of one does is not, nor is it the rest of the others');
SELECT * FROM finish();
ROLLBACK;
