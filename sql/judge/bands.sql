-- Judge, bands: the numbers of an assignment's pairs against the thresholds.

CREATE FUNCTION gmalign_private.judge_pairs(pairs gmalign.pair_alignment[], misaligned_below float8, opposed_from float8,
                                    aligned_from float8, beyond_chance_from float8)
  RETURNS TABLE (pair_count bigint, standing integer, decided integer, weakest integer, most_opposed integer,
                 organization_gm_score float8, organization_assignee_score float8, gm_assignee_score float8)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT count(*),
         CASE WHEN count(*) = 3 THEN min(p.standing) END,
         -- the worst standing decides; within it the lowest score, then as weakest_pair
         CASE WHEN count(*) = 3 THEN (array_agg(p.place ORDER BY p.standing, p.tied_score, p.tied_opposed DESC, p.place))[1] END,
         CASE WHEN count(*) = 3 THEN (array_agg(p.place ORDER BY p.tied_score, p.tied_opposed DESC, p.place))[1] END,
         CASE WHEN count(*) = 3 THEN (array_agg(p.place ORDER BY p.opposed_share DESC, p.place))[1] END,
         max(p.score) FILTER (WHERE p.a = 'gm_professional' AND p.b = 'organization'),
         max(p.score) FILTER (WHERE p.a = 'assignee' AND p.b = 'organization'),
         max(p.score) FILTER (WHERE p.a = 'assignee' AND p.b = 'gm_professional')
  FROM (SELECT q.place::integer AS place, q.a, q.b, q.score, q.opposed_share,
               round(q.score::numeric, 12) AS tied_score, round(q.opposed_share::numeric, 12) AS tied_opposed,
               CASE WHEN q.score < misaligned_below OR q.opposed_share >= opposed_from THEN 1
                    WHEN q.score >= aligned_from
                     AND (q.beyond_chance >= beyond_chance_from OR q.beyond_chance IS NULL) THEN 3
                    ELSE 2 END AS standing
        FROM unnest(pairs) WITH ORDINALITY
          AS q (a, b, score, chance, beyond_chance, opposed_share, unshared_share, strength_share, goal_count,
                shared_goal_count, place)
        WHERE q.score IS NOT NULL) p;
END;
COMMENT ON FUNCTION gmalign_private.judge_pairs(gmalign.pair_alignment[], float8, float8, float8, float8) IS
  'How the pairs of an assignment stand against the thresholds: pairs with a score, and the score of each by name; when there are three, the worst standing, 1 misaligned, 2 mixed, 3 aligned, and as places in the array the pair that decides it, the weakest and the most opposed.';

CREATE FUNCTION gmalign_private.parting_reason(a text, opposed_share float8, unshared_share float8, strength_share float8,
                                       assignee_reach_share float8, opposed_from float8, reach_from float8) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN opposed_share >= opposed_from THEN 'opposed'
              WHEN a = 'assignee' AND assignee_reach_share < reach_from THEN 'no_career_path'
              WHEN unshared_share >= strength_share THEN 'unshared'
              ELSE 'strength' END;
COMMENT ON FUNCTION gmalign_private.parting_reason(text, float8, float8, float8, float8, float8, float8) IS
  'Why two parties part, as a code. The assignee, when one of the two, comes first by name.';

CREATE FUNCTION gmalign_private.fought_through(a_points float8, b_points float8, a_own_goal text, b_own_goal text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN a_points < 0 OR (coalesce(b_points, 0) >= 0 AND abs(a_points) > abs(coalesce(b_points, 0)))
              THEN a_own_goal ELSE b_own_goal END;
COMMENT ON FUNCTION gmalign_private.fought_through(float8, float8, text, text) IS
  'Through which own goal two parties part over a goal they give these points: of the side that works against it, else of the larger. NULL points: the goal is not named.';
