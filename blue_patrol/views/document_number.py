"""文書番号の記入 (BP-5-3): the number of the forwarding paper, typed in after it was forwarded without one."""

from blue_patrol.forms.acts import NumberDocumentForm
from blue_patrol.views.acting import ApplicationAct


class NumberDocument(ApplicationAct):
    transition = "number_document"
    form_class = NumberDocumentForm
    title, button = "文書番号の記入", "文書番号を記入する"
    lead = "進達のとき空けておいた文書番号を記入します。"
    writes = (
        "進達書を、番号の入ったものに作り直します",
        "番号のない進達書は、無効の記録として残ります",
        "一度記入した番号は、直せません",
    )
    success_message = "文書番号を記入しました。番号の入った進達書ができました。"

    def nothing_left(self, form):
        return (
            f"文書番号は、{self.case.document_number}です"
            if self.case.document_number and not form.is_bound
            else ""
        )
