-- StratML (ISO 17469): strategic and performance plans in, and out again.
--
-- The schemas are StrategicPlanISOVersion20140401.xsd (part 1) and
-- PerformancePlanOrReport20160216.xsd (part 2). Most documents in use break them:
-- elements are found by their local name, in any order and at any depth, and what
-- that took is told. A Goal is a strategic goal, an Objective a goal that
-- contributes to it, a PerformanceIndicator a key result that contributes to that.

CREATE TYPE gmalign_private.stratml_item AS (
  place integer, element text, parent integer, external_id text, row_key text, title text, why text, unit text, relation text,
  start_date date, end_date date, value float8, outcome text);
COMMENT ON TYPE gmalign_private.stratml_item IS
  'An element of a StratML document as the model takes it: a goal (Goal, Objective, PerformanceIndicator), a Relationship or a result. parent: the place of the goal it belongs to among the items; row_key: the identifier as the document writes it, or where it stands; outcome: what becomes of it, rejected and empty among others.';

CREATE TYPE gmalign_private.stratml_issue AS (
  outcome text, element text, row_key text, row_count integer, reason_code text, reason text, target text, content text);
COMMENT ON TYPE gmalign_private.stratml_issue IS
  'What gmalign.import_stratml() tells: outcome (loaded, empty, rejected, guessed, left), the element, where, how many, why. target: the table it was meant for, when something is lost; content: what it said.';

CREATE FUNCTION gmalign_private.stratml_document(document text) RETURNS xml
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $document$
DECLARE
  most_bytes constant integer := 10000000;
  root text;
  parsed xml;
  why text;
BEGIN
  IF document IS NULL THEN
    RAISE EXCEPTION 'document must not be null'
      USING ERRCODE = 'null_value_not_allowed', HINT = 'Pass the text of a StratML document.';
  ELSIF octet_length(document) > most_bytes THEN
    RAISE EXCEPTION 'StratML document is too large: % bytes', octet_length(document)
      USING ERRCODE = 'program_limit_exceeded',
            DETAIL = format('At most %s bytes are read.', most_bytes),
            HINT = 'Load the plan in parts, some goals each.';
  -- outside comments and CDATA nothing else begins so; the parser does not see it
  ELSIF document ~ '<!(DOCTYPE|ENTITY)' THEN
    RAISE EXCEPTION 'StratML document must not declare a document type or entities'
      USING ERRCODE = 'invalid_xml_document',
            DETAIL = 'Entities expand without bound and read other files. The schemas of StratML use none.',
            HINT = 'Take <!DOCTYPE ...> and every <!ENTITY ...> out, also from comments.';
  END IF;
  BEGIN
    PERFORM xmlparse(CONTENT '');
  EXCEPTION WHEN feature_not_supported THEN
    RAISE EXCEPTION 'StratML needs a server that reads XML'
      USING ERRCODE = 'feature_not_supported',
            DETAIL = 'This PostgreSQL was built without libxml.',
            HINT = 'Use packages of PostgreSQL that are built with libxml; those of Debian, Red Hat and postgresql.org are.';
  END;
  BEGIN
    parsed := xmlparse(DOCUMENT document);
  EXCEPTION WHEN invalid_xml_document OR invalid_xml_content THEN
    GET STACKED DIAGNOSTICS why = PG_EXCEPTION_DETAIL;
    RAISE EXCEPTION 'StratML document is not well-formed XML'
      USING ERRCODE = 'invalid_xml_document', DETAIL = why,
            HINT = 'Entities other than &amp; &lt; &gt; &quot; &apos; are written as characters or as &#NUMBER;.';
  END;
  root := (SELECT x.root FROM xmltable('/*' PASSING parsed COLUMNS root text PATH 'local-name(.)') AS x);
  IF root NOT IN ('PerformancePlanOrReport', 'StrategicPlan') THEN
    RAISE EXCEPTION 'document is not StratML: its root element is "%"', root
      USING ERRCODE = 'invalid_xml_document',
            DETAIL = 'A plan begins with PerformancePlanOrReport (part 2) or StrategicPlan (part 1).',
            HINT = 'Pass the plan itself, not a stylesheet, a list of plans or a page about it.';
  END IF;
  RETURN parsed;
END $document$;
COMMENT ON FUNCTION gmalign_private.stratml_document(text) IS
  'A StratML document, parsed. Raises 22004 for NULL, 54000 above 10,000,000 bytes, 2200M where it declares a document type or entities (found before parsing), is not well-formed or has another root element, 0A000 on a server built without libxml.';

CREATE FUNCTION gmalign_private.stratml_date(said text) RETURNS date
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  RETURN (SELECT CASE WHEN m[1]::int >= 1000 AND m[2]::int BETWEEN 1 AND 12 AND m[3]::int BETWEEN 1 AND
                           extract(day FROM make_date(m[1]::int, least(greatest(m[2]::int, 1), 12), 1) + interval '1 month - 1 day')
                      THEN make_date(m[1]::int, m[2]::int, m[3]::int) END
          FROM regexp_match(said, '^([1-9]\d{3})-(\d\d)-(\d\d)(?:Z|[+-]\d\d:\d\d)?$') AS m);
COMMENT ON FUNCTION gmalign_private.stratml_date(text) IS
  'A date of XML Schema, 1000-01-01 to 9999-12-31, its time zone left off. NULL for anything else.';

CREATE FUNCTION gmalign_private.stratml_number(said text) RETURNS float8
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  -- as many digits as surely fit a float8
  RETURN CASE WHEN length(said) <= 300 AND said ~ '^[+-]?(\d+\.?\d*|\.\d+)$' THEN
              CASE WHEN abs(said::numeric) <= 1000000000000000 THEN said::numeric::float8 END END;
COMMENT ON FUNCTION gmalign_private.stratml_number(text) IS
  'A decimal of XML Schema, -1e15 to 1e15. NULL for anything else: thousands separators, per cent signs and exponents are not guessed at.';

CREATE FUNCTION gmalign_private.stratml_said(said text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  -- what the forms of the field leave where nobody wrote anything
  RETURN CASE WHEN said !~* '^(|\.+|…|\[?to[ _]be[ _][^]]*\]?|\[?tbd\]?)$' THEN said END;
COMMENT ON FUNCTION gmalign_private.stratml_said(text) IS
  'A text, or NULL where it only holds the place of one: empty, dots, [To be determined], TBD.';

CREATE FUNCTION gmalign_private.stratml_id(external_id text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  RETURN (SELECT string_agg(CASE WHEN c.c = '_' AND substr(external_id, c.place::int + 1, 1) = 'x' THEN '_x005F_'
                                 WHEN c.c ~ '^[A-Za-z_]$' OR c.place > 1 AND c.c ~ '^[0-9.-]$' THEN c.c
                                 ELSE format('_x%s_', upper(right('000' || to_hex(ascii(c.c)), greatest(4, length(to_hex(ascii(c.c))))))) END, '' ORDER BY c.place)
          FROM regexp_split_to_table(external_id, '') WITH ORDINALITY AS c (c, place));
COMMENT ON FUNCTION gmalign_private.stratml_id(text) IS
  'An external id as XML takes it for an ID: characters that it does not take are written _xHHHH_, as SQL/XML (ISO 9075-14) maps names.';

CREATE FUNCTION gmalign_private.stratml_id_read(identifier text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  RETURN (SELECT string_agg(CASE WHEN k.code BETWEEN 1 AND 127
                                      OR k.code BETWEEN 128 AND 55295 AND getdatabaseencoding() = 'UTF8'
                                      OR k.code BETWEEN 57344 AND 1114111 AND getdatabaseencoding() = 'UTF8'
                                 THEN chr(k.code) ELSE p.part[1] END, '' ORDER BY p.place)
          FROM regexp_matches(identifier, '(_x([0-9A-F]{4,6})_|.)', 'g') WITH ORDINALITY AS p (part, place)
          CROSS JOIN LATERAL (SELECT ('x' || lpad(p.part[2], 8, '0'))::bit(32)::integer AS code) AS k);
COMMENT ON FUNCTION gmalign_private.stratml_id_read(text) IS
  'The external id that an identifier stands for, see stratml_id(); other identifiers as they are.';

CREATE FUNCTION gmalign_private.stratml_text(said text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  -- no blank of XML is more than one, and characters below it are none of XML's
  RETURN btrim(regexp_replace(said, E'[\\x01-\\x20]+', ' ', 'g'));
COMMENT ON FUNCTION gmalign_private.stratml_text(text) IS
  'A text as XML can carry it and import_stratml() reads it: without control characters, blanks and line ends as one blank.';

CREATE FUNCTION gmalign_private.check_stratml_schema(schema text) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
DECLARE
  missing text;
BEGIN
  IF schema IS NULL OR NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema) THEN
    RAISE EXCEPTION 'schema "%" does not exist', coalesce(schema, 'NULL')
      USING ERRCODE = 'invalid_schema_name', HINT = 'Name the schema that gmalign.install() was given.';
  END IF;
  SELECT string_agg(n, ', ' ORDER BY n) INTO missing
  FROM unnest(ARRAY['org_unit', 'employee', 'cycle', 'goal', 'goal_link', 'key_result_milestone', 'check_in', 'load_reject', 'cascade_link']) AS n
  WHERE to_regclass(format('%I.%I', schema, n)) IS NULL;
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'schema "%" does not hold the model: no %', schema, missing
      USING ERRCODE = 'undefined_table', HINT = 'Name the schema that gmalign.install() was given.';
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
END $check$;
COMMENT ON FUNCTION gmalign_private.check_stratml_schema(text) IS
  'Raises 3F000 for an unknown schema, 42P01 when it lacks what a plan is kept in, 42501 when others could have their code run there: see check_strangers().';
