/*-------------------------------------------------------------------------
 *
 * points_list_camps.c
 *		What the camps of a programme want over all its moves, and where they
 *		part.
 *
 * A camp is some of the voices, whatever party they speak for. Its points of a
 * goal are the mean over its voices on all moves, each moved up as those of
 * parties are; a list each, in the order of the names below.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/tuplestore.h"

#include "key_table.h"
#include "points_list.h"

PG_FUNCTION_INFO_V1(gmalign_camp_points_accum);
PG_FUNCTION_INFO_V1(gmalign_camp_points_combine);
PG_FUNCTION_INFO_V1(gmalign_camp_points_serialize);
PG_FUNCTION_INFO_V1(gmalign_camp_points_deserialize);
PG_FUNCTION_INFO_V1(gmalign_camp_points_final);
PG_FUNCTION_INFO_V1(gmalign_camps_heard);
PG_FUNCTION_INFO_V1(gmalign_camp_rows);

enum
{
	HR,
	LEADERSHIP,
	GM,
	ASSIGNEE,
	NCAMPS
};

static const char *const camp_names[NCAMPS] = {"hr", "leadership", "gm", "assignee"};

#define NO_CAMP NCAMPS

/* which voice is of which camp */
typedef struct Camps
{
	GmaKeyKind	kind;
	int			n;
	GmaKey	   *voices;
	uint8	   *camps;
} Camps;

/* The arrays of voices and camps, argument and the one after; in the current context. */
static void
read_camps(FunctionCallInfo fcinfo, int argument, const GmaPoints *p, Camps *result)
{
	ArrayType  *voices = PG_GETARG_ARRAYTYPE_P_COPY(argument);
	Oid			type = getBaseType(ARR_ELEMTYPE(voices));
	int16		length;
	bool		by_value;
	char		align;
	Datum	   *keys;
	Datum	   *names;
	bool	   *nokeys;
	bool	   *nonames;
	int			nnames;

	get_typlenbyvalalign(type, &length, &by_value, &align);
	deconstruct_array(voices, ARR_ELEMTYPE(voices), length, by_value, align,
					  &keys, &nokeys, &result->n);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument + 1), TEXTOID, -1, false,
					  TYPALIGN_INT, &names, &nonames, &nnames);
	if (nnames != result->n)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("voices and camps differ in length"),
				 errdetail("There are %d and %d.", result->n, nnames)));
	result->kind = gma_key_kind(type);
	gma_check_key_type("voice", type, result->kind, p->voice_keys.kind,
					   p->voice_type);
	result->voices = gma_alloc(Max(result->n, 1), sizeof(GmaKey));
	result->camps = gma_alloc(Max(result->n, 1), sizeof(uint8));
	for (int i = 0; i < result->n; i++)
	{
		char	   *name = nonames[i] ? NULL : TextDatumGetCString(names[i]);

		result->camps[i] = NO_CAMP;
		if (nokeys[i])
			continue;
		result->voices[i] = gma_key_of(keys[i], type, result->kind);
		for (int camp = 0; name != NULL && camp < NCAMPS; camp++)
			if (strcmp(name, camp_names[camp]) == 0)
				result->camps[i] = camp;
	}
}

/* The camp of a voice that is heard, else NO_CAMP. Voices are few. */
static uint8
camp_of(const Camps *camps, const GmaPoints *p, uint32 voice)
{
	GmaKey		key = gma_keys_get(&p->voice_keys, voice);

	if (p->voices[voice].total == 0)
		return NO_CAMP;
	for (int i = 0; i < camps->n; i++)
		if (camps->camps[i] != NO_CAMP &&
			gma_key_compare(camps->voices[i], key, camps->kind) == 0)
			return camps->camps[i];
	return NO_CAMP;
}

/* ---------- gathering ---------- */

typedef struct Entry
{
	GmaTableEntry head;
	GmaSum		points[NCAMPS];
} Entry;

typedef struct CampState
{
	Camps		camps;			/* while rows come in */
	Oid			goal_type;
	int64		nvoices[NCAMPS];
	GmaKeyTable table;			/* of Entry */
} CampState;

static CampState *
state_create(MemoryContext context, Oid goal_type)
{
	CampState  *st = MemoryContextAllocZero(context, sizeof(CampState));

	st->goal_type = goal_type;
	gma_table_init(&st->table, context, gma_key_kind(goal_type), sizeof(Entry));
	return st;
}

static void
add_points(CampState *st, GmaKey goal, uint8 camp, double points)
{
	Entry	   *entry = gma_table_find(&st->table, goal);

	gma_sum_add(&entry->points[camp], points);
}

/*
 * camp_points_accum(state, party_points, voices, camps): a move. Voices and
 * camps are those of the first.
 */
Datum
gmalign_camp_points_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	CampState  *st = gma_internal_state(fcinfo, &context);
	GmaPoints	p;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		return gma_internal_result(fcinfo, st);
	gma_points_open(PG_GETARG_DATUM(1), &p);
	if (st == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(context);

		st = state_create(context, p.goal_type);
		read_camps(fcinfo, 2, &p, &st->camps);
		MemoryContextSwitchTo(caller);
	}
	gma_check_key_type("a goal of the move", p.goal_type, p.goals.kind,
					   st->table.kind, st->goal_type);
	for (uint32 v = 0; v < p.voice_keys.n; v++)
	{
		uint8		camp = camp_of(&st->camps, &p, v);

		if (camp == NO_CAMP)
			continue;
		st->nvoices[camp]++;
		for (uint32 c = p.cell_start[v]; c < p.cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &p.cells[c];
			double		points = cell->priority / p.voices[v].total;

			GMA_TICK(c + 1);
			if (isnan(points))
				continue;
			if (p.lift_start[cell->goal] == p.lift_start[cell->goal + 1])
				add_points(st, gma_keys_get(&p.goals, cell->goal), camp, points);
			for (uint32 i = p.lift_start[cell->goal]; i < p.lift_start[cell->goal + 1]; i++)
				add_points(st, gma_keys_get(&p.goals, p.lifts[i].goal), camp,
						   points * p.lifts[i].share);
		}
	}
	PG_RETURN_POINTER(st);
}

/* camp_points_combine(state, state): a move is in one of them only */
Datum
gmalign_camp_points_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	CampState  *into = gma_internal_state(fcinfo, &context);
	const CampState *from;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (CampState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->goal_type);
	for (int camp = 0; camp < NCAMPS; camp++)
		into->nvoices[camp] += from->nvoices[camp];
	for (uint32 i = 0; i < from->table.n; i++)
	{
		const Entry *entry = gma_table_entry(&from->table, i);
		Entry	   *sums = gma_table_find(&into->table,
										  gma_table_key(&from->table, entry));

		GMA_TICK(i + 1);
		for (int camp = 0; camp < NCAMPS; camp++)
		{
			gma_sum_add(&sums->points[camp], entry->points[camp].lo);
			gma_sum_add(&sums->points[camp], entry->points[camp].hi);
		}
	}
	PG_RETURN_POINTER(into);
}

/* camp_points_serialize(state): for a parallel worker's leader */
Datum
gmalign_camp_points_serialize(PG_FUNCTION_ARGS)
{
	CampState  *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, st->goal_type);
	pq_sendbytes(&buf, (char *) st->nvoices, sizeof(st->nvoices));
	pq_sendint32(&buf, st->table.n);
	for (uint32 i = 0; i < st->table.n; i++)
	{
		const Entry *entry = gma_table_entry(&st->table, i);

		GMA_TICK(i + 1);
		gma_send_key(&buf, gma_table_key(&st->table, entry), st->table.kind);
		pq_sendbytes(&buf, (char *) entry->points, sizeof(entry->points));
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* camp_points_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_camp_points_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	CampState  *st;
	uint32		n;

	gma_internal_message(fcinfo, &buf);
	st = state_create(CurrentMemoryContext, pq_getmsgint(&buf, 4));
	pq_copymsgbytes(&buf, (char *) st->nvoices, sizeof(st->nvoices));
	n = pq_getmsgint(&buf, 4);
	for (uint32 i = 0; i < n; i++)
	{
		Entry	   *entry = gma_table_find(&st->table,
										   gma_receive_key(&buf, st->table.kind));

		GMA_TICK(i + 1);
		pq_copymsgbytes(&buf, (char *) entry->points, sizeof(entry->points));
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}

/* camp_points_final(state): a list per camp, each of all goals; NULL: not heard */
Datum
gmalign_camp_points_final(PG_FUNCTION_ARGS)
{
	CampState  *st = gma_internal_state(fcinfo, NULL);
	Oid			type = get_element_type(get_fn_expr_rettype(fcinfo->flinfo));
	const GmaKeyTable *table;
	void	  **sorted;
	GmaNamedGoal *named;
	GmaListHead head;
	Datum		lists[NCAMPS];
	bool		nulls[NCAMPS];
	int			dims[1] = {NCAMPS};
	int			lower[1] = {1};

	if (st == NULL)
		PG_RETURN_NULL();
	table = &st->table;
	sorted = gma_table_sorted(table);
	named = gma_alloc_zero(Max(table->n, 1), sizeof(GmaNamedGoal));
	memset(&head, 0, sizeof(head));
	head.goal_type = st->goal_type;
	head.goal_kind = table->kind;
	head.is_weighed = true;
	head.nweighed = table->n;
	for (int camp = 0; camp < NCAMPS; camp++)
	{
		nulls[camp] = st->nvoices[camp] == 0;
		for (uint32 i = 0; !nulls[camp] && i < table->n; i++)
		{
			const Entry *entry = sorted[i];

			GMA_TICK(i + 1);
			named[i].key = gma_table_key(table, entry);
			named[i].weight = gma_sum_value(&entry->points[camp]) / st->nvoices[camp];
		}
		if (!nulls[camp])
			lists[camp] = gma_list_new(&head, named, table->n);
	}
	pfree(sorted);
	pfree(named);
	PG_RETURN_ARRAYTYPE_P(construct_md_array(lists, nulls, 1, dims, lower, type,
											 -1, false, TYPALIGN_DOUBLE));
}

/* camps_heard(party_points, voices, camps): bits in the order of the names */
Datum
gmalign_camps_heard(PG_FUNCTION_ARGS)
{
	GmaPoints	p;
	Camps		camps;
	int32		heard = 0;

	gma_points_open(PG_GETARG_DATUM(0), &p);
	read_camps(fcinfo, 1, &p, &camps);
	for (uint32 v = 0; v < p.voice_keys.n; v++)
		heard |= (1 << camp_of(&camps, &p, v)) & ((1 << NCAMPS) - 1);
	PG_RETURN_INT32(heard);
}

/* ---------- where they part ---------- */

/* two camps, in the order in which equal losses go to the first */
typedef struct CampPair
{
	int			a;
	int			b;
	const char *name;
} CampPair;

static const CampPair camp_pairs[] = {
	{GM, HR, "gm|hr"},
	{GM, LEADERSHIP, "gm|leadership"},
	{HR, LEADERSHIP, "hr|leadership"},
};

typedef struct Conflict
{
	double		points[NCAMPS];
	double		loss;			/* the largest; -1: of no pair */
	double		rounded;		/* as compared */
	uint32		goal;
	int			pair;
} Conflict;

/* most loss first, then by goal */
static int
compare_conflicts(const void *a, const void *b)
{
	const Conflict *x = a;
	const Conflict *y = b;

	CHECK_FOR_INTERRUPTS();
	if (x->rounded != y->rounded)
		return x->rounded > y->rounded ? -1 : 1;
	return (x->goal > y->goal) - (x->goal < y->goal);
}

/* The largest loss of a goal, and whose it is. */
static void
find_widest(Conflict *c, const double *totals)
{
	c->loss = c->rounded = -1;
	for (int i = 0; i < lengthof(camp_pairs); i++)
	{
		double		loss;

		if (!(totals[i] > 0))
			continue;
		loss = fabs(c->points[camp_pairs[i].a] - c->points[camp_pairs[i].b]) / totals[i];
		if (gma_rounded(loss) > c->rounded)
		{
			c->rounded = gma_rounded(loss);
			c->pair = i;
		}
		c->loss = Max(c->loss, loss);
	}
}

/*
 * camp_rows(points_lists, goal) -> (goal, hr_points, leadership_points,
 * gm_points, assignee_points, pair, kind, loss_share, rank): every goal that
 * camps are compared on, most loss first.
 */
Datum
gmalign_camp_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Oid			type = gma_argument_type(fcinfo, 1);
	ArrayType  *array;
	Datum	   *values;
	bool	   *nulls;
	int			n;
	GmaPointsList lists[NCAMPS];
	const GmaPointsList *any = NULL;
	double		totals[lengthof(camp_pairs)] = {0};
	Conflict   *conflicts;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	array = PG_GETARG_ARRAYTYPE_P(0);
	deconstruct_array(array, ARR_ELEMTYPE(array), -1, false, TYPALIGN_DOUBLE,
					  &values, &nulls, &n);
	if (n != NCAMPS)
		gma_fail_flat("points_list[]");
	for (int camp = 0; camp < NCAMPS; camp++)
	{
		if (nulls[camp])
			continue;
		gma_list_open(values[camp], &lists[camp]);
		if (any != NULL && lists[camp].keys.n != any->keys.n)
			gma_fail_flat("points_list[]");
		any = &lists[camp];
	}
	if (any == NULL)
		return (Datum) 0;
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   any->keys.kind, any->head->goal_type);
	for (int i = 0; i < lengthof(camp_pairs); i++)
		if (!nulls[camp_pairs[i].a] && !nulls[camp_pairs[i].b])
			totals[i] = lists[camp_pairs[i].a].head->mass + lists[camp_pairs[i].b].head->mass;

	conflicts = gma_alloc(Max(any->keys.n, 1), sizeof(Conflict));
	for (uint32 i = 0; i < any->keys.n; i++)
	{
		GMA_TICK(i + 1);
		for (int camp = 0; camp < NCAMPS; camp++)
			conflicts[i].points[camp] = nulls[camp] ? 0 : lists[camp].cells[i].points;
		conflicts[i].goal = i;
		find_widest(&conflicts[i], totals);
	}
	qsort(conflicts, any->keys.n, sizeof(Conflict), compare_conflicts);
	for (uint32 i = 0; i < any->keys.n; i++)
	{
		const Conflict *c = &conflicts[i];
		const CampPair *pair = &camp_pairs[c->loss < 0 ? 0 : c->pair];
		double		x = c->points[pair->a];
		double		y = c->points[pair->b];
		Datum		row[9];
		bool		missing[9] = {false};

		GMA_TICK(i + 1);
		row[0] = gma_key_datum(gma_keys_get(&any->keys, c->goal), any->keys.kind, type);
		for (int camp = 0; camp < NCAMPS; camp++)
		{
			missing[1 + camp] = nulls[camp];
			row[1 + camp] = Float8GetDatum(gma_shown(c->points[camp]));
		}
		missing[5] = missing[7] = c->loss < 0;
		row[5] = CStringGetTextDatum(pair->name);
		missing[6] = c->loss < 0 || x == y;
		row[6] = CStringGetTextDatum(gma_loss_kind_name(gma_loss_kind(x, y)));
		row[7] = Float8GetDatum(gma_shown(c->loss));
		row[8] = Int64GetDatum((int64) i + 1);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row, missing);
		pfree(DatumGetPointer(row[5]));
		pfree(DatumGetPointer(row[6]));
	}
	pfree(conflicts);
	return (Datum) 0;
}
