/*-------------------------------------------------------------------------
 *
 * total.c
 *		Sums and means that no order of the rows changes.
 *
 * What views sum over rows is compared and shown: the last digits may not
 * depend on the order in which a plan reads. The state is {n, sum, what
 * rounding lost of it}; see gma_two_sum. A value beyond all reason counts as
 * GMA_MOST: one row of a table of the user's own does not stop a view.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_total_accum);
PG_FUNCTION_INFO_V1(gmalign_total_combine);
PG_FUNCTION_INFO_V1(gmalign_total_final);
PG_FUNCTION_INFO_V1(gmalign_mean_final);

enum
{
	N,
	HI,
	LO,
	NPLACES
};

static const GmaFamily total_family = {
	.name = "total",
	.length = NPLACES,
	.aggregates = "total and mean"
};

/*
 * Argument 0 or 1, a state; copied where it is not the aggregate's own, and its
 * numbers looked at (22023).
 */
static ArrayType *
read_state(FunctionCallInfo fcinfo, int argument, bool for_update)
{
	bool		is_own = AggCheckCallContext(fcinfo, NULL);
	ArrayType  *array = for_update && !is_own ?
		PG_GETARG_ARRAYTYPE_P_COPY(argument) : PG_GETARG_ARRAYTYPE_P(argument);
	const double *state = (double *) ARR_DATA_PTR(array);

	if (unlikely(ARR_NDIM(array) != 1 || ARR_HASNULL(array) ||
				 ARR_ELEMTYPE(array) != FLOAT8OID || ARR_DIMS(array)[0] != NPLACES))
		gma_fail_state(&total_family);
	if (!is_own && !(state[N] >= 0 && state[N] <= GMA_MAX_N &&
					 isfinite(state[HI]) && isfinite(state[LO])))
		gma_fail_state(&total_family);
	return array;
}

/* total_accum(state, value) */
Datum
gmalign_total_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *array = read_state(fcinfo, 0, true);
	double	   *state = (double *) ARR_DATA_PTR(array);
	double		value = PG_GETARG_FLOAT8(1);

	gma_check_finite("value", value);
	state[N] += 1;
	gma_two_sum(&state[HI], &state[LO], gma_saturated(value));
	PG_RETURN_ARRAYTYPE_P(array);
}

/* total_combine(state, state): both */
Datum
gmalign_total_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *array = read_state(fcinfo, 0, true);
	double	   *into = (double *) ARR_DATA_PTR(array);
	const double *from = (double *) ARR_DATA_PTR(read_state(fcinfo, 1, false));

	into[N] += from[N];
	gma_two_sum(&into[HI], &into[LO], from[HI]);
	into[LO] += from[LO];
	PG_RETURN_ARRAYTYPE_P(array);
}

/* total_final(state): the sum; NULL without a value */
Datum
gmalign_total_final(PG_FUNCTION_ARGS)
{
	const double *state = (double *) ARR_DATA_PTR(read_state(fcinfo, 0, false));

	if (state[N] == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_shown(state[HI] + state[LO]));
}

/* mean_final(state): the sum through the number of values */
Datum
gmalign_mean_final(PG_FUNCTION_ARGS)
{
	const double *state = (double *) ARR_DATA_PTR(read_state(fcinfo, 0, false));

	if (state[N] == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_shown((state[HI] + state[LO]) / state[N]));
}
