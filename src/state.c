/*-------------------------------------------------------------------------
 *
 * state.c
 *		Aggregate states as plain float8[] or bigint[] values.
 *
 * core's corr() keeps its state the same way. A built-in array, unlike
 * "internal", can be stored in a table, sent between servers and pushed down
 * by a distributed engine; it costs no more than a private struct, because an
 * aggregate may change its own copy in place. Those that must be "internal"
 * send the values they keep as below.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "utils/datum.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_state_merge);

static const GmaFamily *const families[] = {
	&gma_alignment_family,
	&gma_force_family,
	&gma_profile_family,
	&gma_surface_family,
	&gma_risk_family,
	&gma_turnover_family,
	&gma_roi_family,
};

/* 22023: an array that is not a state of this family */
void
gma_fail_state(const GmaFamily *family)
{
	if (family->aggregates)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("not a state of the %s family", family->name),
				 errhint("The support functions are for the %s aggregates; "
						 "use these.", family->aggregates)));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("not a state of the %s family", family->name),
			 errdetail("The array was not made by the family's _state() "
					   "aggregate, or by another version of it."),
			 errhint("Pass what gmalign.%s_state() or gmalign.%s_rollup() "
					 "returned, unchanged.",
					 family->name, family->name)));
}

/* The block's sums into those of all rows before. */
void
gma_state_fold(double *state, int nsums)
{
	double	   *block = state + GMA_SUMS;
	double	   *hi = block + nsums;
	double	   *lo = hi + nsums;

	for (int i = 0; i < nsums; i++)
	{
		gma_two_sum(&hi[i], &lo[i], block[i]);
		if (unlikely(isinf(hi[i])))
			gma_fail_overflow();
		block[i] = 0;
	}
	state[GMA_IN_BLOCK] = 0;
}

/* The counts of a bundle of sums are counts, and every sum is finite. */
static bool
sums_are_good(const double *state, const GmaFamily *family)
{
	double		n = state[GMA_N];
	double		in_block = state[GMA_IN_BLOCK];
	bool		good = n <= GMA_MAX_N && n == floor(n) && n >= in_block &&
		in_block >= 0 && in_block < GMA_FOLD && in_block == floor(in_block);

	for (int i = GMA_SUMS; good && i < GMA_STATE_LENGTH(family); i++)
		good = isfinite(state[i]);
	return good;
}

/*
 * The numbers of a state, looked at before they are believed: it may come
 * from a user's table. NULL when it is empty.
 */
static const void *
checked_content(ArrayType *array, const GmaFamily *family)
{
	const void *state = ARR_DATA_PTR(array);

	if (!gma_is_state(array, family))
		gma_fail_state(family);
	if (gma_state_is_empty(array))
		return NULL;
	if ((family->is_good && !family->is_good(state)) ||
		(family->nsums > 0 && !sums_are_good(state, family)))
		gma_fail_state(family);
	return state;
}

/*
 * Argument 0, a state that a final function or an _of() accessor reads. NULL
 * when it is empty, as only a state that grows can be.
 */
const void *
gma_state_get(FunctionCallInfo fcinfo, const GmaFamily *family)
{
	return checked_content(PG_GETARG_ARRAYTYPE_P(0), family);
}

/* The same for a bundle of sums: its sums into sums; returns n. */
double
gma_state_read(FunctionCallInfo fcinfo, const GmaFamily *family, double *sums)
{
	const double *state = gma_state_get(fcinfo, family);
	const double *block = state + GMA_SUMS;
	const double *hi = block + family->nsums;
	const double *lo = hi + family->nsums;

	for (int i = 0; i < family->nsums; i++)
	{
		sums[i] = hi[i] + (lo[i] + block[i]);
		if (unlikely(isinf(sums[i])))
			gma_fail_overflow();
	}
	return state[GMA_N];
}

/* Adds one bundle of sums to another. */
static void
merge_sums(double *into, const double *from, int nsums)
{
	into[GMA_N] += from[GMA_N];
	/* both open blocks are closed, then the closed parts added */
	gma_state_fold(into, nsums);
	memcpy(into + GMA_SUMS, from + GMA_SUMS, sizeof(double) * nsums);
	gma_state_fold(into, nsums);
	memcpy(into + GMA_SUMS, from + GMA_SUMS + nsums, sizeof(double) * nsums);
	gma_state_fold(into, nsums);
	for (int i = 0; i < nsums; i++)
		into[GMA_SUMS + 2 * nsums + i] += from[GMA_SUMS + 2 * nsums + i];
}

/* Arguments 0 and 1, two states of the family, merged. */
Datum
gma_state_merge(FunctionCallInfo fcinfo, const GmaFamily *family)
{
	ArrayType  *array = gma_state_for_update(fcinfo, family);
	ArrayType  *other = PG_GETARG_ARRAYTYPE_P(1);
	const void *from = checked_content(other, family);

	if (from == NULL)
		PG_RETURN_ARRAYTYPE_P(array);
	/* the executor keeps a copy of what is not its own */
	if (gma_state_is_empty(array))
		PG_RETURN_ARRAYTYPE_P(other);
	if (family->merge)
		family->merge(ARR_DATA_PTR(array), from);
	else
		merge_sums((double *) ARR_DATA_PTR(array), from, family->nsums);
	PG_RETURN_ARRAYTYPE_P(array);
}

/*
 * state_merge(float8[], float8[]) -> float8[]: two states of one family
 * merged. Combine function of every aggregate with a state of fixed size, and
 * transition function of the _rollup() aggregates, whose initial state says
 * which family is meant.
 */
Datum
gmalign_state_merge(PG_FUNCTION_ARGS)
{
	ArrayType  *first = PG_GETARG_ARRAYTYPE_P(0);

	for (size_t f = 0; f < lengthof(families); f++)
	{
		if (!gma_is_state(first, families[f]))
			continue;
		checked_content(first, families[f]);
		return gma_state_merge(fcinfo, families[f]);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("not a state of any gmalign family"),
			 errhint("Pass what a _state() aggregate returned, unchanged.")));
}

/* A datum of any type: as itself, or as the bytes it takes. */
void
gma_send_datum(StringInfo buf, const TypeCacheEntry *type, Datum value)
{
	Size		size;

	if (type->typbyval)
	{
		pq_sendint64(buf, (int64) value);
		return;
	}
	/* a value kept in another place would stay behind */
	if (type->typlen == -1)
		value = PointerGetDatum(PG_DETOAST_DATUM(value));
	size = datumGetSize(value, false, type->typlen);
	pq_sendint32(buf, (uint32) size);
	pq_sendbytes(buf, DatumGetPointer(value), size);
}

Datum
gma_receive_datum(StringInfo buf, const TypeCacheEntry *type)
{
	uint32		size;
	char	   *copy;

	if (type->typbyval)
		return (Datum) pq_getmsgint64(buf);
	size = pq_getmsgint(buf, 4);
	copy = palloc(size);
	memcpy(copy, pq_getmsgbytes(buf, size), size);
	return PointerGetDatum(copy);
}
