"""A hundred malformed uploads at a time (T13): refused with a sentence or kept as what they are, and nothing in between."""

import io
import random
import time
from collections import Counter

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework.models import Attachment, StoredFile
from casework.models.road import RoadState as S
from casework.uploads import kinds
from tests import malformed
from tests.blue_patrol.entry_data import key
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.scope import restore
from tests.nights import batches

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def case(desks):
    return application_at(S.DRAFT, desks)


@pytest.fixture
def browser(desks):
    client = Client(raise_request_exception=False)
    client.force_login(desks.clerk.staff)
    return client


def is_clean(file) -> bool:
    """Whether what is kept is what it is said to be, and a picture tells nothing beside what it shows."""
    content = bytes(file.content)
    if kinds.sniff(content) != file.media_type:
        return False
    if file.media_type == "application/pdf":
        return True
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return not dict(picture.getexif()) and b"<script" not in content and b"PK" not in content[-100:]


def is_harmless(answer, name: str) -> bool:
    told = answer["Content-Disposition"]
    return (
        told.startswith("attachment; filename*=UTF-8''") and answer["X-Content-Type-Options"] == "nosniff"
        and not {"/", "\\", "\0", "\r", "\n", "\u202e", "\ue000"} & set(name) and 0 < len(name) <= 200
    )  # fmt: skip


def sent(rng, browser, case):
    name, content = malformed.file(rng)
    fields = [("act_key", None, key().encode()), ("kind", None, b"lamp"), ("files", name, content)]
    body, kind = malformed.multipart(rng, fields)
    return browser.post(reverse("entry_attachments", args=[case.pk]), data=body, content_type=kind)


@pytest.mark.parametrize("batch", batches(by_day=2, by_night=10, in_full=100))
def test_a_hundred_malformed_uploads_are_refused_or_kept_as_what_they_are(
    browser, case, batch, record_property
):
    rng, before = random.Random(f"files {batch}"), malformed.resident()
    faults, slowest, statuses, kept = [], 0.0, Counter(), 0
    for turn in range(100):
        point, begun = transaction.savepoint(), time.monotonic()
        answer = sent(rng, browser, case)
        slowest = max(slowest, time.monotonic() - begun)
        restore()
        statuses[answer.status_code] += 1
        for one in Attachment.objects.of_case(case).select_related("file"):
            kept += 1
            download = browser.get(reverse("attachment", args=[one.pk]))
            restore()
            if not (is_clean(one.file) and is_harmless(download, one.name)):
                faults.append((turn, one.name, one.file.media_type))
        if answer.status_code not in {302, 400, 422} or (
            answer.status_code != 302 and StoredFile.objects.exists()
        ):
            faults.append((turn, answer.status_code))
        transaction.savepoint_rollback(point)
    grown = (malformed.resident() - before) / 1024 / 1024
    record_property("T13 malformed uploads refused or kept as what they are", 100 - len(faults))
    record_property("T13 seconds of the slowest upload", round(slowest, 2))
    assert faults == []
    assert kept
    assert slowest < 60
    assert grown < 200


def test_what_is_refused_leaves_the_rest_of_the_page_as_it_was(desks):
    """The other fields stay typed, the sentence stands beside the file, nothing is kept."""
    client = Client()
    client.force_login(desks.chief.staff)
    sent = {
        "act_key": key(),
        "outline": "桜見坂の式典の後、順に出発する。",
        "outline_file": io.BytesIO(b"<svg/>"),
    }
    answer = client.post(reverse("demonstration_ask"), sent)
    restore()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "桜見坂の式典の後、順に出発する。" in page
    assert "PDF・JPEG・PNGのどれでもない" in page
    assert not StoredFile.objects.exists()
