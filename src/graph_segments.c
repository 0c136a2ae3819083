/*-------------------------------------------------------------------------
 *
 * graph_segments.c
 *		segment_rows: how far strategy reaches, by level and unit.
 *
 * Every goal counts in four segments: all goals, those of its level, of its
 * unit, and of both. What is counted once per segment however often it occurs
 * there (a strategic goal that is worked on, a person) is met in its own order,
 * and a segment remembers the last one it counted.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/tuplestore.h"

#include "goal_work.h"
#include "points_list.h"

PG_FUNCTION_INFO_V1(gmalign_segment_rows);

/* bits of a segment's kind, as grouping(level, unit) has them */
#define NO_UNIT 1
#define NO_LEVEL 2
#define NKINDS 4

/* a level or unit that is not given, or that the segment leaves out */
#define NOTHING PG_INT64_MIN

typedef struct Segment
{
	int64		level;			/* place in the list of levels */
	int64		unit;
	int			kind;
	uint32		stamp;			/* what was counted last, plus 1 */
	int64		goals;
	int64		states[GMA_NSTATES];
	int64		staffed;
	int64		staffed_reaching;
	GmaSum		fte;
	GmaSum		fte_reaching;
	GmaSum		cost;
	GmaSum		cost_reaching;
	bool		has_cost;
	int64		worked;
	GmaSum		worked_weight;
	int64		people;
} Segment;

typedef struct Segments
{
	Segment    *list;
	uint32		n;
	uint32		max;
	uint32	   *slots;			/* hash table: index + 1, 0 is free */
	uint32		nslots;			/* a power of two */
	uint32	   *of;				/* by node and kind */
	text	  **levels;
	uint32		nlevels;
	Datum	   *units;			/* distinct */
	uint32		nunits;
	uint32	   *unit_slots;		/* hash table as above */
	uint32		nunit_slots;
	Oid			unit_type;
} Segments;

static uint32
segment_hash(int64 level, int64 unit, int kind)
{
	GmaKey		key = {unit * 64 + level * NKINDS + kind, NULL, 0};

	return gma_key_hash(key, GMA_KEY_INT);
}

static uint32
find_segment(Segments *all, int64 level, int64 unit, int kind)
{
	uint32		slot = segment_hash(level, unit, kind) & (all->nslots - 1);
	Segment    *new;

	for (; all->slots[slot] != 0; slot = (slot + 1) & (all->nslots - 1))
	{
		const Segment *old = &all->list[all->slots[slot] - 1];

		if (old->level == level && old->unit == unit && old->kind == kind)
			return all->slots[slot] - 1;
	}
	if (all->n == all->max)
	{
		all->max *= 2;
		all->list = repalloc_huge(all->list, all->max * sizeof(Segment));
		all->nslots = all->max * 4;
		pfree(all->slots);
		all->slots = gma_alloc_zero(all->nslots, sizeof(uint32));
		for (uint32 i = 0; i < all->n; i++)
		{
			const Segment *old = &all->list[i];

			slot = segment_hash(old->level, old->unit, old->kind);
			for (slot &= all->nslots - 1; all->slots[slot] != 0;)
				slot = (slot + 1) & (all->nslots - 1);
			all->slots[slot] = i + 1;
		}
		slot = segment_hash(level, unit, kind);
		for (slot &= all->nslots - 1; all->slots[slot] != 0;)
			slot = (slot + 1) & (all->nslots - 1);
	}
	new = &all->list[all->n];
	memset(new, 0, sizeof(Segment));
	new->level = level;
	new->unit = unit;
	new->kind = kind;
	all->slots[slot] = all->n + 1;
	return all->n++;
}

/* The place of a level among those met so far; there are few. */
static int64
find_level(Segments *all, text *level)
{
	for (uint32 i = 0; i < all->nlevels; i++)
		if (gma_compare_bytes(VARDATA_ANY(all->levels[i]), VARSIZE_ANY_EXHDR(all->levels[i]),
							  VARDATA_ANY(level), VARSIZE_ANY_EXHDR(level)) == 0)
			return i;
	all->levels = all->nlevels == 0 ? palloc(sizeof(text *)) :
		repalloc(all->levels, sizeof(text *) * (all->nlevels + 1));
	all->levels[all->nlevels] = level;
	return all->nlevels++;
}

/* The place of a unit; the table has room for as many as there are goals. */
static int64
find_unit(Segments *all, Datum unit)
{
	GmaKeyKind	kind = gma_key_kind(all->unit_type);
	GmaKey		key = gma_key_of(unit, all->unit_type, kind);
	uint32		slot = gma_key_hash(key, kind) & (all->nunit_slots - 1);

	for (; all->unit_slots[slot] != 0; slot = (slot + 1) & (all->nunit_slots - 1))
		if (gma_key_compare(gma_key_of(all->units[all->unit_slots[slot] - 1],
									   all->unit_type, kind), key, kind) == 0)
			return all->unit_slots[slot] - 1;
	all->units[all->nunits] = unit;
	all->unit_slots[slot] = all->nunits + 1;
	return all->nunits++;
}

/* An array beside the array of goals, as long. */
static void
read_beside(FunctionCallInfo fcinfo, int argument, const char *name,
			Oid type, int typlen, bool typbyval, char typalign,
			uint32 expected, Datum **elements, bool **nulls)
{
	int			count = 0;

	if (!PG_ARGISNULL(argument))
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), type, typlen,
						  typbyval, typalign, elements, nulls, &count);
	if ((uint32) count != expected)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements, goals has %u", name, count,
						expected),
				 errdetail("The arrays are read side by side."),
				 errhint("Make both with array_agg over the same rows in the "
						 "same order.")));
}

/* The four segments of every goal listed; the others have none. */
static void
read_segments(FunctionCallInfo fcinfo, const GmaGraph *g,
			  const GmaGoals *goals, Segments *all)
{
	Datum	   *levels = NULL;
	bool	   *no_level = NULL;
	Datum	   *units = NULL;
	bool	   *no_unit = NULL;
	int16		typlen;
	bool		typbyval;
	char		typalign;

	read_beside(fcinfo, 4, "levels", TEXTOID, -1, false, TYPALIGN_INT,
				goals->count, &levels, &no_level);
	all->unit_type = getBaseType(get_element_type(gma_argument_type(fcinfo, 5)));
	get_typlenbyvalalign(all->unit_type, &typlen, &typbyval, &typalign);
	read_beside(fcinfo, 5, "units", all->unit_type, typlen, typbyval, typalign,
				goals->count, &units, &no_unit);
	all->units = gma_alloc(goals->count, sizeof(Datum));
	all->nunit_slots = 256;
	while (all->nunit_slots < 2 * (uint64) goals->count && all->nunit_slots < (1u << 31))
		all->nunit_slots *= 2;
	all->unit_slots = gma_alloc_zero(all->nunit_slots, sizeof(uint32));
	for (uint32 i = 0; i < goals->count; i++)
	{
		uint32	   *of = &all->of[(size_t) goals->nodes[i] * NKINDS];
		int64		level = no_level[i] ? NOTHING :
			find_level(all, DatumGetTextPP(levels[i]));
		int64		unit = no_unit[i] ? NOTHING : find_unit(all, units[i]);

		GMA_TICK(i);
		for (int kind = 0; kind < NKINDS; kind++)
			of[kind] = find_segment(all, kind & NO_LEVEL ? NOTHING : level,
									kind & NO_UNIT ? NOTHING : unit, kind);
	}
}

/*
 * Which goals contribute to a strategic one, and on how many of these a
 * segment works.
 */
static uint8 *
add_sights(const GmaGraph *g, const uint8 *strategic, const uint8 *is_staffed,
		   const double *weight, Segments *all)
{
	uint8	   *is_reaching = gma_alloc_zero(g->n, 1);
	GmaSight	sight;

	gma_sight_init(&sight, g);
	for (uint32 s = 0; s < g->n; s++)
	{
		GMA_TICK(s);
		if (!strategic[s])
			continue;
		gma_sight_from(&sight, s);
		for (uint32 i = 0; i < sight.nseen; i++)
		{
			uint32		v = sight.seen[i];

			GMA_TICK(i);
			if (!(sight.contribution[v] > 0))
				continue;
			is_reaching[v] = true;
			for (int kind = 0; is_staffed[v] && kind < NKINDS; kind++)
			{
				uint32		of = all->of[(size_t) v * NKINDS + kind];

				if (of == GMA_NONE || all->list[of].stamp == s + 1)
					continue;
				all->list[of].stamp = s + 1;
				all->list[of].worked++;
				if (!isnan(weight[s]))
					gma_sum_add(&all->list[of].worked_weight,
								gma_saturated(weight[s]));
			}
		}
	}
	for (uint32 i = 0; i < all->n; i++)
		all->list[i].stamp = 0;
	return is_reaching;
}

/* People, from the list of each one's goals. */
static void
add_people(FunctionCallInfo fcinfo, const GmaGraph *g, Segments *all)
{
	ArrayType  *array;
	int16		length;
	bool		by_value;
	char		align;
	Datum	   *lists;
	bool	   *nulls;
	int			n;

	if (PG_ARGISNULL(7))
		return;
	array = PG_GETARG_ARRAYTYPE_P(7);
	get_typlenbyvalalign(ARR_ELEMTYPE(array), &length, &by_value, &align);
	deconstruct_array(array, ARR_ELEMTYPE(array), length, by_value, align,
					  &lists, &nulls, &n);
	for (int person = 0; person < n; person++)
	{
		GmaPointsList list;

		GMA_TICK(person);
		if (nulls[person])
			continue;
		gma_list_open(lists[person], &list);
		for (uint32 i = 0; i < list.keys.n; i++)
		{
			uint32		v = gma_key_node(g, gma_keys_get(&list.keys, i),
										 list.keys.kind, list.head->goal_type);

			GMA_TICK(i + 1);
			for (int kind = 0; v != GMA_NONE && kind < NKINDS; kind++)
			{
				uint32		of = all->of[(size_t) v * NKINDS + kind];

				if (of == GMA_NONE || all->list[of].stamp == person + 1)
					continue;
				all->list[of].stamp = person + 1;
				all->list[of].people++;
			}
		}
	}
}

static void
put_segment(ReturnSetInfo *rsinfo, const Segments *all, const Segment *s)
{
	Datum		values[17];
	bool		nulls[17] = {false};
	double		fte = gma_sum_value(&s->fte);
	double		cost = gma_sum_value(&s->cost);

	values[0] = Int32GetDatum(s->kind);
	nulls[1] = s->level == NOTHING;
	values[1] = nulls[1] ? (Datum) 0 : PointerGetDatum(all->levels[s->level]);
	nulls[2] = s->unit == NOTHING;
	values[2] = nulls[2] ? (Datum) 0 : all->units[s->unit];
	values[3] = Int64GetDatum(s->goals);
	for (int i = 0; i < GMA_NSTATES; i++)
		values[4 + i] = Int64GetDatum(s->states[i]);
	values[8] = Int64GetDatum(s->staffed);
	values[9] = Int64GetDatum(s->staffed_reaching);
	values[10] = Float8GetDatum(gma_shown(fte));
	values[11] = Float8GetDatum(gma_shown(gma_sum_value(&s->fte_reaching)));
	nulls[12] = !s->has_cost;
	values[12] = Float8GetDatum(cost);
	values[13] = Float8GetDatum(gma_sum_value(&s->cost_reaching));
	values[14] = Int64GetDatum(s->worked);
	values[15] = Float8GetDatum(gma_shown(gma_sum_value(&s->worked_weight)));
	values[16] = Int64GetDatum(s->people);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

/*
 * segment_rows(graph, strategic, goal_work, goals, levels, units, weights,
 * points_lists) -> a row per segment: grouping, level, unit, counts of goals,
 * what is worked on, people. One row for all goals, also when there is none.
 */
Datum
gmalign_segment_rows(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	tops;
	GmaGoals	goals;
	GmaWork		work = {0};
	Segments	all = {0};
	uint8	   *strategic;
	uint8	   *is_staffed;
	uint8	   *is_reaching;
	uint32	   *of_node;
	uint32	   *depth;
	double	   *given;
	double	   *weight;

	all.max = 256;
	all.nslots = 1024;
	if (!gma_reader_start(&reader, fcinfo))
	{
		Segment		none = {0};

		none.level = none.unit = NOTHING;
		none.kind = NO_LEVEL | NO_UNIT;
		put_segment((ReturnSetInfo *) fcinfo->resultinfo, &all, &none);
		return (Datum) 0;
	}
	gma_goals_read(g, fcinfo, 1, "strategic", &tops);
	strategic = gma_strategic(g, &tops);
	if (!PG_ARGISNULL(2))
		gma_work_open(PG_GETARG_DATUM(2), &work);
	is_staffed = gma_work_staffed(&work, g, strategic, &of_node);
	gma_goals_read(g, fcinfo, 3, "goals", &goals);
	given = gma_parallel_array(fcinfo, 6, "weights", "weight", "goals",
							   goals.count);
	weight = gma_alloc_zero(g->n, sizeof(double));
	for (uint32 i = 0; given != NULL && i < goals.count; i++)
		weight[goals.nodes[i]] = given[i];

	all.list = gma_alloc(all.max, sizeof(Segment));
	all.slots = gma_alloc_zero(all.nslots, sizeof(uint32));
	all.of = gma_alloc((size_t) g->n * NKINDS, sizeof(uint32));
	memset(all.of, 0xFF, sizeof(uint32) * NKINDS * (size_t) g->n);
	find_segment(&all, NOTHING, NOTHING, NO_LEVEL | NO_UNIT);
	read_segments(fcinfo, g, &goals, &all);
	is_reaching = add_sights(g, strategic, is_staffed, weight, &all);
	add_people(fcinfo, g, &all);

	depth = gma_depths(g, strategic);
	for (uint32 v = 0; v < g->n; v++)
	{
		const GmaWorkGoal *goal = of_node[v] == GMA_NONE ? NULL :
			&work.goals[of_node[v]];

		GMA_TICK(v);
		for (int kind = 0; kind < NKINDS; kind++)
		{
			uint32		of = all.of[(size_t) v * NKINDS + kind];
			Segment    *s;

			if (of == GMA_NONE)
				continue;
			s = &all.list[of];
			s->goals++;
			s->states[gma_state(g, v, strategic, depth)]++;
			s->staffed += is_staffed[v];
			s->staffed_reaching += is_staffed[v] && is_reaching[v];
			if (goal == NULL)
				continue;
			gma_sum_add(&s->fte, goal->fte);
			if (is_reaching[v])
				gma_sum_add(&s->fte_reaching, goal->fte);
			if (isnan(goal->cost))
				continue;
			s->has_cost = true;
			gma_sum_add(&s->cost, goal->cost);
			if (is_reaching[v])
				gma_sum_add(&s->cost_reaching, goal->cost);
		}
	}
	for (uint32 i = 0; i < all.n; i++)
		put_segment(reader.rsinfo, &all, &all.list[i]);
	gma_reader_end(&reader);
	return (Datum) 0;
}
