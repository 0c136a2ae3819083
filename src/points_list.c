/*-------------------------------------------------------------------------
 *
 * points_list.c
 *		A list of goals as points: a person's own, a unit's, the strategy.
 *
 * points_list gathers a list and shares 1 out over it by weight; lift_list
 * moves the points up as goal_lift says; compare_lists lays three lists side
 * by side. Goals ascend in the value, so that comparing is one merge, and a
 * unit's list is made once for all its people.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <float.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "graph_reader.h"
#include "party_points.h"

PG_FUNCTION_INFO_V1(gmalign_points_list_accum);
PG_FUNCTION_INFO_V1(gmalign_points_list_combine);
PG_FUNCTION_INFO_V1(gmalign_points_list_serialize);
PG_FUNCTION_INFO_V1(gmalign_points_list_deserialize);
PG_FUNCTION_INFO_V1(gmalign_points_list_final);
PG_FUNCTION_INFO_V1(gmalign_points_list_in);
PG_FUNCTION_INFO_V1(gmalign_points_list_out);
PG_FUNCTION_INFO_V1(gmalign_points_list_recv);
PG_FUNCTION_INFO_V1(gmalign_points_list_send);
PG_FUNCTION_INFO_V1(gmalign_lift_list);
PG_FUNCTION_INFO_V1(gmalign_compare_lists);
PG_FUNCTION_INFO_V1(gmalign_listed_goals);
PG_FUNCTION_INFO_V1(gmalign_goals_in_sight);
PG_FUNCTION_INFO_V1(gmalign_list_in_sight);

#define GMA_LIST_MAGIC 0x474D4B01

/* ---------- the value ---------- */

typedef struct ListHead
{
	GmaFlatHead flat;
	Oid			goal_type;
	uint32		goal_kind;
	uint32		n;				/* goals named */
	uint32		goal_bytes;
	uint32		nweighed;		/* those of them with a weight */
	uint32		is_weighed;		/* does any weigh something? */
	double		mass;			/* SUM |points| */
	double		strategic_mass; /* of strategic goals */
} ListHead;

typedef struct ListedGoal
{
	double		points;			/* NaN: without a weight */
	uint32		is_strategic;
	uint32		unused;
} ListedGoal;

/* an opened points_list */
typedef struct PointsList
{
	const ListHead *head;
	GmaKeys		keys;			/* ascending */
	ListedGoal *cells;
} PointsList;

static size_t
list_layout(const ListHead *head, PointsList *list)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(ListHead))};

	list->head = head;
	gma_flat_keys(&flat, &list->keys, head->goal_kind, head->n,
				  head->goal_bytes);
	list->cells = gma_flat_array(&flat, head->n, sizeof(ListedGoal));
	return flat.at - (char *) head;
}

static void
list_open(Datum value, PointsList *list)
{
	const ListHead *head;

	head = (const ListHead *) gma_flat_open(value, GMA_LIST_MAGIC,
											sizeof(ListHead), "points_list");
	if (list_layout(head, list) != VARSIZE(head))
		gma_fail_flat("points_list");
}

/* ---------- building ---------- */

/* a goal as it came: weight, later points */
typedef struct Named
{
	GmaKey		key;
	double		weight;			/* NaN: not known */
	bool		is_strategic;
	uint8		kind;			/* for the comparison */
	uint32		statement;		/* its place; GMA_NONE: stands by itself */
} Named;

static void
put_named(Named *named, GmaKey key, double weight, bool is_strategic,
		  GmaKeyKind kind)
{
	named->key = key;
	named->weight = weight;
	named->is_strategic = is_strategic;
	named->kind = kind;
	named->statement = GMA_NONE;
}

static int
compare_named(const void *a, const void *b)
{
	const Named *x = a;
	const Named *y = b;

	CHECK_FOR_INTERRUPTS();
	return gma_key_compare(x->key, y->key, x->kind);
}

/* Mostly a handful. */
static void
sort_named(Named *named, uint32 n)
{
	if (n > 32)
	{
		qsort(named, n, sizeof(Named), compare_named);
		return;
	}
	for (uint32 i = 1; i < n; i++)
	{
		Named		item = named[i];
		uint32		j = i;

		for (; j > 0 && gma_key_compare(named[j - 1].key, item.key, item.kind) > 0; j--)
			named[j] = named[j - 1];
		named[j] = item;
	}
}

/* A value of n goals, ascending and distinct, whose weights are points. */
static Datum
list_new(const ListHead *like, const Named *named, uint32 n)
{
	ListHead	head = *like;
	ListHead   *value;
	PointsList	list;
	GmaSum		mass = {0, 0};
	GmaSum		strategic = {0, 0};

	head.flat.magic = GMA_LIST_MAGIC;
	head.n = n;
	head.goal_bytes = 0;
	for (uint32 i = 0; i < n; i++)
	{
		head.goal_bytes += named[i].key.length;
		if (!head.is_weighed || isnan(named[i].weight))
			continue;
		gma_sum_add(&mass, fabs(named[i].weight));
		if (named[i].is_strategic)
			gma_sum_add(&strategic, fabs(named[i].weight));
	}
	head.mass = gma_sum_value(&mass);
	head.strategic_mass = gma_sum_value(&strategic);
	value = gma_flat_new(&head, sizeof(head), list_layout(&head, &list));
	list_layout(value, &list);
	for (uint32 i = 0; i < n; i++)
	{
		gma_keys_put(&list.keys, i, named[i].key);
		list.cells[i].points = named[i].weight;
		list.cells[i].is_strategic = named[i].is_strategic;
	}
	return PointerGetDatum(value);
}

/* ---------- the aggregate ---------- */

/* what was said in one place, such as a move, of which the latest day counts */
typedef struct Statement
{
	GmaKey		key;
	DateADT		stated_on;
} Statement;

typedef struct ListState
{
	Oid			goal_type;
	GmaKeyKind	goal_kind;
	Oid			statement_type;
	GmaKeyKind	statement_kind;
	uint32		n;
	uint32		max;
	uint32		nstatements;
	uint32		maxstatements;
	Named	   *named;
	Statement  *statements;
} ListState;

static ListState *
state_create(MemoryContext context, Oid type, uint32 max)
{
	ListState  *st = MemoryContextAllocZero(context, sizeof(ListState));

	st->goal_type = type;
	st->goal_kind = gma_key_kind(type);
	st->max = Max(max, 4);
	st->named = MemoryContextAllocHuge(context, mul_size(st->max, sizeof(Named)));
	return st;
}

static GmaKey
keep_key(MemoryContext context, GmaKey key, GmaKeyKind kind)
{
	if (kind != GMA_KEY_INT)
	{
		char	   *bytes = MemoryContextAlloc(context, Max(key.length, 1));

		memcpy(bytes, key.bytes, key.length);
		key.bytes = bytes;
	}
	return key;
}

static void
state_add(MemoryContext context, ListState *st, const Named *from)
{
	Named	   *item;

	if (st->n == st->max)
	{
		if (st->max > PG_UINT32_MAX / 2)
			gma_fail_overflow();
		st->max *= 2;
		st->named = repalloc_huge(st->named, mul_size(st->max, sizeof(Named)));
	}
	item = &st->named[st->n++];
	*item = *from;
	item->key = keep_key(context, from->key, st->goal_kind);
	item->kind = st->goal_kind;
}

/*
 * The place of a statement of that day; what an earlier one said is dropped.
 * GMA_NONE: a later one is known.
 */
static uint32
state_statement(MemoryContext context, ListState *st, GmaKey key,
				DateADT stated_on)
{
	uint32		at;
	uint32		n = 0;

	for (at = st->nstatements; at-- > 0;)
		if (gma_key_compare(st->statements[at].key, key, st->statement_kind) == 0)
			break;
	if (at == GMA_NONE)
	{
		if (st->nstatements == st->maxstatements)
		{
			uint32		max = Max(st->maxstatements * 2, 4);

			if (st->statements == NULL)
				st->statements = MemoryContextAllocHuge(context, mul_size(max, sizeof(Statement)));
			else
				st->statements = repalloc_huge(st->statements, mul_size(max, sizeof(Statement)));
			st->maxstatements = max;
		}
		at = st->nstatements++;
		st->statements[at].key = keep_key(context, key, st->statement_kind);
		st->statements[at].stated_on = stated_on;
	}
	else if (stated_on < st->statements[at].stated_on)
		return GMA_NONE;
	else if (stated_on > st->statements[at].stated_on)
	{
		for (uint32 i = 0; i < st->n; i++)
			if (st->named[i].statement != at)
				st->named[n++] = st->named[i];
		st->n = n;
		st->statements[at].stated_on = stated_on;
	}
	return at;
}

/*
 * points_list_accum(state, goal, weight, is_strategic [, statement,
 * stated_on]); goal NULL: no goal. With a statement and a day the row is a
 * part of what was said there that day, and a weight of 0 or less names no
 * goal.
 */
Datum
gmalign_points_list_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	ListState  *st = gma_internal_state(fcinfo, &context);
	Named		item = {{0}, NAN, false, GMA_KEY_INT, GMA_NONE};

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, st);
	if (st == NULL)
		st = state_create(context, gma_argument_type(fcinfo, 1), 4);
	if (!PG_ARGISNULL(2))
		item.weight = PG_GETARG_FLOAT8(2);
	item.is_strategic = !PG_ARGISNULL(3) && PG_GETARG_BOOL(3);
	if (PG_NARGS() > 4 && !PG_ARGISNULL(4) && !PG_ARGISNULL(5))
	{
		if (st->statement_type == InvalidOid)
		{
			st->statement_type = gma_argument_type(fcinfo, 4);
			st->statement_kind = gma_key_kind(st->statement_type);
		}
		item.statement = state_statement(context, st,
										 gma_key_of(PG_GETARG_DATUM(4), st->statement_type,
													st->statement_kind),
										 PG_GETARG_DATEADT(5));
		if (!PG_ARGISNULL(2))
			gma_check_finite("weight", item.weight);
		if (item.statement == GMA_NONE || !(item.weight > 0))
			PG_RETURN_POINTER(st);
	}
	else if (!PG_ARGISNULL(2))
		gma_check_range("weight", item.weight, 0, DBL_MAX,
						"A goal that nobody wants has the weight 0.");
	item.key = gma_key_of(PG_GETARG_DATUM(1), st->goal_type, st->goal_kind);
	state_add(context, st, &item);
	PG_RETURN_POINTER(st);
}

/* Another state's rows. */
static void
state_merge(MemoryContext context, ListState *into, const ListState *from)
{
	uint32	   *place = palloc(sizeof(uint32) * Max(from->nstatements, 1));

	if (into->statement_type == InvalidOid)
	{
		into->statement_type = from->statement_type;
		into->statement_kind = from->statement_kind;
	}
	for (uint32 i = 0; i < from->nstatements; i++)
		place[i] = state_statement(context, into, from->statements[i].key,
								   from->statements[i].stated_on);
	for (uint32 i = 0; i < from->n; i++)
	{
		Named		item = from->named[i];

		GMA_TICK(i + 1);
		if (item.statement != GMA_NONE)
		{
			item.statement = place[item.statement];
			if (item.statement == GMA_NONE)
				continue;
		}
		state_add(context, into, &item);
	}
	pfree(place);
}

/* points_list_combine(state, state): the goals of both */
Datum
gmalign_points_list_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	ListState  *into = gma_internal_state(fcinfo, &context);
	ListState  *from;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (ListState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->goal_type, from->n);
	state_merge(context, into, from);
	PG_RETURN_POINTER(into);
}

static void
send_key(StringInfo buf, GmaKey key, GmaKeyKind kind)
{
	if (kind == GMA_KEY_INT)
		pq_sendint64(buf, key.ikey);
	else
	{
		pq_sendint32(buf, key.length);
		pq_sendbytes(buf, key.bytes, key.length);
	}
}

static GmaKey
receive_key(StringInfo buf, GmaKeyKind kind)
{
	GmaKey		key = {0, NULL, 0};

	if (kind == GMA_KEY_INT)
		key.ikey = pq_getmsgint64(buf);
	else
	{
		key.length = pq_getmsgint(buf, 4);
		key.bytes = pq_getmsgbytes(buf, key.length);
	}
	return key;
}

/* points_list_serialize(state): for a parallel worker's leader */
Datum
gmalign_points_list_serialize(PG_FUNCTION_ARGS)
{
	ListState  *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, st->goal_type);
	pq_sendint32(&buf, st->statement_type);
	pq_sendint32(&buf, st->n);
	pq_sendint32(&buf, st->nstatements);
	for (uint32 i = 0; i < st->nstatements; i++)
	{
		GMA_TICK(i + 1);
		send_key(&buf, st->statements[i].key, st->statement_kind);
		pq_sendint32(&buf, st->statements[i].stated_on);
	}
	for (uint32 i = 0; i < st->n; i++)
	{
		const Named *item = &st->named[i];

		GMA_TICK(i + 1);
		send_key(&buf, item->key, st->goal_kind);
		pq_sendfloat8(&buf, item->weight);
		pq_sendbyte(&buf, item->is_strategic);
		pq_sendint32(&buf, item->statement);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* points_list_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_points_list_deserialize(PG_FUNCTION_ARGS)
{
	MemoryContext context = CurrentMemoryContext;
	StringInfoData buf;
	ListState  *st;
	Oid			type;
	Oid			statement_type;
	uint32		n;
	uint32		nstatements;

	gma_internal_message(fcinfo, &buf);
	type = pq_getmsgint(&buf, 4);
	statement_type = pq_getmsgint(&buf, 4);
	n = pq_getmsgint(&buf, 4);
	nstatements = pq_getmsgint(&buf, 4);
	st = state_create(context, type, n);
	st->statement_type = statement_type;
	if (statement_type != InvalidOid)
		st->statement_kind = gma_key_kind(statement_type);
	for (uint32 i = 0; i < nstatements; i++)
	{
		GmaKey		key = receive_key(&buf, st->statement_kind);

		GMA_TICK(i + 1);
		state_statement(context, st, key, pq_getmsgint(&buf, 4));
	}
	for (uint32 i = 0; i < n; i++)
	{
		Named		item = {receive_key(&buf, st->goal_kind)};

		GMA_TICK(i + 1);
		item.weight = pq_getmsgfloat8(&buf);
		item.is_strategic = pq_getmsgbyte(&buf) != 0;
		item.statement = pq_getmsgint(&buf, 4);
		state_add(context, st, &item);
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}

/*
 * points_list: a goal named more than once counts once, with its largest
 * weight; one without a weight is named but has no points. Weights become
 * shares of their sum; when that is 0 they stay.
 */
Datum
gmalign_points_list_final(PG_FUNCTION_ARGS)
{
	ListState  *st = gma_internal_state(fcinfo, NULL);
	ListHead	head;
	Named	   *named;
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
	named = gma_alloc(Max(st->n, 1), sizeof(Named));
	memcpy(named, st->named, sizeof(Named) * st->n);
	sort_named(named, st->n);
	for (uint32 i = 0; i < st->n;)
	{
		Named		goal = named[i++];

		GMA_TICK(i);
		for (; i < st->n && compare_named(&named[i], &goal) == 0; i++)
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
	if (unlikely(!isfinite(total)))
		gma_fail_overflow();
	head.is_weighed = total > 0;
	for (uint32 i = 0; head.is_weighed && i < n; i++)
		named[i].weight /= total;
	value = list_new(&head, named, n);
	pfree(named);
	PG_RETURN_DATUM(value);
}

/*
 * lift_list(points_list, goal_lift) -> points_list: net points of every goal
 * they go to. A goal without a line of sight keeps its own.
 */
Datum
gmalign_lift_list(PG_FUNCTION_ARGS)
{
	PointsList	list;
	GmaLift		lift;
	Named	   *moved;
	uint64		max = 0;
	uint32		n = 0;
	uint32		out = 0;
	uint32	   *place;
	Datum		value;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(1))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	list_open(PG_GETARG_DATUM(0), &list);
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
		gma_fail_overflow();
	moved = gma_alloc(Max(max, 1), sizeof(Named));
	for (uint32 i = 0; i < list.keys.n; i++)
	{
		const ListedGoal *cell = &list.cells[i];

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
	sort_named(moved, n);
	for (uint32 i = 0; i < n;)
	{
		Named		goal = moved[i];
		GmaSum		sum = {0, 0};

		for (; i < n && compare_named(&moved[i], &goal) == 0; i++)
		{
			gma_sum_add(&sum, moved[i].weight);
			goal.is_strategic |= moved[i].is_strategic;
		}
		goal.weight = gma_sum_value(&sum);
		/* what helps and what harms cancel but for rounding: no side */
		if (fabs(goal.weight) <= GMA_TIE)
			goal.weight = 0;
		moved[out++] = goal;
	}
	value = list_new(list.head, moved, out);
	pfree(place);
	pfree(moved);
	PG_RETURN_DATUM(value);
}

/* listed_goals(points_list, goal): its goals, in the type of the second */
Datum
gmalign_listed_goals(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Oid			type = gma_argument_type(fcinfo, 1);
	PointsList	list;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	list_open(PG_GETARG_DATUM(0), &list);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   list.keys.kind, list.head->goal_type);
	for (uint32 i = 0; i < list.keys.n; i++)
	{
		Datum		value = gma_key_datum(gma_keys_get(&list.keys, i),
										  list.keys.kind, type);
		bool		is_null = false;

		GMA_TICK(i + 1);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, &value,
							 &is_null);
	}
	return (Datum) 0;
}

/* ---------- line of sight ---------- */

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
	ListHead	head;
	Named	   *named;
	Datum		value;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	gma_graph_open(PG_GETARG_DATUM(0), &g);
	gma_goals_read(&g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(&g, &goals);
	depth = gma_alloc(Max(g.n, 1), sizeof(uint32));
	queue = gma_alloc(Max(g.n, 1), sizeof(uint32));
	named = gma_alloc(Max(g.n, 1), sizeof(Named));
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
	sort_named(named, g.n);
	memset(&head, 0, sizeof(head));
	head.goal_type = g.head->key_type;
	head.goal_kind = g.kind;
	value = list_new(&head, named, g.n);
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
	PointsList	list;
	PointsList	sight;
	bool		is_known = false;

	list_open(PG_GETARG_DATUM(0), &list);
	list_open(PG_GETARG_DATUM(1), &sight);
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
compare_lists(const PointsList *a, const PointsList *b, Loss *result)
{
	GmaSum		common = {0, 0};
	GmaSum		opposed = {0, 0};

	if (a->keys.n > b->keys.n)
	{
		const PointsList *longer = a;

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
	return gma_clamp(1 - loss->loss / loss->total, 0, 1);
}

/* Share of a list's points on strategic goals. */
static double
reach_share(const PointsList *list)
{
	return list->head->mass > 0 ?
		list->head->strategic_mass / list->head->mass : 0;
}

/* Of the goals that are not strategic the one with most points. */
static uint32
find_unseen(const PointsList *list)
{
	double		most = -1;
	uint32		unseen = GMA_NONE;

	for (uint32 i = 0; i < list->keys.n; i++)
	{
		const ListedGoal *cell = &list->cells[i];

		GMA_TICK(i + 1);
		/* on a tie the smaller key, which comes first */
		if (cell->is_strategic || !(fabs(cell->points) > most + GMA_TIE))
			continue;
		most = fabs(cell->points);
		unseen = i;
	}
	return unseen;
}

static bool
read_list(FunctionCallInfo fcinfo, int argument, const PointsList *first, PointsList *list)
{
	if (PG_ARGISNULL(argument))
		return false;
	list_open(PG_GETARG_DATUM(argument), list);
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
	TupleDesc	desc;
	Oid			type = gma_argument_type(fcinfo, 3);
	PointsList	own;
	PointsList	unit;
	PointsList	strategy;
	bool		has_own = read_list(fcinfo, 0, NULL, &own);
	bool		has_unit = read_list(fcinfo, 1, has_own ? &own : NULL, &unit);
	bool		has_strategy = read_list(fcinfo, 2, has_own ? &own :
										 has_unit ? &unit : NULL, &strategy);
	Loss		loss;
	Datum		values[8] = {0};
	bool		nulls[8];

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
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
			values[4] = Float8GetDatum(loss.opposed / loss.total);
		}
		nulls[5] = false;
		values[5] = Float8GetDatum(reach_share(&own));
		nulls[7] = unseen == GMA_NONE;
		if (!nulls[7])
		{
			gma_check_key_type("the goal asked for", type, gma_key_kind(type),
							   own.keys.kind, own.head->goal_type);
			values[7] = gma_key_datum(gma_keys_get(&own.keys, unseen),
									  own.keys.kind, type);
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
		nulls[6] = false;
		values[6] = Float8GetDatum(reach_share(&unit));
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc),
													  values, nulls)));
}

/* ---------- input and output ---------- */

static bool
is_good(const PointsList *list)
{
	const ListHead *head = list->head;

	if (!gma_keys_good(&list->keys, head->goal_bytes) || head->is_weighed > 1 ||
		head->nweighed > head->n ||
		!(head->mass >= 0 && isfinite(head->mass)) ||
		!(head->strategic_mass >= 0 && head->strategic_mass <= head->mass))
		return false;
	for (uint32 i = 0; i < head->n; i++)
	{
		GMA_TICK(i + 1);
		if (i > 0 &&
			gma_key_compare(gma_keys_get(&list->keys, i - 1),
							gma_keys_get(&list->keys, i), list->keys.kind) >= 0)
			return false;
		if (list->cells[i].is_strategic > 1 ||
			isinf(list->cells[i].points))
			return false;
	}
	return true;
}

static Datum
believe(void *bytes)
{
	ListHead   *head = bytes;
	PointsList	list;

	if (VARSIZE(head) < sizeof(ListHead) || head->flat.magic != GMA_LIST_MAGIC ||
		head->goal_kind < GMA_KEY_INT || head->goal_kind > GMA_KEY_TEXT ||
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
