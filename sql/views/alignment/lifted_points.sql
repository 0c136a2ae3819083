CREATE OR REPLACE VIEW lifted_points WITH (security_invoker = true) AS
SELECT a.assignment_id || ' ' || p.party || ' ' || p.own_goal || ' ' || p.goal AS id,
       a.assignment_id, p.party, p.own_goal AS own_goal_id, p.goal AS goal_id, p.is_strategic, p.points, p.has_line_of_sight,
       p.voice_count, p.default_voice_count, p.oldest_priority_date,
       a.assignment_external_id, g.title AS goal_title, o.title AS own_goal_title
FROM assignment_points a
CROSS JOIN LATERAL gmalign_private.lifted_rows(a.points, a.no_goal) AS p
LEFT JOIN goal g ON g.id = p.goal
LEFT JOIN goal o ON o.id = p.own_goal;
COMMENT ON VIEW lifted_points IS 'What each party wants from each assignment, own goal by own goal, after their points have moved up to the strategic goals they serve. One row per assignment, party, own goal and compared goal; party_points sums it up.';
COMMENT ON COLUMN lifted_points.id IS 'Key of the row: assignment, party, own goal and compared goal.';
COMMENT ON COLUMN lifted_points.assignment_id IS 'The assignment.';
COMMENT ON COLUMN lifted_points.party IS 'organization, gm_professional or assignee.';
COMMENT ON COLUMN lifted_points.own_goal_id IS 'The goal the party named.';
COMMENT ON COLUMN lifted_points.goal_id IS 'The goal compared: a strategic goal, or the own goal as far as it serves none.';
COMMENT ON COLUMN lifted_points.is_strategic IS 'Whether the compared goal is strategic.';
COMMENT ON COLUMN lifted_points.points IS 'Points, -1 to 1; negative works against the goal.';
COMMENT ON COLUMN lifted_points.has_line_of_sight IS 'Whether the own goal reaches strategy, wholly or in part. NULL: there is no strategic goal in force.';
COMMENT ON COLUMN lifted_points.voice_count IS 'Voices that speak for the party here.';
COMMENT ON COLUMN lifted_points.default_voice_count IS 'Those of them that rest on the defaults of the purpose.';
COMMENT ON COLUMN lifted_points.oldest_priority_date IS 'Oldest statement of the party in use. NULL: only defaults.';
COMMENT ON COLUMN lifted_points.assignment_external_id IS 'The assignment''s id in the source system.';
COMMENT ON COLUMN lifted_points.goal_title IS 'Title of the goal compared.';
COMMENT ON COLUMN lifted_points.own_goal_title IS 'Title of the own goal.';
