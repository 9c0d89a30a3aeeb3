"""添付: what was handed in, kept by content; a to c of 第5の1 are satisfied by what was typed."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from blue_patrol.forms.entry.attachments import AT_ONCE, UploadForm
from blue_patrol.models import CertificationApplication
from blue_patrol.rules import attachments, group_types
from blue_patrol.views.entry.steps import EntryStep
from casework.models import Attachment
from casework.views import TransitionView
from casework.workflow import perform

TYPED = {
    attachments.OVERVIEW.code: "2",
    attachments.ROSTER.code: "3",
    attachments.PLEDGE.code: "4",
}  # kind → form
CURES = {
    attachments.OVERVIEW.code: "plan",
    attachments.ROSTER.code: "patrollers",
    attachments.PLEDGE.code: "plan",
}


class EntryAttachments(EntryStep):
    step = "attachments"
    merges = False  # what is handed in is added, nothing is overwritten
    transition = "attach"
    template_name = "blue_patrol/entry/attachments.html"

    def make_form(self, data=None, files=None):
        """The form of the kind that was sent; without data any, empty."""
        sent = data.get("kind") if data else ""
        kind = next((kind for kind in attachments.FILE_KINDS if kind.code == sent), attachments.LAMP)
        return UploadForm(data, files, kind=kind, cars=self.lacking())

    def lacking(self) -> list:
        """Cars without their inspection record, as many as one form can send."""
        held = {a.subject_pk for a in self.attached if a.kind == attachments.INSPECTION_RECORD.code}
        return [car for car in self.cars if car.pk not in held][:AT_ONCE]

    @property
    def cars(self) -> list:
        if not hasattr(self, "_cars"):
            self._cars = list(self.case.group.vehicles.current())
        return self._cars

    @property
    def attached(self) -> list[Attachment]:
        if not hasattr(self, "_attached"):
            self._attached = self.case.attached()
        return self._attached

    def carry_out(self, *, form):
        """One act a file: each is taken out again by itself."""
        case, revision = self.case, self.revision()
        for upload in form.uploads():
            case = perform(
                case, "attach", by=self.request.actor, revision=revision, kind=form.kind.code, subject_pk=upload.subject_pk,
                **upload.document.details(),
            )  # fmt: skip
            revision = None  # asked once: the acts that follow are this page's own
        self.success_message = f"{len(form.uploads())}件を加えました。"
        return case

    def get_success_url(self) -> str:
        return f"{self.here()}#kind-{self.bound.kind.code}"

    def typed(self) -> list[tuple[str, str]]:
        return []  # chosen files cannot be shown again

    def get_context_data(self, *, form, **kwargs):
        context = super().get_context_data(form=form, **kwargs)
        papers = [self.paper(kind, context["gaps"]) for kind in attachments.KINDS if not kind.is_file]
        return context | {
            "papers": papers,
            "kinds": [self.section(kind, form) for kind in attachments.FILE_KINDS],
        }

    def paper(self, kind, gaps) -> dict:
        """A paper that what was typed makes: what it lacks, where it is mended and printed."""
        lack = next((gap.sentence for gap in gaps if gap.clause == kind.clause), "")
        cure = reverse(f"entry_{CURES[kind.code]}", args=[self.case.pk])
        return {"kind": kind, "lack": lack, "cure": cure, "number": TYPED[kind.code]}

    def section(self, kind, sent) -> dict:
        """One kind of file: what is there, the form to add more."""
        own = [a for a in self.attached if a.kind == kind.code]
        form = sent if sent.kind == kind else UploadForm(kind=kind, cars=self.lacking())
        section = {"kind": kind, "form": form, "held": own, "asked": self.is_asked(kind)}
        if kind.per_vehicle:
            by_car = {car.pk: [a for a in own if a.subject_pk == car.pk] for car in self.cars}
            section["cars"] = [(car, by_car[car.pk]) for car in self.cars if by_car[car.pk]]
            section["stray"] = [a for a in own if a.subject_pk not in by_car]
            section["waiting"] = sum(not held for held in by_car.values())
        return section

    def is_asked(self, kind) -> bool:
        if kind == attachments.AREA_MAP:
            return self.case.needs_area_map()
        return kind != attachments.PROOF_OF_STANDING or group_types.needs_proof(self.case.group.group_type)


class EntryDetach(TransitionView):
    """Take one document out; it stays on record with the day on which it was taken out."""

    model = CertificationApplication
    transition = "detach"
    success_message = "添付書類を外しました。"

    def carry_out(self, **details):
        held = Attachment.objects.of(self.request.actor).of_case(self.case)
        attachment = get_object_or_404(held, pk=self.kwargs["attachment"])
        return super().carry_out(attachment=attachment.pk, name=attachment.name)

    def get_success_url(self) -> str:
        return reverse("entry_attachments", args=[self.case.pk])
