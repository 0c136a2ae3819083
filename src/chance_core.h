/*-------------------------------------------------------------------------
 *
 * chance_core.h
 *		What chance would make of two lists of wishes. Without PostgreSQL, as
 *		math_core.h.
 *
 * Chance: each of the two keeps its own list of goals and its own priorities;
 * the priorities are dealt out anew over the list, and every deal moves up and
 * is scored as the wishes themselves are. Where the deals can be counted all
 * of them are, else a fixed number is drawn by a generator whose seed is the
 * content: the same wishes give the same figures, whatever order they come in.
 *
 * Order: whether the two prefer the same. Each party's points for a goal, less
 * what its own list would give it on average, are multiplied and summed over
 * the goals; the sum's place among the deals says what chance would make of
 * it. On one list that is the product-moment correlation and its permutation
 * test (Pitman 1937). It tells reversed wishes from unrelated ones where the
 * score, a sum of minima, has many equal lowest deals.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_CHANCE_CORE_H
#define GMALIGN_CHANCE_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tally.h"

/* one place the points of an own goal go; goals by number from 0 */
typedef struct GmaDealEntry
{
	double		share;
	uint32_t	goal;
} GmaDealEntry;

/* one side: its own goals, ascending, and what it gives each */
typedef struct GmaDealSide
{
	uint32_t	n;
	const double *points;
	const uint32_t *own;		/* the goal's number */
	const uint32_t *start;		/* entries of own goal i: start[i] .. start[i
								 * + 1] */
	const GmaDealEntry *entries;
} GmaDealSide;

/* a place among the deals; the wishes themselves are one of them */
typedef struct GmaPlace
{
	double		above;			/* share of deals with at least as much */
	double		below;			/* with at most as much */
	double		least;			/* the smallest above that any deal can have */
} GmaPlace;

/* the mid-p (Lancaster 1961): equal deals count half */
static inline double
gma_mid_above(const GmaPlace *place)
{
	return (place->above + 1 - place->below) / 2;
}

/* what each deal of a side brings to the goals that both can reach, and in all */
typedef struct GmaDeals
{
	uint32_t	n;
	bool		is_all;			/* there are no others */
	uint32_t	ngoals;			/* that both can reach */
	double	   *points;			/* in the order of tally.h */
	double	   *total;			/* SUM of magnitudes of a deal */
	double	   *mean;			/* of a goal over all deals there are */
	double	   *wish;			/* as it is */
} GmaDeals;

/* the deals of a pair, and room to read them */
typedef struct GmaDealt
{
	GmaDeals	side[2];
	bool		is_exact;		/* all deals are counted */
	double	   *own;
	double	   *figure;
	double	   *size;
} GmaDealt;

/* deals of one list, up to which all are counted: five different priorities
 * have 120 */
#define GMA_DEALS 360
/* drawn of one side, where the other's stay as they are; of the side with
 * fewer, where both are dealt, most of both together where a band hangs on it,
 * and for the score alone; of either, where lists are long */
#define GMA_DRAWN_ONE 256
#define GMA_DRAWN 32
#define GMA_DEALS_BOTH 1024
#define GMA_DEALS_SCORE 512
#define GMA_DRAWN_LONG 32

extern size_t gma_chance_size(const GmaDealSide *a, const GmaDealSide *b,
							  uint32_t ngoals);
extern void gma_chance_deal(const GmaDealSide *a, const GmaDealSide *b,
							uint32_t ngoals, uint32_t most, void *work,
							GmaDealt *dealt);
extern bool gma_deals_order(const GmaDealt *dealt, double below, double least,
							GmaPlace *order, double *index);
extern void gma_deals_score(const GmaDealt *dealt, double score,
							GmaPlace *among, double *mean);
extern size_t gma_own_size(uint32_t n);
extern uint32_t gma_own_order(const GmaDealSide *a, const GmaDealSide *b,
							  void *work, GmaPlace *order, double *index);
extern void gma_common(const GmaDealSide *a, const GmaDealSide *b,
					   uint32_t ngoals, uint8_t *seen, double *share,
					   uint32_t *goals, uint32_t *count);

#endif							/* GMALIGN_CHANCE_CORE_H */
