CREATE OR REPLACE VIEW gm_team_profile WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
score AS MATERIALIZED (
  SELECT a.gm_professional_id, a.assignment_status, a.organization_gm_score, a.alignment_band
  FROM assignment_alignment a
  WHERE a.gm_professional_id IS NOT NULL AND a.assignment_status NOT IN ('ended', 'cancelled')
),
link AS (
  SELECT e.person_id, e.survey_id, e.expectancy, e.instrumentality, e.valence, e.weakest_link, e.best_reward_code
  FROM expectancy e
  WHERE e.is_latest AND e.person_role = 'gm_professional'
),
professional AS (
  SELECT e.id AS person_id, e.org_unit_id
  FROM employee e
  JOIN employment w ON w.id = e.id AND w.is_employed
  WHERE e.id IN (SELECT s.gm_professional_id AS id FROM score s UNION SELECT l.person_id AS id FROM link l)
),
load AS (
  SELECT p.org_unit_id,
         count(*) FILTER (WHERE s.assignment_status = 'active') AS active_assignment_count,
         count(DISTINCT p.person_id) FILTER (WHERE s.organization_gm_score IS NOT NULL) AS scored_count,
         gmalign_private.mean(s.organization_gm_score) AS organization_gm_score,
         avg((s.alignment_band = 'misaligned')::integer) FILTER (WHERE s.alignment_band <> 'not scored')::float8 AS misaligned_share
  FROM professional p
  JOIN score s ON s.gm_professional_id = p.person_id
  GROUP BY p.org_unit_id
),
motive AS (
  SELECT p.org_unit_id,
         count(DISTINCT l.person_id) FILTER (WHERE l.weakest_link IS NOT NULL) AS answered_count,
         gmalign_private.mean(l.expectancy) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_expectancy,
         gmalign_private.mean(l.instrumentality) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_instrumentality,
         gmalign_private.mean(l.valence) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_valence,
         mode() WITHIN GROUP (ORDER BY l.weakest_link) AS weakest_link,
         mode() WITHIN GROUP (ORDER BY l.best_reward_code) AS best_reward_code
  FROM professional p
  JOIN link l ON l.person_id = p.person_id
  GROUP BY p.org_unit_id
),
driver AS (
  SELECT DISTINCT ON (a.org_unit_id) a.org_unit_id, a.code, a.answer, a.person_count
  FROM (SELECT p.org_unit_id, i.code, i.sort_order, gmalign_private.mean(gmalign_private.within(w.answer, 0, 1)) AS answer, count(DISTINCT p.person_id) AS person_count
        FROM professional p
        JOIN link l ON l.person_id = p.person_id
        JOIN survey_answer w ON w.survey_id = l.survey_id AND w.answer IS NOT NULL
        JOIN survey_item i ON i.id = w.item_id
        GROUP BY p.org_unit_id, i.code, i.sort_order) a
  ORDER BY a.org_unit_id, a.answer, a.sort_order NULLS LAST, a.code
),
growth AS (
  SELECT p.org_unit_id,
         count(*) AS gm_professional_count,
         avg((g.person_id IS NOT NULL)::integer)::float8 AS growth_goal_share,
         gmalign_private.total(d.hours) AS development_hours
  FROM professional p
  LEFT JOIN (SELECT DISTINCT v.employee_id AS person_id
             FROM review v CROSS JOIN clock c
             WHERE v.growth_goal_id IS NOT NULL AND v.held_on <= c.today) g ON g.person_id = p.person_id
  LEFT JOIN (SELECT v.employee_id AS person_id, gmalign_private.total(gmalign_private.amount(v.hours)) AS hours
             FROM development_activity v CROSS JOIN clock c
             WHERE v.done_on <= c.today AND v.done_on > c.today - 365
             GROUP BY v.employee_id) d ON d.person_id = p.person_id
  GROUP BY p.org_unit_id
)
SELECT coalesce(g.org_unit_id::text, 'none') AS id, g.org_unit_id, u.name AS org_unit,
       g.gm_professional_count::integer AS gm_professional_count, coalesce(m.answered_count, 0)::integer AS answered_count,
       coalesce(l.active_assignment_count, 0)::integer AS active_assignment_count,
       coalesce(l.active_assignment_count, 0)::float8 / g.gm_professional_count AS moves_per_person_ratio,
       m.mean_expectancy, m.mean_instrumentality, m.mean_valence, m.weakest_link,
       d.code AS weakest_driver, d.answer AS weakest_driver_value, m.best_reward_code,
       l.organization_gm_score, l.misaligned_share, g.growth_goal_share, g.development_hours,
       least(nullif(m.answered_count, 0), nullif(l.scored_count, 0), d.person_count, g.gm_professional_count)::integer AS person_count
FROM growth g
LEFT JOIN org_unit u ON u.id = g.org_unit_id
LEFT JOIN load l ON l.org_unit_id IS NOT DISTINCT FROM g.org_unit_id
LEFT JOIN motive m ON m.org_unit_id IS NOT DISTINCT FROM g.org_unit_id
LEFT JOIN driver d ON d.org_unit_id IS NOT DISTINCT FROM g.org_unit_id;
COMMENT ON VIEW gm_team_profile IS 'How the teams of Global Mobility professionals are doing: load, motivation, growth and how far their goals agree with the organization''s. One row per unit with GM professionals at work: people who run a move that has not ended, or were surveyed as GM professionals.';
COMMENT ON COLUMN gm_team_profile.id IS 'Key of the unit, or none.';
COMMENT ON COLUMN gm_team_profile.org_unit_id IS 'The unit. NULL: people without one.';
COMMENT ON COLUMN gm_team_profile.org_unit IS 'Its name. NULL: people without a unit.';
COMMENT ON COLUMN gm_team_profile.gm_professional_count IS 'GM professionals of the unit at work today.';
COMMENT ON COLUMN gm_team_profile.answered_count IS 'Those of them whose latest survey gives all three links.';
COMMENT ON COLUMN gm_team_profile.active_assignment_count IS 'Active moves they run.';
COMMENT ON COLUMN gm_team_profile.moves_per_person_ratio IS 'Active moves per GM professional, at least 0.';
COMMENT ON COLUMN gm_team_profile.mean_expectancy IS 'Can I do it? Mean over people, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN gm_team_profile.mean_instrumentality IS 'Does it pay? Mean over people, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN gm_team_profile.mean_valence IS 'Do I want it? Mean over people, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN gm_team_profile.weakest_link IS 'The link that is weakest for most of them: expectancy (tools), instrumentality (thanks) or valence. NULL: no answers.';
COMMENT ON COLUMN gm_team_profile.weakest_driver IS 'The survey item with the lowest mean answer, such as tools. NULL: none asked.';
COMMENT ON COLUMN gm_team_profile.weakest_driver_value IS 'Its mean answer, 0 (poor) to 1 (good). NULL: none asked.';
COMMENT ON COLUMN gm_team_profile.best_reward_code IS 'The reward whose surer following would help most of them most. NULL: none would.';
COMMENT ON COLUMN gm_team_profile.organization_gm_score IS 'Mean goal alignment of organization and GM professional over their moves that have not ended, 0 to 1. NULL: none scored.';
COMMENT ON COLUMN gm_team_profile.misaligned_share IS 'Share of those moves that are misaligned, 0 to 1. NULL: none scored.';
COMMENT ON COLUMN gm_team_profile.growth_goal_share IS 'Share of them with a growth goal agreed in a review, 0 to 1.';
COMMENT ON COLUMN gm_team_profile.development_hours IS 'Hours of development done in the last 365 days. NULL: none recorded.';
COMMENT ON COLUMN gm_team_profile.person_count IS 'The fewest people behind any figure of the row.';
