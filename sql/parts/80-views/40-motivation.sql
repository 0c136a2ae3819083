-- Views, motivation: rewards offered and wanted, what holds a role back, and
-- how the Global Mobility teams themselves are doing.

CREATE FUNCTION gmalign.make_view_reward_fit() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW reward_fit WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  survey AS (
    SELECT s.id, s.employee_id, s.person_role, s.assignment_id, s.act, s.asked_on, s.expectancy,
           row_number() OVER (PARTITION BY s.employee_id, s.person_role, s.act
                              ORDER BY s.asked_on DESC, s.id DESC) = 1 AS is_latest
    FROM expectancy_survey s CROSS JOIN clock c
    WHERE s.asked_on <= c.today
  ),
  named AS (
    SELECT o.survey_id, o.reward_id, o.is_offered, o.instrumentality, o.valence,
           CASE WHEN NOT o.is_offered THEN 0
                WHEN o.instrumentality IS NOT NULL THEN greatest(o.instrumentality, 0) END AS offered
    FROM expectancy_outcome o
  ),
  weighed AS (
    SELECT n.*,
           sum(abs(n.offered) + abs(n.valence)) OVER w AS total,
           gmalign.reward_fit(n.offered, n.valence) OVER w AS fit
    FROM named n
    WINDOW w AS (PARTITION BY n.survey_id)
  )
  SELECT s.id || ' ' || w.reward_id AS id,
         s.id AS survey_id, s.employee_id AS person_id, s.person_role, s.assignment_id, s.act, s.asked_on, s.is_latest,
         r.code AS reward_code, r.name AS reward_name, w.is_offered,
         w.offered AS offered_index, w.valence AS valued_index,
         CASE WHEN w.offered IS NULL OR w.valence IS NULL OR w.offered = w.valence THEN NULL
              WHEN w.valence < 0 AND w.offered > 0 THEN 'offered but unwanted'
              WHEN w.offered < w.valence THEN 'wanted more than offered'
              WHEN w.valence < 0 THEN 'unwanted and not offered'
              ELSE 'offered more than wanted' END AS kind,
         gmalign.alignment_loss(w.offered, w.valence, 1, nullif(w.total, 0)) AS loss_share,
         w.fit AS reward_fit_score,
         s.expectancy * greatest(w.valence, 0) * (1 - w.instrumentality) AS force_gain
  FROM weighed w
  JOIN survey s ON s.id = w.survey_id
  JOIN reward r ON r.id = w.reward_id;
  COMMENT ON VIEW reward_fit IS 'Which rewards are offered and which are wanted. One row per survey up to today and reward named; the losses of a survey sum to 1 minus its reward fit.';
  COMMENT ON COLUMN reward_fit.id IS 'Key of the row: survey and reward.';
  COMMENT ON COLUMN reward_fit.survey_id IS 'Key of the survey.';
  COMMENT ON COLUMN reward_fit.person_id IS 'The person asked.';
  COMMENT ON COLUMN reward_fit.person_role IS 'assignee, gm_professional or other.';
  COMMENT ON COLUMN reward_fit.assignment_id IS 'The assignment it is about. NULL: the job in general.';
  COMMENT ON COLUMN reward_fit.act IS 'The act asked about.';
  COMMENT ON COLUMN reward_fit.asked_on IS 'Day of the survey.';
  COMMENT ON COLUMN reward_fit.is_latest IS 'Whether it is the latest of this person, role and act.';
  COMMENT ON COLUMN reward_fit.reward_code IS 'Code of the reward.';
  COMMENT ON COLUMN reward_fit.reward_name IS 'Name of the reward.';
  COMMENT ON COLUMN reward_fit.is_offered IS 'Whether the organisation offers it at all.';
  COMMENT ON COLUMN reward_fit.offered_index IS 'How surely the person gets it for performing, 0 to 1; 0 when it is not offered. NULL: no answer.';
  COMMENT ON COLUMN reward_fit.valued_index IS 'How much the person wants it, -1 (avoid) to 1. NULL: no answer.';
  COMMENT ON COLUMN reward_fit.kind IS 'wanted more than offered, offered more than wanted, offered but unwanted, or unwanted and not offered. NULL: no difference, or no answer.';
  COMMENT ON COLUMN reward_fit.loss_share IS 'The reward''s share of the misfit, 0 to 1; over a survey they sum to 1 minus reward_fit_score. NULL: no answer.';
  COMMENT ON COLUMN reward_fit.reward_fit_score IS 'How far the rewards offered are those wanted, over the whole survey, 0 to 1. NULL: none offered or wanted.';
  COMMENT ON COLUMN reward_fit.force_gain IS 'How much the motivational force would rise if this reward followed surely, at least 0. NULL: no answer.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_reward_fit() IS
  'Called by gmalign.install(): makes or replaces the view reward_fit in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_expectancy_by_role() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW expectancy_by_role WITH (security_invoker = true) AS
  WITH link AS (
    SELECT e.person_role, e.act, e.person_id, e.survey_id, e.expectancy, e.instrumentality, e.valence,
           e.weakest_link, e.link_band, e.motivation_index, e.reward_fit_score, e.best_reward_code
    FROM expectancy e
    WHERE e.is_latest
  ),
  driver AS (
    SELECT DISTINCT ON (a.person_role, a.act) a.person_role, a.act, a.code, a.answer, a.person_count
    FROM (SELECT l.person_role, l.act, i.code, i.sort_order, avg(w.answer) AS answer, count(DISTINCT l.person_id) AS person_count
          FROM link l
          JOIN survey_answer w ON w.survey_id = l.survey_id AND w.answer IS NOT NULL
          JOIN survey_item i ON i.id = w.item_id
          GROUP BY l.person_role, l.act, i.code, i.sort_order) a
    ORDER BY a.person_role, a.act, a.answer, a.sort_order NULLS LAST, a.code
  ),
  asked AS (
    SELECT l.person_role, l.act,
           count(DISTINCT l.person_id) AS asked_count,
           count(DISTINCT l.person_id) FILTER (WHERE l.weakest_link IS NOT NULL) AS answered_count,
           count(DISTINCT l.person_id) FILTER (WHERE l.motivation_index IS NOT NULL) AS indexed_count,
           count(DISTINCT l.person_id) FILTER (WHERE l.reward_fit_score IS NOT NULL) AS fitted_count,
           avg(l.expectancy) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_expectancy,
           avg(l.instrumentality) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_instrumentality,
           avg(l.valence) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_valence,
           avg((l.link_band = 'blocked')::integer)::float8 AS blocked_share,
           avg((l.link_band = 'weak')::integer)::float8 AS weak_share,
           avg((l.link_band = 'sound')::integer)::float8 AS sound_share,
           avg((l.weakest_link = 'expectancy')::integer)::float8 AS expectancy_weakest_share,
           avg((l.weakest_link = 'instrumentality')::integer)::float8 AS instrumentality_weakest_share,
           avg((l.weakest_link = 'valence')::integer)::float8 AS valence_weakest_share,
           avg(l.motivation_index) AS motivation_index,
           avg(l.reward_fit_score) AS reward_fit_score,
           mode() WITHIN GROUP (ORDER BY l.best_reward_code) AS best_reward_code
    FROM link l
    GROUP BY l.person_role, l.act
  )
  SELECT a.person_role || ': ' || a.act AS id, a.person_role, a.act, a.asked_count, a.answered_count,
         a.mean_expectancy, a.mean_instrumentality, a.mean_valence,
         CASE WHEN a.answered_count = 0 THEN NULL
              WHEN a.expectancy_weakest_share >= greatest(a.instrumentality_weakest_share, a.valence_weakest_share) THEN 'expectancy'
              WHEN a.instrumentality_weakest_share >= a.valence_weakest_share THEN 'instrumentality'
              ELSE 'valence' END AS weakest_link,
         a.expectancy_weakest_share, a.instrumentality_weakest_share, a.valence_weakest_share,
         a.blocked_share, a.weak_share, a.sound_share,
         d.code AS weakest_driver, d.answer AS weakest_driver_value,
         a.best_reward_code, a.motivation_index, a.reward_fit_score,
         least(nullif(a.answered_count, 0), nullif(a.indexed_count, 0), nullif(a.fitted_count, 0), d.person_count, a.asked_count) AS person_count
  FROM asked a
  LEFT JOIN driver d ON d.person_role = a.person_role AND d.act = a.act;
  COMMENT ON VIEW expectancy_by_role IS 'How motivated people are by role and act, from each person''s latest survey: which of the three links holds a role back. One row per role and act. It compares links, not people.';
  COMMENT ON COLUMN expectancy_by_role.id IS 'Key of the row: role and act.';
  COMMENT ON COLUMN expectancy_by_role.person_role IS 'assignee, gm_professional or other.';
  COMMENT ON COLUMN expectancy_by_role.act IS 'The act asked about.';
  COMMENT ON COLUMN expectancy_by_role.asked_count IS 'People asked.';
  COMMENT ON COLUMN expectancy_by_role.answered_count IS 'Those of them whose answers give all three links.';
  COMMENT ON COLUMN expectancy_by_role.mean_expectancy IS 'Can I do it? Mean over people, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.mean_instrumentality IS 'Does it pay? Mean over people, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.mean_valence IS 'Do I want it? Mean over people, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.weakest_link IS 'The link that is weakest for most people: expectancy, instrumentality or valence. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.expectancy_weakest_share IS 'Share of people whose weakest link is expectancy, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.instrumentality_weakest_share IS 'Share of people whose weakest link is instrumentality, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.valence_weakest_share IS 'Share of people whose weakest link is valence, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.blocked_share IS 'Share of people whose weakest link is blocked, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.weak_share IS 'Share of people whose weakest link is weak, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.sound_share IS 'Share of people whose weakest link is sound, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.weakest_driver IS 'The survey item with the lowest mean answer, such as tools. NULL: none asked.';
  COMMENT ON COLUMN expectancy_by_role.weakest_driver_value IS 'Its mean answer, 0 (poor) to 1 (good). NULL: none asked.';
  COMMENT ON COLUMN expectancy_by_role.best_reward_code IS 'The reward whose surer following would help most people most. NULL: none would.';
  COMMENT ON COLUMN expectancy_by_role.motivation_index IS 'Mean motivation index, -1 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.reward_fit_score IS 'Mean reward fit, 0 to 1. NULL: no answers.';
  COMMENT ON COLUMN expectancy_by_role.person_count IS 'The fewest people behind any figure of the row.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_expectancy_by_role() IS
  'Called by gmalign.install(): makes or replaces the view expectancy_by_role in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_gm_team_profile() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW gm_team_profile WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  score AS MATERIALIZED (
    SELECT a.gm_professional_id, a.assignment_status, a.organization_gm_score, a.alignment_band
    FROM assignment_alignment a
    WHERE a.gm_professional_id IS NOT NULL AND a.assignment_status <> 'ended'
  ),
  link AS (
    SELECT e.person_id, e.survey_id, e.expectancy, e.instrumentality, e.valence, e.weakest_link, e.best_reward_code
    FROM expectancy e
    WHERE e.is_latest AND e.person_role = 'gm_professional'
  ),
  professional AS (
    SELECT e.id AS person_id, e.org_unit_id
    FROM employee e CROSS JOIN clock c
    WHERE (e.departure_date IS NULL OR e.departure_date >= c.today)
      AND (e.hire_date IS NULL OR e.hire_date <= c.today)
      AND (EXISTS (SELECT FROM score s WHERE s.gm_professional_id = e.id)
           OR EXISTS (SELECT FROM link l WHERE l.person_id = e.id))
  ),
  load AS (
    SELECT p.org_unit_id,
           count(*) FILTER (WHERE s.assignment_status = 'active') AS active_assignment_count,
           count(DISTINCT p.person_id) FILTER (WHERE s.organization_gm_score IS NOT NULL) AS scored_count,
           avg(s.organization_gm_score) AS organization_gm_score,
           avg((s.alignment_band = 'misaligned')::integer) FILTER (WHERE s.alignment_band <> 'not scored')::float8 AS misaligned_share
    FROM professional p
    JOIN score s ON s.gm_professional_id = p.person_id
    GROUP BY p.org_unit_id
  ),
  motive AS (
    SELECT p.org_unit_id,
           count(DISTINCT l.person_id) FILTER (WHERE l.weakest_link IS NOT NULL) AS answered_count,
           avg(l.expectancy) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_expectancy,
           avg(l.instrumentality) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_instrumentality,
           avg(l.valence) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_valence,
           mode() WITHIN GROUP (ORDER BY l.weakest_link) AS weakest_link,
           mode() WITHIN GROUP (ORDER BY l.best_reward_code) AS best_reward_code
    FROM professional p
    JOIN link l ON l.person_id = p.person_id
    GROUP BY p.org_unit_id
  ),
  driver AS (
    SELECT DISTINCT ON (a.org_unit_id) a.org_unit_id, a.code, a.answer, a.person_count
    FROM (SELECT p.org_unit_id, i.code, i.sort_order, avg(w.answer) AS answer, count(DISTINCT p.person_id) AS person_count
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
           sum(d.hours) AS development_hours
    FROM professional p
    LEFT JOIN (SELECT DISTINCT v.employee_id AS person_id
               FROM review v CROSS JOIN clock c
               WHERE v.growth_goal_id IS NOT NULL AND v.held_on <= c.today) g ON g.person_id = p.person_id
    LEFT JOIN (SELECT v.employee_id AS person_id, sum(v.hours) AS hours
               FROM development_activity v CROSS JOIN clock c
               WHERE v.done_on <= c.today AND v.done_on > c.today - 365
               GROUP BY v.employee_id) d ON d.person_id = p.person_id
    GROUP BY p.org_unit_id
  )
  SELECT coalesce(g.org_unit_id::text, 'none') AS id, g.org_unit_id, u.name AS org_unit,
         g.gm_professional_count, coalesce(m.answered_count, 0) AS answered_count,
         coalesce(l.active_assignment_count, 0) AS active_assignment_count,
         coalesce(l.active_assignment_count, 0)::float8 / g.gm_professional_count AS moves_per_person_ratio,
         m.mean_expectancy, m.mean_instrumentality, m.mean_valence, m.weakest_link,
         d.code AS weakest_driver, d.answer AS weakest_driver_value, m.best_reward_code,
         l.organization_gm_score, l.misaligned_share, g.growth_goal_share, g.development_hours,
         least(nullif(m.answered_count, 0), nullif(l.scored_count, 0), d.person_count, g.gm_professional_count) AS person_count
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
END $make$;
COMMENT ON FUNCTION gmalign.make_view_gm_team_profile() IS
  'Called by gmalign.install(): makes or replaces the view gm_team_profile in the first schema of the search path.';
