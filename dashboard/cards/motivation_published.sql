SELECT r.person_role, r.act, r.asked_count, r.answered_count, r.person_count, m.link, m.question, m.mean, m.weakest_share,
       m.link = r.weakest_link AS is_weakest, r.weakest_driver, r.best_reward_code, r.is_suppressed, r.release_period
FROM hr.expectancy_by_role_public r
CROSS JOIN LATERAL (VALUES (1, 'expectancy', 'Can I do it?', r.mean_expectancy, r.expectancy_weakest_share),
                           (2, 'instrumentality', 'Does it pay?', r.mean_instrumentality, r.instrumentality_weakest_share),
                           (3, 'valence', 'Do I want it?', r.mean_valence, r.valence_weakest_share))
  AS m (place, link, question, mean, weakest_share)
ORDER BY r.person_role, r.act, m.place;
