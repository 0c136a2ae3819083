/*-------------------------------------------------------------------------
 *
 * privacy.c
 *		What is withheld because too few people stand behind it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "atoms.h"
#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_min_group);
PG_FUNCTION_INFO_V1(gmalign_room);

/*
 * min_group(value, n, k): the value when at least k people stand behind it,
 * else NULL. A number of people that is not known withholds, and so does a k
 * that is not known: a missing setting must not disclose anything.
 */
Datum
gmalign_min_group(PG_FUNCTION_ARGS)
{
	int64		n = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT64(1);
	int64		k = PG_ARGISNULL(2) ? PG_INT64_MAX : PG_GETARG_INT64(2);

	gma_check_range("n", (double) n, 0, INFINITY,
					"Pass the number of people behind the value.");
	gma_check_range("k", (double) k, 1, INFINITY,
					"Pass the smallest group that may be shown, such as 5.");
	if (PG_ARGISNULL(0) || n < k)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * room(numbers): which of a few numbers from 0 to 1 are a tenth of the range or more away
 * from both ends, and how many there are, as bits.
 */
Datum
gmalign_room(PG_FUNCTION_ARGS)
{
	Datum	   *numbers;
	bool	   *nulls;
	int			n;
	int32		room = 0;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &numbers, &nulls, &n);
	gma_check_range("count", n, 0, ROOM_NUMBERS, "Pass up to seven numbers.");
	if (n == 0)
		PG_RETURN_NULL();
	for (int i = 0; i < n; i++)
	{
		double		x = nulls[i] ? 0 : DatumGetFloat8(numbers[i]);

		room |= 1 << (ROOM_FIRST_THERE + i);
		if (x >= .1 && x <= .9)
			room |= 1 << (ROOM_FIRST_INNER + i);
	}
	PG_RETURN_INT32(room);
}
