/*-------------------------------------------------------------------------
 *
 * goal_work.c
 *		goal_work: what moves and people spend on each goal.
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

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "goal_work.h"

PG_FUNCTION_INFO_V1(gmalign_goal_work_accum);
PG_FUNCTION_INFO_V1(gmalign_goal_work_combine);
PG_FUNCTION_INFO_V1(gmalign_goal_work_serialize);
PG_FUNCTION_INFO_V1(gmalign_goal_work_deserialize);
PG_FUNCTION_INFO_V1(gmalign_goal_work_final);
PG_FUNCTION_INFO_V1(gmalign_goal_work_in);
PG_FUNCTION_INFO_V1(gmalign_goal_work_out);
PG_FUNCTION_INFO_V1(gmalign_goal_work_recv);
PG_FUNCTION_INFO_V1(gmalign_goal_work_send);
PG_FUNCTION_INFO_V1(gmalign_work_rows);
PG_FUNCTION_INFO_V1(gmalign_reach_rows);

/* ---------- the value ---------- */

typedef struct WorkHead
{
	GmaFlatHead flat;
	Oid			key_type;
	uint32		key_kind;
	uint32		ngoals;
	uint32		nbytes;
	int64		idle;
} WorkHead;

static size_t
work_layout(const WorkHead *head, GmaWork *work)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(WorkHead))};

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
	const WorkHead *head;

	head = (const WorkHead *) gma_flat_open(value, GMA_WORK_MAGIC,
											sizeof(WorkHead), "goal_work");
	if (work_layout(head, work) !=
		VARSIZE(head))
		gma_fail_flat("goal_work");
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
	if (work->keys.n > 0)
		gma_check_key_type("a goal worked on", work->type, work->keys.kind,
						   g->kind, g->head->key_type);
	for (uint32 i = 0; i < work->keys.n; i++)
	{
		Oid			type = g->kind == GMA_KEY_INT ? INT8OID : work->type;
		uint32		node = gma_find_node(g, gma_key_datum(gma_keys_get(&work->keys, i),
														  g->kind, type), type);

		GMA_TICK(i);
		if (node == GMA_NONE)
			continue;
		(*of_node)[node] = i;
		is_staffed[node] = work->goals[i].is_worked && !strategic[node];
	}
	return is_staffed;
}

/* ---------- the state ---------- */

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
static WorkHead *
make_value(WorkState *st)
{
	uint32	   *order = gma_alloc(st->n, sizeof(uint32));
	WorkHead	head;
	WorkHead   *value;
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
	value = gma_flat_new(&head, sizeof(head), work_layout(&head, &work));
	work_layout(value, &work);
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
	WorkHead   *value;
	GmaWork		work;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (WorkState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->type);
	value = make_value(from);
	work_layout(value, &work);
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
	WorkHead   *value;
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

/* ---------- rows ---------- */

/*
 * work_rows(goal_work, goal) -> (goal, fte, cost, moves_split, move_count,
 * people_count): a row per goal worked on.
 */
Datum
gmalign_work_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	GmaWork		work;
	Oid			type = gma_argument_type(fcinfo, 1);

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	gma_work_open(PG_GETARG_DATUM(0), &work);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   work.keys.kind, work.type);
	for (uint32 i = 0; i < work.keys.n; i++)
	{
		const GmaWorkGoal *goal = &work.goals[i];
		Datum		values[6];
		bool		nulls[6] = {false};

		GMA_TICK(i);
		if (!goal->is_worked)
			continue;
		values[0] = gma_key_datum(gma_keys_get(&work.keys, i), work.keys.kind,
								  type);
		values[1] = Float8GetDatum(goal->fte);
		nulls[2] = isnan(goal->cost);
		values[2] = Float8GetDatum(goal->cost);
		values[3] = Float8GetDatum(goal->moves_split);
		values[4] = Int64GetDatum(goal->moves);
		values[5] = Int64GetDatum(goal->people);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * reach_rows(party_points, goal, party) -> (goal, points): what reaches each
 * strategic goal of what a party says, voice by voice, as magnitudes.
 */
Datum
gmalign_reach_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	GmaPoints	p;
	Oid			type = gma_argument_type(fcinfo, 1);
	GmaKey		name = {0, NULL, 0};
	uint32		party;
	uint32		heard = 0;
	GmaSum	   *reached;
	bool	   *is_reached;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(2))
		return (Datum) 0;
	gma_points_open(PG_GETARG_DATUM(0), &p);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   p.goals.kind, p.goal_type);
	name.bytes = VARDATA_ANY(PG_GETARG_TEXT_PP(2));
	name.length = VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(2));
	party = gma_keys_find(&p.parties, name);
	for (uint32 v = 0; v < p.voice_keys.n; v++)
		heard += p.voices[v].party == party && p.voices[v].total > 0;
	if (heard == 0)
		return (Datum) 0;

	reached = gma_alloc_zero(p.goals.n, sizeof(GmaSum));
	is_reached = gma_alloc_zero(p.goals.n, sizeof(bool));
	for (uint32 v = 0; v < p.voice_keys.n; v++)
	{
		const GmaVoice *voice = &p.voices[v];

		if (voice->party != party || voice->total == 0)
			continue;
		for (uint32 c = p.cell_start[v]; c < p.cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &p.cells[c];

			GMA_TICK(c + 1);
			if (isnan(cell->priority) || cell->priority == 0)
				continue;
			for (uint32 i = p.lift_start[cell->goal]; i < p.lift_start[cell->goal + 1]; i++)
			{
				if (!p.lifts[i].is_strategic)
					continue;
				is_reached[p.lifts[i].goal] = true;
				gma_sum_add(&reached[p.lifts[i].goal],
							fabs(cell->priority / voice->total / heard * p.lifts[i].share));
			}
		}
	}
	for (uint32 i = 0; i < p.goals.n; i++)
	{
		Datum		values[2];
		bool		nulls[2] = {false};

		GMA_TICK(i + 1);
		if (!is_reached[i])
			continue;
		values[0] = gma_key_datum(gma_keys_get(&p.goals, i), p.goals.kind, type);
		values[1] = Float8GetDatum(gma_sum_value(&reached[i]));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	pfree(reached);
	pfree(is_reached);
	return (Datum) 0;
}

/* ---------- input and output ---------- */

static bool
is_good(const GmaWork *work, const WorkHead *head)
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
			goal->moves < 0 || goal->people < 0 || goal->serving < 0 ||
			goal->is_worked > 1 || goal->unused != 0)
			return false;
	}
	return true;
}

static Datum
believe(void *bytes)
{
	WorkHead   *head = bytes;
	GmaWork		work;

	if (VARSIZE(head) < sizeof(WorkHead) ||
		head->flat.magic != GMA_WORK_MAGIC ||
		head->key_kind < GMA_KEY_INT || head->key_kind > GMA_KEY_TEXT ||
		work_layout(head, &work) != VARSIZE(head) ||
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
