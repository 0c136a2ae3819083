/*-------------------------------------------------------------------------
 *
 * graph_io.c
 *		The goal_graph value: its layout, its keys, its text.
 *
 * Readers follow the arrays without looking back. What comes in is believed
 * when its goals and links are some that rows could have given, and all else
 * is byte for byte what the builder makes of these; so whatever is accepted is
 * a value that some rows have, and its readers need not know where it is from.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "storage/shmem.h"
#include "utils/uuid.h"

#include "graph.h"

PG_FUNCTION_INFO_V1(gmalign_goal_graph_in);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_out);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_recv);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_send);

/* ---------- layout ---------- */

/* the next array of the value, and with is_new zeros in the gap behind it */
static inline void *
place(char **at, size_t n, size_t size, bool is_new)
{
	char	   *array = *at;
	size_t		used = mul_size(n, size);

	*at += MAXALIGN(used);
	if (is_new)
		memset(array + used, 0, MAXALIGN(used) - used);
	return array;
}

/*
 * Where the arrays of a value with this head are; its size. head need not be
 * the value's own as long as nothing is written: the builder asks for the size
 * first.
 */
static inline size_t
layout(GmaGraph *g, const GoalGraph *head, bool is_new)
{
	char	   *start = (char *) head;
	char	   *at = start + sizeof(GoalGraph);
	size_t		n = head->nnodes;
	size_t		m = head->nlinks;

	memset(g, 0, sizeof(GmaGraph));
	g->head = head;
	g->kind = head->key_kind;
	g->n = head->nnodes;
	g->m = head->nlinks;
	g->is_cyclic = head->ngroups < head->nnodes;
	switch (g->kind)
	{
		case GMA_KEY_INT:
			g->int_keys = place(&at, n, sizeof(int64), is_new);
			break;
		case GMA_KEY_UUID:
			g->uuid_keys = place(&at, n, UUID_LEN, is_new);
			break;
		case GMA_KEY_TEXT:
			g->hashes = place(&at, n, sizeof(uint64), is_new);
			g->key_offsets = place(&at, n, sizeof(uint32), is_new);
			g->key_data = place(&at, head->key_bytes, 1, is_new);
			break;
	}
	g->contribution = place(&at, m, sizeof(double), is_new);
	g->up_start = place(&at, n + 1, sizeof(uint32), is_new);
	g->up_node = place(&at, m, sizeof(uint32), is_new);
	g->down_start = place(&at, n + 1, sizeof(uint32), is_new);
	g->down_node = place(&at, m, sizeof(uint32), is_new);
	g->down_link = place(&at, m, sizeof(uint32), is_new);
	g->topo = place(&at, n, sizeof(uint32), is_new);
	g->group = place(&at, n, sizeof(uint32), is_new);
	g->is_self = place(&at, n, sizeof(uint8), is_new);
	return at - start;
}

/* How large a value with this head is. */
size_t
gma_graph_size(const GoalGraph *head)
{
	GmaGraph	g;

	return layout(&g, head, false);
}

/*
 * A new value with this head, opened. Its arrays are to be written whole; they
 * are not zeroed, which would claim their memory while the builder still holds
 * the keys twice.
 */
GoalGraph *
gma_graph_new(GmaGraph *g, const GoalGraph *head, MemoryContext context)
{
	size_t		size = gma_graph_size(head);
	GoalGraph  *value = MemoryContextAlloc(context, size);

	*value = *head;
	SET_VARSIZE(value, size);
	layout(g, value, true);
	return value;
}

/* Open a value that came in as an argument. */
void
gma_graph_open(Datum value, GmaGraph *g)
{
	const GoalGraph *head;

	head = (const GoalGraph *) gma_flat_open(value, GMA_GRAPH_MAGIC,
											 sizeof(GoalGraph), "goal_graph");
	if (layout(g, head, false) != VARSIZE(head))
		gma_fail_flat("goal_graph");
}

/* ---------- keys ---------- */

/* A node's key as a value of the type, a base type of the graph's kind. */
Datum
gma_node_key(const GmaGraph *g, uint32 node, Oid type)
{
	switch (g->kind)
	{
		case GMA_KEY_INT:
			return gma_key_from_int(g->int_keys[node], type);
		case GMA_KEY_UUID:
			return PointerGetDatum(g->uuid_keys + (size_t) node * UUID_LEN);
		case GMA_KEY_TEXT:
			break;
	}
	return PointerGetDatum(g->key_data + g->key_offsets[node]);
}

/* A node's key for a message. */
char *
gma_node_text(const GmaGraph *g, uint32 node)
{
	Oid			type = g->kind == GMA_KEY_INT ? INT8OID : g->head->key_type;

	return gma_key_text(gma_node_key(g, node, type), g->kind, type);
}

/* Does the key of node a come before that of b? As numbers, else by bytes. */
bool
gma_key_precedes(const GmaGraph *g, uint32 a, uint32 b)
{
	const text *x;
	const text *y;

	if (g->kind != GMA_KEY_TEXT)
		return a < b;
	x = (text *) (g->key_data + g->key_offsets[a]);
	y = (text *) (g->key_data + g->key_offsets[b]);
	return gma_compare_bytes(VARDATA(x), VARSIZE(x) - VARHDRSZ,
							 VARDATA(y), VARSIZE(y) - VARHDRSZ) < 0;
}

/* -1, 0, 1: a node's key against one that is looked for */
static inline int
compare_key(const GmaGraph *g, uint32 node, int64 ikey, uint64 hash,
			const char *bytes, size_t length)
{
	if (g->kind == GMA_KEY_INT)
		return (g->int_keys[node] > ikey) - (g->int_keys[node] < ikey);
	if (g->kind == GMA_KEY_UUID)
		return memcmp(g->uuid_keys + (size_t) node * UUID_LEN, bytes,
					  UUID_LEN);
	if (g->hashes[node] == hash)
	{
		text	   *key = (text *) (g->key_data + g->key_offsets[node]);

		return gma_compare_bytes(VARDATA(key), VARSIZE(key) - VARHDRSZ,
								 bytes, length);
	}
	return g->hashes[node] > hash ? 1 : -1;
}

/* The node with this key, or GMA_NONE. */
uint32
gma_find_node(const GmaGraph *g, Datum key, Oid type)
{
	int64		ikey = 0;
	uint64		hash = 0;
	const char *bytes = NULL;
	size_t		length = 0;
	uint32		low = 0;
	uint32		high = g->n;

	if (g->kind == GMA_KEY_INT)
	{
		ikey = gma_key_to_int(key, type);
		/* keys without gaps need no search */
		if (g->n > 0 && ikey >= g->int_keys[0] &&
			(uint64) g->int_keys[g->n - 1] - (uint64) g->int_keys[0] ==
			g->n - 1)
			return ikey <= g->int_keys[g->n - 1] ?
				(uint32) (ikey - g->int_keys[0]) : GMA_NONE;
	}
	else
	{
		bytes = gma_key_to_bytes(key, g->kind, &length);
		if (g->kind == GMA_KEY_TEXT)
			hash = gma_hash_key(bytes, length);
	}
	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;
		int			cmp = compare_key(g, middle, ikey, hash, bytes, length);

		if (cmp == 0)
			return middle;
		if (cmp < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return GMA_NONE;
}

/* ---------- input and output ---------- */

/* Text keys one behind the other, by hash and bytes, and text that is text? */
static bool
is_good_text(const GmaGraph *g)
{
	uint64		at = 0;
	int			encoding = GetDatabaseEncoding();

	for (uint32 v = 0; v < g->n; v++)
	{
		char	   *key = g->key_data + at;
		size_t		length;

		GMA_TICK(v);
		if (g->key_offsets[v] != at || g->head->key_bytes - at < VARHDRSZ ||
			!VARATT_IS_4B_U(key) || VARSIZE(key) < VARHDRSZ ||
			INTALIGN((uint64) VARSIZE(key)) > g->head->key_bytes - at)
			return false;
		length = VARSIZE(key) - VARHDRSZ;
		if (!pg_verify_mbstr(encoding, VARDATA(key), length, true) ||
			g->hashes[v] != gma_hash_key(VARDATA(key), length) ||
			(v > 0 && compare_key(g, v - 1, 0, g->hashes[v], VARDATA(key),
								  length) >= 0))
			return false;
		for (size_t i = length; i < INTALIGN(length); i++)
			if (VARDATA(key)[i] != 0)
				return false;
		at += INTALIGN((uint64) VARSIZE(key));
	}
	return at == g->head->key_bytes;
}

/* Are these keys that rows could have given, ascending? */
static bool
is_good_keys(const GmaGraph *g)
{
	int64		limit = g->head->key_type == INT2OID ? PG_INT16_MAX :
		g->head->key_type == INT4OID ? PG_INT32_MAX : PG_INT64_MAX;

	if (g->kind == GMA_KEY_TEXT)
		return is_good_text(g);
	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		if (g->kind == GMA_KEY_UUID)
		{
			const char *key = g->uuid_keys + (size_t) v * UUID_LEN;

			if (v > 0 && memcmp(key - UUID_LEN, key, UUID_LEN) >= 0)
				return false;
		}
		else if (g->int_keys[v] > limit || g->int_keys[v] < -limit - 1 ||
				 (v > 0 && g->int_keys[v - 1] >= g->int_keys[v]))
			return false;
	}
	return g->head->key_bytes == 0;
}

/* Are these links, each once, and what a link may contribute? */
static bool
is_good_links(const GmaGraph *g)
{
	double		unknown = NAN;

	if (!gma_offsets_good(g->up_start, g->n, g->m))
		return false;
	for (uint32 v = 0; v < g->n; v++)
	{
		if (g->is_self[v] > 1)
			return false;
		for (uint32 i = g->up_start[v]; i < g->up_start[v + 1]; i++)
		{
			double		c = g->contribution[i];

			GMA_TICK(i);
			if (g->up_node[i] >= g->n || g->up_node[i] == v ||
				(i > g->up_start[v] && g->up_node[i] <= g->up_node[i - 1]))
				return false;
			if (isnan(c) ? memcmp(&c, &unknown, sizeof(c)) != 0 :
				!(fabs(c) <= 1) || (c == 0 && signbit(c)))
				return false;
		}
	}
	return true;
}

/* Is all of a value what the builder makes of its keys and links? */
static bool
is_complete(const GmaGraph *g)
{
	GmaGraph	again;
	GoalGraph  *value = gma_graph_new(&again, g->head, CurrentMemoryContext);
	bool		result;

	if (g->kind == GMA_KEY_INT)
		memcpy(again.int_keys, g->int_keys, sizeof(int64) * (size_t) g->n);
	else if (g->kind == GMA_KEY_UUID)
		memcpy(again.uuid_keys, g->uuid_keys, UUID_LEN * (size_t) g->n);
	else
	{
		memcpy(again.hashes, g->hashes, sizeof(uint64) * (size_t) g->n);
		memcpy(again.key_offsets, g->key_offsets, sizeof(uint32) * (size_t) g->n);
		memcpy(again.key_data, g->key_data, g->head->key_bytes);
	}
	memcpy(again.contribution, g->contribution, sizeof(double) * (size_t) g->m);
	memcpy(again.up_start, g->up_start, sizeof(uint32) * ((size_t) g->n + 1));
	memcpy(again.up_node, g->up_node, sizeof(uint32) * (size_t) g->m);
	memcpy(again.is_self, g->is_self, g->n);
	gma_graph_complete(&again, value);
	result = memcmp(value, g->head, VARSIZE(value)) == 0;
	pfree(value);
	return result;
}

static Datum
believe(void *bytes)
{
	GoalGraph  *head = bytes;
	GmaGraph	g;

	/* counts that the bytes have room for overflow nothing */
	if (VARSIZE(head) < sizeof(GoalGraph) ||
		head->flat.magic != GMA_GRAPH_MAGIC ||
		!gma_is_kind_of(head->key_type, head->key_kind) ||
		head->nnodes > VARSIZE(head) || head->nlinks > VARSIZE(head) ||
		head->key_bytes > VARSIZE(head) ||
		layout(&g, head, false) != VARSIZE(head) ||
		!is_good_keys(&g) || !is_good_links(&g) || !is_complete(&g))
		gma_fail_flat("goal_graph");
	return PointerGetDatum(head);
}

Datum
gmalign_goal_graph_in(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_in(PG_GETARG_CSTRING(0), "goal_graph"));
}

Datum
gmalign_goal_graph_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(gma_flat_out(PG_GETARG_DATUM(0)));
}

Datum
gmalign_goal_graph_recv(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_recv((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
gmalign_goal_graph_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(gma_flat_send(PG_GETARG_DATUM(0)));
}
