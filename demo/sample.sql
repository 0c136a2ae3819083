-- The sample programme: made up, deterministic, role labels and no names.
--
--   psql -v schema=hr -f demo/sample.sql
--
-- Creates the model in the schema and loads a programme whose cases are
-- planted: what each of them must show is in demo/README.md. "Today" is
-- 2026-06-30 (SET gmalign.as_of). -v checks=1 runs one nightly check instead
-- of a year's, where nobody asks what was before; -v distributed=1 spreads the
-- moves over the nodes of a Citus.

\set ON_ERROR_STOP on
SET client_min_messages = warning;      -- the public views come at the end
SELECT gmalign.install(:'schema', distributed => :{?distributed}) \g (format=unaligned tuples_only=on)
\if :{?distributed}
SELECT count(*) FROM gmalign.distribute(:'schema') \g /dev/null
-- one transaction changes tables whole on every node and tables in pieces
SET citus.multi_shard_modify_mode = 'sequential';
\endif
SELECT set_config('search_path', format('%I', :'schema'), false) \g /dev/null

BEGIN;

-- ---------- people ----------

INSERT INTO org_unit (external_id, name, region) VALUES
  ('group', 'Group', NULL);
INSERT INTO org_unit (external_id, name, region, parent_id)
SELECT v.external_id, v.name, v.region, (SELECT id FROM org_unit WHERE external_id = 'group')
FROM (VALUES ('europe', 'Europe', 'EMEA'), ('americas', 'Americas', 'AMER'),
             ('asia', 'Asia', 'APAC'), ('nordics', 'Nordics', 'NORD')) AS v (external_id, name, region);

-- GM professionals, sponsors, an HR partner
INSERT INTO employee (external_id, org_unit_id, home_country, hire_date)
SELECT v.external_id, u.id, 'DE', date '2018-03-01'
FROM (VALUES ('GM-1', 'group'), ('GM-2', 'group'), ('GM-3', 'group'), ('GM-4', 'group'),
             ('SP-1', 'europe'), ('SP-2', 'americas'), ('SP-3', 'asia')) AS v (external_id, unit)
JOIN org_unit u ON u.external_id = v.unit;

-- ---------- goals ----------

INSERT INTO goal (external_id, title, level, goal_type, weight, why, start_date, due_date, horizon, dimension_id)
SELECT v.external_id, v.title, 'strategic', 'objective', v.weight, v.why, date '2026-01-01', date '2028-12-31', 'strategic',
       (SELECT id FROM goal_dimension WHERE code = v.dimension)
FROM (VALUES
  ('S1', 'Enter market', .40, 'The home market no longer grows.', 'value'),
  ('S2', 'Leadership pipeline', .25, 'Half of the country heads retire by 2029.', 'engagement'),
  ('S3', 'Keep critical talent', .15, 'Every third expert left within a year of return.', 'engagement'),
  ('S4', 'Lower mobility cost', .10, 'Cost per move rose 30 % in four years.', 'value'),
  ('S5', 'Circular products', .10, 'Customers ask for it.', 'value')
) AS v (external_id, title, weight, why, dimension);

INSERT INTO goal (external_id, title, level, goal_type, start_date, due_date, horizon)
SELECT v.external_id, v.title, v.level, v.goal_type, date '2026-01-01', date '2026-12-31', 'operational'
FROM (VALUES
  ('T1', 'First 20 clients', 'team', 'objective'),
  ('T2', 'Local team leads', 'team', 'objective'),
  ('G1', 'Seamless move in 90 days', 'department', 'objective'),
  ('G2', 'Cost per move -15 %', 'department', 'objective'),
  ('G3', 'Zero compliance breach', 'department', 'objective'),
  ('G4', 'Recognised as adviser', 'individual', 'personal'),
  ('P1', 'Regional lead in three years', 'individual', 'personal'),
  ('P2', 'Family settled', 'individual', 'personal'),
  ('P3', 'Research track', 'individual', 'personal'),
  ('P4', 'Home in two years', 'individual', 'personal'),
  ('X1', 'Harmonise the policy handbook', 'department', 'initiative'),
  ('X2', 'Harmonise the vendor contracts', 'department', 'initiative'),
  ('D1', 'Digitise the vendor archive', 'team', 'initiative'),
  ('D2', 'One vendor portal', 'department', 'objective'),
  ('H1', 'Role after return agreed a year ahead', 'department', 'objective')
) AS v (external_id, title, level, goal_type);

-- key results under T1; K2 is the one that contradicts itself
INSERT INTO goal (external_id, title, level, goal_type, direction, start_value, target_value, current_value, unit,
                  start_date, due_date, status)
VALUES
  ('K1', 'Signed clients', 'team', 'key_result', 'increase', 0, 20, 12, 'clients', '2026-01-01', '2026-12-31', 'on_track'),
  ('K2', 'Partner contracts', 'team', 'key_result', 'increase', 2, 10, 3, 'contracts', '2026-01-01', '2026-12-31', 'on_track'),
  ('K3', 'Days to first visit', 'team', 'key_result', 'at_most', 30, 10, 15, 'days', '2026-01-01', '2026-12-31', 'at_risk');

INSERT INTO goal_link (child_id, parent_id, relation, contribution, rationale)
SELECT c.id, p.id, CASE WHEN v.contribution < 0 THEN 'conflicts' ELSE 'contributes' END, v.contribution, v.rationale
FROM (VALUES
  ('T1', 'S1', .8, 'No market without clients.'),
  ('T2', 'S1', .3, 'Clients want to deal with locals.'),
  ('T2', 'S2', .6, 'Team leads are the pipeline.'),
  ('G1', 'S1', .6, 'A late move is a late entry.'),
  ('G1', 'S3', .3, 'A bad move is why people leave.'),
  ('G2', 'S4', .9, 'It is the cost.'),
  ('G2', 'S1', -.4, 'Cheap moves arrive late.'),
  ('G4', 'S2', .5, 'Advice shapes who is sent.'),
  ('G4', 'S3', .3, 'Advice keeps people.'),
  ('P1', 'S1', .4, 'A regional lead builds the market.'),
  ('P1', 'S2', .6, 'It is the pipeline.'),
  ('P2', 'S3', .5, 'Families decide.'),
  ('H1', 'S3', .6, 'Who knows the next role stays.'),
  ('K1', 'T1', 1.0, NULL), ('K2', 'T1', 1.0, NULL), ('K3', 'T1', .5, NULL),
  ('X1', 'X2', 1.0, NULL), ('X2', 'X1', 1.0, NULL),
  ('D1', 'D2', 1.0, NULL)
) AS v (child, parent, contribution, rationale)
JOIN goal c ON c.external_id = v.child
JOIN goal p ON p.external_id = v.parent;

INSERT INTO goal_contributor (goal_id, employee_id, role, fte_share, valid_from)
SELECT g.id, e.id, v.role, v.fte, date '2026-01-01'
FROM (VALUES ('G1', 'GM-1', 'owner', .5), ('G2', 'GM-2', 'owner', .5), ('G3', 'GM-3', 'owner', .3),
             ('D1', 'GM-4', 'owner', .4)) AS v (goal, employee, role, fte)
JOIN goal g ON g.external_id = v.goal
JOIN employee e ON e.external_id = v.employee;

INSERT INTO check_in (goal_id, checked_at, value, status, confidence)
SELECT g.id, v.at, v.value, v.status, v.confidence
FROM (VALUES ('K1', timestamptz '2026-03-31 12:00+00', 5, 'on_track', .7),
             ('K1', timestamptz '2026-06-15 12:00+00', 12, 'on_track', .8),
             ('K2', timestamptz '2026-03-31 12:00+00', 3, 'on_track', .9),
             ('K2', timestamptz '2026-06-15 12:00+00', 3, 'on_track', .9),
             ('K3', timestamptz '2026-06-20 12:00+00', 15, 'at_risk', .5)) AS v (goal, at, value, status, confidence)
JOIN goal g ON g.external_id = v.goal;

-- ---------- assignments: the planted cases ----------

CREATE TEMP TABLE planted (code text, unit text, gm text, sponsor text, host text, purpose text,
                           start_date date, planned_end_date date) ON COMMIT DROP;
INSERT INTO planted VALUES
  ('M1', 'asia',     'GM-1', 'SP-3', 'VN', 'market_entry',           '2025-09-01', '2028-08-31'),
  ('M2', 'asia',     'GM-2', 'SP-3', 'VN', 'market_entry',           '2025-10-01', '2028-09-30'),
  ('M3', 'americas', 'GM-1', 'SP-2', 'BR', 'market_entry',           '2025-07-01', '2027-06-30'),
  ('M6', 'europe',   'GM-3', 'SP-1', 'PL', 'knowledge_transfer',     '2025-11-01', '2027-10-31'),
  ('M7', 'europe',   'GM-3', 'SP-1', 'ES', 'leadership_development', '2026-01-01', '2027-12-31'),
  ('M8', 'americas', 'GM-4', 'SP-2', 'MX', 'market_entry',           '2025-08-01', '2027-07-31'),
  ('R3', 'asia',     'GM-1', 'SP-3', 'ID', 'market_entry',           '2025-06-01', '2027-05-31'),
  ('R5', 'europe',   'GM-2', 'SP-1', 'FR', 'knowledge_transfer',     '2026-08-01', '2027-07-31');

INSERT INTO employee (external_id, org_unit_id, home_country, hire_date, is_high_performer)
SELECT 'A-' || p.code, u.id, 'DE', date '2019-01-01', p.code IN ('M3', 'M8')
FROM planted p JOIN org_unit u ON u.external_id = p.unit;

INSERT INTO assignment (external_id, assignee_id, gm_professional_id, sponsor_id, org_unit_id, assignment_type, purpose,
                        home_country, host_country, start_date, planned_end_date, cost_estimate, why_organization)
SELECT p.code, a.id, g.id, s.id, u.id, 'long_term', p.purpose, 'DE', p.host, p.start_date, p.planned_end_date, 240000,
       'Sample programme, case ' || p.code
FROM planted p
JOIN employee a ON a.external_id = 'A-' || p.code
JOIN employee g ON g.external_id = p.gm
JOIN employee s ON s.external_id = p.sponsor
JOIN org_unit u ON u.external_id = p.unit;

CREATE TEMP TABLE statement (code text, stakeholder text, goal text, priority float8, stated_on date DEFAULT '2026-03-01')
  ON COMMIT DROP;
INSERT INTO statement (code, stakeholder, goal, priority) VALUES
  -- M1: all agree
  ('M1', 'organization', 'S1', 1), ('M1', 'organization', 'S2', .6), ('M1', 'organization', 'T1', .5),
  ('M1', 'gm_professional', 'G1', 1), ('M1', 'gm_professional', 'T2', .5), ('M1', 'gm_professional', 'G4', .3),
  ('M1', 'assignee', 'P1', 1), ('M1', 'assignee', 'T1', .7), ('M1', 'assignee', 'P2', .3),
  -- M2: a GM professional who is told to cut cost
  ('M2', 'organization', 'S1', 1), ('M2', 'organization', 'S2', .6), ('M2', 'organization', 'T1', .5),
  ('M2', 'gm_professional', 'G2', 1), ('M2', 'gm_professional', 'G3', .6),
  ('M2', 'assignee', 'P1', 1), ('M2', 'assignee', 'T1', .7), ('M2', 'assignee', 'P2', .3),
  -- M3: a career that reaches nothing
  ('M3', 'organization', 'S1', 1), ('M3', 'organization', 'S2', .6),
  ('M3', 'gm_professional', 'G1', 1), ('M3', 'gm_professional', 'G4', .4),
  ('M3', 'assignee', 'P3', 1), ('M3', 'assignee', 'P4', .6), ('M3', 'assignee', 'T1', .2),
  -- M7: a timid rater
  ('M7', 'organization', 'S1', 1), ('M7', 'organization', 'S2', .6), ('M7', 'organization', 'S3', .4),
  ('M7', 'gm_professional', 'S1', .9), ('M7', 'gm_professional', 'S2', .6), ('M7', 'gm_professional', 'S3', .4),
  ('M7', 'assignee', 'S1', .3), ('M7', 'assignee', 'S2', .2), ('M7', 'assignee', 'S3', .1),
  -- M8: six roles heard; five are of one mind, and the one who goes shares nothing
  ('M8', 'hr', 'S1', .8), ('M8', 'hr', 'S2', 1), ('M8', 'senior_leadership', 'S1', 1), ('M8', 'senior_leadership', 'S2', .6),
  ('M8', 'line_manager', 'S1', 1), ('M8', 'line_manager', 'S2', .5), ('M8', 'sponsor', 'S1', 1), ('M8', 'sponsor', 'S2', .6),
  ('M8', 'gm_professional', 'S1', 1), ('M8', 'gm_professional', 'S2', .5),
  ('M8', 'assignee', 'P4', 1), ('M8', 'assignee', 'P3', .5),
  -- R5: the assignee has not been asked
  ('R5', 'organization', 'S2', 1), ('R5', 'organization', 'T2', .5), ('R5', 'gm_professional', 'G1', 1);

-- M6: the same five goals, in reverse order by the GM professional
INSERT INTO statement (code, stakeholder, goal, priority)
SELECT 'M6', v.stakeholder, 'S' || i, CASE v.stakeholder WHEN 'gm_professional' THEN i ELSE 6 - i END / 5.0
FROM (VALUES ('organization'), ('gm_professional'), ('assignee')) AS v (stakeholder), generate_series(1, 5) AS i;

-- R3: an assignee who drifts away, month by month
INSERT INTO statement (code, stakeholder, goal, priority, stated_on)
SELECT 'R3', v.stakeholder, v.goal, v.priority, date '2025-06-01'
FROM (VALUES ('organization', 'S1', 1), ('organization', 'S2', .6), ('organization', 'T1', .5),
             ('gm_professional', 'G1', 1), ('gm_professional', 'T2', .5), ('gm_professional', 'G4', .3))
     AS v (stakeholder, goal, priority)
UNION ALL
SELECT 'R3', 'assignee', v.goal, v.first + (v.last - v.first) * m / 12.0, (date '2025-06-01' + make_interval(months => m))::date
FROM (VALUES ('P1', 1.0, .4), ('T1', .7, .2), ('P3', .25, .85)) AS v (goal, first, last), generate_series(0, 12) AS m;

-- ---------- assignments: the rest of the programme ----------

-- 52 ordinary moves, most of them in good order
INSERT INTO employee (external_id, org_unit_id, home_country, hire_date, is_high_performer)
SELECT 'B-' || to_char(i, 'FM00'), u.id, (ARRAY['DE', 'FR', 'US'])[i % 3 + 1], date '2017-01-01' + i * 30, i % 5 = 0
FROM generate_series(1, 52) AS i
JOIN org_unit u ON u.external_id = CASE WHEN i <= 4 THEN 'nordics' ELSE (ARRAY['europe', 'americas', 'asia'])[i % 3 + 1] END;

INSERT INTO assignment (external_id, assignee_id, gm_professional_id, sponsor_id, org_unit_id, assignment_type, purpose,
                        home_country, host_country, start_date, planned_end_date, cost_estimate)
SELECT 'B-' || to_char(i, 'FM00'), e.id,
       k.id, s.id, e.org_unit_id, (ARRAY['long_term', 'short_term'])[i % 2 + 1],
       (ARRAY['market_entry', 'leadership_development', 'knowledge_transfer'])[i % 3 + 1],
       e.home_country, (ARRAY['PL', 'BR', 'VN', 'MX', 'ES'])[i % 5 + 1],
       date '2025-01-01' + i * 12, date '2027-01-01' + i * 12, 150000 + 4000 * i
FROM generate_series(1, 52) AS i
JOIN employee e ON e.external_id = 'B-' || to_char(i, 'FM00')
JOIN employee k ON k.external_id = 'GM-' || (i % 4 + 1)
JOIN employee s ON s.external_id = 'SP-' || (i % 3 + 1)
ORDER BY i;

INSERT INTO statement (code, stakeholder, goal, priority)
SELECT 'B-' || to_char(i, 'FM00'), v.stakeholder, v.goal, v.priority
FROM generate_series(1, 52) AS i
JOIN (VALUES
  (0, 'organization', 'S1', 1.0), (0, 'organization', 'S2', .6), (0, 'organization', 'T1', .5),
  (0, 'gm_professional', 'G1', 1.0), (0, 'gm_professional', 'T2', .5), (0, 'gm_professional', 'G4', .3),
  (0, 'assignee', 'P1', 1.0), (0, 'assignee', 'T1', .7), (0, 'assignee', 'P2', .3),
  (1, 'organization', 'S2', 1.0), (1, 'organization', 'S1', .5),
  (1, 'gm_professional', 'T2', 1.0), (1, 'gm_professional', 'G4', .4),
  (1, 'assignee', 'P1', 1.0), (1, 'assignee', 'S2', .5), (1, 'assignee', 'P2', .4),
  (2, 'organization', 'S1', 1.0), (2, 'organization', 'S3', .5),
  (2, 'gm_professional', 'G1', 1.0), (2, 'gm_professional', 'G4', .5),
  (2, 'assignee', 'P1', .7), (2, 'assignee', 'P2', 1.0)
) AS v (kind, stakeholder, goal, priority) ON v.kind = i % 3;

-- 400 moves of the past, for outcomes: how they went hangs on how well they
-- were agreed on, by a fixed draw per move
CREATE TEMP TABLE past ON COMMIT DROP AS
SELECT i, 'O-' || to_char(i, 'FM000') AS code,
       (ARRAY['aligned', 'aligned', 'aligned', 'mixed', 'misaligned'])[i % 5 + 1] AS band,
       date '2021-01-01' + i * 2 AS start_date,
       ('x' || substr(md5('early' || i), 1, 7))::bit(28)::int / 268435456.0 AS draw_early,
       ('x' || substr(md5('stay' || i), 1, 7))::bit(28)::int / 268435456.0 AS draw_stay,
       ('x' || substr(md5('cost' || i), 1, 7))::bit(28)::int / 268435456.0 AS draw_cost
FROM generate_series(1, 400) AS i;

INSERT INTO employee (external_id, org_unit_id, home_country, hire_date, departure_date, departure_type, is_high_performer)
SELECT p.code, u.id, 'DE', date '2015-01-01',
       -- leaves within two years of return, sooner when misaligned
       CASE WHEN p.draw_stay < q.leave THEN p.start_date + 730 + (730 * p.draw_stay / q.leave)::int END,
       CASE WHEN p.draw_stay < q.leave THEN 'voluntary' END,
       p.i % 4 = 0
FROM past p
JOIN org_unit u ON u.external_id = (ARRAY['europe', 'americas', 'asia'])[p.i % 3 + 1]
JOIN (VALUES ('aligned', .15), ('mixed', .25), ('misaligned', .40)) AS q (band, leave) ON q.band = p.band;

INSERT INTO assignment (external_id, assignee_id, gm_professional_id, org_unit_id, assignment_type, purpose,
                        home_country, host_country, start_date, planned_end_date, end_date, end_reason,
                        cost_estimate, actual_cost, benefit, benefit_basis)
SELECT p.code, e.id, k.id, e.org_unit_id, 'long_term',
       (ARRAY['market_entry', 'leadership_development', 'knowledge_transfer'])[p.i % 3 + 1],
       'DE', (ARRAY['PL', 'BR', 'VN', 'MX', 'ES'])[p.i / 5 % 5 + 1],
       p.start_date, p.start_date + 730,
       CASE WHEN p.draw_early < q.early THEN p.start_date + 200 + (400 * p.draw_early / q.early)::int ELSE p.start_date + 730 END,
       CASE WHEN p.draw_early < q.early THEN 'early_return' ELSE 'completed' END,
       200000, round((200000 * (q.cost + .2 * p.draw_cost))::numeric, 2),
       round((200000 * (q.gain + .4 * p.draw_cost))::numeric, 2), 'as valued by the sponsor'
FROM past p
JOIN employee e ON e.external_id = p.code
JOIN employee k ON k.external_id = 'GM-' || (p.i % 4 + 1)
JOIN (VALUES ('aligned', .05, .95, 1.2), ('mixed', .12, 1.0, 1.0), ('misaligned', .28, 1.1, .8))
  AS q (band, early, cost, gain) ON q.band = p.band
ORDER BY p.i;

INSERT INTO statement (code, stakeholder, goal, priority, stated_on)
SELECT p.code, v.stakeholder, v.goal, v.priority, p.start_date - 30
FROM past p
JOIN (VALUES
  ('aligned', 'organization', 'S1', 1.0), ('aligned', 'organization', 'S2', .6), ('aligned', 'organization', 'T1', .5),
  ('aligned', 'gm_professional', 'G1', 1.0), ('aligned', 'gm_professional', 'T2', .5), ('aligned', 'gm_professional', 'G4', .3),
  ('aligned', 'assignee', 'P1', 1.0), ('aligned', 'assignee', 'T1', .7), ('aligned', 'assignee', 'P2', .3),
  ('mixed', 'organization', 'S1', 1.0), ('mixed', 'organization', 'S2', .6),
  ('mixed', 'gm_professional', 'G1', 1.0), ('mixed', 'gm_professional', 'G3', .4),
  ('mixed', 'assignee', 'P1', 1.0), ('mixed', 'assignee', 'P2', .8),
  ('misaligned', 'organization', 'S1', 1.0), ('misaligned', 'organization', 'S2', .6),
  ('misaligned', 'gm_professional', 'G2', 1.0), ('misaligned', 'gm_professional', 'G3', .6),
  ('misaligned', 'assignee', 'P1', 1.0), ('misaligned', 'assignee', 'P4', .6)
) AS v (band, stakeholder, goal, priority) ON v.band = p.band;

-- each voice was asked about the goals on the sheet of its party, and gave 0 to
-- those it does not want; M6 and M7 were asked about the five strategic goals
INSERT INTO statement (code, stakeholder, goal, priority, stated_on)
SELECT DISTINCT t.code, t.stakeholder, v.goal, 0, t.stated_on
FROM statement t
JOIN stakeholder s ON s.code = t.stakeholder
JOIN (VALUES
  ('organization', 'S1'), ('organization', 'S2'), ('organization', 'S3'), ('organization', 'S4'), ('organization', 'S5'),
  ('organization', 'T1'), ('organization', 'T2'),
  ('gm_professional', 'G1'), ('gm_professional', 'G2'), ('gm_professional', 'G3'), ('gm_professional', 'G4'),
  ('gm_professional', 'T1'), ('gm_professional', 'T2'),
  ('assignee', 'P1'), ('assignee', 'P2'), ('assignee', 'P3'), ('assignee', 'P4'), ('assignee', 'T1'), ('assignee', 'T2')
) AS v (party, goal) ON v.party = s.party
WHERE t.code NOT IN ('M6', 'M7')
  AND NOT EXISTS (SELECT FROM statement o
                  WHERE o.code = t.code AND o.stakeholder = t.stakeholder AND o.goal = v.goal AND o.stated_on = t.stated_on);

INSERT INTO statement (code, stakeholder, goal, priority)
SELECT 'M7', v.stakeholder, v.goal, 0
FROM (VALUES ('organization', 'S4'), ('organization', 'S5'), ('gm_professional', 'S4'), ('gm_professional', 'S5'),
             ('assignee', 'S4'), ('assignee', 'S5')) AS v (stakeholder, goal);

INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g.id, t.stated_on, t.priority
FROM statement t
JOIN assignment a ON a.external_id = t.code
JOIN stakeholder s ON s.code = t.stakeholder
JOIN goal g ON g.external_id = t.goal;

INSERT INTO assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success, rating)
SELECT a.id, s.id, a.end_date + 30, a.end_reason = 'completed' AND p.draw_cost < q.good, 1 - p.draw_cost
FROM past p
JOIN assignment a ON a.external_id = p.code
JOIN (VALUES ('aligned', .9), ('mixed', .7), ('misaligned', .5)) AS q (band, good) ON q.band = p.band
JOIN stakeholder s ON s.code IN ('organization', 'gm_professional', 'assignee');

-- check-ins on moves: some coordinators hold them, some do not
INSERT INTO check_in (assignment_id, employee_id, checked_at, status)
SELECT a.id, a.gm_professional_id, v.at, v.status
FROM (VALUES ('M1', timestamptz '2026-02-20 12:00+00', 'on_track'), ('M1', timestamptz '2026-05-15 12:00+00', 'on_track'),
             ('M7', timestamptz '2026-05-20 12:00+00', 'on_track'),
             ('R3', timestamptz '2025-12-10 12:00+00', 'on_track'), ('R3', timestamptz '2026-04-15 12:00+00', 'at_risk'))
     AS v (code, at, status)
JOIN assignment a ON a.external_id = v.code
UNION ALL
SELECT a.id, a.gm_professional_id, timestamptz '2026-05-05 12:00+00', 'on_track'
FROM assignment a JOIN employee e ON e.id = a.gm_professional_id
WHERE a.external_id LIKE 'B-%' AND a.end_date IS NULL AND e.external_id = 'GM-1';

-- ---------- motivation ----------

CREATE TEMP TABLE asked (person text, role text, assignment text, expectancy float8, reward text, instrumentality float8,
                         valence float8, is_offered boolean) ON COMMIT DROP;
INSERT INTO asked VALUES
  -- M4: thankless GM work, one able, one less so
  ('GM-1', 'gm_professional', NULL, .8, 'recognition', 0, .9, true), ('GM-1', 'gm_professional', NULL, .8, 'advancement', 0, .9, true),
  ('GM-4', 'gm_professional', NULL, .45, 'recognition', 0, .9, true), ('GM-4', 'gm_professional', NULL, .45, 'advancement', 0, .9, true),
  -- M5: no tools
  ('GM-2', 'gm_professional', NULL, .2, 'recognition', .7, .8, true), ('GM-2', 'gm_professional', NULL, .2, 'development', .6, .7, true),
  -- R1: money is offered, balance is wanted
  ('A-M1', 'assignee', 'M1', .9, 'allowance', .9, .15, true), ('A-M1', 'assignee', 'M1', .9, 'balance', .05, .9, true),
  -- somebody for whom it works
  ('A-M7', 'assignee', 'M7', .8, 'development', .8, .8, true), ('A-M7', 'assignee', 'M7', .8, 'role_after_return', .7, .9, true),
  -- a stressful but rewarding post
  ('A-M3', 'assignee', 'M3', .7, 'allowance', .8, .6, true), ('A-M3', 'assignee', 'M3', .7, 'balance', .6, -.7, false);

INSERT INTO expectancy_survey (employee_id, assignment_id, person_role, asked_on, expectancy)
SELECT DISTINCT e.id, a.id, k.role, date '2026-05-01', k.expectancy
FROM asked k
JOIN employee e ON e.external_id = k.person
LEFT JOIN assignment a ON a.external_id = k.assignment
ORDER BY e.id;
-- a survey that was started and not finished
INSERT INTO expectancy_survey (employee_id, person_role, asked_on)
SELECT id, 'gm_professional', date '2026-05-02' FROM employee WHERE external_id = 'GM-3';

INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence, is_offered)
SELECT s.id, r.id, k.instrumentality, k.valence, k.is_offered
FROM asked k
JOIN employee e ON e.external_id = k.person
JOIN expectancy_survey s ON s.employee_id = e.id
JOIN reward r ON r.code = k.reward;

INSERT INTO survey_answer (survey_id, item_id, answer)
SELECT s.id, i.id, v.answer
FROM (VALUES ('GM-2', 'tools', .1), ('GM-2', 'support', .4), ('GM-2', 'clarity', .7),
             ('GM-1', 'tools', .8), ('GM-1', 'recognition', .1), ('GM-4', 'recognition', .15), ('GM-4', 'skills', .5))
     AS v (person, item, answer)
JOIN employee e ON e.external_id = v.person
JOIN expectancy_survey s ON s.employee_id = e.id
JOIN survey_item i ON i.code = v.item;

-- ---------- R2: a high performer nobody looked ahead with ----------

INSERT INTO employee (external_id, org_unit_id, home_country, hire_date, departure_date, departure_type, is_high_performer)
SELECT 'R2', id, 'DE', date '2024-02-01', date '2026-03-04', 'voluntary', true FROM org_unit WHERE external_id = 'europe';
INSERT INTO review_agreement (employee_id, agreed_on, requested_months, granted_months)
SELECT id, date '2024-02-01', 6, 12 FROM employee WHERE external_id = 'R2';
INSERT INTO review (employee_id, kind, due_on, held_on, orientation)
SELECT id, 'performance', date '2025-02-01', date '2026-03-02', 'backward' FROM employee WHERE external_id = 'R2';

INSERT INTO goal_awareness (goal_id, employee_id, asked_on, knows_goal, knows_own_contribution)
SELECT g.id, e.id, date '2026-04-01', v.knows, v.knows
FROM (VALUES ('S1', 'A-M1', true), ('S2', 'A-M1', true), ('S1', 'A-M3', false), ('S2', 'A-M3', true))
     AS v (goal, employee, knows)
JOIN goal g ON g.external_id = v.goal
JOIN employee e ON e.external_id = v.employee;

COMMIT;
ANALYZE;

-- ---------- a year of nightly checks, one a month ----------

SET gmalign.as_of = '2026-06-30';
\if :{?checks} \else \set checks 13 \endif
SELECT sum((SELECT count(*) FROM gmalign.run_check(:'schema', (date '2026-07-01' - make_interval(months => m))::date - 1)))
FROM generate_series(:checks - 1, 0, -1) AS m \g /dev/null
RESET gmalign.as_of;
ANALYZE;

-- the public views, when a role to own them is named: -v public_owner=gm_public
\if :{?public_owner}
SET client_min_messages = warning;
SELECT gmalign.install_public_views(:'schema', :'public_owner') \g (format=unaligned tuples_only=on)
RESET client_min_messages;
-- a release of either of the last two months
SET gmalign.as_of = '2026-06-30';
SELECT gmalign.publish(:'schema', (date '2026-06-01' - make_interval(months => m))::date)
FROM generate_series(1, 0, -1) AS m \g /dev/null
RESET gmalign.as_of;
\endif
