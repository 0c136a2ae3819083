-- Views, version: which release made the views of a schema.

CREATE FUNCTION gmalign.views_fingerprint() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE COST 250
BEGIN ATOMIC
  -- whatever makes a view has a part in it
  SELECT md5(string_agg(p.prosrc, ' ' ORDER BY p.proname))
  FROM pg_proc p
  WHERE p.pronamespace = 'gmalign'::regnamespace AND p.proname ~ '^(make_view_|make_public|comment_)';
END;
COMMENT ON FUNCTION gmalign.views_fingerprint() IS
  'Called by gmalign.install(): a key that changes whenever a release changes the definition of a view.';

CREATE FUNCTION gmalign.make_view_view_version() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE pg_catalog.format(
    $view$CREATE OR REPLACE VIEW view_version WITH (security_invoker = true) AS
          SELECT 'gmalign' AS id, %L AS version, v.fingerprint, v.fingerprint = gmalign.views_fingerprint() AS is_current
          FROM (VALUES (%L)) AS v (fingerprint)$view$,
    (SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = 'gmalign'), gmalign.views_fingerprint());
  COMMENT ON VIEW view_version IS 'Which release of gmalign made the views of this schema. One row.';
  COMMENT ON COLUMN view_version.id IS 'Always gmalign.';
  COMMENT ON COLUMN view_version.version IS 'The version of the extension that made them.';
  COMMENT ON COLUMN view_version.fingerprint IS 'Key of their definitions.';
  COMMENT ON COLUMN view_version.is_current IS 'Whether they are those of the release installed; if not, gmalign.upgrade_views() is due.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_view_version() IS
  'Called by gmalign.install(): makes or replaces the view view_version in the first schema of the search path.';
