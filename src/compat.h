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

#endif							/* GMALIGN_COMPAT_H */
