/*-------------------------------------------------------------------------
 *
 * atoms_span.c
 *		What sparse vectors span, modulo a prime.
 *
 * Vectors are kept in echelon form: each is 1 at its last place, where no
 * vector added later is anything but 0, and is what was added less multiples of vectors
 * before it. Groups of a release come largest first and releases one after the other, so
 * that the last places are those of the smallest groups of late, and little fills up.
 *
 * Whether a vector is in the span is asked of one vector drawn at random from those
 * orthogonal to it: but for a chance of 2^-61 the product is 0 just then.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"

#include "atoms_core.h"
#include "field.h"
#include "gmalign.h"

/* vectors that were looked at for nothing before another probe is drawn */
#define WASTED_AT_MOST 32

struct GmaSpan
{
	int			dims;
	int			n;				/* vectors */
	int		   *at;				/* by place: the vector that ends there, or -1 */
	int		   *end;			/* by vector: where it ends */
	uint64	   *scale;			/* by vector: what it was multiplied with */
	uint64	   *start;			/* by vector: its first entry, the last place
								 * left out */
	int		   *place;
	uint64	   *value;
	uint64		size;
	/* by vector: which others were subtracted from it, and how often */
	uint64	   *start_factor;
	int		   *other;
	uint64	   *factor;
	uint64		size_factor;
	/* a vector being reduced, and where it is not 0 */
	uint64	   *work;
	uint64	   *is_set;
	uint64	   *probe;
	int			n_probed;		/* vectors it is orthogonal to */
	int			wasted;
};

GmaSpan *
gma_span_new(int dims)
{
	GmaSpan    *s = palloc0(sizeof(GmaSpan));

	s->dims = dims;
	s->at = gma_alloc(dims, sizeof(int));
	memset(s->at, -1, sizeof(int) * dims);
	s->end = gma_alloc(dims, sizeof(int));
	s->scale = gma_alloc(dims, sizeof(uint64));
	s->start = gma_alloc_zero(dims + 1, sizeof(uint64));
	s->start_factor = gma_alloc_zero(dims + 1, sizeof(uint64));
	s->size = s->size_factor = 1024;
	s->place = gma_alloc(s->size, sizeof(int));
	s->value = gma_alloc(s->size, sizeof(uint64));
	s->other = gma_alloc(s->size_factor, sizeof(int));
	s->factor = gma_alloc(s->size_factor, sizeof(uint64));
	s->work = gma_alloc_zero(dims, sizeof(uint64));
	s->is_set = gma_alloc_zero(dims / 64 + 1, sizeof(uint64));
	s->probe = gma_alloc(dims, sizeof(uint64));
	gma_span_probe(s);
	return s;
}

void
gma_span_free(GmaSpan * s)
{
	pfree(s->at);
	pfree(s->end);
	pfree(s->scale);
	pfree(s->start);
	pfree(s->start_factor);
	pfree(s->place);
	pfree(s->value);
	pfree(s->other);
	pfree(s->factor);
	pfree(s->work);
	pfree(s->is_set);
	pfree(s->probe);
	pfree(s);
}

/* draws a probe: at random, but where vectors end */
void
gma_span_probe(GmaSpan * s)
{
	for (int p = 0; p < s->dims; p++)
	{
		int			v = s->at[p];
		uint64		sum = 0;

		if (v < 0)
		{
			s->probe[p] = draw(p);
			continue;
		}
		CHECK_FOR_INTERRUPTS();
		for (uint64 k = s->start[v]; k < s->start[v + 1]; k++)
			sum = reduce(sum + times(s->value[k], s->probe[s->place[k]]));
		s->probe[p] = minus(0, sum);
	}
	s->n_probed = s->n;
	s->wasted = 0;
}

/* whether what is 1 at some places is in the span, as of the probe */
bool
gma_span_has(const GmaSpan * s, const int *places, int n)
{
	uint64		sum = 0;

	for (int i = 0; i < n; i++)
		sum = reduce(sum + s->probe[places[i]]);
	return sum == 0;
}

static inline void
set_place(GmaSpan * s, int place)
{
	s->is_set[place / 64] |= UINT64CONST(1) << (place % 64);
}

/* takes the vectors kept from the one at work, from the last place down; where it is not 0 then, or -1 */
static int
reduce_work(GmaSpan * s, uint64 *n_factors)
{
	int			last = -1;

	for (int w = s->dims / 64; w >= 0; w--)
		while (s->is_set[w] != 0)
		{
			int			p = w * 64 + pg_leftmost_one_pos64(s->is_set[w]);
			int			v = s->at[p];
			uint64		f = s->work[p];

			s->is_set[w] &= ~(UINT64CONST(1) << (p % 64));
			if (f == 0)
				continue;
			if (v < 0)
			{
				/* what is left is found again by the caller */
				if (last < 0)
					last = p;
				s->place[s->start[s->n + 1]] = p;
				s->value[s->start[s->n + 1]++] = f;
				s->work[p] = 0;
				continue;
			}
			s->work[p] = 0;
			if (*n_factors == s->size_factor)
			{
				s->size_factor *= 2;
				s->other = repalloc_huge(s->other, sizeof(int) * s->size_factor);
				s->factor = repalloc_huge(s->factor, sizeof(uint64) * s->size_factor);
			}
			s->other[*n_factors] = v;
			s->factor[(*n_factors)++] = f;
			CHECK_FOR_INTERRUPTS();
			for (uint64 k = s->start[v]; k < s->start[v + 1]; k++)
			{
				s->work[s->place[k]] = minus(s->work[s->place[k]], times(f, s->value[k]));
				set_place(s, s->place[k]);
			}
		}
	return last;
}

/* adds what is 1 at some places; whether that was not in the span */
bool
gma_span_add(GmaSpan * s, const int *places, int n)
{
	uint64		n_factors = s->start_factor[s->n];
	int			last;
	uint64		scale;

	if (gma_span_has(s, places, n) || s->n == s->dims)
		return false;
	while (s->size < s->start[s->n] + s->dims)
	{
		s->size *= 2;
		s->place = repalloc_huge(s->place, sizeof(int) * s->size);
		s->value = repalloc_huge(s->value, sizeof(uint64) * s->size);
	}
	for (int i = 0; i < n; i++)
	{
		s->work[places[i]] = 1;
		set_place(s, places[i]);
	}
	s->start[s->n + 1] = s->start[s->n];
	last = reduce_work(s, &n_factors);
	if (last < 0)
	{
		if (++s->wasted > WASTED_AT_MOST && s->n > s->n_probed)
			gma_span_probe(s);
		return false;
	}
	/* the last place, which came first, stands for itself */
	scale = inverse(s->value[s->start[s->n]]);
	for (uint64 k = s->start[s->n] + 1; k < s->start[s->n + 1]; k++)
	{
		s->place[k - 1] = s->place[k];
		s->value[k - 1] = times(scale, s->value[k]);
	}
	s->start[s->n + 1]--;
	s->start_factor[s->n + 1] = n_factors;
	s->at[last] = s->n;
	s->end[s->n] = last;
	s->scale[s->n] = scale;
	s->n++;
	return true;
}

/*
 * A vector of the span, all its places, as a sum of what was added: result has how often each
 * of these counts. The vector is used up.
 */
void
gma_span_solve(GmaSpan * s, uint64 *vector, uint64 *result)
{
	memset(result, 0, sizeof(uint64) * s->n);
	for (int p = s->dims - 1; p >= 0; p--)
	{
		int			v = s->at[p];
		uint64		f = vector[p];

		if (f == 0 || v < 0)
			continue;
		result[v] = f;
		CHECK_FOR_INTERRUPTS();
		for (uint64 k = s->start[v]; k < s->start[v + 1]; k++)
			vector[s->place[k]] = minus(vector[s->place[k]], times(f, s->value[k]));
	}
	for (int v = s->n - 1; v >= 0; v--)
	{
		if (result[v] == 0)
			continue;
		CHECK_FOR_INTERRUPTS();
		result[v] = times(result[v], s->scale[v]);
		for (uint64 k = s->start_factor[v]; k < s->start_factor[v + 1]; k++)
			result[s->other[k]] = minus(result[s->other[k]], times(result[v], s->factor[k]));
	}
}
