SELECT gm_professional_id, active_assignment_count, overdue_count, check_in_count, changing_check_in_count
FROM hr.checkin_health
ORDER BY overdue_count DESC, gm_professional_id;
