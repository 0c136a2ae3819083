-- What the views about alignment must say, computed from the tables in plain
-- SQL: the latest statement of each voice or the defaults of the purpose,
-- points, their lift, the equal mean of a party's voices, pairs by
-- gmalign.stakeholder_pairs(), and the judgement on them: today, and of each
-- move at its landmark with what was in force then. Thresholds come from the
-- view setting_in_force, and lines of sight from gmalign.line_of_sight(), which
-- have tests of their own.
--
-- For a model in the schema :schema this makes the schema ref_:schema, whose
-- materialized views follow the tables when its function refresh() is called;
-- its function differences() compares them with the views of the model. Scores
-- are equal within 1e-12, and everything else exactly. What is compared (places,
-- names, bands) is rounded to 12 decimals first; on a tie comes the larger
-- opposed share, then the smaller name or key.
\set ref ref_:schema
SELECT current_setting('search_path') AS was_path \gset
CREATE SCHEMA IF NOT EXISTS ref;
CREATE OR REPLACE FUNCTION ref.rounded(x float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT round(x * 1e12) / 1e12';
CREATE OR REPLACE FUNCTION ref.differ(a float8, b float8) RETURNS boolean LANGUAGE sql IMMUTABLE AS
  'SELECT (a IS NULL) <> (b IS NULL) OR coalesce(abs(a - b) > 1e-12, false)';
CREATE SCHEMA :ref;
SET search_path = :ref, :schema, public;

-- each assignment as of today, and those that reached it as of their landmark
CREATE MATERIALIZED VIEW look AS
SELECT 'today' AS moment, a.id AS assignment_id, a.purpose, gmalign.today() AS day FROM assignment a
UNION ALL
SELECT 'landmark', a.id, a.purpose, a.start_date + r.landmark_days
FROM assignment a CROSS JOIN setting_in_force r
WHERE a.start_date + r.landmark_days <= gmalign.today() AND (a.end_date IS NULL OR a.end_date >= a.start_date + r.landmark_days);

CREATE MATERIALIZED VIEW priority AS
SELECT p.*, p.priority / nullif(sum(abs(p.priority)) OVER (PARTITION BY p.moment, p.assignment_id, p.voice), 0) AS points
FROM (
  SELECT l.moment, l.assignment_id, s.party, s.id AS voice, s.code, g.goal_id, g.priority, g.stated_on, false AS is_default
  FROM look l JOIN assignment_goal g ON g.assignment_id = l.assignment_id JOIN stakeholder s ON s.id = g.stakeholder_id
  WHERE g.stated_on = (SELECT max(o.stated_on) FROM assignment_goal o
                       WHERE o.assignment_id = g.assignment_id AND o.stakeholder_id = g.stakeholder_id AND o.stated_on <= l.day)
  UNION ALL
  SELECT l.moment, l.assignment_id, s.party, s.id, s.code, d.goal_id, d.priority, NULL, true
  FROM look l JOIN purpose_goal d ON d.purpose = l.purpose JOIN stakeholder s ON s.id = d.stakeholder_id
  WHERE s.party <> 'assignee'
    -- of the rows in force the latest; at a landmark none whose first day nobody knows
    AND (d.valid_from <= l.day OR (d.valid_from IS NULL AND l.moment = 'today')) AND coalesce(d.valid_to >= l.day, true)
    AND NOT EXISTS (SELECT FROM purpose_goal o
                    WHERE (o.purpose, o.stakeholder_id, o.goal_id) = (d.purpose, d.stakeholder_id, d.goal_id)
                      AND o.valid_from <= l.day AND coalesce(o.valid_to >= l.day, true)
                      AND (d.valid_from IS NULL OR o.valid_from > d.valid_from))
    AND NOT EXISTS (SELECT FROM assignment_goal o
                    WHERE o.assignment_id = l.assignment_id AND o.stakeholder_id = s.id AND o.stated_on <= l.day)) AS p;

-- points move up in proportion to contribution, and what is left stays
CREATE MATERIALIZED VIEW lift AS
WITH day AS (SELECT DISTINCT l.day FROM look l),
member AS (
  SELECT d.day, g.id AS goal_id, g.level
  FROM day d JOIN goal g ON coalesce(g.created_on <= d.day, true) AND coalesce(g.closed_on > d.day, true)
    AND (coalesce(g.status NOT IN ('draft', 'cancelled'), true) OR (g.status = 'cancelled' AND g.closed_on IS NOT NULL))),
graph AS (
  SELECT l.day, gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g
  FROM (SELECT d.day, k.child_id AS goal_id, k.parent_id AS parent_goal_id,
               CASE k.relation WHEN 'contributes' THEN coalesce(k.contribution, 1) WHEN 'conflicts' THEN coalesce(k.contribution, -1) END
                 AS contribution
        FROM day d JOIN goal_link k ON coalesce(k.valid_from <= d.day, true) AND coalesce(k.valid_to >= d.day, true)
        JOIN member c ON (c.day, c.goal_id) = (d.day, k.child_id) JOIN member p ON (p.day, p.goal_id) = (d.day, k.parent_id)
        UNION ALL
        SELECT m.day, m.goal_id, NULL, NULL FROM member m) AS l
  GROUP BY l.day),
sight AS (
  SELECT graph.day, s.goal, s.strategic_goal, s.contribution, sum(abs(s.contribution)) OVER (PARTITION BY graph.day, s.goal) AS total
  FROM graph
  CROSS JOIN LATERAL gmalign.line_of_sight(graph.g, ARRAY(SELECT m.goal_id FROM member m WHERE m.day = graph.day
                                                                                          AND m.level = 'strategic')) AS s
  WHERE s.contribution <> 0)
SELECT day, goal AS goal_id, strategic_goal AS compared_goal_id, true AS is_strategic, contribution / greatest(1, total) AS lift_share
FROM sight
UNION ALL
SELECT day, goal, goal, false, 1 - total FROM sight WHERE total < 1 - 1e-12 GROUP BY day, goal, total;

-- voices that cancel each other leave nothing, however their sum is rounded
CREATE MATERIALIZED VIEW lifted AS
WITH party AS (
  SELECT p.moment, p.assignment_id, p.party, count(DISTINCT p.voice) AS voice_count,
         count(DISTINCT p.voice) FILTER (WHERE p.is_default) AS default_voice_count, min(p.stated_on) AS oldest
  FROM priority p WHERE p.points IS NOT NULL GROUP BY 1, 2, 3),
own AS (
  SELECT p.moment, p.assignment_id, p.party, p.goal_id, sum(p.points) / q.voice_count AS points, q.voice_count,
         q.default_voice_count, q.oldest
  FROM priority p JOIN party q USING (moment, assignment_id, party)
  WHERE p.points IS NOT NULL GROUP BY 1, 2, 3, 4, 6, 7, 8)
SELECT o.moment, o.assignment_id, o.party, o.goal_id AS own_goal_id, coalesce(l.compared_goal_id, o.goal_id) AS goal_id,
       coalesce(l.is_strategic, false) AS is_strategic,
       CASE WHEN ref.rounded(o.points * coalesce(l.lift_share, 1)) <> 0 THEN o.points * coalesce(l.lift_share, 1) ELSE 0 END AS points,
       l.goal_id IS NOT NULL AS has_line_of_sight,
       o.voice_count, o.default_voice_count, o.oldest
FROM own o JOIN look k USING (moment, assignment_id) LEFT JOIN lift l ON l.goal_id = o.goal_id AND l.day = k.day;

-- and so do goals
CREATE MATERIALIZED VIEW point AS
SELECT l.moment, l.assignment_id, l.party, l.goal_id, bool_or(l.is_strategic) AS is_strategic,
       CASE WHEN ref.rounded(sum(l.points)) <> 0 THEN sum(l.points) ELSE 0 END AS points,
       sum(greatest(l.points, 0)) AS helps_points, sum(greatest(-l.points, 0)) AS harms_points,
       (array_agg(l.own_goal_id ORDER BY ref.rounded(abs(l.points)) DESC, l.own_goal_id))[1] AS own_goal_id,
       min(l.voice_count) AS voice_count, min(l.default_voice_count) AS default_voice_count, min(l.oldest) AS oldest,
       bool_or(l.has_line_of_sight) AS has_line_of_sight
FROM lifted l GROUP BY 1, 2, 3, 4;

-- every goal of two parties, and how the two stand
CREATE MATERIALIZED VIEW driver AS
WITH side AS (
  SELECT p.moment, p.assignment_id, q.a || '|' || q.b AS pair, q.a, q.b, p.goal_id, bool_or(p.is_strategic) AS is_strategic,
         coalesce(sum(p.points) FILTER (WHERE p.party = q.a), 0) AS x, coalesce(sum(p.points) FILTER (WHERE p.party = q.b), 0) AS y,
         coalesce(sum(p.helps_points) FILTER (WHERE p.party = q.a), 0) AS x_helps,
         coalesce(sum(p.harms_points) FILTER (WHERE p.party = q.a), 0) AS x_harms,
         coalesce(sum(p.helps_points) FILTER (WHERE p.party = q.b), 0) AS y_helps,
         coalesce(sum(p.harms_points) FILTER (WHERE p.party = q.b), 0) AS y_harms,
         (array_agg(p.own_goal_id) FILTER (WHERE p.party = q.a))[1] AS x_own,
         (array_agg(p.own_goal_id) FILTER (WHERE p.party = q.b))[1] AS y_own
  FROM point p
  JOIN (VALUES ('assignee', 'gm_professional'), ('assignee', 'organization'), ('gm_professional', 'organization')) AS q (a, b)
    ON p.party IN (q.a, q.b)
  GROUP BY 1, 2, 3, 4, 5, 6),
weighed AS (
  SELECT s.*, sum(abs(s.x) + abs(s.y)) OVER w AS total, count(s.x_own) OVER w > 0 AND count(s.y_own) OVER w > 0 AS is_heard
  FROM side s WINDOW w AS (PARTITION BY s.moment, s.assignment_id, s.pair)),
lost AS (
  SELECT w.*, abs(w.x - w.y) / w.total AS loss_share,
         CASE WHEN ref.rounded(abs(w.x - w.y) / w.total) = 0 THEN NULL WHEN w.x * w.y < 0 THEN 'opposed'
              WHEN w.x = 0 OR w.y = 0 THEN 'unshared' ELSE 'strength' END AS kind,
         -- fought through the own goal of the side that works against it, else of the larger
         CASE WHEN w.x_own IS NOT NULL AND (w.y_own IS NULL OR w.x < 0 OR w.y >= 0 AND ref.rounded(abs(w.x)) > ref.rounded(abs(w.y)))
              THEN w.x_own ELSE w.y_own END AS fought_through
  FROM weighed w WHERE w.is_heard AND w.total > 0)
SELECT l.*, row_number() OVER (PARTITION BY l.moment, l.assignment_id, l.pair ORDER BY ref.rounded(l.loss_share) DESC, l.goal_id) AS place
FROM lost l;

CREATE MATERIALIZED VIEW scored AS
SELECT p.moment, p.assignment_id, gmalign.stakeholder_pairs(p.party, p.goal_id, p.points) AS pairs,
       gmalign.mutual_alignment(p.party, p.goal_id, p.points) AS mutual_alignment,
       gmalign.shared_goal_count(p.party, p.goal_id, p.points) AS shared_goal_count
FROM point p GROUP BY 1, 2;

-- how each pair stands, what chance leaves of its score, and limits are the
-- kernel's to say: test/pgtap/chance.sql compares that with deals counted in SQL
CREATE MATERIALIZED VIEW stands AS
WITH stated AS (
  SELECT l.moment, l.assignment_id, l.day,
         gmalign_private.party_points((SELECT f.voices FROM points_frame f),
                                      CASE l.moment WHEN 'today' THEN (SELECT f.lift FROM points_frame f) END, NULL,
                                      g.voice, g.goal_id, g.priority, coalesce(g.stated_on, '-infinity')) AS points
  FROM look l LEFT JOIN priority g USING (moment, assignment_id)
  GROUP BY l.moment, l.assignment_id, l.day)
SELECT s.moment, s.assignment_id, p.a, p.b, p.beyond_chance, p.pair_band, p.score_high, p.opposed_low
FROM stated s CROSS JOIN setting_in_force r
CROSS JOIN LATERAL gmalign_private.pair_rows(
    CASE s.moment WHEN 'today' THEN s.points ELSE gmalign_private.points_on(s.points, (SELECT f.past FROM points_frame f), s.day) END,
    r.opposed_from, r.aligned_from, r.beyond_chance_from, r.opposed_signed_from, r.aligned_p, r.misaligned_p, r.comparable_from,
    r.answer_reliability, r.answer_step) AS p;

-- the worst standing decides; within it the lowest score, then the larger
-- opposed share, then the name, and so for the weakest
CREATE MATERIALIZED VIEW pair AS
SELECT q.*, q.a || '|' || q.b AS pair, count(*) OVER w AS pair_count,
       row_number() OVER (w ORDER BY q.standing, q.tied_score, q.tied_opposed DESC, q.a, q.b) = 1 AND count(*) OVER w = 3 AS decides,
       row_number() OVER (w ORDER BY q.tied_score, q.tied_opposed DESC, q.a, q.b) = 1 AND count(*) OVER w = 3 AS is_weakest,
       row_number() OVER (w ORDER BY q.tied_opposed DESC, q.a, q.b) = 1 AND count(*) OVER w = 3 AS is_most_opposed
FROM (SELECT s.moment, s.assignment_id, p.a COLLATE "C" AS a, p.b COLLATE "C" AS b, p.score,
             -- where nothing can be told, nothing is dealt
             CASE WHEN k.pair_band <> 'cannot tell' THEN k.beyond_chance END AS beyond_chance, p.opposed_share,
             p.unshared_share, p.strength_share, p.goal_count, k.score_high, k.opposed_low,
             ref.rounded(p.score) AS tied_score, ref.rounded(p.opposed_share) AS tied_opposed,
             array_position(ARRAY['misaligned', 'cannot tell', 'mixed', 'aligned'], k.pair_band) AS standing
      FROM scored s CROSS JOIN LATERAL unnest(s.pairs) AS p
      JOIN stands k ON k.moment = s.moment AND k.assignment_id = s.assignment_id AND k.a = p.a AND k.b = p.b
      WHERE p.score IS NOT NULL) AS q
WINDOW w AS (PARTITION BY q.moment, q.assignment_id);

CREATE MATERIALIZED VIEW alignment AS
SELECT l.moment, l.assignment_id, coalesce(p.n, 0) = 3 AS is_scored, coalesce(v.party_count, 0) AS party_count,
       coalesce(v.organization_heard, false) AS organization_heard, coalesce(v.gm_heard, false) AS gm_heard,
       coalesce(v.assignee_heard, false) AS assignee_heard,
       coalesce((s.pairs[1]).goal_count, 0) AS goal_count, coalesce(s.shared_goal_count, 0) AS shared_goal_count,
       p.organization_gm_score, p.organization_assignee_score, p.gm_assignee_score,
       CASE WHEN p.n = 3 THEN s.mutual_alignment END AS mutual_alignment_score,
       w.score AS weakest_score, w.pair AS weakest_pair, w.opposed_share AS weakest_opposed, w.unshared_share AS weakest_unshared,
       w.strength_share AS weakest_strength, w.score_high AS weakest_high, o.opposed_low AS most_opposed_low,
       d.pair AS deciding_pair, d.beyond_chance, d.opposed_share, d.unshared_share, d.strength_share,
       o.opposed_share AS most_opposed_share, o.pair AS most_opposed_pair,
       coalesce((ARRAY['misaligned', 'cannot tell', 'mixed', 'aligned'])[d.standing], 'not scored') AS band,
       v.organization_reach, v.gm_reach, v.assignee_reach, v.default_share, v.oldest,
       dd.goal_id AS driver_goal, dw.goal_id AS weakest_driver_goal, dw.fought_through AS weakest_own_goal,
       dp.goal_id AS most_opposed_driver_goal,
       dp.fought_through AS most_opposed_own_goal, dd.fought_through AS own_goal, u.own_goal_id AS unserved
FROM look l
LEFT JOIN scored s USING (moment, assignment_id)
LEFT JOIN (SELECT moment, assignment_id, count(*) AS n,
                  max(score) FILTER (WHERE pair = 'gm_professional|organization') AS organization_gm_score,
                  max(score) FILTER (WHERE pair = 'assignee|organization') AS organization_assignee_score,
                  max(score) FILTER (WHERE pair = 'assignee|gm_professional') AS gm_assignee_score
           FROM pair GROUP BY 1, 2) AS p USING (moment, assignment_id)
LEFT JOIN (SELECT moment, assignment_id, count(*) AS party_count, bool_or(party = 'organization') AS organization_heard,
                  bool_or(party = 'gm_professional') AS gm_heard,
                  bool_or(party = 'assignee') AS assignee_heard, max(reach) FILTER (WHERE party = 'organization') AS organization_reach,
                  max(reach) FILTER (WHERE party = 'gm_professional') AS gm_reach,
                  max(reach) FILTER (WHERE party = 'assignee') AS assignee_reach,
                  avg(default_share) AS default_share, min(oldest) AS oldest
           FROM (SELECT moment, assignment_id, party,
                        coalesce(coalesce(sum(abs(points)) FILTER (WHERE is_strategic), 0) / nullif(sum(abs(points)), 0), 0) AS reach,
                        min(default_voice_count)::float8 / min(voice_count) AS default_share, min(oldest) AS oldest
                 FROM lifted GROUP BY 1, 2, 3) AS v GROUP BY 1, 2) AS v USING (moment, assignment_id)
LEFT JOIN (SELECT DISTINCT ON (moment, assignment_id) moment, assignment_id, own_goal_id
           FROM lifted WHERE party = 'assignee' AND NOT has_line_of_sight
           ORDER BY moment, assignment_id, ref.rounded(abs(points)) DESC, own_goal_id) AS u USING (moment, assignment_id)
LEFT JOIN pair d ON (d.moment, d.assignment_id) = (l.moment, l.assignment_id) AND d.decides
LEFT JOIN pair w ON (w.moment, w.assignment_id) = (l.moment, l.assignment_id) AND w.is_weakest
LEFT JOIN pair o ON (o.moment, o.assignment_id) = (l.moment, l.assignment_id) AND o.is_most_opposed
LEFT JOIN driver dd ON (dd.moment, dd.assignment_id, dd.pair, dd.place) = (l.moment, l.assignment_id, d.pair, 1) AND dd.kind IS NOT NULL
LEFT JOIN driver dw ON (dw.moment, dw.assignment_id, dw.pair, dw.place) = (l.moment, l.assignment_id, w.pair, 1) AND dw.kind IS NOT NULL
LEFT JOIN driver dp ON (dp.moment, dp.assignment_id, dp.pair, dp.place) = (l.moment, l.assignment_id, o.pair, 1) AND dp.kind IS NOT NULL;

CREATE MATERIALIZED VIEW landmark AS
SELECT l.assignment_id, l.day, coalesce(n.alignment_band, a.band) AS band, n.alignment_band IS NOT NULL AS is_from_snapshot
FROM look l JOIN alignment a USING (moment, assignment_id)
LEFT JOIN LATERAL (SELECT n.alignment_band FROM alignment_snapshot n
                   WHERE n.assignment_id = l.assignment_id AND n.taken_on BETWEEN l.day - 31 AND l.day
                     AND n.alignment_band <> 'not scored'
                   ORDER BY n.taken_on DESC LIMIT 1) AS n ON true
WHERE l.moment = 'landmark';

-- the words on what is misaligned
CREATE MATERIALIZED VIEW misaligned AS
SELECT k.*, CASE WHEN k.reason_code = 'opposed' OR ref.rounded(k.weakest_score) < k.misaligned_below / 2 THEN 'high'
                 ELSE 'medium' END AS severity,
       d1.kind AS driver_kind, d1.loss_share AS driver_loss, d2.loss_share AS second_loss,
       g2.title AS second_title, g.title AS driver_title,
       (SELECT string_agg(format('%s (%s)', t.title, d.kind), '; ' ORDER BY d.place) FROM driver d JOIN goal t ON t.id = d.goal_id
        WHERE (d.moment, d.assignment_id, d.pair) = ('today', k.assignment_id, k.deciding_pair) AND d.place <= 5
          AND d.kind IS NOT NULL) AS drivers,
       (SELECT string_agg(t.title, '; ' ORDER BY t.title)
        FROM (SELECT DISTINCT p.own_goal_id FROM lifted p
              WHERE p.moment = 'today' AND p.assignment_id = k.assignment_id AND p.party IN (k.a, k.b) AND NOT p.has_line_of_sight) AS p
        JOIN goal t ON t.id = p.own_goal_id) AS missing,
       (SELECT x.code FROM action x WHERE x.reason_code = k.reason_code AND (x.party IS NULL OR x.party IN (k.a, k.b))
        ORDER BY x.sort_order NULLS LAST, x.code LIMIT 1) AS action_code
FROM (SELECT a.*, split_part(a.deciding_pair, '|', 1) AS a, split_part(a.deciding_pair, '|', 2) AS b, r.misaligned_below,
             ref.rounded(a.assignee_reach) >= r.reach_from AS has_sight,
             CASE WHEN ref.rounded(a.opposed_share) >= r.opposed_from THEN 'opposed'
                  WHEN a.deciding_pair LIKE 'assignee|%' AND ref.rounded(a.assignee_reach) < r.reach_from THEN 'no_career_path'
                  WHEN ref.rounded(a.unshared_share) >= ref.rounded(a.strength_share) THEN 'unshared' ELSE 'reversed' END AS reason_code
      FROM alignment a JOIN assignment m ON m.id = a.assignment_id CROSS JOIN setting_in_force r
      WHERE a.moment = 'today' AND a.band = 'misaligned' AND (m.end_date IS NULL OR m.end_date >= gmalign.today())) AS k
LEFT JOIN driver d1 ON (d1.moment, d1.assignment_id, d1.pair, d1.place) = ('today', k.assignment_id, k.deciding_pair, 1)
  AND d1.kind IS NOT NULL
LEFT JOIN driver d2 ON (d2.moment, d2.assignment_id, d2.pair, d2.place) = ('today', k.assignment_id, k.deciding_pair, 2)
  AND d2.kind IS NOT NULL
LEFT JOIN goal g ON g.id = d1.goal_id LEFT JOIN goal g2 ON g2.id = d2.goal_id;

CREATE FUNCTION refresh() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  REFRESH MATERIALIZED VIEW look;
  REFRESH MATERIALIZED VIEW priority;
  REFRESH MATERIALIZED VIEW lift;
  REFRESH MATERIALIZED VIEW lifted;
  REFRESH MATERIALIZED VIEW point;
  REFRESH MATERIALIZED VIEW driver;
  REFRESH MATERIALIZED VIEW scored;
  REFRESH MATERIALIZED VIEW stands;
  REFRESH MATERIALIZED VIEW pair;
  REFRESH MATERIALIZED VIEW alignment;
  REFRESH MATERIALIZED VIEW landmark;
  REFRESH MATERIALIZED VIEW misaligned;
END $$;

-- a row per property: how many rows were compared, and how many differ
CREATE FUNCTION differences() RETURNS TABLE (property text, compared bigint, different bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT SET jit = off SET enable_nestloop = off AS $$
#variable_conflict use_column
BEGIN
RETURN QUERY
SELECT 'assignment_priority: the latest statement of a voice, or the defaults of the purpose, and its points',
       count(*),
       count(*) FILTER (WHERE ROW(v.party, v.stakeholder, v.priority, v.stated_on, v.is_default)
                              IS DISTINCT FROM ROW(r.party, r.code, r.priority, r.stated_on, r.is_default)
                           OR ref.differ(v.points, r.points) OR v.id IS NULL OR r.voice IS NULL)
FROM assignment_priority v
FULL JOIN (SELECT * FROM priority WHERE moment = 'today') AS r
  ON (v.assignment_id, v.stakeholder_id, v.goal_id) = (r.assignment_id, r.voice, r.goal_id);
RETURN QUERY
SELECT 'goal_lift: where points go',
       count(*),
       count(*) FILTER (WHERE v.is_strategic IS DISTINCT FROM r.is_strategic OR ref.differ(v.lift_share, r.lift_share))
FROM goal_lift v FULL JOIN (SELECT * FROM lift WHERE day = gmalign.today()) r ON (v.goal_id, v.compared_goal_id, v.is_strategic) =
  (r.goal_id, r.compared_goal_id, r.is_strategic);
RETURN QUERY
SELECT 'lifted_points: the equal mean of voices, own goal by own goal',
       count(*),
       count(*) FILTER (WHERE ROW(v.is_strategic, v.has_line_of_sight, v.voice_count, v.default_voice_count, v.oldest_priority_date)
                              IS DISTINCT FROM ROW(r.is_strategic, r.has_line_of_sight, r.voice_count, r.default_voice_count, r.oldest)
                           OR ref.differ(v.points, r.points))
FROM lifted_points v
FULL JOIN (SELECT * FROM lifted WHERE moment = 'today') AS r
  ON (v.assignment_id, v.party, v.own_goal_id, v.goal_id, v.is_strategic) = (r.assignment_id, r.party, r.own_goal_id,
                                                                             r.goal_id, r.is_strategic);
RETURN QUERY
SELECT 'party_points: what each party wants in the end, and for the sake of which own goal',
       count(*),
       count(*) FILTER (WHERE ROW(v.is_strategic, v.has_line_of_sight, v.voice_count, v.default_voice_count,
                                  v.oldest_priority_date, v.own_goal_id)
                              IS DISTINCT FROM ROW(r.is_strategic, r.has_line_of_sight, r.voice_count, r.default_voice_count,
                                                   r.oldest, r.own_goal_id)
                           OR ref.differ(v.points, r.points) OR ref.differ(v.helps_points, r.helps_points)
                           OR ref.differ(v.harms_points, r.harms_points))
FROM party_points v
FULL JOIN (SELECT * FROM point WHERE moment = 'today') AS r
  ON (v.assignment_id, v.party, v.goal_id) = (r.assignment_id, r.party, r.goal_id);
RETURN QUERY
SELECT 'assignment_alignment: who is heard, the goals compared, the scores of the pairs',
       count(*),
       count(*) FILTER (WHERE ROW(v.is_scored, v.party_count, v.is_organization_heard, v.is_gm_professional_heard, v.is_assignee_heard,
                                  v.goal_count, v.shared_goal_count, v.oldest_priority_date)
                              IS DISTINCT FROM ROW(r.is_scored, r.party_count, r.organization_heard, r.gm_heard, r.assignee_heard,
                                                   r.goal_count, r.shared_goal_count, r.oldest)
                           OR ref.differ(v.organization_gm_score, r.organization_gm_score)
                           OR ref.differ(v.organization_assignee_score, r.organization_assignee_score)
                           OR ref.differ(v.gm_assignee_score, r.gm_assignee_score)
                           OR ref.differ(v.mutual_alignment_score, r.mutual_alignment_score)
                           OR (v.unscored_reason IS NULL) <> r.is_scored)
FROM assignment_alignment v FULL JOIN (SELECT * FROM alignment WHERE moment = 'today') AS r ON v.assignment_id = r.assignment_id;
RETURN QUERY
SELECT 'assignment_alignment: the band, and the pair that decides it',
       count(*),
       count(*) FILTER (WHERE ROW(v.alignment_band, v.deciding_pair, v.driver_goal_id)
                              IS DISTINCT FROM ROW(r.band, r.deciding_pair, r.driver_goal)
                           OR ref.differ(v.beyond_chance_index, r.beyond_chance) OR ref.differ(v.opposed_share, r.opposed_share)
                           OR ref.differ(v.unshared_share, r.unshared_share) OR ref.differ(v.strength_share, r.strength_share))
FROM assignment_alignment v FULL JOIN (SELECT * FROM alignment WHERE moment = 'today') AS r ON v.assignment_id = r.assignment_id;
RETURN QUERY
SELECT 'assignment_alignment: the weakest pair and the most opposed one, and what they part over',
       count(*),
       count(*) FILTER (WHERE ROW(v.weakest_pair, v.weakest_driver_goal_id, v.weakest_own_goal_id, v.most_opposed_pair,
                                  v.most_opposed_driver_goal_id, v.most_opposed_own_goal_id)
                              IS DISTINCT FROM ROW(r.weakest_pair, r.weakest_driver_goal, r.weakest_own_goal, r.most_opposed_pair,
                                                   r.most_opposed_driver_goal, r.most_opposed_own_goal)
                           OR ref.differ(v.weakest_alignment_score, r.weakest_score)
                           OR ref.differ(v.weakest_opposed_share, r.weakest_opposed)
                           OR ref.differ(v.weakest_unshared_share, r.weakest_unshared)
                           OR ref.differ(v.weakest_strength_share, r.weakest_strength)
                           OR ref.differ(v.most_opposed_share, r.most_opposed_share))
FROM assignment_alignment v FULL JOIN (SELECT * FROM alignment WHERE moment = 'today') AS r ON v.assignment_id = r.assignment_id;
RETURN QUERY
SELECT 'assignment_alignment: reach, shares of defaults, the assignee''s goal that nothing serves',
       count(*),
       count(*) FILTER (WHERE v.unserved_assignee_goal_id IS DISTINCT FROM r.unserved
                           OR ref.differ(v.organization_reach_share, r.organization_reach)
                           OR ref.differ(v.gm_reach_share, r.gm_reach) OR ref.differ(v.assignee_reach_share, r.assignee_reach)
                           OR ref.differ(v.default_priority_share, r.default_share))
FROM assignment_alignment v FULL JOIN (SELECT * FROM alignment WHERE moment = 'today') AS r ON v.assignment_id = r.assignment_id;
RETURN QUERY
SELECT 'alignment_driver: every goal of every pair, its kind, its share of the loss, the goals behind it',
       count(*),
       count(*) FILTER (WHERE ROW(v.a, v.b, v.is_strategic, v.kind, v.a_own_goal_title, v.b_own_goal_title)
                              IS DISTINCT FROM ROW(r.a, r.b, r.is_strategic, r.kind, x.title, y.title)
                           OR ref.differ(v.a_points, r.x) OR ref.differ(v.b_points, r.y) OR ref.differ(v.loss_share, r.loss_share)
                           OR ref.differ(v.a_helps_points, r.x_helps) OR ref.differ(v.a_harms_points, r.x_harms)
                           OR ref.differ(v.b_helps_points, r.y_helps) OR ref.differ(v.b_harms_points, r.y_harms))
FROM alignment_driver v
FULL JOIN (SELECT d.* FROM driver d JOIN goal g ON g.id = d.goal_id WHERE d.moment = 'today') AS r
  ON (v.assignment_id, v.pair, v.goal_id) = (r.assignment_id, r.pair, r.goal_id)
LEFT JOIN goal x ON x.id = r.x_own LEFT JOIN goal y ON y.id = r.y_own;
RETURN QUERY
SELECT 'misaligned_assignment: who parts from whom over what, why, and what to do',
       count(*),
       count(*) FILTER (WHERE ROW(v.severity, v.weakest_pair, v.driver_goal_id, v.driver_goal_title, v.driver_kind,
                                  v.second_driver_goal_title, v.has_assignee_line_of_sight,
                                  v.reason_code, v.action_code, v.deciding_pair,
                                  regexp_replace(v.drivers, ' [01]\.\d{3} \(', ' (', 'g'), v.missing_line_of_sight)
                              IS DISTINCT FROM ROW(r.severity, r.weakest_pair, r.driver_goal, r.driver_title, r.driver_kind,
                                                   r.second_title, r.has_sight,
                                                   r.reason_code, r.action_code, r.deciding_pair, r.drivers, r.missing)
                           OR ref.differ(v.weakest_alignment_score, r.weakest_score) OR ref.differ(v.opposed_share, r.opposed_share)
                           OR ref.differ(v.driver_loss_share, r.driver_loss) OR ref.differ(v.second_driver_loss_share, r.second_loss))
FROM misaligned_assignment v FULL JOIN misaligned r ON v.assignment_id = r.assignment_id;
RETURN QUERY
SELECT 'rule_pair_below_band: the weakest pair of every move that has not ended',
       count(*),
       count(*) FILTER (WHERE ref.differ(v.score, r.weakest_high) OR v.driver IS DISTINCT FROM g.title
                           OR r.weakest_pair IS NOT NULL AND
                              ROW(v.p->>'a', v.p->>'b', v.p->>'goal_id', v.p->>'own_goal', v.p->>'assignee_goal')
                              IS DISTINCT FROM ROW(split_part(r.weakest_pair, '|', 1), split_part(r.weakest_pair, '|', 2),
                                                   r.weakest_driver_goal::text, o.title,
                                                   CASE WHEN r.weakest_pair LIKE 'assignee|%' THEN u.title END))
FROM (SELECT *, parameters::jsonb AS p FROM rule_pair_below_band) AS v
FULL JOIN (SELECT a.* FROM alignment a JOIN assignment m ON m.id = a.assignment_id
           WHERE a.moment = 'today' AND (m.end_date IS NULL OR m.end_date >= gmalign.today())) AS r ON v.subject_id = r.assignment_id
LEFT JOIN goal g ON g.id = r.weakest_driver_goal LEFT JOIN goal o ON o.id = r.weakest_own_goal LEFT JOIN goal u ON u.id = r.unserved;
RETURN QUERY
SELECT 'rule_opposed_pair: the most opposed pair of every move that has not ended',
       count(*),
       count(*) FILTER (WHERE ref.differ(v.score, r.most_opposed_low) OR v.driver IS DISTINCT FROM g.title
                           OR r.most_opposed_pair IS NOT NULL AND
                              ROW(v.p->>'a', v.p->>'b', v.p->>'goal_id', v.p->>'own_goal')
                              IS DISTINCT FROM ROW(split_part(r.most_opposed_pair, '|', 1), split_part(r.most_opposed_pair, '|', 2),
                                                   r.most_opposed_driver_goal::text, o.title))
FROM (SELECT *, parameters::jsonb AS p FROM rule_opposed_pair) AS v
FULL JOIN (SELECT a.* FROM alignment a JOIN assignment m ON m.id = a.assignment_id
           WHERE a.moment = 'today' AND (m.end_date IS NULL OR m.end_date >= gmalign.today())) AS r ON v.subject_id = r.assignment_id
LEFT JOIN goal g ON g.id = r.most_opposed_driver_goal LEFT JOIN goal o ON o.id = r.most_opposed_own_goal;
RETURN QUERY
SELECT 'landmark_alignment: the band as of the landmark, or as it was recorded then',
       count(*),
       count(*) FILTER (WHERE ROW(v.landmark_date, v.alignment_band, v.is_from_snapshot)
                              IS DISTINCT FROM ROW(r.day, r.band, r.is_from_snapshot))
FROM landmark_alignment v FULL JOIN landmark r ON v.assignment_id = r.assignment_id;
END $$;
SET search_path = :was_path;
