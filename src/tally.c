/*-------------------------------------------------------------------------
 *
 * tally.c
 *		Deals of two lists, all with all, and the place of a figure among them.
 *		See tally.h.
 *
 *-------------------------------------------------------------------------
 */
#include "tally.h"

#include <math.h>

/* two numbers that every processor of 64 bits takes at once, wherever they lie */
#define TWO __attribute__((vector_size(16), aligned(8), may_alias))
typedef double Two TWO;
typedef int64_t TwoBits TWO;

static inline Two
both(double x)
{
	Two			two = {x, x};

	return two;
}

static inline Two
magnitude(Two x)
{
	TwoBits		no_sign = {INT64_MAX, INT64_MAX};

	return (Two) ((TwoBits) x & no_sign);
}

/* start + SUM over the goals of x times what each of n deals has. */
void
gma_deal_products(const double *x, const double *deals, uint32_t ngoals,
				  uint32_t n, double start, double *product)
{
	const		Two *y = (const Two *) deals;
	Two		   *to = (Two *) product;

	for (uint32_t d = 0; d < n; d += GMA_LANES, to += 4)
	{
		Two			sum[4] = {both(start), both(start), both(start), both(start)};

		for (uint32_t g = 0; g < ngoals; g++, y += 4)
		{
			Two			own = both(x[g]);

			sum[0] += own * y[0];
			sum[1] += own * y[1];
			sum[2] += own * y[2];
			sum[3] += own * y[3];
		}
		to[0] = sum[0];
		to[1] = sum[1];
		to[2] = sum[2];
		to[3] = sum[3];
	}
}

/* SUM over the goals of how far x and each deal are apart. */
void
gma_deal_gaps(const double *x, const double *deals, uint32_t ngoals,
			  uint32_t n, double *gap)
{
	const		Two *y = (const Two *) deals;
	Two		   *to = (Two *) gap;

	for (uint32_t d = 0; d < n; d += GMA_LANES, to += 4)
	{
		Two			sum[4] = {both(0), both(0), both(0), both(0)};

		for (uint32_t g = 0; g < ngoals; g++, y += 4)
		{
			Two			own = both(x[g]);

			sum[0] += magnitude(own - y[0]);
			sum[1] += magnitude(own - y[1]);
			sum[2] += magnitude(own - y[2]);
			sum[3] += magnitude(own - y[3]);
		}
		to[0] = sum[0];
		to[1] = sum[1];
		to[2] = sum[2];
		to[3] = sum[3];
	}
}

/*
 * The scores of what is so far apart: of n deals with these sizes, of what is
 * shared, and totals, each against one of size and total. Their sum; what fills
 * up the last lanes is 0. Where nobody wants anything in the end, 0 / tiny.
 */
double
gma_deal_scores(double size, double total, const double *sizes,
				const double *totals, uint32_t n, double *gap)
{
	Two			sum = both(0);

	for (uint32_t d = 0; d < gma_lanes(n); d += 2)
	{
		Two		   *at = (Two *) & gap[d];

		*at = (size + *(const Two *) &sizes[d] - *at) /
			(total + 1e-300 + *(const Two *) &totals[d]);
		sum += *at;
	}
	return sum[0] + sum[1];
}

/* n more deals; what fills up the last lanes is overwritten. */
void
gma_tally(GmaTally *tally, double *deal, uint32_t n)
{
	Two			least = both(tally->figure - GMA_DEAL_TIE);
	Two			most = both(tally->figure + GMA_DEAL_TIE);
	TwoBits		above = {0, 0};
	TwoBits		below = {0, 0};

	/* nothing compares with these */
	for (uint32_t d = n; d < gma_lanes(n); d++)
		deal[d] = NAN;
	/* what holds is all ones, -1 */
	for (uint32_t d = 0; d < n; d += 2)
	{
		Two			x = *(const Two *) &deal[d];

		above -= x >= least;
		below -= x <= most;
	}
	tally->above += above[0] + above[1];
	tally->below += below[0] + below[1];
	tally->n += n;
}

/* How many of these have as much as the highest so far. */
void
gma_tally_highest(GmaTally *tally, const double *deal, uint32_t n)
{
	Two			highest[2] = {both(deal[0]), both(deal[0])};
	Two			least;
	TwoBits		count = {0, 0};
	double		high;

	for (uint32_t d = 0; d < n; d += 4)
		for (int k = 0; k < 2; k++)
		{
			Two			x = ((const Two *) &deal[d])[k];
			TwoBits		more = x > highest[k];

			highest[k] = (Two) (((TwoBits) x & more) | ((TwoBits) highest[k] & ~more));
		}
	high = fmax(fmax(highest[0][0], highest[0][1]), fmax(highest[1][0], highest[1][1]));
	if (high > tally->highest + GMA_DEAL_TIE)
	{
		tally->highest = high;
		tally->nhighest = 0;
	}
	if (high < tally->highest - GMA_DEAL_TIE)
		return;
	least = both(tally->highest - GMA_DEAL_TIE);
	for (uint32_t d = 0; d < n; d += 2)
		count -= *(const Two *) &deal[d] >= least;
	tally->nhighest += count[0] + count[1];
}
