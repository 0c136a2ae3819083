/*-------------------------------------------------------------------------
 *
 * release.c
 *		Which figures of a release may be published beside all the others.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "atoms.h"
#include "gmalign.h"

/* owners are counted up to here: of more, a set is never taken for few */
#define MIN_GROUP_AT_MOST 60
/* passes in which what is refused may make room for something else */
#define PATIENCE 3
/* sets that a pass adds to what the next refuses: a figure too many completes thousands, of which a few tell */
#define SETS_AT_A_TIME 1000

PG_FUNCTION_INFO_V1(gmalign_safe_steps);

static int
compare_entries(const void *a, const void *b)
{
	const GmaEntry *x = a;
	const GmaEntry *y = b;

	CHECK_FOR_INTERRUPTS();
	if (x->pool != y->pool)
		return x->pool < y->pool ? -1 : 1;
	if (x->datum != y->datum)
		return x->datum < y->datum ? -1 : 1;
	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return (x->person > y->person) - (x->person < y->person);
}

static const void *
numbers_of(FunctionCallInfo fcinfo, int argument, int *n)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(argument);

	if (ARR_HASNULL(array) || ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("arrays must have one dimension and no NULL")));
	*n = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
	return ARR_DATA_PTR(array);
}

typedef struct Pool
{
	GmaSystem  *all;
	/* by number, where there is one: without those at an end of its range */
	GmaSystem  *inner[ROOM_NUMBERS];
} Pool;

/* entries of one pool */
static Pool
new_pool(const GmaEntry *entries, int n, int steps, int known, int min_group)
{
	Pool		pool = {.all = gma_system_new(entries, n, steps, known, min_group)};
	GmaEntry   *inner = gma_alloc(n, sizeof(GmaEntry));
	int			there = 0;

	for (int i = 0; i < n; i++)
	{
		GMA_TICK(i);
		there |= entries[i].room;
	}
	for (int k = 0; k < ROOM_NUMBERS; k++)
	{
		int			n_inner = 0;

		if (!(there & (1 << (ROOM_FIRST_THERE + k))))
			continue;
		for (int i = 0; i < n; i++)
		{
			GMA_TICK(i);
			if (entries[i].room & (1 << (ROOM_FIRST_INNER + k)))
				inner[n_inner++] = entries[i];
		}
		pool.inner[k] = gma_system_new(inner, n_inner, steps, known, 1);
	}
	pfree(inner);
	return pool;
}

/*
 * Whether one more publication leaves nobody known, in one pool: by elimination; nor by
 * the ends of a range: what is new of it must be so without those who are there, or
 * the sum would tell that they are.
 */
static bool
is_safe_in(const Pool *pool, int step)
{
	if (!gma_system_is_safe_with(pool->all, step))
		return false;
	for (int k = 0; k < ROOM_NUMBERS; k++)
		if (pool->inner[k] != NULL && gma_system_tells_with(pool->all, step) && !gma_system_tells_with(pool->inner[k], step))
			return false;
	return true;
}

static void
accept_in(const Pool *pool, int step)
{
	gma_system_accept(pool->all, step);
	for (int k = 0; k < ROOM_NUMBERS; k++)
		if (pool->inner[k] != NULL)
			gma_system_accept(pool->inner[k], step);
}

static void
reset_pool(const Pool *pool)
{
	gma_system_reset(pool->all);
	for (int k = 0; k < ROOM_NUMBERS; k++)
		if (pool->inner[k] != NULL)
			gma_system_reset(pool->inner[k]);
}

/*
 * safe_steps(steps, pools, data, persons, known, count, min_group, rooms) -> boolean[]:
 * by step, whether it is published. The first known ones are already; each of
 * the others, in order, when nobody is pinned down by it and all before it.
 */
Datum
gmalign_safe_steps(PG_FUNCTION_ARGS)
{
	const void *column[5];
	int			n = 0;
	int			known = PG_GETARG_INT32(4);
	int			count = PG_GETARG_INT32(5);
	int			min_group = PG_GETARG_INT32(6);
	GmaEntry   *entries;
	Pool	   *pools;
	int			n_pools = 0;
	bool	   *accepted;
	bool	   *is_banned;
	Datum	   *result;

	for (int i = 0; i < 5; i++)
	{
		int			length;

		column[i] = numbers_of(fcinfo, i < 4 ? i : 7, &length);
		if (i == 4 && length == 0)
			column[i] = NULL;
		else if (i > 0 && length != n)
			ereport(ERROR,
					(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
					 errmsg("arrays must have the same length")));
		else
			n = length;
	}
	gma_check_range("known", known, 0, count, "Pass how many steps are published already.");
	gma_check_range("count", count, 0, 100000000, "Pass the number of steps.");
	gma_check_range("min_group", min_group, 1, INFINITY, "Pass the smallest group that may be shown, such as 5.");
	min_group = Min(min_group, MIN_GROUP_AT_MOST);

	entries = gma_alloc(Max(n, 1), sizeof(GmaEntry));
	for (int i = 0; i < n; i++)
	{
		GMA_TICK(i);
		entries[i] = (GmaEntry)
		{
			.step = ((const int32 *) column[0])[i],.pool = ((const int32 *) column[1])[i],
				.datum = ((const int64 *) column[2])[i],.person = ((const int64 *) column[3])[i],
				.room = column[4] == NULL ? 0 : ((const int32 *) column[4])[i]
		};
		gma_check_range("step", entries[i].step, 1, count, "Steps are numbered from 1.");
	}
	qsort(entries, n, sizeof(GmaEntry), compare_entries);

	/*
	 * a number has the room it is said to have now, also where it was
	 * published by those who did not ask
	 */
	for (int from = 0, to; from < n; from = to)
	{
		int32		room = 0;

		GMA_TICK(from);
		for (to = from; to < n && entries[to].pool == entries[from].pool && entries[to].datum == entries[from].datum; to++)
			room |= entries[to].room;
		for (int i = from; i < to; i++)
			entries[i].room = room;
	}

	accepted = palloc0(count + 1);
	is_banned = palloc0(count + 1);
	pools = gma_alloc(n + 1, sizeof(Pool));
	for (int from = 0, to; from < n; from = to)
	{
		for (to = from; to < n && entries[to].pool == entries[from].pool; to++)
			;
		pools[n_pools++] = new_pool(entries + from, to - from, count, known, min_group);
	}
	pfree(entries);

	for (int pass = 0;; pass++)
	{
		bool		is_found = false;

		memset(accepted, true, known + 1);
		for (int i = 0; i < n_pools && pass > 0; i++)
			reset_pool(&pools[i]);
		for (int step = known + 1; step <= count; step++)
		{
			bool		is_safe = !is_banned[step];

			CHECK_FOR_INTERRUPTS();
			for (int i = 0; i < n_pools && is_safe; i++)
				is_safe = is_safe_in(&pools[i], step);
			for (int i = 0; i < n_pools && is_safe; i++)
				accept_in(&pools[i], step);
			accepted[step] = is_safe;
		}
		/* sets of three and four are too many to look for at every step */
		for (int i = 0; i < n_pools; i++)
		{
			GmaSystem  *s = pools[i].all;
			int			from = gma_system_found(s);

			if (gma_system_search(s, SETS_AT_A_TIME) == 0)
				continue;
			/* sets that could not be kept cost publications */
			if (from < gma_system_found(s))
				is_found = true;
			else
				is_found |= gma_system_ban_latest(s, from, known, accepted, count, is_banned);
		}
		if (!is_found)
			break;

		/*
		 * from now on only less and less, so that it ends: of less,
		 * arithmetic reaches less
		 */
		for (int step = known + 1; step <= count && pass >= PATIENCE; step++)
			is_banned[step] |= !accepted[step];
	}

	result = palloc(sizeof(Datum) * (count + 1));
	for (int step = 1; step <= count; step++)
		result[step - 1] = BoolGetDatum(accepted[step]);
	PG_RETURN_ARRAYTYPE_P(construct_array(result, count, BOOLOID, 1, true, TYPALIGN_CHAR));
}
