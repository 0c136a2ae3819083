/*-------------------------------------------------------------------------
 *
 * points_list_state.c
 *		Gathering a list of goals.
 *
 * Rows come in any order. What stands by itself is kept as it comes; of what
 * was stated in one place only the latest day is kept, and counts as a whole.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <float.h>

#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "points_list.h"

PG_FUNCTION_INFO_V1(gmalign_points_list_accum);
PG_FUNCTION_INFO_V1(gmalign_points_list_combine);
PG_FUNCTION_INFO_V1(gmalign_points_list_serialize);
PG_FUNCTION_INFO_V1(gmalign_points_list_deserialize);

/* of a person, of whom there are many: what fits into 128 bytes */
#define FIRST_GOALS 3

static GmaListState *
state_create(MemoryContext context, Oid type, uint32 max)
{
	GmaListState *st = MemoryContextAllocZero(context, sizeof(GmaListState));

	st->goal_type = type;
	st->goal_kind = gma_key_kind(type);
	st->max = Max(max, FIRST_GOALS);
	st->named = MemoryContextAllocHuge(context, mul_size(st->max, sizeof(GmaNamedGoal)));
	return st;
}

static GmaKey
keep_key(MemoryContext context, GmaKey key, GmaKeyKind kind)
{
	if (kind != GMA_KEY_INT)
	{
		char	   *bytes = MemoryContextAlloc(context, Max(key.length, 1));

		memcpy(bytes, key.bytes, key.length);
		key.bytes = bytes;
	}
	return key;
}

static void
state_add(MemoryContext context, GmaListState *st, const GmaNamedGoal *from)
{
	GmaNamedGoal *item;

	if (st->n == st->max)
	{
		if (st->max > PG_UINT32_MAX / 2)
			gma_fail_too_many();
		st->max *= 2;
		st->named = repalloc_huge(st->named, mul_size(st->max, sizeof(GmaNamedGoal)));
	}
	item = &st->named[st->n++];
	*item = *from;
	item->key = keep_key(context, from->key, st->goal_kind);
	item->kind = st->goal_kind;
}

/*
 * The place of a statement of that day; what an earlier one said is dropped.
 * GMA_NONE: a later one is known.
 */
static uint32
state_statement(MemoryContext context, GmaListState *st, GmaKey key,
				DateADT stated_on)
{
	uint32		at;
	uint32		n = 0;

	for (at = st->nstatements; at-- > 0;)
		if (gma_key_compare(st->statements[at].key, key, st->statement_kind) == 0)
			break;
	if (at == GMA_NONE)
	{
		if (st->nstatements == st->maxstatements)
		{
			uint32		max = Max(st->maxstatements * 2, 2);

			if (st->statements == NULL)
				st->statements = MemoryContextAllocHuge(context, mul_size(max, sizeof(GmaStatement)));
			else
				st->statements = repalloc_huge(st->statements, mul_size(max, sizeof(GmaStatement)));
			st->maxstatements = max;
		}
		at = st->nstatements++;
		st->statements[at].key = keep_key(context, key, st->statement_kind);
		st->statements[at].stated_on = stated_on;
	}
	else if (stated_on < st->statements[at].stated_on)
		return GMA_NONE;
	else if (stated_on > st->statements[at].stated_on)
	{
		for (uint32 i = 0; i < st->n; i++)
			if (st->named[i].statement != at)
				st->named[n++] = st->named[i];
		st->n = n;
		st->statements[at].stated_on = stated_on;
	}
	return at;
}

/*
 * points_list_accum(state, goal, weight, is_strategic [, statement,
 * stated_on]); goal NULL: no goal. With a statement and a day the row is a
 * part of what was said there that day, and a weight of 0 or less names no
 * goal.
 */
Datum
gmalign_points_list_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	GmaListState *st = gma_internal_state(fcinfo, &context);
	GmaNamedGoal item = {{0}, NAN, false, GMA_KEY_INT, GMA_NONE};

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, st);
	if (st == NULL)
		st = state_create(context, gma_argument_type(fcinfo, 1), 0);
	if (!PG_ARGISNULL(2))
		item.weight = PG_GETARG_FLOAT8(2);
	item.is_strategic = !PG_ARGISNULL(3) && PG_GETARG_BOOL(3);
	if (PG_NARGS() > 4 && !PG_ARGISNULL(4) && !PG_ARGISNULL(5))
	{
		if (st->statement_type == InvalidOid)
		{
			st->statement_type = gma_argument_type(fcinfo, 4);
			st->statement_kind = gma_key_kind(st->statement_type);
		}
		item.statement = state_statement(context, st,
										 gma_key_of(PG_GETARG_DATUM(4), st->statement_type,
													st->statement_kind),
										 PG_GETARG_DATEADT(5));
		if (!PG_ARGISNULL(2))
			gma_check_finite("weight", item.weight);
		if (item.statement == GMA_NONE || !(item.weight > 0))
			PG_RETURN_POINTER(st);
	}
	else if (!PG_ARGISNULL(2))
		gma_check_range("weight", item.weight, 0, DBL_MAX,
						"A goal that nobody wants has the weight 0.");
	item.weight = gma_saturated(item.weight);
	item.key = gma_key_of(PG_GETARG_DATUM(1), st->goal_type, st->goal_kind);
	state_add(context, st, &item);
	PG_RETURN_POINTER(st);
}

/* Another state's rows. */
static void
state_merge(MemoryContext context, GmaListState *into, const GmaListState *from)
{
	uint32	   *place = palloc(sizeof(uint32) * Max(from->nstatements, 1));

	if (into->statement_type == InvalidOid)
	{
		into->statement_type = from->statement_type;
		into->statement_kind = from->statement_kind;
	}
	for (uint32 i = 0; i < from->nstatements; i++)
		place[i] = state_statement(context, into, from->statements[i].key,
								   from->statements[i].stated_on);
	for (uint32 i = 0; i < from->n; i++)
	{
		GmaNamedGoal item = from->named[i];

		GMA_TICK(i + 1);
		if (item.statement != GMA_NONE)
		{
			item.statement = place[item.statement];
			if (item.statement == GMA_NONE)
				continue;
		}
		state_add(context, into, &item);
	}
	pfree(place);
}

/* points_list_combine(state, state): the goals of both */
Datum
gmalign_points_list_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	GmaListState *into = gma_internal_state(fcinfo, &context);
	GmaListState *from;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (GmaListState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->goal_type, from->n);
	state_merge(context, into, from);
	PG_RETURN_POINTER(into);
}

void
gma_send_key(StringInfo buf, GmaKey key, GmaKeyKind kind)
{
	if (kind == GMA_KEY_INT)
		pq_sendint64(buf, key.ikey);
	else
	{
		pq_sendint32(buf, key.length);
		pq_sendbytes(buf, key.bytes, key.length);
	}
}

GmaKey
gma_receive_key(StringInfo buf, GmaKeyKind kind)
{
	GmaKey		key = {0, NULL, 0};

	if (kind == GMA_KEY_INT)
		key.ikey = pq_getmsgint64(buf);
	else
	{
		key.length = pq_getmsgint(buf, 4);
		key.bytes = pq_getmsgbytes(buf, key.length);
	}
	return key;
}

/* points_list_serialize(state): for a parallel worker's leader */
Datum
gmalign_points_list_serialize(PG_FUNCTION_ARGS)
{
	GmaListState *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, st->goal_type);
	pq_sendint32(&buf, st->statement_type);
	pq_sendint32(&buf, st->n);
	pq_sendint32(&buf, st->nstatements);
	for (uint32 i = 0; i < st->nstatements; i++)
	{
		GMA_TICK(i + 1);
		gma_send_key(&buf, st->statements[i].key, st->statement_kind);
		pq_sendint32(&buf, st->statements[i].stated_on);
	}
	for (uint32 i = 0; i < st->n; i++)
	{
		const GmaNamedGoal *item = &st->named[i];

		GMA_TICK(i + 1);
		gma_send_key(&buf, item->key, st->goal_kind);
		pq_sendfloat8(&buf, item->weight);
		pq_sendbyte(&buf, item->is_strategic);
		pq_sendint32(&buf, item->statement);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* points_list_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_points_list_deserialize(PG_FUNCTION_ARGS)
{
	MemoryContext context = CurrentMemoryContext;
	StringInfoData buf;
	GmaListState *st;
	Oid			type;
	Oid			statement_type;
	uint32		n;
	uint32		nstatements;

	gma_internal_message(fcinfo, &buf);
	type = pq_getmsgint(&buf, 4);
	statement_type = pq_getmsgint(&buf, 4);
	n = pq_getmsgint(&buf, 4);
	nstatements = pq_getmsgint(&buf, 4);
	st = state_create(context, type, n);
	st->statement_type = statement_type;
	if (statement_type != InvalidOid)
		st->statement_kind = gma_key_kind(statement_type);
	for (uint32 i = 0; i < nstatements; i++)
	{
		GmaKey		key = gma_receive_key(&buf, st->statement_kind);

		GMA_TICK(i + 1);
		state_statement(context, st, key, pq_getmsgint(&buf, 4));
	}
	for (uint32 i = 0; i < n; i++)
	{
		GmaNamedGoal item = {gma_receive_key(&buf, st->goal_kind)};

		GMA_TICK(i + 1);
		item.weight = pq_getmsgfloat8(&buf);
		item.is_strategic = pq_getmsgbyte(&buf) != 0;
		item.statement = pq_getmsgint(&buf, 4);
		state_add(context, st, &item);
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}
