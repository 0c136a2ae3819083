/*-------------------------------------------------------------------------
 *
 * kendall.c
 *		How far many raters order the same items alike, and the profile they
 *		share: over one rater's ratings of all items per row.
 *
 * The state is a float8[],
 *
 *		{tag, raters, items, room for agreement, rank sums by item,
 *		 raters with a profile, profile sums by item, their rounding errors}
 *
 * and {tag} alone before the first row has told the number of items. Ranks are
 * multiples of one half, so their sums are exact in any order. A rater's room
 * for agreement is n^3 - n of n items less t^3 - t of every t that are tied:
 * summed rater by rater, because little of SUM (n^3 - n) is left where nearly
 * everything is tied.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "port/pg_bitutils.h"

#include "distribution.h"
#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_kendall_accum);
PG_FUNCTION_INFO_V1(gmalign_kendall_merge);
PG_FUNCTION_INFO_V1(gmalign_kendall_w_final);
PG_FUNCTION_INFO_V1(gmalign_kendall_w_chi2_final);
PG_FUNCTION_INFO_V1(gmalign_kendall_w_p_final);
PG_FUNCTION_INFO_V1(gmalign_kendall_w_n_final);
PG_FUNCTION_INFO_V1(gmalign_prototype_final);

/* the state's elements after the tag */
#define RATERS 1
#define ITEMS 2
#define ROOM 3
#define RANKS 4
#define PROFILES(items) (RANKS + (items))
#define SUMS(items) (PROFILES(items) + 1)
#define ERRORS(items) (SUMS(items) + (items))
#define STATE_LENGTH(items) (ERRORS(items) + (items))

/* nobody rates as many things one by one */
#define MAX_ITEMS 100000

/* ---------- the state ---------- */

static bool is_grown(const void *content, int length);
static bool is_good(const void *content);
static void merge_raters(void *state, const void *other);

/* 501: the family and the version of this layout */
static const GmaFamily kendall_family = {
	.name = "kendall",
	.tag = 501,
	.length = 1,
	.is_grown = is_grown,
	.is_good = is_good,
	.merge = merge_raters,
	.aggregates = "kendall_w and prototype",
};

static void
fail_items(double expected, double found)
{
	ereport(ERROR,
			(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
			 errmsg("ratings of %.0f and of %.0f items in one group",
					expected, found),
			 errhint("Give every rater's ratings of all items in the same "
					 "order; NULL for what was not rated.")));
}

/* Is this a state that knows its items, as far as its shape tells? */
static bool
is_grown(const void *content, int length)
{
	const double *state = content;
	int			items = (length - STATE_LENGTH(0)) / 3;

	return items >= 1 && items <= MAX_ITEMS &&
		length == STATE_LENGTH(items) && state[ITEMS] == items;
}

/* n^3 - n: a rater's room for agreement on n items, or what n ties take of it */
static double
room(double n)
{
	return n * (n * n - 1);
}

/* What the shape cannot tell. */
static bool
is_good(const void *content)
{
	const double *state = content;
	int			n = state[ITEMS];
	double		m = state[RATERS];
	double		profiles = state[PROFILES(n)];
	bool		good = m >= 0 && m <= GMA_MAX_N && m == floor(m) &&
		profiles >= 0 && profiles <= m && profiles == floor(profiles) &&
		state[ROOM] >= 0 && state[ROOM] <= m * room(n) * (1 + 1e-9);

	for (int i = 0; good && i < n; i++)
		good = state[RANKS + i] >= m && state[RANKS + i] <= m * n &&
			fabs(state[SUMS(n) + i]) <= profiles * (1 + 1e-9) &&
			fabs(state[ERRORS(n) + i]) <= profiles;
	return good;
}

/* The raters of both, of the same items. */
static void
merge_raters(void *state, const void *other)
{
	double	   *into = state;
	const double *from = other;
	int			n = into[ITEMS];

	if (into[ITEMS] != from[ITEMS])
		fail_items(into[ITEMS], from[ITEMS]);
	into[RATERS] += from[RATERS];
	into[ROOM] += from[ROOM];
	into[PROFILES(n)] += from[PROFILES(n)];
	for (int i = 0; i < n; i++)
	{
		into[RANKS + i] += from[RANKS + i];
		gma_two_sum(&into[SUMS(n) + i], &into[ERRORS(n) + i],
					from[SUMS(n) + i]);
		into[ERRORS(n) + i] += from[ERRORS(n) + i];
	}
}

/* ---------- one rater ---------- */

typedef struct Rating
{
	double		value;
	int			item;
} Rating;

static int
compare_ratings(const void *a, const void *b)
{
	double		x = ((const Rating *) a)->value;
	double		y = ((const Rating *) b)->value;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

/*
 * One rater's ratings, sorted; the number of items, or 0 for an empty array.
 * is_known says whether all items were rated.
 */
static int
read_ratings(ArrayType *array, Rating **ratings, bool *is_known)
{
	Datum	   *values;
	bool	   *nulls;
	int			n;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("ratings must be a one-dimensional array"),
				 errhint("Give one row per rater.")));
	deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &values, &nulls, &n);
	if (n > MAX_ITEMS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("ratings of more than %d items", MAX_ITEMS),
				 errhint("Give one row per rater, with the ratings of that "
						 "rater.")));
	*ratings = palloc(sizeof(Rating) * n);
	*is_known = true;
	for (int i = 0; i < n; i++)
	{
		if (nulls[i])
		{
			*is_known = false;
			continue;
		}
		(*ratings)[i].value = DatumGetFloat8(values[i]);
		(*ratings)[i].item = i;
		gma_check_finite("rating", (*ratings)[i].value);
	}
	if (*is_known)
		qsort(*ratings, n, sizeof(Rating), compare_ratings);
	return n;
}

/* Add the ranks of sorted ratings: ties share the mean of their ranks. */
static void
add_ranks(double *state, const Rating *ratings, int n)
{
	double		left = room(n);

	for (int i = 0, end; i < n; i = end)
	{
		for (end = i + 1; end < n && ratings[end].value == ratings[i].value;)
			end++;
		/* of the ranks i + 1 to end */
		for (int j = i; j < end; j++)
			state[RANKS + ratings[j].item] += (i + 1 + end) / 2.0;
		left -= room(end - i);
	}
	state[ROOM] += left;
	state[RATERS] += 1;
}

/*
 * Add the rater's profile: the ratings less their mean, scaled to unit length.
 * One who rates all alike has none. Ratings are first brought to [0,1], so
 * that no square overflows or vanishes.
 */
static void
add_profile(double *state, Rating *ratings, int n)
{
	double		lowest = ratings[0].value;
	double		span = ratings[n - 1].value - lowest;
	double		mean = 0;
	double		squares = 0;
	double		length;

	if (span == 0)
		return;
	if (isinf(span))
		gma_fail_overflow();
	for (int i = 0; i < n; i++)
	{
		ratings[i].value = (ratings[i].value - lowest) / span;
		mean += ratings[i].value / n;
	}
	for (int i = 0; i < n; i++)
	{
		ratings[i].value -= mean;
		squares += ratings[i].value * ratings[i].value;
	}
	length = sqrt(squares);
	for (int i = 0; i < n; i++)
	{
		int			item = ratings[i].item;

		gma_two_sum(&state[SUMS(n) + item], &state[ERRORS(n) + item],
					ratings[i].value / length);
	}
	state[PROFILES(n)] += 1;
}

/*
 * kendall_accum(state, ratings): one rater. Who left an item out is not
 * counted, but says how many items there are.
 */
Datum
gmalign_kendall_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *array = gma_state_for_update(fcinfo, &kendall_family);
	double	   *state = (double *) ARR_DATA_PTR(array);
	Rating	   *ratings;
	bool		is_known;
	int			n = read_ratings(PG_GETARG_ARRAYTYPE_P(1), &ratings, &is_known);

	if (n == 0)
		PG_RETURN_ARRAYTYPE_P(array);
	if (gma_state_is_empty(array))
	{
		array = gma_new_array(FLOAT8OID, STATE_LENGTH(n));
		state = (double *) ARR_DATA_PTR(array);
		state[GMA_TAG] = kendall_family.tag;
		state[ITEMS] = n;
	}
	if (state[ITEMS] != n)
		fail_items(state[ITEMS], n);
	if (is_known)
	{
		add_ranks(state, ratings, n);
		add_profile(state, ratings, n);
	}
	PG_RETURN_ARRAYTYPE_P(array);
}

/* kendall_merge(state, state): the raters of both */
Datum
gmalign_kendall_merge(PG_FUNCTION_ARGS)
{
	return gma_state_merge(fcinfo, &kendall_family);
}

/* ---------- what it says ---------- */

/* Do at least two raters, not all flat, order at least two items? */
static bool
has_order(const double *state)
{
	return state != NULL && state[RATERS] >= 2 &&
		state[PROFILES((int) state[ITEMS])] > 0;
}

/*
 * Kendall's coefficient of concordance, corrected for ties (Kendall and
 * Babington Smith 1939; Kendall 1948): for m raters of n items with rank sums
 * R,
 *
 *		W = 12 SUM (R - m(n + 1)/2)^2 / (m^2 (n^3 - n) - m SUM (t^3 - t))
 *
 * t being the size of each group of ties of each rater: the denominator is m
 * times the room for agreement.
 */
static bool
concordance(const double *state, double *w)
{
	double		m;
	double		squares = 0;
	int			n;

	if (!has_order(state))
		return false;
	m = state[RATERS];
	n = state[ITEMS];
	for (int i = 0; i < n; i++)
	{
		double		deviation = state[RANKS + i] - m * (n + 1) / 2;

		squares += deviation * deviation;
	}
	if (state[ROOM] == 0)
		gma_fail_state(&kendall_family);
	*w = gma_clamp(12 * squares / (m * state[ROOM]), 0, 1);
	return true;
}

/* kendall_w_final(state): in [0,1] */
Datum
gmalign_kendall_w_final(PG_FUNCTION_ARGS)
{
	double		w;

	if (!concordance(gma_state_get(fcinfo, &kendall_family), &w))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(w);
}

/*
 * kendall_w_chi2_final(state): m(n - 1)W, Friedman's statistic: nearly a
 * chi-square with n - 1 degrees of freedom when raters order at random
 */
Datum
gmalign_kendall_w_chi2_final(PG_FUNCTION_ARGS)
{
	const double *state = gma_state_get(fcinfo, &kendall_family);
	double		w;

	if (!concordance(state, &w))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(state[RATERS] * (state[ITEMS] - 1) * w);
}

/*
 * Two or three raters without ties, few items: how often a sum of squares at
 * least as large comes out of all orders that could be. The first rater's order
 * is that of the items; item by item the others are dealt one of the ranks that
 * are left, and the ways to every sum of squares so far are counted. A sum is
 * kept as four times the squares of the deviations, a whole number.
 */
#define EXACT_ITEMS_OF_2 12
#define EXACT_ITEMS_OF_3 7

/* A place for every pair of sets of ranks of one size. */
static uint32
place_of(uint32 a, uint32 b, int n)
{
	return (a << n) | b;
}

static double
exact_tail(int m, int n, double w)
{
	int			scale = 1 + m * (n + 1) % 2;
	int			most = scale * scale * m * m * (int) room(n) / 12;	/* when all agree */
	int			observed = (int) rint(w * most);
	uint32		sets = (uint32) 1 << n;
	double	  **ways = palloc0(sizeof(double *) * (m == 3 ? sets * sets : sets));
	double		tail = 0;
	double		total = 0;

	ways[0] = palloc0(sizeof(double) * (most + 1));
	ways[0][0] = 1;
	for (uint32 a = 0; a < sets; a++)
		for (uint32 b = 0; b < (m == 3 ? sets : 1); b++)
		{
			uint32		at = m == 3 ? place_of(a, b, n) : a;
			int			item = pg_popcount32(a) + 1;

			if (ways[at] == NULL || item > n)
				continue;
			CHECK_FOR_INTERRUPTS();
			for (int i = 0; i < n; i++)
			{
				if (a & (1u << i))
					continue;
				for (int j = 0; j < (m == 3 ? n : 1); j++)
				{
					uint32		next = m == 3 ? place_of(a | 1u << i, b | 1u << j, n) : (a | 1u << i);
					int			off = scale * (item + i + 1 + (m == 3 ? j + 1 : 0)) - scale * m * (n + 1) / 2;

					if (m == 3 && (b & (1u << j)))
						continue;
					if (ways[next] == NULL)
						ways[next] = palloc0(sizeof(double) * (most + 1));
					for (int s = 0; s + off * off <= most; s++)
						ways[next][s + off * off] += ways[at][s];
				}
			}
			pfree(ways[at]);
			ways[at] = NULL;
		}
	for (int s = 0; s <= most; s++)
	{
		double		here = ways[m == 3 ? sets * sets - 1 : sets - 1][s];

		total += here;
		tail += s >= observed ? here : 0;
	}
	pfree(ways[m == 3 ? sets * sets - 1 : sets - 1]);
	pfree(ways);
	return tail / total;
}

/*
 * kendall_w_p_final(state): the chance of a W at least as large, counted where
 * it can be, else that of a chi-square
 */
Datum
gmalign_kendall_w_p_final(PG_FUNCTION_ARGS)
{
	const double *state = gma_state_get(fcinfo, &kendall_family);
	double		w;
	double		m;
	double		n;

	if (!concordance(state, &w))
		PG_RETURN_NULL();
	m = state[RATERS];
	n = state[ITEMS];
	if (((m == 2 && n <= EXACT_ITEMS_OF_2) || (m == 3 && n <= EXACT_ITEMS_OF_3)) &&
		state[ROOM] == m * room(n))
		PG_RETURN_FLOAT8(exact_tail((int) m, (int) n, w));
	PG_RETURN_FLOAT8(gma_chi2_upper(state[RATERS] * (state[ITEMS] - 1) * w,
									state[ITEMS] - 1));
}

/* kendall_w_n_final(state): raters who rated every item */
Datum
gmalign_kendall_w_n_final(PG_FUNCTION_ARGS)
{
	const double *state = gma_state_get(fcinfo, &kendall_family);

	PG_RETURN_INT64(state == NULL ? 0 : (int64) state[RATERS]);
}

/* prototype_final(state): the mean of the raters' profiles */
Datum
gmalign_prototype_final(PG_FUNCTION_ARGS)
{
	const double *state = gma_state_get(fcinfo, &kendall_family);
	ArrayType  *result;
	double	   *mean;
	int			n;

	if (!has_order(state))
		PG_RETURN_NULL();
	n = state[ITEMS];
	result = gma_new_array(FLOAT8OID, n);
	mean = (double *) ARR_DATA_PTR(result);
	for (int i = 0; i < n; i++)
		mean[i] = (state[SUMS(n) + i] + state[ERRORS(n) + i]) /
			state[PROFILES(n)];
	PG_RETURN_ARRAYTYPE_P(result);
}
