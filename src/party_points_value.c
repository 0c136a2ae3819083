/*-------------------------------------------------------------------------
 *
 * party_points_value.c
 *		party_points: what is stated about one assignment, as a value.
 *
 * Its goals are those that somebody named and those they lead to, ascending;
 * its voices are ordered by party and key, their cells by goal; so the same
 * statements give the same bytes in whatever order they came.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "datatype/timestamp.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "party_points.h"

PG_FUNCTION_INFO_V1(gmalign_party_points_final);
PG_FUNCTION_INFO_V1(gmalign_party_points_in);
PG_FUNCTION_INFO_V1(gmalign_party_points_out);
PG_FUNCTION_INFO_V1(gmalign_party_points_recv);
PG_FUNCTION_INFO_V1(gmalign_party_points_send);

typedef struct PointsHead
{
	GmaFlatHead flat;
	Oid			goal_type;
	uint32		goal_kind;
	Oid			voice_type;
	uint32		voice_kind;
	uint32		ngoals;
	uint32		goal_bytes;
	uint32		nlifts;
	uint32		nparties;
	uint32		party_bytes;
	uint32		nvoices;
	uint32		voice_bytes;
	uint32		ncells;
	uint32		has_strategy;
} PointsHead;

static size_t
points_layout(const PointsHead *head, GmaPoints *points)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(PointsHead))};

	points->goal_type = head->goal_type;
	points->voice_type = head->voice_type;
	points->has_strategy = head->has_strategy;
	gma_flat_keys(&flat, &points->goals, head->goal_kind, head->ngoals,
				  head->goal_bytes);
	points->lift_start = gma_flat_array(&flat, (size_t) head->ngoals + 1,
										sizeof(uint32));
	points->lifts = gma_flat_array(&flat, head->nlifts, sizeof(GmaLiftEntry));
	gma_flat_keys(&flat, &points->parties, GMA_KEY_TEXT, head->nparties,
				  head->party_bytes);
	gma_flat_keys(&flat, &points->voice_keys, head->voice_kind, head->nvoices,
				  head->voice_bytes);
	points->voices = gma_flat_array(&flat, head->nvoices, sizeof(GmaVoice));
	points->cell_start = gma_flat_array(&flat, (size_t) head->nvoices + 1,
										sizeof(uint32));
	points->cells = gma_flat_array(&flat, head->ncells, sizeof(GmaCell));
	return flat.at - (char *) head;
}

void
gma_points_open(Datum value, GmaPoints *points)
{
	const PointsHead *head;

	head = (const PointsHead *) gma_flat_open(value, GMA_POINTS_MAGIC,
											  sizeof(PointsHead), "party_points");
	if (points_layout(head, points) !=
		VARSIZE(head))
		gma_fail_flat("party_points");
}

/* ---------- building ---------- */

/*
 * Goals and cells are few, and there may be a million assignments: they are
 * sorted as numbers, with the place they came from.
 */
typedef struct Item
{
	uint64		order;
	uint32		from;
} Item;

static int
compare_items(const void *a, const void *b)
{
	const Item *x = a;
	const Item *y = b;

	CHECK_FOR_INTERRUPTS();
	return (x->order > y->order) - (x->order < y->order);
}

static void
sort_items(Item *items, uint32 n)
{
	if (n > 64)
	{
		qsort(items, n, sizeof(Item), compare_items);
		return;
	}
	for (uint32 i = 1; i < n; i++)
	{
		Item		item = items[i];
		uint32		j = i;

		for (; j > 0 && items[j - 1].order > item.order; j--)
			items[j] = items[j - 1];
		items[j] = item;
	}
}

/* A number in whose order doubles are; all NaN are one. */
static uint64
ordered_bits(double value)
{
	uint64		bits;

	if (isnan(value))
		return PG_UINT64_MAX;
	memcpy(&bits, &value, sizeof(bits));
	return bits >> 63 ? ~bits : bits | UINT64CONST(1) << 63;
}

/* the goals of a state: named by a cell, or where one leads */
typedef struct Goals
{
	uint32		n;				/* distinct */
	uint32		nbytes;
	uint32		nlifts;
	int64	   *keys;			/* ascending, as the state keeps them */
	uint32	   *named;			/* a cell that names it, or GMA_NONE */
	uint32	   *of;				/* goal of cell i, then of lifted i */
} Goals;

static int
compare_byte_keys(const void *a, const void *b, void *arg)
{
	const GmaPointsState *st = arg;
	const Item *x = a;
	const Item *y = b;

	CHECK_FOR_INTERRUPTS();
	return gma_key_compare(gma_state_key(st, (int64) x->order, GMA_KEY_TEXT),
						   gma_state_key(st, (int64) y->order, GMA_KEY_TEXT),
						   GMA_KEY_TEXT);
}

/* Does it stay where it is? Bytes are kept twice, and are found equal later. */
static inline bool
is_itself(const GmaStated *cell, const GmaLifted *lifted)
{
	return lifted->goal == cell->goal;
}

static void
find_goals(GmaPointsState *st, Goals *goals)
{
	uint32		all = Max(st->nstated + st->nlifted, 1);
	uint32		n = 0;
	Item	   *items = gma_alloc(all, sizeof(Item));
	const uint64 bias = st->goal_kind == GMA_KEY_INT ? UINT64CONST(1) << 63 : 0;

	for (uint32 i = 0; i < st->nstated; i++)
	{
		const GmaStated *cell = &st->stated[i];

		GMA_TICK(i);
		items[n].order = (uint64) cell->goal ^ bias;
		items[n++].from = i;
		for (uint32 l = cell->first_lift; l < cell->first_lift + cell->nlifts; l++)
		{
			if (is_itself(cell, &st->lifted[l]))
				continue;
			items[n].order = (uint64) st->lifted[l].goal ^ bias;
			items[n++].from = st->nstated + l;
		}
	}
	if (st->goal_kind == GMA_KEY_INT)
		sort_items(items, n);
	else
		qsort_arg(items, n, sizeof(Item), compare_byte_keys, st);

	memset(goals, 0, sizeof(Goals));
	goals->keys = gma_alloc(Max(n, 1), sizeof(int64));
	goals->named = gma_alloc(Max(n, 1), sizeof(uint32));
	goals->of = gma_alloc(all, sizeof(uint32));
	for (uint32 i = 0; i < n; i++)
	{
		int64		key = (int64) (items[i].order ^ bias);
		uint32		from = items[i].from;

		if (goals->n == 0 ||
			(st->goal_kind == GMA_KEY_INT ? goals->keys[goals->n - 1] != key :
			 compare_byte_keys(&items[i - 1], &items[i], st) != 0))
		{
			goals->keys[goals->n] = key;
			goals->named[goals->n++] = GMA_NONE;
			goals->nbytes += gma_state_key(st, key, st->goal_kind).length;
		}
		goals->of[from] = goals->n - 1;
		if (from < st->nstated && goals->named[goals->n - 1] == GMA_NONE)
		{
			goals->named[goals->n - 1] = from;
			goals->nlifts += st->stated[from].nlifts;
		}
	}
	for (uint32 i = 0; i < st->nstated; i++)
	{
		const GmaStated *cell = &st->stated[i];

		GMA_TICK(i);
		for (uint32 l = cell->first_lift; l < cell->first_lift + cell->nlifts; l++)
			if (is_itself(cell, &st->lifted[l]))
				goals->of[st->nstated + l] = goals->of[i];
	}
	pfree(items);
}

/* The voices of a state by party and key, as places in its array. */
static uint32 *
find_voices(const GmaPointsState *st)
{
	uint32	   *voices = palloc(sizeof(uint32) * Max(st->nspeakers, 1));

	/* few, so insertion will do */
	for (uint32 i = 0; i < st->nspeakers; i++)
	{
		const GmaSpeaker *s = &st->speakers[i];
		uint32		j = i;

		CHECK_FOR_INTERRUPTS();
		for (; j > 0; j--)
		{
			const GmaSpeaker *left = &st->speakers[voices[j - 1]];
			int			cmp = left->name == s->name ? 0 :
				gma_key_compare(gma_state_key(st, left->name, GMA_KEY_TEXT),
								gma_state_key(st, s->name, GMA_KEY_TEXT),
								GMA_KEY_TEXT);

			if (cmp == 0)
				cmp = gma_key_compare(gma_state_key(st, left->key, st->voice_kind),
									  gma_state_key(st, s->key, st->voice_kind),
									  st->voice_kind);
			if (cmp <= 0)
				break;
			voices[j] = voices[j - 1];
		}
		voices[j] = i;
	}
	return voices;
}

/*
 * A voice that names a goal more than once is summed in the order of its
 * priorities, not in that of the rows.
 */
static void
sort_runs(const GmaPointsState *st, Item *items)
{
	for (uint32 i = 1; i < st->nstated; i++)
	{
		uint32		first = i - 1;
		uint32		n = 2;
		Item	   *run;

		GMA_TICK(i);
		if (likely(items[i].order != items[first].order))
			continue;
		while (i + 1 < st->nstated && items[i + 1].order == items[first].order)
		{
			i++;
			n++;
		}
		run = gma_alloc(n, sizeof(Item));
		for (uint32 k = 0; k < n; k++)
		{
			double		priority = st->stated[items[first + k].from].priority;

			run[k].order = ordered_bits(priority);
			run[k].from = items[first + k].from;
		}
		sort_items(run, n);
		for (uint32 k = 0; k < n; k++)
			items[first + k].from = run[k].from;
		pfree(run);
	}
}

/* The cells of a state by voice and goal, as places in its array. */
static Item *
find_cells(const GmaPointsState *st, const uint32 *voices, const Goals *goals)
{
	uint32	   *rank = palloc(sizeof(uint32) * Max(st->nspeakers, 1));
	Item	   *items = gma_alloc(Max(st->nstated, 1), sizeof(Item));

	for (uint32 i = 0; i < st->nspeakers; i++)
		rank[voices[i]] = i;
	for (uint32 i = 0; i < st->nstated; i++)
	{
		items[i].order = ((uint64) rank[st->stated[i].speaker] << 32) |
			goals->of[i];
		items[i].from = i;
	}
	sort_items(items, st->nstated);
	sort_runs(st, items);
	pfree(rank);
	return items;
}

/*
 * The cells of one voice, from items[at] on; rows of one goal are one cell,
 * summed. Returns the item after them.
 */
static uint32
put_voice(GmaPoints *points, uint32 voice, uint32 *ncells,
		  const GmaPointsState *st, const Item *items, uint32 at)
{
	GmaSum		total = {0, 0};
	uint64		first = (uint64) voice << 32;
	bool		is_unreadable = false;

	points->cell_start[voice] = *ncells;
	while (at < st->nstated && items[at].order >> 32 == voice)
	{
		GmaCell    *cell = &points->cells[(*ncells)++];
		uint64		order = items[at].order;
		GmaSum		sum = {0, 0};
		bool		asked = false;
		bool		is_finite = true;

		for (; at < st->nstated && items[at].order == order; at++)
		{
			double		priority = st->stated[items[at].from].priority;

			if (isnan(priority))
				continue;
			asked = true;
			is_unreadable |= fabs(priority) > 1;
			is_finite &= isfinite(priority);
			gma_sum_add(&sum, priority);
			gma_sum_add(&total, fabs(priority));
		}
		cell->goal = (uint32) (order - first);
		cell->priority = !asked ? NAN : is_finite ? gma_sum_value(&sum) : INFINITY;
	}
	points->voices[voice].total = gma_sum_value(&total);
	points->voices[voice].is_unreadable = is_unreadable;
	if (is_unreadable)
		points->voices[voice].total = 0;
	return at;
}

/* The value of a state. */
Datum
gma_points_value(GmaPointsState *st)
{
	PointsHead	head;
	PointsHead *value;
	GmaPoints	points;
	Goals		goals;
	uint32	   *voices;
	Item	   *items;
	uint32		at = 0;
	uint32		cell = 0;
	uint32		party = 0;
	uint32		lift = 0;

	find_goals(st, &goals);
	voices = find_voices(st);
	items = find_cells(st, voices, &goals);
	memset(&head, 0, sizeof(head));
	head.flat.magic = GMA_POINTS_MAGIC;
	head.goal_type = st->goal_type;
	head.goal_kind = st->goal_kind;
	head.voice_type = st->voice_type;
	head.voice_kind = st->voice_kind;
	head.has_strategy = st->has_strategy;
	head.ngoals = goals.n;
	head.goal_bytes = goals.nbytes;
	head.nlifts = goals.nlifts;
	head.nvoices = st->nspeakers;
	for (uint32 i = 0; i < st->nspeakers; i++)
	{
		const GmaSpeaker *s = &st->speakers[voices[i]];

		head.voice_bytes += gma_state_key(st, s->key, st->voice_kind).length;
		if (i > 0 && st->speakers[voices[i - 1]].name == s->name)
			continue;
		head.nparties++;
		head.party_bytes += gma_state_key(st, s->name, GMA_KEY_TEXT).length;
	}
	for (uint32 i = 0; i < st->nstated; i++)
		head.ncells += i == 0 || items[i].order != items[i - 1].order;

	value = gma_flat_new(&head, sizeof(head), points_layout(&head, &points));
	points_layout(value, &points);
	for (uint32 i = 0; i < goals.n; i++)
	{
		const GmaStated *named = goals.named[i] == GMA_NONE ? NULL :
			&st->stated[goals.named[i]];

		gma_keys_put(&points.goals, i,
					 gma_state_key(st, goals.keys[i], st->goal_kind));
		points.lift_start[i] = lift;
		for (uint32 k = 0; named != NULL && k < named->nlifts; k++)
		{
			const GmaLifted *lifted = &st->lifted[named->first_lift + k];
			GmaLiftEntry *entry = &points.lifts[lift++];

			entry->share = lifted->share;
			entry->is_strategic = lifted->is_strategic;
			entry->goal = goals.of[st->nstated + named->first_lift + k];
		}
	}
	points.lift_start[goals.n] = lift;
	for (uint32 i = 0; i < st->nspeakers; i++)
	{
		const GmaSpeaker *s = &st->speakers[voices[i]];
		GmaVoice   *voice = &points.voices[i];

		if (i == 0 || st->speakers[voices[i - 1]].name != s->name)
			gma_keys_put(&points.parties, party++,
						 gma_state_key(st, s->name, GMA_KEY_TEXT));
		gma_keys_put(&points.voice_keys, i,
					 gma_state_key(st, s->key, st->voice_kind));
		voice->party = party - 1;
		voice->stated_on = s->is_default ? 0 : s->stated_on;
		voice->is_default = s->is_default;
		at = put_voice(&points, i, &cell, st, items, at);
	}
	points.cell_start[st->nspeakers] = cell;
	pfree(goals.keys);
	pfree(goals.named);
	pfree(goals.of);
	pfree(voices);
	pfree(items);
	PG_RETURN_POINTER(value);
}

/*
 * party_points: the value. A group without a voice_map is NULL.
 */
Datum
gmalign_party_points_final(PG_FUNCTION_ARGS)
{
	GmaPointsState *st = gma_internal_state(fcinfo, NULL);

	if (st == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(gma_points_value(st));
}

/* ---------- input and output ---------- */

/* Is it one of its party, in order, and are its cells what it has in total? */
static bool
is_good_voice(const GmaPoints *p, const PointsHead *head, uint32 v)
{
	const GmaVoice *voice = &p->voices[v];
	GmaSum		sum = {0, 0};
	bool		is_heard = false;

	if (voice->party >= head->nparties || voice->is_default > 1 ||
		voice->is_unreadable > 1 ||
		!(voice->total >= 0 && isfinite(voice->total)) ||
		!(DATE_NOT_FINITE(voice->stated_on) ||
		  IS_VALID_DATE(voice->stated_on)))
		return false;
	if (v > 0 &&
		(voice->party < voice[-1].party ||
		 (voice->party == voice[-1].party &&
		  gma_key_compare(gma_keys_get(&p->voice_keys, v - 1),
						  gma_keys_get(&p->voice_keys, v),
						  p->voice_keys.kind) >= 0)))
		return false;
	for (uint32 c = p->cell_start[v]; c < p->cell_start[v + 1]; c++)
	{
		const GmaCell *cell = &p->cells[c];

		GMA_TICK(c);
		if (cell->goal >= head->ngoals || (isinf(cell->priority) && !voice->is_unreadable) ||
			(c > p->cell_start[v] && cell->goal <= cell[-1].goal))
			return false;
		if (!isnan(cell->priority))
		{
			gma_sum_add(&sum, fabs(cell->priority));
			is_heard = true;
		}
	}
	/* who reads a voice with a total takes it that it names a goal */
	if (voice->is_unreadable || !is_heard)
		return voice->total == 0;
	/* rows of one goal may cancel each other, but never add up to more */
	return gma_sum_value(&sum) <= voice->total * (1 + GMA_TIE);
}

static bool
is_good(const GmaPoints *p, const PointsHead *head)
{
	if (!gma_keys_good(&p->goals, head->goal_bytes) ||
		!gma_keys_good(&p->parties, head->party_bytes) ||
		!gma_keys_good(&p->voice_keys, head->voice_bytes) ||
		!gma_keys_ascend(&p->goals) || !gma_keys_ascend(&p->parties) ||
		!gma_offsets_good(p->lift_start, head->ngoals, head->nlifts) ||
		!gma_offsets_good(p->cell_start, head->nvoices, head->ncells))
		return false;
	for (uint32 i = 0; i < head->nlifts; i++)
		if (p->lifts[i].goal >= head->ngoals || p->lifts[i].is_strategic > 1 ||
			!(fabs(p->lifts[i].share) <= 1))
			return false;
	for (uint32 i = 0; i < head->nvoices; i++)
		if (!is_good_voice(p, head, i))
			return false;
	return true;
}

static Datum
believe(void *bytes)
{
	PointsHead *head = bytes;
	GmaPoints	points;

	if (VARSIZE(head) < sizeof(PointsHead) ||
		head->flat.magic != GMA_POINTS_MAGIC || head->has_strategy > 1 ||
		!gma_is_kind_of(head->goal_type, head->goal_kind) ||
		!gma_is_kind_of(head->voice_type, head->voice_kind) ||
		points_layout(head, &points) != VARSIZE(head) ||
		!is_good(&points, head))
		gma_fail_flat("party_points");
	return PointerGetDatum(head);
}

Datum
gmalign_party_points_in(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_in(PG_GETARG_CSTRING(0), "party_points"));
}

Datum
gmalign_party_points_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(gma_flat_out(PG_GETARG_DATUM(0)));
}

Datum
gmalign_party_points_recv(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_recv((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
gmalign_party_points_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(gma_flat_send(PG_GETARG_DATUM(0)));
}
