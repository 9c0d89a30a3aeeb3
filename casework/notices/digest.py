"""The day's mail: what each person has not read and no earlier mail has told. Off unless a server is set (EMAIL_URL).

At most once. The mail and the notices that it tells are claimed in a transaction of their own before a byte leaves;
a constraint holds one mail a person a day and one telling a notice. What certainly did not leave is let go and tried
again; where nobody knows (the worker killed, the line cut after the text) nothing is told twice, and the next mail says so.
"""

import logging
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from casework.models import Actor, Digest, Notice, Posting, Staff, ToldNotice
from casework.notices import shown
from casework.scope import set_scope

logger = logging.getLogger(__name__)

LISTED = 50  # lines of a mail; what is beyond is a number
REFUSED = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
)  # the server's own word that it took nothing


class NoServer(Exception):
    """The mail server does not answer; nothing has left. The job is tried again."""


@dataclass
class Part:
    """What a mail says of one post."""

    posting: Posting
    lines: list[shown.Line] = field(default_factory=list)


def is_wanted() -> bool:
    return bool(settings.EMAIL_HOST)


def send_all(today: date) -> int:
    """A mail to each person of today's posts who has an address and something new; how many were sent."""
    if not is_wanted():
        return 0
    return sum(send(staff, today) for staff in recipients(today))


def recipients(today: date) -> Iterator[Staff]:
    posted = Posting.objects.on(today).values("staff")
    yield from Staff.objects.filter(is_active=True, pk__in=posted).exclude(email="").order_by("pk")


def send(staff: Staff, today: date) -> bool:
    """Whether a mail has left. Raises NoServer."""
    digest, parts = claim(staff, today)
    if digest is None:
        return False
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        let_go(digest)
        raise NoServer(type(error).__name__) from error
    try:
        connection.send_messages([compose(digest, staff, parts)])
    except REFUSED as error:
        let_go(digest)
        logger.warning("mail %s was refused: %s", digest.pk, type(error).__name__)
        return False
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("nobody knows whether mail %s has left: %s", digest.pk, type(error).__name__)
        return False
    finally:
        connection.close()
    Digest.objects.filter(pk=digest.pk).update(sent_on=timezone.now())
    return True


@transaction.atomic
def claim(staff: Staff, today: date) -> tuple[Digest | None, list[Part]]:
    """The person's mail of the day with what it tells; (None, []) where there is nothing, or another has claimed it."""
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)  # two workers: one mail
    if Digest.objects.filter(staff=staff, day=today).exists():
        return None, []
    parts = [part for part in _parts(staff, today) if part.lines]
    if not parts:
        return None, []
    digest = Digest.objects.create(staff=staff, day=today)
    told = {line.notice.pk for part in parts for line in part.lines}
    ToldNotice.objects.bulk_create(
        ToldNotice(digest=digest, staff=staff, notice_id=pk) for pk in sorted(told)
    )
    return digest, parts


def _parts(staff: Staff, today: date) -> Iterator[Part]:
    """Of each post that the person holds today, within its scope."""
    for posting in Posting.objects.on(today).filter(staff=staff).with_office():
        actor = Actor.of(posting, request_id="worker")
        set_scope(actor.station_ids)
        new = Notice.objects.of(actor).unread_by(staff, timezone.now()).untold_to(staff).order_by("pk")
        yield Part(posting, shown.lines(new, actor))


@transaction.atomic
def let_go(digest: Digest) -> None:
    """It has certainly not left: the next attempt claims it anew."""
    ToldNotice.objects.filter(digest=digest).delete()
    digest.delete()


def compose(digest: Digest, staff: Staff, parts: list[Part]) -> EmailMessage:
    """Numbers and addresses alone: no name of a person or a group leaves the system."""
    count = sum(len(part.lines) for part in parts)
    before = Digest.objects.filter(staff=staff, day__lt=digest.day).order_by("-day").first()
    context = {
        "parts": [(part.posting.post, part.lines[:LISTED], len(part.lines[LISTED:])) for part in parts],
        "count": count, "site": settings.SITE_URL, "lost": before.day if before and before.sent_on is None else None,
    }  # fmt: skip
    text = render_to_string("casework/notices/digest.txt", context)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    return EmailMessage(
        f"お知らせ {count}件", text, to=[staff.email],
        headers={"Message-ID": f"<digest-{digest.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
