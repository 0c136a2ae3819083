-- Jobs, views over other input: the definition of a view with some of the
-- relations below it exchanged, as one query text.
--
-- The nightly check looks at scores computed once instead of once per rule, and
-- a preview looks at goals, priorities and links that are not there. Both read
-- what the views say, from the views' own definitions: a common table
-- expression whose name an unqualified relation has takes its place, and
-- pg_get_viewdef() leaves relations that the search path finds unqualified.

CREATE FUNCTION gmalign_private.inline_views(view_name text, exchanged jsonb) RETURNS text
  LANGUAGE plpgsql STABLE AS $inline$
DECLARE
  target constant regclass := view_name::regclass;
  -- a cast to regnamespace would fold a name with capitals
  model constant oid := (SELECT n.oid FROM pg_namespace n WHERE n.nspname = current_schema());
  affected oid[];
  made oid[];
  ctes text[];
  next oid;
BEGIN
  SELECT array_agg(c.oid) INTO made
  FROM jsonb_each_text(exchanged) AS o
  JOIN pg_class c ON c.relname = o.key AND c.relnamespace = model;

  -- views at or below the target that reach an exchanged relation; one that
  -- does not run with its caller's rights stays as it is
  WITH RECURSIVE uses AS (
    SELECT DISTINCT w.ev_class AS reader, d.refobjid AS read
    FROM pg_rewrite w
    JOIN pg_class c ON c.oid = w.ev_class AND c.relkind = 'v'
                   AND c.reloptions::text[] && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1']
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class
  ),
  below AS (
    SELECT target::oid AS relation
    UNION
    SELECT u.read FROM below b JOIN uses u ON u.reader = b.relation
    WHERE b.relation <> ALL (made)
  ),
  reaching AS (
    SELECT b.relation FROM below b WHERE b.relation = ANY (made)
    UNION
    SELECT u.reader FROM reaching r JOIN uses u ON u.read = r.relation JOIN below b ON b.relation = u.reader
    WHERE u.reader <> ALL (made)
  )
  SELECT array_agg(r.relation) FILTER (WHERE r.relation <> ALL (made)),
         array_agg(format('%I AS (%s)', o.key, o.value)) FILTER (WHERE r.relation = ANY (made))
  INTO affected, ctes
  FROM reaching r
  JOIN pg_class c ON c.oid = r.relation
  LEFT JOIN jsonb_each_text(exchanged) AS o ON o.key = c.relname;
  IF affected IS NULL OR target <> ALL (affected) THEN
    RETURN format('SELECT * FROM %s', target);
  END IF;

  -- a view comes after all it reads
  affected := array_remove(affected, target::oid);
  WHILE cardinality(affected) > 0 LOOP
    SELECT a INTO next
    FROM unnest(affected) AS a
    WHERE NOT EXISTS (SELECT FROM pg_rewrite w
                      JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                                      AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> a
                      WHERE w.ev_class = a AND d.refobjid = ANY (affected))
    LIMIT 1;
    ctes := ctes || (SELECT format('%I AS (%s)', c.relname, rtrim(pg_get_viewdef(c.oid), ';')) FROM pg_class c WHERE c.oid = next);
    affected := array_remove(affected, next);
  END LOOP;
  RETURN format('WITH %s SELECT * FROM (%s) AS target', array_to_string(ctes, ', '), rtrim(pg_get_viewdef(target::oid), ';'));
END $inline$;
COMMENT ON FUNCTION gmalign_private.inline_views(text, jsonb) IS
  'With the model''s schema first on the search path: the query of a view with relations of the model exchanged for queries (an object of relation name and query, which names its own relations with their schema). A view that reaches none of them, or does not run with its caller''s rights (security_invoker), is read as it is.';
