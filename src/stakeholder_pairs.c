/*-------------------------------------------------------------------------
 *
 * stakeholder_pairs.c
 *		Every pair of stakeholders of one assignment, in one pass.
 *
 * What is not there: a party that is heard (has a row with a known priority)
 * and has no row for a goal gives it priority 0. A row with an unknown
 * priority means "not asked": in the pairs of that party the goal is left out
 * on both sides. Several rows of a party for one goal are summed.
 *
 * Chance: the score expected if each of the two dealt out its own priorities
 * at random over the goals it has a row for. A goal that both have a row for,
 * of m, meets any priority of a, of n_a, with any of b, of n_b, so that
 *
 *		E = 2 m / (n_a n_b) SUM_i SUM_j min'(x_i, y_j) / SUM(|x| + |y|),
 *		min'(x, y) = (|x| + |y| - |x - y|) / 2,
 *
 * exactly, and beyond_chance = (score - E) / (1 - E), as Cohen's kappa corrects
 * an agreement (Cohen 1960). Goals that neither of the two names change
 * nothing. min' is min(|x|, |y|) for equal signs and 0 otherwise, so positive
 * and negative priorities are taken one after the other. Which share of the
 * deals has at least, and at most, the score is for chance_core.c to count.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "chance_core.h"
#include "stakeholder.h"

PG_FUNCTION_INFO_V1(gmalign_stakeholder_pairs_final);
PG_FUNCTION_INFO_V1(gmalign_stakeholder_count_final);
PG_FUNCTION_INFO_V1(gmalign_shared_goal_count_final);

/* ---------- comparing two voices ---------- */

/*
 * The heard parties with their cells, sorted by name. heard must have room
 * for all parties. Returns how many there are.
 */
uint32
gma_find_voices(StakeholderState *st, Voice *voices)
{
	uint32		n = 0;
	const Cell *end;

	if (!st->is_compact)
		gma_stakeholder_compact(st, false);
	end = st->cells + st->ncells;
	for (const Cell *c = st->cells; c < end;)
	{
		Voice		voice = {c->party, c, NULL};
		bool		heard = false;
		uint32		at;

		for (; c < end && c->party == voice.party; c++)
			heard |= c->asked;
		voice.end = c;
		if (!heard)
			continue;
		/* by bytes; few parties, so insertion will do */
		for (at = n; at > 0 && compare_names(st, voices[at - 1].party,
											 voice.party) > 0; at--)
			voices[at] = voices[at - 1];
		voices[at] = voice;
		n++;
	}
	return n;
}

/* the loss by kind, the total behind it, and what both want */
#define TOTAL 3
#define SHARED 4
#define NSUMS 5

/*
 * Score and loss of one pair. Goals are added in blocks, as in gmalign.h: few
 * parties name more than one block's worth.
 */
void
gma_compare_voices(const StakeholderState *st, const Voice *a,
				   const Voice *b, Pair *pair)
{
	bool		points = st->scale == SCALE_POINTS;
	Walk		walk;
	double		block[NSUMS] = {0};
	GmaSum		sum[NSUMS] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}};
	uint32		in_block = 0;

	memset(pair, 0, sizeof(Pair));
	pair->divide_a = pair->divide_b = 1;
	if (points)
	{
		GmaSum		sum_a = {0, 0};
		GmaSum		sum_b = {0, 0};

		walk_start(&walk, st, a, b);
		while (walk_next(&walk))
		{
			if (!walk.asked)
			{
				pair->dropped++;
				continue;
			}
			gma_sum_add(&sum_a, fabs(walk.x));
			gma_sum_add(&sum_b, fabs(walk.y));
		}
		if (unlikely(isinf(sum_a.hi) || isinf(sum_b.hi)))
			gma_fail_overflow();
		pair->divide_a = gma_sum_value(&sum_a);
		pair->divide_b = gma_sum_value(&sum_b);
		/* who wants nothing has no points to give */
		if (pair->divide_a == 0 || pair->divide_b == 0)
			return;
		pair->dropped = 0;
	}

	walk_start(&walk, st, a, b);
	while (walk_next(&walk))
	{
		double		x = points ? walk.x / pair->divide_a : walk.x;
		double		y = points ? walk.y / pair->divide_b : walk.y;

		if (!walk.asked)
		{
			pair->dropped++;
			continue;
		}
		pair->shared += x != 0 && y != 0;
		block[gma_loss_kind(x, y)] += fabs(x - y);
		block[SHARED] += (x < 0) == (y < 0) ? fmin(fabs(x), fabs(y)) : 0;
		block[TOTAL] += fabs(x) + fabs(y);
		if (unlikely(++in_block == GMA_FOLD))
		{
			for (int k = 0; k < NSUMS; k++)
				gma_sum_add(&sum[k], block[k]);
			memset(block, 0, sizeof(block));
			in_block = 0;
		}
	}
	for (int k = 0; k < NSUMS; k++)
		block[k] += gma_sum_value(&sum[k]);
	pair->total = block[TOTAL];
	if (unlikely(!isfinite(pair->total)))
		gma_fail_overflow();
	if (pair->total == 0)
		return;
	pair->is_defined = true;
	for (int kind = 0; kind < TOTAL; kind++)
		pair->share[kind] = gma_shown(block[kind] / pair->total);
	/* from what is shared: 1 minus the loss would leave 1e-16 of nothing */
	pair->score = gma_shown(gma_clamp(2 * block[SHARED] / pair->total, 0, 1));
}

static int
compare_cells_by_goal(const void *a, const void *b, void *arg)
{
	const Cell *x = *(const Cell *const *) a;
	const Cell *y = *(const Cell *const *) b;

	CHECK_FOR_INTERRUPTS();
	return compare_goals(arg, x->goal, y->goal);
}

/*
 * How many goals the voices have a row for, and how many at least two of them
 * name with a priority other than 0.
 */
static void
count_goals(StakeholderState *st, const Voice *voices, uint32 nvoices,
			uint32 *goals, uint32 *shared)
{
	const Cell **cells = palloc(sizeof(Cell *) * Max(st->ncells, 1));
	uint32		n = 0;

	for (uint32 v = 0; v < nvoices; v++)
		for (const Cell *c = voices[v].first; c < voices[v].end; c++)
			cells[n++] = c;
	qsort_arg(cells, n, sizeof(Cell *), compare_cells_by_goal, st);

	*goals = *shared = 0;
	for (uint32 i = 0; i < n;)
	{
		uint32		run = i;
		uint32		named = 0;

		for (; run < n && (run == i ||
						   compare_goals(st, cells[run]->goal,
										 cells[i]->goal) == 0);
			 run++)
			named += cells[run]->asked && cells[run]->priority != 0;
		*goals += 1;
		*shared += named > 1;
		i = run;
	}
	pfree(cells);
}

/*
 * The score the two would reach if each dealt out its priorities over its own
 * goals. buffer has room for the cells of both, twice.
 */
double
gma_chance_score(const StakeholderState *st, const Voice *a, const Voice *b,
				 const Pair *pair, double *buffer)
{
	double		overlap = 0;
	double		divide_a = pair->divide_a * pair->total;
	double		divide_b = pair->divide_b * pair->total;
	double		na = 0;
	double		nb = 0;
	double		both = 0;

	for (int sign = 1; sign >= -1; sign -= 2)
	{
		double	   *x = buffer;
		double	   *y = buffer + (a->end - a->first) + (b->end - b->first);
		size_t		nx = 0;
		size_t		ny = 0;
		Walk		walk;

		walk_start(&walk, st, a, b);
		while (walk_next(&walk))
		{
			if (!walk.asked)
				continue;
			/* once, not for either sign */
			na += walk.has_a && sign > 0;
			nb += walk.has_b && sign > 0;
			both += walk.has_a && walk.has_b && sign > 0;
			if (walk.x * sign > 0)
				x[nx++] = walk.x * sign / divide_a;
			if (walk.y * sign > 0)
				y[ny++] = walk.y * sign / divide_b;
		}
		overlap += gma_expected_overlap(x, nx, y, ny);
	}
	/* who was asked about nothing that counts here meets nobody */
	return both > 0 ? 2 * overlap * both / (na * nb) : 0;
}

/* ---------- final functions ---------- */

/* stakeholder_count: parties heard */
Datum
gmalign_stakeholder_count_final(PG_FUNCTION_ARGS)
{
	StakeholderState *st = gma_internal_state(fcinfo, NULL);
	Voice		stack[VOICES_ON_STACK];

	if (st == NULL)
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(gma_find_voices(st, VOICES_ALLOC(st, stack)));
}

/* shared_goal_count: goals named by at least two parties */
Datum
gmalign_shared_goal_count_final(PG_FUNCTION_ARGS)
{
	StakeholderState *st = gma_internal_state(fcinfo, NULL);
	Voice		stack[VOICES_ON_STACK];
	Voice	   *voices;
	uint32		goals;
	uint32		shared;

	if (st == NULL)
		PG_RETURN_INT64(0);
	voices = VOICES_ALLOC(st, stack);
	count_goals(st, voices, gma_find_voices(st, voices), &goals, &shared);
	PG_RETURN_INT64(shared);
}

/* A stakeholder's name as text. */
static Datum
party_text(const StakeholderState *st, uint32 party)
{
	Party		p = st->parties[party];

	return PointerGetDatum(cstring_to_text_with_len(st->bytes + p.name,
													p.length));
}

/* Pairs of n voices: as many as an array has room for, else 54000. */
size_t
gma_pair_count(uint32 n)
{
	uint64		npairs = (uint64) n * (n - 1) / 2;

	if (npairs > MaxAllocSize / 128)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many pairs of stakeholders: " UINT64_FORMAT,
						npairs),
				 errdetail("An array is limited to 1 GB."),
				 errhint("Group by the assignment.")));
	return npairs;
}

/*
 * Where the score of a pair stands among the deals of its priorities; goals by
 * their place in the walk over both.
 */
static void
place_score(const StakeholderState *st, const Voice *a, const Voice *b,
			const Pair *pair, GmaPlace *place)
{
	size_t		max[2] = {a->end - a->first, b->end - b->first};
	GmaDealSide side[2];
	double	   *points[2];
	uint32	   *own[2];
	uint32	   *start[2];
	GmaDealEntry *entries[2];
	Walk		walk;
	uint32		goals = 0;
	void	   *work;
	GmaDealt	dealt;
	double		mean;

	for (int s = 0; s < 2; s++)
	{
		points[s] = gma_alloc(Max(max[s], 1), sizeof(double));
		own[s] = gma_alloc(Max(max[s], 1), sizeof(uint32));
		start[s] = gma_alloc(max[s] + 1, sizeof(uint32));
		entries[s] = gma_alloc(Max(max[s], 1), sizeof(GmaDealEntry));
		start[s][0] = 0;
		side[s] = (GmaDealSide)
		{
			0, points[s], own[s], start[s], entries[s]
		};
	}
	walk_start(&walk, st, a, b);
	while (walk_next(&walk))
	{
		if (!walk.asked)
			continue;
		for (int s = 0; s < 2; s++)
		{
			uint32		n = side[s].n;

			if (s == 0 ? !walk.has_a : !walk.has_b)
				continue;
			points[s][n] = s == 0 ? walk.x / pair->divide_a : walk.y / pair->divide_b;
			own[s][n] = goals;
			entries[s][n] = (GmaDealEntry)
			{
				1, goals
			};
			start[s][++side[s].n] = n + 1;
		}
		goals++;
	}
	if (side[0].n == 0 || side[1].n == 0)
		place->above = place->below = 1;
	else
	{
		work = gma_alloc(gma_chance_size(&side[0], &side[1], goals), 1);
		gma_chance_deal(&side[0], &side[1], goals, GMA_DEALS_SCORE, work, &dealt);
		gma_deals_score(&dealt, pair->score, place, &mean);
		pfree(work);
	}
	for (int s = 0; s < 2; s++)
	{
		pfree(points[s]);
		pfree(own[s]);
		pfree(start[s]);
		pfree(entries[s]);
	}
}

/*
 * One pair as a pair_alignment. buffer has room for the cells of both, twice.
 */
Datum
gma_pair_datum(TupleDesc desc, const StakeholderState *st, const Voice *a,
			   const Voice *b, Datum a_name, Datum b_name, uint32 goals,
			   double *buffer)
{
	Pair		pair;
	Datum		values[12];
	bool		nulls[12] = {false};

	gma_compare_voices(st, a, b, &pair);
	values[0] = a_name;
	values[1] = b_name;
	if (pair.is_defined)
	{
		double		chance = gma_chance_score(st, a, b, &pair, buffer);
		double		beyond = gma_beyond_chance(pair.score, chance);
		GmaPlace	place;

		values[2] = Float8GetDatum(pair.score);
		values[3] = Float8GetDatum(gma_shown(gma_clamp(chance, 0, 1)));
		nulls[4] = isnan(beyond);
		values[4] = Float8GetDatum(nulls[4] ? 0 : beyond);
		for (int kind = 0; kind < 3; kind++)
			values[5 + kind] = Float8GetDatum(pair.share[kind]);
		place_score(st, a, b, &pair, &place);
		values[10] = Float8GetDatum(place.above);
		values[11] = Float8GetDatum(place.below);
	}
	else
	{
		memset(&nulls[2], true, 6);
		nulls[10] = nulls[11] = true;
	}
	values[8] = Int64GetDatum(goals - pair.dropped);
	values[9] = Int64GetDatum(pair.shared);
	return HeapTupleGetDatum(heap_form_tuple(desc, values, nulls));
}

/* stakeholder_pairs: pair_alignment[], every pair by name */
Datum
gmalign_stakeholder_pairs_final(PG_FUNCTION_ARGS)
{
	StakeholderState *st = gma_internal_state(fcinfo, NULL);
	Voice		stack[VOICES_ON_STACK];
	Voice	   *voices;
	uint32		n;
	uint32		goals;
	uint32		shared;
	size_t		npairs;
	uint32		at = 0;
	Oid			type = get_element_type(get_fn_expr_rettype(fcinfo->flinfo));
	TupleDesc	desc;
	Datum	   *rows;
	double	   *buffer;

	if (st == NULL)
		PG_RETURN_NULL();
	voices = VOICES_ALLOC(st, stack);
	n = gma_find_voices(st, voices);
	if (n < 2)
		PG_RETURN_NULL();
	npairs = gma_pair_count(n);
	count_goals(st, voices, n, &goals, &shared);
	desc = lookup_rowtype_tupdesc(type, -1);
	rows = palloc(sizeof(Datum) * npairs);
	buffer = palloc(sizeof(double) * 2 * st->ncells);
	for (uint32 i = 0; i < n; i++)
		for (uint32 j = i + 1; j < n; j++)
		{
			CHECK_FOR_INTERRUPTS();
			rows[at++] = gma_pair_datum(desc, st, &voices[i], &voices[j],
										party_text(st, voices[i].party),
										party_text(st, voices[j].party),
										goals, buffer);
		}
	ReleaseTupleDesc(desc);
	PG_RETURN_ARRAYTYPE_P(construct_array(rows, at, type, -1, false,
										  TYPALIGN_DOUBLE));
}
