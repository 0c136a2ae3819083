-- Jobs, digest: who is to be told what the nightly check found, one message a
-- person.

CREATE FUNCTION gmalign_private.step_notices(only_new boolean, OUT person text, OUT person_external_id text, OUT subject_kind text,
                                             OUT subject text, OUT severity text, OUT sentence text, OUT action text, OUT call text,
                                             OUT since date, OUT is_new boolean, OUT flags text[])
  RETURNS SETOF record
  LANGUAGE plpgsql STABLE AS $step$
BEGIN
  RETURN QUERY
    WITH found AS MATERIALIZED (
      SELECT o.id, o.subject_kind, o.subject_id, o.severity, o.reason, o.action, o.opened_on, o.is_new, o.subject_title, o.assigned_to_id::text AS assigned,
             o.reason_code, f.parameters
      FROM open_flag o JOIN flag f ON f.id = o.id
      WHERE o.action_taken IS NULL
    ),
    employed AS MATERIALIZED (
      SELECT e.id, e.id::text AS person, coalesce(e.external_id, e.id::text) AS name
      FROM employee e JOIN employment w ON w.id = e.id AND w.is_employed
    ),
    concerned AS (
      -- place: the order in which they are told; a finding about a person is told to
      -- whom it is assigned and to nobody else
      SELECT 'assignment' AS subject_kind, a.id::text AS subject_id, v.role, v.place, v.person
      FROM assignment a
      CROSS JOIN LATERAL (VALUES ('gm_professional', 1, a.gm_professional_id), ('organization', 2, a.sponsor_id), ('assignee', NULL, a.assignee_id))
        AS v (role, place, person)
      UNION ALL
      SELECT 'goal' AS subject_kind, g.id::text AS subject_id, 'owner' AS role, 1 AS place, g.owner_id AS person FROM goal g
      UNION ALL
      SELECT 'goal' AS subject_kind, c.goal_id::text AS subject_id, 'contributor' AS role, NULL AS place, c.employee_id AS person
      FROM goal_contributor c
      WHERE (c.valid_from IS NULL OR c.valid_from <= gmalign.today()) AND (c.valid_to IS NULL OR c.valid_to >= gmalign.today())
      UNION ALL
      SELECT 'person' AS subject_kind, e.id::text AS subject_id, 'person' AS role, NULL AS place, e.id AS person FROM employee e
    ),
    about AS MATERIALIZED (
      SELECT f.id, c.role, c.place, e.person, e.name
      FROM found f
      JOIN concerned c ON c.subject_kind = f.subject_kind AND c.subject_id = f.subject_id
      JOIN employed e ON e.id = c.person
    ),
    first AS (
      SELECT DISTINCT ON (b.id) b.id, b.person FROM about b WHERE b.place IS NOT NULL ORDER BY b.id, b.place
    ),
    told AS MATERIALIZED (
      SELECT f.*, coalesce(f.assigned, r.person) AS told FROM found f LEFT JOIN first r ON r.id = f.id
    ),
    called AS (
      SELECT t.id, pg_catalog.string_agg(pg_catalog.format('%s (%s)', gmalign_private.word('role', b.role), b.name), ', ' ORDER BY b.role COLLATE "C", b.name COLLATE "C") AS call,
             pg_catalog.max(b.name) FILTER (WHERE b.role = 'person') AS name
      FROM told t
      JOIN about b ON b.id = t.id AND b.person IS DISTINCT FROM t.told
      -- of a move the two who part, or who was not heard, where that is known
      WHERE b.role NOT IN ('gm_professional', 'organization', 'assignee')
         OR CASE WHEN t.parameters ? 'a' THEN b.role IN (t.parameters->>'a', t.parameters->>'b')
                 WHEN t.reason_code = 'not_heard' THEN t.parameters->'parties' ? b.role
                 ELSE true END
      GROUP BY t.id
    )
    -- what two rules found in the same words is told once
    SELECT t.told, pg_catalog.max(coalesce(e.external_id, e.id::text)), t.subject_kind,
           gmalign_private.sentence('subject.' || t.subject_kind,
             pg_catalog.jsonb_build_object('title', pg_catalog.max(coalesce(t.subject_title, c.name, t.subject_id)))),
           (ARRAY['high', 'medium', 'low'])[pg_catalog.min(pg_catalog.array_position(ARRAY['high', 'medium', 'low'], t.severity))],
           t.reason, pg_catalog.max(t.action), pg_catalog.max(c.call), pg_catalog.min(t.opened_on), pg_catalog.bool_or(t.is_new),
           pg_catalog.array_agg(t.id::text ORDER BY t.id)
    FROM told t
    LEFT JOIN employee e ON e.id::text = t.told
    LEFT JOIN called c ON c.id = t.id
    GROUP BY t.told, t.subject_kind, t.subject_id, t.reason
    HAVING pg_catalog.bool_or(t.is_new) OR NOT step_notices.only_new;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_notices(boolean) IS
  'What is open and nobody has acted on, a row per person to be told, subject and sentence.';

CREATE FUNCTION gmalign.flag_digest(schema text, only_new boolean DEFAULT false,
                                    OUT person_id text, OUT person_external_id text, OUT notice_count integer, OUT new_count integer,
                                    OUT severity text, OUT since date, OUT title text, OUT message text, OUT message_html text, OUT notices jsonb)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $digest$
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  RETURN QUERY
    WITH notice AS (
      SELECT n.*, gmalign_private.label_text(n.subject, 100) AS head, gmalign_private.label_text(n.sentence, 1000) AS line,
             pg_catalog.array_position(ARRAY['high', 'medium', 'low'], n.severity) AS urgency,
             gmalign_private.sentence('digest.since', pg_catalog.jsonb_build_object('is_new', n.is_new, 'day', n.since)) AS how_long,
             gmalign_private.sentence('digest.do', pg_catalog.jsonb_build_object('text', gmalign_private.label_text(n.action, 1000))) AS deed,
             gmalign_private.sentence('digest.call', pg_catalog.jsonb_build_object('text', gmalign_private.label_text(n.call, 1000))) AS whom
      FROM gmalign_private.step_notices(coalesce(flag_digest.only_new, false)) AS n
    ),
    digest AS (
      SELECT n.person, pg_catalog.max(n.person_external_id) AS external_id, pg_catalog.count(*)::integer AS notice_count,
             (pg_catalog.count(*) FILTER (WHERE n.is_new))::integer AS new_count, pg_catalog.min(n.urgency) AS urgency, pg_catalog.min(n.since) AS since,
             pg_catalog.string_agg(pg_catalog.concat_ws(E'\n',
               pg_catalog.concat(n.urgency_mark, n.head, ' (', n.how_long, ')'),
               gmalign_private.wrapped(n.line, 72),
               CASE WHEN n.action IS NOT NULL THEN gmalign_private.wrapped(n.deed, 72) END,
               CASE WHEN n.call IS NOT NULL THEN gmalign_private.wrapped(n.whom, 72) END), E'\n\n' ORDER BY n.urgency, n.since, n.subject COLLATE "C", n.sentence COLLATE "C") AS message,
             pg_catalog.string_agg(pg_catalog.concat('<li><b>', gmalign_private.html_text(n.head), '</b> (', n.how_long, ')<br>',
               gmalign_private.html_text(n.line), CASE WHEN n.action IS NOT NULL THEN '<br>' || gmalign_private.html_text(n.deed) END,
               CASE WHEN n.call IS NOT NULL THEN '<br>' || gmalign_private.html_text(n.whom) END, '</li>'), E'\n' ORDER BY n.urgency, n.since, n.subject COLLATE "C", n.sentence COLLATE "C") AS items,
             pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('subject', n.subject, 'sentence', n.sentence, 'action', n.action, 'call', n.call, 'since', n.since,
               'is_new', n.is_new, 'severity', n.severity, 'flags', n.flags) ORDER BY n.urgency, n.since, n.subject COLLATE "C", n.sentence COLLATE "C") AS notices
      FROM (SELECT m.*, CASE m.severity WHEN 'high' THEN '! ' END AS urgency_mark FROM notice m) AS n
      GROUP BY n.person
    )
    SELECT d.person, d.external_id, d.notice_count, d.new_count, (ARRAY['high', 'medium', 'low'])[d.urgency], d.since, h.title,
           pg_catalog.concat(h.title, E'\n\n', d.message, E'\n'),
           pg_catalog.concat('<p>', gmalign_private.html_text(h.title), E'</p>\n<ul>\n', d.items, E'\n</ul>\n'), d.notices
    FROM digest d
    CROSS JOIN LATERAL (SELECT gmalign_private.sentence('digest.title', pg_catalog.jsonb_build_object('count', d.notice_count, 'person', d.person,
                                                                                          'new', d.new_count)) AS title) AS h
    ORDER BY d.urgency, d.since, d.person COLLATE "C" NULLS LAST;
  PERFORM gmalign_private.check_strangers(schema);
END $digest$;
COMMENT ON FUNCTION gmalign.flag_digest(text, boolean) IS
  'What the nightly check has open and nobody has acted on, one row per person to be told, the most urgent first: title, message (text) and message_html (escaped) are ready to be sent; notices has the same as a list of objects (subject, sentence, action, call, since, is_new, severity, flags: their keys). Told is to whom the flag is assigned; else of a move its GM professional, or the sponsor, and of a goal its owner, as far as they are employed. A flag about a person is told to whom it is assigned and nobody else. What has nobody stands in a row without a person: assign it. What two rules found in the same words is one notice, open since the earlier. only_new: only what the latest check opened. call: the others concerned, by external id. Reads with the rights of the caller, who reads the tier person; never writes and never sends.';
