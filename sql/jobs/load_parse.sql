-- Jobs, loading: how a cell is read. A cell that can be read in two ways is not read:
-- the functions return NULL, and the row is rejected.

CREATE FUNCTION gmalign_private.load_clean(value text, is_text boolean) RETURNS text
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_load_clean';
COMMENT ON FUNCTION gmalign_private.load_clean(text, boolean) IS
  'A cell without what has no width (marks at a file''s begin and of direction, soft hyphens) and without blanks at both ends, blanks of odd kinds as blanks; but for a text, on one line and with single blanks. Nothing left: NULL.';

CREATE FUNCTION gmalign_private.load_lost(cells text) RETURNS text
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_load_lost';
COMMENT ON FUNCTION gmalign_private.load_lost(text) IS
  'What was lost in cells, apart by form feeds, before they came here. undecodable: a character (U+FFFD), or there is a control character other than tab, line and page; mistaken: UTF-8 was read as Latin; formula: a cell is an error of a spreadsheet (#REF!, #N/A, #NV) or too narrow (####). NULL: nothing.';

CREATE FUNCTION gmalign_private.load_word(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN btrim(regexp_replace(lower(value), '[^[:alnum:]]+', '_', 'g'), '_');
COMMENT ON FUNCTION gmalign_private.load_word(text) IS
  'A word or the name of a column as it is compared: lower case, an underscore for all that is neither letter nor digit.';

CREATE FUNCTION gmalign_private.load_flag(value text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN lower(value) IN ('true', 't', 'yes', 'y', '1', 'ja', 'j', 'oui', 'x') THEN true
              WHEN lower(value) IN ('false', 'f', 'no', 'n', '0', 'nein', 'non') THEN false END;
COMMENT ON FUNCTION gmalign_private.load_flag(text) IS 'Yes or no. NULL for anything else.';

CREATE FUNCTION gmalign_private.load_number(value text, decimal_comma boolean) RETURNS float8
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
AS $number$
DECLARE
  v text := value;
  by_comma float8;
  by_point float8;
BEGIN
  IF length(v) > 40 THEN
    RETURN NULL;
  ELSIF v ~ '^[+-]?\d+$' THEN
    RETURN v::float8;
  ELSIF v ~ '^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d{1,2}$' THEN
    -- nobody writes this by hand, and with a comma
    RETURN v::float8;
  END IF;
  v := regexp_replace(v, '\s*%$', '');
  IF v ~ '^[+-]?(?:[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:[ '']\d{3})+|\d+)(?:,\d+)?$' THEN
    by_comma := replace(translate(v, '. ''', ''), ',', '.')::float8;
  END IF;
  IF v ~ '^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:[ '']\d{3})+|\d+)(?:\.\d+)?$' OR v ~ '^[+-]?\.\d+$' THEN
    by_point := translate(v, ', ''', '')::float8;
  END IF;
  RETURN CASE decimal_comma WHEN true THEN by_comma WHEN false THEN by_point
                            ELSE CASE WHEN by_comma IS DISTINCT FROM by_point AND num_nulls(by_comma, by_point) = 0 THEN NULL
                                      ELSE coalesce(by_comma, by_point) END END;
END $number$;
COMMENT ON FUNCTION gmalign_private.load_number(text, boolean) IS
  'A number with or without groups of thousands and a per cent sign, which is left off. decimal_comma NULL: what can be read with comma and with point (1.234, 1,234) is not read. NULL for what is no number.';

CREATE FUNCTION gmalign_private.load_date(value text, date_order text) RETURNS date
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
AS $date$
DECLARE
  v text := value;
  p text[];
  y integer;
  m integer;
  d integer;
  way text := date_order;
BEGIN
  IF v !~ '^\d{4}-\d\d-\d\d$' THEN
    IF v ~ '^\d{5}(?:[.,]\d+)?$' THEN
      -- days as a spreadsheet counts them, from a 1900 that had a 29 February
      RETURN date '1899-12-30' + left(v, 5)::integer;
    END IF;
    v := regexp_replace(v, '(?:T|,?\s+)\d{1,2}:\d\d.*$', '');
  END IF;
  p := regexp_match(v, '^(\d{4})([-/.]?)(\d\d)\2(\d\d)$');
  IF p IS NOT NULL THEN
    y := p[1]::integer; m := p[3]::integer; d := p[4]::integer;
  ELSIF v ~ '^\d{1,2}([-/.])\s?\d{1,2}\1\s?\d{4}$' THEN
    p := regexp_match(v, '^(\d+)(.)\s?(\d+).\s?(\d+)$');
    IF p[2] = '.' THEN
      -- nobody writes the month first with points
      way := 'dmy';
    ELSIF way IS NULL THEN
      way := CASE WHEN p[1]::integer > 12 OR p[1]::integer = p[3]::integer THEN 'dmy' WHEN p[3]::integer > 12 THEN 'mdy' END;
    END IF;
    y := p[4]::integer;
    IF way = 'mdy' THEN
      m := p[1]::integer; d := p[3]::integer;
    ELSIF way = 'dmy' THEN
      d := p[1]::integer; m := p[3]::integer;
    END IF;
  ELSE
    p := regexp_match(lower(v), '^(\d{1,2})(?:\.|st|nd|rd|th)?[ -]*([[:alpha:]]{3,})[., -]*(\d{4})$');
    IF p IS NULL THEN
      p := regexp_match(lower(v), '^([[:alpha:]]{3,})[. ]*(\d{1,2})(?:st|nd|rd|th)?[, ]+(\d{4})$');
      p := ARRAY[p[2], p[1], p[3]];
    END IF;
    IF p[2] IS NOT NULL THEN
      SELECT min(n.month) INTO m
      FROM (VALUES (1, 'january'), (1, 'januar'), (2, 'february'), (2, 'februar'), (3, 'march'), (3, 'mrz'), (4, 'april'), (5, 'may'),
                   (5, 'mai'), (6, 'june'), (6, 'juni'), (7, 'july'), (7, 'juli'), (8, 'august'), (9, 'september'), (10, 'october'),
                   (10, 'oktober'), (11, 'november'), (12, 'december'), (12, 'dezember')) AS n (month, name)
      WHERE starts_with(n.name, p[2]);
      y := p[3]::integer; d := p[1]::integer;
    END IF;
  END IF;
  IF y >= 1 AND m BETWEEN 1 AND 12 AND d BETWEEN 1 AND 31
     AND (d <= 28 OR d <= extract(day FROM make_date(y, m, 1) + interval '1 month -1 day')) THEN
    RETURN make_date(y, m, d);
  END IF;
  RETURN NULL;
END $date$;
COMMENT ON FUNCTION gmalign_private.load_date(text, text) IS
  'A day: ISO 8601, 31.12.2026, 31/12/2026 or 12/31/2026, 31 December 2026, or the number of a day in a spreadsheet; a time after it is left off. date_order (dmy, mdy) NULL: what could be either (02/03/2026) is not read. Years have four digits. NULL for what is no day.';

CREATE FUNCTION gmalign_private.load_moment(value text, date_order text) RETURNS timestamptz
  LANGUAGE plpgsql STABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
AS $moment$
DECLARE
  day constant date := gmalign_private.load_date(value, date_order);
  -- hour, minute and second, half of the day, zone
  p constant text[] := regexp_match(value,
    '(?:T|,?\s)((?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)\s*([AaPp][Mm])?\s*(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$');
  zone constant text := coalesce(nullif(current_setting('gmalign.time_zone', true), ''), 'UTC');
  moment timestamp;
BEGIN
  IF day IS NULL OR p IS NULL AND value ~ ':' OR p[2] IS NOT NULL AND p[1] !~ '^(?:0?[1-9]|1[0-2]):' THEN
    RETURN NULL;
  ELSIF value ~ '^\d{5}[.,]\d+$' THEN
    moment := day + make_interval(secs => round(('0.' || substr(value, 7))::numeric * 86400)::float8);
  ELSE
    moment := day + coalesce((p[1] || coalesce(' ' || p[2], ''))::time, time '00:00');
  END IF;
  RETURN CASE WHEN p[3] IS NULL THEN moment AT TIME ZONE zone ELSE (moment || replace(p[3], 'Z', '+00'))::timestamptz END;
END $moment$;
COMMENT ON FUNCTION gmalign_private.load_moment(text, text) IS
  'A moment: a day as load_date() reads it, and a time, in the zone it names or in gmalign.time_zone; without a time the begin of that day. NULL for what is none.';

CREATE FUNCTION gmalign_private.load_centroid(place integer, ties integer, total integer) RETURNS float8
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  RETURN (SELECT sum(1.0 / k * (least(k, place + ties - 1) - place + 1)) / ties / total FROM generate_series(place, total) AS k);
COMMENT ON FUNCTION gmalign_private.load_centroid(integer, integer, integer) IS
  'The weight of a place among so many: the rank-order centroid, 1/n SUM over k from the place to n of 1/k (Barron and Barrett 1996), what the weights are on average over all that sum to 1 in this order. Tied ones get the mean of the places they take.';
