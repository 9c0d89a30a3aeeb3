"""手引: every clause is told of, every screen has its section, every address and citation of the chapters leads somewhere."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from casework import clauses
from casework.citations import cite
from casework.handbook import front_page, index, screens
from casework.handbook.book import FOLDER, Book, book
from casework.handbook.citing import cited_in
from casework.handbook.marks import Pictures, rendered, slug
from casework.roles import Role
from config.access import ACCESS
from config.help import SCREENS
from tests.factories import people
from tests.factories.places import StationFactory

CHAPTERS = [chapter.slug for chapter in book().chapters]
CLAUSES = clauses.load()
INDEX = index.load(FOLDER)


def marked(text: str, regulation: str = "要領"):
    return rendered(f"# 1　題\n\n{text}", regulation, Pictures(FOLDER, str))


# --- what the chapters say ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", [clause.id for clause in CLAUSES])
def test_every_clause_is_told_of_in_a_section(clause):
    assert book().citing(clause), f"{cite(clause)}: no chapter of docs/handbook cites it"


@pytest.mark.parametrize("chapter", INDEX.chapters, ids=lambda row: row.file)
def test_every_place_that_a_chapter_cites_is_one_of_the_regulations(chapter):
    text = (FOLDER / f"{chapter.file}.md").read_text(encoding="utf-8")
    unknown = [text[c.start : c.end] for c in cited_in(text, chapter.regulation) if not c.leads_to]
    assert unknown == []


@pytest.mark.parametrize(
    ("text", "own", "found"),
    [
        ("要領 第5の2のウ", "要領", ["BP-5-2-c"]),
        ("第5の2のエの(オ)", "要領", ["BP-5-2-d-5"]),
        ("第11の2", "要領", ["BP-11-2-a", "BP-11-2-b"]),  # two clauses of one place
        ("第5の2", "要綱", ["LC-5-2"]),
        ("要綱 第7(3)、要領 第4", "要領", ["LC-7-3", "BP-4"]),
        ("要領 第5の5(3)・第5の6・第11の2", "要綱", ["BP-5-5-3", "BP-5-6", "BP-11-2-a", "BP-11-2-b"]),
        ("様式第8と、第16章と、第20の2", "要領", []),
        ("要領 第10と要領 第5の5", "要領", ["BP-10", "BP-5-5"]),  # headings only
        ("要領 第99の9", "要領", [""]),
    ],
)
def test_places_are_read_as_people_write_them(text, own, found):
    assert [clause for c in cited_in(text, own) for clause in c.clauses or [c.leads_to]] == found


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_becomes_a_page_without_stray_marks_or_styles_and_with_an_anchor_of_its_own_for_each_heading(
    chapter,
):
    shown = book().by_slug[chapter]
    assert "**" not in shown.html  # CommonMark leaves the stars where Japanese signs stand beside them
    assert "style=" not in shown.html  # the strict CSP would drop it
    anchors = re.findall(r'<h\d id="([^"]+)"', shown.html)
    assert len(anchors) == len(set(anchors)) == len(shown.sections) - 1


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_address_of_a_chapter_has_a_page_and_every_anchor_a_heading(chapter):
    lost = []
    for address in map(unescape, re.findall(r'href="(/help/[^"]*|#[^"]*)"', book().by_slug[chapter].html)):
        path, mark, anchor = unquote(address).partition("#")
        asked = resolve(path).kwargs if path else {"chapter": chapter}
        to = f"{asked['chapter']}{mark}{anchor}" if "chapter" in asked else ""
        if (to and to not in book().sections) or ("code" in asked and not is_told_of(asked["code"])):
            lost.append(address)
    assert lost == []


def is_told_of(code: str) -> bool:
    return any(f"{each.id}-".startswith(f"{code}-") and book().citing(each.id) for each in CLAUSES)


def test_raw_html_is_shown_as_text_and_what_is_not_served_is_no_link():
    made = marked("<script>alert(1)</script> と [運用](../operations.md) と [2章](02-counter.md#取下げ)")
    assert "<script>" not in made.html
    assert "&lt;script&gt;" in made.html
    assert "operations" not in made.html
    assert 'href="/help/02-counter/#%E5%8F%96%E4%B8%8B%E3%81%92"' in made.html


def test_a_citation_becomes_a_link_to_its_clause_but_not_within_a_link_or_a_heading():
    made = marked("## 受理（第5の1）\n\n要領 第5の3 と [要領 第5の4](02-counter.md)")
    assert re.findall(r'href="/help/clauses/([^/]+)/"', made.html) == ["BP-5-3"]
    assert made.parts[1].clauses == ["BP-5-1", "BP-5-3", "BP-5-4"]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("受理する（第5の1）", "受理する第5の1"),
        ("書類の番号（QRコード）", "書類の番号qrコード"),
        ("交付簿（様式第14、要領 第5の5(3)）", "交付簿様式第14要領-第5の53"),
    ],
)
def test_anchors_are_those_of_the_repository_pages(heading, anchor):
    assert slug(heading) == anchor


# --- the index ---------------------------------------------------------------------------------------------------


def test_the_index_names_every_chapter_and_every_task_a_section():
    files = sorted(path.stem for path in FOLDER.glob("[0-9]*.md"))
    assert [row.file for row in INDEX.chapters] == files
    assert [task.at for task in INDEX.tasks if task.at not in book().sections] == []
    roles = {role for row in (*INDEX.chapters, *INDEX.tasks) for role in row.roles}
    assert roles == {*Role.values, index.EVERYBODY}


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_chapters_and_tasks_of_its_own(role):
    assert [row for row in INDEX.chapters if role in row.roles]
    assert [task for task in INDEX.tasks if role in task.roles]


def test_the_front_page_of_the_repository_is_made_from_the_index():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert front_page.renewed(page, FOLDER) == page, "manage.py handbook makes it anew"


# --- help for each screen ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ACCESS)
def test_every_screen_has_its_section(name):
    row = screens.row_of(name)
    assert row, f"{name}: config/help.py has no row"
    assert row[1] in book().sections


def test_no_row_of_the_table_of_screens_is_idle():
    assert {screens.key_of(name) for name in ACCESS} == set(SCREENS)


@pytest.fixture
def station(db):
    return StationFactory()


def logged_in(actor) -> Client:
    client = Client()
    client.force_login(actor.staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
def test_the_frame_leads_to_the_section_of_the_page_and_asks_the_database_nothing(
    station, django_assert_num_queries
):
    client = logged_in(people.clerk(station))
    page = client.get(reverse("forms"))
    assert (
        f'<a class="help" href="{reverse("help_chapter", args=["07-forms"])}#いまある様式" target="handbook">'
        in page.content.decode()
    )
    request = page.wsgi_request
    request.resolver_match = resolve("/forms/")
    with django_assert_num_queries(0):
        assert screens.help_for(request) == "/help/07-forms/#いまある様式"


@pytest.mark.django_db
def test_a_page_that_is_not_there_leads_to_what_to_do_in_trouble(station):
    page = logged_in(people.clerk(station)).get("/nowhere/")
    assert page.status_code == 404
    assert f'href="{reverse("help_chapter", args=["08-trouble"])}"' in page.content.decode()


def test_before_log_in_only_the_help_for_logging_in_answers(client, db):
    assert screens.help_for(RequestFactory().get("/")) == reverse("help_login")
    request = RequestFactory().get("/login/")
    request.user = AnonymousUser()
    assert screens.help_for(request) == reverse("help_login")
    assert f'href="{reverse("help_login")}"' in client.get(reverse("account_login")).content.decode()
    page = client.get(reverse("help_login")).content.decode()
    assert "続けて5回間違えると" in page
    assert "一度だけのパスワード" in page
    assert client.get(reverse("help")).status_code == 302


# --- the pages ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_is_read_with_its_contents_and_its_neighbours(
    station, chapter, django_assert_max_num_queries
):
    client = logged_in(people.clerk(station))
    with django_assert_max_num_queries(12):  # the frame's own
        page = client.get(reverse("help_chapter", args=[chapter]))
    text = page.content.decode()
    shown = book().by_slug[chapter]
    assert f"<h1>{shown.number}　{shown.title}</h1>" in text
    for section in shown.sections[1:]:
        assert f'<a href="#{section.anchor}">' in text
    beside = [each for each in book().beside(shown) if each]
    assert [each.slug for each in beside if reverse("help_chapter", args=[each.slug]) not in text] == []


@pytest.mark.django_db
def test_no_other_chapter_is_there(station):
    client = logged_in(people.clerk(station))
    assert client.get("/help/99-nothing/").status_code == 404
    assert client.get("/help/README/").status_code == 404
    assert client.get("/help/clauses/BP-99/").status_code == 404
    assert client.get("/help/clauses/BP-1/").status_code == 200
    assert client.get("/help/clauses/BP/").status_code == 404


@pytest.mark.django_db
def test_the_index_shows_the_readers_own_role_first(station):
    page = logged_in(people.chief(station)).get(reverse("help")).content.decode()
    assert page.index("署長の手引") < page.index("署 生活安全係")
    assert "交付簿を締める" in page[: page.index("ほかの職")]
    assert "調査票を書く" not in page[: page.index("ほかの職")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "section"),
    [
        ("標章照会", "標章照会"),
        ("ヒョウショウ", ""),
        ("欠番", "決裁を取り消す"),
        ("ＱＲ", "書類の番号（QRコード）"),
    ],
)
def test_words_are_found_in_headings_and_texts_whatever_their_width(station, asked, section):
    page = logged_in(people.clerk(station)).get(reverse("help"), {"q": asked}).content.decode()
    assert (f"<b>{section}</b>" in page) if section else ("手引には、ありません" in page)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "　", "あ" * 101])
def test_what_cannot_be_searched_for_is_said_beside_the_field(station, asked):
    page = logged_in(people.clerk(station)).get(reverse("help"), {"q": asked}).content.decode()
    assert 'aria-describedby="q-error"' in page


@pytest.mark.django_db
def test_the_clauses_lead_to_their_sections_and_screens(station):
    client = logged_in(people.clerk(station))
    page = client.get(reverse("help_clauses")).content.decode()
    assert [c.id for c in CLAUSES if f'<tr id="{c.id}">' not in page] == []
    row = page.split('<tr id="BP-5-6">')[1].split("</tr>")[0]
    assert "/help/06-books/#証明台帳様式第15要領-第5の6" in row
    assert (
        f'<a href="{reverse("ledger")}">証明台帳</a>' in row
    )  # a page without a record, which the post opens
    one = client.get(reverse("help_clause", args=["BP-11-2-a"])).content.decode()
    assert "年1回以上の情報提供" in one
    assert "おおむね3年以内の再受講" in one  # the other clause of the same place


@pytest.mark.django_db
def test_every_clause_that_the_code_cites_has_a_page(station):
    client = logged_in(people.clerk(station))
    cited = clauses.find(CLAUSES).code
    assert [c for c in cited if client.get(reverse("help_clause", args=[c])).status_code != 200] == []


@pytest.mark.django_db
def test_a_screen_that_the_post_does_not_open_is_named_without_a_link(station):
    page = logged_in(people.supervisor(station)).get(reverse("help_clause", args=["BP-5-6"])).content.decode()
    assert "証明台帳" in page
    assert f'href="{reverse("ledger")}"' not in page


def test_the_pictures_are_static_files_of_the_same_paths():
    from django.contrib.staticfiles import finders

    for name in (
        "docs/machines/blue_patrol.Revocation.svg",
        "docs/pictures/forms/form_05.png",
        "docs/handbook/pictures/01-home.png",
    ):
        assert finders.find(name), name


def test_a_second_reading_gives_the_same_book():
    assert [c.html for c in Book(FOLDER).chapters] == [c.html for c in book().chapters]
