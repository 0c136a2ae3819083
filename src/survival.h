/*-------------------------------------------------------------------------
 *
 * survival.h
 *		The state of the survival families: what survival_state.c gathers,
 *		survival.c and log_rank.c read.
 *
 * A state counts how many left by event, left censored, and entered late, per
 * time. Merging adds counts, so the result is the same in any order and split.
 * A state of common size is one chunk of 512 bytes; a large one is bounded by
 * the distinct times, not by the rows.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_SURVIVAL_H
#define GMALIGN_SURVIVAL_H

#include "gmalign.h"

#define INLINE_TALLIES 16

/*
 * What can happen at a time, in the order in which it does: who is censored
 * at the time of an event was still at risk of it, and who enters at that
 * time was not.
 */
typedef enum Change
{
	CHANGE_EVENT,
	CHANGE_CENSORED,
	CHANGE_ENTERED				/* late; who was there from 0 has none */
} Change;

#define NCHANGES 3

/* how many did this at this time */
typedef struct Tally
{
	double		time;
	int64		count;
	uint32		group;			/* index into groups; 0 where there are none */
	uint32		change;			/* a Change */
} Tally;

/* what names a group of a log-rank test */
typedef struct GroupKey
{
	int64		number;			/* an integer key, else 0 */
	char	   *bytes;			/* any other */
	uint32		length;
} GroupKey;

typedef enum ConfType
{
	CONF_LOG,
	CONF_LOG_LOG,
	CONF_PLAIN
} ConfType;

/* what a query asks, the same in every row of a group */
typedef struct Question
{
	double		at;				/* a time; NaN: none, or not known */
	double		conf_level;
	ConfType	conf_type;
} Question;

typedef struct SurvivalState
{
	Tally	   *tallies;
	GroupKey   *groups;
	uint32		ntallies;
	uint32		maxtallies;
	uint32		ngroups;
	uint32		maxgroups;
	Oid			group_type;
	bool		is_compact;		/* sorted, no duplicates */
	Question	question;
	Tally		inline_tallies[INLINE_TALLIES];
} SurvivalState;

StaticAssertDecl(sizeof(SurvivalState) <= 512,
				 "a small state must fit a chunk of 512 bytes");

/*
 * Durations are often computed, and .1 + .2 is not .3: times that differ by
 * no more than one part in 10^13 are one time: what some hundred additions leave,
 * and far below a second, or a millisecond, of seconds counted since 1970. A run
 * of such times is counted from its first, so that it depends on the set of
 * times only, not on their order. (R's timefix does the same with 1.5e-8 of the
 * mean time.)
 */
#define TIME_TOLERANCE 1e-13

/* Is b, which is not before a, the same time? */
static inline bool
is_same_time(double a, double b)
{
	return b <= a * (1 + TIME_TOLERANCE);
}

/* survival_state.c */
extern void gma_survival_compact(SurvivalState *st);
extern SurvivalState *gma_survival_final_state(FunctionCallInfo fcinfo);

#endif							/* GMALIGN_SURVIVAL_H */
