\set g random(1, :goals)
\set v random(0, 100)
INSERT INTO hr.check_in (goal_id, checked_at, value, status, note)
VALUES (:g, gmalign.today() + interval '8 hours', :v, 'on_track', 'load');
