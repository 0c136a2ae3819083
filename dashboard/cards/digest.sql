SELECT person_external_id, title, severity, since, notice_count, message
FROM gmalign.flag_digest('hr');
