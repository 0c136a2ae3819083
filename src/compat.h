/*-------------------------------------------------------------------------
 *
 * compat.h
 *		The PostgreSQL versions gmalign is written for, and what differs
 *		between them. The newest version's names are used everywhere else.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_COMPAT_H
#define GMALIGN_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "gmalign needs PostgreSQL 15 or newer"
#endif

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 18 says it before the declaration, and by this name */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* what 19 builds a jsonb with: the stack and the value, when it is complete */
#if PG_VERSION_NUM < 190000
#define JsonbInState struct GmaJsonbInState
#define gma_push_jsonb(state, token, value) \
	((state)->result = pushJsonbValue(&(state)->parseState, token, value))
struct JsonbParseState;
struct JsonbValue;
struct GmaJsonbInState
{
	struct JsonbParseState *parseState;
	struct JsonbValue *result;
};
#else
#define gma_push_jsonb(state, token, value) pushJsonbValue(state, token, value)
#endif

#endif							/* GMALIGN_COMPAT_H */
