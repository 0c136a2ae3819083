/*-------------------------------------------------------------------------
 *
 * atoms_search.c
 *		Sets of few people that publications pin down.
 *
 * A sum over few people that is known is one over up to four units: groups that
 * publications do not tell apart, or differences of two groups of the same people (what they
 * said before and say now). Their rows of the null space are dependent.
 *
 * Most people need not be looked at. Part everybody into as many blocks as people
 * make a group. Whoever is matched by people of each of the other blocks, whose publications
 * span his own, is held by no sum over few: the others of the few leave one of these blocks
 * untouched, and numbers there could make up for any change of his. That is true of most where
 * people are many beside publications.
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
/* partings tried */
#define PARTINGS 3
/* more units are not looked at whole at every step, which takes their square: the search at the end finds what is left */
#define UNITS_AT_EACH_STEP 300

typedef struct Hashed
{
	uint64		hash;
	int			place;
	int			other;			/* second of a sum and how it is added; or a
								 * chain */
} Hashed;

/* ---------- units ---------- */

static void
add_unit(GmaSystem * s, int group, int less)
{
	Unit	   *u;

	if (s->n_units == s->size_units)
		s->unit = repalloc_huge(s->unit, sizeof(Unit) * (s->size_units *= 2));
	u = &s->unit[s->n_units++];
	u->group = group;
	u->less = less;
	for (int j = 0; j < WIDTH; j++)
		u->row[j] = less < 0 ? s->group_row[group][j] : minus(s->group_row[group][j], s->group_row[less][j]);
}

static inline const int64 *
owners_of(const GmaSystem * s, int group)
{
	return s->group_owner + (size_t) group * s->min_group;
}

/* whether fewer than min_group people own some units together, which share no group */
static bool
are_few(const GmaSystem * s, const int *units, int n)
{
	int64		list[64];
	int			count = 0;

	for (int i = 0; i < n; i++)
		for (int k = 0; k < i; k++)
		{
			const Unit *a = &s->unit[units[i]];
			const Unit *b = &s->unit[units[k]];

			/* what is dependent in any case */
			if (a->group == b->group || a->group == b->less || a->less == b->group || (a->less >= 0 && a->less == b->less))
				return false;
		}
	for (int i = 0; i < n; i++)
	{
		int			g = s->unit[units[i]].group;
		int			less = s->unit[units[i]].less;

		count = gma_add_owners(list, count, owners_of(s, g), s->group[g].n_owners, s->min_group);
		if (less >= 0)
			count = gma_add_owners(list, count, owners_of(s, less), s->group[less].n_owners, s->min_group);
	}
	return count < s->min_group;
}

static void
mark_group(GmaSystem * s, int group, bool mark)
{
	for (int i = s->group[group].first; i >= 0; i = s->next_atom[i])
		s->is_marked[i] = mark;
}

static void
mark_units(GmaSystem * s, const int *units, int n, bool mark)
{
	for (int k = 0; k < n; k++)
	{
		mark_group(s, s->unit[units[k]].group, mark);
		if (s->unit[units[k]].less >= 0)
			mark_group(s, s->unit[units[k]].less, mark);
	}
}

/* whether dependent units say more of few people than was known before: they hold no set that was pinned down then */
static bool
are_disclosed(GmaSystem * s, const int *units, int n)
{
	bool		is_known = false;

	if (!are_few(s, units, n))
		return false;
	CHECK_FOR_INTERRUPTS();
	if (s->n_lost == 0)
		return true;
	mark_units(s, units, n, true);
	for (int at = 0; at < s->n_lost && !is_known; at++)
	{
		is_known = true;
		for (; s->lost[at] != -1; at++)
			is_known &= s->lost[at] < 0 || s->is_marked[s->lost[at]];
	}
	mark_units(s, units, n, false);
	return !is_known;
}

static void
keep_number(GmaSystem * s, int number)
{
	if (s->n_found == s->size_found)
		s->found = repalloc_huge(s->found, sizeof(int) * (s->size_found *= 2));
	s->found[s->n_found++] = number;
}

static void
keep_group(GmaSystem * s, int group)
{
	for (int i = s->group[group].first; i >= 0; i = s->next_atom[i])
		keep_number(s, i);
}

static void
keep_found(GmaSystem * s, const int *units, int n)
{
	if (s->n_sets >= s->most_sets)
		return;
	for (int k = 0; k < n; k++)
	{
		keep_group(s, s->unit[units[k]].group);
		if (s->unit[units[k]].less >= 0)
		{
			keep_number(s, -3);
			keep_group(s, s->unit[units[k]].less);
		}
		keep_number(s, k < n - 1 ? -2 : -1);
	}
	s->n_sets++;
}

/* ---------- who need not be looked at ---------- */

static int
compare_people(const void *a, const void *b)
{
	int64		x = *(const int64 *) a;
	int64		y = *(const int64 *) b;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

/* by group and owner: the owner's number */
static int *
number_people(const GmaSystem * s, int *n_people)
{
	int64	   *people = gma_alloc((size_t) s->n_groups * s->min_group + 1, sizeof(int64));
	int		   *number = gma_alloc((size_t) s->n_groups * s->min_group + 1, sizeof(int));
	size_t		n = 0;
	int			distinct = 0;

	for (int g = 0; g < s->n_groups; g++)
		for (int k = 0; k < s->group[g].n_owners && s->group[g].n_owners < s->min_group; k++)
			people[n++] = owners_of(s, g)[k];
	qsort(people, n, sizeof(int64), compare_people);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || people[i] != people[i - 1])
			people[distinct++] = people[i];
	for (int g = 0; g < s->n_groups; g++)
	{
		GMA_TICK(g);
		for (int k = 0; k < s->group[g].n_owners && s->group[g].n_owners < s->min_group; k++)
			number[(size_t) g * s->min_group + k] =
				(int64 *) bsearch(owners_of(s, g) + k, people, distinct, sizeof(int64), compare_people) - people;
	}
	pfree(people);
	*n_people = distinct;
	return number;
}

/* parts people into blocks, those of a group into one where that can be; by group the block, or -1 */
static void
part_people(const GmaSystem * s, const int *number, uint64 seed, int *block, int *of_person, int n_people)
{
	memset(of_person, -1, sizeof(int) * n_people);
	for (int g = 0; g < s->n_groups; g++)
	{
		const int  *who = number + (size_t) g * s->min_group;
		int			n = s->group[g].n_owners;

		block[g] = -1;
		if (n >= s->min_group)
			continue;
		for (int k = 0; k < n && block[g] < 0; k++)
			block[g] = of_person[who[k]];
		if (block[g] < 0)
			block[g] = mix(seed ^ mix(g)) % s->min_group;
		for (int k = 0, b = block[g]; k < n; k++)
		{
			if (of_person[who[k]] < 0)
				of_person[who[k]] = b;
			else if (of_person[who[k]] != b)
				block[g] = -1;
		}
	}
}

/* the publications accepted that a group is in, as places */
static int
places_of(const GmaSystem * s, int group, const int *place, int *places)
{
	int			atom = s->group[group].first;
	int			n = 0;

	for (int k = s->step_start[atom]; k < s->step_start[atom + 1]; k++)
		if (place[s->step[k]] >= 0)
			places[n++] = place[s->step[k]];
	return n;
}

/*
 * Marks groups that are matched by as many blocks of others as the few could have other
 * people in, and one more. A group of min_group people or more is in every block: no sum
 * over few holds it.
 */
static void
mark_safe(GmaSystem * s)
{
	int			n_people;
	int		   *number = number_people(s, &n_people);
	int		   *of_person = gma_alloc(n_people + 1, sizeof(int));
	int		   *block = gma_alloc(s->n_groups + 1, sizeof(int));
	int		   *matched = gma_alloc(s->n_groups + 1, sizeof(int));
	int		   *place = gma_alloc(s->steps + 1, sizeof(int));
	int		   *places;
	int			dims = 0;
	int			before = 0;

	for (int step = 1; step <= s->steps; step++)
		place[step] = s->is_accepted[step] ? dims++ : -1;
	places = gma_alloc(dims + 1, sizeof(int));
	for (int parting = 0; parting < PARTINGS; parting++)
	{
		int			marked = 0;

		part_people(s, number, parting, block, of_person, n_people);
		memset(matched, 0, sizeof(int) * s->n_groups);
		for (int b = 0; b < s->min_group; b++)
		{
			GmaSpan    *span = gma_span_new(dims + 1);

			for (int g = 0; g < s->n_groups; g++)
				if (block[g] == b || s->group[g].n_owners >= s->min_group)
					gma_span_add(span, places, places_of(s, g, place, places));
			gma_span_probe(span);
			for (int g = 0; g < s->n_groups; g++)
			{
				bool		is_other = !s->group[g].is_safe && s->group[g].n_owners < s->min_group;

				GMA_TICK(g);
				for (int k = 0; k < s->group[g].n_owners && is_other; k++)
					is_other = of_person[number[(size_t) g * s->min_group + k]] != b;
				matched[g] += is_other && gma_span_has(span, places, places_of(s, g, place, places));
			}
			gma_span_free(span);
		}
		for (int g = 0; g < s->n_groups; g++)
		{
			s->group[g].is_safe |= matched[g] >= s->min_group - s->group[g].n_owners;
			marked += s->group[g].is_safe;
		}
		/* few more: so it will go on */
		if (marked - before <= s->n_groups / 50)
			break;
		before = marked;
	}
	pfree(number);
	pfree(of_person);
	pfree(block);
	pfree(matched);
	pfree(place);
	pfree(places);
}

/* ---------- sets of units ---------- */

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
			if (!are_disclosed(s, chosen, n_chosen + 1))
				continue;
			count++;
			if (!keep)
				return count;
			keep_found(s, chosen, n_chosen + 1);
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
			if (!are_disclosed(s, chosen, n_chosen + 2))
				continue;
			count++;
			if (!keep)
				return count;
			keep_found(s, chosen, n_chosen + 2);
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
								if (sums[l].hash != sum || !(set[1] < set[2] || set[3] < set[0]) || !are_few(s, set, 4) ||
									!are_same(s, &sums[l], &h) || !are_disclosed(s, set, 4))
									continue;
								count++;
								if (keep)
									keep_found(s, set, 4);
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

/* ---------- the search ---------- */

/* groups of the same people beside each other */
static int
compare_owners(const void *a, const void *b, void *arg)
{
	const		GmaSystem *s = arg;
	int			x = *(const int *) a;
	int			y = *(const int *) b;
	int			n = s->group[x].n_owners;

	if (n != s->group[y].n_owners)
		return n < s->group[y].n_owners ? -1 : 1;
	for (int k = 0; k < n; k++)
		if (owners_of(s, x)[k] != owners_of(s, y)[k])
			return owners_of(s, x)[k] < owners_of(s, y)[k] ? -1 : 1;
	return (x > y) - (x < y);
}

static bool
have_same_owners(const GmaSystem * s, int a, int b)
{
	return s->group[a].n_owners == s->group[b].n_owners &&
		memcmp(owners_of(s, a), owners_of(s, b), sizeof(int64) * s->group[a].n_owners) == 0;
}

/* units for groups of few people, and for the differences of those of the same people */
static void
form_units(GmaSystem * s)
{
	int		   *few = gma_alloc(s->n_groups + 1, sizeof(int));
	int			n = 0;

	for (int g = 0; g < s->n_groups; g++)
		if (s->group[g].n_owners < s->min_group && !s->group[g].is_safe)
		{
			add_unit(s, g, -1);
			few[n++] = g;
		}
	qsort_arg(few, n, sizeof(int), compare_owners, s);
	for (int i = 0; i < n; i++)
		for (int k = i + 1; k < n && have_same_owners(s, few[i], few[k]); k++)
			add_unit(s, few[i], few[k]);
	pfree(few);
}

/* sets of up to four units, or of up to two */
static int
find_sets(GmaSystem * s, bool keep, bool is_whole)
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

/*
 * Whether the rows and groups at hand hold no set of few people that is pinned down: where
 * groups are many, of up to two units.
 */
bool
gma_system_holds_none(GmaSystem * s)
{
	form_units(s);
	return find_sets(s, false, s->n_units <= UNITS_AT_EACH_STEP) == 0;
}

/*
 * Looks for sets of few people that are pinned down, up to four units
 * together, keeps as many for gma_system_is_safe_with() and says how many there are, or that there
 * are more. Of sets of four only those whose numbers are added or subtracted once or twice.
 */
int
gma_system_search(GmaSystem * s, int at_most)
{
	/* of less than two nobody is a few */
	if (s->min_group < 2)
		return 0;
	s->most_sets = Min(s->n_sets + at_most, SETS_AT_MOST);
	gma_system_draw_rows(s, 0);
	gma_system_form_groups(s, 0);
	mark_safe(s);
	form_units(s);
	return find_sets(s, true, true);
}

/* where the sets that are found next will be kept from */
int
gma_system_found(const GmaSystem * s)
{
	return s->n_found;
}
