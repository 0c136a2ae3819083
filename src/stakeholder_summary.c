/*-------------------------------------------------------------------------
 *
 * stakeholder_summary.c
 *		The mean and the lowest score of all pairs of stakeholders, and whose it
 *		is.
 *
 * There may be 200,000 assignments with three parties who name five goals each,
 * for every score that somebody asks. So few cells are compared where they lie,
 * unsorted, on a board of goals by parties; what it takes is the same whatever
 * order they came in. The rest is compared as stakeholder_pairs.c does. Both
 * add the same numbers in the same order.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"

#include "stakeholder.h"

PG_FUNCTION_INFO_V1(gmalign_mutual_alignment_final);
PG_FUNCTION_INFO_V1(gmalign_weakest_alignment_final);
PG_FUNCTION_INFO_V1(gmalign_weakest_pair_final);

/* ---------- adding up pairs ---------- */

typedef struct Summary
{
	GmaSum		sum;
	uint64		defined;
	double		weakest;		/* the lowest score, rounded */
	double		opposed;		/* that pair's share, rounded */
} Summary;

/*
 * Adds a pair that is defined. Pairs come in the order of their names: the
 * weakest is the one of the lowest score, on a tie of the larger opposed share,
 * then the one that came first.
 */
static inline void
add_pair(StakeholderState *st, Summary *summary, uint32 a, uint32 b,
		 double score, double opposed)
{
	double		rounded = gma_rounded(score);

	gma_sum_add(&summary->sum, score);
	opposed = gma_rounded(opposed);
	if (summary->defined++ > 0 && !(rounded < summary->weakest) &&
		!(rounded == summary->weakest && opposed > summary->opposed))
		return;
	st->weakest = score;
	st->weakest_a = a;
	st->weakest_b = b;
	summary->weakest = rounded;
	summary->opposed = opposed;
}

/* ---------- few cells: a board of goals by parties ---------- */

#define FEW_CELLS 32
#define FEW_PARTIES 8

typedef struct Board
{
	uint32		nparties;
	uint32		order[FEW_PARTIES]; /* those heard, by name */
	uint32		named[FEW_PARTIES]; /* by party: a bit per goal it names */
	double		wanted[FEW_CELLS][FEW_PARTIES]; /* unset where nothing is named */
} Board;

/* How many of n numbers, a constant, are smaller than x: a loop of vectors. */
static inline uint32
count_below(const int32 *numbers, int32 x, int n)
{
	int32		count = 0;

	for (int i = 0; i < n; i++)
		count += numbers[i] < x;
	return count;
}

/*
 * Cells onto the board. A goal's row is the number of cells with smaller
 * goals: rows ascend with the goals, have gaps, and take no sort. False for
 * what it has no place for: too many cells, keys that are not integers or lie
 * far apart, goals not asked about, and several cells of a party for one goal.
 */
static bool
fill_board(const StakeholderState *st, Board *board)
{
	uint32		n = st->ncells;
	int64		first = st->cells[0].goal;
	int64		last = first;
	int32		goals[FEW_CELLS];

	if (st->key_kind != GMA_KEY_INT || n > FEW_CELLS ||
		st->nparties > FEW_PARTIES)
		return false;
	for (uint32 i = 1; i < n; i++)
	{
		first = Min(first, st->cells[i].goal);
		last = Max(last, st->cells[i].goal);
	}
	if ((uint64) last - (uint64) first >= PG_INT32_MAX)
		return false;
	for (uint32 i = 0; i < FEW_CELLS; i++)
		goals[i] = PG_INT32_MAX;
	for (uint32 i = 0; i < n; i++)
		goals[i] = (int32) (st->cells[i].goal - first);
	memset(board->named, 0, sizeof(board->named));
	for (uint32 i = 0; i < n; i++)
		memset(board->wanted[i], 0, sizeof(board->wanted[i]));
	for (uint32 i = 0; i < n; i++)
	{
		const Cell *cell = &st->cells[i];
		uint32		row = n <= FEW_CELLS / 2 ?
			count_below(goals, goals[i], FEW_CELLS / 2) :
			count_below(goals, goals[i], FEW_CELLS);
		uint32		bit = (uint32) 1 << row;

		if (!cell->asked || (board->named[cell->party] & bit) != 0)
			return false;
		board->named[cell->party] |= bit;
		board->wanted[row][cell->party] = cell->priority;
	}
	board->nparties = 0;
	for (uint32 p = 0; p < st->nparties; p++)
	{
		uint32		at = board->nparties;

		if (board->named[p] == 0)
			continue;
		for (; at > 0 && compare_names(st, board->order[at - 1], p) > 0; at--)
			board->order[at] = board->order[at - 1];
		board->order[at] = p;
		board->nparties++;
	}
	return true;
}

#define FOREACH_ROW(row, goals) \
	for (uint32 left_ = (goals), row; \
		 left_ != 0 && (row = pg_rightmost_one_pos32(left_), true); \
		 left_ &= left_ - 1)

/*
 * Priorities into points. A party whose priorities are all 0 has none to give
 * and is in no pair.
 */
static void
give_points(Board *board)
{
	uint32		n = 0;

	for (uint32 i = 0; i < board->nparties; i++)
	{
		uint32		p = board->order[i];
		GmaSum		sum = {0, 0};
		double		total;

		FOREACH_ROW(row, board->named[p])
			gma_sum_add(&sum, fabs(board->wanted[row][p]));
		if (unlikely(isinf(sum.hi)))
			gma_fail_overflow();
		total = gma_sum_value(&sum);
		if (total == 0)
			continue;
		FOREACH_ROW(row, board->named[p])
			board->wanted[row][p] /= total;
		board->order[n++] = p;
	}
	board->nparties = n;
}

/* One pair, as gma_compare_voices() compares it. */
static inline void
compare_on_board(StakeholderState *st, const Board *board, uint32 a, uint32 b,
				 Summary *summary)
{
	double		total = 0;
	double		shared = 0;
	double		opposed = 0;

	FOREACH_ROW(row, board->named[a] | board->named[b])
	{
		double		x = board->wanted[row][a];
		double		y = board->wanted[row][b];

		total += fabs(x) + fabs(y);
		if (x >= 0 && y >= 0)
			shared += Min(x, y);
		else if (x <= 0 && y <= 0)
			shared += Min(-x, -y);
		else
			opposed += fabs(x - y);
	}
	if (unlikely(!isfinite(total)))
		gma_fail_overflow();
	if (total != 0)
		add_pair(st, summary, a, b,
				 gma_shown(gma_clamp(2 * shared / total, 0, 1)),
				 gma_shown(opposed / total));
}

/* ---------- all pairs ---------- */

static void
compare_all(StakeholderState *st, Summary *summary)
{
	Voice		stack[VOICES_ON_STACK];
	Voice	   *voices = VOICES_ALLOC(st, stack);
	uint32		n = gma_find_voices(st, voices);

	for (uint32 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		for (uint32 k = i + 1; k < n; k++)
		{
			Pair		pair;

			gma_compare_voices(st, &voices[i], &voices[k], &pair);
			if (pair.is_defined)
				add_pair(st, summary, voices[i].party, voices[k].party,
						 pair.score, pair.share[GMA_LOSS_OPPOSED]);
		}
	}
}

/* Once for all members. */
static void
summarize(StakeholderState *st)
{
	Summary		summary = {0};
	Board		board;

	if (st->is_summarized)
		return;
	if (!fill_board(st, &board))
		compare_all(st, &summary);
	else if (board.nparties > 1)
	{
		if (st->scale == SCALE_POINTS)
			give_points(&board);
		for (uint32 i = 0; i < board.nparties; i++)
			for (uint32 k = i + 1; k < board.nparties; k++)
				compare_on_board(st, &board, board.order[i], board.order[k],
								 &summary);
	}
	st->mutual = summary.defined > 0 ?
		gma_shown(gma_sum_value(&summary.sum) / summary.defined) : NAN;
	st->is_summarized = true;
}

/* ---------- final functions ---------- */

/* The summarized state; NULL when no pair is defined. */
static StakeholderState *
summarized_state(FunctionCallInfo fcinfo)
{
	StakeholderState *st = gma_internal_state(fcinfo, NULL);

	if (st == NULL)
		return NULL;
	/* of 100 MB of states the next one is nowhere near: all of it at once */
	for (size_t i = 0; i < sizeof(StakeholderState); i += 64)
		__builtin_prefetch((char *) st + i);
	summarize(st);
	return isnan(st->mutual) ? NULL : st;
}

/* mutual_alignment: the mean score of all defined pairs */
Datum
gmalign_mutual_alignment_final(PG_FUNCTION_ARGS)
{
	StakeholderState *st = summarized_state(fcinfo);

	if (st == NULL)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(st->mutual);
}

/* weakest_alignment: the lowest score of any pair */
Datum
gmalign_weakest_alignment_final(PG_FUNCTION_ARGS)
{
	StakeholderState *st = summarized_state(fcinfo);

	if (st == NULL)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(st->weakest);
}

/* weakest_pair: its name, a|b with a before b */
Datum
gmalign_weakest_pair_final(PG_FUNCTION_ARGS)
{
	StakeholderState *st = summarized_state(fcinfo);
	Party		a;
	Party		b;
	text	   *name;
	char	   *at;

	if (st == NULL)
		PG_RETURN_NULL();
	a = st->parties[st->weakest_a];
	b = st->parties[st->weakest_b];
	name = palloc(VARHDRSZ + (size_t) a.length + 1 + b.length);
	SET_VARSIZE(name, VARHDRSZ + (size_t) a.length + 1 + b.length);
	at = VARDATA(name);
	memcpy(at, st->bytes + a.name, a.length);
	at[a.length] = '|';
	memcpy(at + a.length + 1, st->bytes + b.name, b.length);
	PG_RETURN_TEXT_P(name);
}
