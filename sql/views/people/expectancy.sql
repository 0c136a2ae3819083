CREATE OR REPLACE VIEW expectancy WITH (security_invoker = true) AS
-- what is asked of other surveys of a person is asked survey by survey: a filter
-- on whatever column reaches the tables
WITH survey AS (
  SELECT s.employee_id, s.id, s.person_role, s.assignment_id, s.act, s.asked_on, gmalign_private.within(s.said, 0, 1) AS asked_expectancy,
         gmalign_private.rounded(gmalign.mean_expectancy(s.expectancy, o.instrumentality, o.valence)) AS expectancy,
         gmalign_private.rounded(gmalign.link_instrumentality(s.expectancy, o.instrumentality, o.valence)) AS instrumentality,
         gmalign_private.rounded(gmalign.link_valence(s.expectancy, o.instrumentality, o.valence)) AS valence,
         gmalign.weakest_link(s.expectancy, o.instrumentality, o.valence) AS weakest_link,
         gmalign_private.rounded(gmalign.weakest_link_value(s.expectancy, o.instrumentality, o.valence)) AS weakest_link_value,
         gmalign_private.rounded(gmalign.motivational_force(s.expectancy, o.instrumentality, o.valence)) AS motivational_force,
         gmalign_private.rounded(gmalign.force_cost(s.expectancy, o.instrumentality, o.valence)) AS force_cost,
         gmalign_private.rounded(gmalign.motivation_index(s.expectancy, o.instrumentality, o.valence)) AS motivation_index,
         gmalign_private.rounded(gmalign.force_gain_expectancy(s.expectancy, o.instrumentality, o.valence)) AS force_gain_expectancy,
         gmalign_private.rounded(gmalign.force_gain_instrumentality(s.expectancy, o.instrumentality, o.valence)) AS force_gain_instrumentality,
         gmalign_private.rounded(gmalign.force_gain_valence(s.expectancy, o.instrumentality, o.valence)) AS force_gain_valence,
         gmalign.force_n(s.expectancy, o.instrumentality, o.valence) AS outcome_count,
         gmalign_private.rounded(gmalign.reward_fit(gmalign_private.offered(o.is_offered, o.instrumentality), o.valence)) AS reward_fit_score,
         count(o.reward_id) AS named_count,
         (array_agg(r.code ORDER BY gmalign_private.force_gain(s.expectancy, o.instrumentality, o.valence) DESC, r.code)
            FILTER (WHERE gmalign_private.force_gain(s.expectancy, o.instrumentality, o.valence) > 0))[1] AS best_reward_code
  -- an answer on another scale is none
  FROM (SELECT n.id, n.employee_id, n.person_role, n.assignment_id, n.act, n.asked_on, n.expectancy AS said,
               gmalign_private.within(n.expectancy, 0, 1) AS expectancy
        FROM expectancy_survey n) AS s
  LEFT JOIN (SELECT k.survey_id, k.reward_id, k.is_offered, gmalign_private.within(k.instrumentality, -1, 1) AS instrumentality,
               gmalign_private.within(k.valence, -1, 1) AS valence
        FROM expectancy_outcome k) AS o ON o.survey_id = s.id
  LEFT JOIN reward r ON r.id = o.reward_id
  WHERE s.asked_on <= gmalign.today()
  GROUP BY s.employee_id, s.id, s.person_role, s.assignment_id, s.act, s.asked_on, s.said
)
SELECT s.id, s.id AS survey_id, s.employee_id AS person_id, s.person_role, s.assignment_id, s.act,
       s.asked_on,
       NOT EXISTS (SELECT 1 FROM expectancy_survey n
                   WHERE n.employee_id = s.employee_id AND n.person_role = s.person_role AND n.act = s.act
                     AND (n.asked_on, n.id) > (s.asked_on, s.id) AND n.asked_on <= gmalign.today()) AS is_latest,
       coalesce(s.expectancy, s.asked_expectancy) AS expectancy, s.instrumentality, s.valence,
       s.weakest_link, s.weakest_link_value,
       CASE WHEN gmalign_private.is_below(s.weakest_link_value, r.blocked_below) THEN 'blocked'
            WHEN gmalign_private.is_below(s.weakest_link_value, r.weak_below) THEN 'weak'
            WHEN s.weakest_link_value IS NOT NULL THEN 'sound' END AS link_band,
       (SELECT i.code
        FROM survey_answer w
        JOIN survey_item i ON i.id = w.item_id
        WHERE w.survey_id = s.id AND w.answer BETWEEN 0 AND 1
        ORDER BY w.answer, i.sort_order NULLS LAST, i.code
        LIMIT 1) AS weakest_driver,
       (SELECT min(gmalign_private.within(w.answer, 0, 1)) FROM survey_answer w WHERE w.survey_id = s.id) AS weakest_driver_value,
       s.motivational_force, s.force_cost, s.motivation_index,
       gmalign_private.rounded(s.motivation_index
         - (SELECT gmalign.motivation_index(l.expectancy, o.instrumentality, o.valence)
            FROM (SELECT n.id, gmalign_private.within(n.expectancy, 0, 1) AS expectancy
                  FROM expectancy_survey n
                  WHERE n.employee_id = s.employee_id AND n.person_role = s.person_role AND n.act = s.act
                    AND (n.asked_on, n.id) < (s.asked_on, s.id)
                  ORDER BY n.asked_on DESC, n.id DESC
                  LIMIT 1) l
            JOIN (SELECT k.survey_id, k.reward_id, k.is_offered, gmalign_private.within(k.instrumentality, -1, 1) AS instrumentality,
               gmalign_private.within(k.valence, -1, 1) AS valence
        FROM expectancy_outcome k) AS o ON o.survey_id = l.id)) AS motivation_index_change,
       s.force_gain_expectancy, s.force_gain_instrumentality, s.force_gain_valence,
       s.best_reward_code, s.reward_fit_score,
       s.outcome_count::integer AS outcome_count, (s.named_count - s.outcome_count)::integer AS skipped_count,
       e.external_id AS person_external_id,                                                           --? employee.external_id
       NULL::text AS person_external_id,                                                              --! employee.external_id
       a.external_id AS assignment_external_id                                                        --? assignment.external_id
       NULL::text AS assignment_external_id                                                           --! assignment.external_id
FROM survey s
LEFT JOIN employee e ON e.id = s.employee_id                                                          --? employee.external_id
LEFT JOIN assignment a ON a.id = s.assignment_id                                                      --? assignment.external_id
CROSS JOIN setting_in_force r;
COMMENT ON VIEW expectancy IS 'How motivated people are for an act, after Vroom: can I do it, does it pay, do I want it. One row per survey up to today. Compare the acts of one person and one person over time, not people.';
COMMENT ON COLUMN expectancy.id IS 'Key of the survey.';
COMMENT ON COLUMN expectancy.survey_id IS 'Key of the survey.';
COMMENT ON COLUMN expectancy.person_id IS 'The person asked.';
COMMENT ON COLUMN expectancy.person_role IS 'assignee, gm_professional or other.';
COMMENT ON COLUMN expectancy.assignment_id IS 'The assignment it is about. NULL: the job in general.';
COMMENT ON COLUMN expectancy.act IS 'The act.';
COMMENT ON COLUMN expectancy.asked_on IS 'Day of the survey.';
COMMENT ON COLUMN expectancy.is_latest IS 'Whether it is the latest of this person, role and act.';
COMMENT ON COLUMN expectancy.expectancy IS 'Can I do it? Chance that effort brings the performance, 0 to 1. NULL: no answer.';
COMMENT ON COLUMN expectancy.instrumentality IS 'Does it pay? How surely what is wanted follows, 0 to 1. NULL: nothing is wanted, or no answer.';
COMMENT ON COLUMN expectancy.valence IS 'Do I want it? How much what follows is wanted, 0 to 1. NULL: no answer.';
COMMENT ON COLUMN expectancy.weakest_link IS 'The lowest of the three: expectancy, instrumentality or valence. NULL: no outcome answered.';
COMMENT ON COLUMN expectancy.weakest_link_value IS 'Its value, 0 to 1.';
COMMENT ON COLUMN expectancy.link_band IS 'blocked, weak or sound (thresholds in setting). NULL: no outcome answered.';
COMMENT ON COLUMN expectancy.weakest_driver IS 'The survey item answered lowest, such as tools. NULL: none asked.';
COMMENT ON COLUMN expectancy.weakest_driver_value IS 'Its answer, 0 (poor) to 1 (good).';
COMMENT ON COLUMN expectancy.motivational_force IS 'Sum over outcomes of expectancy times instrumentality times valence; negative = the act is avoided. NULL: no outcome answered.';
COMMENT ON COLUMN expectancy.force_cost IS 'What unwanted outcomes that follow take away from it, at least 0.';
COMMENT ON COLUMN expectancy.motivation_index IS 'The force as a share of what it could be with the same wishes, -1 to 1. NULL: nothing wanted or disliked.';
COMMENT ON COLUMN expectancy.motivation_index_change IS 'Change since the same person''s previous survey of this act, -2 to 2. NULL: the first one.';
COMMENT ON COLUMN expectancy.force_gain_expectancy IS 'How much the force would rise with expectancy at 1.';
COMMENT ON COLUMN expectancy.force_gain_instrumentality IS 'How much the force would rise if rewards followed at their best.';
COMMENT ON COLUMN expectancy.force_gain_valence IS 'How much the force would rise if what follows were wanted fully.';
COMMENT ON COLUMN expectancy.best_reward_code IS 'The reward whose surer following would raise the force most. NULL: none would.';
COMMENT ON COLUMN expectancy.reward_fit_score IS 'How far the rewards offered are those wanted, 0 to 1. NULL: none offered or wanted.';
COMMENT ON COLUMN expectancy.outcome_count IS 'Outcomes used: expectancy, instrumentality and valence answered.';
COMMENT ON COLUMN expectancy.skipped_count IS 'Outcomes named but not used for want of an answer.';
COMMENT ON COLUMN expectancy.person_external_id IS 'The person''s id in the HR system.';
COMMENT ON COLUMN expectancy.assignment_external_id IS 'That assignment''s id in the source system. NULL: none, or not known.';
