CREATE OR REPLACE VIEW assignment_priority WITH (security_invoker = true) AS
SELECT a.assignment_id || ' ' || p.voice || ' ' || p.goal AS id,
       a.assignment_id, p.party, p.voice AS stakeholder_id, s.code AS stakeholder, p.goal AS goal_id,
       p.priority, p.points, p.stated_on, p.is_default,
       a.assignment_external_id, g.title AS goal_title
FROM assignment_points a
CROSS JOIN LATERAL gmalign_private.stated_rows(a.points, a.no_goal, a.no_voice) AS p
JOIN stakeholder s ON s.id = p.voice
LEFT JOIN goal g ON g.id = p.goal;
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
COMMENT ON COLUMN assignment_priority.assignment_external_id IS 'The assignment''s id in the source system.';
COMMENT ON COLUMN assignment_priority.goal_title IS 'Title of the goal.';
