CREATE OR REPLACE VIEW party_points WITH (security_invoker = true) AS
SELECT l.assignment_id || ' ' || l.party || ' ' || l.goal_id AS id,
       l.assignment_id, l.party, l.goal_id, bool_or(l.is_strategic) AS is_strategic,
       sum(l.points) AS points,
       sum(greatest(l.points, 0)) AS helps_points,
       sum(greatest(0 - l.points, 0)) AS harms_points,
       (array_agg(l.own_goal_id ORDER BY abs(l.points) DESC, l.own_goal_id))[1] AS own_goal_id,
       min(l.voice_count) AS voice_count, min(l.default_voice_count) AS default_voice_count,
       min(l.oldest_priority_date) AS oldest_priority_date,
       bool_or(l.has_line_of_sight) AS has_line_of_sight
FROM lifted_points l
GROUP BY l.assignment_id, l.party, l.goal_id;
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
COMMENT ON COLUMN party_points.has_line_of_sight IS 'Whether the own goals behind the row reach strategy, wholly or in part.';
