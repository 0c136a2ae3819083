CREATE OR REPLACE VIEW assignment_pair WITH (security_invoker = true) AS
-- grouped by nothing but its key, and no common table expression around it:
-- a query that reads none of its columns need not compute it
SELECT p.assignment_id || ' ' || p.pair AS id,
       p.assignment_id, p.pair, split_part(p.pair, '|', 1) AS a, split_part(p.pair, '|', 2) AS b,
       p.alignment_score, p.opposed_share, p.unshared_share, p.strength_share, p.goal_count,
       p.driver[1] AS driver_goal_id,
       (SELECT g.title FROM goal g WHERE g.id = p.driver[1]) AS driver_goal_title,
       p.driver_kind[1] AS driver_kind, p.driver_loss_share,
       (SELECT g.title FROM goal g WHERE g.id = p.driver_own[1]) AS driver_own_goal_title,
       (SELECT g.title FROM goal g WHERE g.id = p.assignee_goal[1]) AS assignee_goal_title
FROM (
  SELECT s.assignment_id, q.pair,
         gmalign.alignment_score(q.x, q.y) AS alignment_score,
         gmalign.opposed_share(q.x, q.y) AS opposed_share,
         gmalign.unshared_share(q.x, q.y) AS unshared_share,
         gmalign.strength_share(q.x, q.y) AS strength_share,
         gmalign.alignment_n(q.x, q.y) AS goal_count,
         array_agg(s.goal_id ORDER BY abs(q.x - q.y) DESC, s.goal_id) FILTER (WHERE q.x <> q.y) AS driver,
         array_agg(CASE WHEN q.x * q.y < 0 THEN 'opposed' WHEN q.x = 0 OR q.y = 0 THEN 'unshared' ELSE 'strength' END
                   ORDER BY abs(q.x - q.y) DESC, s.goal_id) FILTER (WHERE q.x <> q.y) AS driver_kind,
         -- the side that works against it, else the larger
         array_agg(CASE WHEN q.x < 0 OR (q.y >= 0 AND abs(q.x) > abs(q.y)) THEN q.x_own ELSE q.y_own END
                   ORDER BY abs(q.x - q.y) DESC, s.goal_id) FILTER (WHERE q.x <> q.y) AS driver_own,
         array_agg(s.goal_id ORDER BY abs(q.x - q.y) DESC, s.goal_id)
           FILTER (WHERE q.x <> q.y AND NOT s.is_strategic AND s.c_own IS NOT NULL AND q.pair LIKE 'assignee|%') AS assignee_goal,
         gmalign.alignment_loss(max(abs(q.x - q.y)), 0, 1, nullif(sum(abs(q.x) + abs(q.y)), 0)) AS driver_loss_share
  FROM (
    SELECT p.assignment_id, p.goal_id, bool_or(p.is_strategic) AS is_strategic,
           sum(p.points) FILTER (WHERE p.party = 'organization') AS o,
           sum(p.points) FILTER (WHERE p.party = 'gm_professional') AS m,
           sum(p.points) FILTER (WHERE p.party = 'assignee') AS c,
           (array_agg(p.own_goal_id) FILTER (WHERE p.party = 'organization'))[1] AS o_own,
           (array_agg(p.own_goal_id) FILTER (WHERE p.party = 'gm_professional'))[1] AS m_own,
           (array_agg(p.own_goal_id) FILTER (WHERE p.party = 'assignee'))[1] AS c_own
    FROM party_points p
    GROUP BY p.assignment_id, p.goal_id) AS s
  CROSS JOIN LATERAL (VALUES
    ('assignee|gm_professional', coalesce(s.c, 0), coalesce(s.m, 0), s.c_own, s.m_own),
    ('assignee|organization', coalesce(s.c, 0), coalesce(s.o, 0), s.c_own, s.o_own),
    ('gm_professional|organization', coalesce(s.m, 0), coalesce(s.o, 0), s.m_own, s.o_own)) AS q (pair, x, y, x_own, y_own)
  GROUP BY s.assignment_id, q.pair
  -- both are heard, and not of one party's voices all cancelled out
  HAVING count(q.x_own) > 0 AND count(q.y_own) > 0 AND sum(abs(q.x) + abs(q.y)) > 0) AS p;
COMMENT ON VIEW assignment_pair IS 'How two parties of an assignment stand, and on which goal they part most. One row per assignment and pair of parties heard; what alignment_driver has goal by goal.';
COMMENT ON COLUMN assignment_pair.id IS 'Key of the row: assignment and pair.';
COMMENT ON COLUMN assignment_pair.assignment_id IS 'The assignment.';
COMMENT ON COLUMN assignment_pair.pair IS 'The two parties, as a|b.';
COMMENT ON COLUMN assignment_pair.a IS 'First party.';
COMMENT ON COLUMN assignment_pair.b IS 'Second party.';
COMMENT ON COLUMN assignment_pair.alignment_score IS 'Their goal alignment, 0 to 1, 1 = the same priorities.';
COMMENT ON COLUMN assignment_pair.opposed_share IS 'Share on which they pull in opposite directions, 0 to 1.';
COMMENT ON COLUMN assignment_pair.unshared_share IS 'Share on goals named by one of them only, 0 to 1.';
COMMENT ON COLUMN assignment_pair.strength_share IS 'Share on the same goals with different weight, 0 to 1.';
COMMENT ON COLUMN assignment_pair.goal_count IS 'Goals compared.';
COMMENT ON COLUMN assignment_pair.driver_goal_id IS 'The goal with the largest share of the loss. NULL: no loss.';
COMMENT ON COLUMN assignment_pair.driver_goal_title IS 'Its title.';
COMMENT ON COLUMN assignment_pair.driver_kind IS 'opposed, unshared or strength (see alignment_driver).';
COMMENT ON COLUMN assignment_pair.driver_loss_share IS 'Its share of the loss, 0 to 1.';
COMMENT ON COLUMN assignment_pair.driver_own_goal_title IS 'The own goal through which it is fought over: of the side that works against it, else of the larger.';
COMMENT ON COLUMN assignment_pair.assignee_goal_title IS 'Of the assignee''s goals that reach no strategic goal, wholly or in part, the one with the largest share of the loss. NULL: none, or the assignee is not one of the two.';
