"""Who is asked to a meeting (第5の4・5, 第7(2)): members and staff of the day, then whoever else is wanted; letters, replies."""

from django.apps import apps
from django.db.models import Q

from casework.models import IssuedPaper
from casework.permissions import Reason
from liaison_councils.models.attendance import Participant

INVITATION = "L9"


class AsksPeople:
    """Mixed into the meeting."""

    def opinions_to_read(self):
        """What its councils have not been told the answer of: the first item of its agenda (LC-6)."""
        opinions = apps.get_model("liaison_councils.Opinion")
        return opinions.objects.open().filter(council__in=self.councils.all())

    def invited(self) -> list[Participant]:
        return [each for each in self.participants.all() if each.is_invited]

    def plan_problems(self, act) -> list[Reason]:
        return self.planned_problems(act.details)

    def planned_problems(self, told: dict) -> list[Reason]:
        """What is wrong with a meeting as it is to be held (LC-5-1, LC-5-3)."""
        found = []
        if told["planned_on"] is None and self.state != "postponed":
            found.append(Reason("会議の日を入れてください。", "LC-5-1", field="planned_on"))
        if self.kind == "extraordinary" and not told["reason"].strip():
            found.append(Reason("臨時に開く理由を書いてください。", "LC-5-3", field="reason"))
        if told["begins_at"] and told["ends_at"] and told["ends_at"] <= told["begins_at"]:
            found.append(Reason("終わる時刻は、始まる時刻より後にしてください。", "LC-5-1", field="ends_at"))
        return found

    def on_planned(self, council, day) -> list[Participant]:
        """Its members and staff on the day are those who are asked first (LC-3-6)."""
        posted = {posting.staff_id: posting for posting in council.operating_staff(day)}
        staff = [
            Participant(
                kind="staff", staff=posting.staff, name=str(posting.staff), body=str(posting.post.koban or "")
            )
            for posting in posted.values()
        ]
        rows = [*self._members(council, day), *staff]
        return Participant.objects.bulk_create(self._of(council, each) for each in rows)

    def _members(self, council, day) -> list[Participant]:
        terms = council.terms.on(day).select_related("person").order_by("person__order_key", "pk")
        return [
            Participant(kind="member", term=term, name=term.person.name, body=term.person.occupation)
            for term in terms
        ]

    def _of(self, council, row: Participant) -> Participant:
        row.station_id, row.meeting_id, row.council_id = self.station_id, self.pk, council.pk
        return row

    def on_moved(self, act) -> None:
        """Another day: its members and staff are asked, and everybody else once more; after the letters, new ones."""
        if self.planned_on and self.planned_on != self.day_before:
            self.participants.filter(Q(kind="member") | Q(staff__isnull=False)).delete()
            self.participants.update(reply="")
            for council in self.councils.all():
                self.on_planned(council, self.planned_on)
        if act.transition == "amend" and self.state == "announced":
            self._freeze_letter(act)

    def _freeze_letter(self, act) -> None:
        """One letter holds at a time."""
        letters = IssuedPaper.objects.of_case(self).valid().filter(form=INVITATION)
        letters.update(voided_on=act.on, void_reason="案内した後に予定を変えた")
        IssuedPaper.freeze(self, INVITATION, act)

    def keep_members_of(self, day) -> None:
        """Who became a member since is on the list, who left is off it unless they came (LC-3-5)."""
        for council in self.councils.all():
            of_the_day = {row.term_id: row for row in self._members(council, day)}
            listed = self.participants.filter(council=council, kind="member")
            listed.exclude(term__in=of_the_day).exclude(attended=True).delete()
            known = set(listed.values_list("term_id", flat=True))
            new = [self._of(council, row) for key, row in of_the_day.items() if key not in known]
            for row in new:
                row.attended = None if self.held_on is None else False
            Participant.objects.bulk_create(new)

    def invitation_problems(self, act) -> list[Reason]:
        return [
            Reason("案内する人の氏名か所属を書いてください。", "LC-5-4", field="people")
            for row in act.details.get("people") or [{}]
            if not (row.get("name") or row.get("body"))
        ]

    def on_invited(self, act) -> None:
        self._add(act.details["people"], act.details["council"], is_invited=True)

    def _add(self, rows: list[dict], council=None, **more) -> None:
        first = council or self.shared.order_by("pk").values_list("council_id", flat=True).first()
        Participant.objects.bulk_create(
            Participant(
                station_id=self.station_id, meeting_id=self.pk, council_id=row.get("council") or first, kind=row["kind"], name=row.get("name") or "",
                body=row.get("body") or "", count=row.get("count") or 1, term_id=row.get("term"), **more,
            )
            for row in rows
        )  # fmt: skip

    def uninvitation_problems(self, act) -> list[Reason]:
        row = self.participants.filter(pk=act.details.get("participant")).first()
        if row is None:
            return [Reason("この人は、もう名簿にありません。", "LC-5-4", field="participant")]
        if row.kind == "member":
            return [Reason("委員は、全員に案内します。名簿から外せません。", "LC-3-2", field="participant")]
        return []

    def on_uninvited(self, act) -> None:
        self.participants.filter(pk=act.details["participant"]).delete()

    def announcement_gaps(self) -> list[Reason]:
        found = []
        if self.planned_on is None or self.begins_at is None or not self.place:
            found.append(Reason("日時と場所がまだ決まっていません。", "LC-5-1", cure="amend"))
        if not self.invited():
            found.append(Reason("案内する人がまだいません。", "LC-5-4", cure="invite"))
        return found

    def announcing_problems(self, act) -> list[Reason]:
        if act.on > self.planned_on:
            return [Reason("会議の日より後に案内したことにはできません。", "LC-5-4", field="on")]
        return []

    def reply_until_problems(self, act) -> list[Reason]:
        """An answer is asked for between the letter and the meeting; one asked for before may be past by now."""
        day = act.details.get("planned_on", self.planned_on)
        wanted = act.details.get("reply_until", self.reply_until)
        if wanted is None or day is None:
            return []
        if wanted > day:
            return [Reason("会議の日より後にはできません。", "LC-5-4", field="reply_until")]
        is_new = wanted != self.reply_until or day != self.planned_on
        if is_new and wanted < act.on:
            return [Reason("案内する日より前にはできません。", "LC-5-4", field="reply_until")]
        return []

    def on_announced(self, act) -> None:
        """The letter of the day is frozen; it names whom it goes to when it is printed."""
        self.keep_members_of(self.planned_on)
        self._freeze_letter(act)

    def reply_problems(self, act) -> list[Reason]:
        if set((act.details.get("replies") or {}).values()) - set(Participant.Reply.values):
            return [Reason("返事を選んでください。", "LC-5-4", field="replies")]
        return []

    def on_replied(self, act) -> None:
        asked = act.details["replies"]
        rows = [row for row in self.participants.all() if str(row.pk) in asked]
        for row in rows:
            row.reply = asked[str(row.pk)]
        Participant.objects.bulk_update(rows, ["reply"])
