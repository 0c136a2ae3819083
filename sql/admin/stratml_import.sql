-- StratML, in: what was read into the tables of the model.

CREATE FUNCTION gmalign_private.stratml_links(schema text, cycle_key bigint, INOUT items gmalign_private.stratml_item[],
                                              INOUT issues gmalign_private.stratml_issue[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $links$
DECLARE
  found gmalign_private.stratml_issue[];
BEGIN
  -- what a Relationship names is a goal of this document, by the identifier as it is written there, or one the model holds
  EXECUTE format($q$
    WITH item AS MATERIALIZED (
      SELECT i.* FROM unnest($1) AS i
    ),
    named AS MATERIALIZED (
      SELECT i.row_key, count(*) AS how_many, min(i.external_id) AS external_id
      FROM item i WHERE i.outcome IN ('taken', 'rejected') AND i.element IN ('Goal', 'Objective', 'PerformanceIndicator') GROUP BY i.row_key
    )
    SELECT array_agg(ROW('rejected', i.element, i.row_key, i.place,
                         CASE WHEN n.how_many > 1 THEN 'ambiguous_reference' WHEN g.id = o.id THEN 'refers_to_itself' ELSE 'dangling_reference' END,
                         CASE WHEN n.how_many > 1 THEN format('"%%s" is the identifier of %%s elements', i.external_id, n.how_many)
                              WHEN g.id = o.id THEN 'a goal does not serve itself'
                              ELSE format('"%%s" is no goal of this plan or the model', i.external_id) END,
                         'goal_link', concat_ws(': ', i.relation, i.external_id, i.why))::gmalign_private.stratml_issue ORDER BY i.place)
    FROM item i
    JOIN item p ON p.place = i.parent
    LEFT JOIN named n ON n.row_key = i.external_id
    LEFT JOIN %1$I.goal o ON o.external_id = p.external_id
    LEFT JOIN %1$I.goal g ON g.external_id = coalesce(n.external_id, gmalign_private.stratml_id_read(i.external_id))
    WHERE i.element = 'Relationship' AND i.outcome = 'taken' AND (g.id IS NULL OR n.how_many > 1 OR g.id = o.id)
    $q$, schema) INTO found USING items;
  -- where each stands came in place of how many
  FOR place IN 1 .. coalesce(cardinality(found), 0) LOOP
    items[found[place].row_count].outcome := 'rejected';
    found[place].row_count := 1;
  END LOOP;
  issues := issues || found;

  EXECUTE format($q$
    WITH item AS MATERIALIZED (
      SELECT i.* FROM unnest($1) AS i WHERE i.outcome = 'taken'
    ),
    named AS MATERIALIZED (
      SELECT i.row_key, min(i.external_id) AS external_id FROM item i WHERE i.element <> 'Relationship' GROUP BY i.row_key
    ),
    said AS (
      SELECT c.external_id AS child, p.external_id AS parent, 'contributes' AS relation, NULL AS rationale, c.place
      FROM item c JOIN item p ON p.place = c.parent WHERE c.element <> 'Relationship'
      UNION ALL
      SELECT CASE WHEN r.relation = 'Broader_Than' THEN o.other ELSE p.external_id END AS child,
             CASE WHEN r.relation = 'Broader_Than' THEN p.external_id ELSE o.other END AS parent,
             CASE WHEN r.relation = 'Peer_To' THEN 'supports' ELSE 'contributes' END AS relation, r.why AS rationale, r.place
      FROM item r
      JOIN item p ON p.place = r.parent
      LEFT JOIN named n ON n.row_key = r.external_id
      CROSS JOIN LATERAL (SELECT coalesce(n.external_id, gmalign_private.stratml_id_read(r.external_id)) AS other) AS o
      WHERE r.element = 'Relationship'
    ),
    -- one link leads from a goal to another: the nesting says more than a Relationship
    wanted AS MATERIALIZED (
      SELECT DISTINCT ON (c.id, p.id) c.id AS child_id, p.id AS parent_id, s.relation,
             first_value(s.rationale) OVER (PARTITION BY c.id, p.id ORDER BY s.rationale IS NULL, s.place) AS rationale, s.place
      FROM said s JOIN %1$I.goal c ON c.external_id = s.child JOIN %1$I.goal p ON p.external_id = s.parent
      ORDER BY c.id, p.id, s.relation, s.place
    ),
    changed AS (
      UPDATE %1$I.goal_link l SET rationale = w.rationale
      FROM wanted w WHERE l.child_id = w.child_id AND l.parent_id = w.parent_id AND l.rationale IS DISTINCT FROM w.rationale AND w.rationale IS NOT NULL
    ),
    made AS (
      INSERT INTO %1$I.goal_link (child_id, parent_id, relation, rationale)
      SELECT w.child_id, w.parent_id, w.relation, w.rationale
      FROM wanted w
      WHERE NOT EXISTS (SELECT FROM %1$I.goal_link l WHERE l.child_id = w.child_id AND l.parent_id = w.parent_id)
      ORDER BY w.place
    )
    SELECT array_agg(ROW('left', 'link', concat(c.external_id, ' > ', p.external_id), 1, 'not_in_document',
                         'leads between goals of this plan and is not in the document: stays as it is', NULL, NULL)
                     ::gmalign_private.stratml_issue ORDER BY l.id)
    FROM %1$I.goal_link l
    JOIN %1$I.goal c ON c.id = l.child_id AND c.cycle_id = $2
    JOIN %1$I.goal p ON p.id = l.parent_id AND p.cycle_id = $2
    WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.child_id = l.child_id AND w.parent_id = l.parent_id)
    $q$, schema) INTO found USING items, cycle_key;
  issues := issues || found;
END $links$;
COMMENT ON FUNCTION gmalign_private.stratml_links(text, bigint, gmalign_private.stratml_item[], gmalign_private.stratml_issue[]) IS
  'Writes the links of a StratML document whose goals are in the model: those of the nesting, and those of Relationships that lead to a goal; the others are rejected. Tells of links between goals of the plan that the document does not have.';

CREATE FUNCTION gmalign_private.stratml_keep_rejects(schema text, source text, issues gmalign_private.stratml_issue[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $keep$
BEGIN
  -- what an earlier load said and this one does not; a load that says the same changes nothing
  EXECUTE format($q$
    DELETE FROM %1$I.load_reject r
    WHERE r.source = $2
      AND NOT EXISTS (SELECT FROM unnest($1) AS i
                      WHERE (i.target, coalesce(i.row_key, i.element), i.reason_code, i.reason, i.content)
                            IS NOT DISTINCT FROM (r.target, r.row_key, r.reason_code, r.reason, r.content))
    $q$, schema) USING issues, source;
  EXECUTE format($q$
    INSERT INTO %1$I.load_reject (source, target, row_key, reason_code, reason, content)
    SELECT $2, i.target, coalesce(i.row_key, i.element), i.reason_code, i.reason, i.content
    FROM unnest($1) WITH ORDINALITY AS i (outcome, element, row_key, row_count, reason_code, reason, target, content, place)
    WHERE i.target IS NOT NULL
      AND NOT EXISTS (SELECT FROM %1$I.load_reject r
                      WHERE r.source = $2 AND (r.target, r.row_key, r.reason_code, r.reason, r.content)
                            IS NOT DISTINCT FROM (i.target, coalesce(i.row_key, i.element), i.reason_code, i.reason, i.content))
    ORDER BY i.place
    $q$, schema) USING issues, source;
END $keep$;
COMMENT ON FUNCTION gmalign_private.stratml_keep_rejects(text, text, gmalign_private.stratml_issue[]) IS
  'Writes into load_reject what a StratML document says and the model does not keep, and takes out what an earlier load from the same source left there.';

CREATE FUNCTION gmalign.import_stratml(schema text, document text, plan text DEFAULT NULL, direction text DEFAULT NULL)
  RETURNS TABLE (outcome text, element text, row_key text, row_count integer, reason_code text, reason text)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  -- to compile what runs for a moment takes longer than to run it
  SET jit = off
AS $import$
DECLARE
  parsed xml := gmalign_private.stratml_document(document);
  key text;
  source text;
  other text;
  cycle_key bigint;
  unit_key bigint;
  head record;
  items gmalign_private.stratml_item[];
  issues gmalign_private.stratml_issue[];
  found gmalign_private.stratml_issue[];
  taken integer[];
  noon timestamp := timestamp '2000-01-01 12:00';
  zone text := coalesce(nullif(current_setting('gmalign.time_zone', true), ''), 'UTC');
BEGIN
  PERFORM gmalign_private.check_stratml_schema(schema);
  IF direction NOT IN ('increase', 'decrease', 'at_least', 'at_most', 'range', 'exact', 'binary') THEN
    RAISE EXCEPTION 'unknown direction "%"', direction
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'Known: increase, decrease, at_least, at_most, range, exact, binary.',
            HINT = 'Leave it out where the key results differ, and set goal.direction afterwards.';
  END IF;
  SELECT x.name, x.namespace, gmalign_private.stratml_id_read(gmalign_private.stratml_said(x.identifier)) AS identifier,
         gmalign_private.stratml_id_read(gmalign_private.stratml_said(x.unit_id)) AS unit_id, gmalign_private.stratml_said(x.unit) AS unit,
         gmalign_private.stratml_date(x.start_date) AS start_date, gmalign_private.stratml_date(x.end_date) AS end_date
  INTO head
  FROM xmltable('/*' PASSING parsed
                COLUMNS namespace text PATH 'namespace-uri(.)', name text PATH 'normalize-space(*[local-name() = "Name"])',
                        identifier text PATH 'normalize-space(*[local-name() = "AdministrativeInformation"]/*[local-name() = "Identifier"])',
                        start_date text PATH 'normalize-space(*[local-name() = "AdministrativeInformation"]/*[local-name() = "StartDate"])',
                        end_date text PATH 'normalize-space(*[local-name() = "AdministrativeInformation"]/*[local-name() = "EndDate"])',
                        unit_id text PATH 'normalize-space((.//*[local-name() = "Organization"])[1]/*[local-name() = "Identifier"])',
                        unit text PATH 'normalize-space((.//*[local-name() = "Organization"])[1]/*[local-name() = "Name"])') AS x;
  key := coalesce(plan, head.identifier, nullif(head.name, ''));
  -- plans of several organisations bear the identifier of the form they began as
  source := concat_ws(' ', 'StratML', key, coalesce(head.unit_id, head.unit));
  IF key IS NULL OR key = '' THEN
    RAISE EXCEPTION 'StratML document has neither identifier nor name'
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'What is loaded again under the same identifier is brought up to date.',
            HINT = 'Give the plan one: SELECT * FROM gmalign.import_stratml(schema, document, plan => ''strategy 2026'').';
  END IF;

  SELECT r.items, r.issues INTO items, issues FROM gmalign_private.stratml_read(parsed, key) AS r;
  SELECT r.items, r.issues INTO items, issues FROM gmalign_private.stratml_settle(items, issues) AS r;
  issues := issues || ARRAY(SELECT l FROM gmalign_private.stratml_left(parsed) AS l);
  issues := issues || ARRAY(
    SELECT ROW('guessed', 'plan', key, 1, g.code, g.reason, CASE g.code WHEN 'no_period' THEN 'cycle' END,
               CASE g.code WHEN 'no_period' THEN head.name END)::gmalign_private.stratml_issue
    FROM (VALUES (head.namespace NOT IN ('urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport', 'urn:ISO:std:iso:17469:tech:xsd:stratml_core'),
                  'namespace', format('the namespace is "%s": elements are taken by their names', head.namespace)),
                 (coalesce(plan, head.identifier) IS NULL, 'no_identifier', 'the plan has no identifier: its name is taken'),
                 ((head.start_date <= head.end_date) IS NOT TRUE, 'no_period',
                  'the plan has no first and last day: its goals belong to no cycle')) AS g (holds, code, reason)
    WHERE g.holds);

  IF coalesce(head.unit_id, head.unit) IS NOT NULL THEN
    EXECUTE format('INSERT INTO %I.org_unit AS u (external_id, name) VALUES ($1, $2) ON CONFLICT (external_id) DO NOTHING', schema)
      USING coalesce(head.unit_id, head.unit), coalesce(head.unit, head.unit_id);
    EXECUTE format('SELECT u.id FROM %I.org_unit u WHERE u.external_id = $1', schema) INTO unit_key USING coalesce(head.unit_id, head.unit);
  END IF;
  IF head.start_date <= head.end_date THEN
    EXECUTE format('SELECT min(coalesce(u.external_id, u.name)) FROM %1$I.cycle c JOIN %1$I.goal g ON g.cycle_id = c.id JOIN %1$I.org_unit u ON u.id = g.org_unit_id
                    WHERE c.external_id = $1 HAVING bool_and(u.id IS DISTINCT FROM $2)', schema) INTO other USING key, unit_key;
    IF other IS NOT NULL THEN
      RAISE EXCEPTION 'plan "%" is one of another unit, "%"', key, other
        USING ERRCODE = 'unique_violation',
              DETAIL = format('The document is of %s.', coalesce(format('"%s"', coalesce(head.unit_id, head.unit)), 'no unit')),
              HINT = format('Load it under an identifier of its own: SELECT * FROM gmalign.import_stratml(%L, document, plan => %L).', schema, key || ' 2');
    END IF;
    -- its row is locked also where nothing changes: who loads the same plan waits
    EXECUTE format('INSERT INTO %I.cycle AS c (external_id, name, start_date, end_date) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (external_id) DO UPDATE SET name = EXCLUDED.name, start_date = EXCLUDED.start_date, end_date = EXCLUDED.end_date
                    WHERE (c.name, c.start_date, c.end_date) IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.start_date, EXCLUDED.end_date)', schema)
      USING key, coalesce(nullif(head.name, ''), key), head.start_date, head.end_date;
    EXECUTE format('SELECT c.id FROM %I.cycle c WHERE c.external_id = $1', schema) INTO cycle_key USING key;
  END IF;

  -- what another plan or unit holds is not overwritten, and what hangs below it has no parent
  EXECUTE format($q$
    SELECT array_agg(i.place)
    FROM unnest($1) AS i
    JOIN %1$I.goal g ON g.external_id = i.external_id
    WHERE i.outcome = 'taken' AND i.element <> 'Relationship'
      AND ((g.cycle_id IS NOT NULL AND g.cycle_id IS DISTINCT FROM $2) OR (g.org_unit_id IS NOT NULL AND g.org_unit_id IS DISTINCT FROM $3))
    $q$, schema) INTO taken USING items, cycle_key, unit_key;
  FOR place IN 1 .. cardinality(items) LOOP
    CONTINUE WHEN items[place].outcome IN ('rejected', 'empty')
      OR NOT (place = ANY (coalesce(taken, '{}')) OR items[items[place].parent].outcome IS NOT DISTINCT FROM 'rejected');
    issues := issues || ROW('rejected', items[place].element, items[place].row_key, 1,
      CASE WHEN place = ANY (taken) THEN 'identifier_taken' ELSE 'parent_rejected' END,
      CASE WHEN place = ANY (taken) THEN format('"%s" is a goal of another plan or unit: pass that plan, or give it another identifier', items[place].external_id)
           ELSE 'what it belongs to is rejected' END, 'goal', items[place].title)::gmalign_private.stratml_issue;
    items[place].outcome := 'rejected';
  END LOOP;

  EXECUTE format($q$
    INSERT INTO %1$I.goal AS g (external_id, title, why, level, goal_type, cycle_id, org_unit_id, unit, direction, target_value, start_date, due_date, current_value)
    SELECT i.external_id, i.title, i.why, CASE i.element WHEN 'Goal' THEN 'strategic' ELSE 'department' END,
           CASE i.element WHEN 'PerformanceIndicator' THEN 'key_result' ELSE 'objective' END, $2, $3, i.unit,
           CASE WHEN i.element = 'PerformanceIndicator' THEN $4 END, i.value, i.start_date, i.end_date, c.value
    FROM unnest($1) AS i
    LEFT JOIN unnest($1) AS c ON c.outcome = 'current' AND c.parent = i.place
    WHERE i.outcome = 'taken' AND i.element <> 'Relationship'
    ORDER BY i.place
    ON CONFLICT (external_id) DO UPDATE
      SET title = EXCLUDED.title, why = EXCLUDED.why, cycle_id = EXCLUDED.cycle_id, org_unit_id = EXCLUDED.org_unit_id, unit = EXCLUDED.unit,
          direction = coalesce(EXCLUDED.direction, g.direction), target_value = EXCLUDED.target_value, start_date = EXCLUDED.start_date,
          due_date = EXCLUDED.due_date, current_value = coalesce(EXCLUDED.current_value, g.current_value)
      WHERE (g.title, g.why, g.cycle_id, g.org_unit_id, g.unit, g.direction, g.target_value, g.start_date, g.due_date, g.current_value)
            IS DISTINCT FROM
            (EXCLUDED.title, EXCLUDED.why, EXCLUDED.cycle_id, EXCLUDED.org_unit_id, EXCLUDED.unit, coalesce(EXCLUDED.direction, g.direction),
             EXCLUDED.target_value, EXCLUDED.start_date, EXCLUDED.due_date, coalesce(EXCLUDED.current_value, g.current_value))
    $q$, schema) USING items, cycle_key, unit_key, direction;

  SELECT l.items, l.issues INTO items, issues FROM gmalign_private.stratml_links(schema, cycle_key, items, issues) AS l;

  EXECUTE format($q$
    INSERT INTO %1$I.key_result_milestone AS m (goal_id, name, due_date, value)
    SELECT g.id, i.why, i.end_date, i.value
    FROM unnest($1) AS i
    JOIN %1$I.goal g ON g.external_id = ($1)[i.parent].external_id
    WHERE i.outcome = 'milestone'
    ORDER BY i.place
    ON CONFLICT (goal_id, due_date) DO UPDATE SET name = EXCLUDED.name, value = EXCLUDED.value
      WHERE (m.name, m.value) IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.value)
    $q$, schema) USING items;
  EXECUTE format($q$
    INSERT INTO %1$I.check_in AS c (external_id, goal_id, checked_at, value, note)
    SELECT concat(g.external_id, '@', to_char(i.end_date, 'YYYY-MM-DD')), g.id, (i.end_date + $2::time) AT TIME ZONE $3, i.value, i.why
    FROM unnest($1) AS i
    JOIN %1$I.goal g ON g.external_id = ($1)[i.parent].external_id
    WHERE i.outcome = 'check_in'
    ORDER BY i.place
    ON CONFLICT (external_id) DO UPDATE SET checked_at = EXCLUDED.checked_at, value = EXCLUDED.value, note = EXCLUDED.note
      WHERE (c.checked_at, c.value, c.note) IS DISTINCT FROM (EXCLUDED.checked_at, EXCLUDED.value, EXCLUDED.note)
    $q$, schema) USING items, noon, zone;

  -- goals of the plan that this version of it no longer has
  IF cycle_key IS NOT NULL THEN
    EXECUTE format($q$
      SELECT array_agg(ROW('left', 'goal', g.external_id, 1, 'not_in_document', 'is of this plan and not in the document: stays as it is', NULL, NULL)
                       ::gmalign_private.stratml_issue ORDER BY g.id)
      FROM %1$I.goal g
      WHERE g.cycle_id = $2 AND g.external_id NOT IN (SELECT i.external_id FROM unnest($1) AS i WHERE i.external_id IS NOT NULL)
      $q$, schema) INTO found USING items, cycle_key;
    issues := issues || found;
  END IF;

  PERFORM gmalign_private.stratml_keep_rejects(schema, source, issues);
  PERFORM gmalign_private.check_strangers(schema);

  RETURN QUERY
  SELECT s.outcome, s.element, NULL::text, s.row_count, NULL::text, NULL::text
  FROM (SELECT CASE WHEN i.outcome = 'empty' THEN 'empty' ELSE 'loaded' END AS outcome, i.element, count(*)::integer AS row_count, min(i.place) AS place
        FROM unnest(items) AS i
        WHERE i.outcome <> 'rejected' GROUP BY 1, i.element) AS s
  ORDER BY s.outcome DESC, s.place;
  RETURN QUERY
  SELECT i.outcome, i.element, i.row_key, i.row_count, i.reason_code, i.reason
  FROM unnest(issues) WITH ORDINALITY AS i (outcome, element, row_key, row_count, reason_code, reason, target, content, place)
  ORDER BY array_position(ARRAY['rejected', 'guessed', 'left'], i.outcome), i.place;
END $import$;
COMMENT ON FUNCTION gmalign.import_stratml(text, text, text, text) IS
  'Loads a StratML document (ISO 17469, part 1 or 2), given as text, into the model in a schema: the plan as a cycle, its organisation as a unit, a Goal as a strategic goal, an Objective as a goal of a department that contributes to it, a PerformanceIndicator as a key result, its Relationships as links (Narrower_Than contributes, Broader_Than the other way round, Peer_To supports), the last TargetResult as its target, those before as milestones, ActualResults as check-ins. Identifiers become external ids: a document loaded twice changes nothing, a newer one updates. plan: the identifier of the plan, in place of the document''s. direction: of key results that have none, as in goal.direction; it is never guessed. Returns per kind of element how many were loaded and how many are empty, then a row for each that was rejected or guessed at, then what was left because the model has no place for it; loaded + empty + rejected = offered. What is lost is in load_reject too, source StratML, the plan and the unit. Raises 22004 for a document of NULL, 54000 above 10,000,000 bytes, 2200M for one with a document type or entities, not well-formed or not StratML, 22023 for one without identifier and name or an unknown direction, 23505 for a plan whose identifier another unit''s bears, 3F000 or 42P01 without the model, 42501 when others could have their code run there, 0A000 on a server without libxml.';

CREATE FUNCTION gmalign.import_stratml(schema text, document xml, plan text DEFAULT NULL, direction text DEFAULT NULL)
  RETURNS TABLE (outcome text, element text, row_key text, row_count integer, reason_code text, reason text)
  LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT s.outcome, s.element, s.row_key, s.row_count, s.reason_code, s.reason
  FROM gmalign.import_stratml(schema, document::text, plan, direction) WITH ORDINALITY AS s (outcome, element, row_key, row_count, reason_code, reason, place)
  ORDER BY s.place;
END;
COMMENT ON FUNCTION gmalign.import_stratml(text, xml, text, text) IS
  'import_stratml() of a document that is xml already, and so was parsed before it comes here.';
