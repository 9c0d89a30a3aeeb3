"""The forwarding paper made once more when its number is typed in later (BP-5-3)."""

from casework import paper_registry
from casework.models import IssuedPaper
from casework.models.road_hooks import RoadHooks


class DocumentNumbers(RoadHooks):
    """Mixed into machines with a forwarding paper; its values hold the number under ``forwarding``."""

    forwarding_form = "13"

    def on_document_numbered(self, act) -> None:
        """The paper as it was forwarded, now with its number; the one without it stays on record as void."""
        super().on_document_numbered(act)
        bare = (
            IssuedPaper.objects.of_case(self)
            .valid()
            .filter(form=self.forwarding_form)
            .order_by("-pk")
            .first()
        )
        if bare is None:
            IssuedPaper.freeze(self, self.forwarding_form, act)
            return
        now = paper_registry.get(self.forwarding_form).values_of(self, act.on)["forwarding"]
        number = {name: now[name] for name in ("document_symbol", "document_number")}
        bare.voided_on, bare.void_reason = act.on, "文書番号の記入による差替え"
        bare.save(update_fields=["voided_on", "void_reason"])
        values = bare.values | {"forwarding": bare.values["forwarding"] | number}
        IssuedPaper.freeze(self, self.forwarding_form, act, values=values)
