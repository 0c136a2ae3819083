-- The report of make calibration: the grid of test/reference/calibration.sql
-- through the product, its bands in per cent, and what is promised of them.
\set ON_ERROR_STOP on
\pset footer off
SET client_min_messages = warning;
CREATE EXTENSION gmalign;
\ir ../test/reference/calibration.sql
\echo 'Bands in per cent, :moves moves a cell; changed, flipped: of the same people asked twice (reliability .8)'
SELECT structure, goals, kind, truth, round(misaligned) AS misaligned, round(cannot_tell) AS "cannot tell", round(mixed) AS mixed,
       round(aligned) AS aligned, round(changed) AS changed, round(flipped, 1) AS flipped
FROM found ORDER BY id;
\echo 'By truth, the mean over all cells and the worst of them'
SELECT truth, round(avg(misaligned), 1) AS misaligned, round(avg(cannot_tell), 1) AS "cannot tell", round(avg(mixed), 1) AS mixed,
       round(avg(aligned), 1) AS aligned, round(max(misaligned)) AS "most misaligned", round(max(aligned)) AS "most aligned",
       round(avg(changed), 1) AS changed, round(max(flipped), 1) AS "most flipped"
FROM found GROUP BY truth ORDER BY truth;
\echo 'Power from five goals on one list: the least of each, where it can be told'
SELECT structure, round(min(aligned) FILTER (WHERE truth = 'r = .9')) AS "aligned at r = .9",
       round(min(misaligned) FILTER (WHERE truth = 'reversed')) AS "reversed found", round(max(cannot_tell)) AS "cannot tell, at most"
FROM found WHERE goals >= 5 AND structure LIKE 'one list%' GROUP BY structure ORDER BY min(id);
\echo 'The interval: scores of the second asking within the limits of the first, per cent; and what is taken off the weakest'
SELECT c.kind, c.goals, round(100 * avg((o.deciding_score BETWEEN j.deciding_low AND j.deciding_high)::integer)) AS within,
       round(avg(j.weakest_noise)::numeric, 3) AS "weakest too low by"
FROM judged j JOIN judged o ON o.cell = j.cell AND o.replicate = j.replicate AND o.asking = 'second' AND j.asking = 'first'
JOIN cell c ON c.id = j.cell
WHERE o.deciding_pair = j.deciding_pair GROUP BY 1, 2 ORDER BY 1, 2;
-- a sample of :moves shows more than is so somewhere among hundreds of cells:
-- one that is at its bound comes out beyond 3.3 standard errors in one of 2,000
\echo 'What is promised of every cell; within: what a cell that is at the bound may show in a sample of :moves'
SELECT p.promise, round(p.found, 1) AS found, p.bound, round(p.bound + CASE WHEN p.at_most THEN p.slack ELSE -p.slack END, 1) AS within,
       CASE WHEN p.at_most AND p.found <= p.bound + p.slack OR NOT p.at_most AND p.found >= p.bound - p.slack THEN 'kept' ELSE 'MISSED'
           END AS verdict
FROM (
  SELECT 'agreeing called misaligned, worst cell' AS promise, max(misaligned) AS found, 3 AS bound, true AS at_most,
         330 * sqrt(.03 * .97 / :moves) AS slack FROM found WHERE truth IN ('r = .9', 'r = .8')
  UNION ALL SELECT 'unrelated called aligned, worst cell', max(aligned), 5, true, 330 * sqrt(.05 * .95 / :moves) FROM found
  WHERE truth = 'unrelated'
  UNION ALL SELECT 'reversed called aligned, worst cell', max(aligned), 0, true, 0 FROM found WHERE truth = 'reversed'
  UNION ALL SELECT 'r = .9 called aligned: one list of five goals or more, worst cell', min(aligned), 80, false, 330 * sqrt(.16 / :moves)
  FROM found WHERE truth = 'r = .9' AND structure LIKE 'one list%' AND goals >= 5
  UNION ALL SELECT 'reversed called misaligned: one list of five goals or more, worst cell', min(misaligned), 80, false,
                   330 * sqrt(.16 / :moves)
  FROM found WHERE truth = 'reversed' AND structure LIKE 'one list%' AND goals >= 5
  UNION ALL SELECT 'asked again, misaligned and aligned swapped, worst cell', max(flipped), 5, true, 330 * sqrt(.05 * .95 / :moves)
  FROM found
  UNION ALL SELECT 'asked again, another band, mean of all cells', avg(changed), 20, true, 0 FROM found HAVING :'structures' = 'all'
) AS p;
