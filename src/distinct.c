/*-------------------------------------------------------------------------
 *
 * distinct.c
 *		How many different values there are.
 *
 * count(DISTINCT value) sorts the rows of every group, and a query with several
 * groupings sorts them once for each. Here each group keeps a hash table of what
 * it has seen, so that groups of all sizes come out of one pass. Values are the
 * same when their type and collation say so.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_distinct_accum);
PG_FUNCTION_INFO_V1(gmalign_distinct_combine);
PG_FUNCTION_INFO_V1(gmalign_distinct_serialize);
PG_FUNCTION_INFO_V1(gmalign_distinct_deserialize);
PG_FUNCTION_INFO_V1(gmalign_distinct_final);

#define FIRST_SLOTS 8

typedef struct Slot
{
	Datum		value;
	uint32		hash;
	bool		is_used;
} Slot;

typedef struct DistinctState
{
	TypeCacheEntry *type;		/* lives as long as the session */
	Slot	   *slots;
	uint32		n;
	uint32		nslots;			/* a power of two */
} DistinctState;

static DistinctState *
state_create(MemoryContext context, Oid type)
{
	DistinctState *st = MemoryContextAlloc(context, sizeof(DistinctState));

	st->type = lookup_type_cache(type, TYPECACHE_HASH_PROC_FINFO | TYPECACHE_EQ_OPR_FINFO);
	if (!OidIsValid(st->type->hash_proc_finfo.fn_oid) ||
		!OidIsValid(st->type->eq_opr_finfo.fn_oid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("values of type %s cannot be hashed", format_type_be(type)),
				 errhint("Cast them to a type that can, such as text.")));
	st->n = 0;
	st->nslots = FIRST_SLOTS;
	st->slots = MemoryContextAllocZero(context, FIRST_SLOTS * sizeof(Slot));
	return st;
}

/* The slot in which a value lies, or could. */
static Slot *
find_slot(const DistinctState *st, Datum value, uint32 hash, Oid collation)
{
	for (uint32 i = hash;; i++)
	{
		Slot	   *slot = &st->slots[i & (st->nslots - 1)];

		if (!slot->is_used ||
			(slot->hash == hash &&
			 DatumGetBool(FunctionCall2Coll(&st->type->eq_opr_finfo, collation,
											slot->value, value))))
			return slot;
	}
}

/* Twice the slots; what differs is not compared again. */
static void
grow(DistinctState *st, MemoryContext context)
{
	Slot	   *old = st->slots;
	uint32		nold = st->nslots;

	if (nold > PG_UINT32_MAX / 4)
		gma_fail_too_many();
	st->nslots *= 2;
	st->slots = MemoryContextAllocHuge(context, mul_size(st->nslots, sizeof(Slot)));
	memset(st->slots, 0, st->nslots * sizeof(Slot));
	for (uint32 i = 0; i < nold; i++)
	{
		uint32		place = old[i].hash;

		GMA_TICK(i + 1);
		if (!old[i].is_used)
			continue;
		while (st->slots[place & (st->nslots - 1)].is_used)
			place++;
		st->slots[place & (st->nslots - 1)] = old[i];
	}
	pfree(old);
}

/* A value, new or known. */
static void
add_value(DistinctState *st, MemoryContext context, Datum value, uint32 hash,
		  Oid collation)
{
	Slot	   *slot = find_slot(st, value, hash, collation);
	MemoryContext caller;

	if (slot->is_used)
		return;
	caller = MemoryContextSwitchTo(context);
	slot->value = datumCopy(value, st->type->typbyval, st->type->typlen);
	slot->hash = hash;
	slot->is_used = true;
	MemoryContextSwitchTo(caller);
	if (++st->n > st->nslots / 2)
		grow(st, context);
}

/* distinct_accum(state, value): NULL is no value */
Datum
gmalign_distinct_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	DistinctState *st = gma_internal_state(fcinfo, &context);
	Datum		value = PG_GETARG_DATUM(1);

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, st);
	if (st == NULL)
		st = state_create(context, get_fn_expr_argtype(fcinfo->flinfo, 1));
	add_value(st, context, value,
			  DatumGetUInt32(FunctionCall1Coll(&st->type->hash_proc_finfo,
											   PG_GET_COLLATION(), value)),
			  PG_GET_COLLATION());
	PG_RETURN_POINTER(st);
}

/* distinct_combine(state, state): what either has seen */
Datum
gmalign_distinct_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	DistinctState *into = gma_internal_state(fcinfo, &context);
	DistinctState *from;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (DistinctState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->type->type_id);
	for (uint32 i = 0; i < from->nslots; i++)
	{
		GMA_TICK(i + 1);
		if (from->slots[i].is_used)
			add_value(into, context, from->slots[i].value, from->slots[i].hash,
					  PG_GET_COLLATION());
	}
	PG_RETURN_POINTER(into);
}

/* distinct_serialize(state): for a parallel worker's leader */
Datum
gmalign_distinct_serialize(PG_FUNCTION_ARGS)
{
	DistinctState *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, st->type->type_id);
	pq_sendint32(&buf, st->nslots);
	for (uint32 i = 0; i < st->nslots; i++)
	{
		GMA_TICK(i + 1);
		pq_sendbyte(&buf, st->slots[i].is_used);
		if (!st->slots[i].is_used)
			continue;
		pq_sendint32(&buf, st->slots[i].hash);
		gma_send_datum(&buf, st->type, st->slots[i].value);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* distinct_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_distinct_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	DistinctState *st = palloc(sizeof(DistinctState));

	gma_internal_message(fcinfo, &buf);
	st->type = lookup_type_cache(pq_getmsgint(&buf, 4), 0);
	st->nslots = pq_getmsgint(&buf, 4);
	st->n = 0;
	st->slots = MemoryContextAllocHuge(CurrentMemoryContext,
									   mul_size(st->nslots, sizeof(Slot)));
	memset(st->slots, 0, st->nslots * sizeof(Slot));
	for (uint32 i = 0; i < st->nslots; i++)
	{
		Slot	   *slot = &st->slots[i];

		GMA_TICK(i + 1);
		slot->is_used = pq_getmsgbyte(&buf);
		if (!slot->is_used)
			continue;
		slot->hash = pq_getmsgint(&buf, 4);
		slot->value = gma_receive_datum(&buf, st->type);
		st->n++;
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}

/* distinct_count: 0 without a value */
Datum
gmalign_distinct_final(PG_FUNCTION_ARGS)
{
	DistinctState *st = gma_internal_state(fcinfo, NULL);

	PG_RETURN_INT64(st == NULL ? 0 : st->n);
}
