"""Forms as pages show them, tags and citations: what is typed stays, what is wrong stands beside the field."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template

from casework import navigation
from casework.citations import cite
from casework.forms import (
    BigChoices,
    CaseForm,
    CaseFormSet,
    LongTextField,
    NameField,
    WarekiDateField,
    WholeNumberField,
)
from casework.templatetags import case_tags


class VehicleForm(CaseForm):
    clauses = {"lamp": "BP-5-2-d-1"}

    maker = NameField(label="車名", max_length=5)
    lamp = forms.ChoiceField(
        label="青色灯",
        choices=[("m", "磁石"), ("f", "固定")],
        widget=forms.RadioSelect,
        help_text="屋根に1個だけです",
    )
    on = WarekiDateField(label="交付した日", latest=date(2026, 9, 9))
    people = WholeNumberField(label="人数", required=False, min_value=1)
    note = LongTextField(label="備考", required=False)
    chassis = NameField(label="車台番号", required=False)

    def clean(self):
        if self.cleaned_data.get("chassis") == "ZZ9-000123":
            self.doubt("chassis", "same-chassis", "ほかの団体の自動車と同じ番号です。", clause="BP-7-1")
        return self.cleaned_data


GOOD = {"maker": "ハマナミ", "lamp": "m", "on": "令和8年9月9日"}


def bound(**changes) -> VehicleForm:
    form = VehicleForm({**GOOD, **changes})
    form.is_valid()
    return form


def drawn(source: str, **context) -> str:
    return Template("{% load case_tags %}" + source).render(Context(context))


class TestFields:
    def test_it_takes_a_good_form(self):
        form = bound()
        assert form.is_valid(), form.errors
        assert form.cleaned_data["on"] == date(2026, 9, 9)

    @pytest.mark.parametrize("typed", ["R8.9.9", "2026-09-09", "令和８年９月９日", "20260909"])
    def test_a_date_is_read_in_any_usual_spelling(self, typed):
        assert bound(on=typed).cleaned_data["on"] == date(2026, 9, 9)

    def test_a_date_is_shown_in_the_eras_reckoning(self):
        assert 'value="令和8年9月9日"' in str(VehicleForm(initial={"on": date(2026, 9, 9)})["on"])

    def test_a_wrong_date_stays_as_typed_with_what_to_do(self):
        form = bound(on="令和8年13月1日")
        assert 'value="令和8年13月1日"' in str(form["on"])
        assert "ください" in form.errors["on"][0]

    def test_a_date_beyond_its_bound_is_refused(self):
        assert bound(on="令和8年9月10日").errors["on"] == ["令和8年9月9日までの日を入力してください。"]

    def test_a_date_read_otherwise_than_written_is_remarked(self):
        form = bound(on="昭和64年3月1日")
        assert "平成元年" in form["on"].remark
        assert f"{form['on'].auto_id}_remark" in str(form["on"])

    @pytest.mark.parametrize("name", ["𠮷原 髙志", "葛\U000e0100西", "神\ufa19", "ｱｵﾊﾞ"])
    def test_a_name_is_kept_exactly_as_typed(self, name):
        form = VehicleForm({**GOOD, "chassis": f"　{name} "})
        assert form.is_valid()
        assert form.cleaned_data["chassis"] == name

    def test_a_character_nobody_can_print_is_refused(self):
        assert "外字" in bound(maker="あ\ue000").errors["maker"][0]

    def test_long_text_keeps_its_lines(self):
        assert bound(note="一\r\n二").cleaned_data["note"] == "一\n二"

    def test_full_width_figures_are_a_number(self):
        assert bound(people="１２").cleaned_data["people"] == 12

    @pytest.mark.parametrize(
        ("changes", "field", "message"),
        [
            ({"maker": ""}, "maker", "車名を入力してください。"),
            ({"lamp": ""}, "lamp", "青色灯を選んでください。"),
            ({"lamp": "x"}, "lamp", "一覧から選び直してください。"),
            ({"maker": "あいうえおか"}, "maker", "5字までです。いまは6字あります。"),
            ({"people": "多い"}, "people", "数字で入力してください。"),
            ({"people": "0"}, "people", "1以上にしてください。"),
        ],
    )
    def test_messages_say_what_to_do(self, changes, field, message):
        assert bound(**changes).errors[field] == [message]

    def test_a_forms_own_message_stays(self):
        class Own(CaseForm):
            maker = forms.CharField(error_messages={"required": "車名が要ります。"})

        assert Own({}).errors["maker"] == ["車名が要ります。"]


class TestRendering:
    def test_a_field_says_whether_it_must_be_filled(self):
        form = VehicleForm()
        assert "※必須" in form["maker"].as_field_group()
        assert "任意" in form["note"].as_field_group()

    def test_a_fault_is_beside_its_field_and_described(self):
        form = bound(maker="")
        html = form["maker"].as_field_group()
        assert 'aria-invalid="true"' in html
        assert 'aria-describedby="id_maker_error"' in html
        assert html.index('id="id_maker_error"') < html.index("<input")

    def test_choices_are_a_fieldset_with_hint_and_clause(self):
        html = bound(lamp="")["lamp"].as_field_group()
        assert html.startswith("<fieldset")
        assert 'aria-describedby="id_lamp_error id_lamp_helptext"' in html
        assert "要領 第5の2のエの(ア)" in html
        assert "aria-invalid" not in html

    def test_big_choices_carry_their_small_lines(self):
        class Decision(CaseForm):
            word = forms.ChoiceField(
                choices=[("a", "決裁する")], widget=BigChoices(hints={"a": "番号が付きます"})
            )

        html = Decision()["word"].as_field_group()
        assert "field big" in html
        assert "<small>番号が付きます</small>" in html
        assert "checked" not in html

    def test_what_was_typed_is_escaped(self):
        assert "<script>" not in bound(note="<script>")["note"].as_field_group()

    def test_the_summary_links_to_the_fields(self):
        html = drawn("{% error_summary form %}", form=bound(maker="", lamp=""))
        assert "誤りが2件あります" in html
        assert 'href="#id_maker"' in html
        assert 'href="#id_lamp_0"' in html

    def test_the_summary_of_a_set_names_the_row(self):
        rows = forms.formset_factory(VehicleForm, formset=CaseFormSet, extra=0)
        rows.row_word = "台目"
        data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
        data |= {f"form-0-{name}": value for name, value in GOOD.items()}
        data |= {f"form-1-{name}": value for name, value in {**GOOD, "people": "0"}.items()}
        html = drawn("{% error_summary rows %}", rows=rows(data))
        assert "2台目の人数：1以上にしてください。" in html
        assert 'href="#id_form-1-people"' in html

    def test_a_set_has_no_more_rows_than_were_sent_whatever_their_number_is_said_to_be(self):
        rows = forms.formset_factory(VehicleForm, formset=CaseFormSet, extra=0, max_num=1000)
        data = {f"form-{n}-{name}": value for n in range(2) for name, value in GOOD.items()}
        for said, count in (("2", 2), ("1", 1), ("9223372036854775808", 2), ("1000", 2), ("0", 0)):
            sent = rows(data | {"form-TOTAL_FORMS": said, "form-INITIAL_FORMS": "0", "form-x-people": "1"})
            assert len(sent.forms) == count

    def test_an_unsent_form_has_no_summary(self):
        assert drawn("{% error_summary form none %}", form=VehicleForm(), none=None).strip() == ""


class TestDoubts:
    def test_a_doubt_holds_the_form_until_it_is_confirmed(self):
        form = bound(chassis="ZZ9-000123")
        assert not form.errors
        assert not form.is_valid()
        assert "確かめてください" in form["chassis"].as_field_group()
        assert "doubted" in str(form["chassis"])

    def test_a_tick_without_a_reason_is_not_enough(self):
        form = bound(chassis="ZZ9-000123", **{"ack-same-chassis": "on"})
        assert not form.is_valid()
        assert "理由を入力してください" in drawn("{% doubt_summary form %}", form=form)

    def test_a_confirmed_doubt_is_kept_with_its_reason(self):
        reason = {"ack-same-chassis": "on", "ack-same-chassis-reason": "譲り受けた車"}
        form = bound(chassis="ZZ9-000123", **reason)
        assert form.is_valid()
        (kept,) = form.acknowledged
        assert (kept.code, kept.clause, kept.reason) == ("same-chassis", "BP-7-1", "譲り受けた車")

    def test_the_box_offers_a_tick_and_a_reason(self):
        html = drawn("{% doubt_summary form %}", form=bound(chassis="ZZ9-000123"))
        assert "確かめることが1件あります" in html
        assert 'name="ack-same-chassis"' in html
        assert 'name="ack-same-chassis-reason"' in html


class TestTags:
    DAY = date(2026, 9, 2)

    @pytest.mark.parametrize(
        ("filtered", "text"),
        [
            (case_tags.era_date, "令和8年9月2日"),
            (case_tags.wareki_weekday, "令和8年9月2日（水）"),
            (case_tags.wareki_short, "R8.\u20079.\u20072"),
        ],
    )
    def test_dates_are_times(self, filtered, text):
        assert filtered(self.DAY) == f'<time datetime="2026-09-02">{text}</time>'
        assert filtered(None) == ""

    def test_a_day_of_another_year_says_its_year(self, monkeypatch):
        monkeypatch.setattr(case_tags.timezone, "localdate", lambda value=None: date(2026, 1, 5))
        assert ">9月2日（水）<" in case_tags.month_day(self.DAY)
        assert ">令和7年12月26日（金）<" in case_tags.month_day(date(2025, 12, 26))

    def test_a_moment_is_a_day_in_japan(self):
        moment = datetime(2026, 9, 1, 15, 30, tzinfo=UTC)
        assert "9月2日" in case_tags.era_date(moment)
        assert "0時30分" in case_tags.wareki_clock(moment)

    @pytest.mark.parametrize(
        ("due", "words", "tone"),
        [
            (date(2026, 6, 20), "74日過ぎた", "bad"),
            (date(2026, 9, 1), "1日過ぎた", "bad"),
            (date(2026, 9, 2), "きょうまで", "care"),
            (date(2026, 9, 4), "あと2日", "care"),
            (date(2026, 9, 9), "あと7日", "care"),
            (date(2026, 9, 10), "あと8日", "plain"),
        ],
    )
    def test_clocks_say_how_long(self, due, words, tone):
        assert case_tags.days_left(due, self.DAY) == f'<span class="state state-{tone}">{words}</span>'

    @pytest.mark.parametrize(
        ("stored", "read"),
        [
            ("名古屋|500|へ|1234", "名古屋 500 へ 12-34"),
            ("三河|300|へ|456", "三河 300 へ 4-56"),
            ("三河|300|へ|0056", "三河 300 へ 56"),
            ("三河|300|へ|7", "三河 300 へ 7"),
            ("読めない番号", "読めない番号"),
        ],
    )
    def test_plates_read_as_on_the_car(self, stored, read):
        assert case_tags.plate(stored) == read

    def test_every_act_key_is_its_own(self):
        assert drawn("{% act_key %}") != drawn("{% act_key %}")
        assert 'name="act_key"' in drawn("{% act_key %}")

    def test_side_branches_hang_below_the_road(self):
        steps = [
            {"label": "受理", "status": "done"},
            {"label": "補正", "status": "side", "here": True},
            {"label": "進達", "status": "todo"},
        ]
        html = drawn("{% road steps %}", steps=steps)
        assert html.count("<li") == 2
        assert html.count('aria-current="step"') == 1
        assert html.index("受理") < html.index("補正") < html.index("進達")

    def test_a_chip_escapes_its_word(self):
        assert "&lt;" in case_tags.chip("<b>")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("BP-1", "要領 第1"),
        ("BP-2-1", "要領 第2(1)"),
        ("BP-5-1-a", "要領 第5の1のア"),
        ("BP-5-2-d-5", "要領 第5の2のエの(オ)"),
        ("BP-5-5-1", "要領 第5の5(1)"),
        ("BP-5-5-1-b", "要領 第5の5(1)後段"),
        ("BP-8-1-nao", "要領 第8の1なお書"),
        ("BP-10-1-1-a", "要領 第10の1(1)ア"),
        ("BP-10-1-1-nao", "要領 第10の1(1)アなお書"),
        ("BP-11-2-b", "要領 第11の2"),
        ("LC-5-2", "要綱 第5の2"),
        ("LC-7-1-a", "要綱 第7(1)"),
    ],
)
def test_a_clause_is_cited_as_the_regulation_writes_it(code, words):
    assert cite(code) == words


@pytest.mark.parametrize("code", ["", "BP", "BP-", "XX-1", "BP-5-z", "第5の2", "BP-a"])
def test_what_is_no_clause_is_not_cited(code):
    with pytest.raises(ValueError, match="clause"):
        cite(code)


class TestNavigation:
    @pytest.fixture(autouse=True)
    def pages(self, monkeypatch):
        monkeypatch.setattr(navigation, "ITEMS", [])
        monkeypatch.setattr(
            navigation,
            "reverse",
            {"home": "/", "cases": "/cases/", "books": "/books/", "returns": "/returns/"}.get,
        )
        for order, (label, page) in enumerate([("ホーム", "home"), ("事案", "cases"), ("交付簿", "books")]):
            also = ("returns",) if page == "cases" else ()
            navigation.register(label, page, f"read_{page}", order=order, also=also)

    def test_it_offers_what_the_post_may_open(self):
        actor = SimpleNamespace(may=lambda code: code != "read_books")
        assert [link.label for link in navigation.links_for(actor, "/")] == ["ホーム", "事案"]

    @pytest.mark.parametrize(
        ("path", "marks"),
        [
            ("/", ["page", "", ""]),
            ("/cases/", ["", "page", ""]),
            ("/cases/3/", ["", "true", ""]),
            ("/returns/4/", ["", "true", ""]),
            ("/x/", ["", "", ""]),
        ],
    )
    def test_it_marks_where_one_is(self, path, marks):
        actor = SimpleNamespace(may=lambda code: True)
        assert [link.current for link in navigation.links_for(actor, path)] == marks

    def test_a_second_registration_replaces_the_first(self):
        navigation.register("案件", "cases", "read_cases", order=1)
        actor = SimpleNamespace(may=lambda code: True)
        assert [link.label for link in navigation.links_for(actor, "/")] == ["ホーム", "案件", "交付簿"]
