-- Releases: what happens between two of them.
BEGIN;
\ir ../start.psql
\ir ../release.psql
SELECT plan(25);
CREATE FUNCTION pg_temp.publish(day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('gmalign.as_of', day::text, true);
  PERFORM gmalign.publish('hr', date_trunc('month', day::timestamp)::date);
END $$;
-- the groups with a mean, and from when it is
CREATE FUNCTION pg_temp.means() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(t.scope || ' ' || t.person_count || ' ' || to_char(t.figures_from, 'MM'), ', ' ORDER BY t.scope)
  FROM hr.alignment_trend_public t
  WHERE t.alignment_score IS NOT NULL AND t.release_period = (SELECT max(r.period) FROM hr.release r)
$$;
-- moves of people in unit A, and of those apart in a unit without a region; snapshots for June to October
CREATE FUNCTION pg_temp.people(together integer, apart integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.model();
  INSERT INTO hr.org_unit (id, name, region) VALUES (1, 'A', 'R'), (2, 'B', NULL);
  INSERT INTO hr.employee (id, external_id, org_unit_id)
  SELECT i, 'P' || i, 1 + (i > together)::int FROM generate_series(1, together + apart + 20) AS i;
  INSERT INTO hr.assignment (id, assignee_id, org_unit_id, start_date)
  SELECT i, i, 1 + (i > together)::int, '2026-01-01' FROM generate_series(1, together + apart) AS i;
  INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment)
  SELECT date '2026-05-31' + m * 30, i, .3 + .02 * i FROM generate_series(1, together + apart) AS i, generate_series(0, 4) AS m;
END $$;

-- ---------- a person is erased ----------
SELECT pg_temp.people(7, 1);
SELECT pg_temp.publish('2026-06-30');
SELECT is(pg_temp.means(), 'all 8 06', 'all but one are in a unit: its mean is withheld');
SELECT isnt_empty($$ SELECT * FROM gmalign.erase_person('hr', 'P8') $$, 'that one is erased');
SELECT pg_temp.publish('2026-07-31');
SELECT is(pg_temp.means(), 'all 8 06', 'which does not bring the mean of the rest, and with it the answer of who is erased');
SELECT isnt_empty($$ SELECT FROM hr.release_member WHERE person_id = '8' $$, 'the move is kept, and so is whose it was');

-- surveys go, and come no more: whose they were is not kept
SELECT pg_temp.model();
INSERT INTO hr.org_unit (id, name) VALUES (1, 'A'), (2, 'B');
INSERT INTO hr.employee (id, external_id, org_unit_id) SELECT i, 'P' || i, 1 + (i > 7)::int FROM generate_series(1, 8) AS i;
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
SELECT i, i, 'gm_professional', '2026-01-01', i / 10.0 FROM generate_series(1, 8) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence)
SELECT i, 1, .5, .4 + i / 50.0 FROM generate_series(1, 8) AS i;
SELECT pg_temp.publish('2026-06-30');
SELECT is((SELECT count(mean_expectancy) FROM hr.expectancy_by_role_public), 1::bigint, 'the mean of a role is shown');
SELECT is((SELECT count(mean_expectancy) FROM hr.gm_team_profile_public), 0::bigint, 'that of the team of all but one is not');
CREATE TEMP TABLE member AS SELECT m.pool, m.datum FROM hr.release_member m WHERE m.person_id = '8' AND m.pool ~ '^survey';
SELECT isnt_empty('TABLE pg_temp.member', 'it is known whose numbers they are');
SELECT isnt_empty($$ SELECT * FROM gmalign.erase_person('hr', 'P8') $$, 'the one is erased');
SELECT is_empty($$ SELECT FROM hr.release_member m WHERE m.person_id = '8' AND m.pool ~ '^survey'
                   UNION ALL SELECT FROM hr.release_member m JOIN pg_temp.member d ON d.pool = m.pool AND d.datum = m.datum $$,
                'and is known no more, nor are the numbers');
SELECT pg_temp.publish('2026-07-31');
SELECT is((SELECT count(mean_expectancy) FROM hr.gm_team_profile_public), 0::bigint,
          'the mean of the team, beside that of the role, would tell them');

-- ---------- min_group changes ----------
SELECT pg_temp.people(7, 3);
SELECT pg_temp.publish('2026-06-30');
SELECT is(pg_temp.means(), 'all 10 06', 'three are apart');
UPDATE hr.setting SET number_value = 3 WHERE code = 'min_group';
SELECT pg_temp.publish('2026-07-31');
SELECT is(pg_temp.means(), 'all 10 06, region: R 7 07, unit: A 7 07, unit: B 3 07', 'where three will do they are shown');
-- lowered to let in one more and back: what was shown is looked at with the new number
INSERT INTO hr.assignment (id, assignee_id, org_unit_id, start_date) VALUES (11, 11, 1, '2026-01-01');
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment)
SELECT date '2026-05-31' + m * 30, '11', .8 FROM generate_series(0, 4) AS m;
SELECT pg_temp.publish('2026-08-31');
SELECT is(pg_temp.means(), 'all 10 06, region: R 7 07, unit: A 7 07, unit: B 3 07', 'one has come: nothing steps');
UPDATE hr.setting SET number_value = 5 WHERE code = 'min_group';
SELECT pg_temp.publish('2026-09-30');
SELECT is(pg_temp.means(), 'all 10 06, region: R 7 07, unit: A 7 07', 'back at five the unit of three is shown no more');
UPDATE hr.setting SET number_value = 8 WHERE code = 'min_group';
SELECT pg_temp.publish('2026-10-31');
SELECT is(pg_temp.means(), 'all 10 06', 'nor at eight what rests on seven; what rests on enough stays as it is');
SELECT is((SELECT count(*) FROM hr.alignment_trend_public t WHERE t.scope <> 'all' AND t.release_period = '2026-10-01'), 0::bigint,
          'no row of it is left in the newest release');

-- a group that has become too small is kept as it was, when the setting has not been raised
SELECT pg_temp.people(7, 7);
SELECT pg_temp.publish('2026-06-30');
SELECT is(pg_temp.means(), 'all 14 06, region: R 7 06, unit: A 7 06, unit: B 7 06', 'two units');
UPDATE hr.employee SET departure_date = '2026-07-02' WHERE id IN (12, 13, 14);
SELECT pg_temp.publish('2026-07-31');
SELECT is(pg_temp.means(), 'all 14 06, region: R 7 06, unit: A 7 06, unit: B 7 06', 'three have left: that they did is not told');

-- ---------- months without a release ----------
SELECT pg_temp.people(7, 7);
SELECT pg_temp.publish('2026-06-30');
UPDATE hr.employee SET departure_date = '2026-07-02' WHERE id = 1;
UPDATE hr.employee SET departure_date = '2026-08-02' WHERE id IN (2, 8);
SELECT pg_temp.publish('2026-09-30');
SELECT is(pg_temp.means(), 'all 14 06, region: R 7 06, unit: A 7 06, unit: B 7 06',
          'three left in two months that were not published: what is shown is of June');
UPDATE hr.employee SET departure_date = '2026-09-02' WHERE id IN (9, 10);
SELECT throws_ok($$ SELECT pg_temp.publish('2026-08-31') $$, '22023', NULL, 'no month is put in between');
SELECT pg_temp.publish('2026-10-31');
SELECT is(pg_temp.means(), 'all 9 10, region: R 7 06, unit: A 7 06, unit: B 7 06', 'five since June: all steps, no unit does');

-- ---------- a name as long as a book ----------
SELECT pg_temp.people(7, 7);
UPDATE hr.org_unit SET name = (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 5000) AS i) WHERE id = 1;
SELECT pg_temp.publish('2026-06-30');
SELECT is((SELECT string_agg(length(t.scope) || ' ' || t.person_count, ', ' ORDER BY length(t.scope)) FROM hr.alignment_trend_public t
           WHERE t.alignment_score IS NOT NULL), '3 14, 7 7, 9 7, 160006 7', 'of a unit stops no release');

-- ---------- what the server shows of it ----------
GRANT USAGE ON SCHEMA hr TO gmalign_test_reader;
ANALYZE hr.release_row, hr.release, hr.release_step, hr.release_member;
SET ROLE gmalign_test_reader;
SELECT is_empty($$ SELECT FROM pg_stats WHERE schemaname = 'hr' UNION ALL SELECT FROM pg_stats_ext WHERE schemaname = 'hr' $$,
                'a reader sees no statistics of a column');
CREATE FUNCTION pg_temp.explain(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN RETURN QUERY EXECUTE 'EXPLAIN (ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query; END $$;
SELECT is((SELECT string_agg(DISTINCT m[1], ' ' ORDER BY m[1])
           FROM pg_temp.explain('SELECT * FROM hr.alignment_trend_public UNION ALL SELECT * FROM hr.alignment_trend_public') AS e (line)
           CROSS JOIN LATERAL regexp_matches(e.line, '(?: on| using) (?:hr\.)?(\w+)') AS m), 'release_row',
          'and a plan reads the rows that were published, of any view and month, and none of a table behind them');
RESET ROLE;

-- ---------- a year of 120 people who answer anew, move between units and roles ----------
CREATE TEMP TABLE entry AS
SELECT dense_rank() OVER (ORDER BY c.month, c.size DESC, c.cell)::integer AS step, c.person, hashint8extended(c.person, c.answer) AS datum
FROM (SELECT p.month, p.person, (p.person * 7 + p.month) / 8 AS answer, c.cell, count(*) OVER (PARTITION BY p.month, c.cell) AS size
      FROM (SELECT m.month, i.person, hashint8extended(i.person, i.person * 31 + m.month / 6) & 1023 AS unit,
                   hashint8extended(i.person, 7 + (m.month + i.person % 8) / 8) & 1023 AS role
            FROM generate_series(1::bigint, 120) AS i (person), generate_series(0, 11) AS m (month)) AS p
      CROSS JOIN LATERAL unnest(ARRAY['all', 'u' || p.unit % 12, 'r' || p.role % 5, 'c' || p.unit % 4,
                                      'r' || p.role % 5 || 'c' || p.unit % 4]) AS c (cell)) AS c
WHERE c.size >= 5;
SELECT cmp_ok((SELECT cardinality(array_positions(gmalign_private.safe_steps(array_agg(e.step), array_agg(0), array_agg(e.datum),
                                                                             array_agg(e.person), 0, max(e.step), 5), true))
               FROM entry e), '>=', 198, 'sets found at the end cost the figures that complete them, and no others');
SELECT * FROM finish();
ROLLBACK;
