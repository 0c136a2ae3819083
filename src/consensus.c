/*-------------------------------------------------------------------------
 *
 * consensus.c
 *		How far many raters of one thing agree.
 *
 * Every index is a function of how many raters chose each category of the
 * scale low, low + 1, ... high. The state is these counts, a bigint[]
 *
 *		{tag, low, high, raters who chose low, ..., raters who chose high}
 *
 * and {tag} alone before the first row has named the scale. Counts add up
 * without error, so every index is the same to the last bit in any order and
 * split.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/int.h"
#include "miscadmin.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_consensus_accum);
PG_FUNCTION_INFO_V1(gmalign_consensus_merge);
PG_FUNCTION_INFO_V1(gmalign_rwg_final);
PG_FUNCTION_INFO_V1(gmalign_rwg_star_final);
PG_FUNCTION_INFO_V1(gmalign_ad_mean_final);
PG_FUNCTION_INFO_V1(gmalign_awg_final);
PG_FUNCTION_INFO_V1(gmalign_agreement_a_final);
PG_FUNCTION_INFO_V1(gmalign_polarization_final);
PG_FUNCTION_INFO_V1(gmalign_tastle_consensus_final);
PG_FUNCTION_INFO_V1(gmalign_consensus_n_final);

/* the state's elements after the tag */
#define LOW 1
#define HIGH 2
#define COUNTS 3
#define STATE_LENGTH(low, high) (COUNTS + ((high) - (low)) + 1)

/* a percentage scale in tenths; the state is 8 kB then */
#define MAX_CATEGORIES 1001
/* up to here a float8 tells every whole number from the next */
#define MAX_BOUND INT64CONST(9007199254740992)

#define WHOLE_HINT \
	"Number the answers a rater can choose from, in steps of 1: an answer " \
	"of 3.5 among half points is 7."

/* ---------- the state ---------- */

static bool is_grown(const void *content, int length);
static void merge_counts(void *state, const void *other);

/* 401: the family and the version of this layout */
static const GmaFamily consensus_family = {
	.name = "consensus",
	.tag = 401,
	.length = 1,
	.is_counts = true,
	.is_grown = is_grown,
	.merge = merge_counts,
	.aggregates = "consensus",
};

static void
fail_scale(int64 low, int64 high, int64 other_low, int64 other_high)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("low or high differs between the rows of one group"),
			 errdetail("The scale is " INT64_FORMAT " to " INT64_FORMAT
					   " in one row and " INT64_FORMAT " to " INT64_FORMAT
					   " in another.", low, high, other_low, other_high),
			 errhint("Bring the ratings to one scale, or group by it.")));
}

/* A sum of counts; only a state made up by hand gets past 2^63. */
static int64
add_counts(int64 a, int64 b)
{
	int64		sum;

	if (unlikely(pg_add_s64_overflow(a, b, &sum)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("too many ratings"),
				 errdetail("The number of ratings exceeds the range of type "
						   "bigint."),
				 errhint("Group by what is rated.")));
	return sum;
}

/* Is this a state with counts, as far as all but these say? */
static bool
is_grown(const void *content, int length)
{
	const int64 *state = content;

	return length > COUNTS && length <= COUNTS + MAX_CATEGORIES &&
		state[LOW] >= -MAX_BOUND && state[HIGH] <= MAX_BOUND &&
		state[LOW] < state[HIGH] &&
		length == STATE_LENGTH(state[LOW], state[HIGH]);
}

static void
merge_counts(void *state, const void *other)
{
	int64	   *into = state;
	const int64 *from = other;

	if (into[LOW] != from[LOW] || into[HIGH] != from[HIGH])
		fail_scale(into[LOW], into[HIGH], from[LOW], from[HIGH]);
	for (int i = COUNTS; i < STATE_LENGTH(into[LOW], into[HIGH]); i++)
		into[i] = add_counts(into[i], from[i]);
}

/* An argument that names a category: finite (22003) and whole (22023). */
static inline int64
check_category(const char *argument, double value)
{
	gma_check_range(argument, value, -MAX_BOUND, MAX_BOUND, WHOLE_HINT);
	if (unlikely((double) (int64) value != value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is not a whole number: %s", argument,
						gma_double_text(value)),
				 errdetail("The raters choose among the categories low, "
						   "low + 1, ... high."),
				 errhint("%s", WHOLE_HINT)));
	return (int64) value;
}

static void
check_scale(int64 low, int64 high)
{
	if (unlikely(low >= high))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("low must be below high: " INT64_FORMAT ", "
						INT64_FORMAT, low, high),
				 errhint("Give the lowest and the highest answer the survey "
						 "allows.")));
	if (unlikely(high - low >= MAX_CATEGORIES))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("scale of more than %d categories: " INT64_FORMAT
						" to " INT64_FORMAT, MAX_CATEGORIES, low, high),
				 errhint("Round the ratings to a coarser scale.")));
}

/* consensus_accum(state, rating, low, high): one rater */
Datum
gmalign_consensus_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *array = gma_state_for_update(fcinfo, &consensus_family);
	int64		rating = check_category("rating", PG_GETARG_FLOAT8(1));
	int64		low = check_category("low", PG_GETARG_FLOAT8(2));
	int64		high = check_category("high", PG_GETARG_FLOAT8(3));
	int64	   *state;
	int64	   *count;

	check_scale(low, high);
	gma_check_range("rating", rating, low, high,
					"Give the lowest and the highest answer the survey "
					"allows as low and high.");
	if (gma_state_is_empty(array))
	{
		array = gma_new_array(INT8OID, STATE_LENGTH(low, high));
		state = (int64 *) ARR_DATA_PTR(array);
		state[GMA_TAG] = consensus_family.tag;
		state[LOW] = low;
		state[HIGH] = high;
	}
	state = (int64 *) ARR_DATA_PTR(array);
	if (unlikely(state[LOW] != low || state[HIGH] != high))
		fail_scale(state[LOW], state[HIGH], low, high);
	count = &state[COUNTS + (rating - low)];
	*count = add_counts(*count, 1);
	PG_RETURN_ARRAYTYPE_P(array);
}

/* consensus_merge(state, state): the counts of both */
Datum
gmalign_consensus_merge(PG_FUNCTION_ARGS)
{
	return gma_state_merge(fcinfo, &consensus_family);
}

/* ---------- the indices ---------- */

/*
 * What the indices are made of. Ratings are taken as their distance from low,
 * which changes none of them.
 */
typedef struct Ratings
{
	const int64 *count;			/* by category */
	int			categories;
	int64		n;
	double		width;			/* high - low */
	double		above_low;		/* SUM of the distances from low */
	double		below_high;		/* SUM of the distances from high */
	double		mean;
	double		squares;		/* SUM (rating - mean)^2 */
} Ratings;

/* Argument 0; false when fewer than two raters are in it: nobody to agree. */
static bool
read_ratings(FunctionCallInfo fcinfo, Ratings *r)
{
	const int64 *state = gma_state_get(fcinfo, &consensus_family);

	memset(r, 0, sizeof(*r));
	if (state == NULL)
		return false;
	r->count = state + COUNTS;
	r->categories = state[HIGH] - state[LOW] + 1;
	r->width = r->categories - 1;
	for (int i = 0; i < r->categories; i++)
	{
		if (r->count[i] < 0)
			gma_fail_state(&consensus_family);
		r->n = add_counts(r->n, r->count[i]);
		r->above_low += (double) r->count[i] * i;
		r->below_high += (double) r->count[i] * (r->width - i);
	}
	if (r->n < 2)
		return false;
	r->mean = r->above_low / r->n;
	for (int i = 0; i < r->categories; i++)
		r->squares += r->count[i] * (i - r->mean) * (i - r->mean);
	return true;
}

/*
 * 1 - s^2 / sEU: the sample variance s^2 (n - 1 below, as James, Demaree and
 * Wolf 1984) against that of raters who choose blindly, every category equally
 * often, sEU = (A^2 - 1) / 12 for A categories.
 */
static double
rwg_star(const Ratings *r)
{
	double		blind = ((double) r->categories * r->categories - 1) / 12;

	return 1 - r->squares / (r->n - 1) / blind;
}

/* rwg_final(state): in [0,1]; more spread than blind choice is 0 */
Datum
gmalign_rwg_final(PG_FUNCTION_ARGS)
{
	Ratings		r;

	if (!read_ratings(fcinfo, &r))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(fmax(rwg_star(&r), 0));
}

/* rwg_star_final(state): the same, negative where it is (Lindell, Brandt 1999) */
Datum
gmalign_rwg_star_final(PG_FUNCTION_ARGS)
{
	Ratings		r;

	if (!read_ratings(fcinfo, &r))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(rwg_star(&r));
}

/* ad_mean_final(state): SUM |rating - mean| / n, in points of the scale */
Datum
gmalign_ad_mean_final(PG_FUNCTION_ARGS)
{
	Ratings		r;
	double		sum = 0;

	if (!read_ratings(fcinfo, &r))
		PG_RETURN_NULL();
	for (int i = 0; i < r.categories; i++)
		sum += r.count[i] * fabs(i - r.mean);
	PG_RETURN_FLOAT8(sum / r.n);
}

/*
 * awg_final(state): Brown and Hauenstein's a_wg (2005),
 *
 *		1 - 2 s^2 / {[(H + L)M - M^2 - HL] n / (n - 1)}
 *
 * the variance against the largest possible at this mean M. The bracket is
 * (M - L)(H - M). The index is defined only where that variance can be reached
 * with n raters, (L(n - 1) + H) / n <= M <= (H(n - 1) + L) / n: the ratings'
 * distances from either end must add up to one width of the scale. A mean at an
 * end is full agreement.
 */
Datum
gmalign_awg_final(PG_FUNCTION_ARGS)
{
	Ratings		r;

	if (!read_ratings(fcinfo, &r))
		PG_RETURN_NULL();
	if (r.above_low == 0 || r.below_high == 0)
		PG_RETURN_FLOAT8(1);
	if (r.above_low < r.width || r.below_high < r.width)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_clamp(1 - 2 * r.squares /
							   (r.above_low / r.n * r.below_high), -1, 1));
}

/*
 * Van der Eijk's agreement A (2001), -1 to 1. The counts are a sum of layers:
 * each takes from every category that has any left as much as the smallest of
 * these has, so that it is a pattern of 1 (chosen) and 0. With S of K
 * categories chosen, a pattern's agreement is
 *
 *		U (1 - (S - 1) / (K - 1)),
 *		U = ((K - 2) TU - (K - 1) TDU) / ((K - 2) (TU + TDU))
 *
 * with TU the triples of categories 1-1-0 and 0-1-1, and TDU those 1-0-1;
 * U = 1 without any. A weights the layers by their raters. Every such triple
 * has exactly one 0: with b chosen categories before that and a after it, it
 * makes b * a triples of disunity and b(b - 1)/2 + a(a - 1)/2 of unity.
 */
static double
agreement(const Ratings *r)
{
	double		k = r->categories;
	double		sum = 0;
	int64	   *left = palloc(sizeof(int64) * r->categories);

	memcpy(left, r->count, sizeof(int64) * r->categories);
	for (;;)
	{
		int64		layer = PG_INT64_MAX;
		int64		unity = 0;
		int64		disunity = 0;
		int64		chosen = 0;
		int64		before = 0;
		double		u = 1;

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < r->categories; i++)
			if (left[i] > 0)
			{
				chosen++;
				layer = Min(layer, left[i]);
			}
		if (chosen == 0)
			break;
		for (int i = 0; i < r->categories; i++)
		{
			int64		after = chosen - before;

			if (left[i] > 0)
			{
				before++;
				left[i] -= layer;
				continue;
			}
			disunity += before * after;
			unity += before * (before - 1) / 2 + after * (after - 1) / 2;
		}
		if (unity + disunity > 0)
			u = ((k - 2) * unity - (k - 1) * disunity) /
				((k - 2) * (unity + disunity));
		sum += (double) layer * chosen * u * (1 - (chosen - 1) / (k - 1));
	}
	pfree(left);
	return gma_clamp(sum / r->n, -1, 1);
}

/* agreement_a_final(state): needs three categories to tell a triple */
Datum
gmalign_agreement_a_final(PG_FUNCTION_ARGS)
{
	Ratings		r;

	if (!read_ratings(fcinfo, &r) || r.categories < 3)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(agreement(&r));
}

/* polarization_final(state): (1 - A) / 2, 0 to 1; 1 = two camps at the ends */
Datum
gmalign_polarization_final(PG_FUNCTION_ARGS)
{
	Ratings		r;

	if (!read_ratings(fcinfo, &r) || r.categories < 3)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((1 - agreement(&r)) / 2);
}

/*
 * tastle_consensus_final(state): Tastle and Wierman (2007),
 *
 *		1 + SUM p log2(1 - |rating - mean| / (high - low))
 *
 * with p the share of raters. The argument of log2 is written without the
 * subtraction, which could leave 0 when nearly all choose one end.
 */
Datum
gmalign_tastle_consensus_final(PG_FUNCTION_ARGS)
{
	Ratings		r;
	double		sum = 0;

	if (!read_ratings(fcinfo, &r))
		PG_RETURN_NULL();
	for (int i = 0; i < r.categories; i++)
	{
		double		near = i > r.mean ?
			r.width - i + r.above_low / r.n : i + r.below_high / r.n;

		if (r.count[i] > 0)
			sum += r.count[i] * log2(fmin(near / r.width, 1));
	}
	PG_RETURN_FLOAT8(gma_clamp(1 + sum / r.n, 0, 1));
}

/* consensus_n_final(state): the raters */
Datum
gmalign_consensus_n_final(PG_FUNCTION_ARGS)
{
	Ratings		r;

	read_ratings(fcinfo, &r);
	PG_RETURN_INT64(r.n);
}
