/*-------------------------------------------------------------------------
 *
 * choice.c
 *		Which act a person chooses: the one with the highest force.
 *
 * Vroom (1964) takes a person to choose, among the acts open to them, the one
 * with the highest motivational force. The rows are the acts of one person,
 * (act, force), one row an act. Forces are sums that may differ in the last
 * digits from plan to plan, so forces that close are a tie, and a tie goes to
 * the first name by bytes: who is the highest shows only when all are known,
 * hence all are kept.
 *
 * Two rows of one act are an error. They could mean outcomes still to be
 * added, or surveys of two years to choose from; neither is ours to guess.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_choice_accum);
PG_FUNCTION_INFO_V1(gmalign_choice_combine);
PG_FUNCTION_INFO_V1(gmalign_choice_serialize);
PG_FUNCTION_INFO_V1(gmalign_choice_deserialize);
PG_FUNCTION_INFO_V1(gmalign_predicted_act_final);
PG_FUNCTION_INFO_V1(gmalign_net_force_final);

typedef struct Act
{
	text	   *name;
	double		force;
} Act;

typedef struct Choice
{
	uint32		nacts;
	uint32		maxacts;
	uint32		nsorted;		/* the first so many are known to differ */
	Act		   *acts;
} Choice;

static Choice *
choice_create(MemoryContext context, uint32 maxacts)
{
	Choice	   *choice = MemoryContextAlloc(context, sizeof(Choice));

	choice->nacts = 0;
	choice->maxacts = maxacts;
	choice->nsorted = 0;
	choice->acts = MemoryContextAlloc(context, sizeof(Act) * maxacts);
	return choice;
}

/* One more act; its name is copied. */
static void
choice_add(MemoryContext context, Choice *choice, const char *name,
		   size_t length, double force)
{
	Act		   *act;

	if (choice->nacts == choice->maxacts)
	{
		uint64		wanted = (uint64) choice->maxacts * 2;

		if (wanted * sizeof(Act) > MaxAllocSize)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("too many acts in one group"),
					 errdetail("The acts of one group are limited to 1 GB."),
					 errhint("Group by the person.")));
		choice->acts = repalloc(choice->acts, wanted * sizeof(Act));
		choice->maxacts = (uint32) wanted;
	}
	act = &choice->acts[choice->nacts++];
	act->name = MemoryContextAlloc(context, VARHDRSZ + length);
	SET_VARSIZE(act->name, VARHDRSZ + length);
	memcpy(VARDATA(act->name), name, length);
	act->force = force;
}

static int
compare_acts(const void *a, const void *b)
{
	const text *x = ((const Act *) a)->name;
	const text *y = ((const Act *) b)->name;

	CHECK_FOR_INTERRUPTS();
	return gma_compare_bytes(VARDATA(x), VARSIZE(x) - VARHDRSZ,
							 VARDATA(y), VARSIZE(y) - VARHDRSZ);
}

/* Acts in the order of their names; 22023 for one that stands twice. */
static void
sort_acts(Choice *choice)
{
	if (choice->nsorted == choice->nacts)
		return;
	qsort(choice->acts, choice->nacts, sizeof(Act), compare_acts);
	for (uint32 i = 1; i < choice->nacts; i++)
		if (compare_acts(&choice->acts[i - 1], &choice->acts[i]) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("act \"%s\" has more than one force",
							text_to_cstring(choice->acts[i].name)),
					 errdetail("One row per act of one person is expected."),
					 errhint("Aggregate the outcomes of each act with "
							 "gmalign.motivational_force() first, and group "
							 "by the person.")));
	choice->nsorted = choice->nacts;
}

/* What is no further than this from a force is a tie with it. */
static double
tie(double force)
{
	return GMA_TIE * fmax(1, fabs(force));
}

/* The act chosen; a state has at least one. Leaves the acts sorted. */
static const Act *
chosen_act(Choice *choice)
{
	const Act  *act = choice->acts;
	double		best = act->force;

	sort_acts(choice);
	for (uint32 i = 0; i < choice->nacts; i++)
		best = fmax(best, choice->acts[i].force);
	while (act->force < best - tie(best))
		act++;
	return act;
}

/*
 * choice_accum(state, act, force): one act of one person. A row without act
 * or force says nothing and is skipped.
 */
Datum
gmalign_choice_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	Choice	   *choice;
	double		force;
	text	   *name;

	choice = gma_internal_state(fcinfo, &context);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return gma_internal_result(fcinfo, choice);
	force = PG_GETARG_FLOAT8(2);
	gma_check_finite("force", force);
	name = PG_GETARG_TEXT_PP(1);
	if (choice == NULL)
	{
		gma_check_collation(fcinfo);
		choice = choice_create(context, 4);
	}
	choice_add(context, choice, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name),
			   force);
	PG_RETURN_POINTER(choice);
}

/* choice_combine(state, state): the second one's acts join the first. */
Datum
gmalign_choice_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	Choice	   *into;
	const Choice *from;

	into = gma_internal_state(fcinfo, &context);
	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (const Choice *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = choice_create(context, from->maxacts);
	for (uint32 i = 0; i < from->nacts; i++)
	{
		const Act  *act = &from->acts[i];

		CHECK_FOR_INTERRUPTS();
		choice_add(context, into, VARDATA(act->name),
				   VARSIZE(act->name) - VARHDRSZ, act->force);
	}
	PG_RETURN_POINTER(into);
}

/* choice_serialize(state): for a parallel worker's leader */
Datum
gmalign_choice_serialize(PG_FUNCTION_ARGS)
{
	const Choice *choice = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, choice->nacts);
	for (uint32 i = 0; i < choice->nacts; i++)
	{
		const Act  *act = &choice->acts[i];

		CHECK_FOR_INTERRUPTS();
		pq_sendfloat8(&buf, act->force);
		pq_sendint32(&buf, VARSIZE(act->name) - VARHDRSZ);
		pq_sendbytes(&buf, VARDATA(act->name), VARSIZE(act->name) - VARHDRSZ);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* choice_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_choice_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	Choice	   *choice;
	uint32		nacts;

	gma_internal_message(fcinfo, &buf);
	nacts = pq_getmsgint(&buf, 4);
	choice = choice_create(CurrentMemoryContext, nacts);
	for (uint32 i = 0; i < nacts; i++)
	{
		double		force = pq_getmsgfloat8(&buf);
		int			length = pq_getmsgint(&buf, 4);

		CHECK_FOR_INTERRUPTS();
		choice_add(CurrentMemoryContext, choice, pq_getmsgbytes(&buf, length),
				   length, force);
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(choice);
}

/* predicted_act_final(state): the name of the act chosen */
Datum
gmalign_predicted_act_final(PG_FUNCTION_ARGS)
{
	Choice	   *choice = gma_internal_state(fcinfo, NULL);
	const Act  *chosen;

	if (choice == NULL)
		PG_RETURN_NULL();
	chosen = chosen_act(choice);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(VARDATA(chosen->name),
											  VARSIZE(chosen->name) - VARHDRSZ));
}

/*
 * net_force_final(state): how far the act chosen is ahead of the next best;
 * 0 for a tie, NULL when there is no other.
 */
Datum
gmalign_net_force_final(PG_FUNCTION_ARGS)
{
	Choice	   *choice = gma_internal_state(fcinfo, NULL);
	const Act  *chosen;
	double		next = -INFINITY;
	double		ahead;

	if (choice == NULL)
		PG_RETURN_NULL();
	chosen = chosen_act(choice);
	if (choice->nacts < 2)
		PG_RETURN_NULL();
	for (uint32 i = 0; i < choice->nacts; i++)
		if (&choice->acts[i] != chosen)
			next = fmax(next, choice->acts[i].force);
	ahead = chosen->force - next;
	if (unlikely(isinf(ahead)))
		gma_fail_overflow();
	PG_RETURN_FLOAT8(ahead > tie(chosen->force) ? ahead : 0);
}
