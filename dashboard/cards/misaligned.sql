SELECT coalesce(assignment_external_id, assignment_id::text) AS move,
       org_unit, coalesce(gm_professional_external_id, gm_professional_id::text) AS gm_professional,
       purpose, host_country, severity, reason, action, talk_to,
       flagged_date, days_open
FROM hr.misaligned_assignment
ORDER BY rank_order, move;
