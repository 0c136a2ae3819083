/*-------------------------------------------------------------------------
 *
 * gmalign.h
 *		What every topic shares: argument checks and the array state that the
 *		fixed-size families of aggregates rest on.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_H
#define GMALIGN_H

#include "fmgr.h"
#include "utils/array.h"

#include "compat.h"
#include "math_core.h"

/* ---------- check.c: arguments and results ---------- */

extern void gma_fail_not_finite(const char *argument) pg_attribute_noreturn();
extern void gma_fail_range(const char *argument, double value, double low,
	double high, const char *hint) pg_attribute_noreturn();
extern void gma_fail_overflow(void) pg_attribute_noreturn();
extern void gma_fail_no_aggregate(void) pg_attribute_noreturn();
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
	if (unlikely(!(value >= low && value <= high)))
		gma_fail_range(argument, value, low, high, hint);
}

/* ---------- key.c: what names a goal ---------- */

typedef enum GmaKeyKind
{
	GMA_KEY_INT = 1,			/* int2, int4, int8: one key space */
	GMA_KEY_UUID,
	GMA_KEY_TEXT				/* text, varchar */
} GmaKeyKind;

extern GmaKeyKind gma_key_kind(Oid type);
extern int64 gma_key_to_int(Datum key, Oid type);
extern Datum gma_key_from_int(int64 key, Oid type);
extern const char *gma_key_to_bytes(Datum key, GmaKeyKind kind, size_t *length);
extern char *gma_key_text(Datum key, GmaKeyKind kind, Oid type);

/* ---------- state.c: states of fixed size, stored as float8[] ---------- */

/*
 * A family of additive states. An array state holds
 *
 *	[0]		the family's tag: what it is and in which version of its layout
 *	[1]		n, the rows used
 *	[2 ...]	nsums compensated sums, a GmaSum each
 *
 * so that one combine function serves all of them, a user may store a state
 * in a table of her own, and a distributed engine can ship it.
 */
typedef struct GmaFamily
{
	const char *name;
	int			tag;
	int			nsums;
} GmaFamily;

typedef struct GmaState
{
	ArrayType  *array;
	double	   *n;
	GmaSum	   *sums;
} GmaState;

extern const GmaFamily gma_alignment_family;
extern const GmaFamily gma_force_family;

extern void gma_state_for_update(FunctionCallInfo fcinfo,
	const GmaFamily *family, GmaState *state);
extern void gma_state_for_reading(FunctionCallInfo fcinfo,
	const GmaFamily *family, GmaState *state);

#endif							/* GMALIGN_H */
