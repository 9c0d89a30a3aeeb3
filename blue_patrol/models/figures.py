"""What is counted of blue patrol (統計): facts in SQL, and the steps by which days are counted."""

from blue_patrol.models.applications import Procedure
from blue_patrol.models.returned.machine import ReturnState
from blue_patrol.models.revocation.facts import RevocationState
from blue_patrol.rules import form_items
from casework.figures import facts, steps
from casework.figures.steps import Stages, Waited
from casework.models.road import RoadState as S

RETURN, REVOCATION = "blue_patrol.ReturnNotice", "blue_patrol.Revocation"
PROCEDURES = (*((p.value, p.label) for p in Procedure), (RETURN, "返納"), (REVOCATION, "証明の取消し"))
OPEN, DONE, DECLINED, WITHDRAWN, UNDELIVERED, OTHERWISE = (
    "open", "done", "declined", "withdrawn", "undelivered", "otherwise",
)  # fmt: skip
OTHERS = "（一覧にないもの）"  # of reasons: an item that no form knows, typed long ago or read from paper


def _listed(words) -> str:
    """A list of SQL texts."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


CASES = facts.Fact(
    "cases",
    ("procedure", "outcome", "month"),
    2,
    ("blue_patrol_application", "blue_patrol_returnnotice", "blue_patrol_revocation"),
    """
    select one.station_id, array[one.procedure, one.outcome, to_char(one.day, 'YYYY-MM')], count(*)
    from (
      select station_id, case_label::text as procedure, coalesce(received_on, forwarded_on) as day,
        case when state in ('delivered', 'reported') then 'done'
          when state in ('declined', 'withdrawn', 'undelivered') then state else 'open' end::text as outcome
      from blue_patrol_application
      union all
      select station_id, 'blue_patrol.ReturnNotice', received_on,
        case state when 'transport_notified' then 'done' else 'open' end
      from blue_patrol_returnnotice
      union all
      select station_id, 'blue_patrol.Revocation', found_on,
        case when state = 'transport_notified' then 'done'
          when state in ('corrected', 'dismissed', 'not_revoked') then 'otherwise' else 'open' end
      from blue_patrol_revocation
    ) one
    where one.day between $1 and $2
    group by 1, 2
    """,
)
REASONS = facts.Fact(
    "reasons",
    ("item", "source"),
    2,
    ("casework_returnreason",),
    f"""
    select station_id, array[case when item in ({_listed(form_items.every())}) then item::text else '' end, source::text], count(*)
    from casework_returnreason
    where given_on between $1 and $2
    group by 1, 2
    """,  # noqa: S608 - the items are this product's own
)
# A course that was cancelled or corrected away is none; clocks as they stood on the last day, so far as it is known.
TRAINING = facts.Fact(
    "training",
    ("what",),
    1,
    ("casework_deadline", "blue_patrol_trainingcourse", "blue_patrol_trainee"),
    """
    select station_id, array[case when due_on < $2 then 'overdue' when due_on < ($2 + interval '3 months')::date then 'soon'
      else 'later' end], count(*)
    from casework_deadline
    where kind = 'retraining' and starts_on <= $2 and (done_on is null or done_on > $2) and void_reason = ''
    group by 1, 2
    union all
    select station_id, array['courses'], count(*)
    from blue_patrol_trainingcourse where state = 'held' and held_on between $1 and $2
    group by 1, 2
    union all
    select t.station_id, array['attended'], count(*)
    from blue_patrol_trainee t join blue_patrol_trainingcourse c on c.id = t.course_id
    where t.attended and c.state = 'held' and c.held_on between $1 and $2
    group by 1, 2
    """,
)
# On the last day of each month and on the last day of all: by the standing, and by what was handed over until then.
IN_FORCE = facts.Fact(
    "in_force",
    ("what", "day"),
    2,
    ("blue_patrol_certification", "blue_patrol_credential", "blue_patrol_vehicle", "blue_patrol_patroller"),
    """
    with days as (
      select distinct least((month + interval '1 month' - interval '1 day')::date, $2) as day
      from generate_series(date_trunc('month', $1::timestamp), $2::timestamp, interval '1 month') month
    ), standing as (
      select d.day, c.id, c.station_id, c.group_id from days d join blue_patrol_certification c
        on c.delivered_on <= d.day and (c.closed_on is null or c.closed_on > d.day)
    )
    select station_id, array['groups', day::text], count(distinct group_id) from standing group by 1, 2
    union all
    select s.station_id, array['cars', s.day::text], count(distinct v.id)
    from standing s join blue_patrol_vehicle v on v.group_id = s.group_id and (v.removed_on is null or v.removed_on > s.day)
    where exists (
      select 1 from blue_patrol_credential t where t.vehicle_id = v.id and t.certification_id = s.id and t.handed_over_on <= s.day
    )
    group by 1, 2
    union all
    select s.station_id, array['patrollers', s.day::text], count(distinct p.id)
    from standing s join blue_patrol_patroller p on p.group_id = s.group_id and (p.removed_on is null or p.removed_on > s.day)
    where exists (
      select 1 from blue_patrol_credential t where t.patroller_id = p.id and t.certification_id = s.id and t.handed_over_on <= s.day
    )
    group by 1, 2
    """,
)

ON_THE_ROAD = {
    S.DRAFT: ("入力・受理", Waited.STATION),
    S.RECEIVED: ("調査・進達", Waited.STATION),
    S.CORRECTION: ("補正・再提出", Waited.GROUP),
    S.FORWARDED: ("審査・決裁", Waited.HEADQUARTERS),
    S.SENT_BACK: ("差戻しへの回答・再進達", Waited.STATION),
    S.APPROVED: ("印刷・押印・送付", Waited.HEADQUARTERS),
    S.DISPATCHED: ("受領", Waited.STATION),
    S.ARRIVED: ("交付", Waited.STATION),
    S.DELIVERED: ("交付の報告", Waited.STATION),
}
R, V = ReturnState, RevocationState
OF_A_RETURN = {
    R.RECEIVED: ("進達", Waited.STATION),
    R.FORWARDED: ("本部の確認", Waited.HEADQUARTERS),
    R.SENT_BACK: ("差戻しへの回答・再進達", Waited.STATION),
    R.ACCEPTED: ("運輸支局等への通知", Waited.HEADQUARTERS),
}
OF_A_REVOCATION = {
    V.FOUND: ("指導または報告", Waited.STATION),
    V.GUIDED: ("指導を受けての是正", Waited.GROUP),
    V.GROUND_REPORTED: ("審査・決裁", Waited.HEADQUARTERS),
    V.SENT_BACK: ("差戻しへの回答・再報告", Waited.STATION),
    V.DECIDED: ("通知書の送付", Waited.HEADQUARTERS),
    V.NOTICE_SENT: ("通知書の交付", Waited.STATION),
    V.NOTICE_UNDELIVERED: ("通知書の再度の交付", Waited.STATION),
    V.NOTICE_DELIVERED: ("交付の報告", Waited.STATION),
    V.DELIVERY_REPORTED: ("運輸支局等への通知", Waited.HEADQUARTERS),
}
STEPS: dict[str, Stages] = {
    **dict.fromkeys(Procedure.values, ON_THE_ROAD), RETURN: OF_A_RETURN, REVOCATION: OF_A_REVOCATION,
}  # fmt: skip


def enter() -> None:
    """Enter facts and steps; called once the application is ready."""
    for fact in (CASES, REASONS, TRAINING, IN_FORCE):
        facts.enter(fact)
    for machine, label in PROCEDURES:
        steps.enter(machine, label, "read_case_figures", STEPS[machine])
