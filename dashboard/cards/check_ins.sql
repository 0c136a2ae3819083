SELECT coalesce(gm_professional_external_id, gm_professional_id::text) AS gm_professional,
       active_assignment_count, overdue_count, check_in_count, changing_check_in_count
FROM hr.checkin_health
ORDER BY overdue_count DESC, gm_professional;
