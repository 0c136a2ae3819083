/*-------------------------------------------------------------------------
 *
 * field.h
 *		Arithmetic modulo the prime 2^61 - 1, and numbers that look random.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_FIELD_H
#define GMALIGN_FIELD_H

#define PRIME ((UINT64CONST(1) << 61) - 1)

static inline uint64
reduce(uint64 x)
{
	return x >= PRIME ? x - PRIME : x;
}

static inline uint64
times(uint64 a, uint64 b)
{
#ifdef __SIZEOF_INT128__
	unsigned	__int128 m = (unsigned __int128) a * b;

	return reduce((uint64) (m & PRIME) + (uint64) (m >> 61));
#else
	/* a 32-bit machine: by halves, where 2^61 is 1, so that 2^64 is 8 */
	uint64		low = a & 0xFFFFFFFF,
				high = a >> 32;
	uint64		blow = b & 0xFFFFFFFF,
				bhigh = b >> 32;
	uint64		outer = low * bhigh + high * blow;
	uint64		sum = 8 * high * bhigh;

	/* outer * 2^32: its upper part from bit 29 on lies at 2^61 */
	sum = (sum & PRIME) + (sum >> 61) + (outer >> 29) + ((outer & 0x1FFFFFFF) << 32);
	sum = (sum & PRIME) + (sum >> 61);
	sum += low * blow & PRIME;
	sum = (sum & PRIME) + (sum >> 61) + (low * blow >> 61);
	return reduce(sum);
#endif
}

/* whole * i / n, where i is at most n and n less than 2^32 */
static inline uint64
part_of(uint64 whole, uint64 i, uint64 n)
{
	return whole / n * i + whole % n * i / n;
}

static inline uint64
minus(uint64 a, uint64 b)
{
	return a >= b ? a - b : a + PRIME - b;
}

static inline uint64
inverse(uint64 a)
{
	uint64		result = 1;

	for (uint64 e = PRIME - 2; e > 0; e >>= 1)
	{
		if (e & 1)
			result = times(result, a);
		a = times(a, a);
	}
	return result;
}

/* splitmix64 (Steele et al. 2014) */
static inline uint64
mix(uint64 x)
{
	x += UINT64CONST(0x9E3779B97F4A7C15);
	x = (x ^ (x >> 30)) * UINT64CONST(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64CONST(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

/* a number of the field */
static inline uint64
draw(uint64 x)
{
	return reduce(mix(x) & PRIME);
}

#endif
