CREATE OR REPLACE VIEW alignment_distinctive WITH (security_invoker = true) AS
WITH wanted AS MATERIALIZED (
  SELECT a.assignment_id, p.party, p.goal, p.points
  FROM assignment_points a
  CROSS JOIN LATERAL gmalign_private.party_rows(a.points, a.no_goal) AS p
),
-- what all want of a goal, and what the parties of one move do
norm AS (SELECT w.goal, gmalign_private.total(w.points) AS points, count(*) AS n FROM wanted w GROUP BY w.goal),
own AS (
  SELECT w.assignment_id, w.goal, gmalign_private.total(w.points) AS points, count(*) AS n,
         max(w.points) FILTER (WHERE w.party = 'organization') AS organization,
         max(w.points) FILTER (WHERE w.party = 'gm_professional') AS gm_professional,
         max(w.points) FILTER (WHERE w.party = 'assignee') AS assignee
  FROM wanted w
  GROUP BY w.assignment_id, w.goal
),
distinct_wish AS (
  SELECT o.assignment_id, count(o.organization) AS organization_n, count(o.gm_professional) AS gm_n, count(o.assignee) AS assignee_n,
         count(*) AS goal_count,
         -- who was not asked about a goal is taken to want of it what others do
         gmalign.alignment_score(coalesce(o.organization - d.norm, 0), coalesce(o.gm_professional - d.norm, 0)) AS organization_gm,
         gmalign.alignment_score(coalesce(o.organization - d.norm, 0), coalesce(o.assignee - d.norm, 0)) AS organization_assignee,
         gmalign.alignment_score(coalesce(o.gm_professional - d.norm, 0), coalesce(o.assignee - d.norm, 0)) AS gm_assignee
  FROM own o
  JOIN norm n ON n.goal = o.goal AND n.n > o.n
  -- the other moves: a norm of which a move is part would make its parties differ
  CROSS JOIN LATERAL (SELECT (n.points - o.points) / (n.n - o.n) AS norm) AS d
  GROUP BY o.assignment_id
)
SELECT a.id, a.assignment_id, a.assignment_external_id, a.assignment_type, a.purpose,
       a.home_country, a.host_country, a.org_unit_id, a.org_unit, a.gm_professional_id,
       a.start_date, a.planned_end_date, a.assignment_status,
       a.organization_gm_score,
       -- rounded: the same in whatever order rows came
       CASE WHEN d.organization_n > 0 AND d.gm_n > 0 THEN gmalign_private.rounded(d.organization_gm) END AS organization_gm_distinctive,
       a.organization_assignee_score,
       CASE WHEN d.organization_n > 0 AND d.assignee_n > 0 THEN gmalign_private.rounded(d.organization_assignee) END
         AS organization_assignee_distinctive,
       a.gm_assignee_score,
       CASE WHEN d.gm_n > 0 AND d.assignee_n > 0 THEN gmalign_private.rounded(d.gm_assignee) END AS gm_assignee_distinctive,
       coalesce(d.goal_count, 0)::integer AS goal_count,
       a.gm_professional_external_id
FROM assignment_alignment a
LEFT JOIN distinct_wish d ON d.assignment_id = a.assignment_id;
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
