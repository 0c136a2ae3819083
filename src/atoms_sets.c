/*-------------------------------------------------------------------------
 *
 * atoms_sets.c
 *		Sets of up to four units whose rows are dependent: what publications say
 *		of few people.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "atoms_core.h"
#include "field.h"
#include "gmalign.h"

/* sums of two units held at a time */
#define SUMS_AT_A_TIME 4000000

typedef struct Hashed
{
	uint64		hash;
	int			place;
	int			other;			/* second of a sum and how it is added; or a
								 * chain */
} Hashed;

/*
 * Rows of width w, from place first on: those that are zero, and pairs one of
 * which is a multiple of the other. With those chosen before, each is a dependent
 * set. Keeps them and says how many, or only tells that there is one.
 */
static int
find_parallel(GmaSystem * s, const uint64 *rows, int stride, int w, int first, int *chosen, int n_chosen, bool keep, Hashed *hashed)
{
	int			room = s->n_units - first;
	uint64	   *prefix = (uint64 *) (hashed + room);
	int		   *slot = (int *) (prefix + room + 1);
	int			n_slots = 16;
	uint64		back;
	int			n = 0;
	int			count = 0;

	while (n_slots < room)
		n_slots *= 2;
	/* all first elements inverted at once (Montgomery's trick) */
	prefix[0] = 1;
	for (int i = first; i < s->n_units; i++)
	{
		const uint64 *row = rows + (size_t) i * stride;
		int			j = 0;

		while (j < w && row[j] == 0)
			j++;
		if (j == w)
		{
			chosen[n_chosen] = i;
			if (!gma_units_are_disclosed(s, chosen, n_chosen + 1))
				continue;
			count++;
			if (!keep)
				return count;
			gma_units_keep(s, chosen, n_chosen + 1);
			continue;
		}
		GMA_TICK(n);
		hashed[n].place = i;
		hashed[n].other = j;
		prefix[n + 1] = times(prefix[n], row[j]);
		n++;
	}
	back = inverse(prefix[n]);
	memset(slot, -1, sizeof(int) * n_slots);
	for (int k = n - 1; k >= 0; k--)
	{
		const uint64 *row = rows + (size_t) hashed[k].place * stride;
		uint64		scale = times(back, prefix[k]);
		uint64		hash = hashed[k].other;
		int		   *head;

		back = times(back, row[hashed[k].other]);
		for (int j = hashed[k].other + 1; j < w; j++)
			hash = mix(hash ^ times(row[j], scale));
		hashed[k].hash = hash;
		head = &slot[hash & (n_slots - 1)];
		for (int l = *head; l >= 0; l = hashed[l].other)
		{
			if (hashed[l].hash != hash)
				continue;
			chosen[n_chosen] = hashed[k].place;
			chosen[n_chosen + 1] = hashed[l].place;
			if (!gma_units_are_disclosed(s, chosen, n_chosen + 2))
				continue;
			count++;
			if (!keep)
				return count;
			gma_units_keep(s, chosen, n_chosen + 2);
		}
		hashed[k].other = *head;
		*head = k;
	}
	return count;
}

/* room for find_parallel() over all units */
static Hashed *
hash_room(const GmaSystem * s)
{
	size_t		n = (size_t) s->n_units + 16;

	return gma_alloc(n, sizeof(Hashed) + sizeof(uint64) + 2 * sizeof(int));
}

/* whether a search goes on that has found something: only to keep it, while there is room */
static inline bool
is_more_wanted(const GmaSystem * s, int count, bool keep)
{
	return count == 0 || (keep && s->n_sets < s->most_sets);
}

/* sets of three: pairs among the rows without what they have in common with a third */
static int
find_triples(GmaSystem * s, bool keep)
{
	const int	w = WIDTH - 1;
	uint64	   *left = gma_alloc((size_t) s->n_units + 1, sizeof(uint64) * w);
	Hashed	   *hashed = hash_room(s);
	int			chosen[4];
	int			count = 0;

	for (int i = 0; i < s->n_units && is_more_wanted(s, count, keep); i++)
	{
		const uint64 *pivot = s->unit[i].row;
		int			c = 0;
		uint64		scale;

		CHECK_FOR_INTERRUPTS();
		chosen[0] = i;
		while (c < w && pivot[c] == 0)
			c++;
		/* known alone: with whom else says nothing */
		if (pivot[c] == 0)
			continue;
		scale = inverse(pivot[c]);
		for (int j = i + 1; j < s->n_units; j++)
		{
			const uint64 *row = s->unit[j].row;
			uint64		factor = times(row[c], scale);
			int			at = 0;

			for (int k = 0; k < WIDTH; k++)
				if (k != c)
					left[(size_t) j * w + at++] = minus(row[k], times(factor, pivot[k]));
		}
		count += find_parallel(s, left, w, w, i + 1, chosen, 1, keep, hashed);
	}
	pfree(left);
	pfree(hashed);
	return count;
}

/* how the numbers of two are added: each once or twice */
static const struct
{
	int			a;
	int			b;
}			factors[] = {{1, 1}, {1, -1}, {1, 2}, {1, -2}, {2, 1}, {2, -1}, {2, 2}, {2, -2}};

#define N_FACTORS ((int) lengthof(factors))

static inline uint64
once_or_twice(uint64 x, int factor)
{
	uint64		y = factor == 1 || factor == -1 ? x : reduce(x + x);

	return factor < 0 ? minus(0, y) : y;
}

static inline uint64
sum_at(const GmaSystem * s, const Hashed *h, int j)
{
	int			f = h->other % N_FACTORS;

	return reduce(once_or_twice(s->unit[h->place].row[j], factors[f].a) +
				  once_or_twice(s->unit[h->other / N_FACTORS].row[j], factors[f].b));
}

/* whether two such sums of four units are the same, but for the sign */
static bool
are_same(const GmaSystem * s, const Hashed *a, const Hashed *b)
{
	bool		is_same = true;
	bool		is_opposite = true;

	for (int j = 0; j < WIDTH; j++)
	{
		uint64		x = sum_at(s, a, j);
		uint64		y = sum_at(s, b, j);

		is_same &= x == y;
		is_opposite &= reduce(x + y) == 0;
	}
	return is_same || is_opposite;
}

/* which sums of two units are seen more than once, among those in one slice of the field */
typedef struct Slice
{
	uint64		low;
	uint64		high;
	uint64		n_bits;
	uint64	   *once;
	uint64	   *twice;
} Slice;

/* takes note of a sum in a slice */
static inline void
see(Slice *c, uint64 sum)
{
	uint64		bit = sum & (c->n_bits - 1);
	uint64		mask = UINT64CONST(1) << (bit % 64);

	c->twice[bit / 64] |= c->once[bit / 64] & mask;
	c->once[bit / 64] |= mask;
}

static inline bool
is_twice(const Slice *c, uint64 sum)
{
	uint64		bit = sum & (c->n_bits - 1);

	return (c->twice[bit / 64] >> (bit % 64)) & 1;
}

/* a unit by the number it adds */
typedef struct Addend
{
	uint64		value;
	int			unit;
} Addend;

static int
compare_addends(const void *a, const void *b)
{
	const Addend *x = a;
	const Addend *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

/* the units by what they add with a factor; in order of it, where not all are wanted */
static Addend *
list_addends(const GmaSystem * s, int factor, bool is_sorted)
{
	Addend	   *list = gma_alloc(s->n_units + 1, sizeof(Addend));

	for (int i = 0; i < s->n_units; i++)
		list[i] = (Addend)
	{
		.value = once_or_twice(s->unit[i].row[0], factor),.unit = i
	};
	if (is_sorted)
		qsort(list, s->n_units, sizeof(Addend), compare_addends);
	return list;
}

/* the place of the first that is not below a value, after the last of which comes the first again */
static int
place_from(const Addend *list, int n, uint64 value)
{
	int			low = 0;
	int			high = n;

	while (low < high)
	{
		int			mid = (low + high) / 2;

		if (list[mid].value < value)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n ? low : 0;
}

/*
 * Sets of four units whose rows, once or twice each, sum to zero: two sums of
 * two that are the same, but for the sign. All sums are more than there is room for;
 * each round looks at one slice of the field, and keeps those that look like another. What
 * adds up to a number in the slice lies side by side among the units in order.
 */
static int
find_fours(GmaSystem * s, bool keep)
{
	int			n = s->n_units;
	uint64		total = (uint64) n * n * N_FACTORS / 2;
	uint64		rounds = total / SUMS_AT_A_TIME + 1;
	Slice		c = {.n_bits = 1024};
	uint64		size = 1024;
	Hashed	   *sums = gma_alloc(size, sizeof(Hashed));
	int		   *next = gma_alloc(size, sizeof(int));
	Addend	   *lists[N_FACTORS];
	int		   *head;
	uint64		n_heads = 1024;
	int			count = 0;

	while (c.n_bits < total / rounds * 8)
		c.n_bits *= 2;
	while (n_heads < total / rounds / 4)
		n_heads *= 2;
	c.once = gma_alloc(c.n_bits / 64, sizeof(uint64));
	c.twice = gma_alloc(c.n_bits / 64, sizeof(uint64));
	head = gma_alloc(n_heads, sizeof(int));
	for (int f = 0; f < N_FACTORS; f++)
		lists[f] = list_addends(s, factors[f].b, rounds > 1);
	for (uint64 round = 0; round < rounds && is_more_wanted(s, count, keep); round++)
	{
		uint64		m = 0;

		c.low = part_of(PRIME / 2 + 1, round, rounds);
		c.high = part_of(PRIME / 2 + 1, round + 1, rounds);
		memset(c.once, 0, c.n_bits / 8);
		memset(c.twice, 0, c.n_bits / 8);
		memset(head, -1, sizeof(int) * n_heads);
		for (int pass = 0; pass < 2; pass++)
			for (int f = 0; f < N_FACTORS; f++)
				for (int i = 0; i < n && is_more_wanted(s, count, keep); i++)
				{
					uint64		a = once_or_twice(s->unit[i].row[0], factors[f].a);

					CHECK_FOR_INTERRUPTS();

					/*
					 * sums of the slice, and those that are their opposites;
					 * where it is the only one, all
					 */
					for (int side = 0; side < (rounds > 1 ? 2 : 1); side++)
					{
						const Addend *list = lists[f];
						uint64		from = side == 0 ? c.low : PRIME - c.high + 1;
						uint64		length = (side == 0 ? c.high : Min(PRIME - c.low + 1, PRIME)) - from;
						uint64		start = minus(from, a);
						int			at = rounds > 1 ? place_from(list, n, start) : i + 1;

						for (int left = rounds > 1 ? n : n - i - 1; left > 0; left--, at = at + 1 < n ? at + 1 : 0)
						{
							int			k = list[at].unit;
							uint64		sum = reduce(a + list[at].value);
							Hashed		h;
							int		   *last;

							if (rounds > 1 && minus(list[at].value, start) >= length)
								break;
							sum = Min(sum, PRIME - sum);
							if (k <= i)
								continue;
							if (pass == 0)
								see(&c, sum);
							if (pass == 0 || !is_twice(&c, sum))
								continue;
							h = (Hashed)
							{
								.hash = sum,.place = i,.other = k * N_FACTORS + f
							};
							last = &head[sum & (n_heads - 1)];
							for (int l = *last; l >= 0; l = next[l])
							{
								int			set[4] = {sums[l].place, sums[l].other / N_FACTORS, i, k};

								/* of the three ways to part four one will do */
								if (sums[l].hash != sum || !(set[1] < set[2] || set[3] < set[0]) || !gma_units_are_few(s, set, 4) ||
									!are_same(s, &sums[l], &h) || !gma_units_are_disclosed(s, set, 4))
									continue;
								count++;
								if (keep)
									gma_units_keep(s, set, 4);
							}
							if (m == size)
							{
								size *= 2;
								sums = repalloc_huge(sums, sizeof(Hashed) * size);
								next = repalloc_huge(next, sizeof(int) * size);
							}
							next[m] = *last;
							*last = (int) m;
							sums[m++] = h;
						}
					}
				}
	}
	pfree(sums);
	pfree(next);
	for (int f = 0; f < N_FACTORS; f++)
		pfree(lists[f]);
	pfree(c.once);
	pfree(c.twice);
	pfree(head);
	return count;
}

/* sets of up to four units, or of up to two */
int
gma_sets_find(GmaSystem * s, bool keep, bool is_whole)
{
	Hashed	   *hashed = hash_room(s);
	int			chosen[4];
	int			count = find_parallel(s, (uint64 *) s->unit, sizeof(Unit) / sizeof(uint64), WIDTH, 0, chosen, 0, keep, hashed);

	pfree(hashed);
	if (is_whole && s->min_group > 3 && is_more_wanted(s, count, keep))
		count += find_triples(s, keep);
	if (is_whole && s->min_group > 4 && is_more_wanted(s, count, keep))
		count += find_fours(s, keep);
	return count;
}
