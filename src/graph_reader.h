/*-------------------------------------------------------------------------
 *
 * graph_reader.h
 *		What the readers of a goal graph share.
 *
 * Apart from graph.h because building needs none of it: graph_rows.c,
 * graph_build.c, graph_order.c and graph_io.c know the value only. One header,
 * because every reader needs two or three of the parts. Each file calls only
 * what stands before it here:
 *
 *		graph_reader.c		arguments in, rows out
 *		graph_counts.c		distinct goals below or above, counted in blocks
 *		graph_walk.c		walks; line of sight, closure, cycles, links
 *		graph_states.c		goal_states
 *		graph_path.c		goal_path
 *		graph_rollup.c		cascade_rollup
 *		graph_coverage.c	cascade_coverage
 *		graph_segments.c	the cascade counted by level and unit
 *		graph_sights.c		whose goals reach strategy
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_GRAPH_READER_H
#define GMALIGN_GRAPH_READER_H

#include "funcapi.h"

#include "graph.h"

/*
 * Is the link from v to parent p one that contribution, roll-up and weighted
 * coverage use? Links inside a cycle have no first or last and are left out.
 */
static inline bool
gma_is_acyclic_link(const GmaGraph *g, uint32 v, uint32 p)
{
	return g->group[v] != g->group[p];
}

/* ---------- graph_reader.c ---------- */

/* a set-returning reader: its rows, and memory that lives as long */
typedef struct GmaReader
{
	GmaGraph	g;
	ReturnSetInfo *rsinfo;
	MemoryContext context;
	MemoryContext caller;
	MemoryContext domains;		/* what is known of these columns; NULL: none */
	void	  **domain;			/* a column each; only that of a domain is
								 * used */
} GmaReader;

extern bool gma_reader_start(GmaReader *reader, FunctionCallInfo fcinfo);
extern void gma_reader_row(GmaReader *reader, Datum *values, bool *nulls);
extern void gma_reader_end(GmaReader *reader);

/* what a reader was given as an array of goals, or as one goal */
typedef struct GmaGoals
{
	Oid			type;			/* element type, a base type: the result's */
	bool		is_array;
	bool		is_null;
	uint32		count;
	uint32	   *nodes;			/* in the array's order, duplicates kept */
} GmaGoals;

extern void gma_goals_read(const GmaGraph *g, FunctionCallInfo fcinfo,
						   int argument, const char *name, GmaGoals *goals);
extern double *gma_parallel_array(FunctionCallInfo fcinfo, int argument,
								  const char *name, const char *element, const char *goals_name,
								  uint32 expected);
extern uint8 *gma_mark_goals(const GmaGraph *g, const GmaGoals *goals);
extern uint8 *gma_strategic(const GmaGraph *g, const GmaGoals *goals);

/* ---------- graph_counts.c ---------- */

/* which links of a graph a reader follows; NULL: all */
typedef bool (*GmaLinkFilter) (const GmaGraph *g, uint32 child, uint32 link,
							   void *arg);

/*
 * An acyclic graph of groups: the goals of a cycle are one group. Numbered so
 * that ancestors come first; neighbours are distinct and ascending.
 */
typedef struct GmaDag
{
	uint32		n;
	uint32		nnodes;			/* of the graph */
	uint32	   *up_start;
	uint32	   *up;
	uint32	   *down_start;
	uint32	   *down;
	uint32	   *of_node;		/* the graph's node -> number here */
} GmaDag;

extern void gma_dag_build(const GmaGraph *g, GmaLinkFilter filter, void *arg,
						  GmaDag *dag);
extern void gma_dag_reverse(GmaDag *dag);
extern uint32 *gma_dag_weights(const GmaDag *dag, const uint8 *members);
extern void gma_count_columns(const GmaDag *dag, const uint32 *columns,
							  uint32 ncolumns, int nsets, uint32 *const *weights,
							  int64 *const *results);
extern void gma_count_all(const GmaDag *dag, int nsets,
						  uint32 *const *weights, int64 *const *results);

/* ---------- graph_walk.c ---------- */

/* one strategic goal's line of sight; the arrays are used again and again */
typedef struct GmaSight
{
	const GmaGraph *g;
	uint32	   *seen;			/* the goals that reach it, ... */
	uint32		nseen;
	uint32	   *distance;		/* by node; GMA_NONE: not seen */
	double	   *contribution;	/* by node; NaN: not known */
	double	   *paths;
	uint32	   *waiting;
	uint32	   *queue;
} GmaSight;

extern void gma_distances(const GmaGraph *g, const uint32 *start,
						  const uint32 *node, uint32 *queue, uint32 *nqueue, uint32 *distance);

extern void gma_sight_init(GmaSight *sight, const GmaGraph *g);
extern void gma_sight_from(GmaSight *sight, uint32 strategic);

/* ---------- graph_states.c ---------- */

typedef enum GmaGoalState
{
	GMA_STRATEGIC,
	GMA_ALIGNED,				/* reaches a strategic goal */
	GMA_DISCONNECTED,			/* has a parent, reaches none */
	GMA_UNALIGNED,
	GMA_NSTATES
} GmaGoalState;

extern uint32 *gma_depths(const GmaGraph *g, const uint8 *strategic);

static inline GmaGoalState
gma_state(const GmaGraph *g, uint32 v, const uint8 *strategic,
		  const uint32 *depth)
{
	if (strategic[v])
		return GMA_STRATEGIC;
	if (depth[v] != GMA_NONE)
		return GMA_ALIGNED;
	return g->up_start[v + 1] > g->up_start[v] ? GMA_DISCONNECTED :
		GMA_UNALIGNED;
}

#endif							/* GMALIGN_GRAPH_READER_H */
