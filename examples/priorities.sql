-- A questionnaire of Microsoft Forms, "how important is each of these to you, 1 to 5": a column a goal.
\set file priorities
\ir stage.psql
SELECT * FROM gmalign.load('hr', 'priorities', 'priorities', '{"date_order": "mdy", "goals": {"kind": "importance", "low": 1, "high": 5,
  "columns": ["First 20 clients", "Local team leads", "Keep our experts", "Role after return", "Move in 90 days",
              "Cost per move -10 %", "Next step in my career", "Family settled"]}}');
-- who pulls where, and whom to bring together
SELECT assignment_external_id, driver_goal_title, reason, action FROM hr.misaligned_assignment ORDER BY rank_order;
