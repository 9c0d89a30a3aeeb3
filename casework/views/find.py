"""The box in the frame: a code read from a paper opens its case at once, all else is searched for."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import View

from casework import coded, paper_codes
from casework.presenters import links
from casework.views.lists import asked_text

UNKNOWN = "書類の番号「{}」は、見つかりません。番号を確かめるか、持っている署へ問い合わせてください。"
MISREAD = "書類の番号「{}」は、最後の字が合いません。どこかを読み違えています。もう一度、読み取るか入力してください。"
NO_CODE = (
    "「{}」は、書類の番号ではありません。書類の左上の番号（例 P-0003K7-3）を読み取るか、入力してください。"
)


class Find(View):
    """A scanner types the code and presses Enter; the page that it leads to asks for its own permission."""

    def get(self, request):
        asked, actor = asked_text(request.GET), request.actor
        if page := coded.page_of(asked, actor):
            return redirect(page)
        if paper_codes.parse(asked) is not None:
            messages.error(request, UNKNOWN.format(asked))
        elif paper_codes.looks_like_one(asked):
            messages.error(request, MISREAD.format(asked))
        elif actor.may("search"):
            return redirect(f"{links.to('search')}?{urlencode({'q': asked})}")
        elif asked:
            messages.error(request, NO_CODE.format(asked))
        return redirect("home")
