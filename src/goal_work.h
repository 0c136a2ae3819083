/*-------------------------------------------------------------------------
 *
 * goal_work.h
 *		Who works on which goal: a flat value of the kind of party_points.
 *
 *		goal_work_state.c	moves and contributors in ...
 *		goal_work_value.c	... the value out
 *		goal_work_rows.c	what is spent on each goal as rows
 *		graph_coverage.c	how much of each strategic goal it staffs
 *		graph_states.c		where each goal stands, staffed or not
 *		graph_segments.c	the same counted by level and unit
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_GOAL_WORK_H
#define GMALIGN_GOAL_WORK_H

#include "graph_reader.h"
#include "party_points.h"

#define GMA_WORK_MAGIC 0x474D5701

/* ---------- goal_work_value.c ---------- */

typedef struct GmaWorkHead
{
	GmaFlatHead flat;
	Oid			key_type;
	uint32		key_kind;
	uint32		ngoals;
	uint32		nbytes;
	int64		idle;
} GmaWorkHead;

/*
 * What is spent on a goal; times a move has are split over its goals. A sum's
 * last digits, by which it is too large or too small, stay with it: parts of a
 * value are added up, and their number must not show.
 */
typedef struct GmaWorkGoal
{
	double		fte;
	double		cost;			/* NaN: not known */
	double		moves_split;	/* each move is 1, split over its goals */
	double		fte_rest;
	double		cost_rest;
	double		split_rest;
	int64		moves;
	int64		people;			/* who work on it beside the moves */
	int64		serving;		/* moves that serve it, if it is strategic */
	uint32		is_worked;		/* else it is only served */
	uint32		unused;
} GmaWorkGoal;

/* an opened goal_work */
typedef struct GmaWork
{
	GmaKeys		keys;			/* ascending */
	Oid			type;
	GmaWorkGoal *goals;
	int64		idle;			/* moves with a goal that serves none */
} GmaWork;

extern size_t gma_work_layout(const GmaWorkHead *head, GmaWork *work);
extern void gma_work_open(Datum value, GmaWork *work);
extern uint8 *gma_work_staffed(const GmaWork *work, const GmaGraph *g,
							   const uint8 *strategic, uint32 **of_node);
extern uint32 gma_key_node(const GmaGraph *g, GmaKey key, GmaKeyKind kind,
						   Oid type);

#endif							/* GMALIGN_GOAL_WORK_H */
