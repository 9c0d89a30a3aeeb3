"""Papers that were issued: values and template version frozen in the act, the bytes attached exactly once."""

from django.db import models, transaction

from casework import paper_codes, paper_registry
from casework.models.base import StationQuerySet, StationRow
from casework.models.files import StoredFile
from casework.models.layouts import KeptLayout
from casework.typefaces import missing_in


class IssuedPaperQuerySet(StationQuerySet):
    def of_case(self, case):
        return self.filter(case_label=case._meta.label, case_pk=case.pk)

    def valid(self):
        return self.filter(voided_on=None)


class IssuedPaper(StationRow):
    """What one act printed; a reprint comes from the stored bytes, also after a chief changes (design: papers)."""

    case_label = models.CharField("種類", max_length=60)
    case_pk = models.BigIntegerField("番号")
    form = models.CharField("様式", max_length=10)
    title = models.CharField("名称", max_length=60)
    mode = models.CharField(
        "別", max_length=10, default="filled", choices=[("filled", "正本"), ("copy", "写し")]
    )
    template_version = models.CharField("様式の版", max_length=80)
    layout = models.ForeignKey(
        KeptLayout, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="様式の版の控え"
    )
    values = models.JSONField("値")
    missing = models.CharField("書体にない字", max_length=200, blank=True)
    issued_on = models.DateField("作成日")
    made_by = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="作成者")
    made_on = models.DateTimeField("作成時", auto_now_add=True)
    voided_on = models.DateField("無効とした日", null=True, blank=True)
    void_reason = models.CharField("無効の理由", max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="文書")

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "作成した書類"
        indexes = [models.Index(fields=["case_label", "case_pk"], name="casework_papers_of_case")]

    def __str__(self):
        return paper_registry.named(self.form, self.title)

    @property
    def code(self) -> str:
        """What is printed on it for the scanner."""
        return paper_codes.code_of(paper_codes.LETTER_OF_PAPERS, self.pk)

    @classmethod
    def freeze(
        cls, case, form: str, act, *, mode: str = "filled", values: dict | None = None, at_once: bool = True
    ) -> "IssuedPaper":
        """Freeze the values of a form within an act; the bytes are made right after the commit.

        ``at_once`` False, for acts on so many cases that nobody could wait: the act hands all of them to
        ``paper_registry.make_later``, or they are made when somebody first opens them.

        ``values``: those of an earlier paper, when a copy of it is made; otherwise the records of the day.
        """
        source = paper_registry.get(form)
        values = values or source.values_of(case, act.on)
        paper = cls.objects.create(
            station_id=case.station_id, case_label=case._meta.label, case_pk=case.pk, form=form, title=source.title,
            mode=mode, template_version=source.template_version(), layout_id=paper_registry.keep_layout(), values=values, missing="".join(missing_in(values))[:200],
            issued_on=act.on, made_by=act.by.staff,
        )  # fmt: skip
        if at_once:
            transaction.on_commit(lambda: paper_registry.after_commit(paper.pk, act.by), robust=True)
        return paper

    def attach(self, content: bytes) -> None:
        """Attach the rendered bytes; a trigger refuses to do so twice."""
        self.file = StoredFile.keep(self.station, content, "application/pdf")
        self.save(update_fields=["file"])
