"""The forwarding paper made once more when its number is typed in later (BP-5-3)."""

from casework import paper_registry
from casework.models import IssuedPaper
from casework.models.road_hooks import RoadHooks


class DocumentNumbers(RoadHooks):
    """Mixed into the applications."""

    def on_document_numbered(self, act) -> None:
        """The paper as it was forwarded, now with its number; the one without it stays on record as void."""
        super().on_document_numbered(act)
        form = self.forwarding_form
        bare = IssuedPaper.objects.of_case(self).valid().filter(form=form).order_by("-pk").first()
        if bare is None:
            IssuedPaper.freeze(self, form, act)
            return
        now = paper_registry.get(form).values_of(self, act.on)["forwarding"]
        number = {name: now[name] for name in ("document_symbol", "document_number")}
        bare.voided_on, bare.void_reason = act.on, "文書番号の記入による差替え"
        bare.save(update_fields=["voided_on", "void_reason"])
        values = bare.values | {"forwarding": bare.values["forwarding"] | number}
        IssuedPaper.freeze(self, form, act, values=values)
