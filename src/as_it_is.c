/*-------------------------------------------------------------------------
 *
 * as_it_is.c
 *		What a query says of the database as it is now.
 *
 * Names are looked up in the catalogue as it is, whatever a transaction at
 * REPEATABLE READ sees in its tables. Who asks there whose code a name would
 * find asks about another moment, and hears nothing of what was made since.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_as_it_is);

/* The first column of the query's first row, as text. */
Datum
gmalign_as_it_is(PG_FUNCTION_ARGS)
{
	char	   *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
	MemoryContext caller = CurrentMemoryContext;
	text	   *said = NULL;
	SPIPlanPtr	plan;

	SPI_connect();
	plan = SPI_prepare(query, 0, NULL);
	/* read only: stable functions below take this snapshot, too */
	if (SPI_execute_snapshot(plan, NULL, NULL, GetLatestSnapshot(), InvalidSnapshot, true, false, 1) != SPI_OK_SELECT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("query does not return rows: \"%s\"", query)));
	if (SPI_processed > 0)
	{
		char	   *value = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);

		if (value != NULL)
		{
			MemoryContext spi = MemoryContextSwitchTo(caller);

			said = cstring_to_text(value);
			MemoryContextSwitchTo(spi);
		}
	}
	SPI_finish();

	if (said == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(said);
}
