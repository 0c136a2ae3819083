CREATE OR REPLACE VIEW open_flag WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
latest AS (
  SELECT max(r.as_of) AS as_of
  FROM check_run r CROSS JOIN clock c
  WHERE r.as_of <= c.today
    AND r.skipped IS NULL                                                                             --? check_run.skipped
)
SELECT f.id, f.rule_code,
       gmalign_private.in_language(r.meaning, r.meaning_de) AS rule_meaning,                                 --? flag_rule.meaning_de
       r.meaning AS rule_meaning,                                                                            --! flag_rule.meaning_de
       f.severity, f.subject_kind, f.subject_id,
       coalesce(a.external_id, g.title, e.external_id, f.subject_id) AS subject_title,                --? employee.external_id
       coalesce(a.external_id, g.title, f.subject_id) AS subject_title,                               --! employee.external_id
       f.score AS rule_value, f.reason_code,
       CASE WHEN f.reason = r.meaning THEN gmalign_private.in_language(r.meaning, r.meaning_de) ELSE          --? flag_rule.meaning_de
       gmalign_private.said_again('reason.' || f.reason_code, f.parameters, f.reason)
       END                                                                                                   --? flag_rule.meaning_de
       AS reason,
       gmalign_private.said_again('signal.' || f.reason_code, '{}', f.driver) AS driver,
       f.action_code,
       gmalign_private.in_language(x.text, x.text_de) AS action,                                             --? action.text_de
       x.text AS action,                                                                                     --! action.text_de
       f.opened_on,
       f.opened_on >= coalesce(l.as_of, c.today) AS is_new,
       c.today - f.opened_on AS days_open,
       CASE WHEN f.action_taken IS NOT NULL THEN 'acted on'
            WHEN f.acknowledged_on <= c.today THEN 'acknowledged'
            ELSE 'new' END AS flag_status,
       f.assigned_to_id, f.action_taken,
       (SELECT string_agg(k.rule_code, ', ' ORDER BY k.rule_code COLLATE "C") FROM flag k                    --? flag.folded_into
        WHERE k.folded_into = f.id AND k.opened_on <= c.today                                                --? flag.folded_into
          AND (k.closed_on IS NULL OR k.closed_on > c.today))                                                --? flag.folded_into
       NULL::text                                                                                            --! flag.folded_into
       AS also,
       n.external_id AS assigned_to_external_id                                                       --? employee.external_id
       NULL::text AS assigned_to_external_id                                                          --! employee.external_id
FROM flag f
CROSS JOIN clock c
CROSS JOIN latest l
JOIN flag_rule r ON r.code = f.rule_code
LEFT JOIN action x ON x.code = f.action_code
LEFT JOIN assignment a ON f.subject_kind = 'assignment' AND a.id::text = f.subject_id
LEFT JOIN employee e ON e.id = gmalign_private.key_of(CASE WHEN f.subject_kind = 'person' THEN f.subject_id END,  --? employee.external_id
                                                     (SELECT k.id FROM employee k LIMIT 0))         --? employee.external_id
LEFT JOIN employee n ON n.id = f.assigned_to_id                                                       --? employee.external_id
LEFT JOIN goal g ON g.id = gmalign_private.key_of(CASE WHEN f.subject_kind = 'goal' THEN f.subject_id END, (SELECT k.id FROM goal k LIMIT 0))
WHERE f.opened_on <= c.today AND (f.closed_on IS NULL OR f.closed_on > c.today)
  --+ flag_leads
;
COMMENT ON VIEW open_flag IS 'What the nightly check found and nobody has settled. One row per open flag that no other says already; empty when all is well.';
COMMENT ON COLUMN open_flag.id IS 'Key of the flag.';
COMMENT ON COLUMN open_flag.rule_code IS 'The rule that fired.';
COMMENT ON COLUMN open_flag.rule_meaning IS 'What it says, in words.';
COMMENT ON COLUMN open_flag.severity IS 'low, medium or high.';
COMMENT ON COLUMN open_flag.subject_kind IS 'assignment, goal or person.';
COMMENT ON COLUMN open_flag.subject_id IS 'Key of the subject, as text.';
COMMENT ON COLUMN open_flag.subject_title IS 'What the subject is called: the title of a goal, the id of a move or person in the system it comes from, or else the key.';
COMMENT ON COLUMN open_flag.rule_value IS 'The value the rule looked at. NULL: it looks at none.';
COMMENT ON COLUMN open_flag.reason_code IS 'Why, as a code.';
COMMENT ON COLUMN open_flag.reason IS 'Why, in words.';
COMMENT ON COLUMN open_flag.driver IS 'What drives it, such as a goal. NULL: nothing in particular.';
COMMENT ON COLUMN open_flag.action_code IS 'Suggested action, as a code of the table action. NULL: none.';
COMMENT ON COLUMN open_flag.action IS 'Suggested action, in words.';
COMMENT ON COLUMN open_flag.opened_on IS 'Day the flag opened.';
COMMENT ON COLUMN open_flag.is_new IS 'Whether the latest check opened it.';
COMMENT ON COLUMN open_flag.days_open IS 'Days since then.';
COMMENT ON COLUMN open_flag.flag_status IS 'new, acknowledged or acted on.';
COMMENT ON COLUMN open_flag.assigned_to_id IS 'The person who looks after it. NULL: nobody.';
COMMENT ON COLUMN open_flag.action_taken IS 'What was done, in words. NULL: nothing yet.';
COMMENT ON COLUMN open_flag.also IS 'The rules whose flags about the same subject are folded into this one, as it says what they would, separated by commas. NULL: none.';
COMMENT ON COLUMN open_flag.assigned_to_external_id IS 'That person''s id in the HR system. NULL: nobody, or not known.';
