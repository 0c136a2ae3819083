-- A pulse survey, 1 to 5: can I do it, what does it lead to, do I want that.
\set file motivation
\ir stage.psql
SELECT * FROM gmalign.load('hr', 'surveys', 'motivation', '{"expectancy": {"column": "I can", "kind": "likelihood", "low": 1, "high": 5},
  "instrumentality": {"columns": {"Gives: career": "advancement", "Gives: pay": "allowance"}, "kind": "likelihood", "low": 1, "high": 5},
  "valence": {"columns": {"Want: career": "advancement", "Want: pay": "allowance"}, "kind": "desirability", "low": 1, "high": 5}}');
-- the nightly check, and what each is to be told
SELECT count(*) AS new_flags FROM gmalign.run_check('hr');
SELECT message FROM gmalign.flag_digest('hr');
