CREATE OR REPLACE VIEW reward_fit WITH (security_invoker = true) AS
-- a survey after the other: a filter on whatever is known of it reaches the tables
WITH survey AS (
  SELECT s.id, s.employee_id, s.person_role, s.assignment_id, s.act, s.asked_on, gmalign_private.within(s.said, 0, 1) AS expectancy,
         gmalign_private.total(abs(gmalign_private.offered(o.is_offered, o.instrumentality)) + abs(o.valence)) AS total,
         gmalign.reward_fit(gmalign_private.offered(o.is_offered, o.instrumentality), o.valence) AS fit,
         NOT EXISTS (SELECT 1 FROM expectancy_survey n
                     WHERE n.employee_id = s.employee_id AND n.person_role = s.person_role AND n.act = s.act
                       AND (n.asked_on, n.id) > (s.asked_on, s.id) AND n.asked_on <= gmalign.today()) AS is_latest
  -- an answer on another scale is none
  FROM (SELECT n.id, n.employee_id, n.person_role, n.assignment_id, n.act, n.asked_on, n.expectancy AS said,
               gmalign_private.within(n.expectancy, 0, 1) AS expectancy
        FROM expectancy_survey n) AS s
  JOIN (SELECT k.survey_id, k.reward_id, k.is_offered, gmalign_private.within(k.instrumentality, -1, 1) AS instrumentality,
               gmalign_private.within(k.valence, -1, 1) AS valence
        FROM expectancy_outcome k) AS o ON o.survey_id = s.id
  WHERE s.asked_on <= gmalign.today()
  GROUP BY s.id, s.employee_id, s.person_role, s.assignment_id, s.act, s.asked_on, s.said
)
SELECT s.id || ' ' || o.reward_id AS id,
       s.id AS survey_id, s.employee_id AS person_id, s.person_role, s.assignment_id, s.act, s.asked_on, s.is_latest,
       r.code AS reward_code, r.name AS reward_name, o.is_offered,
       f.offered AS offered_index, o.valence AS valued_index,
       CASE WHEN f.offered IS NULL OR o.valence IS NULL OR f.offered = o.valence THEN NULL
            WHEN o.valence < 0 AND f.offered > 0 THEN 'offered but unwanted'
            WHEN f.offered < o.valence THEN 'wanted more than offered'
            WHEN o.valence < 0 THEN 'unwanted and not offered'
            ELSE 'offered more than wanted' END AS kind,
       gmalign_private.rounded(gmalign.alignment_loss(f.offered, o.valence, 1, nullif(s.total, 0))) AS loss_share,
       gmalign_private.rounded(s.fit) AS reward_fit_score,
       gmalign_private.force_gain(s.expectancy, o.instrumentality, o.valence) AS force_gain,
       e.external_id AS person_external_id,                                                           --? employee.external_id
       NULL::text AS person_external_id,                                                              --! employee.external_id
       a.external_id AS assignment_external_id                                                        --? assignment.external_id
       NULL::text AS assignment_external_id                                                           --! assignment.external_id
FROM survey s
JOIN (SELECT k.survey_id, k.reward_id, k.is_offered, gmalign_private.within(k.instrumentality, -1, 1) AS instrumentality,
               gmalign_private.within(k.valence, -1, 1) AS valence
        FROM expectancy_outcome k) AS o ON o.survey_id = s.id
JOIN reward r ON r.id = o.reward_id
LEFT JOIN employee e ON e.id = s.employee_id                                                          --? employee.external_id
LEFT JOIN assignment a ON a.id = s.assignment_id                                                      --? assignment.external_id
CROSS JOIN LATERAL (SELECT gmalign_private.offered(o.is_offered, o.instrumentality) AS offered) f;
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
COMMENT ON COLUMN reward_fit.person_external_id IS 'The person''s id in the HR system.';
COMMENT ON COLUMN reward_fit.assignment_external_id IS 'That assignment''s id in the source system. NULL: none, or not known.';
