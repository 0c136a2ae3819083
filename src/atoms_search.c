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

/* partings tried */
#define PARTINGS 3
/* more units are not looked at whole at every step, which takes their square: the search at the end finds what is left */
#define UNITS_AT_EACH_STEP 300

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

/* ---------- the search ---------- */

/*
 * Whether the rows and groups at hand hold no set of few people that is pinned down: where
 * groups are many, of up to two units.
 */
bool
gma_system_holds_none(GmaSystem * s)
{
	gma_units_form(s);
	return gma_sets_find(s, false, s->n_units <= UNITS_AT_EACH_STEP) == 0;
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
	gma_units_form(s);
	return gma_sets_find(s, true, true);
}

/* where the sets that are found next will be kept from */
int
gma_system_found(const GmaSystem * s)
{
	return s->n_found;
}
