-- What rows are about is called by name: beside every key of a move or person
-- stands its external id, beside every key of a goal or unit its title or name.
-- One word says "all", a pair has one form, and what is counted is an integer.
-- In a database of its own: the sample programme commits.
CREATE DATABASE gmalign_test_names;
\set before :DBNAME
\c gmalign_test_names
\ir ../start.psql
SET client_min_messages = warning;
CREATE ROLE gmalign_test_names NOLOGIN;
\set schema hr
\set public_owner gmalign_test_names
\set checks 1
\o /dev/null
\ir ../../demo/sample.sql
SET search_path = hr, public;
SET gmalign.as_of = '2026-06-30';
\o
SELECT plan(15);

CREATE TEMP VIEW shown AS
SELECT c.relname::text AS relation, a.attname::text AS name, a.atttypid::regtype::text AS type, a.attrelid, a.attnum
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'v'
  -- their values are for other views, within one query
  AND c.relname NOT IN ('assignment_points', 'points_frame', 'cascade_graph', 'progress_graph', 'contributor_work',
                        'goal_work', 'person_points');
-- what a column's name says that it is the key of, and what stands beside it
CREATE TEMP TABLE key_kind (pattern text, relation text, column_name text, suffix text);
INSERT INTO key_kind VALUES
  ('(^|_)assignment_id$', 'assignment', 'external_id', '_external_id'),
  ('^(person|gm_professional|owner|assigned_to|assignee|sponsor)_id$', 'employee', 'external_id', '_external_id'),
  ('(^|_)goal_id$', 'goal', 'title', '_title'),
  ('^org_unit_id$', 'org_unit', 'name', '');
CREATE TEMP TABLE named AS
SELECT s.relation, s.name, k.relation AS target, k.column_name,
       -- the flows of a Sankey diagram are told apart by source and target: titles, with the key where two goals share one
       CASE WHEN s.relation = 'cascade_sankey' THEN replace(s.name, '_goal_id', '')
            -- of a view that is about strategic goals alone these are the goals
            WHEN s.relation IN ('cascade_coverage', 'effort_vs_priority') THEN replace(s.name, 'strategic_goal_id', 'goal_title')
            ELSE regexp_replace(s.name, '_id$', k.suffix) END AS companion
FROM shown s JOIN key_kind k ON s.name ~ k.pattern;
SELECT is_empty($$ SELECT s.relation, s.name FROM shown s
                   WHERE s.name ~ '_id$' AND s.name !~ '_external_id$' AND NOT EXISTS (SELECT FROM key_kind k WHERE s.name ~ k.pattern)
                     -- a survey is none of these, and a voice has its code beside it
                     AND s.name NOT IN ('survey_id', 'stakeholder_id', 'subject_id') $$, 'a key says by its name what it is the key of');
SELECT cmp_ok((SELECT count(*) FROM named), '>', 70::bigint, 'views carry keys');
SELECT is_empty($$ SELECT n.relation, n.name, n.companion FROM named n
                   WHERE NOT EXISTS (SELECT FROM shown s WHERE (s.relation, s.name, s.type) = (n.relation, n.companion, 'text')) $$,
                'beside every key of a move, person, goal or unit stands what people call it');
SELECT is_empty($$ SELECT s.relation FROM shown s WHERE s.name = 'subject_id'
                   AND NOT EXISTS (SELECT FROM shown t WHERE (t.relation, t.name, t.type) = (s.relation, 'subject_title', 'text')) $$,
                'and beside every subject');
CREATE FUNCTION pg_temp.wrong(n named) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM hr.%I v LEFT JOIN hr.%I t ON t.id = v.%I WHERE v.%I IS DISTINCT FROM t.%I%s',
                 n.relation, n.target, n.name, n.companion, n.column_name,
                 -- cascade_coverage has a row for what is under no goal
                 CASE WHEN n.companion = 'goal_title' THEN format(' AND v.%I IS NOT NULL', n.name) ELSE '' END) INTO wrong;
  RETURN wrong;
END $$;
SELECT is_empty($$ SELECT n.relation, n.name, n.companion FROM named n
                   WHERE n.relation NOT IN ('cascade_sankey') AND n.relation !~ '_public$' AND pg_temp.wrong(n) > 0 $$,
                'which is what the tables say');
CREATE FUNCTION pg_temp.subject(view_name text, kind text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT format(''%1$s %%s: %%s'', v.subject_id, v.subject_title)
     FROM hr.%1$I v LEFT JOIN hr.%2$I t ON t.id::text = v.subject_id::text WHERE v.subject_title IS DISTINCT FROM t.%3$I%4$s',
    view_name, CASE kind WHEN 'person' THEN 'employee' ELSE kind END, CASE kind WHEN 'goal' THEN 'title' ELSE 'external_id' END,
    CASE view_name WHEN 'open_flag' THEN format(' AND v.subject_kind = %L', kind) ELSE '' END);
END $$;
SELECT is_empty($$ SELECT s FROM hr.flag_rule r, pg_temp.subject(r.relation, r.subject_kind) AS s WHERE r.relation IS NOT NULL
                   UNION ALL SELECT s FROM unnest(ARRAY['assignment', 'goal', 'person']) AS k, pg_temp.subject('open_flag', k) AS s $$,
                'so with subjects of rules and flags');

-- who has no external id is called by key
SELECT bag_eq($$ SELECT talk_to FROM misaligned_assignment WHERE assignment_external_id IN ('M2', 'M6') $$,
              ARRAY['organization (sponsor SP-3) and GM professional (GM-2)', 'GM professional (GM-3) and assignee (A-M6)'],
              'whom to talk to is told by the ids of the HR system');
UPDATE hr.employee SET external_id = NULL;
UPDATE hr.assignment SET external_id = NULL;
SELECT is((SELECT array_agg(format('%s %s', m.talk_to, m.gm_professional_external_id IS NULL) ORDER BY m.id)
           FROM misaligned_assignment m),
          (SELECT array_agg(format('%s t', concat_ws(' and ',
             CASE WHEN m.deciding_pair ~ 'organization' THEN 'organization' || ' (sponsor ' || a.sponsor_id || ')' END,
             CASE WHEN m.deciding_pair ~ 'gm_' THEN 'GM professional (' || a.gm_professional_id || ')' END,
             CASE WHEN m.deciding_pair ~ 'assignee' THEN 'assignee (' || a.assignee_id || ')' END)) ORDER BY m.id)
           FROM misaligned_assignment m JOIN assignment a ON a.id = m.id), 'and by key where there is none');
SELECT is_empty($$ SELECT subject_kind, subject_id, subject_title FROM open_flag
                   WHERE subject_kind <> 'goal' AND subject_title <> subject_id
                   UNION ALL SELECT 'assignment', subject_id::text, subject_title FROM rule_end_near WHERE subject_title <> subject_id::text
                   UNION ALL SELECT 'person', subject_id::text, subject_title FROM rule_weak_link
                   WHERE subject_title <> subject_id::text $$,
                'so with subjects');
-- tables of one's own that know no such ids
CREATE SCHEMA own;
SELECT gmalign.install('own');
SET client_min_messages = error;
ALTER TABLE own.employee DROP COLUMN external_id CASCADE;
SELECT is_empty($$ SELECT view_name, reason FROM gmalign.install_views('own') WHERE NOT made $$,
                'people without external ids are no obstacle');
INSERT INTO own.employee (id) VALUES (7);
SELECT is((SELECT format('%s %s', person_id, person_external_id IS NULL) FROM own.employment), '7 t', 'and the column is there, empty');

-- words
CREATE FUNCTION pg_temp.said(s shown) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('SELECT DISTINCT v.%I FROM hr.%I v WHERE v.%1$I IS NOT NULL', s.name, s.relation);
END $$;
CREATE TEMP TABLE word AS
SELECT s.relation, s.name, w AS said FROM shown s, pg_temp.said(s) AS w WHERE s.type = 'text' AND s.name <> 'finding';
SELECT set_eq($$ SELECT DISTINCT relation FROM word WHERE said ~ '^all( |$)' $$,
              ARRAY['program_outcomes', 'cascade_by_level', 'alignment_trend', 'alignment_trend_ts',
                    'program_outcomes_public', 'cascade_by_level_public', 'alignment_trend_public'], 'the whole is called all');
SELECT is_empty($$ SELECT relation, name, said FROM word WHERE said ~* '^(overall|total|whole|everything|everybody|any)( |$)'
                   UNION ALL SELECT s.relation, s.name, col_description(s.attrelid, s.attnum) FROM shown s
                   WHERE col_description(s.attrelid, s.attnum) ~ '\moverall\M'
                   UNION ALL SELECT DISTINCT s.relation, 'its definition', '' FROM shown s
                   WHERE pg_get_viewdef(s.attrelid) ~ '''overall''' $$, 'and nothing else');
SELECT is_empty($$ SELECT relation, name, said FROM word WHERE name ~ '(^|_)pair$'
                   AND (said !~ '^[a-z_]+\|[a-z_]+$' OR split_part(said, '|', 1) COLLATE "C" >= split_part(said, '|', 2)) $$,
                'a pair is a|b, in the order of its bytes');

-- counts
SELECT is_empty($$ SELECT relation, name FROM shown WHERE type = 'bigint' AND name <> 'id' AND name !~ '_id$' $$,
                'what is counted is an integer: only keys are bigint');
SELECT * FROM finish();
\c :before
DROP DATABASE gmalign_test_names;
DROP ROLE gmalign_test_names;
