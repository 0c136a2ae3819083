/*-------------------------------------------------------------------------
 *
 * graph_order.c
 *		What follows from the links upwards: the links down, nodes in an order
 *		with ancestors first, and the cycles.
 *
 * Kahn's algorithm (1962) orders everything when there is no cycle. When some
 * nodes remain, Tarjan's strongly connected components (1972) run over the
 * whole graph, with stacks of our own: a chain of a million goals is no deeper
 * than one of ten.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph.h"

/* Kahn: fills topo as its own queue; returns how many nodes it ordered. */
static uint32
order_acyclic(uint32 n, const uint32 *up_start, const uint32 *down_start,
			  const uint32 *down_node, uint32 *topo)
{
	uint32	   *waiting = gma_alloc(n, sizeof(uint32));
	uint32		head = 0;
	uint32		tail = 0;

	for (uint32 v = 0; v < n; v++)
	{
		waiting[v] = up_start[v + 1] - up_start[v];
		if (waiting[v] == 0)
			topo[tail++] = v;
	}
	while (head < tail)
	{
		uint32		v = topo[head++];

		GMA_TICK(head);
		for (uint32 i = down_start[v]; i < down_start[v + 1]; i++)
			if (--waiting[down_node[i]] == 0)
				topo[tail++] = down_node[i];
	}
	pfree(waiting);
	return tail;
}

/*
 * Tarjan, over the links upwards: a component is complete when everything
 * above it is, so components come out ancestors first.
 */
static uint32
order_cyclic(uint32 n, const uint32 *up_start, const uint32 *up_node,
			 uint32 *topo, uint32 *group)
{
	uint32	   *index = gma_alloc_zero(n, sizeof(uint32));	/* 0: not seen */
	uint32	   *low = gma_alloc(n, sizeof(uint32));
	uint32	   *next = gma_alloc(n, sizeof(uint32));	/* link to follow */
	uint32	   *calls = gma_alloc(n, sizeof(uint32));
	uint32	   *open = gma_alloc(n, sizeof(uint32));
	uint32		nopen = 0;
	uint32		counter = 0;
	uint32		ngroups = 0;
	uint32		out = 0;

	for (uint32 v = 0; v < n; v++)
		group[v] = GMA_NONE;

	for (uint32 root = 0; root < n; root++)
	{
		uint32		depth = 0;

		if (index[root] != 0)
			continue;
		calls[depth++] = root;
		index[root] = low[root] = ++counter;
		next[root] = up_start[root];
		open[nopen++] = root;

		while (depth > 0)
		{
			uint32		v = calls[depth - 1];

			GMA_TICK(counter);
			if (next[v] < up_start[v + 1])
			{
				uint32		p = up_node[next[v]++];

				if (index[p] == 0)
				{
					calls[depth++] = p;
					index[p] = low[p] = ++counter;
					next[p] = up_start[p];
					open[nopen++] = p;
				}
				else if (group[p] == GMA_NONE)
					low[v] = Min(low[v], index[p]);
				continue;
			}

			/* all parents done */
			depth--;
			if (depth > 0)
				low[calls[depth - 1]] = Min(low[calls[depth - 1]], low[v]);
			if (low[v] == index[v])
			{
				uint32		member;

				do
				{
					member = open[--nopen];
					group[member] = ngroups;
					topo[out++] = member;
				} while (member != v);
				ngroups++;
			}
		}
	}
	pfree(index);
	pfree(low);
	pfree(next);
	pfree(calls);
	pfree(open);
	return ngroups;
}

/*
 * Order n nodes with ancestors first. topo receives the nodes in that order;
 * group, for each node, the number of its strongly connected component, in the
 * same order. Returns the number of groups: n when there is no cycle.
 */
uint32
gma_order(uint32 n, const uint32 *up_start, const uint32 *up_node,
		  const uint32 *down_start, const uint32 *down_node, uint32 *topo,
		  uint32 *group)
{
	if (order_acyclic(n, up_start, down_start, down_node, topo) < n)
		return order_cyclic(n, up_start, up_node, topo, group);
	for (uint32 i = 0; i < n; i++)
		group[topo[i]] = i;
	return n;
}

/*
 * A value whose keys, links upwards, contributions and is_self are there gets
 * the rest, and its head what the rest says.
 */
void
gma_graph_complete(GmaGraph *g, GoalGraph *head)
{
	uint32	   *fill = gma_alloc(g->n, sizeof(uint32));

	memset(g->down_start, 0, sizeof(uint32) * ((size_t) g->n + 1));
	for (uint32 i = 0; i < g->m; i++)
	{
		GMA_TICK(i);
		g->down_start[g->up_node[i] + 1]++;
	}
	for (uint32 v = 0; v < g->n; v++)
	{
		fill[v] = g->down_start[v];
		g->down_start[v + 1] += g->down_start[v];
	}
	head->is_forest = true;
	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		head->is_forest &= g->up_start[v + 1] - g->up_start[v] <= 1;
		for (uint32 i = g->up_start[v]; i < g->up_start[v + 1]; i++)
		{
			uint32		at = fill[g->up_node[i]]++;

			g->down_node[at] = v;
			g->down_link[at] = i;
		}
	}
	pfree(fill);
	head->ngroups = gma_order(g->n, g->up_start, g->up_node, g->down_start,
							  g->down_node, g->topo, g->group);
	head->is_forest &= head->ngroups == g->n;
}
