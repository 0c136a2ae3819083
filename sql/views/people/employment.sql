CREATE OR REPLACE VIEW employment WITH (security_invoker = true) AS
SELECT e.id, e.id AS person_id, d.hire_date, d.departure_date,
       gmalign_private.is_employed(d.hire_date, d.departure_date, gmalign.today()) AS is_employed
FROM employee e
CROSS JOIN LATERAL (SELECT
  e.hire_date AS hire_date,                                       --? employee.hire_date
  NULL::date AS hire_date,                                        --! employee.hire_date
  gmalign_private.finite(e.departure_date) AS departure_date      --? employee.departure_date
  NULL::date AS departure_date                                    --! employee.departure_date
) AS d;
COMMENT ON VIEW employment IS 'Who is employed today: hired by then, and not past the last day. One row per person.';
COMMENT ON COLUMN employment.id IS 'Key of the person.';
COMMENT ON COLUMN employment.person_id IS 'Key of the person.';
COMMENT ON COLUMN employment.hire_date IS 'First day of employment. NULL: not known, taken as long ago.';
COMMENT ON COLUMN employment.departure_date IS 'Last day of employment. NULL: none is known.';
COMMENT ON COLUMN employment.is_employed IS 'Whether the person is employed today.';
