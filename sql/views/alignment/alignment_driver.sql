CREATE OR REPLACE VIEW alignment_driver WITH (security_invoker = true) AS
SELECT a.assignment_id || ' ' || d.pair || ' ' || d.goal AS id,
       a.assignment_id, a.assignment_external_id, a.assignment_type, a.purpose,
       a.home_country, a.host_country, a.org_unit_id, u.name AS org_unit, a.gm_professional_id,
       a.start_date, a.planned_end_date, a.assignment_status,
       d.pair, d.a, d.b, d.goal AS goal_id, g.title AS goal_title, d.is_strategic, d.kind,
       d.a_points, d.b_points, d.a_helps_points, d.a_harms_points, d.b_helps_points, d.b_harms_points,
       ga.title AS a_own_goal_title, gb.title AS b_own_goal_title, d.loss_share,
       p.external_id AS gm_professional_external_id                                                   --? employee.external_id
       NULL::text AS gm_professional_external_id                                                      --! employee.external_id
FROM assignment_points a
CROSS JOIN LATERAL gmalign_private.driver_rows(a.points, a.no_goal) AS d
JOIN goal g ON g.id = d.goal
LEFT JOIN goal ga ON ga.id = d.a_own_goal
LEFT JOIN goal gb ON gb.id = d.b_own_goal
LEFT JOIN employee p ON p.id = a.gm_professional_id                                                   --? employee.external_id
LEFT JOIN org_unit u ON u.id = a.org_unit_id;
COMMENT ON VIEW alignment_driver IS 'Which goals drive two parties of an assignment apart, and by how much. One row per assignment, pair of parties and goal compared: a strategic goal, or an own goal as far as it serves none.';
SELECT gmalign_private.comment_assignment_columns('alignment_driver');
COMMENT ON COLUMN alignment_driver.id IS 'Key of the row: assignment, pair and goal.';
COMMENT ON COLUMN alignment_driver.pair IS 'The two parties, as a|b.';
COMMENT ON COLUMN alignment_driver.a IS 'First party.';
COMMENT ON COLUMN alignment_driver.b IS 'Second party.';
COMMENT ON COLUMN alignment_driver.goal_id IS 'The goal compared.';
COMMENT ON COLUMN alignment_driver.goal_title IS 'Title of the goal compared.';
COMMENT ON COLUMN alignment_driver.is_strategic IS 'Whether the goal compared is strategic.';
COMMENT ON COLUMN alignment_driver.kind IS 'opposed: they pull in opposite directions; unshared: named by one party only; strength: the same goal, different weight. NULL: no difference.';
COMMENT ON COLUMN alignment_driver.a_points IS 'Net points of a for the goal, -1 to 1.';
COMMENT ON COLUMN alignment_driver.b_points IS 'Net points of b for the goal, -1 to 1.';
COMMENT ON COLUMN alignment_driver.a_helps_points IS 'Points of a that help the goal, 0 to 1.';
COMMENT ON COLUMN alignment_driver.a_harms_points IS 'Points of a that work against it, 0 to 1.';
COMMENT ON COLUMN alignment_driver.b_helps_points IS 'Points of b that help the goal, 0 to 1.';
COMMENT ON COLUMN alignment_driver.b_harms_points IS 'Points of b that work against it, 0 to 1.';
COMMENT ON COLUMN alignment_driver.a_own_goal_title IS 'The goal of a that brings most of its points here. NULL: a has none.';
COMMENT ON COLUMN alignment_driver.b_own_goal_title IS 'The goal of b that brings most of its points here. NULL: b has none.';
COMMENT ON COLUMN alignment_driver.loss_share IS 'The goal''s share of the loss of alignment, 0 to 1; over a pair they sum to 1 minus its score.';
