CREATE OR REPLACE VIEW lifted_points WITH (security_invoker = true) AS
-- the points of a voice sum to one, so those of a party count its voices; in
-- windows: joined with itself the planner would expect next to no rows and try
-- every pair of them
WITH heard AS (
  SELECT p.assignment_id, p.party, p.goal_id, p.points,
         round(sum(abs(p.points)) OVER party)::bigint AS voice_count,
         round(coalesce(sum(abs(p.points)) FILTER (WHERE p.is_default) OVER party, 0))::bigint AS default_voice_count,
         min(p.stated_on) OVER party AS oldest_priority_date
  FROM assignment_priority p
  WHERE p.points IS NOT NULL
  WINDOW party AS (PARTITION BY p.assignment_id, p.party)
),
own AS (
  -- a party is the equal mean of its voices
  SELECT h.assignment_id, h.party, h.goal_id, sum(h.points) / min(h.voice_count) AS points,
         min(h.voice_count) AS voice_count, min(h.default_voice_count) AS default_voice_count,
         min(h.oldest_priority_date) AS oldest_priority_date
  FROM heard h
  GROUP BY h.assignment_id, h.party, h.goal_id
)
SELECT o.assignment_id || ' ' || o.party || ' ' || o.goal_id || ' ' || coalesce(l.compared_goal_id, o.goal_id) AS id,
       o.assignment_id, o.party, o.goal_id AS own_goal_id,
       coalesce(l.compared_goal_id, o.goal_id) AS goal_id,
       coalesce(l.is_strategic, false) AS is_strategic,
       o.points * coalesce(l.lift_share, 1) AS points,
       l.goal_id IS NOT NULL AS has_line_of_sight,
       o.voice_count, o.default_voice_count, o.oldest_priority_date
FROM own o
LEFT JOIN goal_lift l ON l.goal_id = o.goal_id;
COMMENT ON VIEW lifted_points IS 'What each party wants from each assignment, own goal by own goal, after their points have moved up to the strategic goals they serve. One row per assignment, party, own goal and compared goal; party_points sums it up.';
COMMENT ON COLUMN lifted_points.id IS 'Key of the row: assignment, party, own goal and compared goal.';
COMMENT ON COLUMN lifted_points.assignment_id IS 'The assignment.';
COMMENT ON COLUMN lifted_points.party IS 'organization, gm_professional or assignee.';
COMMENT ON COLUMN lifted_points.own_goal_id IS 'The goal the party named.';
COMMENT ON COLUMN lifted_points.goal_id IS 'The goal compared: a strategic goal, or the own goal as far as it serves none.';
COMMENT ON COLUMN lifted_points.is_strategic IS 'Whether the compared goal is strategic.';
COMMENT ON COLUMN lifted_points.points IS 'Points, -1 to 1; negative works against the goal.';
COMMENT ON COLUMN lifted_points.has_line_of_sight IS 'Whether the own goal reaches strategy, wholly or in part.';
COMMENT ON COLUMN lifted_points.voice_count IS 'Voices that speak for the party here.';
COMMENT ON COLUMN lifted_points.default_voice_count IS 'Those of them that rest on the defaults of the purpose.';
COMMENT ON COLUMN lifted_points.oldest_priority_date IS 'Oldest statement of the party in use. NULL: only defaults.';
