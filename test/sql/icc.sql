-- icc: do members of a group agree against members of others
CREATE TABLE member (team integer, value float8);
-- Shrout and Fleiss 1979: six targets, four judges
INSERT INTO member SELECT i, v FROM (VALUES (1, '{9,2,5,8}'::float8[]), (2, '{6,1,3,2}'), (3, '{8,4,6,8}'),
                                     (4, '{7,1,2,6}'), (5, '{10,5,6,9}'), (6, '{6,2,4,7}')) AS t (i, vs), unnest(vs) AS v;
SELECT round(gmalign.icc1(team, value)::numeric, 10) AS icc1, round(gmalign.icc1(team, value, 'k0')::numeric, 10) AS k0,
       round(gmalign.icc2(team, value)::numeric, 10) AS icc2, gmalign.icc_n(team, value) AS n,
       gmalign.icc_group_count(team, value) AS groups FROM member;
-- groups of different size: which k is meant decides (the documented cohesion data of multilevel, item 1)
CREATE TABLE cohesion (team text, value float8);
INSERT INTO cohesion VALUES ('g1', 4), ('g1', 3), ('g1', 2), ('g2', 3), ('g2', 4), ('g2', 3), ('g3', 3),
  ('g3', 3), ('g4', 3), ('g4', 2), ('g4', 1), ('g5', NULL), (NULL, 9);
SELECT round(gmalign.icc1(team, value)::numeric, 10) AS icc1, round(gmalign.icc1(team, value, 'mean')::numeric, 10) AS mean,
       round(gmalign.icc1(team, value, 'k0')::numeric, 10) AS k0,
       round(gmalign.icc2(team, value)::numeric, 10) AS icc2, gmalign.icc_n(team, value) AS n,
       gmalign.icc_group_count(team, value) AS groups FROM cohesion;
-- negative values are kept; groups that differ in nothing; members that differ in nothing
SELECT k, round(gmalign.icc1(g, v)::numeric, 10) AS icc1, round(gmalign.icc2(g, v)::numeric, 10) AS icc2
FROM (VALUES ('negative', 1, 1), ('negative', 1, 5), ('negative', 2, 2), ('negative', 2, 5), ('negative', 3, 1), ('negative', 3, 6),
             ('equal means', 1, 1), ('equal means', 1, 5), ('equal means', 2, 2), ('equal means', 2, 4),
             ('no variance within', 1, 1), ('no variance within', 1, 1), ('no variance within', 2, 2), ('no variance within', 2, 2),
             ('no variance', 1, 3), ('no variance', 1, 3), ('no variance', 2, 3),
             ('one group', 1, 1), ('one group', 1, 2), ('one member each', 1, 1), ('one member each', 2, 5)) AS t (k, g, v)
GROUP BY k ORDER BY k;
-- equal but for rounding: not an ICC(2) of -1e30
SELECT gmalign.icc2(g, v) FROM (VALUES (1, .1), (1, .2), (1, .3), (2, .3), (2, .2), (2, .1), (3, .2), (3, .1), (3, .3)) AS t (g, v);
SELECT gmalign.icc1(g, v), gmalign.icc2(g, v) FROM (VALUES (1, .1), (1, .1), (2, .1), (2, .1), (2, .1), (3, .1)) AS t (g, v);
-- any kind of key
CREATE DOMAIN team_key AS varchar(10);
SELECT gmalign.icc1(team::smallint, value) = i AND gmalign.icc1(team::bigint, value) = i AND gmalign.icc1(team::text, value) = i
  AND gmalign.icc1(team::text::team_key, value) = i
   AND gmalign.icc1(md5(team::text)::uuid, value) = i AND gmalign.icc1(CASE team WHEN 1 THEN '' ELSE team::text END, value) = i AS same
FROM member, (SELECT gmalign.icc1(team, value) AS i FROM member) AS q GROUP BY i;
-- GROUP BY, FILTER, windows
SELECT team > 3 AS late, round(gmalign.icc1(team, value)::numeric, 6) AS icc1,
       round(gmalign.icc1(team, value) FILTER (WHERE value > 2)::numeric, 6) AS filtered
FROM member GROUP BY ROLLUP (team > 3) ORDER BY late;
SELECT team, value, round((gmalign.icc1(team, value) OVER (ORDER BY team, value))::numeric, 6) AS growing,
       gmalign.icc_group_count(team, value) OVER (ORDER BY team, value ROWS 3 PRECEDING) AS moving
FROM member WHERE team < 4 ORDER BY team, value;
-- no row, nothing known
SELECT gmalign.icc1(team, value), gmalign.icc1(team, value, 'k0'), gmalign.icc2(team, value), gmalign.icc_n(team, value),
       gmalign.icc_group_count(team, value) FROM member WHERE false;
SELECT gmalign.icc1(team, NULL), gmalign.icc2(NULL::integer, value), gmalign.icc_n(team, NULL),
       gmalign.icc_group_count(NULL::text, value) FROM member;
-- refused
SELECT gmalign.icc1(team, 'NaN') FROM member;
SELECT gmalign.icc2(team, 'Infinity') FROM member;
SELECT gmalign.icc1(team, value, 'harmonic') FROM member;
SELECT gmalign.icc1(team, value, NULL) FROM member;
SELECT gmalign.icc1(team, value, CASE team WHEN 1 THEN 'mean' ELSE 'k0' END) FROM member;
SELECT gmalign.icc1(team::numeric, value) FROM member;
SELECT gmalign.icc1(team::text::bpchar, value) FROM member;
SELECT gmalign.icc1(ARRAY[team], value) FROM member;
SELECT gmalign.icc1(1, v) FROM unnest(ARRAY[1e308, -1e308]) AS v;
SELECT gmalign.icc1(g, v) FROM (VALUES (1, 1e200), (1, 1e200), (2, -1e200), (2, -1e200)) AS t (g, v);
DROP TABLE member, cohesion;
DROP DOMAIN team_key;
