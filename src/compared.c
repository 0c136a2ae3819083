/*-------------------------------------------------------------------------
 *
 * compared.c
 *		The parties, or the voices, of one assignment, as voices of the
 *		stakeholder family take them to compare two.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/tuplestore.h"

#include "chance.h"
#include "compared.h"

PG_FUNCTION_INFO_V1(gmalign_voice_pair_rows);

/* Which of the parties of an assignment this one is; GMA_NONE: it is none. */
uint32
gma_party_place(const GmaPoints *points, int party)
{
	static const char *const names[GMA_NPARTIES] = {
		"assignee", "gm_professional", "organization"
	};
	GmaKey		name = {0, names[party], strlen(names[party])};

	return gma_keys_find(&points->parties, name);
}

static void
compared_init(GmaCompared *c, size_t max, uint32 nvoices)
{
	StakeholderState *st = &c->st;

	memset(st, 0, offsetof(StakeholderState, inline_parties));
	st->key_kind = GMA_KEY_INT;
	st->scale = SCALE_AS_GIVEN;
	st->is_compact = true;
	st->cells = gma_alloc(Max(max, 1), sizeof(Cell));
	c->voices = palloc(sizeof(Voice) * Max(nvoices, 1));
	c->n = 0;
}

void
gma_compare_parties(const GmaPoints *points, const GmaPointsRows *rows,
					GmaCompared *c)
{
	StakeholderState *st = &c->st;

	compared_init(c, rows->n, points->parties.n);
	for (uint32 p = 0; p < points->parties.n; p++)
	{
		Voice	   *voice = &c->voices[c->n];

		if (rows->parties[p].nvoices == 0)
			continue;
		voice->party = p;
		voice->first = &st->cells[st->ncells];
		for (uint32 at = rows->parties[p].first; at < rows->parties[p].end;)
		{
			Cell	   *cell = &st->cells[st->ncells++];
			GmaSide		side;

			cell->goal = rows->rows[at].goal;
			at = gma_points_side(rows, at, rows->parties[p].end, &side);
			cell->priority = side.points;
			cell->party = p;
			cell->asked = true;
		}
		voice->end = &st->cells[st->ncells];
		c->n++;
	}
}

/* Goals that somebody has points for, and those that two or more do. */
void
gma_count_goals(const GmaPoints *points, const GmaCompared *c, uint32 *goals,
				uint32 *shared)
{
	uint8	   *seen = palloc0(Max(points->goals.n, 1));
	uint8	   *named = palloc0(Max(points->goals.n, 1));

	*goals = *shared = 0;
	for (uint32 i = 0; i < c->st.ncells; i++)
	{
		const Cell *cell = &c->st.cells[i];

		*goals += !seen[cell->goal];
		seen[cell->goal] = true;
		if (cell->priority == 0)
			continue;
		named[cell->goal] += named[cell->goal] < 2;
		/* a party's cells are distinct goals, so the second is another's */
		if (named[cell->goal] == 2)
		{
			*shared += 1;
			named[cell->goal] = 3;
		}
	}
	pfree(seen);
	pfree(named);
}

/* ---------- pairs of voices ---------- */

/* The voices heard, each by itself, as voices of the stakeholder family. */
static void
compare_voices(const GmaPoints *points, GmaCompared *c)
{
	StakeholderState *st = &c->st;
	uint32		nvoices = points->voice_keys.n;
	size_t		max = 0;
	double	   *sum = palloc0(sizeof(double) * Max(points->goals.n, 1));
	bool	   *named = palloc0(Max(points->goals.n, 1));

	for (uint32 v = 0; v < nvoices; v++)
		for (uint32 i = points->cell_start[v]; i < points->cell_start[v + 1]; i++)
		{
			uint32		goal = points->cells[i].goal;

			max += Max(points->lift_start[goal + 1] - points->lift_start[goal], 1);
		}
	compared_init(c, max, nvoices);
	for (uint32 v = 0; v < nvoices; v++)
	{
		Voice	   *voice = &c->voices[c->n];

		if (points->voices[v].total == 0)
			continue;
		voice->party = v;
		voice->first = &st->cells[st->ncells];
		for (uint32 i = points->cell_start[v]; i < points->cell_start[v + 1]; i++)
		{
			const GmaCell *cell = &points->cells[i];
			double		own = cell->priority / points->voices[v].total;
			uint32		first = points->lift_start[cell->goal];
			uint32		end = points->lift_start[cell->goal + 1];

			GMA_TICK(i + 1);
			if (isnan(cell->priority))
				continue;
			if (first == end)
			{
				named[cell->goal] = true;
				sum[cell->goal] += own;
			}
			for (; first < end; first++)
			{
				named[points->lifts[first].goal] = true;
				sum[points->lifts[first].goal] += own * points->lifts[first].share;
			}
		}
		for (uint32 goal = 0; goal < points->goals.n; goal++)
		{
			if (!named[goal])
				continue;
			st->cells[st->ncells++] = (Cell)
			{
				goal, sum[goal], v, true
			};
			named[goal] = false;
			sum[goal] = 0;
		}
		voice->end = &st->cells[st->ncells];
		c->n++;
	}
	pfree(sum);
	pfree(named);
}

/* a row; beyond NaN: chance leaves no room, or none was asked about */
static void
put_voices(FunctionCallInfo fcinfo, const GmaPoints *points, uint32 a, uint32 b,
		   double score, double beyond)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Oid			type = gma_asked_type(fcinfo, 1);
	const GmaKeys *keys = &points->voice_keys;
	Datum		values[4] = {
		gma_key_datum(gma_keys_get(keys, a), keys->kind, type),
		gma_key_datum(gma_keys_get(keys, b), keys->kind, type),
		Float8GetDatum(score), Float8GetDatum(isnan(beyond) ? 0 : beyond)
	};
	bool		nulls[4] = {false, false, false, isnan(beyond)};

	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/*
 * voice_pair_rows(party_points, voice, with_self) -> (a, b, score,
 * beyond_chance): every pair of voices heard that has a score, by party and key;
 * if asked each of them with itself too; voices in the type of the second
 * argument. beyond_chance NULL: chance leaves no room.
 */
Datum
gmalign_voice_pair_rows(PG_FUNCTION_ARGS)
{
	Oid			type = gma_argument_type(fcinfo, 1);
	GmaPoints	points;
	GmaCompared c;
	GmaWishes	wishes;

	gma_rows_start(fcinfo);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	gma_points_open(PG_GETARG_DATUM(0), &points);
	gma_check_key_type("the voice asked for", type, gma_key_kind(type),
					   points.voice_keys.kind, points.voice_type);
	compare_voices(&points, &c);
	gma_wishes_start(&wishes, &points, NULL, NULL);
	for (uint32 i = 0; i < c.n; i++)
	{
		if (!PG_ARGISNULL(2) && PG_GETARG_BOOL(2))
			put_voices(fcinfo, &points, c.voices[i].party, c.voices[i].party, 1, NAN);
		for (uint32 k = i + 1; k < c.n; k++)
		{
			Pair		pair;
			GmaEvidence evidence;

			CHECK_FOR_INTERRUPTS();
			gma_compare_voices(&c.st, &c.voices[i], &c.voices[k], &pair);
			if (!pair.is_defined)
				continue;
			evidence.a = c.voices[i].party;
			evidence.b = c.voices[k].party;
			evidence.score = pair.score;
			evidence.has_chance = evidence.has_own = false;
			/* nobody asks for it */
			evidence.has_order = true;
			wishes.dealt_of[0] = NULL;
			gma_evidence_chance(&wishes, &evidence);
			put_voices(fcinfo, &points, evidence.a, evidence.b, pair.score, evidence.beyond);
		}
	}
	return (Datum) 0;
}
