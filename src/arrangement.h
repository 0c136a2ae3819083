/*-------------------------------------------------------------------------
 *
 * arrangement.h
 *		The ways to deal numbers out over a list: all of them in order, or some
 *		drawn by a generator. Without PostgreSQL, as math_core.h.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_ARRANGEMENT_H
#define GMALIGN_ARRANGEMENT_H

#include <stdint.h>

/* where lists are longer, all deals are out of reach whatever ties there are */
#define GMA_MAX_COUNTED 64

/* splitmix64 (Steele, Lea & Flood 2014) */
static inline uint64_t
gma_mix(uint64_t x)
{
	x += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

extern void gma_draw(uint32_t *rank, uint32_t n, uint32_t d, uint64_t *seed);
extern void gma_next_arrangement(uint32_t *rank, uint32_t n);
extern uint32_t gma_first_arrangement(const double *points, uint32_t n,
									  uint32_t most, uint32_t *rank,
									  double *value);

#endif							/* GMALIGN_ARRANGEMENT_H */
