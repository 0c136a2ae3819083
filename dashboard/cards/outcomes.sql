SELECT o.segment_kind, o.segment, o.alignment_band, o.assignment_count, o.landmark_days, o.roi_ratio, o.is_too_few, o.finding,
       m.measure, m.rate, m.low, m.high
FROM hr.program_outcomes o
CROSS JOIN LATERAL (VALUES (1, 'judged a success', o.success_rate, o.success_low, o.success_high),
                           (2, 'came back early', o.early_return_rate, o.early_return_low, o.early_return_high),
                           (3, 'still employed 12 months after return', o.retention_12m_rate, o.retention_12m_low,
                            o.retention_12m_high)) AS m (place, measure, rate, low, high)
WHERE m.rate IS NOT NULL
ORDER BY array_position(ARRAY['purpose', 'host_country'], o.segment_kind) NULLS FIRST, o.segment, m.place,
         array_position(ARRAY['aligned', 'mixed', 'misaligned'], o.alignment_band);
