-- Jobs, schedules: the nightly check by pg_cron when it is there, else the
-- lines for cron or systemd. Nothing here needs pg_cron to be installed.

CREATE FUNCTION gmalign_private.check_command(schema text, columns text DEFAULT '*') RETURNS text
  LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1
  RETURN format('SELECT %s FROM gmalign.run_check(%L)', columns, schema);
COMMENT ON FUNCTION gmalign_private.check_command(text, text) IS
  'The statement a job runs. Its row count is the number of new flags.';

CREATE FUNCTION gmalign_private.check_call(schema text, database text, special text) RETURNS text
  LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1
  -- cron mails whatever is said: no heading, no count of rows, and no word of a standby that it leaves the check alone
  RETURN format('psql -XqAt -d "%s" -c "SET client_min_messages = warning" -c "%s"', regexp_replace(database, special, '\\\1', 'g'),
                regexp_replace(gmalign_private.check_command(schema, 'severity, subject_kind, subject_title, reason'), special, '\\\1', 'g'));
COMMENT ON FUNCTION gmalign_private.check_call(text, text, text) IS
  'The command line that checks a schema, says what is new and nothing else, and fails when the check does. special: the characters that the shell, or what reads the line, takes for its own within double quotes, as a pattern with one group.';

CREATE FUNCTION gmalign_private.systemd_calendar(schedule text) RETURNS SETOF text
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
AS $calendar$
DECLARE
  days constant text[] := ARRAY['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  field text[] := regexp_split_to_array(trim(schedule), '\s+');
  weekdays text := '';
BEGIN
  -- cron's 1-5 is systemd's 1..5, cron's */15 its 0/15 (days and months from 1)
  FOR i IN 1..4 LOOP
    field[i] := replace(regexp_replace(field[i], '^\*/', CASE WHEN i > 2 THEN '1/' ELSE '0/' END), '-', '..');
  END LOOP;
  IF field[5] <> '*' THEN
    SELECT string_agg(CASE WHEN w[2] IS NULL THEN days[w[1]::integer + 1]
                           ELSE days[w[1]::integer + 1] || '..' || days[w[2]::integer + 1] END, ',' ORDER BY p.place) || ' '
    INTO weekdays
    FROM regexp_split_to_table(field[5], ',') WITH ORDINALITY AS p (part, place)
    CROSS JOIN LATERAL (SELECT string_to_array(p.part, '-') AS w) AS s;
  END IF;
  -- cron runs when the day of the month or the weekday fits, systemd when both do
  IF weekdays <> '' AND field[3] <> '*' THEN
    RETURN NEXT format('%s*-*-* %s:%s:00', weekdays, field[2], field[1]);
    weekdays := '';
  END IF;
  RETURN NEXT format('%s*-%s-%s %s:%s:00', weekdays, field[4], field[3], field[2], field[1]);
END $calendar$;
COMMENT ON FUNCTION gmalign_private.systemd_calendar(text) IS
  'A cron schedule as OnCalendar values of a systemd timer, one a row; the timer runs at each.';

CREATE FUNCTION gmalign_private.unit_name(schema text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
  -- two names that differ in what a unit's may not hold get two units
  RETURN 'gmalign-check-' || regexp_replace(schema, '[^A-Za-z0-9_]', '-', 'g')
         || CASE WHEN schema ~ '[^A-Za-z0-9_]' THEN '-' || left(md5(schema), 6) ELSE '' END;
COMMENT ON FUNCTION gmalign_private.unit_name(text) IS 'The systemd unit that checks a schema.';

CREATE FUNCTION gmalign.schedule_check(schema text, schedule text DEFAULT '15 4 * * *', database text DEFAULT current_database())
  RETURNS SETOF text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $schedule$
DECLARE
  job constant text := 'gmalign check ' || schema || CASE WHEN database <> current_database() THEN ' in ' || database ELSE '' END;
  trim_job constant text := replace(job, 'gmalign check', 'gmalign trim');
  command constant text := gmalign_private.check_command(schema);
  -- what pg_cron logs of these two jobs, and nobody else's
  trim_command constant text := format(
    'DELETE FROM cron.job_run_details WHERE end_time < now() - interval ''90 days'' AND jobid IN (SELECT jobid FROM cron.job WHERE jobname IN (%L, %L))',
    job, trim_job);
  unit constant text := gmalign_private.unit_name(schema);
  job_id bigint;
  trim_id bigint;
  cron_database text;
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  IF schedule IS NULL OR schedule !~ '^\s*([0-9*,/-]+\s+){4}([0-7*](-[0-7])?)(,[0-7](-[0-7])?)*\s*$'
     OR EXISTS (SELECT FROM regexp_split_to_table(trim(schedule), '\s+') WITH ORDINALITY AS f (field, place)
                CROSS JOIN LATERAL regexp_matches(f.field, '[0-9]+', 'g') AS m (number)
                WHERE m.number[1]::numeric > (ARRAY[59, 23, 31, 12, 7])[f.place]) THEN
    RAISE EXCEPTION 'invalid schedule "%"', schedule
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'Five fields as in cron: minute, hour, day of the month, month, weekday (0 to 7), as numbers, lists, ranges, * or steps.',
            HINT = 'Every night at a quarter past four: ''15 4 * * *''.';
  ELSIF database = current_database() AND to_regclass(format('%I.flag_rule', schema)) IS NULL THEN
    RAISE EXCEPTION 'schema "%" has no model', schema
      USING ERRCODE = 'undefined_table', HINT = 'Create it with gmalign.install().';
  END IF;

  IF EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'pg_cron') THEN
    -- a named job is replaced when it is there; the schema is named by format(),
    -- because nothing here may be looked up where pg_cron is not
    IF database = current_database() THEN
      EXECUTE format('SELECT %I.schedule($1, $2, $3)', 'cron') INTO job_id USING job, schedule, command;
    ELSE
      EXECUTE format('SELECT %I.schedule_in_database($1, $2, $3, $4)', 'cron') INTO job_id USING job, schedule, command, database;
    END IF;
    EXECUTE format('SELECT %I.schedule($1, $2, $3)', 'cron') INTO trim_id USING trim_job, '45 3 * * 0', trim_command;
    RETURN NEXT format('pg_cron job %s "%s" runs at %s in time zone %s: %s', job_id, job, schedule,
                       coalesce(current_setting('cron.timezone', true), 'GMT'), command);
    RETURN NEXT format('pg_cron job %s "%s" keeps 90 days of its log in cron.job_run_details', trim_id, trim_job);
    PERFORM gmalign_private.check_strangers(schema);
    RETURN;
  END IF;

  cron_database := current_setting('cron.database_name', true);
  RETURN NEXT 'pg_cron is not installed in this database. Nothing was scheduled; choose one of these:';
  IF cron_database IS NOT NULL THEN
    RETURN NEXT '';
    RETURN NEXT format('# pg_cron, in its database %s:', cron_database);
    RETURN NEXT format('SELECT cron.schedule_in_database(%L, %L, %L, %L);', 'gmalign check ' || schema || ' in ' || database,
                       schedule, command, database);
  END IF;
  RETURN NEXT '';
  RETURN NEXT '# crontab -e, as the owner of the model (cron keeps the machine''s time zone):';
  RETURN NEXT schedule || ' ' || replace(gmalign_private.check_call(schema, database, '([\\"$`])'), '%', '\%');
  RETURN NEXT '';
  RETURN NEXT format('# /etc/systemd/system/%s.service', unit);
  RETURN NEXT '[Unit]';
  RETURN NEXT format('Description=gmalign check of schema %s', replace(schema, '%', '%%'));
  RETURN NEXT '[Service]';
  RETURN NEXT 'Type=oneshot';
  RETURN NEXT format('User=%s', current_user);
  RETURN NEXT 'ExecStart=' || replace(replace(gmalign_private.check_call(schema, database, '([\\"])'), '%', '%%'), '$', '$$');
  RETURN NEXT format('# /etc/systemd/system/%s.timer', unit);
  RETURN NEXT '[Timer]';
  RETURN QUERY SELECT 'OnCalendar=' || c FROM gmalign_private.systemd_calendar(schedule) AS c;
  RETURN NEXT 'Persistent=true';
  RETURN NEXT '[Install]';
  RETURN NEXT 'WantedBy=timers.target';
  RETURN NEXT format('# then: systemctl enable --now %s.timer', unit);
END $schedule$;
COMMENT ON FUNCTION gmalign.schedule_check(text, text, text) IS
  'Schedules run_check() for a schema, five fields as in cron. With pg_cron: a named job, and one that trims what it logs; calling it again changes them and adds none; another database of the server can be named. Without: schedules nothing and returns the lines for crontab and for a systemd timer. Raises 22023 for an invalid schedule, 42P01 without a model.';

CREATE FUNCTION gmalign.unschedule_check(schema text, database text DEFAULT current_database()) RETURNS SETOF text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $schedule$
DECLARE
  job constant text := 'gmalign check ' || schema || CASE WHEN database <> current_database() THEN ' in ' || database ELSE '' END;
  job_id bigint;
  job_name text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'pg_cron') THEN
    RETURN NEXT 'pg_cron is not installed in this database. Remove the lines from crontab, or: systemctl disable --now '
                || gmalign_private.unit_name(schema) || '.timer';
    RETURN;
  END IF;
  FOR job_id, job_name IN EXECUTE format('SELECT j.jobid, j.jobname FROM %I.job j WHERE j.jobname IN ($1, $2) AND j.username = current_user ORDER BY j.jobid', 'cron')
           USING job, replace(job, 'gmalign check', 'gmalign trim')
  LOOP
    EXECUTE format('SELECT %I.unschedule($1)', 'cron') USING job_id;
    RETURN NEXT format('pg_cron job %s "%s" is gone', job_id, job_name);
  END LOOP;
END $schedule$;
COMMENT ON FUNCTION gmalign.unschedule_check(text, text) IS
  'Takes back what schedule_check() scheduled with pg_cron. Returns a row per job removed; without pg_cron, how to stop what was set up by hand.';
