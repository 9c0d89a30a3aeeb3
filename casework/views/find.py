"""The box in the frame: a code read from a paper opens its case at once, all else is searched for."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import View

from casework import coded, paper_codes
from casework.presenters import links
from casework.views.lists import asked_text

UNKNOWN = "書類の番号「{}」は、見つかりません。番号を確かめるか、持っている署へ問い合わせてください。"
NO_CODE = (
    "「{}」は、書類の番号ではありません。書類の左上の番号（例 P-0003K7-3）を読み取るか、入力してください。"
)


class Find(View):
    """A scanner types the code and presses Enter; the page that it leads to asks for its own permission."""

    def get(self, request):
        asked, actor = asked_text(request.GET), request.actor
        if page := coded.page_of(asked, actor):
            return redirect(page)
        is_code = paper_codes.parse(asked) is not None
        if actor.may("search") and not is_code:
            return redirect(f"{links.to('search')}?{urlencode({'q': asked})}")
        if asked:
            messages.error(request, (UNKNOWN if is_code else NO_CODE).format(asked))
        return redirect("home")
