CREATE OR REPLACE VIEW misaligned_assignment WITH (security_invoker = true) AS
WITH misaligned AS (
  SELECT a.*, v.weakest_alignment_score, v.weakest_pair, v.deciding_pair, v.opposed_share, v.driver_goal,
         split_part(v.deciding_pair, '|', 1) AS a, split_part(v.deciding_pair, '|', 2) AS b,
         v.unshared_share, v.assignee_reach_share,
         NOT gmalign_private.is_below(v.assignee_reach_share, r.reach_from) AS has_assignee_line_of_sight,
         k.reason_code,
         CASE WHEN k.reason_code = 'opposed' OR gmalign_private.is_below(v.weakest_alignment_score, gmalign_private.product(r.misaligned_below, .5))
              THEN 'high' ELSE 'medium' END AS severity
  -- commas, as in assignment_alignment
  FROM assignment_points a, setting_in_force r,
       LATERAL gmalign_private.verdict(a.points, a.no_goal,
                                       r.opposed_from, r.aligned_from, r.beyond_chance_from,
                                       r.opposed_signed_from, r.aligned_p, r.misaligned_p, r.comparable_from,
                                       r.answer_reliability, r.answer_step) AS v,
       LATERAL gmalign_private.parting_reason(split_part(v.deciding_pair, '|', 1), v.opposed_share, v.unshared_share,
                                              v.strength_share, v.assignee_reach_share, r.opposed_from, r.reach_from, true)
         AS k (reason_code)
  -- both at once: the planner takes of either side what it can, and does not think that every move is misaligned
  WHERE (v.alignment_band, a.assignment_status) IN (('misaligned', 'planned'), ('misaligned', 'active'))
)
SELECT m.assignment_id AS id,
       m.assignment_id, m.assignment_external_id, m.assignment_type, m.purpose,
       m.home_country, m.host_country, m.org_unit_id, u.name AS org_unit, m.gm_professional_id,
       m.start_date, m.planned_end_date, m.assignment_status,
       m.severity,
       gmalign_private.severity_rank(m.severity, m.weakest_alignment_score, m.opposed_share) AS rank_order,
       'misaligned' AS alignment_band, m.weakest_alignment_score, m.weakest_pair, m.opposed_share,
       m.driver_goal AS driver_goal_id, d.title AS driver_goal_title, x.kinds[1] AS driver_kind, x.loss_shares[1] AS driver_loss_share,
       d2.title AS second_driver_goal_title,
       m.has_assignee_line_of_sight,
       m.reason_code,
       gmalign.reason_text(m.reason_code, jsonb_build_object(
         'a', m.a, 'b', m.b, 'goal', d.title, 'own_goal', o.title,
         'assignee_goal', CASE WHEN m.a = 'assignee' THEN q.title END,
         -- numeric: the text of a float8 depends on the session
         'opposed_share', m.opposed_share::numeric, 'unshared_share', m.unshared_share::numeric,
         'assignee_reach_share', m.assignee_reach_share::numeric)) AS reason,
       h.code AS action_code, h.said AS action,
       concat_ws(gmalign_private.sentence('and'),
         CASE WHEN 'organization' IN (m.a, m.b) THEN gmalign_private.sentence('talk_to.organization', jsonb_build_object('key', w.sponsor)) END,
         CASE WHEN 'gm_professional' IN (m.a, m.b) THEN gmalign_private.sentence('talk_to.gm_professional', jsonb_build_object('key', w.gm_professional)) END,
         CASE WHEN 'assignee' IN (m.a, m.b) THEN gmalign_private.sentence('talk_to.assignee', jsonb_build_object('key', w.assignee)) END) AS talk_to,
       m.planned_end_date - gmalign.today() AS days_to_end,
       f.opened_on AS flagged_date,
       gmalign.today() - f.opened_on AS days_open,
       f.flag_status,
       f.assigned_to_id,
       m.deciding_pair,
       x.loss_shares[2] AS second_driver_loss_share,
       (SELECT string_agg(format('%s %s (%s)', t.title, to_char(x.loss_shares[k.place], 'FM0.000'), x.kinds[k.place]), '; ' ORDER BY k.place)
        FROM goal t CROSS JOIN LATERAL (SELECT array_position(x.drivers, t.id) AS place) AS k
        WHERE t.id = ANY (x.drivers)) AS drivers,
       (SELECT string_agg(t.title, '; ' ORDER BY t.title) FROM goal t WHERE t.id = ANY (x.unserved_goals)) AS missing_line_of_sight,
       h.strategy AS action_strategy,
       CASE WHEN m.assignee_reach_share IS NULL THEN gmalign_private.sentence('unknown.no_strategy') END AS unknown_reason,
       p.external_id AS gm_professional_external_id,                                                  --? employee.external_id
       NULL::text AS gm_professional_external_id,                                                     --! employee.external_id
       n.external_id AS assigned_to_external_id                                                       --? employee.external_id
       NULL::text AS assigned_to_external_id                                                          --! employee.external_id
FROM misaligned m
LEFT JOIN org_unit u ON u.id = m.org_unit_id
LEFT JOIN employee p ON p.id = m.gm_professional_id                                                   --? employee.external_id
LEFT JOIN employee s ON s.id = m.sponsor_id                                                           --? employee.external_id
LEFT JOIN employee e ON e.id = m.assignee_id                                                          --? employee.external_id
-- whom to call, by the ids of the HR system, or by key where it gives none
CROSS JOIN LATERAL (SELECT
  coalesce(s.external_id, m.sponsor_id::text) AS sponsor,                                             --? employee.external_id
  m.sponsor_id::text AS sponsor,                                                                      --! employee.external_id
  coalesce(p.external_id, m.gm_professional_id::text) AS gm_professional,                             --? employee.external_id
  m.gm_professional_id::text AS gm_professional,                                                      --! employee.external_id
  coalesce(e.external_id, m.assignee_id::text) AS assignee                                            --? employee.external_id
  m.assignee_id::text AS assignee                                                                     --! employee.external_id
) AS w
-- the five goals that drive the deciding pair apart most, the own goal behind the
-- first, and those of the two that reach no strategic goal
LEFT JOIN LATERAL gmalign_private.explain_pair(m.points, m.no_goal, m.deciding_pair, 5) AS x ON true
LEFT JOIN goal d ON d.id = x.drivers[1]
LEFT JOIN goal d2 ON d2.id = x.drivers[2]
LEFT JOIN goal o ON o.id = x.own_goal
LEFT JOIN goal q ON q.id = x.unserved_goal
-- the flag that has been open longest
LEFT JOIN LATERAL (
  SELECT f.opened_on, f.assigned_to_id,
         CASE WHEN EXISTS (SELECT 1 FROM gmalign_private.filled_keys('flag', 'action_taken', f.id::text)) THEN 'acted on'  --! gmalign_coordinator
         CASE WHEN f.id::text IN (SELECT w FROM gmalign_private.filled_keys('flag', 'action_taken') AS w) THEN 'acted on'  --? gmalign_coordinator
              WHEN f.acknowledged_on <= gmalign.today() THEN 'acknowledged'
              ELSE 'new' END AS flag_status
  FROM flag f
  WHERE f.subject_kind = 'assignment' AND f.subject_id = m.assignment_id::text AND f.opened_on <= gmalign.today()
    AND (f.closed_on IS NULL OR f.closed_on > gmalign.today())
  --+ flag_leads
  ORDER BY f.opened_on, f.id
  LIMIT 1) AS f ON true
LEFT JOIN employee n ON n.id = f.assigned_to_id                                                       --? employee.external_id
LEFT JOIN LATERAL (
  SELECT y.code, y.strategy,
         gmalign_private.in_language(y.text, y.text_de) AS said                                              --? action.text_de
         y.text AS said                                                                                      --! action.text_de
  FROM action y
  WHERE y.reason_code = m.reason_code AND (y.party IS NULL OR y.party IN (m.a, m.b))
  ORDER BY y.sort_order NULLS LAST, y.code
  LIMIT 1) AS h ON true;
COMMENT ON VIEW misaligned_assignment IS 'The planned and active moves that need somebody: which parties part, on which goal, why, and what to do. One row per misaligned assignment; empty when all is well.';
SELECT gmalign_private.comment_assignment_columns('misaligned_assignment');
COMMENT ON COLUMN misaligned_assignment.id IS 'Key of the assignment.';
COMMENT ON COLUMN misaligned_assignment.severity IS 'high: opposed, or the alignment is below half the threshold; medium otherwise.';
COMMENT ON COLUMN misaligned_assignment.rank_order IS 'Sorts the list, lowest first: by severity, then lowest alignment, then largest opposed share. It depends on the row alone, so that a filter costs what it asks for.';
COMMENT ON COLUMN misaligned_assignment.alignment_band IS 'misaligned (see assignment_alignment).';
COMMENT ON COLUMN misaligned_assignment.weakest_alignment_score IS 'Lowest goal alignment of the three pairs, 0 to 1.';
COMMENT ON COLUMN misaligned_assignment.weakest_pair IS 'The pair with the lowest, as a|b.';
COMMENT ON COLUMN misaligned_assignment.opposed_share IS 'Share on which the deciding pair pulls in opposite directions, 0 to 1.';
COMMENT ON COLUMN misaligned_assignment.driver_goal_id IS 'The goal with the largest share of the deciding pair''s loss.';
COMMENT ON COLUMN misaligned_assignment.driver_goal_title IS 'Its title.';
COMMENT ON COLUMN misaligned_assignment.driver_kind IS 'opposed, unshared or strength (see alignment_driver).';
COMMENT ON COLUMN misaligned_assignment.driver_loss_share IS 'Its share of the loss, 0 to 1; all goals of the pair sum to 1 minus the pair''s score.';
COMMENT ON COLUMN misaligned_assignment.second_driver_goal_title IS 'The goal with the second largest share. NULL: there is none.';
COMMENT ON COLUMN misaligned_assignment.has_assignee_line_of_sight IS 'Whether enough of what the assignee wants reaches strategy (setting reach_from). NULL: there is no strategic goal in force (unknown_reason).';
COMMENT ON COLUMN misaligned_assignment.reason_code IS 'opposed, no_career_path, unshared or reversed.';
COMMENT ON COLUMN misaligned_assignment.reason IS 'The reason in words.';
COMMENT ON COLUMN misaligned_assignment.action_code IS 'Suggested action, as a code of the table action. NULL: none fits.';
COMMENT ON COLUMN misaligned_assignment.action IS 'Suggested action, in words.';
COMMENT ON COLUMN misaligned_assignment.talk_to IS 'The two parties to bring together, with the keys of the people where known.';
COMMENT ON COLUMN misaligned_assignment.days_to_end IS 'Days until the planned end; negative: past it. NULL: no planned end.';
COMMENT ON COLUMN misaligned_assignment.flagged_date IS 'Day the nightly check flagged it. NULL: not flagged.';
COMMENT ON COLUMN misaligned_assignment.days_open IS 'Days since then. NULL: not flagged.';
COMMENT ON COLUMN misaligned_assignment.flag_status IS 'Whether the flag open longest is new, acknowledged or acted on (for readers of tier person; for others it stays acknowledged or new). NULL: not flagged.';
COMMENT ON COLUMN misaligned_assignment.assigned_to_id IS 'The person who looks after it. NULL: nobody.';
COMMENT ON COLUMN misaligned_assignment.deciding_pair IS 'The pair that decides the band and that driver, reason and action are about, as a|b.';
COMMENT ON COLUMN misaligned_assignment.second_driver_loss_share IS 'The second driver''s share of the loss, 0 to 1. NULL: there is none.';
COMMENT ON COLUMN misaligned_assignment.drivers IS 'The five goals that drive the deciding pair apart most, each with its share of the loss and its kind, largest first; alignment_driver has all.';
COMMENT ON COLUMN misaligned_assignment.missing_line_of_sight IS 'Titles of the two parties'' goals that reach no strategic goal. NULL: all do, or there is none.';
COMMENT ON COLUMN misaligned_assignment.action_strategy IS 'The strategy the action belongs to: state_the_why, design_for_alignment, check_in, show_the_data or develop_gm. NULL: none fits.';
COMMENT ON COLUMN misaligned_assignment.unknown_reason IS 'Why no line of sight is known, in words. NULL: it is.';
COMMENT ON COLUMN misaligned_assignment.assigned_to_external_id IS 'That person''s id in the HR system. NULL: nobody, or not known.';
