/*-------------------------------------------------------------------------
 *
 * survival_state.c
 *		Gathering the rows ([entry,] duration, event [, group]) of one group.
 *
 * Rows are appended as counts of one; the counts of the same time are added
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

#include "survival.h"

PG_FUNCTION_INFO_V1(gmalign_km_accum);
PG_FUNCTION_INFO_V1(gmalign_km_entry_accum);
PG_FUNCTION_INFO_V1(gmalign_log_rank_accum);
PG_FUNCTION_INFO_V1(gmalign_log_rank_entry_accum);
PG_FUNCTION_INFO_V1(gmalign_survival_combine);
PG_FUNCTION_INFO_V1(gmalign_survival_serialize);
PG_FUNCTION_INFO_V1(gmalign_survival_deserialize);

/*
 * A test of G groups solves G - 1 equations. Who reaches this has passed the
 * person's id as the group.
 */
#define MAX_GROUPS 1000

#define MAX_TALLIES (MaxAllocSize / sizeof(Tally))

static int
compare_tallies(const Tally *a, const Tally *b)
{
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (a->change != b->change)
		return a->change < b->change ? -1 : 1;
	return (a->group > b->group) - (a->group < b->group);
}

#define ST_SORT sort_tallies
#define ST_ELEMENT_TYPE Tally
#define ST_COMPARE(a, b) compare_tallies(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* ---------- plain functions ---------- */

static SurvivalState *
state_create(MemoryContext context, const Question *question)
{
	SurvivalState *st = MemoryContextAlloc(context, sizeof(SurvivalState));

	memset(st, 0, offsetof(SurvivalState, inline_tallies));
	st->tallies = st->inline_tallies;
	st->maxtallies = INLINE_TALLIES;
	st->is_compact = true;
	st->question = *question;
	return st;
}

/* Sort the tallies and add the counts of the same time, change and group. */
void
gma_survival_compact(SurvivalState *st)
{
	Tally	   *t = st->tallies;
	uint32		out = 0;

	if (st->is_compact)
		return;
	sort_tallies(t, st->ntallies);
	for (uint32 i = 1; i < st->ntallies; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (compare_tallies(&t[out], &t[i]) == 0)
			t[out].count += t[i].count;
		else
			t[++out] = t[i];
	}
	st->ntallies = out + 1;
	st->is_compact = true;
}

/* Room for at least need tallies. */
static void
reserve(MemoryContext context, SurvivalState *st, uint64 need)
{
	uint64		wanted = Max(need, (uint64) st->maxtallies * 2);

	if (wanted > MAX_TALLIES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many distinct durations in one group"),
				 errdetail("The state of one group is limited to 1 GB."),
				 errhint("Round the durations, for example to whole days.")));
	if (st->tallies == st->inline_tallies)
	{
		st->tallies = MemoryContextAlloc(context, wanted * sizeof(Tally));
		memcpy(st->tallies, st->inline_tallies,
			   st->ntallies * sizeof(Tally));
	}
	else
		st->tallies = repalloc(st->tallies, wanted * sizeof(Tally));
	st->maxtallies = (uint32) wanted;
}

static inline void
add_tally(MemoryContext context, SurvivalState *st, const Tally *tally)
{
	Tally	   *last = st->tallies + st->ntallies - 1;

	/* rows often come in the order of time */
	if (st->ntallies > 0 && compare_tallies(last, tally) == 0)
	{
		last->count += tally->count;
		return;
	}
	if (unlikely(st->ntallies == st->maxtallies))
	{
		/* add the counts up first, and grow when that gained too little */
		gma_survival_compact(st);
		if (st->ntallies > st->maxtallies / 2)
			reserve(context, st, 0);
	}
	st->tallies[st->ntallies++] = *tally;
	st->is_compact = false;
}

static inline bool
is_group(const GroupKey *a, const GroupKey *b)
{
	return a->number == b->number && a->length == b->length &&
		(a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0);
}

/* The index of a group, new or known. */
static uint32
find_group(MemoryContext context, SurvivalState *st, const GroupKey *key)
{
	GroupKey   *kept;

	/* newest first: rows often come group by group */
	for (uint32 g = st->ngroups; g-- > 0;)
		if (is_group(&st->groups[g], key))
			return g;

	if (st->ngroups >= MAX_GROUPS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %d groups in one log-rank test",
						MAX_GROUPS),
				 errdetail("Every pair of groups has a covariance."),
				 errhint("Pass what divides the rows into few groups, such as "
						 "the alignment band.")));
	if (st->ngroups == st->maxgroups)
	{
		uint32		max = Max(8, st->maxgroups * 2);
		Size		size = max * sizeof(GroupKey);

		st->groups = st->groups == NULL ? MemoryContextAlloc(context, size) :
			repalloc(st->groups, size);
		st->maxgroups = max;
	}
	kept = &st->groups[st->ngroups];
	*kept = *key;
	if (key->length > 0)
	{
		kept->bytes = MemoryContextAlloc(context, key->length);
		memcpy(kept->bytes, key->bytes, key->length);
	}
	return st->ngroups++;
}

/* ---------- transition ---------- */

/* A row's duration, event and entry; false when one is not known. */
static bool
read_row(FunctionCallInfo fcinfo, bool has_entry, Tally *left, double *entry)
{
	int			arg = has_entry ? 2 : 1;

	*entry = 0;
	if (PG_ARGISNULL(arg) || PG_ARGISNULL(arg + 1) ||
		(has_entry && PG_ARGISNULL(1)))
		return false;

	/* + 0 makes a negative zero positive */
	left->time = PG_GETARG_FLOAT8(arg) + 0.0;
	gma_check_finite("duration", left->time);
	gma_check_range("duration", left->time, 0, INFINITY,
					"Pass the time under observation, the end minus the "
					"start.");
	left->count = 1;
	left->group = 0;
	left->change = PG_GETARG_BOOL(arg + 1) ? CHANGE_EVENT : CHANGE_CENSORED;
	if (has_entry)
	{
		*entry = PG_GETARG_FLOAT8(1) + 0.0;
		gma_check_finite("entry", *entry);
		gma_check_range("entry", *entry, 0, INFINITY,
						"Pass 0 for who was observed from the start.");
		/* not before it, or too close to tell */
		if (is_same_time(*entry, left->time))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("entry %s is not before duration %s",
							gma_double_text(*entry),
							gma_double_text(left->time)),
					 errhint("Both are measured from the same start; leave "
							 "out who left before observation began.")));
	}
	return true;
}

/* Add a row: who leaves, and who was not there from the start. */
static inline void
add_row(MemoryContext context, SurvivalState *st, const Tally *left,
		double entry)
{
	add_tally(context, st, left);
	if (entry > 0)
	{
		Tally		entered = *left;

		entered.time = entry;
		entered.change = CHANGE_ENTERED;
		add_tally(context, st, &entered);
	}
}

static ConfType
read_conf_type(const text *name)
{
	static const char *const names[] = {"log", "log-log", "plain"};

	for (int i = 0; i < lengthof(names); i++)
		if (gma_is_word(name, names[i]))
			return i;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized conf_type: \"%s\"", text_to_cstring(name)),
			 errhint("Use 'log', 'log-log' or 'plain'.")));
}

/* The arguments after the event: [at] [conf_level, conf_type]. */
static void
read_question(FunctionCallInfo fcinfo, int arg, Question *q)
{
	int			left = PG_NARGS() - arg;

	q->at = NAN;
	q->conf_level = 0.95;
	q->conf_type = CONF_LOG;
	if (left % 2 == 1)
	{
		if (!PG_ARGISNULL(arg))
		{
			q->at = PG_GETARG_FLOAT8(arg);
			gma_check_finite("time asked for", q->at);
			gma_check_range("time asked for", q->at, 0, INFINITY,
							"Time begins at 0.");
		}
		arg++;
	}
	if (left >= 2)
	{
		if (PG_ARGISNULL(arg) || PG_ARGISNULL(arg + 1))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("%s must not be null",
							PG_ARGISNULL(arg) ? "conf_level" : "conf_type"),
					 errhint("Use .95 and 'log', or leave both out.")));
		q->conf_level = PG_GETARG_FLOAT8(arg);
		gma_check_conf_level(q->conf_level);
		q->conf_type = read_conf_type(PG_GETARG_TEXT_PP(arg + 1));
	}
}

/* One answer per group: the question may not change between its rows. */
static void
check_question(const Question *a, const Question *b)
{
	if (a->at != b->at && !(isnan(a->at) && isnan(b->at)))
		gma_fail_varying("time asked for");
	if (a->conf_level != b->conf_level)
		gma_fail_varying("conf_level");
	if (a->conf_type != b->conf_type)
		gma_fail_varying("conf_type");
}

static inline Datum
km_accum(FunctionCallInfo fcinfo, bool has_entry)
{
	MemoryContext context;
	SurvivalState *st;
	Question	question;
	Tally		left;
	double		entry;

	st = gma_internal_state(fcinfo, &context);
	read_question(fcinfo, has_entry ? 4 : 3, &question);
	if (st == NULL)
		st = state_create(context, &question);
	else
		check_question(&st->question, &question);
	if (read_row(fcinfo, has_entry, &left, &entry))
		add_row(context, st, &left, entry);
	PG_RETURN_POINTER(st);
}

/* km_accum(state, duration, event [, at] [, conf_level, conf_type]) */
Datum
gmalign_km_accum(PG_FUNCTION_ARGS)
{
	return km_accum(fcinfo, false);
}

/* km_entry_accum(state, entry, duration, event [, at] [, ...]) */
Datum
gmalign_km_entry_accum(PG_FUNCTION_ARGS)
{
	return km_accum(fcinfo, true);
}

/* A group's name as a key; its bytes are still the argument's. */
static void
read_group(Datum group, Oid type, GroupKey *key)
{
	GmaKeyKind	kind;

	memset(key, 0, sizeof(*key));
	if (type == BOOLOID)
		key->number = DatumGetBool(group);
	else if (!gma_is_key_type(type, &kind))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("type %s cannot name a group",
						OidIsValid(type) ? format_type_be(type) :
						"of this argument"),
				 errdetail("Groups are named by boolean, an integer type, "
						   "text or uuid."),
				 errhint("Cast the group to text.")));
	else if (kind == GMA_KEY_INT)
		key->number = gma_key_to_int(group, type);
	else
	{
		size_t		length;

		key->bytes = unconstify(char *, gma_key_to_bytes(group, kind,
														 &length));
		key->length = length;
	}
}

static inline Datum
log_rank_accum(FunctionCallInfo fcinfo, bool has_entry)
{
	static const Question none = {.at = NAN};
	int			arg = has_entry ? 4 : 3;
	MemoryContext context;
	SurvivalState *st;
	Tally		left;
	double		entry;

	st = gma_internal_state(fcinfo, &context);
	if (st == NULL)
	{
		gma_check_collation(fcinfo);
		st = state_create(context, &none);
		st->group_type = getBaseType(get_fn_expr_argtype(fcinfo->flinfo,
														 arg));
	}
	if (!PG_ARGISNULL(arg) && read_row(fcinfo, has_entry, &left, &entry))
	{
		GroupKey	key;

		read_group(PG_GETARG_DATUM(arg), st->group_type, &key);
		left.group = find_group(context, st, &key);
		add_row(context, st, &left, entry);
	}
	PG_RETURN_POINTER(st);
}

/* log_rank_accum(state, duration, event, group) */
Datum
gmalign_log_rank_accum(PG_FUNCTION_ARGS)
{
	return log_rank_accum(fcinfo, false);
}

/* log_rank_entry_accum(state, entry, duration, event, group) */
Datum
gmalign_log_rank_entry_accum(PG_FUNCTION_ARGS)
{
	return log_rank_accum(fcinfo, true);
}

/* ---------- parts of an aggregate ---------- */

/* survival_combine(state, state): the second one's counts join the first. */
Datum
gmalign_survival_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	SurvivalState *into;
	SurvivalState *from;
	uint32	   *group_of = NULL;

	into = gma_internal_state(fcinfo, &context);
	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (SurvivalState *) PG_GETARG_POINTER(1);
	if (into == NULL)
	{
		into = state_create(context, &from->question);
		into->group_type = from->group_type;
	}
	else
		check_question(&into->question, &from->question);

	if (from->ngroups > 0)
		group_of = palloc(sizeof(uint32) * from->ngroups);
	for (uint32 g = 0; g < from->ngroups; g++)
		group_of[g] = find_group(context, into, &from->groups[g]);
	for (uint32 i = 0; i < from->ntallies; i++)
	{
		Tally		tally = from->tallies[i];

		CHECK_FOR_INTERRUPTS();
		if (group_of != NULL)
			tally.group = group_of[tally.group];
		add_tally(context, into, &tally);
	}
	if (group_of != NULL)
		pfree(group_of);
	PG_RETURN_POINTER(into);
}

/* survival_serialize(state): for a parallel worker's leader */
Datum
gmalign_survival_serialize(PG_FUNCTION_ARGS)
{
	SurvivalState *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	gma_survival_compact(st);
	pq_begintypsend(&buf);
	pq_sendfloat8(&buf, st->question.at);
	pq_sendfloat8(&buf, st->question.conf_level);
	pq_sendbyte(&buf, st->question.conf_type);
	pq_sendint32(&buf, st->group_type);
	pq_sendint32(&buf, st->ngroups);
	for (uint32 g = 0; g < st->ngroups; g++)
	{
		pq_sendint64(&buf, st->groups[g].number);
		pq_sendint32(&buf, st->groups[g].length);
		pq_sendbytes(&buf, st->groups[g].bytes, st->groups[g].length);
	}
	pq_sendint32(&buf, st->ntallies);
	for (uint32 i = 0; i < st->ntallies; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pq_sendfloat8(&buf, st->tallies[i].time);
		pq_sendint64(&buf, st->tallies[i].count);
		pq_sendint32(&buf, st->tallies[i].group);
		pq_sendbyte(&buf, st->tallies[i].change);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* survival_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_survival_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	Question	question;
	SurvivalState *st;
	uint32		n;

	gma_internal_message(fcinfo, &buf);

	question.at = pq_getmsgfloat8(&buf);
	question.conf_level = pq_getmsgfloat8(&buf);
	question.conf_type = pq_getmsgbyte(&buf);
	st = state_create(CurrentMemoryContext, &question);
	st->group_type = pq_getmsgint(&buf, 4);
	n = pq_getmsgint(&buf, 4);
	for (uint32 g = 0; g < n; g++)
	{
		GroupKey	key;

		key.number = pq_getmsgint64(&buf);
		key.length = pq_getmsgint(&buf, 4);
		key.bytes = unconstify(char *, pq_getmsgbytes(&buf, key.length));
		find_group(CurrentMemoryContext, st, &key);
	}
	n = pq_getmsgint(&buf, 4);
	if (n > st->maxtallies)
		reserve(CurrentMemoryContext, st, n);
	for (; st->ntallies < n; st->ntallies++)
	{
		Tally	   *tally = &st->tallies[st->ntallies];

		tally->time = pq_getmsgfloat8(&buf);
		tally->count = pq_getmsgint64(&buf);
		tally->group = pq_getmsgint(&buf, 4);
		tally->change = pq_getmsgbyte(&buf);
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}

/*
 * The compact state of a final function; NULL when there is none. Compacting
 * changes how the state is written, not what it says, so that a window may go
 * on with it.
 */
SurvivalState *
gma_survival_final_state(FunctionCallInfo fcinfo)
{
	SurvivalState *st = gma_internal_state(fcinfo, NULL);

	if (st != NULL)
		gma_survival_compact(st);
	return st;
}
