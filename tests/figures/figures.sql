-- What the pages of figures must show, counted once more from the tables, by the definitions of the handbook (chapter 29).
-- Written from the handbook and the tables alone. Each statement takes :first and :last, the days of the year, and
-- gives (station, row, column, number) of the stations of the scope.

-- name: cases
select station_id, case_label, 'open', count(*) filter (where state not in ('delivered', 'reported', 'declined', 'withdrawn', 'undelivered'))
from blue_patrol_application where received_on >= :first and received_on <= :last group by 1, 2
union all
select station_id, case_label, 'done', count(*) filter (where state = 'delivered' or state = 'reported')
from blue_patrol_application where received_on >= :first and received_on <= :last group by 1, 2
union all
select station_id, case_label, state, count(*)
from blue_patrol_application where received_on >= :first and received_on <= :last and state in ('declined', 'withdrawn', 'undelivered') group by 1, 2, 3
union all
select station_id, 'blue_patrol.ReturnNotice', case when state = 'transport_notified' then 'done' else 'open' end, 1
from blue_patrol_returnnotice where received_on >= :first and received_on <= :last
union all
select station_id, 'blue_patrol.Revocation', case when state = 'transport_notified' then 'done'
  when state = 'corrected' or state = 'dismissed' or state = 'not_revoked' then 'otherwise' else 'open' end, 1
from blue_patrol_revocation where found_on >= :first and found_on <= :last

-- name: months
select station_id, extract(month from received_on)::int || '月', 'total', count(*)
from (select station_id, received_on from blue_patrol_application
  union all select station_id, received_on from blue_patrol_returnnotice
  union all select station_id, found_on from blue_patrol_revocation) one
where received_on >= :first and received_on <= :last group by 1, 2

-- name: days
-- A step begins with the last earlier act that moved the case; the number is the number of days.
select ended.station_id, ended.case_label || '|' || ended.before, 'days', ended."on" - (
  select began."on" from casework_statechange began
  where began.case_label = ended.case_label and began.case_pk = ended.case_pk and began.seq < ended.seq and began.before <> began.after
  order by began.seq desc limit 1
)
from casework_statechange ended
where ended.before <> '' and ended.before <> ended.after and ended."on" >= :first and ended."on" <= :last

-- name: reasons
select station_id, case when item like '様式第3 生年月日' or item like '様式第2 実施地域' or item like '様式第13 調査の結果' then item else '' end, source, 1
from casework_returnreason where given_on >= :first and given_on <= :last

-- name: training
select station_id, 'line', case when :last > due_on then 'overdue' when due_on >= :last + interval '3 months' then 'later' else 'soon' end, 1
from casework_deadline
where kind = 'retraining' and void_reason = '' and not starts_on > :last and not coalesce(done_on, :last + 1) <= :last
union all
select station_id, 'line', 'clocks', 1
from casework_deadline
where kind = 'retraining' and void_reason = '' and not starts_on > :last and not coalesce(done_on, :last + 1) <= :last
union all
select station_id, 'line', 'courses', 1 from blue_patrol_trainingcourse where state = 'held' and held_on >= :first and held_on <= :last
union all
select station_id, 'line', 'attended', 1 from blue_patrol_trainee where attended is true
  and course_id in (select id from blue_patrol_trainingcourse where state = 'held' and held_on >= :first and held_on <= :last)

-- name: in_force
select c.station_id, 'line', 'groups', count(distinct c.group_id) from blue_patrol_certification c
where c.delivered_on <= :last and coalesce(c.closed_on, 'infinity') > :last group by 1
union all
select v.station_id, 'line', 'cars', count(distinct v.id) from blue_patrol_vehicle v, blue_patrol_credential t, blue_patrol_certification c
where t.vehicle_id = v.id and t.certification_id = c.id and t.handed_over_on <= :last and coalesce(v.removed_on, 'infinity') > :last
  and c.delivered_on <= :last and coalesce(c.closed_on, 'infinity') > :last group by 1
union all
select p.station_id, 'line', 'patrollers', count(distinct p.id) from blue_patrol_patroller p, blue_patrol_credential t, blue_patrol_certification c
where t.patroller_id = p.id and t.certification_id = c.id and t.handed_over_on <= :last and coalesce(p.removed_on, 'infinity') > :last
  and c.delivered_on <= :last and coalesce(c.closed_on, 'infinity') > :last group by 1

-- name: councils
select station_id, 'line', 'councils', 1 from liaison_councils_council
where established_on <= :last and coalesce(ended_on, 'infinity') >= :first
union all
select c.station_id, 'line', m.kind, 1
from liaison_councils_council c, liaison_councils_sharedmeeting s, liaison_councils_meeting m
where s.council_id = c.id and s.meeting_id = m.id and m.held_on >= :first and m.held_on <= :last
union all
select station_id, 'line', case state when 'received' then 'received' when 'answered' then 'answered' else 'closed' end, 1
from liaison_councils_opinion where received_on >= :first and received_on <= :last
union all
select station_id, 'line', 'opinions', 1 from liaison_councils_opinion where received_on >= :first and received_on <= :last
