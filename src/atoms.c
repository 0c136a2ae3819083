/*-------------------------------------------------------------------------
 *
 * atoms.c
 *		What arithmetic can reach over groups of people.
 *
 * Each published figure is a sum over the members of a group. Whoever knows the
 * members knows, besides each sum, every linear combination of them: the row
 * space of the matrix groups x members. A set of people is pinned down when a
 * vector of that space is zero everywhere else (Cox 1980; Chin and Ozsoyoglu
 * 1982, audit by elimination).
 *
 * Instead of the row space we keep its opposite, vectors drawn at random from
 * the null space: changes to everybody's numbers that no published figure would
 * show. Some combination of a set's numbers is known exactly when it is the same
 * under all of them, that is when the set's rows of the null space are
 * dependent. A few random vectors tell that as well as the whole space does, but
 * for a chance of about 2^-61 a set. Arithmetic is exact, modulo the prime
 * 2^61 - 1, from a seed that is always the same.
 *
 * Members of the same groups are one atom: they have one row. Of atoms that a
 * publication yet to be accepted would tell apart the rows are added.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "atoms.h"
#include "graph.h"

#define PRIME ((UINT64CONST(1) << 61) - 1)
/* null vectors looked at in a test */
#define WIDTH 4
/* sets kept, and sums of two groups held at a time */
#define FOUND_AT_MOST 10000
#define SUMS_AT_A_TIME 4000000

typedef uint64 Row[WIDTH];

typedef struct Group
{
	uint64		key;			/* which publications its members are in */
	int			n_owners;		/* min_group: as many or more */
	bool		is_lost;
	int			next;			/* chain of the hash table */
	int			first;			/* chain of atoms, by next_atom */
} Group;

typedef struct Hashed
{
	uint64		hash;
	int			place;
	int			other;			/* second of a sum and how it is added; or a
								 * chain */
} Hashed;

struct GmaSystem
{
	int			min_group;
	int			n;				/* atoms */
	int			full_depth;		/* null vectors drawn */
	int			depth;			/* those left */
	uint64	   *null;			/* n x full_depth */
	uint64	   *product;		/* full_depth */
	uint64	   *key;			/* by atom: publications accepted */
	uint64	   *kept_null;		/* both as they were when gma_system_keep()
								 * was called */
	uint64	   *kept_key;
	int			kept_depth;
	bool	   *is_lost;		/* pinned down already when we came */
	int		   *n_owners;
	int64	   *owner;			/* n x min_group, ascending */
	int		   *member_start;	/* by step, into member */
	int		   *member;			/* atoms */
	/* rows and groups of the test at hand */
	Row		   *row;
	Group	   *group;
	Row		   *group_row;
	int64	   *group_owner;
	int		   *next_atom;
	int		   *slot;
	int			n_slots;
	int			n_groups;
	int		   *small;			/* groups of fewer than min_group people */
	int			n_small;
	Hashed	   *hashed;
	uint64	   *prefix;

	/*
	 * sets that were found pinned down: atoms, each group up to -2, each set
	 * up to -1
	 */
	int		   *found;
	int			n_found;
	int			n_sets;
	int			size_found;
};

/* ---------- the field ---------- */

static inline uint64
reduce(uint64 x)
{
	return x >= PRIME ? x - PRIME : x;
}

static inline uint64
times(uint64 a, uint64 b)
{
	unsigned	__int128 m = (unsigned __int128) a * b;

	return reduce((uint64) (m & PRIME) + (uint64) (m >> 61));
}

static inline uint64
minus(uint64 a, uint64 b)
{
	return a >= b ? a - b : a + PRIME - b;
}

static uint64
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

/* ---------- people ---------- */

/* adds owners to an ascending list of at most max; how many there are, or max */
static int
add_owners(int64 *list, int n, const int64 *more, int n_more, int max)
{
	for (int i = 0; i < n_more && n < max; i++)
	{
		int			at = 0;

		while (at < n && list[at] < more[i])
			at++;
		if (at < n && list[at] == more[i])
			continue;
		memmove(list + at + 1, list + at, sizeof(int64) * (n - at));
		list[at] = more[i];
		n++;
	}
	return n_more >= max ? max : n;
}

/* whether fewer than min_group people own some small groups together */
static bool
are_few(const GmaSystem * s, const int *groups, int n)
{
	int64		list[64];
	int			count = 0;
	int			max = Min(s->min_group, 60);

	for (int i = 0; i < n; i++)
	{
		int			g = s->small[groups[i]];

		count = add_owners(list, count, s->group_owner + (size_t) g * s->min_group,
						   s->group[g].n_owners, max);
	}
	return count < max;
}

/* ---------- the system ---------- */

typedef struct Datum_
{
	uint64		key[2];
	int			first;			/* its first entry */
} Datum_;

static int
compare_data(const void *a, const void *b)
{
	const Datum_ *x = a;
	const Datum_ *y = b;

	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < 2; i++)
		if (x->key[i] != y->key[i])
			return x->key[i] < y->key[i] ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

GmaSystem *
gma_system_new(const GmaEntry *entries, int n_entries, int steps, int min_group)
{
	GmaSystem  *s = palloc0(sizeof(GmaSystem));
	Datum_	   *data = gma_alloc(n_entries, sizeof(Datum_));
	int			n_data = 0;
	int			n_vectors = 0;
	int		   *count;

	s->min_group = min_group;
	for (int i = 0; i < n_entries; i++)
	{
		if (i == 0 || entries[i].datum != entries[i - 1].datum)
		{
			data[n_data].key[0] = data[n_data].key[1] = 0;
			data[n_data++].first = i;
		}
		else if (entries[i].step == entries[i - 1].step)
			continue;
		data[n_data - 1].key[0] += mix(entries[i].step);
		data[n_data - 1].key[1] += mix(~(uint64) entries[i].step);
	}
	qsort(data, n_data, sizeof(Datum_), compare_data);
	for (int i = 0; i < n_data; i++)
		s->n += i == 0 || data[i].key[0] != data[i - 1].key[0] || data[i].key[1] != data[i - 1].key[1];

	s->n_owners = gma_alloc_zero(s->n, sizeof(int));
	s->owner = gma_alloc(s->n, sizeof(int64) * min_group);
	count = gma_alloc_zero(steps + 2, sizeof(int));
	for (int pass = 0; pass < 2; pass++)
	{
		int			atom = -1;

		for (int i = 0; i < n_data; i++)
		{
			const GmaEntry *e = entries + data[i].first;
			const GmaEntry *end = entries + n_entries;
			bool		is_new = i == 0 || data[i].key[0] != data[i - 1].key[0] || data[i].key[1] != data[i - 1].key[1];

			atom += is_new;
			for (const GmaEntry *f = e; f < end && f->datum == e->datum; f++)
			{
				if (pass == 0)
					s->n_owners[atom] = add_owners(s->owner + (size_t) atom * min_group, s->n_owners[atom],
												   &f->person, 1, min_group);
				if (!is_new || (f > e && f->step == f[-1].step))
					continue;
				if (pass == 0)
					count[f->step + 1]++;
				else
					s->member[count[f->step]++] = atom;
			}
		}
		if (pass == 0)
		{
			for (int i = 1; i < steps + 2; i++)
			{
				n_vectors += count[i] > 0;
				count[i] += count[i - 1];
			}
			s->member_start = gma_alloc(steps + 2, sizeof(int));
			memcpy(s->member_start, count, sizeof(int) * (steps + 2));
			s->member = gma_alloc(Max(count[steps + 1], 1), sizeof(int));
		}
	}
	pfree(data);
	pfree(count);

	s->full_depth = Min(s->n, n_vectors + WIDTH + 1);
	s->null = gma_alloc((size_t) s->n * s->full_depth, sizeof(uint64));
	s->product = gma_alloc(s->full_depth, sizeof(uint64));
	s->key = gma_alloc(s->n, sizeof(uint64));
	s->is_lost = gma_alloc_zero(s->n, sizeof(bool));
	s->row = gma_alloc(s->n, sizeof(Row));
	s->group = gma_alloc(s->n, sizeof(Group));
	s->group_row = gma_alloc(s->n, sizeof(Row));
	s->group_owner = gma_alloc(s->n, sizeof(int64) * min_group);
	s->next_atom = gma_alloc(s->n, sizeof(int));
	s->prefix = gma_alloc(s->n + 1, sizeof(uint64));
	s->small = gma_alloc(s->n, sizeof(int));
	s->hashed = gma_alloc(s->n, sizeof(Hashed));
	for (s->n_slots = 16; s->n_slots < 2 * s->n; s->n_slots *= 2)
		;
	s->slot = gma_alloc(s->n_slots, sizeof(int));
	s->size_found = 64;
	s->found = palloc(sizeof(int) * s->size_found);
	/* nothing is published yet */
	for (size_t i = 0, size = (size_t) s->n * s->full_depth; i < size; i++)
		s->null[i] = reduce(mix(i) & PRIME);
	memset(s->key, 0, sizeof(uint64) * s->n);
	s->depth = s->full_depth;
	return s;
}

/* what gma_system_reset() comes back to; what is pinned down by then is beyond help */
void
gma_system_keep(GmaSystem * s)
{
	size_t		size = (size_t) s->n * s->full_depth;

	gma_system_search(s);
	for (int i = 0; i < s->n_found; i++)
		if (s->found[i] >= 0)
			s->is_lost[s->found[i]] = true;
	s->n_found = s->n_sets = 0;
	s->kept_null = gma_alloc(size, sizeof(uint64));
	memcpy(s->kept_null, s->null, sizeof(uint64) * size);
	s->kept_key = gma_alloc(s->n, sizeof(uint64));
	memcpy(s->kept_key, s->key, sizeof(uint64) * s->n);
	s->kept_depth = s->depth;
}

void
gma_system_reset(GmaSystem * s)
{
	memcpy(s->null, s->kept_null, sizeof(uint64) * s->n * s->full_depth);
	memcpy(s->key, s->kept_key, sizeof(uint64) * s->n);
	s->depth = s->kept_depth;
}

/* what a group's sum tells of the first null vectors; the place of one it changes, or -1 */
static int
multiply(GmaSystem * s, int step, int depth)
{
	int			pivot = -1;

	memset(s->product, 0, sizeof(uint64) * depth);
	for (int m = s->member_start[step]; m < s->member_start[step + 1]; m++)
	{
		const uint64 *row = s->null + (size_t) s->member[m] * s->full_depth;

		for (int j = 0; j < depth; j++)
			s->product[j] = reduce(s->product[j] + row[j]);
	}
	for (int j = 0; j < depth && pivot < 0; j++)
		if (s->product[j] != 0)
			pivot = j;
	return pivot;
}

/* a publication is made: the null space loses what it would show */
void
gma_system_accept(GmaSystem * s, int step)
{
	int			pivot = multiply(s, step, s->depth);
	int			last = s->depth - 1;
	uint64		scale;

	for (int m = s->member_start[step]; m < s->member_start[step + 1]; m++)
		s->key[s->member[m]] += mix(step);
	if (pivot < 0)
		return;
	scale = inverse(s->product[pivot]);
	for (int i = 0; i < s->n; i++)
	{
		uint64	   *row = s->null + (size_t) i * s->full_depth;
		uint64		factor = times(row[pivot], scale);

		CHECK_FOR_INTERRUPTS();
		if (factor != 0)
			for (int j = 0; j <= last; j++)
				row[j] = minus(row[j], times(factor, s->product[j]));
		row[pivot] = row[last];
	}
	s->depth--;
}

/* rows as they are, or as they would be with one more publication (0: none) */
static bool
draw_rows(GmaSystem * s, int step)
{
	int			width = Min(s->depth, WIDTH + (step > 0));
	int			pivot = step > 0 ? multiply(s, step, width) : -1;
	uint64		scale = pivot < 0 ? 0 : inverse(s->product[pivot]);

	if (step > 0 && pivot < 0)
		return false;
	for (int i = 0; i < s->n; i++)
	{
		const uint64 *null = s->null + (size_t) i * s->full_depth;
		uint64		factor = pivot < 0 ? 0 : times(null[pivot], scale);
		int			k = 0;

		for (int j = 0; j < width && k < WIDTH; j++)
			if (j != pivot)
				s->row[i][k++] = factor == 0 ? null[j] : minus(null[j], times(factor, s->product[j]));
		while (k < WIDTH)
			s->row[i][k++] = 0;
	}
	return true;
}

/* atoms that publications do not tell apart as one group; then the small ones */
static void
form_groups(GmaSystem * s, int step)
{
	memset(s->slot, -1, sizeof(int) * s->n_slots);
	s->n_groups = s->n_small = 0;
	if (step > 0)
		for (int m = s->member_start[step]; m < s->member_start[step + 1]; m++)
			s->key[s->member[m]] += mix(step);
	for (int i = 0; i < s->n; i++)
	{
		int		   *slot = &s->slot[s->key[i] & (s->n_slots - 1)];
		int			g = *slot;

		if (s->key[i] == 0)
			continue;
		while (g >= 0 && s->group[g].key != s->key[i])
			g = s->group[g].next;
		if (g < 0)
		{
			g = s->n_groups++;
			s->group[g] = (Group)
			{
				.key = s->key[i],.next = *slot,.first = -1
			};
			*slot = g;
			memset(s->group_row[g], 0, sizeof(Row));
		}
		s->next_atom[i] = s->group[g].first;
		s->group[g].first = i;
		for (int j = 0; j < WIDTH; j++)
			s->group_row[g][j] = reduce(s->group_row[g][j] + s->row[i][j]);
		s->group[g].is_lost |= s->is_lost[i];
		s->group[g].n_owners = add_owners(s->group_owner + (size_t) g * s->min_group, s->group[g].n_owners,
										  s->owner + (size_t) i * s->min_group, s->n_owners[i], s->min_group);
	}
	for (int g = 0; g < s->n_groups; g++)
		if (s->group[g].n_owners < s->min_group && !s->group[g].is_lost)
			s->small[s->n_small++] = g;
	if (step > 0)
		for (int m = s->member_start[step]; m < s->member_start[step + 1]; m++)
			s->key[s->member[m]] -= mix(step);
}

/* ---------- what is pinned down ---------- */

static void
keep_atom(GmaSystem * s, int atom)
{
	if (s->n_found == s->size_found)
		s->found = repalloc(s->found, sizeof(int) * (s->size_found *= 2));
	s->found[s->n_found++] = atom;
}

static void
keep_found(GmaSystem * s, const int *places, int n)
{
	if (s->n_sets >= FOUND_AT_MOST)
		return;
	for (int k = 0; k < n; k++)
	{
		int			g = s->small[places[k]];

		for (int i = s->group[g].first; i >= 0; i = s->next_atom[i])
			keep_atom(s, i);
		keep_atom(s, k < n - 1 ? -2 : -1);
	}
	s->n_sets++;
}

/*
 * Rows of width w, from place first on: those that are zero, and pairs one of
 * which is a multiple of the other. With those chosen before, each is a dependent
 * set. Keeps them and says how many, or only tells that there is one.
 */
static int
find_parallel(GmaSystem * s, const uint64 *rows, int w, int first, int *chosen, int n_chosen, bool keep)
{
	Hashed	   *hashed = s->hashed;
	uint64	   *prefix = s->prefix;
	uint64		back;
	int			n = 0;
	int			count = 0;

	/* all first elements inverted at once (Montgomery's trick) */
	prefix[0] = 1;
	for (int i = first; i < s->n_small; i++)
	{
		const uint64 *row = rows + (size_t) i * w;
		int			j = 0;

		while (j < w && row[j] == 0)
			j++;
		if (j == w)
		{
			chosen[n_chosen] = i;
			if (!are_few(s, chosen, n_chosen + 1))
				continue;
			count++;
			if (!keep)
				return count;
			keep_found(s, chosen, n_chosen + 1);
			continue;
		}
		hashed[n].place = i;
		hashed[n].other = j;
		prefix[n + 1] = times(prefix[n], row[j]);
		n++;
	}
	back = inverse(prefix[n]);
	memset(s->slot, -1, sizeof(int) * s->n_slots);
	for (int k = n - 1; k >= 0; k--)
	{
		const uint64 *row = rows + (size_t) hashed[k].place * w;
		uint64		scale = times(back, prefix[k]);
		uint64		hash = hashed[k].other;
		int		   *slot;

		back = times(back, row[hashed[k].other]);
		for (int j = hashed[k].other + 1; j < w; j++)
			hash = mix(hash ^ times(row[j], scale));
		hashed[k].hash = hash;
		slot = &s->slot[hash & (s->n_slots - 1)];
		for (int l = *slot; l >= 0; l = hashed[l].other)
		{
			if (hashed[l].hash != hash)
				continue;
			chosen[n_chosen] = hashed[k].place;
			chosen[n_chosen + 1] = hashed[l].place;
			if (!are_few(s, chosen, n_chosen + 2))
				continue;
			count++;
			if (!keep)
				return count;
			keep_found(s, chosen, n_chosen + 2);
		}
		hashed[k].other = *slot;
		*slot = k;
	}
	return count;
}

/* sets of three: pairs among the rows without what they have in common with a third */
static int
find_triples(GmaSystem * s, const uint64 *rows)
{
	const int	w = WIDTH - 1;
	uint64	   *left = gma_alloc((size_t) s->n_small + 1, sizeof(uint64) * w);
	int			chosen[4];
	int			count = 0;

	for (int i = 0; i < s->n_small; i++)
	{
		const uint64 *pivot = rows + (size_t) i * WIDTH;
		int			c = 0;
		uint64		scale;

		CHECK_FOR_INTERRUPTS();
		chosen[0] = i;
		if (s->group[s->small[i]].n_owners > s->min_group - 2)
			continue;
		while (c < w && pivot[c] == 0)
			c++;
		scale = pivot[c] == 0 ? 0 : inverse(pivot[c]);
		for (int j = i + 1; j < s->n_small; j++)
		{
			const uint64 *row = rows + (size_t) j * WIDTH;
			uint64		factor = times(row[c], scale);
			int			at = 0;

			for (int k = 0; k < WIDTH; k++)
				if (k != c)
					left[(size_t) j * w + at++] = minus(row[k], times(factor, pivot[k]));
		}
		count += find_parallel(s, left, w, i + 1, chosen, 1, true);
	}
	pfree(left);
	return count;
}

/* how the numbers of two are added: each once or twice */
static const struct
{
	uint64		a;
	uint64		b;
}			factors[] = {{1, 1}, {1, PRIME - 1}, {1, 2}, {1, PRIME - 2}, {2, 1}, {2, PRIME - 1}, {2, 2}, {2, PRIME - 2}};

static inline uint64
sum_at(const GmaSystem * s, const Hashed *h, int j)
{
	uint64		a = s->group_row[s->small[h->place]][j];
	uint64		b = s->group_row[s->small[h->other / lengthof(factors)]][j];
	int			f = h->other % lengthof(factors);

	return reduce(times(factors[f].a, a) + times(factors[f].b, b));
}

/* whether two such sums of four groups are the same, but for the sign */
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

/* sets of four groups, one person each, whose rows, once or twice each, sum to zero */
static int
find_fours(GmaSystem * s)
{
	int			n = s->n_small;
	uint64		total = (uint64) n * n * lengthof(factors) / 2;
	uint64		rounds = total / SUMS_AT_A_TIME + 1;
	uint64		room = total / rounds + total / rounds / 8 + 1000;
	Hashed	   *sums = gma_alloc(room, sizeof(Hashed));
	int		   *next = gma_alloc(room, sizeof(int));
	int		   *head;
	uint64		n_heads = 1024;
	int			count = 0;

	while (n_heads < room)
		n_heads *= 2;
	head = gma_alloc(n_heads, sizeof(int));
	for (uint64 round = 0; round < rounds; round++)
	{
		uint64		m = 0;

		memset(head, -1, sizeof(int) * n_heads);
		for (int i = 0; i < n; i++)
		{
			CHECK_FOR_INTERRUPTS();
			if (s->min_group < 6 && s->group[s->small[i]].n_owners > 1)
				continue;
			for (int k = lengthof(factors) * (i + 1); k < lengthof(factors) * n; k++)
			{
				Hashed		h = {.place = i,.other = k};
				uint64		sum = sum_at(s, &h, 0);
				int		   *first;

				h.hash = Min(sum, minus(0, sum));
				if (h.hash % rounds != round || m >= room)
					continue;
				first = &head[(h.hash / rounds) & (n_heads - 1)];
				for (int l = *first; l >= 0; l = next[l])
				{
					int			set[4] = {sums[l].place, sums[l].other / (int) lengthof(factors), i, k / (int) lengthof(factors)};

					/* of the three ways to part four one will do */
					if (sums[l].hash != h.hash || set[0] == set[2] || set[1] >= set[2] || !are_few(s, set, 4) ||
						!are_same(s, &sums[l], &h))
						continue;
					count++;
					keep_found(s, set, 4);
				}
				next[m] = *first;
				*first = (int) m;
				sums[m++] = h;
			}
		}
	}
	pfree(sums);
	pfree(next);
	pfree(head);
	return count;
}

/* whether a set found before would be pinned down: up to four groups of atoms with dependent rows */
static bool
is_pinned(const GmaSystem * s, const int **at)
{
	Row			rows[4] = {0};
	int			n = 0;

	for (;; (*at)++)
	{
		if (**at >= 0)
			for (int j = 0; j < WIDTH; j++)
				rows[n][j] = reduce(rows[n][j] + s->row[**at][j]);
		else if (n++, **at == -1)
			break;
	}
	(*at)++;
	for (int i = 0; i < n; i++)
	{
		int			c = 0;
		uint64		scale;

		while (c < WIDTH && rows[i][c] == 0)
			c++;
		if (c == WIDTH)
			return true;
		scale = inverse(rows[i][c]);
		for (int j = i + 1; j < n; j++)
		{
			uint64		factor = times(rows[j][c], scale);

			for (int k = 0; k < WIDTH; k++)
				rows[j][k] = minus(rows[j][k], times(factor, rows[i][k]));
		}
	}
	return false;
}

/* small groups' rows as one block */
static uint64 *
small_rows(const GmaSystem * s)
{
	uint64	   *rows = gma_alloc((size_t) s->n_small + 1, sizeof(Row));

	for (int i = 0; i < s->n_small; i++)
		memcpy(rows + (size_t) i * WIDTH, s->group_row[s->small[i]], sizeof(Row));
	return rows;
}

/*
 * Whether one more publication leaves nobody known who was not: no group of few
 * people, no two groups of few together, and no set that a search has found.
 */
bool
gma_system_is_safe_with(GmaSystem * s, int step)
{
	const int  *at = s->found;
	uint64	   *rows;
	int			chosen[4];
	int			count;

	if (s->member_start[step] == s->member_start[step + 1] || !draw_rows(s, step))
		return true;
	form_groups(s, step);
	rows = small_rows(s);
	count = find_parallel(s, rows, WIDTH, 0, chosen, 0, false);
	pfree(rows);
	while (count == 0 && at < s->found + s->n_found)
		count += is_pinned(s, &at);
	return count == 0;
}

/*
 * Looks for sets of few people that are pinned down, up to four groups
 * together, keeps them for gma_system_is_safe_with() and says how many. Of sets of
 * four only those whose numbers are added or subtracted once or twice.
 */
int
gma_system_search(GmaSystem * s)
{
	int			chosen[4];
	uint64	   *rows;
	int			count;

	draw_rows(s, 0);
	form_groups(s, 0);
	rows = small_rows(s);
	count = find_parallel(s, rows, WIDTH, 0, chosen, 0, true);
	if (s->min_group > 3)
		count += find_triples(s, rows);
	if (s->min_group > 4)
		count += find_fours(s);
	pfree(rows);
	return count;
}

/*
 * Bans the latest publication accepted, of those asked for, that each set kept
 * from place at on has a member in, or the latest of all when it has none;
 * whether there was one.
 */
bool
gma_system_ban_latest(const GmaSystem * s, int at, int known, const bool *accepted, int steps, bool *is_banned)
{
	int		   *latest = gma_alloc_zero(s->n, sizeof(int));
	bool		is_new = false;
	int			last = 0;

	for (int step = known + 1; step <= steps; step++)
		for (int m = s->member_start[step]; accepted[step] && m < s->member_start[step + 1]; m++)
			latest[s->member[m]] = last = step;
	/* more were found than are kept */
	if (at == s->n_found && last > 0)
		is_banned[last] = is_new = true;
	for (int step = 0; at < s->n_found; at++)
	{
		if (s->found[at] >= 0)
			step = Max(step, latest[s->found[at]]);
		else if (s->found[at] == -1)
		{
			if (step == 0)
				step = last;
			is_new |= step > 0;
			is_banned[step] = true;
			step = 0;
		}
	}
	pfree(latest);
	return is_new;
}

/* where the sets that are found next will be kept from */
int
gma_system_found(const GmaSystem * s)
{
	return s->n_found;
}
