/*-------------------------------------------------------------------------
 *
 * gmalign.c
 *		The module: what PostgreSQL loads, and its three settings.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "pgtime.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/guc.h"
#include "utils/timestamp.h"

#include "gmalign.h"
#include "texts.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(gmalign_today);
PG_FUNCTION_INFO_V1(gmalign_local_date);
PG_FUNCTION_INFO_V1(gmalign_setting_value);

void		_PG_init(void);

static char *as_of = NULL;
static char *time_zone = NULL;
int			gma_language = GMA_ENGLISH;

const struct config_enum_entry gma_languages[] = {
	{"en", GMA_ENGLISH, false},
	{"de", GMA_GERMAN, false},
	{NULL, 0, false}
};

/*
 * Neither the date nor the time zone has a check hook: a SET before the library
 * is loaded would pass unchecked and be dropped with a warning later. today()
 * checks both when it uses them, so a bad value is an error however it was set.
 * A language that is dropped so leaves texts in English, which is no wrong answer.
 */
void
_PG_init(void)
{
	DefineCustomStringVariable("gmalign.as_of",
							   "The date gmalign's views and checks take as today (YYYY-MM-DD).",
							   "Empty: the current date in gmalign.time_zone.", &as_of, "",
							   PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomStringVariable("gmalign.time_zone",
							   "The time zone whose calendar date gmalign.today() gives.",
							   "The session's TimeZone never changes a row of gmalign's views.",
							   &time_zone, "UTC", PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomEnumVariable("gmalign.language",
							 "The language gmalign's sentences are in.",
							 "Codes and bands stay as they are.",
							 &gma_language, GMA_ENGLISH, gma_languages, PGC_USERSET, 0, NULL, NULL, NULL);
	MarkGUCPrefixReserved("gmalign");
}

/* Digits at a place of an ISO date, as a number; -1 for anything else. */
static int
digits(const char *s, int from, int count)
{
	int			n = 0;

	for (int i = from; i < from + count; i++)
	{
		if (s[i] < '0' || s[i] > '9')
			return -1;
		n = n * 10 + (s[i] - '0');
	}
	return n;
}

/* gmalign.as_of as a date. ISO only: DateStyle must not change its meaning. */
static DateADT
read_as_of(void)
{
	int			year = -1;
	int			month = 0;
	int			day = 0;

	if (strlen(as_of) == 10 && as_of[4] == '-' && as_of[7] == '-')
	{
		year = digits(as_of, 0, 4);
		month = digits(as_of, 5, 2);
		day = digits(as_of, 8, 2);
	}
	if (year < 1 || month < 1 || month > 12 || day < 1 ||
		day > day_tab[isleap(year)][month - 1])
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_DATETIME_FORMAT),
				 errmsg("invalid value for gmalign.as_of: \"%s\"", as_of),
				 errdetail("A date is written YYYY-MM-DD."),
				 errhint("SET gmalign.as_of = '2026-01-31', or RESET it.")));
	return date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
}

/*
 * The calendar date of a moment in gmalign.time_zone. The zone and the last
 * answer are remembered: a view asks of every row for the same moment, that the
 * transaction began at. Zones that were loaded stay until the process ends.
 */
static DateADT
date_in_zone(TimestampTz at)
{
	static char name[TZ_STRLEN_MAX + 1];
	static pg_tz *zone = NULL;
	static TimestampTz last_at = DT_NOBEGIN;
	static DateADT last_day;
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;

	if (zone == NULL || strcmp(name, time_zone) != 0)
	{
		last_at = DT_NOBEGIN;
		zone = pg_tzset(time_zone);
		if (zone == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("invalid value for gmalign.time_zone: \"%s\"",
							time_zone),
					 errhint("Names are listed in pg_timezone_names.")));
		strlcpy(name, time_zone, sizeof(name));
	}
	if (at == last_at)
		return last_day;
	/* a finite timestamp has a day in every zone */
	if (timestamp2tm(at, &tz, &tm, &fsec, NULL, zone) != 0)
		elog(ERROR, "timestamp out of range");
	last_day = date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
	last_at = at;
	return last_day;
}

/*
 * today() -> date: gmalign.as_of when set, else the transaction's date in
 * gmalign.time_zone. Every view and check asks this and nothing else.
 */
Datum
gmalign_today(PG_FUNCTION_ARGS)
{
	if (as_of != NULL && as_of[0] != '\0')
		PG_RETURN_DATEADT(read_as_of());
	PG_RETURN_DATEADT(date_in_zone(GetCurrentTransactionStartTimestamp()));
}

/* local_date(timestamptz) -> date in gmalign.time_zone */
Datum
gmalign_local_date(PG_FUNCTION_ARGS)
{
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(0);

	if (TIMESTAMP_NOT_FINITE(at))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(date_in_zone(at));
}

/* setting_value(code, value, low, high, is_whole): the value, in its range */
Datum
gmalign_setting_value(PG_FUNCTION_ARGS)
{
	double		value;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	value = PG_GETARG_FLOAT8(1);
	for (int i = 0; i < 5; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_FLOAT8(value);
	if (!(value >= PG_GETARG_FLOAT8(2) && value <= PG_GETARG_FLOAT8(3)) ||
		(PG_GETARG_BOOL(4) && value != trunc(value)))
		ereport(ERROR,
				(errcode(isfinite(value) ? ERRCODE_INVALID_PARAMETER_VALUE :
						 ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("setting \"%s\" is out of range: %s",
						text_to_cstring(PG_GETARG_TEXT_PP(0)),
						gma_double_text(value)),
				 errdetail("It must be a %snumber from %s to %s.",
						   PG_GETARG_BOOL(4) ? "whole " : "",
						   gma_double_text(PG_GETARG_FLOAT8(2)),
						   gma_double_text(PG_GETARG_FLOAT8(3))),
				 errhint("Correct number_value in the relation \"setting\", or "
						 "remove the row: the default counts then.")));
	PG_RETURN_FLOAT8(value);
}
