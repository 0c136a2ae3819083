CREATE OR REPLACE VIEW rule_party_not_heard WITH (security_invoker = true) AS
SELECT a.assignment_id AS id, a.assignment_id AS subject_id, a.party_count::float8 AS score,
       'not_heard' AS reason_code,
       p.parameters::text AS parameters,
       gmalign.reason_text('not_heard', p.parameters) AS reason,
       NULL AS driver, coalesce(a.assignment_external_id, a.assignment_id::text) AS subject_title
FROM assignment_alignment a
-- a function of FROM is evaluated once a row
CROSS JOIN LATERAL gmalign_private.unheard(a.is_organization_heard, a.is_gm_professional_heard, a.is_assignee_heard, a.has_unreadable_priority) AS p (parameters)
WHERE a.assignment_status NOT IN ('ended', 'cancelled');
COMMENT ON VIEW rule_party_not_heard IS 'Rule party_not_heard: a party of a move has not said what it wants. One row per assignment that has not ended.';
SELECT gmalign_private.comment_rule_columns('rule_party_not_heard', 'assignment', 'Parties heard, 0 to 3.');
