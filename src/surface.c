/*-------------------------------------------------------------------------
 *
 * surface.c
 *		response_surface: does the fit between two things predict a third?
 *
 * Differences such as |x - y| throw away what x and y say on their own and
 * take for granted what should be tested (Edwards 1994). The full quadratic
 * model keeps it (Edwards and Parry 1993); the formulas stand in
 * surface_math.c.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"

#include "distribution.h"
#include "gmalign.h"
#include "surface_math.h"

PG_FUNCTION_INFO_V1(gmalign_surface_accum);
PG_FUNCTION_INFO_V1(gmalign_response_surface_of);
PG_FUNCTION_INFO_V1(gmalign_response_surface_from);

/*
 * The state: tag, n, centre, level, the sums, and what rounding left of each.
 * z counts from the level, that of the first row, so that a large common part
 * costs no digits of the variance that is left to explain.
 */
#define CENTRE 2
#define LEVEL 3
#define HI 4
#define LO (HI + GMA_SURFACE_SUMS)
#define LENGTH (LO + GMA_SURFACE_SUMS)

static bool surface_is_good(const void *content);
static void surface_merge(void *state, const void *other);

const GmaFamily gma_surface_family = {
	.name = "surface",
	.tag = 601,
	.length = LENGTH,
	.is_good = surface_is_good,
	.merge = surface_merge,
};

/* the result, in the order of the type response_surface_fit */
enum
{
	COL_N, COL_DF, COL_R_SQUARED, COL_SIGMA,
	COL_B,						/* estimate, se, t, p of b0 .. b5 */
	COL_A = COL_B + 4 * GMA_SURFACE_B,	/* the same of a1 .. a5 */
	COL_STATIONARY = COL_A + 4 * GMA_SURFACE_A, /* x, y, z */
	COL_AXIS = COL_STATIONARY + 3,	/* p10, p11, p20, p21 */
	COL_ALGEBRAIC = COL_AXIS + 4,	/* F, p */
	COL_SQUARED = COL_ALGEBRAIC + 2,	/* F, p */
	COL_STATIONARY_SE = COL_SQUARED + 2,	/* x, y, z */
	COL_AXIS_SE = COL_STATIONARY_SE + 3,	/* p10, p11, p20, p21 */
	COL_CONGRUENT = COL_AXIS_SE + 4,	/* p of p10 = 0, p11 = 1 */
	COL_CONDITION = COL_CONGRUENT + 2,
	COL_COLLINEAR,
	COLUMNS
};

/* from here on the bends can hardly be told apart (Belsley, Kuh, Welsch 1980) */
#define NEAR_COLLINEAR 30

typedef struct Row
{
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS];
} Row;

/* Are the sums finite, centre and level included? */
static bool
is_finite(const double *state)
{
	double		finite = 0;

	for (int i = CENTRE; i < LENGTH; i++)
		finite += state[i] * 0;
	return finite == 0;
}

static bool
surface_is_good(const void *content)
{
	const double *state = content;

	return state[GMA_N] >= 0 && state[GMA_N] <= GMA_MAX_N &&
		state[GMA_N] == floor(state[GMA_N]) && is_finite(state);
}

/* The rows of a group share their centre: 22023 */
static void
check_centre(const double *state, double centre)
{
	if (state[CENTRE] != centre)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("centre differs between the rows of one group"),
				 errhint("Pass a constant, such as the midpoint of the scale, "
						 "or group by it.")));
}

/* surface_accum(state, x, y, z [, centre]): one row. Strict. */
Datum
gmalign_surface_accum(PG_FUNCTION_ARGS)
{
	double		x = PG_GETARG_FLOAT8(1);
	double		y = PG_GETARG_FLOAT8(2);
	double		z = PG_GETARG_FLOAT8(3);
	double		centre = PG_NARGS() > 4 ? PG_GETARG_FLOAT8(4) : 0;
	ArrayType  *array;
	double	   *state;

	gma_check_finite("x", x);
	gma_check_finite("y", y);
	gma_check_finite("z", z);
	gma_check_finite("centre", centre);
	array = gma_state_for_update(fcinfo, &gma_surface_family);
	state = (double *) ARR_DATA_PTR(array);
	if (state[GMA_N] == 0)
	{
		state[CENTRE] = centre;
		state[LEVEL] = z;
	}
	check_centre(state, centre);
	gma_surface_add(state + HI, state + LO, x - centre, y - centre,
					z - state[LEVEL]);
	if (unlikely(!is_finite(state)))
		gma_fail_overflow();
	state[GMA_N] += 1;
	PG_RETURN_ARRAYTYPE_P(array);
}

static void
surface_merge(void *state, const void *other)
{
	double	   *into = state;
	const double *from = other;

	if (from[GMA_N] == 0)
		return;
	if (into[GMA_N] == 0)
	{
		memcpy(into, from, sizeof(double) * LENGTH);
		return;
	}
	check_centre(into, from[CENTRE]);
	gma_surface_raise(into[GMA_N], into + HI, into + LO,
					  into[LEVEL] - from[LEVEL]);
	into[LEVEL] = from[LEVEL];
	into[GMA_N] += from[GMA_N];
	for (int i = 0; i < GMA_SURFACE_SUMS; i++)
	{
		GmaDD		sum = gma_dd_add(gma_dd(into[HI + i], into[LO + i]),
									 gma_dd(from[HI + i], from[LO + i]));

		into[HI + i] = sum.hi;
		into[LO + i] = sum.lo;
	}
	if (unlikely(!is_finite(into)))
		gma_fail_overflow();
}

static void
set(Row *row, int column, double value)
{
	if (unlikely(!isfinite(value)))
		gma_fail_overflow();
	row->values[column] = Float8GetDatum(value);
	row->nulls[column] = false;
}

/*
 * A value with its standard error, t and two-sided p. Without degrees of
 * freedom (df NaN) there is no p; without a standard error there is no t.
 */
static void
set_tested(Row *row, int column, double value, double variance, double df)
{
	set(row, column, value);
	if (!(variance >= 0))
		return;
	set(row, column + 1, sqrt(variance));
	if (variance == 0)
		return;
	set(row, column + 2, value / sqrt(variance));
	if (!isnan(df))
		set(row, column + 3, gma_t_two_sided(value / sqrt(variance), df));
}

/*
 * F and p of four constraints on the coefficients, from what the models with
 * and without them leave over. Undefined when the full model leaves nothing.
 */
static void
set_constraints(Row *row, int column, double sse, const GmaSurfaceFit *fit)
{
	double		f = fmax((sse - fit->sse) / 4, 0) / (fit->sse / fit->df);

	if (!isfinite(f))
		return;
	set(row, column, f);
	set(row, column + 1, gma_f_upper(f, 4, fit->df));
}

/* The coefficients with their tests, and the surface they describe. */
static void
set_surface(Row *row, const double b[GMA_SURFACE_B],
			const double covariance[GMA_SURFACE_B][GMA_SURFACE_B], double df)
{
	GmaSurfaceShape shape;

	gma_surface_shape(b, covariance, &shape);
	for (int i = 0; i < GMA_SURFACE_B; i++)
		set_tested(row, COL_B + 4 * i, b[i], covariance[i][i], df);
	for (int i = 0; i < GMA_SURFACE_A; i++)
		set_tested(row, COL_A + 4 * i, shape.a[i], shape.a_variance[i], df);
	for (int i = 0; i < 3; i++)
		if (shape.stationary[i].is_defined)
		{
			set(row, COL_STATIONARY + i, shape.stationary[i].value);
			if (isfinite(shape.stationary_variance[i]))
				set(row, COL_STATIONARY_SE + i, sqrt(shape.stationary_variance[i]));
		}
	for (int i = 0; i < 4; i++)
		if (shape.axis[i / 2][i % 2].is_defined)
		{
			double		variance = shape.axis_variance[i / 2][i % 2];

			set(row, COL_AXIS + i, shape.axis[i / 2][i % 2].value);
			if (!isfinite(variance))
				continue;
			set(row, COL_AXIS_SE + i, sqrt(variance));
			if (i < 2 && variance > 0 && !isnan(df))
				set(row, COL_CONGRUENT + i,
					gma_t_two_sided((shape.axis[0][i].value - i) / sqrt(variance), df));
		}
	if (isfinite(shape.condition))
	{
		set(row, COL_CONDITION, shape.condition);
		row->values[COL_COLLINEAR] = BoolGetDatum(shape.condition >= NEAR_COLLINEAR);
		row->nulls[COL_COLLINEAR] = false;
	}
}

static Datum
row_datum(FunctionCallInfo fcinfo, Row *row)
{
	TupleDesc	desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE ||
		desc->natts != COLUMNS)
		elog(ERROR, "response_surface_fit does not have %d columns", COLUMNS);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc),
											 row->values, row->nulls));
}

/*
 * response_surface_of(state): NULL without a row; with fewer than seven, or
 * with collinear regressors, only n.
 */
Datum
gmalign_response_surface_of(PG_FUNCTION_ARGS)
{
	const double *state = gma_state_get(fcinfo, &gma_surface_family);
	GmaSurfaceFit fit;
	Row			row;

	if (state[GMA_N] == 0)
		PG_RETURN_NULL();
	memset(row.nulls, true, sizeof(row.nulls));
	row.values[COL_N] = Int64GetDatum((int64) state[GMA_N]);
	row.nulls[COL_N] = false;
	if (!gma_surface_fit(state[GMA_N], state + HI, state + LO, &fit))
		PG_RETURN_DATUM(row_datum(fcinfo, &row));

	fit.b[0] += state[LEVEL];
	set(&row, COL_DF, fit.df);
	if (fit.sst > 0)
		set(&row, COL_R_SQUARED, gma_clamp(1 - fit.sse / fit.sst, 0, 1));
	set(&row, COL_SIGMA, sqrt(fit.sse / fit.df));
	set_surface(&row, fit.b, (const double (*)[GMA_SURFACE_B]) fit.covariance,
				fit.df);
	set_constraints(&row, COL_ALGEBRAIC, fit.sse_algebraic, &fit);
	set_constraints(&row, COL_SQUARED, fit.sse_squared, &fit);
	PG_RETURN_DATUM(row_datum(fcinfo, &row));
}

/* An array argument of so many finite numbers. */
static const double *
read_numbers(ArrayType *array, const char *name, int dimensions)
{
	int			wanted = dimensions == 1 ? GMA_SURFACE_B :
		GMA_SURFACE_B * GMA_SURFACE_B;
	const double *numbers = (double *) ARR_DATA_PTR(array);

	if (ARR_NDIM(array) != dimensions ||
		ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) != wanted ||
		ARR_DIMS(array)[0] != GMA_SURFACE_B)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("wrong number of elements in %s", name),
				 dimensions == 1 ?
				 errdetail("b0 to b5 are expected: constant, x, y, x squared, "
						   "xy, y squared.") :
				 errdetail("Six rows of six are expected, in the order of b0 "
						   "to b5.")));
	if (ARR_HASNULL(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not contain nulls", name),
				 errhint("Give 0 for a coefficient or covariance that was not "
						 "published.")));
	for (int i = 0; i < wanted; i++)
		gma_check_finite(name, numbers[i]);
	return numbers;
}

/*
 * response_surface_from(coefficients, covariance, df): the surface that
 * published coefficients describe.
 */
Datum
gmalign_response_surface_from(PG_FUNCTION_ARGS)
{
	double		covariance[GMA_SURFACE_B][GMA_SURFACE_B];
	double		df = NAN;
	Row			row;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	for (int i = 0; i < GMA_SURFACE_B; i++)
		for (int j = 0; j < GMA_SURFACE_B; j++)
			covariance[i][j] = NAN;
	if (!PG_ARGISNULL(1))
		memcpy(covariance, read_numbers(PG_GETARG_ARRAYTYPE_P(1),
										"covariance", 2), sizeof(covariance));
	memset(row.nulls, true, sizeof(row.nulls));
	if (!PG_ARGISNULL(2))
	{
		df = PG_GETARG_FLOAT8(2);
		gma_check_range("df", df, 1, 1e15,
						"Pass the residual degrees of freedom, rows minus six.");
		set(&row, COL_DF, df);
	}
	set_surface(&row, read_numbers(PG_GETARG_ARRAYTYPE_P(0), "coefficients", 1),
				(const double (*)[GMA_SURFACE_B]) covariance, df);
	PG_RETURN_DATUM(row_datum(fcinfo, &row));
}
