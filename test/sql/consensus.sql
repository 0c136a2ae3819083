-- consensus: how far many raters of one thing agree
CREATE TABLE answer (item text, rating integer);
INSERT INTO answer SELECT item, r FROM (VALUES ('a', '{4,4,4,5,4,5,4,4,5,4}'::integer[]), ('b', '{2,3,4,5,4}'), ('c', '{1,1,5,5,1,5,1,5}'),
  ('d', '{3,3,3,3}'), ('e', '{1,2,3,4,5}'), ('f', '{5,5}'), ('g', '{1,2,NULL}'), ('h', '{4}'), ('i', '{NULL,NULL}')) AS v (item,
      ratings), unnest(ratings) AS r;
-- r_wg truncated and not, AD_M, a_wg of multilevel's documentation; g: two raters
-- whose mean lies where a_wg is not defined; h: one rater; i: nobody
SELECT item, gmalign.consensus_n(rating, 1, 5) AS n, round(gmalign.rwg(rating, 1, 5)::numeric, 10) AS rwg,
       round(gmalign.rwg_star(rating, 1, 5)::numeric, 10) AS rwg_star, round(gmalign.ad_mean(rating, 1, 5)::numeric, 10) AS ad_mean,
       round(gmalign.awg(rating, 1, 5)::numeric, 10) AS awg, round(gmalign.agreement_a(rating, 1, 5)::numeric, 10) AS a,
       round(gmalign.polarization(rating, 1, 5)::numeric, 10) AS polarization,
       round(gmalign.tastle_consensus(rating, 1, 5)::numeric, 10) AS tastle
FROM answer GROUP BY item ORDER BY item;
-- by counts, as the documentation of agrmt gives them
SELECT counts, round(gmalign.agreement_a(i, 1, cardinality(counts))::numeric, 10) AS a,
       round(gmalign.polarization(i, 1, cardinality(counts))::numeric, 10) AS polarization,
       round(gmalign.tastle_consensus(i, 1, cardinality(counts))::numeric, 10) AS tastle
FROM unnest(ARRAY['{30,40,210,130,530,50,10}', '{10,20,30,15,4}', '{5,0,0,0,5}', '{4,4,4,4,4}', '{0,0,10,0,0}',
                  '{0,1,1,2,1}', '{3,3}']) AS t,
     LATERAL (SELECT t::integer[] AS counts) AS c, unnest(counts) WITH ORDINALITY AS u (n, i), generate_series(1, n)
GROUP BY counts ORDER BY counts;
-- the mean at an end; the edges of where a_wg is defined
SELECT ratings, gmalign.awg(r, 0, 4)
FROM unnest(ARRAY['{0,0,0}', '{4,4,4}', '{0,0,4}', '{0,4,4}', '{0,1,2}', '{4,4,3}', '{0,0,3}', '{2,2}', '{0,4}']) AS t,
     LATERAL (SELECT t::integer[] AS ratings) AS c, unnest(ratings) AS r GROUP BY ratings ORDER BY ratings;
-- a scale may start anywhere; its widest
SELECT gmalign.rwg(r - 3, -2, 2) = gmalign.rwg(r, 1, 5) AS shifted,
       gmalign.tastle_consensus(-r, -5, -1) = gmalign.tastle_consensus(6 - r, 1, 5) AS below_zero,
       gmalign.rwg(r - 9007199254740992, -9007199254740991, -9007199254740987) = gmalign.rwg(r, 1, 5) AS far
         FROM unnest(ARRAY[2, 3, 4, 5, 4]) AS r;
SELECT gmalign.rwg(r, 0, 1000), gmalign.agreement_a(r, 0, 1000) AS a, gmalign.tastle_consensus(r, 0, 1000) AS tastle
FROM unnest(ARRAY[0, 1000]) AS r;
-- GROUP BY, FILTER, windows
SELECT item, round(gmalign.rwg(rating, 1, 5)::numeric, 6) AS rwg,
       round(gmalign.rwg(rating, 1, 5) FILTER (WHERE rating > 2)::numeric, 6) AS filtered,
       gmalign.consensus_n(rating, 1, 5) FILTER (WHERE rating > 9) AS nobody
FROM answer WHERE item < 'd' GROUP BY ROLLUP (item) ORDER BY item;
SELECT rating, round((gmalign.rwg_star(rating, 1, 5) OVER (ORDER BY rating, o))::numeric, 6) AS growing,
       gmalign.consensus_n(rating, 1, 5) OVER (ORDER BY rating, o ROWS 1 PRECEDING) AS moving
FROM unnest(ARRAY[2, 3, 4, 5, 4, NULL]) WITH ORDINALITY AS u (rating, o) ORDER BY rating, o;
-- no row, nothing known
SELECT gmalign.rwg(rating, 1, 5), gmalign.rwg_star(rating, 1, 5), gmalign.ad_mean(rating, 1, 5), gmalign.awg(rating, 1, 5),
       gmalign.agreement_a(rating, 1, 5),
       gmalign.polarization(rating, 1, 5), gmalign.tastle_consensus(rating, 1, 5), gmalign.consensus_n(rating, 1, 5)
         FROM answer WHERE false;
SELECT gmalign.rwg(rating, NULL, 5), gmalign.consensus_n(rating, 1, NULL), gmalign.consensus_n(NULL, 1, 5) FROM answer;

-- refused
SELECT gmalign.rwg('NaN', 1, 5);
SELECT gmalign.rwg(1, '-Infinity', 5);
SELECT gmalign.rwg(1, 1, 'Infinity');
SELECT gmalign.rwg(3.5, 1, 5);
SELECT gmalign.rwg(3, .5, 5);
SELECT gmalign.rwg(3, 1, 4.5);
SELECT gmalign.rwg(6, 1, 5);
SELECT gmalign.rwg(0, 1, 5);
SELECT gmalign.rwg(3, 5, 1);
SELECT gmalign.rwg(3, 3, 3);
SELECT gmalign.rwg(1, 0, 1001);
SELECT gmalign.rwg(1, 0, 1e300);
SELECT gmalign.rwg(1, 1, 5 + i) FROM generate_series(1, 2) AS i;
SELECT gmalign.rwg(1, 1 - i, 5) FROM generate_series(1, 2) AS i;
-- support functions by hand: they change nothing of the caller's, and believe little
SELECT gmalign_private.consensus_accum('{401}', 2, 1, 3), gmalign_private.consensus_accum('{401,1,3,0,1,0}', 2, 1, 3);
SELECT gmalign_private.consensus_merge('{401}', '{401}'), gmalign_private.consensus_merge('{401,1,3,0,1,0}', '{401}'),
       gmalign_private.consensus_merge('{401}', '{401,1,3,0,1,0}'),
       gmalign_private.consensus_merge('{401,1,3,0,1,0}', '{401,1,3,4,0,5}');
SELECT gmalign_private.consensus_merge('{401,1,3,0,1,0}', '{401,2,4,0,1,0}');
SELECT gmalign_private.consensus_accum('{401,1,3,0,9223372036854775807,0}', 2, 1, 3);
SELECT gmalign_private.consensus_merge('{401,1,3,0,9223372036854775807,0}', '{401,1,3,0,1,0}');
SELECT gmalign_private.consensus_n_final('{401,1,3,9223372036854775807,1,0}');
SELECT gmalign_private.rwg_final('{}');
SELECT gmalign_private.rwg_final('{400}');
SELECT gmalign_private.rwg_final('{401,1}');
SELECT gmalign_private.rwg_final('{401,1,3}');
SELECT gmalign_private.rwg_final('{401,1,3,0,1}');
SELECT gmalign_private.rwg_final('{401,1,1,2}');
SELECT gmalign_private.rwg_final('{401,3,1,2}');
SELECT gmalign_private.rwg_final('{401,1,3,0,-1,5}');
SELECT gmalign_private.rwg_final('{401,1,3,0,NULL,5}');
SELECT gmalign_private.rwg_final('{{401,1,3,0,1,5}}');
SELECT gmalign_private.rwg_final('{401,-9223372036854775808,9223372036854775807,0,1,5}');
SELECT gmalign_private.rwg_final('{401,9223372036854775805,9223372036854775807,0,1,5}');
DROP TABLE answer;
