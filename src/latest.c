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

#include "libpq/pqformat.h"
#include "utils/datum.h"
#include "utils/timestamp.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_latest_accum);
PG_FUNCTION_INFO_V1(gmalign_latest_combine);
PG_FUNCTION_INFO_V1(gmalign_latest_serialize);
PG_FUNCTION_INFO_V1(gmalign_latest_deserialize);
PG_FUNCTION_INFO_V1(gmalign_latest_final);

/* a datum that outlives its row */
typedef struct Kept
{
	TypeCacheEntry *type;		/* lives as long as the session */
	Datum		value;
	bool		is_null;
} Kept;

typedef struct LatestState
{
	TimestampTz at;
	Kept		tie;
	Kept		value;
} LatestState;

static LatestState *
state_create(MemoryContext context, Oid value_type, Oid tie_type)
{
	LatestState *st = MemoryContextAllocZero(context, sizeof(LatestState));

	st->at = DT_NOBEGIN;
	st->tie.type = lookup_type_cache(tie_type, TYPECACHE_CMP_PROC_FINFO);
	st->value.type = lookup_type_cache(value_type, TYPECACHE_CMP_PROC_FINFO);
	st->tie.is_null = st->value.is_null = true;
	return st;
}

/* NULL is less than all; types without an order are not compared. */
static int
compare_kept(const Kept *kept, Datum value, bool is_null, Oid collation)
{
	FmgrInfo   *compare = &kept->type->cmp_proc_finfo;

	if (kept->is_null || is_null)
		return (int) is_null - (int) kept->is_null;
	if (!OidIsValid(compare->fn_oid))
		return 0;
	return DatumGetInt32(FunctionCall2Coll(compare, collation, kept->value,
										   value));
}

static void
keep(Kept *kept, Datum value, bool is_null)
{
	if (!kept->is_null && !kept->type->typbyval)
		pfree(DatumGetPointer(kept->value));
	kept->is_null = is_null;
	if (!is_null)
		kept->value = datumCopy(value, kept->type->typbyval, kept->type->typlen);
}

/* Looks at one row. */
static void
look(LatestState *st, MemoryContext context, TimestampTz at, Datum value,
	 bool value_is_null, Datum tie, bool tie_is_null, Oid collation)
{
	int			cmp = (st->at > at) - (st->at < at);
	MemoryContext caller;

	if (cmp == 0)
		cmp = compare_kept(&st->tie, tie, tie_is_null, collation);
	if (cmp == 0)
		cmp = compare_kept(&st->value, value, value_is_null, collation);
	if (cmp >= 0)
		return;
	caller = MemoryContextSwitchTo(context);
	st->at = at;
	keep(&st->tie, tie, tie_is_null);
	keep(&st->value, value, value_is_null);
	MemoryContextSwitchTo(caller);
}

/*
 * latest_accum(state, value, at, tie): a row without time says nothing; an
 * infinite time is one like others.
 */
Datum
gmalign_latest_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	LatestState *st = gma_internal_state(fcinfo, &context);

	if (PG_ARGISNULL(2))
		return gma_internal_result(fcinfo, st);
	if (st == NULL)
		st = state_create(context, get_fn_expr_argtype(fcinfo->flinfo, 1),
						  get_fn_expr_argtype(fcinfo->flinfo, 3));
	look(st, context, PG_GETARG_TIMESTAMPTZ(2), PG_GETARG_DATUM(1),
		 PG_ARGISNULL(1), PG_GETARG_DATUM(3), PG_ARGISNULL(3),
		 PG_GET_COLLATION());
	PG_RETURN_POINTER(st);
}

/* latest_combine(state, state): the later of the two */
Datum
gmalign_latest_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	LatestState *into = gma_internal_state(fcinfo, &context);
	LatestState *from;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (LatestState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->value.type->type_id,
							from->tie.type->type_id);
	look(into, context, from->at, from->value.value, from->value.is_null,
		 from->tie.value, from->tie.is_null, PG_GET_COLLATION());
	PG_RETURN_POINTER(into);
}

/* One kept datum, its type before it. */
static void
send_kept(StringInfo buf, const Kept *kept)
{
	pq_sendint32(buf, kept->type->type_id);
	pq_sendbyte(buf, kept->is_null);
	if (!kept->is_null)
		gma_send_datum(buf, kept->type, kept->value);
}

static void
receive_kept(StringInfo buf, Kept *kept)
{
	kept->is_null = pq_getmsgbyte(buf);
	if (!kept->is_null)
		kept->value = gma_receive_datum(buf, kept->type);
}

/* latest_serialize(state): for a parallel worker's leader */
Datum
gmalign_latest_serialize(PG_FUNCTION_ARGS)
{
	LatestState *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint64(&buf, st->at);
	send_kept(&buf, &st->tie);
	send_kept(&buf, &st->value);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* latest_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_latest_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	LatestState *st = palloc0(sizeof(LatestState));

	gma_internal_message(fcinfo, &buf);
	st->at = pq_getmsgint64(&buf);
	st->tie.type = lookup_type_cache(pq_getmsgint(&buf, 4),
									 TYPECACHE_CMP_PROC_FINFO);
	receive_kept(&buf, &st->tie);
	st->value.type = lookup_type_cache(pq_getmsgint(&buf, 4),
									   TYPECACHE_CMP_PROC_FINFO);
	receive_kept(&buf, &st->value);
	pq_getmsgend(&buf);
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
