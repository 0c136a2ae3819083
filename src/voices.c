/*-------------------------------------------------------------------------
 *
 * voices.c
 *		voice_map: which party each voice speaks for, and what the purpose of a
 *		move lets a voice want that has not spoken.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "party_points.h"

PG_FUNCTION_INFO_V1(gmalign_voice_map);
PG_FUNCTION_INFO_V1(gmalign_voice_map_in);
PG_FUNCTION_INFO_V1(gmalign_voice_map_out);
PG_FUNCTION_INFO_V1(gmalign_voice_map_recv);
PG_FUNCTION_INFO_V1(gmalign_voice_map_send);

typedef struct VoicesHead
{
	GmaFlatHead flat;
	Oid			voice_type;
	uint32		voice_kind;
	Oid			goal_type;
	uint32		goal_kind;
	uint32		nvoices;
	uint32		voice_bytes;
	uint32		nparties;
	uint32		party_bytes;
	uint32		npurposes;
	uint32		purpose_bytes;
	uint32		ndefaults;
	uint32		goal_bytes;
} VoicesHead;

static size_t
voices_layout(const VoicesHead *head, GmaVoices *voices)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(VoicesHead))};

	voices->type = head->voice_type;
	voices->goal_type = head->goal_type;
	gma_flat_keys(&flat, &voices->keys, head->voice_kind, head->nvoices,
				  head->voice_bytes);
	voices->party = gma_flat_array(&flat, head->nvoices, sizeof(uint32));
	gma_flat_keys(&flat, &voices->parties, GMA_KEY_TEXT, head->nparties,
				  head->party_bytes);
	gma_flat_keys(&flat, &voices->purposes, GMA_KEY_TEXT, head->npurposes,
				  head->purpose_bytes);
	voices->start = gma_flat_array(&flat, (size_t) head->npurposes + 1,
								   sizeof(uint32));
	voices->defaults = gma_flat_array(&flat, head->ndefaults,
									  sizeof(GmaDefault));
	gma_flat_keys(&flat, &voices->goals, head->goal_kind, head->ndefaults,
				  head->goal_bytes);
	return flat.at - (char *) head;
}

void
gma_voices_open(Datum value, GmaVoices *voices)
{
	const VoicesHead *head;

	head = (const VoicesHead *) gma_flat_open(value, GMA_VOICES_MAGIC,
											  sizeof(VoicesHead), "voice_map");
	if (voices_layout(head, voices) !=
		VARSIZE(head))
		gma_fail_flat("voice_map");
}

/* ---------- building ---------- */

/* rows of the arrays in the order of the value */
typedef struct Place
{
	uint32		row;
	uint32		purpose;
	uint32		voice;
	GmaKey		key;
	GmaKeyKind	kind;
} Place;

static int
compare_places(const void *a, const void *b)
{
	const Place *x = a;
	const Place *y = b;

	CHECK_FOR_INTERRUPTS();
	if (x->purpose != y->purpose)
		return x->purpose < y->purpose ? -1 : 1;
	if (x->voice != y->voice)
		return x->voice < y->voice ? -1 : 1;
	return gma_key_compare(x->key, y->key, x->kind);
}

/*
 * voice_map(voices, parties, purposes, default_voices, default_goals,
 * default_priorities) -> voice_map
 *
 * voices and parties are parallel, and so are the other four: a default per
 * purpose, voice and goal. An assignee has no defaults: he is heard when he
 * is asked. A voice given twice speaks for the party it was given first; rows
 * with a NULL (but for a priority: not asked) say nothing.
 */
Datum
gmalign_voice_map(PG_FUNCTION_ARGS)
{
	GmaColumn	voice;
	GmaColumn	party;
	GmaColumn	purpose;
	GmaColumn	speaker;
	GmaColumn	goal;
	Datum	   *priority;
	bool	   *not_asked;
	VoicesHead	head;
	VoicesHead *value;
	GmaVoices	voices;
	GmaKeys		voice_keys;
	GmaKeys		party_keys;
	GmaKeys		purpose_keys;
	uint32	   *party_of;
	Place	   *places;
	size_t		size;

	gma_column_read(fcinfo, 0, &voice);
	gma_column_read(fcinfo, 1, &party);
	gma_column_read(fcinfo, 2, &purpose);
	gma_column_read(fcinfo, 3, &speaker);
	gma_column_read(fcinfo, 4, &goal);
	if (voice.n != party.n)
		gma_fail_parallel(voice.n, party.n);
	if (purpose.n != speaker.n || purpose.n != goal.n)
		gma_fail_parallel(purpose.n, purpose.n != speaker.n ? speaker.n : goal.n);
	priority = gma_array_read(fcinfo, 5, purpose.n, &not_asked);

	memset(&head, 0, sizeof(head));
	head.flat.magic = GMA_VOICES_MAGIC;
	head.voice_type = voice.type;
	head.voice_kind = voice.kind;
	head.goal_type = goal.type;
	head.goal_kind = goal.kind;
	/* a voice without a party speaks for nobody */
	for (int i = 0; i < voice.n; i++)
		voice.nulls[i] |= party.nulls[i];
	gma_column_distinct(&voice, &voice_keys, &head.voice_bytes);
	gma_column_distinct(&party, &party_keys, &head.party_bytes);
	gma_column_distinct(&purpose, &purpose_keys, &head.purpose_bytes);
	head.nvoices = voice_keys.n;
	head.nparties = party_keys.n;
	head.npurposes = purpose_keys.n;
	party_of = palloc(sizeof(uint32) * Max(head.nvoices, 1));
	for (int i = voice.n; i-- > 0;)
		if (!voice.nulls[i])
			party_of[gma_keys_find(&voice_keys, voice.keys[i])] =
				gma_keys_find(&party_keys, party.keys[i]);

	places = palloc0(sizeof(Place) * Max(purpose.n, 1));
	for (int i = 0; i < purpose.n; i++)
	{
		Place	   *p = &places[head.ndefaults];
		GmaKey		name;

		if (purpose.nulls[i] || speaker.nulls[i] || goal.nulls[i])
			continue;
		p->voice = gma_keys_find(&voice_keys, speaker.keys[i]);
		if (p->voice == GMA_NONE)
			continue;
		name = gma_keys_get(&party_keys, party_of[p->voice]);
		if (gma_compare_bytes(name.bytes, name.length, "assignee", 8) == 0)
			continue;
		p->row = i;
		p->purpose = gma_keys_find(&purpose_keys, purpose.keys[i]);
		p->key = goal.keys[i];
		p->kind = goal.kind;
		head.ndefaults++;
		head.goal_bytes += goal.keys[i].length;
	}
	qsort(places, head.ndefaults, sizeof(Place), compare_places);

	size = voices_layout(&head, &voices);
	value = gma_flat_new(&head, sizeof(head), size);
	voices_layout(value, &voices);
	for (uint32 i = 0; i < head.nvoices; i++)
	{
		gma_keys_put(&voices.keys, i, gma_keys_get(&voice_keys, i));
		voices.party[i] = party_of[i];
	}
	for (uint32 i = 0; i < head.nparties; i++)
		gma_keys_put(&voices.parties, i, gma_keys_get(&party_keys, i));
	for (uint32 i = 0; i < head.npurposes; i++)
		gma_keys_put(&voices.purposes, i, gma_keys_get(&purpose_keys, i));
	for (uint32 i = 0; i < head.ndefaults; i++)
	{
		voices.start[places[i].purpose + 1]++;
		voices.defaults[i].voice = places[i].voice;
		voices.defaults[i].priority = not_asked[places[i].row] ? NAN :
			DatumGetFloat8(priority[places[i].row]);
		/* as of a voice that says so itself */
		if (!not_asked[places[i].row] && !isfinite(voices.defaults[i].priority))
			voices.defaults[i].priority = INFINITY;
		gma_keys_put(&voices.goals, i, places[i].key);
	}
	for (uint32 i = 0; i < head.npurposes; i++)
		voices.start[i + 1] += voices.start[i];
	PG_RETURN_POINTER(value);
}

/* ---------- input and output ---------- */

static bool
is_good(const GmaVoices *v, const VoicesHead *head)
{
	if (!gma_keys_good(&v->keys, head->voice_bytes) ||
		!gma_keys_good(&v->parties, head->party_bytes) ||
		!gma_keys_good(&v->purposes, head->purpose_bytes) ||
		!gma_keys_good(&v->goals, head->goal_bytes) ||
		!gma_keys_ascend(&v->keys) || !gma_keys_ascend(&v->parties) ||
		!gma_keys_ascend(&v->purposes) ||
		!gma_offsets_good(v->start, head->npurposes, head->ndefaults))
		return false;
	for (uint32 i = 0; i < head->nvoices; i++)
		if (v->party[i] >= head->nparties)
			return false;
	for (uint32 i = 0; i < head->ndefaults; i++)
		if (v->defaults[i].voice >= head->nvoices)
			return false;
	return true;
}

static Datum
believe(void *bytes)
{
	VoicesHead *head = bytes;
	GmaVoices	voices;

	if (VARSIZE(head) < sizeof(VoicesHead) ||
		head->flat.magic != GMA_VOICES_MAGIC ||
		!gma_is_kind_of(head->voice_type, head->voice_kind) ||
		!gma_is_kind_of(head->goal_type, head->goal_kind) ||
		voices_layout(head, &voices) != VARSIZE(head) ||
		!is_good(&voices, head))
		gma_fail_flat("voice_map");
	return PointerGetDatum(head);
}

Datum
gmalign_voice_map_in(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_in(PG_GETARG_CSTRING(0), "voice_map"));
}

Datum
gmalign_voice_map_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(gma_flat_out(PG_GETARG_DATUM(0)));
}

Datum
gmalign_voice_map_recv(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_recv((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
gmalign_voice_map_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(gma_flat_send(PG_GETARG_DATUM(0)));
}
