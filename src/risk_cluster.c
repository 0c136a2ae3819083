/*-------------------------------------------------------------------------
 *
 * risk_cluster.c
 *		The risk ratio where rows are not independent: several of one person.
 *
 * A person i has n_1i rows that are exposed, a_1i of them with the event, and
 * n_0i, a_0i that are not. With A = SUM a, N = SUM n and p = A / N of each side
 * the ratio is p_1 / p_0, and its logarithm has the variance
 *
 *		SUM over i of ((a_1i - p_1 n_1i) / A_1 - (a_0i - p_0 n_0i) / A_0)^2
 *
 * (linearized as a ratio of sums over clusters; Rao and Scott 1992). What a
 * person does is one observation, on whichever side. With one row a person it
 * is the variance of Katz et al. 1978.
 *
 * The squares come out of sums of products, so that the state is one of
 * fixed size: SUM x and SUM x y over the persons, x and y any of the four.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"

#include "gmalign.h"
#include "normal.h"

PG_FUNCTION_INFO_V1(gmalign_clustered_risk_accum);
PG_FUNCTION_INFO_V1(gmalign_clustered_risk_of);

/* a1, n1, a0, n0, then their ten products */
#define NCOUNTS 4
#define NSUMS 14

const GmaFamily gma_clustered_risk_family = {"clustered_risk", 704, NSUMS};

/* clustered_risk_accum(state, exposed_events, exposed, other_events, others) */
Datum
gmalign_clustered_risk_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *array = gma_state_for_update(fcinfo, &gma_clustered_risk_family);
	double	   *state = (double *) ARR_DATA_PTR(array);
	double		x[NCOUNTS];
	int			sum = GMA_SUMS;

	for (int i = 0; i < NCOUNTS; i++)
	{
		x[i] = (double) PG_GETARG_INT64(i + 1);
		gma_check_range("count", x[i], 0, i % 2 == 0 ? (double) PG_GETARG_INT64(i + 2) : INFINITY,
						"Pass how many rows a person has, and how many of them with the event.");
		state[sum++] += x[i];
	}
	for (int i = 0; i < NCOUNTS; i++)
		for (int j = 0; j <= i; j++)
			state[sum++] += x[i] * x[j];
	gma_state_count(state, NSUMS);
	PG_RETURN_ARRAYTYPE_P(array);
}

/* clustered_risk_of(state): its columns as in sql/kernels/risk.sql */
Datum
gmalign_clustered_risk_of(PG_FUNCTION_ARGS)
{
	double		sums[NSUMS];
	double		product[NCOUNTS][NCOUNTS];
	double		weight[NCOUNTS];
	double		p1;
	double		p0;
	double		variance = 0;
	double		z = gma_normal_limit(0.95);
	int			sum = NCOUNTS;
	TupleDesc	desc;
	Datum		values[3] = {0};
	bool		nulls[3] = {true, true, true};

	gma_state_read(fcinfo, &gma_clustered_risk_family, sums);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	p1 = sums[0] / sums[1];
	p0 = sums[2] / sums[3];
	/* as of any ratio of risks: unknown when nobody else has the event */
	if (sums[1] > 0 && sums[3] > 0 && sums[2] > 0)
	{
		nulls[0] = false;
		values[0] = Float8GetDatum(p1 / p0);
		if (sums[0] > 0)
		{
			weight[0] = 1 / sums[0];
			weight[1] = -p1 / sums[0];
			weight[2] = -1 / sums[2];
			weight[3] = p0 / sums[2];
			for (int i = 0; i < NCOUNTS; i++)
				for (int j = 0; j <= i; j++)
					product[i][j] = product[j][i] = sums[sum++];
			for (int i = 0; i < NCOUNTS; i++)
				for (int j = 0; j < NCOUNTS; j++)
					variance += weight[i] * weight[j] * product[i][j];
			variance = fmax(variance, 0);
			nulls[1] = nulls[2] = false;
			values[1] = Float8GetDatum(p1 / p0 * exp(-z * sqrt(variance)));
			values[2] = Float8GetDatum(p1 / p0 * exp(z * sqrt(variance)));
		}
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}
