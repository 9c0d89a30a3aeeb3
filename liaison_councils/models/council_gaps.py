"""What stands against setting up, stopping or dropping a council, said before anything is typed."""

from casework.permissions import Reason
from liaison_councils.models.officers import MANAGER
from liaison_councils.rules.names_of_councils import OCCUPATIONAL

CHOSEN = ["nominated", "appointed"]  # states of terms


class StandsReady:
    """Mixed into the council."""

    def founding_gaps(self) -> list[Reason]:
        found = []
        if not self.name.strip():
            found.append(Reason("名称がまだありません。", "LC-3-1"))
        if self.kind != OCCUPATIONAL and not self.covered():
            found.append(Reason("対象とする交番等の所管区がまだありません。", "LC-3-1"))
        if not any(each.role == MANAGER for each in self.current_officers()):
            found.append(Reason("運営責任者がまだ指定されていません。", "LC-3-6", cure="officers"))
        return found

    def waiting_meetings(self) -> int:
        """Those without a result; a page that has counted them with the council asks no more."""
        counted = getattr(self, "open_meetings", None)
        return self.meetings.open().count() if counted is None else counted

    def meeting_gaps(self) -> list[Reason]:
        """No meeting is left hanging on a council that stops."""
        if waiting := self.waiting_meetings():
            return [Reason(f"結果を記録していない会議が{waiting}回あります。先に結果か中止を記録してください。", "LC-5-1", cure="meetings")]  # fmt: skip
        return []

    def chosen_people(self) -> int:
        """Candidates and members; counted as ``waiting_meetings`` are."""
        counted = getattr(self, "chosen_terms", None)
        return self.terms.filter(state__in=CHOSEN).count() if counted is None else counted

    def dropping_gaps(self) -> list[Reason]:
        """Who was chosen already is told first."""
        if chosen := self.chosen_people():
            return [Reason(f"候補者・委員が{chosen}人います。先に、委嘱しない決定か解嘱を記録してください。", "LC-3-5", cure="members")]  # fmt: skip
        return []
