/*-------------------------------------------------------------------------
 *
 * risk.c
 *		Does an event happen more often to the exposed? Ratios and differences
 *		of risks, rates and returns.
 *
 * From the counts of a fourfold table,
 *
 *						event	no event
 *		exposed			  a		   b		n1 = a + b
 *		not exposed		  c		   d		n0 = c + d
 *
 *		risk ratio			(a / n1) / (c / n0)
 *		odds ratio			a d / (b c)
 *		risk difference		a / n1 - c / n0
 *
 * Limits: Katz et al. 1978 for the risk ratio, Woolf 1955 for the odds ratio,
 * Newcombe 1998 (method 10) for the difference or, by name, Wald's, which
 * leave the scale and fail in small groups. A ratio with a zero below the line
 * is infinite or undefined and so not known; half a case more in every cell
 * (Haldane 1956, Anscombe 1956) is a choice by name, never silently made.
 *
 * Where one of the groups has no event, Katz's variance is infinite, and the
 * score limits of the ratio hold (Koopman 1984), which can be had by name
 * anywhere: those t for which
 *
 *		(p1 - t p0) / sqrt(q1 (1 - q1) / n1 + t^2 q0 (1 - q0) / n0)
 *
 * is z away from 0, with q1 = t q0 the likeliest risks of that ratio.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "gmalign.h"
#include "normal.h"

PG_FUNCTION_INFO_V1(gmalign_risk_accum);
PG_FUNCTION_INFO_V1(gmalign_risk_n_of);
PG_FUNCTION_INFO_V1(gmalign_risk_least_events_of);
PG_FUNCTION_INFO_V1(gmalign_exposed_risk_of);
PG_FUNCTION_INFO_V1(gmalign_unexposed_risk_of);
PG_FUNCTION_INFO_V1(gmalign_risk_ratio_of);
PG_FUNCTION_INFO_V1(gmalign_risk_ratio_low_of);
PG_FUNCTION_INFO_V1(gmalign_risk_ratio_high_of);
PG_FUNCTION_INFO_V1(gmalign_odds_ratio_of);
PG_FUNCTION_INFO_V1(gmalign_odds_ratio_low_of);
PG_FUNCTION_INFO_V1(gmalign_odds_ratio_high_of);
PG_FUNCTION_INFO_V1(gmalign_risk_difference_of);
PG_FUNCTION_INFO_V1(gmalign_risk_difference_low_of);
PG_FUNCTION_INFO_V1(gmalign_risk_difference_high_of);
PG_FUNCTION_INFO_V1(gmalign_proportion_low);
PG_FUNCTION_INFO_V1(gmalign_proportion_high);
PG_FUNCTION_INFO_V1(gmalign_turnover_accum);
PG_FUNCTION_INFO_V1(gmalign_turnover_rate_of);
PG_FUNCTION_INFO_V1(gmalign_roi_accum);
PG_FUNCTION_INFO_V1(gmalign_roi_of);

/* the sums are the cells a, b, c, d */
#define NCELLS 4

const GmaFamily gma_risk_family = {"risk", 701, NCELLS};

/* events and exposure; benefit and cost */
const GmaFamily gma_turnover_family = {"turnover", 702, 2};
const GmaFamily gma_roi_family = {"roi", 703, 2};

#define DAYS_PER_YEAR 365.25

typedef enum Method
{
	KATZ,
	WOOLF,
	WALD,
	NEWCOMBE,
	HALDANE,
	KOOPMAN
} Method;

/* what a call may name; the first is the usual one */
#define MAX_METHODS 3
typedef const Method Methods[MAX_METHODS];

static Methods ratio_methods =
{
	KATZ, HALDANE, KOOPMAN
};
static Methods odds_methods =
{
	WOOLF, HALDANE, WOOLF
};
static Methods difference_methods =
{
	NEWCOMBE, WALD, NEWCOMBE
};

static const char *const method_names[] = {
	"katz", "woolf", "wald", "newcombe", "haldane", "koopman"
};

typedef struct Table
{
	double		a;
	double		b;
	double		c;
	double		d;
	double		n1;
	double		n0;
	double		z;				/* standard errors from estimate to limit */
	Method		method;
} Table;

/* ---------- plain functions; NaN where undefined ---------- */

static double
risk_ratio(const Table *t)
{
	if (t->n1 == 0 || t->n0 == 0 || t->c == 0)
		return NAN;
	return (t->a / t->n1) / (t->c / t->n0);
}

/* How far the table is from a risk ratio, in standard errors. */
static double
ratio_score(const Table *t, double ratio)
{
	double		n = t->n1 + t->n0;

	/* the likeliest risk of who is not exposed: the smaller root of */
	double		a = n * ratio;
	double		b = t->n1 * ratio + t->a + t->n0 + t->c * ratio;
	double		c = t->a + t->c;
	double		q0 = 2 * c / (b + sqrt(fmax(b * b - 4 * a * c, 0)));
	double		q1 = fmin(ratio * q0, 1);
	double		variance = q1 * (1 - q1) / t->n1 + ratio * ratio * q0 * (1 - q0) / t->n0;
	double		away = t->a / t->n1 - ratio * t->c / t->n0;

	return variance > 0 ? away / sqrt(variance) : (away > 0) - (away < 0);
}

/*
 * A score limit, by halving its logarithm: the score falls as the ratio
 * grows. NaN: there is none, the ratio may be as large as it likes.
 */
static double
koopman_limit(const Table *t, int sign)
{
	/* beyond what counts can have, and squares are still numbers */
	double		low = -100;
	double		high = 100;

	if (sign < 0 ? t->a == 0 : t->c == 0)
		return sign < 0 ? 0 : NAN;
	for (int i = 0; i < 100; i++)
	{
		double		middle = (low + high) / 2;

		if (ratio_score(t, exp(middle)) > -sign * t->z)
			low = middle;
		else
			high = middle;
	}
	return exp(high);
}

/* sign -1 or 1: the lower or upper limit */
static double
risk_ratio_limit(const Table *t, int sign)
{
	double		error;

	if (t->n1 == 0 || t->n0 == 0)
		return NAN;
	if (t->method == KOOPMAN || t->a == 0 || t->c == 0)
		return koopman_limit(t, sign);
	/* 1/a - 1/n1 written so that nothing cancels */
	error = sqrt(t->b / t->a / t->n1 + t->d / t->c / t->n0);
	return risk_ratio(t) * exp(sign * t->z * error);
}

static double
odds_ratio(const Table *t)
{
	if (t->b == 0 || t->c == 0)
		return NAN;
	return (t->a / t->b) * (t->d / t->c);
}

static double
odds_ratio_limit(const Table *t, int sign)
{
	double		ratio = odds_ratio(t);

	if (isnan(ratio))
		return NAN;
	if (ratio == 0)
		return sign < 0 ? 0 : NAN;
	return ratio * exp(sign * t->z *
					   sqrt(1 / t->a + 1 / t->b + 1 / t->c + 1 / t->d));
}

static double
risk_difference(const Table *t)
{
	if (t->n1 == 0 || t->n0 == 0)
		return NAN;
	return t->a / t->n1 - t->c / t->n0;
}

/* Wilson's score limits of a proportion (1927). */
static double
wilson_limit(double count, double n, double z, int sign)
{
	double		p = count / n;
	double		z2 = z * z;

	/* exact where all or none had it */
	if (count == (sign < 0 ? 0 : n))
		return sign < 0 ? 0 : 1;
	return (p + z2 / (2 * n) +
			sign * z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))) /
		(1 + z2 / n);
}

static double
risk_difference_limit(const Table *t, int sign)
{
	double		difference = risk_difference(t);
	double		p1 = t->a / t->n1;
	double		p0 = t->c / t->n0;
	double		away1;
	double		away0;

	if (isnan(difference))
		return NAN;
	if (t->method == NEWCOMBE)
	{
		away1 = p1 - wilson_limit(t->a, t->n1, t->z, sign);
		away0 = p0 - wilson_limit(t->c, t->n0, t->z, -sign);
	}
	else
	{
		away1 = t->z * sqrt(p1 * (1 - p1) / t->n1);
		away0 = t->z * sqrt(p0 * (1 - p0) / t->n0);
	}
	return gma_clamp(difference + sign * hypot(away1, away0), -1, 1);
}

/* ---------- the table of a state ---------- */

/*
 * risk_accum(state, exposed, event): one row. Strict: a row with an unknown
 * part is skipped.
 */
Datum
gmalign_risk_accum(PG_FUNCTION_ARGS)
{
	int			cell = (PG_GETARG_BOOL(1) ? 0 : 2) + (PG_GETARG_BOOL(2) ? 0 : 1);
	ArrayType  *array = gma_state_for_update(fcinfo, &gma_risk_family);
	double	   *state = (double *) ARR_DATA_PTR(array);

	state[GMA_SUMS + cell] += 1;
	gma_state_count(state, NCELLS);
	PG_RETURN_ARRAYTYPE_P(array);
}

/* A method's name; 22023 when it is none of these. */
static Method
read_method(const text *name, Methods methods)
{
	char	   *s = text_to_cstring(name);

	for (int i = 0; i < MAX_METHODS; i++)
		if (strcmp(s, method_names[methods[i]]) == 0)
			return methods[i];
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized method: \"%s\"", s),
			 methods[2] == methods[0] ?
			 errhint("Use '%s' or '%s'.", method_names[methods[0]],
					 method_names[methods[1]]) :
			 errhint("Use '%s', '%s' or '%s'.", method_names[methods[0]],
					 method_names[methods[1]], method_names[methods[2]])));
}

/*
 * The table that argument 0, a state, stands for; with a method at method_arg
 * and, before it, a confidence level, where the call has them.
 */
static void
read_table(FunctionCallInfo fcinfo, int method_arg, Methods methods, Table *t)
{
	double		cells[NCELLS];
	double		n = gma_state_read(fcinfo, &gma_risk_family, cells);
	double		conf_level = 0.95;
	double		rest = n;
	bool		good = true;

	for (int i = 0; i < NCELLS; i++)
	{
		good = good && cells[i] >= 0 && cells[i] == floor(cells[i]);
		rest -= cells[i];
	}
	if (!good || rest != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("inconsistent state of the risk family"),
				 errdetail("The cells of the table are no counts, or do not "
						   "sum to the rows."),
				 errhint("Pass what gmalign.risk_state() or "
						 "gmalign.risk_rollup() returned, unchanged.")));

	if (method_arg > 1 && PG_NARGS() > 1)
		conf_level = PG_GETARG_FLOAT8(1);
	gma_check_conf_level(conf_level);
	t->z = gma_normal_limit(conf_level);
	t->method = PG_NARGS() > method_arg ?
		read_method(PG_GETARG_TEXT_PP(method_arg), methods) : methods[0];

	/* an empty group stays empty */
	if (t->method == HALDANE && cells[0] + cells[1] > 0 &&
		cells[2] + cells[3] > 0)
		for (int i = 0; i < NCELLS; i++)
			cells[i] += 0.5;
	t->a = cells[0];
	t->b = cells[1];
	t->c = cells[2];
	t->d = cells[3];
	t->n1 = t->a + t->b;
	t->n0 = t->c + t->d;
}

/* NaN, which stands for undefined, as NULL */
static Datum
known(FunctionCallInfo fcinfo, double value)
{
	if (isnan(value))
		PG_RETURN_NULL();
	if (unlikely(isinf(value)))
		gma_fail_overflow();
	PG_RETURN_FLOAT8(value);
}

/* ---------- accessors ---------- */

/* risk_n_of(state): rows used */
Datum
gmalign_risk_n_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 1, ratio_methods, &t);
	PG_RETURN_INT64((int64) (t.n1 + t.n0));
}

/* risk_least_events_of(state): events in the group that has fewer */
Datum
gmalign_risk_least_events_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 1, ratio_methods, &t);
	PG_RETURN_INT64((int64) fmin(t.a, t.c));
}

/* exposed_risk_of(state): a / n1 */
Datum
gmalign_exposed_risk_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 1, ratio_methods, &t);
	return known(fcinfo, t.n1 > 0 ? t.a / t.n1 : NAN);
}

/* unexposed_risk_of(state): c / n0 */
Datum
gmalign_unexposed_risk_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 1, ratio_methods, &t);
	return known(fcinfo, t.n0 > 0 ? t.c / t.n0 : NAN);
}

/* risk_ratio_of(state [, method]) */
Datum
gmalign_risk_ratio_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 1, ratio_methods, &t);
	return known(fcinfo, risk_ratio(&t));
}

/* risk_ratio_low_of(state [, conf_level [, method]]) */
Datum
gmalign_risk_ratio_low_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 2, ratio_methods, &t);
	return known(fcinfo, risk_ratio_limit(&t, -1));
}

/* risk_ratio_high_of(state [, conf_level [, method]]) */
Datum
gmalign_risk_ratio_high_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 2, ratio_methods, &t);
	return known(fcinfo, risk_ratio_limit(&t, 1));
}

/* odds_ratio_of(state [, method]) */
Datum
gmalign_odds_ratio_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 1, odds_methods, &t);
	return known(fcinfo, odds_ratio(&t));
}

/* odds_ratio_low_of(state [, conf_level [, method]]) */
Datum
gmalign_odds_ratio_low_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 2, odds_methods, &t);
	return known(fcinfo, odds_ratio_limit(&t, -1));
}

/* odds_ratio_high_of(state [, conf_level [, method]]) */
Datum
gmalign_odds_ratio_high_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 2, odds_methods, &t);
	return known(fcinfo, odds_ratio_limit(&t, 1));
}

/* risk_difference_of(state) */
Datum
gmalign_risk_difference_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 2, difference_methods, &t);
	return known(fcinfo, risk_difference(&t));
}

/* risk_difference_low_of(state [, conf_level [, method]]) */
Datum
gmalign_risk_difference_low_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 2, difference_methods, &t);
	return known(fcinfo, risk_difference_limit(&t, -1));
}

/* risk_difference_high_of(state [, conf_level [, method]]) */
Datum
gmalign_risk_difference_high_of(PG_FUNCTION_ARGS)
{
	Table		t;

	read_table(fcinfo, 2, difference_methods, &t);
	return known(fcinfo, risk_difference_limit(&t, 1));
}

/* ---------- a single proportion ---------- */

static Datum
proportion_limit(FunctionCallInfo fcinfo, int sign)
{
	int64		count = PG_GETARG_INT64(0);
	int64		n = PG_GETARG_INT64(1);
	double		conf_level = PG_NARGS() > 2 ? PG_GETARG_FLOAT8(2) : 0.95;

	gma_check_range("n", (double) n, 0, INFINITY, "Pass how many there are.");
	gma_check_range("count", (double) count, 0, (double) n,
					"Pass how many of the n have it.");
	gma_check_conf_level(conf_level);
	if (n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(wilson_limit((double) count, (double) n,
								  gma_normal_limit(conf_level), sign));
}

/* proportion_low(count, n [, conf_level]): Wilson's lower limit of count / n */
Datum
gmalign_proportion_low(PG_FUNCTION_ARGS)
{
	return proportion_limit(fcinfo, -1);
}

/* proportion_high(count, n [, conf_level]): Wilson's upper limit */
Datum
gmalign_proportion_high(PG_FUNCTION_ARGS)
{
	return proportion_limit(fcinfo, 1);
}

/* ---------- turnover and return: ratios of two sums ---------- */

/* Add a row to a family of two sums. */
static Datum
add_two(FunctionCallInfo fcinfo, const GmaFamily *family, double x, double y)
{
	ArrayType  *array = gma_state_for_update(fcinfo, family);
	double	   *state = (double *) ARR_DATA_PTR(array);

	state[GMA_SUMS] += x;
	state[GMA_SUMS + 1] += y;
	state[GMA_N] += 1;
	/* row by row: of cents no order changes the last digit */
	gma_state_fold(state, 2);
	PG_RETURN_ARRAYTYPE_P(array);
}

/* turnover_accum(state, events, exposure): exposure in days */
Datum
gmalign_turnover_accum(PG_FUNCTION_ARGS)
{
	double		events = PG_GETARG_FLOAT8(1);
	double		exposure = PG_GETARG_FLOAT8(2);

	gma_check_finite("events", events);
	gma_check_finite("exposure", exposure);
	gma_check_range("events", events, 0, INFINITY,
					"Pass how often the event happened, 0 or 1 for a person.");
	gma_check_range("exposure", exposure, 0, INFINITY,
					"Pass the days under observation.");
	return add_two(fcinfo, &gma_turnover_family, events, exposure);
}

/* turnover_rate_of(state): events per person-year; NULL without exposure */
Datum
gmalign_turnover_rate_of(PG_FUNCTION_ARGS)
{
	double		sums[2];

	gma_state_read(fcinfo, &gma_turnover_family, sums);
	return known(fcinfo, sums[1] > 0 ? sums[0] / sums[1] * DAYS_PER_YEAR : NAN);
}

/* roi_accum(state, benefit, cost) */
Datum
gmalign_roi_accum(PG_FUNCTION_ARGS)
{
	double		benefit = PG_GETARG_FLOAT8(1);
	double		cost = PG_GETARG_FLOAT8(2);

	gma_check_finite("benefit", benefit);
	gma_check_finite("cost", cost);
	return add_two(fcinfo, &gma_roi_family, benefit, cost);
}

/* roi_of(state): (SUM benefit - SUM cost) / SUM cost; NULL without a cost */
Datum
gmalign_roi_of(PG_FUNCTION_ARGS)
{
	double		sums[2];

	gma_state_read(fcinfo, &gma_roi_family, sums);
	return known(fcinfo, sums[1] > 0 ? (sums[0] - sums[1]) / sums[1] : NAN);
}
