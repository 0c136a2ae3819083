-- The key that a text stands for: where and only where the key as text is that text.
BEGIN;
\ir ../start.psql
SELECT plan(9);

CREATE TEMP TABLE written AS
  SELECT unnest(ARRAY['0', '-0', '1', '-1', '01', '+1', ' 1', '1 ', '1.0', '1e3', '', '-', '--1', 'a', '0x1', '1_000',
                      '32767', '32768', '-32768', '-32769', '2147483647', '2147483648', '-2147483648', '-2147483649',
                      '9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809',
                      '18446744073709551617', '99999999999999999999', repeat('9', 1000),
                      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
                      'a0eebc999c0b4ef8bb6d6bb9bd380a11', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
                      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111',
                      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g', 'a0eebc99-9c0b-4ef8-bb6d6-bb9bd380a11', NULL]) AS name;
CREATE TEMP TABLE small AS SELECT i::smallint AS k FROM generate_series(-32768, 32767) AS i;
CREATE TEMP TABLE large AS
  SELECT i::bigint AS k FROM generate_series(-1000, 1000) AS i
  UNION SELECT unnest(ARRAY[32767, 32768, -32768, -32769, 2147483647, 2147483648, -2147483648, -2147483649,
                            9223372036854775807, -9223372036854775808]);
CREATE TEMP TABLE random AS SELECT gen_random_uuid() AS k FROM generate_series(1, 1000);
SELECT is_empty($$ SELECT k FROM small WHERE gmalign_private.key_of(k::text, NULL::smallint) IS DISTINCT FROM k $$,
                'every smallint is found again');
SELECT is_empty($$ SELECT k FROM large WHERE gmalign_private.key_of(k::text, NULL::bigint) IS DISTINCT FROM k $$, 'every bigint');
SELECT is_empty($$ SELECT k FROM random WHERE gmalign_private.key_of(k::text, NULL::uuid) IS DISTINCT FROM k $$, 'every uuid');
SELECT is_empty($$ SELECT w.name FROM written w LEFT JOIN small s ON s.k::text = w.name
                   WHERE gmalign_private.key_of(w.name, NULL::smallint) IS DISTINCT FROM s.k $$,
                'no smallint is found that is written otherwise');
SELECT is_empty($$ SELECT w.name FROM written w LEFT JOIN large l ON l.k::text = w.name
                   WHERE gmalign_private.key_of(w.name, NULL::bigint) IS DISTINCT FROM l.k $$, 'nor a bigint');
SELECT is((SELECT array_agg(w.name ORDER BY w.name COLLATE "C") FROM written w
           WHERE gmalign_private.key_of(w.name, NULL::integer) IS NOT NULL),
          ARRAY['-1', '-2147483648', '-32768', '-32769', '0', '1', '2147483647', '32767', '32768'], 'integers');
SELECT is((SELECT array_agg(k) FROM (SELECT gmalign_private.key_of(w.name, NULL::uuid) AS k FROM written w) AS q WHERE k IS NOT NULL),
          ARRAY['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid], 'a uuid as it is written out');
SELECT is_empty($$ SELECT w.name FROM written w
                   WHERE gmalign_private.key_of(w.name, NULL::text) IS DISTINCT FROM w.name
                      OR gmalign_private.key_of(w.name, NULL::varchar) IS DISTINCT FROM w.name $$, 'a text is itself');
SELECT throws_ok($$ SELECT gmalign_private.key_of('1', NULL::numeric) $$, '42804', 'type numeric cannot name a goal',
                 'there are no keys of other types');
SELECT * FROM finish();
ROLLBACK;
