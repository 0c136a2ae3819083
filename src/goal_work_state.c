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

#include "utils/memutils.h"

#include "goal_work.h"

PG_FUNCTION_INFO_V1(gmalign_goal_work_accum);
PG_FUNCTION_INFO_V1(gmalign_goal_work_combine);
PG_FUNCTION_INFO_V1(gmalign_goal_work_serialize);
PG_FUNCTION_INFO_V1(gmalign_goal_work_deserialize);
PG_FUNCTION_INFO_V1(gmalign_goal_work_final);

typedef struct Entry
{
	int64		key;			/* itself, or its place in bytes */
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

typedef struct WorkState
{
	MemoryContext context;
	Oid			type;
	GmaKeyKind	kind;
	Entry	   *entries;
	uint32		n;
	uint32		max;
	uint32	   *slots;			/* hash table: index + 1, 0 is free */
	uint32		nslots;			/* a power of two */
	StringInfoData bytes;		/* byte keys, each with its length */
	uint64		move;			/* moves so far */
	int64		idle;
} WorkState;

static WorkState *
state_create(MemoryContext context, Oid type)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	WorkState  *st = palloc0(sizeof(WorkState));

	st->context = context;
	st->type = type;
	st->kind = gma_key_kind(type);
	st->max = 64;
	st->entries = gma_alloc(st->max, sizeof(Entry));
	st->nslots = 256;
	st->slots = gma_alloc_zero(st->nslots, sizeof(uint32));
	initStringInfo(&st->bytes);
	MemoryContextSwitchTo(caller);
	return st;
}

static GmaKey
entry_key(const WorkState *st, int64 key)
{
	GmaKey		result = {key, NULL, 0};

	if (st->kind != GMA_KEY_INT)
	{
		memcpy(&result.length, st->bytes.data + key, sizeof(uint32));
		result.bytes = st->bytes.data + key + sizeof(uint32);
	}
	return result;
}

static void
put_slot(WorkState *st, uint32 entry)
{
	uint32		slot = gma_key_hash(entry_key(st, st->entries[entry].key), st->kind);

	for (slot &= st->nslots - 1; st->slots[slot] != 0;)
		slot = (slot + 1) & (st->nslots - 1);
	st->slots[slot] = entry + 1;
}

/*
 * The place of a goal, new or known. It may move what is at other places, so
 * entries is read after the call, never beside it in one expression.
 */
static uint32
find_entry(WorkState *st, GmaKey goal)
{
	uint32		slot = gma_key_hash(goal, st->kind) & (st->nslots - 1);
	Entry	   *entry;

	for (; st->slots[slot] != 0; slot = (slot + 1) & (st->nslots - 1))
		if (gma_key_compare(entry_key(st, st->entries[st->slots[slot] - 1].key),
							goal, st->kind) == 0)
			return st->slots[slot] - 1;

	if (st->n == st->max)
	{
		if (st->max > PG_UINT32_MAX / 8)
			gma_fail_overflow();
		st->max *= 2;
		st->entries = repalloc_huge(st->entries, st->max * sizeof(Entry));
		pfree(st->slots);
		st->nslots = st->max * 4;
		st->slots = MemoryContextAllocHuge(st->context, st->nslots * sizeof(uint32));
		memset(st->slots, 0, st->nslots * sizeof(uint32));
		for (uint32 i = 0; i < st->n; i++)
			put_slot(st, i);
	}
	entry = &st->entries[st->n];
	memset(entry, 0, sizeof(Entry));
	entry->key = goal.ikey;
	if (st->kind != GMA_KEY_INT)
	{
		entry->key = st->bytes.len;
		appendBinaryStringInfo(&st->bytes, (char *) &goal.length, sizeof(uint32));
		appendBinaryStringInfo(&st->bytes, goal.bytes, goal.length);
	}
	put_slot(st, st->n);
	return st->n++;
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
		uint32		at;
		Entry	   *entry;

		if (!lift->is_strategic || !(lift->share > 0))
			continue;
		serves = true;
		at = find_entry(st, gma_keys_get(&p->goals, lift->goal));
		entry = &st->entries[at];
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
			uint32		at;
			Entry	   *entry;

			GMA_TICK(c + 1);
			if (share == 0)
				continue;
			at = find_entry(st, gma_keys_get(&p->goals, cell->goal));
			entry = &st->entries[at];
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
	return value;
}

/*
 * goal_work_accum(state, party_points, goal, fte, cost, people): a move, or
 * with a goal what people beside the moves spend on it.
 */
Datum
gmalign_goal_work_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	WorkState  *st = gma_internal_state(fcinfo, &context);
	double		fte;
	double		cost;

	if (PG_ARGISNULL(1) && PG_ARGISNULL(2))
		return gma_internal_result(fcinfo, st);
	fte = amount(fcinfo, 3, "fte");
	cost = amount(fcinfo, 4, "cost");
	if (st == NULL)
		st = state_create(context, gma_argument_type(fcinfo, 2));
	if (!PG_ARGISNULL(1))
	{
		GmaPoints	points;

		gma_points_open(PG_GETARG_DATUM(1), &points);
		gma_check_key_type("a goal of the move", points.goal_type,
						   points.goals.kind, st->kind, st->type);
		add_move(st, &points, fte, cost);
	}
	if (!PG_ARGISNULL(2))
	{
		uint32		at = find_entry(st, gma_key_of(PG_GETARG_DATUM(2), st->type,
												   st->kind));
		Entry	   *entry = &st->entries[at];

		entry->is_worked = true;
		if (!isnan(fte))
			gma_sum_add(&entry->fte, fte);
		if (!isnan(cost))
		{
			entry->has_cost = true;
			gma_sum_add(&entry->cost, cost);
		}
		entry->people += PG_ARGISNULL(5) ? 0 : PG_GETARG_INT64(5);
	}
	PG_RETURN_POINTER(st);
}

/* Add what a value holds to a state. */
static void
add_value(WorkState *st, const GmaWork *work)
{
	for (uint32 i = 0; i < work->keys.n; i++)
	{
		const GmaWorkGoal *from = &work->goals[i];
		uint32		at = find_entry(st, gma_keys_get(&work->keys, i));
		Entry	   *entry = &st->entries[at];

		GMA_TICK(i);
		gma_sum_add(&entry->fte, from->fte);
		if (!isnan(from->cost))
		{
			entry->has_cost = true;
			gma_sum_add(&entry->cost, from->cost);
		}
		gma_sum_add(&entry->split, from->moves_split);
		entry->moves += from->moves;
		entry->people += from->people;
		entry->serving += from->serving;
		entry->is_worked |= from->is_worked;
	}
	st->idle += work->idle;
}

static int
compare_entries(const void *a, const void *b, void *arg)
{
	const WorkState *st = arg;
	uint32		x = *(const uint32 *) a;
	uint32		y = *(const uint32 *) b;

	CHECK_FOR_INTERRUPTS();
	return gma_key_compare(entry_key(st, st->entries[x].key),
						   entry_key(st, st->entries[y].key), st->kind);
}

static double
summed(const GmaSum *sum)
{
	if (unlikely(isinf(sum->hi)))
		gma_fail_overflow();
	return gma_sum_value(sum);
}

/* A state as a value, its goals ascending. */
static GmaWorkHead *
make_value(WorkState *st)
{
	uint32	   *order = gma_alloc(st->n, sizeof(uint32));
	GmaWorkHead head;
	GmaWorkHead *value;
	GmaWork		work;

	for (uint32 i = 0; i < st->n; i++)
		order[i] = i;
	qsort_arg(order, st->n, sizeof(uint32), compare_entries, st);
	memset(&head, 0, sizeof(head));
	head.flat.magic = GMA_WORK_MAGIC;
	head.key_type = st->type;
	head.key_kind = st->kind;
	head.ngoals = st->n;
	head.idle = st->idle;
	if (st->kind != GMA_KEY_INT)
		head.nbytes = st->bytes.len - st->n * sizeof(uint32);
	value = gma_flat_new(&head, sizeof(head), gma_work_layout(&head, &work));
	gma_work_layout(value, &work);
	for (uint32 i = 0; i < st->n; i++)
	{
		const Entry *entry = &st->entries[order[i]];
		GmaWorkGoal *goal = &work.goals[i];

		GMA_TICK(i);
		gma_keys_put(&work.keys, i, entry_key(st, entry->key));
		goal->fte = summed(&entry->fte);
		goal->cost = entry->has_cost ? summed(&entry->cost) : NAN;
		goal->moves_split = summed(&entry->split);
		goal->moves = entry->moves;
		goal->people = entry->people;
		goal->serving = entry->serving;
		goal->is_worked = entry->is_worked;
	}
	pfree(order);
	return value;
}

/* goal_work_final(state): the value */
Datum
gmalign_goal_work_final(PG_FUNCTION_ARGS)
{
	WorkState  *st = gma_internal_state(fcinfo, NULL);

	if (st == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(make_value(st));
}

/* goal_work_combine(state, state): a move is in one of them only */
Datum
gmalign_goal_work_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	WorkState  *into = gma_internal_state(fcinfo, &context);
	WorkState  *from;
	GmaWorkHead *value;
	GmaWork		work;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (WorkState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->type);
	value = make_value(from);
	gma_work_layout(value, &work);
	add_value(into, &work);
	pfree(value);
	PG_RETURN_POINTER(into);
}

/* goal_work_serialize(state): for a parallel worker's leader, the value */
Datum
gmalign_goal_work_serialize(PG_FUNCTION_ARGS)
{
	WorkState  *st = gma_internal_state(fcinfo, NULL);

	PG_RETURN_BYTEA_P(gma_flat_send(PointerGetDatum(make_value(st))));
}

/* goal_work_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_goal_work_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	GmaWorkHead *value;
	WorkState  *st;
	GmaWork		work;

	gma_internal_message(fcinfo, &buf);
	value = gma_flat_recv(&buf);
	gma_work_open(PointerGetDatum(value), &work);
	st = state_create(CurrentMemoryContext, work.type);
	add_value(st, &work);
	pfree(value);
	PG_RETURN_POINTER(st);
}
