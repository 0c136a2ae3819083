/*-------------------------------------------------------------------------
 *
 * reason.c
 *		What is said to people: a text of texts.c, from its code and parameters.
 *
 * In a text {name} is a parameter; of a list one after the other. [one|two] is the
 * first that has all its parameters, or nothing. Outside such a part a parameter
 * that is missing leaves a gap. Between the braces:
 *
 *		^name			begins a sentence
 *		name=word		only when it is this, name<0 >0 >=1 when it is such a number
 *		name!other		only when it is another than the parameter other
 *		name:% name:#	a share in whole percent, with and without the sign
 *		name:2, name:-2	a number to two decimals, or what takes it to 0
 *		name:+2 name:+%	with its sign
 *		name:p			a p value: to three decimals, or that it is below
 *		name:date		a day
 *		name:word		the text "word.VALUE", or VALUE where there is none
 *		name:			says nothing: only a condition
 *
 * Everything is made here because a list has a sentence a row: what it takes is
 * looked up in the parameters, not parsed again.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"
#include "utils/tuplestore.h"

#include "gmalign.h"
#include "texts.h"

PG_FUNCTION_INFO_V1(gmalign_language);
PG_FUNCTION_INFO_V1(gmalign_reason_text);
PG_FUNCTION_INFO_V1(gmalign_said_again);
PG_FUNCTION_INFO_V1(gmalign_sentence);
PG_FUNCTION_INFO_V1(gmalign_sentences);
PG_FUNCTION_INFO_V1(gmalign_word);

/* longest name, format or word in a text, and its end */
#define WORD 64

static int
compare_codes(const void *code, const void *text)
{
	return strcmp(code, ((const GmaText *) text)->code);
}

/* Does an encoding have the umlauts? Those of western Europe do. */
static bool
has_umlauts(int encoding)
{
	return encoding == PG_UTF8 || encoding == PG_SQL_ASCII ||
		(encoding >= PG_LATIN1 && encoding <= PG_LATIN10) ||
		encoding == PG_WIN1250 || encoding == PG_WIN1252 || encoding == PG_WIN1254 ||
		encoding == PG_WIN1257 || encoding == PG_WIN1258;
}

/* A text in ASCII: where there are no umlauts they are written with an e. */
static const char *
spelled_out(const char *text)
{
	static const char *const spellings[][2] = {
		{"\xc3\xa4", "ae"}, {"\xc3\xb6", "oe"}, {"\xc3\xbc", "ue"},
		{"\xc3\x84", "Ae"}, {"\xc3\x96", "Oe"}, {"\xc3\x9c", "Ue"}, {"\xc3\x9f", "ss"}
	};
	char	   *out = pstrdup(text);

	/* as long as what it stands for: two bytes */
	for (char *at = out; *at != '\0'; at++)
		for (int i = 0; i < lengthof(spellings); i++)
			if (strncmp(at, spellings[i][0], 2) == 0)
				memcpy(at, spellings[i][1], 2);
	return out;
}

/* A text in the encoding of the database. */
static const char *
in_encoding(const char *text)
{
	if (GetDatabaseEncoding() == PG_UTF8)
		return text;

	if (!has_umlauts(GetDatabaseEncoding()))
		return spelled_out(text);
	return pg_any_to_server(text, strlen(text), PG_UTF8);
}

/* The text of a code; NULL: there is none. */
static const char *
find_text(const char *code, GmaLanguage language)
{
	const GmaText *text = bsearch(code, gma_texts, gma_text_count, sizeof(GmaText), compare_codes);

	return text ? in_encoding(text->said[language]) : NULL;
}

/* The code "kind.word". */
static const char *
code_of(const char *kind, const char *word)
{
	size_t		length = strlen(kind);
	char	   *code = palloc(length + strlen(word) + 2);

	memcpy(code, kind, length);
	code[length] = '.';
	strcpy(code + length + 1, word);
	return code;
}

/* The text of that code, or the word where there is none. */
static const char *
find_word(const char *kind, const char *word, GmaLanguage language)
{
	const char *text = find_text(code_of(kind, word), language);

	return text ? text : word;
}

/* ---------- parameters ---------- */

static JsonbValue *
find_parameter(Jsonb *parameters, const char *name)
{
	JsonbValue *value;

	if (!JB_ROOT_IS_OBJECT(parameters))
		return NULL;
	value = getKeyJsonValueFromContainer(&parameters->root, name, strlen(name), NULL);
	return value == NULL || value->type == jbvNull ? NULL : value;
}

/* A value as text; an object or list as JSON. */
static char *
value_text(JsonbValue *value)
{
	switch (value->type)
	{
		case jbvString:
			return pnstrdup(value->val.string.val, value->val.string.len);
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
		case jbvBool:
			return pstrdup(value->val.boolean ? "true" : "false");
		case jbvBinary:
			return JsonbToCString(NULL, value->val.binary.data, value->val.binary.len);
		default:
			return pstrdup("");
	}
}

/* A parameter as text. NULL: there is none, or it is null. */
static char *
parameter(Jsonb *parameters, const char *name)
{
	JsonbValue *value = find_parameter(parameters, name);

	return value ? value_text(value) : NULL;
}

/* ---------- how a parameter is said ---------- */

/* A share in whole percent, and their sign: the text of a float8 depends on the session. */
static const char *
percent(const char *written, const char *sign)
{
	double		share = DatumGetFloat8(DirectFunctionCall1(float8in, CStringGetDatum(written)));
	char	   *said = palloc(MAXINT8LEN + 1 + strlen(sign));

	strcpy(said + pg_ltoa(DatumGetInt32(DirectFunctionCall1(dtoi4, Float8GetDatum(rint(share * 100)))), said), sign);
	return said;
}

/* A number, or what takes it to 0, to so many decimals. */
static const char *
rounded(const char *written, const char *decimals, GmaLanguage language)
{
	bool		is_negated = decimals[0] == '-';
	Datum		value;
	char	   *said;

	value = DirectFunctionCall3(numeric_in, CStringGetDatum(written), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	if (is_negated)
		value = DirectFunctionCall1(numeric_uminus, value);
	value = DirectFunctionCall2(numeric_round, value, Int32GetDatum(atoi(decimals + is_negated)));
	said = DatumGetCString(DirectFunctionCall1(numeric_out, value));
	if (language == GMA_GERMAN && strchr(said, '.'))
		*strchr(said, '.') = ',';
	return said;
}

/* A day, written YYYY-MM-DD, as the language writes it. */
static const char *
day(const char *written, GmaLanguage language)
{
	if (language != GMA_GERMAN || strlen(written) != 10 || written[4] != '-' || written[7] != '-')
		return written;
	return psprintf("%.2s.%.2s.%.4s", written + 8, written + 5, written);
}

/* A p value to three decimals; below the last of them only that is said. */
static const char *
p_value(const char *written, GmaLanguage language)
{
	if (DatumGetFloat8(DirectFunctionCall1(float8in, CStringGetDatum(written))) < .001)
		return psprintf("< %s", rounded("0.001", "3", language));
	return rounded(written, "3", language);
}

static const char *
formatted(const char *written, const char *format, GmaLanguage language)
{
	if (format[0] == '\0')
		return written;
	if (format[0] == '+')
	{
		const char *said = formatted(written, format + 1, language);

		return said[0] == '-' ? said : psprintf("+%s", said);
	}
	if (format[0] == '#')
		return percent(written, "");
	if (format[0] == '%')
		return percent(written, language == GMA_GERMAN ? " %" : "%");
	if (format[0] == '-' || isdigit((unsigned char) format[0]))
		return rounded(written, format, language);
	if (strcmp(format, "date") == 0)
		return day(written, language);
	if (strcmp(format, "p") == 0)
		return p_value(written, language);
	return find_word(format, written, language);
}

/* Is a parameter as its condition wants it? */
static bool
meets(Jsonb *parameters, const char *written, const char *condition)
{
	double		value;

	switch (condition[0])
	{
		case '=':
			return strcmp(written, condition + 1) == 0;
		case '!':
			{
				char	   *other = parameter(parameters, condition + 1);

				return other != NULL && strcmp(written, other) != 0;
			}
	}
	value = DatumGetFloat8(DirectFunctionCall1(float8in, CStringGetDatum(written)));
	return strcmp(condition, "<0") == 0 ? value < 0 :
		strcmp(condition, ">0") == 0 ? value > 0 : value >= 1;
}

/* ---------- texts ---------- */

static inline bool
is_among(char c, const char *chars)
{
	while (*chars != '\0' && *chars != c)
		chars++;
	return *chars != '\0';
}

/* The characters from *at on that are not in stops, into word. */
static inline void
read_word(const char **at, const char *end, const char *stops, char *word)
{
	int			n = 0;

	while (*at < end && !is_among(**at, stops) && n < WORD -1)
		word[n++] = *(*at)++;
	word[n] = '\0';
}

/* What stands between braces. False: the parameter is missing. */
static bool
say_parameter(StringInfo out, const char *at, const char *end, Jsonb *parameters, GmaLanguage language)
{
	char		name[WORD],
				condition[WORD],
				format[WORD];
	bool		is_first = *at == '^';
	bool		is_silent;
	int			begin = out->len;
	JsonbValue *value;

	at += is_first;
	read_word(&at, end, "=!<>:", name);
	read_word(&at, end, ":", condition);
	is_silent = at < end && end - at == 1;
	at += at < end;
	read_word(&at, end, "", format);
	value = find_parameter(parameters, name);
	if (value == NULL || (condition[0] != '\0' && !meets(parameters, value_text(value), condition)))
		return false;
	if (is_silent)
		return true;
	if (value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data))
	{
		uint32		n = JsonContainerSize(value->val.binary.data);

		for (uint32 i = 0; i < n; i++)
			appendStringInfo(out, "%s%s", i == 0 ? "" : strcmp(name, "signals") == 0 ? "; " : ", ",
							 formatted(value_text(getIthJsonbValueFromContainer(value->val.binary.data, i)), format, language));
	}
	else
		appendStringInfoString(out, formatted(value_text(value), format, language));
	if (is_first && out->len > begin)
		out->data[begin] = pg_ascii_toupper((unsigned char) out->data[begin]);
	return true;
}

/* A text, or an alternative of one, up to end. False: a parameter is missing. */
static bool
say(StringInfo out, const char *at, const char *end, Jsonb *parameters, GmaLanguage language)
{
	bool		is_whole = true;

	while (at < end)
	{
		const char *close;

		if (*at == '{')
		{
			close = memchr(at, '}', end - at);
			is_whole &= say_parameter(out, at + 1, close, parameters, language);
			at = close + 1;
		}
		else if (*at == '[')
		{
			int			begin = out->len;
			bool		is_said = false;

			close = memchr(at, ']', end - at);
			while (at < close && !is_said)
			{
				const char *next = memchr(at + 1, '|', close - at - 1);

				if (next == NULL)
					next = close;
				/* parts do not lie in parts: no deeper than this */
				is_said = say(out, at + 1, next, parameters, language);
				if (!is_said)
				{
					out->len = begin;
					out->data[begin] = '\0';
				}
				at = next;
			}
			at = close + 1;
		}
		else
		{
			const char *plain = at;

			while (at < end && *at != '{' && *at != '[')
				at++;
			appendBinaryStringInfo(out, plain, at - plain);
		}
	}
	return is_whole;
}

/* The text of a code with its parameters; NULL: there is no such text. */
static char *
compose(const char *code, Jsonb *parameters, GmaLanguage language)
{
	const char *text = find_text(code, language);
	StringInfoData out;

	if (text == NULL)
		return NULL;
	initStringInfo(&out);
	say(&out, text, text +strlen(text), parameters, language);
	return out.data;
}

/*
 * The reason of a code. Where there are signals they are what it says: as codes,
 * or as a sentence of the user's own.
 */
static char *
compose_reason(const char *code, Jsonb *parameters, GmaLanguage language)
{
	JsonbValue *signals = find_parameter(parameters, "signals");

	if (signals != NULL)
		return signals->type == jbvBinary ? compose("reason.signals", parameters, language) : value_text(signals);
	if (strncmp(code, "weak_", 5) == 0)
		code = "weak_link";
	return compose(code_of("reason", code), parameters, language);
}

/* What a code says, of whatever kind. */
static char *
compose_any(const char *code, Jsonb *parameters, GmaLanguage language)
{
	return strncmp(code, "reason.", 7) == 0 ? compose_reason(code + 7, parameters, language) :
		compose(code, parameters, language);
}

/* ---------- functions ---------- */

/* language() -> text, as gmalign.language has it */
Datum
gmalign_language(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(gma_languages[gma_language].name));
}

/* word(kind, value) */
Datum
gmalign_word(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(find_word(text_to_cstring(PG_GETARG_TEXT_PP(0)),
											   text_to_cstring(PG_GETARG_TEXT_PP(1)), gma_language)));
}

/* reason_text(reason_code, parameters) */
Datum
gmalign_reason_text(PG_FUNCTION_ARGS)
{
	char	   *reason = compose_reason(text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_JSONB_P(1), gma_language);

	if (reason == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(reason));
}

/* sentence(code, parameters) */
Datum
gmalign_sentence(PG_FUNCTION_ARGS)
{
	char	   *sentence = compose(text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_JSONB_P(1), gma_language);

	if (sentence == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(sentence));
}

/*
 * said_again(code, parameters, said): what was said once, in the language
 * of today; as it was, where it is no sentence of ours
 */
Datum
gmalign_said_again(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(2))
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1))
	{
		char	   *code = text_to_cstring(PG_GETARG_TEXT_PP(0));
		Jsonb	   *parameters = PG_GETARG_JSONB_P(1);
		char	   *said = text_to_cstring(PG_GETARG_TEXT_PP(2));

		for (int language = 0; language < GMA_LANGUAGES; language++)
		{
			char	   *meant = compose_any(code, parameters, language);

			if (meant != NULL && strcmp(meant, said) == 0)
				PG_RETURN_TEXT_P(cstring_to_text(compose_any(code, parameters, gma_language)));
		}
	}
	PG_RETURN_DATUM(PG_GETARG_DATUM(2));
}

/* sentences() -> (code, language, text) */
Datum
gmalign_sentences(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < gma_text_count; i++)
	{
		for (int language = 0; language < GMA_LANGUAGES; language++)
		{
			bool		nulls[3] = {false, false, false};
			Datum		values[3] = {
				CStringGetTextDatum(gma_texts[i].code),
				CStringGetTextDatum(gma_languages[language].name),
				CStringGetTextDatum(in_encoding(gma_texts[i].said[language]))
			};

			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		}
	}
	return (Datum) 0;
}
