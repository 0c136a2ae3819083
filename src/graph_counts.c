/*-------------------------------------------------------------------------
 *
 * graph_counts.c
 *		How many distinct goals are below a goal, without listing them.
 *
 * A goal reached by two paths counts once, so sums of children's counts will
 * not do where goals have several parents. Listing every pair costs time and
 * memory in proportion to the pairs, a billion for some graphs of 60,000
 * goals. Here 512 goals at a time get one bit each; one sweep from ancestors
 * to descendants ORs the bits down, and how many goals carry a bit is that
 * bit's count. Counting is done on 64 bits at once, in bit-sliced counters
 * (plane k holds the k-th binary digit of all 64).
 *
 * Most goals need no bits: a leaf counts 1, a goal with one child one more
 * than it, and where nobody below has a second parent children's counts do
 * add up.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "port/pg_bitutils.h"

#include "graph_reader.h"

#define WORDS 8					/* 64-bit words per goal and sweep */
#define COLUMNS (64 * WORDS)
#define PLANES 33				/* a count may reach 2^32 */

/* ---------- the graph of groups ---------- */

static int
compare_uint32(const void *a, const void *b)
{
	uint32		x = *(const uint32 *) a;
	uint32		y = *(const uint32 *) b;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

/* Lists of links, from pairs (from[i], to[i]) counted by from. */
static void
fill_lists(uint32 n, uint32 nlinks, const uint32 *from, const uint32 *to,
		   uint32 **start, uint32 **node)
{
	uint32	   *fill = gma_alloc_zero((size_t) n + 1, sizeof(uint32));
	uint32		total = 0;

	*start = gma_alloc((size_t) n + 1, sizeof(uint32));
	*node = gma_alloc(nlinks, sizeof(uint32));
	for (uint32 i = 0; i < nlinks; i++)
		fill[from[i]]++;
	for (uint32 v = 0; v < n; v++)
	{
		uint32		here = fill[v];

		(*start)[v] = fill[v] = total;
		total += here;
	}
	(*start)[n] = total;
	for (uint32 i = 0; i < nlinks; i++)
	{
		GMA_TICK(i);
		(*node)[fill[from[i]]++] = to[i];
	}
	pfree(fill);
}

/*
 * The links a filter lets through (NULL: all), with every cycle they form
 * taken as one group. Groups are numbered ancestors first.
 */
void
gma_dag_build(const GmaGraph *g, GmaLinkFilter filter, void *arg, GmaDag *dag)
{
	uint32	   *from = gma_alloc(g->m, sizeof(uint32));
	uint32	   *to = gma_alloc(g->m, sizeof(uint32));
	uint32	   *up_start;
	uint32	   *up_node;
	uint32	   *down_start;
	uint32	   *down_node;
	uint32	   *topo = gma_alloc(g->n, sizeof(uint32));
	uint32		count = 0;
	uint32		out = 0;

	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		for (uint32 i = g->up_start[v]; i < g->up_start[v + 1]; i++)
		{
			if (filter != NULL && !filter(g, v, i, arg))
				continue;
			from[count] = v;
			to[count++] = g->up_node[i];
		}
	}
	fill_lists(g->n, count, from, to, &up_start, &up_node);
	fill_lists(g->n, count, to, from, &down_start, &down_node);
	dag->nnodes = g->n;
	dag->of_node = gma_alloc(g->n, sizeof(uint32));
	dag->n = gma_order(g->n, up_start, up_node, down_start, down_node, topo,
					   dag->of_node);
	pfree(topo);
	pfree(up_start);
	pfree(up_node);
	pfree(down_start);
	pfree(down_node);

	/* the same links between groups, without those inside one ... */
	for (uint32 i = 0; i < count; i++)
	{
		uint32		v = dag->of_node[from[i]];
		uint32		p = dag->of_node[to[i]];

		GMA_TICK(i);
		if (v == p)
			continue;
		from[out] = v;
		to[out++] = p;
	}
	fill_lists(dag->n, out, from, to, &dag->up_start, &dag->up);

	/* ... and each once, ascending */
	count = 0;
	for (uint32 v = 0, begin = 0; v < dag->n; v++)
	{
		uint32		end = dag->up_start[v + 1];

		GMA_TICK(v);
		dag->up_start[v] = count;
		if (end - begin > 1)
			qsort(&dag->up[begin], end - begin, sizeof(uint32),
				  compare_uint32);
		for (uint32 i = begin; i < end; i++)
		{
			if (count > dag->up_start[v] && dag->up[count - 1] == dag->up[i])
				continue;
			from[count] = v;
			to[count] = dag->up[i];
			dag->up[count++] = dag->up[i];
		}
		begin = end;
	}
	dag->up_start[dag->n] = count;
	fill_lists(dag->n, count, to, from, &dag->down_start, &dag->down);
	pfree(from);
	pfree(to);
}

/* Upside down: what was above is below. */
void
gma_dag_reverse(GmaDag *dag)
{
	GmaDag		old = *dag;
	uint32		last = dag->n - 1;

	for (int turn = 0; turn < 2; turn++)
	{
		const uint32 *old_start = turn ? old.up_start : old.down_start;
		const uint32 *old_list = turn ? old.up : old.down;
		uint32	   *start = gma_alloc((size_t) dag->n + 1, sizeof(uint32));
		uint32	   *list = gma_alloc(old_start[dag->n], sizeof(uint32));
		uint32		out = 0;

		for (uint32 v = dag->n; v-- > 0;)
		{
			GMA_TICK(v);
			start[last - v] = out;
			/* backwards, so that the new list ascends again */
			for (uint32 i = old_start[v + 1]; i-- > old_start[v];)
				list[out++] = last - old_list[i];
		}
		start[dag->n] = out;
		if (turn)
		{
			dag->down_start = start;
			dag->down = list;
		}
		else
		{
			dag->up_start = start;
			dag->up = list;
		}
	}
	for (uint32 v = 0; v < dag->nnodes; v++)
		dag->of_node[v] = last - dag->of_node[v];
	pfree(old.up_start);
	pfree(old.up);
	pfree(old.down_start);
	pfree(old.down);
}

/* How many of the marked nodes (NULL: all) are in each group. */
uint32 *
gma_dag_weights(const GmaDag *dag, const uint8 *members)
{
	uint32	   *weights = gma_alloc_zero(dag->n, sizeof(uint32));

	for (uint32 v = 0; v < dag->nnodes; v++)
		weights[dag->of_node[v]] += members == NULL || members[v];
	return weights;
}

/* ---------- counting in blocks ---------- */

/* Add one to the counter of every bit that is set. */
static inline void
count_bits(uint64 (*planes)[PLANES], const uint64 *bits, int words)
{
	for (int w = 0; w < words; w++)
	{
		uint64		carry = bits[w];

		for (int k = 0; carry != 0; k++)
		{
			uint64		sum = planes[w][k] ^ carry;

			carry &= planes[w][k];
			planes[w][k] = sum;
		}
	}
}

/* Add weight to the counter of every bit that is set, one by one. */
static void
count_bits_weighted(int64 *counts, const uint64 *bits, int words,
					uint32 weight)
{
	for (int w = 0; w < words; w++)
		for (uint64 rest = bits[w]; rest != 0; rest &= rest - 1)
			counts[w * 64 + pg_rightmost_one_pos64(rest)] += weight;
}

/*
 * For up to COLUMNS groups, ascending: the summed weights of everything at or
 * below each. bits and active are scratch for the whole graph.
 */
static void
sweep(const GmaDag *dag, const uint32 *columns, uint32 ncolumns, int nsets,
	  uint32 *const *weights, int64 *const *results, uint32 at, uint64 *bits,
	  uint8 *active)
{
	int			words = (ncolumns + 63) / 64;
	uint64		(*planes)[WORDS][PLANES];
	int64		(*counts)[COLUMNS];
	uint32		first = columns[0];
	uint32		next = 0;
	uint32		frontier = first;

	planes = palloc0(sizeof(*planes) * nsets);
	counts = palloc0(sizeof(*counts) * nsets);

	/* nothing below the frontier has a bit, nor has anything before first */
	for (uint32 v = first; v < dag->n && (v <= frontier || next < ncolumns);
		 v++)
	{
		uint64	   *mine = &bits[(size_t) v * words];
		bool		any = false;

		GMA_TICK(v);
		for (uint32 i = dag->up_start[v]; i < dag->up_start[v + 1]; i++)
		{
			uint32		p = dag->up[i];
			const uint64 *theirs = &bits[(size_t) p * words];

			if (p < first || !active[p])
				continue;
			if (any)
				for (int w = 0; w < words; w++)
					mine[w] |= theirs[w];
			else
				memcpy(mine, theirs, sizeof(uint64) * words);
			any = true;
		}
		if (next < ncolumns && columns[next] == v)
		{
			if (!any)
				memset(mine, 0, sizeof(uint64) * words);
			mine[next / 64] |= (uint64) 1 << (next % 64);
			next++;
			any = true;
		}
		active[v] = any;
		if (!any)
			continue;
		if (dag->down_start[v + 1] > dag->down_start[v])
			frontier = Max(frontier, dag->down[dag->down_start[v + 1] - 1]);
		for (int s = 0; s < nsets; s++)
		{
			if (weights[s][v] == 1)
				count_bits(planes[s], mine, words);
			else if (weights[s][v] > 1)
				count_bits_weighted(counts[s], mine, words, weights[s][v]);
		}
	}

	for (int s = 0; s < nsets; s++)
		for (uint32 c = 0; c < ncolumns; c++)
		{
			for (int k = 0; k < PLANES; k++)
				counts[s][c] += (int64) ((planes[s][c / 64][k] >> (c % 64)) & 1)
					<< k;
			results[s][at + c] = counts[s][c];
		}
	pfree(planes);
	pfree(counts);
}

/* All columns, ascending and distinct, COLUMNS at a time. */
static void
sweep_columns(const GmaDag *dag, const uint32 *columns, uint32 ncolumns,
			  int nsets, uint32 *const *weights, int64 *const *results)
{
	int			words = Min(WORDS, (ncolumns + 63) / 64);
	uint64	   *bits;
	uint8	   *active;

	if (ncolumns == 0)
		return;
	bits = gma_alloc(dag->n, sizeof(uint64) * words);
	active = gma_alloc(dag->n, sizeof(uint8));
	for (uint32 at = 0; at < ncolumns; at += COLUMNS)
		sweep(dag, &columns[at], Min(COLUMNS, ncolumns - at), nsets, weights,
			  results, at, bits, active);
	pfree(bits);
	pfree(active);
}

static inline uint32
degree(const uint32 *start, uint32 v)
{
	return start[v + 1] - start[v];
}

/*
 * Marks the groups below which everything has one parent: there counts add up,
 * and are in sums[set][group].
 */
static uint8 *
sum_trees(const GmaDag *dag, int nsets, uint32 *const *weights,
		  int64 *const *sums)
{
	uint8	   *is_tree = gma_alloc(dag->n, sizeof(uint8));

	for (uint32 v = dag->n; v-- > 0;)
	{
		GMA_TICK(v);
		is_tree[v] = true;
		for (uint32 i = dag->down_start[v];
			 is_tree[v] && i < dag->down_start[v + 1]; i++)
			is_tree[v] = is_tree[dag->down[i]] &&
				degree(dag->up_start, dag->down[i]) == 1;
		for (int s = 0; is_tree[v] && s < nsets; s++)
		{
			sums[s][v] = weights[s][v];
			for (uint32 i = dag->down_start[v]; i < dag->down_start[v + 1];
				 i++)
				sums[s][v] += sums[s][dag->down[i]];
		}
	}
	return is_tree;
}

/*
 * For every column (a group; ascending and distinct) and set: the summed
 * weights of the groups at or below it, in results[set][i] for columns[i].
 */
void
gma_count_columns(const GmaDag *dag, const uint32 *columns, uint32 ncolumns,
				  int nsets, uint32 *const *weights, int64 *const *results)
{
	int64	  **sums = palloc(sizeof(int64 *) * nsets);
	int64	  **swept = palloc(sizeof(int64 *) * nsets);
	uint32	   *others = gma_alloc(ncolumns, sizeof(uint32));
	uint32		nothers = 0;
	uint8	   *is_tree;

	for (int s = 0; s < nsets; s++)
		sums[s] = gma_alloc(dag->n, sizeof(int64));
	is_tree = sum_trees(dag, nsets, weights, sums);
	for (uint32 c = 0; c < ncolumns; c++)
		if (!is_tree[columns[c]])
			others[nothers++] = columns[c];
	for (int s = 0; s < nsets; s++)
		swept[s] = gma_alloc(nothers, sizeof(int64));
	sweep_columns(dag, others, nothers, nsets, weights, swept);
	for (uint32 c = 0, at = 0; c < ncolumns; c++)
	{
		bool		is_swept = !is_tree[columns[c]];

		for (int s = 0; s < nsets; s++)
			results[s][c] = is_swept ? swept[s][at] : sums[s][columns[c]];
		at += is_swept;
	}
	for (int s = 0; s < nsets; s++)
	{
		pfree(sums[s]);
		pfree(swept[s]);
	}
	pfree(sums);
	pfree(swept);
	pfree(others);
	pfree(is_tree);
}

/* The same for every group, in results[set][group]. */
void
gma_count_all(const GmaDag *dag, int nsets, uint32 *const *weights,
			  int64 *const *results)
{
	uint8	   *is_tree = sum_trees(dag, nsets, weights, results);
	uint32	   *columns = gma_alloc(dag->n, sizeof(uint32));
	int64	  **counted = palloc(sizeof(int64 *) * nsets);
	uint32		ncolumns = 0;
	uint32		at = 0;

	for (uint32 v = 0; v < dag->n; v++)
		if (!is_tree[v] && degree(dag->down_start, v) > 1)
			columns[ncolumns++] = v;
	for (int s = 0; s < nsets; s++)
		counted[s] = gma_alloc(ncolumns, sizeof(int64));
	sweep_columns(dag, columns, ncolumns, nsets, weights, counted);

	/* what is left has one child: as many as it, and itself */
	at = ncolumns;
	for (uint32 v = dag->n; v-- > 0;)
	{
		bool		is_column = at > 0 && columns[at - 1] == v;

		GMA_TICK(v);
		if (is_tree[v])
			continue;
		at -= is_column;
		for (int s = 0; s < nsets; s++)
			results[s][v] = is_column ? counted[s][at] :
				weights[s][v] + results[s][dag->down[dag->down_start[v]]];
	}
	for (int s = 0; s < nsets; s++)
		pfree(counted[s]);
	pfree(counted);
	pfree(columns);
	pfree(is_tree);
}
