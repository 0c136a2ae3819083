/*-------------------------------------------------------------------------
 *
 * atoms_core.h
 *		What the files about atoms share.
 *
 *		atoms_system.c		null vectors, publications accepted, groups
 *		atoms_units.c		few people: groups, and differences of two
 *		atoms_sets.c		up to four units with dependent rows
 *		atoms_span.c		spans of sparse vectors
 *		atoms_search.c		the search for sets of few people
 *		atoms.c				whether one more publication is safe
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_ATOMS_CORE_H
#define GMALIGN_ATOMS_CORE_H

#include "atoms.h"

/* null vectors looked at in a test */
#define WIDTH 4

typedef uint64 Row[WIDTH];

typedef struct GmaSpan GmaSpan;

/* atoms_span.c */
extern GmaSpan * gma_span_new(int dims);
extern void gma_span_free(GmaSpan * s);
extern void gma_span_probe(GmaSpan * s);
extern bool gma_span_has(const GmaSpan * s, const int *places, int n);
extern bool gma_span_add(GmaSpan * s, const int *places, int n);
extern void gma_span_solve(GmaSpan * s, uint64 *vector, uint64 *result);

typedef struct Group
{
	uint64		key;			/* which publications its members are in */
	int			n_owners;		/* min_group: as many or more */
	bool		is_safe;		/* no sum over few people can hold it */
	int			next;			/* chain of the hash table */
	int			first;			/* chain of atoms, by next_atom */
} Group;

/* a group, or one less another of the same people: what is looked for beside others */
typedef struct Unit
{
	Row			row;
	int			group;
	int			less;			/* or -1 */
} Unit;

struct GmaSystem
{
	int			min_group;
	int			n;				/* atoms */
	int			steps;
	int			full_depth;		/* null vectors drawn */
	int			depth;			/* those left */
	uint64	   *null;			/* n x full_depth */
	uint64	   *product;		/* full_depth */
	uint64	   *key;			/* by atom: publications accepted */
	bool	   *is_accepted;	/* by step */
	uint64	   *kept_null;		/* as they were when gma_system_keep() was
								 * called */
	uint64	   *kept_key;
	bool	   *kept_accepted;
	int			kept_depth;
	int		   *n_owners;
	int64	   *owner;			/* n x min_group, ascending */
	int		   *member_start;	/* by step, into member */
	int		   *member;			/* atoms */
	int		   *step_start;		/* by atom, into step */
	int		   *step;			/* ascending */
	/* rows and groups of the test at hand */
	Row		   *row;
	Group	   *group;
	Row		   *group_row;
	int64	   *group_owner;
	int		   *next_atom;
	int		   *slot;
	int			n_slots;
	int			n_groups;
	Unit	   *unit;			/* of fewer than min_group people */
	int			n_units;
	int			size_units;

	/*
	 * sets that were found pinned down: atoms, each unit up to -2, what it is
	 * less after -3, each set up to -1
	 */
	int		   *found;
	int			n_found;
	int			n_sets;
	int			most_sets;		/* of the search at hand */
	int			size_found;
	/* those pinned down already when we came, which is beyond help */
	int		   *lost;
	int			n_lost;
	bool	   *is_marked;
};

/* of a group, ascending */
static inline const int64 *
owners_of(const GmaSystem * s, int group)
{
	return s->group_owner + (size_t) group * s->min_group;
}

/* atoms_system.c */
extern bool gma_system_draw_rows(GmaSystem * s, int step);
extern void gma_system_form_groups(GmaSystem * s, int step);
extern int	gma_add_owners(int64 *list, int n, const int64 *more, int n_more, int max);

/* atoms_units.c */
extern void gma_units_form(GmaSystem * s);
extern bool gma_units_are_few(const GmaSystem * s, const int *units, int n);
extern bool gma_units_are_disclosed(GmaSystem * s, const int *units, int n);
extern void gma_units_keep(GmaSystem * s, const int *units, int n);

/* atoms_sets.c */
extern int	gma_sets_find(GmaSystem * s, bool keep, bool is_whole);

/* atoms_search.c */
extern bool gma_system_holds_none(GmaSystem * s);

#endif
