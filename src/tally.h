/*-------------------------------------------------------------------------
 *
 * tally.h
 *		Deals of two lists, all with all, and the place of a figure among them.
 *		Without PostgreSQL, as math_core.h.
 *
 * The deals of a list lie GMA_LANES side by side, goal by goal, so that a
 * processor takes several at once; the last ones are filled up with zeros.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_TALLY_H
#define GMALIGN_TALLY_H

#include <stddef.h>
#include <stdint.h>

#define GMA_LANES 8

/* scores, and products of points, closer than this are equal */
#define GMA_DEAL_TIE 1e-9

/* n deals, filled up */
static inline uint32_t
gma_lanes(uint32_t n)
{
	return (n + GMA_LANES - 1) / GMA_LANES * GMA_LANES;
}

/* where goal g of deal d is, of ngoals */
static inline size_t
gma_lane(uint32_t d, uint32_t g, uint32_t ngoals)
{
	return ((size_t) (d / GMA_LANES) * ngoals + g) * GMA_LANES + d % GMA_LANES;
}

/* where a figure stands among the deals seen so far */
typedef struct GmaTally
{
	double		figure;
	uint32_t	n;
	uint32_t	above;			/* with at least as much */
	uint32_t	below;			/* with at most as much */
	double		highest;		/* starts as -INFINITY */
	uint32_t	nhighest;		/* with as much as that */
} GmaTally;

extern void gma_deal_products(const double *x, const double *deals,
							  uint32_t ngoals, uint32_t n, double start, double *product);
extern void gma_deal_gaps(const double *x, const double *deals,
						  uint32_t ngoals, uint32_t n, double *gap);
extern double gma_deal_scores(double size, double total, const double *sizes,
							  const double *totals, uint32_t n, double *gap);
extern void gma_tally(GmaTally *tally, double *deal, uint32_t n);
extern void gma_tally_highest(GmaTally *tally, const double *deal,
							  uint32_t n);

#endif							/* GMALIGN_TALLY_H */
