-- Judge, status: what counts on a day, and for how much.

CREATE FUNCTION gmalign_private.assignment_status(start_date date, end_date date, today date)
  RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN end_date < today THEN 'ended'
              WHEN start_date > today THEN 'planned'
              ELSE 'active' END;
COMMENT ON FUNCTION gmalign_private.assignment_status(date, date, date) IS
  'planned before start_date, ended after end_date, else active. An assignment without an end date is active however long ago it was planned to end.';

CREATE FUNCTION gmalign_private.is_active(start_date date, end_date date, today date)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN (start_date IS NULL OR start_date <= today) AND (end_date IS NULL OR end_date >= today);
COMMENT ON FUNCTION gmalign_private.is_active(date, date, date) IS
  'Whether assignment_status is active: the same as conditions, of which the planner can tell how many assignments meet them.';

CREATE FUNCTION gmalign_private.is_goal_in_force(status text, created_on date, closed_on date, today date)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN (status IS NULL OR status NOT IN ('draft', 'cancelled'))
     AND (created_on IS NULL OR created_on <= today)
     AND (closed_on IS NULL OR closed_on > today);
COMMENT ON FUNCTION gmalign_private.is_goal_in_force(text, date, date, date) IS
  'Whether a goal counts today: neither a draft nor cancelled, created by then and not yet closed.';

CREATE FUNCTION gmalign_private.link_contribution(relation text, contribution float8)
  RETURNS float8
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE relation
           WHEN 'contributes' THEN coalesce(contribution, 1)
           WHEN 'conflicts' THEN coalesce(contribution, -1)
         END;
COMMENT ON FUNCTION gmalign_private.link_contribution(text, float8) IS
  'The contribution a goal_link brings into the cascade: as stated; without a number 1 for contributes and -1 for conflicts; NULL (linked, nobody says how much) for supports.';

CREATE FUNCTION gmalign_private.offered(is_offered boolean, instrumentality float8)
  RETURNS float8
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN CASE WHEN NOT is_offered THEN 0
              WHEN instrumentality IS NOT NULL THEN greatest(instrumentality, 0) END;
COMMENT ON FUNCTION gmalign_private.offered(boolean, float8) IS
  'How surely somebody gets a reward for performing, 0 to 1; 0 when it is not offered. NULL: no answer.';
