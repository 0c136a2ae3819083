/*-------------------------------------------------------------------------
 *
 * arrangement.c
 *		The ways to deal numbers out over a list. See arrangement.h.
 *
 *-------------------------------------------------------------------------
 */
#include "arrangement.h"

#include <math.h>
#include <string.h>

static inline void
swap(uint32_t *a, uint32_t *b)
{
	uint32_t	c = *a;

	*a = *b;
	*b = c;
}

/* Fisher and Yates; a random number from the top 32 bits of the next state. */
static void
shuffle(uint32_t *rank, uint32_t n, uint64_t *seed)
{
	for (uint32_t i = n; i > 1; i--)
	{
		*seed += UINT64_C(0x9E3779B97F4A7C15);
		swap(&rank[i - 1], &rank[((gma_mix(*seed) >> 32) * i) >> 32]);
	}
}

/*
 * Arrangement d of those drawn. Every fourth is a shuffle, the others are its
 * rotations: each of these is as likely as any, and costs nothing to draw.
 */
void
gma_draw(uint32_t *rank, uint32_t n, uint32_t d, uint64_t *seed)
{
	uint32_t	first = rank[0];

	if (d % 4 == 0)
	{
		shuffle(rank, n, seed);
		return;
	}
	memmove(rank, rank + 1, sizeof(uint32_t) * (n - 1));
	rank[n - 1] = first;
}

/* The next arrangement in lexicographic order; the last one stays. */
void
gma_next_arrangement(uint32_t *rank, uint32_t n)
{
	uint32_t	i;
	uint32_t	j;

	for (i = n - 1; i > 0 && rank[i - 1] >= rank[i]; i--)
		;
	if (i == 0)
		return;
	for (j = n - 1; rank[j] <= rank[i - 1]; j--)
		;
	swap(&rank[i - 1], &rank[j]);
	for (j = n - 1; i < j; i++, j--)
		swap(&rank[i], &rank[j]);
}

/*
 * The values in ascending order and each value's rank, equal ones equal: the
 * first arrangement. Returns how many there are, at most most + 1.
 */
uint32_t
gma_first_arrangement(const double *points, uint32_t n, uint32_t most,
					  uint32_t *rank, double *value)
{
	double		count = 1;
	uint32_t	run = 0;

	if (n > GMA_MAX_COUNTED)
	{
		for (uint32_t i = 0; i < n; i++)
		{
			value[i] = points[i];
			rank[i] = i;
		}
		return most + 1;
	}
	for (uint32_t i = 0; i < n; i++)
	{
		double		v = rint(points[i] * 1e12) / 1e12;
		uint32_t	j = i;

		for (; j > 0 && value[j - 1] > v; j--)
			value[j] = value[j - 1];
		value[j] = v;
	}
	for (uint32_t i = 0; i < n; i++)
	{
		run = i > 0 && value[i] == value[i - 1] ? run + 1 : 1;
		rank[i] = i - run + 1;
		count = count > most ? count : count * (i + 1) / run;
	}
	return count > most ? most + 1 : (uint32_t) rint(count);
}
