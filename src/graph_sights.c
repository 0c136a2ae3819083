/*-------------------------------------------------------------------------
 *
 * graph_sights.c
 *		Whose goals reach strategy: goal_sight, sight_of.
 *
 * How far a goal sees is worked out once for all goals, as a float8[] that
 * belongs to the graph it was made with and lives within one query; a person's
 * sight is the best of his goals', which come as a list.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"

#include "goal_work.h"
#include "graph_rows.h"
#include "points_list.h"

PG_FUNCTION_INFO_V1(gmalign_goal_sight);
PG_FUNCTION_INFO_V1(gmalign_sight_of);

/* the places of a goal in goal_sight */
enum
{
	STATE,
	NEAREST,					/* links to the nearest strategic goal */
	CONTRIBUTION,				/* the strongest; NaN: not known */
	DISTANCE,					/* of the strongest */
	STRATEGIC,					/* its node */
	NPLACES
};

/* Is a sight of this contribution, distance and goal the stronger one? */
static bool
is_stronger(const GmaGraph *g, double contribution, double distance,
			uint32 strategic, const double *than)
{
	double		ours = gma_rounded(contribution);
	double		theirs = gma_rounded(than[CONTRIBUTION]);

	if (isnan(ours) != isnan(theirs))
		return !isnan(ours);
	if (!isnan(ours) && ours != theirs)
		return ours > theirs;
	if (distance != than[DISTANCE])
		return distance < than[DISTANCE];
	return gma_key_precedes(g, strategic, (uint32) than[STRATEGIC]);
}

/*
 * goal_sight(graph, strategic): of every goal its state, its distance, and the
 * strategic goal it contributes most to, ties to the nearer and the smaller
 * key. NEAREST is -1 for a goal that reaches none.
 */
Datum
gmalign_goal_sight(PG_FUNCTION_ARGS)
{
	GmaGraph	g;
	GmaGoals	goals;
	GmaSight	sight;
	uint8	   *strategic;
	uint32	   *depth;
	ArrayType  *result;
	double	   *places;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	gma_graph_open(PG_GETARG_DATUM(0), &g);
	gma_goals_read(&g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(&g, &goals);
	depth = gma_depths(&g, strategic);
	if ((uint64) g.n * NPLACES > (MaxAllocSize - 64) / sizeof(double))
		gma_fail_graph_too_large();
	result = gma_new_array(FLOAT8OID, (int) g.n * NPLACES);
	places = (double *) ARR_DATA_PTR(result);
	for (uint32 v = 0; v < g.n; v++)
	{
		double	   *at = &places[(size_t) v * NPLACES];

		at[STATE] = gma_state(&g, v, strategic, depth);
		at[NEAREST] = -1;
	}
	gma_sight_init(&sight, &g);
	for (uint32 s = 0; s < g.n; s++)
	{
		GMA_TICK(s);
		if (!strategic[s])
			continue;
		gma_sight_from(&sight, s);
		for (uint32 i = 0; i < sight.nseen; i++)
		{
			uint32		v = sight.seen[i];
			double	   *at = &places[(size_t) v * NPLACES];
			double		distance = sight.distance[v];

			GMA_TICK(i);
			if (at[NEAREST] < 0 ||
				is_stronger(&g, sight.contribution[v], distance, s, at))
			{
				at[CONTRIBUTION] = sight.contribution[v];
				at[DISTANCE] = distance;
				at[STRATEGIC] = s;
			}
			if (at[NEAREST] < 0 || distance < at[NEAREST])
				at[NEAREST] = distance;
		}
	}
	PG_RETURN_ARRAYTYPE_P(result);
}

/*
 * sight_of(graph, goal_sight, points_list, goal) -> (goal_count,
 * aligned_count, disconnected_count, unaligned_count, nearest_distance,
 * contribution, strategic_goal): what one person's goals reach.
 */
Datum
gmalign_sight_of(PG_FUNCTION_ARGS)
{
	Datum		values[7] = {0};
	bool		nulls[7] = {false, false, false, false, true, true, true};
	int64		counts[GMA_NSTATES] = {0};
	const double *best = NULL;
	double		nearest = -1;
	GmaGraph	g;
	int64		n = 0;

	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		ArrayType  *array = PG_GETARG_ARRAYTYPE_P(1);
		const double *places = (double *) ARR_DATA_PTR(array);
		GmaPointsList list;

		gma_graph_open(PG_GETARG_DATUM(0), &g);
		if (ARR_HASNULL(array) || ARR_NDIM(array) != 1 ||
			ARR_DIMS(array)[0] != (int64) g.n * NPLACES)
			gma_fail_flat("goal_sight");
		gma_list_open(PG_GETARG_DATUM(2), &list);
		for (uint32 i = 0; i < list.keys.n; i++)
		{
			uint32		v = gma_key_node(&g, gma_keys_get(&list.keys, i),
										 list.keys.kind, list.head->goal_type);
			const double *at;

			GMA_TICK(i + 1);
			if (v == GMA_NONE)
				continue;
			at = &places[(size_t) v * NPLACES];
			if (!(at[STATE] >= 0 && at[STATE] < GMA_NSTATES &&
				  at[NEAREST] < g.n &&
				  at[STRATEGIC] >= 0 && at[STRATEGIC] < g.n))
				gma_fail_flat("goal_sight");
			n++;
			counts[(int) at[STATE]]++;
			if (at[NEAREST] < 0)
				continue;
			if (best == NULL ||
				is_stronger(&g, at[CONTRIBUTION], at[DISTANCE],
							(uint32) at[STRATEGIC], best))
				best = at;
			if (nearest < 0 || at[NEAREST] < nearest)
				nearest = at[NEAREST];
		}
	}
	values[0] = Int64GetDatum(n);
	values[1] = Int64GetDatum(counts[GMA_ALIGNED] + counts[GMA_STRATEGIC]);
	values[2] = Int64GetDatum(counts[GMA_DISCONNECTED]);
	values[3] = Int64GetDatum(counts[GMA_UNALIGNED]);
	if (best != NULL)
	{
		nulls[4] = nulls[6] = false;
		values[4] = Int32GetDatum((int32) nearest);
		nulls[5] = isnan(best[CONTRIBUTION]);
		values[5] = Float8GetDatum(best[CONTRIBUTION]);
		values[6] = gma_node_key(&g, (uint32) best[STRATEGIC],
								 gma_argument_type(fcinfo, 3));
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(gma_result_desc(fcinfo), values, nulls)));
}
