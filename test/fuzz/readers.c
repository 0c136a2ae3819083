/*-------------------------------------------------------------------------
 *
 * readers.c
 *		libFuzzer's way into what reads transient values and states.
 *
 * The library runs without a server: below is the little of PostgreSQL that its
 * readers call. Each palloc() is a malloc() of its own, so that AddressSanitizer
 * sees a step beyond any array, which it cannot inside a memory context; an
 * ereport(ERROR) jumps back. What is called and not here has the address 0.
 *
 * An input is a list of values: a byte for the type, two for the length, the
 * bytes. Each is received as from a client; then everything that reads what was
 * accepted runs over it. A finding is whatever a sanitizer says, an elog(ERROR)
 * (an internal error), and a request for more memory than a server gives.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <malloc.h>
#include <setjmp.h>
#include <signal.h>

#include "access/htup_details.h"
#include "executor/tuptable.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

#include "../../src/flat.h"

/* ---------- memory ---------- */

/* what a run has taken, and what outlives it in a cache; pfree() looks from the end */
typedef struct Chunk
{
	void	   *bytes;
	MemoryContext context;
} Chunk;

static Chunk *chunks;
static size_t nchunks;
static size_t capacity;
static MemoryContextData run;
static MemoryContextData kept;
MemoryContext CurrentMemoryContext = &run;
MemoryContext TopMemoryContext = &kept;
MemoryContext CacheMemoryContext = &kept;
volatile sig_atomic_t InterruptPending = false;

static sigjmp_buf *handler;
static int	sqlstate;

static void
give_up(void)
{
	siglongjmp(*handler, 1);
}

/* much more than inputs of a few kilobytes should ask for, and still quick */
#define PLENTY (256 * 1024 * 1024)

static void *
allocate(MemoryContext context, size_t size, bool is_huge, bool is_zero)
{
	void	   *bytes;

	if (!is_huge && size > MaxAllocSize)
		abort();				/* invalid memory alloc request size */
	if (size > PLENTY)
		give_up();
	if (nchunks == capacity)
		chunks = realloc(chunks, (capacity = 2 * capacity + 64) * sizeof(Chunk));
	bytes = memset(malloc(size), is_zero ? 0 : 0x7f, size);
	chunks[nchunks++] = (Chunk) {bytes, context};
	return bytes;
}

void *palloc(Size size) { return allocate(CurrentMemoryContext, size, false, false); }
void *palloc0(Size size) { return allocate(CurrentMemoryContext, size, false, true); }
void *MemoryContextAlloc(MemoryContext c, Size size) { return allocate(c, size, false, false); }
void *MemoryContextAllocZero(MemoryContext c, Size size) { return allocate(c, size, false, true); }
void *MemoryContextAllocHuge(MemoryContext c, Size size) { return allocate(c, size, true, false); }

void *
palloc_extended(Size size, int flags)
{
	return allocate(CurrentMemoryContext, size, flags & MCXT_ALLOC_HUGE, flags & MCXT_ALLOC_ZERO);
}

static size_t
place_of(void *bytes)
{
	size_t		i = nchunks - 1;

	while (chunks[i].bytes != bytes)
		i--;
	return i;
}

void
pfree(void *bytes)
{
	chunks[place_of(bytes)] = chunks[nchunks - 1];
	nchunks--;
	free(bytes);
}

static void *
again(void *bytes, size_t size, bool is_huge)
{
	void	   *result = allocate(chunks[place_of(bytes)].context, size, is_huge, false);

	memcpy(result, bytes, Min(size, malloc_usable_size(bytes)));
	pfree(bytes);
	return result;
}

static void
free_all(MemoryContext context)
{
	for (size_t i = nchunks; i-- > 0;)
		if (chunks[i].context == context || chunks[i].context->parent == context)
		{
			free(chunks[i].bytes);
			chunks[i] = chunks[--nchunks];
		}
}

/* contexts are few and of one level: those of a run come anew in the next */
static MemoryContextData contexts[2][1000];
static int	ncontexts[2];

MemoryContext
AllocSetContextCreateInternal(MemoryContext parent, const char *name, Size min, Size init, Size max)
{
	bool		is_kept = parent == &kept;
	MemoryContext result = &contexts[is_kept][ncontexts[is_kept]++];

	result->parent = parent;
	return result;
}
void MemoryContextDelete(MemoryContext c) { free_all(c); }
void MemoryContextReset(MemoryContext c) { free_all(c); }

void *repalloc(void *pointer, Size size) { return again(pointer, size, false); }
void *repalloc_huge(void *pointer, Size size) { return again(pointer, size, true); }

Size
mul_size(Size a, Size b)
{
	Size		result;

	if (__builtin_mul_overflow(a, b, &result))
		give_up();
	return result;
}

/* ---------- errors ---------- */

bool errstart(int elevel, const char *domain) { sqlstate = ERRCODE_INTERNAL_ERROR; return true; }
bool errstart_cold(int elevel, const char *domain) { return errstart(elevel, domain); }
int errcode(int code) { sqlstate = code; return 0; }

static int
said(const char *format, va_list arguments)
{
	char		text[1000];

	vsnprintf(text, sizeof(text), format, arguments);
	return 0;
}
#define SAYS(name) \
	int name(const char *format,...) \
	{ va_list arguments; va_start(arguments, format); said(format, arguments); va_end(arguments); return 0; }
SAYS(errmsg)
SAYS(errmsg_internal)
SAYS(errdetail)
SAYS(errhint)

void
errfinish(const char *file, int line, const char *function)
{
	if (sqlstate == ERRCODE_INTERNAL_ERROR)
	{
		fprintf(stderr, "internal error at %s:%d\n", file, line);
		abort();
	}
	give_up();
}

void ProcessInterrupts(void) { }

/* ---------- values ---------- */

struct varlena *pg_detoast_datum(struct varlena *datum) { return datum; }
struct varlena *pg_detoast_datum_packed(struct varlena *datum) { return datum; }

struct varlena *
pg_detoast_datum_copy(struct varlena *datum)
{
	return memcpy(palloc(VARSIZE(datum)), datum, VARSIZE(datum));
}

text *
cstring_to_text_with_len(const char *s, int length)
{
	text	   *result = palloc(VARHDRSZ + length);

	SET_VARSIZE(result, VARHDRSZ + length);
	memcpy(VARDATA(result), s, length);
	return result;
}
text *cstring_to_text(const char *s) { return cstring_to_text_with_len(s, strlen(s)); }

char *
text_to_cstring(const text *t)
{
	size_t		length = VARSIZE_ANY_EXHDR(t);
	char	   *result = palloc(length + 1);

	memcpy(result, VARDATA_ANY(t), length);
	result[length] = '\0';
	return result;
}

char *
pnstrdup(const char *s, Size length)
{
	char	   *result = palloc(length + 1);

	memcpy(result, s, length);
	result[length] = '\0';
	return result;
}
char *pstrdup(const char *s) { return pnstrdup(s, strlen(s)); }

Datum uuid_out(FunctionCallInfo fcinfo) { return CStringGetDatum(pstrdup("uuid")); }
Datum DirectFunctionCall1Coll(PGFunction function, Oid collation, Datum value) { return function(NULL); }
int AggCheckCallContext(FunctionCallInfo fcinfo, MemoryContext *c) { return 0; }
int GetDatabaseEncoding(void) { return PG_UTF8; }
bool pg_verify_mbstr(int encoding, const char *s, int length, bool no_error) { return pg_encoding_verifymbstr(encoding, s,
	length) == length; }
void pq_copymsgbytes(StringInfo buf, char *to, int length) { memcpy(to, buf->data + buf->cursor, length); buf->cursor += length; }

ArrayType *
construct_array(Datum *elements, int n, Oid type, int length, bool by_value, char align)
{
	ArrayType  *array = palloc0(ARR_OVERHEAD_NONULLS(1) + sizeof(Datum) * n);

	/* nothing reads on here what it has built: its elements need not follow */
	SET_VARSIZE(array, ARR_OVERHEAD_NONULLS(1) + sizeof(Datum) * n);
	array->ndim = 1;
	array->elemtype = type;
	ARR_DIMS(array)[0] = n;
	return array;
}

/* of numbers without a NULL, which is all that comes in */
void
deconstruct_array(ArrayType *array, Oid type, int length, bool by_value, char align, Datum **elements, bool **nulls, int *n)
{
	*n = ARR_NDIM(array) == 1 ? ARR_DIMS(array)[0] : 0;
	*elements = palloc(sizeof(Datum) * *n);
	memcpy(*elements, ARR_DATA_PTR(array), sizeof(Datum) * *n);
	if (nulls)
		*nulls = palloc0(*n);
}

ArrayType *
construct_md_array(Datum *elements, bool *nulls, int ndims, int *dims, int *lbs, Oid type, int length, bool by_value, char align)
{
	return construct_array(elements, dims[0], type, length, by_value, align);
}
int ArrayGetNItems(int ndim, const int *dims) { return ndim == 1 ? dims[0] : 0; }

/* ---------- types: of a call's arguments, keys of this kind ---------- */

static const Oid key_types[] = {INT8OID, UUIDOID, TEXTOID};
static const Oid key_arrays[] = {INT8ARRAYOID, UUIDARRAYOID, TEXTARRAYOID};
static int	kind;
static const char *arguments;

Oid getBaseType(Oid type) { return type; }
char get_typtype(Oid type) { return TYPTYPE_BASE; }
char *format_type_be(Oid type) { return "type"; }
bool get_collation_isdeterministic(Oid collation) { return true; }

Oid
get_fn_expr_argtype(FmgrInfo *flinfo, int argument)
{
	switch (arguments[argument])
	{
		case 'K': return key_types[kind];
		case 'N': return key_arrays[kind];
		case 'A': return TEXTARRAYOID;
		case 'D': return FLOAT8ARRAYOID;
		case 'T': return TEXTOID;
		default: return FLOAT8OID;
	}
}

Oid
get_element_type(Oid type)
{
	for (int i = 0; i < lengthof(key_arrays); i++)
		if (key_arrays[i] == type)
			return key_types[i];
	return type == FLOAT8ARRAYOID ? FLOAT8OID : InvalidOid;
}

void
get_typlenbyvalalign(Oid type, int16 *length, bool *by_value, char *align)
{
	*length = type == UUIDOID ? 16 : type == TEXTOID ? -1 : 8;
	*by_value = *length == 8;
	*align = type == UUIDOID ? TYPALIGN_CHAR : type == TEXTOID ? TYPALIGN_INT : TYPALIGN_DOUBLE;
}

/* ---------- rows ---------- */

static TupleDescData *row;
static Tuplestorestate *const store = (Tuplestorestate *) &run;
TypeFuncClass get_call_result_type(FunctionCallInfo fcinfo, Oid *type, TupleDesc *desc) { *desc = row; return TYPEFUNC_COMPOSITE; }
TupleDesc BlessTupleDesc(TupleDesc desc) { return desc; }
HeapTuple heap_form_tuple(TupleDesc desc, Datum *values, bool *nulls) { HeapTuple t = palloc0(sizeof(HeapTupleData));
	t->t_data = palloc0(64); return t; }
Datum HeapTupleHeaderGetDatum(HeapTupleHeader tuple) { return PointerGetDatum(tuple); }

void
InitMaterializedSRF(FunctionCallInfo fcinfo, bits32 flags)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	result->setResult = store;
	result->setDesc = row;
}
void tuplestore_putvalues(Tuplestorestate *state, TupleDesc desc, Datum *values, bool *nulls) { }

/* ---------- the readers ---------- */

/*
 * Arguments: a value of a type (g l v p h i w n, the states s and b), else NULL of
 * the type of keys (K), of their arrays (N), of text[] (A) or float8[] (D), and
 * a number (f), a day (d), a pair (T), true (t), five (5).
 */
typedef struct Reader
{
	PGFunction	function;
	const char *arguments;
} Reader;

#define EACH(R) \
	R(goal_states, "gNt") R(line_of_sight, "gN") R(goal_closure, "gN") R(cascade_rollup, "gNDD") R(cascade_coverage, "gNN") \
	R(goal_cycles, "gN") R(goal_edges, "gN") R(goal_path, "gNN") R(goal_lift, "gN") R(goals_in_sight, "gN") R(flow_rows, "gN") \
	R(goal_sight, "gN") R(cover_rows, "gNw") R(state_rows, "gNw") R(goal_lift_rows, "lK") R(stated_rows, "pKK") R(lifted_rows, "pK") \
	R(party_rows, "pK") R(driver_rows, "pK") R(driver_rows, "pKT") R(explain_pair, "pKT5") R(voice_pair_rows, "pK") R(wanted_goals, "pK") \
	R(mutual_alignment, "p") R(pair_rows, "pfffffffff") R(verdict, "pKfffffffff") R(points_on, "phd") R(reach_rows, "pKT") \
	R(listed_goals, "iK") R(lift_list, "il") R(list_in_sight, "ii") R(compare_lists, "iiiK") R(work_rows, "wK") \
	R(distinctive_scores, "pn") \
	R(alignment_accum, "sff") R(force_accum, "sfff") R(profile_accum, "sff") R(risk_accum, "stt") R(turnover_accum, "sff") R(roi_accum, \
	"sff") \
	R(surface_accum, "sfff") R(total_accum, "sf") R(total_final, "s") R(mean_final, "s") R(total_combine, "ss") \
	R(kendall_accum, "ss") R(kendall_merge, "ss") R(kendall_w_final, "s") R(kendall_w_p_final, "s") R(prototype_final, "s") \
	R(state_merge, "ss") R(alignment_score_of, "s") R(opposed_share_of, "s") R(strength_share_of, "s") R(alignment_n_of, "s") \
	R(motivational_force_of, "s") R(force_gain_valence_of, "s") R(weakest_link_of, "s") R(link_valence_of, "s") \
	R(profile_correlation_of, "s") R(profile_icc_of, "s") R(profile_n_of, "s") \
	R(risk_ratio_of, "s") R(risk_ratio_low_of, "s") R(odds_ratio_of, "s") R(risk_difference_low_of, "s") R(turnover_rate_of, "s") \
	R(roi_of, "s") \
	R(consensus_accum, "bfff") R(consensus_merge, "bb") R(rwg_final, "b") R(awg_final, "b") R(polarization_final, "b") \
	R(agreement_a_final, "b") \
	R(tastle_consensus_final, "b") R(ad_mean_final, "b")
#define RECEIVED(R) \
	R(goal_graph_recv, 'g') R(goal_lift_recv, 'l') R(voice_map_recv, 'v') R(party_points_recv, 'p') R(goal_past_recv, 'h') \
	R(points_list_recv, 'i') R(goal_work_recv, 'w') R(wish_norm_recv, 'n')

#define DECLARE(name, x) extern Datum gmalign_##name(FunctionCallInfo fcinfo);
#define ENTRY(name, x) {gmalign_##name, x},
EACH(DECLARE)
RECEIVED(DECLARE)
static const Reader readers[] = {EACH(ENTRY)};
static const struct
{
	PGFunction	function;
	char		type;
}			received[] = {RECEIVED(ENTRY)};

#define TYPES (lengthof(received) + 2)
static Datum values[256];
static bool has[256];

static Datum
call(PGFunction function, const char *types, Datum only)
{
	union
	{
		FunctionCallInfoBaseData info;
		char		space[SizeForFunctionCallInfo(16)];
	}			at;
	FunctionCallInfo fcinfo = &at.info;
	FmgrInfo	flinfo = {.fn_mcxt = &run};
	ReturnSetInfo result = {.type = T_ReturnSetInfo, .allowedModes = SFRM_Materialize};

	memset(&at, 0, sizeof(at));
	InitFunctionCallInfoData(*fcinfo, &flinfo, strlen(types), InvalidOid, NULL, (Node *) &result);
	arguments = types;
	for (int i = 0; types[i]; i++)
	{
		Datum		value = 0;

		fcinfo->args[i].isnull = strchr("KNAD", types[i]) != NULL;
		switch (types[i])
		{
			case '=': value = only; break;
			case 'f': value = Float8GetDatum(.5); break;
			case 'd': value = Int32GetDatum(9500); break;
			case 't': value = BoolGetDatum(true); break;
			case '5': value = Int32GetDatum(5); break;
			case 'T': value = PointerGetDatum(cstring_to_text("assignee|organization")); break;
			default: value = values[(unsigned char) types[i]];
		}
		fcinfo->args[i].value = value;
	}
	return function(fcinfo);
}

/* an array of numbers as a client may send it */
static Datum
numbers(const uint8_t *bytes, size_t length, Oid type)
{
	int			n = length / 8;
	ArrayType  *array = gma_new_array(type, n);

	if (n == 0)
		array->ndim = 0;
	memcpy(ARR_DATA_PTR(array), bytes, n * 8);
	return PointerGetDatum(array);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const uint8_t *at = bytes;
	size_t		left = size;
	sigjmp_buf	jump;

	handler = &jump;
	CurrentMemoryContext = &run;
	row = calloc(1, sizeof(TupleDescData) + 64 * sizeof(FormData_pg_attribute));
	row->natts = 64;
	memset(has, 0, sizeof(has));
	kind = size > 0 ? bytes[0] / 16 % lengthof(key_types) : 0;
	while (left > 3)
	{
		int			type = at[0] % 16 % TYPES;
		size_t		length = Min(at[1] + 256 * at[2], left - 3);

		if (sigsetjmp(jump, 0) == 0)
		{
			Datum		value;
			char		name = type < lengthof(received) ? received[type].type : type == lengthof(received) ? 's' : 'b';

			if (name == 's' || name == 'b')
				value = numbers(at + 3, length, name == 's' ? FLOAT8OID : INT8OID);
			else
			{
				/* a copy that ends where the message ends */
				StringInfoData message = {.data = memcpy(palloc(length), at + 3, length), .len = length, .maxlen = length};

				value = call(received[type].function, "=", PointerGetDatum(&message));
			}
			values[(unsigned char) name] = value;
			has[(unsigned char) name] = true;
		}
		at += 3 + length;
		left -= 3 + length;
	}
	for (int i = 0; i < lengthof(readers); i++)
	{
		bool		can = true;

		for (const char *a = readers[i].arguments; *a; a++)
			can = can && (strchr("glvphiwnsb", *a) == NULL || has[(unsigned char) *a]);
		CurrentMemoryContext = &run;
		if (can && sigsetjmp(jump, 0) == 0)
			call(readers[i].function, readers[i].arguments, 0);
	}
	free_all(&run);
	ncontexts[false] = 0;
	free(row);
	return 0;
}
