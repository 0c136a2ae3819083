-- Settings: one calendar for every view and check.

CREATE FUNCTION gmalign.today() RETURNS date
  LANGUAGE c STABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_today';
COMMENT ON FUNCTION gmalign.today() IS
  'The date that gmalign''s views and checks take as today: the setting gmalign.as_of (YYYY-MM-DD) when it is set, else the current date in the time zone gmalign.time_zone (default UTC), whatever the session''s TimeZone. Raises 22007 for a gmalign.as_of that is no date, 22023 for an unknown time zone.';

CREATE FUNCTION gmalign.local_date(at timestamptz) RETURNS date
  LANGUAGE c STABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_local_date';
COMMENT ON FUNCTION gmalign.local_date(timestamptz) IS
  'The calendar date of a moment in the time zone gmalign.time_zone (default UTC), whatever the session''s TimeZone. NULL for NULL and for an infinite timestamp.';

CREATE FUNCTION gmalign_private.newest_day() RETURNS date
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN greatest(gmalign.today(), (now() AT TIME ZONE 'UTC' + interval '14 hours')::date);
COMMENT ON FUNCTION gmalign_private.newest_day() IS
  'The newest day that a check or a release can be about: that of gmalign.as_of, or the newest there is anywhere on earth. A row about a later one was written by hand.';
