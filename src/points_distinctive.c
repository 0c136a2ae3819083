/*-------------------------------------------------------------------------
 *
 * points_distinctive.c
 *		What is left of an alignment when what everybody wants is taken off.
 *
 * Strangers who all put safety first are alike in that, not in what they want
 * besides (Furr 2008: distinctive similarity). wish_norm holds what the parties
 * of all moves want of each goal; from the points of a party the mean over the
 * parties of the other moves is taken off, and what is left of two parties is
 * compared as points are (alignment.c). Of the other moves only: a norm of which
 * a move is part would make its parties differ.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"

#include "compared.h"
#include "key_table.h"

PG_FUNCTION_INFO_V1(gmalign_wish_norm_in);
PG_FUNCTION_INFO_V1(gmalign_wish_norm_out);
PG_FUNCTION_INFO_V1(gmalign_wish_norm_recv);
PG_FUNCTION_INFO_V1(gmalign_wish_norm_send);
PG_FUNCTION_INFO_V1(gmalign_wish_norm_accum);
PG_FUNCTION_INFO_V1(gmalign_wish_norm_combine);
PG_FUNCTION_INFO_V1(gmalign_wish_norm_serialize);
PG_FUNCTION_INFO_V1(gmalign_wish_norm_deserialize);
PG_FUNCTION_INFO_V1(gmalign_wish_norm_final);
PG_FUNCTION_INFO_V1(gmalign_distinctive_scores);

#define NORM_MAGIC 0x474D4E01

/* ---------- the value ---------- */

typedef struct NormHead
{
	GmaFlatHead flat;
	Oid			goal_type;
	uint32		goal_kind;
	uint32		n;
	uint32		goal_bytes;
} NormHead;

/* what all parties want of a goal */
typedef struct NormGoal
{
	GmaSum		points;
	int64		n;				/* parties with points for it */
} NormGoal;

/* an opened wish_norm */
typedef struct Norm
{
	Oid			goal_type;
	GmaKeys		keys;			/* ascending */
	NormGoal   *goals;
} Norm;

static size_t
norm_layout(const NormHead *head, Norm *norm)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(NormHead))};

	norm->goal_type = head->goal_type;
	gma_flat_keys(&flat, &norm->keys, head->goal_kind, head->n, head->goal_bytes);
	norm->goals = gma_flat_array(&flat, head->n, sizeof(NormGoal));
	return flat.at - (char *) head;
}

static void
norm_open(Datum value, Norm *norm)
{
	const NormHead *head = (const NormHead *)
		gma_flat_open(value, NORM_MAGIC, sizeof(NormHead), "wish_norm");

	if (norm_layout(head, norm) != VARSIZE(head))
		gma_fail_flat("wish_norm");
}

/* Points are from -1 to 1. */
static bool
is_good(const Norm *norm, const NormHead *head)
{
	if (!gma_keys_good(&norm->keys, head->goal_bytes) ||
		!gma_keys_ascend(&norm->keys))
		return false;
	for (uint32 i = 0; i < norm->keys.n; i++)
	{
		const NormGoal *goal = &norm->goals[i];

		GMA_TICK(i);
		if (goal->n < 1 || goal->n > GMA_MAX_N ||
			!(fabs(goal->points.hi) <= goal->n * (1 + 1e-9)) ||
			!(fabs(goal->points.lo) <= 1))
			return false;
	}
	return true;
}

static Datum
believe(void *bytes)
{
	NormHead   *head = bytes;
	Norm		norm;

	if (VARSIZE(head) < sizeof(NormHead) || head->flat.magic != NORM_MAGIC ||
		!gma_is_kind_of(head->goal_type, head->goal_kind) ||
		norm_layout(head, &norm) != VARSIZE(head) || !is_good(&norm, head))
		gma_fail_flat("wish_norm");
	return PointerGetDatum(head);
}

Datum
gmalign_wish_norm_in(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_in(PG_GETARG_CSTRING(0), "wish_norm"));
}

Datum
gmalign_wish_norm_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(gma_flat_out(PG_GETARG_DATUM(0)));
}

Datum
gmalign_wish_norm_recv(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_recv((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
gmalign_wish_norm_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(gma_flat_send(PG_GETARG_DATUM(0)));
}

/* ---------- gathering it ---------- */

typedef struct Entry
{
	GmaTableEntry head;
	NormGoal	goal;
} Entry;

typedef struct NormState
{
	Oid			type;
	GmaKeyTable table;			/* of Entry */
} NormState;

/* The state, which is made for keys of this type where there is none yet. */
static NormState *
state_for(FunctionCallInfo fcinfo, Oid type, GmaKeyKind kind)
{
	MemoryContext context;
	NormState  *st = gma_internal_state(fcinfo, &context);

	if (st == NULL)
	{
		st = MemoryContextAlloc(context, sizeof(NormState));
		st->type = type;
		gma_table_init(&st->table, context, kind, sizeof(Entry));
	}
	gma_check_key_type("a goal", type, kind, st->table.kind, st->type);
	return st;
}

/* wish_norm_accum(state, party_points): a move */
Datum
gmalign_wish_norm_accum(PG_FUNCTION_ARGS)
{
	GmaPoints	points;
	GmaPointsRows rows;
	NormState  *st;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, gma_internal_state(fcinfo, NULL));
	gma_points_open(PG_GETARG_DATUM(1), &points);
	st = state_for(fcinfo, points.goal_type, points.goals.kind);
	gma_points_rows(&points, &rows);
	for (uint32 at = 0; at < rows.n;)
	{
		GmaKey		key = gma_keys_get(&points.goals, rows.rows[at].goal);
		GmaSide		side;
		Entry	   *entry = gma_table_find(&st->table, key);

		at = gma_points_side(&rows, at, rows.parties[rows.rows[at].party].end, &side);
		gma_sum_add(&entry->goal.points, gma_shown(side.points));
		entry->goal.n++;
	}
	PG_RETURN_POINTER(st);
}

/* What other moves want of a goal. */
static void
add_goal(NormState *st, GmaKey key, const NormGoal *goal)
{
	Entry	   *entry = gma_table_find(&st->table, key);

	gma_sum_add(&entry->goal.points, goal->points.hi);
	gma_sum_add(&entry->goal.points, goal->points.lo);
	entry->goal.n += goal->n;
}

/* The state as a value, its goals ascending. */
static Datum
make_norm(const NormState *st)
{
	const GmaKeyTable *table = &st->table;
	void	  **sorted = gma_table_sorted(table);
	NormHead	head;
	NormHead   *value;
	Norm		norm;

	memset(&head, 0, sizeof(head));
	head.flat.magic = NORM_MAGIC;
	head.goal_type = st->type;
	head.goal_kind = table->kind;
	head.n = table->n;
	if (table->kind != GMA_KEY_INT)
		head.goal_bytes = table->bytes.len - table->n * sizeof(uint32);
	value = gma_flat_new(&head, sizeof(head), norm_layout(&head, &norm));
	norm_layout(value, &norm);
	for (uint32 i = 0; i < table->n; i++)
	{
		GMA_TICK(i);
		gma_keys_put(&norm.keys, i, gma_table_key(table, sorted[i]));
		norm.goals[i] = ((const Entry *) sorted[i])->goal;
	}
	pfree(sorted);
	return PointerGetDatum(value);
}

/* wish_norm_final(state): NULL over no moves */
Datum
gmalign_wish_norm_final(PG_FUNCTION_ARGS)
{
	NormState  *st = gma_internal_state(fcinfo, NULL);

	if (st == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(make_norm(st));
}

/* wish_norm_serialize(state): the value, which is a varlena as bytea is */
Datum
gmalign_wish_norm_serialize(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(make_norm(gma_internal_state(fcinfo, NULL)));
}

/* wish_norm_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_wish_norm_deserialize(PG_FUNCTION_ARGS)
{
	NormState  *st = palloc(sizeof(NormState));
	Norm		norm;

	if (!AggCheckCallContext(fcinfo, NULL))
		gma_fail_no_aggregate();
	norm_open(PG_GETARG_DATUM(0), &norm);
	st->type = norm.goal_type;
	gma_table_init(&st->table, CurrentMemoryContext, norm.keys.kind, sizeof(Entry));
	for (uint32 i = 0; i < norm.keys.n; i++)
	{
		GMA_TICK(i);
		add_goal(st, gma_keys_get(&norm.keys, i), &norm.goals[i]);
	}
	PG_RETURN_POINTER(st);
}

/* wish_norm_combine(state, state): a move is in one of them only */
Datum
gmalign_wish_norm_combine(PG_FUNCTION_ARGS)
{
	const NormState *from;
	NormState  *into;

	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, gma_internal_state(fcinfo, NULL));
	from = (const NormState *) PG_GETARG_POINTER(1);
	into = state_for(fcinfo, from->type, from->table.kind);
	for (uint32 i = 0; i < from->table.n; i++)
	{
		const Entry *entry = gma_table_entry(&from->table, i);

		GMA_TICK(i);
		add_goal(into, gma_table_key(&from->table, entry), &entry->goal);
	}
	PG_RETURN_POINTER(into);
}

/* ---------- reading it ---------- */

/* what two parties lose against each other, and how much there is */
typedef struct Loss
{
	GmaSum		loss;
	GmaSum		total;
} Loss;

/* the pairs, in the order of the columns */
static const int pairs[][2] = {
	{GMA_ORGANIZATION, GMA_GM_PROFESSIONAL},
	{GMA_ORGANIZATION, GMA_ASSIGNEE},
	{GMA_GM_PROFESSIONAL, GMA_ASSIGNEE}
};

/*
 * distinctive_scores(party_points, wish_norm) -> one row, its columns as in
 * sql/kernels/points_distinctive.sql.
 */
Datum
gmalign_distinctive_scores(PG_FUNCTION_ARGS)
{
	GmaPoints	points;
	GmaPointsRows rows;
	GmaCompared c;
	Norm		norm;
	uint32		n;
	uint32		place[GMA_NPARTIES];
	double	   *wanted[GMA_NPARTIES];
	GmaSum	   *own;
	uint32	   *own_n;
	const Voice *voice[GMA_NPARTIES] = {NULL};
	uint32		heard[GMA_NPARTIES] = {0};
	Loss		losses[lengthof(pairs)] = {0};
	int32		goals = 0;
	Datum		values[2 * lengthof(pairs) + 1] = {0};
	bool		nulls[lengthof(values)] = {false};

	gma_points_open(PG_GETARG_DATUM(0), &points);
	norm_open(PG_GETARG_DATUM(1), &norm);
	gma_check_key_type("a goal of the move", points.goal_type, points.goals.kind,
					   norm.keys.kind, norm.goal_type);
	gma_points_rows(&points, &rows);
	gma_compare_parties(&points, &rows, &c);

	n = points.goals.n;
	own = gma_alloc_zero(n, sizeof(GmaSum));
	own_n = gma_alloc_zero(n, sizeof(uint32));
	for (int p = 0; p < GMA_NPARTIES; p++)
	{
		place[p] = gma_party_place(&points, p);
		wanted[p] = gma_alloc(n, sizeof(double));
		for (uint32 g = 0; g < n; g++)
			wanted[p][g] = NAN;
	}
	for (uint32 v = 0; v < c.n; v++)
	{
		double	   *to = NULL;

		for (int p = 0; p < GMA_NPARTIES; p++)
			if (place[p] == c.voices[v].party)
			{
				voice[p] = &c.voices[v];
				to = wanted[p];
			}
		for (const Cell *cell = c.voices[v].first; cell < c.voices[v].end; cell++)
		{
			gma_sum_add(&own[cell->goal], gma_shown(cell->priority));
			own_n[cell->goal]++;
			if (to != NULL)
				to[cell->goal] = gma_shown(cell->priority);
		}
	}

	for (uint32 g = 0; g < n; g++)
	{
		uint32		at = own_n[g] == 0 ? GMA_NONE :
			gma_keys_find(&norm.keys, gma_keys_get(&points.goals, g));
		double		left[GMA_NPARTIES];
		double		mean;

		GMA_TICK(g);
		if (at == GMA_NONE || norm.goals[at].n <= own_n[g])
			continue;
		goals++;
		mean = (gma_sum_value(&norm.goals[at].points) - gma_sum_value(&own[g])) /
			(norm.goals[at].n - own_n[g]);
		for (int p = 0; p < GMA_NPARTIES; p++)
		{
			/* who was not asked is taken to want what others do */
			left[p] = isnan(wanted[p][g]) ? 0 : wanted[p][g] - mean;
			heard[p] += !isnan(wanted[p][g]);
		}
		for (int i = 0; i < lengthof(pairs); i++)
		{
			double		x = left[pairs[i][0]];
			double		y = left[pairs[i][1]];

			gma_sum_add(&losses[i].loss, fabs(x - y));
			gma_sum_add(&losses[i].total, fabs(x) + fabs(y));
		}
	}

	for (int i = 0; i < lengthof(pairs); i++)
	{
		const Voice *a = voice[pairs[i][0]];
		const Voice *b = voice[pairs[i][1]];
		double		total = gma_sum_value(&losses[i].total);
		Pair		pair = {.is_defined = false};

		if (a != NULL && b != NULL)
			gma_compare_voices(&c.st, a < b ? a : b, a < b ? b : a, &pair);
		nulls[2 * i] = !pair.is_defined;
		values[2 * i] = Float8GetDatum(pair.is_defined ? pair.score : 0);
		nulls[2 * i + 1] = heard[pairs[i][0]] == 0 || heard[pairs[i][1]] == 0 || total == 0;
		values[2 * i + 1] = Float8GetDatum(nulls[2 * i + 1] ? 0 :
										   gma_rounded(gma_clamp(1 - gma_sum_value(&losses[i].loss) / total, 0, 1)));
	}
	values[2 * lengthof(pairs)] = Int32GetDatum(goals);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(gma_result_desc(fcinfo), values, nulls)));
}
