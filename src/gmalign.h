/*-------------------------------------------------------------------------
 *
 * gmalign.h
 *		What every topic shares: long arrays and loops, argument checks, keys,
 *		and the states that families of aggregates rest on.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_H
#define GMALIGN_H

#include "catalog/pg_collation_d.h"
#include "catalog/pg_type_d.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "storage/shmem.h"
#include "utils/array.h"
#include "utils/typcache.h"
#include "utils/lsyscache.h"

#include "compat.h"
#include "math_core.h"

/* ---------- what is long ---------- */

/* the place of what is not there */
#define GMA_NONE PG_UINT32_MAX

/* notice a cancel now and then inside a loop over i */
#define GMA_TICK(i) \
	do { \
		if (((i) & 0x3FFF) == 0) \
			CHECK_FOR_INTERRUPTS(); \
	} while (0)

/* An array that may exceed 1 GB, with its size checked for overflow. */
static inline void *
gma_alloc(size_t n, size_t size)
{
	return palloc_extended(Max(mul_size(n, size), 1), MCXT_ALLOC_HUGE);
}

static inline void *
gma_alloc_zero(size_t n, size_t size)
{
	return palloc_extended(Max(mul_size(n, size), 1),
						   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

/* ---------- check.c: arguments and results ---------- */

pg_noreturn extern void gma_fail_not_finite(const char *argument);
pg_noreturn extern void gma_fail_range(const char *argument, double value, double low,
									   double high, const char *hint);
pg_noreturn extern void gma_fail_varying(const char *argument);
pg_noreturn extern void gma_fail_overflow(void);
pg_noreturn extern void gma_fail_too_many(void);
pg_noreturn extern void gma_fail_no_aggregate(void);
extern void gma_check_conf_level(double conf_level);
extern char *gma_double_text(double value);

/* NaN and infinity are refused: 22003 */
static inline void
gma_check_finite(const char *argument, double value)
{
	if (unlikely(!isfinite(value)))
		gma_fail_not_finite(argument);
}

/* value must be finite and in [low, high]: 22003, 22023 */
static inline void
gma_check_range(const char *argument, double value, double low, double high,
				const char *hint)
{
	if (unlikely(!(value >= low && value <= high && isfinite(value))))
		gma_fail_range(argument, value, low, high, hint);
}

/* ---------- key.c: what names a goal ---------- */

typedef enum GmaKeyKind
{
	GMA_KEY_INT = 1,			/* int2, int4, int8: one key space */
	GMA_KEY_UUID,
	GMA_KEY_TEXT				/* text, varchar */
} GmaKeyKind;

extern bool gma_is_key_type(Oid type, GmaKeyKind *kind);
extern GmaKeyKind gma_key_kind(Oid type);
extern int64 gma_key_to_int(Datum key, Oid type);
extern Datum gma_key_from_int(int64 key, Oid type);
extern const char *gma_key_to_bytes(Datum key, GmaKeyKind kind, size_t *length);
extern char *gma_key_text(Datum key, GmaKeyKind kind, Oid type);
extern uint64 gma_hash_key(const char *bytes, size_t length);
pg_noreturn extern void gma_fail_collation(Oid collation);

/*
 * Names and keys are compared by their bytes: a collation that takes different
 * ones for the same is refused (0A000), where the first row comes in.
 */
static inline void
gma_check_collation(FunctionCallInfo fcinfo)
{
	Oid			collation = PG_GET_COLLATION();

	if (OidIsValid(collation) && collation != DEFAULT_COLLATION_OID &&
		collation != C_COLLATION_OID && !get_collation_isdeterministic(collation))
		gma_fail_collation(collation);
}

/* Is a text this word? */
static inline bool
gma_is_word(const text *value, const char *word)
{
	return VARSIZE_ANY_EXHDR(value) == strlen(word) &&
		memcmp(VARDATA_ANY(value), word, strlen(word)) == 0;
}

/* The order of names and keys: by bytes, so that no collation changes it. */
static inline int
gma_compare_bytes(const char *a, size_t alen, const char *b, size_t blen)
{
	int			cmp = memcmp(a, b, Min(alen, blen));

	return cmp != 0 ? cmp : (alen > blen) - (alen < blen);
}

/* ---------- states of type internal ---------- */

/* Argument 0, the state; NULL: no row yet. Refused outside an aggregate. */
static inline void *
gma_internal_state(FunctionCallInfo fcinfo, MemoryContext *context)
{
	if (unlikely(!AggCheckCallContext(fcinfo, context)))
		gma_fail_no_aggregate();
	return PG_ARGISNULL(0) ? NULL : PG_GETARG_POINTER(0);
}

/* A state as the result of a transition or combine function. */
static inline Datum
gma_internal_result(FunctionCallInfo fcinfo, void *state)
{
	if (state == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/*
 * Argument 0 of a deserialize function, what serialize wrote. Read in place:
 * a copy would double a large state.
 */
static inline void
gma_internal_message(FunctionCallInfo fcinfo, StringInfo message)
{
	bytea	   *in;

	if (!AggCheckCallContext(fcinfo, NULL))
		gma_fail_no_aggregate();
	in = PG_GETARG_BYTEA_PP(0);
	message->data = VARDATA_ANY(in);
	message->len = message->maxlen = VARSIZE_ANY_EXHDR(in);
	message->cursor = 0;
}

/* a datum of a state on its way to the leader of a parallel query */
extern void gma_send_datum(StringInfo buf, const TypeCacheEntry *type, Datum value);
extern Datum gma_receive_datum(StringInfo buf, const TypeCacheEntry *type);

/* ---------- arrays whose elements take 8 bytes ---------- */

/* a new one-dimensional array of float8 or bigint, every element 0 */
static inline ArrayType *
gma_new_array(Oid element_type, int length)
{
	size_t		size = ARR_OVERHEAD_NONULLS(1) + sizeof(int64) * length;
	ArrayType  *array = palloc0(size);

	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->elemtype = element_type;
	ARR_DIMS(array)[0] = length;
	ARR_LBOUND(array)[0] = 1;
	return array;
}

/* ---------- state.c: states stored as float8[] or bigint[] ---------- */

/*
 * A family of additive states: nsums sums over rows. The array holds, in the
 * order of these constants,
 *
 *	the family's tag: what it is, and in which version of its layout
 *	n, the rows used
 *	the rows in the open block
 *	nsums plain sums of the rows in the open block
 *	nsums sums of all rows before, and nsums rounding errors of these
 *
 * so that one combine function serves all families, a user may store a state
 * in a table of her own, and a distributed engine can ship it.
 *
 * Compensating every addition would cost more than the rest of the transition.
 * Rows are added plainly and folded into compensated sums every GMA_FOLD rows:
 * a block that short loses at most GMA_FOLD ulps of its own total, some 1e-14
 * of the result, and nothing adds up over blocks.
 */
#define GMA_TAG 0
#define GMA_N 1
#define GMA_IN_BLOCK 2
#define GMA_SUMS 3
#define GMA_FOLD 64

/*
 * A family whose state is no bundle of sums (profile) gives the length of its
 * array, says which contents it believes, and merges by itself. Tag and n stay
 * in their places.
 *
 * A family whose state is as long as the data ask for (consensus: a count per
 * category; kendall: sums per item) has the length 1: it starts empty, as
 * {tag}, and says which longer arrays are its own. Only the tag has a place.
 */
typedef struct GmaFamily
{
	const char *name;
	int			tag;
	int			nsums;
	int			length;			/* 0: that of nsums sums */
	bool		(*is_good) (const void *state);
	void		(*merge) (void *into, const void *from);
	bool		(*is_grown) (const void *state, int length);
	bool		is_counts;		/* bigint[] instead of float8[] */
	const char *aggregates;		/* its users, where it has no _state() */
} GmaFamily;

extern const GmaFamily gma_alignment_family;
extern const GmaFamily gma_force_family;
extern const GmaFamily gma_profile_family;
extern const GmaFamily gma_surface_family;
extern const GmaFamily gma_risk_family;
extern const GmaFamily gma_turnover_family;
extern const GmaFamily gma_roi_family;

#define GMA_STATE_LENGTH(family) \
	((family)->length ? (family)->length : GMA_SUMS + 3 * (family)->nsums)

/* beyond this a count of rows in a double is no longer exact */
#define GMA_MAX_N 9007199254740992.0

pg_noreturn extern void gma_fail_state(const GmaFamily *family);
extern void gma_state_fold(double *state, int nsums);
extern const void *gma_state_get(FunctionCallInfo fcinfo,
								 const GmaFamily *family);
extern double gma_state_read(FunctionCallInfo fcinfo, const GmaFamily *family,
							 double *sums);
extern Datum gma_state_merge(FunctionCallInfo fcinfo, const GmaFamily *family);

/* Is this array a state of the family, as far as its shape and tag say? */
static inline bool
gma_is_state(const ArrayType *array, const GmaFamily *family)
{
	const void *state = ARR_DATA_PTR(array);

	return ARR_NDIM(array) == 1 && !ARR_HASNULL(array) &&
		(family->is_counts ?
		 ARR_ELEMTYPE(array) == INT8OID &&
		 ((const int64 *) state)[GMA_TAG] == family->tag :
		 ARR_ELEMTYPE(array) == FLOAT8OID &&
		 ((const double *) state)[GMA_TAG] == family->tag) &&
		(ARR_DIMS(array)[0] == GMA_STATE_LENGTH(family) ||
		 (family->is_grown && family->is_grown(state, ARR_DIMS(array)[0])));
}

/* Has no row told yet how long a state that grows must be? */
static inline bool
gma_state_is_empty(const ArrayType *array)
{
	return ARR_DIMS(array)[0] == 1;
}

/*
 * Argument 0 as a state that the caller may change: the aggregate's own copy,
 * or a fresh one when somebody calls the support function by hand.
 */
static inline ArrayType *
gma_state_for_update(FunctionCallInfo fcinfo, const GmaFamily *family)
{
	ArrayType  *array = likely(AggCheckCallContext(fcinfo, NULL)) ?
		PG_GETARG_ARRAYTYPE_P(0) : PG_GETARG_ARRAYTYPE_P_COPY(0);

	if (unlikely(!gma_is_state(array, family)))
		gma_fail_state(family);
	return array;
}

/* One more row has been added to the block's sums. */
static inline void
gma_state_count(double *state, int nsums)
{
	state[GMA_N] += 1;
	state[GMA_IN_BLOCK] += 1;
	if (unlikely(state[GMA_IN_BLOCK] >= GMA_FOLD))
		gma_state_fold(state, nsums);
}

#endif							/* GMALIGN_H */
