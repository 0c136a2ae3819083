/*-------------------------------------------------------------------------
 *
 * state.c
 *		Aggregate states of fixed size, as plain float8[] values.
 *
 * core's corr() keeps its state the same way. A built-in array, unlike
 * "internal", can be stored in a table, sent between servers and pushed down
 * by a distributed engine; it costs no more than a private struct, because an
 * aggregate may change its own copy in place.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_state_merge);

static const GmaFamily *const families[] = {
	&gma_alignment_family,
	&gma_force_family,
};

static inline int
state_length(const GmaFamily *family)
{
	return 2 + 2 * family->nsums;
}

/* Is this array a state of the family, as far as its shape and tag say? */
static inline bool
has_shape(const ArrayType *array, const GmaFamily *family)
{
	return ARR_NDIM(array) == 1 &&
		ARR_DIMS(array)[0] == state_length(family) &&
		!ARR_HASNULL(array) && ARR_ELEMTYPE(array) == FLOAT8OID &&
		((double *) ARR_DATA_PTR(array))[0] == family->tag;
}

static void
fail_shape(const char *family)
{
	ereport(ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("not a state of the %s family", family),
			errdetail("The array was not made by the family's _state() "
					  "aggregate, or by another version of it."),
			errhint("Pass what gmalign.%s_state() or gmalign.%s_rollup() "
					"returned, unchanged.",
				family, family)));
}

static inline void
fill(GmaState *state, ArrayType *array)
{
	double	   *v = (double *) ARR_DATA_PTR(array);

	state->array = array;
	state->n = &v[1];
	state->sums = (GmaSum *) &v[2];
}

/*
 * Argument 0 as a state that the caller may change: the aggregate's own copy,
 * or a fresh one when somebody calls the support function by hand.
 */
void
gma_state_for_update(FunctionCallInfo fcinfo, const GmaFamily *family,
	GmaState *state)
{
	ArrayType  *array;

	if (AggCheckCallContext(fcinfo, NULL))
		array = PG_GETARG_ARRAYTYPE_P(0);
	else
		array = PG_GETARG_ARRAYTYPE_P_COPY(0);
	if (unlikely(!has_shape(array, family)))
		fail_shape(family->name);
	fill(state, array);
}

/*
 * What the shape cannot tell: n is a count and every sum is finite. A state
 * may come from a user's table, so it is looked at before it is believed.
 */
static void
check_content(const GmaState *state, const GmaFamily *family)
{
	bool		good = *state->n >= 0 && *state->n == floor(*state->n) &&
		isfinite(*state->n);

	for (int i = 0; good && i < family->nsums; i++)
		good = isfinite(gma_sum_value(&state->sums[i]));
	if (!good)
		fail_shape(family->name);
}

/* Argument 0 as a state to read: a final function or an _of() accessor. */
void
gma_state_for_reading(FunctionCallInfo fcinfo, const GmaFamily *family,
	GmaState *state)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);

	if (!has_shape(array, family))
		fail_shape(family->name);
	fill(state, array);
	check_content(state, family);
}

/*
 * state_merge(float8[], float8[]) -> float8[]: two states of one family
 * added. Combine function of every aggregate with an array state, and
 * transition function of the _rollup() aggregates, whose initial state says
 * which family is meant.
 */
Datum
gmalign_state_merge(PG_FUNCTION_ARGS)
{
	ArrayType  *first = PG_GETARG_ARRAYTYPE_P(0);
	ArrayType  *second = PG_GETARG_ARRAYTYPE_P(1);
	GmaState	into;
	GmaState	from;

	for (size_t f = 0; f < lengthof(families); f++)
	{
		const GmaFamily *family = families[f];

		if (!has_shape(first, family))
			continue;
		if (!has_shape(second, family))
			fail_shape(family->name);
		fill(&from, second);
		check_content(&from, family);
		gma_state_for_update(fcinfo, family, &into);
		*into.n += *from.n;
		for (int i = 0; i < family->nsums; i++)
		{
			gma_sum_merge(&into.sums[i], &from.sums[i]);
			if (unlikely(isinf(into.sums[i].hi)))
				gma_fail_overflow();
		}
		PG_RETURN_ARRAYTYPE_P(into.array);
	}
	ereport(ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("not a state of any gmalign family"),
			errhint("Pass what a _state() aggregate returned, unchanged.")));
}
