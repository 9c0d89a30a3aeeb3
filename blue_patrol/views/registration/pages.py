"""既存証明の登録 from a file: the files received, what each would become, the one act and its undoing."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from blue_patrol.forms.entry.parts import admitted_kana
from blue_patrol.forms.registration.upload import ApplyForm, SheetForm, UndoForm, UploadForm
from blue_patrol.models.registration import batch as files
from blue_patrol.presenters import registration as words
from casework import sheets, wareki
from casework.models import ImportBatch, PrefectureProfile, ReadLog
from casework.sent import whole_number
from casework.views import ActOnce
from casework.workflow import Refused

LISTED = 100
OVERLAP = "登録済みのものと番号の重なる行があり、何も登録していません。番号を確かめ、ファイルを直してもう一度選んでください。"


class RegistrationsPage(TemplateView):
    template_name = "blue_patrol/registration/list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            batches=[
                (batch, words.made(batch.counts)) for batch in files.batches(self.request.actor)[:LISTED]
            ],
            **kwargs,
        )


class RegistrationUpload(FormView):
    template_name = "blue_patrol/registration/upload.html"
    form_class = UploadForm

    def form_valid(self, form):
        actor, (name, content) = self.request.actor, form.cleaned_data["file"]
        if known := files.same_file(actor, content):
            day = wareki.format_long(timezone.localdate(known.made_on))
            messages.info(
                self.request,
                f"同じファイルを{day}に受け取っています。新しくは受け取らず、そのときのものを開きました。",
            )
            return HttpResponseRedirect(reverse("registration_preview", args=[known.pk]))
        batch = ImportBatch.receive(actor, ImportBatch.Kind.STANDING, name, content)
        return HttpResponseRedirect(reverse("registration_preview", args=[batch.pk]))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class BatchMixin:
    """One file of the desk: another office's answers as one that does not exist."""

    template_name = "blue_patrol/registration/preview.html"

    @property
    def batch(self) -> ImportBatch:
        if not hasattr(self, "_batch"):
            self._batch = files.batches(self.request.actor).filter(pk=self.kwargs["pk"]).first()
            if self._batch is None:
                raise Http404
        return self._batch

    @property
    def kana(self) -> str:
        return admitted_kana(self.request.actor.station)

    def here(self) -> str:
        return reverse("registration_preview", args=[self.kwargs["pk"]])

    def show(self, *, status: int = 200, **forms):
        """The page of the file: what it would become, or what it became; bound forms take the place of blank ones."""
        batch, actor = self.batch, self.request.actor
        context = {"batch": batch, "apply": ApplyForm(), "undo": UndoForm()}
        if batch.content:
            context |= self.read(forms)
        if batch.applied_on:
            context |= {"registrations": files.registrations(batch), "made": words.made(batch.counts)}
            context["undo_gaps"] = [] if batch.undone_on else files.why_not_undone(batch, actor)
        return render(self.request, self.template_name, context | forms, status=status)

    def read(self, forms) -> dict:
        batch, today = self.batch, timezone.localdate()
        try:
            reading = files.read(batch, today=today, kana=self.kana)
        except sheets.UnreadableSheet as error:
            return {"unreadable": str(error)}
        plan = files.plan_of(batch, reading)
        rows = words.rows_of(reading, plan)
        found = {
            "rows": rows,
            "kinds": words.counts_by_kind(rows),
            "verdicts": words.VERDICTS.values(),
            "has_news": plan.has_news,
        }
        found["page"] = words.Page(
            rows, self.request.GET.get("show", ""), whole_number(self.request.GET.get("page")) or 0
        )
        found["sheet_forms"] = forms.get("sheet_forms") or sheet_forms(reading)
        if not batch.applied_on:
            profile = PrefectureProfile.in_force(batch.prefecture, today)
            found["seen"] = files.fingerprint(plan)
            found["counters"] = words.moved_counters(plan)
            found["clocks"] = words.started_clocks(plan, profile, today)
        return found


def sheet_forms(reading, data=None) -> list[SheetForm]:
    return [SheetForm(data, reading=sheet, place=place) for place, sheet in enumerate(reading.sheets)]


class RegistrationPreview(BatchMixin, View):
    def get(self, request, pk):
        ReadLog.note(request.actor, "既存証明の取込み", self.batch)
        return self.show()


class RegistrationColumns(BatchMixin, View):
    """The user's correction of what the sheets and their columns hold; kept with the file."""

    http_method_names = ["post"]

    def post(self, request, pk):
        if self.batch.applied_on:
            messages.info(request, files.ALREADY)
            return HttpResponseRedirect(self.here())
        try:
            reading = files.read(self.batch, today=timezone.localdate(), kana=self.kana)
        except sheets.UnreadableSheet:
            return self.show(status=422)
        bound = sheet_forms(reading, request.POST)
        if any(form.errors for form in bound):
            return self.show(status=422, sheet_forms=bound)
        self.batch.columns = {form.reading.sheet.name: form.choice() for form in bound}
        self.batch.save(update_fields=["columns"])
        messages.success(request, "列の読み方を直しました。下の判定は、直した読み方によるものです。")
        return HttpResponseRedirect(self.here())


class BatchAct(BatchMixin, ActOnce, View):
    http_method_names = ["post"]
    form_name = ""
    form_class: type = ApplyForm
    case = None

    def get_success_url(self) -> str:
        return self.here()

    def post(self, request, pk):
        if first := self.first_result():
            return first
        form = self.form_class(request.POST)
        if not (self.batch and form.is_valid()):
            return self.show(status=422, **{self.form_name: form})
        try:
            return self.once(**form.cleaned_data)
        except Refused as error:
            sentences = [reason.sentence for reason in error.reasons]
        except IntegrityError:  # the database holds what no plan foresaw; nothing of the act is left
            sentences = [OVERLAP]
        del self._batch
        for sentence in sentences:
            form.add_error(None, sentence)
        return self.show(status=422, **{self.form_name: form})


class RegistrationApply(BatchAct):
    form_name = "apply"
    success_message = "既存の証明を登録しました。"

    def carry_out(self, *, on, evidence):
        seen = self.request.POST.get("seen", "")
        return files.apply(
            self.batch, by=self.request.actor, on=on, evidence=evidence, kana=self.kana, seen=seen
        )


class RegistrationUndo(BatchAct):
    form_name = "undo"
    form_class = UndoForm
    success_message = "登録を取り消しました。取り消したことは、履歴に残ります。"

    def carry_out(self, *, note):
        return files.undo(self.batch, by=self.request.actor, on=timezone.localdate(), note=note)
