CREATE OR REPLACE VIEW alignment_distinctive WITH (security_invoker = true) AS
-- gathered once: all moves make the norm, whichever are asked for
WITH move AS MATERIALIZED (SELECT * FROM assignment_points),
norm AS MATERIALIZED (SELECT gmalign_private.wish_norm(m.points) AS norm FROM move m)
SELECT a.id, a.assignment_id, a.assignment_external_id, a.assignment_type, a.purpose,
       a.home_country, a.host_country, a.org_unit_id, u.name AS org_unit, a.gm_professional_id,
       a.start_date, a.planned_end_date, a.assignment_status,
       d.organization_gm_score, d.organization_gm_distinctive, d.organization_assignee_score, d.organization_assignee_distinctive,
       d.gm_assignee_score, d.gm_assignee_distinctive, coalesce(d.goal_count, 0) AS goal_count,
       k.external_id AS gm_professional_external_id                                                   --? employee.external_id
       NULL::text AS gm_professional_external_id                                                      --! employee.external_id
FROM move a
LEFT JOIN org_unit u ON u.id = a.org_unit_id
LEFT JOIN employee k ON k.id = a.gm_professional_id                                                   --? employee.external_id
CROSS JOIN LATERAL gmalign_private.distinctive_scores(a.points, (SELECT n.norm FROM norm n)) AS d;
COMMENT ON VIEW alignment_distinctive IS 'The goal alignment of each two parties, and beside it what is left of it when what everybody wants is taken off (Furr 2008): strangers who all put safety first are alike in that, not in what they want besides. The norm is the mean over the other moves, so all moves are read whatever is asked for. One row per assignment.';
SELECT gmalign_private.comment_assignment_columns('alignment_distinctive');
COMMENT ON COLUMN alignment_distinctive.id IS 'Key of the assignment.';
COMMENT ON COLUMN alignment_distinctive.organization_gm_score IS 'Goal alignment of organization and GM professional, 0 to 1. NULL: one is not heard.';
COMMENT ON COLUMN alignment_distinctive.organization_gm_distinctive IS 'The same of how far the points of either lie above or below those that the parties of other moves give the goal on average, 0 to 1; strangers have about .2 to .3. NULL: one is not heard, or no other move has their goals.';
COMMENT ON COLUMN alignment_distinctive.organization_assignee_score IS 'Goal alignment of organization and assignee, 0 to 1. NULL: one is not heard.';
COMMENT ON COLUMN alignment_distinctive.organization_assignee_distinctive IS 'What is left of it, 0 to 1. NULL: as above.';
COMMENT ON COLUMN alignment_distinctive.gm_assignee_score IS 'Goal alignment of GM professional and assignee, 0 to 1. NULL: one is not heard.';
COMMENT ON COLUMN alignment_distinctive.gm_assignee_distinctive IS 'What is left of it, 0 to 1. NULL: as above.';
COMMENT ON COLUMN alignment_distinctive.goal_count IS 'Goals it is taken over: compared goals that some other move has too.';
