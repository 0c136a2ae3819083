\set a random(1, :moves)
\set s random(1, 3)
\set g random(1, :goals)
\set p random(-100, 100)
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
VALUES (:a, :s, :g, gmalign.today(), :p / 100.0)
ON CONFLICT (assignment_id, stakeholder_id, stated_on, goal_id) DO UPDATE SET priority = excluded.priority;
