/*-------------------------------------------------------------------------
 *
 * sort.h
 *		Sorting by a number of 64 bits.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_SORT_H
#define GMALIGN_SORT_H

#include "gmalign.h"

/* a number on its way through the sort, and what it is the number of */
typedef struct GmaSortKey
{
	uint64		key;
	void	   *of;
} GmaSortKey;

/* A number in whose order integers are. */
static inline uint64
gma_sort_int(int64 key)
{
	return (uint64) key ^ UINT64CONST(1) << 63;
}

/* for qsort */
static inline int
gma_compare_sort_keys(const void *a, const void *b)
{
	uint64		x = ((const GmaSortKey *) a)->key;
	uint64		y = ((const GmaSortKey *) b)->key;

	return (x > y) - (x < y);
}

extern GmaSortKey *gma_radix_sort(GmaSortKey *keys, GmaSortKey *spare,
								  uint64 n, int low);

#endif							/* GMALIGN_SORT_H */
