-- StratML: what a document becomes, what is told about one that breaks the schema,
-- what is refused, and that a plan comes out as it went in.
BEGIN;
\ir ../start.psql
SELECT plan(65);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
-- to compile what runs for a moment takes longer than to run it
SET jit = off;
\ir ../model.psql
SELECT gmalign.install('copy');
SELECT gmalign.install('other');

-- a plan as the schema wants it
CREATE FUNCTION pg_temp.plan(core text, id text DEFAULT 'P1', unit text DEFAULT 'U1') RETURNS text LANGUAGE sql AS $$
  SELECT format('<?xml version="1.0" encoding="UTF-8"?>
    <PerformancePlanOrReport xmlns="urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport" Type="Performance_Plan"><Name>Plan</Name>
    <StrategicPlanCore><Organization><Name>Unit</Name><Identifier>%s</Identifier></Organization>%s</StrategicPlanCore>
    <AdministrativeInformation><Identifier>%s</Identifier><StartDate>2026-01-01</StartDate><EndDate>2026-12-31</EndDate>
      </AdministrativeInformation>
    </PerformancePlanOrReport>', unit, core, id) $$;
CREATE FUNCTION pg_temp.told(core text, kind text, schema text DEFAULT 'other') RETURNS SETOF text LANGUAGE sql AS $$
  SELECT concat_ws(' ', s.element, s.row_key, s.row_count, s.reason_code)
  FROM gmalign.import_stratml(schema, pg_temp.plan(core)) AS s WHERE s.outcome = kind ORDER BY 1 $$;
-- every row the loader writes, without keys
CREATE FUNCTION pg_temp.held(schema text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('
    SELECT (to_jsonb(g) - ''id'' - ''cycle_id'' - ''org_unit_id'')::text || coalesce(c.external_id, ''-'') || coalesce(u.external_id,
      ''-'')
    FROM %1$I.goal g LEFT JOIN %1$I.cycle c ON c.id = g.cycle_id LEFT JOIN %1$I.org_unit u ON u.id = g.org_unit_id
    UNION ALL SELECT concat_ws(''|'', c.external_id, p.external_id, l.relation, l.contribution, l.rationale) AS row
    FROM %1$I.goal_link l JOIN %1$I.goal c ON c.id = l.child_id JOIN %1$I.goal p ON p.id = l.parent_id
    UNION ALL SELECT concat_ws(''|'', g.external_id, m.name, m.due_date, m.value) AS row
    FROM %1$I.key_result_milestone m JOIN %1$I.goal g ON g.id = m.goal_id
    UNION ALL SELECT concat_ws(''|'', g.external_id, k.external_id, k.checked_at, k.value, k.note) AS row
    FROM %1$I.check_in k JOIN %1$I.goal g ON g.id = k.goal_id', schema);
END $$;
-- whether anything was written, also the same again
CREATE FUNCTION pg_temp.versions(schema text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  seen text;
BEGIN
  EXECUTE (SELECT 'SELECT md5(string_agg(v, '','' ORDER BY v)) FROM (' || string_agg(format(
             'SELECT concat(tableoid::regclass, ctid) AS v FROM %I.%I', schema, r), ' UNION ALL ') || ') AS x'
           FROM unnest(ARRAY['goal', 'goal_link', 'cycle', 'org_unit', 'key_result_milestone', 'check_in', 'load_reject'])
             AS r) INTO seen;
  RETURN seen;
END $$;

CREATE TEMP TABLE doc AS SELECT pg_temp.plan($$
  <Vision><Description>A town that works</Description></Vision>
  <Goal><Name>Clean &amp; safe</Name><Description>Streets  people
     like</Description><Identifier>G1</Identifier>
    <Stakeholder><Name>Somebody</Name></Stakeholder>
    <Objective><Name>Less litter</Name><Description>Half of it</Description><Identifier>O1</Identifier>
      <SequenceIndicator>1.1</SequenceIndicator>
      <PerformanceIndicator><MeasurementDimension>Litter</MeasurementDimension><UnitOfMeasurement>tons</UnitOfMeasurement>
        <Identifier>I1</Identifier>
        <Relationship RelationshipType="Narrower_Than"><ReferentIdentifier>G2</ReferentIdentifier>
          <Description>guests see it</Description></Relationship>
        <Relationship RelationshipType="Peer_To"><ReferentIdentifier>I2</ReferentIdentifier></Relationship>
        <Relationship><ReferentIdentifier/><Name/></Relationship>
        <MeasurementInstance>
          <TargetResult><StartDate>2026-01-01</StartDate><EndDate>2026-12-31</EndDate><NumberOfUnits>40</NumberOfUnits>
            <Description>by the end</Description></TargetResult>
          <TargetResult><EndDate>2026-06-30Z</EndDate><NumberOfUnits>60.5</NumberOfUnits><Description>half way</Description>
            </TargetResult>
          <ActualResult><StartDate>2026-01-01</StartDate><EndDate>2026-03-31</EndDate><NumberOfUnits>75</NumberOfUnits>
            <Description>first</Description></ActualResult>
          <ActualResult><EndDate>2026-05-31</EndDate><Description>counted late</Description></ActualResult>
          <ActualResult><EndDate>2026-09-30</EndDate><NumberOfUnits>50</NumberOfUnits></ActualResult>
          <ActualResult><StartDate>2026-07-01</StartDate><Description>[To be determined]</Description></ActualResult>
        </MeasurementInstance>
      </PerformanceIndicator>
    </Objective>
  </Goal>
  <Goal><Name>Guests</Name><Description/><Identifier>G2</Identifier>
    <Objective><Name>Rooms</Name><Identifier>O2</Identifier>
      <PerformanceIndicator><MeasurementDimension>Nights</MeasurementDimension><UnitOfMeasurement/><Identifier>I2</Identifier>
        <Relationship RelationshipType="Broader_Than"><ReferentIdentifier>O1</ReferentIdentifier></Relationship>
        <MeasurementInstance><ActualResult><NumberOfUnits>1200</NumberOfUnits></ActualResult></MeasurementInstance>
      </PerformanceIndicator>
    </Objective>
  </Goal>$$) AS text;

SELECT bag_eq($$ SELECT outcome, element, row_key, row_count, reason_code FROM doc, gmalign.import_stratml('hr', doc.text) $$,
  $$ VALUES ('loaded', 'Goal', NULL, 2, NULL), ('loaded', 'Objective', NULL, 2, NULL), ('loaded', 'PerformanceIndicator', NULL, 2, NULL),
            ('loaded', 'Relationship', NULL, 3, NULL), ('loaded', 'TargetResult', NULL, 2, NULL), ('loaded', 'ActualResult', NULL, 3,
              NULL),
            ('empty', 'Relationship', NULL, 1, NULL), ('empty', 'ActualResult', NULL, 1, NULL),
            ('rejected', 'ActualResult', 'I1 2026-09-30', 1, 'in_the_future'), ('left', 'ActualResult/StartDate', NULL, 1, 'no_place'),
            ('left', 'Objective/SequenceIndicator', NULL, 1, 'no_place'), ('left', 'Stakeholder/Name', NULL, 1, 'no_place'),
            ('left', 'Vision/Description', NULL, 1, 'no_place') $$, 'a row for all that happened');
SELECT results_eq($$ SELECT external_id, title, why, level, goal_type, unit, target_value, start_date, due_date, current_value
  FROM hr.goal ORDER BY id $$,
  $$ VALUES ('G1', 'Clean & safe', 'Streets people like', 'strategic', 'objective', NULL, NULL::float8, NULL::date, NULL::date,
    NULL::float8),
            ('O1', 'Less litter', 'Half of it', 'department', 'objective', NULL, NULL, NULL, NULL, NULL),
            ('I1', 'Litter', 'by the end', 'department', 'key_result', 'tons', 40, '2026-01-01', '2026-12-31', NULL),
            ('G2', 'Guests', NULL, 'strategic', 'objective', NULL, NULL, NULL, NULL, NULL),
            ('O2', 'Rooms', NULL, 'department', 'objective', NULL, NULL, NULL, NULL, NULL),
            ('I2', 'Nights', NULL, 'department', 'key_result', NULL, NULL, NULL, NULL, 1200) $$, 'goals, objectives and indicators');
SELECT bag_eq($$ SELECT c.external_id, p.external_id AS parent, l.relation, l.rationale FROM hr.goal_link l
  JOIN hr.goal c ON c.id = l.child_id
                 JOIN hr.goal p ON p.id = l.parent_id $$,
  $$ VALUES ('O1', 'G1', 'contributes', NULL), ('I1', 'O1', 'contributes', NULL), ('O2', 'G2', 'contributes', NULL), ('I2', 'O2',
    'contributes', NULL),
            ('I1', 'G2', 'contributes', 'guests see it'), ('I1', 'I2', 'supports', NULL), ('O1', 'I2', 'contributes', NULL) $$,
  'links of the nesting, and of relationships in their direction');
SELECT results_eq('SELECT name, due_date, value FROM hr.key_result_milestone', $$ VALUES ('half way', date '2026-06-30', 60.5::float8)
  $$, 'a target on the way');
SELECT results_eq('SELECT external_id, gmalign.local_date(checked_at), value, note FROM hr.check_in ORDER BY id',
  $$ VALUES ('I1@2026-03-31', date '2026-03-31', 75::float8, 'first'), ('I1@2026-05-31', '2026-05-31', NULL, 'counted late') $$,
    'results are check-ins');
SELECT results_eq('SELECT external_id, name, start_date, end_date FROM hr.cycle', $$ VALUES ('P1', 'Plan', date '2026-01-01',
  date '2026-12-31') $$, 'the plan');
SELECT results_eq('SELECT external_id, name FROM hr.org_unit', $$ VALUES ('U1', 'Unit') $$, 'its organisation');
SELECT bag_eq('SELECT source, target, row_key, reason_code, content FROM hr.load_reject',
  $$ VALUES ('StratML P1 U1', 'check_in', 'I1 2026-09-30', 'in_the_future', '2026-09-30, 50'),
            ('StratML P1 U1', 'none', 'ActualResult/StartDate', 'no_place', NULL), ('StratML P1 U1', 'none',
              'Objective/SequenceIndicator', 'no_place', '1.1'),
            ('StratML P1 U1', 'none', 'Stakeholder/Name', 'no_place', NULL), ('StratML P1 U1', 'none', 'Vision/Description',
              'no_place', 'A town that works') $$,
  'what is lost is in load_reject, nobody''s name among it');
SELECT is_empty($$ SELECT * FROM gmalign.check('hr') WHERE severity = 'error' $$, 'the check finds no error');

-- again, as xml, in another time zone
SELECT pg_temp.versions('hr') AS before \gset
SELECT count(*) FROM doc, gmalign.import_stratml('hr', doc.text) \g /dev/null
SELECT is(pg_temp.versions('hr'), :'before', 'loaded twice: no row is written');
SET TimeZone = 'Pacific/Auckland';
SELECT count(*) FROM doc, gmalign.import_stratml('hr', xmlparse(DOCUMENT doc.text)) \g /dev/null
SELECT is(pg_temp.versions('hr'), :'before', 'nor by a session elsewhere that has it as xml');
RESET TimeZone;

-- out and in
SELECT gmalign.export_stratml('hr') AS out \gset
SELECT is_empty(format($$ SELECT * FROM gmalign.import_stratml('copy', %L::text) WHERE outcome IN ('guessed', 'rejected', 'left') $$,
  :'out'),
  'nothing is guessed or lost of what was exported');
SELECT bag_eq($$ SELECT pg_temp.held('hr') $$, $$ SELECT pg_temp.held('copy') $$, 'the copy holds the same');
SELECT is(gmalign.export_stratml('copy')::text, :'out', 'and comes out the same');
SELECT is(gmalign.export_stratml('hr', 'P1')::text, :'out', 'by its plan too');
SELECT throws_ok($$ SELECT gmalign.export_stratml('hr', 'P9') $$, 'P0002', NULL, 'a plan that is not there');
SELECT throws_ok($$ SELECT gmalign.export_stratml('other') $$, 'P0002', NULL, 'no strategic goal');

-- a newer one
SELECT pg_temp.plan('<Goal><Name>Clean</Name><Description/><Identifier>G1</Identifier></Goal>
  <Goal><Name>Guests</Name><Description/><Identifier>G2</Identifier><Objective><Name>Less litter</Name>
    <Description>Half of it</Description>
  <Identifier>O1</Identifier></Objective></Goal>') AS newer \gset
UPDATE hr.goal SET direction = 'at_most' WHERE external_id = 'I1';
SELECT bag_eq(format($$ SELECT element, row_key FROM gmalign.import_stratml('hr', %L::text, direction => 'at_least')
  WHERE reason_code = 'not_in_document' $$, :'newer'),
  $$ VALUES ('goal', 'I1'), ('goal', 'O2'), ('goal', 'I2'), ('link', 'O1 > G1'), ('link', 'I1 > O1'), ('link', 'O2 > G2'), ('link',
    'I2 > O2'),
            ('link', 'I1 > G2'), ('link', 'I1 > I2'), ('link', 'O1 > I2') $$, 'what a newer plan leaves out is told and stays');
SELECT is((SELECT title FROM hr.goal WHERE external_id = 'G1'), 'Clean', 'a new title');
SELECT is((SELECT direction FROM hr.goal WHERE external_id = 'I1'), 'at_most', 'a direction set since stays');

-- not ours to change
INSERT INTO hr.cycle (id, external_id, name, start_date, end_date) VALUES (90, 'FY', 'FY', '2026-01-01', '2026-12-31');
INSERT INTO hr.goal (external_id, title, level, cycle_id) VALUES ('HR7', 'Of somebody else', 'team', 90);
SELECT bag_eq($$ SELECT pg_temp.told('<Goal><Name>Mine</Name><Identifier>HR7</Identifier><Objective><Name>Below</Name>
  <Identifier>B</Identifier></Objective></Goal>',
                                     'rejected', 'hr') $$,
  ARRAY['Goal HR7 1 identifier_taken', 'Objective B 1 parent_rejected'],
    'another plan''s goal is not overwritten, what is below it not without a parent');
SELECT is((SELECT title FROM hr.goal WHERE external_id = 'HR7'), 'Of somebody else', 'it is as it was');
SELECT throws_ok($$ SELECT * FROM gmalign.import_stratml('hr', pg_temp.plan('<Goal><Name>A</Name></Goal>', 'P1', 'U2')) $$, '23505', NULL,
  'the identifier of another organisation''s plan');
SELECT lives_ok($$ SELECT * FROM gmalign.import_stratml('hr', pg_temp.plan('<Goal><Name>A</Name></Goal>', 'P1', 'U2'),
  plan => 'P1 of U2') $$, 'with one of its own');

-- broken documents
SELECT set_eq($$ SELECT concat_ws(' ', outcome, element, row_key, reason_code) FROM gmalign.import_stratml('copy',
    '<PerformancePlanOrReport><Name>Bare</Name><Goal><Description>Only that</Description></Goal>'
  '</PerformancePlanOrReport>'::text) WHERE outcome <> 'left' $$,
  ARRAY['loaded Goal', 'guessed Goal Goal 1 no_name', 'guessed Goal Goal 1 no_identifier', 'guessed plan Bare namespace',
    'guessed plan Bare no_identifier',
        'guessed plan Bare no_period'], 'no namespace, no core, no identifiers, no dates');
SELECT is((SELECT count(*) FROM copy.goal WHERE title = 'Only that' AND external_id LIKE 'Bare.________' AND cycle_id IS NULL),
  1::bigint, 'it is loaded');
SELECT bag_eq($$ SELECT pg_temp.told('<x:Goal xmlns:x="urn:x"><x:Objective><x:Identifier>1a</x:Identifier><x:Name>A</x:Name></x:Objective>
    <x:Name>G</x:Name><x:Identifier>G</x:Identifier></x:Goal>', 'guessed') $$, ARRAY['Objective 1a 1 no_xml_id'], 'a prefix,
      another order, a digit in front');
SELECT is((SELECT count(*) FROM other.goal WHERE external_id = '1a'), 1::bigint, 'the identifier is taken as it is');
SELECT bag_eq($$ SELECT pg_temp.told('<Objective><Name>Free</Name><Identifier>F</Identifier></Objective><Goal><Name>G</Name>
  <Identifier>G</Identifier>
    <PerformanceIndicator><MeasurementDimension>Direct</MeasurementDimension><Identifier>D</Identifier></PerformanceIndicator>
    <Objective><Name>Out</Name><Identifier>X</Identifier><Objective><Name>In</Name><Identifier>Y</Identifier></Objective></Objective>
      </Goal>', 'guessed') $$,
  ARRAY['Objective F 1 misplaced', 'PerformanceIndicator D 1 misplaced', 'Objective Y 1 misplaced'], 'elements in the wrong place');
SELECT bag_eq($$ SELECT c.external_id, p.external_id AS parent FROM other.goal_link l JOIN other.goal c ON c.id = l.child_id
  JOIN other.goal p ON p.id = l.parent_id
                 WHERE c.external_id IN ('F', 'D', 'X', 'Y') $$, $$ VALUES ('D', 'G'), ('X', 'G'), ('Y', 'X') $$,
                   'serve what they stand in');
SELECT bag_eq($$ SELECT pg_temp.told('<Goal><Name>R</Name><Identifier>R</Identifier><Objective><Name>One</Name>
  <Identifier>S</Identifier></Objective>
    <Objective><Name>Two</Name><Identifier>S</Identifier></Objective><Objective><Name>Two</Name><Identifier>S</Identifier></Objective>
      </Goal>', 'guessed') $$,
  ARRAY['Objective S 1 repeated_identifier', 'Objective S 1 repeated_identifier'], 'an identifier for three');
SELECT is((SELECT count(DISTINCT external_id) FROM other.goal WHERE title = 'Two'), 2::bigint, 'are three goals');

SELECT ok('Goal N 2 repeated' IN (SELECT pg_temp.told(
  '<Goal><Name>N</Name><Name>M</Name><Identifier>N</Identifier><Name>O</Name></Goal>', 'left')), 'two names too many');

CREATE FUNCTION pg_temp.indicator(inner_part text, id text DEFAULT 'K') RETURNS text LANGUAGE sql AS $$
  SELECT format('<Goal><Name>G</Name><Identifier>G</Identifier><Objective><Name>O</Name><Identifier>O</Identifier><PerformanceIndicator>
    <MeasurementDimension>K</MeasurementDimension><Identifier>%s</Identifier>%s</PerformanceIndicator></Objective>
      </Goal>', id, inner_part) $$;
CREATE FUNCTION pg_temp.result(kind text, units text, ends text DEFAULT '2026-03-31', starts text DEFAULT '',
  said text DEFAULT '') RETURNS text LANGUAGE sql AS $$
  SELECT format('<MeasurementInstance><%1$s><StartDate>%4$s</StartDate><EndDate>%3$s</EndDate><NumberOfUnits>%2$s</NumberOfUnits>
    <Description>%5$s</Description></%1$s>
    </MeasurementInstance>', kind, units, ends, starts, said) $$;
CREATE FUNCTION pg_temp.codes(VARIADIC parts text[]) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(s.outcome || ' ' || s.reason_code, ', ' ORDER BY s.outcome, s.reason_code), 'taken')
  FROM gmalign.import_stratml('other', pg_temp.plan(pg_temp.indicator(array_to_string(parts, '')))) AS s
  WHERE s.outcome IN ('guessed', 'rejected') $$;
SELECT results_eq($$ SELECT u, pg_temp.codes(pg_temp.result('ActualResult', u)) FROM unnest(ARRAY['1,234', '5%', '1e3', 'NaN',
  '1000000000000001', ' -.5 ', '+7.']) AS u $$,
  $$ VALUES ('1,234', 'rejected no_number'), ('5%', 'rejected no_number'), ('1e3', 'rejected no_number'), ('NaN', 'rejected no_number'),
            ('1000000000000001', 'rejected no_number'), (' -.5 ', 'taken'), ('+7.', 'taken') $$, 'numbers');
SELECT is(pg_temp.codes(pg_temp.result('ActualResult', repeat('9', 200000))), 'rejected no_number', 'a number without end');
SELECT results_eq($$ SELECT d, pg_temp.codes(pg_temp.result('ActualResult', '1', d)) FROM unnest(ARRAY['2026-02-30', '31.3.2026',
  '2026', '0999-01-01', '2024-02-29',
                            '2026-01-02+02:00', '']) AS d $$,
  $$ VALUES ('2026-02-30', 'rejected no_date'), ('31.3.2026', 'rejected no_date'), ('2026', 'rejected no_date'), ('0999-01-01',
    'rejected no_date'),
            ('2024-02-29', 'taken'), ('2026-01-02+02:00', 'taken'), ('', 'taken') $$, 'days');
SELECT is(pg_temp.codes(pg_temp.result('TargetResult', '1', '2026-03-31', '2026-04-01')), 'guessed ends_before_start',
  'an end before the start');
SELECT is(pg_temp.codes(pg_temp.result('ActualResult', '0', '2026-03-31', '', '[To be determined]')), 'rejected to_be_determined',
  'a nought to be determined');
SELECT is(pg_temp.codes(pg_temp.result('ActualResult', '3'), pg_temp.result('ActualResult', '4')), 'rejected same_day',
  'two results of a day');
SELECT is(pg_temp.codes(pg_temp.result('TargetResult', '', '2026-02-28', '', 'words'), pg_temp.result('TargetResult', '4')),
  'rejected no_number', 'words on the way');
SELECT is(pg_temp.codes(pg_temp.result('ActualResult', '', '', '', 'words')), 'rejected no_day', 'words without a day');
SELECT is(pg_temp.codes(pg_temp.result('ActualResult', '3', '', '2026-03-01')), 'guessed no_end', 'a result without an end');
SELECT results_eq($$ SELECT r, pg_temp.codes(format('<Relationship RelationshipType="%s"><ReferentIdentifier>%s</ReferentIdentifier>
  <Name>N</Name></Relationship>',
                                                    split_part(r, ' ', 1), split_part(r, ' ', 2)))
                     FROM unnest(ARRAY['Peer_To nowhere', 'Peer_To K', 'Narrower_Than', ' G', 'Above G', 'Narrower_Than O',
                       'Narrower_Than R']) AS r $$,
  $$ VALUES ('Peer_To nowhere', 'rejected dangling_reference'), ('Peer_To K', 'rejected refers_to_itself'), ('Narrower_Than',
    'rejected no_reference'),
            (' G', 'guessed no_relation'), ('Above G', 'guessed no_relation'), ('Narrower_Than O', 'taken'), ('Narrower_Than R',
              'taken') $$,
  'references, one of them to a goal that another document brought');
SELECT is((SELECT string_agg(l.relation, ',') FROM other.goal_link l JOIN other.goal c ON c.id = l.child_id
  JOIN other.goal p ON p.id = l.parent_id
           WHERE c.external_id = 'K' AND p.external_id = 'O'), 'contributes', 'what the nesting says is not said twice');
SELECT is(pg_temp.codes('<Relationship RelationshipType="Peer_To"><ReferentIdentifier>G</ReferentIdentifier>
  <ReferentIdentifier>nowhere</ReferentIdentifier></Relationship>'),
          'rejected dangling_reference', 'a relationship to two');
SELECT bag_eq($$ SELECT pg_temp.told(pg_temp.indicator('<Relationship RelationshipType="Peer_To">
  <ReferentIdentifier>T</ReferentIdentifier></Relationship>') ||
    '<Goal><Name>A</Name><Identifier>T</Identifier></Goal><Goal><Name>B</Name><Identifier>T</Identifier></Goal>', 'rejected') $$,
  ARRAY['Relationship K > Relationship 4 1 ambiguous_reference'], 'a reference to one of two');

-- identifiers that XML does not take
SELECT is(gmalign_private.stratml_id_read(gmalign_private.stratml_id(t)), t, format('"%s" there and back', t))
FROM unnest(ARRAY['78 90', '_x0041_', 'Ä/ö€😀', '-a.b_c']) AS t;
SELECT ok(bool_and(gmalign_private.stratml_id(t) ~ '^[A-Za-z_][A-Za-z0-9_.-]*$'), 'and valid between')
FROM unnest(ARRAY['78 90', '_x0041_', 'Ä/ö€😀', '-a.b_c', ' ', '1']) AS t;

-- a model that no document made: deeper, without external ids, with control characters
SELECT gmalign.install('own');
INSERT INTO own.goal (id, title, level, goal_type, target_value) VALUES (1, E'S\u0001 <1>', 'strategic', 'objective', NULL), (2, 'D',
  'department', 'objective', NULL),
  (3, 'T', 'team', 'objective', NULL), (4, 'KR', 'team', 'key_result', .1), (5, 'KR of S', 'department', 'key_result', 1e15),
  (6, 'Free', 'team', 'objective', NULL), (7, 'Mine', 'individual', 'objective', NULL), (8, 'Draft', 'team', 'objective', NULL);
UPDATE own.goal SET status = 'draft' WHERE id = 8;
INSERT INTO own.goal_link (child_id, parent_id) VALUES (2, 1), (3, 2), (2, 3), (4, 3), (5, 1), (7, 1), (8, 1);
SELECT is(gmalign.export_stratml('own')::text,
  '<PerformancePlanOrReport xmlns="urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport" Type="Performance_Plan"><Name>own</Name>'
  '<StrategicPlanCore>'
  '<Goal><Name>S &lt;1&gt;</Name><Description></Description><Identifier>goal.1</Identifier><Objective><Name>D</Name>'
  '<Identifier>goal.2</Identifier></Objective>'
  '<Objective><Name>T</Name><Identifier>goal.3</Identifier><PerformanceIndicator><MeasurementDimension>KR</MeasurementDimension>'
  '<UnitOfMeasurement></UnitOfMeasurement>'
  '<Identifier>goal.4</Identifier><MeasurementInstance><TargetResult><NumberOfUnits>0.1</NumberOfUnits></TargetResult>'
  '</MeasurementInstance></PerformanceIndicator>'
  '</Objective><Objective><PerformanceIndicator><MeasurementDimension>KR of S</MeasurementDimension><UnitOfMeasurement>'
  '</UnitOfMeasurement><Identifier>goal.5</Identifier>'
  '<MeasurementInstance><TargetResult><NumberOfUnits>1000000000000000</NumberOfUnits></TargetResult></MeasurementInstance>'
  '</PerformanceIndicator></Objective></Goal>'
  '</StrategicPlanCore>'
  '</PerformancePlanOrReport>', 'deep goals below the strategic one they reach; individual ones and drafts not at all');
SELECT bag_eq($$ SELECT outcome, element, row_count FROM gmalign.import_stratml('other', gmalign.export_stratml('own'), plan => 'own')
  WHERE outcome IN ('loaded', 'guessed', 'empty') $$,
  $$ VALUES ('loaded', 'Goal', 1), ('loaded', 'Objective', 2), ('loaded', 'PerformanceIndicator', 2), ('loaded', 'TargetResult', 2),
    ('empty', 'Objective', 1),
            ('guessed', 'plan', 1) $$, 'an objective that only holds a goal''s key results is none');

-- refused
CREATE FUNCTION pg_temp.refused(document text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  hint text;
BEGIN
  PERFORM * FROM gmalign.import_stratml('hr', document);
  RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
  RETURN SQLSTATE || CASE WHEN hint = '' THEN ' without a hint' ELSE '' END;
END $$;
SELECT is(pg_temp.refused(d), state, what) FROM (VALUES
  ('<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;">]><StrategicPlan><Name>&m;</Name></StrategicPlan>', '2200M', 'entities'),
  ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><StrategicPlan/>', '2200M', 'an external document type'),
  ('<StrategicPlan><Name>&e;</Name></StrategicPlan>', '2200M', 'an entity nobody declared'),
  ('<StrategicPlan>', '2200M', 'no end'), ('', '2200M', 'nothing'), ('<html/>', '2200M', 'something else'), (NULL, '22004', 'NULL'),
  ('<StrategicPlan>' || repeat(' ', 10000000) || '</StrategicPlan>', '54000', 'more than ten million bytes'),
  ('<StrategicPlan/>', '22023', 'neither identifier nor name')) AS v (d, state, what);
SELECT throws_ok($$ SELECT * FROM gmalign.import_stratml('hr', '<StrategicPlan><Name>A</Name></StrategicPlan>'::text,
  direction => 'up') $$, '22023', NULL, 'a direction');
SELECT throws_ok($$ SELECT * FROM gmalign.import_stratml('nowhere', '<StrategicPlan/>'::text) $$, '3F000', NULL, 'no schema');
SELECT throws_ok($$ SELECT gmalign.export_stratml('pg_catalog') $$, '42P01', NULL, 'no model');
SELECT * FROM finish();
ROLLBACK;
