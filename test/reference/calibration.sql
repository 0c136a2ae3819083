-- A grid of moves whose truth is known, stated into the model: what the bands
-- make of them is for the reader to ask. Variables: schema (made here), moves
-- per cell, and structures, a list of their names or all. Fixed seed.
--
--   kind       ratings: 1 to 5, a fifth of the answers each; points: 100 of
--              them; signed: -1 to 1, evenly
--   goals      on each party's list: 3, 5, 8
--   structure  how much of the lists is in common, and where their goals lead:
--              links of a contribution to so many strategies; own: every party
--              has goals of its own, which lead to the same strategies
--   truth      r = .9, r = .8: every two parties' answers correlate so; reversed:
--              two at .9, the third the exact opposite of the first; unrelated;
--              stranger: two at .9, the third unrelated
--   asking     once: these are the answers; first, second: the same people
--              asked twice, with answers that correlate at .8
SELECT gmalign.install(:'schema') \g /dev/null
SELECT set_config('search_path', quote_ident(:'schema') || ', public', false), setseed(.42) \g /dev/null
CREATE FUNCTION pg_temp.normal() RETURNS float8 LANGUAGE sql VOLATILE AS
  $$ SELECT sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) $$;

CREATE TABLE structure (name text, place integer, common float8, contribution float8, strategies integer, is_own boolean);
INSERT INTO structure
SELECT v.* FROM (VALUES
  ('one list', 1, 1.0, NULL::float8, NULL::integer, false),
  ('80 % in common', 2, .8, NULL, NULL, false), ('60 % in common', 3, .6, NULL, NULL, false),
  ('40 % in common', 4, .4, NULL, NULL, false),
  ('one list, .8 to one strategy', 5, 1, .8, 1, false), ('one list, .8 to two', 6, 1, .8, 2, false),
  ('one list, .8 to three', 7, 1, .8, 3, false), ('one list, 1 to one', 8, 1, 1, 1, false),
  ('one list, 1 to two', 9, 1, 1, 2, false), ('one list, .5 to three', 10, 1, .5, 3, false),
  ('one list, a third unlinked', 11, 1, .8, -3, false), ('60 % in common, .8 to three', 12, .6, .8, 3, false),
  ('own goals, 1', 13, 1, 1, 8, true), ('own goals, .8', 14, 1, .8, 8, true), ('own goals, .5', 15, 1, .5, 8, true),
  ('own goals, a third unlinked', 16, 1, .8, -8, true), ('own goals, 1 to two', 17, 1, 1, 2, true),
  ('80 % in common, .8 to two', 18, .8, .8, 2, false), ('80 % in common, a third unlinked', 19, .8, .8, -3, false),
  ('40 % in common, .8 to three', 20, .4, .8, 3, false), ('40 % in common, 1 to two', 21, .4, 1, 2, false))
  AS v (name, place, common, contribution, strategies, is_own)
WHERE :'structures' = 'all' OR v.name = ANY (regexp_split_to_array(:'structures', ' *; *'));

-- goal i of a list, the party's own or everybody's (party 0); linked ones to
-- strategies of the structure
CREATE TABLE place (structure text, goals integer, party integer, i integer, goal_id bigint);
INSERT INTO place
SELECT s.name, n.goals, p.party, i, 100000 + s.place * 1000 + n.goals * 100 + p.party * 10 + i
FROM structure s CROSS JOIN (VALUES (3), (5), (8)) AS n (goals) CROSS JOIN generate_series(1, 3) AS p (party)
CROSS JOIN LATERAL generate_series(1, n.goals) AS i;
UPDATE place p SET goal_id = p.goal_id - p.party * 10
FROM structure s WHERE s.name = p.structure AND NOT s.is_own AND p.i <= greatest(round(s.common * p.goals), 1);
INSERT INTO goal (id, title, level)
SELECT DISTINCT p.goal_id, 'goal ' || p.goal_id, 'team' FROM place p
UNION ALL
SELECT s.place * 10 + k, 'strategy ' || s.place || ' ' || k, 'strategic'
FROM structure s CROSS JOIN generate_series(1, 8) AS k WHERE k <= abs(coalesce(s.strategies, 0));
INSERT INTO goal_link (child_id, parent_id, relation, contribution)
SELECT DISTINCT p.goal_id, s.place * 10 + 1 + (p.i - 1) % abs(s.strategies), 'contributes', s.contribution
FROM place p JOIN structure s ON s.name = p.structure
WHERE s.strategies IS NOT NULL AND (s.strategies > 0 OR p.i % 3 <> 0)
  AND (s.is_own OR p.i <= greatest(round(s.common * p.goals), 1));

CREATE TABLE cell AS
SELECT row_number() OVER (ORDER BY s.place, n.goals, k.kind, t.truth) AS id, s.name AS structure, n.goals, k.kind, t.truth,
       coalesce(t.r, 0) AS r, greatest(round(s.common * n.goals), 1) AS common
FROM structure s CROSS JOIN (VALUES (3), (5), (8)) AS n (goals) CROSS JOIN (VALUES ('ratings'), ('points'), ('signed')) AS k (kind)
CROSS JOIN (VALUES ('r = .9', .9), ('r = .8', .8), ('unrelated', NULL), ('reversed', .9), ('stranger', .9)) AS t (truth, r);
CREATE TABLE move AS
SELECT row_number() OVER (ORDER BY c.id, m, a.asking) AS id, c.id AS cell, m AS replicate, a.asking
FROM cell c CROSS JOIN generate_series(1, :moves) AS m CROSS JOIN unnest(ARRAY['once', 'first', 'second']) AS a (asking);

-- what each wants of a goal; the two askings share it
CREATE TABLE wish AS
SELECT w.cell, w.replicate, w.i, w.is_again,
       CASE WHEN w.i <= w.common THEN sqrt(w.r) * w.g + sqrt(1 - w.r) * w.a ELSE w.a END AS z1,
       CASE WHEN w.i <= w.common THEN sqrt(w.r) * w.g + sqrt(1 - w.r) * w.b ELSE w.b END AS z2,
       CASE WHEN w.i <= w.common AND w.truth <> 'stranger' THEN sqrt(w.r) * w.g + sqrt(1 - w.r) * w.c ELSE w.c END AS z3
FROM (SELECT c.id AS cell, m AS replicate, i, again AS is_again, c.truth, c.r, c.common,
             pg_temp.normal() AS g, pg_temp.normal() AS a, pg_temp.normal() AS b, pg_temp.normal() AS c
      FROM cell c CROSS JOIN generate_series(1, :moves) AS m CROSS JOIN LATERAL generate_series(1, c.goals) AS i
      CROSS JOIN unnest(ARRAY[false, true]) AS again) AS w;
-- what is said; the reversed one says the opposite of the first
CREATE TABLE said AS
WITH spoken AS (
  SELECT m.id AS move, c.kind, c.truth, w.i, p.party,
         CASE WHEN w.is_again THEN sqrt(.8) * p.z + sqrt(.2) * pg_temp.normal() ELSE p.z END AS z
  FROM move m JOIN cell c ON c.id = m.cell
  JOIN wish w ON w.cell = m.cell AND w.replicate = m.replicate AND w.is_again = (m.asking <> 'once')
  CROSS JOIN LATERAL (VALUES (1, w.z1), (2, w.z2), (3, CASE WHEN c.truth = 'reversed' THEN w.z1 ELSE w.z3 END)) AS p (party, z)
),
-- asked once, the reversed one reverses what the first said
exact AS (
  SELECT s.move, s.kind, s.truth, s.i, s.party, CASE WHEN s.truth = 'reversed' AND s.party = 3 THEN -s.z ELSE s.z END AS z FROM spoken s
)
SELECT e.move, e.i, e.party,
       CASE e.kind WHEN 'ratings' THEN (1 + (e.z > -.8416212)::integer + (e.z > -.2533471)::integer
                                        + (e.z > .2533471)::integer + (e.z > .8416212)::integer) / 5.0
                   WHEN 'points' THEN round((100 * exp(e.z) / sum(exp(e.z)) OVER (PARTITION BY e.move, e.party))::numeric) / 100.0
                   -- twice the normal distribution less one, to .0002 (Page 1977)
                   ELSE round(100 * tanh(.7988 * e.z * (1 + .04417 * e.z * e.z))::numeric) / 100.0 END::float8 AS priority
FROM exact e;

INSERT INTO employee (id) VALUES (1);
ANALYZE;
-- no foreign key is looked up: all rows come from the tables above
SELECT set_config('session_replication_role', 'replica', false) \g /dev/null
INSERT INTO assignment (id, external_id, assignee_id, start_date) SELECT m.id, m.id::text, 1, '2026-01-01' FROM move m;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT s.move, v.id, p.goal_id, '2026-01-02', s.priority
FROM said s JOIN move m ON m.id = s.move JOIN cell c ON c.id = m.cell
JOIN place p ON p.structure = c.structure AND p.goals = c.goals AND p.party = s.party AND p.i = s.i
JOIN stakeholder v ON v.code = (ARRAY['organization', 'gm_professional', 'assignee'])[s.party];
SELECT set_config('session_replication_role', 'origin', false) \g /dev/null
ANALYZE;
SELECT set_config('gmalign.as_of', '2026-06-30', false) \g /dev/null
CREATE TABLE judged AS
SELECT m.cell, m.replicate, m.asking, v.alignment_band AS band, v.deciding_pair, v.weakest_alignment_score AS weakest, v.weakest_noise,
       v.deciding_score, v.deciding_low, v.deciding_high
FROM move m JOIN assignment_alignment v ON v.assignment_id = m.id;
-- per cell and truth: bands in per cent, and what changes when asked again
CREATE TABLE found AS
SELECT c.*, q.misaligned, q.cannot_tell, q.mixed, q.aligned, q.changed, q.flipped
FROM cell c
JOIN (SELECT j.cell,
             100 * avg((j.band = 'misaligned')::integer) FILTER (WHERE j.asking = 'once') AS misaligned,
             100 * avg((j.band = 'cannot tell')::integer) FILTER (WHERE j.asking = 'once') AS cannot_tell,
             100 * avg((j.band = 'mixed')::integer) FILTER (WHERE j.asking = 'once') AS mixed,
             100 * avg((j.band = 'aligned')::integer) FILTER (WHERE j.asking = 'once') AS aligned,
             100 * avg((j.band <> o.band)::integer) FILTER (WHERE j.asking = 'first') AS changed,
             100 * avg((ARRAY[j.band, o.band] @> ARRAY['aligned', 'misaligned'])::integer) FILTER (WHERE j.asking = 'first') AS flipped
      FROM judged j LEFT JOIN judged o ON o.cell = j.cell AND o.replicate = j.replicate AND j.asking = 'first' AND o.asking = 'second'
      GROUP BY j.cell) AS q ON q.cell = c.id;
