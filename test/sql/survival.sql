-- survival: how long people stay; times to remission of leukaemia (Freireich et
-- al. 1963, weeks) and survival::aml (Miller 1997)
CREATE TABLE leukaemia (arm text, weeks float8, relapse boolean);
INSERT INTO leukaemia
SELECT '6-MP', abs(t), t > 0 FROM unnest('{6,6,6,-6,7,-9,10,-10,-11,13,16,-17,-19,-20,22,23,-25,-32,-32,-34,-35}'::float8[]) AS t
UNION ALL SELECT 'placebo', t, true FROM unnest('{1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23}'::float8[]) AS t;
CREATE TABLE aml (arm text, weeks float8, relapse boolean);
INSERT INTO aml
SELECT 'maintained', abs(t), t > 0 FROM unnest('{9,13,-13,18,23,-28,31,34,-45,48,-161}'::float8[]) AS t
UNION ALL SELECT 'not', abs(t), t > 0 FROM unnest('{5,5,8,8,12,-16,23,27,30,33,43,45}'::float8[]) AS t;

SELECT w AS week, round(gmalign.km_survival(weeks, relapse, w)::numeric, 6) AS s,
       round(gmalign.km_survival_se(weeks, relapse, w)::numeric, 7) AS se, gmalign.km_at_risk(weeks, relapse, w) AS at_risk
FROM leukaemia, unnest('{0,5.9,6,7,10,13,16,22,23,30,35,35.1}'::float8[]) AS w WHERE arm = '6-MP' GROUP BY w ORDER BY w;
SELECT arm, gmalign.km_n(weeks, relapse) AS n, gmalign.km_events(weeks, relapse) AS events,
       gmalign.km_median(weeks, relapse) AS median, gmalign.km_median_low(weeks, relapse) AS low,
       gmalign.km_median_high(weeks, relapse) AS high FROM leukaemia GROUP BY arm ORDER BY arm;
SELECT round(gmalign.log_rank_chi2(weeks, relapse, arm)::numeric, 8) AS chi2, gmalign.log_rank_df(weeks, relapse, arm) AS df,
       round(gmalign.log_rank_p(weeks, relapse, arm)::numeric, 10) AS p FROM leukaemia;
SELECT arm, gmalign.km_median(weeks, relapse) AS median, round(gmalign.km_restricted_mean(weeks, relapse, 48)::numeric, 4) AS rmst,
       round(gmalign.km_restricted_mean_se(weeks, relapse, 48)::numeric, 5) AS se FROM aml GROUP BY arm ORDER BY arm;
SELECT round(gmalign.log_rank_chi2(weeks, relapse, arm)::numeric, 9) AS chi2,
       round(gmalign.log_rank_p(weeks, relapse, arm)::numeric, 5) AS p FROM aml;
SELECT time, at_risk, events, censored, round(survival::numeric, 6) AS survival, round(std_error::numeric, 6) AS std_error,
       round(low::numeric, 6) AS low, round(high::numeric, 6) AS high
FROM (SELECT unnest(gmalign.km_curve(weeks, relapse)) AS p FROM aml WHERE arm = 'not') AS c, LATERAL (SELECT (p).*) AS q ORDER BY time;
-- the limits by their transformation: R's default is log
SELECT type, level, round(gmalign.km_survival_low(weeks, relapse, 13, level, type)::numeric, 6) AS low,
       round(gmalign.km_survival_high(weeks, relapse, 13, level, type)::numeric, 6) AS high,
       gmalign.km_median_low(weeks, relapse, level, type) AS median_low, gmalign.km_median_high(weeks, relapse, level, type) AS median_high
FROM leukaemia, unnest('{log,log-log,plain}'::text[]) AS type, unnest('{.95,.5}'::float8[]) AS level
WHERE arm = '6-MP' GROUP BY type, level ORDER BY level DESC, type;
SELECT round(gmalign.km_survival_low(weeks, relapse, 13)::numeric, 6) AS low,
       round(gmalign.km_survival_high(weeks, relapse, 13)::numeric, 6) AS high
FROM leukaemia WHERE arm = '6-MP';
-- before the first event: no error; log(-log 1) does not exist, and the limit is that of a share of 1
SELECT gmalign.km_survival_low(weeks, relapse, 1), gmalign.km_survival_high(weeks, relapse, 1),
       gmalign.km_survival_low(weeks, relapse, 1, .95, 'plain'),
       gmalign.km_survival_low(weeks, relapse, 1, .95, 'log-log') FROM leukaemia WHERE arm = '6-MP';

-- the median of a curve that is flat at exactly one half is the middle of the step
SELECT gmalign.km_median(t, true) FROM unnest('{1,2,3,4}'::float8[]) AS t;
-- ... of one that stays there, the time it comes there
SELECT gmalign.km_median(t, t < 3) FROM unnest('{1,2,3,4}'::float8[]) AS t;
-- ... and of one that does not come down to it, not known
SELECT gmalign.km_median(t, t < 2) FROM unnest('{1,2,3,4}'::float8[]) AS t;
-- at a tie the event comes first: three of three are at risk at 2, not two
SELECT gmalign.km_survival(t, e, 2) FROM (VALUES (2, true), (2, false), (3, true)) AS v (t, e);
-- all at risk have the event: S is 0, for good, with no error to speak of
SELECT gmalign.km_survival(t, true, 3), gmalign.km_survival(t, true, 99), gmalign.km_survival_se(t, true, 3),
       gmalign.km_survival_low(t, true, 3),
       gmalign.km_restricted_mean(t, true, 99), gmalign.km_restricted_mean_se(t, true, 99) IS NOT NULL AS has_se
FROM unnest('{1,2,3}'::float8[]) AS t;
-- nobody was observed as long: not known
SELECT gmalign.km_survival(t, false, 3), gmalign.km_survival(t, false, 3.1), gmalign.km_restricted_mean(t, false, 3),
       gmalign.km_restricted_mean(t, false, 3.1), gmalign.km_at_risk(t, false, 3), gmalign.km_at_risk(t, false, 3.1)
         FROM unnest('{1,2,3}'::float8[]) AS t;
-- .1 + .2 is .3 here
SELECT p.time, p.at_risk, p.events FROM (SELECT gmalign.km_curve(t, true) AS c
                                         FROM (VALUES (.1::float8 + .2), (.3), (.30001), (-0.0)) AS v (t)) AS q, unnest(c) AS p;
SELECT gmalign.km_survival(.1::float8 + .2, true, .3);

-- late entry: who comes in at 2 was not at risk of an event at 2
SELECT p.time, p.at_risk, p.events, round(p.survival::numeric, 6) AS survival
FROM (SELECT gmalign.km_curve(en, t, e) AS c
      FROM (VALUES (0, 2, true), (0, 5, true), (2, 4, true), (1, 6, false), (0, 3, false)) AS v (en, t, e)) AS q, unnest(c) AS p;
SELECT gmalign.km_n(en, t, e), gmalign.km_events(en, t, e), gmalign.km_at_risk(en, t, e, 2), gmalign.km_at_risk(en, t, e, 2.5),
       gmalign.km_median(en, t, e),
       round(gmalign.km_survival(en, t, e, 4)::numeric, 6) AS s, round(gmalign.km_survival_low(en, t, e, 4)::numeric, 6) AS low,
       round(gmalign.km_survival_high(en, t, e, 4, .9, 'plain')::numeric, 6) AS high,
       round(gmalign.km_restricted_mean(en, t, e, 5)::numeric, 6) AS mean
FROM (VALUES (0, 2, true), (0, 5, true), (2, 4, true), (1, 6, false), (0, 3, false), (NULL, 4, true)) AS v (en, t, e);

-- nothing known
SELECT gmalign.km_n(weeks, relapse), gmalign.km_survival(weeks, relapse, 5), gmalign.km_median(weeks, relapse),
       gmalign.km_curve(weeks, relapse),
       gmalign.km_at_risk(weeks, relapse, 5), gmalign.log_rank_p(weeks, relapse, arm) FROM aml WHERE false;
SELECT gmalign.km_n(NULL, relapse), gmalign.km_n(weeks, NULL), gmalign.km_survival(NULL, relapse, 5),
       gmalign.km_restricted_mean(NULL, relapse, 5),
       gmalign.km_curve(NULL, relapse), gmalign.log_rank_chi2(weeks, NULL, arm), gmalign.log_rank_chi2(weeks, relapse, NULL::text) FROM aml;
SELECT gmalign.km_survival(weeks, relapse, NULL), gmalign.km_at_risk(weeks, relapse, NULL),
       gmalign.km_restricted_mean(weeks, relapse, NULL) FROM aml;

-- groups by any key; four of them; a group that no event could have hit is left out
SELECT gmalign.log_rank_chi2(weeks, relapse, arm = 'not') = gmalign.log_rank_chi2(weeks, relapse, arm) AS by_boolean,
       gmalign.log_rank_chi2(weeks, relapse, length(arm)) = gmalign.log_rank_chi2(weeks, relapse, arm) AS by_integer,
       gmalign.log_rank_chi2(weeks, relapse, md5(arm)::uuid) = gmalign.log_rank_chi2(weeks, relapse, arm) AS by_uuid FROM aml;
SELECT round(gmalign.log_rank_chi2(weeks, relapse, arm || weeks::int % 2)::numeric, 9) AS chi2,
       gmalign.log_rank_df(weeks, relapse, arm || weeks::int % 2) AS df FROM aml;
SELECT gmalign.log_rank_df(weeks, relapse, arm) AS df FROM (SELECT * FROM aml UNION ALL SELECT 'left at once', 1, false) AS q;
-- one group; groups never at risk together; one event that hits everybody
SELECT gmalign.log_rank_chi2(weeks, relapse, 1), gmalign.log_rank_df(weeks, relapse, 1), gmalign.log_rank_p(weeks, relapse, 1) FROM aml;
SELECT gmalign.log_rank_chi2(en, t, true, t > 5), gmalign.log_rank_p(en, t, true, t > 5)
FROM (VALUES (0, 1), (0, 2), (5, 6), (5, 7)) AS v (en, t);
SELECT gmalign.log_rank_chi2(1, true, i) FROM generate_series(1, 4) AS i;

-- GROUP BY, FILTER, GROUPING SETS, windows
SELECT arm, gmalign.km_median(weeks, relapse) AS median, gmalign.km_n(weeks, relapse) FILTER (WHERE weeks > 20) AS long
FROM aml GROUP BY ROLLUP (arm) ORDER BY arm;
SELECT weeks, round((gmalign.km_survival(weeks, relapse, 31) OVER (ORDER BY weeks DESC ROWS UNBOUNDED PRECEDING))::numeric, 6) AS growing,
       gmalign.km_events(weeks, relapse) OVER (ORDER BY weeks DESC ROWS 2 PRECEDING) AS moving
FROM aml WHERE arm = 'maintained' ORDER BY weeks;

-- refused
SELECT gmalign.km_survival(-1, true, 5);
SELECT gmalign.km_survival('NaN', true, 5);
SELECT gmalign.km_survival('Infinity', true, 5);
SELECT gmalign.km_survival(1, true, -5);
SELECT gmalign.km_survival(1, true, 'Infinity');
SELECT gmalign.km_survival(weeks, relapse, weeks) FROM aml;
SELECT gmalign.km_survival_low(1, true, 1, 1, 'log');
SELECT gmalign.km_survival_low(1, true, 1, 'NaN', 'log');
SELECT gmalign.km_survival_low(1, true, 1, .95, 'loglog');
SELECT gmalign.km_survival_low(1, true, 1, .95, NULL);
SELECT gmalign.km_survival_low(1, true, 1, NULL, 'log');
SELECT gmalign.km_survival_low(weeks, relapse, 1, weeks / 1000, 'log') FROM aml;
SELECT gmalign.km_n(2, 2, true);
SELECT gmalign.km_n(.3, .1::float8 + .2, true);
SELECT gmalign.km_n(-1, 2, true);
SELECT gmalign.km_n('Infinity', 2, true);
SELECT gmalign.log_rank_p(weeks, relapse, now()) FROM aml;
SELECT gmalign.log_rank_p(i, true, i) FROM generate_series(1, 1001) AS i;
DROP TABLE leukaemia, aml;
