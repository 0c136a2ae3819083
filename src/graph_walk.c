/*-------------------------------------------------------------------------
 *
 * graph_walk.c
 *		Readers that walk a goal graph link by link.
 *
 * line_of_sight, goal_closure, goal_cycles and goal_edges, and the walks that
 * other readers share. All are linear in the goals and links they meet and in
 * the rows they return, without recursion.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <float.h>

#include "graph_reader.h"

PG_FUNCTION_INFO_V1(gmalign_line_of_sight);
PG_FUNCTION_INFO_V1(gmalign_goal_closure);
PG_FUNCTION_INFO_V1(gmalign_goal_cycles);
PG_FUNCTION_INFO_V1(gmalign_goal_edges);

/* ---------- shared walks ---------- */

/*
 * Breadth first from what is in queue, over the links start/node: distance of
 * every node reached. The queue's nodes have their distance already; all
 * others must hold GMA_NONE. The queue ends up with everything reached.
 */
void
gma_distances(const GmaGraph *g, const uint32 *start, const uint32 *node,
			  uint32 *queue, uint32 *nqueue, uint32 *distance)
{
	for (uint32 head = 0; head < *nqueue; head++)
	{
		uint32		v = queue[head];

		GMA_TICK(head);
		for (uint32 i = start[v]; i < start[v + 1]; i++)
		{
			uint32		next = node[i];

			if (distance[next] != GMA_NONE)
				continue;
			distance[next] = distance[v] + 1;
			queue[(*nqueue)++] = next;
		}
	}
}

void
gma_sight_init(GmaSight *sight, const GmaGraph *g)
{
	sight->g = g;
	sight->nseen = 0;
	sight->seen = gma_alloc(g->n, sizeof(uint32));
	sight->distance = gma_alloc(g->n, sizeof(uint32));
	sight->contribution = gma_alloc(g->n, sizeof(double));
	sight->paths = gma_alloc(g->n, sizeof(double));
	sight->waiting = gma_alloc(g->n, sizeof(uint32));
	sight->queue = gma_alloc(g->n, sizeof(uint32));
	memset(sight->distance, 0xFF, sizeof(uint32) * (size_t) g->n);
}

/*
 * Everything that reaches a strategic goal: how far, by how many paths, and
 * with what contribution (the sum over paths of the product of contributions;
 * the arrays of *sight). Only what is below the goal is touched, so that many
 * small lines of sight in a large graph cost what they return.
 *
 * Distances run through cycles. Contributions and paths follow the acyclic
 * links: a goal passes on when all goals above it that are in sight have.
 */
void
gma_sight_from(GmaSight *sight, uint32 strategic)
{
	const GmaGraph *g = sight->g;
	uint32		head = 0;
	uint32		tail = 0;

	for (uint32 i = 0; i < sight->nseen; i++)
		sight->distance[sight->seen[i]] = GMA_NONE;
	sight->seen[0] = strategic;
	sight->nseen = 1;
	sight->distance[strategic] = 0;
	gma_distances(g, g->down_start, g->down_node, sight->seen, &sight->nseen,
				  sight->distance);

	for (uint32 i = 0; i < sight->nseen; i++)
	{
		uint32		v = sight->seen[i];

		GMA_TICK(i);
		sight->waiting[v] = 0;
		for (uint32 l = g->up_start[v]; l < g->up_start[v + 1]; l++)
			sight->waiting[v] +=
				sight->distance[g->up_node[l]] != GMA_NONE &&
				gma_is_acyclic_link(g, v, g->up_node[l]);
		sight->contribution[v] = v == strategic ? 1 : NAN;
		sight->paths[v] = v == strategic ? 1 : 0;
		if (sight->waiting[v] == 0)
			sight->queue[tail++] = v;
	}
	while (head < tail)
	{
		uint32		p = sight->queue[head++];
		double		above = sight->contribution[p];

		GMA_TICK(head);
		for (uint32 i = g->down_start[p]; i < g->down_start[p + 1]; i++)
		{
			uint32		v = g->down_node[i];
			double		c = g->contribution[g->down_link[i]];

			if (!gma_is_acyclic_link(g, v, p))
				continue;

			/*
			 * paths double at every diamond: they may outgrow a double, and
			 * so may what they bring
			 */
			sight->paths[v] = fmin(sight->paths[v] + sight->paths[p],
								   DBL_MAX);
			if (!isnan(above) && !isnan(c))
				sight->contribution[v] =
					gma_saturated(above * c +
								  (isnan(sight->contribution[v]) ? 0 :
								   sight->contribution[v]));
			if (--sight->waiting[v] == 0)
				sight->queue[tail++] = v;
		}
	}
}

/* ---------- the readers ---------- */

/*
 * line_of_sight(graph, strategic) -> (goal, strategic_goal, distance,
 * contribution, path_count). strategic NULL: the goals with children and no
 * parent.
 */
Datum
gmalign_line_of_sight(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	GmaSight	sight;
	uint8	   *strategic;

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(g, &goals);
	gma_sight_init(&sight, g);
	for (uint32 s = 0; s < g->n; s++)
	{
		GMA_TICK(s);
		if (!strategic[s])
			continue;
		gma_sight_from(&sight, s);
		for (uint32 i = 0; i < sight.nseen; i++)
		{
			uint32		v = sight.seen[i];
			Datum		values[5];
			bool		nulls[5] = {false};

			GMA_TICK(i);
			values[0] = gma_node_key(g, v, goals.type);
			values[1] = gma_node_key(g, s, goals.type);
			values[2] = Int32GetDatum((int32) sight.distance[v]);
			nulls[3] = isnan(sight.contribution[v]);
			values[3] = Float8GetDatum(sight.contribution[v]);
			values[4] = Float8GetDatum(sight.paths[v]);
			gma_reader_row(&reader, values, nulls);
		}
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}

/*
 * goal_closure(graph, goals) -> (goal, ancestor, distance): every goal that
 * each goal reaches, through cycles too, itself left out. goals NULL: all.
 */
Datum
gmalign_goal_closure(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	uint8	   *marked;
	uint32	   *queue;
	uint32	   *distance;

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "goals", &goals);
	marked = gma_mark_goals(g, &goals);
	queue = gma_alloc(g->n, sizeof(uint32));
	distance = gma_alloc(g->n, sizeof(uint32));
	memset(distance, 0xFF, sizeof(uint32) * (size_t) g->n);
	for (uint32 v = 0; v < g->n; v++)
	{
		uint32		count = 1;

		GMA_TICK(v);
		if (!marked[v])
			continue;
		queue[0] = v;
		distance[v] = 0;
		gma_distances(g, g->up_start, g->up_node, queue, &count, distance);
		for (uint32 i = 0; i < count; i++)
		{
			Datum		values[3];
			bool		nulls[3] = {false};

			GMA_TICK(i);
			values[0] = gma_node_key(g, v, goals.type);
			values[1] = gma_node_key(g, queue[i], goals.type);
			values[2] = Int32GetDatum((int32) distance[queue[i]]);
			distance[queue[i]] = GMA_NONE;
			if (i > 0)
				gma_reader_row(&reader, values, nulls);
		}
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}

/*
 * goal_cycles(graph, goals) -> (cycle_no, goal): the goals of every cycle, a
 * goal linked to itself included; with goals, the cycles that hold one of
 * them. Numbered by their first goal.
 */
Datum
gmalign_goal_cycles(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	uint8	   *marked;
	uint32	   *size;
	uint32	   *number;
	uint8	   *wanted;
	uint32		cycles = 0;

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "goals", &goals);
	marked = gma_mark_goals(g, &goals);
	size = gma_alloc_zero(g->head->ngroups, sizeof(uint32));
	number = gma_alloc_zero(g->head->ngroups, sizeof(uint32));
	wanted = gma_alloc_zero(g->head->ngroups, 1);
	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		/* linked to itself: a cycle even alone */
		size[g->group[v]] += g->is_self[v] ? 2 : 1;
		wanted[g->group[v]] |= marked[v];
	}
	for (uint32 v = 0; v < g->n; v++)
	{
		uint32		group = g->group[v];
		Datum		values[2];
		bool		nulls[2] = {false};

		GMA_TICK(v);
		if (size[group] < 2 || !wanted[group])
			continue;
		if (number[group] == 0)
			number[group] = ++cycles;
		values[0] = Int32GetDatum((int32) number[group]);
		values[1] = gma_node_key(g, v, goals.type);
		gma_reader_row(&reader, values, nulls);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}

/*
 * goal_edges(graph, goals) -> (goal, parent, contribution): the acyclic links,
 * each once; with goals, the links of those goals.
 */
Datum
gmalign_goal_edges(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	uint8	   *marked;

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "goals", &goals);
	marked = gma_mark_goals(g, &goals);
	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		for (uint32 i = g->up_start[v]; marked[v] && i < g->up_start[v + 1];
			 i++)
		{
			Datum		values[3];
			bool		nulls[3] = {false};

			if (!gma_is_acyclic_link(g, v, g->up_node[i]))
				continue;
			values[0] = gma_node_key(g, v, goals.type);
			values[1] = gma_node_key(g, g->up_node[i], goals.type);
			nulls[2] = isnan(g->contribution[i]);
			values[2] = Float8GetDatum(g->contribution[i]);
			gma_reader_row(&reader, values, nulls);
		}
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}
