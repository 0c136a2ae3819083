-- Persons: what is stored about one, and how it is erased.
--
-- Which rows are about a person stands in person_rows(); which of their columns hold
-- text is read from the catalogue (person_text), so that a column is a person's text
-- unless it is known to hold a word of a list. From both come the statements that
-- export_person() and erase_person() run: what one shows the other touches.

CREATE FUNCTION gmalign_private.person_rows(OUT place integer, OUT relation text, OUT column_name text, OUT names text, OUT fate text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 50
BEGIN ATOMIC
  -- surveys, reviews and the like go before what they belong to
  VALUES
    (10, 'survey_answer', 'survey_id', 'survey', 'deleted'),
    (11, 'expectancy_outcome', 'survey_id', 'survey', 'deleted'),
    (12, 'expectancy_survey', 'employee_id', 'person', 'deleted'),
    (20, 'review', 'employee_id', 'person', 'deleted'),
    (21, 'review_agreement', 'employee_id', 'person', 'deleted'),
    (22, 'development_activity', 'employee_id', 'person', 'deleted'),
    (23, 'goal_awareness', 'employee_id', 'person', 'deleted'),
    (24, 'goal_contributor', 'employee_id', 'person', 'deleted'),
    (25, 'employment_spell', 'employee_id', 'person', 'kept'),
    (26, 'release_member', 'person_id', 'person', 'scrubbed'),
    (30, 'flag', 'subject_id', 'person', 'deleted'),
    (30, 'flag', 'subject_id', 'assignment', 'scrubbed'),
    (30, 'flag', 'subject_id', 'goal', 'scrubbed'),
    (30, 'flag', 'assigned_to_id', 'person', 'named'),
    (31, 'check_in', 'employee_id', 'person', 'scrubbed'),
    (31, 'check_in', 'employee_id', 'person', 'unlinked'),
    (31, 'check_in', 'assignment_id', 'assignment', 'scrubbed'),
    (31, 'check_in', 'goal_id', 'goal', 'scrubbed'),
    (40, 'assignment_party', 'employee_id', 'person', 'unlinked'),
    (40, 'assignment_party', 'assignment_id', 'assignment', 'kept'),
    (41, 'assignment_goal', 'assignment_id', 'assignment', 'kept'),
    (42, 'assignment_outcome', 'assignment_id', 'assignment', 'scrubbed'),
    (43, 'alignment_snapshot', 'assignment_id', 'assignment', 'kept'),
    (44, 'assignment', 'assignee_id', 'person', 'scrubbed'),
    (44, 'assignment', 'gm_professional_id', 'person', 'named'),
    (44, 'assignment', 'sponsor_id', 'person', 'named'),
    (50, 'goal_change', 'goal_id', 'goal', 'deleted'),
    (51, 'key_result_milestone', 'goal_id', 'goal', 'scrubbed'),
    (52, 'goal_link', 'child_id', 'goal', 'scrubbed'),
    (52, 'goal_link', 'parent_id', 'goal', 'scrubbed'),
    (53, 'goal', 'id', 'goal', 'scrubbed'),
    (53, 'goal', 'owner_id', 'person', 'unlinked'),
    (60, 'employee', 'manager_id', 'person', 'named'),
    (60, 'employee', 'id', 'person', 'scrubbed'),
    (70, 'load_reject', 'row_key', 'person', 'scrubbed'),
    (70, 'load_reject', 'row_key', 'assignment', 'scrubbed'),
    (70, 'load_reject', 'row_key', 'goal', 'scrubbed'),
    (70, 'load_reject', 'row_key', 'survey', 'scrubbed'),
    -- errors quote what a rule stumbled over
    (71, 'check_run_rule', NULL, NULL, NULL),
    (72, 'check_run', NULL, NULL, NULL);
END;
COMMENT ON FUNCTION gmalign_private.person_rows() IS
  'Which rows of the model are about a person: a column holds the key of the person, of a move the person is on (assignment), of a goal that is the person''s alone (goal), or of a survey. fate: deleted; scrubbed (the row stays, its text goes); unlinked (the row stays, the key goes); named (the same in a row about somebody else, which is not shown whole); kept (shown only). column_name NULL: nothing leads there, but text may quote the person.';

CREATE FUNCTION gmalign_private.person_text(schema text)
  RETURNS TABLE (relation text, column_name text, neutral text)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT p.relation, a.attname::text,
         -- a figure that counts who said something stays as it is
         CASE WHEN k.is_text AND NOT k.is_unique
              THEN format('CASE WHEN x.%I IS NOT NULL THEN ''erased''::%s END', a.attname, format_type(a.atttypid, a.atttypmod))
              WHEN NOT a.attnotnull THEN 'NULL'
              WHEN k.is_text THEN '''erased '' || gen_random_uuid()'
              WHEN b.typcategory = 'A' THEN '''{}'''
              WHEN b.typname IN ('json', 'jsonb') THEN '''null'''
              WHEN b.typcategory = 'C' THEN format('''(%s)''', repeat(',', (SELECT count(*)::integer - 1 FROM pg_attribute m
                                                                            WHERE m.attrelid = b.typrelid AND m.attnum > 0 AND NOT m.attisdropped)))
              ELSE '''''' END
  FROM (SELECT DISTINCT r.relation FROM gmalign_private.person_rows() r) AS p
  JOIN pg_attribute a ON a.attrelid = to_regclass(format('%I.%I', schema, p.relation)) AND a.attnum > 0
                     AND NOT a.attisdropped AND a.attgenerated = ''
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
  LEFT JOIN pg_type e ON e.oid = b.typelem
  CROSS JOIN LATERAL (
    SELECT b.typcategory = 'S' AS is_text,
           EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey)) AS is_unique) AS k
  -- whatever is no number, day, word of an enum or the like may hold text: xml, bytea, tsvector, rows, lists of them
  WHERE CASE b.typcategory WHEN 'A' THEN e.typcategory IN ('S', 'U', 'C') AND e.typname <> 'uuid'
                           ELSE b.typcategory IN ('S', 'U', 'C') AND b.typname <> 'uuid' END
    -- keys and words of closed lists are nobody's text, nor are the lists an organisation keeps
    AND NOT EXISTS (SELECT FROM gmalign_private.data_facts() f
                    WHERE f.relation = p.relation AND f.kind IN ('key', 'reference', 'word') AND a.attname = ANY (f.columns))
    AND NOT EXISTS (SELECT FROM pg_constraint c
                    WHERE c.conrelid = a.attrelid AND c.contype IN ('p', 'f') AND a.attnum = ANY (c.conkey))
    AND a.attname <> 'id' AND p.relation || '.' || a.attname <> ALL (ARRAY[
      'employee.home_country', 'assignment.assignment_type', 'assignment.purpose', 'assignment.home_country', 'assignment.host_country',
      'goal_change.field', 'flag.subject_id', 'flag.reason_code', 'flag.action_code',
      'alignment_snapshot.assignment_id', 'alignment_snapshot.weakest_pair', 'alignment_snapshot.assignment_status',
      'release_member.pool', 'release_member.person_id', 'load_reject.source', 'load_reject.target', 'load_reject.reason_code', 'load_reject.column_name', 'check_run_rule.run_id', 'check_run_rule.rule_code', 'check_run.settings']);
END;
COMMENT ON FUNCTION gmalign_private.person_text(text) IS
  'The columns of a schema that can hold a person''s text, read from the catalogue: every text, json, xml, bytea, row and list of these, and types of that kind, in the relations of person_rows() but keys and words of lists. A column of the user''s own counts too. neutral: what stands there instead, as an expression over the row x.';

CREATE FUNCTION gmalign_private.person_steps(schema text)
  RETURNS TABLE (place integer, relation text, is_table boolean, gone text, touched text, change text, shown text, whole text, part text)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH link AS (
    SELECT r.relation, r.fate, r.column_name,
           format('(%sx.%I::text = %s)',
                  CASE WHEN r.relation = 'flag' AND r.column_name = 'subject_id' THEN format('x.subject_kind::text = %L AND ', r.names)
                       WHEN r.relation = 'load_reject'
                       THEN format('substring(x.target FROM ''(\w+)\W*$'') = %L AND ',
                                   CASE r.names WHEN 'person' THEN 'employee' WHEN 'survey' THEN 'expectancy_survey' ELSE r.names END) END,
                  r.column_name,
                  CASE r.names WHEN 'person' THEN '$1' WHEN 'goal' THEN 'ANY ($2)' WHEN 'assignment' THEN 'ANY ($3)' ELSE 'ANY ($4)' END)
             AS leads
    FROM gmalign_private.person_rows() r
    JOIN pg_attribute a ON a.attrelid = to_regclass(format('%I.%I', schema, r.relation)) AND a.attname = r.column_name
                       AND a.attnum > 0 AND NOT a.attisdropped
  ),
  led AS (
    SELECT l.relation,
           string_agg(l.leads, ' OR ') FILTER (WHERE l.fate = 'deleted') AS gone,
           string_agg(l.leads, ' OR ') FILTER (WHERE l.fate = 'scrubbed') AS scrubbed,
           string_agg(l.leads, ' OR ') FILTER (WHERE l.fate IN ('unlinked', 'named')) AS unlinked,
           string_agg(l.leads, ' OR ') FILTER (WHERE l.fate <> 'named') AS whole,
           string_agg(format('%1$I = CASE WHEN %2$s THEN NULL ELSE x.%1$I END', l.column_name, l.leads), ', ')
             FILTER (WHERE l.fate IN ('unlinked', 'named')) AS change,
           string_agg(format('%1$L, CASE WHEN %2$s THEN x.%1$I END', l.column_name, l.leads), ', ') FILTER (WHERE l.fate = 'named') AS part
    FROM link l
    GROUP BY l.relation
  ),
  said AS (
    SELECT t.relation, t.column_name, t.neutral, q.quotes,
           string_agg(q.quotes, ' OR ') OVER (PARTITION BY t.relation) AS quoted
    FROM gmalign_private.person_text(schema) t
    CROSS JOIN LATERAL format('(x.%1$I::text COLLATE "default" ~* %2$s%3$s)', t.column_name,
                              CASE t.relation WHEN 'load_reject' THEN '$6' ELSE '$5' END,
                              -- who owned a goal of others
                              CASE WHEN t.relation = 'goal_change' AND gmalign_private.has_columns(schema, 'goal_change.field')
                                   THEN format(' OR (x.field::text = ''owner_id'' AND x.%I::text = $1)', t.column_name) END) AS q (quotes)
  ),
  text AS (
    SELECT s.relation, s.quoted,
           string_agg(format('%1$I = CASE WHEN %2$s THEN %3$s ELSE x.%1$I END', s.column_name,
                             -- what was to be loaded is one text in several columns
                             concat_ws(' OR ', l.scrubbed, CASE s.relation WHEN 'load_reject' THEN s.quoted ELSE s.quotes END),
                             s.neutral), ', ') AS change,
           string_agg(format('%1$L, CASE WHEN %2$s THEN x.%1$I END', s.column_name, s.quotes), ', ') AS part
    FROM said s
    LEFT JOIN led l ON l.relation = s.relation
    GROUP BY s.relation, s.quoted
  )
  SELECT p.place, p.relation, c.relkind IN ('r', 'p'), l.gone,
         nullif(concat_ws(' OR ', l.scrubbed, l.unlinked, t.quoted), ''),
         concat_ws(', ', l.change, t.change,
                   -- what is known of the person beside text
                   CASE WHEN p.relation = 'employee'
                        THEN (SELECT string_agg(format('%1$I = CASE WHEN x.id::text = $1 THEN NULL ELSE x.%1$I END', a.attname), ', ')
                              FROM pg_attribute a
                              WHERE a.attrelid = c.oid
                                AND a.attname IN ('org_unit_id', 'home_country', 'performance_rating', 'is_high_performer'))
                        -- without what was published of the person the next release would let everybody work it out;
                        -- what comes no more needs no key
                        WHEN p.relation = 'release_member'
                        THEN (SELECT string_agg(format('%1$I = CASE WHEN x.person_id = $1 AND x.pool ~ ''^(survey |asked$|gm hours$|gm growth$)|answered or not$'' THEN %2$s ELSE x.%1$I END', n.name, n.value), ', ')
                              FROM (VALUES ('person_id', '''erased '' || (SELECT gen_random_uuid())'),
                                           ('datum', 'gmalign_private.datum_key(x.pool, gen_random_uuid()::text)')) AS n (name, value)) END),
         concat_ws(' OR ', l.whole, l.unlinked, t.quoted),
         coalesce(CASE p.relation WHEN 'load_reject' THEN concat_ws(' OR ', l.whole, t.quoted) ELSE l.whole END, 'false'),
         concat_ws(', ', (SELECT string_agg(format('%1$L, x.%1$I', a.attname), ', ')
                          FROM pg_attribute a
                          WHERE a.attrelid = c.oid AND a.attname IN ('id', 'run_id', 'rule_code')), l.part, t.part)
  FROM (SELECT r.relation, min(r.place) AS place FROM gmalign_private.person_rows() r GROUP BY r.relation) AS p
  JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', schema, p.relation))
  LEFT JOIN led l ON l.relation = p.relation
  LEFT JOIN text t ON t.relation = p.relation
  ORDER BY p.place;
END;
COMMENT ON FUNCTION gmalign_private.person_steps(text) IS
  'What is done with each relation of a schema, as SQL over its rows x: which are deleted (gone), which are changed (touched) and how (change), which are shown, and which of these whole; of the others part. Parameters are those of person_names(), with the person''s key first.';

CREATE FUNCTION gmalign_private.find_person(schema text, person text) RETURNS text
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $find$
DECLARE
  relation constant text := format('%I.employee', schema);
  named text;
  own text;
BEGIN
  IF to_regclass(relation) IS NULL THEN
    RAISE EXCEPTION 'schema "%" has no relation employee', schema
      USING ERRCODE = 'undefined_table',
            HINT = 'Name the schema that gmalign.install() or gmalign.install_views() was given.';
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
  IF gmalign_private.has_columns(schema, 'employee.external_id') THEN
    named := gmalign_private.find_key(relation, person, true);
    own := gmalign_private.find_key(relation, person, false);
  ELSE
    EXECUTE format('SELECT max(e.id::text) FROM %s AS e WHERE e.id::text = $1', relation) INTO named USING person;
  END IF;
  IF named IS NULL THEN
    RAISE EXCEPTION 'person "%" is not in %.employee', coalesce(person, 'NULL'), schema
      USING ERRCODE = 'no_data_found',
            HINT = 'Name the person by employee.external_id or by the key employee.id.';
  ELSIF named <> own THEN
    RAISE NOTICE '"%" is taken for the external_id of the person with the key %; it is the key of another person, too', person, named;
  END IF;
  RETURN named;
END $find$;
COMMENT ON FUNCTION gmalign_private.find_person(text, text) IS
  'The key, as text, of a person named by external_id or, where nobody has it, by key; a NOTICE says when it is the key of somebody else. Raises 42P01 without a relation employee, P0002 when the person is not in it, 21000 when several have the external_id.';

CREATE FUNCTION gmalign_private.names_pattern(names text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  RETURN (SELECT string_agg(DISTINCT regexp_replace(regexp_replace(btrim(n), '([^[:alnum:]_[:space:]])', '\\\1', 'g'), '\s+', '\\s+', 'g'), '|')
          FROM unnest(names) AS n WHERE btrim(n) <> '');
COMMENT ON FUNCTION gmalign_private.names_pattern(text[]) IS
  'The branches of a regular expression that find names as they are written, with blanks of any length. NULL: no name.';

CREATE FUNCTION gmalign_private.person_names(schema text, person text, OUT goals text[], OUT moves text[], OUT surveys text[],
                                             OUT quoted text, OUT rejected text)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $names$
DECLARE
  kinds text;
  ids text[];
  titles text[];
  written text;
  by_column text;
  r record;
  found text[];
BEGIN
  -- a goal is the person's alone when it is personal or of the level individual,
  -- and so is what nobody owns below one
  kinds := concat_ws(' OR ',
    CASE WHEN gmalign_private.has_columns(schema, 'goal.goal_type') THEN 'g.goal_type::text = ''personal''' END,
    CASE WHEN gmalign_private.has_columns(schema, 'goal.level') THEN 'g.level::text = ''individual''' END);
  IF kinds <> '' AND gmalign_private.has_columns(schema, 'goal.id', 'goal.owner_id') THEN
    EXECUTE format('SELECT array_agg(g.id::text) FROM %I.goal g WHERE g.owner_id::text = $1 AND (%s)', schema, kinds)
      INTO goals USING person;
    IF goals IS NOT NULL AND gmalign_private.has_columns(schema, 'goal_link.child_id', 'goal_link.parent_id') THEN
      EXECUTE format('WITH RECURSIVE own AS (SELECT unnest($1) AS id UNION
                        SELECT g.id::text FROM own o JOIN %1$I.goal_link l ON l.parent_id::text = o.id
                        JOIN %1$I.goal g ON g.id = l.child_id AND g.owner_id IS NULL AND (%2$s))
                      SELECT array_agg(o.id) FROM own o', schema, kinds) INTO goals USING goals;
    END IF;
  END IF;
  IF gmalign_private.has_columns(schema, 'assignment.assignee_id') THEN
    EXECUTE format('SELECT array_agg(a.id::text) FROM %I.assignment a WHERE a.assignee_id::text = $1', schema) INTO moves USING person;
  END IF;
  IF gmalign_private.has_columns(schema, 'expectancy_survey.employee_id') THEN
    EXECUTE format('SELECT array_agg(s.id::text) FROM %I.expectancy_survey s WHERE s.employee_id::text = $1', schema)
      INTO surveys USING person;
  END IF;

  -- by what text elsewhere names the person: ids of the sources, and keys that are no bare
  -- number; a number beside the name of a column, too
  SELECT array_agg(k) INTO ids FROM unnest(person || goals || moves || surveys) AS k WHERE k !~ '^\d+$';
  FOR r IN
    SELECT * FROM (VALUES ('employee', ARRAY[person]), ('assignment', moves), ('goal', goals), ('expectancy_survey', surveys)) AS v (relation, keys)
    WHERE v.keys IS NOT NULL AND gmalign_private.has_columns(schema, v.relation || '.external_id')
  LOOP
    EXECUTE format('SELECT array_agg(x.external_id::text) FROM %I.%I x WHERE x.id::text = ANY ($1)', schema, r.relation)
      INTO found USING r.keys;
    ids := ids || found;
  END LOOP;
  -- titles, of now and of before, that no goal of others bears
  IF goals IS NOT NULL AND gmalign_private.has_columns(schema, 'goal.title') THEN
    EXECUTE format('SELECT array_agg(DISTINCT t.title) FROM (SELECT g.title::text FROM %1$I.goal g WHERE g.id::text = ANY ($1) %2$s) AS t (title)
                    WHERE NOT EXISTS (SELECT FROM %1$I.goal o WHERE o.title::text = t.title AND o.id::text <> ALL ($1))', schema,
                   CASE WHEN gmalign_private.has_columns(schema, 'goal_change.field', 'goal_change.old_value', 'goal_change.new_value')
                        THEN format('UNION ALL SELECT unnest(ARRAY[c.old_value, c.new_value]::text[]) FROM %I.goal_change c
                                     WHERE c.goal_id::text = ANY ($1) AND c.field::text = ''title''', schema) END)
      INTO titles USING goals;
  END IF;
  -- in json quotes and backslashes are escaped
  titles := titles || (SELECT array_agg(substr(q, 2, length(q) - 2)) FROM (SELECT to_json(t)::text AS q FROM unnest(titles) AS t) AS j
                       WHERE q ~ '\\');

  SELECT string_agg(format('(?:%s)["'')\s]*[:=]\s*["''(]*(?:%s)', n.columns, gmalign_private.names_pattern(n.keys)), '|') INTO by_column
  FROM (SELECT string_agg(DISTINCT p.column_name, '|') AS columns,
               CASE p.names WHEN 'person' THEN ARRAY[person] WHEN 'goal' THEN goals WHEN 'assignment' THEN moves ELSE surveys END AS keys
        FROM gmalign_private.person_rows() p
        WHERE p.column_name LIKE '%\_id' AND p.column_name <> 'subject_id'
        GROUP BY p.names) AS n
  WHERE cardinality(n.keys) > 0;
  -- a short number is a day or an amount, and a word a word, unless it stands in quotes or alone
  written := concat_ws('|', by_column,
    gmalign_private.names_pattern(ARRAY(SELECT i FROM unnest(ids) AS i WHERE length(i) > 1 AND i !~ '^\d{1,4}$'
                                        UNION ALL SELECT t FROM unnest(titles) AS t WHERE btrim(t) ~ '\s')));
  quoted := concat_ws('|', format('(?:^|[^[:alnum:]_])(?:%s)(?:$|[^[:alnum:]_])', written),
                      '(?:^|")(?:' || gmalign_private.names_pattern(titles) || ')(?:$|\\?")');
  rejected := concat_ws('|', quoted, format('(?:^|[^[:alnum:]_])(?:%s)(?:$|[^[:alnum:]_])',
                                            gmalign_private.names_pattern(coalesce(nullif(array_remove(ids, NULL), '{}'), ARRAY[person]))));
END $names$;
COMMENT ON FUNCTION gmalign_private.person_names(text, text) IS
  'The keys of the goals, moves and surveys that are a person''s alone, and two patterns: quoted finds in any text who names the person (an id of a source, a key, the title of a goal of the person''s alone), rejected finds short ids too, for rows that were not loaded.';

CREATE FUNCTION gmalign.export_person(schema text, person text)
  RETURNS TABLE (relation text, content jsonb)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $export$
DECLARE
  n record;
  s record;
BEGIN
  person := gmalign_private.find_person(schema, person);
  SELECT * INTO n FROM gmalign_private.person_names(schema, person);
  FOR s IN SELECT * FROM gmalign_private.person_steps(schema) p WHERE p.shown <> '' ORDER BY p.place DESC LOOP
    relation := s.relation;
    FOR content IN
      EXECUTE format('SELECT CASE WHEN %s THEN to_jsonb(x) ELSE jsonb_strip_nulls(jsonb_build_object(%s)) END FROM %I.%I AS x WHERE %s',
                     s.whole, s.part, schema, s.relation, s.shown)
        USING person, n.goals, n.moves, n.surveys, n.quoted, n.rejected
    LOOP
      RETURN NEXT;
    END LOOP;
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema);
END $export$;
COMMENT ON FUNCTION gmalign.export_person(text, text) IS
  'Every row of the model about a person, named by employee.external_id or key (external_id goes first), as jsonb: what a request for access has to hand over, and all that erase_person() would touch. Of a row about somebody else only what names the person. Reads with the rights of the caller. Raises 42P01 without a relation employee, P0002 when the person is not in it, 21000 when several have the external_id.';

CREATE FUNCTION gmalign.erase_person(schema text, person text)
  RETURNS TABLE (relation text, outcome text, row_count integer)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  -- what a policy hides from the caller would stay without a word
  SET row_security = off
AS $erase$
DECLARE
  n record;
  s record;
  found boolean;
BEGIN
  -- Citus changes tables of a foreign key one after the other
  PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true)
  WHERE to_regclass(format('%I.gmalign_coordinator', schema)) IS NOT NULL;
  person := gmalign_private.find_person(schema, person);
  SELECT * INTO n FROM gmalign_private.person_names(schema, person);
  FOR s IN SELECT * FROM gmalign_private.person_steps(schema) p WHERE NOT p.is_table LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I AS x WHERE %s)', schema, s.relation, coalesce(nullif(concat_ws(' OR ', s.gone, s.touched), ''), 'false'))
      INTO found USING person, n.goals, n.moves, n.surveys, n.quoted, n.rejected;
    IF found THEN
      RAISE EXCEPTION '%.% is not a table', schema, s.relation
        USING ERRCODE = 'wrong_object_type',
              DETAIL = 'It shows rows about the person, and a person is erased from tables of the model only.',
              HINT = format('Erase the person in the tables that your view reads; SELECT * FROM gmalign.export_person(%L, %L) shows the rows.', schema, person);
    END IF;
  END LOOP;

  -- said about the person or by the person: deleted. Needed for the figures of
  -- others: kept, without what leads back to the person
  FOR s IN SELECT * FROM gmalign_private.person_steps(schema) p WHERE p.is_table LOOP
    relation := s.relation;
    IF s.gone IS NOT NULL THEN
      EXECUTE format('DELETE FROM %I.%I AS x WHERE %s', schema, s.relation, s.gone)
        USING person, n.goals, n.moves, n.surveys, n.quoted, n.rejected;
      GET DIAGNOSTICS row_count = ROW_COUNT;
      outcome := 'deleted';
      IF row_count > 0 THEN
        RETURN NEXT;
      END IF;
    END IF;
    IF s.touched IS NOT NULL AND s.change <> '' THEN
      EXECUTE format('UPDATE %I.%I AS x SET %s WHERE %s', schema, s.relation, s.change, s.touched)
        USING person, n.goals, n.moves, n.surveys, n.quoted, n.rejected;
      GET DIAGNOSTICS row_count = ROW_COUNT;
      outcome := 'kept without the person';
      IF row_count > 0 THEN
        RETURN NEXT;
      END IF;
    END IF;
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema);
END $erase$;
COMMENT ON FUNCTION gmalign.erase_person(text, text) IS
  'Erases a person, named by employee.external_id or key (external_id goes first), from the tables of the model. Deleted: surveys, reviews, development, awareness, contributions, flags about the person, changes of goals that are the person''s alone. Kept without the person, because the programme''s figures rest on them: the moves with their costs, priorities and outcomes, their check-ins and flags, goals, rows that could not be loaded, and a row of employee with nothing but its key, hire and departure (employment_spell those of before); text there says erased. Text of others that quotes the person, by an id of the source or by the title of such a goal, goes as well. Returns a row per table and outcome. Raises 42P01, P0002 and 21000 as export_person() does, 42809 when a relation with such rows is a view, 42501 when a policy hides rows from the caller.';

CREATE FUNCTION gmalign.trim_snapshots(schema text) RETURNS integer
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $trim$
DECLARE
  wait_before constant text := current_setting('lock_timeout');
  kept_from timestamp;
  part regclass;
  gone integer;
  dropped integer := 0;
  n integer;
BEGIN
  PERFORM gmalign_private.check_strangers(schema);
  EXECUTE format('SELECT $1 - make_interval(months => s.snapshot_keep_months) FROM %I.setting_in_force s', schema) INTO kept_from USING gmalign.today();
  -- a month that is gone as a whole leaves no dead rows behind
  FOR part IN
    SELECT m.part::regclass FROM gmalign_private.snapshot_months(schema) m JOIN pg_class c ON c.oid = m.part
    WHERE m.first_day + interval '1 month' <= kept_from AND pg_has_role(c.relowner, 'USAGE')
  LOOP
    BEGIN
      PERFORM set_config('lock_timeout', '1s', true);
      EXECUTE format('SELECT count(*) FROM %s', part) INTO n;
      EXECUTE format('DROP TABLE %s', part);
      PERFORM set_config('lock_timeout', wait_before, true);
      dropped := dropped + n;
    EXCEPTION WHEN lock_not_available THEN
      -- somebody reads, and all others would wait behind us: its rows go below, the rest another night
      NULL;
    END;
  END LOOP;
  EXECUTE format('DELETE FROM %I.alignment_snapshot WHERE taken_on < $1', schema) USING kept_from;
  GET DIAGNOSTICS gone = ROW_COUNT;
  gone := gone + dropped;
  PERFORM gmalign_private.check_strangers(schema);
  RETURN gone;
END $trim$;
COMMENT ON FUNCTION gmalign.trim_snapshots(text) IS
  'Deletes snapshots older than the setting snapshot_keep_months, and says how many; where partition_snapshots() keeps them by month, it drops the months. For a nightly job.';
