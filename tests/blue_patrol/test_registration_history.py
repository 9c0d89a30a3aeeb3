"""After registrations were made, added to and taken out again the whole history verifies, as the nightly check reads it."""

import pytest
from django.db import transaction

from blue_patrol.models import Registration
from casework import chain
from casework.models import StateChange
from casework.scope import scope_of
from casework.workflow import perform
from tests.blue_patrol.test_registration import DAY, car_row, group_row, person_row, records, take
from tests.conftest import owner_connection
from tests.factories import people
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_history_is_whole_after_erasures():
    with transaction.atomic():
        clerk = people.clerk(StationFactory())
    for number in ("第R5-0012号", "第R5-0013号"):
        with scope_of(clerk):
            _, (made,) = take(
                clerk,
                records(
                    [group_row(certificate_number=number, ledger_number="")],
                    [car_row(certificate_number=number, sticker_number="")],
                    [person_row(certificate_number=number, card_number="")],
                ),
            )
        with scope_of(clerk):
            perform(Registration(pk=made.pk), "undo", by=clerk, on=DAY, note="誤り")
    with scope_of(clerk):
        assert StateChange.objects.filter(transition="undo_registration", after="").count() == 4
        kept = StateChange.objects.filter(transition="register").count()
        assert kept == 4  # both acts stay
    with owner_connection() as owner, owner.cursor() as cursor:
        assert chain.verify(cursor).is_whole
