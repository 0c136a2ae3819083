/*-------------------------------------------------------------------------
 *
 * points_list.h
 *		Lists of goals as points: a person's own, a unit's, the strategy.
 *
 *		points_list_state.c	rows in ...
 *		points_list_value.c	... a list out, 1 shared out over it by weight
 *		points_list_sight.c	its points moved up as goal_lift says, and what is
 *							in sight of strategy
 *		points_list_rows.c	its goals as rows, three lists compared
 *		points_list_camps.c	a list for each camp of a programme, and where they
 *							part
 *
 * A flat value of the kind of party_points. A unit's list is made once for all
 * its people.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_POINTS_LIST_H
#define GMALIGN_POINTS_LIST_H

#include "party_points.h"

#define GMA_LIST_MAGIC 0x474D4B01

/* ---------- points_list_state.c ---------- */

/* a goal as it came: weight, later points */
typedef struct GmaNamedGoal
{
	GmaKey		key;
	double		weight;			/* NaN: not known */
	bool		is_strategic;
	uint8		kind;			/* for the comparison */
	uint32		statement;		/* its place; GMA_NONE: stands by itself */
} GmaNamedGoal;

/* what was said in one place, such as a move, of which the latest day counts */
typedef struct GmaStatement
{
	GmaKey		key;
	DateADT		stated_on;
} GmaStatement;

typedef struct GmaListState
{
	Oid			goal_type;
	GmaKeyKind	goal_kind;
	Oid			statement_type;
	GmaKeyKind	statement_kind;
	uint32		n;
	uint32		max;
	uint32		nstatements;
	uint32		maxstatements;
	GmaNamedGoal *named;
	GmaStatement *statements;
} GmaListState;

extern void gma_send_key(StringInfo buf, GmaKey key, GmaKeyKind kind);
extern GmaKey gma_receive_key(StringInfo buf, GmaKeyKind kind);

/* ---------- points_list_value.c ---------- */

typedef struct GmaListHead
{
	GmaFlatHead flat;
	Oid			goal_type;
	uint32		goal_kind;
	uint32		n;				/* goals named */
	uint32		goal_bytes;
	uint32		nweighed;		/* those of them with a weight */
	uint32		is_weighed;		/* does any weigh something? */
	double		mass;			/* SUM |points| */
	double		strategic_mass; /* of strategic goals */
} GmaListHead;

typedef struct GmaListedGoal
{
	double		points;			/* NaN: without a weight */
	uint32		is_strategic;
	uint32		unused;
} GmaListedGoal;

/* an opened points_list */
typedef struct GmaPointsList
{
	const GmaListHead *head;
	GmaKeys		keys;			/* ascending */
	GmaListedGoal *cells;
} GmaPointsList;

extern void gma_list_open(Datum value, GmaPointsList *list);
extern int	gma_named_compare(const void *a, const void *b);
extern void gma_named_sort(GmaNamedGoal *named, uint32 n);
extern Datum gma_list_new(const GmaListHead *like, const GmaNamedGoal *named,
						  uint32 n);

#endif							/* GMALIGN_POINTS_LIST_H */
