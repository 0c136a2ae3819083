/*-------------------------------------------------------------------------
 *
 * atoms_system.c
 *		The linear system behind publications: null vectors by atom, the
 *		publications accepted so far, and the groups they do not tell apart.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "atoms_core.h"
#include "field.h"
#include "gmalign.h"

/* null vectors drawn at a time */
#define DRAWN_AT_ONCE (64 + WIDTH + 1)

/* ---------- people ---------- */

/* adds owners to an ascending list of at most max; how many there are, or max */
int
gma_add_owners(int64 *list, int n, const int64 *more, int n_more, int max)
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

/* a publication is among those accepted */
static void
note(GmaSystem * s, int step)
{
	for (int m = s->member_start[step]; m < s->member_start[step + 1]; m++)
		s->key[s->member[m]] += mix(step);
	s->is_accepted[step] = s->member_start[step] < s->member_start[step + 1];
}

/*
 * Null vectors of what is accepted: numbers drawn at random for all atoms but a few, whose
 * publications span what the others' do, and for these what makes every sum zero.
 */
static void
draw_null(GmaSystem * s)
{
	int			dims = 0;
	int		   *place = gma_alloc(s->steps + 1, sizeof(int));
	int		   *places;
	int		   *basis;
	GmaSpan    *span;
	uint64	   *sums;
	uint64	   *result;
	int			n_basis = 0;

	s->depth = s->full_depth;
	for (size_t i = 0, size = (size_t) s->n * s->full_depth; i < size; i++)
	{
		GMA_TICK(i);
		s->null[i] = draw(i);
	}
	for (int step = 1; step <= s->steps; step++)
		place[step] = s->is_accepted[step] ? dims++ : -1;
	if (dims == 0)
	{
		pfree(place);
		return;
	}
	span = gma_span_new(dims);
	places = gma_alloc(dims, sizeof(int));
	basis = gma_alloc(dims, sizeof(int));
	for (int i = 0; i < s->n && n_basis < dims; i++)
	{
		int			n = 0;

		for (int k = s->step_start[i]; k < s->step_start[i + 1]; k++)
			if (place[s->step[k]] >= 0)
				places[n++] = place[s->step[k]];
		if (gma_span_add(span, places, n))
			basis[n_basis++] = i;
	}
	sums = gma_alloc(dims, sizeof(uint64));
	result = gma_alloc(dims, sizeof(uint64));
	for (int j = 0; j < s->full_depth; j++)
	{
		for (int k = 0; k < n_basis; k++)
			s->null[(size_t) basis[k] * s->full_depth + j] = 0;
		memset(sums, 0, sizeof(uint64) * dims);
		for (int step = 1; step <= s->steps; step++)
		{
			CHECK_FOR_INTERRUPTS();
			for (int m = s->member_start[step]; place[step] >= 0 && m < s->member_start[step + 1]; m++)
				sums[place[step]] = minus(sums[place[step]], s->null[(size_t) s->member[m] * s->full_depth + j]);
		}
		gma_span_solve(span, sums, result);
		for (int k = 0; k < n_basis; k++)
			s->null[(size_t) basis[k] * s->full_depth + j] = result[k];
	}
	gma_span_free(span);
	pfree(place);
	pfree(places);
	pfree(basis);
	pfree(sums);
	pfree(result);
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

		GMA_TICK(m);
		for (int j = 0; j < depth; j++)
			s->product[j] = reduce(s->product[j] + row[j]);
	}
	for (int j = 0; j < depth && pivot < 0; j++)
		if (s->product[j] != 0)
			pivot = j;
	return pivot;
}

GmaSystem *
gma_system_new(const GmaEntry *entries, int n_entries, int steps, int known, int min_group)
{
	GmaSystem  *s = palloc0(sizeof(GmaSystem));
	Datum_	   *data = gma_alloc(n_entries, sizeof(Datum_));
	int			n_data = 0;
	int		   *count;

	s->min_group = min_group;
	s->steps = steps;
	for (int i = 0; i < n_entries; i++)
	{
		GMA_TICK(i);
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
	s->step_start = gma_alloc_zero(s->n + 1, sizeof(int));
	count = gma_alloc_zero(steps + 2, sizeof(int));
	for (int pass = 0; pass < 2; pass++)
	{
		int			atom = -1;
		int			at = 0;

		for (int i = 0; i < n_data; i++)
		{
			const GmaEntry *e = entries + data[i].first;
			const GmaEntry *end = entries + n_entries;
			bool		is_new = i == 0 || data[i].key[0] != data[i - 1].key[0] || data[i].key[1] != data[i - 1].key[1];

			GMA_TICK(i);
			atom += is_new;
			for (const GmaEntry *f = e; f < end && f->datum == e->datum; f++)
			{
				if (pass == 0)
					s->n_owners[atom] = gma_add_owners(s->owner + (size_t) atom * min_group, s->n_owners[atom],
													   &f->person, 1, min_group);
				if (!is_new || (f > e && f->step == f[-1].step))
					continue;
				if (pass == 0)
					count[f->step + 1]++;
				else
				{
					s->member[count[f->step]++] = atom;
					s->step[at++] = f->step;
				}
			}
			if (pass == 1)
				s->step_start[atom + 1] = at;
		}
		if (pass == 0)
		{
			for (int i = 1; i < steps + 2; i++)
				count[i] += count[i - 1];
			s->member_start = gma_alloc(steps + 2, sizeof(int));
			memcpy(s->member_start, count, sizeof(int) * (steps + 2));
			s->member = gma_alloc(Max(count[steps + 1], 1), sizeof(int));
			s->step = gma_alloc(Max(count[steps + 1], 1), sizeof(int));
		}
	}
	pfree(data);
	pfree(count);

	s->full_depth = DRAWN_AT_ONCE;
	s->null = gma_alloc((size_t) s->n * s->full_depth, sizeof(uint64));
	s->product = gma_alloc(s->full_depth, sizeof(uint64));
	s->key = gma_alloc_zero(s->n, sizeof(uint64));
	s->is_accepted = gma_alloc_zero(steps + 1, sizeof(bool));
	s->is_marked = gma_alloc_zero(s->n, sizeof(bool));
	s->row = gma_alloc(s->n, sizeof(Row));
	s->group = gma_alloc(s->n, sizeof(Group));
	s->group_row = gma_alloc(s->n, sizeof(Row));
	s->group_owner = gma_alloc(s->n, sizeof(int64) * min_group);
	s->next_atom = gma_alloc(s->n, sizeof(int));
	s->size_units = s->n;
	s->unit = gma_alloc(s->size_units, sizeof(Unit));
	for (s->n_slots = 16; s->n_slots < 2 * s->n; s->n_slots *= 2)
		;
	s->slot = gma_alloc(s->n_slots, sizeof(int));
	s->size_found = 64;
	s->found = palloc(sizeof(int) * s->size_found);

	/* what is published; what is pinned down by then is beyond help */
	for (int step = 1; step <= known; step++)
		note(s, step);
	s->kept_key = gma_alloc(s->n, sizeof(uint64));
	memcpy(s->kept_key, s->key, sizeof(uint64) * s->n);
	s->kept_accepted = gma_alloc(steps + 1, sizeof(bool));
	memcpy(s->kept_accepted, s->is_accepted, sizeof(bool) * (steps + 1));
	draw_null(s);
	gma_system_search(s, SETS_AT_MOST);
	s->lost = s->found;
	s->n_lost = s->n_found;
	s->size_found = 64;
	s->found = palloc(sizeof(int) * s->size_found);
	s->n_found = s->n_sets = 0;
	return s;
}

/* back to what was published when we came */
void
gma_system_reset(GmaSystem * s)
{
	memcpy(s->key, s->kept_key, sizeof(uint64) * s->n);
	memcpy(s->is_accepted, s->kept_accepted, sizeof(bool) * (s->steps + 1));
	draw_null(s);
}

/* a publication is made: the null space loses what it would show */
void
gma_system_accept(GmaSystem * s, int step)
{
	int			pivot = multiply(s, step, s->depth);
	int			last = s->depth - 1;
	uint64		scale;

	note(s, step);
	if (pivot < 0)
		return;
	if (s->depth <= WIDTH + 1)
	{
		draw_null(s);
		return;
	}
	scale = inverse(s->product[pivot]);
	for (int i = 0; i < s->n; i++)
	{
		uint64	   *row = s->null + (size_t) i * s->full_depth;
		uint64		factor = times(row[pivot], scale);

		GMA_TICK(i);
		if (factor != 0)
			for (int j = 0; j <= last; j++)
				row[j] = minus(row[j], times(factor, s->product[j]));
		row[pivot] = row[last];
	}
	s->depth--;
}

/* whether one more publication says something that is not known */
bool
gma_system_tells_with(GmaSystem * s, int step)
{
	return s->member_start[step] < s->member_start[step + 1] && multiply(s, step, s->depth) >= 0;
}

/* rows as they are, or as they would be with one more publication (0: none) */
bool
gma_system_draw_rows(GmaSystem * s, int step)
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

		GMA_TICK(i);
		for (int j = 0; j < width && k < WIDTH; j++)
			if (j != pivot)
				s->row[i][k++] = factor == 0 ? null[j] : minus(null[j], times(factor, s->product[j]));
		while (k < WIDTH)
			s->row[i][k++] = 0;
	}
	return true;
}

/* atoms that publications do not tell apart as one group */
void
gma_system_form_groups(GmaSystem * s, int step)
{
	memset(s->slot, -1, sizeof(int) * s->n_slots);
	s->n_groups = s->n_units = 0;
	if (step > 0)
		for (int m = s->member_start[step]; m < s->member_start[step + 1]; m++)
			s->key[s->member[m]] += mix(step);
	for (int i = 0; i < s->n; i++)
	{
		int		   *slot = &s->slot[s->key[i] & (s->n_slots - 1)];
		int			g = *slot;

		GMA_TICK(i);
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
		s->group[g].n_owners = gma_add_owners(s->group_owner + (size_t) g * s->min_group, s->group[g].n_owners,
											  s->owner + (size_t) i * s->min_group, s->n_owners[i], s->min_group);
	}
	if (step > 0)
		for (int m = s->member_start[step]; m < s->member_start[step + 1]; m++)
			s->key[s->member[m]] -= mix(step);
}
