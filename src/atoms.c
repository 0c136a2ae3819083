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
 * for a chance of about 2^-61 a set. Each publication that is accepted uses up one, and
 * when they run out others are drawn. Arithmetic is exact, modulo a prime, from a seed
 * that is always the same.
 *
 * Members of the same groups are one atom: they have one row. Of atoms that a
 * publication yet to be accepted would tell apart the rows are added.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "atoms_core.h"
#include "field.h"
#include "gmalign.h"

static inline uint64
cross(const uint64 *a, const uint64 *b, int i, int j)
{
	return minus(times(a[i], b[j]), times(a[j], b[i]));
}

/* whether four rows are dependent: whether their determinant, by minors of two, is 0 */
static bool
are_dependent(Row *rows)
{
	uint64		sum = 0;

	for (int i = 0; i < WIDTH; i++)
		for (int j = i + 1; j < WIDTH; j++)
		{
			/* the other two columns */
			int			k = i > 0 ? 0 : j > 1 ? 1 : 2;
			int			l = 6 - i - j - k;
			uint64		product = times(cross(rows[0], rows[1], i, j), cross(rows[2], rows[3], k, l));

			sum = (i + j) % 2 == 1 ? reduce(sum + product) : minus(sum, product);
		}
	return sum == 0;
}

/*
 * Whether a set found before would be pinned down: up to four units with dependent rows. As these are
 * drawn at random, as many columns as units tell.
 */
static bool
is_pinned(const GmaSystem * s, const int **at)
{
	Row			rows[WIDTH] = {{1}, {0, 1}, {0, 0, 1}, {0, 0, 0, 1}};
	int			n = 0;
	bool		is_less = false;

	CHECK_FOR_INTERRUPTS();
	memset(rows[0], 0, sizeof(Row));
	for (;; (*at)++)
	{
		if (**at >= 0)
			for (int j = 0; j < WIDTH; j++)
				rows[n][j] = is_less ? minus(rows[n][j], s->row[**at][j]) : reduce(rows[n][j] + s->row[**at][j]);
		else if (**at == -3)
			is_less = true;
		else if (**at == -2)
		{
			is_less = false;
			memset(rows[++n], 0, sizeof(Row));
		}
		else
			break;
	}
	(*at)++;
	return are_dependent(rows);
}

/*
 * Whether one more publication leaves nobody known who was not: no few people
 * among those at hand, and no set that a search has found.
 */
bool
gma_system_is_safe_with(GmaSystem * s, int step)
{
	const int  *at = s->found;

	if (s->member_start[step] == s->member_start[step + 1] || !gma_system_draw_rows(s, step))
		return true;
	gma_system_form_groups(s, step);
	while (at < s->found + s->n_found)
		if (is_pinned(s, &at))
			return false;
	return gma_system_holds_none(s);
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
