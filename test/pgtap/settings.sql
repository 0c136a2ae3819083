-- Settings: the table refuses what no view can go by, and in a relation of one's
-- own a value out of range is a clear error, not a division by zero.
BEGIN;
\ir ../start.psql
SELECT plan(14);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-0x-30';
SELECT throws_ok('SELECT gmalign.today()', '22007', 'invalid value for gmalign.as_of: "2026-0x-30"', 'a day has digits');
-- the zone and the last answer are remembered: moments twice in a row, and zones that change from row to row
CREATE FUNCTION pg_temp.day_in(zone text, at timestamptz) RETURNS date LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('gmalign.time_zone', zone, true);
  RETURN gmalign.local_date(at);
END $$;
SELECT is_empty($$
  SELECT z, at
  FROM generate_series(timestamptz '1969-12-30 00:00+00', '2026-12-31 00:00+00', '101 days 5 hours 7 minutes') AS at, generate_series(1, 2),
       unnest(ARRAY['UTC', 'Pacific/Kiritimati', 'America/St_Johns', 'Pacific/Apia', '+12']) WITH ORDINALITY AS z (z, place)
  WHERE pg_temp.day_in(z, at) IS DISTINCT FROM (at AT TIME ZONE z)::date $$,
  'local_date is that of the zone in force, whatever was asked before');
RESET gmalign.time_zone;
SET gmalign.as_of = '2026-06-30';
\ir ../model.psql
SELECT throws_ok($$ UPDATE hr.setting SET number_value = -5 WHERE code = 'min_group' $$, '23514', NULL, 'a group of -5 people');
SELECT throws_ok($$ UPDATE hr.setting SET number_value = 99999999 WHERE code = 'drift_days' $$, '23514', NULL, 'days beyond any date');
SELECT throws_ok($$ UPDATE hr.setting SET number_value = 2.5 WHERE code = 'min_group' $$, '23514', NULL, 'two and a half people');
SELECT throws_ok($$ UPDATE hr.setting SET number_value = 40 WHERE code = 'misaligned_below' $$, '23514', NULL, 'a percentage');
SELECT lives_ok($$ INSERT INTO hr.setting (code, number_value, meaning) VALUES ('mine', -99999999.5, 'A setting of my own.') $$,
                'a setting of a user''s own takes any number');
SELECT lives_ok($$ UPDATE hr.setting SET number_value = NULL WHERE code = 'min_group' $$, 'no number is the default');

-- the table and the reader refuse the same
CREATE FUNCTION pg_temp.takes(query text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE query;
  RETURN true;
EXCEPTION WHEN check_violation OR invalid_parameter_value THEN
  RETURN false;
END $$;
CREATE TEMP TABLE tried AS
SELECT d.code, p.value,
       pg_temp.takes(format('UPDATE hr.setting SET number_value = %s WHERE code = %L', p.value, d.code)) AS table_takes,
       pg_temp.takes(format('SELECT gmalign_private.setting_value(%L, %s, %s, %s, %L)', d.code, p.value, d.low, d.high, d.is_whole))
         AS view_takes
FROM gmalign_private.default_settings() d
CROSS JOIN LATERAL unnest(ARRAY[d.low - 1, d.low - .001, d.low, d.low + .5, d.high - .5, d.high, d.high + .001, d.high + 1]) AS p (value)
WHERE d.low IS NOT NULL;
SELECT is_empty('SELECT * FROM tried WHERE table_takes <> view_takes', 'table and views take the same numbers');
SELECT is_empty('SELECT code FROM tried GROUP BY code HAVING bool_and(table_takes) OR NOT bool_or(table_takes)',
  'and refuse some of every setting');

-- every view answers at both ends of every range
INSERT INTO hr.employee (id) VALUES (1);
INSERT INTO hr.goal (id, title, level) VALUES (1, 'S', 'strategic');
INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date) VALUES (1, 1, '2026-01-01', '2026-12-31');
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 1, s.id, 1, '2026-01-01', 1 FROM hr.stakeholder s WHERE s.code IN ('assignee', 'gm_professional', 'hr');
CREATE FUNCTION pg_temp.unreadable() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE v text;
BEGIN
  FOR v IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.kind = 'view' LOOP
    BEGIN
      EXECUTE format('SELECT count(*) FROM (SELECT v::text FROM hr.%I v OFFSET 0) AS q', v);
    EXCEPTION WHEN OTHERS THEN
      RETURN NEXT v || ': ' || SQLERRM;
    END;
  END LOOP;
END $$;
UPDATE hr.setting s SET number_value = d.low FROM gmalign_private.default_settings() d WHERE d.code = s.code AND d.low IS NOT NULL;
SELECT is_empty('SELECT pg_temp.unreadable()', 'at the lowest values');
UPDATE hr.setting s SET number_value = d.high FROM gmalign_private.default_settings() d WHERE d.code = s.code AND d.low IS NOT NULL;
SELECT is_empty('SELECT pg_temp.unreadable()', 'at the highest');

-- ---------- a relation of one's own ----------
ALTER TABLE hr.setting DROP CONSTRAINT setting_in_range, DROP CONSTRAINT setting_whole, DROP CONSTRAINT setting_number_value_check;
UPDATE hr.setting s SET number_value = d.number_value FROM gmalign_private.default_settings() d WHERE d.code = s.code;
UPDATE hr.setting SET number_value = -5 WHERE code = 'min_group';
SELECT throws_ok($$ SELECT * FROM hr.program_outcomes $$, '22023', 'setting "min_group" is out of range: -5', 'a clear error');
UPDATE hr.setting SET number_value = CASE code WHEN 'min_group' THEN 5 ELSE 'NaN'::float8 END WHERE code IN ('min_group',
  'stale_after_days');
SELECT throws_ok($$ SELECT * FROM hr.goal_progress $$, '22003', 'setting "stale_after_days" is out of range: NaN', 'also for NaN');

SELECT * FROM finish();
ROLLBACK;
