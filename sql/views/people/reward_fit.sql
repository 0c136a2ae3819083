CREATE OR REPLACE VIEW reward_fit WITH (security_invoker = true) AS
-- by the person before the survey: a filter on a person reaches the tables
WITH survey AS (
  SELECT s.id, s.employee_id, s.person_role, s.assignment_id, s.act, s.asked_on, s.expectancy,
         row_number() OVER (PARTITION BY s.employee_id, s.person_role, s.act
                            ORDER BY s.asked_on DESC, s.id DESC) = 1 AS is_latest
  FROM expectancy_survey s
  WHERE s.asked_on <= gmalign.today()
),
weighed AS (
  SELECT n.*,
         sum(abs(n.offered) + abs(n.valence)) OVER w AS total,
         gmalign.reward_fit(n.offered, n.valence) OVER w AS fit
  FROM (SELECT s.employee_id, o.survey_id, o.reward_id, o.is_offered, o.instrumentality, o.valence,
               CASE WHEN NOT o.is_offered THEN 0
                    WHEN o.instrumentality IS NOT NULL THEN greatest(o.instrumentality, 0) END AS offered
        FROM expectancy_outcome o
        JOIN expectancy_survey s ON s.id = o.survey_id) n
  WINDOW w AS (PARTITION BY n.employee_id, n.survey_id)
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
       gmalign_private.rounded(gmalign.alignment_loss(w.offered, w.valence, 1, nullif(w.total, 0))) AS loss_share,
       gmalign_private.rounded(w.fit) AS reward_fit_score,
       gmalign_private.rounded(s.expectancy * greatest(w.valence, 0) * (1 - w.instrumentality)) AS force_gain
FROM weighed w
JOIN survey s ON s.employee_id = w.employee_id AND s.id = w.survey_id
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
