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

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/typcache.h"

#include "gmalign.h"
#include "graph.h"

PG_FUNCTION_INFO_V1(gmalign_distinct_accum);
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
		gma_fail_overflow();
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

/* distinct_accum(state, value): NULL is no value */
Datum
gmalign_distinct_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	DistinctState *st = gma_internal_state(fcinfo, &context);
	Oid			collation = PG_GET_COLLATION();
	Datum		value;
	uint32		hash;
	Slot	   *slot;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, st);
	if (st == NULL)
		st = state_create(context, get_fn_expr_argtype(fcinfo->flinfo, 1));
	value = PG_GETARG_DATUM(1);
	hash = DatumGetUInt32(FunctionCall1Coll(&st->type->hash_proc_finfo, collation,
											value));
	slot = find_slot(st, value, hash, collation);
	if (!slot->is_used)
	{
		MemoryContext caller = MemoryContextSwitchTo(context);

		slot->value = datumCopy(value, st->type->typbyval, st->type->typlen);
		slot->hash = hash;
		slot->is_used = true;
		MemoryContextSwitchTo(caller);
		if (++st->n > st->nslots / 2)
			grow(st, context);
	}
	PG_RETURN_POINTER(st);
}

/* distinct_count: 0 without a value */
Datum
gmalign_distinct_final(PG_FUNCTION_ARGS)
{
	DistinctState *st = gma_internal_state(fcinfo, NULL);

	PG_RETURN_INT64(st == NULL ? 0 : st->n);
}
