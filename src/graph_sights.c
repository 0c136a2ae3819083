/*-------------------------------------------------------------------------
 *
 * graph_sights.c
 *		Whose goals reach strategy: person_goals, goal_sight, sight_of.
 *
 * Whose goals they are comes as rows, one per person and goal; the aggregate
 * keeps pairs (person, node), sorted and distinct, in a bigint[]. How far a
 * goal sees is worked out once for all goals, as a float8[]; a person's sight
 * is the best of his goals'. Both arrays belong to the graph they were made
 * with and live within one query.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "goal_work.h"

PG_FUNCTION_INFO_V1(gmalign_person_goals_accum);
PG_FUNCTION_INFO_V1(gmalign_person_goals_combine);
PG_FUNCTION_INFO_V1(gmalign_person_goals_serialize);
PG_FUNCTION_INFO_V1(gmalign_person_goals_deserialize);
PG_FUNCTION_INFO_V1(gmalign_person_goals_final);
PG_FUNCTION_INFO_V1(gmalign_goal_sight);
PG_FUNCTION_INFO_V1(gmalign_sight_of);

/* ---------- whose goals ---------- */

/*
 * A key of any kind as one of 128 bits, of which only sameness counts: an
 * integer itself; of text or uuid two hashes, which no two keys will share.
 */
typedef struct Who
{
	uint64		a;
	uint64		b;
} Who;

/* a goal of a person; from a source of which only the latest day counts */
typedef struct Pair
{
	Who			person;
	Who			source;
	int32		day;			/* BY_ITSELF: there is no source */
	uint32		node;			/* GMA_NONE: not wanted, not in the graph */
} Pair;

#define BY_ITSELF PG_INT32_MAX

typedef struct PairState
{
	MemoryContext context;
	Pair	   *pairs;
	uint64		n;
	uint64		max;
} PairState;

#define FIRST_PAIRS 8

static Who
who_of(FunctionCallInfo fcinfo, int argument)
{
	Oid			type = gma_argument_type(fcinfo, argument);
	GmaKeyKind	kind = gma_key_kind(type);
	GmaKey		key = gma_key_of(PG_GETARG_DATUM(argument), type, kind);
	Who			who = {(uint64) key.ikey, 0};

	if (kind != GMA_KEY_INT)
	{
		who.a = gma_hash_key(key.bytes, key.length);
		who.b = DatumGetUInt64(hash_any_extended((const unsigned char *) key.bytes,
												 (int) key.length, who.a | 1));
	}
	return who;
}

static inline int
compare_who(Who x, Who y)
{
	if (x.a != y.a)
		return x.a < y.a ? -1 : 1;
	return (x.b > y.b) - (x.b < y.b);
}

static PairState *
state_create(MemoryContext context, uint64 max)
{
	PairState  *st = MemoryContextAlloc(context, sizeof(PairState));

	st->context = context;
	st->n = 0;
	st->max = Max(max, FIRST_PAIRS);
	st->pairs = MemoryContextAllocHuge(context, mul_size(st->max, sizeof(Pair)));
	return st;
}

static void
add_pair(PairState *st, const Pair *pair)
{
	if (st->n == st->max)
	{
		st->max *= 2;
		st->pairs = repalloc_huge(st->pairs, mul_size(st->max, sizeof(Pair)));
	}
	st->pairs[st->n++] = *pair;
}

/*
 * person_goals_accum(state, graph, person, goal, source, stated_on, is_wanted)
 *
 * A row that is not wanted, or whose goal is not in the graph, still says when
 * its source last spoke.
 */
Datum
gmalign_person_goals_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	PairState  *st = gma_internal_state(fcinfo, &context);
	GmaGraph	g;
	Oid			type;
	Pair		pair;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		return gma_internal_result(fcinfo, st);
	gma_graph_open(PG_GETARG_DATUM(1), &g);
	type = gma_argument_type(fcinfo, 3);
	if (st == NULL)
	{
		gma_check_key_type("goal", type, gma_key_kind(type), g.kind,
						   g.head->key_type);
		st = state_create(context, 0);
	}
	memset(&pair, 0, sizeof(pair));
	pair.person = who_of(fcinfo, 2);
	if (!PG_ARGISNULL(4))
		pair.source = who_of(fcinfo, 4);
	pair.day = PG_ARGISNULL(4) ? BY_ITSELF :
		PG_ARGISNULL(5) ? PG_INT32_MIN : PG_GETARG_DATEADT(5);
	pair.node = PG_ARGISNULL(6) || !PG_GETARG_BOOL(6) ? GMA_NONE :
		gma_find_node(&g, PG_GETARG_DATUM(3), type);
	if (pair.node != GMA_NONE || !PG_ARGISNULL(4))
		add_pair(st, &pair);
	PG_RETURN_POINTER(st);
}

Datum
gmalign_person_goals_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	PairState  *into = gma_internal_state(fcinfo, &context);
	PairState  *from;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (PairState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->n);
	for (uint64 i = 0; i < from->n; i++)
	{
		GMA_TICK(i);
		add_pair(into, &from->pairs[i]);
	}
	PG_RETURN_POINTER(into);
}

Datum
gmalign_person_goals_serialize(PG_FUNCTION_ARGS)
{
	PairState  *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint64(&buf, st->n);
	if (st->n > (MaxAllocSize - 64) / sizeof(Pair))
		gma_fail_overflow();
	pq_sendbytes(&buf, (char *) st->pairs, sizeof(Pair) * st->n);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

Datum
gmalign_person_goals_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	PairState  *st;
	uint64		n;

	gma_internal_message(fcinfo, &buf);
	n = pq_getmsgint64(&buf);
	st = state_create(CurrentMemoryContext, n);
	pq_copymsgbytes(&buf, (char *) st->pairs, sizeof(Pair) * n);
	pq_getmsgend(&buf);
	st->n = n;
	PG_RETURN_POINTER(st);
}

/* by person and source, its latest day first, then by goal */
static int
compare_said(const void *a, const void *b)
{
	const Pair *x = a;
	const Pair *y = b;
	int			cmp;

	CHECK_FOR_INTERRUPTS();
	if ((cmp = compare_who(x->person, y->person)) == 0)
		cmp = compare_who(x->source, y->source);
	if (cmp != 0)
		return cmp;
	return (x->day < y->day) - (x->day > y->day);
}

static int
compare_pairs(const void *a, const void *b)
{
	const Pair *x = a;
	const Pair *y = b;
	int			cmp;

	CHECK_FOR_INTERRUPTS();
	if ((cmp = compare_who(x->person, y->person)) != 0)
		return cmp;
	return (x->node > y->node) - (x->node < y->node);
}

/* person_goals_final(state): {person, node, person, node, ...}, persons by number */
Datum
gmalign_person_goals_final(PG_FUNCTION_ARGS)
{
	PairState  *st = gma_internal_state(fcinfo, NULL);
	Pair	   *pairs;
	uint64		n = 0;
	uint64		distinct = 0;
	int64		person = 0;
	Pair		last = {0};		/* the first of a source: its latest day */
	ArrayType  *result;
	int64	   *out;

	if (st == NULL)
		PG_RETURN_NULL();
	/* a copy: what was gathered stays as it is */
	pairs = gma_alloc(st->n, sizeof(Pair));
	memcpy(pairs, st->pairs, sizeof(Pair) * st->n);
	qsort(pairs, st->n, sizeof(Pair), compare_said);
	for (uint64 i = 0; i < st->n; i++)
	{
		Pair		pair = pairs[i];

		GMA_TICK(i);
		if (i == 0 || compare_who(pair.person, last.person) != 0 ||
			compare_who(pair.source, last.source) != 0 ||
			last.day == BY_ITSELF)
			last = pair;
		if (pair.node != GMA_NONE && pair.day == last.day)
			pairs[n++] = pair;
	}
	qsort(pairs, n, sizeof(Pair), compare_pairs);
	for (uint64 i = 0; i < n; i++)
		if (i == 0 || compare_pairs(&pairs[i - 1], &pairs[i]) != 0)
			pairs[distinct++] = pairs[i];
	if (distinct == 0)
	{
		pfree(pairs);
		PG_RETURN_NULL();
	}
	if (distinct > (MaxAllocSize / sizeof(int64) - 8) / 2)
		gma_fail_overflow();
	result = gma_new_array(INT8OID, (int) distinct * 2);
	out = (int64 *) ARR_DATA_PTR(result);
	for (uint64 i = 0; i < distinct; i++)
	{
		person += i == 0 || compare_who(pairs[i].person, pairs[i - 1].person) != 0;
		out[2 * i] = person;
		out[2 * i + 1] = pairs[i].node;
	}
	pfree(pairs);
	PG_RETURN_ARRAYTYPE_P(result);
}

/* An argument that person_goals made with this graph. */
const int64 *
gma_person_goals(FunctionCallInfo fcinfo, int argument, const GmaGraph *g,
				 uint32 *n)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(argument);
	const int64 *pairs = (int64 *) ARR_DATA_PTR(array);
	int			length = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];

	if (ARR_NDIM(array) > 1 || ARR_HASNULL(array) || length % 2 != 0)
		gma_fail_flat("person_goals");
	*n = length / 2;
	for (uint32 i = 0; i < *n; i++)
	{
		GMA_TICK(i + 1);
		if (pairs[2 * i + 1] < 0 || pairs[2 * i + 1] >= g->n)
			gma_fail_flat("person_goals");
	}
	return pairs;
}

/* ---------- how far goals see ---------- */

/* the places of a goal in goal_sight */
enum
{
	STATE,
	NEAREST,					/* links to the nearest strategic goal */
	CONTRIBUTION,				/* the strongest; NaN: not known */
	DISTANCE,					/* of the strongest */
	STRATEGIC,					/* its node */
	NPLACES
};

/* Is a sight of this contribution, distance and goal the stronger one? */
static bool
is_stronger(const GmaGraph *g, double contribution, double distance,
			uint32 strategic, const double *than)
{
	double		ours = gma_rounded(contribution);
	double		theirs = gma_rounded(than[CONTRIBUTION]);

	if (isnan(ours) != isnan(theirs))
		return !isnan(ours);
	if (!isnan(ours) && ours != theirs)
		return ours > theirs;
	if (distance != than[DISTANCE])
		return distance < than[DISTANCE];
	return gma_key_precedes(g, strategic, (uint32) than[STRATEGIC]);
}

/*
 * goal_sight(graph, strategic): of every goal its state, its distance, and the
 * strategic goal it contributes most to, ties to the nearer and the smaller
 * key. NEAREST is -1 for a goal that reaches none.
 */
Datum
gmalign_goal_sight(PG_FUNCTION_ARGS)
{
	GmaGraph	g;
	GmaGoals	goals;
	GmaSight	sight;
	uint8	   *strategic;
	uint32	   *depth;
	ArrayType  *result;
	double	   *places;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	gma_graph_open(PG_GETARG_DATUM(0), &g);
	gma_goals_read(&g, fcinfo, 1, "strategic", &goals);
	strategic = gma_strategic(&g, &goals);
	depth = gma_depths(&g, strategic);
	if ((uint64) g.n * NPLACES > (MaxAllocSize - 64) / sizeof(double))
		gma_fail_overflow();
	result = gma_new_array(FLOAT8OID, (int) g.n * NPLACES);
	places = (double *) ARR_DATA_PTR(result);
	for (uint32 v = 0; v < g.n; v++)
	{
		double	   *at = &places[(size_t) v * NPLACES];

		at[STATE] = gma_state(&g, v, strategic, depth);
		at[NEAREST] = -1;
	}
	gma_sight_init(&sight, &g);
	for (uint32 s = 0; s < g.n; s++)
	{
		GMA_TICK(s);
		if (!strategic[s])
			continue;
		gma_sight_from(&sight, s);
		for (uint32 i = 0; i < sight.nseen; i++)
		{
			uint32		v = sight.seen[i];
			double	   *at = &places[(size_t) v * NPLACES];
			double		distance = sight.distance[v];

			GMA_TICK(i);
			if (at[NEAREST] < 0 ||
				is_stronger(&g, sight.contribution[v], distance, s, at))
			{
				at[CONTRIBUTION] = sight.contribution[v];
				at[DISTANCE] = distance;
				at[STRATEGIC] = s;
			}
			if (at[NEAREST] < 0 || distance < at[NEAREST])
				at[NEAREST] = distance;
		}
	}
	PG_RETURN_ARRAYTYPE_P(result);
}

/*
 * sight_of(graph, goal_sight, person_goals, goal) -> (goal_count,
 * aligned_count, disconnected_count, unaligned_count, nearest_distance,
 * contribution, strategic_goal): what one person's goals reach.
 */
Datum
gmalign_sight_of(PG_FUNCTION_ARGS)
{
	TupleDesc	desc;
	Datum		values[7] = {0};
	bool		nulls[7] = {false, false, false, false, true, true, true};
	int64		counts[GMA_NSTATES] = {0};
	const double *best = NULL;
	double		nearest = -1;
	GmaGraph	g;
	uint32		n = 0;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		ArrayType  *array = PG_GETARG_ARRAYTYPE_P(1);
		const double *places = (double *) ARR_DATA_PTR(array);
		const int64 *pairs;

		gma_graph_open(PG_GETARG_DATUM(0), &g);
		if (ARR_HASNULL(array) || ARR_NDIM(array) != 1 ||
			ARR_DIMS(array)[0] != (int64) g.n * NPLACES)
			gma_fail_flat("goal_sight");
		pairs = gma_person_goals(fcinfo, 2, &g, &n);
		for (uint32 i = 0; i < n; i++)
		{
			const double *at = &places[pairs[2 * i + 1] * NPLACES];

			GMA_TICK(i + 1);
			if (!(at[STATE] >= 0 && at[STATE] < GMA_NSTATES &&
				  at[STRATEGIC] >= 0 && at[STRATEGIC] < g.n))
				gma_fail_flat("goal_sight");
			counts[(int) at[STATE]]++;
			if (at[NEAREST] < 0)
				continue;
			if (best == NULL ||
				is_stronger(&g, at[CONTRIBUTION], at[DISTANCE],
							(uint32) at[STRATEGIC], best))
				best = at;
			if (nearest < 0 || at[NEAREST] < nearest)
				nearest = at[NEAREST];
		}
	}
	values[0] = Int64GetDatum(n);
	values[1] = Int64GetDatum(counts[GMA_ALIGNED] + counts[GMA_STRATEGIC]);
	values[2] = Int64GetDatum(counts[GMA_DISCONNECTED]);
	values[3] = Int64GetDatum(counts[GMA_UNALIGNED]);
	if (best != NULL)
	{
		nulls[4] = nulls[6] = false;
		values[4] = Int32GetDatum((int32) nearest);
		nulls[5] = isnan(best[CONTRIBUTION]);
		values[5] = Float8GetDatum(best[CONTRIBUTION]);
		values[6] = gma_node_key(&g, (uint32) best[STRATEGIC],
								 gma_argument_type(fcinfo, 3));
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}
