-- Jobs, the nightly check: scores are taken, rules look, flags close, refresh
-- and open. One transaction: a run that is cancelled or crashes leaves nothing.
--
-- The functions whose names begin with step_ run inside run_check(), with the
-- model's schema first on the search path, and share temporary tables: what the
-- rules read in place of the views, computed once (gmalign_score, gmalign_effort),
-- gmalign_open (the flags open so far), and gmalign_finding (subjects beyond a
-- threshold, or with an open flag). Columns that are joined are analyzed: without
-- that the planner expects a handful of flags and compares every pair.

CREATE FUNCTION gmalign_private.step_scores(as_of date) RETURNS bigint
  LANGUAGE plpgsql AS $step$
DECLARE
  once constant jsonb := jsonb_build_object('assignment_points', 'SELECT * FROM points');
  columns text;
  scored bigint;
BEGIN
  -- earlier scores cost as much as the scores: only where a rule reads them
  WITH RECURSIVE below AS (
    SELECT to_regclass(r.relation)::oid AS relation, 0 AS attnum
    FROM flag_rule r
    WHERE r.is_enabled AND (NOT r.is_personal OR EXISTS (SELECT FROM setting_in_force s WHERE s.personal_flags_approved_on IS NOT NULL))
    UNION
    SELECT d.refobjid, d.refobjsubid
    FROM below b
    JOIN pg_rewrite w ON w.ev_class = b.relation
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> b.relation
  )
  SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
  FROM pg_attribute a
  WHERE a.attrelid = 'assignment_alignment'::regclass AND a.attnum > 0 AND NOT a.attisdropped
    AND (a.attname NOT IN ('start_score', 'previous_score', 'score_change')
         OR EXISTS (SELECT FROM below b WHERE b.relation = a.attrelid AND b.attnum = a.attnum));
  EXECUTE format('CREATE TEMP TABLE gmalign_score AS SELECT %s FROM assignment_alignment WITH NO DATA', columns);
  CREATE TEMP TABLE gmalign_effort AS SELECT * FROM goal_effort WITH NO DATA;
  -- the one pass over what is stated about the moves
  EXECUTE format(
    'WITH points AS MATERIALIZED (SELECT * FROM assignment_points),
          scored AS (INSERT INTO pg_temp.gmalign_score SELECT %s FROM (%s) AS s)
     INSERT INTO pg_temp.gmalign_effort %s',
    columns, gmalign_private.inline_views('assignment_alignment', once), gmalign_private.inline_views('goal_effort', once));
  ANALYZE gmalign_score (id, assignment_id, assignment_status);
  ANALYZE gmalign_effort (goal_id);

  -- every assignment, ended ones too: goals and links still change what they
  -- would score, and the views of the course of moves leave them out
  INSERT INTO alignment_snapshot AS n
    (taken_on, assignment_id, mutual_alignment, weakest_alignment, weakest_pair, beyond_chance, opposed_share,
     alignment_band, organization_gm_score, organization_assignee_score, gm_assignee_score, assignment_status)
  SELECT step_scores.as_of, s.assignment_id::text, s.mutual_alignment_score, s.weakest_alignment_score, s.weakest_pair,
         s.beyond_chance_index, s.opposed_share, s.alignment_band,
         s.organization_gm_score, s.organization_assignee_score, s.gm_assignee_score, s.assignment_status
  FROM gmalign_score s
  ON CONFLICT (taken_on, assignment_id) DO UPDATE SET
    mutual_alignment = excluded.mutual_alignment, weakest_alignment = excluded.weakest_alignment,
    weakest_pair = excluded.weakest_pair, beyond_chance = excluded.beyond_chance, opposed_share = excluded.opposed_share,
    alignment_band = excluded.alignment_band, organization_gm_score = excluded.organization_gm_score,
    organization_assignee_score = excluded.organization_assignee_score, gm_assignee_score = excluded.gm_assignee_score,
    assignment_status = excluded.assignment_status
  WHERE n IS DISTINCT FROM excluded;
  DELETE FROM alignment_snapshot n
  WHERE n.taken_on = step_scores.as_of
    AND NOT EXISTS (SELECT FROM gmalign_score s WHERE s.assignment_id::text = n.assignment_id);

  SELECT count(*) INTO scored FROM gmalign_score s WHERE s.assignment_status <> 'ended';
  RETURN scored;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_scores(date) IS
  'Computes the scores of every assignment and keeps them as the snapshot of the day. Returns how many have not ended.';

CREATE FUNCTION gmalign_private.rule_columns(target regclass, needs_score boolean) RETURNS text
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $columns$
DECLARE
  missing text;
  listed text;
BEGIN
  SELECT string_agg(v.name, ', ') FILTER (WHERE v.is_needed AND a.attname IS NULL),
         string_agg(CASE WHEN a.attname IS NULL THEN format('NULL::%s AS %s', v.type, v.name)
                         ELSE format('r.%I::%s AS %s', v.name, v.type, v.name) END, ', ' ORDER BY v.place)
  INTO missing, listed
  FROM (VALUES (1, 'subject_id', 'text', true), (2, 'score', 'float8', needs_score), (3, 'reason_code', 'text', false),
               (4, 'parameters', 'jsonb', false), (5, 'reason', 'text', false), (6, 'driver', 'text', false))
       AS v (place, name, type, is_needed)
  LEFT JOIN pg_attribute a ON a.attrelid = target AND a.attname = v.name AND a.attnum > 0 AND NOT a.attisdropped;
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'relation "%" has no column %', target, missing
      USING ERRCODE = 'undefined_column',
            HINT = 'A rule reads subject_id and, unless it opens when found, score; and reason_code, parameters, reason and driver where there are such columns.';
  END IF;
  RETURN listed;
END $columns$;
COMMENT ON FUNCTION gmalign_private.rule_columns(regclass, boolean) IS
  'The select list that reads a rule''s relation. Raises 42703 when a column is missing.';

CREATE FUNCTION gmalign_private.step_rule(rule_code text, relation text, subject_kind text, opens_when text,
                                  open_value float8, close_value float8) RETURNS bigint
  LANGUAGE plpgsql AS $step$
DECLARE
  target regclass := step_rule.relation::regclass;
  columns constant text := gmalign_private.rule_columns(target, step_rule.opens_when <> 'found');
  computed constant jsonb := jsonb_build_object('assignment_alignment', 'SELECT * FROM pg_temp.gmalign_score',
                                                'goal_effort', 'SELECT * FROM pg_temp.gmalign_effort');
  flagged text[];
  looked bigint;
BEGIN
  IF step_rule.open_value IS NULL AND step_rule.opens_when <> 'found' THEN
    RAISE EXCEPTION 'rule "%" has no threshold', step_rule.rule_code
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'flag_rule.open_setting names no setting that is a number.',
            HINT = 'Name a column of setting_in_force, or give open_value.';
  END IF;
  -- the view runs with the rights of whoever runs the check
  IF NOT EXISTS (SELECT FROM pg_class c
                 JOIN pg_roles o ON o.oid = c.relowner
                 WHERE c.oid = target
                   AND (o.rolsuper OR o.rolname = current_user
                        OR c.relowner = (SELECT k.relowner FROM pg_class k WHERE k.oid = 'flag_rule'::regclass))) THEN
    RAISE EXCEPTION 'relation "%" belongs to another role', step_rule.relation
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'A rule''s relation belongs to the owner of flag_rule, or to whoever runs the check.';
  END IF;
  SELECT array_agg(f.subject_id) INTO flagged
  FROM gmalign_open f
  WHERE f.rule_code = step_rule.rule_code AND f.subject_kind = step_rule.subject_kind;
  -- a condition on the row alone reaches into the view: reasons are made for the
  -- subjects in question, not for all
  EXECUTE format(
    'INSERT INTO pg_temp.gmalign_finding (rule_code, subject_id, score, does_open, does_close, flag_id, reason_code, parameters, reason, driver)
     SELECT %1$L, r.subject_id, r.score, coalesce(%5$s, false), coalesce(%6$s, false), f.id, r.reason_code, r.parameters, r.reason, r.driver
     FROM (SELECT %2$s FROM (%3$s) AS r) AS r
     LEFT JOIN pg_temp.gmalign_open f ON f.rule_code = %1$L AND f.subject_kind = %4$L AND f.subject_id = r.subject_id
     WHERE %5$s OR r.subject_id = ANY ($1)',
    step_rule.rule_code, columns, gmalign_private.inline_views(step_rule.relation, computed), step_rule.subject_kind,
    CASE step_rule.opens_when WHEN 'below' THEN format('r.score < %L::float8', step_rule.open_value)
                              WHEN 'from' THEN format('r.score >= %L::float8', step_rule.open_value)
                              ELSE 'true' END,
    CASE step_rule.opens_when WHEN 'below' THEN format('r.score >= %L::float8', coalesce(step_rule.close_value, step_rule.open_value))
                              WHEN 'from' THEN format('r.score < %L::float8', coalesce(step_rule.close_value, step_rule.open_value))
                              ELSE 'false' END)
  USING flagged;
  GET DIAGNOSTICS looked = ROW_COUNT;
  RETURN looked;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_rule(text, text, text, text, float8, float8) IS
  'Lets one rule look and keeps what it finds. Returns the subjects beyond the threshold or with an open flag. Raises whatever its relation raises, 42501 when it belongs to a role not trusted, 42703 when a column is missing, 23505 when a subject comes twice.';

CREATE FUNCTION gmalign_private.step_flags(run_id bigint, as_of date) RETURNS void
  LANGUAGE plpgsql AS $step$
DECLARE
  today constant date := step_flags.as_of;
BEGIN
  -- subjects that are no more: whatever the rules say, also when they failed
  UPDATE flag f
  SET closed_on = today, close_code = CASE WHEN s.assignment_id IS NULL THEN 'gone' ELSE 'ended' END,
      close_reason = CASE WHEN s.assignment_id IS NULL THEN 'the assignment was deleted' ELSE 'the assignment ended' END
  FROM gmalign_open o
  LEFT JOIN gmalign_score s ON s.assignment_id::text = o.subject_id
  WHERE o.subject_kind = 'assignment' AND f.closed_on IS NULL AND f.id = o.id
    AND (s.assignment_id IS NULL OR s.assignment_status = 'ended');
  UPDATE flag f
  SET closed_on = today, close_code = CASE WHEN g.id IS NULL THEN 'gone' ELSE 'ended' END,
      close_reason = CASE WHEN g.id IS NULL THEN 'the goal was deleted' ELSE 'the goal is no longer in force' END
  FROM gmalign_open o
  LEFT JOIN goal g ON g.id::text = o.subject_id
  WHERE o.subject_kind = 'goal' AND f.closed_on IS NULL AND f.id = o.id
    AND NOT EXISTS (SELECT FROM cascade_link l WHERE l.parent_goal_id IS NULL AND l.goal_id = g.id);
  UPDATE flag f
  SET closed_on = today, close_code = CASE WHEN e.id IS NULL THEN 'gone' ELSE 'ended' END,
      close_reason = CASE WHEN e.id IS NULL THEN 'the person was deleted' ELSE 'the person left' END
  FROM gmalign_open o
  LEFT JOIN employee e ON e.id::text = o.subject_id
  WHERE o.subject_kind = 'person' AND f.closed_on IS NULL AND f.id = o.id
    AND (e.id IS NULL OR e.departure_date < today);

  -- rules that were switched off, or whose approval was withdrawn
  UPDATE flag f
  SET closed_on = today, close_code = 'rule_off', close_reason = 'the rule is switched off'
  FROM flag_rule r
  WHERE r.code = f.rule_code AND f.closed_on IS NULL AND (r.relation IS NOT NULL OR NOT r.is_enabled)
    AND NOT EXISTS (SELECT FROM check_run_rule n WHERE n.run_id = step_flags.run_id AND n.rule_code = r.code);

  -- recovered: beyond close_value, or a row no more; a score that is not known
  -- (neither opens nor closes) leaves the flag as it is
  UPDATE flag f
  SET closed_on = today, close_code = 'recovered',
      close_reason = CASE WHEN d.subject_id IS NULL THEN 'no longer found'
                          ELSE format('score %s, closes %s %s', round(d.score::numeric, 3),
                                      CASE r.opens_when WHEN 'below' THEN 'from' ELSE 'below' END,
                                      coalesce(n.close_value, n.open_value)) END
  FROM check_run_rule n
  JOIN flag_rule r ON r.code = n.rule_code
  JOIN gmalign_open o ON o.rule_code = r.code
  LEFT JOIN gmalign_finding d ON d.flag_id = o.id
  WHERE n.run_id = step_flags.run_id AND n.error IS NULL AND f.id = o.id AND f.closed_on IS NULL
    AND (d.subject_id IS NULL OR d.does_close);

  UPDATE gmalign_finding d
  SET action_code = coalesce(r.action_code,
        (SELECT a.code FROM action a
         WHERE a.reason_code = d.reason_code AND (a.party IS NULL OR a.party IN (d.parameters->>'a', d.parameters->>'b'))
         ORDER BY a.sort_order NULLS LAST, a.code
         LIMIT 1))
  FROM flag_rule r
  WHERE r.code = d.rule_code AND NOT d.does_close;

  UPDATE flag f
  SET last_seen_on = today, score = d.score, severity = r.severity,
      reason_code = coalesce(d.reason_code, d.rule_code), parameters = d.parameters, reason = coalesce(d.reason, r.meaning),
      driver = d.driver, action_code = CASE WHEN f.action_taken IS NULL THEN d.action_code ELSE f.action_code END
  FROM gmalign_finding d
  JOIN flag_rule r ON r.code = d.rule_code
  WHERE f.id = d.flag_id AND f.closed_on IS NULL AND NOT d.does_close
    AND (d.score IS NOT NULL OR r.opens_when = 'found')
    AND (f.last_seen_on <> today OR f.score IS DISTINCT FROM d.score OR f.severity <> r.severity
         OR f.reason IS DISTINCT FROM coalesce(d.reason, r.meaning)
         OR f.driver IS DISTINCT FROM d.driver OR f.parameters IS DISTINCT FROM d.parameters
         OR (f.action_taken IS NULL AND f.action_code IS DISTINCT FROM d.action_code));

  WITH opened AS (
    INSERT INTO flag AS f (rule_code, subject_kind, subject_id, severity, score, reason_code, parameters, reason, driver,
                           action_code, opened_on, last_seen_on)
    SELECT r.code, r.subject_kind, d.subject_id, r.severity, d.score, coalesce(d.reason_code, r.code), d.parameters,
           coalesce(d.reason, r.meaning), d.driver, d.action_code, today, today
    FROM gmalign_finding d
    JOIN flag_rule r ON r.code = d.rule_code
    WHERE d.flag_id IS NULL AND d.does_open
    ORDER BY array_position(ARRAY['high', 'medium', 'low'], r.severity), r.code, d.subject_id
    RETURNING f.id, f.rule_code, f.subject_id
  )
  UPDATE gmalign_finding d
  SET flag_id = o.id, is_new = true
  FROM opened o
  WHERE o.rule_code = d.rule_code AND o.subject_id = d.subject_id;

  -- heard when the transaction commits, and only then
  PERFORM pg_notify('gmalign_flag', d.flag_id::text) FROM gmalign_finding d WHERE d.is_new ORDER BY d.flag_id;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_flags(bigint, date) IS
  'Closes, refreshes and opens flags by what the rules found, and notifies gmalign_flag of the new ones.';

CREATE FUNCTION gmalign_private.step_run(schema text, as_of date, is_latest boolean) RETURNS void
  LANGUAGE plpgsql AS $step$
DECLARE
  run bigint;
  started constant timestamptz := clock_timestamp();
  scored bigint;
  scored_at timestamptz;
  looked_at timestamptz;
  open_before bigint;
  r record;
  since timestamptz;
  looked bigint;
  failure text;
BEGIN
  PERFORM set_config('application_name', format('gmalign.run_check %s: scores', step_run.schema), true);
  INSERT INTO check_run (as_of, started_at, settings)
  SELECT step_run.as_of, started, to_jsonb(s) - 'id' FROM setting_in_force s
  RETURNING check_run.id INTO run;
  scored := gmalign_private.step_scores(step_run.as_of);
  scored_at := clock_timestamp();
  CREATE TEMP TABLE gmalign_open AS
    SELECT f.id, f.rule_code, f.subject_kind, f.subject_id, f.score FROM flag f WHERE f.closed_on IS NULL;
  ANALYZE gmalign_open (rule_code, subject_kind, subject_id);
  SELECT count(*) INTO open_before FROM gmalign_open;

  CREATE TEMP TABLE gmalign_finding (
    rule_code    text NOT NULL,
    subject_id   text NOT NULL,
    score        float8 CHECK (score > '-infinity' AND score < 'infinity'),
    does_open    boolean NOT NULL,
    does_close   boolean NOT NULL,
    flag_id      bigint,
    is_new       boolean NOT NULL DEFAULT false,
    reason_code  text,
    parameters   jsonb,
    reason       text,
    driver       text,
    action_code  text,
    PRIMARY KEY (rule_code, subject_id)
  );
  FOR r IN
    SELECT f.code, f.relation, f.subject_kind, f.opens_when, o.open_value,
           -- a margin lies on the side of recovery
           coalesce(f.close_value, o.open_value + f.close_margin * CASE f.opens_when WHEN 'below' THEN 1 ELSE -1 END) AS close_value,
           row_number() OVER (ORDER BY f.code) AS place, count(*) OVER () AS rule_count
    FROM flag_rule f
    LEFT JOIN LATERAL (SELECT coalesce(f.open_value, (s.code->>f.open_setting)::float8) AS open_value
                       FROM (SELECT to_jsonb(g) - 'personal_flags_approved_on' AS code FROM setting_in_force g) s) o ON true
    WHERE f.is_enabled AND f.relation IS NOT NULL AND step_run.is_latest
      -- works council and data protection come first
      AND (NOT f.is_personal OR EXISTS (SELECT FROM setting_in_force s WHERE s.personal_flags_approved_on <= step_run.as_of))
    ORDER BY f.code
  LOOP
    PERFORM set_config('application_name',
                       format('gmalign.run_check %s: %s/%s %s', step_run.schema, r.place, r.rule_count, r.code), true);
    since := clock_timestamp();
    failure := NULL;
    BEGIN
      looked := gmalign_private.step_rule(r.code, r.relation, r.subject_kind, r.opens_when, r.open_value, r.close_value);
    EXCEPTION WHEN OTHERS THEN
      -- one rule's trouble is not the others'; to cancel the run is not caught here
      looked := NULL;
      failure := format('%s (%s)', SQLERRM, SQLSTATE);
      RAISE WARNING 'rule "%" failed: %', r.code, failure;
    END;
    INSERT INTO check_run_rule (run_id, rule_code, subject_count, open_count, rule_ms, error, open_value, close_value)
    SELECT run, r.code, looked, count(*), 1000 * extract(epoch FROM clock_timestamp() - since), failure, r.open_value, r.close_value
    FROM flag f
    WHERE f.rule_code = r.code AND f.closed_on IS NULL;
  END LOOP;
  looked_at := clock_timestamp();

  IF step_run.is_latest THEN
    PERFORM set_config('application_name', format('gmalign.run_check %s: flags', step_run.schema), true);
    ANALYZE gmalign_finding (rule_code, subject_id, flag_id, does_open);
    PERFORM gmalign_private.step_flags(run, step_run.as_of);
    UPDATE check_run_rule k
    SET opened_count = c.opened_count, open_count = c.open_count,
        closed_count = k.open_count + c.opened_count - c.open_count
    FROM (SELECT n.rule_code,
                 (SELECT count(*) FROM gmalign_finding d WHERE d.rule_code = n.rule_code AND d.is_new) AS opened_count,
                 (SELECT count(*) FROM flag f WHERE f.rule_code = n.rule_code AND f.closed_on IS NULL) AS open_count
          FROM check_run_rule n
          WHERE n.run_id = run) c
    WHERE k.run_id = run AND k.rule_code = c.rule_code;
    PERFORM gmalign.trim_snapshots(step_run.schema);
  END IF;

  UPDATE check_run k
  SET finished_at = clock_timestamp(), subject_count = scored,
      opened_count = c.opened_count, open_count = c.open_count,
      closed_count = open_before + c.opened_count - c.open_count,
      failed_rules = (SELECT string_agg(n.rule_code || ': ' || n.error, '; ' ORDER BY n.rule_code)
                      FROM check_run_rule n WHERE n.run_id = run AND n.error IS NOT NULL),
      score_ms = 1000 * extract(epoch FROM scored_at - started),
      rule_ms = 1000 * extract(epoch FROM looked_at - scored_at),
      flag_ms = CASE WHEN step_run.is_latest THEN 1000 * extract(epoch FROM clock_timestamp() - looked_at) END
  FROM (SELECT (SELECT count(*) FROM gmalign_finding d WHERE d.is_new) AS opened_count,
               (SELECT count(*) FROM flag f WHERE f.closed_on IS NULL) AS open_count) c
  WHERE k.id = run;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_run(text, date, boolean) IS
  'One run, with its record in check_run and check_run_rule. A day before the latest run gets its snapshot and leaves flags alone.';

CREATE FUNCTION gmalign.run_check(schema text, as_of date DEFAULT gmalign.today(),
                                  OUT flag_id bigint, OUT rule_code text, OUT subject_kind text, OUT subject_id text,
                                  OUT severity text, OUT score float8, OUT reason_code text, OUT reason text,
                                  OUT driver text, OUT action_code text)
  RETURNS SETOF record
  LANGUAGE plpgsql
  -- where a long run is can be read in pg_stat_activity; undone at the end
  SET application_name = 'gmalign.run_check'
  -- the plans are large and run once: compiling them costs seconds and wins none
  SET jit = off
  SET search_path = pg_catalog, pg_temp
AS $run$
DECLARE
  today_before constant text := current_setting('gmalign.as_of', true);
  latest date;
  lacking text;
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  IF as_of IS NULL OR NOT isfinite(as_of) THEN
    RAISE EXCEPTION 'as_of must be a date'
      USING ERRCODE = 'invalid_parameter_value', DETAIL = format('It is %s.', coalesce(as_of::text, 'NULL')),
            HINT = 'Leave it out for today.';
  ELSIF as_of > gmalign.today() THEN
    RAISE EXCEPTION 'as_of % is after today, %', to_char(as_of, 'YYYY-MM-DD'), to_char(gmalign.today(), 'YYYY-MM-DD')
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'Flags only move forward: a run for a day to come would leave no room for those before it.',
            HINT = 'To try a day to come, SET gmalign.as_of in a transaction that you roll back.';
  END IF;
  SELECT string_agg(m.relation, ', ' ORDER BY m.place) INTO lacking
  FROM gmalign_private.model_relations() m
  WHERE m.relation IN ('flag_rule', 'flag', 'check_run', 'check_run_rule', 'alignment_snapshot', 'setting_in_force', 'action',
                       'assignment_alignment', 'assignment_points', 'goal_effort', 'cascade_link')
    AND to_regclass(format('%I.%I', schema, m.relation)) IS NULL;
  IF lacking IS NOT NULL THEN
    RAISE EXCEPTION 'schema "%" has no %', schema, lacking
      USING ERRCODE = 'undefined_table', HINT = 'Create the model with gmalign.install().';
  END IF;

  IF pg_is_in_recovery() THEN
    RAISE NOTICE 'this server is a standby: the check of schema "%" is left to the primary', schema;
    RETURN;
  ELSIF NOT pg_try_advisory_xact_lock(hashtextextended('gmalign.run_check ' || schema, 0)) THEN
    RAISE NOTICE 'another check of schema "%" is running: this one is skipped', schema;
    RETURN;
  END IF;

  -- what is hidden from the check would look recovered
  SELECT string_agg(c.relname, ', ' ORDER BY c.relname) INTO lacking
  FROM pg_class c
  JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = schema
  JOIN gmalign_private.model_relations() m ON m.relation = c.relname
  WHERE c.relkind IN ('r', 'p') AND row_security_active(c.oid);
  IF lacking IS NOT NULL THEN
    RAISE EXCEPTION 'row-level security hides rows of % from role "%"', lacking, current_user
      USING ERRCODE = 'insufficient_privilege',
            DETAIL = 'The check would take what it cannot see for recovered.',
            HINT = 'Run the check as the owner of the model.';
  END IF;

  -- undone when this function returns; the date, which it has no clause for, below
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  PERFORM set_config('gmalign.as_of', to_char(as_of, 'YYYY-MM-DD'), true);
  EXECUTE format('SELECT max(r.as_of) FROM %I.check_run r', schema) INTO latest;
  IF as_of < latest THEN
    RAISE NOTICE 'the latest check of schema "%" is of %: this one takes a snapshot and leaves flags alone', schema, to_char(latest, 'YYYY-MM-DD');
  END IF;
  PERFORM gmalign_private.step_run(schema, as_of, coalesce(as_of >= latest, true));
  RETURN QUERY EXECUTE format(
    'SELECT f.id, f.rule_code, f.subject_kind, f.subject_id, f.severity, f.score, f.reason_code, f.reason, f.driver, f.action_code
     FROM pg_temp.gmalign_finding d JOIN %I.flag f ON f.id = d.flag_id
     WHERE d.is_new
     ORDER BY f.id', schema);
  DROP TABLE pg_temp.gmalign_effort, pg_temp.gmalign_score, pg_temp.gmalign_open, pg_temp.gmalign_finding;
  PERFORM set_config('gmalign.as_of', coalesce(today_before, ''), true);
END $run$;
COMMENT ON FUNCTION gmalign.run_check(text, date) IS
  'The nightly check of a model: takes a snapshot of the scores, lets the rules of flag_rule look, opens, refreshes and closes flags, and returns the new ones. as_of: the day it is about, up to today; for a day before the latest run only the snapshot is taken. Does nothing, with a notice, on a standby and while another check of the schema runs. A rule that fails is recorded in check_run and leaves its flags as they are. Raises 22023 for a day to come, 42P01 without a model, 42501 when row-level security hides rows from the caller.';
