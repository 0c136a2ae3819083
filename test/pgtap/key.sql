-- The key that a text stands for: where and only where the key as text is that text.
BEGIN;
\ir ../start.psql
SELECT plan(9);

CREATE TEMP TABLE written AS
  SELECT unnest(ARRAY['0', '-0', '1', '-1', '01', '+1', ' 1', '1 ', '1.0', '1e3', '', '-', '--1', 'a', '0x1', '1_000', '32767', '32768', '-32768', '-32769',
                      '2147483647', '2147483648', '-2147483648', '-2147483649', '9223372036854775807', '9223372036854775808',
                      '-9223372036854775808', '-9223372036854775809', '18446744073709551617', '99999999999999999999', repeat('9', 1000),
                      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc999c0b4ef8bb6d6bb9bd380a11',
                      '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111',
                      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g', 'a0eebc99-9c0b-4ef8-bb6d6-bb9bd380a11', NULL]) AS name;
CREATE TEMP TABLE small AS SELECT i::smallint AS k FROM generate_series(-32768, 32767) AS i;
CREATE TEMP TABLE large AS
  SELECT i::bigint AS k FROM generate_series(-1000, 1000) AS i
  UNION SELECT unnest(ARRAY[32767, 32768, -32768, 2147483647, 2147483648, -2147483648, 9223372036854775807, -9223372036854775808]);
SELECT is((SELECT count(*) FROM small WHERE gmalign_private.key_of(k::text, NULL::smallint) IS DISTINCT FROM k), 0::bigint, 'every smallint is found again');
SELECT is((SELECT count(*) FROM large WHERE gmalign_private.key_of(k::text, NULL::bigint) IS DISTINCT FROM k), 0::bigint, 'every bigint');
SELECT is((SELECT count(*) FROM written WHERE gmalign_private.key_of(name, NULL::smallint)::text IS DISTINCT FROM
                                              (SELECT k::text FROM small WHERE k::text = name)), 0::bigint, 'no smallint is found that is written otherwise');
SELECT is((SELECT array_agg(name ORDER BY name COLLATE "C") FROM written WHERE gmalign_private.key_of(name, NULL::integer) IS NOT NULL),
          ARRAY['-1', '-2147483648', '-32768', '-32769', '0', '1', '2147483647', '32767', '32768'], 'integers');
SELECT is((SELECT count(*) FROM written WHERE gmalign_private.key_of(name, NULL::bigint)::text IS DISTINCT FROM
                                              (SELECT k::text FROM large WHERE k::text = name)
             AND name NOT IN ('-32769', '-2147483649')), 0::bigint, 'bigints');
SELECT is((SELECT array_agg(gmalign_private.key_of(name, NULL::uuid)) FROM written WHERE gmalign_private.key_of(name, NULL::uuid) IS NOT NULL),
          ARRAY['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid], 'a uuid as it is written out');
SELECT is((SELECT count(*) FROM (SELECT gen_random_uuid() AS k FROM generate_series(1, 1000)) AS q WHERE gmalign_private.key_of(k::text, NULL::uuid) <> k),
          0::bigint, 'every uuid');
SELECT is((SELECT count(*) FROM written WHERE gmalign_private.key_of(name, NULL::text) IS DISTINCT FROM name
                                           OR gmalign_private.key_of(name, NULL::varchar) IS DISTINCT FROM name), 0::bigint, 'a text is itself');
SELECT throws_ok($$ SELECT gmalign_private.key_of('1', NULL::numeric) $$, '42804', 'type numeric cannot name a goal', 'keys of other types there are none');
SELECT * FROM finish();
ROLLBACK;
