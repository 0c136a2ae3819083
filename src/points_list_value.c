/*-------------------------------------------------------------------------
 *
 * points_list_value.c
 *		points_list: a list of goals and the points of each, as a value.
 *
 * Its goals ascend, so that a goal is found by halving. Their points and those
 * of them that are strategic are summed once: one list is compared with many.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "points_list.h"

PG_FUNCTION_INFO_V1(gmalign_points_list_final);
PG_FUNCTION_INFO_V1(gmalign_points_list_in);
PG_FUNCTION_INFO_V1(gmalign_points_list_out);
PG_FUNCTION_INFO_V1(gmalign_points_list_recv);
PG_FUNCTION_INFO_V1(gmalign_points_list_send);

static size_t
list_layout(const GmaListHead *head, GmaPointsList *list)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(GmaListHead))};

	list->head = head;
	gma_flat_keys(&flat, &list->keys, head->goal_kind, head->n,
				  head->goal_bytes);
	list->cells = gma_flat_array(&flat, head->n, sizeof(GmaListedGoal));
	return flat.at - (char *) head;
}

void
gma_list_open(Datum value, GmaPointsList *list)
{
	const GmaListHead *head;

	head = (const GmaListHead *) gma_flat_open(value, GMA_LIST_MAGIC,
											   sizeof(GmaListHead), "points_list");
	if (list_layout(head, list) != VARSIZE(head))
		gma_fail_flat("points_list");
}

/* ---------- building ---------- */

int
gma_named_compare(const void *a, const void *b)
{
	const GmaNamedGoal *x = a;
	const GmaNamedGoal *y = b;

	CHECK_FOR_INTERRUPTS();
	return gma_key_compare(x->key, y->key, x->kind);
}

/* Mostly a handful. */
void
gma_named_sort(GmaNamedGoal *named, uint32 n)
{
	if (n > 32)
	{
		qsort(named, n, sizeof(GmaNamedGoal), gma_named_compare);
		return;
	}
	for (uint32 i = 1; i < n; i++)
	{
		GmaNamedGoal item = named[i];
		uint32		j = i;

		for (; j > 0 && gma_key_compare(named[j - 1].key, item.key, item.kind) > 0; j--)
			named[j] = named[j - 1];
		named[j] = item;
	}
}

/* What the points of a list are in magnitude, and those of strategic goals. */
static void
sum_points(const GmaPointsList *list, double *mass, double *strategic_mass)
{
	GmaSum		sum = {0, 0};
	GmaSum		strategic = {0, 0};

	for (uint32 i = 0; list->head->is_weighed && i < list->keys.n; i++)
	{
		if (isnan(list->cells[i].points))
			continue;
		gma_sum_add(&sum, fabs(list->cells[i].points));
		if (list->cells[i].is_strategic)
			gma_sum_add(&strategic, fabs(list->cells[i].points));
	}
	*mass = gma_sum_value(&sum);
	*strategic_mass = gma_sum_value(&strategic);
}

/* A value of n goals, ascending and distinct, whose weights are points. */
Datum
gma_list_new(const GmaListHead *like, const GmaNamedGoal *named, uint32 n)
{
	GmaListHead head = *like;
	GmaListHead *value;
	GmaPointsList list;

	head.flat.magic = GMA_LIST_MAGIC;
	head.n = n;
	head.goal_bytes = 0;
	for (uint32 i = 0; i < n; i++)
		head.goal_bytes += named[i].key.length;
	value = gma_flat_new(&head, sizeof(head), list_layout(&head, &list));
	list_layout(value, &list);
	for (uint32 i = 0; i < n; i++)
	{
		gma_keys_put(&list.keys, i, named[i].key);
		list.cells[i].points = named[i].weight;
		list.cells[i].is_strategic = named[i].is_strategic;
	}
	sum_points(&list, &value->mass, &value->strategic_mass);
	return PointerGetDatum(value);
}

/*
 * points_list: a goal named more than once counts once, with its largest
 * weight; one without a weight is named but has no points. Weights become
 * shares of their sum; when that is 0 they stay.
 */
Datum
gmalign_points_list_final(PG_FUNCTION_ARGS)
{
	GmaListState *st = gma_internal_state(fcinfo, NULL);
	GmaListHead head;
	GmaNamedGoal *named;
	GmaSum		sum = {0, 0};
	double		total;
	uint32		n = 0;
	Datum		value;

	if (st == NULL)
		PG_RETURN_NULL();
	memset(&head, 0, sizeof(head));
	head.goal_type = st->goal_type;
	head.goal_kind = st->goal_kind;
	/* the state stays as it is: a window may ask again */
	named = gma_alloc(Max(st->n, 1), sizeof(GmaNamedGoal));
	memcpy(named, st->named, sizeof(GmaNamedGoal) * st->n);
	gma_named_sort(named, st->n);
	for (uint32 i = 0; i < st->n;)
	{
		GmaNamedGoal goal = named[i++];

		GMA_TICK(i);
		for (; i < st->n && gma_named_compare(&named[i], &goal) == 0; i++)
		{
			if (isnan(goal.weight) || named[i].weight > goal.weight)
				goal.weight = named[i].weight;
			goal.is_strategic |= named[i].is_strategic;
		}
		named[n++] = goal;
		if (isnan(goal.weight))
			continue;
		head.nweighed++;
		gma_sum_add(&sum, goal.weight);
	}
	total = gma_sum_value(&sum);
	head.is_weighed = total > 0;
	for (uint32 i = 0; head.is_weighed && i < n; i++)
		named[i].weight /= total;
	value = gma_list_new(&head, named, n);
	pfree(named);
	PG_RETURN_DATUM(value);
}

/* ---------- input and output ---------- */

static bool
is_good(const GmaPointsList *list)
{
	const GmaListHead *head = list->head;
	double		mass;
	double		strategic_mass;

	if (!gma_keys_good(&list->keys, head->goal_bytes) ||
		!gma_keys_ascend(&list->keys) || head->is_weighed > 1 ||
		head->nweighed > head->n)
		return false;
	for (uint32 i = 0; i < head->n; i++)
	{
		GMA_TICK(i + 1);
		if (list->cells[i].is_strategic > 1 ||
			isinf(list->cells[i].points))
			return false;
	}
	sum_points(list, &mass, &strategic_mass);
	return isfinite(mass) && head->mass == mass &&
		head->strategic_mass == strategic_mass;
}

static Datum
believe(void *bytes)
{
	GmaListHead *head = bytes;
	GmaPointsList list;

	if (VARSIZE(head) < sizeof(GmaListHead) || head->flat.magic != GMA_LIST_MAGIC ||
		!gma_is_kind_of(head->goal_type, head->goal_kind) ||
		list_layout(head, &list) != VARSIZE(head) || !is_good(&list))
		gma_fail_flat("points_list");
	return PointerGetDatum(head);
}

Datum
gmalign_points_list_in(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_in(PG_GETARG_CSTRING(0), "points_list"));
}

Datum
gmalign_points_list_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(gma_flat_out(PG_GETARG_DATUM(0)));
}

Datum
gmalign_points_list_recv(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_recv((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
gmalign_points_list_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(gma_flat_send(PG_GETARG_DATUM(0)));
}
