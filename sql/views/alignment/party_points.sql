CREATE OR REPLACE VIEW party_points WITH (security_invoker = true) AS
SELECT a.assignment_id || ' ' || p.party || ' ' || p.goal AS id,
       a.assignment_id, p.party, p.goal AS goal_id, p.is_strategic, p.points, p.helps_points, p.harms_points,
       p.own_goal AS own_goal_id, p.voice_count, p.default_voice_count,
       p.oldest_priority_date, p.has_line_of_sight,
       a.assignment_external_id, g.title AS goal_title, o.title AS own_goal_title
FROM assignment_points a
CROSS JOIN LATERAL gmalign_private.party_rows(a.points, a.no_goal) AS p
LEFT JOIN goal g ON g.id = p.goal
LEFT JOIN goal o ON o.id = p.own_goal;
COMMENT ON VIEW party_points IS 'What each party wants from each assignment, in points, after every goal''s points have moved up to the strategic goals it serves. One row per assignment, party and compared goal; the magnitudes of a party sum to 1 (less where its voices disagree).';
COMMENT ON COLUMN party_points.id IS 'Key of the row: assignment, party and goal.';
COMMENT ON COLUMN party_points.assignment_id IS 'The assignment.';
COMMENT ON COLUMN party_points.party IS 'organization, gm_professional or assignee.';
COMMENT ON COLUMN party_points.goal_id IS 'The goal compared: a strategic goal, or an own goal as far as it serves none.';
COMMENT ON COLUMN party_points.is_strategic IS 'Whether the compared goal is strategic.';
COMMENT ON COLUMN party_points.points IS 'Net points, -1 to 1; negative works against the goal.';
COMMENT ON COLUMN party_points.helps_points IS 'Points that help the goal, 0 to 1.';
COMMENT ON COLUMN party_points.harms_points IS 'Points that work against it, 0 to 1.';
COMMENT ON COLUMN party_points.own_goal_id IS 'The own goal that brings most of them.';
COMMENT ON COLUMN party_points.voice_count IS 'Voices that speak for the party here.';
COMMENT ON COLUMN party_points.default_voice_count IS 'Those of them that rest on the defaults of the purpose.';
COMMENT ON COLUMN party_points.oldest_priority_date IS 'Oldest statement of the party in use. NULL: only defaults.';
COMMENT ON COLUMN party_points.has_line_of_sight IS 'Whether the own goals behind the row reach strategy, wholly or in part. NULL: there is no strategic goal in force.';
COMMENT ON COLUMN party_points.assignment_external_id IS 'The assignment''s id in the source system.';
COMMENT ON COLUMN party_points.goal_title IS 'Title of the goal compared.';
COMMENT ON COLUMN party_points.own_goal_title IS 'Title of the own goal.';
