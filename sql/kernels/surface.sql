-- Congruence: does the fit between x and y predict z?
--
-- One aggregate with one result: polynomial regression, the surface it
-- describes, and Edwards' tests whether a difference would have done.

CREATE TYPE gmalign.response_surface_fit AS (
  n bigint, df float8, r_squared float8, sigma float8,
  b0 float8, b0_se float8, b0_t float8, b0_p float8,
  b1 float8, b1_se float8, b1_t float8, b1_p float8,
  b2 float8, b2_se float8, b2_t float8, b2_p float8,
  b3 float8, b3_se float8, b3_t float8, b3_p float8,
  b4 float8, b4_se float8, b4_t float8, b4_p float8,
  b5 float8, b5_se float8, b5_t float8, b5_p float8,
  a1 float8, a1_se float8, a1_t float8, a1_p float8,
  a2 float8, a2_se float8, a2_t float8, a2_p float8,
  a3 float8, a3_se float8, a3_t float8, a3_p float8,
  a4 float8, a4_se float8, a4_t float8, a4_p float8,
  a5 float8, a5_se float8, a5_t float8, a5_p float8,
  stationary_x float8, stationary_y float8, stationary_z float8,
  p10 float8, p11 float8, p20 float8, p21 float8,
  algebraic_f float8, algebraic_p float8, squared_f float8, squared_p float8,
  stationary_x_se float8, stationary_y_se float8, stationary_z_se float8,
  p10_se float8, p11_se float8, p20_se float8, p21_se float8,
  p10_p float8, p11_p float8,
  condition_number float8, is_near_collinear boolean);
COMMENT ON TYPE gmalign.response_surface_fit IS
  'What response_surface finds: polynomial regression z = b0 + b1 x + b2 y + b3 x^2 + b4 xy + b5 y^2 with standard errors, the response surface (Edwards and Parry 1993; Shanock et al. 2010, erratum 2014) and the tests of the constraints behind difference scores (Edwards 1994). x and y count from the centre.';
COMMENT ON COLUMN gmalign.response_surface_fit.n IS 'Rows used: x, y and z known.';
COMMENT ON COLUMN gmalign.response_surface_fit.df IS 'Residual degrees of freedom, n - 6. NULL, as all that follows: fewer than seven rows, or x and y too much alike to tell their effects apart.';
COMMENT ON COLUMN gmalign.response_surface_fit.r_squared IS 'Share of the variance of z the surface explains, 0 to 1. NULL: z is the same everywhere.';
COMMENT ON COLUMN gmalign.response_surface_fit.sigma IS 'Residual standard deviation, in units of z.';
COMMENT ON COLUMN gmalign.response_surface_fit.b0 IS 'The constant: z at the centre.';
COMMENT ON COLUMN gmalign.response_surface_fit.b0_se IS 'Standard error of b0.';
COMMENT ON COLUMN gmalign.response_surface_fit.b0_t IS 'b0 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.b0_p IS 'Two-sided p of b0_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.b1 IS 'Coefficient of x.';
COMMENT ON COLUMN gmalign.response_surface_fit.b1_se IS 'Standard error of b1.';
COMMENT ON COLUMN gmalign.response_surface_fit.b1_t IS 'b1 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.b1_p IS 'Two-sided p of b1_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.b2 IS 'Coefficient of y.';
COMMENT ON COLUMN gmalign.response_surface_fit.b2_se IS 'Standard error of b2.';
COMMENT ON COLUMN gmalign.response_surface_fit.b2_t IS 'b2 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.b2_p IS 'Two-sided p of b2_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.b3 IS 'Coefficient of x squared.';
COMMENT ON COLUMN gmalign.response_surface_fit.b3_se IS 'Standard error of b3.';
COMMENT ON COLUMN gmalign.response_surface_fit.b3_t IS 'b3 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.b3_p IS 'Two-sided p of b3_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.b4 IS 'Coefficient of x times y.';
COMMENT ON COLUMN gmalign.response_surface_fit.b4_se IS 'Standard error of b4.';
COMMENT ON COLUMN gmalign.response_surface_fit.b4_t IS 'b4 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.b4_p IS 'Two-sided p of b4_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.b5 IS 'Coefficient of y squared.';
COMMENT ON COLUMN gmalign.response_surface_fit.b5_se IS 'Standard error of b5.';
COMMENT ON COLUMN gmalign.response_surface_fit.b5_t IS 'b5 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.b5_p IS 'Two-sided p of b5_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.a1 IS 'Slope along x = y (b1 + b2).';
COMMENT ON COLUMN gmalign.response_surface_fit.a1_se IS 'Standard error of a1.';
COMMENT ON COLUMN gmalign.response_surface_fit.a1_t IS 'a1 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.a1_p IS 'Two-sided p of a1_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.a2 IS 'Curvature along x = y (b3 + b4 + b5).';
COMMENT ON COLUMN gmalign.response_surface_fit.a2_se IS 'Standard error of a2.';
COMMENT ON COLUMN gmalign.response_surface_fit.a2_t IS 'a2 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.a2_p IS 'Two-sided p of a2_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.a3 IS 'Slope along x = -y (b1 - b2).';
COMMENT ON COLUMN gmalign.response_surface_fit.a3_se IS 'Standard error of a3.';
COMMENT ON COLUMN gmalign.response_surface_fit.a3_t IS 'a3 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.a3_p IS 'Two-sided p of a3_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.a4 IS 'Curvature along x = -y (b3 - b4 + b5); negative: z falls where x and y part.';
COMMENT ON COLUMN gmalign.response_surface_fit.a4_se IS 'Standard error of a4.';
COMMENT ON COLUMN gmalign.response_surface_fit.a4_t IS 'a4 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.a4_p IS 'Two-sided p of a4_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.a5 IS 'Asymmetry (b3 - b5): whether the ridge is turned from x = y.';
COMMENT ON COLUMN gmalign.response_surface_fit.a5_se IS 'Standard error of a5.';
COMMENT ON COLUMN gmalign.response_surface_fit.a5_t IS 'a5 / its standard error. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.a5_p IS 'Two-sided p of a5_t.';
COMMENT ON COLUMN gmalign.response_surface_fit.stationary_x IS 'Where the surface is level: x, counted from the centre. NULL: a plane or a ridge has no such point.';
COMMENT ON COLUMN gmalign.response_surface_fit.stationary_y IS 'Where the surface is level: y, counted from the centre. NULL: a plane or a ridge has no such point.';
COMMENT ON COLUMN gmalign.response_surface_fit.stationary_z IS 'z there.';
COMMENT ON COLUMN gmalign.response_surface_fit.p10 IS 'First principal axis y = p10 + p11 x, along which the surface bends most upwards: intercept. NULL without a stationary point.';
COMMENT ON COLUMN gmalign.response_surface_fit.p11 IS 'Slope of the first principal axis; 1 and p10 = 0: it is the line x = y. NULL: the axes run along the coordinates (b4 = 0).';
COMMENT ON COLUMN gmalign.response_surface_fit.p20 IS 'Second principal axis y = p20 + p21 x, along which it bends most downwards: intercept.';
COMMENT ON COLUMN gmalign.response_surface_fit.p21 IS 'Slope of the second principal axis.';
COMMENT ON COLUMN gmalign.response_surface_fit.algebraic_f IS 'F(4, df) of the constraints that make the model b0 + b1 (x - y): b2 = -b1, b3 = b4 = b5 = 0. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.algebraic_p IS 'p of algebraic_f. Small: the difference x - y does not do as a predictor.';
COMMENT ON COLUMN gmalign.response_surface_fit.squared_f IS 'F(4, df) of the constraints that make the model b0 + b1 (x - y)^2: b1 = b2 = 0, b3 = b5, b4 = -2 b3. NULL: nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.squared_p IS 'p of squared_f. Small: the squared difference does not do as a predictor.';
COMMENT ON COLUMN gmalign.response_surface_fit.stationary_x_se IS 'Standard error of stationary_x, by the delta method as all of the shape: good while it is small beside the value.';
COMMENT ON COLUMN gmalign.response_surface_fit.stationary_y_se IS 'Standard error of stationary_y.';
COMMENT ON COLUMN gmalign.response_surface_fit.stationary_z_se IS 'Standard error of stationary_z.';
COMMENT ON COLUMN gmalign.response_surface_fit.p10_se IS 'Standard error of p10.';
COMMENT ON COLUMN gmalign.response_surface_fit.p11_se IS 'Standard error of p11.';
COMMENT ON COLUMN gmalign.response_surface_fit.p20_se IS 'Standard error of p20.';
COMMENT ON COLUMN gmalign.response_surface_fit.p21_se IS 'Standard error of p21.';
COMMENT ON COLUMN gmalign.response_surface_fit.p10_p IS 'Two-sided p of p10 = 0, which congruence asks for. NULL: no axis, or nothing is left over.';
COMMENT ON COLUMN gmalign.response_surface_fit.p11_p IS 'Two-sided p of p11 = 1, which congruence asks for.';
COMMENT ON COLUMN gmalign.response_surface_fit.condition_number IS 'How hard x and y are to tell apart: the condition number of the correlations between the estimates b3, b4 and b5, from 1 up; in normal data 3 where x and y correlate by .5, 20 by .9, 41 by .95.';
COMMENT ON COLUMN gmalign.response_surface_fit.is_near_collinear IS 'Warning: a condition number of 30 or more (Belsley, Kuh and Welsch 1980). Curvatures then rest on few rows and little difference.';

CREATE FUNCTION gmalign_private.surface_accum(state float8[], x float8, y float8, z float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_surface_accum';
COMMENT ON FUNCTION gmalign_private.surface_accum(float8[], float8, float8, float8) IS
  'Support function of response_surface: adds one row to a state.';

CREATE FUNCTION gmalign_private.surface_accum(state float8[], x float8, y float8, z float8, centre float8)
  RETURNS float8[]
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_surface_accum';
COMMENT ON FUNCTION gmalign_private.surface_accum(float8[], float8, float8, float8, float8) IS
  'Support function of response_surface with a centre: adds one row to a state.';

CREATE FUNCTION gmalign.response_surface_of(state float8[])
  RETURNS gmalign.response_surface_fit
  LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 50
  AS 'MODULE_PATHNAME', 'gmalign_response_surface_of';
COMMENT ON FUNCTION gmalign.response_surface_of(float8[]) IS
  'The response_surface that a stored surface_state stands for.';

CREATE FUNCTION gmalign.response_surface_from(
    coefficients float8[], covariance float8[] DEFAULT NULL, df float8 DEFAULT NULL)
  RETURNS gmalign.response_surface_fit
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_response_surface_from';
COMMENT ON FUNCTION gmalign.response_surface_from(float8[], float8[], float8) IS
  'The response surface that coefficients published elsewhere describe: b0 to b5 (constant, x, y, x squared, xy, y squared), their 6 x 6 covariance matrix (NULL: no standard errors) and the residual degrees of freedom (NULL: no p). NULL without coefficients. Raises 2202E for another number of elements, 22004 for a NULL among them, 22003 for NaN or infinity, 22023 for df below 1.';

CREATE AGGREGATE gmalign.response_surface(x float8, y float8, z float8) (
  SFUNC = gmalign_private.surface_accum, STYPE = float8[],
  INITCOND = '{601,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.response_surface_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.response_surface(float8, float8, float8) IS
  'Does the fit between x and y predict z? Polynomial regression of z on x, y, x squared, xy and y squared over one row per case, with the response surface and the constraint tests: see the type response_surface_fit, and read it as (response_surface(x, y, z)).a4 or with .*. x and y belong on one scale. Rows with a NULL are skipped; NULL without a row; only n is set with fewer than seven rows or collinear x and y. Raises 22003 for NaN, infinity or overflow.';

CREATE AGGREGATE gmalign.response_surface(x float8, y float8, z float8, centre float8) (
  SFUNC = gmalign_private.surface_accum, STYPE = float8[],
  INITCOND = '{601,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  FINALFUNC = gmalign.response_surface_of,
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.response_surface(float8, float8, float8, float8) IS
  'As response_surface(x, y, z), with x and y counted from a centre, which is the same for all rows of a group (22023): the midpoint of their scale, as Edwards advises, so that b1 and b2 are slopes in the middle of the data and not at a point nobody chose.';

CREATE AGGREGATE gmalign.surface_state(x float8, y float8, z float8) (
  SFUNC = gmalign_private.surface_accum, STYPE = float8[],
  INITCOND = '{601,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.surface_state(float8, float8, float8) IS
  'The partial result behind response_surface as a plain array, to store per shard, partition or month. Merge with surface_rollup, read with response_surface_of.';

CREATE AGGREGATE gmalign.surface_state(x float8, y float8, z float8, centre float8) (
  SFUNC = gmalign_private.surface_accum, STYPE = float8[],
  INITCOND = '{601,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.surface_state(float8, float8, float8, float8) IS
  'As surface_state(x, y, z), for response_surface with a centre. Only states of one centre merge (22023).';

CREATE AGGREGATE gmalign.surface_rollup(state float8[]) (
  SFUNC = gmalign_private.state_merge, STYPE = float8[],
  INITCOND = '{601,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}',
  COMBINEFUNC = gmalign_private.state_merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE gmalign.surface_rollup(float8[]) IS
  'Stored surface_state values as one state: what all their rows together would have given. NULL states are skipped; 22023 for an array that is not such a state.';
