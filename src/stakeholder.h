/*-------------------------------------------------------------------------
 *
 * stakeholder.h
 *		The state of the stakeholder family: what stakeholder_state.c gathers,
 *		stakeholder_pairs.c and stakeholder_summary.c compare and
 *		stakeholder_drivers.c explains.
 *
 * A group is one assignment with a handful of parties and goals, and there may
 * be 200,000 of them in one query: a state of common size is one chunk of 512
 * bytes with room for three parties and fifteen rows, without a memory context
 * of its own.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_STAKEHOLDER_H
#define GMALIGN_STAKEHOLDER_H

#include "access/tupdesc.h"

#include "gmalign.h"

#define INLINE_CELLS 15
#define INLINE_PARTIES 3
#define INLINE_BYTES 48

/* what one party said about one goal */
typedef struct Cell
{
	int64		goal;			/* the key itself, or its place in bytes */
	double		priority;
	uint32		party;			/* index into parties */
	bool		asked;			/* false: the priority is not known */
} Cell;

typedef struct Party
{
	uint32		name;			/* place in bytes */
	uint32		length;
} Party;

typedef enum Scale
{
	SCALE_AS_GIVEN,
	SCALE_POINTS				/* priorities / SUM of their magnitudes */
} Scale;

typedef struct StakeholderState
{
	Cell	   *cells;
	Party	   *parties;
	char	   *bytes;			/* names and byte keys */
	uint32		ncells;
	uint32		maxcells;
	uint32		nparties;
	uint32		maxparties;
	uint32		nbytes;
	uint32		maxbytes;
	Oid			key_type;
	uint8		key_kind;		/* a GmaKeyKind */
	uint8		scale;			/* a Scale */
	bool		has_pair;		/* parties 0 and 1 are what drivers ask for */
	bool		is_compact:1;	/* cells sorted, no duplicates */
	bool		is_summarized:1;	/* the four fields below are set */
	double		mutual;			/* NaN: no pair is defined */
	double		weakest;
	uint32		weakest_a;
	uint32		weakest_b;
	Party		inline_parties[INLINE_PARTIES];
	char		inline_bytes[INLINE_BYTES];
	Cell		inline_cells[INLINE_CELLS];
} StakeholderState;

StaticAssertDecl(sizeof(StakeholderState) <= 512,
				 "a small state must fit a chunk of 512 bytes");

/* The bytes of a kept key. */
static inline const char *
key_bytes(const StakeholderState *st, int64 place, uint32 *length)
{
	memcpy(length, st->bytes + place, sizeof(*length));
	return st->bytes + place + sizeof(*length);
}

/* Asked for every row; most names are of 8 to 16 bytes, which take no call. */
static inline bool
is_party(const StakeholderState *st, uint32 party, const char *name,
		 size_t length)
{
	const char *known = st->bytes + st->parties[party].name;

	if (st->parties[party].length != length)
		return false;
	if (length >= 8 && length <= 16)
		return memcmp(known, name, 8) == 0 &&
			memcmp(known + length - 8, name + length - 8, 8) == 0;
	return memcmp(known, name, length) == 0;
}

/* Parties are in the order of their names, by bytes. */
static inline int
compare_names(const StakeholderState *st, uint32 a, uint32 b)
{
	Party		left = st->parties[a];
	Party		right = st->parties[b];

	return gma_compare_bytes(st->bytes + left.name, left.length,
							 st->bytes + right.name, right.length);
}

/* Goal keys in the order every reader of this file uses. */
static inline int
compare_goals(const StakeholderState *st, int64 a, int64 b)
{
	uint32		alen;
	uint32		blen;
	const char *abytes;
	const char *bbytes;

	if (st->key_kind == GMA_KEY_INT)
		return (a > b) - (a < b);
	if (a == b)
		return 0;
	abytes = key_bytes(st, a, &alen);
	bbytes = key_bytes(st, b, &blen);
	return gma_compare_bytes(abytes, alen, bbytes, blen);
}

/* one heard party: its cells, which are sorted by goal */
typedef struct Voice
{
	uint32		party;
	const Cell *first;
	const Cell *end;
} Voice;

/* what comparing two voices gives */
typedef struct Pair
{
	bool		is_defined;
	double		score;
	double		share[3];		/* by GmaLossKind */
	double		total;			/* SUM(|x| + |y|) on the scale asked for */
	double		divide_a;		/* what priorities are divided by */
	double		divide_b;
	uint32		shared;			/* goals both name */
	uint32		dropped;		/* goals one of them was not asked about */
} Pair;

/* the goals of two voices, side by side */
typedef struct Walk
{
	const StakeholderState *st;
	const Cell *a;
	const Cell *aend;
	const Cell *b;
	const Cell *bend;
	int64		goal;
	double		x;
	double		y;
	bool		asked;			/* both were asked about this goal */
	bool		has_a;			/* a has a row for it */
	bool		has_b;
} Walk;

static inline void
walk_start(Walk *w, const StakeholderState *st, const Voice *a, const Voice *b)
{
	w->st = st;
	w->a = a->first;
	w->aend = a->end;
	w->b = b->first;
	w->bend = b->end;
}

static inline bool
walk_next(Walk *w)
{
	int			cmp;

	if (w->a == w->aend && w->b == w->bend)
		return false;
	cmp = w->a == w->aend ? 1 :
		w->b == w->bend ? -1 : compare_goals(w->st, w->a->goal, w->b->goal);

	w->asked = true;
	w->x = w->y = 0;
	w->goal = cmp <= 0 ? w->a->goal : w->b->goal;
	w->has_a = cmp <= 0;
	w->has_b = cmp >= 0;
	if (cmp <= 0)
	{
		w->x = w->a->priority;
		w->asked &= w->a->asked;
		w->a++;
	}
	if (cmp >= 0)
	{
		w->y = w->b->priority;
		w->asked &= w->b->asked;
		w->b++;
	}
	return true;
}

/*
 * How far a score is beyond chance; NaN where everybody gives every goal the
 * same, so that there is nothing to correct.
 */
static inline double
gma_beyond_chance(double score, double chance)
{
	return 1 - chance <= GMA_TIE ? NAN :
		gma_shown((score - chance) / (1 - chance));
}

/* Room for the voices: on the stack where there are few. */
#define VOICES_ON_STACK 8
#define VOICES_ALLOC(st, stack) \
	((st)->nparties <= VOICES_ON_STACK ? (stack) : \
		palloc(sizeof(Voice) * (st)->nparties))

/* stakeholder_state.c */
extern void gma_stakeholder_compact(StakeholderState *st, bool keep_error);

/* stakeholder_pairs.c */
extern uint32 gma_find_voices(StakeholderState *st, Voice *voices);
extern void gma_compare_voices(const StakeholderState *st, const Voice *a,
							   const Voice *b, Pair *pair);
extern double gma_chance_score(const StakeholderState *st, const Voice *a,
							   const Voice *b, const Pair *pair,
							   double *buffer);
extern Datum gma_pair_datum(TupleDesc desc, const StakeholderState *st,
							const Voice *a, const Voice *b, Datum a_name,
							Datum b_name, uint32 goals, double *buffer);
extern size_t gma_pair_count(uint32 n);

#endif							/* GMALIGN_STAKEHOLDER_H */
