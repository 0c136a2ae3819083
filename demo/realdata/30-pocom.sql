-- Assignments abroad of US diplomats, 1778 to 2025 (POCOM).

\echo
\echo '3  POCOM - 250 years of assignments abroad'
UPDATE public.clock SET at = clock_timestamp();
SELECT gmalign.install('pocom') \g /dev/null
SET search_path = pocom;
CREATE TEMP TABLE person (person_id text, surname text, forename text, birth text, death text, career_type text, residence_state text);
CREATE TEMP TABLE posting (row_no bigint GENERATED ALWAYS AS IDENTITY, assignment_id text, unit_kind text, unit_id text, tag text, person_id text,
                           role_title_id text, contemporary_territory_id text, appointed text, arrived text,
                           started text, ended text, ended_note text, note text);
\copy person FROM 'pocom/people.csv' WITH (FORMAT csv, HEADER)
\copy posting (assignment_id, unit_kind, unit_id, tag, person_id, role_title_id, contemporary_territory_id, appointed, arrived, started, ended, ended_note, note) FROM 'pocom/assignments.csv' WITH (FORMAT csv, HEADER)

INSERT INTO org_unit (external_id, name) SELECT DISTINCT unit_kind, unit_kind FROM posting;
INSERT INTO employee (external_id, home_country) SELECT person_id, 'US' FROM person;

-- one reason per row that cannot be loaded: the first that applies
CREATE TEMP TABLE judged AS
SELECT p.*, CASE
    WHEN row_number() OVER (PARTITION BY p.assignment_id ORDER BY p.row_no) > 1 THEN 'duplicate_id'
    WHEN e.id IS NULL THEN 'person_missing'
    WHEN p.started IS NULL THEN 'no_start'
    WHEN p.started !~ '^\d{4}-\d\d-\d\d$' THEN 'partial_start'
    WHEN p.ended !~ '^\d{4}-\d\d-\d\d$' THEN 'partial_end'
    WHEN p.ended < p.started THEN 'end_before_start'
    -- nobody has been at one post since before 2005: the end was lost
    WHEN p.ended IS NULL AND p.started < '2005' THEN 'end_lost'
  END AS reason_code, e.id AS employee_id
FROM posting p
LEFT JOIN employee e ON e.external_id = p.person_id;

INSERT INTO assignment (external_id, assignee_id, org_unit_id, assignment_type, purpose, home_country, host_country,
                        start_date, end_date, end_reason)
SELECT j.assignment_id, j.employee_id, u.id, j.tag, j.role_title_id, 'US', coalesce(j.contemporary_territory_id, j.unit_id),
       j.started::date, j.ended::date, CASE WHEN j.ended_note LIKE 'Died%' THEN 'other' WHEN j.ended IS NOT NULL THEN 'completed' END
FROM judged j
JOIN org_unit u ON u.external_id = j.unit_kind
WHERE j.reason_code IS NULL;

INSERT INTO load_reject (source, target, row_key, reason_code, reason, content)
SELECT 'assignments.csv', 'assignment', j.assignment_id, j.reason_code, v.reason, to_jsonb(j)::text
FROM judged j
JOIN (VALUES ('duplicate_id', 'an earlier row has the same id'),
             ('person_missing', 'the person has no row'),
             ('no_start', 'no start date'),
             ('partial_start', 'the start is a year or month only'),
             ('partial_end', 'the end is a year or month only'),
             ('end_before_start', 'the end is before the start'),
             ('end_lost', 'no end, and too old to be open')) AS v (code, reason) ON v.code = j.reason_code;
ANALYZE;

SELECT coalesce(r.reason, 'loaded') AS "what became of the row", count(*) AS "rows",
       repeat('#', (count(*) / 150)::integer) AS " "
FROM posting p
LEFT JOIN load_reject r ON r.row_key = p.assignment_id AND (r.content::jsonb ->> 'row_no')::bigint = p.row_no
GROUP BY r.reason ORDER BY count(*) DESC;
SELECT (SELECT count(*) FROM assignment) AS "loaded", (SELECT count(*) FROM load_reject) AS "rejected",
       (SELECT count(*) FROM assignment) + (SELECT count(*) FROM load_reject) AS "sum",
       7262 AS "rows in the file",
       CASE WHEN (SELECT count(*) FROM assignment) + (SELECT count(*) FROM load_reject) = 7262 THEN 'same' ELSE 'DIFFERS' END AS "check";
SET gmalign.as_of = '2025-06-30';
SELECT assignment_status AS "status", count(*) AS "assignments", min(start_date) AS "earliest", max(start_date) AS "latest",
       min(unscored_reason) AS "why not scored"
FROM assignment_alignment GROUP BY assignment_status ORDER BY 1;
RESET gmalign.as_of;
SELECT round(1000 * extract(epoch FROM clock_timestamp() - at)) || ' ms' AS took FROM public.clock \gset
\echo 'took' :took
DISCARD TEMP;
