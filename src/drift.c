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
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/date.h"

#include "gmalign.h"
#include "graph.h"

PG_FUNCTION_INFO_V1(gmalign_drift_accum);
PG_FUNCTION_INFO_V1(gmalign_drift_combine);
PG_FUNCTION_INFO_V1(gmalign_drift_serialize);
PG_FUNCTION_INFO_V1(gmalign_drift_deserialize);
PG_FUNCTION_INFO_V1(gmalign_drift_final);

#define DAYS_A_MONTH(slope) ((slope) * 1461 / 48)
/* the last snapshots of two months in a row are at most 61 days apart: what is
 * further is a gap, of which nothing is known */
#define GAP_DAYS 62

typedef struct Taken
{
	DateADT		taken_on;
	double		mutual;
	double		weakest;		/* NaN: not known */
} Taken;

typedef struct DriftState
{
	double		threshold;		/* NaN: none */
	uint32		n;
	uint32		max;
	Taken	   *snapshots;
} DriftState;

static DriftState *
state_create(MemoryContext context, uint32 max)
{
	DriftState *st = MemoryContextAlloc(context, sizeof(DriftState));

	st->threshold = NAN;
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
			gma_fail_overflow();
		st->max *= 2;
		st->snapshots = repalloc_huge(st->snapshots, mul_size(st->max, sizeof(Taken)));
	}
	st->snapshots[st->n++] = *snapshot;
}

/*
 * drift_accum(state, taken_on, mutual, weakest, threshold); without a day or
 * mutual score there was no snapshot.
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
	uint32		n;

	gma_internal_message(fcinfo, &buf);
	threshold = pq_getmsgfloat8(&buf);
	n = pq_getmsgint(&buf, 4);
	st = state_create(CurrentMemoryContext, n);
	st->threshold = threshold;
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

/*
 * Slope of the least-squares line, a month; NaN: fewer than three days, as a
 * line through two points says nothing of the way.
 */
static double
monthly_slope(const Taken *snapshots, uint32 n, bool of_weakest)
{
	GmaSum		x = {0, 0};
	GmaSum		y = {0, 0};
	GmaSum		xx = {0, 0};
	GmaSum		xy = {0, 0};
	double		count = 0;

	for (int pass = 0; pass < 2; pass++)
		for (uint32 i = 0; i < n; i++)
		{
			double		day = (double) snapshots[i].taken_on;
			double		value = of_weakest ? snapshots[i].weakest : snapshots[i].mutual;

			GMA_TICK(i + 1);
			if (isnan(value))
				continue;
			if (pass == 0)
			{
				count++;
				gma_sum_add(&x, day);
				gma_sum_add(&y, value);
				continue;
			}
			day -= gma_sum_value(&x) / count;
			gma_sum_add(&xx, day * day);
			gma_sum_add(&xy, day * (value - gma_sum_value(&y) / count));
		}
	return count > 2 && gma_sum_value(&xx) > 0 ?
		DAYS_A_MONTH(gma_sum_value(&xy) / gma_sum_value(&xx)) : NAN;
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

	for (uint32 i = 0; i + 1 < n; i++)
	{
		double		length = (double) snapshots[i + 1].taken_on - snapshots[i].taken_on;

		/* where one end is not known, the other stands for it */
		double		low = fmin(snapshots[i].weakest, snapshots[i + 1].weakest);
		double		high = fmax(snapshots[i].weakest, snapshots[i + 1].weakest);
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
	TupleDesc	desc;
	Taken	   *snapshots;
	uint32		n;
	double		value[7];
	Datum		values[10];
	bool		nulls[10] = {false};

	if (st == NULL)
		PG_RETURN_NULL();
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	/* the state stays as it is: a window may ask again */
	n = st->n;
	snapshots = gma_alloc(n, sizeof(Taken));
	memcpy(snapshots, st->snapshots, sizeof(Taken) * n);
	qsort(snapshots, n, sizeof(Taken), compare_snapshots);
	value[0] = snapshots[0].mutual;
	value[1] = snapshots[n - 1].mutual;
	value[2] = snapshots[n - 1].weakest;
	value[3] = monthly_slope(snapshots, n, false);
	value[4] = monthly_slope(snapshots, n, true);
	measure_below(snapshots, n, st->threshold, &value[5], &value[6]);
	values[0] = Int64GetDatum(n);
	values[1] = DateADTGetDatum(snapshots[0].taken_on);
	values[2] = DateADTGetDatum(snapshots[n - 1].taken_on);
	for (int i = 0; i < 7; i++)
	{
		nulls[3 + i] = isnan(value[i]);
		values[3 + i] = Float8GetDatum(nulls[3 + i] ? 0 : value[i]);
	}
	pfree(snapshots);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc),
													  values, nulls)));
}
