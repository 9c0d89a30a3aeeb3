"""実施者: the roster, typed row by row or pasted from a spreadsheet."""

from collections import defaultdict

from blue_patrol.forms.entry import paste as entry_paste
from blue_patrol.forms.entry.patrollers import PasteForm, PatrollerSet
from blue_patrol.views.entry.rows import RowStep
from casework.workflow import perform

NOT_TAKEN = "貼り付けた名簿が、まだ入っていません。「貼り付けた行を確かめる」を押すか、欄を空にしてください。"
CHANGED = "貼り付けた文が、確かめた後に変わっています。下の行をもう一度確かめてください。"
LEFT = (
    "誤りのある{}行は加えず、欄に残しました。直してから、もう一度「貼り付けた行を確かめる」を押してください。"
)
NONE_CHOSEN = "加える行を一つ以上選んでください。"


class EntryPatrollers(RowStep):
    step = "patrollers"
    kept_prefix = "patroller"
    template_name = "blue_patrol/entry/patrollers.html"

    def rows(self, data=None, **kwargs):
        return PatrollerSet(data, case=self.case, **kwargs)

    def post(self, request, *args, **kwargs):
        text = request.POST.get("pasted", "")
        if "preview" in request.POST or "take" in request.POST:
            return self.paste(text)
        if text.strip() and not self.is_rearranging():
            form = self.rows(request.POST)
            return self.show(form, status=422, paste_fault=NOT_TAKEN, pasted=self.read(form, text))
        return super().post(request, *args, **kwargs)

    def is_rearranging(self) -> bool:
        return any(name in self.request.POST for name in ("add", "edit", "drop", "check"))

    def read(self, form, text: str) -> list:
        return entry_paste.read(text, form.saved.values())

    def paste(self, text: str):
        """Show the verdicts of the pasted rows, or take those that were chosen."""
        form = self.bound = self.rows(self.request.POST)
        rows = self.read(form, text)
        if "take" not in self.request.POST:
            fault = "" if rows else "名簿を貼り付けてから押してください。"
            return self.show(form, status=422 if fault else 200, pasted=rows, paste_fault=fault)
        sent = self.request.POST.getlist("chosen")
        chosen = [row for row in rows if str(row.number) in sent and not row.faults]
        if fault := self.fault_of(text, chosen):
            return self.show(form, status=422, pasted=rows, paste_fault=fault)
        if not form.is_valid():
            return self.show(form, status=422, pasted=rows)
        form.taken = [row.form for row in chosen]
        self.success_message = f"貼り付けた{len(chosen)}人を加えました。"
        answer = self.save(form)
        left = entry_paste.left_over(text, rows)
        return self.show_left(left) if left and answer.status_code == 302 else answer

    def show_left(self, left: str):
        """The roster with what was taken, and the faulty lines alone in the box: no session keeps their text."""
        del self._case  # the page that follows bears the new revision
        form = self.rows(opened=())
        rows = self.read(form, left)
        return self.show(
            form,
            revision=self.case.revision,
            pasted=rows,
            pasted_text=left,
            paste_fault=LEFT.format(len(rows)),
        )

    def fault_of(self, text: str, chosen) -> str:
        if self.request.POST.get("seen") != entry_paste.digest(text):
            return CHANGED
        return "" if chosen else NONE_CHOSEN

    def get_success_url(self) -> str:
        return self.here() if "take" in self.request.POST else super().get_success_url()

    def store(self, case, form) -> None:
        super().store(case, form)
        last = max((row.position for row in case.group.patrollers.all()), default=-1)
        for position, row in enumerate(form.taken, last + 1):
            row.instance.group, row.instance.station, row.instance.position = (
                case.group,
                case.station,
                position,
            )
            row.save()
        self.record_trainings(case, [*form.written(), *form.taken])

    def record_trainings(self, case, forms) -> None:
        """One act for all who sat in the same course (第11の1)."""
        courses = defaultdict(list)
        for form in forms:
            if day := form.cleaned_data.get("attended_on"):
                courses[day, form.cleaned_data["trainer"]].append(form.instance.pk)
        for (day, trainer), people in sorted(courses.items()):
            perform(
                case,
                "record_training",
                by=self.request.actor,
                on=day,
                patrollers=people,
                trainer=trainer,
                place="",
            )

    def get_context_data(self, *, pasted_text: str | None = None, **kwargs):
        text = self.request.POST.get("pasted", "") if pasted_text is None else pasted_text
        paste = PasteForm({"pasted": text} if text else None)
        takeable = any(not row.faults for row in kwargs.get("pasted", ()))
        return super().get_context_data(
            takeable=takeable,
            paste=paste,
            seen=entry_paste.digest(text),
            chosen=self.request.POST.getlist("chosen"),
            **kwargs,
        )
