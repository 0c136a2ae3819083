-- what is left of an alignment when what everybody wants is taken off
BEGIN;
\ir ../start.psql
SELECT plan(6);
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
SELECT setseed(.3);
INSERT INTO goal (id, title, level) SELECT i, 'goal ' || i, 'strategic' FROM generate_series(1, 9) AS i;
INSERT INTO employee (id) VALUES (1);
INSERT INTO assignment (id, assignee_id, start_date) SELECT i, 1, '2026-01-01' FROM generate_series(1, 90) AS i;
-- everybody puts the first goals first; in one move of three its parties share the rest as well, in the others they are strangers
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT w.move, s.id, w.g, '2026-01-02', (9 - w.g) * .1 + .2 * CASE WHEN w.move % 3 = 0 THEN w.own ELSE random() END
FROM (SELECT m AS move, g, random() AS own FROM generate_series(1, 90) AS m, generate_series(1, 8) AS g) AS w
CROSS JOIN stakeholder s WHERE s.code IN ('organization', 'gm_professional', 'assignee');
-- a goal of one move alone has no norm; one move lacks a party
INSERT INTO assignment_goal SELECT 1, s.id, 9, '2026-01-02', .5 FROM stakeholder s WHERE s.code = 'assignee';
DELETE FROM assignment_goal WHERE assignment_id = 2 AND stakeholder_id = (SELECT id FROM stakeholder WHERE code = 'assignee');
CREATE TEMP TABLE found AS SELECT * FROM alignment_distinctive;
SELECT is((SELECT count(*) FROM found), 90::bigint, 'a row a move');
SELECT cmp_ok((SELECT min(organization_gm_score) FROM found), '>', .85::float8, 'a shared norm makes strangers alike');
SELECT cmp_ok((SELECT avg(organization_gm_distinctive) FROM found WHERE id % 3 > 0), '<', .4::float8, 'besides it they are not');
SELECT cmp_ok((SELECT min(organization_gm_distinctive) FROM found WHERE id % 3 = 0), '>', .95::float8, 'who shares more is');
SELECT is((SELECT string_agg(format('%s %s %s', id, goal_count, gm_assignee_distinctive IS NULL), ', ' ORDER BY id)
           FROM found WHERE id < 3),
          '1 8 f, 2 8 t', 'goals nobody else has are left out, parties not heard too');
-- the same in plain SQL
SELECT is((SELECT round(max(abs(f.organization_assignee_distinctive - q.score))::numeric, 9)
           FROM found f
           JOIN (SELECT x.id, 1 - sum(abs(x.dx - x.dy)) / sum(abs(x.dx) + abs(x.dy)) AS score
                 FROM (SELECT m.id, g.id AS goal_id,
                              (SELECT p.points FROM party_points p
                               WHERE (p.assignment_id, p.party, p.goal_id) = (m.id, 'organization', g.id)) - n.norm AS dx,
                              (SELECT p.points FROM party_points p
                               WHERE (p.assignment_id, p.party, p.goal_id) = (m.id, 'assignee', g.id)) - n.norm AS dy
                       FROM assignment m CROSS JOIN goal g
                       CROSS JOIN LATERAL (SELECT avg(p.points) AS norm FROM party_points p
                                           WHERE p.assignment_id <> m.id AND p.goal_id = g.id) AS n
                       WHERE m.id IN (3, 4, 5) AND g.id < 9) AS x
                 GROUP BY x.id) AS q USING (id)), 0::numeric, 'points less the mean over the other moves');
SELECT * FROM finish();
ROLLBACK;
