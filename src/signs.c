/*-------------------------------------------------------------------------
 *
 * signs.c
 *		Which of several conditions hold, as one number.
 *
 * A view asks for each condition once, in FROM, and reads count, first and
 * words from the bits; written out where they are read, conditions over
 * conditions would be worked out again in every place.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_true_bits);

#define MAX_SIGNS 31

/* true_bits(VARIADIC boolean[]): bit i - 1 is set when the ith is true */
Datum
gmalign_true_bits(PG_FUNCTION_ARGS)
{
	Datum	   *signs;
	bool	   *nulls;
	int			n;
	int32		bits = 0;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), BOOLOID, sizeof(bool), true,
					  TYPALIGN_CHAR, &signs, &nulls, &n);
	if (n > MAX_SIGNS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many conditions: %d", n),
				 errdetail("At most %d have a bit of an integer.", MAX_SIGNS)));
	for (int i = 0; i < n; i++)
		if (!nulls[i] && DatumGetBool(signs[i]))
			bits |= 1 << i;
	PG_RETURN_INT32(bits);
}
