-- What test/fuzz/calls.pl reads: every function and aggregate that C of the extension answers
-- and that SQL can call, and the values that are right.
SELECT CASE p.prokind WHEN 'a' THEN 'a' ELSE 'f' END, p.oid::regproc,
       (SELECT string_agg(CASE WHEN n = p.pronargs AND p.provariadic <> 0 THEN 'VARIADIC ' ELSE '' END || format_type(t, NULL), ';'
         ORDER BY n)
        FROM unnest(p.proargtypes) WITH ORDINALITY AS u (t, n))
FROM pg_proc p LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid LEFT JOIN pg_proc s ON s.oid = a.aggtransfn
WHERE coalesce(s.probin, p.probin) ~ 'gmalign' AND p.prokind IN ('f', 'a') AND 'internal'::regtype <> ALL (p.proargtypes)
  -- names with values of any type: asked in reason.sql
  AND '"any"'::regtype <> ALL (p.proargtypes)
ORDER BY 2, 3;
SELECT 'v', type, value FROM stored ORDER BY 2, 3;
