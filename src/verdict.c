/*-------------------------------------------------------------------------
 *
 * verdict.c
 *		How the pairs of parties, or of voices, of one assignment stand, and
 *		what decides it.
 *
 * How a pair stands is for chance.c to say. An assignment of three scored
 * pairs stands as its worst placed pair does. Scores and shares are compared as
 * rounded to 12 decimals, so that one that meets a threshold exactly meets it
 * whatever rounding did, and equal ones are equal: then the pair with the
 * larger opposed share comes first, then the one with the smaller name.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "chance.h"
#include "compared.h"
#include "party_points.h"

PG_FUNCTION_INFO_V1(gmalign_verdict);
PG_FUNCTION_INFO_V1(gmalign_mutual_alignment);
PG_FUNCTION_INFO_V1(gmalign_pair_rows);

/* a pair with a score */
typedef struct Judged
{
	uint32		a;				/* parties */
	uint32		b;
	const Voice *wants[2];		/* what they want of each goal */
	Pair		pair;
	GmaEvidence evidence;
	double		score;			/* rounded */
	double		opposed;		/* rounded */
	uint32		driver;			/* the goal on which it parts most; GMA_NONE:
								 * no loss */
	uint32		own;			/* the own goal that is fought through */
	Datum		name;			/* a|b */
	bool		is_named;		/* driver, own and name are known */
} Judged;

/* ---------- which is the worst ---------- */

/* Is x weaker than y? Pairs come by name, so that on a tie the first stays. */
static bool
is_weaker(const Judged *x, const Judged *y)
{
	if (x->score != y->score)
		return x->score < y->score;
	return x->opposed > y->opposed;
}

/* What a party wants of one goal. */
static GmaSide
side_of(const GmaPointsRows *rows, uint32 party, uint32 goal)
{
	const GmaPointsParty *p = &rows->parties[party];
	GmaSide		side = {.own = GMA_NONE};
	uint32		at = p->first;

	while (at < p->end && rows->rows[at].goal < goal)
		at++;
	if (at < p->end && rows->rows[at].goal == goal)
		gma_points_side(rows, at, p->end, &side);
	return side;
}

/* The goal on which a pair parts most, and the own goal behind it. */
static void
find_driver(const GmaPointsRows *rows, Judged *j)
{
	const Cell *a = j->wants[0]->first;
	const Cell *b = j->wants[1]->first;
	double		largest = 0;
	GmaSide		x;
	GmaSide		y;

	j->driver = j->own = GMA_NONE;
	while (a < j->wants[0]->end || b < j->wants[1]->end)
	{
		uint32		left = a < j->wants[0]->end ? a->goal : GMA_NONE;
		uint32		right = b < j->wants[1]->end ? b->goal : GMA_NONE;
		uint32		goal = Min(left, right);
		double		apart = left == goal ? a++->priority : 0;
		double		loss;

		apart -= right == goal ? b++->priority : 0;
		loss = gma_rounded(fabs(apart) / j->pair.total);
		if (loss <= largest)
			continue;
		largest = loss;
		j->driver = goal;
	}
	if (j->driver == GMA_NONE)
		return;
	x = side_of(rows, j->a, j->driver);
	y = side_of(rows, j->b, j->driver);
	j->own = gma_points_through(&x, &y) ? x.own : y.own;
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
	Datum		values[64];
	bool		nulls[64];
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
compare_pairs(const GmaCompared *c, Judged **judged)
{
	uint32		n = 0;

	*judged = palloc(sizeof(Judged) * Max(c->n < 2 ? 1 : gma_pair_count(c->n), 1));
	for (uint32 i = 0; i < c->n; i++)
		for (uint32 k = i + 1; k < c->n; k++)
		{
			Judged	   *j = &(*judged)[n];

			CHECK_FOR_INTERRUPTS();
			gma_compare_voices(&c->st, &c->voices[i], &c->voices[k], &j->pair);
			if (!j->pair.is_defined)
				continue;
			j->wants[0] = &c->voices[i];
			j->wants[1] = &c->voices[k];
			j->a = j->evidence.a = c->voices[i].party;
			j->b = j->evidence.b = c->voices[k].party;
			j->score = gma_rounded(j->pair.score);
			j->opposed = gma_rounded(j->pair.share[GMA_LOSS_OPPOSED]);
			j->evidence.score = j->pair.score;
			j->evidence.opposed = j->pair.share[GMA_LOSS_OPPOSED];
			j->is_named = false;
			n++;
		}
	return n;
}

/* The mean of n scores, to the last digit in any order of the pairs. */
static double
mutual_score(const Judged *judged, uint32 n)
{
	GmaSum		sum = {0, 0};

	for (uint32 i = 0; i < n; i++)
		gma_sum_add(&sum, judged[i].pair.score);
	return gma_shown(gma_sum_value(&sum) / n);
}

/*
 * The bands of three scored pairs, the weakest first: of the others it is only
 * known whether they are worse than those before. Returns the worst placed,
 * among equals the weakest.
 */
static Judged *
judge_pairs(GmaWishes *wishes, const GmaRules *rules, Judged *judged)
{
	Judged	   *order[GMA_NPARTIES];
	Judged	   *worst = NULL;

	for (int i = 0; i < GMA_NPARTIES; i++)
	{
		int			at = i;

		for (; at > 0 && is_weaker(&judged[i], order[at - 1]); at--)
			order[at] = order[at - 1];
		order[at] = &judged[i];
	}
	for (int i = 0; i < GMA_NPARTIES; i++)
	{
		GmaEvidence *e = &order[i]->evidence;

		gma_evidence_judge(wishes, e, rules, worst == NULL ? GMA_ALIGNED : worst->evidence.band);
		gma_evidence_asked(wishes, e);
		if (worst == NULL || e->band < worst->evidence.band)
			worst = order[i];
	}
	return worst;
}

/*
 * By how much the lowest of the scores is too low, as the lowest of several
 * that err: what drawing the answers anew takes from it on average.
 */
static double
weakest_noise(const Judged *judged, uint32 n, double weakest)
{
	double		mean = 0;

	for (int k = 0; k < GMA_ASKED; k++)
	{
		double		lowest = 1;

		for (uint32 i = 0; i < n; i++)
			lowest = Min(lowest, judged[i].evidence.times[k]);
		mean += lowest / GMA_ASKED;
	}
	return weakest - mean;
}

/* error and limits; then where the pair stands among the deals, if known */
static void
put_limits(Row *row, const GmaEvidence *e)
{
	put_float8(row, e == NULL, e == NULL ? 0 : e->standard_error);
	put_float8(row, e == NULL, e == NULL ? 0 : e->low);
	put_float8(row, e == NULL, e == NULL ? 0 : e->high);
}

static void
put_chance(Row *row, const GmaEvidence *e)
{
	bool		no_chance = e == NULL || !e->has_chance;
	bool		no_order = e == NULL || !e->has_order;

	put_float8(row, no_chance, no_chance ? 0 : e->chance.mean);
	put_float8(row, no_chance, no_chance ? 0 : e->chance.score.above);
	put_float8(row, no_chance, no_chance ? 0 : e->chance.score.below);
	put_float8(row, no_order, no_order ? 0 : e->order_index);
	put_float8(row, no_order, no_order ? 0 : gma_mid_above(&e->order));
	put_float8(row, no_order, no_order ? 0 : e->order.below);
	put_float8(row, e == NULL, e == NULL ? 0 : e->common_share);
	put(row, e == NULL || e->ask_next == NULL,
		e == NULL || e->ask_next == NULL ? (Datum) 0 : CStringGetTextDatum(e->ask_next));
}

/* The rules, from the argument on; false: one is NULL. */
static bool
get_rules(FunctionCallInfo fcinfo, int argument, GmaRules *rules)
{
	double	   *rule[] = {
		&rules->opposed_from, &rules->aligned_from, &rules->beyond_chance_from,
		&rules->opposed_signed_from, &rules->aligned_p, &rules->misaligned_p,
		&rules->comparable_from, &rules->reliability, &rules->step
	};

	for (int i = 0; i < lengthof(rule); i++)
	{
		if (PG_ARGISNULL(argument + i))
			return false;
		*rule[i] = gma_rounded(PG_GETARG_FLOAT8(argument + i));
	}
	gma_check_range("answer_reliability", rules->reliability, 0, 1,
					"It is a correlation of answers with answers.");
	return true;
}

/*
 * verdict(party_points, goal, rules ...): one row, its columns as in
 * sql/kernels/party_points.sql; goals in the type of the second argument. What
 * needs all three pairs is NULL without them.
 */
Datum
gmalign_verdict(PG_FUNCTION_ARGS)
{
	GmaPoints	points;
	GmaPointsRows rows;
	GmaCompared c;
	GmaWishes	wishes;
	GmaRules	rules;
	TupleDesc	desc;
	Oid			type = gma_argument_type(fcinfo, 1);
	Oid			asked = gma_asked_type(fcinfo, 1);
	uint32		place[GMA_NPARTIES];
	const GmaPointsParty *party[GMA_NPARTIES];
	double		reach[GMA_NPARTIES] = {0};
	uint32		heard = 0;
	uint32		goals = 0;
	uint32		shared = 0;
	Judged	   *judged;
	uint32		njudged;
	Judged	   *weakest = NULL;
	Judged	   *decided = NULL;
	Judged	   *opposed = NULL;
	double		score[GMA_NPARTIES][GMA_NPARTIES];
	double		defaults = 0;
	DateADT		oldest = DATEVAL_NOEND;
	uint32		unserved = GMA_NONE;
	double		most = -1;
	bool		is_scored;
	bool		is_unreadable = false;
	bool		is_dealt;
	Row			row;

	if (PG_ARGISNULL(0) || !get_rules(fcinfo, 2, &rules))
		PG_RETURN_NULL();
	gma_points_open(PG_GETARG_DATUM(0), &points);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   points.goals.kind, points.goal_type);
	gma_points_rows(&points, &rows);
	gma_compare_parties(&points, &rows, &c);
	gma_count_goals(&points, &c, &goals, &shared);
	njudged = compare_pairs(&c, &judged);
	gma_wishes_start(&wishes, &points, rows.parties, &rules);
	is_scored = njudged == GMA_NPARTIES;
	if (is_scored)
		decided = judge_pairs(&wishes, &rules, judged);

	for (int p = 0; p < GMA_NPARTIES; p++)
	{
		double		total = 0;
		double		strategic = 0;

		for (int q = 0; q < GMA_NPARTIES; q++)
			score[p][q] = NAN;
		place[p] = gma_party_place(&points, p);
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
			if (p == GMA_ASSIGNEE && points.has_strategy && !r->has_sight && gma_rounded(size) > most)
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

		for (int p = 0; p < GMA_NPARTIES; p++)
			for (int q = p + 1; q < GMA_NPARTIES; q++)
				if (place[p] == j->a && place[q] == j->b)
					score[p][q] = j->pair.score;
		if (!is_scored)
			continue;
		if (weakest == NULL || is_weaker(j, weakest))
			weakest = j;
		if (opposed == NULL || j->opposed > opposed->opposed)
			opposed = j;
	}
	if (decided != NULL)
	{
		/* where nothing can be told, chance is of no use */
		if (decided->evidence.band != GMA_CANNOT_TELL)
			gma_evidence_chance(&wishes, &decided->evidence);
		else
			decided->evidence.has_chance = false;
	}
	name_pair(&points, &rows, decided);
	name_pair(&points, &rows, weakest);
	name_pair(&points, &rows, opposed);

	row.n = 0;
	put(&row, false, Int32GetDatum((int32) njudged));
	put(&row, false, Int32GetDatum((int32) heard));
	for (int p = GMA_NPARTIES; p-- > 0;)
		put(&row, false, BoolGetDatum(party[p] != NULL));
	put(&row, false, Int32GetDatum(c.n < 2 ? 0 : (int32) goals));
	put(&row, false, Int32GetDatum((int32) shared));
	put_float8(&row, isnan(score[GMA_GM_PROFESSIONAL][GMA_ORGANIZATION]),
			   score[GMA_GM_PROFESSIONAL][GMA_ORGANIZATION]);
	put_float8(&row, isnan(score[GMA_ASSIGNEE][GMA_ORGANIZATION]),
			   score[GMA_ASSIGNEE][GMA_ORGANIZATION]);
	put_float8(&row, isnan(score[GMA_ASSIGNEE][GMA_GM_PROFESSIONAL]),
			   score[GMA_ASSIGNEE][GMA_GM_PROFESSIONAL]);
	put_float8(&row, !is_scored,
			   is_scored ? mutual_score(judged, njudged) : 0);
	put(&row, false, CStringGetTextDatum(is_scored ?
										 gma_band_name(decided->evidence.band) : "not scored"));

	put_pair(&row, decided);
	is_dealt = is_scored && decided->evidence.has_chance;
	put_float8(&row, !is_dealt || isnan(decided->evidence.beyond),
			   is_dealt ? decided->evidence.beyond : 0);
	put_shares(&row, decided);
	put_driver(&row, &points, decided, asked);

	put_pair(&row, weakest);
	put_float8(&row, !is_scored, is_scored ? weakest->pair.score : 0);
	put_shares(&row, weakest);
	put_driver(&row, &points, weakest, asked);

	put_pair(&row, opposed);
	put_float8(&row, !is_scored,
			   is_scored ? opposed->pair.share[GMA_LOSS_OPPOSED] : 0);
	put_driver(&row, &points, opposed, asked);

	for (int p = GMA_NPARTIES; p-- > 0;)
		put_float8(&row, party[p] == NULL || !points.has_strategy, reach[p]);
	put_goal(&row, &points, unserved, asked);
	put_float8(&row, heard == 0, heard == 0 ? 0 : defaults / heard);
	put(&row, oldest == DATEVAL_NOEND, DateADTGetDatum(oldest));
	put(&row, false, BoolGetDatum(is_unreadable));

	put_float8(&row, !is_scored, is_scored ? decided->pair.score : 0);
	put_limits(&row, is_scored ? &decided->evidence : NULL);
	put_chance(&row, is_scored ? &decided->evidence : NULL);
	put_limits(&row, is_scored ? &weakest->evidence : NULL);
	put_float8(&row, !is_scored, is_scored ?
			   weakest_noise(judged, njudged, weakest->pair.score) : 0);
	put_float8(&row, !is_scored, is_scored ? opposed->evidence.opposed_low : 0);
	desc = gma_result_desc(fcinfo);
	Assert(row.n == desc->natts);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, row.values, row.nulls)));
}

/*
 * mutual_alignment(party_points): the score that verdict has, without judging.
 */
Datum
gmalign_mutual_alignment(PG_FUNCTION_ARGS)
{
	GmaPoints	points;
	GmaPointsRows rows;
	GmaCompared c;
	Judged	   *judged;

	gma_points_open(PG_GETARG_DATUM(0), &points);
	gma_points_rows(&points, &rows);
	gma_compare_parties(&points, &rows, &c);
	if (compare_pairs(&c, &judged) != GMA_NPARTIES)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(mutual_score(judged, GMA_NPARTIES));
}

/*
 * pair_rows(party_points, rules ...): every pair of parties heard that has a
 * score, by name, with what its band rests on.
 */
Datum
gmalign_pair_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	GmaPoints	points;
	GmaPointsRows rows;
	GmaWishes	wishes;
	GmaRules	rules;
	GmaCompared c;
	Judged	   *judged;
	uint32		njudged;

	gma_rows_start(fcinfo);
	if (PG_ARGISNULL(0) || !get_rules(fcinfo, 1, &rules))
		return (Datum) 0;
	gma_points_open(PG_GETARG_DATUM(0), &points);
	gma_points_rows(&points, &rows);
	gma_compare_parties(&points, &rows, &c);
	gma_wishes_start(&wishes, &points, rows.parties, &rules);
	njudged = compare_pairs(&c, &judged);
	for (uint32 i = 0; i < njudged; i++)
	{
		Judged	   *j = &judged[i];
		GmaEvidence *e = &j->evidence;
		Row			row = {.n = 0};

		CHECK_FOR_INTERRUPTS();
		gma_evidence_judge(&wishes, e, &rules, GMA_ALIGNED);
		gma_evidence_chance(&wishes, e);
		gma_evidence_asked(&wishes, e);
		name_pair(&points, &rows, j);
		put_pair(&row, j);
		put(&row, false, gma_key_datum(gma_keys_get(&points.parties, j->a), GMA_KEY_TEXT, TEXTOID));
		put(&row, false, gma_key_datum(gma_keys_get(&points.parties, j->b), GMA_KEY_TEXT, TEXTOID));
		put_float8(&row, false, j->pair.score);
		put_limits(&row, e);
		put_float8(&row, isnan(e->beyond), isnan(e->beyond) ? 0 : e->beyond);
		put_chance(&row, e);
		put(&row, false, BoolGetDatum(e->chance.is_exact));
		put_shares(&row, j);
		put_float8(&row, false, e->opposed_low);
		put(&row, false, CStringGetTextDatum(gma_band_name(e->band)));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row.values,
							 row.nulls);
	}
	return (Datum) 0;
}
