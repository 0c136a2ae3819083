-- A programme that lives: people in units, who come, leave, move and answer
-- anew; every month a release, and what role pub reads of it into the table seen.
-- Variables: seed, months, people, units. What is true is kept in the table truth, for those who
-- check what an attacker says.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION gmalign;
CREATE ROLE gm_public NOLOGIN;
CREATE ROLE pub;
SELECT gmalign.install('hr', 'gm_public');
SELECT gmalign.grant_reader('hr', 'pub');
SELECT setseed(:seed);
CREATE TABLE size AS SELECT :people AS people, :units AS units, :people / 40 AS changes;
CREATE TABLE seen (month date, relation text, shown jsonb);
CREATE TABLE truth (month date, relation text, row_key text, part text, person bigint, datum text, value float8);
CREATE TABLE person (id bigint PRIMARY KEY, unit int, purpose int, country int, gm bigint, score float8, is_here boolean DEFAULT true);
GRANT INSERT ON seen TO pub;
INSERT INTO hr.org_unit (id, name, region) SELECT u, 'u' || u, CASE WHEN u < z.units THEN 'r' || u % (z.units / 4) END
FROM size z CROSS JOIN LATERAL generate_series(1, z.units) AS u;
INSERT INTO hr.goal (id, title, level, dimension_id) SELECT g, 's' || g, 'strategic', 1 + g % 2 FROM generate_series(1, 4) AS g;
INSERT INTO hr.goal (id, title, level) SELECT 10 + g, 't' || g, 'team' FROM generate_series(1, 8) AS g;
INSERT INTO hr.goal_link (child_id, parent_id, contribution) SELECT 10 + g, 1 + g % 4, .2 + .6 * random() FROM generate_series(1, 6) AS g;
INSERT INTO hr.employee (id, org_unit_id, hire_date) SELECT 1000000 + g, 1 + g % 3, '2010-01-01' FROM generate_series(0, 39) AS g;
INSERT INTO hr.expectancy_survey (employee_id, person_role, asked_on, expectancy)
SELECT 1000000 + g, 'gm_professional', '2023-12-01', random() FROM generate_series(0, 39) AS g;

CREATE PROCEDURE come(from_id bigint, to_id bigint, day date) LANGUAGE sql AS $$
  INSERT INTO person (id, unit, purpose, country, gm, score)
  SELECT i, 1 + floor(z.units * random() ^ 1.2), 1 + floor(3 * random()), 1 + floor(5 * random() ^ 1.2),
         1000000 + floor(40 * random()), random()
  FROM size z CROSS JOIN LATERAL generate_series(from_id, to_id) AS i;
  INSERT INTO hr.employee (id, org_unit_id, hire_date) SELECT p.id, p.unit, day - 500 FROM person p WHERE p.id BETWEEN from_id AND to_id;
  INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, org_unit_id, purpose, host_country, start_date, planned_end_date,
                             actual_cost, cost_estimate)
  SELECT p.id, p.id, p.gm, p.unit, 'p' || p.purpose, 'c' || p.country, d.start_date, d.start_date + 100 + (600 * random())::int,
         CASE WHEN random() < .9 THEN 1000 + 9000 * random() END, 5000
  FROM person p CROSS JOIN LATERAL (SELECT day - (300 * random() + p.id * 0)::int AS start_date) AS d
  WHERE p.id BETWEEN from_id AND to_id;
  INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
  SELECT DISTINCT ON (p.id, s.id, q.goal) p.id, s.id, q.goal, day - 1, .2 + .8 * random()
  FROM person p CROSS JOIN hr.stakeholder s
  CROSS JOIN LATERAL (SELECT 11 + floor(8 * random() + 0 * s.id)::int AS goal FROM generate_series(1, 2) AS k) AS q
  WHERE p.id BETWEEN from_id AND to_id AND p.id % 4 = 0 AND s.code IN ('organization', 'gm_professional', 'assignee');
  INSERT INTO hr.expectancy_survey (employee_id, person_role, asked_on, expectancy)
  SELECT p.id, 'assignee', day - 1, random() FROM person p WHERE p.id BETWEEN from_id AND to_id AND random() < .8;
$$;

CREATE PROCEDURE live(day date) LANGUAGE plpgsql AS $$
DECLARE
  newest bigint := (SELECT max(id) FROM person);
  changes bigint := (SELECT z.changes FROM size z);
BEGIN
  UPDATE person SET is_here = false WHERE id IN (SELECT p.id FROM person p WHERE p.is_here ORDER BY random() LIMIT changes);
  UPDATE hr.employee e SET departure_date = day - 3, departure_type = 'voluntary'
  FROM person p WHERE p.id = e.id AND NOT p.is_here AND e.departure_date IS NULL;
  UPDATE hr.assignment a SET end_date = day - 5, end_reason = 'early_return'
  WHERE a.end_date IS NULL AND a.start_date < day - 120 AND random() < .02;
  CALL come(newest + 1, newest + changes, day - 5);
  UPDATE person SET unit = 1 + floor((SELECT z.units FROM size z) * random()),
                    country = 1 + floor(5 * random()) WHERE is_here AND random() < .02;
  UPDATE hr.assignment a SET org_unit_id = p.unit, host_country = 'c' || p.country FROM person p
  WHERE p.id = a.id AND (a.org_unit_id, a.host_country) <> (p.unit, 'c' || p.country);
  UPDATE person SET score = random() WHERE is_here AND random() < .05;
  INSERT INTO hr.expectancy_survey (employee_id, person_role, asked_on, expectancy)
  SELECT p.id, 'assignee', day - 2, random() FROM person p WHERE p.is_here AND random() < .03;
  INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence)
  SELECT s.id, r, random(), random() FROM hr.expectancy_survey s, generate_series(1, 2) AS r
  WHERE NOT EXISTS (SELECT FROM hr.expectancy_outcome o WHERE o.survey_id = s.id);
  INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment, alignment_band, assignment_status)
  SELECT day, p.id, p.score, CASE WHEN p.score < .4 THEN 'misaligned' WHEN p.score < .6 THEN 'mixed' ELSE 'aligned' END, 'active'
  FROM person p WHERE p.is_here;
  -- what is so, whatever is published: in plain SQL
  INSERT INTO truth
  SELECT day, 'alignment_trend', s.row_key, 'score', p.id, p.id || ' ' || p.score, p.score
  FROM person p JOIN hr.org_unit u ON u.id = p.unit
  CROSS JOIN LATERAL (VALUES ('all'), ('unit: ' || u.name), ('region: ' || u.region), ('purpose: p' || p.purpose)) AS s (row_key)
  WHERE p.is_here AND s.row_key IS NOT NULL;
  INSERT INTO truth
  SELECT day, 'expectancy_by_role', q.person_role || ': ' || q.act, 'links', q.employee_id,
         q.employee_id || ' ' || q.expectancy, q.expectancy
  FROM (SELECT DISTINCT ON (s.employee_id) s.* FROM hr.expectancy_survey s ORDER BY s.employee_id, s.asked_on DESC, s.id DESC) AS q
  JOIN hr.employee e ON e.id = q.employee_id AND e.departure_date IS NULL;
  -- the pair of organization and GM professional, in the heatmap and by team
  INSERT INTO truth
  SELECT day, s.relation, s.row_key, s.part, a.assignee_id, a.id || ' ' || l.organization_gm_score, l.organization_gm_score
  FROM hr.assignment_alignment l
  JOIN hr.assignment a ON a.id = l.id
  JOIN hr.employee g ON g.id = a.gm_professional_id
  CROSS JOIN LATERAL (VALUES ('stakeholder_heatmap', 'organization|gm_professional', 'pair'),
                             ('gm_team_profile', g.org_unit_id::text, 'score')) AS s (relation, row_key, part)
  WHERE l.assignment_status NOT IN ('ended', 'cancelled') AND l.organization_gm_score IS NOT NULL;
  INSERT INTO truth
  SELECT day, 'program_outcomes', s.row_key || ' ' || l.alignment_band, 'moves', a.assignee_id, a.id::text, 1
  FROM hr.landmark_alignment l JOIN hr.assignment a ON a.id = l.id
  CROSS JOIN LATERAL (VALUES ('all'), ('purpose ' || a.purpose), ('host_country ' || a.host_country)) AS s (row_key);
END $$;

CALL come(1, :people, '2024-01-01');
ANALYZE;
SELECT format($month$
  SET gmalign.as_of = %1$L;
  CALL live(%1$L);
  SELECT * FROM gmalign.publish('hr');
  SET ROLE pub;
  INSERT INTO seen SELECT %1$L, 'alignment_trend', to_jsonb(x) FROM hr.alignment_trend_public x;
  INSERT INTO seen SELECT %1$L, 'expectancy_by_role', to_jsonb(x) FROM hr.expectancy_by_role_public x;
  INSERT INTO seen SELECT %1$L, 'program_outcomes', to_jsonb(x) FROM hr.program_outcomes_public x;
  RESET ROLE$month$, (date '2024-02-01' + make_interval(months => m))::date - 1)
FROM generate_series(0, :months - 1) AS m \gexec
