/*-------------------------------------------------------------------------
 *
 * latest.c
 *		The value of the latest row of a group.
 *
 * array_agg(value ORDER BY at DESC, tie DESC)[1] sorts a group for each value
 * asked of it; one look at each row is enough. Of two rows of one time the one
 * with the larger tie counts, then the one with the larger value, so that the
 * order of the rows decides nothing.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/datum.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_latest_accum);
PG_FUNCTION_INFO_V1(gmalign_latest_final);

/* A datum that outlives its row. */
typedef struct Kept
{
	Datum		value;
	bool		is_null;
} Kept;

typedef struct LatestState
{
	TimestampTz at;
	Kept		tie;
	Kept		value;
} LatestState;

/* how values and ties are compared and copied, looked up once per query */
typedef struct LatestTypes
{
	TypeCacheEntry *value;
	TypeCacheEntry *tie;
} LatestTypes;

static LatestTypes *
find_types(FunctionCallInfo fcinfo)
{
	LatestTypes *types = fcinfo->flinfo->fn_extra;

	if (types != NULL)
		return types;
	types = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(LatestTypes));
	types->value = lookup_type_cache(get_fn_expr_argtype(fcinfo->flinfo, 1),
									 TYPECACHE_CMP_PROC_FINFO);
	types->tie = lookup_type_cache(get_fn_expr_argtype(fcinfo->flinfo, 3),
								   TYPECACHE_CMP_PROC_FINFO);
	fcinfo->flinfo->fn_extra = types;
	return types;
}

/* NULL is less than all; types without an order are not compared. */
static int
compare_kept(const Kept *kept, Datum value, bool is_null, TypeCacheEntry *type,
			 Oid collation)
{
	if (kept->is_null || is_null)
		return (int) is_null - (int) kept->is_null;
	if (!OidIsValid(type->cmp_proc_finfo.fn_oid))
		return 0;
	return DatumGetInt32(FunctionCall2Coll(&type->cmp_proc_finfo, collation,
										   kept->value, value));
}

static void
keep(Kept *kept, Datum value, bool is_null, const TypeCacheEntry *type)
{
	if (!kept->is_null && !type->typbyval)
		pfree(DatumGetPointer(kept->value));
	kept->is_null = is_null;
	if (!is_null)
		kept->value = datumCopy(value, type->typbyval, type->typlen);
}

/*
 * latest_accum(state, value, at, tie): a row without time says nothing; an
 * infinite time is one like others.
 */
Datum
gmalign_latest_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	LatestState *st = gma_internal_state(fcinfo, &context);
	LatestTypes *types = find_types(fcinfo);
	TimestampTz at;
	int			cmp = -1;

	if (PG_ARGISNULL(2))
		return gma_internal_result(fcinfo, st);
	at = PG_GETARG_TIMESTAMPTZ(2);
	if (st == NULL)
	{
		st = MemoryContextAllocZero(context, sizeof(LatestState));
		st->tie.is_null = st->value.is_null = true;
	}
	else
	{
		cmp = (st->at > at) - (st->at < at);
		if (cmp == 0)
			cmp = compare_kept(&st->tie, PG_GETARG_DATUM(3), PG_ARGISNULL(3),
							   types->tie, PG_GET_COLLATION());
		if (cmp == 0)
			cmp = compare_kept(&st->value, PG_GETARG_DATUM(1), PG_ARGISNULL(1),
							   types->value, PG_GET_COLLATION());
	}
	if (cmp < 0)
	{
		caller = MemoryContextSwitchTo(context);
		st->at = at;
		keep(&st->tie, PG_GETARG_DATUM(3), PG_ARGISNULL(3), types->tie);
		keep(&st->value, PG_GETARG_DATUM(1), PG_ARGISNULL(1), types->value);
		MemoryContextSwitchTo(caller);
	}
	PG_RETURN_POINTER(st);
}

/* latest: the value, NULL without a row. */
Datum
gmalign_latest_final(PG_FUNCTION_ARGS)
{
	LatestState *st = gma_internal_state(fcinfo, NULL);

	if (st == NULL || st->value.is_null)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(st->value.value);
}
