/*-------------------------------------------------------------------------
 *
 * graph_rows.c
 *		goal_graph(goal, parent [, contribution]): gathering the rows.
 *
 * Rows are kept as they come, 24 bytes each, in chunks that are never moved;
 * text and uuid keys are kept beside them, every time they occur. Finding out
 * which are the same is left to the end, where it can be done for all at once.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "graph_rows.h"

PG_FUNCTION_INFO_V1(gmalign_goal_graph_accum);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_combine);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_serialize);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_deserialize);

#define FIRST_CHUNK 480
#define LAST_CHUNK (1024 * 1024)

/* 54000 */
void
gma_fail_graph_too_large(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("goal graph is too large"),
			 errdetail("A graph is limited to 1 GB, about 20 million links."),
			 errhint("Build one graph per cycle or organisation unit, with "
					 "GROUP BY or WHERE.")));
}

/* ---------- the state ---------- */

static void *
chunk_append(MemoryContext context, ChunkList *list, size_t size)
{
	Chunk	   *chunk = list->last;
	void	   *item;

	if (chunk == NULL || chunk->size - chunk->used < size)
	{
		size_t		room = chunk == NULL ? FIRST_CHUNK :
			Min(chunk->size * 2, LAST_CHUNK);

		room = Max(room, size);
		chunk = MemoryContextAllocHuge(context,
									   offsetof(Chunk, data) + room);
		chunk->next = NULL;
		chunk->used = 0;
		chunk->size = room;
		if (list->last == NULL)
			list->first = chunk;
		else
			list->last->next = chunk;
		list->last = chunk;
	}
	item = chunk->data + chunk->used;
	chunk->used += size;
	list->count++;
	return item;
}

static GraphState *
state_create(MemoryContext context, Oid key_type)
{
	GraphState *st = MemoryContextAllocZero(context, sizeof(GraphState));

	st->context = context;
	st->key_type = key_type;
	st->kind = gma_key_kind(key_type);
	return st;
}

static void
keep_bytes(GraphState *st, const char *bytes, uint32 length, Slot *slot)
{
	char	   *kept = chunk_append(st->context, &st->bytes,
									sizeof(length) + length);

	memcpy(kept, &length, sizeof(length));
	memcpy(kept + sizeof(length), bytes, length);
	slot->kept = kept;
	st->key_bytes += length;
}

static inline void
keep_key(GraphState *st, Datum key, Slot *slot)
{
	size_t		length;
	const char *bytes;

	if (st->kind == GMA_KEY_INT)
		slot->ikey = gma_key_to_int(key, st->key_type);
	else
	{
		bytes = gma_key_to_bytes(key, st->kind, &length);
		keep_bytes(st, bytes, length, slot);
	}
}

/* Keep a key that another state kept. */
static inline void
keep_kept(GraphState *st, const Slot *from, Slot *slot)
{
	uint32		length;
	const char *bytes;

	if (st->kind == GMA_KEY_INT)
		slot->ikey = from->ikey;
	else
	{
		bytes = gma_kept_bytes(from->kept, &length);
		keep_bytes(st, bytes, length, slot);
	}
}

/* ---------- transition ---------- */

/*
 * goal_graph_accum(state, goal, parent [, contribution]): one link, or a goal
 * without a parent. A row without a goal says nothing and is skipped.
 */
Datum
gmalign_goal_graph_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	GraphState *st;
	LinkRow    *row;

	st = gma_internal_state(fcinfo, &context);
	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, st);
	if (st == NULL)
	{
		gma_check_collation(fcinfo);
		st = state_create(context,
						  getBaseType(get_fn_expr_argtype(fcinfo->flinfo, 1)));
	}

	if (PG_ARGISNULL(2))
	{
		keep_key(st, PG_GETARG_DATUM(1),
				 chunk_append(context, &st->alone, sizeof(Slot)));
		PG_RETURN_POINTER(st);
	}

	row = chunk_append(context, &st->links, sizeof(LinkRow));
	row->contribution = 1;
	if (PG_NARGS() > 3)
	{
		if (PG_ARGISNULL(3))
			row->contribution = NAN;
		else
		{
			/* -0 becomes 0: equal links are the same bytes */
			row->contribution = PG_GETARG_FLOAT8(3) + 0.0;
			gma_check_range("contribution", row->contribution, -1, 1,
							"A contribution is the share of the parent that the goal "
							"brings; negative when it works against it.");
		}
	}
	keep_key(st, PG_GETARG_DATUM(1), &row->goal);
	keep_key(st, PG_GETARG_DATUM(2), &row->parent);
	PG_RETURN_POINTER(st);
}

/* goal_graph_combine(state, state): the second one's rows join the first. */
Datum
gmalign_goal_graph_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	GraphState *into;
	GraphState *from;
	uint64		i = 0;

	into = gma_internal_state(fcinfo, &context);
	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (GraphState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->key_type);

	foreach_item(LinkRow, link, &from->links)
	{
		LinkRow    *row = chunk_append(context, &into->links,
									   sizeof(LinkRow));

		GMA_TICK(i++);
		row->contribution = link->contribution;
		keep_kept(into, &link->goal, &row->goal);
		keep_kept(into, &link->parent, &row->parent);
	}
	foreach_item(Slot, slot, &from->alone)
	{
		GMA_TICK(i++);
		keep_kept(into, slot,
				  chunk_append(context, &into->alone, sizeof(Slot)));
	}
	PG_RETURN_POINTER(into);
}

static void
send_key(StringInfo buf, const GraphState *st, const Slot *slot)
{
	uint32		length;
	const char *bytes;

	if (st->kind == GMA_KEY_INT)
	{
		pq_sendint64(buf, slot->ikey);
		return;
	}
	bytes = gma_kept_bytes(slot->kept, &length);
	pq_sendint32(buf, length);
	pq_sendbytes(buf, bytes, length);
}

static void
receive_key(StringInfo buf, GraphState *st, Slot *slot)
{
	uint32		length;

	if (st->kind == GMA_KEY_INT)
	{
		slot->ikey = pq_getmsgint64(buf);
		return;
	}
	length = pq_getmsgint(buf, 4);
	keep_bytes(st, pq_getmsgbytes(buf, length), length, slot);
}

/* goal_graph_serialize(state): for a parallel worker's leader */
Datum
gmalign_goal_graph_serialize(PG_FUNCTION_ARGS)
{
	GraphState *st;
	StringInfoData buf;
	uint64		nkeys;
	uint64		size;
	uint64		i = 0;

	st = gma_internal_state(fcinfo, NULL);
	nkeys = 2 * st->links.count + st->alone.count;
	size = 64 + sizeof(float8) * st->links.count + st->key_bytes +
		nkeys * (st->kind == GMA_KEY_INT ? sizeof(int64) : sizeof(int32));
	if (size > MaxAllocSize)
		gma_fail_graph_too_large();
	pq_begintypsend(&buf);
	/* at once, so that no copy is made on the way */
	enlargeStringInfo(&buf, (int) size);
	pq_sendint32(&buf, st->key_type);
	pq_sendint64(&buf, st->links.count);
	pq_sendint64(&buf, st->alone.count);
	foreach_item(LinkRow, link, &st->links)
	{
		GMA_TICK(i++);
		send_key(&buf, st, &link->goal);
		send_key(&buf, st, &link->parent);
		pq_sendfloat8(&buf, link->contribution);
	}
	foreach_item(Slot, slot, &st->alone)
	{
		GMA_TICK(i++);
		send_key(&buf, st, slot);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* goal_graph_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_goal_graph_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	GraphState *st;
	uint64		links;
	uint64		alone;

	gma_internal_message(fcinfo, &buf);

	st = state_create(CurrentMemoryContext, pq_getmsgint(&buf, 4));
	links = pq_getmsgint64(&buf);
	alone = pq_getmsgint64(&buf);
	for (uint64 i = 0; i < links; i++)
	{
		LinkRow    *row = chunk_append(st->context, &st->links,
									   sizeof(LinkRow));

		GMA_TICK(i);
		receive_key(&buf, st, &row->goal);
		receive_key(&buf, st, &row->parent);
		row->contribution = pq_getmsgfloat8(&buf);
	}
	for (uint64 i = 0; i < alone; i++)
	{
		GMA_TICK(i);
		receive_key(&buf, st,
					chunk_append(st->context, &st->alone, sizeof(Slot)));
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}
