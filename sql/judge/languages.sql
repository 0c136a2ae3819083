-- Judge, languages: what is said to people, in the language of the setting
-- gmalign.language. The texts are in src/texts.c.

CREATE FUNCTION gmalign_private.parameters(VARIADIC "any") RETURNS jsonb
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 5
  AS 'MODULE_PATHNAME', 'gmalign_parameters';
COMMENT ON FUNCTION gmalign_private.parameters("any") IS
  'The parameters of a sentence, from names each with its value: a string of any type, a number, boolean, date, uuid or text[]. As jsonb_build_object, in less time, and whatever the session writes numbers like.';

CREATE FUNCTION gmalign_private.language() RETURNS text
  LANGUAGE c STABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_language';
COMMENT ON FUNCTION gmalign_private.language() IS 'The setting gmalign.language.';

CREATE FUNCTION gmalign_private.sentence(code text, parameters jsonb DEFAULT '{}') RETURNS text
  LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10
  AS 'MODULE_PATHNAME', 'gmalign_sentence';
COMMENT ON FUNCTION gmalign_private.sentence(text, jsonb) IS
  'A text of sentences() in the language of the setting gmalign.language, with its parameters. NULL for another code, and when either is NULL.';

CREATE FUNCTION gmalign_private.word(kind text, value text) RETURNS text
  LANGUAGE c STABLE STRICT PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_word';
COMMENT ON FUNCTION gmalign_private.word(text, text) IS
  'A code, such as a band, as sentences say it in the language of the setting gmalign.language; one that sentences() does not know as it is.';

CREATE FUNCTION gmalign_private.said_again(code text, parameters jsonb, said text) RETURNS text
  LANGUAGE c STABLE PARALLEL SAFE COST 30
  AS 'MODULE_PATHNAME', 'gmalign_said_again';
COMMENT ON FUNCTION gmalign_private.said_again(text, jsonb, text) IS
  'A sentence that was kept, in the language of the setting gmalign.language: the text of the code (of reason_text() for one that begins with reason.) where that says the same in one of the languages, else what was said, such as the words of a rule of the user''s own.';

CREATE FUNCTION gmalign_private.in_language(said text, said_de text) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 1
  RETURN CASE gmalign_private.language() WHEN 'de' THEN coalesce(said_de, said) ELSE said END;
COMMENT ON FUNCTION gmalign_private.in_language(text, text) IS
  'A text of the user''s own in the language of the setting gmalign.language: in German said_de, where there is one.';

CREATE FUNCTION gmalign_private.sentences(OUT code text, OUT language text, OUT text text) RETURNS SETOF record
  LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 400
  AS 'MODULE_PATHNAME', 'gmalign_sentences';
COMMENT ON FUNCTION gmalign_private.sentences() IS
  'Every text gmalign says, a row per code and language, with its parameters in braces and parts that may be left out in brackets.';
