/*-------------------------------------------------------------------------
 *
 * atoms_units.c
 *		What is looked for beside others: groups of few people, and differences
 *		of two groups of the same people.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "atoms_core.h"
#include "field.h"
#include "gmalign.h"

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

/* whether fewer than min_group people own some units together, which share no group */
bool
gma_units_are_few(const GmaSystem * s, const int *units, int n)
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
bool
gma_units_are_disclosed(GmaSystem * s, const int *units, int n)
{
	bool		is_known = false;

	if (!gma_units_are_few(s, units, n))
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

/* Keep a set of them, unless there are enough. */
void
gma_units_keep(GmaSystem * s, const int *units, int n)
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
void
gma_units_form(GmaSystem * s)
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
