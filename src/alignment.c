/*-------------------------------------------------------------------------
 *
 * alignment.c
 *		How far two parties' priorities agree, goal by goal.
 *
 * For goals i with priorities x_i and y_i and weights w_i >= 0,
 *
 *		score = 1 - SUM w|x - y| / SUM w(|x| + |y|)
 *
 * one minus the Bray-Curtis dissimilarity (Bray and Curtis 1957), here for
 * signed priorities: 1 when both want the same, 0 when they share nothing or
 * want the opposite of each other. A goal that neither cares about adds
 * nothing to either sum. Every goal's loss w|x - y| has one kind (opposed,
 * unshared, strength), so the three shares of the loss sum to 1 - score.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_alignment_accum);
PG_FUNCTION_INFO_V1(gmalign_alignment_score_of);
PG_FUNCTION_INFO_V1(gmalign_opposed_share_of);
PG_FUNCTION_INFO_V1(gmalign_unshared_share_of);
PG_FUNCTION_INFO_V1(gmalign_strength_share_of);
PG_FUNCTION_INFO_V1(gmalign_alignment_n_of);
PG_FUNCTION_INFO_V1(gmalign_alignment_loss);

/* the sums: the loss by kind, in the order of GmaLossKind, and the total */
#define LOSS_KINDS 3
#define TOTAL 3
#define NSUMS 4

const GmaFamily gma_alignment_family = {"alignment", 101, NSUMS};

#define WEIGHT_HINT \
	"Leave out goals that do not count, or give them the weight 0."

/*
 * alignment_accum(state, x, y [, w]): one goal. Strict, so a goal with an
 * unknown priority or weight is skipped.
 */
Datum
gmalign_alignment_accum(PG_FUNCTION_ARGS)
{
	double		x = PG_GETARG_FLOAT8(1);
	double		y = PG_GETARG_FLOAT8(2);
	double		w = PG_NARGS() > 3 ? PG_GETARG_FLOAT8(3) : 1.0;
	double		total;
	ArrayType  *array;
	double	   *state;

	gma_check_finite("x", x);
	gma_check_finite("y", y);
	gma_check_range("weight", w, 0, INFINITY, WEIGHT_HINT);

	array = gma_state_for_update(fcinfo, &gma_alignment_family);
	total = w * (fabs(x) + fabs(y));
	if (total > 0)
	{
		state = (double *) ARR_DATA_PTR(array);
		state[GMA_SUMS + gma_loss_kind(x, y)] += w * fabs(x - y);
		state[GMA_SUMS + TOTAL] += total;
		/* no loss exceeds its total, so testing the total is enough */
		if (unlikely(isinf(state[GMA_SUMS + TOTAL])))
			gma_fail_overflow();
		gma_state_count(state, NSUMS);
	}
	PG_RETURN_ARRAYTYPE_P(array);
}

/*
 * The loss by kind as shares of the total; false when there is no total. Sums
 * of the same rows may differ in the last bit, hence the tolerance.
 */
static bool
loss_shares(FunctionCallInfo fcinfo, double shares[LOSS_KINDS])
{
	double		sums[NSUMS];
	double		total;
	double		rest = 1 + 1e-9;
	bool		good;

	gma_state_read(fcinfo, &gma_alignment_family, sums);
	total = sums[TOTAL];
	good = total >= 0;
	for (int kind = 0; kind < LOSS_KINDS; kind++)
	{
		double		loss = sums[kind];

		shares[kind] = total > 0 ? fmin(loss / total, 1) : loss;
		rest -= total > 0 ? loss / total : loss;
		good = good && loss >= 0;
	}
	if (!good || rest < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("inconsistent state of the alignment family"),
				 errdetail("A loss is negative or exceeds the total."),
				 errhint("Pass what gmalign.alignment_state() or "
						 "gmalign.alignment_rollup() returned, unchanged.")));
	return total > 0;
}

static Datum
one_share(FunctionCallInfo fcinfo, GmaLossKind kind)
{
	double		shares[LOSS_KINDS];

	if (!loss_shares(fcinfo, shares))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_shown(shares[kind]));
}

/* alignment_score_of(state): in [0,1]; NULL when no goal counted */
Datum
gmalign_alignment_score_of(PG_FUNCTION_ARGS)
{
	double		shares[LOSS_KINDS];

	if (!loss_shares(fcinfo, shares))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_shown(gma_clamp(1 - (shares[GMA_LOSS_OPPOSED] +
											  shares[GMA_LOSS_UNSHARED] +
											  shares[GMA_LOSS_STRENGTH]),
										 0, 1)));
}

/* opposed_share_of(state): the share lost where the signs differ */
Datum
gmalign_opposed_share_of(PG_FUNCTION_ARGS)
{
	return one_share(fcinfo, GMA_LOSS_OPPOSED);
}

/* unshared_share_of(state): the share lost on goals of one side only */
Datum
gmalign_unshared_share_of(PG_FUNCTION_ARGS)
{
	return one_share(fcinfo, GMA_LOSS_UNSHARED);
}

/* strength_share_of(state): the share lost by giving other weight */
Datum
gmalign_strength_share_of(PG_FUNCTION_ARGS)
{
	return one_share(fcinfo, GMA_LOSS_STRENGTH);
}

/* alignment_n_of(state): goals that counted */
Datum
gmalign_alignment_n_of(PG_FUNCTION_ARGS)
{
	double		sums[NSUMS];

	PG_RETURN_INT64((int64) gma_state_read(fcinfo, &gma_alignment_family,
										   sums));
}

/*
 * alignment_loss(x, y, w, total): one goal's exact share of the loss,
 * w|x - y| / total with total = SUM w(|x| + |y|) over all goals.
 */
Datum
gmalign_alignment_loss(PG_FUNCTION_ARGS)
{
	double		x = PG_GETARG_FLOAT8(0);
	double		y = PG_GETARG_FLOAT8(1);
	double		w = PG_GETARG_FLOAT8(2);
	double		total = PG_GETARG_FLOAT8(3);
	double		loss;

	gma_check_finite("x", x);
	gma_check_finite("y", y);
	gma_check_range("weight", w, 0, INFINITY, WEIGHT_HINT);
	gma_check_range("total", total, 0, INFINITY,
					"Pass SUM(w * (abs(x) + abs(y))) over all goals.");
	if (total == 0)
		PG_RETURN_NULL();
	loss = w * fabs(x - y) / total;
	if (unlikely(!isfinite(loss)))
		gma_fail_overflow();
	PG_RETURN_FLOAT8(gma_shown(loss));
}
