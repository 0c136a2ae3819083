/*-------------------------------------------------------------------------
 *
 * survival.c
 *		How long people stay, when some have not left yet: Kaplan-Meier.
 *
 * With n_i at risk and d_i events at time t_i (Kaplan and Meier 1958),
 *
 *		S(t) = PROD over t_i <= t of (1 - d_i / n_i)
 *		var S(t) = S(t)^2 SUM d_i / (n_i (n_i - d_i))		(Greenwood 1926)
 *
 * At a tie events come before censorings, and who enters late at that time
 * was not at risk. Nothing is said beyond the last time observed, unless S
 * has reached 0 by then. Greenwood's sum is infinite where everybody at risk
 * has the event (n = d, S = 0): no standard error and no limits there. Before
 * the first event it is 0, which says nothing about n; asked for the log-log
 * limits at such a time, those of a share of 1 seen in n people are given
 * (Clopper and Pearson 1934): (alpha / 2)^(1 / n) and 1.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "normal.h"
#include "survival.h"

PG_FUNCTION_INFO_V1(gmalign_km_n_final);
PG_FUNCTION_INFO_V1(gmalign_km_events_final);
PG_FUNCTION_INFO_V1(gmalign_km_at_risk_final);
PG_FUNCTION_INFO_V1(gmalign_km_survival_final);
PG_FUNCTION_INFO_V1(gmalign_km_survival_se_final);
PG_FUNCTION_INFO_V1(gmalign_km_survival_low_final);
PG_FUNCTION_INFO_V1(gmalign_km_survival_high_final);
PG_FUNCTION_INFO_V1(gmalign_km_median_final);
PG_FUNCTION_INFO_V1(gmalign_km_median_low_final);
PG_FUNCTION_INFO_V1(gmalign_km_median_high_final);
PG_FUNCTION_INFO_V1(gmalign_km_restricted_mean_final);
PG_FUNCTION_INFO_V1(gmalign_km_restricted_mean_se_final);
PG_FUNCTION_INFO_V1(gmalign_km_curve_final);

/* a walk along the curve, one time after the other */
typedef struct Curve
{
	const Tally *next;			/* first tally not yet walked over */
	const Tally *end;
	int64		left_at_risk;	/* at risk after this time */
	double		at;				/* the time asked for */
	ConfType	conf_type;
	double		alpha;			/* 1 - the confidence level */
	double		z;				/* standard errors from S to its limits */

	/* at this time */
	double		time;
	int64		at_risk;		/* just before it */
	int64		events;
	int64		censored;
	double		survival;
	GmaSum		hazard_variance;	/* Greenwood's sum */
	bool		has_error;		/* it is finite */
} Curve;

/* what the curve shows at a time; NaN where it is undefined */
typedef enum Height
{
	SURVIVAL,
	STD_ERROR,
	LOW,
	HIGH
} Height;

/* ---------- plain functions ---------- */

static void
curve_start(Curve *c, const SurvivalState *st)
{
	memset(c, 0, sizeof(*c));
	c->next = st->tallies;
	c->end = st->tallies + st->ntallies;
	for (const Tally *t = c->next; t < c->end; t++)
		c->left_at_risk += t->change == CHANGE_ENTERED ? -t->count : t->count;
	c->at = st->question.at;
	c->conf_type = st->question.conf_type;
	c->alpha = 1 - st->question.conf_level;
	c->z = gma_normal_limit(st->question.conf_level);
	c->survival = 1;
	c->has_error = true;
}

/* Walk to the next time; false at the end. */
static bool
curve_next(Curve *c)
{
	int64		count[NCHANGES] = {0};
	double		n;
	double		stay;

	CHECK_FOR_INTERRUPTS();
	if (c->next == c->end)
		return false;
	c->time = c->next->time;
	while (c->next < c->end && is_same_time(c->time, c->next->time))
	{
		count[c->next->change] += c->next->count;
		c->next++;
	}
	c->events = count[CHANGE_EVENT];
	c->censored = count[CHANGE_CENSORED];
	c->at_risk = c->left_at_risk;
	c->left_at_risk += count[CHANGE_ENTERED] - c->events - c->censored;
	if (c->events == 0)
		return true;

	n = (double) c->at_risk;
	stay = (double) (c->at_risk - c->events);
	c->survival *= stay / n;
	if (stay > 0)
		gma_sum_add(&c->hazard_variance, (double) c->events / n / stay);
	else
		c->has_error = false;
	return true;
}

/*
 * Is the next time at or before this one? Just behind it it is the same, unless
 * the time walked over last is: what km_curve tells apart is apart here too.
 */
static bool
curve_comes_by(const Curve *c, double at)
{
	if (c->next == c->end)
		return false;
	return c->next->time <= at ||
		(is_same_time(at, c->next->time) &&
		 !(c->time <= at && is_same_time(c->time, at)));
}

/* Walk as far as a time, that time included. */
static void
curve_walk_to(Curve *c, double at)
{
	while (curve_comes_by(c, at))
		curve_next(c);
}

/* After curve_walk_to(at): has anybody been observed as long as that? */
static bool
curve_reaches(const Curve *c, double at)
{
	return c->next < c->end || is_same_time(c->time, at) || c->survival == 0;
}

/* S, its standard error or one of its limits; NaN where undefined. */
static double
curve_height(const Curve *c, Height height)
{
	double		s = c->survival;
	double		hazard_error;
	double		away;

	if (height == SURVIVAL)
		return s;
	if (!c->has_error)
		return NAN;
	hazard_error = sqrt(gma_sum_value(&c->hazard_variance));
	if (height == STD_ERROR)
		return s * hazard_error;

	away = (height == LOW ? -c->z : c->z) * hazard_error;
	switch (c->conf_type)
	{
		case CONF_LOG:
			return fmin(s * exp(away), 1);
		case CONF_LOG_LOG:
			/* log(-log S) is not defined before the first event */
			return s < 1 ? exp(-exp(log(-log(s)) + away / log(s))) : NAN;
		case CONF_PLAIN:
			break;
	}
	return gma_clamp(s + s * away, 0, 1);
}

/*
 * The first time at which this height is down to one half; NaN if never. On
 * a step that is exactly one half, the middle of the step, as R has it; .5 is
 * met up to rounding.
 */
static double
half_time(Curve *c, Height height)
{
	const double tolerance = 1.5e-8;

	while (curve_next(c))
	{
		double		half = curve_height(c, height);
		double		first = c->time;

		if (isnan(half) || half >= 0.5 + tolerance)
			continue;
		while (half > 0.5 - tolerance && curve_next(c))
			if (curve_height(c, height) < half)
				return first + (c->time - first) / 2;
		return first;
	}
	return NAN;
}

/*
 * The area under the curve from 0 to tau, NaN beyond what was observed, and
 * the variance of this restricted mean: SUM over events of d / (n (n - d))
 * times the square of the area that is left from there to tau.
 */
static double
restricted_mean(const SurvivalState *st, double tau, double *variance)
{
	Curve		c;
	GmaSum		area = {0, 0};
	GmaSum		square = {0, 0};
	double		total = NAN;

	/* the first walk measures the whole area, the second what is left of it */
	for (int walk = 0; walk < 2; walk++)
	{
		double		time = 0;

		memset(&area, 0, sizeof(area));
		curve_start(&c, st);
		while (curve_comes_by(&c, tau))
		{
			double		s = c.survival;

			curve_next(&c);
			gma_sum_add(&area, s * (fmin(c.time, tau) - time));
			time = fmin(c.time, tau);
			if (walk == 1 && c.events > 0 && c.at_risk > c.events)
			{
				double		rest = total - gma_sum_value(&area);

				gma_sum_add(&square, rest * rest * c.events / c.at_risk /
							(c.at_risk - c.events));
			}
		}
		if (!curve_reaches(&c, tau))
			return NAN;
		gma_sum_add(&area, c.survival * (tau - time));
		total = gma_sum_value(&area);
	}
	*variance = gma_sum_value(&square);
	return total;
}

/* ---------- final functions ---------- */

/* The curve of a final function's state; false without a row or a time. */
static bool
final_curve(FunctionCallInfo fcinfo, Curve *c)
{
	SurvivalState *st = gma_survival_final_state(fcinfo);

	if (st == NULL || st->ntallies == 0)
		return false;
	curve_start(c, st);
	return true;
}

/* How many rows a final function's state has, all or those with the event. */
static int64
count_rows(FunctionCallInfo fcinfo, bool events_only)
{
	Curve		c;
	int64		n = 0;

	if (!final_curve(fcinfo, &c))
		return 0;
	while (curve_next(&c))
		n += c.events + (events_only ? 0 : c.censored);
	return n;
}

/* km_n: rows used */
Datum
gmalign_km_n_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_rows(fcinfo, false));
}

/* km_events: rows with the event */
Datum
gmalign_km_events_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_rows(fcinfo, true));
}

/* km_at_risk: still there just before the time asked for */
Datum
gmalign_km_at_risk_final(PG_FUNCTION_ARGS)
{
	Curve		c;

	if (!final_curve(fcinfo, &c))
		PG_RETURN_INT64(0);
	if (isnan(c.at))
		PG_RETURN_NULL();
	while (c.next < c.end && !is_same_time(c.next->time, c.at))
		curve_next(&c);
	PG_RETURN_INT64(c.left_at_risk);
}

/* The height of the curve at the time asked for. */
static Datum
height_at(FunctionCallInfo fcinfo, Height height)
{
	Curve		c;
	double		result = NAN;

	if (final_curve(fcinfo, &c) && !isnan(c.at))
	{
		int64		at_risk;

		while (c.next < c.end && !is_same_time(c.next->time, c.at))
			curve_next(&c);
		at_risk = c.left_at_risk;
		curve_walk_to(&c, c.at);
		if (curve_reaches(&c, c.at))
			result = curve_height(&c, height);
		/* nobody has left yet of those who were seen so long */
		if (isnan(result) && c.survival == 1 && at_risk > 0 &&
			c.conf_type == CONF_LOG_LOG)
			result = height == HIGH ? 1 : pow(c.alpha / 2, 1.0 / (double) at_risk);
	}
	if (isnan(result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result);
}

/* km_survival: S(at) */
Datum
gmalign_km_survival_final(PG_FUNCTION_ARGS)
{
	return height_at(fcinfo, SURVIVAL);
}

/* km_survival_se: its standard error by Greenwood */
Datum
gmalign_km_survival_se_final(PG_FUNCTION_ARGS)
{
	return height_at(fcinfo, STD_ERROR);
}

/* km_survival_low: its lower confidence limit */
Datum
gmalign_km_survival_low_final(PG_FUNCTION_ARGS)
{
	return height_at(fcinfo, LOW);
}

/* km_survival_high: its upper confidence limit */
Datum
gmalign_km_survival_high_final(PG_FUNCTION_ARGS)
{
	return height_at(fcinfo, HIGH);
}

static Datum
half_time_of(FunctionCallInfo fcinfo, Height height)
{
	Curve		c;
	double		time = NAN;

	if (final_curve(fcinfo, &c))
		time = half_time(&c, height);
	if (isnan(time))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(time);
}

/* km_median: the time by which half have had the event */
Datum
gmalign_km_median_final(PG_FUNCTION_ARGS)
{
	return half_time_of(fcinfo, SURVIVAL);
}

/* km_median_low: where the lower limit of the curve is down to one half */
Datum
gmalign_km_median_low_final(PG_FUNCTION_ARGS)
{
	return half_time_of(fcinfo, LOW);
}

/* km_median_high: where the upper limit of the curve is down to one half */
Datum
gmalign_km_median_high_final(PG_FUNCTION_ARGS)
{
	return half_time_of(fcinfo, HIGH);
}

static Datum
restricted_mean_of(FunctionCallInfo fcinfo, bool error)
{
	SurvivalState *st = gma_survival_final_state(fcinfo);
	double		mean = NAN;
	double		variance = NAN;

	if (st != NULL && st->ntallies > 0 && !isnan(st->question.at))
		mean = restricted_mean(st, st->question.at, &variance);
	if (isnan(mean))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(error ? sqrt(variance) : mean);
}

/* km_restricted_mean: the mean time without the event up to tau */
Datum
gmalign_km_restricted_mean_final(PG_FUNCTION_ARGS)
{
	return restricted_mean_of(fcinfo, false);
}

/* km_restricted_mean_se: its standard error */
Datum
gmalign_km_restricted_mean_se_final(PG_FUNCTION_ARGS)
{
	return restricted_mean_of(fcinfo, true);
}

/* The point of the curve at this time as a km_point. */
static Datum
form_point(const Curve *c, TupleDesc desc)
{
	Datum		values[8];
	bool		nulls[8] = {false};

	values[0] = Float8GetDatum(c->time);
	values[1] = Int64GetDatum(c->at_risk);
	values[2] = Int64GetDatum(c->events);
	values[3] = Int64GetDatum(c->censored);
	for (Height h = SURVIVAL; h <= HIGH; h++)
	{
		double		height = curve_height(c, h);

		nulls[4 + h] = isnan(height);
		values[4 + h] = Float8GetDatum(height);
	}
	return HeapTupleGetDatum(heap_form_tuple(desc, values, nulls));
}

/* km_curve: km_point[], a point per time at which somebody left, and time 0 */
Datum
gmalign_km_curve_final(PG_FUNCTION_ARGS)
{
	Oid			type = get_element_type(get_fn_expr_rettype(fcinfo->flinfo));
	Curve		c;
	TupleDesc	desc;
	Datum	   *points;
	uint64		max;
	int			n = 0;

	if (!final_curve(fcinfo, &c))
		PG_RETURN_NULL();
	max = (uint64) (c.end - c.next) + 1;
	if (max > MaxAllocSize / 128)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many points on one curve: " UINT64_FORMAT, max),
				 errdetail("An array is limited to 1 GB."),
				 errhint("Round the durations, for example to whole days.")));
	points = palloc(sizeof(Datum) * max);
	desc = lookup_rowtype_tupdesc(type, -1);
	if (c.next->time > 0)
	{
		/* a plot begins where everybody is still there */
		c.at_risk = c.left_at_risk;
		points[n++] = form_point(&c, desc);
	}
	while (curve_next(&c))
		if (c.events > 0 || c.censored > 0)
			points[n++] = form_point(&c, desc);
	ReleaseTupleDesc(desc);
	PG_RETURN_ARRAYTYPE_P(construct_array(points, n, type, -1, false,
										  TYPALIGN_DOUBLE));
}
