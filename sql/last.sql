-- The last look: whoever was creating something in one of the two schemas while
-- this script began may have been heard of only now.
DO $$
DECLARE
  found text;
BEGIN
  found := gmalign_private.as_it_is($query$
    SELECT concat('role "', s.role, '" ', s.deed, ' ("', s.namespace, '")') FROM gmalign_private.strangers('gmalign') AS s LIMIT 1 $query$);
  IF found IS NOT NULL THEN
    RAISE EXCEPTION 'somebody else is at work in the schemas of the extension: %', found
      USING ERRCODE = 'insufficient_privilege', HINT = 'Find out what it is for, drop it, and create the extension again.';
  END IF;
END $$;
