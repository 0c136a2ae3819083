/*-------------------------------------------------------------------------
 *
 * progress.c
 *		How far a key result has come, by its stated direction.
 *
 * The direction cannot be guessed from the numbers: "at most 5 days" and "at
 * least 5 patents" look alike. So it is an argument, and every direction has
 * its own rule.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_key_result_progress);
PG_FUNCTION_INFO_V1(gmalign_key_result_is_met);

typedef enum Direction
{
	INCREASE,
	DECREASE,
	AT_LEAST,
	AT_MOST,
	RANGE,
	EXACT,
	BINARY
} Direction;

static const char *const direction_names[] = {
	"increase", "decrease", "at_least", "at_most", "range", "exact", "binary"
};

/* a key result; NaN stands for a value that is not known */
typedef struct KeyResult
{
	Direction	direction;
	double		start;
	double		current;
	double		target;
	double		target_high;
} KeyResult;

/*
 * The five arguments; false when the direction, the current value or a target
 * it needs is not known, so that nothing can be said. A binary result without
 * a target is met by any value from 1.
 */
static bool
read_key_result(FunctionCallInfo fcinfo, KeyResult *kr)
{
	static const char *const names[] = {
		"start_value", "current_value", "target_value", "target_high"
	};
	double	   *to[] = {&kr->start, &kr->current, &kr->target,
	&kr->target_high};
	char	   *name;
	int			d = 0;

	for (int i = 0; i < 4; i++)
	{
		*to[i] = NAN;
		if (PG_ARGISNULL(i + 1))
			continue;
		*to[i] = PG_GETARG_FLOAT8(i + 1);
		gma_check_finite(names[i], *to[i]);
	}
	if (PG_ARGISNULL(0))
		return false;
	name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	while (d < lengthof(direction_names) &&
		   strcmp(name, direction_names[d]) != 0)
		d++;
	if (d == lengthof(direction_names))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unrecognized direction: \"%s\"", name),
				 errhint("Use increase, decrease, at_least, at_most, range, "
						 "exact or binary.")));
	kr->direction = d;

	if (d == BINARY && isnan(kr->target))
		kr->target = 1;
	if (isnan(kr->current) || isnan(kr->target))
		return false;
	if (d == RANGE)
	{
		if (isnan(kr->target_high))
			return false;
		if (kr->target_high < kr->target)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("target_high %s is below target_value %s",
							gma_double_text(kr->target_high),
							gma_double_text(kr->target)),
					 errhint("Pass the lower bound as target_value and the "
							 "upper bound as target_high.")));
	}
	return true;
}

/*
 * -1, 0, 1; what differs by rounding only is equal: .1 + .2 is .3, in units as
 * large as they may be.
 */
static int
compare_values(double a, double b)
{
	if (fabs(a - b) <= GMA_TIE * fmax(1, fmax(fabs(a), fabs(b))))
		return 0;
	return a > b ? 1 : -1;
}

static bool
is_met(const KeyResult *kr)
{
	int			to_target = compare_values(kr->current, kr->target);
	int			way = isnan(kr->start) ? 0 : compare_values(kr->target, kr->start);

	switch (kr->direction)
	{
		case INCREASE:
		case DECREASE:
			/* the way from the start says which side of the target is reached */
			if (way == 0)
				way = kr->direction == INCREASE ? 1 : -1;
			return to_target == 0 || to_target == way;
		case AT_LEAST:
		case BINARY:
			return to_target >= 0;
		case AT_MOST:
			return to_target <= 0;
		case RANGE:
			return to_target >= 0 &&
				compare_values(kr->current, kr->target_high) <= 0;
		case EXACT:
			break;
	}
	return to_target == 0;
}

/* The way gone from start to target; NaN when there is none to go. */
static double
from_start(double start, double current, double target)
{
	double		way = target - start;
	double		gone = current - start;

	if (unlikely(isinf(way) || isinf(gone)))
		gma_fail_overflow();
	return compare_values(target, start) == 0 ? NAN : gone / way;
}

/*
 * Towards a bound that is to be kept: sign 1 for "at least", -1 for "at most".
 * From the start, if that was on the wrong side of the bound; a start that
 * kept it already says nothing about the way. Else the ratio to the bound,
 * which takes a scale with a zero: a bound or value on the wrong side of 0 has
 * only met or not known.
 */
static double
to_bound(double start, double current, double bound, int sign)
{
	bool		met = sign * compare_values(current, bound) >= 0;

	if (!isnan(start) && sign * compare_values(start, bound) < 0)
		return from_start(start, current, bound);
	if (sign > 0 && bound > 0)
		return current / bound;
	if (sign < 0 && bound >= 0 && current > 0)
		return bound / current;
	return met ? 1 : NAN;
}

/*
 * key_result_progress(direction, start_value, current_value, target_value
 * [, target_high]): 0 at the start, 1 at the target, not clamped. NULL when a
 * value is missing or target = start.
 */
Datum
gmalign_key_result_progress(PG_FUNCTION_ARGS)
{
	KeyResult	kr;
	double		progress = NAN;

	if (!read_key_result(fcinfo, &kr))
		PG_RETURN_NULL();
	switch (kr.direction)
	{
		case INCREASE:
		case DECREASE:
			if (!isnan(kr.start))
				progress = from_start(kr.start, kr.current, kr.target);
			break;
		case AT_LEAST:
			progress = to_bound(kr.start, kr.current, kr.target, 1);
			break;
		case AT_MOST:
			progress = to_bound(kr.start, kr.current, kr.target, -1);
			break;
		case RANGE:
			if (is_met(&kr))
				progress = 1;
			else if (compare_values(kr.current, kr.target) < 0)
				progress = to_bound(kr.start, kr.current, kr.target, 1);
			else
				progress = to_bound(kr.start, kr.current, kr.target_high, -1);
			break;
		case EXACT:
		case BINARY:
			progress = is_met(&kr) ? 1 : 0;
			break;
	}
	if (isnan(progress))
		PG_RETURN_NULL();
	if (unlikely(isinf(progress)))
		gma_fail_overflow();
	PG_RETURN_FLOAT8(gma_shown(progress));
}

/* key_result_is_met(the same arguments): NULL when it cannot be said */
Datum
gmalign_key_result_is_met(PG_FUNCTION_ARGS)
{
	KeyResult	kr;

	if (!read_key_result(fcinfo, &kr))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(is_met(&kr));
}
