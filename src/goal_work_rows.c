/*-------------------------------------------------------------------------
 *
 * goal_work_rows.c
 *		Reading what is spent on goals as rows, and what of a party's points
 *		reaches strategy.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/tuplestore.h"

#include "goal_work.h"

PG_FUNCTION_INFO_V1(gmalign_work_rows);
PG_FUNCTION_INFO_V1(gmalign_reach_rows);

/*
 * work_rows(goal_work, goal) -> (goal, fte, cost, moves_split, move_count,
 * people_count): a row per goal worked on.
 */
Datum
gmalign_work_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	GmaWork		work;
	Oid			type = gma_argument_type(fcinfo, 1);
	Oid			asked = gma_asked_type(fcinfo, 1);

	gma_rows_start(fcinfo);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	gma_work_open(PG_GETARG_DATUM(0), &work);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   work.keys.kind, work.type);
	for (uint32 i = 0; i < work.keys.n; i++)
	{
		const GmaWorkGoal *goal = &work.goals[i];
		Datum		values[6];
		bool		nulls[6] = {false};

		GMA_TICK(i);
		if (!goal->is_worked)
			continue;
		values[0] = gma_key_datum(gma_keys_get(&work.keys, i), work.keys.kind,
								  asked);
		values[1] = Float8GetDatum(gma_shown(goal->fte));
		nulls[2] = isnan(goal->cost);
		values[2] = Float8GetDatum(goal->cost);
		values[3] = Float8GetDatum(gma_shown(goal->moves_split));
		values[4] = Int64GetDatum(goal->moves);
		values[5] = Int64GetDatum(goal->people);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * reach_rows(party_points, goal, party) -> (goal, points): what reaches each
 * strategic goal of what a party says, voice by voice, as magnitudes.
 */
Datum
gmalign_reach_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	GmaPoints	p;
	Oid			type = gma_argument_type(fcinfo, 1);
	Oid			asked = gma_asked_type(fcinfo, 1);
	GmaKey		name = {0, NULL, 0};
	uint32		party;
	uint32		heard = 0;
	GmaSum	   *reached;
	bool	   *is_reached;

	gma_rows_start(fcinfo);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(2))
		return (Datum) 0;
	gma_points_open(PG_GETARG_DATUM(0), &p);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   p.goals.kind, p.goal_type);
	name.bytes = VARDATA_ANY(PG_GETARG_TEXT_PP(2));
	name.length = VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(2));
	party = gma_keys_find(&p.parties, name);
	for (uint32 v = 0; v < p.voice_keys.n; v++)
		heard += p.voices[v].party == party && p.voices[v].total > 0;
	if (heard == 0)
		return (Datum) 0;

	reached = gma_alloc_zero(p.goals.n, sizeof(GmaSum));
	is_reached = gma_alloc_zero(p.goals.n, sizeof(bool));
	for (uint32 v = 0; v < p.voice_keys.n; v++)
	{
		const GmaVoice *voice = &p.voices[v];

		if (voice->party != party || voice->total == 0)
			continue;
		for (uint32 c = p.cell_start[v]; c < p.cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &p.cells[c];

			GMA_TICK(c + 1);
			if (isnan(cell->priority) || cell->priority == 0)
				continue;
			for (uint32 i = p.lift_start[cell->goal]; i < p.lift_start[cell->goal + 1]; i++)
			{
				if (!p.lifts[i].is_strategic)
					continue;
				is_reached[p.lifts[i].goal] = true;
				gma_sum_add(&reached[p.lifts[i].goal],
							fabs(cell->priority / voice->total / heard * p.lifts[i].share));
			}
		}
	}
	for (uint32 i = 0; i < p.goals.n; i++)
	{
		Datum		values[2];
		bool		nulls[2] = {false};

		GMA_TICK(i + 1);
		if (!is_reached[i])
			continue;
		values[0] = gma_key_datum(gma_keys_get(&p.goals, i), p.goals.kind, asked);
		values[1] = Float8GetDatum(gma_shown(gma_sum_value(&reached[i])));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	pfree(reached);
	pfree(is_reached);
	return (Datum) 0;
}
