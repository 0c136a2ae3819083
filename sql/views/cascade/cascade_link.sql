CREATE OR REPLACE VIEW cascade_link WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today)
SELECT 'link ' || l.id AS id,
       l.child_id AS goal_id,
       l.parent_id AS parent_goal_id,
       l.relation,
       gmalign_private.link_contribution(l.relation, l.contribution) AS contribution,
       child.title AS goal_title, parent.title AS parent_goal_title                                   --? goal.title
       NULL::text AS goal_title, NULL::text AS parent_goal_title                                      --! goal.title
FROM goal_link l
CROSS JOIN clock c
-- with the table itself, of which the planner knows that a link has one child
JOIN goal child ON child.id = l.child_id
JOIN goal parent ON parent.id = l.parent_id
WHERE (l.valid_from IS NULL OR l.valid_from <= c.today)
  AND (l.valid_to IS NULL OR l.valid_to >= c.today)
  AND gmalign_private.is_goal_in_force(child.status, child.created_on, child.closed_on, c.today)
  AND gmalign_private.is_goal_in_force(parent.status, parent.created_on, parent.closed_on, c.today)
UNION ALL
SELECT 'goal ' || g.id AS id, g.id AS goal_id, NULL AS parent_goal_id, NULL AS relation, NULL AS contribution,
       g.title AS goal_title, NULL AS parent_goal_title                                               --? goal.title
       NULL AS goal_title, NULL AS parent_goal_title                                                  --! goal.title
FROM goal g CROSS JOIN clock c
WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, c.today);
COMMENT ON VIEW cascade_link IS 'The goals and links in force today, ready for gmalign.goal_graph(goal_id, parent_goal_id, contribution). One row per link, and one per goal with no parent.';
COMMENT ON COLUMN cascade_link.id IS 'Key of the row: "link " or "goal " and the key there.';
COMMENT ON COLUMN cascade_link.goal_id IS 'The goal that serves.';
COMMENT ON COLUMN cascade_link.parent_goal_id IS 'The goal that is served. NULL: the row stands for the goal alone.';
COMMENT ON COLUMN cascade_link.relation IS 'contributes, supports or conflicts.';
COMMENT ON COLUMN cascade_link.contribution IS 'Contribution of the link, -1 to 1; negative works against. NULL: nobody says how much.';
COMMENT ON COLUMN cascade_link.goal_title IS 'Title of the goal.';
COMMENT ON COLUMN cascade_link.parent_goal_title IS 'Title of the parent. NULL: there is none.';
