-- StratML, out: the goals in force as a document.

CREATE FUNCTION gmalign.export_stratml(schema text, plan text DEFAULT NULL) RETURNS xml
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
AS $export$
DECLARE
  plan_xml xml;
  goals bigint;
  left_goals bigint;
  left_links bigint;
BEGIN
  BEGIN
    PERFORM xmlparse(CONTENT '');
  EXCEPTION WHEN feature_not_supported THEN
    PERFORM gmalign_private.stratml_document('');
  END;
  PERFORM gmalign_private.check_stratml_schema(schema);
  EXECUTE format($q$
    WITH shown AS MATERIALIZED (
      SELECT g.id, g.external_id, g.title, g.why, g.unit, g.cycle_id, g.org_unit_id, g.target_value, g.start_date, g.due_date, g.current_value,
             g.goal_type = 'key_result' AS is_result, g.level = 'strategic' AND g.goal_type <> 'key_result' AS is_top,
             gmalign_private.stratml_id(coalesce(g.external_id, 'goal.' || g.id)) AS identifier
      FROM %1$I.goal g
      JOIN %1$I.cascade_link c ON c.goal_id = g.id AND c.parent_goal_id IS NULL
      LEFT JOIN %1$I.cycle y ON y.id = g.cycle_id
      WHERE ($1 IS NULL OR y.external_id = $1) AND g.level <> 'individual' AND g.goal_type <> 'personal'
    ),
    link AS MATERIALIZED (
      SELECT l.id, l.child_id, l.parent_id, l.relation, l.rationale
      FROM %1$I.goal_link l
      JOIN %1$I.cascade_link c ON c.id = 'link ' || l.id
      JOIN shown s ON s.id = l.child_id JOIN shown t ON t.id = l.parent_id
    ),
    -- which strategic goals a goal reaches: not through another one
    reach AS (
      SELECT s.id, s.id AS top_id FROM shown s WHERE s.is_top
      UNION ALL
      SELECT r.goal AS id, r.ancestor AS top_id
      FROM (SELECT gmalign.goal_graph(l.child_id, l.parent_id) AS graph, array_agg(l.child_id) AS goals
            FROM link l JOIN shown s ON s.id = l.child_id AND NOT s.is_top
            WHERE l.relation = 'contributes') AS g
      CROSS JOIN LATERAL gmalign.goal_closure(g.graph, g.goals) AS r
      JOIN shown s ON s.id = r.ancestor AND s.is_top
    ),
    -- where an element stands: below what it serves itself, else below a strategic goal it reaches
    stand AS MATERIALIZED (
      SELECT DISTINCT ON (s.id) s.id, s.is_result, l.id AS link_id, coalesce(o.id, r.top_id) AS parent_id, o.id IS NULL AS is_below_goal
      FROM shown s
      JOIN reach r ON r.id = s.id
      LEFT JOIN link l ON l.child_id = s.id AND l.relation = 'contributes'
                      AND (l.parent_id = r.top_id
                           OR s.is_result AND l.parent_id IN (SELECT u.id FROM reach u JOIN shown t ON t.id = u.id WHERE NOT t.is_top AND NOT t.is_result))
      LEFT JOIN shown o ON o.id = l.parent_id AND NOT o.is_top
      WHERE NOT s.is_top
      ORDER BY s.id, o.id IS NULL, l.id IS NULL, l.id, r.top_id
    ),
    placed AS MATERIALIZED (
      SELECT s.id FROM shown s WHERE s.is_top OR s.id IN (SELECT t.id FROM stand t)
    ),
    -- only an indicator says what it relates to
    relation AS MATERIALIZED (
      SELECT l.id, CASE WHEN c.is_result THEN l.child_id ELSE l.parent_id END AS result_id,
             CASE WHEN l.relation = 'supports' THEN 'Peer_To' WHEN c.is_result THEN 'Narrower_Than' ELSE 'Broader_Than' END AS kind,
             CASE WHEN c.is_result THEN p.identifier ELSE c.identifier END AS referent, l.rationale
      FROM link l JOIN shown c ON c.id = l.child_id JOIN shown p ON p.id = l.parent_id
      WHERE l.child_id IN (SELECT t.id FROM placed t) AND l.parent_id IN (SELECT t.id FROM placed t)
        -- the nesting says it, and has no room for why
        AND (l.rationale IS NOT NULL OR l.id NOT IN (SELECT t.link_id FROM stand t WHERE t.link_id IS NOT NULL))
        AND (c.is_result AND l.relation IN ('contributes', 'supports') OR NOT c.is_result AND p.is_result AND l.relation = 'contributes')
    ),
    result AS (
      SELECT m.goal_id, 'TargetResult' AS kind, NULL::date AS start_date, m.due_date AS end_date, m.value, m.name AS said, m.due_date AS place
      FROM %1$I.key_result_milestone m JOIN shown s ON s.id = m.goal_id AND s.is_result
      UNION ALL
      SELECT s.id AS goal_id, 'TargetResult' AS kind, s.start_date, s.due_date AS end_date, s.target_value AS value, s.why AS said, NULL AS place
      FROM shown s
      WHERE s.is_result AND num_nonnulls(s.start_date, s.due_date, s.target_value, s.why) > 0
      UNION ALL
      SELECT c.goal_id, 'ActualResult' AS kind, NULL AS start_date, gmalign.local_date(c.checked_at) AS end_date, c.value, c.note AS said, gmalign.local_date(c.checked_at) AS place
      FROM %1$I.check_in c JOIN shown s ON s.id = c.goal_id AND s.is_result
      WHERE num_nonnulls(c.value, c.note) > 0
        -- of people the caller may not see, nothing
        AND (c.employee_id IS NULL OR c.employee_id IN (SELECT e.id FROM %1$I.employee e))
      UNION ALL
      SELECT s.id AS goal_id, 'ActualResult' AS kind, NULL AS start_date, NULL AS end_date, s.current_value AS value, NULL AS said, NULL AS place
      FROM shown s WHERE s.is_result AND s.current_value IS NOT NULL
    ),
    instance AS (
      SELECT r.goal_id,
             xmlelement(NAME "MeasurementInstance", xmlagg(
               CASE r.kind WHEN 'TargetResult' THEN xmlelement(NAME "TargetResult", b.inner) ELSE xmlelement(NAME "ActualResult", b.inner) END
               ORDER BY r.kind DESC, r.place NULLS FIRST, r.value, r.said)) AS content
      FROM result r
      CROSS JOIN LATERAL (SELECT xmlforest(to_char(r.start_date, 'YYYY-MM-DD') AS "StartDate", to_char(r.end_date, 'YYYY-MM-DD') AS "EndDate",
                                           r.value::text::numeric::text AS "NumberOfUnits", gmalign_private.stratml_text(r.said) AS "Description") AS inner) AS b
      GROUP BY r.goal_id
    ),
    related AS (
      SELECT r.result_id,
             xmlagg(xmlelement(NAME "Relationship", xmlattributes(r.kind AS "RelationshipType"),
                               xmlforest(r.referent AS "ReferentIdentifier", gmalign_private.stratml_text(r.rationale) AS "Description")) ORDER BY r.id) AS content
      FROM relation r GROUP BY r.result_id
    ),
    indicator AS (
      SELECT t.parent_id, t.is_below_goal,
             xmlagg(xmlelement(NAME "PerformanceIndicator",
                      xmlforest(gmalign_private.stratml_text(s.title) AS "MeasurementDimension", coalesce(gmalign_private.stratml_text(s.unit), '') AS "UnitOfMeasurement",
                                s.identifier AS "Identifier"), e.content, i.content) ORDER BY s.id) AS content
      FROM stand t JOIN shown s ON s.id = t.id
      LEFT JOIN related e ON e.result_id = t.id
      LEFT JOIN instance i ON i.goal_id = t.id
      WHERE t.is_result GROUP BY t.parent_id, t.is_below_goal
    ),
    objective AS (
      SELECT t.parent_id,
             xmlagg(xmlelement(NAME "Objective",
                      xmlforest(gmalign_private.stratml_text(s.title) AS "Name", gmalign_private.stratml_text(s.why) AS "Description", s.identifier AS "Identifier"),
                      i.content) ORDER BY s.id) AS content
      FROM stand t JOIN shown s ON s.id = t.id
      LEFT JOIN indicator i ON i.parent_id = t.id AND NOT i.is_below_goal
      WHERE NOT t.is_result GROUP BY t.parent_id
    ),
    core AS (
      SELECT count(*) AS goals, xmlagg(xmlelement(NAME "Goal",
               xmlforest(gmalign_private.stratml_text(s.title) AS "Name", coalesce(gmalign_private.stratml_text(s.why), '') AS "Description", s.identifier AS "Identifier"),
               o.content,
               -- the schema has indicators below objectives only: one that says nothing holds the goal's own
               CASE WHEN i.content IS NOT NULL THEN xmlelement(NAME "Objective", i.content) END) ORDER BY s.id) AS content
      FROM shown s
      LEFT JOIN objective o ON o.parent_id = s.id
      LEFT JOIN indicator i ON i.parent_id = s.id AND i.is_below_goal
      WHERE s.is_top
    ),
    head AS (
      SELECT y.name AS plan_name, to_char(y.start_date, 'YYYY-MM-DD') AS start_date, to_char(y.end_date, 'YYYY-MM-DD') AS end_date,
             gmalign_private.stratml_id(y.external_id) AS plan_id, u.name AS unit_name, gmalign_private.stratml_id(u.external_id) AS unit_id
      -- one cycle and one unit of all goals, or none
      FROM (SELECT CASE WHEN count(*) = count(s.cycle_id) AND min(s.cycle_id::text) = max(s.cycle_id::text) THEN min(s.cycle_id::text) END AS cycle_id,
                   CASE WHEN count(*) = count(s.org_unit_id) AND min(s.org_unit_id::text) = max(s.org_unit_id::text) THEN min(s.org_unit_id::text) END AS org_unit_id
            FROM shown s WHERE s.id IN (SELECT t.id FROM placed t)) AS one
      LEFT JOIN %1$I.cycle y ON y.id::text = one.cycle_id
      LEFT JOIN %1$I.org_unit u ON u.id::text = one.org_unit_id
    )
    SELECT c.goals,
           (SELECT count(*) FROM shown s WHERE s.id NOT IN (SELECT t.id FROM placed t)),
           (SELECT count(*) FROM link l WHERE l.id NOT IN (SELECT r.id FROM relation r UNION ALL SELECT t.link_id FROM stand t WHERE t.link_id IS NOT NULL)),
           xmlelement(NAME "PerformancePlanOrReport",
             xmlattributes('urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport' AS xmlns, 'Performance_Plan' AS "Type"),
             xmlelement(NAME "Name", gmalign_private.stratml_text(coalesce(h.plan_name, h.unit_name, $2))),
             xmlelement(NAME "StrategicPlanCore",
               CASE WHEN h.unit_name IS NOT NULL THEN xmlelement(NAME "Organization",
                 -- an ID is one of the whole document
                 xmlforest(gmalign_private.stratml_text(h.unit_name) AS "Name",
                           CASE WHEN h.unit_id NOT IN (SELECT s.identifier FROM shown s) AND h.unit_id IS DISTINCT FROM h.plan_id THEN h.unit_id END AS "Identifier")) END,
               c.content),
             CASE WHEN h.plan_name IS NOT NULL THEN xmlelement(NAME "AdministrativeInformation",
               xmlforest(CASE WHEN h.plan_id NOT IN (SELECT s.identifier FROM shown s) THEN h.plan_id END AS "Identifier",
                         h.start_date AS "StartDate", h.end_date AS "EndDate")) END)
    FROM core c CROSS JOIN head h
    $q$, schema) INTO goals, left_goals, left_links, plan_xml USING plan, schema;
  IF goals = 0 THEN
    RAISE EXCEPTION 'schema "%" has no strategic goal to export%', schema, coalesce(format(' for the plan "%s"', plan), '')
      USING ERRCODE = 'no_data_found',
            DETAIL = 'A StratML plan has at least one Goal.',
            HINT = CASE WHEN plan IS NULL THEN 'See SELECT * FROM gmalign.check(...): no_strategic_goal.'
                        ELSE 'A plan is named by the external_id of its cycle.' END;
  END IF;
  IF left_goals + left_links > 0 THEN
    RAISE NOTICE 'StratML has no place for % goals and % links', left_goals, left_links
      USING DETAIL = 'Goals that reach no strategic goal; links between objectives, supporting ones and those that work against, other than from key results.';
  END IF;
  RETURN plan_xml;
END $export$;
COMMENT ON FUNCTION gmalign.export_stratml(text, text) IS
  'The goals in force today as a StratML document, valid by PerformancePlanOrReport20160216.xsd (ISO 17469-2): strategic goals as Goal, goals below them as Objective, key results as PerformanceIndicator with targets, milestones, check-ins with their notes, and further links as Relationships; individual and personal goals are left out. plan: only the goals of the cycle with this external id. What import_stratml() took comes out again the same. A goal that serves a strategic one through others stands right below it; how many goals and links have no place in StratML is told in a notice. Characters of external ids that XML does not take for an ID are written _xHHHH_, and read back. Reads with the rights of the caller. Raises P0002 when there is no strategic goal, 3F000 or 42P01 without the model, 42501 when others could have their code run there, 0A000 on a server without libxml.';
