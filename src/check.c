/*-------------------------------------------------------------------------
 *
 * check.c
 *		The errors that checks of arguments and results end in.
 *
 * They are apart from the checks, which are inline in gmalign.h, so that the
 * path of a good value stays short.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/shortest_dec.h"

#include "gmalign.h"

/* the shortest text that reads back as this value, whatever the settings */
char *
gma_double_text(double value)
{
	return double_to_shortest_decimal(value);
}

/* 22003: NaN or infinity in an argument */
void
gma_fail_not_finite(const char *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s must be finite", argument),
			 errdetail("NaN and infinity have no meaning here."),
			 errhint("Use NULL for a value that is not known.")));
}

/* 22023: an argument outside its range (22003 when it is NaN or infinite) */
void
gma_fail_range(const char *argument, double value, double low, double high,
			   const char *hint)
{
	gma_check_finite(argument, value);
	if (isinf(high))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is out of range: %s", argument,
						gma_double_text(value)),
				 errdetail("The value must be at least %s.",
						   gma_double_text(low)),
				 errhint("%s", hint)));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s is out of range: %s", argument,
					gma_double_text(value)),
			 errdetail("The value must be between %s and %s.",
					   gma_double_text(low), gma_double_text(high)),
			 errhint("%s", hint)));
}

/* 22023: an argument that is one for the whole group */
void
gma_fail_varying(const char *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s differs between the rows of one group", argument),
			 errhint("Pass a constant, or group by it.")));
}

/* the level of confidence limits, in (0, 1): 22003, 22023 */
void
gma_check_conf_level(double conf_level)
{
	gma_check_finite("conf_level", conf_level);
	if (conf_level > 0 && conf_level < 1)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("conf_level is out of range: %s",
					gma_double_text(conf_level)),
			 errdetail("The value must be above 0 and below 1."),
			 errhint("Use .95 for limits that hold in 95 of 100 samples.")));
}

/* 22003: finite inputs whose result no double can hold */
void
gma_fail_overflow(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("value out of range: overflow"),
			 errhint("Bring the values to a common scale with "
					 "gmalign.rescale().")));
}

/* 54000: more rows than a state can count */
void
gma_fail_too_many(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("too many rows in one group"),
			 errhint("Aggregate a part of the rows at a time.")));
}

/* a support function called by hand: core's own wording */
void
gma_fail_no_aggregate(void)
{
	elog(ERROR, "aggregate function called in non-aggregate context");
}
