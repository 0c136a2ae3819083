-- Views, comments: one wording for the columns that several views begin with.

CREATE FUNCTION gmalign_private.comment_assignment_columns(view_name text, VARIADIC without text[] DEFAULT '{}') RETURNS void
  LANGUAGE plpgsql AS $make$
DECLARE
  c record;
BEGIN
  -- one wording for the columns every assignment-level view begins with
  FOR c IN
    SELECT v.column_name, v.comment
    FROM (VALUES
      ('assignment_id', 'Key of the assignment.'),
      ('assignment_external_id', 'The assignment''s id in the source system.'),
      ('assignment_type', 'Type of assignment.'),
      ('purpose', 'Main purpose of the move.'),
      ('home_country', 'Country left.'),
      ('host_country', 'Country gone to.'),
      ('org_unit_id', 'The unit that sends and pays.'),
      ('org_unit', 'Name of that unit.'),
      ('gm_professional_id', 'The Global Mobility professional who runs the move.'),
      ('start_date', 'First day abroad.'),
      ('planned_end_date', 'Planned last day abroad.'),
      ('assignment_status', 'planned, active, ended (after its end, or once the assignee has left) or cancelled (before it began), as of today.'),
      ('gm_professional_external_id', 'That person''s id in the HR system. NULL: nobody runs the move, or not known.')
    ) AS v (column_name, comment)
    WHERE v.column_name <> ALL (without)
  LOOP
    EXECUTE pg_catalog.format('COMMENT ON COLUMN %I.%I IS %L', view_name, c.column_name, c.comment);
  END LOOP;
END $make$;
COMMENT ON FUNCTION gmalign_private.comment_assignment_columns(text, text[]) IS
  'Comments the columns that all assignment-level views share, but for those the view is without.';

CREATE FUNCTION gmalign_private.comment_rule_columns(view_name text, subject text, score text) RETURNS void
  LANGUAGE plpgsql AS $make$
DECLARE
  c record;
BEGIN
  FOR c IN
    SELECT v.column_name, v.comment
    FROM (VALUES
      ('id', 'Key of the ' || subject || '.'),
      ('subject_id', 'Key of the ' || subject || '.'),
      ('score', score),
      ('reason_code', 'Why it would be flagged, as a code.'),
      ('parameters', 'What the words of the reason are filled with, as a JSON object.'),
      ('reason', 'The reason in words.'),
      ('driver', 'What drives it. NULL: nothing in particular.'),
      ('subject_title', 'What the ' || subject || ' is called: the title of a goal, the id of a move or person in the system it comes from, or else the key.')
    ) AS v (column_name, comment)
  LOOP
    EXECUTE pg_catalog.format('COMMENT ON COLUMN %I.%I IS %L', view_name, c.column_name, c.comment);
  END LOOP;
END $make$;
COMMENT ON FUNCTION gmalign_private.comment_rule_columns(text, text, text) IS
  'Comments the columns that all rule views share.';
