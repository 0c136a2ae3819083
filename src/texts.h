/*-------------------------------------------------------------------------
 *
 * texts.h
 *		The texts gmalign says, and the language it says them in.
 *
 *-------------------------------------------------------------------------
 */
#ifndef TEXTS_H
#define TEXTS_H

#include "utils/guc.h"

typedef enum GmaLanguage
{
	GMA_ENGLISH,
	GMA_GERMAN
} GmaLanguage;

#define GMA_LANGUAGES (GMA_GERMAN + 1)

typedef struct GmaText
{
	const char *code;
	const char *said[GMA_LANGUAGES];
} GmaText;

extern const GmaText gma_texts[];
extern const int gma_text_count;

/* gmalign.c: the setting gmalign.language, and the codes it knows */
extern int	gma_language;
extern const struct config_enum_entry gma_languages[];

#endif							/* TEXTS_H */
