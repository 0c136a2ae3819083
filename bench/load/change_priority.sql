\set a random(1, :moves)
\set p random(0, 100)
UPDATE hr.assignment_goal SET priority = :p / 100.0 WHERE assignment_id = :a AND stakeholder_id = 2;
