-- How long chiefs of mission stay at a post (POCOM, since 1950; who is still
-- there is censored), and two published data sets through the same functions
-- (R package survival: lung, Loprinzi et al. 1994; aml, Miller 1997).

\echo
\echo '5  WHO STAYS - tenure of US chiefs of mission since 1950, and published survival times'
UPDATE public.clock SET at = clock_timestamp();
CREATE SCHEMA tenure;
SET search_path = tenure;
CREATE TABLE post (assignment_id text, unit_id text, person_id text, role_title_id text, started text, ended text, event integer,
                   days integer, career text, career_kind text, decade text, end_cause text);
\copy post FROM 'pocom/tenure_1950.csv' WITH (FORMAT csv, HEADER)
CREATE TABLE lung (inst text, days integer, status integer, age text, sex integer, ph_ecog text, ph_karno text, pat_karno text, meal_cal text, wt_loss text);
\copy lung FROM 'published/lung.csv' WITH (FORMAT csv, HEADER)
CREATE TABLE aml (weeks float8, status integer, arm text);
\copy aml FROM 'published/aml.csv' WITH (FORMAT csv, HEADER)
-- of two nobody says which kind they are
CREATE VIEW chief AS SELECT days, event = 1 AS has_left, career_kind FROM post WHERE career_kind IN ('career', 'non-career');
-- one table of figures: what was published, with how many digits it was
CREATE TABLE figure (data text, what text, ours float8, published numeric);

INSERT INTO figure
SELECT 'tenure', v.* FROM (
  SELECT gmalign.km_n(days, has_left) FILTER (WHERE career_kind = 'career') AS n1, gmalign.km_n(days, has_left) FILTER (WHERE career_kind = 'non-career') AS n0,
         gmalign.km_median(days, has_left) FILTER (WHERE career_kind = 'career') AS m1, gmalign.km_median(days, has_left) FILTER (WHERE career_kind = 'non-career') AS m0,
         gmalign.km_survival(days, has_left, 730) FILTER (WHERE career_kind = 'career') AS s1, gmalign.km_survival(days, has_left, 730) FILTER (WHERE career_kind = 'non-career') AS s0,
         gmalign.log_rank_chi2(days, has_left, career_kind) AS chi2, gmalign.log_rank_p(days, has_left, career_kind) AS p FROM chief) AS q
CROSS JOIN LATERAL (VALUES ('chiefs of mission by career', n1::float8, 2240), ('... not by career', n0, 1005), ('median days, career', m1, 998), ('... others', m0, 927),
  ('still there after two years, career', s1, .79175483513), ('... others', s0, .64990417503), ('log-rank chi-square', chi2, .658069729744), ('p', p, .41724223)) AS v;
INSERT INTO figure
SELECT 'lung', v.* FROM (
  SELECT gmalign.km_median(days, status = 2) FILTER (WHERE sex = 1) AS m1, gmalign.km_median(days, status = 2) FILTER (WHERE sex = 2) AS m2,
         gmalign.km_survival(days, status = 2, 365) FILTER (WHERE sex = 1) AS s1, gmalign.km_survival(days, status = 2, 365) FILTER (WHERE sex = 2) AS s2,
         gmalign.log_rank_chi2(days, status = 2, sex) AS chi2, gmalign.log_rank_p(days, status = 2, sex) AS p FROM lung) AS q
CROSS JOIN LATERAL (VALUES ('median days, men', m1, 270), ('... women', m2, 426), ('alive after a year, men', s1, .3360878), ('... women', s2, .5264630),
  ('log-rank chi-square', chi2, 10.32674195), ('p', p, .0013111645)) AS v;
INSERT INTO figure
SELECT 'aml', v.* FROM (
  SELECT gmalign.km_median(weeks, status = 1) FILTER (WHERE arm = 'Maintained') AS m1, gmalign.km_median(weeks, status = 1) FILTER (WHERE arm <> 'Maintained') AS m2,
         gmalign.km_restricted_mean(weeks, status = 1, 48) FILTER (WHERE arm = 'Maintained') AS r1, gmalign.km_restricted_mean(weeks, status = 1, 48) FILTER (WHERE arm <> 'Maintained') AS r2,
         gmalign.km_restricted_mean_se(weeks, status = 1, 48) FILTER (WHERE arm = 'Maintained') AS e1, gmalign.km_restricted_mean_se(weeks, status = 1, 48) FILTER (WHERE arm <> 'Maintained') AS e2,
         gmalign.log_rank_chi2(weeks, status = 1, arm) AS chi2 FROM aml) AS q
CROSS JOIN LATERAL (VALUES ('median weeks, maintained', m1, 31), ('... not', m2, 23), ('mean weeks up to 48, maintained', r1, 31.8432), ('... not', r2, 22.7083),
  ('its standard error, maintained', e1, 4.52788), ('... not', e2, 4.18094), ('log-rank chi-square', chi2, 3.396388699)) AS v;
SELECT data AS "data", what AS "figure", round(ours::numeric, scale(published)) AS "ours", published AS "published",
       CASE WHEN round(ours::numeric, scale(published)) = published THEN 'same' ELSE 'DIFFERS' END AS "check" FROM figure;

\echo 'The curves cross: of the others more leave early, and more stay long'
WITH at_day AS (
  SELECT d, gmalign.km_survival(days, has_left, d) FILTER (WHERE career_kind = 'career') AS career,
         gmalign.km_survival(days, has_left, d) FILTER (WHERE career_kind <> 'career') AS other
  FROM chief, generate_series(0, 2555, 182.5) AS d GROUP BY d
)
SELECT round(d / 365.0, 1) AS "years", round(career::numeric, 3) AS "career", round(other::numeric, 3) AS "others", CASE WHEN career > other THEN 'more of the career' WHEN career < other THEN 'more of the others' END AS "still there",
       overlay(overlay(repeat(' ', 51) PLACING 'o' FROM 1 + round(50 * other)::integer) PLACING 'C' FROM 1 + round(50 * career)::integer) AS "0                      share                     1"
FROM at_day ORDER BY d;
\echo 'So a log-rank test adds up differences that cancel out. The mean days served, up to a horizon, do not:'
WITH mean AS (
  SELECT tau, gmalign.km_restricted_mean(days, has_left, tau) FILTER (WHERE career_kind = 'career') AS career,
         gmalign.km_restricted_mean(days, has_left, tau) FILTER (WHERE career_kind <> 'career') AS other,
         gmalign.km_restricted_mean_se(days, has_left, tau) FILTER (WHERE career_kind = 'career') AS career_se,
         gmalign.km_restricted_mean_se(days, has_left, tau) FILTER (WHERE career_kind <> 'career') AS other_se
  FROM chief, unnest(ARRAY[730, 1461, 2555]) AS tau GROUP BY tau
)
SELECT tau AS "up to day", round(career::numeric, 1) AS "career", round(other::numeric, 1) AS "others", round((career - other)::numeric, 1) AS "difference",
       '[' || round((career - other - 1.96 * se)::numeric, 1) || ', ' || round((career - other + 1.96 * se)::numeric, 1) || ']' AS "95 % limits",
       round((SELECT gmalign.log_rank_p(days, has_left, career_kind) FROM chief)::numeric, 3) AS "log-rank p",
       CASE WHEN abs(career - other) > 1.96 * se THEN 'curves cross: believe the means, not the test' ELSE 'no difference by either' END AS "reading"
FROM mean, LATERAL (SELECT sqrt(career_se ^ 2 + other_se ^ 2) AS se) AS q ORDER BY tau;
SELECT round(1000 * extract(epoch FROM clock_timestamp() - at)) || ' ms' AS took FROM public.clock \gset
\echo 'took' :took
