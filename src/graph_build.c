/*-------------------------------------------------------------------------
 *
 * graph_build.c
 *		goal_graph: from rows to the value.
 *
 * The final function copies the keys of the rows that graph_rows.c gathered,
 * turns every copy into its goal's number and lays out the links by child and
 * by parent. It leaves the state as it was, because a window or a rescan may
 * ask again.
 *
 * Numbering: integer keys that lie close together (the usual case, an identity
 * column) are counted in one table over their range. All others are sorted by
 * a 64-bit key (the integer, the first half of the uuid, a hash of the text)
 * with a radix sort that carries the address of the key's copy along, so that
 * no hash table is probed and the result does not depend on the rows' order.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "port/pg_bswap.h"
#include "utils/memutils.h"
#include "utils/uuid.h"

#include "graph_rows.h"
#include "sort.h"

PG_FUNCTION_INFO_V1(gmalign_goal_graph_final);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_listed_final);

/* of a text's hash this many bits are left out of the sort */
#define HASH_LOW_BITS 32

/* ---------- numbering the keys ---------- */

/* Every key of the state: of link i at 2i and 2i + 1, the others behind. */
static Slot *
copy_keys(const GraphState *st, uint64 total)
{
	Slot	   *slots = gma_alloc(total, sizeof(Slot));
	uint64		at = 0;

	foreach_item(LinkRow, link, &st->links)
	{
		GMA_TICK(at);
		slots[at++] = link->goal;
		slots[at++] = link->parent;
	}
	foreach_item(Slot, slot, &st->alone)
		slots[at++] = *slot;
	return slots;
}

/*
 * Integer keys in a range of the given size: a table over it. Returns the
 * distinct keys, ascending; every slot then holds its key's number.
 */
static Slot *
number_dense(Slot *slots, uint64 total, int64 min_key, uint64 range,
			 uint32 *n)
{
	uint32	   *number = gma_alloc_zero(range, sizeof(uint32));
	Slot	   *distinct;
	uint32		count = 0;

	for (uint64 i = 0; i < total; i++)
	{
		GMA_TICK(i);
		number[(uint64) slots[i].ikey - (uint64) min_key] = 1;
	}
	for (uint64 i = 0; i < range; i++)
	{
		GMA_TICK(i);
		count += number[i];
	}
	distinct = gma_alloc(count, sizeof(Slot));
	count = 0;
	for (uint64 i = 0; i < range; i++)
	{
		GMA_TICK(i);
		if (!number[i])
			continue;
		number[i] = count;
		distinct[count++].ikey = min_key + (int64) i;
	}
	for (uint64 i = 0; i < total; i++)
	{
		GMA_TICK(i);
		slots[i].node = number[(uint64) slots[i].ikey - (uint64) min_key];
	}
	pfree(number);
	*n = count;
	return distinct;
}

static int
compare_kept(const char *a, const char *b)
{
	uint32		alen;
	uint32		blen;
	const char *abytes = gma_kept_bytes(a, &alen);
	const char *bbytes = gma_kept_bytes(b, &blen);

	return gma_compare_bytes(abytes, alen, bbytes, blen);
}

static inline Slot *
slot_of(const GmaSortKey *key)
{
	return key->of;
}

/* Text and uuid: where the 64 bits are the same, the bytes decide. */
static int
compare_sort_bytes(const void *a, const void *b)
{
	int			cmp = gma_compare_sort_keys(a, b);

	CHECK_FOR_INTERRUPTS();
	return cmp != 0 ? cmp : compare_kept(slot_of(a)->kept, slot_of(b)->kept);
}

/* The 64 bits a slot is sorted by. */
static inline uint64
sort_key(GmaKeyKind kind, const Slot *slot)
{
	uint32		length;
	const char *bytes;
	uint64		first;

	switch (kind)
	{
		case GMA_KEY_INT:
			return gma_sort_int(slot->ikey);
		case GMA_KEY_UUID:
			memcpy(&first, gma_kept_bytes(slot->kept, &length), sizeof(first));
			return pg_ntoh64(first);
		case GMA_KEY_TEXT:
			break;
	}
	bytes = gma_kept_bytes(slot->kept, &length);
	return gma_hash_key(bytes, length);
}

/*
 * The keys come in the order of their bits, their copies lie anywhere: ask for
 * them some steps ahead.
 */
static inline void
prefetch_slots(const GmaSortKey *sorted, uint64 i, uint64 total, bool kept)
{
	if (i + 2 * GMA_AHEAD >= total)
		return;
	__builtin_prefetch(slot_of(&sorted[i + 2 * GMA_AHEAD]), 1);
	if (kept)
		__builtin_prefetch(slot_of(&sorted[i + GMA_AHEAD])->kept);
}

/*
 * Any keys: sort, then number. Returns the distinct keys in the order of their
 * numbers and, for text, their hashes.
 *
 * A hash is spread evenly: its upper half tells nearly all keys apart, and
 * where it does not, the few are sorted by themselves.
 */
static Slot *
number_sorted(Slot *slots, uint64 total, GmaKeyKind kind, uint32 *n,
			  uint64 **hashes)
{
	GmaSortKey *keys = gma_alloc(total, sizeof(GmaSortKey));
	GmaSortKey *spare = gma_alloc(total, sizeof(GmaSortKey));
	GmaSortKey *sorted;

	/* room for all, of which only what is used takes memory */
	Slot	   *distinct = gma_alloc(total, sizeof(Slot));
	bool		has_bytes = kind != GMA_KEY_INT;
	int			low = kind == GMA_KEY_TEXT ? HASH_LOW_BITS : 0;
	uint32		count = 0;

	*hashes = kind == GMA_KEY_TEXT ? gma_alloc(total, sizeof(uint64)) : NULL;
	for (uint64 i = 0; i < total; i++)
	{
		GMA_TICK(i);
		keys[i].key = sort_key(kind, &slots[i]);
		keys[i].of = &slots[i];
	}
	sorted = gma_radix_sort(keys, spare, total, low);
	pfree(sorted == keys ? spare : keys);

	for (uint64 i = 0, end; i < total; i = end)
	{
		bool		is_same = true;

		/* nearly always the same goal again */
		for (end = i; end < total && sorted[end].key >> low == sorted[i].key >> low;
			 end++)
		{
			GMA_TICK(end);
			prefetch_slots(sorted, end, total, has_bytes);
			is_same = is_same && sorted[end].key == sorted[i].key &&
				(!has_bytes || end == i ||
				 compare_kept(slot_of(&sorted[end])->kept,
							  slot_of(&sorted[i])->kept) == 0);
		}
		if (!is_same)
			qsort(&sorted[i], end - i, sizeof(GmaSortKey), compare_sort_bytes);
		for (uint64 j = i; j < end; j++)
		{
			Slot		key = *slot_of(&sorted[j]);

			GMA_TICK(j);
			/* the slot before is a number by now: compare with its key */
			if (j == i ||
				(!is_same && (sorted[j].key != sorted[j - 1].key ||
							  compare_kept(key.kept, distinct[count - 1].kept) != 0)))
			{
				if (*hashes != NULL)
					(*hashes)[count] = sorted[j].key;
				distinct[count++] = key;
			}
			slot_of(&sorted[j])->node = count - 1;
		}
	}
	pfree(sorted);
	*n = count;
	return distinct;
}

/* ---------- laying out the links ---------- */

typedef struct UpLink
{
	uint32		parent;
	double		contribution;
} UpLink;

static int
compare_up_links(const void *a, const void *b)
{
	uint32		x = ((const UpLink *) a)->parent;
	uint32		y = ((const UpLink *) b)->parent;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

/*
 * The links by child, each once: those of node v at start[v] .. start[v + 1].
 * slots holds the numbers of every link's two goals; a goal that is left out
 * has GMA_NONE, and so are its links.
 */
static UpLink *
collect_links(const GraphState *st, const Slot *slots, uint32 n,
			  uint32 *start, uint8 *is_self)
{
	uint64	   *fill = gma_alloc_zero((size_t) n + 1, sizeof(uint64));
	UpLink	   *up;
	uint64		total = 0;
	uint64		out = 0;
	uint64		begin = 0;
	uint64		i = 0;

	memset(is_self, 0, n);
	for (; i < st->links.count; i++)
	{
		GMA_TICK(i);
		if (slots[2 * i].node == GMA_NONE || slots[2 * i + 1].node == GMA_NONE)
			continue;
		if (slots[2 * i].node == slots[2 * i + 1].node)
			is_self[slots[2 * i].node] = true;
		else
			fill[slots[2 * i].node]++;
	}
	for (uint32 v = 0; v < n; v++)
	{
		uint64		here = fill[v];

		fill[v] = total;
		total += here;
	}
	up = gma_alloc(total, sizeof(UpLink));
	i = 0;
	foreach_item(LinkRow, link, &st->links)
	{
		uint64		child = slots[2 * i].node;
		uint64		parent = slots[2 * i + 1].node;

		GMA_TICK(i++);
		if (child != parent && child != GMA_NONE && parent != GMA_NONE)
		{
			up[fill[child]].parent = parent;
			up[fill[child]++].contribution = link->contribution;
		}
	}

	/* fill[v] is now where v's links end */
	for (uint32 v = 0; v < n; v++)
	{
		uint64		end = fill[v];

		GMA_TICK(v);
		if (out >= GMA_NONE)
			gma_fail_graph_too_large();
		start[v] = (uint32) out;
		if (end - begin > 1)
			qsort(&up[begin], end - begin, sizeof(UpLink), compare_up_links);
		for (i = begin; i < end; i++)
		{
			if (out > start[v] && up[out - 1].parent == up[i].parent)
				up[out - 1].contribution = gma_stronger(up[out - 1].contribution,
														up[i].contribution);
			else
				up[out++] = up[i];
		}
		begin = end;
	}
	start[n] = (uint32) out;
	pfree(fill);
	return up;
}

/* The keys into the value. */
static void
write_keys(GmaGraph *g, const Slot *distinct, const uint64 *hashes)
{
	uint32		offset = 0;

	for (uint32 v = 0; v < g->n; v++)
	{
		uint32		length;
		const char *bytes;

		GMA_TICK(v);
		if (g->kind == GMA_KEY_INT)
		{
			g->int_keys[v] = distinct[v].ikey;
			continue;
		}
		if (v + GMA_AHEAD < g->n)
			__builtin_prefetch(distinct[v + GMA_AHEAD].kept);
		bytes = gma_kept_bytes(distinct[v].kept, &length);
		if (g->kind == GMA_KEY_UUID)
		{
			memcpy(g->uuid_keys + (size_t) v * UUID_LEN, bytes, UUID_LEN);
			continue;
		}
		g->hashes[v] = hashes[v];
		g->key_offsets[v] = offset;
		SET_VARSIZE(g->key_data + offset, VARHDRSZ + length);
		memcpy(VARDATA(g->key_data + offset), bytes, length);
		memset(VARDATA(g->key_data + offset) + length, 0,
			   INTALIGN(length) - length);
		offset += INTALIGN(VARHDRSZ + length);
	}
}

/* The links into the value. */
static void
write_links(GmaGraph *g, const uint32 *start, const UpLink *up,
			const uint8 *is_self)
{
	memcpy(g->up_start, start, sizeof(uint32) * ((size_t) g->n + 1));
	memcpy(g->is_self, is_self, g->n);
	for (uint32 i = 0; i < g->m; i++)
	{
		GMA_TICK(i);
		g->up_node[i] = up[i].parent;
		g->contribution[i] = up[i].contribution;
	}
}

/* Number the keys in slots, whichever way suits them. */
static Slot *
number_keys(const GraphState *st, Slot *slots, uint64 total, uint32 *n,
			uint64 **hashes)
{
	int64		min_key = PG_INT64_MAX;
	int64		max_key = PG_INT64_MIN;
	uint64		range;

	*hashes = NULL;
	if (st->kind == GMA_KEY_INT)
	{
		for (uint64 i = 0; i < total; i++)
		{
			min_key = Min(min_key, slots[i].ikey);
			max_key = Max(max_key, slots[i].ikey);
		}
		range = (uint64) max_key - (uint64) min_key;
		if (range <= 4 * total + 1024)
			return number_dense(slots, total, min_key, range + 1, n);
	}
	return number_sorted(slots, total, st->kind, n, hashes);
}

/*
 * Leave out the goals that have no row of their own: those behind the links
 * are numbered anew, the others become GMA_NONE.
 */
static void
keep_listed(const GraphState *st, Slot *slots, uint64 total, Slot *distinct,
			uint64 *hashes, uint32 *n)
{
	uint32	   *number = gma_alloc_zero(*n, sizeof(uint32));
	uint32		count = 0;

	for (uint64 i = 2 * st->links.count; i < total; i++)
	{
		GMA_TICK(i);
		number[slots[i].node] = 1;
	}
	for (uint32 v = 0; v < *n; v++)
	{
		GMA_TICK(v);
		if (number[v] == 0)
		{
			number[v] = GMA_NONE;
			continue;
		}
		distinct[count] = distinct[v];
		if (hashes != NULL)
			hashes[count] = hashes[v];
		number[v] = count++;
	}
	for (uint64 i = 0; i < total; i++)
	{
		GMA_TICK(i);
		slots[i].node = number[slots[i].node];
	}
	pfree(number);
	*n = count;
}

/* The value; NULL without a row. */
static Datum
build(FunctionCallInfo fcinfo, bool listed)
{
	const GraphState *st;
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext work;
	GoalGraph	head = {0};
	GoalGraph  *value;
	GmaGraph	g;
	Slot	   *slots;
	Slot	   *distinct;
	uint64	   *hashes;
	uint32	   *start;
	uint8	   *is_self;
	UpLink	   *up;
	uint64		total;

	st = gma_internal_state(fcinfo, NULL);
	if (st == NULL)
		PG_RETURN_NULL();
	total = 2 * st->links.count + st->alone.count;
	if (total >= GMA_NONE)
		gma_fail_graph_too_large();

	work = AllocSetContextCreate(CurrentMemoryContext, "gmalign graph build",
								 ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);

	slots = copy_keys(st, total);
	distinct = number_keys(st, slots, total, &head.nnodes, &hashes);
	if (listed)
		keep_listed(st, slots, total, distinct, hashes, &head.nnodes);
	start = gma_alloc((size_t) head.nnodes + 1, sizeof(uint32));
	is_self = gma_alloc(head.nnodes, 1);
	up = collect_links(st, slots, head.nnodes, start, is_self);
	head.nlinks = start[head.nnodes];
	pfree(slots);

	head.flat.magic = GMA_GRAPH_MAGIC;
	head.key_type = st->key_type;
	head.key_kind = st->kind;
	for (uint32 v = 0; st->kind == GMA_KEY_TEXT && v < head.nnodes; v++)
	{
		uint32		length;

		gma_kept_bytes(distinct[v].kept, &length);
		head.key_bytes += INTALIGN(VARHDRSZ + (uint64) length);
	}
	/* a value is passed on in a row, which needs a little room of its own */
	if (gma_graph_size(&head) > MaxAllocSize - 1024)
		gma_fail_graph_too_large();
	value = gma_graph_new(&g, &head, caller);
	write_keys(&g, distinct, hashes);
	pfree(distinct);
	if (hashes != NULL)
		pfree(hashes);
	write_links(&g, start, up, is_self);
	pfree(up);
	gma_graph_complete(&g, value);

	MemoryContextSwitchTo(caller);
	MemoryContextDelete(work);
	PG_RETURN_POINTER(value);
}

/* goal_graph_final(state): every goal that a row names */
Datum
gmalign_goal_graph_final(PG_FUNCTION_ARGS)
{
	return build(fcinfo, false);
}

/* goal_graph_listed_final(state): the goals that have a row of their own */
Datum
gmalign_goal_graph_listed_final(PG_FUNCTION_ARGS)
{
	return build(fcinfo, true);
}
