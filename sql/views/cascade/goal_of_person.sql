CREATE OR REPLACE VIEW goal_of_person WITH (security_invoker = true) AS
-- joined with the person, so that policies on employee hold for all three sources
-- whatever those on the rest say; and of whom the planner knows how many there are
SELECT p.id, e.person_id, p.goal_id, p.assignment_id, p.stated_on, p.is_wanted, p.weight,
       e.person_external_id, t.title AS goal_title,
       a.external_id AS assignment_external_id                                                        --? assignment.external_id
       NULL::text AS assignment_external_id                                                           --! assignment.external_id
FROM (-- an assignee has no defaults: what he says is all there is
      SELECT 'assignment ' || s.assignment_id || ' ' || s.goal_id || ' ' || s.stated_on AS id, a.assignee_id AS person_id, s.goal_id,
             a.id AS assignment_id, s.stated_on, gmalign_private.within(s.priority, -1, 1) > 0 AS is_wanted,
             gmalign_private.within(s.priority, -1, 1) AS weight
      FROM assignment a
      --+ move_end
      JOIN assignment_goal s ON s.assignment_id = a.id
      WHERE s.stakeholder_id = (SELECT v.id FROM stakeholder v WHERE v.code = 'assignee')
        AND s.stated_on <= gmalign.today()
        AND gmalign_private.is_active(a.start_date, a.end_date, x.left_on, x.is_cancelled, gmalign.today())
      UNION ALL
      SELECT 'goal ' || g.id AS id, g.owner_id AS person_id, g.id AS goal_id, NULL AS assignment_id, NULL AS stated_on, true AS is_wanted,
             CASE WHEN gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today()) THEN gmalign_private.amount(g.weight) END AS weight
      FROM goal g
      UNION ALL
      SELECT 'contributor ' || k.id AS id, k.employee_id AS person_id, k.goal_id, NULL AS assignment_id, NULL AS stated_on, true AS is_wanted,
             CASE WHEN gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today()) THEN gmalign_private.amount(g.weight) END AS weight
      FROM goal_contributor k
      LEFT JOIN goal g ON g.id = k.goal_id
      WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today())
        AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today())) AS p
JOIN employment e ON e.person_id = p.person_id AND e.is_employed
LEFT JOIN assignment a ON a.id = p.assignment_id                                                      --? assignment.external_id
LEFT JOIN goal t ON t.id = p.goal_id;
COMMENT ON VIEW goal_of_person IS 'What says whose goals are whose, of people employed today: of an assignee''s statements all, of which the latest counts. One row per owned goal, contributor and goal an assignee stated something about; person_goal tells whose they are.';
COMMENT ON COLUMN goal_of_person.id IS 'Key of the row: where it is from.';
COMMENT ON COLUMN goal_of_person.person_id IS 'Key of the person.';
COMMENT ON COLUMN goal_of_person.goal_id IS 'Key of the goal.';
COMMENT ON COLUMN goal_of_person.assignment_id IS 'The active assignment on which the person stated it. NULL: owned, or worked on as a contributor.';
COMMENT ON COLUMN goal_of_person.stated_on IS 'Day of the statement; of an assignment the latest counts as a whole. NULL: none.';
COMMENT ON COLUMN goal_of_person.is_wanted IS 'Whether the person wants it. NULL: not asked.';
COMMENT ON COLUMN goal_of_person.weight IS 'The priority stated, else the weight of the goal. NULL: not asked, or the goal is not in force.';
COMMENT ON COLUMN goal_of_person.person_external_id IS 'The person''s id in the HR system.';
COMMENT ON COLUMN goal_of_person.goal_title IS 'Title of the goal.';
COMMENT ON COLUMN goal_of_person.assignment_external_id IS 'That assignment''s id in the source system. NULL: none, or not known.';
