/*-------------------------------------------------------------------------
 *
 * icc.c
 *		How far the members of a group agree against members of other groups:
 *		intraclass correlations from a one-way analysis of variance.
 *
 * With the mean squares between and within groups, MSB and MSW,
 *
 *		ICC(1) = (MSB - MSW) / (MSB + (k - 1) MSW)
 *		ICC(2) = (MSB - MSW) / MSB
 *
 * (Bartko 1976; Bliese 2000): how much of the variance the group accounts for,
 * and how reliable the groups' means are. k is the size of a group; where
 * sizes differ, their mean or the k0 of the analysis of variance stands for it.
 *
 * The state holds, for every group, the number of its values, their mean and
 * the squares about it, updated by Welford's method and merged by Chan's
 * (Chan, Golub and LeVeque 1983), never raw sums of squares. Values are taken
 * as distances from the first, so that a large common part costs no digits.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <float.h>

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_icc_accum);
PG_FUNCTION_INFO_V1(gmalign_icc_combine);
PG_FUNCTION_INFO_V1(gmalign_icc_serialize);
PG_FUNCTION_INFO_V1(gmalign_icc_deserialize);
PG_FUNCTION_INFO_V1(gmalign_icc1_final);
PG_FUNCTION_INFO_V1(gmalign_icc2_final);
PG_FUNCTION_INFO_V1(gmalign_icc_n_final);
PG_FUNCTION_INFO_V1(gmalign_icc_group_count_final);

/* what stands for the size of a group where sizes differ */
typedef enum GroupSize
{
	SIZE_MEAN,					/* N / G */
	SIZE_K0						/* (N - SUM n^2 / N) / (G - 1) */
} GroupSize;

typedef struct Group
{
	int64		key;			/* the key itself, or its place in bytes */
	uint32		length;			/* of a key in bytes */
	uint32		hash;
	int64		n;
	double		mean;			/* distance from the state's origin */
	double		squares;		/* SUM (value - mean)^2 */
} Group;

/* up to so many groups are searched one by one */
#define FEW_GROUPS 8

typedef struct IccState
{
	MemoryContext context;
	Group	   *groups;			/* in the order they were met */
	uint32		ngroups;
	uint32		maxgroups;
	uint32	   *slots;			/* by hash: 1 + index of the group, or 0 */
	uint32		nslots;			/* a power of two, or 0 */
	char	   *bytes;			/* text and uuid keys */
	size_t		nbytes;
	size_t		maxbytes;
	Oid			key_type;
	GmaKeyKind	kind;
	GroupSize	size;
	double		origin;			/* the first value */
} IccState;

/* ---------- the groups ---------- */

static GmaKeyKind
key_kind(Oid type)
{
	GmaKeyKind	kind;

	if (!gma_is_key_type(type, &kind))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("type %s cannot name a group",
						OidIsValid(type) ? format_type_be(type) :
						"of this argument"),
				 errdetail("Groups are named by an integer type, text or "
						   "uuid."),
				 errhint("Cast the group to bigint, text or uuid.")));
	return kind;
}

static IccState *
state_create(MemoryContext context, Oid key_type, GroupSize size,
			 double origin)
{
	IccState   *st = MemoryContextAllocZero(context, sizeof(IccState));

	st->context = context;
	st->key_type = key_type;
	st->kind = key_kind(key_type);
	st->size = size;
	st->origin = origin;
	st->maxgroups = FEW_GROUPS;
	st->groups = MemoryContextAlloc(context, sizeof(Group) * st->maxgroups);
	return st;
}

/* Put the groups into a table of slots that is at most half full. */
static void
build_slots(IccState *st)
{
	if (st->slots != NULL)
		pfree(st->slots);
	st->nslots = Max(st->nslots * 2, 4 * FEW_GROUPS);
	st->slots = MemoryContextAllocZero(st->context,
									   sizeof(uint32) * st->nslots);
	for (uint32 g = 0; g < st->ngroups; g++)
	{
		uint32		slot = st->groups[g].hash;

		CHECK_FOR_INTERRUPTS();
		while (st->slots[slot & (st->nslots - 1)] != 0)
			slot++;
		st->slots[slot & (st->nslots - 1)] = g + 1;
	}
}

/* A new group, without values, that is in no slot yet. */
static Group *
append_group(IccState *st, uint32 hash, int64 key, const char *bytes,
			 uint32 length)
{
	Group	   *group;

	/* one limit for what is kept here and what a worker sends */
	if (sizeof(Group) * ((size_t) st->ngroups + 1) + st->nbytes + length >
		MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many groups"),
				 errdetail("The groups of one aggregate are limited to 1 GB, "
						   "about %zu million of them.",
						   MaxAllocSize / sizeof(Group) / 1000000),
				 errhint("Aggregate a part of the groups at a time.")));
	if (st->ngroups == st->maxgroups)
	{
		st->maxgroups = Min((size_t) st->maxgroups * 2,
							MaxAllocSize / sizeof(Group));
		st->groups = repalloc(st->groups, sizeof(Group) * st->maxgroups);
	}
	if (length > 0)
	{
		if (st->nbytes + length > st->maxbytes)
		{
			size_t		wanted = Min(Max(st->nbytes + length,
										 st->maxbytes * 2), MaxAllocSize);

			st->bytes = st->bytes == NULL ?
				MemoryContextAlloc(st->context, wanted) :
				repalloc(st->bytes, wanted);
			st->maxbytes = wanted;
		}
		memcpy(st->bytes + st->nbytes, bytes, length);
		key = st->nbytes;
		st->nbytes += length;
	}
	group = &st->groups[st->ngroups++];
	group->key = key;
	group->length = length;
	group->hash = hash;
	group->n = 0;
	group->mean = 0;
	group->squares = 0;
	return group;
}

/* A text or uuid key; nothing for an integer. */
static inline const char *
group_bytes(const IccState *st, const Group *group)
{
	return group->length > 0 ? st->bytes + group->key : "";
}

static inline bool
is_group(const IccState *st, const Group *group, uint32 hash, int64 key,
		 const char *bytes, uint32 length)
{
	if (group->hash != hash)
		return false;
	if (st->kind == GMA_KEY_INT)
		return group->key == key;
	return group->length == length &&
		memcmp(group_bytes(st, group), bytes, length) == 0;
}

/* The group that a key names, known or new. */
static Group *
find_group(IccState *st, int64 key, const char *bytes, uint32 length)
{
	uint32		hash = st->kind == GMA_KEY_INT ?
		hash_bytes((const unsigned char *) &key, sizeof(key)) :
		hash_bytes((const unsigned char *) bytes, length);
	uint32		slot = hash;

	if (st->nslots == 0)
	{
		/* newest first: rows often come group by group */
		for (uint32 g = st->ngroups; g-- > 0;)
			if (is_group(st, &st->groups[g], hash, key, bytes, length))
				return &st->groups[g];
		if (st->ngroups < FEW_GROUPS)
			return append_group(st, hash, key, bytes, length);
	}
	if (st->ngroups >= st->nslots / 2)
		build_slots(st);
	for (;; slot++)
	{
		uint32	   *g = &st->slots[slot & (st->nslots - 1)];

		if (*g == 0)
		{
			Group	   *group = append_group(st, hash, key, bytes, length);

			*g = st->ngroups;
			return group;
		}
		if (is_group(st, &st->groups[*g - 1], hash, key, bytes, length))
			return &st->groups[*g - 1];
	}
}

/* Join other values to a group's, given by their number, mean and squares. */
static void
group_merge(Group *group, int64 n, double mean, double squares)
{
	double		total = (double) group->n + n;
	double		delta = mean - group->mean;

	if (group->n == 0)
	{
		group->mean = mean;
		group->squares = squares;
	}
	else
	{
		group->mean += delta / total * n;
		group->squares += squares + delta * delta * (group->n / total * n);
		if (unlikely(!isfinite(group->squares)))
			gma_fail_overflow();
	}
	group->n += n;
}

/* ---------- transition ---------- */

static GroupSize
read_size(const text *size)
{
	const char *s = VARDATA_ANY(size);
	size_t		length = VARSIZE_ANY_EXHDR(size);

	if (length == 4 && memcmp(s, "mean", 4) == 0)
		return SIZE_MEAN;
	if (length == 2 && memcmp(s, "k0", 2) == 0)
		return SIZE_K0;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized group_size: \"%s\"", text_to_cstring(size)),
			 errdetail("'mean' is the mean number of values in a group; 'k0' "
					   "is that of the analysis of variance, "
					   "(N - SUM n^2 / N) / (G - 1)."),
			 errhint("Use 'mean' or 'k0'.")));
}

static void
fail_varying_size(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("group_size differs between the rows of one aggregate"),
			 errhint("Pass a constant.")));
}

/*
 * icc_accum(state, group, value [, group_size]): one value. A row without
 * group or value says nothing and is skipped.
 */
Datum
gmalign_icc_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	IccState   *st;
	GroupSize	size = SIZE_K0;
	double		value;
	int64		key = 0;
	const char *bytes = NULL;
	size_t		length = 0;

	st = gma_internal_state(fcinfo, &context);
	if (PG_NARGS() > 3)
	{
		if (PG_ARGISNULL(3))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("group_size must not be null"),
					 errhint("Use 'mean' or 'k0'.")));
		size = read_size(PG_GETARG_TEXT_PP(3));
	}
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return gma_internal_result(fcinfo, st);

	value = PG_GETARG_FLOAT8(2);
	gma_check_finite("value", value);
	if (st == NULL)
	{
		gma_check_collation(fcinfo);
		st = state_create(context,
						  getBaseType(get_fn_expr_argtype(fcinfo->flinfo, 1)),
						  size, value);
	}
	else if (st->size != size)
		fail_varying_size();
	if (st->kind == GMA_KEY_INT)
		key = gma_key_to_int(PG_GETARG_DATUM(1), st->key_type);
	else
		bytes = gma_key_to_bytes(PG_GETARG_DATUM(1), st->kind, &length);
	group_merge(find_group(st, key, bytes, length), 1, value - st->origin, 0);
	PG_RETURN_POINTER(st);
}

/* icc_combine(state, state): the second one's groups join the first. */
Datum
gmalign_icc_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	IccState   *into;
	IccState   *from;

	into = gma_internal_state(fcinfo, &context);
	if (PG_ARGISNULL(1))
		return gma_internal_result(fcinfo, into);
	from = (IccState *) PG_GETARG_POINTER(1);
	if (into == NULL)
		into = state_create(context, from->key_type, from->size,
							from->origin);
	else if (into->size != from->size)
		fail_varying_size();
	for (uint32 g = 0; g < from->ngroups; g++)
	{
		const Group *group = &from->groups[g];

		CHECK_FOR_INTERRUPTS();
		group_merge(find_group(into, group->key, group_bytes(from, group),
							   group->length),
					group->n, group->mean + (from->origin - into->origin),
					group->squares);
	}
	PG_RETURN_POINTER(into);
}

/* icc_serialize(state): for a parallel worker's leader */
Datum
gmalign_icc_serialize(PG_FUNCTION_ARGS)
{
	IccState   *st = gma_internal_state(fcinfo, NULL);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, st->key_type);
	pq_sendbyte(&buf, st->size);
	pq_sendfloat8(&buf, st->origin);
	pq_sendint32(&buf, st->ngroups);
	for (uint32 g = 0; g < st->ngroups; g++)
	{
		const Group *group = &st->groups[g];

		CHECK_FOR_INTERRUPTS();
		pq_sendint32(&buf, group->length);
		if (st->kind == GMA_KEY_INT)
			pq_sendint64(&buf, group->key);
		else
			pq_sendbytes(&buf, group_bytes(st, group), group->length);
		pq_sendint64(&buf, group->n);
		pq_sendfloat8(&buf, group->mean);
		pq_sendfloat8(&buf, group->squares);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* icc_deserialize(bytea, internal): what serialize wrote */
Datum
gmalign_icc_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	IccState   *st;
	Oid			type;
	GroupSize	size;
	uint32		ngroups;

	gma_internal_message(fcinfo, &buf);

	type = pq_getmsgint(&buf, 4);
	size = pq_getmsgbyte(&buf);
	st = state_create(CurrentMemoryContext, type, size,
					  pq_getmsgfloat8(&buf));
	ngroups = pq_getmsgint(&buf, 4);
	for (uint32 g = 0; g < ngroups; g++)
	{
		uint32		length = pq_getmsgint(&buf, 4);
		int64		key = 0;
		const char *bytes = NULL;
		Group	   *group;

		CHECK_FOR_INTERRUPTS();
		if (st->kind == GMA_KEY_INT)
			key = pq_getmsgint64(&buf);
		else
			bytes = pq_getmsgbytes(&buf, length);
		/* read group by group, never searched: no hash, no slot */
		group = append_group(st, 0, key, bytes, length);
		group->n = pq_getmsgint64(&buf);
		group->mean = pq_getmsgfloat8(&buf);
		group->squares = pq_getmsgfloat8(&buf);
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(st);
}

/* ---------- what it says ---------- */

typedef struct Variance
{
	double		n;				/* values */
	double		groups;
	double		between;		/* mean square; 0 when the means are equal */
	double		within;
	double		k;				/* size of a group, as asked for */
} Variance;

/*
 * The analysis of variance; false when there are fewer than two groups, or no
 * group with two values.
 *
 * Means that differ by rounding alone are equal: otherwise the same values in
 * another order would turn an ICC(2) that is not defined into one of -1e30.
 * The rounding error of a mean of n values is a walk of n steps of one ulp, so
 * that of the squares between groups grows with SUM n^2.
 */
static bool
analyse(FunctionCallInfo fcinfo, Variance *v)
{
	const IccState *st;
	double		first;
	double		mean;
	double		n2 = 0;
	double		ulp;
	GmaSum		sum = {0, 0};
	GmaSum		within = {0, 0};
	GmaSum		between = {0, 0};

	st = gma_internal_state(fcinfo, NULL);
	if (st == NULL)
		return false;
	v->n = 0;
	v->groups = st->ngroups;
	if (st->ngroups < 2)
		return false;

	/* from one of the means, so that equal ones give exactly 0 */
	first = st->groups[0].mean;
	for (uint32 g = 0; g < st->ngroups; g++)
	{
		const Group *group = &st->groups[g];

		CHECK_FOR_INTERRUPTS();
		v->n += group->n;
		n2 += (double) group->n * group->n;
		gma_sum_add(&sum, group->n * (group->mean - first));
		gma_sum_add(&within, group->squares);
	}
	if (v->n == v->groups)
		return false;
	mean = gma_sum_value(&sum) / v->n;
	for (uint32 g = 0; g < st->ngroups; g++)
	{
		const Group *group = &st->groups[g];
		double		deviation = group->mean - first - mean;

		CHECK_FOR_INTERRUPTS();
		gma_sum_add(&between, group->n * (deviation * deviation));
	}
	v->between = gma_sum_value(&between);
	v->within = gma_sum_value(&within);
	if (!isfinite(v->between) || !isfinite(v->within))
		gma_fail_overflow();

	/* of a distance of the usual size */
	ulp = DBL_EPSILON *
		hypot(first + mean, sqrt(v->between / v->n + v->within / v->n));
	if (v->between <= 16 * ulp * ulp * n2)
		v->between = 0;
	v->between /= v->groups - 1;
	v->within /= v->n - v->groups;
	v->k = st->size == SIZE_K0 ?
		(v->n - n2 / v->n) / (v->groups - 1) : v->n / v->groups;
	return true;
}

/* icc1_final(state): from -1/(k - 1) to 1, negative values kept */
Datum
gmalign_icc1_final(PG_FUNCTION_ARGS)
{
	Variance	v;
	double		total;

	if (!analyse(fcinfo, &v))
		PG_RETURN_NULL();
	total = v.between + (v.k - 1) * v.within;
	if (total == 0)
		PG_RETURN_NULL();
	if (!isfinite(total))
		gma_fail_overflow();
	PG_RETURN_FLOAT8((v.between - v.within) / total);
}

/* icc2_final(state): at most 1, negative values kept */
Datum
gmalign_icc2_final(PG_FUNCTION_ARGS)
{
	Variance	v;

	/* finite: what is as small as rounding of the within is 0 */
	if (!analyse(fcinfo, &v) || v.between == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((v.between - v.within) / v.between);
}

/* icc_n_final(state): values used */
Datum
gmalign_icc_n_final(PG_FUNCTION_ARGS)
{
	const IccState *st;
	int64		n = 0;

	st = gma_internal_state(fcinfo, NULL);
	if (st == NULL)
		PG_RETURN_INT64(0);
	for (uint32 g = 0; g < st->ngroups; g++)
	{
		CHECK_FOR_INTERRUPTS();
		n += st->groups[g].n;
	}
	PG_RETURN_INT64(n);
}

/* icc_group_count_final(state): groups with a value */
Datum
gmalign_icc_group_count_final(PG_FUNCTION_ARGS)
{
	const IccState *st = gma_internal_state(fcinfo, NULL);

	PG_RETURN_INT64(st == NULL ? 0 : st->ngroups);
}
