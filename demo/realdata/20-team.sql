-- How nine members of a top team ranked seven strategic goals (Tarakci, Ates,
-- Porck, van Knippenberg, Groenen and de Haas 2014, Strategic Management
-- Journal 35:1053-1069).

\echo
\echo '2  A TOP TEAM - nine managers, seven strategic goals'
UPDATE public.clock SET at = clock_timestamp();
CREATE SCHEMA team;
SET search_path = team;
CREATE TABLE wide (member text, safety float8, certification float8, expert_staff float8, regulation float8,
                   reliable_network float8, organizational_structure float8, innovativeness float8);
\copy wide FROM 'published/TMT_tarakci2014.csv' WITH (FORMAT csv, HEADER)
CREATE TABLE priority AS
SELECT replace(w.member, 'TMT', '')::integer AS member, v.goal, v.priority
FROM wide w
CROSS JOIN LATERAL (VALUES ('safety', w.safety), ('certification', w.certification), ('expert staff', w.expert_staff),
                           ('regulation', w.regulation), ('reliable network', w.reliable_network),
                           ('structure', w.organizational_structure), ('innovation', w.innovativeness)) AS v (goal, priority);
CREATE TABLE pair AS
SELECT p.a::integer AS a, p.b::integer AS b, p.score, p.chance, p.beyond_chance
FROM (SELECT unnest(gmalign.stakeholder_pairs(member::text, goal, priority, 'points')) AS p FROM priority) AS q
CROSS JOIN LATERAL (SELECT (q.p).*) AS p;

\echo 'Alignment score of every two (darker = higher)'
CREATE FUNCTION pg_temp.heatmap(measure text) RETURNS TABLE (" " text, cells text) LANGUAGE sql AS $$
  WITH cell AS (
    SELECT a, b, CASE measure WHEN 'score' THEN score ELSE beyond_chance END AS v FROM team.pair
    UNION ALL SELECT b, a, CASE measure WHEN 'score' THEN score ELSE beyond_chance END FROM team.pair
    UNION ALL SELECT member, member, NULL FROM team.priority GROUP BY member
  ),
  shaded AS (
    SELECT a, b, CASE WHEN v IS NULL THEN '   .   '
                      ELSE to_char(v, 'S0.00') || CASE measure WHEN 'score'
                             THEN substr(' ░▒▓█', 1 + width_bucket(v, .55, 1, 4), 1)
                             ELSE substr(' ░▒▓█', 1 + width_bucket(v, -.4, 1, 4), 1) END || ' ' END AS text
    FROM cell
  )
  SELECT 'member ' || a, string_agg(text, ' ' ORDER BY b) FROM shaded GROUP BY a ORDER BY a
$$;
SELECT * FROM pg_temp.heatmap('score');
\echo 'Alignment beyond chance (0 = as random ranks would)'
SELECT * FROM pg_temp.heatmap('beyond');

SELECT (SELECT gmalign.weakest_pair(member::text, goal, priority, 'points') FROM priority) AS "weakest pair",
       (SELECT round(gmalign.weakest_alignment(member::text, goal, priority, 'points')::numeric, 10) FROM priority) AS "its score",
       (SELECT round(gmalign.mutual_alignment(member::text, goal, priority, 'points')::numeric, 10) FROM priority) AS "mean score",
       (SELECT round(avg(beyond_chance)::numeric, 10) FROM pair) AS "mean beyond chance",
       (SELECT count(*) FROM pair) AS "pairs", '.1388888889' AS "expected",
       (SELECT CASE WHEN abs(avg(beyond_chance) - .1388888889) < 1e-10 AND count(*) = 36 THEN 'same' ELSE 'DIFFERS' END FROM pair) AS "check";
\echo 'Members 1 and 8: a score that looks like agreement, and is opposition'
SELECT round(p.score::numeric, 10) AS "score", '.6071428571' AS "expected", round(p.beyond_chance::numeric, 4) AS "beyond chance", '-.375' AS "expected ",
       round((SELECT corr(x.priority, y.priority) FROM priority x JOIN priority y USING (goal)
              WHERE x.member = 1 AND y.member = 8)::numeric, 4) AS "rank correlation", '-.6429' AS "expected  ",
       CASE WHEN abs(p.score - .6071428571) < 1e-10 AND abs(p.beyond_chance + .375) < 1e-12 THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM pair p WHERE p.a = 1 AND p.b = 8;
SELECT d->>'goal' AS "driver", d->>'kind' AS "kind", round((d->>'loss')::numeric, 4) AS "loss",
       repeat('#', round(100 * (d->>'loss')::float8)::integer) AS " "
FROM (SELECT jsonb_array_elements(gmalign.alignment_drivers(member::text, goal, priority, 'points', '1', '8')) AS d FROM priority) AS q;
\echo 'Concordance: a moderate W that hides two camps (members 1-4 and 5-9), each with more'
WITH ballot AS (
  SELECT member, array_agg(priority ORDER BY goal) AS ratings FROM priority GROUP BY member
), camp AS (
  SELECT v.who, v.published, gmalign.kendall_w(b.ratings) AS w, gmalign.kendall_w_chi2(b.ratings) AS chi2,
         gmalign.kendall_w_p(b.ratings) AS p, gmalign.kendall_w_n(b.ratings) AS n
  FROM (VALUES (1, 9, 'whole team', .3192239859), (1, 4, 'members 1-4', .7633928571), (5, 9, 'members 5-9', .5228571429)) AS v (first, last, who, published)
  JOIN ballot b ON b.member BETWEEN v.first AND v.last
  GROUP BY v.who, v.published
)
SELECT who AS "who", n AS "raters", round(w::numeric, 10) AS "W", published AS "expected", round(chi2::numeric, 4) AS "chi-square", round(p::numeric, 5) AS "p",
       rpad(repeat('#', (20 * w)::integer), 20, '.') AS " ", CASE WHEN abs(w - published) < 1e-10 THEN 'same' ELSE 'DIFFERS' END AS "check"
FROM camp ORDER BY n DESC;
SELECT round(1000 * extract(epoch FROM clock_timestamp() - at)) || ' ms' AS took FROM public.clock \gset
\echo 'took' :took
DISCARD TEMP;
