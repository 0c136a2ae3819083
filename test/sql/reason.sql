-- the sentences of flags and views, from their codes and parameters
CREATE TEMP TABLE said AS SELECT * FROM (VALUES
  ('opposed', '{"a": "assignee", "b": "organization", "opposed_share": 0.256, "goal": "Enter market", "own_goal": "Stay \"home\""}'),
  ('opposed', '{"a": "gm_professional", "b": "family", "opposed_share": 0.005, "goal": "Enter market", "own_goal": "Enter market"}'),
  ('no_career_path', '{"assignee_reach_share": 0.2, "assignee_goal": "Research"}'),
  ('no_career_path', '{"assignee_reach_share": 0, "assignee_goal": null}'),
  ('unshared', '{"a": "assignee", "b": "gm_professional", "unshared_share": 0.5, "goal": "Zürich 100%"}'),
  ('strength', '{"a": "gm_professional", "b": "organization", "goal": "Enter market"}'),
  ('reversed', '{"a": "assignee", "b": "organization", "goal": "Enter market"}'),
  ('not_heard', '{"parties": ["organization", "assignee"], "is_unreadable": false}'),
  ('not_heard', '{"parties": ["assignee"], "is_unreadable": true}'),
  ('disconnected', '{}'), ('unaligned', '{}'), ('in_cycle', '{}'),
  ('thin_support', '{"gap": "no_goal", "coverage_share": 0.125, "contribution": 0.3}'),
  ('reward_mismatch', '{"fit": 0.333, "reward": "balance"}'), ('reward_mismatch', '{"fit": 1}'),
  ('stale', '{"days": 45}'),
  ('not_moving', '{"days": 28, "value": 3}'),
  ('no_next_role', '{"days_to_end": 90}'), ('no_next_role', '{"days_to_end": 0}'), ('no_next_role', '{"days_to_end": -3}'),
  ('goals_unmet', '{"days_to_end": 7, "unmet_count": 1, "goals": "A"}'),
  ('goals_unmet', '{"days_to_end": 7, "unmet_count": 2, "goals": "A; B"}'),
  ('falling_alignment', '{"monthly_change": -0.0245, "monthly_change_low": -0.0384, "monthly_change_high": -0.0106,
                          "first_score": 0.8, "last_score": 0.6, "days_below": 30.4}'),
  ('falling_alignment', '{"monthly_change": -0.02, "first_score": 0.8, "last_score": 0.65, "days_below": 0, "months_to_threshold": 3.25}'),
  ('falling_alignment', '{"monthly_change": -0.02, "first_score": 0.8, "last_score": 0.65, "days_below": 0}'),
  ('weak_valence', '{"link": "valence", "value": 0.2}'),
  ('weak_expectancy', '{"link": "expectancy", "value": 0.25, "driver": "tools"}'),
  ('no_growth_goal', '{"signals": ["no_growth_goal", "no_next_role"]}'), ('no_next_role', '{"signals": ["no_next_role"]}'),
  ('costly', '{"signals": "costs too much"}'),
  ('of somebody else', '{}')) AS v (code, parameters);
\pset format unaligned
\pset tuples_only on
SELECT v.code, gmalign.reason_text(v.code, v.parameters::jsonb) AS reason FROM said v;
-- the same in German
SET gmalign.language = 'de';
SELECT v.code, gmalign.reason_text(v.code, v.parameters::jsonb) AS reason FROM said v;
\pset format aligned
\pset tuples_only off
-- another language is refused, and which there are is said
SET gmalign.language = 'fr';
SHOW gmalign.language;
RESET gmalign.language;
-- every text in every language, none empty, of the same parameters, in the order that a search wants
SELECT count(DISTINCT code) > 150 AS many, count(*) = count(DISTINCT code) * 2 AS all_languages, min(length(text)) > 0 AS filled,
       bool_and(text !~ '[{}\[\]|]' OR regexp_replace(text, '\{[^{}\[\]|]+\}', '', 'g') !~ '[{}]') AS well_formed
FROM gmalign_private.sentences();
WITH used AS (
  SELECT s.code, s.language,
         ARRAY(SELECT DISTINCT p[1] FROM regexp_matches(s.text, '\{\^?([a-z_]+)', 'g') AS p ORDER BY 1) AS parameters,
         ARRAY(SELECT DISTINCT p[1] FROM regexp_matches(s.text, '\{[^}:]*:([a-z]+)\}', 'g') AS p ORDER BY 1) AS kinds
  FROM gmalign_private.sentences() s)
SELECT * FROM used e JOIN used d USING (code) WHERE e.language = 'en' AND d.language = 'de'
  AND (e.parameters <> d.parameters OR e.kinds <> d.kinds);
SELECT count(*) AS out_of_order FROM (SELECT code COLLATE "C" < lag(code) OVER (ORDER BY n) COLLATE "C" AS is_back
  FROM gmalign_private.sentences() WITH ORDINALITY AS s (code, language, text, n)) AS q WHERE is_back;
-- workers say it in the language of the session
CREATE TABLE day_count AS SELECT i AS days FROM generate_series(1, 20000) AS i;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SET gmalign.language = 'de';
SELECT count(*) AS said,
       count(*) FILTER (WHERE gmalign.reason_text('stale', jsonb_build_object('days', d.days)) LIKE 'Seit % Tagen %') AS in_german
FROM day_count d;
RESET gmalign.language;
RESET parallel_leader_participation;
DROP TABLE day_count;
-- every code that is said has its text: reasons of actions, signals, gaps, words that stand in texts
SET client_min_messages = warning;
SELECT gmalign.install('hr') IS NOT NULL AS installed;
SELECT v.code FROM (SELECT 'signal.' || w FROM unnest(ARRAY['no_next_role', 'no_line_of_sight', 'no_growth_goal', 'no_forward_feedback',
         'slow_reviews', 'review_overdue', 'falling_alignment', 'misaligned', 'weak_link']) AS w
  UNION ALL SELECT 'gap.' || w FROM unnest(ARRAY['no_goal', 'nobody', 'none', 'thin', 'partial', 'covered']) AS w
  UNION ALL SELECT 'ask_next.' || w FROM unnest(ARRAY['same_list', 'more_goals', 'own_goals']) AS w
  UNION ALL SELECT 'party.' || party FROM hr.stakeholder
  UNION ALL SELECT 'voice.' || code FROM hr.stakeholder
  UNION ALL SELECT 'pair.' || party FROM hr.stakeholder
  UNION ALL SELECT 'reward.' || code FROM hr.reward
  UNION ALL SELECT 'item.' || code FROM hr.survey_item
  UNION ALL SELECT 'band.' || w FROM unnest(ARRAY['aligned', 'mixed', 'misaligned', 'cannot tell', 'not scored']) AS w) AS v (code)
WHERE gmalign_private.sentence(v.code) IS NULL;
SELECT a.reason_code FROM hr.action a
WHERE a.reason_code IS NOT NULL AND gmalign.reason_text(a.reason_code, '{}') IS NULL
  AND gmalign_private.sentence('signal.' || a.reason_code) IS NULL;
-- and a rule and an action of ours have their German
SELECT (SELECT count(*) FROM hr.action WHERE text_de IS NULL) AS actions,
       (SELECT count(*) FROM hr.flag_rule WHERE meaning_de IS NULL) AS rules;
-- what was said once is said again in the reader's language, what a rule of the user's own said is not
SET gmalign.language = 'de';
SELECT gmalign_private.said_again('reason.stale', '{"days": 45}', 'no check-in for 45 days.') AS ours,
       gmalign_private.said_again('reason.stale', '{"days": 45}', 'nobody called') AS mine,
       gmalign_private.said_again('reason.mine', '{}', 'nobody called') AS other,
       gmalign_private.said_again(NULL, NULL, 'nobody called') AS no_code,
       gmalign_private.said_again('reason.stale', '{}', NULL) AS nothing;
RESET gmalign.language;
SELECT gmalign_private.said_again('reason.stale', '{"days": 45}', 'Seit 45 Tagen hat niemand nach dem Stand gefragt.') AS back;
SELECT provolatile, proparallel FROM pg_proc WHERE proname IN ('reason_text', 'sentence', 'said_again', 'language', 'word') GROUP BY 1, 2;
SELECT count(*) > 0 AS dropped FROM gmalign.uninstall('hr', true);
DROP SCHEMA hr;
RESET client_min_messages;
-- a parameter that is missing leaves a gap, one that is no number is refused
SELECT gmalign.reason_text('opposed', '{}') AS gaps, gmalign.reason_text('thin_support', '[1]') AS no_object,
       gmalign.reason_text(NULL, '{}') IS NULL AND gmalign.reason_text('stale', NULL) IS NULL AS unknown;
SELECT gmalign.reason_text('opposed', '{"opposed_share": "much"}');
SELECT gmalign.reason_text('opposed', '{"opposed_share": 1e12}');
SELECT gmalign.reason_text('no_next_role', '{"days_to_end": "soon"}');
-- in every encoding: umlauts as they are, or spelled out where there are none
SELECT current_database() AS home \gset
CREATE DATABASE regress_gmalign_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
CREATE DATABASE regress_gmalign_cyrillic ENCODING 'WIN1251' LOCALE 'C' TEMPLATE template0;
\c regress_gmalign_latin
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
CREATE EXTENSION gmalign;
SELECT gmalign.install('hr') IS NOT NULL AS installed;
SELECT text_de FROM hr.action WHERE code = 'hold_review';
\c regress_gmalign_cyrillic
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
CREATE EXTENSION gmalign;
SELECT gmalign.install('hr') IS NOT NULL AS installed;
SELECT text_de FROM hr.action WHERE code = 'hold_review';
SET gmalign.language = 'de';
SELECT gmalign.reason_text('opposed', '{"a": "assignee", "b": "organization", "opposed_share": 0.3, "goal": "Рынок"}') AS spelled_out;
\c :home
DROP DATABASE regress_gmalign_latin;
DROP DATABASE regress_gmalign_cyrillic;

-- parameters() says what jsonb_build_object does, of a float8 what it does of the numeric
WITH v AS (
  SELECT * FROM (VALUES ('it''s "ä"'::text, 7, -3::bigint, 2::smallint, 1.50::numeric, 1 / 3.0::float8, true, date '2026-06-30',
                         'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, ARRAY['b', NULL, 'a'], 'name'::varchar),
                        (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                        ('', 0, 0, 0, 'NaN', 'NaN', false, 'infinity', NULL, '{}', ''),
                        ('x', 1, 1, 1, '-0.10', '-Infinity', true, '0044-03-15 BC', NULL, NULL, NULL))
    AS v (t, i, b, s, n, f, o, d, u, a, c))
SELECT p.parameters, p.parameters = jsonb_build_object('text', t, 'int', i, 'big', b, 'small', s, 'numeric', n, 'float', f::numeric,
                                                       'bool', o, 'day', d, 'uuid', u, 'list', a, 'name', c, 'const', 'word') AS is_same
FROM v, gmalign_private.parameters('text', t, 'int', i, 'big', b, 'small', s, 'numeric', n, 'float', f,
                                   'bool', o, 'day', d, 'uuid', u, 'list', a, 'name', c, 'const', 'word') AS p (parameters);
-- of every size, with few digits and many, half way between two
SELECT setseed(.3);
SELECT count(*) AS floats,
       count(*) FILTER (WHERE (gmalign_private.parameters('x', f) ->> 'x') IS DISTINCT FROM f::numeric::text) AS different
FROM (SELECT (CASE i % 6 WHEN 0 THEN random() * power(10, i % 22 - 6) WHEN 1 THEN -round(random()::numeric, 1 + i % 14)
                         WHEN 2 THEN (floor(random() * 1e6) + .5) / power(2, i % 40) WHEN 3 THEN floor(random() * 1e15) + .5
                         WHEN 4 THEN power(10, i % 24 - 6) * (1 + (random() - .5) * 1e-14)
                         ELSE (1e14 + floor(random() * 1e15) + .5) / power(10, i % 20) END)::float8 AS f
      FROM generate_series(1, 30000) AS i) AS x;
SELECT gmalign_private.parameters('a', 1, 'a', 2) AS the_last_counts;
SELECT gmalign_private.parameters('name', 'goal'::name, 'char', 'ab'::char(3), 'real', 1.5::real) AS other_strings_and_numbers;
SET extra_float_digits = -10;
SELECT gmalign_private.parameters('share', 1 / 3.0::float8) AS whatever_the_session_writes;
RESET extra_float_digits;
SELECT gmalign_private.parameters('a');
SELECT gmalign_private.parameters(NULL, 1);
SELECT gmalign_private.parameters('a', now());
SELECT gmalign_private.parameters(VARIADIC ARRAY['a', 'b']);
