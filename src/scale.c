/*-------------------------------------------------------------------------
 *
 * scale.c
 *		From a survey's scale to the one a formula needs; numbers as they are
 *		compared.
 *
 * The share of the possible range (POMP; Cohen, Cohen, Aiken and West 1999,
 * Multivariate Behavioral Research 34:315-346), mapped onto the target. The
 * ends are the scale's theoretical ends, never the sample's.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_rescale);
PG_FUNCTION_INFO_V1(gmalign_rounded);
PG_FUNCTION_INFO_V1(gmalign_shown);
PG_FUNCTION_INFO_V1(gmalign_product);
PG_FUNCTION_INFO_V1(gmalign_ratio);
PG_FUNCTION_INFO_V1(gmalign_is_below);
PG_FUNCTION_INFO_V1(gmalign_finite);
PG_FUNCTION_INFO_V1(gmalign_within);
PG_FUNCTION_INFO_V1(gmalign_amount);

/*
 * rescale(value, from_low, from_high, to_low, to_high): value's place between
 * from_low and from_high, at the same place between to_low and to_high. Either
 * pair may run downwards: that is reverse keying.
 */
Datum
gmalign_rescale(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"value", "from_low", "from_high", "to_low", "to_high"
	};
	double		arg[5];
	double		share;
	double		result;

	for (int i = 0; i < 5; i++)
	{
		arg[i] = PG_GETARG_FLOAT8(i);
		gma_check_finite(names[i], arg[i]);
	}
	if (arg[1] == arg[2])
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("from_low and from_high are equal: %s",
						gma_double_text(arg[1])),
				 errdetail("A scale needs two different ends."),
				 errhint("Pass the lowest and the highest answer the survey "
						 "allows.")));
	gma_check_range("value", arg[0], fmin(arg[1], arg[2]),
					fmax(arg[1], arg[2]),
					"Pass the lowest and the highest answer the survey allows as "
					"from_low and from_high.");

	/* weigh the two ends: exact at both, and no overflow between them */
	share = (arg[0] - arg[1]) / (arg[2] - arg[1]);
	if (unlikely(!isfinite(share)))
		gma_fail_overflow();
	result = arg[3] * (1 - share) + arg[4] * share;
	PG_RETURN_FLOAT8(gma_clamp(result, fmin(arg[3], arg[4]),
							   fmax(arg[3], arg[4])));
}

/* rounded(value): to 12 decimals, as everything that is compared */
Datum
gmalign_rounded(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(gma_rounded(PG_GETARG_FLOAT8(0)));
}

/* shown(value): without what rounding left beside 12 decimals */
Datum
gmalign_shown(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(gma_shown(PG_GETARG_FLOAT8(0)));
}

/* product(a, b): 0 where the operator fails because it is too small for a double */
Datum
gmalign_product(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(gma_saturated(PG_GETARG_FLOAT8(0) * PG_GETARG_FLOAT8(1)));
}

/* ratio(part, whole): as shown, and too small as in product(); NULL of nothing */
Datum
gmalign_ratio(PG_FUNCTION_ARGS)
{
	double		whole = PG_GETARG_FLOAT8(1);

	if (whole == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_shown(gma_saturated(PG_GETARG_FLOAT8(0) / whole)));
}

/* is_below(value, threshold): both rounded, so that what meets it exactly is not */
Datum
gmalign_is_below(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(gma_rounded(PG_GETARG_FLOAT8(0)) <
				   gma_rounded(PG_GETARG_FLOAT8(1)));
}

/* finite(value): NULL for what is no number */
Datum
gmalign_finite(PG_FUNCTION_ARGS)
{
	if (!isfinite(PG_GETARG_FLOAT8(0)))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* within(value, low, high): NULL for what is outside, or no number */
Datum
gmalign_within(PG_FUNCTION_ARGS)
{
	double		value = PG_GETARG_FLOAT8(0);

	if (!(value >= PG_GETARG_FLOAT8(1) && value <= PG_GETARG_FLOAT8(2)))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * amount(value): NULL for what is below 0, or no number; at most so much that
 * no sum of amounts overflows
 */
Datum
gmalign_amount(PG_FUNCTION_ARGS)
{
	double		value = PG_GETARG_FLOAT8(0);

	if (!(value >= 0 && isfinite(value)))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(Min(value, 1e100));
}
