SELECT as_of_date, last_complete_check_date, assignment_count, scored_count, aligned_count, mixed_count, cannot_tell_count,
       misaligned_count, unscored_count, open_flag_count, overdue_check_in_count
FROM hr.program_summary;
