"""Whose rows of 青色防犯パトロール are a person each: patrollers, representatives, trainees."""

from blue_patrol.models import Group, Patroller
from blue_patrol.models.training.records import Trainee
from casework.persons.sources import Source, enter
from casework.presenters import links

BY_CHANGE = "変更申請を受け付けるか、本部の係が記載を訂正します（団体の頁）"
BY_COURSE = "講習の名簿を訂正します（講習の頁）"


def register() -> None:
    enter(
        Source(
            "実施者", Patroller, "name", "kana", "birth_date", ("address", "phone", "remarks", "removed_on"), _of_group, _by_change, ("group",)
        ),
        Source(
            "団体の代表者", Group, "representative_name", "representative_kana", "representative_birth_date",
            ("representative_title", "representative_address", "name", "phone"), lambda row: links.to("group", row.pk),
            lambda row: (BY_CHANGE, links.to("group", row.pk)),
        ),
        Source(
            "講習の受講者", Trainee, "name", "kana", "birth_date", ("group_name", "attended", "remarks"), _of_course,
            lambda row: (BY_COURSE, _of_course(row)),
        ),
    )  # fmt: skip


def _of_group(row) -> str:
    return links.to("group", row.group_id)


def _by_change(row) -> tuple[str, str]:
    return BY_CHANGE, _of_group(row)


def _of_course(row) -> str:
    return links.to("training_course", row.course_id)
