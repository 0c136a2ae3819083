CREATE OR REPLACE VIEW view_version WITH (security_invoker = true) AS
-- the build puts the release in, and a key of all definitions
SELECT 'gmalign' AS id, '@VERSION@' AS version, v.fingerprint, v.fingerprint = gmalign_private.views_fingerprint() AS is_current
FROM (VALUES ('@FINGERPRINT@')) AS v (fingerprint);
COMMENT ON VIEW view_version IS 'Which release of gmalign made the views of this schema. One row.';
COMMENT ON COLUMN view_version.id IS 'Always gmalign.';
COMMENT ON COLUMN view_version.version IS 'The version of the extension that made them.';
COMMENT ON COLUMN view_version.fingerprint IS 'Key of their definitions.';
COMMENT ON COLUMN view_version.is_current IS 'Whether they are those of the release installed; if not, gmalign.upgrade_views() is due.';
