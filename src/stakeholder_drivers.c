/*-------------------------------------------------------------------------
 *
 * stakeholder_drivers.c
 *		Which goals drive the stakeholders of one assignment apart.
 *
 * A goal's loss is its part of what two parties do not share,
 *
 *		|x - y| / SUM(|x| + |y|),
 *
 * so that the losses of a pair add up to 1 - score.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/uuid.h"

#include "stakeholder.h"

PG_FUNCTION_INFO_V1(gmalign_alignment_drivers_final);
PG_FUNCTION_INFO_V1(gmalign_pair_drivers_final);

typedef struct Driver
{
	int64		goal;
	double		loss;
	double		rounded;
	GmaLossKind kind;
} Driver;

static int
compare_drivers(const void *a, const void *b, void *arg)
{
	const Driver *x = a;
	const Driver *y = b;

	/* equal losses, whatever rounding did: the smaller key first */
	if (x->rounded != y->rounded)
		return x->rounded > y->rounded ? -1 : 1;
	return compare_goals(arg, x->goal, y->goal);
}

/* A goal as a JSON value. */
static void
append_json_key(StringInfo buf, const StakeholderState *st, int64 goal)
{
	const char *key;
	char	   *copy;
	uint32		length;

	if (st->key_kind == GMA_KEY_INT)
	{
		appendStringInfo(buf, INT64_FORMAT, goal);
		return;
	}
	key = key_bytes(st, goal, &length);
	if (st->key_kind == GMA_KEY_UUID)
		copy = DatumGetCString(DirectFunctionCall1(uuid_out,
												   UUIDPGetDatum((const pg_uuid_t *) key)));
	else
		copy = pnstrdup(key, length);
	escape_json(buf, copy);
	pfree(copy);
}

/*
 * alignment_drivers: [{"goal": ..., "loss": ..., "kind": ...}], largest loss
 * first; the losses sum to 1 - score. NULL when the pair has no score.
 */
Datum
gmalign_alignment_drivers_final(PG_FUNCTION_ARGS)
{
	StakeholderState *st = gma_internal_state(fcinfo, NULL);
	Voice	   *voices;
	Voice	   *a = NULL;
	Voice	   *b = NULL;
	uint32		n;
	uint32		ndrivers = 0;
	Pair		pair;
	Walk		walk;
	Driver	   *drivers;
	StringInfoData buf;

	if (st == NULL)
		PG_RETURN_NULL();
	/* a = b is one voice, whichever of its two numbers its rows are under */
	voices = palloc(sizeof(Voice) * st->nparties);
	n = gma_find_voices(st, voices);
	for (uint32 i = 0; i < n; i++)
	{
		Party		p = st->parties[voices[i].party];

		if (is_party(st, 0, st->bytes + p.name, p.length))
			a = &voices[i];
		if (is_party(st, 1, st->bytes + p.name, p.length))
			b = &voices[i];
	}
	if (a == NULL || b == NULL)
		PG_RETURN_NULL();
	gma_compare_voices(st, a, b, &pair);
	if (!pair.is_defined)
		PG_RETURN_NULL();

	drivers = palloc(sizeof(Driver) * st->ncells);
	walk_start(&walk, st, a, b);
	while (walk_next(&walk))
	{
		double		x = walk.x / pair.divide_a;
		double		y = walk.y / pair.divide_b;
		double		loss = fabs(x - y) / pair.total;
		double		rounded = gma_rounded(loss);

		if (!walk.asked || rounded == 0)
			continue;
		drivers[ndrivers].goal = walk.goal;
		drivers[ndrivers].loss = gma_shown(loss);
		drivers[ndrivers].rounded = rounded;
		drivers[ndrivers++].kind = gma_loss_kind(x, y);
	}
	qsort_arg(drivers, ndrivers, sizeof(Driver), compare_drivers, st);
	/* equal losses are shown as equal */
	for (uint32 i = 1; i < ndrivers; i++)
		drivers[i].loss = fmin(drivers[i].loss, drivers[i - 1].loss);

	initStringInfo(&buf);
	appendStringInfoChar(&buf, '[');
	for (uint32 i = 0; i < ndrivers; i++)
	{
		char	   *loss = gma_double_text(drivers[i].loss);

		appendStringInfoString(&buf, i == 0 ? "{\"goal\":" : ",{\"goal\":");
		append_json_key(&buf, st, drivers[i].goal);
		appendStringInfo(&buf, ",\"loss\":%s,\"kind\":\"%s\"}", loss,
						 gma_loss_kind_name(drivers[i].kind));
		pfree(loss);
	}
	appendStringInfoChar(&buf, ']');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(buf.data));
}

/* A goal in the type somebody asked for. */
static Datum
goal_datum(const StakeholderState *st, int64 goal, Oid type)
{
	const char *key;
	uint32		length;
	pg_uuid_t  *uuid;

	if (st->key_kind == GMA_KEY_INT)
		return gma_key_from_int(goal, getBaseType(type));
	key = key_bytes(st, goal, &length);
	if (st->key_kind == GMA_KEY_TEXT)
		return PointerGetDatum(cstring_to_text_with_len(key, length));
	uuid = palloc(sizeof(pg_uuid_t));
	memcpy(uuid, key, sizeof(pg_uuid_t));
	return UUIDPGetDatum(uuid);
}

/*
 * pair_drivers: the goal with the largest loss of each pair, in the order of
 * stakeholder_pairs; NULL where there is no loss, or no score. On a tie the
 * goal that comes first.
 */
Datum
gmalign_pair_drivers_final(PG_FUNCTION_ARGS)
{
	StakeholderState *st = gma_internal_state(fcinfo, NULL);
	Voice		stack[VOICES_ON_STACK];
	Voice	   *voices;
	uint32		n;
	size_t		npairs;
	size_t		at = 0;
	Oid			type = get_element_type(get_fn_expr_rettype(fcinfo->flinfo));
	Datum	   *goals;
	bool	   *nulls;
	int16		typlen;
	bool		typbyval;
	char		typalign;
	int			lbound = 1;
	int			length;

	if (st == NULL)
		PG_RETURN_NULL();
	voices = VOICES_ALLOC(st, stack);
	n = gma_find_voices(st, voices);
	if (n < 2)
		PG_RETURN_NULL();
	npairs = gma_pair_count(n);
	goals = palloc(sizeof(Datum) * npairs);
	nulls = palloc(sizeof(bool) * npairs);
	for (uint32 i = 0; i < n; i++)
	{
		for (uint32 j = i + 1; j < n; j++)
		{
			Pair		pair;
			Walk		walk;
			int64		goal = 0;
			double		largest = 0;

			CHECK_FOR_INTERRUPTS();
			gma_compare_voices(st, &voices[i], &voices[j], &pair);
			walk_start(&walk, st, &voices[i], &voices[j]);
			while (pair.is_defined && walk_next(&walk))
			{
				/* as in alignment_drivers */
				double		loss = gma_rounded(fabs(walk.x / pair.divide_a -
													walk.y / pair.divide_b) /
											   pair.total);

				if (walk.asked && loss > largest)
				{
					largest = loss;
					goal = walk.goal;
				}
			}
			nulls[at] = largest == 0;
			goals[at] = nulls[at] ? (Datum) 0 : goal_datum(st, goal, type);
			at++;
		}
	}
	length = (int) npairs;
	get_typlenbyvalalign(type, &typlen, &typbyval, &typalign);
	PG_RETURN_ARRAYTYPE_P(construct_md_array(goals, nulls, 1, &length, &lbound,
											 type, typlen, typbyval, typalign));
}
