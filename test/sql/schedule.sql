-- schedules without pg_cron: the lines to copy; what cron says as systemd says it
\set VERBOSITY terse
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
SELECT count(*) FROM gmalign.install('hr');
SELECT s FROM gmalign.schedule_check('hr') AS s WHERE s !~ '^User=';
SELECT s FROM gmalign.schedule_check('hr', '*/30 6-20 1,15 */3 1-5', 'my "own" $HOME 100%') AS s WHERE s ~ 'psql|OnCalendar';
SELECT s.schedule, c FROM (VALUES ('0 4 * * *'), ('30 22 * * 1,3-5'), ('0 0 1 1 *'), ('5,35 */2 * * 0'),
                           ('0 3 31 12 7'), ('15 4 2-8 * 1')) AS s (schedule), gmalign_private.systemd_calendar(s.schedule) AS c;
SELECT s FROM gmalign.unschedule_check('hr') AS s;
SELECT gmalign.schedule_check('hr', '60 4 * * *');
SELECT gmalign.schedule_check('hr', '15 4 * *');
SELECT gmalign.schedule_check('hr', '30 seconds');
SELECT gmalign.schedule_check('hr', '15 4 * * *; rm');
SELECT gmalign.schedule_check('hr', NULL);
SELECT gmalign.schedule_check('nowhere');
SELECT gmalign.schedule_check('pg_x');
SELECT gmalign_private.check_command('it''s');
SELECT count(*) FROM gmalign.uninstall('hr', true);
DROP SCHEMA hr;
