/*-------------------------------------------------------------------------
 *
 * graph_states.c
 *		goal_states: where each goal stands between work and strategy.
 *
 * strategic, aligned (reaches a strategic goal), disconnected (has a parent
 * but reaches none) or unaligned (no parent): the third state is the one a
 * list of links does not show.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "graph_reader.h"

PG_FUNCTION_INFO_V1(gmalign_goal_states);

/* A loop over topo, forwards or backwards, is about to need this node's links. */
static inline void
prefetch_up(const GmaGraph *g, uint32 i)
{
	if (i < g->n)
		__builtin_prefetch(&g->up_start[g->topo[i]]);
}

/*
 * depth of every goal: links to the nearest strategic goal, GMA_NONE without
 * one. Where there is no cycle it follows from the parents' depths, in an order
 * the graph knows already.
 */
static uint32 *
find_depths(const GmaGraph *g, const uint8 *strategic)
{
	uint32	   *depth = gma_alloc(g->n, sizeof(uint32));
	uint32	   *queue;
	uint32		nqueue = 0;

	if (!g->is_cyclic)
	{
		for (uint32 i = 0; i < g->n; i++)
		{
			uint32		v = g->topo[i];
			uint32		best = GMA_NONE;

			GMA_TICK(i);
			prefetch_up(g, i + GMA_AHEAD);
			for (uint32 l = g->up_start[v]; l < g->up_start[v + 1]; l++)
				best = Min(best, depth[g->up_node[l]]);
			depth[v] = strategic[v] ? 0 : best == GMA_NONE ? best : best + 1;
		}
		return depth;
	}
	queue = gma_alloc(g->n, sizeof(uint32));
	for (uint32 v = 0; v < g->n; v++)
	{
		depth[v] = strategic[v] ? 0 : GMA_NONE;
		if (strategic[v])
			queue[nqueue++] = v;
	}
	gma_distances(g, g->down_start, g->down_node, queue, &nqueue, depth);
	pfree(queue);
	return depth;
}

/*
 * How many other goals each goal reaches (ancestors) and is reached by
 * (descendants). In a forest every goal but the tops has one more ancestor
 * than its parent, and nobody is reached twice: two passes do. Otherwise the
 * distinct ones have to be counted.
 */
static void
count_reachable(const GmaGraph *g, uint32 *ancestors, uint32 *descendants)
{
	GmaDag		dag;

	if (g->head->is_forest)
	{
		for (uint32 i = 0; i < g->n; i++)
		{
			uint32		v = g->topo[i];

			GMA_TICK(i);
			prefetch_up(g, i + GMA_AHEAD);
			ancestors[v] = g->up_start[v] == g->up_start[v + 1] ? 0 :
				ancestors[g->up_node[g->up_start[v]]] + 1;
			descendants[v] = 0;
		}
		for (uint32 i = g->n; i-- > 0;)
		{
			uint32		v = g->topo[i];

			GMA_TICK(i);
			prefetch_up(g, i - GMA_AHEAD);
			if (g->up_start[v] != g->up_start[v + 1])
				descendants[g->up_node[g->up_start[v]]] += descendants[v] + 1;
		}
		return;
	}

	gma_dag_build(g, NULL, NULL, &dag);
	for (int up = 0; up < 2; up++)
	{
		uint32	   *weights = gma_dag_weights(&dag, NULL);
		int64	   *count = gma_alloc(dag.n, sizeof(int64));
		uint32	   *result = up ? ancestors : descendants;

		gma_count_all(&dag, 1, &weights, &count);
		for (uint32 v = 0; v < g->n; v++)
			result[v] = (uint32) (count[dag.of_node[v]] - 1);
		if (!up)
			gma_dag_reverse(&dag);
		pfree(weights);
		pfree(count);
	}
}

/* Goals that serve themselves, through others or at once. */
static uint8 *
find_cyclic(const GmaGraph *g)
{
	uint8	   *cyclic = gma_alloc(g->n, 1);
	uint32	   *size;

	memcpy(cyclic, g->is_self, g->n);
	if (!g->is_cyclic)
		return cyclic;
	size = gma_alloc_zero(g->head->ngroups, sizeof(uint32));
	for (uint32 v = 0; v < g->n; v++)
		size[g->group[v]]++;
	for (uint32 v = 0; v < g->n; v++)
		cyclic[v] |= size[g->group[v]] > 1;
	pfree(size);
	return cyclic;
}

/*
 * goal_states(graph, strategic, counts) -> (goal, state, depth, parent_count,
 * child_count, ancestor_count, descendant_count, is_in_cycle), a row per goal.
 */
Datum
gmalign_goal_states(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	bool		counts = PG_ARGISNULL(2) || PG_GETARG_BOOL(2);
	uint8	   *strategic;
	uint8	   *cyclic;
	uint32	   *depth;
	uint32	   *ancestors = NULL;
	uint32	   *descendants = NULL;
	Datum		names[4];

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(g, &goals);
	depth = find_depths(g, strategic);
	cyclic = find_cyclic(g);
	if (counts)
	{
		ancestors = gma_alloc(g->n, sizeof(uint32));
		descendants = gma_alloc(g->n, sizeof(uint32));
		count_reachable(g, ancestors, descendants);
	}

	names[0] = CStringGetTextDatum("strategic");
	names[1] = CStringGetTextDatum("aligned");
	names[2] = CStringGetTextDatum("disconnected");
	names[3] = CStringGetTextDatum("unaligned");
	for (uint32 v = 0; v < g->n; v++)
	{
		uint32		parents = g->up_start[v + 1] - g->up_start[v];
		Datum		values[8];
		bool		nulls[8] = {false};

		GMA_TICK(v);
		values[0] = gma_node_key(g, v, goals.type);
		values[1] = names[strategic[v] ? 0 :
						  depth[v] != GMA_NONE ? 1 : parents > 0 ? 2 : 3];
		nulls[2] = depth[v] == GMA_NONE;
		values[2] = Int32GetDatum((int32) depth[v]);
		values[3] = Int32GetDatum((int32) parents);
		values[4] = Int32GetDatum((int32) (g->down_start[v + 1] -
										   g->down_start[v]));
		nulls[5] = nulls[6] = !counts;
		values[5] = counts ? Int32GetDatum((int32) ancestors[v]) : (Datum) 0;
		values[6] = counts ? Int32GetDatum((int32) descendants[v]) : (Datum) 0;
		values[7] = BoolGetDatum(cyclic[v]);
		gma_reader_row(&reader, values, nulls);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}
