CREATE OR REPLACE VIEW assignment_priority WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- the voice is looked up here, where the planner knows the columns, and what
-- is latest is a boolean, of which it takes half: comparing columns further up
-- would let it expect next to no rows
stated AS (
  SELECT ag.assignment_id, v.party, ag.stakeholder_id, v.code, ag.goal_id, ag.priority, ag.stated_on,
         ag.stated_on = max(ag.stated_on) OVER (PARTITION BY ag.assignment_id, ag.stakeholder_id) AS is_latest
  FROM assignment_goal ag
  JOIN stakeholder v ON v.id = ag.stakeholder_id
  CROSS JOIN clock c
  WHERE ag.stated_on <= c.today
),
-- points within either source, because a voice is heard in one only: what is
-- stated is sorted by voice already
in_force AS (
  SELECT s.assignment_id, s.party, s.stakeholder_id, s.code, s.goal_id, s.priority,
         s.priority / nullif(sum(abs(s.priority)) OVER (PARTITION BY s.assignment_id, s.stakeholder_id), 0) AS points,
         s.stated_on, false AS is_default
  FROM stated s
  WHERE s.is_latest
  UNION ALL
  SELECT a.id AS assignment_id, v.party, p.stakeholder_id, v.code, p.goal_id, p.priority,
         p.priority / nullif(sum(abs(p.priority)) OVER (PARTITION BY a.id, p.stakeholder_id), 0) AS points,
         NULL AS stated_on, true AS is_default
  FROM assignment a
  JOIN purpose_goal p ON p.purpose = a.purpose
  JOIN stakeholder v ON v.id = p.stakeholder_id AND v.party <> 'assignee'
  CROSS JOIN clock c
  WHERE NOT EXISTS (SELECT FROM assignment_goal o
                    WHERE o.assignment_id = a.id AND o.stakeholder_id = p.stakeholder_id
                      AND o.stated_on <= c.today)
)
SELECT f.assignment_id || ' ' || f.stakeholder_id || ' ' || f.goal_id AS id,
       f.assignment_id, f.party, f.stakeholder_id, f.code AS stakeholder, f.goal_id,
       f.priority, f.points, f.stated_on, f.is_default
FROM in_force f;
COMMENT ON VIEW assignment_priority IS 'What each voice wants from each assignment today: its latest statement, or the defaults of the purpose. One row per assignment, voice and goal.';
COMMENT ON COLUMN assignment_priority.id IS 'Key of the row: assignment, voice and goal.';
COMMENT ON COLUMN assignment_priority.assignment_id IS 'The assignment.';
COMMENT ON COLUMN assignment_priority.party IS 'The party the voice speaks for: organization, gm_professional or assignee.';
COMMENT ON COLUMN assignment_priority.stakeholder_id IS 'The voice.';
COMMENT ON COLUMN assignment_priority.stakeholder IS 'Code of the voice, such as line_manager.';
COMMENT ON COLUMN assignment_priority.goal_id IS 'The goal.';
COMMENT ON COLUMN assignment_priority.priority IS 'Priority as stated, -1 to 1. NULL: not asked.';
COMMENT ON COLUMN assignment_priority.points IS 'The priority as a share of the voice''s own total, -1 to 1; the magnitudes of a voice sum to 1. NULL: not asked, or the voice wants nothing.';
COMMENT ON COLUMN assignment_priority.stated_on IS 'Day of the statement. NULL: a default.';
COMMENT ON COLUMN assignment_priority.is_default IS 'Whether it comes from the purpose of the move and not from the voice.';
