-- Judge, reasons: a reason in words, from its code and parameters.

CREATE FUNCTION gmalign.reason_text(reason_code text, parameters jsonb) RETURNS text
  LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10
  AS 'MODULE_PATHNAME', 'gmalign_reason_text';
COMMENT ON FUNCTION gmalign.reason_text(text, jsonb) IS
  'A reason in words, from its code and parameters: the sentences of flags and views, in the language of the setting gmalign.language (en, the default, or de; to set another raises 22023). NULL for a code it has no sentence for, and when either is NULL.';
