-- StratML, reading: a document into goals, relations and results, and what that took.

CREATE FUNCTION gmalign_private.stratml_left(document xml) RETURNS SETOF gmalign_private.stratml_issue
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
AS $left$
BEGIN
  RETURN QUERY
  SELECT 'left' AS outcome, l.parent || '/' || l.element AS element, NULL::text AS row_key, count(*)::integer AS row_count,
         'no_place' AS reason_code, 'the model has no place for it' AS reason, 'none' AS target,
         -- names of people are not kept
         CASE WHEN l.parent NOT IN ('Stakeholder', 'Role', 'Submitter') THEN string_agg(DISTINCT l.said, ' | ') END AS content
  -- apart: the parser looks for every one of these among those
  FROM (SELECT x.parent, x.element, x.said
        FROM xmltable('//*[not(*)]' PASSING document
                      COLUMNS parent text PATH 'local-name(..)', element text PATH 'local-name(.)', said text PATH 'normalize-space(.)') AS x
        UNION ALL
        SELECT x.parent, x.element, x.said
        FROM xmltable('//@*[namespace-uri() = ""]' PASSING document
                      COLUMNS parent text PATH 'local-name(..)', element text PATH 'local-name(.)', said text PATH 'normalize-space(.)') AS x) AS l
  WHERE gmalign_private.stratml_said(l.said) IS NOT NULL
    AND NOT EXISTS (
      SELECT FROM (VALUES ('(PerformancePlanOrReport|StrategicPlan)', '(Name|Type)'), ('AdministrativeInformation', '(Identifier|StartDate|EndDate)'),
                          ('Organization', '(Name|Identifier)'), ('(Goal|Objective)', '(Name|Description|Identifier)'),
                          ('PerformanceIndicator', '(MeasurementDimension|UnitOfMeasurement|Identifier)'),
                          ('Relationship', '(Identifier|ReferentIdentifier|Description|RelationshipType)'),
                          ('(Target|Actual)Result', '(StartDate|EndDate|NumberOfUnits|Description)')) AS taken (parent, element)
      WHERE l.parent ~ ('^' || taken.parent || '$') AND l.element ~ ('^' || taken.element || '$'))
  GROUP BY l.parent, l.element;
END $left$;
COMMENT ON FUNCTION gmalign_private.stratml_left(xml) IS
  'What a StratML document says that the model has no place for: a row per kind of element or attribute, written parent/name, with how many and their different values. Of stakeholders and the submitter, who are people, the number only.';

CREATE FUNCTION gmalign_private.stratml_read(document xml, plan text, OUT items gmalign_private.stratml_item[],
                                             OUT issues gmalign_private.stratml_issue[])
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $read$
DECLARE
  e record;
  i gmalign_private.stratml_item;
  held gmalign_private.stratml_item;
  -- the item that is open at each depth
  open_at integer[] := ARRAY[]::integer[];
  nearest integer;
  code text;
  -- of a Relationship that names several things, all but the first
  more gmalign_private.stratml_item[] := ARRAY[]::gmalign_private.stratml_item[];
BEGIN
  items := ARRAY[]::gmalign_private.stratml_item[];
  issues := ARRAY[]::gmalign_private.stratml_issue[];
  FOR e IN
    -- 1-based places in the order of the document: the one above is the last one a level up
    SELECT x.*, row_number() OVER (PARTITION BY x.identifier, x.element IN ('Goal', 'Objective', 'PerformanceIndicator') ORDER BY x.place) AS nth
    FROM xmltable('//*[local-name() = "Goal" or local-name() = "Objective" or local-name() = "PerformanceIndicator" or
                       local-name() = "Relationship" or local-name() = "TargetResult" or local-name() = "ActualResult"]' PASSING document
                  COLUMNS place FOR ORDINALITY,
                          element text PATH 'local-name(.)',
                          depth integer PATH 'count(ancestor::*[local-name() = "Goal" or local-name() = "Objective" or
                            local-name() = "PerformanceIndicator" or local-name() = "Relationship" or local-name() = "TargetResult" or
                            local-name() = "ActualResult"])',
                          identifier text PATH 'normalize-space(*[local-name() = "Identifier"])',
                          name text PATH 'normalize-space(*[local-name() = "Name" or local-name() = "MeasurementDimension"])',
                          description text PATH 'normalize-space(*[local-name() = "Description"])',
                          first_target text PATH 'normalize-space(.//*[local-name() = "TargetResult"]/*[local-name() = "Description"])',
                          repeated integer PATH 'count(*[local-name() = "Name" or local-name() = "MeasurementDimension" or local-name() = "Description" or local-name() = "Identifier" or
                            local-name() = "UnitOfMeasurement" or local-name() = "StartDate" or local-name() = "EndDate" or local-name() = "NumberOfUnits"])
                            - boolean(*[local-name() = "Name"]) - boolean(*[local-name() = "MeasurementDimension"]) - boolean(*[local-name() = "Description"])
                            - boolean(*[local-name() = "Identifier"]) - boolean(*[local-name() = "UnitOfMeasurement"]) - boolean(*[local-name() = "StartDate"])
                            - boolean(*[local-name() = "EndDate"]) - boolean(*[local-name() = "NumberOfUnits"])',
                          unit text PATH 'normalize-space(*[local-name() = "UnitOfMeasurement"])',
                          kind text PATH 'string(@*[local-name() = "RelationshipType"])',
                          more_referents xml PATH '*[local-name() = "ReferentIdentifier"][position() > 1]',
                          referent text PATH 'normalize-space(*[local-name() = "ReferentIdentifier"])',
                          start_date text PATH 'normalize-space(*[local-name() = "StartDate"])',
                          end_date text PATH 'normalize-space(*[local-name() = "EndDate"])',
                          number text PATH 'normalize-space(*[local-name() = "NumberOfUnits"])') AS x
    ORDER BY x.place
  LOOP
    open_at[e.depth + 1] := e.place;
    nearest := CASE WHEN e.depth > 0 THEN open_at[e.depth] END;
    i := NULL;
    i.place := e.place;
    i.element := e.element;
    i.parent := nearest;
    -- only goals own something, and an objective that says nothing hands it on
    WHILE i.parent IS NOT NULL AND (items[i.parent].outcome IS NOT DISTINCT FROM 'empty'
                                    OR items[i.parent].element NOT IN ('Goal', 'Objective', 'PerformanceIndicator')) LOOP
      i.parent := items[i.parent].parent;
    END LOOP;
    held := items[i.parent];
    i.row_key := coalesce(nullif(e.identifier, ''), concat(held.row_key || ' > ', e.element, ' ', e.place));

    IF e.repeated > 0 THEN
      issues := issues || ROW('left', e.element, i.row_key, e.repeated, 'repeated', 'has something twice: only the first one is read', 'none', NULL)::gmalign_private.stratml_issue;
    END IF;

    IF e.element IN ('Goal', 'Objective', 'PerformanceIndicator') THEN
      i.title := coalesce(gmalign_private.stratml_said(e.name), gmalign_private.stratml_said(e.description));
      i.why := gmalign_private.stratml_said(e.description);
      i.unit := gmalign_private.stratml_said(e.unit);
      i.external_id := gmalign_private.stratml_id_read(gmalign_private.stratml_said(e.identifier));
      i.outcome := 'taken';
      IF e.element = 'Objective' AND i.title IS NULL AND i.external_id IS NULL THEN
        i.outcome := 'empty';
        items[e.place] := i;
        CONTINUE;
      END IF;
      IF (e.element = 'Goal' AND nearest IS NOT NULL)
         OR (e.element = 'Objective' AND (nearest IS NULL OR items[nearest].element <> 'Goal'))
         OR (e.element = 'PerformanceIndicator' AND (nearest IS NULL OR items[nearest].element <> 'Objective')) THEN
        issues := issues || ROW('guessed', e.element, i.row_key, 1, 'misplaced',
          CASE WHEN i.parent IS NULL THEN 'stands in no goal or objective: taken without a link'
               ELSE format('stands in a %s: taken as contributing to "%s"', held.element, held.title) END, NULL, NULL)::gmalign_private.stratml_issue;
      END IF;
      IF gmalign_private.stratml_said(e.name) IS NULL THEN
        i.title := coalesce(i.title, gmalign_private.stratml_said(e.first_target), held.title, e.identifier);
        issues := issues || ROW('guessed', e.element, i.row_key, 1, 'no_name', format('has no name: called "%s"', i.title), NULL, NULL)::gmalign_private.stratml_issue;
      END IF;
      code := CASE WHEN i.external_id IS NULL THEN 'no_identifier' WHEN e.nth > 1 THEN 'repeated_identifier'
                   WHEN e.identifier !~ '^[[:alpha:]_][[:alnum:]_.-]*$' THEN 'no_xml_id' END;
      IF code IN ('no_identifier', 'repeated_identifier') THEN
        -- by its title, so that a plan in another order loads the same goals
        i.external_id := concat(coalesce(held.external_id, plan), '.', left(encode(sha256(convert_to(i.title, 'UTF8')), 'hex'), 8));
      END IF;
      IF code IS NOT NULL THEN
        issues := issues || ROW('guessed', e.element, i.row_key, 1, code,
          CASE code WHEN 'no_identifier' THEN format('has no identifier: "%s", from its title', i.external_id)
                    WHEN 'repeated_identifier' THEN format('has the identifier of another one: "%s", from its title', i.external_id)
                    ELSE 'its identifier is no ID as XML has it: taken as it is' END, NULL, NULL)::gmalign_private.stratml_issue;
      END IF;

    ELSIF e.element = 'Relationship' THEN
      i.external_id := gmalign_private.stratml_said(e.referent);
      i.why := gmalign_private.stratml_said(e.description);
      i.relation := nullif(e.kind, '');
      IF i.external_id IS NULL AND i.why IS NULL AND gmalign_private.stratml_said(e.name) IS NULL THEN
        i.outcome := 'empty';
      ELSE
        code := CASE WHEN i.parent IS NULL THEN 'misplaced' WHEN i.external_id IS NULL THEN 'no_reference' END;
        i.outcome := CASE WHEN code IS NULL THEN 'taken' ELSE 'rejected' END;
        IF code IS NOT NULL THEN
          issues := issues || ROW('rejected', e.element, i.row_key, 1, code,
            CASE code WHEN 'misplaced' THEN 'stands in no goal' ELSE 'names nothing it relates to' END, 'goal_link', concat_ws(': ', e.kind, e.referent, e.name, e.description))::gmalign_private.stratml_issue;
        ELSIF coalesce(i.relation, '') NOT IN ('Broader_Than', 'Peer_To', 'Narrower_Than') THEN
          i.relation := 'Peer_To';
          issues := issues || ROW('guessed', e.element, i.row_key, 1, 'no_relation', 'does not say how they relate: taken as Peer_To, which supports',
                                  NULL, NULL)::gmalign_private.stratml_issue;
        END IF;
        IF e.more_referents IS NOT NULL AND i.parent IS NOT NULL THEN
          more := more || ARRAY(
            SELECT ROW(NULL, i.element, i.parent, r.said, i.row_key, NULL, i.why, NULL, i.relation, NULL, NULL, NULL, 'taken')::gmalign_private.stratml_item
            FROM xmltable('/all/*' PASSING xmlelement(NAME "all", e.more_referents) COLUMNS said text PATH 'normalize-space(.)') AS r
            WHERE gmalign_private.stratml_said(r.said) IS NOT NULL);
        END IF;
      END IF;

    ELSE
      i.row_key := concat(held.row_key, ' ', nullif(e.end_date, ''));
      i.why := gmalign_private.stratml_said(e.description);
      i.start_date := gmalign_private.stratml_date(e.start_date);
      i.end_date := gmalign_private.stratml_date(e.end_date);
      i.value := gmalign_private.stratml_number(e.number);
      code := CASE WHEN coalesce(gmalign_private.stratml_said(e.number), i.why) IS NULL
                        AND (e.element = 'ActualResult' OR coalesce(gmalign_private.stratml_said(e.start_date), gmalign_private.stratml_said(e.end_date)) IS NULL)
                   THEN 'empty'
                   WHEN held.element IS DISTINCT FROM 'PerformanceIndicator' THEN 'misplaced'
                   WHEN gmalign_private.stratml_said(e.number) IS NOT NULL AND i.value IS NULL THEN 'no_number'
                   WHEN i.value IS NOT NULL AND i.why IS NULL AND e.description ~* '(to be|tbd)' THEN 'to_be_determined'
                   WHEN i.end_date IS NULL AND gmalign_private.stratml_said(e.end_date) IS NOT NULL
                     OR i.start_date IS NULL AND gmalign_private.stratml_said(e.start_date) IS NOT NULL THEN 'no_date' END;
      i.outcome := CASE WHEN code = 'empty' THEN 'empty' WHEN code IS NOT NULL THEN 'rejected' END;
      IF i.outcome = 'rejected' THEN
        issues := issues || ROW('rejected', e.element, i.row_key, 1, code,
          CASE code WHEN 'misplaced' THEN 'belongs to no performance indicator'
                    WHEN 'no_number' THEN 'its number is no decimal within 15 digits before the point'
                    WHEN 'to_be_determined' THEN 'has a number and says that it is to be determined'
                    ELSE 'has a date that is no day, written YYYY-MM-DD' END,
          CASE e.element WHEN 'ActualResult' THEN 'check_in' ELSE 'key_result_milestone' END,
          concat_ws(', ', e.start_date || ' to ' || e.end_date, nullif(e.number, ''), nullif(e.description, '')))::gmalign_private.stratml_issue;
      ELSIF i.end_date < i.start_date AND i.outcome IS NULL THEN
        i.start_date := NULL;
        issues := issues || ROW('guessed', e.element, i.row_key, 1, 'ends_before_start', format('ends before it starts, on %s: the end is taken', e.start_date),
                                'goal', e.start_date)::gmalign_private.stratml_issue;
      END IF;
    END IF;
    items[e.place] := i;
  END LOOP;
  FOREACH i IN ARRAY more LOOP
    i.place := cardinality(items) + 1;
    items[i.place] := i;
  END LOOP;
END $read$;
COMMENT ON FUNCTION gmalign_private.stratml_read(xml, text) IS
  'The goals, relations and results of a StratML document in its order, and what was guessed or rejected on the way. plan: the first part of identifiers that are missing on top.';

CREATE FUNCTION gmalign_private.stratml_settle(INOUT items gmalign_private.stratml_item[], INOUT issues gmalign_private.stratml_issue[])
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $settle$
DECLARE
  r record;
  today date := gmalign.today();
BEGIN
  -- two children of one title without identifiers of their own
  FOR r IN
    SELECT k.place, k.nth
    FROM (SELECT i.place, row_number() OVER (PARTITION BY i.external_id ORDER BY i.external_id <> i.row_key, i.place) AS nth
          FROM unnest(items) AS i
          WHERE i.outcome = 'taken' AND i.element <> 'Relationship') AS k
    WHERE k.nth > 1
  LOOP
    items[r.place].external_id := concat(items[r.place].external_id, '.', r.nth);
  END LOOP;

  FOR r IN
    -- the target is the one for the end: without a day, or of the last day; the others are steps on the way
    SELECT k.place, k.element, k.parent, k.row_key, k.said, k.nth, k.same_day, k.value, k.why, k.start_date, k.end_date,
           coalesce(k.end_date, k.start_date) AS day
    FROM (SELECT i.*, concat_ws(', ', i.start_date, i.end_date, i.value, i.why) AS said,
                 row_number() OVER (PARTITION BY i.parent, i.element
                                    ORDER BY i.value IS NULL, i.end_date DESC NULLS FIRST, i.place) AS nth,
                 row_number() OVER (PARTITION BY i.parent, i.element, coalesce(i.end_date, i.start_date)
                                    ORDER BY i.value IS NULL, i.place) AS same_day
          FROM unnest(items) AS i
          WHERE i.outcome IS NULL) AS k
    ORDER BY k.place
  LOOP
    IF r.element = 'TargetResult' AND r.nth = 1 THEN
      items[r.place].outcome := 'target';
      items[r.parent].why := r.why;
      items[r.parent].start_date := r.start_date;
      items[r.parent].end_date := r.end_date;
      items[r.parent].value := r.value;
    ELSIF r.element = 'TargetResult' AND r.value IS NOT NULL AND r.end_date IS NOT NULL AND r.same_day = 1 THEN
      items[r.place].outcome := 'milestone';
    ELSIF r.element = 'ActualResult' AND r.day <= today AND r.same_day = 1 THEN
      items[r.place].outcome := 'check_in';
      items[r.place].end_date := r.day;
      IF r.end_date IS NULL THEN
        items[r.place].start_date := NULL;
        issues := issues || ROW('guessed', r.element, r.row_key, 1, 'no_end', format('has no end: taken for its start, %s', r.day), NULL, NULL)::gmalign_private.stratml_issue;
      END IF;
    ELSIF r.element = 'ActualResult' AND r.day IS NULL AND r.value IS NOT NULL AND r.same_day = 1 THEN
      items[r.place].outcome := 'current';
    ELSE
      items[r.place].outcome := 'rejected';
      issues := issues || (SELECT ROW('rejected', r.element, r.row_key, 1, c.code,
        CASE c.code WHEN 'in_the_future' THEN 'is a result of a day that has not come'
                    WHEN 'same_day' THEN 'there is another one for that day'
                    WHEN 'no_number' THEN 'a target on the way needs a number'
                    ELSE 'has no day' END,
        CASE r.element WHEN 'ActualResult' THEN 'check_in' ELSE 'key_result_milestone' END, r.said)::gmalign_private.stratml_issue
        FROM (SELECT CASE WHEN r.element = 'ActualResult' AND r.day > today THEN 'in_the_future'
                          WHEN r.element = 'TargetResult' AND r.value IS NULL THEN 'no_number'
                          WHEN r.day IS NULL THEN 'no_day' ELSE 'same_day' END AS code) AS c);
    END IF;
  END LOOP;
  -- a step and a check-in have a day, not a time of their own
  issues := issues || ARRAY(
    SELECT ROW('left', i.element || '/StartDate', NULL, count(*), 'no_place', 'the model keeps the last day of it', 'none', NULL)::gmalign_private.stratml_issue
    FROM unnest(items) AS i WHERE i.outcome IN ('milestone', 'check_in') AND i.start_date < i.end_date GROUP BY i.element);
END $settle$;
COMMENT ON FUNCTION gmalign_private.stratml_settle(gmalign_private.stratml_item[], gmalign_private.stratml_issue[]) IS
  'Says of each result of a StratML document what it becomes: the target of its key result, a milestone, a check-in, the value now, or rejected; and tells goals apart that have no identifier and one title.';
