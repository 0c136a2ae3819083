/*-------------------------------------------------------------------------
 *
 * math_core.c
 *		The formulas of alignment and force, without PostgreSQL. See
 *		math_core.h.
 *
 *-------------------------------------------------------------------------
 */
#include "math_core.h"

#include <stdlib.h>

/* The name users see for a kind of loss. */
const char *
gma_loss_kind_name(GmaLossKind kind)
{
	switch (kind)
	{
		case GMA_LOSS_OPPOSED:
			return "opposed";
		case GMA_LOSS_UNSHARED:
			return "unshared";
		case GMA_LOSS_STRENGTH:
			break;
	}
	return "strength";
}

/*
 * The strength of each link over n outcomes and the weakest one.
 *
 *	expectancy		mean E
 *	instrumentality	max(0, SUM I*V+ / SUM V+): how surely what is wanted follows
 *	valence			max(0, SUM I+*V / SUM I+): how much what follows is wanted;
 *					the mean of V+ when nothing follows (SUM I+ = 0)
 *
 * A person who wants nothing (SUM V+ = 0) has no instrumentality to speak of:
 * the weakest link is valence, with 0. Ties go to the earlier link, because
 * the chain breaks there first; equal strengths may differ by rounding, which
 * must not name another link in another order of the rows.
 */
void
gma_force_links(const double sums[GMA_FORCE_NSUMS], double n, GmaLinks *links)
{
	double		vp = sums[GMA_FORCE_VP];
	double		ip = sums[GMA_FORCE_IP];

	links->value[0] = gma_clamp(sums[GMA_FORCE_E] / n, 0, 1);
	links->defined[0] = true;

	links->defined[1] = vp > 0;
	links->value[1] = vp > 0 ? gma_clamp(sums[GMA_FORCE_IVP] / vp, 0, 1) : 0;

	links->defined[2] = true;
	if (vp <= 0)
		links->value[2] = 0;
	else if (ip > 0)
		links->value[2] = gma_clamp(sums[GMA_FORCE_IPV] / ip, 0, 1);
	else
		links->value[2] = gma_clamp(vp / n, 0, 1);

	links->weakest = 2;
	if (vp > 0)
	{
		double		lowest = gma_rounded(fmin(fmin(links->value[0],
												   links->value[1]),
											  links->value[2]));

		links->weakest = 0;
		while (gma_rounded(links->value[links->weakest]) > lowest)
			links->weakest++;
	}
}

/* The name users see for a link of gma_force_links. */
const char *
gma_link_name(int link)
{
	static const char *const names[] = {
		"expectancy", "instrumentality", "valence"
	};

	return names[link];
}

static int
compare_doubles(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

static void
sort_doubles(double *x, size_t n)
{
	if (n > 64)
	{
		qsort(x, n, sizeof(double), compare_doubles);
		return;
	}
	for (size_t i = 1; i < n; i++)
	{
		double		value = x[i];
		size_t		j = i;

		for (; j > 0 && x[j - 1] > value; j--)
			x[j] = x[j - 1];
		x[j] = value;
	}
}

/*
 * SUM over all i, j of min(x_i, y_j), for positive values: what two sets of
 * priorities share on average when they meet at random, before division by
 * the number of goals. Sorts both arrays.
 *
 * With both sorted, x_i takes the y_j below it as they are and itself for the
 * rest, so one merge replaces the double loop: n log n instead of n * m.
 * Every term is positive; nothing cancels.
 */
double
gma_expected_overlap(double *x, size_t nx, double *y, size_t ny)
{
	GmaSum		total = {0, 0};
	GmaSum		below = {0, 0};
	size_t		j = 0;

	/* a handful on each side: cheaper than sorting */
	if (nx * ny <= 64)
	{
		for (size_t i = 0; i < nx; i++)
			for (j = 0; j < ny; j++)
				gma_sum_add(&total, x[i] < y[j] ? x[i] : y[j]);
		return gma_sum_value(&total);
	}

	sort_doubles(x, nx);
	sort_doubles(y, ny);
	for (size_t i = 0; i < nx; i++)
	{
		while (j < ny && y[j] <= x[i])
			gma_sum_add(&below, y[j++]);
		gma_sum_add(&total, gma_sum_value(&below));
		gma_sum_add(&total, x[i] * (double) (ny - j));
	}
	return gma_sum_value(&total);
}
