-- today: one calendar for all views
SET gmalign.as_of = '2026-06-30';
SELECT gmalign.today();
SET TimeZone = 'Pacific/Kiritimati';
SET DateStyle = 'SQL, DMY';
SELECT to_char(gmalign.today(), 'YYYY-MM-DD');
SET gmalign.as_of = '2024-02-29';
SELECT to_char(gmalign.today(), 'YYYY-MM-DD');
SET gmalign.as_of = '2026-02-29';
SELECT gmalign.today();
SET gmalign.as_of = '30.06.2026';
SELECT gmalign.today();
SET gmalign.as_of = 'tomorrow';
SELECT gmalign.today();
RESET gmalign.as_of;
-- without it: the transaction's date in gmalign.time_zone, not in TimeZone
SELECT gmalign.today() = (now() AT TIME ZONE 'UTC')::date;
SET gmalign.time_zone = 'Pacific/Kiritimati';
SELECT gmalign.today() = (now() AT TIME ZONE 'Pacific/Kiritimati')::date;
SELECT gmalign.local_date('2026-01-01 11:00+00') = date '2026-01-02', gmalign.local_date('2026-01-01 09:00+00') = date '2026-01-01';
SELECT gmalign.local_date('infinity'), gmalign.local_date(NULL);
SET gmalign.time_zone = 'Mars/Olympus_Mons';
SELECT gmalign.today();
SET gmalign.time_zone = '';
SELECT gmalign.today() IS NOT NULL;
