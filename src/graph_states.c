/*-------------------------------------------------------------------------
 *
 * graph_states.c
 *		goal_states: where each goal stands between work and strategy;
 *		state_rows and flow_rows, the same for the views.
 *
 * strategic, aligned (reaches a strategic goal), disconnected (has a parent
 * but reaches none) or unaligned (no parent): the third state is the one a
 * list of links does not show.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "goal_work.h"

PG_FUNCTION_INFO_V1(gmalign_goal_states);
PG_FUNCTION_INFO_V1(gmalign_state_rows);
PG_FUNCTION_INFO_V1(gmalign_flow_rows);

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
uint32 *
gma_depths(const GmaGraph *g, const uint8 *strategic)
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

/* The states by number, as text. */
static void
name_states(Datum *names)
{
	names[GMA_STRATEGIC] = CStringGetTextDatum("strategic");
	names[GMA_ALIGNED] = CStringGetTextDatum("aligned");
	names[GMA_DISCONNECTED] = CStringGetTextDatum("disconnected");
	names[GMA_UNALIGNED] = CStringGetTextDatum("unaligned");
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
	Datum		names[GMA_NSTATES];

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(g, &goals);
	depth = gma_depths(g, strategic);
	cyclic = find_cyclic(g);
	if (counts)
	{
		ancestors = gma_alloc(g->n, sizeof(uint32));
		descendants = gma_alloc(g->n, sizeof(uint32));
		count_reachable(g, ancestors, descendants);
	}

	name_states(names);
	for (uint32 v = 0; v < g->n; v++)
	{
		uint32		parents = g->up_start[v + 1] - g->up_start[v];
		Datum		values[8];
		bool		nulls[8] = {false};

		GMA_TICK(v);
		values[0] = gma_node_key(g, v, goals.type);
		values[1] = names[gma_state(g, v, strategic, depth)];
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

/* days by node; NULL where not known */
typedef struct Days
{
	NullableDatum *first;
	NullableDatum *last;
} Days;

static NullableDatum *
read_days(const GmaGraph *g, FunctionCallInfo fcinfo, int argument,
		  const char *name, const GmaGoals *goals)
{
	NullableDatum *days = gma_alloc(g->n, sizeof(NullableDatum));
	Datum	   *elements;
	bool	   *nulls;
	int			count = 0;

	for (uint32 v = 0; v < g->n; v++)
		days[v].isnull = true;
	if (!PG_ARGISNULL(argument))
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), DATEOID, sizeof(DateADT),
						  true, TYPALIGN_INT, &elements, &nulls, &count);
	if ((uint32) count != goals->count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements, goals has %u", name, count, goals->count),
				 errdetail("The arrays are read side by side.")));
	for (int i = 0; i < count; i++)
	{
		GMA_TICK(i);
		days[goals->nodes[i]].isnull = nulls[i];
		days[goals->nodes[i]].value = elements[i];
	}
	return days;
}

/*
 * The days in which what a goal serves lies as a whole: the latest first day
 * and the earliest last day of its parents, of those that have both.
 */
static void
put_parents_days(const GmaGraph *g, const Days *days, uint32 v, Datum *values,
				 bool *nulls)
{
	DateADT		first = DATEVAL_NOBEGIN;
	DateADT		last = DATEVAL_NOEND;

	nulls[0] = nulls[1] = true;
	for (uint32 i = g->up_start[v]; i < g->up_start[v + 1]; i++)
	{
		uint32		parent = g->up_node[i];

		if (g->contribution[i] < 0 || days->first[parent].isnull || days->last[parent].isnull)
			continue;
		first = Max(first, DatumGetDateADT(days->first[parent].value));
		last = Min(last, DatumGetDateADT(days->last[parent].value));
		nulls[0] = nulls[1] = false;
	}
	values[0] = DateADTGetDatum(first);
	values[1] = DateADTGetDatum(last);
}

/*
 * state_rows(graph, strategic, goal_work [, goals, first_days, last_days]) ->
 * (goal, state, depth, parent_count, child_count, is_in_cycle, is_staffed, fte
 * [, parents_first_day, parents_last_day]), a row per goal.
 */
Datum
gmalign_state_rows(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	bool		is_dated = PG_NARGS() > 3;
	GmaGoals	dated;
	Days		days;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	GmaWork		work = {0};
	uint8	   *strategic;
	uint8	   *cyclic;
	uint8	   *is_staffed;
	uint32	   *depth;
	uint32	   *of_node;
	Datum		names[GMA_NSTATES];

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(g, &goals);
	if (!PG_ARGISNULL(2))
		gma_work_open(PG_GETARG_DATUM(2), &work);
	if (is_dated)
	{
		gma_goals_read(g, fcinfo, 3, "goals", &dated);
		days.first = read_days(g, fcinfo, 4, "first_days", &dated);
		days.last = read_days(g, fcinfo, 5, "last_days", &dated);
	}
	is_staffed = gma_work_staffed(&work, g, strategic, &of_node);
	depth = gma_depths(g, strategic);
	cyclic = find_cyclic(g);
	name_states(names);
	for (uint32 v = 0; v < g->n; v++)
	{
		Datum		values[10];
		bool		nulls[10] = {false};

		GMA_TICK(v);
		values[0] = gma_node_key(g, v, goals.type);
		values[1] = names[gma_state(g, v, strategic, depth)];
		nulls[2] = depth[v] == GMA_NONE;
		values[2] = Int32GetDatum((int32) depth[v]);
		values[3] = Int32GetDatum((int32) (g->up_start[v + 1] -
										   g->up_start[v]));
		values[4] = Int32GetDatum((int32) (g->down_start[v + 1] -
										   g->down_start[v]));
		values[5] = BoolGetDatum(cyclic[v]);
		values[6] = BoolGetDatum(is_staffed[v]);
		values[7] = Float8GetDatum(of_node[v] == GMA_NONE ? 0 :
								   work.goals[of_node[v]].fte);
		if (is_dated)
			put_parents_days(g, &days, v, &values[8], &nulls[8]);
		gma_reader_row(&reader, values, nulls);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}

/*
 * flow_rows(graph, strategic) -> (goal, parent, contribution, depth, state):
 * the links outside cycles that contribute, with where the goal stands.
 */
Datum
gmalign_flow_rows(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	uint8	   *strategic;
	uint32	   *depth;
	Datum		names[GMA_NSTATES];

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(g, &goals);
	depth = gma_depths(g, strategic);
	name_states(names);
	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		for (uint32 i = g->up_start[v]; i < g->up_start[v + 1]; i++)
		{
			Datum		values[5];
			bool		nulls[5] = {false};

			if (!(g->contribution[i] > 0) ||
				!gma_is_acyclic_link(g, v, g->up_node[i]))
				continue;
			values[0] = gma_node_key(g, v, goals.type);
			values[1] = gma_node_key(g, g->up_node[i], goals.type);
			values[2] = Float8GetDatum(g->contribution[i]);
			nulls[3] = depth[v] == GMA_NONE;
			values[3] = Int32GetDatum((int32) depth[v]);
			values[4] = names[gma_state(g, v, strategic, depth)];
			gma_reader_row(&reader, values, nulls);
		}
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}
