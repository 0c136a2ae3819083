/*-------------------------------------------------------------------------
 *
 * stakeholder_state.c
 *		Gathering the rows (stakeholder, goal, priority) of one group.
 *
 * The input is what people store, a row per party and goal; no self-join and
 * no fixed number of parties. Rows are appended; they are sorted and summed
 * when somebody reads the state, or before it would have to grow.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "stakeholder.h"

PG_FUNCTION_INFO_V1(gmalign_stakeholder_accum);
PG_FUNCTION_INFO_V1(gmalign_stakeholder_combine);
PG_FUNCTION_INFO_V1(gmalign_stakeholder_serialize);
PG_FUNCTION_INFO_V1(gmalign_stakeholder_deserialize);

/*
 * Pairs grow with the square of the parties. Nobody has five thousand parties
 * to one assignment; who reaches this has forgotten to group.
 */
#define MAX_PARTIES 5000

static StakeholderState *
state_create(MemoryContext context, Oid key_type, GmaKeyKind kind, Scale scale)
{
	StakeholderState *st;

	st = MemoryContextAlloc(context, sizeof(StakeholderState));
	memset(st, 0, offsetof(StakeholderState, inline_parties));
	st->cells = st->inline_cells;
	st->parties = st->inline_parties;
	st->bytes = st->inline_bytes;
	st->maxcells = INLINE_CELLS;
	st->maxparties = INLINE_PARTIES;
	st->maxbytes = INLINE_BYTES;
	st->key_type = key_type;
	st->key_kind = kind;
	st->scale = scale;
	return st;
}

/*
 * Room for at least need items in one of the state's arrays, which start
 * inside the state itself. The result replaces the array.
 */
static void *
grow(MemoryContext context, void *array, void *inline_array, uint32 used,
	 uint32 *max, uint64 need, size_t size)
{
	uint64		wanted = Max((uint64) *max * 2, need);
	void	   *result;

	if (wanted * size > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many priorities in one group"),
				 errdetail("The state of one group is limited to 1 GB."),
				 errhint("Group by the assignment.")));
	if (array == inline_array)
	{
		result = MemoryContextAlloc(context, wanted * size);
		memcpy(result, array, used * size);
	}
	else
		result = repalloc(array, wanted * size);
	*max = (uint32) wanted;
	return result;
}

/* Keep a copy of some bytes; returns their place. */
static uint32
keep_bytes(MemoryContext context, StakeholderState *st, const char *bytes,
		   size_t length)
{
	uint32		place = st->nbytes;

	if ((uint64) st->nbytes + length > st->maxbytes)
		st->bytes = grow(context, st->bytes, st->inline_bytes, st->nbytes,
						 &st->maxbytes, (uint64) st->nbytes + length, 1);
	memcpy(st->bytes + place, bytes, length);
	st->nbytes += length;
	return place;
}

/* Keep a byte key with its length before it; returns its place. */
static int64
keep_key(MemoryContext context, StakeholderState *st, const char *key,
		 uint32 length)
{
	uint32		place;

	place = keep_bytes(context, st, (const char *) &length, sizeof(length));
	keep_bytes(context, st, key, length);
	return place;
}

/* The index of a stakeholder, new or known. */
static uint32
find_party(MemoryContext context, StakeholderState *st, const char *name,
		   size_t length)
{
	uint32		p;
	Party		party;

	/* newest first: rows often come party by party */
	for (p = st->nparties; p-- > 0;)
		if (is_party(st, p, name, length))
			return p;

	if (st->nparties >= MAX_PARTIES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %d stakeholders in one group", MAX_PARTIES),
				 errdetail("Every pair of stakeholders is compared."),
				 errhint("Group by the assignment; a stakeholder is a role or "
						 "party of one assignment.")));
	party.name = keep_bytes(context, st, name, length);
	party.length = length;
	if (st->nparties == st->maxparties)
		st->parties = grow(context, st->parties, st->inline_parties,
						   st->nparties, &st->maxparties, 0, sizeof(Party));
	st->parties[st->nparties] = party;
	return st->nparties++;
}

static int
compare_cells(const void *a, const void *b, void *arg)
{
	const Cell *x = a;
	const Cell *y = b;

	if (x->party != y->party)
		return x->party < y->party ? -1 : 1;
	return compare_goals(arg, x->goal, y->goal);
}

/* the same for long sorts, which must notice a cancel */
static int
compare_many_cells(const void *a, const void *b, void *arg)
{
	CHECK_FOR_INTERRUPTS();
	return compare_cells(a, b, arg);
}

/* compare_cells() < 0 for keys that are integers */
static inline bool
int_cell_precedes(const Cell *x, const Cell *y)
{
	return x->party != y->party ? x->party < y->party : x->goal < y->goal;
}

/* The first cell that is not after the one before it; their number: all are. */
static uint32
ascending_cells(StakeholderState *st)
{
	uint32		n = 1;

	if (st->key_kind == GMA_KEY_INT)
		while (n < st->ncells &&
			   int_cell_precedes(&st->cells[n - 1], &st->cells[n]))
			n++;
	else
		while (n < st->ncells &&
			   compare_cells(&st->cells[n - 1], &st->cells[n], st) < 0)
			n++;
	return n;
}

static void
sort_cells(StakeholderState *st)
{
	Cell	   *c = st->cells;

	if (st->ncells > 32)
	{
		qsort_arg(c, st->ncells, sizeof(Cell), compare_many_cells, st);
		return;
	}
	/* few, and mostly in order already; of integers there are most */
	if (st->key_kind == GMA_KEY_INT)
	{
		for (uint32 i = 1; i < st->ncells; i++)
		{
			Cell		cell;
			uint32		j = i;

			if (!int_cell_precedes(&c[i], &c[i - 1]))
				continue;
			cell = c[i];
			for (; j > 0 && int_cell_precedes(&cell, &c[j - 1]); j--)
				c[j] = c[j - 1];
			c[j] = cell;
		}
		return;
	}
	for (uint32 i = 1; i < st->ncells; i++)
	{
		Cell		cell = c[i];
		uint32		j = i;

		for (; j > 0 && compare_cells(&c[j - 1], &cell, st) > 0; j--)
			c[j] = c[j - 1];
		c[j] = cell;
	}
}

/*
 * Sort the cells and sum those of one party and goal. While rows still come
 * in (keep_error), what rounding lost stays behind as a second cell of the
 * same goal, so that the sum of a million rows is as good as that of two.
 */
void
gma_stakeholder_compact(StakeholderState *st, bool keep_error)
{
	uint32		out = 0;

	/* often the rows come party by party and goal by goal, or each once */
	if (ascending_cells(st) < st->ncells)
	{
		sort_cells(st);
		st->is_compact = ascending_cells(st) >= st->ncells;
	}
	else
		st->is_compact = true;
	if (st->is_compact)
		return;
	for (uint32 i = 0; i < st->ncells;)
	{
		Cell		cell = st->cells[i];
		GmaSum		sum = {0, 0};
		double		size = 0;
		uint32		run = i;

		cell.asked = false;
		for (; run < st->ncells &&
			 (run == i || compare_cells(&st->cells[run], &cell, st) == 0);
			 run++)
		{
			if (!st->cells[run].asked)
				continue;
			cell.asked = true;
			gma_sum_add(&sum, st->cells[run].priority);
			size += fabs(st->cells[run].priority);
		}
		if (unlikely(isinf(sum.hi)))
			gma_fail_overflow();
		i = run;
		cell.priority = keep_error ? sum.hi : gma_sum_value(&sum);
		/* rows that cancel each other but for rounding leave nothing */
		if (!keep_error && fabs(cell.priority) <= GMA_TIE * size)
			cell.priority = 0;
		st->cells[out++] = cell;
		if (keep_error && sum.lo != 0)
		{
			cell.priority = sum.lo;
			st->cells[out++] = cell;
		}
	}
	st->ncells = out;
	st->is_compact = !keep_error;
}

/* Byte keys that no cell needs any more are dropped. */
static void
compact_bytes(MemoryContext context, StakeholderState *st)
{
	char	   *old = st->bytes;
	bool		was_inline = old == st->inline_bytes;
	int64		last = -1;
	int64		last_new = -1;

	st->bytes = MemoryContextAlloc(context, st->maxbytes);
	st->nbytes = 0;
	for (uint32 p = 0; p < st->nparties; p++)
		st->parties[p].name = keep_bytes(context, st,
										 old + st->parties[p].name, st->parties[p].length);
	for (uint32 i = 0; i < st->ncells; i++)
	{
		uint32		length;

		/* the two cells of a compensated sum share their key */
		if (st->cells[i].goal != last)
		{
			last = st->cells[i].goal;
			memcpy(&length, old + last, sizeof(length));
			last_new = keep_key(context, st, old + last + sizeof(length),
								length);
		}
		st->cells[i].goal = last_new;
	}
	if (!was_inline)
		pfree(old);
}

/*
 * Room for one more cell. Before the next key is kept: summing moves the
 * bytes.
 */
static void
make_room(MemoryContext context, StakeholderState *st)
{
	if (st->ncells < st->maxcells)
		return;
	/* rows may be duplicates of few cells: sum before growing */
	if (st->ncells > INLINE_CELLS)
	{
		gma_stakeholder_compact(st, true);
		if (st->key_kind != GMA_KEY_INT)
			compact_bytes(context, st);
	}
	if (st->ncells > st->maxcells / 2)
		st->cells = grow(context, st->cells, st->inline_cells, st->ncells,
						 &st->maxcells, 0, sizeof(Cell));
}

/* Add a row whose goal is an integer or, with key, these bytes. */
static inline void
add_cell(MemoryContext context, StakeholderState *st, Cell *cell,
		 const char *key, size_t length)
{
	make_room(context, st);
	if (key != NULL)
		cell->goal = keep_key(context, st, key, length);
	st->cells[st->ncells++] = *cell;
	st->is_compact = false;
	st->is_summarized = false;
}

/* ---------- transition ---------- */

static Scale
read_scale(const text *scale)
{
	const char *s = VARDATA_ANY(scale);
	size_t		length = VARSIZE_ANY_EXHDR(scale);

	if (length == 6 && memcmp(s, "points", 6) == 0)
		return SCALE_POINTS;
	if (length == 8 && memcmp(s, "as_given", 8) == 0)
		return SCALE_AS_GIVEN;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized priority_scale: \"%s\"",
					text_to_cstring(scale)),
			 errdetail("'points' divides each party's priorities by the sum of "
					   "their magnitudes; 'as_given' takes them as they are."),
			 errhint("Use 'points' or 'as_given'.")));
}

/*
 * stakeholder_accum(state, stakeholder, goal, priority
 *					 [, priority_scale] [, a, b])
 *
 * a and b are what alignment_drivers asks for; they become parties 0 and 1.
 * A row without stakeholder or goal says nothing and is skipped.
 */
Datum
gmalign_stakeholder_accum(PG_FUNCTION_ARGS)
{
	int			nargs = PG_NARGS();
	bool		has_scale = nargs == 5 || nargs == 7;
	int			pair_arg = nargs >= 6 ? nargs - 2 : 0;
	MemoryContext context;
	StakeholderState *st;
	Scale		scale = SCALE_AS_GIVEN;
	text	   *name;
	Cell		cell;
	const char *key = NULL;
	size_t		length = 0;

	st = gma_internal_state(fcinfo, &context);

	if (has_scale)
	{
		if (PG_ARGISNULL(4))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("priority_scale must not be null"),
					 errhint("Use 'points' or 'as_given'.")));
		scale = read_scale(PG_GETARG_TEXT_PP(4));
	}
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) ||
		(pair_arg && (PG_ARGISNULL(pair_arg) || PG_ARGISNULL(pair_arg + 1))))
		return gma_internal_result(fcinfo, st);

	if (st == NULL)
	{
		Oid			type = getBaseType(get_fn_expr_argtype(fcinfo->flinfo, 2));

		gma_check_collation(fcinfo);
		st = state_create(context, type, gma_key_kind(type), scale);
		st->has_pair = pair_arg != 0;
	}
	else if (st->scale != scale)
		gma_fail_varying("priority_scale");

	for (int i = 0; pair_arg && i < 2; i++)
	{
		name = PG_GETARG_TEXT_PP(pair_arg + i);
		if (st->nparties == i)
		{
			/* even b = a gets a place of its own */
			Party		party;

			party.length = VARSIZE_ANY_EXHDR(name);
			party.name = keep_bytes(context, st, VARDATA_ANY(name),
									party.length);
			st->parties[st->nparties++] = party;
		}
		else if (!is_party(st, i, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)))
			gma_fail_varying(i == 0 ? "a" : "b");
	}

	cell.asked = !PG_ARGISNULL(3);
	cell.priority = cell.asked ? PG_GETARG_FLOAT8(3) : 0;
	gma_check_finite("priority", cell.priority);
	name = PG_GETARG_TEXT_PP(1);
	cell.party = find_party(context, st, VARDATA_ANY(name),
							VARSIZE_ANY_EXHDR(name));
	if (st->key_kind == GMA_KEY_INT)
		cell.goal = gma_key_to_int(PG_GETARG_DATUM(2), st->key_type);
	else
		key = gma_key_to_bytes(PG_GETARG_DATUM(2), st->key_kind, &length);
	add_cell(context, st, &cell, key, length);
	PG_RETURN_POINTER(st);
}

/* stakeholder_combine(state, state): the second one's rows join the first. */
Datum
gmalign_stakeholder_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	StakeholderState *into;
	StakeholderState *from;

	into = gma_internal_state(fcinfo, &context);
	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (StakeholderState *) PG_GETARG_POINTER(1);
	if (into == NULL)
	{
		into = state_create(context, from->key_type, from->key_kind,
							from->scale);
		into->has_pair = from->has_pair;
		/* parties keep their numbers: 0 and 1 may be a driver's pair */
		for (uint32 p = 0; p < from->nparties; p++)
		{
			Party		party = from->parties[p];

			party.name = keep_bytes(context, into, from->bytes + party.name,
									party.length);
			if (into->nparties == into->maxparties)
				into->parties = grow(context, into->parties,
									 into->inline_parties, into->nparties, &into->maxparties,
									 0, sizeof(Party));
			into->parties[into->nparties++] = party;
		}
	}
	else if (into->scale != from->scale)
		gma_fail_varying("priority_scale");
	for (uint32 p = 0; from->has_pair && p < 2; p++)
		if (!is_party(into, p, from->bytes + from->parties[p].name,
					  from->parties[p].length))
			gma_fail_varying(p == 0 ? "a" : "b");

	for (uint32 i = 0; i < from->ncells; i++)
	{
		Cell		cell = from->cells[i];
		Party		party = from->parties[cell.party];
		const char *key = NULL;
		uint32		length = 0;

		/* usually the same number in both */
		if (cell.party >= into->nparties ||
			!is_party(into, cell.party, from->bytes + party.name,
					  party.length))
			cell.party = find_party(context, into, from->bytes + party.name,
									party.length);
		if (into->key_kind != GMA_KEY_INT)
			key = key_bytes(from, cell.goal, &length);
		add_cell(context, into, &cell, key, length);
	}
	PG_RETURN_POINTER(into);
}

/* stakeholder_serialize(state): for a parallel worker's leader */
Datum
gmalign_stakeholder_serialize(PG_FUNCTION_ARGS)
{
	StakeholderState *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, st->key_type);
	pq_sendbyte(&buf, st->key_kind);
	pq_sendbyte(&buf, st->scale);
	pq_sendbyte(&buf, st->has_pair);
	pq_sendint32(&buf, st->nparties);
	pq_sendint32(&buf, st->ncells);
	pq_sendint32(&buf, st->nbytes);
	for (uint32 p = 0; p < st->nparties; p++)
	{
		pq_sendint32(&buf, st->parties[p].name);
		pq_sendint32(&buf, st->parties[p].length);
	}
	for (uint32 i = 0; i < st->ncells; i++)
	{
		pq_sendint64(&buf, st->cells[i].goal);
		pq_sendfloat8(&buf, st->cells[i].priority);
		pq_sendint32(&buf, st->cells[i].party);
		pq_sendbyte(&buf, st->cells[i].asked);
	}
	pq_sendbytes(&buf, st->bytes, st->nbytes);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* stakeholder_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_stakeholder_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	StakeholderState *st;
	Oid			type;
	GmaKeyKind	kind;
	uint32		ncells;
	uint32		nparties;
	uint32		nbytes;

	gma_internal_message(fcinfo, &buf);

	type = pq_getmsgint(&buf, 4);
	kind = pq_getmsgbyte(&buf);
	st = state_create(CurrentMemoryContext, type, kind, pq_getmsgbyte(&buf));
	st->has_pair = pq_getmsgbyte(&buf) != 0;
	nparties = pq_getmsgint(&buf, 4);
	ncells = pq_getmsgint(&buf, 4);
	nbytes = pq_getmsgint(&buf, 4);
	if (nparties > st->maxparties)
		st->parties = grow(CurrentMemoryContext, st->parties,
						   st->inline_parties, 0, &st->maxparties, nparties, sizeof(Party));
	if (ncells > st->maxcells)
		st->cells = grow(CurrentMemoryContext, st->cells, st->inline_cells, 0,
						 &st->maxcells, ncells, sizeof(Cell));
	for (; st->nparties < nparties; st->nparties++)
	{
		st->parties[st->nparties].name = pq_getmsgint(&buf, 4);
		st->parties[st->nparties].length = pq_getmsgint(&buf, 4);
	}
	for (; st->ncells < ncells; st->ncells++)
	{
		Cell	   *cell = &st->cells[st->ncells];

		cell->goal = pq_getmsgint64(&buf);
		cell->priority = pq_getmsgfloat8(&buf);
		cell->party = pq_getmsgint(&buf, 4);
		cell->asked = pq_getmsgbyte(&buf) != 0;
	}
	keep_bytes(CurrentMemoryContext, st, pq_getmsgbytes(&buf, nbytes), nbytes);
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}
