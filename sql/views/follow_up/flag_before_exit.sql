CREATE OR REPLACE VIEW flag_before_exit WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
leaver AS (
  SELECT DISTINCT ON (x.person_id) x.person_id, x.departure_date, x.departure_type, x.is_high_performer
  FROM (SELECT e.id AS person_id, e.departure_date, e.departure_type, e.is_high_performer
        FROM employee e
        UNION ALL                                                                                        --? employment_spell
        SELECT e.id AS person_id, s.departure_date, s.departure_type, e.is_high_performer                --? employment_spell
        FROM employment_spell s JOIN employee e ON e.id = s.employee_id                                  --? employment_spell
       ) AS x
  CROSS JOIN clock c
  WHERE x.departure_date <= c.today
  ORDER BY x.person_id, x.departure_date DESC
),
about AS (
  SELECT f.subject_id, f.rule_code, f.opened_on, f.id, 'person' AS subject_kind
  FROM flag f WHERE f.subject_kind = 'person'
  UNION ALL
  SELECT a.assignee_id::text AS subject_id, f.rule_code, f.opened_on, f.id, 'assignment' AS subject_kind
  FROM flag f JOIN assignment a ON a.id::text = f.subject_id
  WHERE f.subject_kind = 'assignment'
),
own AS (
  SELECT f.id FROM flag f
  WHERE true
  --+ flag_leads
)
SELECT l.person_id AS id, l.person_id, l.departure_date, l.departure_type, l.is_high_performer,
       min(b.opened_on) AS first_flag_on,
       (array_agg(b.rule_code ORDER BY b.opened_on, b.id) FILTER (WHERE b.id IS NOT NULL))[1] AS first_rule_code,
       l.departure_date - min(b.opened_on) AS days_flag_to_exit,
       count(k.id)::integer AS flag_count,
       max(e.external_id) AS person_external_id                                                       --? employee.external_id
       NULL::text AS person_external_id                                                               --! employee.external_id
FROM leaver l
LEFT JOIN employee e ON e.id = l.person_id                                                            --? employee.external_id
LEFT JOIN about b ON b.subject_id = l.person_id::text AND b.opened_on <= l.departure_date
LEFT JOIN own k ON k.id = b.id
GROUP BY l.person_id, l.departure_date, l.departure_type, l.is_high_performer;
COMMENT ON VIEW flag_before_exit IS 'How long before somebody left the first flag about the person or one of the person''s moves was there. One row per person who left, the latest time when more than once, also when nothing was flagged.';
COMMENT ON COLUMN flag_before_exit.id IS 'Key of the person.';
COMMENT ON COLUMN flag_before_exit.person_id IS 'Key of the person.';
COMMENT ON COLUMN flag_before_exit.departure_date IS 'Last day of employment.';
COMMENT ON COLUMN flag_before_exit.departure_type IS 'voluntary, involuntary, retirement or other. NULL: not known.';
COMMENT ON COLUMN flag_before_exit.is_high_performer IS 'Whether the organisation counted the person among its high performers. NULL: not rated.';
COMMENT ON COLUMN flag_before_exit.first_flag_on IS 'Day the first flag opened. NULL: none did.';
COMMENT ON COLUMN flag_before_exit.first_rule_code IS 'The rule that fired.';
COMMENT ON COLUMN flag_before_exit.days_flag_to_exit IS 'Days from there to the last day: the time there was to act. NULL: none was flagged.';
COMMENT ON COLUMN flag_before_exit.flag_count IS 'Flags opened up to the last day; one folded into another counts there.';
COMMENT ON COLUMN flag_before_exit.person_external_id IS 'The person''s id in the HR system.';
