-- Snapshots by month: a table of many years of nights is trimmed by dropping
-- months, and a day is read from its month alone.

CREATE FUNCTION gmalign_private.snapshot_months(schema text, OUT part oid, OUT first_day date)
  RETURNS SETOF record
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT i.inhrelid, substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''(.*)''\) TO')::date
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = to_regclass(format('%I.alignment_snapshot', schema));
END;
COMMENT ON FUNCTION gmalign_private.snapshot_months(text) IS
  'The partitions of the snapshots, each with its first day; first_day NULL: the one of all other days. No row: they are one table.';

CREATE FUNCTION gmalign_private.make_snapshot_month(schema text, day date) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET datestyle = iso
  -- where somebody reads for long, rows go with all other days, and their month is made another night: whoever
  -- waits for a lock that readers stand in the way of, all others wait for
  SET lock_timeout = '1s'
AS $make$
DECLARE
  begins constant date := date_trunc('month', day::timestamp)::date;
  ends constant date := (date_trunc('month', day::timestamp) + interval '1 month')::date;
  made constant text := format('%I.%I', schema, 'alignment_snapshot_' || to_char(begins, 'YYYY_MM'));
  held constant text := format('%I.alignment_snapshot_held', schema);
  other regclass;
  is_held boolean;
BEGIN
  SELECT m.part::regclass INTO other FROM gmalign_private.snapshot_months(schema) m WHERE m.first_day IS NULL;
  -- one table; made for a day already; or not by who may make it
  IF other IS NULL OR EXISTS (SELECT FROM gmalign_private.snapshot_months(schema) m WHERE m.first_day = begins)
     OR NOT pg_has_role((SELECT c.relowner FROM pg_class c WHERE c.oid = other), 'USAGE') THEN
    RETURN;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE taken_on >= $1 AND taken_on < $2)', other) INTO is_held USING begins, ends;
  IF is_held THEN
    -- To a subscriber they go and come as rows of the whole table. What is put into a table that is no partition yet would be
    -- sent as rows of that one, which a subscriber has not; nobody is sent what is unlogged.
    EXECUTE format('CREATE UNLOGGED TABLE %s (LIKE %s)', held, other);
    PERFORM gmalign_private.take_back_defaults(held::regclass);
    EXECUTE format('WITH gone AS (DELETE FROM %s WHERE taken_on >= $1 AND taken_on < $2 RETURNING *) INSERT INTO %s SELECT * FROM gone', other, held)
      USING begins, ends;
  END IF;
  EXECUTE format('CREATE TABLE %s (LIKE %I.alignment_snapshot INCLUDING CONSTRAINTS)', made, schema);
  PERFORM gmalign_private.take_back_defaults(made::regclass);
  EXECUTE format('ALTER TABLE %I.alignment_snapshot ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', schema, made, begins, ends);
  EXECUTE format('ALTER TABLE %s OWNER TO %s', made, (SELECT c.relowner::regrole FROM pg_class c WHERE c.oid = other));
  IF is_held THEN
    EXECUTE format('INSERT INTO %I.alignment_snapshot SELECT * FROM %s', schema, held);
    EXECUTE format('DROP TABLE %s', held);
  END IF;
EXCEPTION WHEN lock_not_available THEN
  NULL;
END $make$;
COMMENT ON FUNCTION gmalign_private.make_snapshot_month(text, date) IS
  'The partition of the month of a day, where snapshots have partitions and it is not there; rows of that month that were kept with all others go there. Nothing where somebody holds a lock on the partition of all other days for longer than a second.';

CREATE FUNCTION gmalign_private.split_snapshots(schema text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $split$
DECLARE
  whole constant regclass := format('%I.alignment_snapshot', schema)::regclass;
  owner constant regrole := (SELECT c.relowner::regrole FROM pg_class c WHERE c.oid = whole);
  parted text;
  month date;
  d text;
  indexes text[];
  todo text[];
BEGIN
  EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', whole);
  -- keys and indexes, grants and policies, as what makes them on a table of that name
  indexes := ARRAY(SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', whole, k.conname, pg_get_constraintdef(k.oid))
                   FROM pg_constraint k WHERE k.conrelid = whole AND k.contype IN ('p', 'u'))
    || ARRAY(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
             WHERE i.indrelid = whole AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = whole));
  todo := ARRAY(SELECT format('GRANT %s%s ON TABLE %s TO %s%s', g.privilege_type, ' (' || quote_ident(g.column_name) || ')', whole, g.grantee,
                              CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END)
                FROM gmalign_private.grants_on(whole) AS g
                WHERE g.grantee <> owner::text)
    || ARRAY(SELECT format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.policyname, whole, p.permissive, p.cmd,
                           (SELECT string_agg(CASE WHEN r = 'public' THEN 'PUBLIC' ELSE quote_ident(r) END, ', ') FROM unnest(p.roles) AS r),
                           ' USING (' || p.qual || ')', ' WITH CHECK (' || p.with_check || ')')
             FROM pg_policies p WHERE p.schemaname = split_snapshots.schema AND p.tablename = 'alignment_snapshot')
    || ARRAY(SELECT format('ALTER TABLE %s %s ROW LEVEL SECURITY', whole, s.what)
             FROM pg_class c
             CROSS JOIN LATERAL (VALUES ('ENABLE', c.relrowsecurity), ('FORCE', c.relforcerowsecurity)) AS s (what, is_on)
             WHERE c.oid = whole AND s.is_on);

  EXECUTE format('ALTER TABLE %s RENAME TO alignment_snapshot_before', whole);
  EXECUTE format('CREATE TABLE %1$I.alignment_snapshot (LIKE %1$I.alignment_snapshot_before INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (taken_on)', schema);
  parted := format('%I.alignment_snapshot', schema);
  PERFORM gmalign_private.take_back_defaults(parted::regclass);
  EXECUTE format('COMMENT ON TABLE %s IS %L', parted, obj_description(whole, 'pg_class'));
  EXECUTE format('ALTER TABLE %s OWNER TO %s', parted, owner);
  EXECUTE format('CREATE TABLE %I.alignment_snapshot_other PARTITION OF %s DEFAULT', schema, parted);
  PERFORM gmalign_private.take_back_defaults(format('%I.alignment_snapshot_other', schema)::regclass);
  EXECUTE format('ALTER TABLE %I.alignment_snapshot_other OWNER TO %s', schema, owner);
  FOR month IN EXECUTE format('SELECT DISTINCT date_trunc(''month'', n.taken_on::timestamp)::date FROM %s n', whole) LOOP
    PERFORM gmalign_private.make_snapshot_month(schema, month);
  END LOOP;
  EXECUTE format('INSERT INTO %s SELECT * FROM %s', parted, whole);

  -- the views read the new table from now on, and nothing else may read the old one
  SELECT string_agg(u.view_name || ': ' || u.reason, '; ') INTO d FROM gmalign.upgrade_views(schema) u WHERE NOT u.replaced;
  IF d IS NOT NULL THEN
    RAISE EXCEPTION 'not every view of schema "%" can be made anew', schema
      USING ERRCODE = '55000', DETAIL = d, HINT = 'See gmalign.upgrade_views(), or gmalign.reinstall().';
  END IF;
  EXECUTE format('DROP TABLE %s', whole);
  FOREACH d IN ARRAY indexes || todo LOOP
    EXECUTE d;
  END LOOP;
  EXECUTE format('ANALYZE %s', parted);
END $split$;
COMMENT ON FUNCTION gmalign_private.split_snapshots(text) IS
  'Puts a table that has a partition for every month in place of that of the snapshots, with its rows, keys, grants, policies and comments, and has the views read it.';

CREATE FUNCTION gmalign.partition_snapshots(schema text)
  RETURNS TABLE (partition text, first_day date, bytes bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $partition$
DECLARE
  kind "char";
  why text;
BEGIN
  PERFORM gmalign_private.check_strangers(schema);
  SELECT c.relkind,
         CASE WHEN EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal) THEN 'a trigger'
              -- of the table, its schema or everything: the copy would be replicated as rows that come
              WHEN EXISTS (SELECT FROM pg_publication p CROSS JOIN LATERAL pg_get_publication_tables(p.pubname) t WHERE t.relid = c.oid)
                THEN 'a publication'
              WHEN EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid) OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid AND c.relkind = 'r')
                THEN 'inheritance' END
  INTO kind, why
  FROM pg_class c WHERE c.oid = to_regclass(format('%I.alignment_snapshot', schema));
  IF kind IS NULL OR kind NOT IN ('r', 'p') THEN
    RAISE EXCEPTION 'schema "%" has no table alignment_snapshot', schema
      USING ERRCODE = CASE WHEN kind IS NULL THEN '42P01' ELSE '42809' END,
            HINT = 'gmalign.install() makes it; gmalign.install_views(schema, true) adds it to tables of your own.';
  ELSIF to_regclass(format('%I.gmalign_coordinator', schema)) IS NOT NULL THEN
    RAISE EXCEPTION 'the snapshots of schema "%" lie on several nodes', schema
      USING ERRCODE = '0A000', HINT = 'Each node keeps those of its assignments: they need no partitions.';
  ELSIF kind = 'r' AND why IS NOT NULL THEN
    RAISE EXCEPTION 'the table alignment_snapshot of schema "%" has %', schema, why
      USING ERRCODE = '55000', HINT = 'Take it off, and put it on the new table afterwards.';
  END IF;
  IF kind = 'r' THEN
    PERFORM gmalign_private.split_snapshots(schema);
  END IF;
  PERFORM gmalign_private.make_snapshot_month(schema, gmalign.today());
  PERFORM gmalign_private.make_snapshot_month(schema, (gmalign.today() + interval '1 month')::date);
  PERFORM gmalign_private.check_strangers(schema);
  RETURN QUERY
  SELECT c.relname::text, m.first_day, pg_total_relation_size(c.oid)
  FROM gmalign_private.snapshot_months(schema) m JOIN pg_class c ON c.oid = m.part
  ORDER BY m.first_day;
END $partition$;
COMMENT ON FUNCTION gmalign.partition_snapshots(text) IS
  'Keeps the snapshots of a schema by month: the table alignment_snapshot is replaced by one with a partition for every month it has days of, and one for all other days; rows, keys, grants, policies and comments stay, the views read it. From then on run_check() makes the partition of a new month, and trim_snapshots() drops whole months. Called again it makes those of this month and the next. Returns a row per partition: its name, its first day (NULL: all other days) and its size. Locks the table while it copies. Raises 42P01 without such a table, 42809 where it is none, 0A000 where distribute() spread it, 55000 where it has a trigger, a publication or a parent, 2BP01 where something beside the model''s views reads it.';
