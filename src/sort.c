/*-------------------------------------------------------------------------
 *
 * sort.c
 *		Sorting by a number of 64 bits: a radix sort, which asks nobody which of
 *		two comes first.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "sort.h"

/* larger digits take fewer passes, and longer */
#define DIGIT_BITS 8
#define DIGITS (1 << DIGIT_BITS)
#define DIGIT(key, low, d) (((key) >> ((low) + (d) * DIGIT_BITS)) & (DIGITS - 1))

/*
 * Sort by key from bit low upwards: least significant digit first, skipping
 * digits that all keys share. Returns whichever of the two arrays holds the
 * result.
 */
GmaSortKey *
gma_radix_sort(GmaSortKey *keys, GmaSortKey *spare, uint64 n, int low)
{
	uint64		(*count)[DIGITS];
	int			ndigits = (64 - low) / DIGIT_BITS;

	if (n < DIGITS)
	{
		qsort(keys, n, sizeof(GmaSortKey), gma_compare_sort_keys);
		return keys;
	}
	count = palloc0(sizeof(*count) * ndigits);
	for (uint64 i = 0; i < n; i++)
	{
		GMA_TICK(i);
		for (int d = 0; d < ndigits; d++)
			count[d][DIGIT(keys[i].key, low, d)]++;
	}
	for (int d = 0; d < ndigits; d++)
	{
		uint64		at = 0;
		GmaSortKey *swap;

		if (count[d][DIGIT(keys[0].key, low, d)] == n)
			continue;
		for (int i = 0; i < DIGITS; i++)
		{
			uint64		here = count[d][i];

			count[d][i] = at;
			at += here;
		}
		for (uint64 i = 0; i < n; i++)
		{
			GMA_TICK(i);
			spare[count[d][DIGIT(keys[i].key, low, d)]++] = keys[i];
		}
		swap = keys;
		keys = spare;
		spare = swap;
	}
	pfree(count);
	return keys;
}
