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
} PointsHead;

static size_t
points_layout(const PointsHead *head, char *end, GmaPoints *points)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(PointsHead)), end};

	points->goal_type = head->goal_type;
	points->voice_type = head->voice_type;
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
	if (points_layout(head, (char *) head + VARSIZE(head), points) !=
		VARSIZE(head))
		gma_fail_flat("party_points");
}

/* ---------- building ---------- */

/* A goal of the state with what must be known of it. */
typedef struct Goal
{
	GmaKey		key;
	const GmaStated *named;		/* a cell that says where it leads, or NULL */
	GmaKeyKind	kind;
} Goal;

/* a cell, or a speaker (cell NULL), in the order of the value */
typedef struct Entry
{
	const GmaPointsState *st;
	const GmaSpeaker *speaker;
	const GmaStated *cell;
	GmaKey		party;
	GmaKey		voice;
	GmaKey		goal;
} Entry;

static int
compare_goals(const void *a, const void *b)
{
	const Goal *x = a;
	const Goal *y = b;
	int			cmp = gma_key_compare(x->key, y->key, x->kind);

	CHECK_FOR_INTERRUPTS();
	if (cmp != 0)
		return cmp;
	/* the one that says where it leads first */
	return (x->named == NULL) - (y->named == NULL);
}

static int
compare_entries(const void *a, const void *b)
{
	const Entry *x = a;
	const Entry *y = b;
	int			cmp = 0;

	CHECK_FOR_INTERRUPTS();
	if (x->speaker != y->speaker)
	{
		cmp = gma_key_compare(x->party, y->party, GMA_KEY_TEXT);
		if (cmp == 0)
			cmp = gma_key_compare(x->voice, y->voice, x->st->voice_kind);
	}
	if (cmp == 0 && (x->cell == NULL || y->cell == NULL))
		return (x->cell != NULL) - (y->cell != NULL);
	if (cmp == 0)
		cmp = gma_key_compare(x->goal, y->goal, x->st->goal_kind);
	if (cmp == 0 && x->cell->priority != y->cell->priority)
		/* rows of one goal are summed: in one order; not asked comes last */
		cmp = isnan(x->cell->priority) || x->cell->priority > y->cell->priority ? 1 : -1;
	return cmp;
}

/* The distinct goals of a state, ascending; how many lifts they have. */
static Goal *
find_goals(const GmaPointsState *st, uint32 *count, uint32 *nlifts,
		   uint32 *nbytes)
{
	Goal	   *goals = palloc(sizeof(Goal) * Max((uint64) st->nstated + st->nlifted, 1));
	uint32		n = 0;
	uint32		out = 0;

	for (uint32 i = 0; i < st->nstated; i++)
	{
		goals[n].key = gma_state_key(st, st->stated[i].goal, st->goal_kind);
		goals[n].named = &st->stated[i];
		goals[n++].kind = st->goal_kind;
	}
	for (uint32 i = 0; i < st->nlifted; i++)
	{
		goals[n].key = gma_state_key(st, st->lifted[i].goal, st->goal_kind);
		goals[n].named = NULL;
		goals[n++].kind = st->goal_kind;
	}
	qsort(goals, n, sizeof(Goal), compare_goals);
	*nlifts = *nbytes = 0;
	for (uint32 i = 0; i < n; i++)
	{
		if (out > 0 && gma_key_compare(goals[out - 1].key, goals[i].key,
									   st->goal_kind) == 0)
			continue;
		*nlifts += goals[i].named == NULL ? 0 : goals[i].named->nlifts;
		*nbytes += goals[i].key.length;
		goals[out++] = goals[i];
	}
	*count = out;
	return goals;
}

/*
 * party_points: the value. A group without a voice_map is NULL.
 */
Datum
gmalign_party_points_final(PG_FUNCTION_ARGS)
{
	GmaPointsState *st = gma_internal_state(fcinfo, NULL);
	PointsHead	head;
	PointsHead *value;
	GmaPoints	points;
	Goal	   *goals;
	Entry	   *entries;
	uint32		nentries = 0;
	size_t		size;
	uint32		voice = 0;
	uint32		cell = 0;
	uint32		party = 0;
	uint32		lift = 0;
	GmaSum		total = {0, 0};

	if (st == NULL)
		PG_RETURN_NULL();
	memset(&head, 0, sizeof(head));
	head.flat.magic = GMA_POINTS_MAGIC;
	head.goal_type = st->goal_type;
	head.goal_kind = st->goal_kind;
	head.voice_type = st->voice_type;
	head.voice_kind = st->voice_kind;
	goals = find_goals(st, &head.ngoals, &head.nlifts, &head.goal_bytes);

	entries = palloc(sizeof(Entry) * Max((uint64) st->nspeakers + st->nstated, 1));
	for (uint32 i = 0; i < st->nspeakers + st->nstated; i++)
	{
		Entry	   *e = &entries[nentries++];

		e->st = st;
		e->cell = i < st->nspeakers ? NULL : &st->stated[i - st->nspeakers];
		e->speaker = &st->speakers[e->cell == NULL ? i : e->cell->speaker];
		e->party = gma_state_key(st, e->speaker->name, GMA_KEY_TEXT);
		e->voice = gma_state_key(st, e->speaker->key, st->voice_kind);
		if (e->cell != NULL)
			e->goal = gma_state_key(st, e->cell->goal, st->goal_kind);
	}
	qsort(entries, nentries, sizeof(Entry), compare_entries);
	for (uint32 i = 0; i < nentries; i++)
	{
		const Entry *e = &entries[i];

		if (e->cell != NULL)
		{
			head.ncells++;
			continue;
		}
		head.nvoices++;
		head.voice_bytes += e->voice.length;
		if (i == 0 || gma_key_compare(entries[i - 1].party, e->party,
									  GMA_KEY_TEXT) != 0)
		{
			head.nparties++;
			head.party_bytes += e->party.length;
		}
	}

	size = points_layout(&head, NULL, &points);
	value = gma_flat_new(&head, sizeof(head), size);
	points_layout(value, NULL, &points);

	for (uint32 i = 0; i < head.ngoals; i++)
		gma_keys_put(&points.goals, i, goals[i].key);
	for (uint32 i = 0; i < head.ngoals; i++)
	{
		uint32		n = goals[i].named == NULL ? 0 : goals[i].named->nlifts;

		points.lift_start[i] = lift;
		for (uint32 k = 0; k < n; k++)
		{
			const GmaLifted *lifted = &st->lifted[goals[i].named->first_lift + k];
			GmaLiftEntry *entry = &points.lifts[lift++];

			entry->share = lifted->share;
			entry->is_strategic = lifted->is_strategic;
			entry->goal = gma_keys_find(&points.goals,
										gma_state_key(st, lifted->goal,
													  st->goal_kind));
		}
	}
	points.lift_start[head.ngoals] = lift;

	for (uint32 i = 0; i < nentries; i++)
	{
		const Entry *e = &entries[i];
		GmaCell    *c;

		if (e->cell == NULL)
		{
			GmaVoice   *v = &points.voices[voice];

			if (i == 0 || gma_key_compare(entries[i - 1].party, e->party,
										  GMA_KEY_TEXT) != 0)
				gma_keys_put(&points.parties, party++, e->party);
			gma_keys_put(&points.voice_keys, voice, e->voice);
			points.cell_start[voice++] = cell;
			v->party = party - 1;
			v->stated_on = e->speaker->is_default ? 0 : e->speaker->stated_on;
			v->is_default = e->speaker->is_default;
			total.hi = total.lo = 0;
		}
		else
		{
			c = &points.cells[cell++];
			c->priority = e->cell->priority;
			c->goal = gma_keys_find(&points.goals, e->goal);
			if (!isnan(c->priority))
				gma_sum_add(&total, fabs(c->priority));
			points.voices[voice - 1].total = gma_sum_value(&total);
			if (unlikely(isinf(points.voices[voice - 1].total)))
				gma_fail_overflow();
		}
	}
	points.cell_start[head.nvoices] = cell;
	pfree(goals);
	pfree(entries);
	PG_RETURN_POINTER(value);
}

/* ---------- input and output ---------- */

static bool
ascending(const GmaKeys *keys)
{
	for (uint32 i = 1; i < keys->n; i++)
		if (gma_key_compare(gma_keys_get(keys, i - 1), gma_keys_get(keys, i),
							keys->kind) >= 0)
			return false;
	return true;
}

/* Do offsets 0 .. n ascend from 0 to end? */
static bool
offsets_good(const uint32 *offsets, uint32 n, uint32 end)
{
	if (offsets[0] != 0 || offsets[n] != end)
		return false;
	for (uint32 i = 0; i < n; i++)
		if (offsets[i + 1] < offsets[i] || offsets[i + 1] > end)
			return false;
	return true;
}

static bool
is_good(const GmaPoints *p, const PointsHead *head)
{
	if (!gma_keys_good(&p->goals, head->goal_bytes) ||
		!gma_keys_good(&p->parties, head->party_bytes) ||
		!gma_keys_good(&p->voice_keys, head->voice_bytes) ||
		!ascending(&p->goals) || !ascending(&p->parties) ||
		!offsets_good(p->lift_start, head->ngoals, head->nlifts) ||
		!offsets_good(p->cell_start, head->nvoices, head->ncells))
		return false;
	for (uint32 i = 0; i < head->nlifts; i++)
		if (p->lifts[i].goal >= head->ngoals || p->lifts[i].is_strategic > 1 ||
			!(fabs(p->lifts[i].share) <= 1))
			return false;
	for (uint32 i = 0; i < head->nvoices; i++)
		if (p->voices[i].party >= head->nparties ||
			(i > 0 && p->voices[i].party < p->voices[i - 1].party) ||
			p->voices[i].is_default > 1 ||
			!(p->voices[i].total >= 0 && isfinite(p->voices[i].total)))
			return false;
	for (uint32 i = 0; i < head->ncells; i++)
		if (p->cells[i].goal >= head->ngoals || isinf(p->cells[i].priority))
			return false;
	return true;
}

static Datum
believe(void *bytes)
{
	PointsHead *head = bytes;
	GmaPoints	points;

	if (VARSIZE(head) < sizeof(PointsHead) ||
		head->flat.magic != GMA_POINTS_MAGIC ||
		head->goal_kind < GMA_KEY_INT || head->goal_kind > GMA_KEY_TEXT ||
		head->voice_kind < GMA_KEY_INT || head->voice_kind > GMA_KEY_TEXT ||
		points_layout(head, NULL, &points) != VARSIZE(head) ||
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
