-- Views, alignment: how far the parties of each assignment agree, what drives
-- them apart, and which moves need somebody.

CREATE FUNCTION gmalign.comment_assignment_columns(view_name text) RETURNS void
  LANGUAGE plpgsql AS $make$
DECLARE
  c record;
BEGIN
  -- one wording for the columns every assignment-level view begins with
  FOR c IN
    SELECT v.column_name, v.comment
    FROM (VALUES
      ('assignment_id', 'Key of the assignment.'),
      ('assignment_external_id', 'The assignment''s id in the source system.'),
      ('assignment_type', 'Type of assignment.'),
      ('purpose', 'Main purpose of the move.'),
      ('home_country', 'Country left.'),
      ('host_country', 'Country gone to.'),
      ('org_unit_id', 'The unit that sends and pays.'),
      ('org_unit', 'Name of that unit.'),
      ('gm_professional_id', 'The Global Mobility professional who runs the move.'),
      ('start_date', 'First day abroad.'),
      ('planned_end_date', 'Planned last day abroad.'),
      ('assignment_status', 'planned, active or ended, as of today.')
    ) AS v (column_name, comment)
  LOOP
    EXECUTE pg_catalog.format('COMMENT ON COLUMN %I.%I IS %L', view_name, c.column_name, c.comment);
  END LOOP;
END $make$;
COMMENT ON FUNCTION gmalign.comment_assignment_columns(text) IS
  'Called by gmalign.install(): comments the columns that all assignment-level views share.';

CREATE FUNCTION gmalign.party_name(party text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
  RETURN CASE party WHEN 'organization' THEN 'the organization'
                    WHEN 'gm_professional' THEN 'the GM professional'
                    WHEN 'assignee' THEN 'the assignee'
                    ELSE party END;
COMMENT ON FUNCTION gmalign.party_name(text) IS 'A party as sentences in the views call it.';

CREATE FUNCTION gmalign.fought_through(a_points float8, b_points float8, a_own_goal text, b_own_goal text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN a_points < 0 OR (coalesce(b_points, 0) >= 0 AND abs(a_points) > abs(coalesce(b_points, 0)))
              THEN a_own_goal ELSE b_own_goal END;
COMMENT ON FUNCTION gmalign.fought_through(float8, float8, text, text) IS
  'Called by the views: through which own goal two parties part over a goal they give these points: of the side that works against it, else of the larger. NULL points: the goal is not named.';

CREATE FUNCTION gmalign.parting_reason(a text, opposed_share float8, unshared_share float8, strength_share float8,
                                       assignee_reach_share float8, opposed_from float8, reach_from float8) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN opposed_share >= opposed_from THEN 'opposed'
              WHEN a = 'assignee' AND assignee_reach_share < reach_from THEN 'no_career_path'
              WHEN unshared_share >= strength_share THEN 'unshared'
              ELSE 'strength' END;
COMMENT ON FUNCTION gmalign.parting_reason(text, float8, float8, float8, float8, float8, float8) IS
  'Called by the views: why two parties part, as a code. The assignee, when one of the two, comes first by name.';

CREATE FUNCTION gmalign.make_view_party_points() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW party_points WITH (security_invoker = true) AS
  SELECT l.assignment_id || ' ' || l.party || ' ' || l.goal_id AS id,
         l.assignment_id, l.party, l.goal_id, bool_or(l.is_strategic) AS is_strategic,
         sum(l.points) AS points,
         sum(greatest(l.points, 0)) AS helps_points,
         sum(greatest(0 - l.points, 0)) AS harms_points,
         (array_agg(l.own_goal_id ORDER BY abs(l.points) DESC, l.own_goal_id))[1] AS own_goal_id,
         min(l.voice_count) AS voice_count, min(l.default_voice_count) AS default_voice_count,
         min(l.oldest_priority_date) AS oldest_priority_date,
         bool_or(l.has_line_of_sight) AS has_line_of_sight
  FROM lifted_points l
  GROUP BY l.assignment_id, l.party, l.goal_id;
  COMMENT ON VIEW party_points IS 'What each party wants from each assignment, in points, after every goal''s points have moved up to the strategic goals it serves. One row per assignment, party and compared goal; the magnitudes of a party sum to 1 (less where its voices disagree).';
  COMMENT ON COLUMN party_points.id IS 'Key of the row: assignment, party and goal.';
  COMMENT ON COLUMN party_points.assignment_id IS 'The assignment.';
  COMMENT ON COLUMN party_points.party IS 'organization, gm_professional or assignee.';
  COMMENT ON COLUMN party_points.goal_id IS 'The goal compared: a strategic goal, or an own goal as far as it serves none.';
  COMMENT ON COLUMN party_points.is_strategic IS 'Whether the compared goal is strategic.';
  COMMENT ON COLUMN party_points.points IS 'Net points, -1 to 1; negative works against the goal.';
  COMMENT ON COLUMN party_points.helps_points IS 'Points that help the goal, 0 to 1.';
  COMMENT ON COLUMN party_points.harms_points IS 'Points that work against it, 0 to 1.';
  COMMENT ON COLUMN party_points.own_goal_id IS 'The own goal that brings most of them.';
  COMMENT ON COLUMN party_points.voice_count IS 'Voices that speak for the party here.';
  COMMENT ON COLUMN party_points.default_voice_count IS 'Those of them that rest on the defaults of the purpose.';
  COMMENT ON COLUMN party_points.oldest_priority_date IS 'Oldest statement of the party in use. NULL: only defaults.';
  COMMENT ON COLUMN party_points.has_line_of_sight IS 'Whether the own goals behind the row reach strategy, wholly or in part.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_party_points() IS
  'Called by gmalign.install(): makes or replaces the view party_points in the first schema of the search path.';

CREATE FUNCTION gmalign.judge_pairs(pairs gmalign.pair_alignment[], misaligned_below float8, opposed_from float8,
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
COMMENT ON FUNCTION gmalign.judge_pairs(gmalign.pair_alignment[], float8, float8, float8, float8) IS
  'Called by the views: how the pairs of an assignment stand against the thresholds: pairs with a score, and the score of each by name; when there are three, the worst standing, 1 misaligned, 2 mixed, 3 aligned, and as places in the array the pair that decides it, the weakest and the most opposed.';

CREATE FUNCTION gmalign.pair_name(pair gmalign.pair_alignment) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN (pair).a || '|' || (pair).b;
COMMENT ON FUNCTION gmalign.pair_name(gmalign.pair_alignment) IS 'Called by the views: a pair as they call it, a|b.';

CREATE FUNCTION gmalign.make_view_assignment_alignment() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW assignment_alignment WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  rule AS (
    SELECT max(v.number_value) FILTER (WHERE v.code = 'misaligned_below') AS misaligned_below,
           max(v.number_value) FILTER (WHERE v.code = 'opposed_from') AS opposed_from,
           max(v.number_value) FILTER (WHERE v.code = 'aligned_from') AS aligned_from,
           max(v.number_value) FILTER (WHERE v.code = 'beyond_chance_from') AS beyond_chance_from
    FROM (SELECT d.code, coalesce(s.number_value, d.number_value) AS number_value
          FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code) v
  ),
  -- one pass over the points, which are most of the work; goals that several
  -- own goals serve are summed by the aggregates
  scored AS (
    SELECT p.assignment_id,
           gmalign.stakeholder_pairs(p.party, p.goal_id, p.points) AS pairs,
           gmalign.mutual_alignment(p.party, p.goal_id, p.points) AS mutual_alignment_score,
           gmalign.shared_goal_count(p.party, p.goal_id, p.points) AS shared_goal_count,
           gmalign.pair_drivers(p.party, p.goal_id, p.points) AS drivers,
           sum(abs(p.points)) FILTER (WHERE p.party = 'organization') AS organization_total,
           sum(abs(p.points)) FILTER (WHERE p.party = 'gm_professional') AS gm_total,
           sum(abs(p.points)) FILTER (WHERE p.party = 'assignee') AS assignee_total,
           sum(abs(p.points)) FILTER (WHERE p.party = 'organization' AND p.is_strategic) AS organization_reach,
           sum(abs(p.points)) FILTER (WHERE p.party = 'gm_professional' AND p.is_strategic) AS gm_reach,
           sum(abs(p.points)) FILTER (WHERE p.party = 'assignee' AND p.is_strategic) AS assignee_reach,
           -- the same on every row of a party
           max(p.default_voice_count::float8 / p.voice_count) FILTER (WHERE p.party = 'organization') AS organization_default,
           max(p.default_voice_count::float8 / p.voice_count) FILTER (WHERE p.party = 'gm_professional') AS gm_default,
           max(p.default_voice_count::float8 / p.voice_count) FILTER (WHERE p.party = 'assignee') AS assignee_default,
           min(p.oldest_priority_date) AS oldest_priority_date
    FROM lifted_points p
    GROUP BY p.assignment_id
  )
  SELECT a.id,
         a.id AS assignment_id, a.external_id AS assignment_external_id, a.assignment_type, a.purpose,
         a.home_country, a.host_country, a.org_unit_id, u.name AS org_unit, a.gm_professional_id,
         a.start_date, a.planned_end_date,
         gmalign.assignment_status(a.start_date, a.end_date, c.today) AS assignment_status,
         j.pair_count = 3 AS is_scored,
         CASE WHEN j.pair_count = 3 THEN NULL
              WHEN num_nonnulls(s.organization_total, s.gm_total, s.assignee_total) < 3 THEN 'not heard: ' || concat_ws(', ',
                     CASE WHEN s.organization_total IS NULL THEN gmalign.party_name('organization') END,
                     CASE WHEN s.gm_total IS NULL THEN gmalign.party_name('gm_professional') END,
                     CASE WHEN s.assignee_total IS NULL THEN gmalign.party_name('assignee') END)
              ELSE 'what two parties want cancels out'
         END AS unscored_reason,
         num_nonnulls(s.organization_total, s.gm_total, s.assignee_total)::bigint AS party_count,
         s.organization_total IS NOT NULL AS is_organization_heard,
         s.gm_total IS NOT NULL AS is_gm_professional_heard,
         s.assignee_total IS NOT NULL AS is_assignee_heard,
         coalesce((s.pairs[1]).goal_count, 0) AS goal_count,
         coalesce(s.shared_goal_count, 0) AS shared_goal_count,
         j.organization_gm_score, j.organization_assignee_score, j.gm_assignee_score,
         CASE WHEN j.pair_count = 3 THEN s.mutual_alignment_score END AS mutual_alignment_score,
         (s.pairs[j.weakest]).score AS weakest_alignment_score,
         gmalign.pair_name(s.pairs[j.weakest]) AS weakest_pair,
         (s.pairs[j.decided]).beyond_chance AS beyond_chance_index,
         (s.pairs[j.decided]).opposed_share AS opposed_share,
         (s.pairs[j.decided]).unshared_share AS unshared_share,
         (s.pairs[j.decided]).strength_share AS strength_share,
         coalesce((ARRAY['misaligned', 'mixed', 'aligned'])[j.standing], 'not scored') AS alignment_band,
         CASE WHEN s.organization_total IS NOT NULL THEN coalesce(s.organization_reach / nullif(s.organization_total, 0), 0) END AS organization_reach_share,
         CASE WHEN s.gm_total IS NOT NULL THEN coalesce(s.gm_reach / nullif(s.gm_total, 0), 0) END AS gm_reach_share,
         CASE WHEN s.assignee_total IS NOT NULL THEN coalesce(s.assignee_reach / nullif(s.assignee_total, 0), 0) END AS assignee_reach_share,
         (coalesce(s.organization_default, 0) + coalesce(s.gm_default, 0) + coalesce(s.assignee_default, 0))
           / nullif(num_nonnulls(s.organization_default, s.gm_default, s.assignee_default), 0) AS default_priority_share,
         s.oldest_priority_date,
         t.start_score,
         t.previous_score,
         CASE WHEN j.pair_count = 3 THEN s.mutual_alignment_score - t.previous_score END AS score_change,
         gmalign.pair_name(s.pairs[j.decided]) AS deciding_pair,
         (s.pairs[j.most_opposed]).opposed_share AS most_opposed_share,
         gmalign.pair_name(s.pairs[j.most_opposed]) AS most_opposed_pair,
         s.drivers[j.decided] AS driver_goal_id,
         s.drivers[j.weakest] AS weakest_driver_goal_id,
         (s.pairs[j.weakest]).opposed_share AS weakest_opposed_share,
         (s.pairs[j.weakest]).unshared_share AS weakest_unshared_share,
         (s.pairs[j.weakest]).strength_share AS weakest_strength_share,
         s.drivers[j.most_opposed] AS most_opposed_driver_goal_id
  FROM assignment a
  CROSS JOIN clock c
  CROSS JOIN rule r
  LEFT JOIN org_unit u ON u.id = a.org_unit_id
  LEFT JOIN scored s ON s.assignment_id = a.id
  CROSS JOIN LATERAL gmalign.judge_pairs(s.pairs, r.misaligned_below, r.opposed_from, r.aligned_from, r.beyond_chance_from) AS j
  -- by index: of years of nightly snapshots these are two rows; as expressions,
  -- so that a query that does not ask need not look
  CROSS JOIN LATERAL (
    SELECT (SELECT n.mutual_alignment
            FROM alignment_snapshot n
            WHERE n.assignment_id = a.id::text AND n.taken_on < c.today AND n.mutual_alignment IS NOT NULL
            ORDER BY n.taken_on
            LIMIT 1) AS start_score,
           (SELECT n.mutual_alignment
            FROM alignment_snapshot n
            WHERE n.assignment_id = a.id::text AND n.taken_on < c.today AND n.mutual_alignment IS NOT NULL
            ORDER BY n.taken_on DESC
            LIMIT 1) AS previous_score) AS t;
  COMMENT ON VIEW assignment_alignment IS 'How far the organization, the GM professional and the assignee agree on each assignment. One row per assignment, also when it cannot be scored.';
  PERFORM gmalign.comment_assignment_columns('assignment_alignment');
  COMMENT ON COLUMN assignment_alignment.id IS 'Key of the assignment.';
  COMMENT ON COLUMN assignment_alignment.is_scored IS 'Whether all three parties are heard and every pair has a score.';
  COMMENT ON COLUMN assignment_alignment.unscored_reason IS 'Why it is not scored, in words. NULL: it is.';
  COMMENT ON COLUMN assignment_alignment.party_count IS 'Parties heard, 0 to 3.';
  COMMENT ON COLUMN assignment_alignment.is_organization_heard IS 'Whether a voice of the organization stated priorities, or the purpose has defaults for one.';
  COMMENT ON COLUMN assignment_alignment.is_gm_professional_heard IS 'Whether the GM professional stated priorities, or the purpose has defaults.';
  COMMENT ON COLUMN assignment_alignment.is_assignee_heard IS 'Whether the assignee or the family stated priorities.';
  COMMENT ON COLUMN assignment_alignment.goal_count IS 'Goals compared: strategic goals, and own goals as far as they serve none. 0 when fewer than two parties are heard.';
  COMMENT ON COLUMN assignment_alignment.shared_goal_count IS 'Goals compared that at least two parties give points.';
  COMMENT ON COLUMN assignment_alignment.organization_gm_score IS 'Goal alignment of organization and GM professional, 0 to 1, 1 = the same priorities. NULL: one is not heard.';
  COMMENT ON COLUMN assignment_alignment.organization_assignee_score IS 'Goal alignment of organization and assignee, 0 to 1. NULL: one is not heard.';
  COMMENT ON COLUMN assignment_alignment.gm_assignee_score IS 'Goal alignment of GM professional and assignee, 0 to 1. NULL: one is not heard.';
  COMMENT ON COLUMN assignment_alignment.mutual_alignment_score IS 'Mean goal alignment of the three pairs, 0 to 1, 1 = the same priorities. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.weakest_alignment_score IS 'Lowest goal alignment of the three pairs, 0 to 1. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.weakest_pair IS 'The pair with the lowest, as a|b. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.beyond_chance_index IS 'Alignment of the deciding pair beyond chance, at most 1; 0 = as random priorities would, negative = worse. NULL: not scored, or nothing to correct.';
  COMMENT ON COLUMN assignment_alignment.opposed_share IS 'Share on which the deciding pair pulls in opposite directions, 0 to 1. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.unshared_share IS 'Share of the deciding pair on goals named by one party only, 0 to 1. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.strength_share IS 'Share of the deciding pair on the same goals with different weight, 0 to 1. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.alignment_band IS 'aligned, mixed, misaligned or not scored (thresholds in setting).';
  COMMENT ON COLUMN assignment_alignment.organization_reach_share IS 'Share of the organization''s points that reach a strategic goal, 0 to 1. NULL: not heard.';
  COMMENT ON COLUMN assignment_alignment.gm_reach_share IS 'Share of the GM professional''s points that reach a strategic goal, 0 to 1. NULL: not heard.';
  COMMENT ON COLUMN assignment_alignment.assignee_reach_share IS 'Share of the assignee''s points that reach a strategic goal, 0 to 1. NULL: not heard.';
  COMMENT ON COLUMN assignment_alignment.default_priority_share IS 'How much of the score rests on defaults of the purpose, 0 to 1. NULL: nobody heard.';
  COMMENT ON COLUMN assignment_alignment.oldest_priority_date IS 'Oldest statement in use. NULL: only defaults.';
  COMMENT ON COLUMN assignment_alignment.start_score IS 'Mutual alignment at the first snapshot with a score, 0 to 1. NULL: there is none before today.';
  COMMENT ON COLUMN assignment_alignment.previous_score IS 'Mutual alignment at the latest snapshot with a score before today, 0 to 1. NULL: there is none.';
  COMMENT ON COLUMN assignment_alignment.score_change IS 'Mutual alignment now minus previous_score, -1 to 1. NULL: one of them is not known.';
  COMMENT ON COLUMN assignment_alignment.deciding_pair IS 'The pair that decides the band, as a|b: the worst placed of the three. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.most_opposed_share IS 'Largest share on which two of the parties pull in opposite directions, 0 to 1. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.most_opposed_pair IS 'Which two, as a|b. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.driver_goal_id IS 'The goal with the largest share of the deciding pair''s loss. NULL: not scored, or no loss.';
  COMMENT ON COLUMN assignment_alignment.weakest_driver_goal_id IS 'The goal with the largest share of the weakest pair''s loss. NULL: not scored, or no loss.';
  COMMENT ON COLUMN assignment_alignment.weakest_opposed_share IS 'Share on which the weakest pair pulls in opposite directions, 0 to 1. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.weakest_unshared_share IS 'Share of the weakest pair on goals named by one party only, 0 to 1. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.weakest_strength_share IS 'Share of the weakest pair on the same goals with different weight, 0 to 1. NULL: not scored.';
  COMMENT ON COLUMN assignment_alignment.most_opposed_driver_goal_id IS 'The goal with the largest share of the most opposed pair''s loss. NULL: not scored, or no loss.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_assignment_alignment() IS
  'Called by gmalign.install(): makes or replaces the view assignment_alignment in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_alignment_driver() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW alignment_driver WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  pair (pair, a, b) AS (
    VALUES ('assignee|gm_professional', 'assignee', 'gm_professional'),
           ('assignee|organization', 'assignee', 'organization'),
           ('gm_professional|organization', 'gm_professional', 'organization')
  ),
  side AS (
    SELECT p.assignment_id, q.pair, q.a, q.b, p.goal_id, bool_or(p.is_strategic) AS is_strategic,
           coalesce(sum(p.points) FILTER (WHERE p.party = q.a), 0) AS a_points,
           coalesce(sum(p.points) FILTER (WHERE p.party = q.b), 0) AS b_points,
           coalesce(sum(p.helps_points) FILTER (WHERE p.party = q.a), 0) AS a_helps_points,
           coalesce(sum(p.harms_points) FILTER (WHERE p.party = q.a), 0) AS a_harms_points,
           coalesce(sum(p.helps_points) FILTER (WHERE p.party = q.b), 0) AS b_helps_points,
           coalesce(sum(p.harms_points) FILTER (WHERE p.party = q.b), 0) AS b_harms_points,
           (array_agg(p.own_goal_id) FILTER (WHERE p.party = q.a))[1] AS a_own_goal_id,
           (array_agg(p.own_goal_id) FILTER (WHERE p.party = q.b))[1] AS b_own_goal_id
    FROM party_points p
    -- in coalesce, because comparing columns the planner expects next to no rows
    JOIN pair q ON coalesce(p.party IN (q.a, q.b), false)
    GROUP BY p.assignment_id, q.pair, q.a, q.b, p.goal_id
  ),
  weighed AS (
    SELECT s.*,
           sum(abs(s.a_points) + abs(s.b_points)) OVER w AS total,
           count(s.a_own_goal_id) OVER w > 0 AND count(s.b_own_goal_id) OVER w > 0 AS is_heard
    FROM side s
    WINDOW w AS (PARTITION BY s.assignment_id, s.pair)
  )
  SELECT w.assignment_id || ' ' || w.pair || ' ' || w.goal_id AS id,
         w.assignment_id, a.external_id AS assignment_external_id, a.assignment_type, a.purpose,
         a.home_country, a.host_country, a.org_unit_id, u.name AS org_unit, a.gm_professional_id,
         a.start_date, a.planned_end_date,
         gmalign.assignment_status(a.start_date, a.end_date, c.today) AS assignment_status,
         w.pair, w.a, w.b, w.goal_id, g.title AS goal_title, w.is_strategic,
         CASE WHEN w.a_points = w.b_points THEN NULL
              WHEN w.a_points * w.b_points < 0 THEN 'opposed'
              WHEN w.a_points = 0 OR w.b_points = 0 THEN 'unshared'
              ELSE 'strength' END AS kind,
         w.a_points, w.b_points,
         w.a_helps_points, w.a_harms_points, w.b_helps_points, w.b_harms_points,
         ga.title AS a_own_goal_title, gb.title AS b_own_goal_title,
         gmalign.alignment_loss(w.a_points, w.b_points, 1, w.total) AS loss_share
  FROM weighed w
  CROSS JOIN clock c
  JOIN assignment a ON a.id = w.assignment_id
  JOIN goal g ON g.id = w.goal_id
  LEFT JOIN goal ga ON ga.id = w.a_own_goal_id
  LEFT JOIN goal gb ON gb.id = w.b_own_goal_id
  LEFT JOIN org_unit u ON u.id = a.org_unit_id
  WHERE coalesce(w.is_heard AND w.total > 0, false);
  COMMENT ON VIEW alignment_driver IS 'Which goals drive two parties of an assignment apart, and by how much. One row per assignment, pair of parties and goal compared: a strategic goal, or an own goal as far as it serves none.';
  PERFORM gmalign.comment_assignment_columns('alignment_driver');
  COMMENT ON COLUMN alignment_driver.id IS 'Key of the row: assignment, pair and goal.';
  COMMENT ON COLUMN alignment_driver.pair IS 'The two parties, as a|b.';
  COMMENT ON COLUMN alignment_driver.a IS 'First party.';
  COMMENT ON COLUMN alignment_driver.b IS 'Second party.';
  COMMENT ON COLUMN alignment_driver.goal_id IS 'The goal compared.';
  COMMENT ON COLUMN alignment_driver.goal_title IS 'Title of the goal compared.';
  COMMENT ON COLUMN alignment_driver.is_strategic IS 'Whether the goal compared is strategic.';
  COMMENT ON COLUMN alignment_driver.kind IS 'opposed: they pull in opposite directions; unshared: named by one party only; strength: the same goal, different weight. NULL: no difference.';
  COMMENT ON COLUMN alignment_driver.a_points IS 'Net points of a for the goal, -1 to 1.';
  COMMENT ON COLUMN alignment_driver.b_points IS 'Net points of b for the goal, -1 to 1.';
  COMMENT ON COLUMN alignment_driver.a_helps_points IS 'Points of a that help the goal, 0 to 1.';
  COMMENT ON COLUMN alignment_driver.a_harms_points IS 'Points of a that work against it, 0 to 1.';
  COMMENT ON COLUMN alignment_driver.b_helps_points IS 'Points of b that help the goal, 0 to 1.';
  COMMENT ON COLUMN alignment_driver.b_harms_points IS 'Points of b that work against it, 0 to 1.';
  COMMENT ON COLUMN alignment_driver.a_own_goal_title IS 'The goal of a that brings most of its points here. NULL: a has none.';
  COMMENT ON COLUMN alignment_driver.b_own_goal_title IS 'The goal of b that brings most of its points here. NULL: b has none.';
  COMMENT ON COLUMN alignment_driver.loss_share IS 'The goal''s share of the loss of alignment, 0 to 1; over a pair they sum to 1 minus its score.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_alignment_driver() IS
  'Called by gmalign.install(): makes or replaces the view alignment_driver in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_misaligned_assignment() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW misaligned_assignment WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  rule AS (
    SELECT max(v.number_value) FILTER (WHERE v.code = 'misaligned_below') AS misaligned_below,
           max(v.number_value) FILTER (WHERE v.code = 'opposed_from') AS opposed_from,
           max(v.number_value) FILTER (WHERE v.code = 'aligned_from') AS aligned_from,
           max(v.number_value) FILTER (WHERE v.code = 'beyond_chance_from') AS beyond_chance_from,
           max(v.number_value) FILTER (WHERE v.code = 'reach_from') AS reach_from
    FROM (SELECT d.code, coalesce(s.number_value, d.number_value) AS number_value
          FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code) v
  ),
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
           (s.pairs[j.weakest]).score AS weakest_alignment_score, gmalign.pair_name(s.pairs[j.weakest]) AS weakest_pair,
           (s.pairs[j.decided]).a, (s.pairs[j.decided]).b, (s.pairs[j.decided]).opposed_share,
           (s.pairs[j.decided]).unshared_share, (s.pairs[j.decided]).strength_share, s.drivers[j.decided] AS driver_goal_id
    FROM scored s
    JOIN assignment m ON m.id = s.assignment_id
    CROSS JOIN clock c
    CROSS JOIN rule r
    CROSS JOIN LATERAL gmalign.judge_pairs(s.pairs, r.misaligned_below, r.opposed_from, r.aligned_from, r.beyond_chance_from) AS j
    WHERE j.standing = 1
      AND gmalign.assignment_status(m.start_date, m.end_date, c.today) <> 'ended'
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
           gmalign.fought_through(t.a_points, t.b_points, t.a_own_goal, t.b_own_goal) AS own_goal,
           m.assignee_reach_share >= r.reach_from AS has_assignee_line_of_sight,
           gmalign.parting_reason(m.a, m.opposed_share, m.unshared_share, m.strength_share, m.assignee_reach_share,
                                  r.opposed_from, r.reach_from) AS reason_code
    FROM misaligned m
    CROSS JOIN rule r
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
         gmalign.assignment_status(s.start_date, s.end_date, c.today) AS assignment_status,
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
  PERFORM gmalign.comment_assignment_columns('misaligned_assignment');
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
END $make$;
COMMENT ON FUNCTION gmalign.make_view_misaligned_assignment() IS
  'Called by gmalign.install(): makes or replaces the view misaligned_assignment in the first schema of the search path.';
