SELECT coalesce(assignment_external_id, assignment_id::text) AS move,
       org_unit, coalesce(gm_professional_external_id, gm_professional_id::text) AS gm_professional,
       purpose, first_snapshot_on, last_snapshot_on, first_score, last_score,
       monthly_change, monthly_change_low, monthly_change_high, monthly_change_high < 0 AS is_falling
FROM hr.alignment_drift
WHERE assignment_status IN ('planned', 'active') AND first_score <> last_score
ORDER BY monthly_change, move;
