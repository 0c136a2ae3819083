CREATE OR REPLACE VIEW goal_of_person WITH (security_invoker = true) AS
-- An assignee has no defaults: what he says is all there is. Every arm goes through
-- the person, so that policies on employee hold whatever those on the rest say.
SELECT 'assignment ' || p.assignment_id || ' ' || p.goal_id || ' ' || p.stated_on AS id, a.assignee_id AS person_id, p.goal_id,
       a.id AS assignment_id, p.stated_on, p.priority > 0 AS is_wanted
FROM assignment a
JOIN employment e ON e.person_id = a.assignee_id AND e.is_employed
JOIN assignment_goal p ON p.assignment_id = a.id
--+ move_end
WHERE p.stakeholder_id = (SELECT s.id FROM stakeholder s WHERE s.code = 'assignee')
  AND p.stated_on <= gmalign.today()
  AND (a.start_date IS NULL OR a.start_date <= gmalign.today())
  AND (a.end_date IS NULL OR a.end_date >= gmalign.today())
  AND (x.left_on IS NULL OR x.left_on >= gmalign.today()) AND x.is_cancelled IS NOT TRUE
UNION ALL
SELECT 'goal ' || g.id, g.owner_id, g.id, NULL AS assignment_id, NULL AS stated_on, true
FROM goal g
JOIN employment e ON e.person_id = g.owner_id AND e.is_employed
UNION ALL
SELECT 'contributor ' || k.id, k.employee_id, k.goal_id, NULL AS assignment_id, NULL AS stated_on, true
FROM goal_contributor k
JOIN employment e ON e.person_id = k.employee_id AND e.is_employed
WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today())
  AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today());
COMMENT ON VIEW goal_of_person IS 'What says whose goals are whose, of people employed today: of an assignee''s statements all, of which the latest counts. One row per owned goal, contributor and goal an assignee stated something about; person_goal tells whose they are.';
COMMENT ON COLUMN goal_of_person.id IS 'Key of the row: where it is from.';
COMMENT ON COLUMN goal_of_person.person_id IS 'Key of the person.';
COMMENT ON COLUMN goal_of_person.goal_id IS 'Key of the goal.';
COMMENT ON COLUMN goal_of_person.assignment_id IS 'The active assignment on which the person stated it. NULL: owned, or worked on as a contributor.';
COMMENT ON COLUMN goal_of_person.stated_on IS 'Day of the statement; of an assignment the latest counts as a whole. NULL: none.';
COMMENT ON COLUMN goal_of_person.is_wanted IS 'Whether the person wants it. NULL: not asked.';
