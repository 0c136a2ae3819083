-- kendall: how far many raters order the same items alike
-- published: the top team of Tarakci et al. 2014, seven priorities ranked by nine members
CREATE TABLE team (member integer, ratings float8[]);
INSERT INTO team SELECT m, array_agg(r ORDER BY g)
FROM (VALUES (1, '{1,2,3,2,5,6,4,7,5}'::integer[]), (2, '{4,1,4,3,6,5,5,2,7}'), (3, '{7,6,7,7,7,4,7,3,6}'), (4, '{6,7,5,6,1,2,3,1,2}'),
             (5, '{5,3,6,5,3,7,6,6,3}'), (6, '{3,5,2,4,4,3,1,4,4}'), (7, '{2,4,1,1,2,1,2,5,1}')) AS v (g,
                 ranks), unnest(ranks) WITH ORDINALITY AS u (r, m) GROUP BY m;
SELECT part, round(gmalign.kendall_w(ratings)::numeric, 10) AS w, round(gmalign.kendall_w_chi2(ratings)::numeric, 10) AS chi2,
       round(gmalign.kendall_w_p(ratings)::numeric, 11) AS p, gmalign.kendall_w_n(ratings) AS n
FROM team, unnest(ARRAY['all', CASE WHEN member < 5 THEN 'members 1-4' ELSE 'members 5-9' END]) AS part GROUP BY part ORDER BY part;
SELECT item, round(z::numeric, 10) AS z FROM (SELECT gmalign.prototype(ratings) AS p FROM team) AS q,
       unnest(p) WITH ORDINALITY AS u (z, item) ORDER BY item;
-- ties: three raters of twenty (documented with DescTools)
CREATE TABLE anxiety (ratings float8[]);
INSERT INTO anxiety VALUES ('{3,3,3,4,5,5,2,3,5,2,2,6,1,5,2,2,1,2,4,3}'), ('{3,6,4,6,2,4,2,4,3,3,2,3,3,3,2,2,1,3,3,4}'),
  ('{2,1,4,4,3,2,1,6,1,1,1,2,3,3,1,1,3,3,2,2}');
SELECT round(gmalign.kendall_w(ratings)::numeric, 10) AS w, round(gmalign.kendall_w_chi2(ratings)::numeric, 8) AS chi2,
       round(gmalign.kendall_w_p(ratings)::numeric, 8) AS p FROM anxiety;
-- ratings, not ranks: only the order counts for W, the shape for the profile
SELECT gmalign.kendall_w(r) AS w, gmalign.prototype(r) FROM (VALUES ('{1,2,3}'::float8[]), ('{1,10,100}')) AS v (r);
-- who rates all alike takes part in W through the correction and has no profile
SELECT round(gmalign.kendall_w(r)::numeric, 10) AS w, gmalign.kendall_w_n(r) AS n, gmalign.prototype(r)
FROM (VALUES ('{1,2,3}'::float8[]), ('{1,2,3}'), ('{4,4,4}')) AS v (r);
-- opposite orders; all alike; one rater; one item; nobody
SELECT k, gmalign.kendall_w(r) AS w, gmalign.kendall_w_chi2(r) AS chi2, gmalign.kendall_w_p(r) AS p,
       gmalign.kendall_w_n(r) AS n, gmalign.prototype(r)
FROM (VALUES ('opposite', '{1,2,3}'::float8[]), ('opposite', '{3,2,1}'), ('all alike', '{1,1,1}'), ('all alike', '{5,5,5}'),
      ('one rater', '{1,2,3}'),
             ('one item', '{1}'), ('one item', '{2}'), ('nobody', NULL), ('nothing', '{}'), ('nothing', '{}')) AS v (k, r)
               GROUP BY k ORDER BY k;
-- a rater who left an item out is left out
SELECT gmalign.kendall_w(r) AS w, gmalign.kendall_w_n(r) AS n
FROM (VALUES ('{1,2,3}'::float8[]), ('{3,NULL,1}'), (NULL), ('{}'), ('{1,2,3}')) AS v (r);
SELECT gmalign.kendall_w(r) AS w, gmalign.kendall_w_n(r) AS n FROM (VALUES ('{1,NULL}'::float8[]), ('{NULL,NULL}')) AS v (r);
-- no square overflows or vanishes
SELECT gmalign.prototype(r) FROM (VALUES ('{1e-300,2e-300,3e-300}'::float8[]), ('{-8e307,0,8e307}'),
                                  ('{1000000001,1000000002,1000000003}')) AS v (r);
-- GROUP BY, FILTER, windows
SELECT member > 4 AS late, round(gmalign.kendall_w(ratings)::numeric, 6) AS w,
       round(gmalign.kendall_w(ratings) FILTER (WHERE member % 2 = 0)::numeric, 6) AS filtered
FROM team GROUP BY ROLLUP (member > 4) ORDER BY late;
SELECT member, round((gmalign.kendall_w(ratings) OVER (ORDER BY member))::numeric, 6) AS growing,
       round((gmalign.kendall_w(ratings) OVER (ORDER BY member ROWS 2 PRECEDING))::numeric, 6) AS moving FROM team ORDER BY member;
-- no row
SELECT gmalign.kendall_w(ratings), gmalign.kendall_w_chi2(ratings), gmalign.kendall_w_p(ratings), gmalign.kendall_w_n(ratings),
       gmalign.prototype(ratings) FROM team WHERE false;

-- refused
SELECT gmalign.kendall_w(r) FROM (VALUES ('{1,2,3}'::float8[]), ('{1,2}')) AS v (r);
SELECT gmalign.kendall_w(r) FROM (VALUES ('{1,NULL,3}'::float8[]), ('{1,2}')) AS v (r);
SELECT gmalign.kendall_w('{{1,2},{3,4}}');
SELECT gmalign.kendall_w('{1,NaN}');
SELECT gmalign.kendall_w('{NULL,Infinity}');
SELECT gmalign.prototype('{-1e308,1e308}');
SELECT gmalign.kendall_w(array_fill(1::float8, ARRAY[100001]));
-- support functions by hand: they change nothing of the caller's, and believe little
SELECT gmalign_private.kendall_accum('{501}', '{5,7}'), gmalign_private.kendall_accum('{501}', '{5,NULL}'),
       gmalign_private.kendall_accum('{501}', '{}');
SELECT gmalign_private.kendall_merge('{501}', '{501}'), gmalign_private.kendall_merge('{501}', '{501,1,1,0,1,0,0,0}'),
       gmalign_private.kendall_merge('{501,1,1,0,1,0,0,0}', '{501,1,1,0,1,0,0,0}');
SELECT gmalign_private.kendall_merge('{501,1,1,0,1,0,0,0}', '{501,1,2,0,1,2,0,0,0,0,0}');
SELECT gmalign_private.kendall_w_final('{}');
SELECT gmalign_private.kendall_w_final('{401}');
SELECT gmalign_private.kendall_w_final('{501,2}');
SELECT gmalign_private.kendall_w_final('{501,2,2,12,3,3,0,0,0,0}');
SELECT gmalign_private.kendall_w_final('{501,2,1.5,12,3,3,0,0,0,0,0}');
SELECT gmalign_private.kendall_w_final('{501,2,2,12,3,3,2,0,0,0,NaN}');
SELECT gmalign_private.kendall_w_final('{501,2,2,12,3,3,2,5,0,0,0}');
SELECT gmalign_private.kendall_w_final('{501,2,2,12,3,9,2,0,0,0,0}');
SELECT gmalign_private.kendall_w_final('{501,2,2,0,3,3,2,0,0,0,0}');
SELECT gmalign_private.kendall_w_final('{501,2,2,13,3,3,2,0,0,0,0}');
SELECT gmalign_private.kendall_w_final('{501,1.5,2,9,3,3,0,0,0,0,0}');
SELECT gmalign_private.kendall_w_final('{501,2,2,12,3,3,3,0,0,0,0}');
SELECT gmalign_private.kendall_w_final('{501,2,2,12,NULL,3,3,0,0,0,0}');
SELECT gmalign_private.prototype_final('{{501,2,2,12,3,3,2,0,0,0,0}}');
DROP TABLE team, anxiety;
