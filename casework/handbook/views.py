"""手引: the index by role and task with its search, a chapter, the clauses, and what may be read before log-in."""

from django.http import Http404
from django.views.generic import TemplateView

from casework import clauses, names
from casework.citations import cite
from casework.handbook import index, screens
from casework.handbook.book import book
from casework.models import Actor
from casework.roles import Role
from casework.scope import POSTED, PUBLIC, SIGNED_IN, access_table
from casework.views.lists import asked_text

LONGEST = 100
MOST = 50
BEFORE_LOGIN = ("01-start#ログイン", "08-trouble#パスワードを忘れた止められた")
NOTHING = "探す言葉を、文字か数字で入力してください。"
TOO_LONG = f"探す言葉は、{LONGEST}文字までで入力してください。"


def opens(actor: Actor | None, rule: str) -> bool:
    """Whether the post opens a page of this rule of the access table; never the pages before log-in."""
    return rule != PUBLIC and bool(actor) and (rule in (POSTED, SIGNED_IN) or actor.may(rule))


class HelpIndex(TemplateView):
    """The reader's own role first; ``?q=`` searches headings and texts."""

    template_name = "handbook/index.html"

    def get_context_data(self, **kwargs):
        q, actor = asked_text(self.request.GET), self.request.actor
        fault = self._fault(q) if "q" in self.request.GET else ""
        found = book().find(q) if q and not fault else []
        listed, own = book().index, actor.role if actor else ""
        return super().get_context_data(
            q=q, fault=fault, found=found[:MOST], has_more=len(found) > MOST, most=MOST,
            own=_desk(listed, Role(own)) if own else None,
            desks=[_desk(listed, role) for role in Role if role != own],
            chapters=[(chapter, listed.chapter(chapter.slug)) for chapter in book().chapters],
            **kwargs,
        )  # fmt: skip

    @staticmethod
    def _fault(q: str) -> str:
        if names.graphemes(q) > LONGEST:
            return TOO_LONG
        return "" if names.search_key(q) else NOTHING


def _desk(listed: index.Index, role: Role) -> dict:
    """What one role reads and does; what everybody does comes last."""
    tasks = [task for task in listed.tasks if index.is_for(task, role)]
    tasks.sort(key=lambda task: index.EVERYBODY in task.roles)
    return {
        "label": role.label, "role": role.value,
        "tasks": [(task.do, screens.address(task.at), book().sections[task.at]) for task in tasks],
        "chapters": [book().by_slug[row.file] for row in listed.chapters if index.is_for(row, role)],
    }  # fmt: skip


class HelpChapter(TemplateView):
    """One chapter with its contents and its neighbours."""

    template_name = "handbook/chapter.html"

    def get_context_data(self, chapter: str, **kwargs):
        shown = book().by_slug.get(chapter)
        if shown is None:
            raise Http404
        before, after = book().beside(shown)
        return super().get_context_data(chapter=shown, before=before, after=after, **kwargs)


class ClausePage(TemplateView):
    def row(self, clause: clauses.Clause) -> dict:
        """Where the handbook tells of a clause, and the screens that those sections help on."""
        told, actor = book().citing(clause.id), self.request.actor
        done_on = screens.screens_of({s.key for s in told}, access_table(), lambda rule: opens(actor, rule))
        sections = [(section, screens.address(section.key)) for section in told]
        return {"clause": clause, "place": cite(clause.id), "sections": sections, "screens": done_on}


class Clauses(ClausePage):
    """Every clause of both regulations: what it is about, where the handbook tells of it, on which screens it is done."""

    template_name = "handbook/clauses.html"

    def get_context_data(self, **kwargs):
        rows = [self.row(clause) for clause in clauses.load()]
        regulations = [
            (name, [row for row in rows if row["clause"].regulation == name]) for name in ("要領", "要綱")
        ]
        return super().get_context_data(regulations=regulations, **kwargs)


class OneClause(ClausePage):
    """One clause, or all below an article: a citation in the handbook and every 「まだできないこと」 lead here."""

    template_name = "handbook/clause.html"

    def get_context_data(self, code: str, **kwargs):
        listed = clauses.load()
        known = any(f"{clause.id}-".startswith(f"{code}-") for clause in listed)
        if not (known and clauses.ID.fullmatch(code)):
            raise Http404
        same = [each for each in listed if cite(each.id) == cite(code)]
        below = [each for each in listed if each.id.startswith(f"{code}-")]
        rows = [self.row(each) for each in same or below]
        return super().get_context_data(rows=rows, place=cite(code), **kwargs)


class HelpBeforeLogin(TemplateView):
    """How one logs in, and what to do when one cannot: for who is not logged in yet."""

    template_name = "handbook/before_login.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(sections=[book().sections[key] for key in BEFORE_LOGIN], **kwargs)
