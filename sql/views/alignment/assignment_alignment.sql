CREATE OR REPLACE VIEW assignment_alignment WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
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
       gmalign_private.assignment_status(a.start_date, a.end_date, c.today) AS assignment_status,
       j.pair_count = 3 AS is_scored,
       CASE WHEN j.pair_count = 3 THEN NULL
            WHEN num_nonnulls(s.organization_total, s.gm_total, s.assignee_total) < 3 THEN 'not heard: ' || concat_ws(', ',
                   CASE WHEN s.organization_total IS NULL THEN gmalign_private.party_name('organization') END,
                   CASE WHEN s.gm_total IS NULL THEN gmalign_private.party_name('gm_professional') END,
                   CASE WHEN s.assignee_total IS NULL THEN gmalign_private.party_name('assignee') END)
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
       gmalign_private.pair_name(s.pairs[j.weakest]) AS weakest_pair,
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
       gmalign_private.pair_name(s.pairs[j.decided]) AS deciding_pair,
       (s.pairs[j.most_opposed]).opposed_share AS most_opposed_share,
       gmalign_private.pair_name(s.pairs[j.most_opposed]) AS most_opposed_pair,
       s.drivers[j.decided] AS driver_goal_id,
       s.drivers[j.weakest] AS weakest_driver_goal_id,
       (s.pairs[j.weakest]).opposed_share AS weakest_opposed_share,
       (s.pairs[j.weakest]).unshared_share AS weakest_unshared_share,
       (s.pairs[j.weakest]).strength_share AS weakest_strength_share,
       s.drivers[j.most_opposed] AS most_opposed_driver_goal_id
FROM assignment a
CROSS JOIN clock c
CROSS JOIN setting_in_force r
LEFT JOIN org_unit u ON u.id = a.org_unit_id
LEFT JOIN scored s ON s.assignment_id = a.id
CROSS JOIN LATERAL gmalign_private.judge_pairs(s.pairs, r.misaligned_below, r.opposed_from, r.aligned_from, r.beyond_chance_from) AS j
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
SELECT gmalign_private.comment_assignment_columns('assignment_alignment');
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
