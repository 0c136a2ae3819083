-- Judge, status: what counts on a day, and for how much.

CREATE FUNCTION gmalign_private.finite(day date) RETURNS date
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_finite_date';
COMMENT ON FUNCTION gmalign_private.finite(date) IS
  'The day; NULL for infinity and for years before 1 and after 9999, which relations of the user''s own may hold where the model has none: such an end is no end, and days are added to what is returned.';

CREATE FUNCTION gmalign_private.is_employed(hire_date date, departure_date date, today date)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN (hire_date IS NULL OR hire_date <= today) AND (departure_date IS NULL OR departure_date >= today);
COMMENT ON FUNCTION gmalign_private.is_employed(date, date, date) IS
  'Whether somebody with these first and last days is employed today; both count, and a day that is not known excludes nobody.';

CREATE FUNCTION gmalign_private.assignment_status(start_date date, end_date date, left_on date, is_cancelled boolean, today date)
  RETURNS text
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_assignment_status';
COMMENT ON FUNCTION gmalign_private.assignment_status(date, date, date, boolean, date) IS
  'How a move stands today; left_on: when the assignee left; is_cancelled: before it began. cancelled: that, or the assignee left before the first day; ended after end_date or once the assignee has left; planned before start_date; else active. An assignment without an end date is active however long ago it was planned to end.';

CREATE FUNCTION gmalign_private.assignment_status(start_date date, end_date date, today date)
  RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN gmalign_private.assignment_status(start_date, end_date, NULL, NULL, today);
COMMENT ON FUNCTION gmalign_private.assignment_status(date, date, date) IS
  'The same by its dates alone.';

CREATE FUNCTION gmalign_private.is_early_return(planned_end_date date, end_date date, left_on date, end_reason text)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN end_reason = 'early_return' THEN true
              WHEN end_reason IN ('departure', 'cancelled') THEN coalesce(least(end_date, left_on) < planned_end_date, true)
              WHEN end_reason IS NOT NULL OR end_date >= planned_end_date THEN false
              WHEN left_on <= coalesce(end_date, left_on) THEN coalesce(left_on < planned_end_date, true) END;
COMMENT ON FUNCTION gmalign_private.is_early_return(date, date, date, text) IS
  'Whether a move that has ended was broken off: it ended before its planned end, and neither as completed nor because the assignee stays. Who leaves the organisation in mid-move (left_on) returned early, whether an end was written down or not. NULL: it ended before its planned end and nobody said why.';

CREATE FUNCTION gmalign_private.first_moment(day date)
  RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN day::timestamp AT TIME ZONE coalesce(nullif(current_setting('gmalign.time_zone', true), ''), 'UTC');
COMMENT ON FUNCTION gmalign_private.first_moment(date) IS
  'When the day begins in the time zone gmalign.time_zone (default UTC), whatever the session''s TimeZone. Raises 22023 for an unknown time zone.';

CREATE FUNCTION gmalign_private.months_until(day date, today date) RETURNS integer
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_months_until';
COMMENT ON FUNCTION gmalign_private.months_until(date, date) IS
  'The least number of months within which the day falls, counted from today: at most 6 for a day up to six months ahead, 7 for the day after; 0 or less: not after today. NULL for infinity.';

CREATE FUNCTION gmalign_private.is_active(start_date date, end_date date, left_on date, is_cancelled boolean, today date)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN (start_date IS NULL OR start_date <= today) AND (end_date IS NULL OR end_date >= today)
         AND (left_on IS NULL OR left_on >= today) AND is_cancelled IS NOT TRUE;
COMMENT ON FUNCTION gmalign_private.is_active(date, date, date, boolean, date) IS
  'Whether assignment_status is active: the same as conditions, of which the planner can tell how many assignments meet them.';

CREATE FUNCTION gmalign_private.is_goal_in_force(status text, created_on date, closed_on date, today date)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  -- cancelled on a day, it was in force until then
  RETURN (status IS NULL OR status NOT IN ('draft', 'cancelled') OR (status = 'cancelled' AND closed_on IS NOT NULL))
     AND (created_on IS NULL OR created_on <= today)
     AND (closed_on IS NULL OR closed_on > today);
COMMENT ON FUNCTION gmalign_private.is_goal_in_force(text, date, date, date) IS
  'Whether a goal counts on a day: no draft, created by then and not yet closed; one that is cancelled without a day of closing never does.';

CREATE FUNCTION gmalign_private.is_closed_as_done(status text, created_on date, closed_on date, today date)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN coalesce(status = 'done' AND closed_on <= today, false) AND (created_on IS NULL OR created_on <= today);
COMMENT ON FUNCTION gmalign_private.is_closed_as_done(text, date, date, date) IS
  'Whether a goal has left the cascade because it is done: its last progress still counts in its parents.';

CREATE FUNCTION gmalign_private.link_contribution(relation text, contribution float8) RETURNS float8
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_link_contribution';
COMMENT ON FUNCTION gmalign_private.link_contribution(text, float8) IS
  'The contribution a goal_link brings into the cascade: as stated; without a number 1 for contributes and -1 for conflicts; NULL (linked, nobody says how much) for supports, and for a number outside -1 to 1 or none.';

CREATE FUNCTION gmalign_private.offered(is_offered boolean, instrumentality float8)
  RETURNS float8
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN NOT is_offered THEN 0
              WHEN instrumentality IS NOT NULL THEN greatest(instrumentality, 0) END;
COMMENT ON FUNCTION gmalign_private.offered(boolean, float8) IS
  'How surely somebody gets a reward for performing, 0 to 1; 0 when it is not offered. NULL: no answer.';

CREATE FUNCTION gmalign_private.force_gain(expectancy float8, instrumentality float8, valence float8)
  RETURNS float8
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN gmalign_private.rounded(gmalign_private.product(gmalign_private.product(expectancy, greatest(valence, 0)), 1 - instrumentality));
COMMENT ON FUNCTION gmalign_private.force_gain(float8, float8, float8) IS
  'What motivational force would gain if one reward were sure to follow: E * (1 - I) * V (Vroom 1964), 0 for what is not wanted. NULL: no expectancy or instrumentality.';
