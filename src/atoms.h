/*-------------------------------------------------------------------------
 *
 * atoms.h
 *		What arithmetic can reach over groups of people, as a linear system.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_ATOMS_H
#define GMALIGN_ATOMS_H

/* sets of people kept */
#define SETS_AT_MOST 100000

/* as in room(): numbers there may be, and where their bits begin */
#define ROOM_NUMBERS 7
#define ROOM_FIRST_INNER 1
#define ROOM_FIRST_THERE 9

/* one number of one person, in one published group */
typedef struct GmaEntry
{
	int32		pool;			/* numbers that can be added up with each
								 * other */
	int64		datum;			/* which of the pool */
	int32		step;			/* in the group of which publication */
	int64		person;			/* whose it is */
	int32		room;			/* gmalign_private.room() */
} GmaEntry;

typedef struct GmaSystem GmaSystem;

/* entries of one pool, in order of datum and step */
extern GmaSystem * gma_system_new(const GmaEntry *entries, int n, int steps, int known, int min_group);
extern void gma_system_reset(GmaSystem * s);
extern void gma_system_accept(GmaSystem * s, int step);
extern bool gma_system_is_safe_with(GmaSystem * s, int step);
extern bool gma_system_tells_with(GmaSystem * s, int step);
extern int	gma_system_search(GmaSystem * s, int at_most);
extern int	gma_system_found(const GmaSystem * s);
extern bool gma_system_ban_latest(const GmaSystem * s, int at, int known, const bool *accepted,
								  int steps, bool *is_banned);

#endif
