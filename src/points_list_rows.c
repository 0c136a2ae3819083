/*-------------------------------------------------------------------------
 *
 * points_list_rows.c
 *		Reading lists of goals: their goals as rows, and three of them side by
 *		side as one row.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/tuplestore.h"

#include "points_list.h"

PG_FUNCTION_INFO_V1(gmalign_listed_goals);
PG_FUNCTION_INFO_V1(gmalign_compare_lists);

/* listed_goals(points_list, goal): its goals, in the type of the second */
Datum
gmalign_listed_goals(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Oid			type = gma_argument_type(fcinfo, 1);
	Oid			asked = gma_asked_type(fcinfo, 1);
	GmaPointsList list;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	gma_list_open(PG_GETARG_DATUM(0), &list);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   list.keys.kind, list.head->goal_type);
	for (uint32 i = 0; i < list.keys.n; i++)
	{
		Datum		value = gma_key_datum(gma_keys_get(&list.keys, i),
										  list.keys.kind, asked);
		bool		is_null = false;

		GMA_TICK(i + 1);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, &value,
							 &is_null);
	}
	return (Datum) 0;
}

/* ---------- comparing ---------- */

/* what two lists lose against each other, and how much there is */
typedef struct Loss
{
	double		total;			/* SUM |x| + |y| */
	double		loss;			/* SUM |x - y| */
	double		opposed;
} Loss;

/*
 * Only goals of both lists need be looked at: what one has alone is lost as a
 * whole. The shorter list is walked, its goals are found in the other.
 */
static void
compare_lists(const GmaPointsList *a, const GmaPointsList *b, Loss *result)
{
	GmaSum		common = {0, 0};
	GmaSum		opposed = {0, 0};

	if (a->keys.n > b->keys.n)
	{
		const GmaPointsList *longer = a;

		a = b;
		b = longer;
	}
	for (uint32 i = 0; i < a->keys.n; i++)
	{
		uint32		at = gma_keys_find(&b->keys, gma_keys_get(&a->keys, i));
		double		x = a->cells[i].points;
		double		y;

		GMA_TICK(i + 1);
		if (at == GMA_NONE)
			continue;
		y = b->cells[at].points;
		if (isnan(x) || isnan(y))
			continue;
		gma_sum_add(&common, fabs(x) + fabs(y) - fabs(x - y));
		if (gma_loss_kind(x, y) == GMA_LOSS_OPPOSED)
			gma_sum_add(&opposed, fabs(x - y));
	}
	result->total = a->head->mass + b->head->mass;
	result->loss = result->total - gma_sum_value(&common);
	result->opposed = gma_sum_value(&opposed);
}

static double
score(const Loss *loss)
{
	return gma_shown(gma_clamp(1 - loss->loss / loss->total, 0, 1));
}

/* Share of a list's points on strategic goals. */
static double
reach_share(const GmaPointsList *list)
{
	return list->head->mass > 0 ?
		gma_shown(list->head->strategic_mass / list->head->mass) : 0;
}

/* Of the goals that are not strategic the one with most points. */
static uint32
find_unseen(const GmaPointsList *list)
{
	double		most = -1;
	uint32		unseen = GMA_NONE;

	for (uint32 i = 0; i < list->keys.n; i++)
	{
		const GmaListedGoal *cell = &list->cells[i];

		GMA_TICK(i + 1);
		/* on a tie the smaller key, which comes first */
		if (cell->is_strategic || !(gma_rounded(fabs(cell->points)) > most))
			continue;
		most = gma_rounded(fabs(cell->points));
		unseen = i;
	}
	return unseen;
}

static bool
read_list(FunctionCallInfo fcinfo, int argument, const GmaPointsList *first, GmaPointsList *list)
{
	if (PG_ARGISNULL(argument))
		return false;
	gma_list_open(PG_GETARG_DATUM(argument), list);
	if (first != NULL)
		gma_check_key_type("goal", list->head->goal_type, list->keys.kind,
						   first->keys.kind, first->head->goal_type);
	return true;
}

/*
 * compare_lists(own, unit, strategy, goal) -> one row, its columns as in
 * sql/kernels/points_list.sql; the goal in the type of the fourth argument.
 */
Datum
gmalign_compare_lists(PG_FUNCTION_ARGS)
{
	Oid			type = gma_argument_type(fcinfo, 3);
	GmaPointsList own;
	GmaPointsList unit;
	GmaPointsList strategy;
	bool		has_own = read_list(fcinfo, 0, NULL, &own);
	bool		has_unit = read_list(fcinfo, 1, has_own ? &own : NULL, &unit);
	bool		has_strategy = read_list(fcinfo, 2, has_own ? &own :
										 has_unit ? &unit : NULL, &strategy);
	Loss		loss;
	Datum		values[8] = {0};
	bool		nulls[8];

	memset(nulls, true, sizeof(nulls));
	nulls[0] = false;
	values[0] = Int64GetDatum(has_own ? own.head->nweighed : 0);
	if (has_own && own.head->is_weighed)
	{
		uint32		unseen = find_unseen(&own);

		if (has_unit && unit.head->mass > 0)
		{
			compare_lists(&own, &unit, &loss);
			nulls[1] = false;
			values[1] = Float8GetDatum(score(&loss));
		}
		if (has_strategy && strategy.head->mass > 0)
		{
			compare_lists(&own, &strategy, &loss);
			nulls[2] = nulls[4] = false;
			values[2] = Float8GetDatum(score(&loss));
			values[4] = Float8GetDatum(gma_shown(loss.opposed / loss.total));
		}
		nulls[5] = !has_strategy;
		values[5] = Float8GetDatum(reach_share(&own));
		nulls[7] = unseen == GMA_NONE || !has_strategy;
		if (!nulls[7])
		{
			gma_check_key_type("the goal asked for", type, gma_key_kind(type),
							   own.keys.kind, own.head->goal_type);
			values[7] = gma_key_datum(gma_keys_get(&own.keys, unseen),
									  own.keys.kind, gma_asked_type(fcinfo, 3));
		}
	}
	if (has_unit && unit.head->is_weighed)
	{
		if (has_strategy)
		{
			compare_lists(&unit, &strategy, &loss);
			nulls[3] = loss.total == 0;
			values[3] = Float8GetDatum(nulls[3] ? 0 : score(&loss));
		}
		nulls[6] = !has_strategy;
		values[6] = Float8GetDatum(reach_share(&unit));
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(gma_result_desc(fcinfo),
													  values, nulls)));
}
