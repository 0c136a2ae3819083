CREATE OR REPLACE VIEW contributor_work WITH (security_invoker = true) AS
SELECT 1 AS id, gmalign_private.goal_work(w.goal_id, w.fte, w.people) AS work
FROM (SELECT k.goal_id, sum(gmalign_private.amount(k.fte_share)) AS fte, 1::bigint AS people
      FROM goal_contributor k
      WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today())
        --+ contributor_there
        AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today())
      GROUP BY k.goal_id, k.employee_id) AS w;
COMMENT ON VIEW contributor_work IS 'What contributors who are employed spend on each goal beside the moves, as a value. One row; it lives within one query and is not for tables or dashboards.';
COMMENT ON COLUMN contributor_work.id IS 'Always 1.';
COMMENT ON COLUMN contributor_work.work IS 'The work. NULL: nobody contributes to any goal.';
