"""既存証明の登録 from a file: casework's pages of files, with what a ledger moves beside its rows."""

from django.utils import timezone

from blue_patrol.forms.entry.parts import admitted_kana
from blue_patrol.models.registration.batch import LEDGERS
from blue_patrol.presenters import registration as told
from casework.models import PrefectureProfile
from casework.registering import forms, views


class LedgerApplyForm(forms.ApplyForm):
    evidence_hint = "後で確かめる人のために残します。例：証明台帳の原本と突き合わせ済み、交付簿 令和5年度分"


class LedgerUploadForm(forms.UploadForm):
    file = forms.file_field(
        "台帳のファイル",
        "Excelブック（.xlsx）かCSV。10MBまで。団体・自動車・実施者・交付簿の表を、一つのファイルのシートに分けて入れられます",
    )


class OfLedgers(views.OfFiles):
    kept, shows, apply_form = LEDGERS, told.LedgerRows(), LedgerApplyForm
    address, list_page, reads = "registration", "registrations", "既存証明の取込み"
    title, trail, onward = "紙の台帳からの登録", ("groups", "団体"), ("groups", "団体の一覧を開く")
    lead = "証明済みの団体を、これまでの台帳や表計算のファイルから登録します。番号と日付は台帳のとおりに入ります。"
    clause, changes_part = "BP-5-6", "blue_patrol/registration/changes.html"
    undo_words = "このファイルから登録した団体・自動車・実施者・標章・実施者証・期限と、紙の交付簿の行を、すべて取り除きます。番号の続きは戻りません。"

    def told(self) -> dict:
        return {"kana": admitted_kana(self.request.actor.station)}

    def changes(self, plan) -> dict:
        today = timezone.localdate()
        profile = PrefectureProfile.in_force(self.batch.prefecture, today)
        return {
            "counters": told.moved_counters(plan),
            "clocks": told.started_clocks(plan, profile, today),
        }


class RegistrationsPage(OfLedgers, views.FilesPage):
    template_name = "blue_patrol/registration/list.html"


class RegistrationUpload(OfLedgers, views.UploadPage):
    template_name = "blue_patrol/registration/upload.html"
    form_class = LedgerUploadForm


class RegistrationPreview(OfLedgers, views.PreviewPage):
    pass


class RegistrationColumns(OfLedgers, views.ColumnsAct):
    pass


class RegistrationApply(OfLedgers, views.ApplyAct):
    success_message = "既存の証明を登録しました。"


class RegistrationUndo(OfLedgers, views.UndoAct):
    pass
