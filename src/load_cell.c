/*-------------------------------------------------------------------------
 *
 * load_cell.c
 *		The cells of a file, cleaned of what spreadsheets and forms leave in them.
 *
 * A file has millions of cells, and most of them need nothing: a scan over the
 * bytes finds that out. In every encoding of a server a byte below 128 is the
 * character it is in ASCII; what is beyond that is known here in UTF8 only.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_load_clean);
PG_FUNCTION_INFO_V1(gmalign_load_is_garbled);

typedef enum Sign
{
	PLAIN,
	BLANK,						/* of whatever width */
	LINE,						/* a blank that ends a line, or a tab */
	NOTHING						/* what has no width */
} Sign;

/* A character of UTF8, by its number. */
static Sign
classify(pg_wchar c)
{
	if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000)
		return BLANK;
	/* soft hyphen; marks of width none, of direction, and the one at a file's begin */
	if (c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
		(c >= 0x2066 && c <= 0x2069) || c == 0xFEFF)
		return NOTHING;
	return PLAIN;
}

/* The character at s, which ends before end, of *len bytes. */
static Sign
read_sign(const unsigned char *s, const unsigned char *end, bool is_utf8, int *len)
{
	*len = 1;
	if (*s == ' ')
		return BLANK;
	if (*s == '\t' || *s == '\r' || *s == '\n')
		return LINE;
	if (*s < 128 || !is_utf8)
		return PLAIN;
	*len = Min(pg_utf_mblen(s), end - s);
	return *len == pg_utf_mblen(s) ? classify(utf8_to_unicode(s)) : PLAIN;
}

/*
 * load_clean(value, is_text): without what has no width and without blanks at both
 * ends, blanks of odd kinds as blanks; but for a text, on one line and with single
 * blanks. NULL: nothing is left.
 */
Datum
gmalign_load_clean(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	bool		is_text = PG_GETARG_BOOL(1);
	const unsigned char *s = (const unsigned char *) VARDATA_ANY(value);
	const unsigned char *end = s + VARSIZE_ANY_EXHDR(value);
	bool		is_utf8 = GetDatabaseEncoding() == PG_UTF8;
	text	   *out;
	unsigned char *begin,
			   *at;
	const unsigned char *p;
	int			len;

	for (p = s; p < end && *p > ' ' && *p < 128; p++)
		;
	if (p == end && s < end)
		PG_RETURN_TEXT_P(value);
	out = palloc(VARHDRSZ + (end - s));
	begin = at = (unsigned char *) VARDATA(out);
	for (p = s; p < end; p += len)
	{
		Sign		sign = read_sign(p, end, is_utf8, &len);

		if (sign == PLAIN)
		{
			memcpy(at, p, len);
			at += len;
		}
		else if (sign != NOTHING && at > begin && (is_text || at[-1] != ' '))
			*at++ = is_text && sign == LINE ? *p : ' ';
	}
	while (at > begin && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\r' || at[-1] == '\n'))
		at--;
	if (at == begin)
		PG_RETURN_NULL();
	SET_VARSIZE(out, VARHDRSZ + (at - begin));
	PG_RETURN_TEXT_P(out);
}

/*
 * load_is_garbled(value): whether it holds what no file means to say: the sign for
 * a character that was lost (U+FFFD), or a control character other than tab, line
 * and page.
 */
Datum
gmalign_load_is_garbled(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	const unsigned char *s = (const unsigned char *) VARDATA_ANY(value);
	const unsigned char *end = s + VARSIZE_ANY_EXHDR(value);
	bool		is_utf8 = GetDatabaseEncoding() == PG_UTF8;

	for (; s < end; s++)
	{
		if (*s < ' ' && strchr("\t\n\f\r", *s) == NULL)
			PG_RETURN_BOOL(true);
		if (is_utf8 && *s == 0xEF && end - s >= 3 && s[1] == 0xBF && s[2] == 0xBD)
			PG_RETURN_BOOL(true);
	}
	PG_RETURN_BOOL(false);
}
