-- how often the bands err, on fixed seeds: a short form of make calibration,
-- with some room for a sample this small
BEGIN;
\ir ../start.psql
SELECT plan(10);
SET LOCAL client_min_messages = warning;
\set schema bands
\set moves 40
\set structures 'one list; 60 % in common; 40 % in common; one list, 1 to one; own goals, .8'
\ir ../reference/calibration.sql
SELECT is((SELECT count(*) FROM found), 225::bigint, 'three kinds, three numbers of goals, five truths');
SELECT cmp_ok((SELECT max(misaligned) FROM found WHERE truth IN ('r = .9', 'r = .8')), '<=', 7.5::numeric,
    'agreeing is not called misaligned');
SELECT cmp_ok((SELECT max(aligned) FROM found WHERE truth = 'unrelated'), '<=', 12.5::numeric, 'nor unrelated aligned');
SELECT is((SELECT max(aligned) FROM found WHERE truth = 'reversed'), 0::numeric, 'and reversed never');
SELECT cmp_ok((SELECT min(aligned) FROM found WHERE truth = 'r = .9' AND structure = 'one list' AND goals >= 5), '>=', 70::numeric,
              'r = .9 on one list is found aligned');
SELECT cmp_ok((SELECT min(misaligned) FROM found WHERE truth = 'reversed' AND structure = 'one list' AND goals >= 5), '>=', 70::numeric,
              'and reversed misaligned');
SELECT is((SELECT min(cannot_tell) FROM found WHERE structure = '40 % in common'), 100::numeric,
          'with two goals in five in common nothing is told');
SELECT cmp_ok((SELECT min(aligned) FROM found WHERE truth = 'r = .9' AND structure = 'one list, 1 to one' AND goals >= 5), '>=',
              70::numeric,
              'nor does it hide agreement that all leads to one strategy');
SELECT cmp_ok((SELECT max(flipped) FROM found), '<=', 5::numeric, 'asked again, nobody changes sides');
SELECT cmp_ok((SELECT avg(changed) FROM found), '<=', 20::numeric, 'and few the band');
SELECT * FROM finish();
ROLLBACK;
