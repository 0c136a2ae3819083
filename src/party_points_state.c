/*-------------------------------------------------------------------------
 *
 * party_points_state.c
 *		Gathering what is stated about one assignment.
 *
 * Rows come with any number of statements of a voice, old and new, in any
 * order: of each voice only the latest is kept. The defaults of the purpose are
 * there from the first row on, and a voice's own statement takes their place.
 * Where a goal leads is looked up as the row comes in, because the state may
 * outlive the value it was looked up in.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "party_points.h"

PG_FUNCTION_INFO_V1(gmalign_party_points_accum);
PG_FUNCTION_INFO_V1(gmalign_party_points_combine);
PG_FUNCTION_INFO_V1(gmalign_party_points_serialize);
PG_FUNCTION_INFO_V1(gmalign_party_points_deserialize);

static GmaPointsState *
state_create(MemoryContext context)
{
	GmaPointsState *st = MemoryContextAlloc(context, sizeof(GmaPointsState));

	memset(st, 0, offsetof(GmaPointsState, inline_speakers));
	st->speakers = st->inline_speakers;
	st->stated = st->inline_stated;
	st->lifted = st->inline_lifted;
	st->bytes = st->inline_bytes;
	st->maxspeakers = GMA_INLINE_SPEAKERS;
	st->maxstated = GMA_INLINE_STATED;
	st->maxlifted = GMA_INLINE_LIFTED;
	st->maxbytes = GMA_INLINE_BYTES;
	return st;
}

/* Room for need items in an array that begins inside the state. */
static void
grow(MemoryContext context, void **array, void *inline_array, uint32 used,
	 uint32 *max, uint64 need, size_t size)
{
	uint64		wanted;
	void	   *larger;

	if (likely(need <= *max))
		return;
	wanted = Max(Min((uint64) *max * 2, MaxAllocSize / size), need);
	if (wanted * size > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many priorities in one group"),
				 errdetail("The state of one group is limited to 1 GB."),
				 errhint("Group by the assignment.")));
	if (*array == inline_array)
	{
		larger = MemoryContextAlloc(context, wanted * size);
		memcpy(larger, *array, used * size);
	}
	else
		larger = repalloc(*array, wanted * size);
	*array = larger;
	*max = (uint32) wanted;
}

/* Keep a key: itself, or its place in bytes with its length before it. */
static int64
keep_key(MemoryContext context, GmaPointsState *st, GmaKey key,
		 GmaKeyKind kind)
{
	uint32		place = st->nbytes;

	if (kind == GMA_KEY_INT)
		return key.ikey;
	grow(context, (void **) &st->bytes, st->inline_bytes, st->nbytes,
		 &st->maxbytes, (uint64) place + sizeof(uint32) + key.length, 1);
	memcpy(st->bytes + place, &key.length, sizeof(uint32));
	memcpy(st->bytes + place + sizeof(uint32), key.bytes, key.length);
	st->nbytes += sizeof(uint32) + key.length;
	return place;
}

static GmaSpeaker *
find_speaker(GmaPointsState *st, uint32 voice)
{
	/* newest first: rows often come voice by voice */
	for (uint32 i = st->nspeakers; i-- > 0;)
		if (st->speakers[i].voice == voice)
			return &st->speakers[i];
	return NULL;
}

static GmaSpeaker *
add_speaker(MemoryContext context, GmaPointsState *st, const GmaSpeaker *as,
			GmaKey key, GmaKey party)
{
	GmaSpeaker	speaker = *as;

	speaker.key = keep_key(context, st, key, st->voice_kind);
	speaker.name = GMA_NONE;
	for (uint32 i = 0; i < st->nspeakers; i++)
		if (st->speakers[i].party == speaker.party)
			speaker.name = st->speakers[i].name;
	if (speaker.name == GMA_NONE)
		speaker.name = (uint32) keep_key(context, st, party, GMA_KEY_TEXT);
	grow(context, (void **) &st->speakers, st->inline_speakers, st->nspeakers,
		 &st->maxspeakers, (uint64) st->nspeakers + 1, sizeof(GmaSpeaker));
	st->speakers[st->nspeakers] = speaker;
	return &st->speakers[st->nspeakers++];
}

/* What a voice said is no longer in force. */
static void
drop_stated(GmaPointsState *st, const GmaSpeaker *speaker)
{
	uint32		which = speaker - st->speakers;
	uint32		n = 0;
	uint32		nlifted = 0;

	for (uint32 i = 0; i < st->nstated; i++)
	{
		GmaStated	cell = st->stated[i];

		GMA_TICK(i + 1);
		if (cell.speaker == which)
			continue;
		/* lifts lie in the order of the cells */
		memmove(&st->lifted[nlifted], &st->lifted[cell.first_lift],
				sizeof(GmaLifted) * cell.nlifts);
		cell.first_lift = nlifted;
		nlifted += cell.nlifts;
		st->stated[n++] = cell;
	}
	st->nstated = n;
	st->nlifted = nlifted;
}

/* A row of a speaker; where its goal leads is added by the caller. */
static GmaStated *
add_stated(MemoryContext context, GmaPointsState *st,
		   const GmaSpeaker *speaker, GmaKey goal, double priority,
		   uint32 nlifts)
{
	GmaStated  *cell;

	grow(context, (void **) &st->stated, st->inline_stated, st->nstated,
		 &st->maxstated, (uint64) st->nstated + 1, sizeof(GmaStated));
	grow(context, (void **) &st->lifted, st->inline_lifted, st->nlifted,
		 &st->maxlifted, (uint64) st->nlifted + nlifts, sizeof(GmaLifted));
	cell = &st->stated[st->nstated++];
	cell->goal = keep_key(context, st, goal, st->goal_kind);
	cell->priority = priority;
	cell->speaker = speaker - st->speakers;
	cell->first_lift = st->nlifted;
	cell->nlifts = nlifts;
	return cell;
}

static void
add_row(MemoryContext context, GmaPointsState *st, const GmaSpeaker *speaker,
		GmaKey goal, double priority, const GmaLift *lift)
{
	uint32		at = lift == NULL ? GMA_NONE : gma_lift_find(lift, goal);
	uint32		first = at == GMA_NONE ? 0 : lift->start[at];
	uint32		nlifts = at == GMA_NONE ? 0 : lift->start[at + 1] - first;

	add_stated(context, st, speaker, goal, priority, nlifts);
	for (uint32 i = 0; i < nlifts; i++)
	{
		const GmaLiftEntry *entry = &lift->entries[first + i];
		GmaLifted  *lifted = &st->lifted[st->nlifted++];

		/* what stays where it is needs no look at the key, far off in memory */
		lifted->goal = keep_key(context, st, entry->goal == at ? goal :
								gma_keys_get(&lift->keys, entry->goal),
								st->goal_kind);
		lifted->share = entry->share;
		lifted->is_strategic = entry->is_strategic;
	}
}

/* The defaults of a purpose, for voices that have not spoken yet. */
static void
add_defaults(MemoryContext context, GmaPointsState *st,
			 const GmaVoices *voices, const GmaLift *lift, const text *purpose)
{
	GmaKey		name = {0, VARDATA_ANY(purpose), VARSIZE_ANY_EXHDR(purpose)};
	uint32		at = gma_keys_find(&voices->purposes, name);

	if (at == GMA_NONE)
		return;
	for (uint32 i = voices->start[at]; i < voices->start[at + 1]; i++)
	{
		const GmaDefault *said = &voices->defaults[i];
		GmaSpeaker *speaker = find_speaker(st, said->voice);

		if (speaker == NULL)
		{
			GmaSpeaker	as = {said->voice, voices->party[said->voice], 0, true};

			speaker = add_speaker(context, st, &as,
								  gma_keys_get(&voices->keys, said->voice),
								  gma_keys_get(&voices->parties, as.party));
		}
		add_row(context, st, speaker, gma_keys_get(&voices->goals, i),
				said->priority, lift);
	}
}

/* With every row, because nothing keeps the maps from changing: 42804. */
static inline void
check_kinds(const GmaPointsState *st, const GmaVoices *voices,
			const GmaLift *lift)
{
	gma_check_key_type("voice", st->voice_type, st->voice_kind,
					   voices->keys.kind, voices->type);
	if (voices->goals.n > 0)
		gma_check_key_type("goal", st->goal_type, st->goal_kind,
						   voices->goals.kind, voices->goal_type);
	if (lift != NULL && lift->keys.n > 0)
		gma_check_key_type("goal", st->goal_type, st->goal_kind,
						   lift->keys.kind, lift->type);
}

/*
 * party_points_accum(state, voice_map, goal_lift, purpose, voice, goal,
 *					  priority, stated_on)
 *
 * A row without voice, goal or day, or of a voice that is not in the map, says
 * nothing; it still makes the defaults of the purpose known. goal_lift NULL:
 * every goal stands for itself.
 */
Datum
gmalign_party_points_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	GmaPointsState *st = gma_internal_state(fcinfo, &context);
	GmaVoices	voices;
	GmaLift		opened;
	GmaLift    *lift = NULL;
	Oid			voice_type;
	Oid			goal_type;
	uint32		voice;
	GmaSpeaker *speaker;
	DateADT		stated_on;
	double		priority = NAN;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, st);
	gma_voices_open(PG_GETARG_DATUM(1), &voices);
	if (!PG_ARGISNULL(2))
	{
		lift = &opened;
		gma_lift_open(PG_GETARG_DATUM(2), lift);
	}
	if (st == NULL)
	{
		gma_check_collation(fcinfo);
		voice_type = gma_argument_type(fcinfo, 4);
		goal_type = gma_argument_type(fcinfo, 5);
		st = state_create(context);
		st->voice_type = voice_type;
		st->goal_type = goal_type;
		st->voice_kind = gma_key_kind(voice_type);
		st->goal_kind = gma_key_kind(goal_type);
		check_kinds(st, &voices, lift);
		if (!PG_ARGISNULL(3))
			add_defaults(context, st, &voices, lift, PG_GETARG_TEXT_PP(3));
	}
	else
		check_kinds(st, &voices, lift);
	st->has_strategy |= lift != NULL && lift->keys.n > 0;
	/* whatever becomes of the row: what is refused depends on no order */
	if (!PG_ARGISNULL(6))
	{
		priority = PG_GETARG_FLOAT8(6);
		/* no number: on no scale, and as unreadable as one outside -1 to 1 */
		if (!isfinite(priority))
			priority = INFINITY;
	}
	if (PG_ARGISNULL(4) || PG_ARGISNULL(5) || PG_ARGISNULL(7))
		PG_RETURN_POINTER(st);
	voice = gma_keys_find(&voices.keys,
						  gma_key_of(PG_GETARG_DATUM(4), st->voice_type,
									 st->voice_kind));
	if (voice == GMA_NONE)
		PG_RETURN_POINTER(st);

	stated_on = PG_GETARG_DATEADT(7);
	speaker = find_speaker(st, voice);
	if (speaker == NULL)
	{
		GmaSpeaker	as = {voice, voices.party[voice], stated_on, false};

		speaker = add_speaker(context, st, &as,
							  gma_keys_get(&voices.keys, voice),
							  gma_keys_get(&voices.parties, as.party));
	}
	else if (speaker->is_default || stated_on > speaker->stated_on)
	{
		drop_stated(st, speaker);
		speaker->is_default = false;
		speaker->stated_on = stated_on;
	}
	else if (stated_on < speaker->stated_on)
		PG_RETURN_POINTER(st);

	add_row(context, st, speaker,
			gma_key_of(PG_GETARG_DATUM(5), st->goal_type, st->goal_kind),
			priority, lift);
	PG_RETURN_POINTER(st);
}

/*
 * The state behind a value, its goals led elsewhere. Rows of one goal of one
 * voice are one by now.
 */
GmaPointsState *
gma_points_lifted(const GmaPoints *points, const GmaLiftKeys *lift)
{
	MemoryContext context = CurrentMemoryContext;
	GmaPointsState *st = state_create(context);

	st->voice_type = points->voice_type;
	st->goal_type = points->goal_type;
	st->voice_kind = points->voice_keys.kind;
	st->goal_kind = points->goals.kind;
	st->has_strategy = lift->has_strategy;
	for (uint32 v = 0; v < points->voice_keys.n; v++)
	{
		const GmaVoice *voice = &points->voices[v];
		GmaSpeaker	as = {v, voice->party, voice->stated_on, voice->is_default};
		GmaSpeaker *speaker = add_speaker(context, st, &as,
										  gma_keys_get(&points->voice_keys, v),
										  gma_keys_get(&points->parties, voice->party));

		for (uint32 c = points->cell_start[v]; c < points->cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &points->cells[c];
			uint32		first = lift->start[cell->goal];
			uint32		end = lift->start[cell->goal + 1];

			add_stated(context, st, speaker,
					   gma_keys_get(&points->goals, cell->goal),
					   cell->priority, end - first);
			for (uint32 i = first; i < end; i++)
			{
				const GmaLiftEntry *entry = &lift->entries[i];
				GmaLifted  *lifted = &st->lifted[st->nlifted++];

				lifted->goal = keep_key(context, st,
										gma_keys_get(lift->keys, entry->goal),
										st->goal_kind);
				lifted->share = entry->share;
				lifted->is_strategic = entry->is_strategic;
			}
		}
	}
	return st;
}

/* Another state's cells of one speaker. */
static void
take_stated(MemoryContext context, GmaPointsState *into,
			const GmaSpeaker *speaker, const GmaPointsState *from,
			uint32 which)
{
	for (uint32 i = 0; i < from->nstated; i++)
	{
		const GmaStated *cell = &from->stated[i];

		GMA_TICK(i + 1);
		if (cell->speaker != which)
			continue;
		add_stated(context, into, speaker,
				   gma_state_key(from, cell->goal, from->goal_kind),
				   cell->priority, cell->nlifts);
		for (uint32 k = 0; k < cell->nlifts; k++)
		{
			GmaLifted	lifted = from->lifted[cell->first_lift + k];

			lifted.goal = keep_key(context, into,
								   gma_state_key(from, lifted.goal,
												 from->goal_kind),
								   into->goal_kind);
			into->lifted[into->nlifted++] = lifted;
		}
	}
}

/* party_points_combine(state, state): of every voice the latest, of either */
Datum
gmalign_party_points_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	GmaPointsState *into = gma_internal_state(fcinfo, &context);
	GmaPointsState *from;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (GmaPointsState *) PG_GETARG_POINTER(1);
	if (into == NULL)
	{
		into = state_create(context);
		into->voice_type = from->voice_type;
		into->goal_type = from->goal_type;
		into->voice_kind = from->voice_kind;
		into->goal_kind = from->goal_kind;
	}
	into->has_strategy |= from->has_strategy;
	for (uint32 i = 0; i < from->nspeakers; i++)
	{
		const GmaSpeaker *other = &from->speakers[i];
		GmaSpeaker *speaker = find_speaker(into, other->voice);

		if (speaker == NULL)
			speaker = add_speaker(context, into, other,
								  gma_state_key(from, other->key,
												from->voice_kind),
								  gma_state_key(from, other->name,
												GMA_KEY_TEXT));
		else if (other->is_default ||
				 (!speaker->is_default && other->stated_on < speaker->stated_on))
			continue;
		else if (speaker->is_default || other->stated_on > speaker->stated_on)
		{
			drop_stated(into, speaker);
			speaker->is_default = false;
			speaker->stated_on = other->stated_on;
		}
		take_stated(context, into, speaker, from, i);
	}
	PG_RETURN_POINTER(into);
}

/* party_points_serialize(state): for a parallel worker's leader */
Datum
gmalign_party_points_serialize(PG_FUNCTION_ARGS)
{
	GmaPointsState *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, st->goal_type);
	pq_sendint32(&buf, st->voice_type);
	pq_sendbyte(&buf, st->goal_kind);
	pq_sendbyte(&buf, st->voice_kind);
	pq_sendbyte(&buf, st->has_strategy);
	pq_sendint32(&buf, st->nspeakers);
	pq_sendint32(&buf, st->nstated);
	pq_sendint32(&buf, st->nlifted);
	pq_sendint32(&buf, st->nbytes);
	pq_sendbytes(&buf, (char *) st->speakers, sizeof(GmaSpeaker) * st->nspeakers);
	pq_sendbytes(&buf, (char *) st->stated, sizeof(GmaStated) * st->nstated);
	pq_sendbytes(&buf, (char *) st->lifted, sizeof(GmaLifted) * st->nlifted);
	pq_sendbytes(&buf, st->bytes, st->nbytes);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* party_points_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_party_points_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	MemoryContext context = CurrentMemoryContext;
	GmaPointsState *st;
	uint32		nspeakers;
	uint32		nstated;
	uint32		nlifted;
	uint32		nbytes;

	gma_internal_message(fcinfo, &buf);
	st = state_create(context);
	st->goal_type = pq_getmsgint(&buf, 4);
	st->voice_type = pq_getmsgint(&buf, 4);
	st->goal_kind = pq_getmsgbyte(&buf);
	st->voice_kind = pq_getmsgbyte(&buf);
	st->has_strategy = pq_getmsgbyte(&buf);
	nspeakers = pq_getmsgint(&buf, 4);
	nstated = pq_getmsgint(&buf, 4);
	nlifted = pq_getmsgint(&buf, 4);
	nbytes = pq_getmsgint(&buf, 4);
	grow(context, (void **) &st->speakers, st->inline_speakers, 0,
		 &st->maxspeakers, nspeakers, sizeof(GmaSpeaker));
	grow(context, (void **) &st->stated, st->inline_stated, 0, &st->maxstated,
		 nstated, sizeof(GmaStated));
	grow(context, (void **) &st->lifted, st->inline_lifted, 0, &st->maxlifted,
		 nlifted, sizeof(GmaLifted));
	grow(context, (void **) &st->bytes, st->inline_bytes, 0, &st->maxbytes,
		 nbytes, 1);
	pq_copymsgbytes(&buf, (char *) st->speakers,
					sizeof(GmaSpeaker) * nspeakers);
	pq_copymsgbytes(&buf, (char *) st->stated, sizeof(GmaStated) * nstated);
	pq_copymsgbytes(&buf, (char *) st->lifted, sizeof(GmaLifted) * nlifted);
	pq_copymsgbytes(&buf, st->bytes, nbytes);
	st->nspeakers = nspeakers;
	st->nstated = nstated;
	st->nlifted = nlifted;
	st->nbytes = nbytes;
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}
