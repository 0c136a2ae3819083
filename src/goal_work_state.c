/*-------------------------------------------------------------------------
 *
 * goal_work_state.c
 *		Gathering what moves and people spend on each goal.
 *
 * A move counts in full: its capacity, its cost and itself are split over the
 * goals that somebody gives positive points, in proportion to these points.
 * Whoever works on a goal beside the moves adds capacity to it. Each move also
 * counts once for every strategic goal that one of its goals serves, and once
 * as idle when one of them serves none.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/expandeddatum.h"
#include "utils/memutils.h"

#include "goal_work.h"
#include "key_table.h"

PG_FUNCTION_INFO_V1(gmalign_goal_work_accum);
PG_FUNCTION_INFO_V1(gmalign_goal_work_people);
PG_FUNCTION_INFO_V1(gmalign_goal_work_combine);
PG_FUNCTION_INFO_V1(gmalign_goal_work_final);

typedef struct Entry
{
	GmaTableEntry head;
	GmaSum		fte;
	GmaSum		cost;
	GmaSum		split;
	int64		moves;
	int64		people;
	int64		serving;
	uint64		counted;		/* the last move counted in moves, ... */
	uint64		served;			/* ... and in serving */
	bool		has_cost;
	bool		is_worked;
} Entry;

/*
 * A goal_work that grows: an expanded object, so that a state that comes from
 * elsewhere, a worker or another machine, is a goal_work like any other.
 */
typedef struct WorkState
{
	ExpandedObjectHeader head;
	Oid			type;
	GmaKeyTable table;			/* of Entry */
	uint64		move;			/* moves so far */
	int64		idle;
	GmaWorkHead *flat;			/* while it is being flattened */
} WorkState;

static GmaWorkHead *make_value(WorkState *st);

/* The size of the flat value, which is made for it ... */
static Size
flat_size(ExpandedObjectHeader *head)
{
	WorkState  *st = (WorkState *) head;
	MemoryContext caller = MemoryContextSwitchTo(st->head.eoh_context);

	if (st->flat != NULL)
		pfree(st->flat);
	st->flat = make_value(st);
	MemoryContextSwitchTo(caller);
	return VARSIZE(st->flat);
}

/* ... and taken here, once. */
static void
flatten(ExpandedObjectHeader *head, void *result, Size size)
{
	WorkState  *st = (WorkState *) head;

	memcpy(result, st->flat, size);
	pfree(st->flat);
	st->flat = NULL;
}

static const ExpandedObjectMethods methods = {flat_size, flatten};

static WorkState *
state_create(MemoryContext parent, Oid type)
{
	MemoryContext context = AllocSetContextCreate(parent, "gmalign goal_work", ALLOCSET_DEFAULT_SIZES);
	WorkState  *st = MemoryContextAllocZero(context, sizeof(WorkState));

	EOH_init_header(&st->head, &methods, context);
	st->type = type;
	gma_table_init(&st->table, context, gma_key_kind(type), sizeof(Entry));
	return st;
}

/* The object behind a datum, if it is one; else it is flat. */
static WorkState *
grown(Datum value)
{
	WorkState  *st;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)))
		return NULL;
	st = (WorkState *) DatumGetEOHP(value);
	return st->head.eoh_methods == &methods ? st : NULL;
}

/* Points above 0 of a cell; 0: the voice is not heard or does not want it. */
static inline double
wanted(const GmaVoice *voice, const GmaCell *cell)
{
	return voice->total > 0 && cell->priority > 0 ?
		cell->priority / voice->total : 0;
}

/* A goal of a move, for the first time: which strategic goals it serves. */
static bool
add_served(WorkState *st, const GmaPoints *p, uint32 goal)
{
	bool		serves = false;

	for (uint32 i = p->lift_start[goal]; i < p->lift_start[goal + 1]; i++)
	{
		const GmaLiftEntry *lift = &p->lifts[i];
		Entry	   *entry;

		if (!lift->is_strategic || !(lift->share > 0))
			continue;
		serves = true;
		entry = gma_table_find(&st->table, gma_keys_get(&p->goals, lift->goal));
		if (entry->served != st->move)
			entry->serving++;
		entry->served = st->move;
	}
	return serves;
}

/* A move: capacity and cost are NaN when nobody knows them. */
static void
add_move(WorkState *st, const GmaPoints *p, double fte, double cost)
{
	GmaSum		total = {0, 0};
	double		all;
	bool		is_idle = false;

	for (uint32 v = 0; v < p->voice_keys.n; v++)
		for (uint32 c = p->cell_start[v]; c < p->cell_start[v + 1]; c++)
			gma_sum_add(&total, wanted(&p->voices[v], &p->cells[c]));
	all = gma_sum_value(&total);
	if (all == 0)
		return;
	st->move++;
	for (uint32 v = 0; v < p->voice_keys.n; v++)
		for (uint32 c = p->cell_start[v]; c < p->cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &p->cells[c];
			double		share = wanted(&p->voices[v], cell) / all;
			Entry	   *entry;

			GMA_TICK(c + 1);
			if (share == 0)
				continue;
			entry = gma_table_find(&st->table, gma_keys_get(&p->goals, cell->goal));
			entry->is_worked = true;
			gma_sum_add(&entry->split, share);
			if (!isnan(fte))
				gma_sum_add(&entry->fte, fte * share);
			if (!isnan(cost))
			{
				entry->has_cost = true;
				gma_sum_add(&entry->cost, cost * share);
			}
			if (entry->counted == st->move)
				continue;
			entry->moves++;
			entry->counted = st->move;
			is_idle |= !add_served(st, p, cell->goal);
		}
	st->idle += is_idle;
}

static double
amount(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double		value;

	if (PG_ARGISNULL(argument))
		return NAN;
	value = PG_GETARG_FLOAT8(argument);
	gma_check_range(name, value, 0, INFINITY,
					"Capacity and cost are amounts of work and money.");
	return gma_saturated(value);
}

/* Add a sum as a value has it: the number, and what that left of it. */
static inline void
add_sum(GmaSum *sum, double value, double rest)
{
	gma_sum_add(sum, value);
	gma_sum_add(sum, rest);
}

/* Add what a value holds to a state. */
static void
add_value(WorkState *st, const GmaWork *work)
{
	gma_check_key_type("a goal", work->type, work->keys.kind, st->table.kind,
					   st->type);
	for (uint32 i = 0; i < work->keys.n; i++)
	{
		const GmaWorkGoal *from = &work->goals[i];
		Entry	   *entry = gma_table_find(&st->table, gma_keys_get(&work->keys, i));

		GMA_TICK(i);
		add_sum(&entry->fte, from->fte, from->fte_rest);
		if (!isnan(from->cost))
		{
			entry->has_cost = true;
			add_sum(&entry->cost, from->cost, from->cost_rest);
		}
		add_sum(&entry->split, from->moves_split, from->split_rest);
		entry->moves += from->moves;
		entry->people += from->people;
		entry->serving += from->serving;
		entry->is_worked |= from->is_worked;
	}
	st->idle += work->idle;
}

/*
 * Argument 0 as a state that may grow: the aggregate's own, or a copy of what
 * somebody passes by hand. NULL where it is NULL and type is invalid.
 */
static WorkState *
state_for_update(FunctionCallInfo fcinfo, Oid type)
{
	MemoryContext context = CurrentMemoryContext;
	bool		is_own = AggCheckCallContext(fcinfo, &context);
	WorkState  *st;
	GmaWork		work;

	if (PG_ARGISNULL(0))
		return OidIsValid(type) ? state_create(context, type) : NULL;
	st = grown(PG_GETARG_DATUM(0));
	if (st != NULL && is_own)
		return st;
	gma_work_open(PG_GETARG_DATUM(0), &work);
	st = state_create(context, work.type);
	add_value(st, &work);
	return st;
}

static Datum
state_result(FunctionCallInfo fcinfo, WorkState *st)
{
	if (st == NULL)
		PG_RETURN_NULL();
	return EOHPGetRWDatum(&st->head);
}

/*
 * goal_work_accum(goal_work, party_points, fte, cost): a move.
 */
Datum
gmalign_goal_work_accum(PG_FUNCTION_ARGS)
{
	GmaPoints	points;
	WorkState  *st;
	double		fte;
	double		cost;

	if (PG_ARGISNULL(1))
		return state_result(fcinfo, state_for_update(fcinfo, InvalidOid));
	fte = amount(fcinfo, 2, "fte");
	cost = amount(fcinfo, 3, "cost");
	gma_points_open(PG_GETARG_DATUM(1), &points);
	st = state_for_update(fcinfo, points.goal_type);
	gma_check_key_type("a goal of the move", points.goal_type,
					   points.goals.kind, st->table.kind, st->type);
	add_move(st, &points, fte, cost);
	return state_result(fcinfo, st);
}

/*
 * goal_work_people(goal_work, goal, fte, people): what people beside the moves
 * spend on a goal.
 */
Datum
gmalign_goal_work_people(PG_FUNCTION_ARGS)
{
	Oid			type = gma_argument_type(fcinfo, 1);
	WorkState  *st;
	Entry	   *entry;
	double		fte;

	if (PG_ARGISNULL(1))
		return state_result(fcinfo, state_for_update(fcinfo, InvalidOid));
	fte = amount(fcinfo, 2, "fte");
	st = state_for_update(fcinfo, type);
	gma_check_key_type("a goal", type, gma_key_kind(type), st->table.kind, st->type);
	entry = gma_table_find(&st->table, gma_key_of(PG_GETARG_DATUM(1), type, st->table.kind));
	entry->is_worked = true;
	if (!isnan(fte))
		gma_sum_add(&entry->fte, fte);
	entry->people += PG_ARGISNULL(3) ? 0 : PG_GETARG_INT64(3);
	return state_result(fcinfo, st);
}

/* A sum as a number, and what that leaves of it. */
static double
summed(const GmaSum *sum, double *rest)
{
	double		value = gma_sum_value(sum);

	*rest = isfinite(value) ? sum->lo - (value - sum->hi) : 0;
	return gma_saturated(value);
}

/* A state as a value, its goals ascending. */
static GmaWorkHead *
make_value(WorkState *st)
{
	const GmaKeyTable *table = &st->table;
	void	  **sorted = gma_table_sorted(table);
	GmaWorkHead head;
	GmaWorkHead *value;
	GmaWork		work;

	memset(&head, 0, sizeof(head));
	head.flat.magic = GMA_WORK_MAGIC;
	head.key_type = st->type;
	head.key_kind = table->kind;
	head.ngoals = table->n;
	head.idle = st->idle;
	if (table->kind != GMA_KEY_INT)
		head.nbytes = table->bytes.len - table->n * sizeof(uint32);
	value = gma_flat_new(&head, sizeof(head), gma_work_layout(&head, &work));
	gma_work_layout(value, &work);
	for (uint32 i = 0; i < table->n; i++)
	{
		const Entry *entry = sorted[i];
		GmaWorkGoal *goal = &work.goals[i];

		GMA_TICK(i);
		gma_keys_put(&work.keys, i, gma_table_key(table, entry));
		goal->fte = summed(&entry->fte, &goal->fte_rest);
		goal->cost = entry->has_cost ? summed(&entry->cost, &goal->cost_rest) : NAN;
		goal->moves_split = summed(&entry->split, &goal->split_rest);
		goal->moves = entry->moves;
		goal->people = entry->people;
		goal->serving = entry->serving;
		goal->is_worked = entry->is_worked;
	}
	pfree(sorted);
	return value;
}

/* goal_work_final(goal_work): flat, as its readers take it */
Datum
gmalign_goal_work_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(PG_DETOAST_DATUM(PG_GETARG_DATUM(0)));
}

/* What two values say about one goal. */
static void
add_goal(GmaWorkGoal *into, const GmaWorkGoal *from)
{
	GmaSum		fte = {into->fte, into->fte_rest};
	GmaSum		cost = {into->cost, into->cost_rest};
	GmaSum		split = {into->moves_split, into->split_rest};

	add_sum(&fte, from->fte, from->fte_rest);
	into->fte = summed(&fte, &into->fte_rest);
	if (isnan(into->cost))
	{
		into->cost = from->cost;
		into->cost_rest = from->cost_rest;
	}
	else if (!isnan(from->cost))
	{
		add_sum(&cost, from->cost, from->cost_rest);
		into->cost = summed(&cost, &into->cost_rest);
	}
	add_sum(&split, from->moves_split, from->split_rest);
	into->moves_split = summed(&split, &into->split_rest);
	into->moves += from->moves;
	into->people += from->people;
	into->serving += from->serving;
	into->is_worked |= from->is_worked;
}

/*
 * Two values as one: both ascend, so that they are gone through side by side,
 * once to count the goals and once to lay them out.
 */
static GmaWorkHead *
merge_values(const GmaWork *a, const GmaWork *b)
{
	GmaWorkHead head;
	GmaWorkHead *value = NULL;
	GmaWork		both;

	gma_check_key_type("a goal", b->type, b->keys.kind, a->keys.kind, a->type);
	memset(&head, 0, sizeof(head));
	head.flat.magic = GMA_WORK_MAGIC;
	head.key_type = a->type;
	head.key_kind = a->keys.kind;
	head.idle = a->idle + b->idle;
	for (int pass = 0; pass < 2; pass++)
	{
		uint32		i = 0;
		uint32		k = 0;
		uint32		n = 0;

		while (i < a->keys.n || k < b->keys.n)
		{
			int			cmp = i == a->keys.n ? 1 : k == b->keys.n ? -1 :
				gma_key_compare(gma_keys_get(&a->keys, i), gma_keys_get(&b->keys, k),
								a->keys.kind);
			GmaKey		key = cmp <= 0 ? gma_keys_get(&a->keys, i) : gma_keys_get(&b->keys, k);

			GMA_TICK(n);
			if (value == NULL)
				head.nbytes += key.length;
			else
			{
				gma_keys_put(&both.keys, n, key);
				both.goals[n] = cmp <= 0 ? a->goals[i] : b->goals[k];
				if (cmp == 0)
					add_goal(&both.goals[n], &b->goals[k]);
			}
			i += cmp <= 0;
			k += cmp >= 0;
			n++;
		}
		if (value != NULL)
			break;
		head.ngoals = n;
		value = gma_flat_new(&head, sizeof(head), gma_work_layout(&head, &both));
		gma_work_layout(value, &both);
	}
	return value;
}

/*
 * goal_work_combine(goal_work, goal_work): a move is in one of them only. By
 * hand, of two values that lie there, as well as for the aggregate.
 */
Datum
gmalign_goal_work_combine(PG_FUNCTION_ARGS)
{
	WorkState  *into;
	GmaWork		work;
	GmaWork		other;

	if (PG_ARGISNULL(1))
		return state_result(fcinfo, state_for_update(fcinfo, InvalidOid));
	gma_work_open(PG_GETARG_DATUM(1), &work);
	if (!PG_ARGISNULL(0) && AggCheckCallContext(fcinfo, NULL) == 0)
	{
		gma_work_open(PG_GETARG_DATUM(0), &other);
		PG_RETURN_POINTER(merge_values(&other, &work));
	}
	into = state_for_update(fcinfo, work.type);
	add_value(into, &work);
	return state_result(fcinfo, into);
}
