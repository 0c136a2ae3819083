-- expectancy: one row per outcome of an act
-- F = E * V: .8 * .2, .6 * .6; E * I * V: .8 * .3 * .9, with I raised to .8
SELECT gmalign.motivational_force(.8, 1, .2), round(gmalign.motivational_force(.6, 1, .6)::numeric, 10) AS b,
       round(gmalign.motivational_force(.8, .3, .9)::numeric, 10) AS c, round(gmalign.motivational_force(.8, .8, .9)::numeric, 10) AS d;
-- two acts: pay .6, promotion .9, stress -.8; high effort pays, low effort does not
CREATE TABLE outcome (act text, level text, e float8, i float8, v float8);
INSERT INTO outcome
SELECT a.act, l.level, CASE WHEN a.act = l.level THEN .8 ELSE .2 END, x.i, x.v
FROM (VALUES ('high'), ('low')) AS a (act),
     (VALUES ('high'), ('low')) AS l (level),
     (VALUES ('high', .5, .6), ('high', .7, .9), ('high', .6, -.8), ('low', .1, .6), ('low', 0, .9), ('low', .1, -.8)) AS x (level, i, v)
WHERE x.level = l.level;
SELECT level, round(gmalign.outcome_valence(i, v)::numeric, 10) AS valence FROM outcome WHERE act = 'high' GROUP BY level ORDER BY level;
SELECT act, round(gmalign.motivational_force(e, i, v)::numeric, 10) AS force FROM outcome GROUP BY act ORDER BY act;

-- every member over one list
CREATE TABLE list (e float8, i float8, v float8);
INSERT INTO list VALUES (.7, .8, .6), (.7, .5, -.7), (.7, -.2, .9), (.7, 0, .3), (NULL, 1, 1), (.7, NULL, 1), (.7, 1, NULL);
\x on
SELECT round(gmalign.motivational_force(e, i, v)::numeric, 10) AS motivational_force,
       round(gmalign.motivation_index(e, i, v)::numeric, 10) AS motivation_index,
       round(gmalign.mean_expectancy(e, i, v)::numeric, 10) AS mean_expectancy,
       round(gmalign.mean_instrumentality(e, i, v)::numeric, 10) AS mean_instrumentality,
       round(gmalign.mean_valence(e, i, v)::numeric, 10) AS mean_valence,
       round(gmalign.force_gross(e, i, v)::numeric, 10) AS force_gross,
       round(gmalign.force_cost(e, i, v)::numeric, 10) AS force_cost,
       gmalign.force_n(e, i, v),
       round(gmalign.force_gain_expectancy(e, i, v)::numeric, 10) AS force_gain_expectancy,
       round(gmalign.force_gain_instrumentality(e, i, v)::numeric, 10) AS force_gain_instrumentality,
       round(gmalign.force_gain_valence(e, i, v)::numeric, 10) AS force_gain_valence,
       round(gmalign.link_instrumentality(e, i, v)::numeric, 10) AS link_instrumentality,
       round(gmalign.link_valence(e, i, v)::numeric, 10) AS link_valence,
       gmalign.weakest_link(e, i, v),
       round(gmalign.weakest_link_value(e, i, v)::numeric, 10) AS weakest_link_value
FROM list;
\x off
-- thankless work, able or not: instrumentality; no tools: expectancy
SELECT gmalign.weakest_link(.8, 0, .9), gmalign.weakest_link(.45, 0, .9) AS b, gmalign.weakest_link(.2, .7, .8) AS c,
       gmalign.weakest_link(.9, .8, .1) AS d;
-- ties: expectancy, instrumentality, valence
SELECT gmalign.weakest_link(.5, .5, .5), gmalign.weakest_link(.9, .5, .5) AS b, gmalign.weakest_link(0, 0, .1) AS c;
-- nothing wanted: valence, 0, and no instrumentality to speak of
SELECT gmalign.weakest_link(.9, .5, v), gmalign.weakest_link_value(.9, .5, v) AS value, gmalign.link_instrumentality(.9, .5, v),
       gmalign.motivation_index(.9, .5, v) AS index
FROM (VALUES (0.0::float8), (-.5)) AS w (v);
SELECT gmalign.motivation_index(.9, .5, 0), gmalign.motivational_force(.9, .5, 0) AS force;
-- nothing follows: valence is what is wanted
SELECT gmalign.link_valence(.9, -.5, .4), gmalign.weakest_link(.9, -.5, .4) AS b, gmalign.weakest_link_value(.9, -.5, .4) AS c;
-- the gains: none left when the link is at its best
SELECT gmalign.force_gain_expectancy(1, .5, .5), gmalign.force_gain_instrumentality(.5, 1, .5) AS b,
       gmalign.force_gain_valence(.5, .5, 1) AS c;
-- four trivial outcomes do not halve the index
SELECT gmalign.motivation_index(.8, .5, 1), gmalign.motivation_index(.8, .5, v) AS b FROM (VALUES (1::float8), (0), (0), (0), (0)) AS w (v);
-- no rows, no known rows
SELECT gmalign.motivational_force(e, i, v), gmalign.weakest_link(e, i, v) AS b, gmalign.force_n(e, i, v) AS n FROM list WHERE false;
SELECT gmalign.motivational_force(NULL, i, v), gmalign.force_n(NULL, i, v) AS n FROM list;
-- what is offered against what is wanted
SELECT gmalign.reward_fit(o, w) FROM (VALUES (.9::float8, .15::float8), (.05, .9)) AS r (o, w);
-- stored states
SELECT gmalign.motivational_force_of(gmalign.force_rollup(s)) = f AS same, gmalign.weakest_link_of(gmalign.force_rollup(s)) AS link
FROM (SELECT gmalign.force_state(e, i, v) AS s FROM list GROUP BY v) AS q, (SELECT gmalign.motivational_force(e, i, v) AS f
                                                                            FROM list) AS d GROUP BY f;
-- a state of version 1, as a user may have stored it: E .5, I .5, V -.5
SELECT gmalign.motivational_force_of(s) AS force, gmalign.force_cost_of(s) AS cost, gmalign.weakest_link_of(s) AS link,
       gmalign.force_gain_valence_of(s) AS gain, gmalign.force_n_of(s) AS n
FROM (VALUES ('{201,1,1,-0.125,0.125,0.125,0.5,0.5,-0.5,0.5,0,0,0.5,-0.25,-0.125,0.125,0.125,
  0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}'::float8[])) AS v (s);
SELECT gmalign.force_n_of('{101,1,1,0,0,.8,2,0,0,0,0,0,0,0,0}');
-- refused
SELECT gmalign.motivational_force(1.5, .5, .5);
SELECT gmalign.motivational_force(-.1, .5, .5);
SELECT gmalign.motivational_force(.5, 2, .5);
SELECT gmalign.motivational_force(.5, .5, -1.0000001);
SELECT gmalign.motivational_force(.5, .5, 'NaN');
SELECT gmalign.motivational_force('Infinity', .5, .5);
SELECT gmalign.outcome_valence(5, 1);
-- choice: a row per act of one person; the highest force, and how far it is ahead
SELECT gmalign.predicted_act(act, force), round(gmalign.net_force(act, force)::numeric, 10) AS net
FROM (SELECT act, gmalign.motivational_force(e, i, v) AS force FROM outcome GROUP BY act) AS f;
CREATE TABLE act (person text, act text, force float8);
INSERT INTO act VALUES ('p1', 'stay', .5), ('p1', 'go', .7), ('p1', 'wait', -.2), ('p2', 'stay', -.4), ('p2', 'go', -.1), ('p3', 'go', .3),
  ('di', 'stay', .1::float8 + .2::float8), ('di', 'go', .3), ('di', 'Go', .2), ('di', 'ga', .3 - 1e-9),
  ('ed', 'go', NULL), ('ed', NULL, 1), ('fay', 'stay', .1), ('fay', 'go', NULL);
-- the lesser evil; one act; a tie to the last digits goes to the first name by bytes; nothing known
SELECT person, gmalign.predicted_act(act, force), round(gmalign.net_force(act, force)::numeric, 10) AS net
FROM act GROUP BY person ORDER BY person;
SELECT gmalign.predicted_act(act, force), gmalign.net_force(act, force) FROM act WHERE false;
SELECT person, act, gmalign.predicted_act(act, force) OVER w, round(gmalign.net_force(act, force) OVER w::numeric, 10) AS net
FROM act WHERE person = 'p1' WINDOW w AS (PARTITION BY person ORDER BY force) ORDER BY force;
SELECT gmalign.predicted_act(act, force) = '' AS nameless, gmalign.net_force(act, force) > 9e306 AS far,
       gmalign.predicted_act(act, force) FILTER (WHERE act <> '') AS named
         FROM (VALUES ('', 1e308::float8), ('x', .9e308)) AS v (act, force);
-- refused: two rows of one act, also when only one of them is best
SELECT gmalign.predicted_act(act, force) FROM act WHERE person IN ('p1', 'p2');
SELECT gmalign.net_force(act, force) FROM (VALUES ('a', 1::float8), ('b', 2), ('a', 1)) AS v (act, force);
SELECT gmalign.predicted_act(act, 'NaN') FROM act;
SELECT gmalign.net_force(act, '-Infinity') FROM act;
SELECT gmalign.net_force(act, force) FROM (VALUES ('a', 1e308::float8), ('b', -1e308)) AS v (act, force);
DROP TABLE outcome, list, act;
