/*-------------------------------------------------------------------------
 *
 * party_points_rows.c
 *		Reading party_points: statements, points and drivers as rows.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "party_points.h"

PG_FUNCTION_INFO_V1(gmalign_stated_rows);
PG_FUNCTION_INFO_V1(gmalign_lifted_rows);
PG_FUNCTION_INFO_V1(gmalign_party_rows);
PG_FUNCTION_INFO_V1(gmalign_driver_rows);
PG_FUNCTION_INFO_V1(gmalign_explain_pair);
PG_FUNCTION_INFO_V1(gmalign_wanted_goals);

/* ---------- from voices to parties ---------- */

static int
compare_rows(const void *a, const void *b)
{
	const GmaPointsRow *x = a;
	const GmaPointsRow *y = b;

	CHECK_FOR_INTERRUPTS();
	if (x->party != y->party)
		return x->party < y->party ? -1 : 1;
	if (x->goal != y->goal)
		return x->goal < y->goal ? -1 : 1;
	if (x->own != y->own)
		return x->own < y->own ? -1 : 1;
	return (x->points > y->points) - (x->points < y->points);
}

/* Mostly few, and in order by party and own goal already. */
static void
sort_rows(GmaPointsRow *rows, uint32 n)
{
	if (n > 64)
	{
		qsort(rows, n, sizeof(GmaPointsRow), compare_rows);
		return;
	}
	for (uint32 i = 1; i < n; i++)
	{
		GmaPointsRow row = rows[i];
		uint32		j = i;

		for (; j > 0 && rows[j - 1].party == row.party &&
			 (rows[j - 1].goal > row.goal ||
			  (rows[j - 1].goal == row.goal && rows[j - 1].own > row.own)); j--)
			rows[j] = rows[j - 1];
		rows[j] = row;
	}
}

/* Points as summed; voices or goals that cancel each other leave none. */
static double
points_of(const GmaSum *sum)
{
	double		points = gma_sum_value(sum);

	return gma_rounded(points) == 0 ? 0 : points;
}

/*
 * What each party wants: the equal mean of its voices, moved up. A voice that
 * wants nothing, or was asked nothing, is not heard.
 */
void
gma_points_rows(const GmaPoints *points, GmaPointsRows *result)
{
	uint32		nparties = points->parties.n;
	GmaPointsRow *rows;
	uint64		max = 0;
	uint32		n = 0;
	uint32		out = 0;

	result->parties = palloc0(sizeof(GmaPointsParty) * Max(nparties, 1));
	for (uint32 p = 0; p < nparties; p++)
		result->parties[p].oldest = DATEVAL_NOEND;
	for (uint32 v = 0; v < points->voice_keys.n; v++)
	{
		const GmaVoice *voice = &points->voices[v];
		GmaPointsParty *party = &result->parties[voice->party];

		party->is_unreadable |= voice->is_unreadable;
		if (voice->total == 0)
			continue;
		party->nvoices++;
		party->ndefault += voice->is_default;
		if (!voice->is_default)
			party->oldest = Min(party->oldest, voice->stated_on);
		for (uint32 c = points->cell_start[v]; c < points->cell_start[v + 1]; c++)
		{
			uint32		goal = points->cells[c].goal;

			max += Max(points->lift_start[goal + 1] - points->lift_start[goal], 1);
		}
	}

	for (uint32 p = 0; p < nparties; p++)
	{
		GmaPointsParty *party = &result->parties[p];

		if (!party->is_unreadable)
			continue;
		party->nvoices = 0;
		party->ndefault = 0;
		party->oldest = DATEVAL_NOEND;
	}

	rows = gma_alloc(max, sizeof(GmaPointsRow));
	for (uint32 v = 0; v < points->voice_keys.n; v++)
	{
		const GmaVoice *voice = &points->voices[v];

		if (voice->total == 0 || result->parties[voice->party].nvoices == 0)
			continue;
		for (uint32 c = points->cell_start[v]; c < points->cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &points->cells[c];
			uint32		first = points->lift_start[cell->goal];
			uint32		end = points->lift_start[cell->goal + 1];
			double		own;

			GMA_TICK(c + 1);
			if (isnan(cell->priority))
				continue;
			own = cell->priority / voice->total /
				result->parties[voice->party].nvoices;
			if (first == end)
				rows[n++] = (GmaPointsRow)
			{
				own, voice->party, cell->goal, cell->goal, false, false
			};
			for (uint32 i = first; i < end; i++)
				rows[n++] = (GmaPointsRow)
			{
				own		   *points->lifts[i].share,
							voice->party,
							points->lifts[i].goal,
							cell->goal,
							points->lifts[i].is_strategic,
							true
			};
		}
	}
	sort_rows(rows, n);

	/* several voices of a party name the same goal */
	for (uint32 i = 0; i < n;)
	{
		GmaPointsRow row = rows[i];
		GmaSum		sum = {0, 0};

		for (; i < n && rows[i].party == row.party &&
			 rows[i].goal == row.goal && rows[i].own == row.own; i++)
			gma_sum_add(&sum, rows[i].points);
		row.points = points_of(&sum);
		if (out == 0 || rows[out - 1].party != row.party)
			result->parties[row.party].first = out;
		rows[out++] = row;
		result->parties[row.party].end = out;
	}
	result->rows = rows;
	result->n = out;
}

/*
 * A party's rows of the compared goal that row at is about: what they add up
 * to. Returns the row after them, at most end.
 */
uint32
gma_points_side(const GmaPointsRows *rows, uint32 at, uint32 end,
				GmaSide *side)
{
	uint32		goal = rows->rows[at].goal;
	GmaSum		sum = {0, 0};
	double		most = -1;
	double		size;

	memset(side, 0, sizeof(GmaSide));
	for (; at < end && rows->rows[at].goal == goal; at++)
	{
		const GmaPointsRow *row = &rows->rows[at];

		gma_sum_add(&sum, row->points);
		if (row->points > 0)
			side->helps += row->points;
		else
			side->harms -= row->points;
		side->is_strategic |= row->is_strategic;
		side->has_sight |= row->has_sight;
		/* on a tie the smaller key, which comes first */
		size = gma_rounded(fabs(row->points));
		if (size > most)
		{
			most = size;
			side->own = row->own;
		}
	}
	side->points = points_of(&sum);
	return at;
}

/*
 * Through whose own goal do two sides part over a goal: a's, else b's? Of the
 * side that works against it, else of the larger.
 */
bool
gma_points_through(const GmaSide *a, const GmaSide *b)
{
	if (a->own == GMA_NONE || b->own == GMA_NONE)
		return b->own == GMA_NONE;
	return a->points < 0 ||
		(b->points >= 0 &&
		 gma_rounded(fabs(a->points)) > gma_rounded(fabs(b->points)));
}

/* ---------- rows ---------- */

/* a reader's value, and the type its goals are wanted in */
typedef struct Reader
{
	GmaPoints	points;
	Oid			type;			/* of goals */
	Oid			asked;			/* the same, or a domain over it */
	ReturnSetInfo *rsinfo;
} Reader;

/* Opens argument 0; goals come in the type of argument 1. */
static bool
reader_open(Reader *reader, FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		return false;
	gma_points_open(PG_GETARG_DATUM(0), &reader->points);
	reader->type = gma_argument_type(fcinfo, 1);
	reader->asked = gma_asked_type(fcinfo, 1);
	gma_check_key_type("the goal asked for", reader->type,
					   gma_key_kind(reader->type), reader->points.goals.kind,
					   reader->points.goal_type);
	return true;
}

/* The same, of a function that returns rows. */
static bool
reader_start(Reader *reader, FunctionCallInfo fcinfo)
{
	gma_rows_start(fcinfo);
	reader->rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	return reader_open(reader, fcinfo);
}

static void
put_row(Reader *reader, Datum *values, bool *nulls)
{
	tuplestore_putvalues(reader->rsinfo->setResult, reader->rsinfo->setDesc,
						 values, nulls);
}

static Datum
goal_datum(const Reader *reader, uint32 goal)
{
	return gma_key_datum(gma_keys_get(&reader->points.goals, goal),
						 reader->points.goals.kind, reader->asked);
}

static Datum
party_datum(const Reader *reader, uint32 party)
{
	return gma_key_datum(gma_keys_get(&reader->points.parties, party),
						 GMA_KEY_TEXT, TEXTOID);
}

/*
 * stated_rows(party_points, goal, voice) -> (party, voice, goal, priority,
 * points, stated_on, is_default): what each voice wants, heard or not.
 */
Datum
gmalign_stated_rows(PG_FUNCTION_ARGS)
{
	Reader		reader;
	const GmaPoints *p = &reader.points;
	Oid			voice_type = gma_argument_type(fcinfo, 2);

	if (!reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_check_key_type("the voice asked for", voice_type,
					   gma_key_kind(voice_type), p->voice_keys.kind,
					   p->voice_type);
	for (uint32 v = 0; v < p->voice_keys.n; v++)
		for (uint32 c = p->cell_start[v]; c < p->cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &p->cells[c];
			Datum		values[7];
			bool		nulls[7] = {false};

			GMA_TICK(c + 1);
			values[0] = party_datum(&reader, p->voices[v].party);
			values[1] = gma_key_datum(gma_keys_get(&p->voice_keys, v),
									  p->voice_keys.kind,
									  gma_asked_type(fcinfo, 2));
			values[2] = goal_datum(&reader, cell->goal);
			nulls[3] = !isfinite(cell->priority);
			values[3] = Float8GetDatum(cell->priority);
			nulls[4] = nulls[3] || p->voices[v].total == 0;
			values[4] = Float8GetDatum(nulls[4] ? 0 : gma_shown(cell->priority / p->voices[v].total));
			nulls[5] = p->voices[v].is_default;
			values[5] = DateADTGetDatum(p->voices[v].stated_on);
			values[6] = BoolGetDatum(p->voices[v].is_default);
			put_row(&reader, values, nulls);
		}
	return (Datum) 0;
}

/* voices, defaults and the oldest statement of a party, as three columns */
static void
put_party(const GmaPointsParty *party, Datum *values, bool *nulls)
{
	values[0] = Int32GetDatum((int32) party->nvoices);
	values[1] = Int32GetDatum((int32) party->ndefault);
	values[2] = DateADTGetDatum(party->oldest);
	nulls[2] = party->oldest == DATEVAL_NOEND;
}

/*
 * lifted_rows(party_points, goal) -> (party, own_goal, goal, is_strategic,
 * points, has_line_of_sight, voice_count, default_voice_count,
 * oldest_priority_date): what each party wants, own goal by own goal.
 */
Datum
gmalign_lifted_rows(PG_FUNCTION_ARGS)
{
	Reader		reader;
	GmaPointsRows rows;

	if (!reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_points_rows(&reader.points, &rows);
	for (uint32 i = 0; i < rows.n; i++)
	{
		const GmaPointsRow *row = &rows.rows[i];
		Datum		values[9];
		bool		nulls[9] = {false};

		GMA_TICK(i + 1);
		values[0] = party_datum(&reader, row->party);
		values[1] = goal_datum(&reader, row->own);
		values[2] = goal_datum(&reader, row->goal);
		values[3] = BoolGetDatum(row->is_strategic);
		values[4] = Float8GetDatum(gma_shown(row->points));
		values[5] = BoolGetDatum(row->has_sight);
		nulls[5] = !reader.points.has_strategy;
		put_party(&rows.parties[row->party], values + 6, nulls + 6);
		put_row(&reader, values, nulls);
	}
	return (Datum) 0;
}

/*
 * party_rows(party_points, goal) -> (party, goal, is_strategic, points,
 * helps_points, harms_points, own_goal, voice_count, default_voice_count,
 * oldest_priority_date, has_line_of_sight): a row per party and compared goal.
 */
Datum
gmalign_party_rows(PG_FUNCTION_ARGS)
{
	Reader		reader;
	GmaPointsRows rows;

	if (!reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_points_rows(&reader.points, &rows);
	for (uint32 at = 0; at < rows.n;)
	{
		uint32		party = rows.rows[at].party;
		uint32		goal = rows.rows[at].goal;
		GmaSide		side;
		Datum		values[11];
		bool		nulls[11] = {false};

		CHECK_FOR_INTERRUPTS();
		at = gma_points_side(&rows, at, rows.parties[party].end, &side);
		values[0] = party_datum(&reader, party);
		values[1] = goal_datum(&reader, goal);
		values[2] = BoolGetDatum(side.is_strategic);
		values[3] = Float8GetDatum(gma_shown(side.points));
		values[4] = Float8GetDatum(gma_shown(side.helps));
		values[5] = Float8GetDatum(gma_shown(side.harms));
		values[6] = goal_datum(&reader, side.own);
		put_party(&rows.parties[party], values + 7, nulls + 7);
		values[10] = BoolGetDatum(side.has_sight);
		nulls[10] = !reader.points.has_strategy;
		put_row(&reader, values, nulls);
	}
	return (Datum) 0;
}

/* ---------- drivers ---------- */

/* one compared goal of a pair */
typedef struct Driver
{
	uint32		goal;
	GmaSide		a;
	GmaSide		b;
	double		loss;			/* |x - y|; once sorted, its share, rounded */
} Driver;

static int
compare_drivers(const void *a, const void *b)
{
	const Driver *x = a;
	const Driver *y = b;

	CHECK_FOR_INTERRUPTS();
	if (x->loss != y->loss)
		return x->loss > y->loss ? -1 : 1;
	return (x->goal > y->goal) - (x->goal < y->goal);
}

/* The goals of two parties side by side; the sum of magnitudes on both. */
static uint32
find_drivers(const GmaPointsRows *rows, uint32 a, uint32 b, Driver *drivers,
			 double *total)
{
	const GmaPointsParty *pa = &rows->parties[a];
	const GmaPointsParty *pb = &rows->parties[b];
	uint32		i = pa->first;
	uint32		j = pb->first;
	uint32		n = 0;
	GmaSum		sum = {0, 0};

	while (i < pa->end || j < pb->end)
	{
		Driver	   *d = &drivers[n++];
		uint32		left = i < pa->end ? rows->rows[i].goal : GMA_NONE;
		uint32		right = j < pb->end ? rows->rows[j].goal : GMA_NONE;

		memset(d, 0, sizeof(Driver));
		d->a.own = d->b.own = GMA_NONE;
		d->goal = Min(left, right);
		if (left == d->goal)
			i = gma_points_side(rows, i, pa->end, &d->a);
		if (right == d->goal)
			j = gma_points_side(rows, j, pb->end, &d->b);
		d->loss = fabs(d->a.points - d->b.points);
		gma_sum_add(&sum, fabs(d->a.points));
		gma_sum_add(&sum, fabs(d->b.points));
	}
	*total = gma_sum_value(&sum);
	return n;
}

static void
put_driver(Reader *reader, Datum pair, uint32 a, uint32 b, const Driver *d,
		   double total)
{
	double		x = d->a.points;
	double		y = d->b.points;
	Datum		values[15];
	bool		nulls[15] = {false};

	values[0] = pair;
	values[1] = party_datum(reader, a);
	values[2] = party_datum(reader, b);
	values[3] = goal_datum(reader, d->goal);
	values[4] = BoolGetDatum(d->a.is_strategic || d->b.is_strategic);
	nulls[5] = d->loss == 0;
	values[5] = nulls[5] ? (Datum) 0 :
		CStringGetTextDatum(gma_loss_kind_name(gma_loss_kind(x, y)));
	values[6] = Float8GetDatum(gma_shown(x));
	values[7] = Float8GetDatum(gma_shown(y));
	values[8] = Float8GetDatum(gma_shown(d->a.helps));
	values[9] = Float8GetDatum(gma_shown(d->a.harms));
	values[10] = Float8GetDatum(gma_shown(d->b.helps));
	values[11] = Float8GetDatum(gma_shown(d->b.harms));
	nulls[12] = d->a.own == GMA_NONE;
	values[12] = nulls[12] ? (Datum) 0 : goal_datum(reader, d->a.own);
	nulls[13] = d->b.own == GMA_NONE;
	values[13] = nulls[13] ? (Datum) 0 : goal_datum(reader, d->b.own);
	values[14] = Float8GetDatum(gma_shown(fabs(x - y) / total));
	put_row(reader, values, nulls);
}

/*
 * driver_rows(party_points, goal [, pair]) -> (pair, a, b, goal, is_strategic,
 * kind, a_points, b_points, a_helps_points, a_harms_points, b_helps_points,
 * b_harms_points, a_own_goal, b_own_goal, loss_share): for every pair of
 * parties heard, or for one (a|b), the goals they part on, largest loss first;
 * the losses of a pair sum to 1 - score.
 */
Datum
gmalign_driver_rows(PG_FUNCTION_ARGS)
{
	Reader		reader;
	GmaPointsRows rows;
	Driver	   *drivers;
	text	   *wanted = NULL;

	if (PG_NARGS() > 2 && PG_ARGISNULL(2))
	{
		gma_rows_start(fcinfo);
		return (Datum) 0;
	}
	if (!reader_start(&reader, fcinfo))
		return (Datum) 0;
	if (PG_NARGS() > 2)
		wanted = PG_GETARG_TEXT_PP(2);
	gma_points_rows(&reader.points, &rows);
	drivers = gma_alloc(Max(rows.n, 1), sizeof(Driver));
	for (uint32 a = 0; a < reader.points.parties.n; a++)
		for (uint32 b = a + 1; b < reader.points.parties.n; b++)
		{
			GmaKey		ka = gma_keys_get(&reader.points.parties, a);
			GmaKey		kb = gma_keys_get(&reader.points.parties, b);
			double		total;
			uint32		n;
			Datum		pair;

			if (rows.parties[a].nvoices == 0 || rows.parties[b].nvoices == 0)
				continue;
			pair = PointerGetDatum(cstring_to_text(psprintf("%.*s|%.*s", (int) ka.length, ka.bytes,
															(int) kb.length, kb.bytes)));
			if (wanted != NULL &&
				gma_compare_bytes(VARDATA_ANY(wanted), VARSIZE_ANY_EXHDR(wanted),
								  VARDATA_ANY(DatumGetPointer(pair)), VARSIZE_ANY_EXHDR(DatumGetPointer(pair))) != 0)
				continue;
			n = find_drivers(&rows, a, b, drivers, &total);
			if (total == 0)
				continue;
			for (uint32 i = 0; i < n; i++)
				drivers[i].loss = gma_rounded(drivers[i].loss / total);
			qsort(drivers, n, sizeof(Driver), compare_drivers);
			for (uint32 i = 0; i < n; i++)
				put_driver(&reader, pair, a, b, &drivers[i], total);
		}
	return (Datum) 0;
}

/* The two parties of a pair's name, a|b, as places; false: not both are there. */
static bool
find_pair(const GmaPoints *points, const text *pair, uint32 *a, uint32 *b)
{
	const char *name = VARDATA_ANY(pair);
	uint32		length = VARSIZE_ANY_EXHDR(pair);

	/* a party's name may hold the bar too */
	for (uint32 i = 0; i < length; i++)
	{
		GmaKey		left = {0, name, i};
		GmaKey		right = {0, name + i + 1, length - i - 1};

		if (name[i] != '|')
			continue;
		*a = gma_keys_find(&points->parties, left);
		*b = gma_keys_find(&points->parties, right);
		if (*a != GMA_NONE && *b != GMA_NONE)
			return true;
	}
	return false;
}

/* Goals as an array; NULL: there are none. */
static void
put_goals(const Reader *reader, const uint32 *goals, int n, Datum *value,
		  bool *null)
{
	Datum	   *items = palloc(sizeof(Datum) * Max(n, 1));
	int16		length;
	bool		by_value;
	char		align;

	for (int i = 0; i < n; i++)
		items[i] = goal_datum(reader, goals[i]);
	get_typlenbyvalalign(reader->asked, &length, &by_value, &align);
	*value = PointerGetDatum(construct_array(items, n, reader->asked, length, by_value, align));
	*null = n == 0;
}

static void
put_goal(const Reader *reader, uint32 goal, Datum *value, bool *null)
{
	*null = goal == GMA_NONE;
	*value = *null ? (Datum) 0 : goal_datum(reader, goal);
}

/*
 * The own goals of a party that reach no strategic goal, the largest first,
 * after those found before; seen has what was. Their number with these.
 */
static int
find_unserved(const GmaPointsRows *rows, uint32 party, bool *seen,
			  uint32 *goals, int n)
{
	for (;;)
	{
		const GmaPointsRow *most = NULL;

		CHECK_FOR_INTERRUPTS();
		for (uint32 i = rows->parties[party].first; i < rows->parties[party].end; i++)
		{
			const GmaPointsRow *row = &rows->rows[i];

			if (!row->has_sight && !seen[row->own] &&
				(most == NULL ||
				 gma_rounded(fabs(row->points)) > gma_rounded(fabs(most->points))))
				most = row;
		}
		if (most == NULL)
			return n;
		seen[most->own] = true;
		goals[n++] = most->own;
	}
}

/*
 * explain_pair(party_points, goal, pair, most) -> (drivers, kinds, loss_shares,
 * own_goal, unserved_goal, unserved_goals): the goals that sentences about a pair
 * name. drivers: on which it parts most, at most so many, largest loss first;
 * own_goal: the own goal through which the first is fought over, of the side that
 * works against it, else of the larger; unserved_goals: what the two named that
 * reaches no strategic goal, a's first, the largest first; unserved_goal: a's
 * largest. None where nothing is strategic.
 */
Datum
gmalign_explain_pair(PG_FUNCTION_ARGS)
{
	Reader		reader;
	GmaPointsRows rows;
	Driver	   *drivers;
	uint32		pair[2];
	uint32	   *goals;
	int			n;
	int			most = 0;
	double		total;
	Datum	   *kinds;
	Datum	   *losses;
	Datum		values[6] = {0};
	bool		nulls[6];

	if (!reader_start(&reader, fcinfo) || PG_ARGISNULL(2) || PG_ARGISNULL(3) ||
		!find_pair(&reader.points, PG_GETARG_TEXT_PP(2), &pair[0], &pair[1]))
		return (Datum) 0;
	gma_points_rows(&reader.points, &rows);
	drivers = gma_alloc(Max(rows.n, 1), sizeof(Driver));
	n = (int) find_drivers(&rows, pair[0], pair[1], drivers, &total);
	for (int i = 0; i < n; i++)
		drivers[i].loss = gma_rounded(drivers[i].loss / total);
	qsort(drivers, n, sizeof(Driver), compare_drivers);
	while (most < n && most < PG_GETARG_INT32(3) && drivers[most].loss > 0)
		most++;

	goals = gma_alloc(Max(Max(reader.points.goals.n, rows.n), 1), sizeof(uint32));
	kinds = gma_alloc(Max(most, 1), 2 * sizeof(Datum));
	losses = kinds + most;
	for (int i = 0; i < most; i++)
	{
		goals[i] = drivers[i].goal;
		kinds[i] = CStringGetTextDatum(gma_loss_kind_name(gma_loss_kind(drivers[i].a.points,
																		drivers[i].b.points)));
		losses[i] = Float8GetDatum(drivers[i].loss);
	}
	put_goals(&reader, goals, most, &values[0], &nulls[0]);
	values[1] = PointerGetDatum(construct_array(kinds, most, TEXTOID, -1, false, TYPALIGN_INT));
	values[2] = PointerGetDatum(construct_array(losses, most, FLOAT8OID, sizeof(float8),
												FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	nulls[1] = nulls[2] = nulls[0];
	put_goal(&reader, most == 0 ? GMA_NONE :
			 gma_points_through(&drivers[0].a, &drivers[0].b) ? drivers[0].a.own : drivers[0].b.own,
			 &values[3], &nulls[3]);

	n = most = 0;
	if (reader.points.has_strategy)
	{
		bool	   *seen = palloc0(Max(reader.points.goals.n, 1));

		most = find_unserved(&rows, pair[0], seen, goals, 0);
		n = find_unserved(&rows, pair[1], seen, goals, most);
	}
	put_goal(&reader, most == 0 ? GMA_NONE : goals[0], &values[4], &nulls[4]);
	put_goals(&reader, goals, n, &values[5], &nulls[5]);
	put_row(&reader, values, nulls);
	return (Datum) 0;
}

/* wanted_goals(party_points, goal) -> goal[]: what some voice wants, by key; NULL: nothing */
Datum
gmalign_wanted_goals(PG_FUNCTION_ARGS)
{
	Reader		reader;
	const GmaPoints *p = &reader.points;
	bool	   *wanted;
	uint32	   *goals;
	int			n = 0;
	Datum		value;
	bool		null;

	if (!reader_open(&reader, fcinfo))
		PG_RETURN_NULL();
	wanted = palloc0(Max(p->goals.n, 1));
	goals = gma_alloc(Max(p->goals.n, 1), sizeof(uint32));
	for (uint32 v = 0; v < p->voice_keys.n; v++)
		for (uint32 c = p->cell_start[v]; c < p->cell_start[v + 1]; c++)
			wanted[p->cells[c].goal] |= p->voices[v].total != 0 && p->cells[c].priority > 0;
	for (uint32 goal = 0; goal < p->goals.n; goal++)
		if (wanted[goal])
			goals[n++] = goal;
	put_goals(&reader, goals, n, &value, &null);
	if (null)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(value);
}
