-- test/calibration/evidence.sql in short: fixed seeds, few programmes, wide bounds
BEGIN;
SET client_min_messages = warning;
\ir ../start.psql
SELECT plan(12);
SELECT setseed(.3);
SELECT gmalign.install('drifting') \g /dev/null
SELECT gmalign.install('outcomes') \g /dev/null
\set moves 150
\set runs 12
SET LOCAL search_path = drifting, public;
\ir ../calibration/drift.sql
-- of 150 moves 3 % are 5, and 13 come once in a thousand times
SELECT cmp_ok(found_24, '<=', .08, 'no drift where there is none: ' || found_24 || ' in two years') FROM drift_found WHERE noise = .07 AND
  fall = 0;
SELECT cmp_ok(found_24, '<=', .02, 'nor with less noise') FROM drift_found WHERE noise = .04 AND fall = 0;
SELECT cmp_ok(found_12, '>=', .75, 'a fall of .03 a month within a year: ' || found_12) FROM drift_found WHERE fall = .03;
SELECT cmp_ok(found_24, '>=', .55, 'one of .015 within two: ' || found_24) FROM drift_found WHERE fall = .015;
SET LOCAL search_path = outcomes, public;
\ir ../calibration/hindsight.sql
SELECT cmp_ok(mean_ratio, '<=', 1.15, 'nothing explained by what was learnt later: risk ratio ' || mean_ratio) FROM hindsight_found;
SELECT cmp_ok(leave_out_1, '<=', 3::bigint, '... and limits that say so') FROM hindsight_found;
SELECT cmp_ok(mean_ratio_of_today, '>=', 1.4, 'by the bands of today it would be ' || mean_ratio_of_today) FROM hindsight_found;
\ir ../calibration/outcomes.sql
SELECT cmp_ok(sum(p * runs), '<=', 7.0, 'p of no difference: ' || sum(p * runs) || ' of 36') FROM outcome_found WHERE kind LIKE
  'no difference%';
SELECT cmp_ok(sum(any_adjusted * runs), '<=', 7.0, 'some adjusted p: ' || sum(any_adjusted * runs)) FROM outcome_found WHERE kind LIKE
  'no difference%';
SELECT cmp_ok(min(risk_ratio), '>=', .66, 'a risk ratio of 2') FROM outcome_found WHERE kind LIKE 'risk and%';
SELECT cmp_ok(min(adjusted), '>=', .83, 'a hazard ratio of 2') FROM outcome_found WHERE kind LIKE 'risk and%';
SELECT is((max("cross") FILTER (WHERE kind NOT LIKE 'curves%') <= .1, min("cross") FILTER (WHERE kind LIKE 'curves%') >= .8), (true, true),
          'curves are said to cross where they do') FROM outcome_found;
SELECT * FROM finish();
ROLLBACK;
