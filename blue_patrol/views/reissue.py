"""再交付: form 8 typed at the counter in a minute, from the group's own things (BP-6-1)."""

from django.utils import timezone

from blue_patrol.forms.reissue import ReissueForm
from blue_patrol.models import Credential, Place, ReissueApplication
from blue_patrol.models.credentials import LIVE
from blue_patrol.views.requests import AmendRequest, NewRequest

TITLE = "再交付申請"


def things_of(certification) -> list[Credential]:
    """What the group holds, and what is known to be lost and has no successor."""
    rows = certification.credentials.filter(state__in=[Place.WITH_GROUP, Place.LOST])
    rows = rows.exclude(replacement__state__in=LIVE)
    return list(rows.select_related("vehicle", "patroller").order_by("pk"))


def details_of(form: ReissueForm) -> dict:
    cleaned = form.cleaned_data
    return {
        "applied_on": cleaned["applied_on"], "received_on": cleaned.get("received_on"), "causes": form.causes(),
        "claim": form.claim(),
    }  # fmt: skip


class ReissueNew(NewRequest):
    template_name = "blue_patrol/reissue/entry.html"
    machine = ReissueApplication
    form_class = ReissueForm
    title, button = TITLE, "再交付申請を記録する"
    lead = "紛失・き損・汚損したものに理由を付けます。き損・汚損したものは、その場で預かります。"
    success_message = "再交付申請を記録しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"things": things_of(self.standing) if self.standing else []}

    def details(self, form):
        return details_of(form)


class ReissueAmend(AmendRequest):
    model = ReissueApplication
    template_name = "blue_patrol/reissue/entry.html"
    form_class = ReissueForm
    title = TITLE

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        for name in ("case", "actor"):
            kwargs.pop(name)
        case = self.case
        named = {row.credential_id: row.cause for row in case.handed_in.all()}
        things = things_of(case.certification)
        there = {thing.pk for thing in things}
        things += [row.credential for row in case.came_in() if row.credential_id not in there]
        claim = case.reissue_claim
        initial = {name: getattr(claim, name) for name in ReissueForm.CLAIM} | {"applied_on": case.applied_on}
        initial |= {f"thing-{key}": cause for key, cause in named.items()}
        return kwargs | {
            "things": things,
            "initial": initial,
            "receives": False,
            "today": timezone.localdate(),
        }

    def details(self, form):
        return details_of(form)
