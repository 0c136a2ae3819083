/*-------------------------------------------------------------------------
 *
 * status.c
 *		What counts on a day, and for how much: a link of the cascade, a move;
 *		and how many months a day is away.
 *
 * Views ask this of every link, move and person, often several times over.
 * Written in SQL it would be planned and worked out again in every place it
 * is asked.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_finite_date);
PG_FUNCTION_INFO_V1(gmalign_link_contribution);
PG_FUNCTION_INFO_V1(gmalign_assignment_status);
PG_FUNCTION_INFO_V1(gmalign_months_until);

/* finite(day): NULL for infinity, and outside years 1 to 9999 */
Datum
gmalign_finite_date(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);

	if (day < date2j(1, 1, 1) - POSTGRES_EPOCH_JDATE ||
		day > date2j(9999, 12, 31) - POSTGRES_EPOCH_JDATE)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(day);
}

/*
 * link_contribution(relation, contribution): as stated; without a number what
 * the relation says; NULL where neither does.
 */
Datum
gmalign_link_contribution(PG_FUNCTION_ARGS)
{
	const text *relation;
	double		contribution;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	relation = PG_GETARG_TEXT_PP(0);
	if (gma_is_word(relation, "contributes"))
		contribution = 1;
	else if (gma_is_word(relation, "conflicts"))
		contribution = -1;
	else
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(1))
		contribution = PG_GETARG_FLOAT8(1);
	if (!(contribution >= -1 && contribution <= 1))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(contribution);
}

/* assignment_status(start_date, end_date, left_on, is_cancelled, today) */
Datum
gmalign_assignment_status(PG_FUNCTION_ARGS)
{
	bool		begins = !PG_ARGISNULL(0);
	bool		ends = !PG_ARGISNULL(1);
	bool		left = !PG_ARGISNULL(2);
	bool		is_cancelled = !PG_ARGISNULL(3) && PG_GETARG_BOOL(3);
	bool		has_day = !PG_ARGISNULL(4);
	DateADT		start_date = PG_GETARG_DATEADT(0);
	DateADT		end_date = PG_GETARG_DATEADT(1);
	DateADT		left_on = PG_GETARG_DATEADT(2);
	DateADT		today = PG_GETARG_DATEADT(4);
	const char *status = "active";

	if (is_cancelled && (!ends || (has_day && end_date <= today)))
		status = "cancelled";
	else if (has_day && ends && end_date < today)
		status = "ended";
	else if (has_day && left && left_on < today)
		status = begins && left_on < start_date ? "cancelled" : "ended";
	else if (has_day && begins && start_date > today)
		status = "planned";
	PG_RETURN_TEXT_P(cstring_to_text(status));
}

/*
 * months_until(day, today): the least number of months that, added to today,
 * reach the day. Added are calendar months, as in make_interval(months => n):
 * where a month has no such day, its last.
 */
Datum
gmalign_months_until(PG_FUNCTION_ARGS)
{
	DateADT		day = PG_GETARG_DATEADT(0);
	DateADT		today = PG_GETARG_DATEADT(1);
	int			year[2];
	int			month[2];
	int			mday[2];
	int			months;

	if (DATE_NOT_FINITE(day) || DATE_NOT_FINITE(today))
		PG_RETURN_NULL();
	j2date(day + POSTGRES_EPOCH_JDATE, &year[0], &month[0], &mday[0]);
	j2date(today + POSTGRES_EPOCH_JDATE, &year[1], &month[1], &mday[1]);
	months = (year[0] - year[1]) * MONTHS_PER_YEAR + month[0] - month[1];
	/* so many lead into the month of the day, perhaps to a day before it */
	if (Min(mday[1], day_tab[isleap(year[0])][month[0] - 1]) < mday[0])
		months++;
	PG_RETURN_INT32(months);
}
