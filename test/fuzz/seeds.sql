-- What test/fuzz/readers.c begins with: the values of test/fuzz/values.sql as its
-- inputs, in hexadecimal, a line each; and some together, for readers of two and three.
CREATE FUNCTION pg_temp.record(type text, value text, keys integer) RETURNS text LANGUAGE sql AS $$
  SELECT lpad(to_hex(n + 16 * keys), 2, '0') || lpad(to_hex(length(bytes) / 2 % 256), 2, '0') || lpad(to_hex(length(bytes) / 512), 2,
    '0') || bytes
  FROM (SELECT array_position(ARRAY['gmalign.goal_graph', 'gmalign_private.goal_lift', 'gmalign_private.voice_map',
    'gmalign_private.party_points',
                                    'gmalign_private.goal_past', 'gmalign_private.points_list', 'gmalign_private.goal_work',
                                    'gmalign_private.wish_norm',
                                      'double precision[]',
                                    'bigint[]'], type) - 1 AS n,
               CASE WHEN type NOT LIKE '%]' THEN value
                    ELSE (SELECT string_agg((SELECT string_agg(to_hex(get_byte(b, 7 - k) / 16) || to_hex(get_byte(b, 7 - k) % 16), ''
                      ORDER BY k)
                                             FROM generate_series(0, 7) AS k), '' ORDER BY place)
                          FROM unnest(value::float8[]) WITH ORDINALITY AS u (v, place),
                            LATERAL (SELECT CASE WHEN type LIKE 'b%' THEN int8send(v::bigint) ELSE float8send(v) END) AS s (b)) END AS
                              bytes) AS q
$$;
-- keys by number, uuid, text, as the first of a value's keys tells: each kind was stored in turn
CREATE TEMPORARY TABLE seed AS
SELECT type, pg_temp.record(type, value, keys) AS input, keys
FROM (SELECT type, value, CASE WHEN type LIKE '%]' THEN 0 ELSE ((row_number() OVER (PARTITION BY type ORDER BY place) - 1) * 3
                                    / count(*) OVER (PARTITION BY type))::integer END AS keys
      FROM stored) AS s;
SELECT input FROM seed
UNION ALL
SELECT string_agg(input, '' ORDER BY type) FROM (SELECT DISTINCT ON (type, keys) * FROM seed ORDER BY type, keys, input) AS s
WHERE type NOT LIKE '%]' GROUP BY keys;
