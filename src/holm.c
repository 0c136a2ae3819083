/*-------------------------------------------------------------------------
 *
 * holm.c
 *		Many comparisons, one promise: p adjusted by Holm.
 *
 * Of m p-values in ascending order the adjusted are
 *
 *		max over j <= i of min(1, (m - j + 1) p_j)
 *
 * (Holm 1979). Whoever calls those below alpha real is wrong about any of
 * them in at most a share alpha of all tables, however the p-values depend on
 * each other.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_holm);

typedef struct Adjusted
{
	bool		is_ready;
	double		values[FLEXIBLE_ARRAY_MEMBER];	/* by row; NaN: none */
} Adjusted;

typedef struct Row
{
	double		p;
	int64		row;
} Row;

static int
compare_rows(const void *a, const void *b)
{
	double		x = ((const Row *) a)->p;
	double		y = ((const Row *) b)->p;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

static void
adjust(WindowObject window, int64 nrows, Adjusted *adjusted)
{
	Row		   *rows = palloc(sizeof(Row) * nrows);
	int64		m = 0;
	double		highest = 0;

	for (int64 i = 0; i < nrows; i++)
	{
		bool		is_null;
		bool		is_out;
		Datum		p = WinGetFuncArgInPartition(window, 0, (int) i, WINDOW_SEEK_HEAD,
												 false, &is_null, &is_out);

		CHECK_FOR_INTERRUPTS();
		adjusted->values[i] = NAN;
		if (is_null)
			continue;
		gma_check_finite("p", DatumGetFloat8(p));
		gma_check_range("p", DatumGetFloat8(p), 0, 1, "Pass what a test returned.");
		rows[m].p = DatumGetFloat8(p);
		rows[m++].row = i;
	}
	qsort(rows, m, sizeof(Row), compare_rows);
	for (int64 i = 0; i < m; i++)
	{
		highest = fmax(highest, fmin(1, (double) (m - i) * rows[i].p));
		adjusted->values[rows[i].row] = highest;
	}
	pfree(rows);
	adjusted->is_ready = true;
}

/* holm(p) OVER (...): the adjusted p of the row among those of its partition */
Datum
gmalign_holm(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64		nrows = WinGetPartitionRowCount(window);
	Adjusted   *adjusted;
	double		value;

	if (nrows > (MaxAllocSize - sizeof(Adjusted)) / sizeof(Row))
		gma_fail_too_many();
	adjusted = WinGetPartitionLocalMemory(window, offsetof(Adjusted, values) + sizeof(double) * nrows);
	if (!adjusted->is_ready)
		adjust(window, nrows, adjusted);
	value = adjusted->values[WinGetCurrentPosition(window)];
	if (isnan(value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}
