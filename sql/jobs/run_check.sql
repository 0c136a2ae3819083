-- Jobs, the nightly check: scores are taken, rules look, flags close, refresh
-- and open. One transaction: a run that is cancelled or crashes leaves nothing.
--
-- The functions whose names begin with step_ run inside run_check(), with the
-- model's schema first on the search path. What the rules read in place of the
-- views is computed once: the graph and the work on goals are values handed on,
-- the rest lies in temporary tables (gmalign_score, and what step_share makes).
-- Others are gmalign_open (the flags open so far), gmalign_kind (what the flags of
-- each rule are about), gmalign_finding (subjects beyond a threshold, or with an
-- open flag), gmalign_new (flags this run opened) and gmalign_led (all that are
-- open then). Columns that are joined are analyzed: without that the planner
-- expects a handful of flags and compares every pair. They are always named with
-- pg_temp: a relation of that name in the model's schema would come first.

CREATE FUNCTION gmalign_private.personal_relations(model oid, OUT relation oid, OUT reads text)
  RETURNS SETOF record
  LANGUAGE sql STABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH RECURSIVE named AS (
    SELECT c.oid, c.relname::text AS relation FROM pg_class c WHERE c.relnamespace = personal_relations.model
  ),
  tabled AS (
    SELECT n.oid, n.relation, bool_and(k.tier <> 'assignment') AS is_whole
    FROM named n JOIN gmalign_private.column_tiers() k ON k.relation = n.relation
    GROUP BY n.oid, n.relation
    HAVING bool_or(k.tier <> 'assignment') OR n.relation = 'employee'
  ),
  -- what only readers of tier person see: a column (attnum), or a relation and all
  -- of it: of a survey the number of rows says who answered
  secret AS (
    SELECT n.oid, NULL::integer AS attnum, n.relation AS what
    FROM named n JOIN gmalign_private.model_relations() m ON m.relation = n.relation AND m.tier = 'person'
    UNION ALL
    SELECT t.oid, NULL AS attnum, t.relation AS what FROM tabled t WHERE t.is_whole
    UNION ALL
    SELECT t.oid, a.attnum, t.relation || '.' || a.attname AS what
    FROM tabled t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN gmalign_private.column_tiers() k ON k.relation = t.relation AND a.attname = ANY (k.columns)
    WHERE NOT t.is_whole
      -- a column of the user's own is as the table it is in; of people all are
      AND coalesce(k.tier <> 'assignment', t.relation = 'employee')
  ),
  direct AS (
    SELECT d.classid, d.objid, s.what
    FROM secret s
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = s.oid
                    AND (s.attnum IS NULL OR d.refobjsubid = s.attnum)
    UNION
    -- a whole row stands in no list of columns
    SELECT d.classid, d.objid, t.relation || '.*' AS what
    FROM tabled t
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid AND d.classid = 'pg_rewrite'::regclass
    WHERE (SELECT w.ev_class NOT IN (SELECT n.oid FROM named n JOIN gmalign_private.model_relations() m ON m.relation = n.relation)
                  AND position(':varattno 0 ' IN w.ev_action::text) > 0
           FROM pg_rewrite w
           WHERE w.oid = d.objid)
  ),
  -- and all that reads it: views, and functions whose body the catalogue knows
  above AS (
    SELECT coalesce(w.ev_class, d.objid) AS object, d.what
    FROM direct d
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    WHERE d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass)
    UNION
    SELECT coalesce(w.ev_class, d.objid), u.what
    FROM above u
    JOIN pg_depend d ON d.refobjid = u.object AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)
                    AND d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass)
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
  )
  SELECT q.relation, min(q.what)
  FROM (SELECT u.object AS relation, u.what FROM above u JOIN pg_class c ON c.oid = u.object
        UNION ALL
        SELECT s.oid AS relation, s.what FROM secret s) AS q
  GROUP BY q.relation;
END;
COMMENT ON FUNCTION gmalign_private.personal_relations(oid) IS
  'The relations that read what only readers of tier person see, or are that: a view of that tier in the schema of the model, or a column of its tables (column_tiers), through views and functions whose body the catalogue knows. reads: the first of these by name. Tables that are filled from surveys and functions written as text hide what they read.';

CREATE FUNCTION gmalign_private.step_relation(name text) RETURNS regclass
  LANGUAGE plpgsql STABLE AS $step$
BEGIN
  RETURN pg_catalog.to_regclass(name);
EXCEPTION WHEN OTHERS THEN
  -- no name at all ('', 'a.b.c.d'): the rule says so when it looks, and the others look
  RETURN NULL;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_relation(text) IS
  'The relation that a rule names. NULL: there is none, or it is no name.';

CREATE FUNCTION gmalign_private.is_outage(code text) RETURNS boolean
  LANGUAGE sql STABLE STRICT COST 1
BEGIN ATOMIC
  -- a connection, an operator, a system; an engine that spreads tables says XX000
  -- of a node that is gone, and what comes after it would wait for that node
  SELECT code ~ '^(08|57|58)' OR code = 'XX000' AND to_regclass('gmalign_coordinator') IS NOT NULL;
END;
COMMENT ON FUNCTION gmalign_private.is_outage(text) IS
  'Whether an SQLSTATE says that a server, a node or a connection failed and not a rule: then the whole check has failed.';

CREATE FUNCTION gmalign_private.step_kinds() RETURNS TABLE (rule_code text, subject_kind text, is_personal boolean, reads text)
  LANGUAGE plpgsql STABLE AS $step$
BEGIN
  RETURN QUERY
  SELECT f.code, CASE WHEN p.reads IS NULL THEN f.subject_kind ELSE 'person' END, f.is_personal OR p.reads IS NOT NULL, p.reads
  FROM flag_rule f
  LEFT JOIN gmalign_private.personal_relations((SELECT k.relnamespace FROM pg_class k WHERE k.oid = 'flag_rule'::regclass)) AS p
    ON p.relation = gmalign_private.step_relation(f.relation);
END $step$;
COMMENT ON FUNCTION gmalign_private.step_kinds() IS
  'What the flags of each rule are about. What its relation reads decides: where that is for readers of tier person (reads says what), its flags are about persons and need their approval, whatever flag_rule says.';

CREATE FUNCTION gmalign_private.step_reach(as_of date) RETURNS TABLE (rule_code text, relation oid, attnum integer)
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  -- works council and data protection come first
  is_approved constant boolean := EXISTS (SELECT 1 FROM setting_in_force s WHERE s.personal_flags_approved_on <= step_reach.as_of);
  rules constant jsonb := (SELECT pg_catalog.jsonb_object_agg(f.code, f.relation) FROM flag_rule f WHERE f.is_enabled AND f.relation IS NOT NULL);
BEGIN
  RETURN QUERY
  WITH RECURSIVE below AS (
    SELECT k.rule_code AS code, gmalign_private.step_relation(f.value)::oid AS relation, 0 AS attnum
    FROM pg_catalog.jsonb_each_text(rules) AS f
    JOIN pg_temp.gmalign_kind k ON k.rule_code = f.key
    WHERE NOT k.is_personal OR is_approved
    UNION
    SELECT b.code, d.refobjid, d.refobjsubid
    FROM below b
    JOIN pg_rewrite w ON w.ev_class = b.relation
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> b.relation
  )
  SELECT b.code, b.relation, b.attnum FROM below b;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_reach(date) IS
  'The rules that look on a day, each with the relations and columns it reads, through whatever views. attnum 0: the relation itself.';

CREATE FUNCTION gmalign_private.step_computed() RETURNS jsonb
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  strategic constant text := pg_catalog.format('ARRAY(SELECT s.goal_id FROM %I.strategic_goal s) AS strategic_goals', pg_catalog.current_schema());
BEGIN
  RETURN pg_catalog.jsonb_build_object(
    'assignment_alignment', 'SELECT * FROM pg_temp.gmalign_score',
    'cascade_graph', pg_catalog.format('SELECT 1 AS id, $1 AS graph, %s', strategic),
    'goal_work', pg_catalog.format('SELECT 1 AS id, $1 AS graph, %s, $2 AS work, (SELECT g.id FROM %I.goal g LIMIT 0) AS no_goal',
                        strategic, pg_catalog.current_schema()));
END $step$;
COMMENT ON FUNCTION gmalign_private.step_computed() IS
  'What the rules read in place of views, for inline_views: the scores, the graph (parameter 1) and the work on goals (parameter 2).';

CREATE FUNCTION gmalign_private.step_scores(reached text[], with_work boolean,
                                    OUT graph gmalign.goal_graph, OUT work gmalign_private.goal_work)
  LANGUAGE plpgsql AS $step$
DECLARE
  columns text;
  earlier text;
BEGIN
  -- earlier scores cost as much as the scores, and names are for people: only where a rule reads them
  SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
  FROM pg_attribute a
  WHERE a.attrelid = 'assignment_alignment'::regclass AND a.attnum > 0 AND NOT a.attisdropped
    AND (a.attname = ANY (step_scores.reached)
         OR a.attname NOT IN ('start_score', 'previous_score', 'score_change') AND a.attname !~ '_title$|professional_external_id$');
  EXECUTE pg_catalog.format('CREATE TEMP TABLE pg_temp.gmalign_score AS SELECT %s FROM assignment_alignment WITH NO DATA', columns);
  earlier := CASE
    WHEN NOT step_scores.reached && ARRAY['start_score', 'previous_score', 'score_change']
      THEN 'SELECT n.taken_on, n.assignment_id, n.mutual_alignment FROM %I.alignment_snapshot n WHERE false'
    -- the points of this pass are on one node, the snapshots on many: two of them a move
    WHEN pg_catalog.to_regclass('gmalign_coordinator') IS NOT NULL
      THEN 'SELECT n.taken_on, n.assignment_id, n.mutual_alignment
            FROM (SELECT t.assignment_id, pg_catalog.min(t.taken_on) AS first_on, pg_catalog.max(t.taken_on) AS last_on
                  FROM %1$I.alignment_snapshot t
                  WHERE t.mutual_alignment IS NOT NULL AND t.taken_on < (SELECT c.today FROM %1$I.gmalign_coordinator c)
                  GROUP BY t.assignment_id) AS e
            JOIN %1$I.alignment_snapshot n ON n.assignment_id = e.assignment_id AND n.taken_on IN (e.first_on, e.last_on)' END;
  SELECT c.graph INTO step_scores.graph FROM cascade_graph c;
  -- the one pass over what is stated about the moves; the work is that of the view
  -- goal_work, from the points of this pass
  EXECUTE pg_catalog.format(
    'WITH points AS (%s),
          scored AS (INSERT INTO pg_temp.gmalign_score SELECT %s FROM (%s) AS s)
     SELECT %s',
    gmalign_private.inline_views('assignment_points', gmalign_private.step_computed()),
    columns, gmalign_private.inline_views('assignment_alignment', pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
      'assignment_points', 'SELECT * FROM points',
      'alignment_snapshot', pg_catalog.format(earlier, pg_catalog.current_schema())))),
    CASE WHEN step_scores.with_work THEN
      'gmalign_private.goal_work_combine(
        (SELECT gmalign_private.goal_work(p.points, gmalign_private.amount(a.fte_share),
                                          coalesce(gmalign_private.amount(a.actual_cost::float8), gmalign_private.amount(a.cost_estimate::float8)))
         FROM points p
         JOIN assignment a ON a.id = p.id
         WHERE p.assignment_status = ''active''),
        (SELECT w.work FROM contributor_work w))' ELSE 'NULL' END)
  INTO step_scores.work
  USING step_scores.graph;
  -- flags name an assignment by its key as text
  CREATE INDEX ON pg_temp.gmalign_score ((assignment_id::text));
  -- what joins and rules ask about: statistics of all columns cost as much as the verdicts
  ANALYZE pg_temp.gmalign_score (assignment_id, assignment_status);
END $step$;
COMMENT ON FUNCTION gmalign_private.step_scores(text[], boolean) IS
  'Computes the scores of every assignment, with earlier ones and names where asked for (reached: columns of assignment_alignment that rules read), and the graph and the work on goals the rules read.';

CREATE FUNCTION gmalign_private.step_snapshot(as_of date) RETURNS void
  LANGUAGE plpgsql AS $step$
DECLARE
  -- an engine that distributes tables changes none by what lies on one node: here
  -- and below, temporary tables are gathered first, in an array or a subquery
  moves constant text[] := ARRAY(SELECT s.assignment_id::text FROM pg_temp.gmalign_score s);
BEGIN
  PERFORM gmalign_private.make_snapshot_month(pg_catalog.current_schema()::text, step_snapshot.as_of);
  -- every assignment, ended ones too: goals and links still change what they
  -- would score, and the views of the course of moves leave them out
  DELETE FROM alignment_snapshot n
  WHERE n.taken_on = step_snapshot.as_of AND n.assignment_id::text <> ALL (moves);
  -- rows that are as they were are not touched
  UPDATE alignment_snapshot n
  SET mutual_alignment = s.mutual_alignment_score, weakest_alignment = s.weakest_alignment_score,
      weakest_pair = s.weakest_pair, beyond_chance = s.beyond_chance_index, opposed_share = s.opposed_share,
      alignment_band = s.alignment_band, organization_gm_score = s.organization_gm_score,
      organization_assignee_score = s.organization_assignee_score, gm_assignee_score = s.gm_assignee_score,
      assignment_status = s.assignment_status
  FROM (SELECT * FROM pg_temp.gmalign_score) AS s
  WHERE n.taken_on = step_snapshot.as_of AND n.assignment_id = s.assignment_id
    AND (n.mutual_alignment, n.weakest_alignment, n.weakest_pair, n.beyond_chance, n.opposed_share, n.alignment_band,
         n.organization_gm_score, n.organization_assignee_score, n.gm_assignee_score, n.assignment_status)
        IS DISTINCT FROM
        (s.mutual_alignment_score, s.weakest_alignment_score, s.weakest_pair, s.beyond_chance_index, s.opposed_share, s.alignment_band,
         s.organization_gm_score, s.organization_assignee_score, s.gm_assignee_score, s.assignment_status);
  INSERT INTO alignment_snapshot
    (taken_on, assignment_id, mutual_alignment, weakest_alignment, weakest_pair, beyond_chance, opposed_share,
     alignment_band, organization_gm_score, organization_assignee_score, gm_assignee_score, assignment_status)
  SELECT step_snapshot.as_of, s.assignment_id, s.mutual_alignment_score, s.weakest_alignment_score, s.weakest_pair,
         s.beyond_chance_index, s.opposed_share, s.alignment_band,
         s.organization_gm_score, s.organization_assignee_score, s.gm_assignee_score, s.assignment_status
  FROM (SELECT * FROM pg_temp.gmalign_score) AS s
  LEFT JOIN (SELECT n.assignment_id FROM alignment_snapshot n WHERE n.taken_on = step_snapshot.as_of) AS n ON n.assignment_id = s.assignment_id
  WHERE n.assignment_id IS NULL
  -- in the order of the keys, a page of an index is written once
  ORDER BY s.assignment_id;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_snapshot(date) IS
  'Keeps the scores as the snapshot of the day, in place of one taken before.';

CREATE FUNCTION gmalign_private.step_share(view_name text, graph gmalign.goal_graph, work gmalign_private.goal_work,
                                           INOUT computed jsonb)
  LANGUAGE plpgsql AS $step$
DECLARE
  made constant text := pg_catalog.format('pg_temp.%I', 'gmalign_' || step_share.view_name);
BEGIN
  EXECUTE pg_catalog.format('CREATE TEMP TABLE %s AS %s', made, gmalign_private.inline_views(step_share.view_name, step_share.computed))
  USING step_share.graph, step_share.work;
  EXECUTE pg_catalog.format('ANALYZE %s (id)', made);
  computed := step_share.computed || pg_catalog.jsonb_build_object(step_share.view_name, pg_catalog.format('SELECT * FROM %s', made));
EXCEPTION WHEN OTHERS THEN
  -- the rules that read it say what is wrong, and fail one by one; to cancel the
  -- run is not caught here
  IF gmalign_private.is_outage(SQLSTATE) THEN
    RAISE;
  END IF;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_share(text, gmalign.goal_graph, gmalign_private.goal_work, jsonb) IS
  'Computes a view that several rules read into a temporary table, and adds it to what they read in its place.';

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
                                  open_value float8, close_value float8, action_code text, computed jsonb,
                                  graph gmalign.goal_graph, work gmalign_private.goal_work) RETURNS bigint
  LANGUAGE plpgsql AS $step$
DECLARE
  target regclass := step_rule.relation::regclass;
  columns constant text := gmalign_private.rule_columns(target, step_rule.opens_when <> 'found');
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
                 WHERE c.oid = target
                   AND c.relowner = (SELECT k.relowner FROM pg_class k WHERE k.oid = 'flag_rule'::regclass)) THEN
    RAISE EXCEPTION 'relation "%" belongs to another role', step_rule.relation
      USING ERRCODE = 'insufficient_privilege',
            DETAIL = 'Who may write to flag_rule could have the check read what the owner of the model may read.',
            HINT = 'A rule''s relation belongs to the owner of flag_rule: give it to that role, or make a view of that role over it.';
  END IF;
  SELECT pg_catalog.array_agg(f.subject_id) INTO flagged
  FROM pg_temp.gmalign_open f
  WHERE f.rule_code = step_rule.rule_code AND f.subject_kind = step_rule.subject_kind;
  -- a condition on the row alone reaches into the view: reasons are made for the
  -- subjects in question, not for all
  EXECUTE pg_catalog.format(
    'WITH d AS
       (SELECT r.subject_id, r.score, %5$s AS does_open, %6$s AS does_close, f.id AS flag_id,
               r.reason_code, r.parameters, r.reason, r.driver
        FROM (SELECT %2$s FROM (%3$s) AS r) AS r
        LEFT JOIN pg_temp.gmalign_open f ON f.rule_code = %1$L AND f.subject_kind = %4$L AND f.subject_id = r.subject_id
        WHERE %5$s OR r.subject_id = ANY ($3))
     INSERT INTO pg_temp.gmalign_finding
       (rule_code, subject_id, score, does_open, does_close, flag_id, reason_code, parameters, reason, driver, action_code)
     SELECT %1$L, d.subject_id,
            -- what a flag can hold at most, that one row beyond reason stops no rule; what has no end is no number to keep
            CASE WHEN pg_catalog.abs(d.score) < ''infinity'' THEN greatest(least(d.score, 1000000000000000), -1000000000000000) ELSE d.score END,
            coalesce(d.does_open, false), coalesce(d.does_close, false), d.flag_id, d.reason_code,
            d.parameters, d.reason, d.driver,
            coalesce(%7$L,
                     (SELECT a.code FROM action a
                      WHERE a.reason_code = d.reason_code AND (a.party IS NULL OR a.party IN (d.parameters->>''a'', d.parameters->>''b''))
                      ORDER BY a.sort_order NULLS LAST, a.code
                      LIMIT 1))
     FROM d',
    step_rule.rule_code, columns, gmalign_private.inline_views(step_rule.relation, step_rule.computed), step_rule.subject_kind,
    CASE step_rule.opens_when WHEN 'below' THEN pg_catalog.format('gmalign_private.is_below(r.score, %L)', step_rule.open_value)
                              WHEN 'from' THEN pg_catalog.format('NOT gmalign_private.is_below(r.score, %L)', step_rule.open_value)
                              ELSE 'true' END,
    CASE step_rule.opens_when WHEN 'below' THEN pg_catalog.format('NOT gmalign_private.is_below(r.score, %L)', coalesce(step_rule.close_value, step_rule.open_value))
                              WHEN 'from' THEN pg_catalog.format('gmalign_private.is_below(r.score, %L)', coalesce(step_rule.close_value, step_rule.open_value))
                              ELSE 'false' END,
    step_rule.action_code)
  USING step_rule.graph, step_rule.work, flagged;
  GET DIAGNOSTICS looked = ROW_COUNT;
  RETURN looked;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_rule(text, text, text, text, float8, float8, text, jsonb, gmalign.goal_graph, gmalign_private.goal_work) IS
  'Lets one rule look and keeps what it finds. Returns the subjects beyond the threshold or with an open flag. Raises whatever its relation raises, 42501 when it belongs to a role not trusted, 42703 when a column is missing, 23505 when a subject comes twice.';

CREATE FUNCTION gmalign_private.step_fold(as_of date) RETURNS void
  LANGUAGE plpgsql AS $step$
DECLARE
  parties constant text[] := ARRAY['organization', 'gm_professional', 'assignee'];
BEGIN
  CREATE TEMP TABLE pg_temp.gmalign_led AS
    WITH standing AS (
      SELECT f.id, f.subject_kind, f.subject_id, f.rule_code, f.opened_on, f.folded_into, b.said_by, b.said_by IS NOT NULL AS is_said,
             pg_catalog.array_position(ARRAY['high', 'medium', 'low'], f.severity) AS urgency,
             -- the two parties a finding names, else its reason
             CASE WHEN f.parameters->>'a' = ANY (parties) AND f.parameters->>'b' = ANY (parties)
                  THEN pg_catalog.concat(f.parameters->>'a', '|', f.parameters->>'b')
                  ELSE coalesce(f.reason_code, f.rule_code) END AS cause
      FROM flag f
      JOIN flag_rule r ON r.code = f.rule_code
      CROSS JOIN LATERAL pg_catalog.regexp_split_to_array(nullif(pg_catalog.btrim(r.said_by), ''), '[,[:space:]]+') AS b (said_by)
      WHERE f.closed_on IS NULL AND f.opened_on <= step_fold.as_of
    )
    SELECT s.*, pg_catalog.first_value(s.id) OVER w AS first_id, pg_catalog.first_value(s.said_by) OVER w AS first_said_by
    FROM standing s
    -- a rule that others say leads none that does not, so no flag is folded into one that is
    WINDOW w AS (PARTITION BY s.subject_kind, s.subject_id, s.cause
                 ORDER BY s.is_said, s.urgency, s.opened_on, s.rule_code COLLATE "C");
  ANALYZE pg_temp.gmalign_led (id, subject_kind, subject_id, folded_into);
  UPDATE flag f
  SET folded_into = d.leader
  FROM (SELECT l.id, nullif(coalesce(s.first_id, l.first_id), l.id) AS leader, l.folded_into AS leader_before
        FROM pg_temp.gmalign_led l
        LEFT JOIN (SELECT DISTINCT ON (l.id) l.id, t.first_id
                   FROM pg_temp.gmalign_led l
                   JOIN pg_temp.gmalign_led t ON t.subject_kind = l.subject_kind AND t.subject_id = l.subject_id
                                             AND t.rule_code = ANY (l.first_said_by) AND NOT t.is_said
                   ORDER BY l.id, t.urgency, t.opened_on, t.rule_code COLLATE "C") AS s ON s.id = l.id) AS d
  LEFT JOIN flag b ON b.id = d.leader_before
  WHERE f.id = d.id AND d.leader IS DISTINCT FROM d.leader_before
    -- that one said it until it closed, is remembered
    AND (d.leader IS NOT NULL OR b.closed_on IS NULL);
  DROP TABLE pg_temp.gmalign_led;
  -- who looks after a flag that closed looks after what it said for the others
  UPDATE flag f
  SET assigned_to_id = coalesce(f.assigned_to_id, b.assigned_to_id), acknowledged_on = coalesce(f.acknowledged_on, b.acknowledged_on)
  FROM flag b
  WHERE b.id = f.folded_into AND b.closed_on = step_fold.as_of AND f.closed_on IS NULL
    AND (f.assigned_to_id IS NULL AND b.assigned_to_id IS NOT NULL OR f.acknowledged_on IS NULL AND b.acknowledged_on IS NOT NULL);
END $step$;
COMMENT ON FUNCTION gmalign_private.step_fold(date) IS
  'Folds open flags into those about the same subject that say the same: of those that name the same two parties, or none and have the same reason, into the most severe (then the one open longest, then by rule), and into one of a rule that flag_rule.said_by names. One that closed hands on who looks after it.';

CREATE FUNCTION gmalign_private.step_flags(run_id bigint, as_of date) RETURNS void
  LANGUAGE plpgsql AS $step$
DECLARE
  today constant date := step_flags.as_of;
  -- why they close, said here: an engine that distributes tables has what changes rows call immutable functions only
  said constant jsonb := (SELECT pg_catalog.jsonb_object_agg(pg_catalog.substr(t.code, 8), gmalign_private.sentence(t.code, '{"score": "SCORE", "limit": "LIMIT"}'))
                                 || pg_catalog.jsonb_build_object('point', pg_catalog.substr(gmalign_private.two_decimals(0), 2, 1))
                          FROM gmalign_private.sentences() t WHERE t.code LIKE 'closed.%');
BEGIN
  -- A flag that somebody wrote for a day to come shall neither stop the check nor hide what is found: it
  -- closes on its own day, and opens today where its rule does not close it today.

  -- subjects that are no more: whatever the rules say, also when they failed
  UPDATE flag f
  SET closed_on = greatest(today, f.opened_on), close_code = CASE WHEN o.assignment_status IS NULL THEN 'gone' ELSE 'ended' END,
      close_reason = said ->> CASE WHEN o.assignment_status IS NULL THEN 'assignment_gone'
                                   WHEN o.assignment_status = 'cancelled' THEN 'assignment_cancelled' ELSE 'assignment_ended' END
  FROM (SELECT o.id, s.assignment_status
        FROM pg_temp.gmalign_open o
        LEFT JOIN pg_temp.gmalign_score s ON s.assignment_id::text = o.subject_id
        WHERE o.subject_kind = 'assignment' AND (s.assignment_id IS NULL OR s.assignment_status IN ('ended', 'cancelled'))) AS o
  WHERE f.closed_on IS NULL AND f.id = o.id;
  UPDATE flag f
  SET closed_on = greatest(today, f.opened_on), close_code = CASE WHEN g.id IS NULL THEN 'gone' ELSE 'ended' END,
      close_reason = said ->> CASE WHEN g.id IS NULL THEN 'goal_gone' ELSE 'goal_ended' END
  FROM (SELECT o.id, o.subject_kind, o.subject_id FROM pg_temp.gmalign_open o) AS o
  LEFT JOIN goal g ON g.id::text = o.subject_id
  WHERE o.subject_kind = 'goal' AND f.closed_on IS NULL AND f.id = o.id
    AND NOT EXISTS (SELECT FROM cascade_link l WHERE l.parent_goal_id IS NULL AND l.goal_id = g.id);
  UPDATE flag f
  SET closed_on = greatest(today, f.opened_on), close_code = CASE WHEN e.id IS NULL THEN 'gone' ELSE 'ended' END,
      close_reason = said ->> CASE WHEN e.id IS NULL THEN 'person_gone' ELSE 'person_ended' END
  FROM (SELECT o.id, o.subject_kind, o.subject_id FROM pg_temp.gmalign_open o) AS o
  LEFT JOIN employment e ON e.id::text = o.subject_id
  WHERE o.subject_kind = 'person' AND f.closed_on IS NULL AND f.id = o.id
    AND e.is_employed IS NOT TRUE;

  -- rules that were switched off, or whose approval was withdrawn
  UPDATE flag f
  SET closed_on = greatest(today, f.opened_on), close_code = 'rule_off', close_reason = said->>'rule_off'
  FROM flag_rule r
  WHERE r.code = f.rule_code AND f.closed_on IS NULL AND (r.relation IS NOT NULL OR NOT r.is_enabled)
    AND NOT EXISTS (SELECT FROM check_run_rule n WHERE n.run_id = step_flags.run_id AND n.rule_code = r.code);

  -- recovered: beyond close_value, or a row no more; a score that is not known
  -- (neither opens nor closes) leaves the flag as it is
  UPDATE flag f
  SET closed_on = greatest(today, f.opened_on), close_code = 'recovered',
      close_reason = CASE WHEN d.is_gone THEN said->>'not_found'
                          ELSE pg_catalog.replace(pg_catalog.replace(said ->> CASE r.opens_when WHEN 'below' THEN 'recovered_from' ELSE 'recovered_below' END,
                                 'SCORE', pg_catalog.translate(pg_catalog.round(d.score::numeric, 3)::text, '.', said->>'point')),
                                 'LIMIT', pg_catalog.translate(coalesce(n.close_value, n.open_value)::text, '.', said->>'point')) END
  FROM check_run_rule n
  JOIN flag_rule r ON r.code = n.rule_code
  JOIN (SELECT o.id, o.rule_code, d.score, d.subject_id IS NULL AS is_gone
        FROM pg_temp.gmalign_open o
        LEFT JOIN pg_temp.gmalign_finding d ON d.flag_id = o.id
        WHERE d.subject_id IS NULL OR d.does_close) AS d ON d.rule_code = r.code
  WHERE n.run_id = step_flags.run_id AND n.error IS NULL AND f.id = d.id AND f.closed_on IS NULL;

  UPDATE flag f
  SET opened_on = least(f.opened_on, today), last_seen_on = today, score = d.score, severity = r.severity,
      reason_code = coalesce(d.reason_code, d.rule_code), parameters = d.parameters, reason = coalesce(d.reason, r.meaning),
      driver = d.driver, action_code = CASE WHEN f.action_taken IS NULL THEN d.action_code ELSE f.action_code END
  FROM (SELECT * FROM pg_temp.gmalign_finding) AS d
  JOIN flag_rule r ON r.code = d.rule_code
  WHERE f.id = d.flag_id AND f.closed_on IS NULL AND NOT d.does_close
    AND (d.score IS NOT NULL OR r.opens_when = 'found')
    AND (f.last_seen_on <> today OR f.opened_on > today OR f.score IS DISTINCT FROM d.score OR f.severity <> r.severity
         OR f.reason IS DISTINCT FROM coalesce(d.reason, r.meaning)
         OR f.driver IS DISTINCT FROM d.driver OR f.parameters IS DISTINCT FROM d.parameters
         OR (f.action_taken IS NULL AND f.action_code IS DISTINCT FROM d.action_code));

  CREATE TEMP TABLE pg_temp.gmalign_opening AS
    SELECT r.code, d.subject_kind, d.subject_id, r.severity, d.score, coalesce(d.reason_code, r.code) AS reason_code, d.parameters,
           coalesce(d.reason, r.meaning) AS reason, d.driver, d.action_code
    FROM (SELECT o.*, k.subject_kind,
                 EXISTS (SELECT FROM pg_temp.gmalign_score s WHERE s.assignment_id::text = o.subject_id
                                                               AND s.assignment_status NOT IN ('ended', 'cancelled')) AS is_move
          FROM pg_temp.gmalign_finding o
          JOIN pg_temp.gmalign_kind k ON k.rule_code = o.rule_code
          WHERE o.flag_id IS NULL AND o.does_open) AS d
    JOIN flag_rule r ON r.code = d.rule_code
    -- not about subjects that are no more: the next run would close them
    WHERE CASE d.subject_kind
            WHEN 'assignment' THEN d.is_move
            WHEN 'goal' THEN EXISTS (SELECT 1 FROM cascade_link l WHERE l.parent_goal_id IS NULL AND l.goal_id::text = d.subject_id)
            ELSE EXISTS (SELECT 1 FROM employment e WHERE e.id::text = d.subject_id AND e.is_employed) END;
  WITH opened AS (
    INSERT INTO flag AS f (rule_code, subject_kind, subject_id, severity, score, reason_code, parameters, reason, driver,
                           action_code, opened_on, last_seen_on)
    SELECT o.code, o.subject_kind, o.subject_id, o.severity, o.score, o.reason_code, o.parameters, o.reason, o.driver, o.action_code,
           today, today
    FROM pg_temp.gmalign_opening o
    ORDER BY pg_catalog.array_position(ARRAY['high', 'medium', 'low'], o.severity), o.code, o.subject_id
    RETURNING f.id, f.rule_code
  )
  INSERT INTO pg_temp.gmalign_new
    SELECT o.id, o.rule_code FROM opened o
    UNION ALL
    SELECT f.id, f.rule_code FROM flag f JOIN pg_temp.gmalign_open o ON o.id = f.id
    WHERE o.is_ahead AND f.opened_on = today;
  -- autovacuum after a check that was undone leaves flag as pages without a row: whatever they hold now, the
  -- planner would expect one row, and compare all flags with all (an engine that distributes tables analyzes
  -- none of them after it has written to them)
  IF EXISTS (SELECT FROM pg_temp.gmalign_new) AND pg_catalog.to_regclass('gmalign_coordinator') IS NULL
     AND (SELECT pg_catalog.pg_has_role(c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = 'flag'::regclass) THEN
    ANALYZE (SKIP_LOCKED) flag (id, rule_code, subject_kind, subject_id, opened_on, closed_on, folded_into);
  END IF;

  -- flags of before the rule was known to be about persons are hidden with them
  UPDATE flag f
  SET subject_kind = 'person'
  FROM (SELECT k.rule_code, k.reads FROM pg_temp.gmalign_kind k) AS k
  WHERE k.rule_code = f.rule_code AND k.reads IS NOT NULL AND f.subject_kind <> 'person' AND f.closed_on IS NOT NULL;

  PERFORM gmalign_private.step_fold(today);

  -- heard when the transaction commits, and only then
  PERFORM pg_catalog.pg_notify('gmalign_flag', n.id::text)
  FROM pg_temp.gmalign_new n JOIN flag f ON f.id = n.id AND f.folded_into IS NULL
  ORDER BY n.id;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_flags(bigint, date) IS
  'Closes, refreshes, opens and folds flags by what the rules found, and notifies gmalign_flag of the new ones that none says already.';

CREATE FUNCTION gmalign_private.step_run(schema text, as_of date, is_latest boolean) RETURNS void
  LANGUAGE plpgsql AS $step$
DECLARE
  run bigint;
  started constant timestamptz := pg_catalog.clock_timestamp();
  reached jsonb := '{}'::jsonb;
  computed jsonb := gmalign_private.step_computed();
  graph gmalign.goal_graph;
  work gmalign_private.goal_work;
  scored bigint;
  scored_at timestamptz;
  looked_at timestamptz;
  finished timestamptz;
  open_before bigint;
  opened bigint;
  still_open bigint;
  counts jsonb;
  r record;
  since timestamptz;
  looked bigint;
  failure text;
BEGIN
  PERFORM pg_catalog.set_config('application_name', pg_catalog.format('gmalign.run_check %s: scores', step_run.schema), true);
  INSERT INTO check_run (as_of, started_at, settings)
  SELECT step_run.as_of, started, pg_catalog.to_jsonb(s) - 'id' FROM setting_in_force s
  RETURNING check_run.id INTO run;
  CREATE TEMP TABLE pg_temp.gmalign_kind AS
    SELECT k.rule_code, k.subject_kind, k.is_personal, k.reads FROM gmalign_private.step_kinds() k;
  FOR r IN
    SELECT k.rule_code, k.reads, s.personal_flags_approved_on <= step_run.as_of AS is_approved
    FROM pg_temp.gmalign_kind k
    JOIN flag_rule f ON f.code = k.rule_code AND f.is_enabled AND (f.subject_kind <> 'person' OR NOT f.is_personal)
    CROSS JOIN setting_in_force s
    WHERE k.reads IS NOT NULL AND step_run.is_latest
    ORDER BY k.rule_code
  LOOP
    RAISE WARNING 'rule "%" reads %: its flags are about persons%', r.rule_code, r.reads,
        CASE WHEN r.is_approved IS NOT TRUE THEN ', and it waits for their approval' ELSE '' END
      USING HINT = pg_catalog.format('Its subject_id must be the key of a person: UPDATE %I.flag_rule SET subject_kind = ''person'', is_personal = true WHERE code = %L; '
                          'approval is the setting personal_flags_approved_on.', step_run.schema, r.rule_code);
  END LOOP;
  -- how many of the rules that look read which relation and which column
  IF step_run.is_latest THEN
    SELECT coalesce(pg_catalog.jsonb_object_agg(c.name, c.rules), '{}'::jsonb) INTO reached
    FROM (SELECT v.name, pg_catalog.count(DISTINCT b.rule_code) AS rules
          FROM gmalign_private.step_reach(step_run.as_of) b
          JOIN pg_class k ON k.oid = b.relation AND k.relnamespace = pg_catalog.quote_ident(pg_catalog.current_schema())::regnamespace
          LEFT JOIN pg_attribute a ON a.attrelid = b.relation AND a.attnum = b.attnum AND b.attnum > 0
          CROSS JOIN LATERAL (VALUES (k.relname::text), (k.relname || '.' || a.attname)) AS v (name)
          WHERE v.name IS NOT NULL
          GROUP BY v.name) c;
  END IF;
  SELECT s.graph, s.work INTO graph, work
  FROM gmalign_private.step_scores(ARRAY(SELECT pg_catalog.split_part(k, '.', 2) FROM pg_catalog.jsonb_object_keys(reached) AS k
                                         WHERE pg_catalog.starts_with(k, 'assignment_alignment.')), reached ? 'goal_work') s;
  PERFORM gmalign_private.step_snapshot(step_run.as_of);
  SELECT pg_catalog.count(*) INTO scored FROM pg_temp.gmalign_score s WHERE s.assignment_status NOT IN ('ended', 'cancelled');
  scored_at := pg_catalog.clock_timestamp();

  CREATE TEMP TABLE pg_temp.gmalign_open AS
    SELECT f.id, f.rule_code, f.subject_kind, f.subject_id, f.score, f.opened_on > step_run.as_of AS is_ahead
    FROM flag f WHERE f.closed_on IS NULL;
  ANALYZE pg_temp.gmalign_open (rule_code, subject_kind, subject_id);
  SELECT pg_catalog.count(*) INTO open_before FROM pg_temp.gmalign_open o WHERE NOT o.is_ahead;
  CREATE TEMP TABLE pg_temp.gmalign_new (id bigint NOT NULL, rule_code text NOT NULL);
  CREATE TEMP TABLE pg_temp.gmalign_finding (
    rule_code    text NOT NULL,
    subject_id   text NOT NULL,
    -- as in flag: what does not fit there fails the rule, not the run
    score        float8 CHECK (score BETWEEN -1000000000000000 AND 1000000000000000),
    does_open    boolean NOT NULL,
    does_close   boolean NOT NULL,
    flag_id      bigint,
    reason_code  text,
    parameters   jsonb,
    reason       text,
    driver       text,
    action_code  text,
    PRIMARY KEY (rule_code, subject_id)
  );
  -- a view comes after those it reads
  FOR r IN SELECT v.name FROM pg_catalog.unnest(ARRAY['goal_measure', 'goal_progress', 'expectancy']) AS v (name) WHERE (reached->>v.name)::bigint > 1 LOOP
    computed := gmalign_private.step_share(r.name, graph, work, computed);
  END LOOP;
  FOR r IN
    SELECT f.code, f.relation, k.subject_kind, f.opens_when, f.action_code, o.open_value,
           -- a margin lies on the side of recovery
           coalesce(f.close_value, o.open_value + f.close_margin * CASE f.opens_when WHEN 'below' THEN 1 ELSE -1 END) AS close_value,
           pg_catalog.row_number() OVER (ORDER BY f.code) AS place, pg_catalog.count(*) OVER () AS rule_count
    FROM flag_rule f
    JOIN pg_temp.gmalign_kind k ON k.rule_code = f.code
    LEFT JOIN LATERAL (SELECT coalesce(f.open_value, (s.by_code->>f.open_setting)::float8) AS open_value
                       FROM (SELECT pg_catalog.to_jsonb(g) - 'personal_flags_approved_on' AS by_code FROM setting_in_force g) s) o ON true
    WHERE step_run.is_latest AND f.code IN (SELECT b.rule_code FROM gmalign_private.step_reach(step_run.as_of) b)
    ORDER BY f.code
  LOOP
    PERFORM pg_catalog.set_config('application_name',
                       pg_catalog.format('gmalign.run_check %s: %s/%s %s', step_run.schema, r.place, r.rule_count, r.code), true);
    since := pg_catalog.clock_timestamp();
    failure := NULL;
    BEGIN
      looked := gmalign_private.step_rule(r.code, r.relation, r.subject_kind, r.opens_when, r.open_value, r.close_value, r.action_code,
                                          computed, graph, work);
    EXCEPTION WHEN OTHERS THEN
      -- one rule's trouble is not the others'; to cancel the run is not caught here
      IF gmalign_private.is_outage(SQLSTATE) THEN
        RAISE;
      END IF;
      looked := NULL;
      failure := pg_catalog.format('%s (%s)', SQLERRM, SQLSTATE);
      RAISE WARNING 'rule "%" failed: %', r.code, failure;
    END;
    INSERT INTO check_run_rule (run_id, rule_code, subject_count, rule_ms, error, open_value, close_value)
    VALUES (run, r.code, looked, 1000 * extract(epoch FROM pg_catalog.clock_timestamp() - since), failure, r.open_value, r.close_value);
  END LOOP;
  looked_at := pg_catalog.clock_timestamp();

  IF step_run.is_latest THEN
    PERFORM pg_catalog.set_config('application_name', pg_catalog.format('gmalign.run_check %s: flags', step_run.schema), true);
    ANALYZE pg_temp.gmalign_finding (rule_code, subject_id, flag_id, does_open);
    PERFORM gmalign_private.step_flags(run, step_run.as_of);
    SELECT pg_catalog.jsonb_agg(q) INTO counts
    FROM (SELECT u.code, coalesce(n.flags, 0) AS opened, coalesce(o.flags, 0) AS still_open, coalesce(b.flags, 0) AS open_before
          FROM flag_rule u
          LEFT JOIN (SELECT g.rule_code, pg_catalog.count(*) AS flags FROM pg_temp.gmalign_new g GROUP BY g.rule_code) n ON n.rule_code = u.code
          LEFT JOIN (SELECT g.rule_code, pg_catalog.count(*) AS flags FROM pg_temp.gmalign_open g WHERE NOT g.is_ahead GROUP BY g.rule_code) b ON b.rule_code = u.code
          LEFT JOIN (SELECT f.rule_code, pg_catalog.count(*) AS flags FROM flag f WHERE f.closed_on IS NULL AND f.opened_on <= step_run.as_of
                     GROUP BY f.rule_code) o ON o.rule_code = u.code) AS q;
    UPDATE check_run_rule k
    SET opened_count = c.opened, open_count = c.still_open, closed_count = c.open_before + c.opened - c.still_open
    FROM pg_catalog.jsonb_to_recordset(counts) AS c (code text, opened integer, still_open integer, open_before integer)
    WHERE k.run_id = run AND k.rule_code = c.code;
    PERFORM gmalign.trim_snapshots(step_run.schema);
  END IF;

  SELECT pg_catalog.count(*) INTO opened FROM pg_temp.gmalign_new;
  SELECT pg_catalog.count(*) INTO still_open FROM flag f WHERE f.closed_on IS NULL AND f.opened_on <= step_run.as_of;
  finished := pg_catalog.clock_timestamp();
  UPDATE check_run k
  SET finished_at = finished, subject_count = scored,
      opened_count = opened, open_count = still_open, closed_count = open_before + opened - still_open,
      failed_rules = (SELECT pg_catalog.string_agg(n.rule_code || ': ' || n.error, '; ' ORDER BY n.rule_code)
                      FROM check_run_rule n WHERE n.run_id = run AND n.error IS NOT NULL),
      failed_count = (SELECT pg_catalog.count(*) FROM check_run_rule n WHERE n.run_id = run AND n.subject_count IS NULL),
      score_ms = 1000 * extract(epoch FROM scored_at - started),
      rule_ms = 1000 * extract(epoch FROM looked_at - scored_at),
      flag_ms = CASE WHEN step_run.is_latest THEN 1000 * extract(epoch FROM finished - looked_at) END
  WHERE k.id = run;
  EXECUTE (SELECT pg_catalog.format('DROP TABLE %s', pg_catalog.string_agg(pg_catalog.format('pg_temp.%I', 'gmalign_' || v.name), ', '))
           FROM pg_catalog.unnest(ARRAY['score', 'open', 'kind', 'finding', 'opening', 'goal_measure', 'goal_progress', 'expectancy']) AS v (name)
           WHERE pg_catalog.to_regclass(pg_catalog.format('pg_temp.%I', 'gmalign_' || v.name)) IS NOT NULL);
END $step$;
COMMENT ON FUNCTION gmalign_private.step_run(text, date, boolean) IS
  'One run, with its record in check_run and check_run_rule. A day before the latest run gets its snapshot and leaves flags alone.';

CREATE FUNCTION gmalign_private.take_turn(schema text) RETURNS boolean
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $turn$
DECLARE
  wait_before constant text := current_setting('lock_timeout');
  is_first boolean;
BEGIN
  -- not an advisory lock, which everybody may hold, and not one on a table, which VACUUM, ANALYZE and
  -- whoever may insert there hold as well: one on a row needs the right to change it. It is that of the
  -- first check, which stays when others come; those that are skipped are recorded meanwhile.
  FOR attempt IN 1..2 LOOP
    EXECUTE format('SELECT count(*) = 0
                    FROM (SELECT FROM %I.check_run r WHERE r.skipped IS NULL ORDER BY r.id LIMIT 1 FOR NO KEY UPDATE NOWAIT) AS q', schema) INTO is_first;
    EXIT WHEN NOT is_first;
    IF EXISTS (SELECT FROM pg_locks l
               WHERE l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
                 AND l.relation = to_regclass(format('%I.check_run_rule', schema)) AND l.mode = 'ShareRowExclusiveLock' AND l.granted
                 AND l.pid <> pg_backend_pid()) THEN
      RETURN false;
    END IF;
    -- VACUUM and ANALYZE stand in the way here: autovacuum's are cancelled after deadlock_timeout, others of so small
    -- a table end. Another first check may have come and gone meanwhile: then there is a row.
    PERFORM set_config('lock_timeout', '2s', true);
    EXECUTE format('LOCK TABLE %I.check_run_rule IN SHARE ROW EXCLUSIVE MODE', schema);
    PERFORM set_config('lock_timeout', wait_before, true);
  END LOOP;
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END $turn$;
COMMENT ON FUNCTION gmalign_private.take_turn(text) IS
  'Keeps other checks of a schema out until the transaction ends, by a lock on the row of its first check in check_run; before there is one, on the table check_run_rule, for which it waits two seconds. false: another check is running.';

CREATE FUNCTION gmalign_private.skip_run(schema text, as_of date, reason text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $skip$
BEGIN
  EXECUTE format('INSERT INTO %I.check_run (as_of, started_at, skipped) VALUES ($1, clock_timestamp(), $2)', schema) USING as_of, reason;
END $skip$;
COMMENT ON FUNCTION gmalign_private.skip_run(text, date, text) IS
  'Records in check_run that a check looked at nothing, and why.';

CREATE FUNCTION gmalign.run_check(schema text, as_of date DEFAULT gmalign.today(),
                                  OUT flag_id bigint, OUT rule_code text, OUT subject_kind text, OUT subject_id text,
                                  OUT severity text, OUT score float8, OUT reason_code text, OUT reason text,
                                  OUT driver text, OUT action_code text, OUT subject_title text)
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
  wait_before constant text := current_setting('lock_timeout');
  -- a row of check_run about a day to come is none of a check's: who wrote it shall not stop those before it
  newest_day constant date := gmalign_private.newest_day();
  latest date;
  lacking text;
  failure text;
  rules regclass[];
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  IF as_of IS NULL OR as_of NOT BETWEEN '1000-01-01' AND '9999-12-31' THEN
    RAISE EXCEPTION 'as_of must be a date'
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = format('It is %s; a day lies between 1000-01-01 and 9999-12-31.', coalesce(as_of::text, 'NULL')),
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
                       'assignment_alignment', 'assignment_points', 'cascade_graph', 'goal_work', 'cascade_link', 'employment',
                       'open_flag')
    AND to_regclass(format('%I.%I', schema, m.relation)) IS NULL;
  IF lacking IS NOT NULL THEN
    RAISE EXCEPTION 'schema "%" has no %', schema, lacking
      USING ERRCODE = 'undefined_table', HINT = 'Create the model with gmalign.install().';
  END IF;

  IF pg_is_in_recovery() THEN
    RAISE NOTICE 'this server is a standby: the check of schema "%" is left to the primary', schema;
    RETURN;
  END IF;
  -- who holds a lock and forgets it shall not hold up all checks to come
  IF wait_before = '0' THEN
    PERFORM set_config('lock_timeout', '5min', true);
  END IF;
  <<turn>>
  BEGIN
    IF NOT gmalign_private.take_turn(schema) THEN
      PERFORM gmalign_private.skip_run(schema, as_of, gmalign_private.sentence('skipped.running'));
      RAISE WARNING 'another check of schema "%" is running: this one is skipped', schema
        USING HINT = 'It is recorded in check_run. A lock that somebody holds on the row of the first check does the same: see pg_locks.';
      EXIT turn;
    END IF;

    -- what is hidden from the check would look recovered
    SELECT string_agg(c.relname, ', ' ORDER BY c.relname) INTO lacking
    FROM pg_class c
    JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = schema
    JOIN gmalign_private.model_relations() m ON m.relation = c.relname
    WHERE c.relkind IN ('r', 'p') AND m.relation <> 'release_member' AND row_security_active(c.oid);
    IF lacking IS NOT NULL THEN
      RAISE EXCEPTION 'row-level security hides rows of % from role "%"', lacking, current_user
        USING ERRCODE = 'insufficient_privilege',
              DETAIL = 'The check would take what it cannot see for recovered.',
              HINT = 'Run the check as the owner of the model.';
    END IF;

    -- undone when this function returns; the date and lock_timeout, which it has no clause for, below
    PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
    PERFORM pg_catalog.set_config('gmalign.as_of', pg_catalog.to_char(as_of, 'YYYY-MM-DD'), true);
    -- what the rules read lies anywhere
    EXECUTE pg_catalog.format('SELECT pg_catalog.array_agg(DISTINCT gmalign_private.step_relation(f.relation)) FROM %I.flag_rule f WHERE f.is_enabled', schema) INTO rules;
    PERFORM gmalign_private.check_strangers(schema, also => rules);
    EXECUTE pg_catalog.format('SELECT pg_catalog.max(r.as_of) FROM %I.check_run r WHERE r.skipped IS NULL AND r.as_of <= $1', schema)
    INTO latest USING newest_day;
    IF as_of < latest THEN
      RAISE NOTICE 'the latest check of schema "%" is of %: this one takes a snapshot and leaves flags alone', schema, pg_catalog.to_char(latest, 'YYYY-MM-DD');
    END IF;
    BEGIN
      PERFORM gmalign_private.step_run(schema, as_of, coalesce(as_of >= latest, true));
    EXCEPTION WHEN unique_violation OR serialization_failure THEN
      -- under REPEATABLE READ the rows of a check that ended meanwhile are not
      -- seen, and stand in the way
      IF pg_catalog.current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable') THEN
        RAISE;
      END IF;
      PERFORM gmalign_private.skip_run(schema, as_of, gmalign_private.sentence('skipped.changed'));
      RAISE WARNING 'schema "%" was checked or changed after this transaction began: this check is skipped', schema
        USING HINT = 'Run it in a transaction of its own, or at READ COMMITTED.';
      EXIT turn;
    WHEN lock_not_available THEN
      PERFORM gmalign_private.skip_run(schema, as_of, gmalign_private.sentence('skipped.locked'));
      RAISE WARNING 'somebody holds a lock on a table of schema "%": this check is skipped', schema
        USING DETAIL = SQLERRM, HINT = 'See pg_locks for who does; lock_timeout says how long a check waits, 5 minutes where it is 0.';
      EXIT turn;
    END;
    RETURN QUERY EXECUTE pg_catalog.format(
      'SELECT f.id, f.rule_code, f.subject_kind, f.subject_id, f.severity, f.rule_value, f.reason_code, f.reason, f.driver, f.action_code,
              f.subject_title
       FROM pg_temp.gmalign_new n JOIN %I.open_flag f ON f.id = n.id
       ORDER BY f.id', schema);
    DROP TABLE pg_temp.gmalign_new;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    -- the flags are for those who act on them, whatever becomes of the release
    IF as_of >= latest OR latest IS NULL THEN
      BEGIN
        PERFORM gmalign_private.publish_when_due(schema);
      EXCEPTION WHEN OTHERS THEN
        -- to cancel the run is not caught here
        IF gmalign_private.is_outage(SQLSTATE) THEN
          RAISE;
        END IF;
        failure := format('%s (%s)', SQLERRM, SQLSTATE);
        RAISE WARNING 'the public figures of schema "%" are due and were not published: %', schema, failure;
        EXECUTE format('UPDATE %1$I.check_run k SET failed_rules = coalesce(k.failed_rules || ''; '', '''') || ''publish: '' || $1
                        WHERE k.id = (SELECT max(r.id) FROM %1$I.check_run r WHERE r.skipped IS NULL)', schema) USING failure;
      END;
    END IF;
    PERFORM gmalign_private.check_strangers(schema, also => rules);
  END;
  PERFORM pg_catalog.set_config('gmalign.as_of', coalesce(today_before, ''), true);
  PERFORM pg_catalog.set_config('lock_timeout', wait_before, true);
END $run$;
COMMENT ON FUNCTION gmalign.run_check(text, date) IS
  'The nightly check of a model: takes a snapshot of the scores, lets the rules of flag_rule look, opens, refreshes, folds and closes flags, and returns the new ones that no other says already (subject_title: what the subject is called, as in open_flag). as_of: the day it is about, up to today; for a day before the latest run only the snapshot is taken. Does nothing, with a notice, on a standby; skipped, with a warning and a row in check_run, while another check of the schema runs (or somebody else holds a lock on the row of its first in check_run), when a lock on a table lasts longer than lock_timeout (5 minutes where it is 0), and in a transaction at REPEATABLE READ that cannot see what another check has done meanwhile. A rule that fails is recorded in check_run and leaves its flags as they are. Once the owner has published public figures, publishes the next when they are due (setting publish_every_months); that this failed is recorded like a rule, and the flags stand. Raises 22023 for a day to come, 42P01 without a model, 42501 when row-level security hides rows from the caller, or other roles own something in the schema, may create there, or own code that a rule would run.';
