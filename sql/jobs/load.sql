-- Jobs, loading: from a table or view of the user's, as a file was copied into it, to
-- the tables of the model.
--
-- A part is a table that a kind fills. Its rows lie in pg_temp.gmalign_load while they
-- are looked at: the cells as they came (c_), what they mean (p_), the row as it would
-- stand in the table (i_, with what is there where the source does not say), and what
-- is wrong with it (problem: code, field, more). What is rejected, of all parts, is in
-- pg_temp.gmalign_load_reject. Every step is one statement over all rows; a dry run is the run,
-- undone.

CREATE FUNCTION gmalign_private.load_says(step text) RETURNS void
  LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
  RETURN set_config('application_name', left('gmalign.load ' || step, 63), true) IS NULL;
COMMENT ON FUNCTION gmalign_private.load_says(text) IS 'Says in application_name what load() is at.';

CREATE FUNCTION gmalign_private.load_cell(value text, is_text boolean, empty text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  RETURN format(CASE WHEN empty IS NULL THEN '%s' ELSE '(SELECT w FROM (SELECT %s) AS x (w) WHERE w <> ALL (%L::text[]))' END,
                format('gmalign_private.load_clean(%s, %L)', value, is_text), empty);
COMMENT ON FUNCTION gmalign_private.load_cell(text, boolean, text[]) IS
  'An expression that cleans a cell (load_clean); a word for empty is NULL, too.';

CREATE FUNCTION gmalign_private.load_complains(what text, detail text, hint text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $complains$
BEGIN
  RAISE EXCEPTION '%', what USING ERRCODE = 'invalid_parameter_value', DETAIL = coalesce(detail, ''), HINT = coalesce(hint, '');
END $complains$;
COMMENT ON FUNCTION gmalign_private.load_complains(text, text, text) IS 'Raises 22023: what is wrong with a mapping.';

CREATE FUNCTION gmalign_private.load_question(field text, entry jsonb) RETURNS jsonb
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $question$
DECLARE
  s record;
  answers jsonb := entry->'answers';
  low float8;
  high float8;
BEGIN
  SELECT * INTO s FROM gmalign_private.load_scales() x WHERE x.kind = entry->>'kind' AND field = ANY (x.fields);
  IF s.kind IS NULL THEN
    PERFORM gmalign_private.load_complains(
      format(CASE WHEN entry ? 'kind' THEN 'the question of "%1$s" cannot be of the kind %2$s' ELSE 'the question of "%1$s" has no kind' END,
             field, entry->'kind'),
      format('Kinds for it: %s. What an answer is worth hangs on what was asked, and a number does not say.',
             (SELECT string_agg(x.kind, ', ') FROM gmalign_private.load_scales() x WHERE field = ANY (x.fields))),
      format('Say it in the mapping: {"%s": {"column": "...", "kind": "%s", "low": 1, "high": 5}}.', field,
             (SELECT min(x.kind) FROM gmalign_private.load_scales() x WHERE field = ANY (x.fields))));
  END IF;
  IF jsonb_typeof(answers) = 'array' THEN
    -- in order, from the lowest
    low := 1::float8;
    high := jsonb_array_length(answers)::float8;
    answers := (SELECT jsonb_object_agg(gmalign_private.load_word(w), n) FROM jsonb_array_elements_text(answers) WITH ORDINALITY AS a (w, n));
  ELSIF answers IS NOT NULL THEN
    SELECT jsonb_object_agg(gmalign_private.load_word(a.key), a.value), min(gmalign_private.load_number(a.value #>> '{}', false)),
           max(gmalign_private.load_number(a.value #>> '{}', false))
    INTO answers, low, high FROM jsonb_each(answers) AS a;
  END IF;
  low := coalesce(gmalign_private.load_number(entry->>'low', false), low, CASE s.kind WHEN 'points' THEN 0 END);
  high := coalesce(gmalign_private.load_number(entry->>'high', false), high, CASE s.kind WHEN 'points' THEN 100 END);
  IF s.kind <> 'ranking' AND (low = high) IS NOT FALSE THEN
    PERFORM gmalign_private.load_complains(format('the question of "%s" has no range', field),
      'The lowest and the highest answer that the form allows, not those that were seen; low above high turns the answers round.',
      format('{"%s": {"column": "...", "kind": "%s", "low": 1, "high": 5}}, or "answers": ["never", "sometimes", "always"] for words.', field, s.kind));
  END IF;
  RETURN jsonb_build_object('kind', s.kind, 'low', low, 'high', high, 'to_low', s.low, 'to_high', s.high, 'answers', coalesce(answers, '{}'));
END $question$;
COMMENT ON FUNCTION gmalign_private.load_question(text, jsonb) IS
  'The question of a field from its entry in a mapping: kind, range of the answers, range in the model, words. Raises 22023 without a kind or a range, or with a kind the field cannot have.';

CREATE FUNCTION gmalign_private.load_entries(source regclass, kind text, mapping jsonb) RETURNS jsonb
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $entries$
DECLARE
  options constant text[] := ARRAY['date_order', 'decimal_comma', 'words', 'separator', 'line', 'first_line', 'empty'];
  wide constant text[] := CASE kind WHEN 'priorities' THEN ARRAY['goals'] WHEN 'surveys' THEN ARRAY['instrumentality', 'valence', 'is_offered', 'items']
                                    ELSE '{}' END;
  empty constant text[] := CASE WHEN mapping ? 'empty' THEN ARRAY(SELECT jsonb_array_elements_text(mapping->'empty')) END;
  columns jsonb;
  listed text;
  unknown text;
  result jsonb := '{}'::jsonb;
  f record;
  e jsonb;
  name text;
  cells text[];
  -- what the mapping names is not looked at for what it does not name
  used text[] := ARRAY(SELECT DISTINCT n FROM jsonb_each(mapping) AS m
                       CROSS JOIN LATERAL (SELECT m.value #>> '{}' WHERE jsonb_typeof(m.value) = 'string'
                                           UNION ALL SELECT m.value->>'column' WHERE jsonb_typeof(m.value) = 'object'
                                           UNION ALL SELECT a FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(m.value->'columns') = 'array' THEN m.value->'columns' END) AS a) AS x (n)
                       WHERE n IS NOT NULL);
  c record;
BEGIN
  SELECT jsonb_object_agg(a.attname, CASE WHEN a.atttypid = 'timestamptz'::regtype THEN format('gmalign.local_date(r.%I)::text', a.attname)
                                          WHEN a.atttypid IN ('float4'::regtype, 'float8'::regtype, 'numeric'::regtype)
                                          THEN format('r.%I::numeric::text', a.attname)
                                          ELSE format('r.%I::text', a.attname) END),
         string_agg(format('"%s"', a.attname), ', ' ORDER BY a.attnum)
  INTO columns, listed
  FROM pg_attribute a WHERE a.attrelid = source AND a.attnum > 0 AND NOT a.attisdropped;
  SELECT string_agg(format('"%s"', k), ', ') INTO unknown
  FROM jsonb_object_keys(mapping) AS k
  WHERE k <> ALL (options || wide) AND NOT EXISTS (SELECT FROM gmalign_private.load_fields() x WHERE x.kind = load_entries.kind AND x.field = k);
  IF unknown IS NOT NULL THEN
    PERFORM gmalign_private.load_complains(format('%s have no %s', kind, unknown),
      format('Fields: %s. Options: %s.', (SELECT string_agg(DISTINCT x.field, ', ') FROM gmalign_private.load_fields() x WHERE x.kind = load_entries.kind),
             array_to_string(options || wide, ', ')), NULL);
  END IF;
  IF coalesce(mapping->>'date_order', 'dmy') NOT IN ('dmy', 'mdy', 'ymd') THEN
    PERFORM gmalign_private.load_complains(format('invalid date_order: %s', mapping->'date_order'), 'It is dmy, mdy or ymd.', NULL);
  END IF;

  -- a column for each goal, reward or item
  FOR name IN SELECT w FROM unnest(wide) AS w WHERE jsonb_typeof(mapping->w->'columns') IN ('array', 'object') LOOP
    e := mapping->name;
    IF jsonb_typeof(e->'columns') = 'array' THEN
      e := jsonb_set(e, '{columns}', (SELECT jsonb_object_agg(x, x) FROM jsonb_array_elements_text(e->'columns') AS x));
    END IF;
    SELECT string_agg(format('"%s"', k), ', ') INTO unknown FROM jsonb_object_keys(e->'columns') AS k WHERE NOT columns ? k;
    IF unknown IS NOT NULL THEN
      PERFORM gmalign_private.load_complains(format('%s has no column %s', source, unknown), format('Its columns: %s.', listed), NULL);
    END IF;
    IF e ? 'reversed' AND name NOT IN ('goals', 'items') THEN
      PERFORM gmalign_private.load_complains(format('%s cannot have reversed columns', name), NULL, 'Turn all of it: low above high.');
    END IF;
    used := used || ARRAY(SELECT jsonb_object_keys(e->'columns'));
    result := result || jsonb_build_object(name, jsonb_build_object('wide',
      (SELECT jsonb_agg(jsonb_build_object('label', x.key, 'of', x.value, 'cell', gmalign_private.load_cell(
                                             CASE WHEN columns->>x.key LIKE '%::numeric::text' THEN format('(%s || ''e0'')', columns->>x.key) ELSE columns->>x.key END, false, empty),
                                           'reversed', coalesce(e->'reversed' ? x.key, false)))
       FROM jsonb_each_text(e->'columns') AS x))
      || CASE name WHEN 'is_offered' THEN '{}'
                   ELSE gmalign_private.load_question(CASE name WHEN 'goals' THEN 'priority' WHEN 'items' THEN 'answer' ELSE name END, e) END);
  END LOOP;

  FOR f IN SELECT * FROM gmalign_private.load_fields() x WHERE x.kind = load_entries.kind AND x.target NOT IN ('expectancy_outcome', 'survey_answer')
                                                           AND NOT (result ? 'goals' AND x.field IN ('goal', 'priority')) LOOP
    e := mapping->f.field;
    IF jsonb_typeof(e) = 'string' THEN
      e := jsonb_build_object('column', e);
    ELSIF e IS NULL OR jsonb_typeof(e) = 'object' AND NOT e ?| ARRAY['column', 'columns', 'value'] THEN
      -- the usual names, the first of them that is there
      SELECT coalesce(e, '{}') || jsonb_build_object('column', k) INTO e
      FROM jsonb_object_keys(columns) AS k
      CROSS JOIN LATERAL array_position(f.names, gmalign_private.load_word(
        CASE WHEN getdatabaseencoding() = 'UTF8' THEN replace(k, chr(65279), '') ELSE k END)) AS p
      WHERE p IS NOT NULL AND k <> ALL (used) ORDER BY p, k LIMIT 1;
    ELSIF jsonb_typeof(e) = 'null' THEN
      CONTINUE WHEN NOT f.is_needed;
      e := NULL;
    END IF;
    IF e IS NULL THEN
      IF f.is_needed THEN
        PERFORM gmalign_private.load_complains(format('%s has no column for %s', source, f.field), format('Its columns: %s.', listed),
          format('Name it: {"%1$s": "..."}; for one value in all rows: {"%1$s": {"value": "..."}}.', f.field));
      END IF;
      CONTINUE;
    END IF;
    IF jsonb_typeof(e) <> 'object' OR jsonb_typeof(coalesce(e->'columns', '[0]')) <> 'array' OR e->'columns' = '[]' THEN
      PERFORM gmalign_private.load_complains(format('invalid entry for %s: %s', f.field, e), 'A column, or an object with column, columns (a list) or value.', NULL);
    END IF;
    cells := '{}';
    FOR c IN SELECT x.key FROM jsonb_array_elements_text(coalesce(e->'columns', CASE WHEN e ? 'column' THEN jsonb_build_array(e->'column') END)) AS x (key) LOOP
      IF NOT columns ? c.key THEN
        PERFORM gmalign_private.load_complains(format('%s has no column "%s"', source, c.key), format('Its columns: %s.', listed), NULL);
      END IF;
      cells := cells || gmalign_private.load_cell(
        CASE WHEN f.type = 'moment' THEN format('r.%I::text', c.key)
             -- a number that is one already has a point
             WHEN f.type IN ('number', 'share', 'scale') AND columns->>c.key LIKE '%::numeric::text' THEN format('(%s || ''e0'')', columns->>c.key)
             ELSE columns->>c.key END, f.type = 'text' OR f.column_name = 'parent_id' AND f.target = 'goal_link', empty);
      used := used || c.key;
    END LOOP;
    result := result || jsonb_build_object(f.field, jsonb_build_object(
      'target', f.target, 'column_name', f.column_name, 'type', f.type,
      'label', coalesce(e->>'column', array_to_string(ARRAY(SELECT jsonb_array_elements_text(e->'columns')), ', '), f.field),
      'cell', CASE WHEN e ? 'value' THEN format('%L::text', e->>'value')
                   WHEN cardinality(cells) = 1 THEN cells[1] ELSE format('concat_ws(E''\n'', %s)', array_to_string(cells, ', ')) END)
      || CASE WHEN f.type = 'scale' OR f.type = 'share' AND e ? 'kind' THEN gmalign_private.load_question(f.field, e) ELSE '{}' END
      || CASE WHEN f.type = 'word' THEN jsonb_build_object('words',
           (SELECT jsonb_object_agg(w.word, w.meaning) FROM gmalign_private.load_words(f.field) w)
           || coalesce((SELECT jsonb_object_agg(gmalign_private.load_word(w.key), w.value) FROM jsonb_each(mapping->'words'->f.field) AS w), '{}')) ELSE '{}' END);
  END LOOP;

  used := used || ARRAY[mapping->>'line'];
  SELECT string_agg(format('"%s"', k), ', ') INTO unknown FROM jsonb_object_keys(columns) AS k WHERE (k = ANY (used)) IS NOT TRUE;
  IF unknown IS NOT NULL THEN
    RAISE NOTICE 'columns of % that are not loaded: %', source, unknown;
  END IF;
  RETURN result;
END $entries$;
COMMENT ON FUNCTION gmalign_private.load_entries(regclass, text, jsonb) IS
  'What a mapping and the usual names make of the columns of a source: for each field the expression of its cell and how it is read. A NOTICE names the columns that are left over. Raises 22023 for what the mapping says wrongly, or not at all and has to.';

CREATE FUNCTION gmalign_private.load_reason(code text, label text, value text, more text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  RETURN format(CASE code
    WHEN 'empty' THEN '%1$s is empty'
    WHEN 'undecodable' THEN '%1$s holds characters that were lost on the way: convert the file to the encoding of the database'
    WHEN 'formula' THEN '%1$s holds an error of the spreadsheet instead of a value: "%2$s"'
    WHEN 'mistaken' THEN '%1$s was read in another encoding than it was written in: "%2$s"; copy the file anew with ENCODING ''UTF8'''
    WHEN 'rounded' THEN '%1$s is a number that a spreadsheet rounded: "%2$s"; its digits are lost'
    WHEN 'future' THEN '%1$s lies in the future, where nobody has said anything yet: "%2$s"'
    WHEN 'date' THEN '%1$s is no day that can be read in one way only: "%2$s"; years have four digits, and date_order says whether day or month comes first'
    WHEN 'moment' THEN '%1$s is no moment that can be read in one way only: "%2$s"'
    WHEN 'number' THEN '%1$s is no number that can be read in one way only: "%2$s"; decimal_comma says what a comma is, and a per cent sign stands in all rows or in none'
    WHEN 'share' THEN '%1$s is no number that can be read in one way only: "%2$s"'
    WHEN 'flag' THEN '%1$s is neither yes nor no: "%2$s"'
    WHEN 'word' THEN '%1$s has the unknown word "%2$s"; known: %3$s'
    WHEN 'scale' THEN '%1$s has the answer "%2$s", which the question does not allow'
    WHEN 'rank' THEN '%1$s has the rank "%2$s": the ranks of a statement are 1, 2, 3, ..., equal ones as in 1, 2, 2, 4'
    WHEN 'whole' THEN '%1$s: the points of a statement do not sum to the whole'
    WHEN 'no_answer' THEN '%1$s: the statement has no answer'
    WHEN 'not_there' THEN '%1$s leads nowhere: "%2$s" is not in %3$s'
    WHEN 'ambiguous' THEN '%1$s could be more than one: "%2$s" is the name of several rows of %3$s'
    WHEN 'duplicate' THEN '%1$s comes more than once, with different rows: "%2$s"'
    WHEN 'statement' THEN '%1$s belongs to a statement of which another row was rejected'
    WHEN 'row' THEN '%1$s belongs to a row that was rejected'
    WHEN 'cycle' THEN '%1$s closes a circle of links: "%2$s"'
    ELSE '%1$s is "%2$s", which breaks a rule of the table: %3$s' END, label, value, more);
COMMENT ON FUNCTION gmalign_private.load_reason(text, text, text, text) IS 'Why a row was rejected, in words.';

CREATE FUNCTION gmalign_private.load_lift_keys(place regclass, row_count bigint) RETURNS text[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $lift$
DECLARE
  back text[];
  lift text;
  relations text;
  there bigint;
BEGIN
  IF row_count < 100000 THEN
    RETURN '{}'::text[];
  END IF;
  EXECUTE format('SELECT count(*) FROM %s', place) INTO there;
  -- rows that were rolled back and vacuumed leave a table that is said to be empty, and a join that meets every row with every other
  SELECT ARRAY[format('ANALYZE %s', place)]
           || array_agg(DISTINCT format('ANALYZE %s', c.confrelid::regclass)) FILTER (WHERE pg_has_role(f.relowner, 'USAGE'))
           || array_agg(format('ALTER TABLE %s ADD CONSTRAINT %I %s', place, c.conname, pg_get_constraintdef(c.oid)) ORDER BY c.conname)
           || array_agg(format('COMMENT ON CONSTRAINT %I ON %s IS %L', c.conname, place, d.said)) FILTER (WHERE d.said IS NOT NULL),
         format('ALTER TABLE %s %s', place, string_agg(format('DROP CONSTRAINT %I', c.conname), ', ')),
         string_agg(DISTINCT format('%s', c.confrelid::regclass), ', ')
  INTO back, lift, relations
  FROM pg_constraint c
  JOIN pg_class r ON r.oid = c.conrelid AND r.relkind = 'r' AND pg_has_role(r.relowner, 'USAGE')
  JOIN pg_class f ON f.oid = c.confrelid
  CROSS JOIN LATERAL (SELECT obj_description(c.oid, 'pg_constraint') AS said) AS d
  WHERE c.conrelid = place AND c.contype = 'f' AND c.convalidated AND c.conparentid = 0
  HAVING bool_and(has_table_privilege(c.confrelid, 'REFERENCES'));
  IF lift IS NULL OR row_count < there / 4 THEN
    RETURN '{}'::text[];
  END IF;
  -- whoever is at these tables now is not made to wait, nor waited for
  EXECUTE format('LOCK TABLE %s, %s IN ACCESS EXCLUSIVE MODE NOWAIT', place, relations);
  EXECUTE lift;
  RETURN back;
EXCEPTION WHEN lock_not_available OR insufficient_privilege OR object_in_use OR dependent_objects_still_exist THEN
  RETURN '{}'::text[];
END $lift$;
COMMENT ON FUNCTION gmalign_private.load_lift_keys(regclass, bigint) IS
  'Takes the foreign keys from a table that gets so many rows, and returns the statements that put them back, after a look at how many rows there are: all rows are looked at by one join then, where a million looked at one by one take three times as long as writing them. None are taken for fewer than 100,000 rows or a quarter of what is there, nor when the caller does not own the table or somebody is at one of the tables.';

CREATE FUNCTION gmalign_private.load_part(schema text, target text, part integer, raw text, entries jsonb, keys text[], mapping jsonb,
                                          OUT offered bigint, OUT loaded bigint, OUT unchanged bigint, OUT rejected bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $part$
DECLARE
  place constant regclass := format('%I.%I', schema, target)::regclass;
  -- rows of one person about one move on one day are one statement, in whatever words
  statement constant text := (SELECT string_agg(format('b.p_%1$s, CASE WHEN b.p_%1$s IS NULL THEN b.c_%1$s END', x), ', ')
                              FROM unnest(ARRAY['assignment', 'stakeholder', 'stated_on']) AS x);
  date_order constant text := mapping->>'date_order';
  decimal_comma constant boolean := (mapping->>'decimal_comma')::boolean;
  read text[] := '{}'::text[];
  joins text := '';
  -- what somebody says or does has a day that was
  stated constant text[] := ARRAY(SELECT c FROM gmalign_private.data_facts() d CROSS JOIN unnest(d.columns) AS c
                                  WHERE d.relation = target AND d.kind = 'stated');
  valued text[] := '{}'::text[];
  problems text := '';
  image text[] := '{}'::text[];
  cells text;
  is_same text;
  names text;
  checks text;
  known text;
  f record;
  e jsonb;
  back text[];
BEGIN
  SELECT string_agg(format('b.c_%s', k), ', ') INTO cells FROM jsonb_object_keys(entries) AS k;
  -- how each cell is read, and what is wrong when it cannot be
  FOR f IN SELECT x.key AS field, x.value AS entry, x.value->>'type' AS type FROM jsonb_each(entries) AS x ORDER BY x.key LOOP
    e := f.entry;
    problems := problems || CASE WHEN f.type = 'key' THEN format(' WHEN s.c_%1$s ~ ''^\d([.,]\d+)?E\+\d+$'' THEN ARRAY[''rounded'', %1$L]', f.field)
      WHEN e->>'column_name' = ANY (stated) THEN format(' WHEN s.p_%1$s > greatest(gmalign.today(), current_date) + 1 THEN ARRAY[''future'', %1$L]', f.field) ELSE '' END
      || CASE WHEN f.type IN ('key', 'title', 'text') THEN '' ELSE format(' WHEN s.c_%1$s IS NOT NULL AND s.%3$s_%1$s IS NULL THEN ARRAY[%2$s]', f.field, CASE
      WHEN f.type = 'word' THEN format('''word'', %L, %L', f.field, (SELECT string_agg(DISTINCT w.value, ', ') FROM jsonb_each_text(e->'words') AS w))
      WHEN f.type = 'scale' AND e->>'kind' = 'ranking' THEN format('''rank'', %L', f.field)
      WHEN f.type = 'end' THEN format('''date'', %L', f.field)
      WHEN f.type IN ('date', 'moment', 'number', 'share', 'flag', 'scale') THEN format('%L, %L', f.type, f.field)
      ELSE format('CASE WHEN s.n_%1$s > 1 THEN ''ambiguous'' ELSE ''not_there'' END, %1$L, %2$L', f.field, f.type) END, CASE f.type WHEN 'end' THEN 'n' ELSE 'p' END) END;
    known := CASE
      WHEN f.type = 'end' THEN format('gmalign_private.load_date(d.cell, %L)', nullif(date_order, 'ymd'))
      WHEN f.type = 'date' THEN format('nullif(gmalign_private.load_date(d.cell, %L), ''9999-12-31'')', nullif(date_order, 'ymd'))
      WHEN f.type = 'moment' THEN format('gmalign_private.load_moment(d.cell, %L)', nullif(date_order, 'ymd'))
      WHEN f.type = 'flag' THEN 'gmalign_private.load_flag(d.cell)'
      WHEN f.type = 'word' THEN format('%L::jsonb ->> gmalign_private.load_word(d.cell)', e->'words')
      WHEN f.type = 'scale' THEN format('coalesce((%L::jsonb ->> gmalign_private.load_word(d.cell))::float8, gmalign_private.load_number(d.cell, %L))', e->'answers', decimal_comma)
      -- 40% beside 0.6 could be .4 or 40; what key results measure has a unit of its own in each row
      WHEN f.type = 'number' AND f.field !~ 'value|target' THEN format('CASE WHEN bool_and(d.cell LIKE ''%%\%%'' OR d.cell ~ ''^[0.,]+$'') OVER () OR d.cell NOT LIKE ''%%\%%'' THEN gmalign_private.load_number(d.cell, %L) END', decimal_comma)
      WHEN f.type IN ('number', 'share') THEN format('gmalign_private.load_number(d.cell, %L)', decimal_comma)
        || CASE WHEN e ? 'kind' THEN format(' / %L::float8', e->>'high')
                WHEN f.type = 'share' THEN ' / CASE WHEN d.cell LIKE ''%\%'' THEN 100 ELSE 1 END' ELSE '' END END;
    IF known IS NOT NULL THEN
      -- many rows say the same: a cell is read once
      joins := joins || format(' LEFT JOIN (SELECT d.cell, %2$s AS said FROM (SELECT DISTINCT b.c_%1$s FROM raw AS b) AS d (cell)) AS d_%1$s ON d_%1$s.cell = b.c_%1$s',
                               f.field, known);
      read := read || format('d_%1$s.said AS %2$s_%1$s', f.field, CASE WHEN f.type IN ('scale', 'end') THEN 'n' ELSE 'p' END);
    END IF;
    IF f.type IN ('key', 'title', 'text') THEN
      read := read || format('b.c_%1$s AS p_%1$s', f.field);
    ELSIF f.type = 'end' THEN
      -- no end, as systems write it that want one
      read := read || format('CASE WHEN d_%1$s.said NOT IN (''9999-12-31'', ''4712-12-31'') THEN d_%1$s.said END AS p_%1$s', f.field);
    ELSIF f.type = 'scale' THEN
      valued := valued || CASE e->>'kind'
        -- asked as a whole: what is left out got nothing
        WHEN 'ranking' THEN format('CASE WHEN b.c_%1$s IS NULL THEN 0 WHEN b.n_%1$s = rank() OVER (PARTITION BY %2$s ORDER BY b.n_%1$s)
            THEN gmalign_private.load_centroid(b.n_%1$s::integer, (count(*) OVER (PARTITION BY %2$s, b.n_%1$s))::integer,
                                               (count(b.n_%1$s) OVER (PARTITION BY %2$s))::integer) END AS p_%1$s', f.field, statement)
        WHEN 'points' THEN format('CASE WHEN b.c_%1$s IS NULL THEN 0 WHEN b.n_%1$s BETWEEN 0 AND %2$L THEN b.n_%1$s / %2$L END AS p_%1$s',
                                  f.field, e->>'high')
        ELSE format('CASE WHEN b.n_%1$s BETWEEN least(%2$L::float8, %3$L) AND greatest(%2$L::float8, %3$L) THEN
                       gmalign.rescale(CASE WHEN %6$s THEN %2$L::float8 + %3$L - b.n_%1$s ELSE b.n_%1$s END, %2$L, %3$L, %4$L, %5$L) END AS p_%1$s', f.field, e->>'low', e->>'high', e->>'to_low', e->>'to_high',
                    CASE WHEN e ? 'may_reverse' THEN 'b.reversed' ELSE 'false' END) END;
      IF e->>'kind' = 'points' THEN
        valued := valued || format('abs(sum(b.n_%1$s) OVER (PARTITION BY %2$s) - %3$L) > .01 * %3$L AS not_whole', f.field, statement, e->>'high');
        problems := problems || format(' WHEN s.not_whole THEN ARRAY[''whole'', %L]', f.field);
      END IF;
    ELSIF known IS NULL THEN
      -- a key goes before a name
      SELECT CASE WHEN bool_or(a.attname = 'external_id') THEN 'external_id' ELSE 'code' END, min(a.attname) FILTER (WHERE a.attname IN ('name', 'title'))
      INTO known, names
      FROM pg_attribute a WHERE a.attrelid = format('%I.%I', schema, f.type)::regclass AND a.attnum > 0 AND NOT a.attisdropped;
      joins := joins || format(CASE WHEN names IS NULL THEN ' LEFT JOIN (SELECT k.%4$I AS cell, k.id, 1 AS n FROM %2$I.%3$I AS k) AS k_%1$s ON k_%1$s.cell = b.c_%1$s'
        ELSE ' LEFT JOIN (SELECT d.cell, coalesce(k.id, CASE WHEN t.n = 1 THEN t.id END) AS id, t.n
                          FROM (SELECT DISTINCT b.c_%1$s FROM raw AS b) AS d (cell)
                          LEFT JOIN %2$I.%3$I AS k ON k.%4$I = d.cell
                          LEFT JOIN (SELECT lower(btrim(x.%5$I)) AS name, min(x.id) AS id, count(*) AS n FROM %2$I.%3$I AS x GROUP BY 1) AS t
                                 ON t.name = lower(d.cell)) AS k_%1$s ON k_%1$s.cell = b.c_%1$s' END, f.field, schema, f.type, known, names);
      read := read || format('k_%1$s.id AS p_%1$s, k_%1$s.n AS n_%1$s', f.field);
    END IF;
  END LOOP;

  -- the row as it would stand in the table
  SELECT array_agg(format('%s AS %I', CASE
           WHEN x.key IS NULL THEN format('CASE WHEN %s THEN t.%I ELSE %s END', h.is_there, a.attname, d.value)
           WHEN d.value <> 'NULL' AND a.attnotnull THEN format('coalesce(s.p_%s, %s)', x.key, d.value)
           ELSE format('s.p_%s', x.key) END || format('::%s', format_type(a.atttypid, a.atttypmod)), 'i_' || a.attname) ORDER BY a.attnum)
           || array_agg(format('%s AS is_there', h.is_there)) FILTER (WHERE a.attname = keys[1]),
         string_agg(format('t.%1$I IS NOT DISTINCT FROM s.%2$I', a.attname, 'i_' || a.attname), ' AND '),
         string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum),
         problems || coalesce(string_agg(format(' WHEN s.p_%1$s IS NULL THEN ARRAY[''empty'', %1$L]', x.key), '')
                                FILTER (WHERE (a.attnotnull AND d.value = 'NULL' OR a.attname = keys[1]) AND x.key IS NOT NULL), '')
  INTO image, is_same, names, problems
  FROM pg_attribute a
  LEFT JOIN pg_attrdef b ON b.adrelid = a.attrelid AND b.adnum = a.attnum
  LEFT JOIN jsonb_each(entries) AS x ON x.value->>'column_name' = a.attname
  CROSS JOIN LATERAL (SELECT coalesce(pg_get_expr(b.adbin, b.adrelid), 'NULL') AS value) AS d
  CROSS JOIN LATERAL (SELECT format('t.%I IS NOT NULL', keys[1]) AS is_there) AS h
  WHERE a.attrelid = place AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = '';

  -- of two loads of a table at once, one waits
  EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', place);
  PERFORM gmalign_private.load_says(format('%s: reading', target));
  EXECUTE format($q$
    CREATE TEMP TABLE pg_temp.gmalign_load AS
    WITH raw AS MATERIALIZED (%1$s),
         read AS (SELECT b.*, %2$s FROM raw AS b %3$s),
         valued AS (SELECT %4$s FROM read AS b),
         merged AS (SELECT s.*, %5$s, CASE WHEN gmalign_private.load_lost(concat_ws(E'\f', %6$s)) IS NOT NULL
                            THEN ARRAY[gmalign_private.load_lost(concat_ws(E'\f', %6$s))] %7$s END AS problem
                    FROM valued AS s LEFT JOIN %8$s AS t ON %9$s)
    SELECT s.*, true AS is_first FROM merged AS s $q$,
    raw, array_to_string(read, ', '), joins, array_to_string('b.*'::text || valued, ', '), array_to_string(image, ', '),
    replace(cells, 'b.', 's.'), 'ELSE CASE' || problems || ' END',
    CASE WHEN target = 'goal_link'
         THEN format('(SELECT DISTINCT ON (l.child_id, l.parent_id%2$s) l.* FROM %1$I.goal_link AS l WHERE %3$s ORDER BY l.child_id, l.parent_id%2$s, l.id)', schema,
                     CASE WHEN entries ? 'valid_from' THEN ', l.valid_from' ELSE '' END,
                     CASE WHEN entries ? 'valid_from' THEN 'true' ELSE 'l.valid_to IS NULL OR l.valid_to >= gmalign.today()' END)
         ELSE place::text END,
    (SELECT string_agg(format('t.%I %s s.p_%s', k, CASE k WHEN 'valid_from' THEN 'IS NOT DISTINCT FROM' ELSE '=' END, x.key), ' AND ') FROM unnest(keys) AS k JOIN jsonb_each(entries) AS x ON x.value->>'column_name' = k));
  GET DIAGNOSTICS offered = ROW_COUNT;
  ANALYZE pg_temp.gmalign_load;
  PERFORM gmalign_private.load_says(format('%s: %s rows read', target, offered));

  -- the rules of the table
  SELECT string_agg(format('WHEN NOT (%s) THEN ARRAY[''check'', %L, %L]', pg_get_expr(c.conbin, c.conrelid), r.field, pg_get_constraintdef(c.oid)), ' '
                    ORDER BY c.conname) INTO checks
  FROM pg_constraint c
  CROSS JOIN LATERAL (SELECT x.key AS field FROM unnest(c.conkey) WITH ORDINALITY AS n (attnum, place)
                      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = n.attnum
                      JOIN jsonb_each(entries) AS x ON x.value->>'column_name' = a.attname ORDER BY n.place LIMIT 1) AS r
  WHERE c.conrelid = place AND c.contype = 'c';
  IF checks IS NOT NULL THEN
    EXECUTE format('UPDATE pg_temp.gmalign_load AS s SET problem = q.problem
                    FROM (SELECT x.gmalign_at, CASE %s END AS problem FROM (SELECT s.ctid AS gmalign_at, %s FROM pg_temp.gmalign_load AS s WHERE s.problem IS NULL) AS x) AS q
                    WHERE s.ctid = q.gmalign_at AND q.problem IS NOT NULL', checks,
                   (SELECT string_agg(format('s.%I AS %I', 'i_' || n, n), ', ') FROM string_to_table(replace(names, '"', ''), ', ') AS n));
  END IF;

  -- what belongs to a row that was rejected; the same key twice
  UPDATE pg_temp.gmalign_load AS s
  SET problem = ARRAY['row', (SELECT x.key FROM jsonb_each(entries) AS x WHERE x.value->>'column_name' = keys[1])]
  FROM pg_temp.gmalign_load_reject j WHERE j.part = 1 AND j.line = s.line;
  known := (SELECT string_agg(format('s.%I', 'i_' || k), ', ') FROM unnest(keys) AS k);
  EXECUTE format($q$
    UPDATE pg_temp.gmalign_load AS s
    SET problem = CASE WHEN q.differ THEN ARRAY['duplicate', %3$L] END, is_first = q.place = 1
    FROM (SELECT d.at, min(d.image) OVER w <> max(d.image) OVER w AS differ, row_number() OVER (w ORDER BY d.line, d.at) AS place
          FROM (SELECT s.ctid AS at, s.line, ROW(%2$s)::text COLLATE "C" AS image, ROW(%1$s)::text COLLATE "C" AS keys
                FROM pg_temp.gmalign_load AS s
                WHERE s.problem IS NULL
                  AND (%1$s) IN (SELECT %1$s FROM pg_temp.gmalign_load AS s WHERE s.problem IS NULL GROUP BY %1$s HAVING count(*) > 1)) AS d
          WINDOW w AS (PARTITION BY d.keys)) AS q
    WHERE s.ctid = q.at $q$, known, (SELECT string_agg(format('s.%I', 'i_' || n), ', ') FROM string_to_table(replace(names, '"', ''), ', ') AS n),
    (SELECT x.key FROM jsonb_each(entries) AS x WHERE x.value->>'column_name' = keys[cardinality(keys)]));
  IF target = 'assignment_goal' THEN
    UPDATE pg_temp.gmalign_load AS s
    SET problem = ARRAY['no_answer', 'priority']
    WHERE s.problem IS NULL AND s.c_priority IS NULL
      AND NOT EXISTS (SELECT FROM pg_temp.gmalign_load AS o
                      WHERE o.c_priority IS NOT NULL AND o.c_assignment = s.c_assignment AND o.c_stakeholder = s.c_stakeholder AND o.c_stated_on = s.c_stated_on);
    UPDATE pg_temp.gmalign_load AS s
    SET problem = ARRAY['statement', 'priority']
    FROM (SELECT g.ctid AS at FROM pg_temp.gmalign_load AS g JOIN pg_temp.gmalign_load AS b ON b.problem IS NOT NULL
            AND b.c_assignment = g.c_assignment AND b.c_stakeholder = g.c_stakeholder AND b.c_stated_on = g.c_stated_on
          WHERE g.problem IS NULL
          UNION
          SELECT g.ctid AS at FROM pg_temp.gmalign_load AS g JOIN pg_temp.gmalign_load AS b ON b.problem IS NOT NULL
            AND b.p_assignment = g.p_assignment AND b.p_stakeholder = g.p_stakeholder AND b.p_stated_on = g.p_stated_on
          WHERE g.problem IS NULL) AS q
    WHERE s.ctid = q.at;
  ELSIF target = 'goal_link' THEN
    PERFORM gmalign_private.load_links(schema, mapping ? 'replaces');
  END IF;
  -- what leads to rows of its own table leads to none that leads back
  SELECT x.key AS field, x.value->>'column_name' AS column_name INTO f FROM jsonb_each(entries) AS x WHERE x.value->>'type' = target;
  IF FOUND THEN
    EXECUTE format($q$
      WITH link AS (
        SELECT t.id AS child, CASE WHEN s.i_external_id IS NULL THEN t.%3$I ELSE s.%4$I END AS parent
        FROM %1$s AS t LEFT JOIN pg_temp.gmalign_load AS s ON s.i_external_id = t.external_id AND s.problem IS NULL AND s.is_first),
      circle AS MATERIALIZED (
        SELECT c.cycle_no, c.goal FROM (SELECT gmalign.goal_graph(l.child, l.parent) AS graph FROM link AS l WHERE l.parent IS NOT NULL) AS g
        CROSS JOIN LATERAL gmalign.goal_cycles(g.graph, NULL::bigint[]) AS c)
      UPDATE pg_temp.gmalign_load AS s SET problem = ARRAY['cycle', %2$L]
      FROM %1$s AS t, circle AS c, circle AS p
      WHERE s.problem IS NULL AND t.external_id = s.i_external_id AND c.goal = t.id AND p.goal = s.%4$I AND p.cycle_no = c.cycle_no $q$,
      place, f.field, f.column_name, 'i_' || f.column_name);
  END IF;

  EXECUTE format($q$
    INSERT INTO pg_temp.gmalign_load_reject (part, line, row_key, target, column_name, value, reason_code, reason, content)
    SELECT %1$L, s.line, %4$s, %2$L, q.label, q.value, q.code, gmalign_private.load_reason(q.code, q.label, q.value, s.problem[3]), q.content::text
    FROM pg_temp.gmalign_load AS s
    CROSS JOIN LATERAL (SELECT jsonb_object_agg(substr(x.key, 3), x.value) AS content FROM jsonb_each_text(to_jsonb(s)) AS x
                        WHERE x.key LIKE 'c\_%%' AND x.value IS NOT NULL) AS c
    CROSS JOIN LATERAL (SELECT coalesce(s.problem[2], (SELECT min(x.key) FROM jsonb_each_text(c.content) AS x WHERE gmalign_private.load_lost(x.value) IS NOT NULL)) AS field) AS w
    CROSS JOIN LATERAL (SELECT s.problem[1] AS code, coalesce(s.labels->>w.field, %3$L::jsonb->w.field->>'label', w.field) AS label,
                               c.content->>w.field AS value, c.content) AS q
    WHERE s.problem IS NOT NULL $q$, part, target, entries,
    (SELECT format('concat_ws('' > '', %s)', string_agg(format('s.c_%s', x.key), ', ' ORDER BY n)) FROM unnest(keys) WITH ORDINALITY AS k (name, n)
     JOIN jsonb_each(entries) AS x ON x.value->>'column_name' = k.name));
  GET DIAGNOSTICS rejected = ROW_COUNT;
  -- a name that leads nowhere, where one leads on that a spreadsheet would make of it
  FOR f IN SELECT DISTINCT x.value->>'type' AS relation, coalesce(x.value->>'label', x.key) AS label, a.attname AS key
           FROM jsonb_each(entries) AS x
           JOIN pg_attribute a ON a.attrelid = to_regclass(format('%I.%I', schema, x.value->>'type')) AND a.attname IN ('external_id', 'code')
           WHERE EXISTS (SELECT FROM pg_temp.gmalign_load AS s WHERE s.problem[1] = 'not_there' AND s.problem[2] = x.key) LOOP
    EXECUTE format($q$
      UPDATE pg_temp.gmalign_load_reject AS j SET reason = format('%%s; "%%s" is', j.reason, k.key)
      FROM (SELECT ltrim(lower(x.%1$I), '0') AS plain, min(x.%1$I) AS key FROM %2$I.%3$I AS x GROUP BY 1 HAVING count(*) = 1) AS k
      WHERE j.part = %4$L AND j.reason_code = 'not_there' AND j.column_name = %5$L AND k.plain = ltrim(lower(j.value), '0') $q$,
      f.key, schema, f.relation, part, f.label);
  END LOOP;

  IF target = 'assignment_goal' THEN
    -- a statement is its rows of that day
    EXECUTE format($q$
      DELETE FROM %s AS t
      USING (SELECT DISTINCT s.i_assignment_id, s.i_stakeholder_id, s.i_stated_on FROM pg_temp.gmalign_load AS s WHERE s.problem IS NULL) AS d
      WHERE (t.assignment_id, t.stakeholder_id, t.stated_on) = (d.i_assignment_id, d.i_stakeholder_id, d.i_stated_on)
        AND NOT EXISTS (SELECT FROM pg_temp.gmalign_load AS s
                        WHERE (s.i_assignment_id, s.i_stakeholder_id, s.i_stated_on, s.i_goal_id)
                              = (t.assignment_id, t.stakeholder_id, t.stated_on, t.goal_id)) $q$, place);
  END IF;
  -- what is there and differs, and what is not there
  PERFORM gmalign_private.load_says(format('%s: writing %s rows', target, offered - rejected));
  EXECUTE format('UPDATE %1$s AS t SET (%2$s) = ROW(%3$s) FROM pg_temp.gmalign_load AS s
                  WHERE s.problem IS NULL AND s.is_first AND s.is_there AND %4$s %6$s AND NOT (%5$s)', place, names,
    (SELECT string_agg(format('s.%I', 'i_' || n), ', ') FROM string_to_table(replace(names, '"', ''), ', ') AS n),
    (SELECT string_agg(format('t.%I = s.%I', k, 'i_' || k), ' AND ') FROM unnest(keys) AS k WHERE k <> 'valid_from'), is_same,
    CASE WHEN target = 'goal_link' AND entries ? 'valid_from' THEN 'AND t.valid_from IS NOT DISTINCT FROM s.i_valid_from'
         WHEN target = 'goal_link' THEN 'AND (t.valid_to IS NULL OR t.valid_to >= gmalign.today())' ELSE '' END);
  GET DIAGNOSTICS loaded = ROW_COUNT;
  back := gmalign_private.load_lift_keys(place, (SELECT count(*) FROM pg_temp.gmalign_load s WHERE s.problem IS NULL AND s.is_first AND NOT s.is_there));
  EXECUTE format('INSERT INTO %1$s (%2$s) SELECT %3$s FROM pg_temp.gmalign_load AS s
                  WHERE s.problem IS NULL AND s.is_first AND NOT s.is_there ORDER BY %4$s', place, names,
    (SELECT string_agg(format('s.%I', 'i_' || n), ', ') FROM string_to_table(replace(names, '"', ''), ', ') AS n), known);
  GET DIAGNOSTICS unchanged = ROW_COUNT;
  FOREACH known IN ARRAY back LOOP
    EXECUTE known;
  END LOOP;
  loaded := loaded + unchanged;
  unchanged := offered - loaded - rejected;
END $part$;
COMMENT ON FUNCTION gmalign_private.load_part(text, text, integer, text, jsonb, text[], jsonb) IS
  'Reads the rows that a query offers to one table, sets aside what cannot be taken, and writes what is new or differs. keys: the columns that say which row it is. What was read stays in pg_temp.gmalign_load.';

CREATE FUNCTION gmalign_private.load_links(schema text, is_whole boolean) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $links$
BEGIN
  EXECUTE format($q$
    WITH link AS MATERIALIZED (
      SELECT s.i_child_id AS child_id, s.i_parent_id AS parent_id FROM pg_temp.gmalign_load AS s WHERE s.problem IS NULL
      UNION
      SELECT l.child_id, l.parent_id FROM %1$I.goal_link AS l
      WHERE (l.valid_to IS NULL OR l.valid_to >= gmalign.today())
        -- what is about to end
        AND NOT (%2$L AND l.relation = 'contributes' AND l.child_id IN (SELECT s.i_child_id FROM pg_temp.gmalign_load AS s))),
    circle AS MATERIALIZED (
      SELECT c.cycle_no, c.goal
      FROM (SELECT gmalign.goal_graph(l.child_id, l.parent_id) AS graph FROM link AS l) AS g
      CROSS JOIN LATERAL gmalign.goal_cycles(g.graph, NULL::bigint[]) AS c)
    UPDATE pg_temp.gmalign_load AS s SET problem = ARRAY['cycle', 'parent']
    FROM circle AS c JOIN circle AS p ON p.cycle_no = c.cycle_no
    WHERE s.problem IS NULL AND c.goal = s.i_child_id AND p.goal = s.i_parent_id $q$, schema, is_whole);
  IF is_whole THEN
    EXECUTE format('UPDATE pg_temp.gmalign_load AS s SET i_valid_from = gmalign.today()
                    WHERE s.problem IS NULL AND NOT s.is_there
                      AND s.i_child_id IN (SELECT l.child_id FROM %I.goal_link AS l WHERE l.relation = ''contributes'')', schema);
  END IF;
END $links$;
COMMENT ON FUNCTION gmalign_private.load_links(text, boolean) IS
  'Sets aside the links that would close a circle, all of one at once: none is more wrong than another. is_whole: what a goal served before ends, and a link that is new to it begins today.';

CREATE FUNCTION gmalign_private.load_source(source regclass, cells jsonb, mapping jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  RETURN format('SELECT %s AS line, %s FROM %s AS r',
    CASE WHEN mapping ? 'line'
         THEN format('CASE WHEN r.%1$I::text ~ ''^\s*\d{1,18}\s*$'' THEN r.%1$I::text::bigint END', mapping->>'line')
         ELSE format('row_number() OVER () + %L::bigint - 1', coalesce(mapping->>'first_line', '2')) END,
    (SELECT string_agg(format('%s AS %I', c.value, c.key), ', ') FROM jsonb_each_text(cells) AS c), source);
COMMENT ON FUNCTION gmalign_private.load_source(regclass, jsonb, jsonb) IS
  'The query that reads a source: the line of each row, the mapping''s column or counted, and cells by name.';

CREATE FUNCTION gmalign_private.load_parts(schema text, kind text, source regclass, mapping jsonb) RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $parts$
DECLARE
  entries jsonb := gmalign_private.load_entries(source, kind, mapping);
  main constant text := (SELECT x.target FROM gmalign_private.load_fields() x WHERE x.kind = load_parts.kind LIMIT 1);
  separator constant text := coalesce('\s*(?:' || (mapping->>'separator') || ')\s*', '\s*[;|\n]\s*');
  own jsonb;
  cells jsonb;
  wide jsonb := '[]'::jsonb;
  raw text;
  result jsonb := '[]'::jsonb;
  p record;
  f record;
  id text;
BEGIN
  IF kind = 'key_results' AND NOT entries ? 'goal_type' THEN
    entries := entries || '{"goal_type": {"target": "goal", "column_name": "goal_type", "type": "word", "label": "goal_type", "cell": "''key_result''::text",
                                          "words": {"key_result": "key_result"}}}';
  END IF;
  IF kind IN ('check_ins', 'surveys') AND NOT entries ? 'external_id' THEN
    -- who, about what and when
    id := (SELECT string_agg(CASE WHEN x.value->>'type' = 'date' THEN format('gmalign_private.load_date(%s, %L)::text', x.value->>'cell', nullif(mapping->>'date_order', 'ymd'))
                                  WHEN x.value->>'type' = 'moment' THEN format('extract(epoch FROM gmalign_private.load_moment(%s, %L))::text', x.value->>'cell', nullif(mapping->>'date_order', 'ymd'))
                                  ELSE x.value->>'cell' END, ', ' ORDER BY x.key)
           FROM jsonb_each(entries) AS x WHERE x.key IN ('employee', 'assignment', 'goal', 'checked_at', 'asked_on', 'act'));
    entries := entries || jsonb_build_object('external_id', jsonb_build_object('target', main, 'column_name', 'external_id', 'type', 'key', 'label', 'external_id',
                                                                               'cell', format('concat_ws(''|'', %s)', id)));
  END IF;
  CREATE TEMP TABLE pg_temp.gmalign_load_reject (part integer, line bigint, row_key text, target text, column_name text, value text,
                                         reason_code text, reason text, content text);

  -- the table itself, without what leads to rows of its own
  own := (SELECT jsonb_object_agg(x.key, x.value) FROM jsonb_each(entries) AS x WHERE x.value->>'target' = main AND x.value->>'type' <> main);
  cells := (SELECT jsonb_object_agg('c_' || x.key, x.value->>'cell') FROM jsonb_each(own) AS x);
  IF entries ? 'goals' THEN
    wide := entries->'goals'->'wide';
    own := own || jsonb_build_object(
      'goal', '{"target": "assignment_goal", "column_name": "goal_id", "type": "goal"}'::jsonb,
      'priority', (entries->'goals') - 'wide' || '{"target": "assignment_goal", "column_name": "priority", "type": "scale", "may_reverse": true}');
    raw := format('SELECT b.line, w.labels, w.reversed, %s, w.c_goal, w.c_priority FROM (%s) AS b CROSS JOIN LATERAL (VALUES %s) AS w (labels, reversed, c_goal, c_priority)',
      (SELECT string_agg(format('b.%I', k), ', ') FROM jsonb_object_keys(cells) AS k),
      gmalign_private.load_source(source, cells || (SELECT jsonb_object_agg('w_' || n, w->>'cell') FROM jsonb_array_elements(wide) WITH ORDINALITY AS x (w, n)), mapping),
      (SELECT string_agg(format('(%L::jsonb, %s, %L, b.w_%s)', jsonb_build_object('goal', w->>'label', 'priority', w->>'label'), w->>'reversed', w->>'of', n), ', ' ORDER BY n)
       FROM jsonb_array_elements(wide) WITH ORDINALITY AS x (w, n)));
  ELSIF kind = 'key_results' AND NOT entries ? 'level' AND entries ? 'parent' THEN
    -- a key result is of its parent's level
    own := own || '{"level": {"target": "goal", "column_name": "level", "type": "title", "label": "level"}}';
    raw := format('SELECT b.line, NULL::jsonb AS labels, %s, p.level AS c_level
                   FROM (%s) AS b
                   LEFT JOIN (SELECT lower(btrim(n.name)) AS name, min(g.level) AS level
                              FROM %I.goal AS g CROSS JOIN LATERAL (VALUES (g.external_id), (g.title)) AS n (name) GROUP BY 1 HAVING min(g.level) = max(g.level)) AS p
                     ON p.name = lower((regexp_split_to_array(b.w_parent, %L))[1])',
      (SELECT string_agg(format('b.%I', k), ', ') FROM jsonb_object_keys(cells) AS k),
      gmalign_private.load_source(source, cells || jsonb_build_object('w_parent', entries->'parent'->>'cell'), mapping), schema, separator);
  ELSE
    raw := format('SELECT b.*, NULL::jsonb AS labels FROM (%s) AS b', gmalign_private.load_source(source, cells, mapping));
  END IF;
  SELECT main AS target, r.* INTO p
  FROM gmalign_private.load_part(schema, main, 1, raw, own, CASE
    WHEN kind = 'links' AND entries ? 'valid_from' THEN ARRAY['child_id', 'parent_id', 'valid_from']
    WHEN kind = 'links' THEN ARRAY['child_id', 'parent_id']
    WHEN kind = 'parties' THEN ARRAY['assignment_id', 'stakeholder_id']
    WHEN kind = 'priorities' THEN ARRAY['assignment_id', 'stakeholder_id', 'stated_on', 'goal_id']
    WHEN kind = 'outcomes' THEN ARRAY['assignment_id', 'stakeholder_id', 'judged_on'] ELSE ARRAY['external_id'] END, mapping) AS r;
  result := result || to_jsonb(p);
  DROP TABLE pg_temp.gmalign_load;

  -- what leads to rows of the same table, once they are there
  FOR f IN SELECT x.key AS field, x.value AS entry FROM jsonb_each(entries) AS x WHERE x.value->>'target' = main AND x.value->>'type' = main LOOP
    cells := jsonb_build_object('c_external_id', entries->'external_id'->>'cell', 'c_' || f.field, f.entry->>'cell');
    SELECT main || '.' || f.field AS target, r.* INTO p
    FROM gmalign_private.load_part(schema, main, 2, format(
      'SELECT b.*, NULL::jsonb AS labels FROM (%s) AS b LEFT JOIN %I.%I AS t ON t.external_id = b.c_external_id WHERE b.%I IS NOT NULL OR t.%I IS NOT NULL',
      gmalign_private.load_source(source, cells, mapping), schema, main, 'c_' || f.field, f.entry->>'column_name'),
      jsonb_build_object('external_id', entries->'external_id', f.field, f.entry), ARRAY['external_id'], mapping) AS r;
    result := result || to_jsonb(p);
    DROP TABLE pg_temp.gmalign_load;
  END LOOP;

  IF kind IN ('goals', 'key_results') AND entries ? 'parent' THEN
    own := (SELECT jsonb_object_agg(x.key, x.value) FROM jsonb_each(entries) AS x WHERE x.value->>'target' = 'goal_link')
      || jsonb_build_object('child', (entries->'external_id') || '{"target": "goal_link", "column_name": "child_id", "type": "goal"}');
    cells := (SELECT jsonb_object_agg('c_' || x.key, x.value->>'cell') FROM jsonb_each(own) AS x);
    SELECT 'goal_link' AS target, r.* INTO p
    FROM gmalign_private.load_part(schema, 'goal_link', 2, format(
      'SELECT b.line, NULL::jsonb AS labels, %s, u.name AS c_parent FROM (%s) AS b CROSS JOIN LATERAL regexp_split_to_table(b.c_parent, %L) AS u (name) WHERE u.name <> ''''',
      (SELECT string_agg(format('b.%I', k), ', ') FROM jsonb_object_keys(cells) AS k WHERE k <> 'c_parent'),
      gmalign_private.load_source(source, cells, mapping), separator), own, ARRAY['child_id', 'parent_id'], mapping || '{"replaces": true}') AS r;
    result := result || to_jsonb(p);
    -- what a goal served before and does not now, where all is known that it serves now
    EXECUTE format($q$
      WITH gone AS MATERIALIZED (
        SELECT l.id, l.valid_from < gmalign.today() OR l.valid_from IS NULL AS has_been
        FROM %1$I.goal_link AS l
        JOIN %1$I.goal AS g ON g.id = l.child_id
        JOIN (%2$s) AS b ON b.c_child = g.external_id
        WHERE l.relation = 'contributes' AND (l.valid_to IS NULL OR l.valid_to >= gmalign.today())
          AND NOT EXISTS (SELECT FROM pg_temp.gmalign_load_reject AS j WHERE j.line = b.line)
          AND NOT EXISTS (SELECT FROM pg_temp.gmalign_load AS s WHERE s.problem IS NULL AND (s.i_child_id, s.i_parent_id) = (l.child_id, l.parent_id))),
      ended AS (UPDATE %1$I.goal_link AS l SET valid_to = gmalign.today() - 1 FROM gone AS x WHERE x.id = l.id AND x.has_been)
      DELETE FROM %1$I.goal_link AS l USING gone AS x WHERE x.id = l.id AND NOT x.has_been $q$, schema,
      gmalign_private.load_source(source, jsonb_build_object('c_child', entries->'external_id'->>'cell'), mapping));
    DROP TABLE pg_temp.gmalign_load;
  END IF;

  IF entries ?| ARRAY['instrumentality', 'valence', 'is_offered'] THEN
    SELECT jsonb_agg(jsonb_build_object('of', x.reward, 'cells', x.cells)) INTO wide
    FROM (SELECT w->>'of' AS reward, jsonb_object_agg(k, w) AS cells
          FROM unnest(ARRAY['instrumentality', 'valence', 'is_offered']) AS k CROSS JOIN LATERAL jsonb_array_elements(entries->k->'wide') AS w GROUP BY 1) AS x;
    own := jsonb_build_object('survey', (entries->'external_id') || '{"column_name": "survey_id", "type": "expectancy_survey"}',
      'reward', '{"column_name": "reward_id", "type": "reward", "label": "reward"}'::jsonb)
      || (SELECT jsonb_object_agg(k, (entries->k) - 'wide' || jsonb_build_object('column_name', k, 'type', CASE k WHEN 'is_offered' THEN 'flag' ELSE 'scale' END))
          FROM unnest(ARRAY['instrumentality', 'valence', 'is_offered']) AS k WHERE entries ? k);
    cells := jsonb_build_object('c_survey', entries->'external_id'->>'cell')
      || (SELECT jsonb_object_agg(format('w_%s_%s', n, c.key), c.value->>'cell')
          FROM jsonb_array_elements(wide) WITH ORDINALITY AS x (w, n) CROSS JOIN LATERAL jsonb_each(w->'cells') AS c);
    SELECT 'expectancy_outcome' AS target, r.* INTO p
    FROM gmalign_private.load_part(schema, 'expectancy_outcome', 2, format(
      'SELECT b.line, w.labels, b.c_survey, w.c_reward, %1$s FROM (%2$s) AS b CROSS JOIN LATERAL (VALUES %3$s) AS w (labels, c_reward, %4$s)
       WHERE num_nonnulls(%1$s) > 0
          -- an answer taken back
          OR EXISTS (SELECT FROM %5$I.expectancy_survey AS s JOIN %5$I.expectancy_outcome AS o ON o.survey_id = s.id
                     JOIN %5$I.reward AS x ON x.id = o.reward_id
                     WHERE s.external_id = b.c_survey AND (x.code = w.c_reward OR lower(x.name) = lower(w.c_reward)))',
      (SELECT string_agg(format('w.c_%s', k), ', ' ORDER BY k) FROM jsonb_object_keys(own) AS k WHERE k NOT IN ('survey', 'reward')),
      gmalign_private.load_source(source, cells, mapping),
      (SELECT string_agg(format('(%L::jsonb, %L, %s)',
                (SELECT jsonb_object_agg(c.key, c.value->>'label') FROM jsonb_each(w->'cells') AS c), w->>'of',
                (SELECT string_agg(CASE WHEN w->'cells' ? k THEN format('b.w_%s_%s', n, k) ELSE 'NULL::text' END, ', ' ORDER BY k)
                 FROM jsonb_object_keys(own) AS k WHERE k NOT IN ('survey', 'reward'))), ', ' ORDER BY n)
       FROM jsonb_array_elements(wide) WITH ORDINALITY AS x (w, n)),
      (SELECT string_agg(format('c_%s', k), ', ' ORDER BY k) FROM jsonb_object_keys(own) AS k WHERE k NOT IN ('survey', 'reward')), schema),
      own, ARRAY['survey_id', 'reward_id'], mapping) AS r;
    result := result || to_jsonb(p);
    DROP TABLE pg_temp.gmalign_load;
  END IF;
  IF entries ? 'items' THEN
    wide := entries->'items'->'wide';
    own := jsonb_build_object('survey', (entries->'external_id') || '{"column_name": "survey_id", "type": "expectancy_survey"}',
      'item', '{"column_name": "item_id", "type": "survey_item"}'::jsonb,
      'answer', (entries->'items') - 'wide' || '{"column_name": "answer", "type": "scale", "may_reverse": true}');
    cells := jsonb_build_object('c_survey', entries->'external_id'->>'cell')
      || (SELECT jsonb_object_agg('w_' || n, w->>'cell') FROM jsonb_array_elements(wide) WITH ORDINALITY AS x (w, n));
    SELECT 'survey_answer' AS target, r.* INTO p
    FROM gmalign_private.load_part(schema, 'survey_answer', 3, format(
      'SELECT b.line, w.labels, w.reversed, b.c_survey, w.c_item, w.c_answer FROM (%1$s) AS b
       CROSS JOIN LATERAL (VALUES %2$s) AS w (labels, reversed, c_item, c_answer)
       WHERE w.c_answer IS NOT NULL
          OR EXISTS (SELECT FROM %3$I.expectancy_survey AS s JOIN %3$I.survey_answer AS o ON o.survey_id = s.id
                     JOIN %3$I.survey_item AS x ON x.id = o.item_id
                     WHERE s.external_id = b.c_survey AND (x.code = w.c_item OR lower(x.name) = lower(w.c_item)))',
      gmalign_private.load_source(source, cells, mapping),
      (SELECT string_agg(format('(%L::jsonb, %s, %L, b.w_%s)', jsonb_build_object('item', w->>'label', 'answer', w->>'label'), w->>'reversed', w->>'of', n), ', ' ORDER BY n)
       FROM jsonb_array_elements(wide) WITH ORDINALITY AS x (w, n)), schema), own, ARRAY['survey_id', 'item_id'], mapping) AS r;
    result := result || to_jsonb(p);
    DROP TABLE pg_temp.gmalign_load;
  END IF;
  RETURN result;
END $parts$;
COMMENT ON FUNCTION gmalign_private.load_parts(text, text, regclass, jsonb) IS
  'Loads the tables of a kind, one after the other: a row each of what was offered, loaded, unchanged and rejected.';

CREATE FUNCTION gmalign.load(schema text, kind text, source regclass, mapping jsonb DEFAULT '{}', file text DEFAULT NULL, dry_run boolean DEFAULT false)
  RETURNS TABLE (target text, offered integer, loaded integer, unchanged integer, rejected integer, rejects jsonb)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET datestyle = 'ISO, YMD'
  -- lines are counted as the rows lie there
  SET synchronize_seqscans = off
  SET max_parallel_workers_per_gather = 0
  SET jit = off
AS $load$
DECLARE
  said_before constant text := current_setting('application_name');
  memory_before constant text := current_setting('work_mem');
  result jsonb;
  wrong text;
BEGIN
  IF NOT EXISTS (SELECT FROM gmalign_private.load_fields() x WHERE x.kind = load.kind) THEN
    PERFORM gmalign_private.load_complains(format('there is no kind "%s"', coalesce(load.kind, 'NULL')),
      format('Kinds: %s.', (SELECT string_agg(x.kind, ', ' ORDER BY x.place) FROM (SELECT f.kind, min(f.place) AS place FROM gmalign_private.load_fields() f GROUP BY 1) x)), NULL);
  ELSIF load.source IS NULL OR jsonb_typeof(load.mapping) IS DISTINCT FROM 'object' THEN
    PERFORM gmalign_private.load_complains('source and mapping must not be NULL, and the mapping is an object', NULL, 'Without one: ''{}''.');
  END IF;
  PERFORM gmalign_private.check_strangers(load.schema, also => ARRAY[load.source]);
  SELECT min(t.name) INTO wrong
  FROM (SELECT DISTINCT x.target AS name FROM gmalign_private.load_fields() x WHERE x.kind = load.kind UNION ALL SELECT 'load_reject') AS t
  LEFT JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', load.schema, t.name))
  WHERE c.relkind IS NULL OR c.relkind NOT IN ('r', 'p');
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION '"%"."%" is not a table', load.schema, wrong
      USING ERRCODE = 'wrong_object_type', HINT = 'Rows are loaded into a model that gmalign.install() made.';
  ELSIF to_regclass(format('%I.gmalign_coordinator', load.schema)) IS NOT NULL THEN
    RAISE EXCEPTION 'the tables of schema "%" are distributed', load.schema
      USING ERRCODE = 'feature_not_supported', DETAIL = 'Citus changes no table by what was read into a temporary one.',
            HINT = 'Load into a plain model, and copy its tables: doc/distributed.md.';
  END IF;

  -- a file is looked at as a whole: a million rows are sorted and grouped in memory
  PERFORM set_config('work_mem', '64MB', true) WHERE pg_size_bytes(memory_before) < pg_size_bytes('64MB');
  BEGIN
    result := gmalign_private.load_parts(load.schema, load.kind, load.source, load.mapping);
    result := (SELECT jsonb_agg(r || jsonb_build_object('rejects', coalesce(
                 (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.line, x.column_name COLLATE "C", x.value COLLATE "C")
                  FROM (SELECT j.line, j.column_name, j.value, j.reason_code, j.reason FROM pg_temp.gmalign_load_reject j
                        WHERE j.part = n AND r->'rejected' <> '0' ORDER BY j.line, j.column_name COLLATE "C", j.value COLLATE "C" LIMIT 100) AS x), '[]')) ORDER BY n)
               FROM jsonb_array_elements(result) WITH ORDINALITY AS a (r, n));
    IF dry_run THEN
      RAISE EXCEPTION USING ERRCODE = 'GM001';
    END IF;
    EXECUTE format($q$
      WITH offered AS MATERIALIZED (
        SELECT j.*, row_number() OVER (PARTITION BY j.target, j.line, j.column_name, j.value, j.reason, j.row_key, j.content) AS place FROM pg_temp.gmalign_load_reject AS j),
      before AS MATERIALIZED (
        SELECT j.*, row_number() OVER (PARTITION BY j.target, j.line, j.column_name, j.value, j.reason, j.row_key, j.content ORDER BY j.id) AS place
        FROM %1$I.load_reject AS j WHERE j.source = $1 AND j.target = ANY ($2)),
      gone AS (
        DELETE FROM %1$I.load_reject AS t USING before AS b
        WHERE t.id = b.id AND NOT EXISTS (SELECT FROM offered AS o
          WHERE (o.target, o.line, o.column_name, o.value, o.reason, o.row_key, o.content, o.place)
                IS NOT DISTINCT FROM (b.target, b.line, b.column_name, b.value, b.reason, b.row_key, b.content, b.place)))
      INSERT INTO %1$I.load_reject (source, target, row_key, reason_code, reason, content, line, column_name, value)
      SELECT $1, o.target, o.row_key, o.reason_code, o.reason, o.content, o.line, o.column_name, o.value
      FROM offered AS o
      WHERE NOT EXISTS (SELECT FROM before AS b
        WHERE (o.target, o.line, o.column_name, o.value, o.reason, o.row_key, o.content, o.place)
              IS NOT DISTINCT FROM (b.target, b.line, b.column_name, b.value, b.reason, b.row_key, b.content, b.place))
      ORDER BY o.target, o.line $q$, load.schema)
    USING coalesce(load.file, load.source::text), ARRAY(SELECT split_part(r->>'target', '.', 1) FROM jsonb_array_elements(result) AS r);
    DROP TABLE pg_temp.gmalign_load_reject;
  EXCEPTION WHEN SQLSTATE 'GM001' THEN
    -- the run is undone
    NULL;
  END;
  PERFORM gmalign_private.check_strangers(load.schema, also => ARRAY[load.source]);
  PERFORM set_config('application_name', said_before, true);
  PERFORM set_config('work_mem', memory_before, true);
  RETURN QUERY SELECT r.* FROM jsonb_to_recordset(result) AS r (target text, offered integer, loaded integer, unchanged integer, rejected integer, rejects jsonb);
END $load$;
COMMENT ON FUNCTION gmalign.load(text, text, regclass, jsonb, text, boolean) IS
  'Loads the rows of a table or view of the user''s, as a file was copied into it, into the model. kind: units, people, cycles, goals, key_results, links, check_ins, moves, parties, priorities, surveys, outcomes. mapping: which column is what, how it is written, and of which kind the question of every scale is (doc/loading.md); {} where names are the usual ones. file: the name under which rejects are kept, by default the source''s. Returns a row per table filled: rows offered = loaded + unchanged + rejected, and the first 100 rejects (line, column_name, value, reason_code, reason); all are in load_reject, in place of those of an earlier load of the file. Rows are known by external_id, or by who, about what and when; loading twice changes nothing, a later file updates, a statement of the same day is replaced. dry_run: the run, undone. Progress is in application_name. Foreign keys of a table that gets 100,000 rows and more are taken off and put back by its owner, when nobody is at it. Reads and writes with the rights of the caller. Raises 22023 for what the mapping says wrongly, such as a scale without a kind, 42809 when the model''s relation is no table, 0A000 when distribute() spread the tables, 42501 when other roles own something in the schema or may create there, or the source would run their code.';
