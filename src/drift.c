/*-------------------------------------------------------------------------
 *
 * drift.c
 *		How the scores of one assignment have moved over its snapshots.
 *
 * Between two snapshots the weakest score is taken to move in a straight line.
 * A segment lies below the threshold as a whole, not at all, or for a part of
 * its time; there it is as far below as the mean of its two ends, the upper
 * one counted as 0 where it is above. The monthly change is the slope of the
 * least-squares line, times the 1461 / 48 days of the mean month.
 *
 * A line goes through what was stated, not through how often it was looked at:
 * snapshots that repeat the score before them say nothing new, and a year of
 * them would make four statements look like twelve. A score that is restated
 * moves though nothing has changed. So few points cannot say how much; the
 * variance about the line is therefore taken together with the one to be
 * expected, which counts as PRIOR_DF degrees of freedom (a moderated variance;
 * Smyth 2004):
 *
 *		s^2 = (PRIOR_DF * noise^2 + SUM e^2) / (PRIOR_DF + n - 2)
 *		standard error = s / sqrt(SUM (day - mean day)^2)
 *
 * and the limits are those of t with PRIOR_DF + n - 2 degrees of freedom.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/date.h"

#include "distribution.h"
#include "flat.h"

PG_FUNCTION_INFO_V1(gmalign_drift_accum);
PG_FUNCTION_INFO_V1(gmalign_drift_combine);
PG_FUNCTION_INFO_V1(gmalign_drift_serialize);
PG_FUNCTION_INFO_V1(gmalign_drift_deserialize);
PG_FUNCTION_INFO_V1(gmalign_drift_final);

#define DAYS_A_MONTH(slope) ((slope) * 1461 / 48)

/* the last snapshots of two months in a row are at most 61 days apart: what is
 * further is a gap, of which nothing is known */
#define GAP_DAYS 62

/* what the expected noise counts for, in statements beyond the first two */
#define PRIOR_DF 6

typedef struct Taken
{
	DateADT		taken_on;
	double		mutual;
	double		weakest;		/* NaN: not known */
} Taken;

typedef struct DriftState
{
	double		threshold;		/* NaN: none */
	double		noise;			/* NaN: not known */
	uint32		n;
	uint32		max;
	Taken	   *snapshots;
} DriftState;

static DriftState *
state_create(MemoryContext context, uint32 max)
{
	DriftState *st = MemoryContextAlloc(context, sizeof(DriftState));

	st->threshold = NAN;
	st->noise = NAN;
	st->n = 0;
	st->max = Max(max, 16);
	st->snapshots = MemoryContextAllocHuge(context, mul_size(st->max, sizeof(Taken)));
	return st;
}

static void
state_add(DriftState *st, const Taken *snapshot)
{
	if (st->n == st->max)
	{
		if (st->max > PG_UINT32_MAX / 2)
			gma_fail_too_many();
		st->max *= 2;
		st->snapshots = repalloc_huge(st->snapshots, mul_size(st->max, sizeof(Taken)));
	}
	st->snapshots[st->n++] = *snapshot;
}

/*
 * drift_accum(state, taken_on, mutual, weakest, threshold, noise); without a
 * day or mutual score there was no snapshot.
 */
Datum
gmalign_drift_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	DriftState *st = gma_internal_state(fcinfo, &context);
	Taken		snapshot = {0, 0, NAN};

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return gma_internal_result(fcinfo, st);
	snapshot.taken_on = PG_GETARG_DATEADT(1);
	snapshot.mutual = PG_GETARG_FLOAT8(2);
	gma_check_finite("mutual", snapshot.mutual);
	if (!PG_ARGISNULL(3))
	{
		snapshot.weakest = PG_GETARG_FLOAT8(3);
		gma_check_finite("weakest", snapshot.weakest);
	}
	if (st == NULL)
		st = state_create(context, 0);
	if (!PG_ARGISNULL(4))
	{
		st->threshold = PG_GETARG_FLOAT8(4);
		gma_check_finite("threshold", st->threshold);
	}
	if (!PG_ARGISNULL(5))
	{
		st->noise = PG_GETARG_FLOAT8(5);
		gma_check_finite("noise", st->noise);
		gma_check_range("noise", st->noise, 0, INFINITY,
						"Pass a standard deviation.");
	}
	state_add(st, &snapshot);
	PG_RETURN_POINTER(st);
}

/* drift_combine(state, state): the snapshots of both */
Datum
gmalign_drift_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	DriftState *into = gma_internal_state(fcinfo, &context);
	DriftState *from;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (DriftState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->n);
	if (isnan(into->threshold))
		into->threshold = from->threshold;
	if (isnan(into->noise))
		into->noise = from->noise;
	for (uint32 i = 0; i < from->n; i++)
	{
		GMA_TICK(i + 1);
		state_add(into, &from->snapshots[i]);
	}
	PG_RETURN_POINTER(into);
}

/* drift_serialize(state): for a parallel worker's leader */
Datum
gmalign_drift_serialize(PG_FUNCTION_ARGS)
{
	DriftState *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendfloat8(&buf, st->threshold);
	pq_sendfloat8(&buf, st->noise);
	pq_sendint32(&buf, st->n);
	for (uint32 i = 0; i < st->n; i++)
	{
		GMA_TICK(i + 1);
		pq_sendint32(&buf, st->snapshots[i].taken_on);
		pq_sendfloat8(&buf, st->snapshots[i].mutual);
		pq_sendfloat8(&buf, st->snapshots[i].weakest);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* drift_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_drift_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	DriftState *st;
	double		threshold;
	double		noise;
	uint32		n;

	gma_internal_message(fcinfo, &buf);
	threshold = pq_getmsgfloat8(&buf);
	noise = pq_getmsgfloat8(&buf);
	n = pq_getmsgint(&buf, 4);
	st = state_create(CurrentMemoryContext, n);
	st->threshold = threshold;
	st->noise = noise;
	for (uint32 i = 0; i < n; i++)
	{
		Taken		snapshot;

		GMA_TICK(i + 1);
		snapshot.taken_on = pq_getmsgint(&buf, 4);
		snapshot.mutual = pq_getmsgfloat8(&buf);
		snapshot.weakest = pq_getmsgfloat8(&buf);
		state_add(st, &snapshot);
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}

static int
compare_snapshots(const void *a, const void *b)
{
	const Taken *x = a;
	const Taken *y = b;

	CHECK_FOR_INTERRUPTS();
	return (x->taken_on > y->taken_on) - (x->taken_on < y->taken_on);
}

/* a line through what was stated; NaN: not known */
typedef struct Line
{
	uint32		n;				/* statements */
	double		slope;			/* a month */
	double		error;			/* its standard error */
	double		margin;			/* from the slope to its limits */
} Line;

/*
 * The 95 % limits of t. Most moves have as many statements as others, and a limit
 * takes longer to find than a line: each is found once.
 */
static double
t_limit(uint32 df)
{
	static double known[64];

	if (df >= lengthof(known))
		return gma_t_limit(0.95, df);
	if (known[df] == 0)
		known[df] = gma_t_limit(0.95, df);
	return known[df];
}

static void
fit_line(const Taken *snapshots, uint32 n, bool of_weakest, double noise,
		 Line *line)
{
	double	   *days = gma_alloc(n, sizeof(double));
	double	   *values = gma_alloc(n, sizeof(double));
	uint32		known = 0;
	uint32		prior = isnan(noise) ? 0 : PRIOR_DF;
	GmaSum		x = {0, 0};
	GmaSum		y = {0, 0};
	GmaSum		xx = {0, 0};
	GmaSum		xy = {0, 0};
	GmaSum		rest = {0, 0};
	double		slope;

	line->n = 0;
	line->slope = line->error = line->margin = NAN;
	for (uint32 i = 0; i < n; i++)
	{
		double		value = of_weakest ? snapshots[i].weakest : snapshots[i].mutual;

		GMA_TICK(i + 1);
		if (isnan(value))
			continue;
		known++;
		if (line->n > 0 && fabs(value - values[line->n - 1]) <= GMA_TIE)
			continue;
		days[line->n] = (double) snapshots[i].taken_on;
		values[line->n++] = value;
		gma_sum_add(&x, (double) snapshots[i].taken_on);
		gma_sum_add(&y, value);
	}
	for (uint32 i = 0; i < line->n; i++)
	{
		days[i] -= gma_sum_value(&x) / line->n;
		values[i] -= gma_sum_value(&y) / line->n;
		gma_sum_add(&xx, days[i] * days[i]);
		gma_sum_add(&xy, days[i] * values[i]);
	}
	/* looked at again and the same: it has not moved */
	if (line->n == 1 && known > 2)
		line->slope = 0;
	/* a line through two points says nothing of the way */
	if (known > 2 && gma_sum_value(&xx) > 0)
	{
		slope = gma_sum_value(&xy) / gma_sum_value(&xx);
		line->slope = DAYS_A_MONTH(slope);
		for (uint32 i = 0; i < line->n; i++)
			gma_sum_add(&rest, pow(values[i] - slope * days[i], 2));
		if (line->n >= 3)
		{
			uint32		df = prior + line->n - 2;

			line->error = DAYS_A_MONTH(sqrt(((prior > 0 ? prior * noise * noise : 0) + gma_sum_value(&rest)) /
											df / gma_sum_value(&xx)));
			line->margin = line->error * t_limit(df);
		}
	}
	pfree(days);
	pfree(values);
}

/*
 * How long, and how deep, the weakest score was below the threshold; not across
 * a gap.
 */
static void
measure_below(const Taken *snapshots, uint32 n, double threshold,
			  double *days_below, double *points_below)
{
	GmaSum		days = {0, 0};
	GmaSum		points = {0, 0};

	threshold = gma_rounded(threshold);
	for (uint32 i = 0; i + 1 < n; i++)
	{
		double		length = (double) snapshots[i + 1].taken_on - snapshots[i].taken_on;

		/* where one end is not known, the other stands for it */
		double		low = gma_rounded(fmin(snapshots[i].weakest, snapshots[i + 1].weakest));
		double		high = gma_rounded(fmax(snapshots[i].weakest, snapshots[i + 1].weakest));
		double		share;

		GMA_TICK(i + 1);
		if (length >= GAP_DAYS || isnan(low) || isnan(threshold) || low >= threshold)
			continue;
		share = high < threshold ? 1 : (threshold - low) / (high - low);
		gma_sum_add(&days, length * share);
		gma_sum_add(&points, length * share *
					(threshold - low + fmax(threshold - high, 0)) / 2);
	}
	*days_below = gma_sum_value(&days);
	*points_below = gma_sum_value(&points);
}

/* drift: its columns as in sql/kernels/drift.sql */
Datum
gmalign_drift_final(PG_FUNCTION_ARGS)
{
	DriftState *st = gma_internal_state(fcinfo, NULL);
	Taken	   *snapshots;
	uint32		n;
	Line		mutual;
	Line		weakest;
	double		value[10];
	Datum		values[14];
	bool		nulls[14] = {false};

	if (st == NULL)
		PG_RETURN_NULL();
	/* the state stays as it is: a window may ask again */
	n = st->n;
	snapshots = gma_alloc(n, sizeof(Taken));
	memcpy(snapshots, st->snapshots, sizeof(Taken) * n);
	qsort(snapshots, n, sizeof(Taken), compare_snapshots);
	value[0] = snapshots[0].mutual;
	value[1] = snapshots[n - 1].mutual;
	value[2] = snapshots[n - 1].weakest;
	fit_line(snapshots, n, false, st->noise, &mutual);
	fit_line(snapshots, n, true, st->noise, &weakest);
	value[3] = mutual.slope;
	value[4] = weakest.slope;
	measure_below(snapshots, n, st->threshold, &value[5], &value[6]);
	value[7] = mutual.error;
	value[8] = mutual.slope - mutual.margin;
	value[9] = mutual.slope + mutual.margin;
	values[0] = Int64GetDatum(n);
	values[1] = DateADTGetDatum(snapshots[0].taken_on);
	values[2] = DateADTGetDatum(snapshots[n - 1].taken_on);
	for (int i = 0; i < lengthof(value); i++)
	{
		nulls[3 + i] = isnan(value[i]);
		values[3 + i] = Float8GetDatum(nulls[3 + i] ? 0 : gma_shown(value[i]));
	}
	values[13] = Int64GetDatum(mutual.n);
	pfree(snapshots);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(gma_result_desc(fcinfo),
													  values, nulls)));
}
