/*-------------------------------------------------------------------------
 *
 * points_list_sight.c
 *		A list of goals and their line of sight: where its points go, and
 *		whether a strategic goal is reached at all.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph_reader.h"
#include "points_list.h"

PG_FUNCTION_INFO_V1(gmalign_lift_list);
PG_FUNCTION_INFO_V1(gmalign_goals_in_sight);
PG_FUNCTION_INFO_V1(gmalign_list_in_sight);

static void
put_named(GmaNamedGoal *named, GmaKey key, double weight, bool is_strategic,
		  GmaKeyKind kind)
{
	named->key = key;
	named->weight = weight;
	named->is_strategic = is_strategic;
	named->kind = kind;
	named->statement = GMA_NONE;
}

/*
 * lift_list(points_list, goal_lift) -> points_list: net points of every goal
 * they go to. A goal without a line of sight keeps its own.
 */
Datum
gmalign_lift_list(PG_FUNCTION_ARGS)
{
	GmaPointsList list;
	GmaLift		lift;
	GmaNamedGoal *moved;
	uint64		max = 0;
	uint32		n = 0;
	uint32		out = 0;
	uint32	   *place;
	Datum		value;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(1))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	gma_list_open(PG_GETARG_DATUM(0), &list);
	gma_lift_open(PG_GETARG_DATUM(1), &lift);
	if (lift.keys.n > 0)
		gma_check_key_type("goal", list.head->goal_type, list.keys.kind,
						   lift.keys.kind, lift.type);
	place = gma_alloc(Max(list.keys.n, 1), sizeof(uint32));
	for (uint32 i = 0; i < list.keys.n; i++)
	{
		GMA_TICK(i + 1);
		if (isnan(list.cells[i].points))
			continue;
		place[i] = lift.keys.n == 0 ? GMA_NONE :
			gma_lift_find(&lift, gma_keys_get(&list.keys, i));
		max += place[i] == GMA_NONE ? 1 :
			lift.start[place[i] + 1] - lift.start[place[i]];
	}
	if (max > PG_UINT32_MAX)
		gma_fail_too_many();
	moved = gma_alloc(Max(max, 1), sizeof(GmaNamedGoal));
	for (uint32 i = 0; i < list.keys.n; i++)
	{
		const GmaListedGoal *cell = &list.cells[i];

		GMA_TICK(i + 1);
		if (isnan(cell->points))
			continue;
		if (place[i] == GMA_NONE)
		{
			put_named(&moved[n++], gma_keys_get(&list.keys, i), cell->points,
					  cell->is_strategic, list.keys.kind);
			continue;
		}
		for (uint32 k = lift.start[place[i]]; k < lift.start[place[i] + 1]; k++)
			put_named(&moved[n++],
					  gma_keys_get(&lift.keys, lift.entries[k].goal),
					  cell->points * lift.entries[k].share,
					  lift.entries[k].is_strategic, list.keys.kind);
	}
	gma_named_sort(moved, n);
	for (uint32 i = 0; i < n;)
	{
		GmaNamedGoal goal = moved[i];
		GmaSum		sum = {0, 0};

		for (; i < n && gma_named_compare(&moved[i], &goal) == 0; i++)
		{
			gma_sum_add(&sum, moved[i].weight);
			goal.is_strategic |= moved[i].is_strategic;
		}
		goal.weight = gma_sum_value(&sum);
		/* what helps and what harms cancel but for rounding: no side */
		if (gma_rounded(goal.weight) == 0)
			goal.weight = 0;
		moved[out++] = goal;
	}
	value = gma_list_new(list.head, moved, out);
	pfree(place);
	pfree(moved);
	PG_RETURN_DATUM(value);
}

/*
 * goals_in_sight(graph, strategic) -> points_list: every goal of the graph,
 * strategic where it is or reaches a strategic goal, over whatever link;
 * strategic NULL: the goals with children and no parent.
 */
Datum
gmalign_goals_in_sight(PG_FUNCTION_ARGS)
{
	GmaGraph	g;
	GmaGoals	goals;
	const uint8 *strategic;
	uint32	   *depth;
	uint32	   *queue;
	uint32		nqueue = 0;
	GmaListHead head;
	GmaNamedGoal *named;
	Datum		value;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	gma_graph_open(PG_GETARG_DATUM(0), &g);
	gma_goals_read(&g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(&g, &goals);
	depth = gma_alloc(Max(g.n, 1), sizeof(uint32));
	queue = gma_alloc(Max(g.n, 1), sizeof(uint32));
	named = gma_alloc(Max(g.n, 1), sizeof(GmaNamedGoal));
	for (uint32 v = 0; v < g.n; v++)
	{
		depth[v] = strategic[v] ? 0 : GMA_NONE;
		if (strategic[v])
			queue[nqueue++] = v;
	}
	gma_distances(&g, g.down_start, g.down_node, queue, &nqueue, depth);
	for (uint32 v = 0; v < g.n; v++)
	{
		Datum		key = gma_node_key(&g, v, g.kind == GMA_KEY_INT ? INT8OID :
									   g.head->key_type);

		GMA_TICK(v);
		put_named(&named[v], gma_key_of(key, INT8OID, g.kind), NAN,
				  depth[v] != GMA_NONE, g.kind);
	}
	gma_named_sort(named, g.n);
	memset(&head, 0, sizeof(head));
	head.goal_type = g.head->key_type;
	head.goal_kind = g.kind;
	value = gma_list_new(&head, named, g.n);
	pfree(depth);
	pfree(queue);
	pfree(named);
	PG_RETURN_DATUM(value);
}

/*
 * list_in_sight(points_list, goals_in_sight): whether any of its goals is or
 * reaches a strategic goal; NULL when none of them is in the graph.
 */
Datum
gmalign_list_in_sight(PG_FUNCTION_ARGS)
{
	GmaPointsList list;
	GmaPointsList sight;
	bool		is_known = false;

	gma_list_open(PG_GETARG_DATUM(0), &list);
	gma_list_open(PG_GETARG_DATUM(1), &sight);
	if (sight.keys.n == 0 || list.keys.n == 0)
		PG_RETURN_NULL();
	gma_check_key_type("goal", list.head->goal_type, list.keys.kind,
					   sight.keys.kind, sight.head->goal_type);
	for (uint32 i = 0; i < list.keys.n; i++)
	{
		uint32		at = gma_keys_find(&sight.keys, gma_keys_get(&list.keys, i));

		GMA_TICK(i + 1);
		if (at == GMA_NONE)
			continue;
		if (sight.cells[at].is_strategic)
			PG_RETURN_BOOL(true);
		is_known = true;
	}
	if (!is_known)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(false);
}
