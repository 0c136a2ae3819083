/*-------------------------------------------------------------------------
 *
 * expectancy.c
 *		Vroom's expectancy theory over one row per outcome.
 *
 * expectancy E in [0,1]: can I do it?  instrumentality I in [-1,1]: does the
 * outcome follow?  valence V in [-1,1]: do I want it?  (Vroom 1964, Work and
 * Motivation.) The formulas stand in math_core.c. The product explains no more
 * than its parts (Van Eerde and Thierry 1996, 77 studies), so the family
 * returns the parts beside it; and Vroom's choice is one person's among acts,
 * so nothing here ranks people.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_force_accum);
PG_FUNCTION_INFO_V1(gmalign_motivational_force_of);
PG_FUNCTION_INFO_V1(gmalign_motivation_index_of);
PG_FUNCTION_INFO_V1(gmalign_mean_expectancy_of);
PG_FUNCTION_INFO_V1(gmalign_mean_instrumentality_of);
PG_FUNCTION_INFO_V1(gmalign_mean_valence_of);
PG_FUNCTION_INFO_V1(gmalign_force_gross_of);
PG_FUNCTION_INFO_V1(gmalign_force_cost_of);
PG_FUNCTION_INFO_V1(gmalign_force_n_of);
PG_FUNCTION_INFO_V1(gmalign_force_gain_expectancy_of);
PG_FUNCTION_INFO_V1(gmalign_force_gain_instrumentality_of);
PG_FUNCTION_INFO_V1(gmalign_force_gain_valence_of);
PG_FUNCTION_INFO_V1(gmalign_link_instrumentality_of);
PG_FUNCTION_INFO_V1(gmalign_link_valence_of);
PG_FUNCTION_INFO_V1(gmalign_weakest_link_of);
PG_FUNCTION_INFO_V1(gmalign_weakest_link_value_of);

const GmaFamily gma_force_family = {"force", 201, GMA_FORCE_NSUMS};

#define SCALE_HINT(low, high) \
	"Convert survey answers with gmalign.rescale(value, from_low, " \
	"from_high, " low ", " high ")."

/*
 * force_accum(state, expectancy, instrumentality, valence): one outcome.
 * Without expectancy (outcome_valence) effort is taken to succeed, E = 1.
 * Strict: an outcome with an unknown part is skipped.
 */
Datum
gmalign_force_accum(PG_FUNCTION_ARGS)
{
	int			arg = PG_NARGS() > 3 ? 2 : 1;
	double		e = PG_NARGS() > 3 ? PG_GETARG_FLOAT8(1) : 1.0;
	double		i = PG_GETARG_FLOAT8(arg);
	double		v = PG_GETARG_FLOAT8(arg + 1);
	double		terms[GMA_FORCE_NSUMS];
	ArrayType  *array;
	double	   *restrict state;

	if (unlikely(!(e >= 0 && e <= 1 && fabs(i) <= 1 && fabs(v) <= 1)))
	{
		gma_check_range("expectancy", e, 0, 1, SCALE_HINT("0", "1"));
		gma_check_range("instrumentality", i, -1, 1, SCALE_HINT("-1", "1"));
		gma_check_range("valence", v, -1, 1, SCALE_HINT("-1", "1"));
	}

	array = gma_state_for_update(fcinfo, &gma_force_family);
	state = (double *) ARR_DATA_PTR(array);
	gma_force_terms(e, i, v, terms);
	for (int k = 0; k < GMA_FORCE_NSUMS; k++)
		state[GMA_SUMS + k] += terms[k];
	gma_state_count(state, GMA_FORCE_NSUMS);
	PG_RETURN_ARRAYTYPE_P(array);
}

static Datum
one_sum(FunctionCallInfo fcinfo, int which)
{
	double		sums[GMA_FORCE_NSUMS];

	if (gma_state_read(fcinfo, &gma_force_family, sums) == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(sums[which]);
}

static Datum
one_mean(FunctionCallInfo fcinfo, int which)
{
	double		sums[GMA_FORCE_NSUMS];
	double		n = gma_state_read(fcinfo, &gma_force_family, sums);

	if (n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(sums[which] / n);
}

/* The links of argument 0; false without a row. */
static bool
read_links(FunctionCallInfo fcinfo, GmaLinks *links)
{
	double		sums[GMA_FORCE_NSUMS];
	double		n = gma_state_read(fcinfo, &gma_force_family, sums);

	if (n == 0)
		return false;
	gma_force_links(sums, n, links);
	return true;
}

static Datum
one_link(FunctionCallInfo fcinfo, int which)
{
	GmaLinks	links;

	if (!read_links(fcinfo, &links) || !links.defined[which])
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(links.value[which]);
}

/* motivational_force_of(state): SUM E*I*V; also outcome_valence, SUM I*V */
Datum
gmalign_motivational_force_of(PG_FUNCTION_ARGS)
{
	return one_sum(fcinfo, GMA_FORCE_SUM);
}

/*
 * motivation_index_of(state): SUM E*I*V / SUM |V|, in [-1,1]; the force as a
 * share of what it could be with the same wishes, so that lists of different
 * length compare. NULL when nothing is wanted or disliked.
 */
Datum
gmalign_motivation_index_of(PG_FUNCTION_ARGS)
{
	double		sums[GMA_FORCE_NSUMS];

	if (gma_state_read(fcinfo, &gma_force_family, sums) == 0 || sums[GMA_FORCE_ABS_V] <= 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_clamp(sums[GMA_FORCE_SUM] / sums[GMA_FORCE_ABS_V],
							   -1, 1));
}

/* mean_expectancy_of(state) */
Datum
gmalign_mean_expectancy_of(PG_FUNCTION_ARGS)
{
	return one_mean(fcinfo, GMA_FORCE_E);
}

/* mean_instrumentality_of(state) */
Datum
gmalign_mean_instrumentality_of(PG_FUNCTION_ARGS)
{
	return one_mean(fcinfo, GMA_FORCE_I);
}

/* mean_valence_of(state) */
Datum
gmalign_mean_valence_of(PG_FUNCTION_ARGS)
{
	return one_mean(fcinfo, GMA_FORCE_V);
}

/* force_gross_of(state): SUM |E*I*V|, what pulls and what pushes together */
Datum
gmalign_force_gross_of(PG_FUNCTION_ARGS)
{
	return one_sum(fcinfo, GMA_FORCE_GROSS);
}

/* force_cost_of(state): what unwanted outcomes that follow take away */
Datum
gmalign_force_cost_of(PG_FUNCTION_ARGS)
{
	return one_sum(fcinfo, GMA_FORCE_COST);
}

/* force_n_of(state): outcomes used */
Datum
gmalign_force_n_of(PG_FUNCTION_ARGS)
{
	double		sums[GMA_FORCE_NSUMS];

	PG_RETURN_INT64((int64) gma_state_read(fcinfo, &gma_force_family, sums));
}

/* force_gain_expectancy_of(state): the rise with expectancy at 1 */
Datum
gmalign_force_gain_expectancy_of(PG_FUNCTION_ARGS)
{
	return one_sum(fcinfo, GMA_FORCE_GAIN_E);
}

/* force_gain_instrumentality_of(state): the rise with the best rewards */
Datum
gmalign_force_gain_instrumentality_of(PG_FUNCTION_ARGS)
{
	return one_sum(fcinfo, GMA_FORCE_GAIN_I);
}

/* force_gain_valence_of(state): the rise if what follows were wanted fully */
Datum
gmalign_force_gain_valence_of(PG_FUNCTION_ARGS)
{
	return one_sum(fcinfo, GMA_FORCE_GAIN_V);
}

/* link_instrumentality_of(state): NULL when nothing is wanted */
Datum
gmalign_link_instrumentality_of(PG_FUNCTION_ARGS)
{
	return one_link(fcinfo, 1);
}

/* link_valence_of(state) */
Datum
gmalign_link_valence_of(PG_FUNCTION_ARGS)
{
	return one_link(fcinfo, 2);
}

/* weakest_link_of(state): expectancy, instrumentality or valence */
Datum
gmalign_weakest_link_of(PG_FUNCTION_ARGS)
{
	GmaLinks	links;

	if (!read_links(fcinfo, &links))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(gma_link_name(links.weakest)));
}

/* weakest_link_value_of(state): in [0,1] */
Datum
gmalign_weakest_link_value_of(PG_FUNCTION_ARGS)
{
	GmaLinks	links;

	if (!read_links(fcinfo, &links))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(links.value[links.weakest]);
}
