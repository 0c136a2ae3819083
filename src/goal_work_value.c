/*-------------------------------------------------------------------------
 *
 * goal_work_value.c
 *		goal_work: a flat value, and how it travels. Goals ascend, so that one is
 *		found by halving.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "goal_work.h"

PG_FUNCTION_INFO_V1(gmalign_goal_work_in);
PG_FUNCTION_INFO_V1(gmalign_goal_work_out);
PG_FUNCTION_INFO_V1(gmalign_goal_work_recv);
PG_FUNCTION_INFO_V1(gmalign_goal_work_send);

size_t
gma_work_layout(const GmaWorkHead *head, GmaWork *work)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(GmaWorkHead))};

	work->type = head->key_type;
	work->idle = head->idle;
	gma_flat_keys(&flat, &work->keys, head->key_kind, head->ngoals,
				  head->nbytes);
	work->goals = gma_flat_array(&flat, head->ngoals, sizeof(GmaWorkGoal));
	return flat.at - (char *) head;
}

void
gma_work_open(Datum value, GmaWork *work)
{
	const GmaWorkHead *head;

	head = (const GmaWorkHead *) gma_flat_open(value, GMA_WORK_MAGIC,
											   sizeof(GmaWorkHead), "goal_work");
	if (gma_work_layout(head, work) != VARSIZE(head))
		gma_fail_flat("goal_work");
}

/* The node of a goal; GMA_NONE: it is not in the graph. */
uint32
gma_key_node(const GmaGraph *g, GmaKey key, GmaKeyKind kind, Oid type)
{
	gma_check_key_type("goal", type, kind, g->kind, g->head->key_type);
	if (kind == GMA_KEY_INT)
		type = INT8OID;
	return gma_find_node(g, gma_key_datum(key, kind, type), type);
}

/*
 * Marks the goals that somebody works on, by node: strategic goals are not
 * staffed, only served. of_node: where a node is among the goals of the work,
 * GMA_NONE when it is not.
 */
uint8 *
gma_work_staffed(const GmaWork *work, const GmaGraph *g,
				 const uint8 *strategic, uint32 **of_node)
{
	uint8	   *is_staffed = gma_alloc_zero(g->n, 1);

	*of_node = gma_alloc(g->n, sizeof(uint32));
	memset(*of_node, 0xFF, sizeof(uint32) * (size_t) g->n);
	for (uint32 i = 0; i < work->keys.n; i++)
	{
		uint32		node = gma_key_node(g, gma_keys_get(&work->keys, i),
										work->keys.kind, work->type);

		GMA_TICK(i);
		if (node == GMA_NONE)
			continue;
		(*of_node)[node] = i;
		is_staffed[node] = work->goals[i].is_worked && !strategic[node];
	}
	return is_staffed;
}

/* ---------- input and output ---------- */

/* Less than the last digit of its sum? */
static bool
is_rest(double rest, double sum)
{
	return sum + rest == sum;
}

static bool
is_good(const GmaWork *work, const GmaWorkHead *head)
{
	if (!gma_keys_good(&work->keys, head->nbytes) ||
		!gma_keys_ascend(&work->keys) || head->idle < 0)
		return false;
	for (uint32 i = 0; i < work->keys.n; i++)
	{
		const GmaWorkGoal *goal = &work->goals[i];

		GMA_TICK(i);
		if (!(goal->fte >= 0 && isfinite(goal->fte)) ||
			!(isnan(goal->cost) || (goal->cost >= 0 && isfinite(goal->cost))) ||
			!(goal->moves_split >= 0 && isfinite(goal->moves_split)) ||
			!is_rest(goal->fte_rest, goal->fte) ||
			!is_rest(goal->cost_rest, isnan(goal->cost) ? 0 : goal->cost) ||
			!is_rest(goal->split_rest, goal->moves_split) ||
			goal->moves < 0 || goal->people < 0 || goal->serving < 0 ||
			goal->is_worked > 1 || goal->unused != 0)
			return false;
	}
	return true;
}

static Datum
believe(void *bytes)
{
	GmaWorkHead *head = bytes;
	GmaWork		work;

	if (VARSIZE(head) < sizeof(GmaWorkHead) ||
		head->flat.magic != GMA_WORK_MAGIC ||
		!gma_is_kind_of(head->key_type, head->key_kind) ||
		gma_work_layout(head, &work) != VARSIZE(head) ||
		!is_good(&work, head))
		gma_fail_flat("goal_work");
	return PointerGetDatum(head);
}

Datum
gmalign_goal_work_in(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_in(PG_GETARG_CSTRING(0), "goal_work"));
}

Datum
gmalign_goal_work_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(gma_flat_out(PG_GETARG_DATUM(0)));
}

Datum
gmalign_goal_work_recv(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_recv((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
gmalign_goal_work_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(gma_flat_send(PG_GETARG_DATUM(0)));
}
