-- party_points: exact output, and the views over it beside plain SQL on the sample programme
\getenv abs_srcdir PG_ABS_SRCDIR
\set VERBOSITY terse
\set schema hr
\set ECHO none
\set QUIET on
\o /dev/null
\set checks 1
\i :abs_srcdir/../demo/sample.sql
SET gmalign.as_of = '2026-06-30';
\i :abs_srcdir/reference/party_points.sql
\o
\unset QUIET
\set ECHO all
\set ON_ERROR_STOP off
SELECT property, compared > 0 AS compared, different FROM ref_hr.differences();
-- on a day in the past
SET gmalign.as_of = '2026-02-15';
SELECT ref_hr.refresh();
SELECT property, different FROM ref_hr.differences() WHERE different <> 0;
RESET search_path;

-- goals 1 and 2 are strategic; 5 serves 1 and harms 2, 6 serves 2 wholly, 9 nothing
CREATE TABLE link (child bigint, parent bigint, contribution float8);
INSERT INTO link VALUES (1, NULL, NULL), (2, NULL, NULL), (5, 1, .3), (5, 2, -.5), (6, 2, 1), (9, NULL, NULL);
CREATE VIEW frame AS
SELECT gmalign_private.voice_map(ARRAY[1, 2, 3, 4]::bigint[], ARRAY['organization', 'organization', 'gm_professional', 'assignee'],
                                 ARRAY['expansion', 'expansion'], ARRAY[2, 3]::bigint[], ARRAY[6, 5]::bigint[], ARRAY[1.0, .4]) AS voices,
       gmalign_private.goal_lift((SELECT gmalign.goal_graph(child, parent, contribution) FROM link), ARRAY[1, 2]::bigint[]) AS lift;
SELECT l.* FROM frame f, gmalign_private.goal_lift_rows(f.lift, NULL::bigint) AS l ORDER BY goal, compared_goal, is_strategic;
-- a strategic goal below another; what sums up to 0 over two paths is not in sight, of 3 and of 4 below it; of
-- two goals in a cycle only that is which has a link out of it; three parents
SELECT l.goal, l.compared_goal, l.is_strategic, round(l.lift_share::numeric, 12) AS lift_share
FROM (SELECT gmalign.goal_graph(child, parent, w) AS graph
      FROM (VALUES (2, 1, .5), (3, 1, .25), (3, 2, -.5), (4, 3, 1), (5, 6, 1), (6, 5, 1), (6, 1, .5), (7, 2, .2), (7, 3, .3), (7, 6, .4))
           AS v (child, parent, w)) AS q,
     gmalign_private.goal_lift_rows(gmalign_private.goal_lift(q.graph, ARRAY[1, 2]), NULL::integer) AS l
ORDER BY goal, compared_goal, is_strategic;
CREATE TABLE said (voice bigint, goal bigint, priority float8, stated_on date);
INSERT INTO said
VALUES (1, 5, 1, '2026-01-01'), (1, 6, 1, '2026-03-01'), (1, 5, .5, '2026-03-01'), (1, 9, NULL, '2026-03-01'), (4, 9, .6, '2026-02-01'),
       (4, 5, -.2, '2026-02-01'), (77, 5, 1, '2026-02-01');
CREATE VIEW points AS
SELECT gmalign_private.party_points((SELECT f.voices FROM frame f), (SELECT f.lift FROM frame f), 'expansion', voice, goal,
                                    priority, stated_on) AS p
FROM said;
-- the latest statement of voices 1 and 4, the defaults of 2 and 3; 77 is nobody
SELECT r.party, r.voice, r.goal, r.priority, round(r.points::numeric, 4) AS points, r.stated_on, r.is_default
FROM points, gmalign_private.stated_rows(p, NULL::bigint, NULL::bigint) AS r;
SELECT r.party, r.own_goal, r.goal, r.is_strategic, round(r.points::numeric, 4) AS points, r.has_line_of_sight, r.voice_count,
       r.default_voice_count, r.oldest_priority_date
FROM points, gmalign_private.lifted_rows(p, NULL::integer) AS r;
SELECT r.party, r.goal, r.is_strategic, round(r.points::numeric, 4) AS points, round(r.helps_points::numeric, 4) AS helps,
       round(r.harms_points::numeric, 4) AS harms, r.own_goal
FROM points, gmalign_private.party_rows(p, NULL::bigint) AS r;
SELECT r.pair, r.goal, r.kind, round(r.a_points::numeric, 4) AS a_points, round(r.b_points::numeric, 4) AS b_points, r.a_own_goal,
       r.b_own_goal, round(r.loss_share::numeric, 4) AS loss_share
FROM points, gmalign_private.driver_rows(p, NULL::bigint) AS r;
SELECT r.pair, r.goal FROM points, gmalign_private.driver_rows(p, NULL::bigint, 'assignee|organization') AS r;
SELECT r.pair FROM points, gmalign_private.driver_rows(p, NULL::bigint, 'assignee|nobody') AS r;
SELECT r.pair FROM points, gmalign_private.driver_rows(p, NULL::bigint, NULL) AS r;
SELECT pair_count, alignment_band, deciding_pair, round(weakest_alignment_score::numeric, 4) AS weakest, weakest_pair, driver_goal,
       own_goal, unserved_assignee_goal, round(default_priority_share::numeric, 4) AS defaults, oldest_priority_date
FROM points, gmalign_private.verdict(p, NULL::bigint, .15, .6, 0, .6, .16, .05, .5, .8, .2);
-- who is not heard: nobody but voice 1 speaks for a move without a purpose
SELECT v.pair_count, v.party_count, v.is_organization_heard, v.alignment_band, v.weakest_pair
FROM (SELECT gmalign_private.party_points(f.voices, f.lift, NULL, s.voice, s.goal, s.priority, s.stated_on) AS p
      FROM said s, frame f WHERE s.voice = 1) AS q, gmalign_private.verdict(p, NULL::bigint, .15, .6, 0, .6, .16, .05, .5, .8, .2) AS v;
-- a voice on another scale is not read, and its party not heard: voice 2 alone does not speak for it
SELECT v.pair_count, v.party_count, v.is_organization_heard, v.is_gm_professional_heard, v.is_unreadable, v.alignment_band
FROM (SELECT gmalign_private.party_points(f.voices, f.lift, 'expansion', s.voice, s.goal, 5 * s.priority, s.stated_on)::text
             ::gmalign_private.party_points AS p
      FROM said s, frame f WHERE s.voice = 1) AS q, gmalign_private.verdict(p, NULL::bigint, .15, .6, 0, .6, .16, .05, .5, .8, .2) AS v;
-- a threshold that is not known: no verdict
SELECT v.pair_count FROM points, gmalign_private.verdict(p, NULL::bigint, NULL, .6, 0, .6, .16, .05, .5, .8, .2) AS v;

-- no number: unreadable as one on another scale, but not of a voice that nobody knows
-- nor in a statement no longer in force; the value travels as text
CREATE FUNCTION pg_temp.told(p gmalign_private.party_points) RETURNS text LANGUAGE sql AS $$
  SELECT concat_ws(' ', v.is_unreadable, v.is_organization_heard,
                   (SELECT jsonb_agg(s.priority) FROM gmalign_private.stated_rows(q.p, NULL::bigint, NULL::bigint) s))
  FROM (SELECT p::text::gmalign_private.party_points AS p) AS q,
       gmalign_private.verdict(q.p, NULL::bigint, .15, .6, 0, .6, .16, .05, .5, .8, .2) AS v $$;
SELECT pg_temp.told(gmalign_private.party_points(f.voices, f.lift, 'x', 1::bigint, 5::bigint, 'NaN', '2026-01-01')) FROM frame f;
SELECT pg_temp.told(gmalign_private.party_points(f.voices, f.lift, 'x', 1::bigint, 5::bigint, '-infinity', '2026-01-01')) FROM frame f;
SELECT pg_temp.told(gmalign_private.party_points(f.voices, f.lift, 'x', 1::bigint, 5::bigint, p, '2026-01-01'))
FROM frame f, (VALUES (1e308), (1e308), ('NaN')) AS s (p);
SELECT pg_temp.told(gmalign_private.party_points(f.voices, f.lift, 'x', 77::bigint, 5::bigint, 'NaN', '2026-01-01')) FROM frame f;
SELECT pg_temp.told(gmalign_private.party_points(f.voices, f.lift, 'x', 1::bigint, 5::bigint, p, d))
FROM frame f, (VALUES (1.0, date '2026-03-01'), ('NaN', '2026-01-01')) AS s (p, d);
-- refused
SELECT gmalign_private.party_points(f.voices, f.lift, 'x', 'hr'::text, 5::bigint, 1, '2026-01-01') FROM frame f;
SELECT gmalign_private.party_points(f.voices, f.lift, 'x', 1::bigint, 'g'::text, 1, '2026-01-01') FROM frame f;
SELECT gmalign_private.party_points(f.voices, f.lift, 'x', 1::bigint, 1.5, 1, '2026-01-01') FROM frame f;
SELECT count(*) FROM points, gmalign_private.stated_rows(p, NULL::text, NULL::bigint);
SELECT count(*) FROM points, gmalign_private.stated_rows(p, NULL::bigint, NULL::uuid);
SELECT count(*) FROM points, gmalign_private.verdict(p, NULL::text, .15, .6, 0, .6, .16, .05, .5, .8, .2);
SELECT gmalign_private.voice_map(ARRAY[1, 2], ARRAY['organization'], NULL, NULL::integer[], NULL::bigint[], NULL);
SELECT gmalign_private.voice_map(ARRAY[1], ARRAY['organization'], ARRAY['p'], ARRAY[1], ARRAY[5], '{}');
SELECT pg_temp.told(gmalign_private.party_points(v::text::gmalign_private.voice_map, NULL, 'p', NULL::bigint, NULL::bigint, NULL, NULL))
FROM gmalign_private.voice_map(ARRAY[1::bigint], ARRAY['organization'], ARRAY['p'], ARRAY[1::bigint], ARRAY[5::bigint],
                               ARRAY['NaN'::float8]) AS v;
SELECT 'x'::gmalign_private.party_points;
SELECT 'abcd'::gmalign_private.party_points;
SELECT ''::gmalign_private.voice_map;
SELECT 'abc'::gmalign_private.goal_lift;
-- a goal_lift whose hash table has no free slot: a search for another goal would not end
SELECT (left(t, -64) || replace(replace(regexp_replace(right(t, 64), '(.{8})', '\1 ', 'g'), '00000000', '01000000'), ' ', '')
       )::gmalign_private.goal_lift IS NULL
FROM (SELECT lift::text AS t FROM frame) AS q;
-- a voice with a total that names no goal: what compares it would look for its first one
SELECT regexp_replace(p::text, '(.*)000000000000f03f', '\1000000000000f87f')::gmalign_private.party_points IS NULL
FROM (SELECT gmalign_private.party_points(f.voices, f.lift, 'p', 4::bigint, 9::bigint, 1, '2026-01-01') AS p FROM frame f) AS q;
DROP SCHEMA hr, ref, ref_hr CASCADE;
DROP VIEW points, frame;
DROP TABLE said, link;
