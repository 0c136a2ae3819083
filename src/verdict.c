/*-------------------------------------------------------------------------
 *
 * verdict.c
 *		How the pairs of parties, or of voices, of one assignment stand, and
 *		what decides it.
 *
 * With a score, a pair is *misaligned* below one threshold or when it is
 * opposed from another one on, *aligned* when it reaches two more, else
 * *mixed*. An assignment of three scored pairs stands as its worst pair does.
 * Scores and shares are compared as rounded to 12 decimals, so that one that
 * meets a threshold exactly meets it whatever rounding did, and equal ones are
 * equal: then the pair with the larger opposed share comes first, then the one
 * with the smaller name.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "party_points.h"
#include "stakeholder.h"

PG_FUNCTION_INFO_V1(gmalign_verdict);
PG_FUNCTION_INFO_V1(gmalign_has_misaligned_pair);
PG_FUNCTION_INFO_V1(gmalign_voice_pair_rows);

/* the parties the bands are about, in the order of their names */
enum
{
	ASSIGNEE,
	GM_PROFESSIONAL,
	ORGANIZATION,
	NPARTIES
};

static const char *const party_names[NPARTIES] = {
	"assignee", "gm_professional", "organization"
};

typedef enum Standing
{
	MISALIGNED,
	MIXED,
	ALIGNED
} Standing;

static const char *const standing_names[] = {
	"misaligned", "mixed", "aligned"
};

/* a pair with a score */
typedef struct Judged
{
	uint32		a;				/* parties */
	uint32		b;
	uint32		a_voice;		/* their places among the voices compared */
	uint32		b_voice;
	Pair		pair;
	bool		has_beyond;
	double		beyond;			/* NaN: chance leaves no room */
	Standing	standing;
	double		score;			/* rounded */
	double		opposed;		/* rounded */
	uint32		driver;			/* the goal on which it parts most; GMA_NONE:
								 * no loss */
	uint32		own;			/* the own goal that is fought through */
	Datum		name;			/* a|b */
	bool		is_named;		/* driver, own and name are known */
} Judged;

/* Parties or voices heard, as voices of the stakeholder family; goals by number. */
typedef struct Compared
{
	StakeholderState st;
	Voice	   *voices;
	uint32		n;
	double	   *buffer;			/* what gma_chance_score needs */
} Compared;

static void
compared_init(Compared *c, size_t max, uint32 nvoices)
{
	StakeholderState *st = &c->st;

	memset(st, 0, offsetof(StakeholderState, inline_parties));
	st->key_kind = GMA_KEY_INT;
	st->scale = SCALE_AS_GIVEN;
	st->is_compact = true;
	st->cells = gma_alloc(Max(max, 1), sizeof(Cell));
	c->voices = palloc(sizeof(Voice) * Max(nvoices, 1));
	c->buffer = gma_alloc(2 * Max(max, 1), sizeof(double));
	c->n = 0;
}

static void
compare_parties(const GmaPoints *points, const GmaPointsRows *rows,
				Compared *c)
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
static void
count_goals(const GmaPoints *points, const Compared *c, uint32 *goals,
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
compare_voices(const GmaPoints *points, Compared *c)
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

/*
 * voice_pair_rows(party_points, voice) -> (a, b, score, beyond_chance): every
 * pair of voices heard that has a score, by party and key; voices in the type
 * of the second argument. beyond_chance NULL: chance leaves no room.
 */
Datum
gmalign_voice_pair_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Oid			type = gma_argument_type(fcinfo, 1);
	GmaPoints	points;
	Compared	c;
	uint32		goals;
	uint32		shared;

	gma_rows_start(fcinfo);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	gma_points_open(PG_GETARG_DATUM(0), &points);
	gma_check_key_type("the voice asked for", type, gma_key_kind(type),
					   points.voice_keys.kind, points.voice_type);
	compare_voices(&points, &c);
	count_goals(&points, &c, &goals, &shared);
	for (uint32 i = 0; i < c.n; i++)
		for (uint32 k = i + 1; k < c.n; k++)
		{
			Pair		pair;
			double		beyond;
			Datum		values[4];
			bool		nulls[4] = {false};

			CHECK_FOR_INTERRUPTS();
			gma_compare_voices(&c.st, &c.voices[i], &c.voices[k], &pair);
			if (!pair.is_defined)
				continue;
			beyond = gma_beyond_chance(pair.score,
									   gma_chance_score(&c.st, &c.voices[i],
														&c.voices[k], &pair,
														goals, c.buffer));
			values[0] = gma_key_datum(gma_keys_get(&points.voice_keys, c.voices[i].party),
									  points.voice_keys.kind, type);
			values[1] = gma_key_datum(gma_keys_get(&points.voice_keys, c.voices[k].party),
									  points.voice_keys.kind, type);
			values[2] = Float8GetDatum(pair.score);
			nulls[3] = isnan(beyond);
			values[3] = Float8GetDatum(nulls[3] ? 0 : beyond);
			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values,
								 nulls);
		}
	return (Datum) 0;
}

/* ---------- the verdict ---------- */

/* what the thresholds are */
typedef struct Thresholds
{
	double		misaligned_below;
	double		opposed_from;
	double		aligned_from;
	double		beyond_chance_from;
} Thresholds;

static bool
is_misaligned(const Pair *pair, double misaligned_below, double opposed_from)
{
	return gma_rounded(pair->score) < misaligned_below ||
		gma_rounded(pair->share[GMA_LOSS_OPPOSED]) >= opposed_from;
}

/* What chance leaves of a score: the dear part, so only where it is asked for. */
static void
find_beyond(const Compared *c, uint32 goals, Judged *j)
{
	if (j->has_beyond)
		return;
	j->beyond = gma_beyond_chance(j->pair.score,
								  gma_chance_score(&c->st,
												   &c->voices[j->a_voice],
												   &c->voices[j->b_voice],
												   &j->pair, goals, c->buffer));
	j->has_beyond = true;
}

static Standing
judge(const Compared *c, uint32 goals, Judged *j, const Thresholds *t)
{
	if (is_misaligned(&j->pair, t->misaligned_below, t->opposed_from))
		return MISALIGNED;
	if (j->score < t->aligned_from)
		return MIXED;
	find_beyond(c, goals, j);
	return isnan(j->beyond) || gma_rounded(j->beyond) >= t->beyond_chance_from ?
		ALIGNED : MIXED;
}

/* Is x weaker than y? Pairs come by name, so that on a tie the first stays. */
static bool
is_weaker(const Judged *x, const Judged *y)
{
	if (x->score != y->score)
		return x->score < y->score;
	return x->opposed > y->opposed;
}

static void
find_driver(const GmaPointsRows *rows, Judged *j)
{
	const GmaPointsParty *a = &rows->parties[j->a];
	const GmaPointsParty *b = &rows->parties[j->b];
	uint32		i = a->first;
	uint32		k = b->first;
	double		largest = 0;

	j->driver = j->own = GMA_NONE;
	while (i < a->end || k < b->end)
	{
		uint32		left = i < a->end ? rows->rows[i].goal : GMA_NONE;
		uint32		right = k < b->end ? rows->rows[k].goal : GMA_NONE;
		uint32		goal = Min(left, right);
		GmaSide		x = {.own = GMA_NONE};
		GmaSide		y = {.own = GMA_NONE};
		double		loss;

		if (left == goal)
			i = gma_points_side(rows, i, a->end, &x);
		if (right == goal)
			k = gma_points_side(rows, k, b->end, &y);
		loss = gma_rounded(fabs(x.points - y.points) / j->pair.total);
		if (loss <= largest)
			continue;
		largest = loss;
		j->driver = goal;
		j->own = gma_points_through(&x, &y) ? x.own : y.own;
	}
}

/* Often one pair is the weakest, the most opposed and the one that decides. */
static void
name_pair(const GmaPoints *points, const GmaPointsRows *rows, Judged *j)
{
	GmaKey		a;
	GmaKey		b;
	text	   *name;

	if (j == NULL || j->is_named)
		return;
	find_driver(rows, j);
	a = gma_keys_get(&points->parties, j->a);
	b = gma_keys_get(&points->parties, j->b);
	name = palloc(VARHDRSZ + a.length + 1 + b.length);
	SET_VARSIZE(name, VARHDRSZ + a.length + 1 + b.length);
	memcpy(VARDATA(name), a.bytes, a.length);
	VARDATA(name)[a.length] = '|';
	memcpy(VARDATA(name) + a.length + 1, b.bytes, b.length);
	j->name = PointerGetDatum(name);
	j->is_named = true;
}

/* a result being filled, column by column */
typedef struct Row
{
	Datum		values[40];
	bool		nulls[40];
	int			n;
} Row;

static void
put(Row *row, bool is_null, Datum value)
{
	row->nulls[row->n] = is_null;
	row->values[row->n++] = is_null ? (Datum) 0 : value;
}

static void
put_float8(Row *row, bool is_null, double value)
{
	put(row, is_null, Float8GetDatum(value));
}

static void
put_goal(Row *row, const GmaPoints *points, uint32 goal, Oid type)
{
	bool		is_null = goal == GMA_NONE;

	put(row, is_null, is_null ? (Datum) 0 :
		gma_key_datum(gma_keys_get(&points->goals, goal), points->goals.kind,
					  type));
}

static void
put_pair(Row *row, const Judged *j)
{
	put(row, j == NULL, j == NULL ? (Datum) 0 : j->name);
}

static void
put_shares(Row *row, const Judged *j)
{
	for (int kind = 0; kind < 3; kind++)
		put_float8(row, j == NULL, j == NULL ? 0 : j->pair.share[kind]);
}

static void
put_driver(Row *row, const GmaPoints *points, const Judged *j, Oid type)
{
	put_goal(row, points, j == NULL ? GMA_NONE : j->driver, type);
	put_goal(row, points, j == NULL ? GMA_NONE : j->own, type);
}

/* The scored pairs, by name; their number. */
static uint32
judge_pairs(const Compared *c, uint32 goals, const Thresholds *thresholds,
			Judged *judged)
{
	uint32		n = 0;

	for (uint32 i = 0; i < c->n; i++)
		for (uint32 k = i + 1; k < c->n; k++)
		{
			Judged	   *j = &judged[n];

			CHECK_FOR_INTERRUPTS();
			gma_compare_voices(&c->st, &c->voices[i], &c->voices[k], &j->pair);
			if (!j->pair.is_defined)
				continue;
			j->a = c->voices[i].party;
			j->b = c->voices[k].party;
			j->a_voice = i;
			j->b_voice = k;
			j->has_beyond = false;
			j->score = gma_rounded(j->pair.score);
			j->opposed = gma_rounded(j->pair.share[GMA_LOSS_OPPOSED]);
			j->standing = judge(c, goals, j, thresholds);
			j->is_named = false;
			n++;
		}
	return n;
}

/*
 * The row type of the result, kept for the calls to come where the caller
 * keeps anything: to find it out costs as much as the verdict.
 */
static TupleDesc
result_desc(FunctionCallInfo fcinfo)
{
	TupleDesc	desc = fcinfo->flinfo->fn_extra;
	MemoryContext caller;

	if (desc != NULL)
		return desc;
	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	desc = BlessTupleDesc(desc);
	MemoryContextSwitchTo(caller);
	fcinfo->flinfo->fn_extra = desc;
	return desc;
}

/*
 * verdict(party_points, goal, misaligned_below, opposed_from, aligned_from,
 * beyond_chance_from): one row, its columns as in sql/kernels/party_points.sql;
 * goals in the type of the second argument. What needs all three pairs is NULL
 * without them.
 */
Datum
gmalign_verdict(PG_FUNCTION_ARGS)
{
	GmaPoints	points;
	GmaPointsRows rows;
	Compared	c;
	Thresholds	t;
	TupleDesc	desc;
	Oid			type = gma_argument_type(fcinfo, 1);
	uint32		place[NPARTIES];
	const GmaPointsParty *party[NPARTIES];
	double		reach[NPARTIES] = {0};
	uint32		heard = 0;
	uint32		goals = 0;
	uint32		shared = 0;
	Judged	   *judged;
	uint32		njudged;
	Judged	   *weakest = NULL;
	Judged	   *decided = NULL;
	Judged	   *opposed = NULL;
	double		score[NPARTIES][NPARTIES];
	GmaSum		mutual = {0, 0};
	double		defaults = 0;
	DateADT		oldest = DATEVAL_NOEND;
	uint32		unserved = GMA_NONE;
	double		most = -1;
	bool		is_scored;
	bool		is_unreadable = false;
	Row			row;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	for (int i = 2; i < 6; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	t.misaligned_below = gma_rounded(PG_GETARG_FLOAT8(2));
	t.opposed_from = gma_rounded(PG_GETARG_FLOAT8(3));
	t.aligned_from = gma_rounded(PG_GETARG_FLOAT8(4));
	t.beyond_chance_from = gma_rounded(PG_GETARG_FLOAT8(5));
	gma_points_open(PG_GETARG_DATUM(0), &points);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   points.goals.kind, points.goal_type);
	gma_points_rows(&points, &rows);
	compare_parties(&points, &rows, &c);
	count_goals(&points, &c, &goals, &shared);
	judged = palloc(sizeof(Judged) * Max(c.n < 2 ? 1 : gma_pair_count(c.n), 1));
	njudged = judge_pairs(&c, goals, &t, judged);
	is_scored = njudged == 3;

	for (int p = 0; p < NPARTIES; p++)
	{
		GmaKey		name = {0, party_names[p], strlen(party_names[p])};
		double		total = 0;
		double		strategic = 0;

		for (int q = 0; q < NPARTIES; q++)
			score[p][q] = NAN;
		place[p] = gma_keys_find(&points.parties, name);
		is_unreadable |= place[p] != GMA_NONE &&
			rows.parties[place[p]].is_unreadable;
		party[p] = place[p] == GMA_NONE || rows.parties[place[p]].nvoices == 0 ?
			NULL : &rows.parties[place[p]];
		if (party[p] == NULL)
			continue;
		heard++;
		defaults += (double) party[p]->ndefault / party[p]->nvoices;
		for (uint32 i = party[p]->first; i < party[p]->end; i++)
		{
			const GmaPointsRow *r = &rows.rows[i];
			double		size = fabs(r->points);

			total += size;
			strategic += r->is_strategic ? size : 0;
			if (p == ASSIGNEE && points.has_strategy && !r->has_sight && gma_rounded(size) > most)
			{
				most = gma_rounded(size);
				unserved = r->own;
			}
		}
		reach[p] = total > 0 ? gma_shown(strategic / total) : 0;
	}
	for (uint32 p = 0; p < points.parties.n; p++)
		oldest = Min(oldest, rows.parties[p].oldest);
	for (uint32 i = 0; i < njudged; i++)
	{
		Judged	   *j = &judged[i];

		gma_sum_add(&mutual, j->pair.score);
		for (int p = 0; p < NPARTIES; p++)
			for (int q = p + 1; q < NPARTIES; q++)
				if (place[p] == j->a && place[q] == j->b)
					score[p][q] = j->pair.score;
		if (!is_scored)
			continue;
		if (weakest == NULL || is_weaker(j, weakest))
			weakest = j;
		if (decided == NULL || j->standing < decided->standing ||
			(j->standing == decided->standing && is_weaker(j, decided)))
			decided = j;
		if (opposed == NULL || j->opposed > opposed->opposed)
			opposed = j;
	}
	if (decided != NULL)
		find_beyond(&c, goals, decided);
	name_pair(&points, &rows, decided);
	name_pair(&points, &rows, weakest);
	name_pair(&points, &rows, opposed);

	row.n = 0;
	put(&row, false, Int32GetDatum((int32) njudged));
	put(&row, false, Int32GetDatum((int32) heard));
	for (int p = NPARTIES; p-- > 0;)
		put(&row, false, BoolGetDatum(party[p] != NULL));
	put(&row, false, Int32GetDatum(c.n < 2 ? 0 : (int32) goals));
	put(&row, false, Int32GetDatum((int32) shared));
	put_float8(&row, isnan(score[GM_PROFESSIONAL][ORGANIZATION]),
			   score[GM_PROFESSIONAL][ORGANIZATION]);
	put_float8(&row, isnan(score[ASSIGNEE][ORGANIZATION]),
			   score[ASSIGNEE][ORGANIZATION]);
	put_float8(&row, isnan(score[ASSIGNEE][GM_PROFESSIONAL]),
			   score[ASSIGNEE][GM_PROFESSIONAL]);
	put_float8(&row, !is_scored,
			   is_scored ? gma_shown(gma_sum_value(&mutual) / njudged) : 0);
	put(&row, false, CStringGetTextDatum(is_scored ?
										 standing_names[decided->standing] : "not scored"));

	put_pair(&row, decided);
	put_float8(&row, !is_scored || isnan(decided->beyond),
			   is_scored ? decided->beyond : 0);
	put_shares(&row, decided);
	put_driver(&row, &points, decided, type);

	put_pair(&row, weakest);
	put_float8(&row, !is_scored, is_scored ? weakest->pair.score : 0);
	put_shares(&row, weakest);
	put_driver(&row, &points, weakest, type);

	put_pair(&row, opposed);
	put_float8(&row, !is_scored,
			   is_scored ? opposed->pair.share[GMA_LOSS_OPPOSED] : 0);
	put_driver(&row, &points, opposed, type);

	for (int p = NPARTIES; p-- > 0;)
		put_float8(&row, party[p] == NULL || !points.has_strategy, reach[p]);
	put_goal(&row, &points, unserved, type);
	put_float8(&row, heard == 0, heard == 0 ? 0 : defaults / heard);
	put(&row, oldest == DATEVAL_NOEND, DateADTGetDatum(oldest));
	put(&row, false, BoolGetDatum(is_unreadable));
	desc = result_desc(fcinfo);
	Assert(row.n == desc->natts);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, row.values, row.nulls)));
}

/*
 * has_misaligned_pair(party_points, misaligned_below, opposed_from): whether
 * the verdict can be misaligned. Most moves are not, and to know that takes
 * half of what the verdict takes.
 */
Datum
gmalign_has_misaligned_pair(PG_FUNCTION_ARGS)
{
	double		misaligned_below = gma_rounded(PG_GETARG_FLOAT8(1));
	double		opposed_from = gma_rounded(PG_GETARG_FLOAT8(2));
	GmaPoints	points;
	GmaPointsRows rows;
	Compared	c;
	bool		result = false;

	gma_points_open(PG_GETARG_DATUM(0), &points);
	gma_points_rows(&points, &rows);
	compare_parties(&points, &rows, &c);
	for (uint32 i = 0; !result && i < c.n; i++)
		for (uint32 k = i + 1; !result && k < c.n; k++)
		{
			Pair		pair;

			CHECK_FOR_INTERRUPTS();
			gma_compare_voices(&c.st, &c.voices[i], &c.voices[k], &pair);
			result = pair.is_defined &&
				is_misaligned(&pair, misaligned_below, opposed_from);
		}
	PG_RETURN_BOOL(result);
}
