/*-------------------------------------------------------------------------
 *
 * log_rank.c
 *		Do two or more groups stay equally long? The log-rank test.
 *
 * At each time with events (d of the n at risk; n_j of these in group j), if
 * the groups do not differ, the events of group j have the hypergeometric
 * mean E_j = d n_j / n and the covariance
 *
 *		V_jk = d (n - d) / (n - 1) * (n_j / n) ([j = k] - n_k / n)
 *
 * (Mantel 1966; Peto and Peto 1972). With U = SUM (d_j - E_j) over the times,
 * chi2 = U' V^-1 U over all groups but one has a chi-square distribution with
 * as many degrees of freedom. A group that no event could have hit (E_j = 0)
 * is left out.
 *
 * Do the curves of two groups cross? Then their cumulative hazards differ one
 * way at one time and the other way at another. With H the difference of the
 * Nelson-Aalen estimates SUM d_j / n_j and v its variance SUM d_j / n_j^2, where
 * the groups do not differ, H / sqrt(v at the end) runs as a Brownian motion
 * does from 0 to 1, and by the reflection principle
 *
 *		P(max over the times >= c) = 2 (1 - Phi(c))
 *
 * To cross is to exceed both ways, so the p of crossing is the larger of the
 * two (an intersection-union test; Berger 1982): curves of which one lies
 * above the other throughout, or that are the same, are said to cross in at
 * most so many cases. It is looked at as long as ten of each are at risk:
 * what few do at the end would drown the rest in its variance.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "distribution.h"
#include "survival.h"

PG_FUNCTION_INFO_V1(gmalign_log_rank_chi2_final);
PG_FUNCTION_INFO_V1(gmalign_log_rank_df_final);
PG_FUNCTION_INFO_V1(gmalign_log_rank_p_final);
PG_FUNCTION_INFO_V1(gmalign_curves_cross_p_final);

/* at risk in each group for as long as curves are compared */
#define MIN_AT_RISK 10

/* what a walk over the times adds up, per group */
typedef struct Groups
{
	int			n;
	int64	   *at_risk;
	int64	   *events;			/* at this time */
	int64	   *left;			/* at this time, net of who entered */
	GmaSum	   *excess;			/* U: events observed over those expected */
	double	   *expected;		/* E */
	double	   *covariance;		/* V, n x n, lower half */

	/* of the first two groups: the difference of their cumulative hazards */
	GmaSum		difference;
	GmaSum		variance;
	double		highest;
	double		lowest;
} Groups;

static int
compare_groups(const void *a, const void *b, void *arg)
{
	const GroupKey *keys = arg;
	const GroupKey *x = &keys[*(const int *) a];
	const GroupKey *y = &keys[*(const int *) b];

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return gma_compare_bytes(x->bytes ? x->bytes : "", x->length,
							 y->bytes ? y->bytes : "", y->length);
}

/*
 * The rank of each group by name: floating point sums come out the same only
 * when they are taken in the same order, whichever group came first.
 */
static int *
rank_groups(const SurvivalState *st)
{
	int		   *order = palloc(sizeof(int) * st->ngroups);
	int		   *rank = palloc(sizeof(int) * st->ngroups);

	for (int g = 0; g < st->ngroups; g++)
		order[g] = g;
	qsort_arg(order, st->ngroups, sizeof(int), compare_groups, st->groups);
	for (int r = 0; r < st->ngroups; r++)
		rank[order[r]] = r;
	pfree(order);
	return rank;
}

/* Add what one time with d events of n at risk says. */
static void
add_time(Groups *g, double n, double d)
{
	double		scale = n > 1 ? d * (n - d) / (n - 1) : 0;

	for (int j = 0; j < g->n; j++)
	{
		double		share = g->at_risk[j] / n;

		if (g->at_risk[j] == 0)
			continue;
		g->expected[j] += d * share;
		gma_sum_add(&g->excess[j], g->events[j] - d * share);
		for (int k = 0; k < j; k++)
			g->covariance[j * g->n + k] -= scale * share * (g->at_risk[k] / n);
		g->covariance[j * g->n + j] += scale * share *
			((n - g->at_risk[j]) / n);
	}
}

/* Add what a time says about two groups' cumulative hazards. */
static void
add_hazards(Groups *g)
{
	if (g->n != 2 || g->at_risk[0] < MIN_AT_RISK || g->at_risk[1] < MIN_AT_RISK)
		return;
	for (int j = 0; j < 2; j++)
	{
		double		n = (double) g->at_risk[j];

		gma_sum_add(&g->difference, (j == 0 ? 1 : -1) * g->events[j] / n);
		gma_sum_add(&g->variance, g->events[j] / n / n);
	}
	g->highest = fmax(g->highest, gma_sum_value(&g->difference));
	g->lowest = fmin(g->lowest, gma_sum_value(&g->difference));
}

/* Walk over the times of a compact state. */
static void
walk(const SurvivalState *st, Groups *g)
{
	const Tally *t = st->tallies;
	const Tally *end = t + st->ntallies;
	int		   *rank = rank_groups(st);
	int64		total = 0;

	memset(g, 0, sizeof(*g));
	g->n = st->ngroups;
	g->at_risk = palloc0(sizeof(int64) * g->n);
	g->events = palloc0(sizeof(int64) * g->n);
	g->left = palloc0(sizeof(int64) * g->n);
	g->excess = palloc0(sizeof(GmaSum) * g->n);
	g->expected = palloc0(sizeof(double) * g->n);
	g->covariance = palloc0(sizeof(double) * g->n * g->n);

	for (const Tally *all = t; all < end; all++)
		g->at_risk[rank[all->group]] += all->change == CHANGE_ENTERED ?
			-all->count : all->count;
	for (int j = 0; j < g->n; j++)
		total += g->at_risk[j];

	while (t < end)
	{
		const Tally *first = t;
		int64		events = 0;

		CHECK_FOR_INTERRUPTS();
		for (; t < end && is_same_time(first->time, t->time); t++)
		{
			int			j = rank[t->group];

			g->left[j] += t->change == CHANGE_ENTERED ? -t->count : t->count;
			if (t->change == CHANGE_EVENT)
			{
				g->events[j] += t->count;
				events += t->count;
			}
		}
		if (events > 0)
		{
			add_time(g, (double) total, (double) events);
			add_hazards(g);
		}
		for (const Tally *done = first; done < t; done++)
		{
			int			j = rank[done->group];

			g->at_risk[j] -= g->left[j];
			total -= g->left[j];
			g->left[j] = g->events[j] = 0;
		}
	}
	pfree(rank);
}

/*
 * chi2 = U' V^-1 U by Cholesky's factors, V = L L': the squared length of
 * L^-1 U. Over the groups that count but the first; their number less one is
 * df. False when fewer than two count or V is singular: the groups were
 * never compared with each other.
 */
static bool
chi_square(Groups *g, double *chi2, int *df)
{
	double	   *v = g->covariance;
	double	   *y = palloc(sizeof(double) * g->n);
	int			first = 0;

	*chi2 = 0;
	*df = 0;
	while (first < g->n && g->expected[first] <= 0)
		first++;
	for (int j = first + 1; j < g->n; j++)
	{
		double		pivot = v[j * g->n + j];
		double		u = gma_sum_value(&g->excess[j]);

		CHECK_FOR_INTERRUPTS();
		if (g->expected[j] <= 0)
			continue;
		for (int k = first + 1; k < j; k++)
		{
			double		cell = v[j * g->n + k];

			if (g->expected[k] <= 0)
				continue;
			for (int m = first + 1; m < k; m++)
				if (g->expected[m] > 0)
					cell -= v[j * g->n + m] * v[k * g->n + m];
			cell /= v[k * g->n + k];
			v[j * g->n + k] = cell;
			pivot -= cell * cell;
			u -= cell * y[k];
		}
		/* what rounding leaves of a pivot of 0 */
		if (pivot <= 1e-10 * v[j * g->n + j])
			return false;
		v[j * g->n + j] = sqrt(pivot);
		y[j] = u / v[j * g->n + j];
		*chi2 += y[j] * y[j];
		*df += 1;
	}
	return *df > 0;
}

/* The test of a final function's state; false when there is none. */
static bool
final_test(FunctionCallInfo fcinfo, double *chi2, int *df)
{
	SurvivalState *st = gma_survival_final_state(fcinfo);
	Groups		groups;

	if (st == NULL || st->ngroups < 2)
		return false;
	walk(st, &groups);
	return chi_square(&groups, chi2, df);
}

/* log_rank_chi2: the test's statistic */
Datum
gmalign_log_rank_chi2_final(PG_FUNCTION_ARGS)
{
	double		chi2;
	int			df;

	if (!final_test(fcinfo, &chi2, &df))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(chi2);
}

/* log_rank_df: the groups compared, less one */
Datum
gmalign_log_rank_df_final(PG_FUNCTION_ARGS)
{
	double		chi2;
	int			df;

	if (!final_test(fcinfo, &chi2, &df))
		PG_RETURN_NULL();
	PG_RETURN_INT64(df);
}

/* log_rank_p: how likely a difference as large as this is by chance */
Datum
gmalign_log_rank_p_final(PG_FUNCTION_ARGS)
{
	double		chi2;
	int			df;

	if (!final_test(fcinfo, &chi2, &df))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_chi2_upper(chi2, df));
}

/* curves_cross_p: how likely curves that do not cross look so much like it */
Datum
gmalign_curves_cross_p_final(PG_FUNCTION_ARGS)
{
	SurvivalState *st = gma_survival_final_state(fcinfo);
	Groups		g;
	double		least;

	if (st == NULL || st->ngroups != 2)
		PG_RETURN_NULL();
	walk(st, &g);
	if (gma_sum_value(&g.variance) <= 0)
		PG_RETURN_NULL();
	least = fmin(g.highest, -g.lowest) / sqrt(gma_sum_value(&g.variance));
	/* twice the upper tail; erfc(z / sqrt(2)) */
	PG_RETURN_FLOAT8(fmin(erfc(least * M_SQRT1_2), 1));
}
