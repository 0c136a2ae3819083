CREATE OR REPLACE VIEW employment WITH (security_invoker = true) AS
SELECT e.id, e.id AS person_id, d.hire_date, d.departure_date,
       gmalign_private.is_employed(d.hire_date, d.departure_date, gmalign.today()) AS is_employed,
       e.external_id AS person_external_id                                                            --? employee.external_id
       NULL::text AS person_external_id                                                               --! employee.external_id
FROM employee e
CROSS JOIN LATERAL (SELECT
  e.hire_date AS hire_date,                                       --? employee.hire_date
  NULL::date AS hire_date,                                        --! employee.hire_date
  gmalign_private.finite(e.departure_date) AS departure_date      --? employee.departure_date
  NULL::date AS departure_date                                    --! employee.departure_date
) AS l
-- on a day before the latest employment somebody was in an earlier one, or had been
LEFT JOIN (                                                                     --? employment_spell
  SELECT DISTINCT ON (s.employee_id) s.employee_id, s.hire_date, s.departure_date  --? employment_spell
  FROM employment_spell s                                                       --? employment_spell
  WHERE s.hire_date <= gmalign.today()                                          --? employment_spell
  ORDER BY s.employee_id, s.hire_date DESC                                      --? employment_spell
) AS s ON s.employee_id = e.id AND l.hire_date > gmalign.today()                --? employment_spell
CROSS JOIN (SELECT NULL::date AS hire_date, NULL::date AS departure_date) AS s  --! employment_spell
CROSS JOIN LATERAL (
  SELECT coalesce(s.hire_date, l.hire_date) AS hire_date,
         CASE WHEN s.hire_date IS NULL THEN l.departure_date ELSE gmalign_private.finite(s.departure_date) END AS departure_date) AS d;
COMMENT ON VIEW employment IS 'Who is employed today: hired by then, and not past the last day. Of who left and came back it is the employment begun last up to today (employment_spell). One row per person.';
COMMENT ON COLUMN employment.id IS 'Key of the person.';
COMMENT ON COLUMN employment.person_id IS 'Key of the person.';
COMMENT ON COLUMN employment.hire_date IS 'First day of employment. NULL: not known, taken as long ago.';
COMMENT ON COLUMN employment.departure_date IS 'Last day of employment. NULL: none is known.';
COMMENT ON COLUMN employment.is_employed IS 'Whether the person is employed today.';
COMMENT ON COLUMN employment.person_external_id IS 'The person''s id in the HR system.';
