"""前回から変わった点 (BP-5-4): beside the last forwarding of the case, and beside the group's last approved case."""

import pytest

from blue_patrol.models import CertificationApplication, Credential
from blue_patrol.views import forwardings
from casework.models import ReturnReason
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.workflow import open_case, perform
from tests.blue_patrol.paging import get, main
from tests.blue_patrol.test_query_counts import beyond_frame
from tests.factories.applications import DAY, Desks, application_at, steps
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BP-5-4")]


@pytest.fixture
def desks():
    return Desks(StationFactory())


def now(case):
    return CertificationApplication.objects.get(pk=case.pk)


def forwarded_again(case, desks, **changed):
    """A second application of a group without a standing, forwarded; ``changed`` is written into the group before."""
    for name, value in changed.items():
        setattr(case.group, name, value)
    case.group.save()
    draft = CertificationApplication(
        station=desks.station, group=case.group, patrol_area="桜見坂小学校区全域", patrol_times=2,
        combined_with_business=False, applied_on=DAY, pledged_on=DAY,
    )  # fmt: skip
    case = open_case(draft, by=desks.clerk, permission=PERMISSIONS["enter_application"], on=DAY)
    for state in (S.RECEIVED, S.FORWARDED):
        steps(case, desks)[state]()
        case = now(case)
    return case


def mended(case, desks, **changed):
    """A case that was sent back goes up again, with its group changed."""
    for name, value in changed.items():
        setattr(case.group, name, value)
    case.group.save()
    answers = {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case).unanswered()}
    perform(case, "answer", by=desks.clerk, on=DAY, answers=answers)
    perform(case, "forward", by=desks.chief, on=DAY, document_number="試生発第2号", opinion="fit")
    return now(case)


def test_a_first_application_has_nothing_to_compare_with(desks):
    case = application_at(S.FORWARDED, desks)
    found = forwardings.read([case])[case.pk]
    assert (found.paper.form, found.compared, found.count) == ("13", [], 0)
    assert "初めての進達です" in main(get(desks.hq_clerk, f"/cases/{case.pk}/decide/"))
    assert "前回から変わった点" not in main(get(desks.hq_clerk, f"/cases/{case.pk}/"))


def test_a_case_not_yet_forwarded_has_no_paper(desks):
    case = application_at(S.RECEIVED, desks)
    assert forwardings.read([case])[case.pk].paper is None


def test_a_second_application_is_compared_with_the_last_approved_one_and_says_which(desks):
    first = application_at(S.UNDELIVERED, desks)
    case = forwarded_again(first, desks, representative_name="緑川 峰雄", phone="0500-000-0009")
    (one,) = forwardings.read([case])[case.pk].compared
    assert {change.label for change in one.changes} == {"代表者の氏名", "電話番号"}
    number = Credential.objects.get(application=first, kind="certificate").number
    assert (one.number, one.day) == (number, DAY)
    for address in (f"/cases/{case.pk}/decide/", f"/cases/{case.pk}/"):
        page = main(get(desks.hq_clerk, address))
        assert "前回から変わった点" in page
        assert f"前に決裁された申請（証明書 {number} 令和8年9月1日決裁）" in page
        assert "2点変わりました。ほかの記載は同じです。" in page
        assert "緑川 峰雄" in page
        assert "進達書は、このシステムにありません" not in page


def test_a_case_sent_up_again_is_compared_with_both(desks):
    first = application_at(S.UNDELIVERED, desks)
    case = forwarded_again(first, desks, phone="0500-000-0009")
    steps(case, desks)[S.SENT_BACK]()
    case = mended(now(case), desks, representative_name="緑川 峰雄")
    last, approved = forwardings.read([case])[case.pk].compared
    assert ([c.label for c in last.changes], last.url) == (["代表者の氏名"], "")
    assert len(approved.changes) == 2
    assert approved.url.endswith(f"/cases/{first.pk}/")
    page = main(get(desks.director, f"/cases/{case.pk}/"))
    assert "前回の進達（令和8年9月1日）と比べて、1点変わりました" in page


def test_what_was_declined_or_belongs_to_another_group_is_no_measure(desks):
    application_at(S.UNDELIVERED, desks)
    declined = application_at(S.DECLINED, desks)
    case = forwarded_again(declined, desks, phone="0500-000-0009")
    assert forwardings.read([case])[case.pk].compared == []


def test_an_earlier_case_is_not_measured_by_a_later_one(desks):
    first = application_at(S.UNDELIVERED, desks)
    forwarded_again(first, desks, phone="0500-000-0009")
    assert forwardings.read([first])[first.pk].compared == []


def test_the_station_writes_and_headquarters_compares(desks):
    first = application_at(S.UNDELIVERED, desks)
    case = forwarded_again(first, desks, phone="0500-000-0009")
    assert "前回から変わった点" not in main(get(desks.clerk, f"/cases/{case.pk}/"))


def test_many_cases_are_compared_in_one_query(desks, django_assert_num_queries):
    cases = [
        forwarded_again(application_at(S.UNDELIVERED, desks), desks, phone="0500-000-0009") for _ in range(3)
    ]
    with django_assert_num_queries(1):
        found = forwardings.read(cases)
    assert [found[case.pk].count for case in cases] == [1, 1, 1]


def test_the_comparison_costs_headquarters_one_query_once_a_case_was_forwarded(desks):
    first = application_at(S.UNDELIVERED, desks)
    case = forwarded_again(first, desks, phone="0500-000-0009")
    here = f"/cases/{case.pk}/"
    assert beyond_frame(desks.hq_clerk, here) == beyond_frame(desks.clerk, here) + 1
    steps(case, desks)[S.SENT_BACK]()
    steps(now(case), desks)[S.CORRECTION]()
    assert beyond_frame(desks.hq_clerk, here) == beyond_frame(desks.clerk, here)
