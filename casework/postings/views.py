"""人事異動の取込み, page by page: the batches, the file, the look at what it says, what became of it, the undoing."""

import hashlib

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, ListView, View

from casework.models import ImportBatch, Posting, Staff
from casework.postings import forms, world
from casework.postings.reading import LABELS
from casework.postings.register import ENDED, POSTING, STAFF, register
from casework.postings.undo import gaps, undo
from casework.postings.verdicts import Verdict
from casework.sheets import UnreadableSheet
from casework.views import ActOnce, OfficeAct
from casework.workflow import Refused


def batches(actor):
    """The lists of the actor's prefecture, newest first, without their bytes."""
    rows = ImportBatch.objects.filter(kind=ImportBatch.Kind.POSTINGS, prefecture=actor.prefecture)
    return rows.select_related("made_by", "undone_by")


class PostingsBatches(ListView):
    template_name = "casework/postings_batches.html"
    paginate_by = 50

    def get_queryset(self):
        return batches(self.request.actor).defer("content")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["rows"] = [(batch, world.in_words(batch.counts)) for batch in context["page_obj"]]
        return context


class PostingsUpload(FormView):
    template_name = "casework/postings_upload.html"
    form_class = forms.UploadForm

    def form_valid(self, form):
        """Keep the file; the same one that waits already is taken up again."""
        name, content = form.cleaned_data["file"]
        digest = hashlib.sha256(content).hexdigest()
        waiting = batches(self.request.actor).filter(applied_on=None, sha256=digest).first()
        batch = waiting or ImportBatch.receive(self.request.actor, ImportBatch.Kind.POSTINGS, name, content)
        return redirect("postings_preview", batch.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PostingsPreview(ActOnce, View):
    """Before 登録する the verdicts, after it what became of the list."""

    case = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        self.batch = get_object_or_404(batches(request.actor), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.result() if self.batch.applied_on else self.page()

    def post(self, request, *args, **kwargs):
        if first := self.first_result():
            return first
        if self.batch.applied_on:
            messages.error(request, "この表は、もう登録してあります。")
            return redirect("postings_preview", self.batch.pk)
        return self.keep_columns() if "columns" in request.POST else self.register()

    # --- before -----------------------------------------------------------------------------------------------

    def page(self, columns=None, sent=None, refusals=(), status=200):
        """The look at the list as it would be registered now; ``sent``: what was typed into the last form."""
        try:
            told = world.read_batch(self.batch, self.request.actor)
        except UnreadableSheet as error:
            return self._render("casework/postings_unreadable.html", {"error": str(error)}, status)
        plan = told.plan
        rows = plan.rows if plan else []
        context = {
            "told": told, "columns": columns or forms.ColumnsForm(told=told), "refusals": refusals,
            "last": forms.RegisterForm(sent, asks=bool(plan and plan.renamed)),
            "counts": world.in_words(plan.counts()) if plan else [], "seen": plan.fingerprint() if plan else "",
            "faulty": [row for row in rows if row.verdict == Verdict.FAULT],
            "taken": plan.taken if plan else [],
            "same": [row for row in rows if row.verdict == Verdict.SAME],
            "earlier": self._earlier(),
            "columns_read": [(c.letters, c.heading, LABELS[c.field]) for c in told.guess.columns if c.field],
        }  # fmt: skip
        return self._render("casework/postings_preview.html", context, status)

    def _earlier(self) -> ImportBatch | None:
        """The same file, registered before and not taken back."""
        rows = batches(self.request.actor).filter(sha256=self.batch.sha256, undone_on=None)
        return rows.exclude(applied_on=None).defer("content").first()

    def keep_columns(self):
        try:
            told = world.read_batch(self.batch, self.request.actor)
        except UnreadableSheet:
            return self.page(status=422)
        form = forms.ColumnsForm(self.request.POST, told=told)
        if not form.is_valid():
            return self.page(columns=form, status=422)
        self.batch.columns = form.chosen()
        self.batch.save(update_fields=["columns"])
        return HttpResponseRedirect(reverse("postings_preview", args=[self.batch.pk]) + "#verdicts")

    def register(self):
        post = self.request.POST
        form = forms.RegisterForm(post, asks="asks" in post)
        if not form.is_valid():
            return self.page(sent=post, status=422)
        try:
            return self.once(**form.cleaned_data)
        except Refused as error:
            return self.page(sent=post, refusals=error.reasons, status=422)

    def carry_out(self, *, evidence, same_people=False):
        seen, on = self.request.POST.get("seen", ""), timezone.localdate()
        register(self.batch, by=self.request.actor, on=on, seen=seen, evidence=evidence, sure=same_people)

    def get_success_url(self) -> str:
        return reverse("postings_preview", args=[self.batch.pk])

    # --- after ------------------------------------------------------------------------------------------------

    def result(self):
        made = self.batch.made
        context = {
            "postings": Posting.objects.with_office().filter(pk__in=made.get(POSTING, ())),
            "ended": Posting.objects.with_office().filter(pk__in=[row["pk"] for row in made.get(ENDED, ())]),
            "new": Staff.objects.filter(pk__in=made.get(STAFF, ())).order_by("staff_number"),
            "counts": world.in_words(self.batch.counts),
        }
        return self._render("casework/postings_result.html", context)

    def _render(self, template, context, status=200):
        shared = {"batch": self.batch, "today": timezone.localdate()}
        return render(self.request, template, shared | context, status=status)


class PostingsUndo(OfficeAct):
    template_name = "casework/postings_undo.html"
    form_class = forms.UndoForm

    def dispatch(self, request, *args, **kwargs):
        self.batch = get_object_or_404(batches(request.actor), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def refusals(self):
        return gaps(self.batch, self.request.actor, timezone.localdate())

    def get_context_data(self, **kwargs):
        made = self.batch.made
        will = {"staff": made.get(STAFF, ()), "postings": made.get(POSTING, ()), "ended": made.get(ENDED, ())}
        counts = {name: len(rows) for name, rows in will.items()}
        return super().get_context_data(batch=self.batch, will=counts, **kwargs)

    def carry_out(self, *, reason):
        undo(self.batch, by=self.request.actor, on=timezone.localdate(), reason=reason)

    def get_success_url(self) -> str:
        return reverse("postings_preview", args=[self.batch.pk])
