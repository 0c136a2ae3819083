SELECT rule_code, severity, open_count
FROM hr.flag_count_by_rule
WHERE open_count > 0
ORDER BY open_count DESC, rule_code;
