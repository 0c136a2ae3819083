/*-------------------------------------------------------------------------
 *
 * graph_io.c
 *		The goal_graph value: its layout, its keys, its text.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "storage/shmem.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "graph.h"

PG_FUNCTION_INFO_V1(gmalign_goal_graph_in);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_out);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_recv);
PG_FUNCTION_INFO_V1(gmalign_goal_graph_send);

/* An array that may exceed 1 GB, with its size checked for overflow. */
void *
gma_alloc(size_t n, size_t size)
{
	return palloc_extended(Max(mul_size(n, size), 1), MCXT_ALLOC_HUGE);
}

void *
gma_alloc_zero(size_t n, size_t size)
{
	return palloc_extended(Max(mul_size(n, size), 1),
						   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

/* The hash that orders text keys. */
uint64
gma_hash_key(const char *bytes, size_t length)
{
	return DatumGetUInt64(hash_any_extended((const unsigned char *) bytes,
											(int) length, 0));
}

/* ---------- layout ---------- */

/* the next array of the value */
static void *
place(char **at, size_t n, size_t size)
{
	char	   *array = *at;

	*at += MAXALIGN(mul_size(n, size));
	return array;
}

/*
 * Where the arrays of a value with this head are; its size. head need not be
 * the value's own: the builder asks for the size first.
 */
size_t
gma_graph_layout(GmaGraph *g, const GoalGraph *head)
{
	char	   *start = (char *) head;
	char	   *at = start + MAXALIGN(sizeof(GoalGraph));
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
			g->int_keys = place(&at, n, sizeof(int64));
			break;
		case GMA_KEY_UUID:
			g->uuid_keys = place(&at, n, UUID_LEN);
			break;
		case GMA_KEY_TEXT:
			g->hashes = place(&at, n, sizeof(uint64));
			g->key_offsets = place(&at, n, sizeof(uint32));
			g->key_data = place(&at, head->key_bytes, 1);
			break;
	}
	g->contribution = place(&at, m, sizeof(double));
	g->up_start = place(&at, n + 1, sizeof(uint32));
	g->up_node = place(&at, m, sizeof(uint32));
	g->down_start = place(&at, n + 1, sizeof(uint32));
	g->down_node = place(&at, m, sizeof(uint32));
	g->down_link = place(&at, m, sizeof(uint32));
	g->topo = place(&at, n, sizeof(uint32));
	g->group = place(&at, n, sizeof(uint32));
	g->is_self = place(&at, n, sizeof(uint8));
	return at - start;
}

/* Open a value that came in as an argument. */
void
gma_graph_open(Datum value, GmaGraph *g)
{
	const GoalGraph *head = (const GoalGraph *) PG_DETOAST_DATUM(value);

	if (VARSIZE(head) < sizeof(GoalGraph) || head->magic != GMA_GRAPH_MAGIC ||
		gma_graph_layout(g, head) != VARSIZE(head))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("not a goal graph of this version"),
				 errdetail("A goal graph lives within one query."),
				 errhint("Build it anew with gmalign.goal_graph().")));
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

static Datum
refuse_input(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("cannot accept a value of type %s", "goal_graph"),
			 errdetail("A goal graph is built and read within one query and "
					   "never stored."),
			 errhint("Build it with gmalign.goal_graph(goal, parent).")));
	return (Datum) 0;
}

/* goal_graph_in(cstring): refused, as pg_node_tree does */
Datum
gmalign_goal_graph_in(PG_FUNCTION_ARGS)
{
	return refuse_input();
}

/* goal_graph_recv(internal): refused */
Datum
gmalign_goal_graph_recv(PG_FUNCTION_ARGS)
{
	return refuse_input();
}

static char *
summary(Datum value)
{
	GmaGraph	g;

	gma_graph_open(value, &g);
	return psprintf("goal_graph(%u goals, %u links, key %s%s)", g.n, g.m,
					format_type_be(g.head->key_type),
					g.is_cyclic || g.head->nself > 0 ? ", cyclic" :
					g.head->is_forest ? ", forest" : "");
}

/* goal_graph_out(goal_graph): a summary for people */
Datum
gmalign_goal_graph_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(summary(PG_GETARG_DATUM(0)));
}

/* goal_graph_send(goal_graph): the same summary for binary clients */
Datum
gmalign_goal_graph_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(cstring_to_text(summary(PG_GETARG_DATUM(0))));
}
