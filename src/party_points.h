/*-------------------------------------------------------------------------
 *
 * party_points.h
 *		From what each voice states about one assignment to what each party
 *		wants from it: three flat values and what reads them.
 *
 *		voices.c				voice_map: whose voice speaks for which party, and
 *								the defaults of a purpose
 *		lift.c					goal_lift: where the points of a goal go
 *		past.c					goal_past: where they went on a day gone by
 *		party_points_state.c	rows in ...
 *		party_points_value.c	... party_points out
 *		party_points_rows.c		its statements, points and drivers as rows
 *		verdict.c				how its pairs stand against the thresholds
 *
 * The rules: a voice's latest statement counts as a whole; a voice without one
 * has the defaults of the purpose. Its priorities become points, divided by the
 * sum of their magnitudes. A party is the equal mean of its voices. A voice with
 * a priority outside -1 to 1 speaks on another scale, on which nobody knows what
 * it wants and what it does not: it is not read, and its party is not heard, for
 * the others alone do not speak for it. The points of a goal then move up to the strategic goals it serves, in proportion to its
 * contribution; what serves none stays where it is.
 *
 * voice_map and goal_lift are made once per query and handed to every row;
 * they are opened in place, without a copy, and a voice or goal is found in
 * them in constant time. party_points is the state of one assignment as a
 * value: what was said, and where each goal named leads. All three are
 * transient and flat; graph.h has one more of their kind.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_PARTY_POINTS_H
#define GMALIGN_PARTY_POINTS_H

#include "utils/date.h"

#include "flat.h"
#include "graph.h"

#define GMA_LIFT_MAGIC 0x474D4C02
#define GMA_VOICES_MAGIC 0x474D5601
#define GMA_POINTS_MAGIC 0x474D5001

/* ---------- lift.c ---------- */

/* one place the points of a goal go: a strategic goal, or the goal itself */
typedef struct GmaLiftEntry
{
	double		share;			/* -1 to 1; the magnitudes of a goal sum to 1 */
	uint32		goal;
	uint32		is_strategic;
} GmaLiftEntry;

/* an opened goal_lift: the goals with a line of sight, found by key */
typedef struct GmaLift
{
	GmaKeys		keys;
	Oid			type;
	uint32	   *start;			/* entries of goal i: start[i] .. start[i + 1] */
	GmaLiftEntry *entries;
	uint32	   *slots;			/* index + 1, 0 is free: see lift.c */
	uint32		nslots;
	bool		is_dense;
} GmaLift;

extern void gma_lift_open(Datum value, GmaLift *lift);
extern uint32 gma_lift_find(const GmaLift *lift, GmaKey goal);

/* a goal's contribution to a strategic goal it has in sight */
typedef struct GmaSighted
{
	double		contribution;
	uint32		strategic;		/* its node */
} GmaSighted;

/* Where the points of every node of a graph go; see gma_shares_of(). */
typedef struct GmaShares
{
	/* in sight of node v: found[start[v]] and on, ascending */
	GmaSighted *found;
	uint64		n;
	uint64		max;
	uint64	   *start;
	uint32	   *count;
	double	   *total;			/* SUM |contribution| of each node */
	uint64		nentries;		/* of all nodes */
} GmaShares;

extern void gma_shares_find(const GmaGraph *g, const uint8 *strategic,
							GmaShares *shares);
extern uint32 gma_shares_of(const GmaShares *shares, uint32 node,
							GmaLiftEntry *entries);

/* ---------- voices.c ---------- */

/* a default: what a voice wants from every move of a purpose */
typedef struct GmaDefault
{
	double		priority;
	uint32		voice;
	uint32		unused;
} GmaDefault;

/* an opened voice_map */
typedef struct GmaVoices
{
	GmaKeys		keys;			/* ascending */
	Oid			type;
	uint32	   *party;			/* of voice i */
	GmaKeys		parties;		/* names, ascending by bytes */
	GmaKeys		purposes;		/* ascending by bytes */
	uint32	   *start;			/* defaults of purpose i */
	GmaDefault *defaults;
	GmaKeys		goals;			/* of default i */
	Oid			goal_type;
} GmaVoices;

extern void gma_voices_open(Datum value, GmaVoices *voices);

/* ---------- party_points_state.c ---------- */

/* a voice that speaks: with a statement, or with the defaults */
typedef struct GmaSpeaker
{
	uint32		voice;			/* its place in the voice_map */
	uint32		party;			/* likewise */
	DateADT		stated_on;		/* latest; of no meaning for defaults */
	bool		is_default;
	int64		key;			/* the voice's key, or its place in bytes */
	uint32		name;			/* the party's name in bytes */
} GmaSpeaker;

/* what one voice said about one goal */
typedef struct GmaStated
{
	int64		goal;			/* the key itself, or its place in bytes */
	double		priority;		/* NaN: not asked */
	uint32		speaker;
	uint32		first_lift;		/* where the goal leads; none: no line of
								 * sight */
	uint32		nlifts;
} GmaStated;

typedef struct GmaLifted
{
	int64		goal;
	double		share;
	bool		is_strategic;
} GmaLifted;

#define GMA_INLINE_SPEAKERS 4
#define GMA_INLINE_STATED 16
#define GMA_INLINE_LIFTED 24
#define GMA_INLINE_BYTES 96

typedef struct GmaPointsState
{
	Oid			goal_type;
	Oid			voice_type;
	uint8		goal_kind;		/* GmaKeyKinds */
	uint8		voice_kind;
	bool		has_strategy;	/* some goal is strategic, whether or not one
								 * of these leads there */
	uint32		nspeakers;
	uint32		maxspeakers;
	uint32		nstated;
	uint32		maxstated;
	uint32		nlifted;
	uint32		maxlifted;
	uint32		nbytes;
	uint32		maxbytes;
	GmaSpeaker *speakers;
	GmaStated  *stated;
	GmaLifted  *lifted;
	char	   *bytes;			/* names and byte keys, each with its length */
	GmaSpeaker	inline_speakers[GMA_INLINE_SPEAKERS];
	GmaStated	inline_stated[GMA_INLINE_STATED];
	GmaLifted	inline_lifted[GMA_INLINE_LIFTED];
	char		inline_bytes[GMA_INLINE_BYTES];
} GmaPointsState;

static inline GmaKey
gma_state_key(const GmaPointsState *st, int64 key, GmaKeyKind kind)
{
	GmaKey		result = {key, NULL, 0};

	if (kind != GMA_KEY_INT)
	{
		memcpy(&result.length, st->bytes + key, sizeof(uint32));
		result.bytes = st->bytes + key + sizeof(uint32);
	}
	return result;
}

/* ---------- party_points_value.c ---------- */

/* a voice in the value; its cells are cell_start[i] .. cell_start[i + 1] */
typedef struct GmaVoice
{
	double		total;			/* SUM |priority|; 0: it is not heard */
	uint32		party;
	int32		stated_on;
	uint32		is_default;
	uint32		is_unreadable;	/* names a priority outside -1 to 1 */
} GmaVoice;

typedef struct GmaCell
{
	double		priority;		/* NaN: not asked */
	uint32		goal;
	uint32		unused;
} GmaCell;

/* an opened party_points */
typedef struct GmaPoints
{
	Oid			goal_type;
	Oid			voice_type;
	bool		has_strategy;	/* else nothing is known about lines of sight */
	GmaKeys		goals;			/* named or compared, ascending */
	uint32	   *lift_start;
	GmaLiftEntry *lifts;
	GmaKeys		parties;		/* ascending by bytes */
	GmaKeys		voice_keys;		/* ascending within a party */
	GmaVoice   *voices;			/* by party */
	uint32	   *cell_start;
	GmaCell    *cells;			/* ascending by goal */
} GmaPoints;

extern void gma_points_open(Datum value, GmaPoints *points);
extern Datum gma_points_value(GmaPointsState *st);

/* where the points of goal i of a value go, its keys as they lie in it */
typedef struct GmaLiftKeys
{
	uint32	   *start;
	const GmaLiftEntry *entries;
	const GmaKeys *keys;		/* of the entries' goals */
	bool		has_strategy;
} GmaLiftKeys;

extern GmaPointsState *gma_points_lifted(const GmaPoints *points,
										 const GmaLiftKeys *lift);

/* what a party wants of a compared goal for the sake of one of its own */
typedef struct GmaPointsRow
{
	double		points;
	uint32		party;
	uint32		goal;			/* compared */
	uint32		own;
	bool		is_strategic;
	bool		has_sight;
} GmaPointsRow;

/* a party, heard or not */
typedef struct GmaPointsParty
{
	uint32		nvoices;		/* heard; 0: the party is not */
	uint32		ndefault;
	bool		is_unreadable;	/* a voice of it is: then it is not heard */
	DateADT		oldest;			/* statement; DATEVAL_NOEND: only defaults */
	uint32		first;			/* rows: first .. end */
	uint32		end;
} GmaPointsParty;

typedef struct GmaPointsRows
{
	GmaPointsRow *rows;			/* by party, compared goal, own goal */
	uint32		n;
	GmaPointsParty *parties;
} GmaPointsRows;

extern void gma_points_rows(const GmaPoints *points, GmaPointsRows *rows);

/* a party's rows of one compared goal */
typedef struct GmaSide
{
	double		points;
	double		helps;
	double		harms;
	uint32		own;			/* brings most; GMA_NONE: the goal is not
								 * named */
	bool		is_strategic;
	bool		has_sight;
} GmaSide;

extern bool gma_points_through(const GmaSide *a, const GmaSide *b);
extern uint32 gma_points_side(const GmaPointsRows *rows, uint32 at, uint32 end,
							  GmaSide *side);

#endif							/* GMALIGN_PARTY_POINTS_H */
