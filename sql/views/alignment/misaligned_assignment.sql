CREATE OR REPLACE VIEW misaligned_assignment WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- the points are most of the work, and both scores and drivers come from them:
-- computed here, where the view assignment_alignment would have them twice
point AS MATERIALIZED (
  SELECT p.assignment_id, p.party, p.own_goal_id, p.goal_id, p.is_strategic, p.points, p.has_line_of_sight
  FROM lifted_points p
),
scored AS (
  SELECT p.assignment_id,
         gmalign.stakeholder_pairs(p.party, p.goal_id, p.points) AS pairs,
         gmalign.pair_drivers(p.party, p.goal_id, p.points) AS drivers,
         coalesce(sum(abs(p.points)) FILTER (WHERE p.party = 'assignee' AND p.is_strategic)
                    / nullif(sum(abs(p.points)) FILTER (WHERE p.party = 'assignee'), 0), 0) AS assignee_reach_share
  FROM point p
  GROUP BY p.assignment_id
),
misaligned AS MATERIALIZED (
  SELECT s.assignment_id, s.assignee_reach_share,
         (s.pairs[j.weakest]).score AS weakest_alignment_score, gmalign_private.pair_name(s.pairs[j.weakest]) AS weakest_pair,
         (s.pairs[j.decided]).a, (s.pairs[j.decided]).b, (s.pairs[j.decided]).opposed_share,
         (s.pairs[j.decided]).unshared_share, (s.pairs[j.decided]).strength_share, s.drivers[j.decided] AS driver_goal_id
  FROM scored s
  JOIN assignment m ON m.id = s.assignment_id
  CROSS JOIN clock c
  CROSS JOIN setting_in_force r
  CROSS JOIN LATERAL gmalign_private.judge_pairs(s.pairs, r.misaligned_below, r.opposed_from, r.aligned_from, r.beyond_chance_from) AS j
  WHERE j.standing = 1
    AND gmalign_private.assignment_status(m.start_date, m.end_date, c.today) <> 'ended'
),
parted AS MATERIALIZED (
  SELECT p.assignment_id, p.party, p.own_goal_id, p.goal_id, p.points, p.has_line_of_sight, m.a, m.b, m.driver_goal_id
  FROM point p
  JOIN misaligned m ON m.assignment_id = p.assignment_id
  -- in coalesce, because comparing columns the planner expects next to no rows
  WHERE coalesce(p.party IN (m.a, m.b), false)
),
-- what alignment_driver says of the deciding pair, without the other pairs
driver AS MATERIALIZED (
  SELECT l.assignment_id, n.place, l.list->n.place->>'goal' AS goal, l.list->n.place->>'kind' AS kind,
         (l.list->n.place->>'loss')::float8 AS loss
  FROM (SELECT p.assignment_id, gmalign.alignment_drivers(p.party, p.goal_id, p.points, p.a, p.b) AS list
        FROM parted p
        GROUP BY p.assignment_id) l
  CROSS JOIN generate_series(0, 4) AS n (place)
),
driven AS (
  SELECT d.assignment_id,
         max(d.kind) FILTER (WHERE d.place = 0) AS driver_kind,
         max(d.loss) FILTER (WHERE d.place = 0) AS driver_loss_share,
         max(g.title) FILTER (WHERE d.place = 1) AS second_driver_goal_title,
         max(d.loss) FILTER (WHERE d.place = 1) AS second_driver_loss_share,
         string_agg(format('%s %s (%s)', g.title, to_char(d.loss, 'FM0.000'), d.kind), '; ' ORDER BY d.place) AS drivers
  FROM driver d
  JOIN goal g ON g.id::text = d.goal
  GROUP BY d.assignment_id
),
fought AS (
  SELECT p.assignment_id,
         sum(p.points) FILTER (WHERE p.goal_id = p.driver_goal_id AND p.party = p.a) AS a_points,
         sum(p.points) FILTER (WHERE p.goal_id = p.driver_goal_id AND p.party = p.b) AS b_points,
         (array_agg(g.title ORDER BY abs(p.points) DESC, g.id) FILTER (WHERE p.goal_id = p.driver_goal_id AND p.party = p.a))[1] AS a_own_goal,
         (array_agg(g.title ORDER BY abs(p.points) DESC, g.id) FILTER (WHERE p.goal_id = p.driver_goal_id AND p.party = p.b))[1] AS b_own_goal,
         -- the own goals of the two that reach no strategic goal
         (array_agg(g.title ORDER BY abs(p.points) DESC, g.id) FILTER (WHERE p.party = 'assignee' AND NOT p.has_line_of_sight))[1] AS assignee_goal,
         string_agg(g.title, '; ' ORDER BY g.title) FILTER (WHERE NOT p.has_line_of_sight) AS missing_line_of_sight
  FROM parted p
  JOIN goal g ON g.id = p.own_goal_id
  WHERE coalesce(p.goal_id = p.driver_goal_id OR NOT p.has_line_of_sight, false)
  GROUP BY p.assignment_id
),
flagged AS (
  -- one row per assignment: the flag that has been open longest
  SELECT DISTINCT ON (f.subject_id) f.subject_id, f.opened_on, f.assigned_to_id,
         CASE WHEN f.action_taken IS NOT NULL THEN 'acted on'
              WHEN f.acknowledged_on <= c.today THEN 'acknowledged'
              ELSE 'new' END AS flag_status
  FROM flag f CROSS JOIN clock c
  WHERE f.subject_kind = 'assignment' AND f.opened_on <= c.today
    AND (f.closed_on IS NULL OR f.closed_on > c.today)
  ORDER BY f.subject_id, f.opened_on, f.id
),
explained AS (
  SELECT m.*, r.opposed_from, r.misaligned_below,
         d.driver_kind, d.driver_loss_share, d.second_driver_goal_title, d.second_driver_loss_share, d.drivers,
         t.assignee_goal, t.missing_line_of_sight,
         gmalign_private.fought_through(t.a_points, t.b_points, t.a_own_goal, t.b_own_goal) AS own_goal,
         m.assignee_reach_share >= r.reach_from AS has_assignee_line_of_sight,
         gmalign_private.parting_reason(m.a, m.opposed_share, m.unshared_share, m.strength_share, m.assignee_reach_share,
                                r.opposed_from, r.reach_from) AS reason_code
  FROM misaligned m
  CROSS JOIN setting_in_force r
  LEFT JOIN driven d ON d.assignment_id = m.assignment_id
  LEFT JOIN fought t ON t.assignment_id = m.assignment_id
),
ranked AS (
  SELECT e.*,
         CASE WHEN e.reason_code = 'opposed' OR e.weakest_alignment_score < e.misaligned_below / 2
              THEN 'high' ELSE 'medium' END AS severity
  FROM explained e
)
SELECT e.assignment_id AS id,
       e.assignment_id, s.external_id AS assignment_external_id, s.assignment_type, s.purpose,
       s.home_country, s.host_country, s.org_unit_id, u.name AS org_unit, s.gm_professional_id,
       s.start_date, s.planned_end_date,
       gmalign_private.assignment_status(s.start_date, s.end_date, c.today) AS assignment_status,
       e.severity,
       row_number() OVER (ORDER BY e.severity, e.weakest_alignment_score, e.opposed_share DESC, e.assignment_id) AS rank_order,
       'misaligned' AS alignment_band, e.weakest_alignment_score, e.weakest_pair, e.opposed_share,
       e.driver_goal_id, g.title AS driver_goal_title, e.driver_kind, e.driver_loss_share, e.second_driver_goal_title,
       e.has_assignee_line_of_sight,
       e.reason_code,
       gmalign.reason_text(e.reason_code, jsonb_build_object(
         'a', e.a, 'b', e.b, 'goal', g.title, 'own_goal', e.own_goal, 'assignee_goal', e.assignee_goal,
         -- numeric: the text of a float8 depends on the session
         'opposed_share', e.opposed_share::numeric, 'unshared_share', e.unshared_share::numeric,
         'assignee_reach_share', e.assignee_reach_share::numeric)) AS reason,
       t.code AS action_code, t.text AS action,
       concat_ws(' and ',
         CASE WHEN 'organization' IN (e.a, e.b) THEN 'organization' || coalesce(' (sponsor ' || s.sponsor_id || ')', '') END,
         CASE WHEN 'gm_professional' IN (e.a, e.b) THEN 'GM professional' || coalesce(' (' || s.gm_professional_id || ')', '') END,
         CASE WHEN 'assignee' IN (e.a, e.b) THEN 'assignee (' || s.assignee_id || ')' END) AS talk_to,
       s.planned_end_date - c.today AS days_to_end,
       f.opened_on AS flagged_date,
       c.today - f.opened_on AS days_open,
       f.flag_status,
       f.assigned_to_id,
       e.a || '|' || e.b AS deciding_pair,
       e.second_driver_loss_share,
       e.drivers,
       e.missing_line_of_sight,
       t.strategy AS action_strategy
FROM ranked e
CROSS JOIN clock c
JOIN assignment s ON s.id = e.assignment_id
LEFT JOIN org_unit u ON u.id = s.org_unit_id
LEFT JOIN flagged f ON f.subject_id = e.assignment_id::text
LEFT JOIN goal g ON g.id = e.driver_goal_id
LEFT JOIN LATERAL (
  SELECT x.code, x.text, x.strategy
  FROM action x
  WHERE x.reason_code = e.reason_code AND (x.party IS NULL OR x.party IN (e.a, e.b))
  ORDER BY x.sort_order NULLS LAST, x.code
  LIMIT 1) t ON true;
COMMENT ON VIEW misaligned_assignment IS 'The planned and active moves that need somebody: which parties part, on which goal, why, and what to do. One row per misaligned assignment; empty when all is well.';
SELECT gmalign_private.comment_assignment_columns('misaligned_assignment');
COMMENT ON COLUMN misaligned_assignment.id IS 'Key of the assignment.';
COMMENT ON COLUMN misaligned_assignment.severity IS 'high: opposed, or the alignment is below half the threshold; medium otherwise.';
COMMENT ON COLUMN misaligned_assignment.rank_order IS 'Place in the list, 1 first: by severity, then lowest alignment.';
COMMENT ON COLUMN misaligned_assignment.alignment_band IS 'misaligned (see assignment_alignment).';
COMMENT ON COLUMN misaligned_assignment.weakest_alignment_score IS 'Lowest goal alignment of the three pairs, 0 to 1.';
COMMENT ON COLUMN misaligned_assignment.weakest_pair IS 'The pair with the lowest, as a|b.';
COMMENT ON COLUMN misaligned_assignment.opposed_share IS 'Share on which the deciding pair pulls in opposite directions, 0 to 1.';
COMMENT ON COLUMN misaligned_assignment.driver_goal_id IS 'The goal with the largest share of the deciding pair''s loss.';
COMMENT ON COLUMN misaligned_assignment.driver_goal_title IS 'Its title.';
COMMENT ON COLUMN misaligned_assignment.driver_kind IS 'opposed, unshared or strength (see alignment_driver).';
COMMENT ON COLUMN misaligned_assignment.driver_loss_share IS 'Its share of the loss, 0 to 1; all goals of the pair sum to 1 minus the pair''s score.';
COMMENT ON COLUMN misaligned_assignment.second_driver_goal_title IS 'The goal with the second largest share. NULL: there is none.';
COMMENT ON COLUMN misaligned_assignment.has_assignee_line_of_sight IS 'Whether enough of what the assignee wants reaches strategy (setting reach_from).';
COMMENT ON COLUMN misaligned_assignment.reason_code IS 'opposed, no_career_path, unshared or strength.';
COMMENT ON COLUMN misaligned_assignment.reason IS 'The reason in words.';
COMMENT ON COLUMN misaligned_assignment.action_code IS 'Suggested action, as a code of the table action. NULL: none fits.';
COMMENT ON COLUMN misaligned_assignment.action IS 'Suggested action, in words.';
COMMENT ON COLUMN misaligned_assignment.talk_to IS 'The two parties to bring together, with the keys of the people where known.';
COMMENT ON COLUMN misaligned_assignment.days_to_end IS 'Days until the planned end; negative: past it. NULL: no planned end.';
COMMENT ON COLUMN misaligned_assignment.flagged_date IS 'Day the nightly check flagged it. NULL: not flagged.';
COMMENT ON COLUMN misaligned_assignment.days_open IS 'Days since then. NULL: not flagged.';
COMMENT ON COLUMN misaligned_assignment.flag_status IS 'Whether the flag open longest is new, acknowledged or acted on. NULL: not flagged.';
COMMENT ON COLUMN misaligned_assignment.assigned_to_id IS 'The person who looks after it. NULL: nobody.';
COMMENT ON COLUMN misaligned_assignment.deciding_pair IS 'The pair that decides the band and that driver, reason and action are about, as a|b.';
COMMENT ON COLUMN misaligned_assignment.second_driver_loss_share IS 'The second driver''s share of the loss, 0 to 1. NULL: there is none.';
COMMENT ON COLUMN misaligned_assignment.drivers IS 'The five goals that drive the deciding pair apart most, each with its share of the loss and its kind, largest first; alignment_driver has all.';
COMMENT ON COLUMN misaligned_assignment.missing_line_of_sight IS 'Titles of the two parties'' goals that reach no strategic goal. NULL: all do.';
COMMENT ON COLUMN misaligned_assignment.action_strategy IS 'The strategy the action belongs to: state_the_why, design_for_alignment, check_in, show_the_data or develop_gm. NULL: none fits.';
