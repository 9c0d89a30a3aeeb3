"""What the words of 連絡協議会 become in a copy for training (decision 32). Names and areas of councils are an office's: they stay."""

from casework.training_copy.columns import enter
from casework.training_copy.sorts import Fixed, ReadingOf, address, person, phone
from liaison_councils.models import CouncilOfficer, Meeting, Opinion, Participant, Person


def register() -> None:
    enter({
        Person: {
            "name": person, "kana": ReadingOf("name"), "address": address, "phone": phone, "occupation": Fixed("会社員"), "body": Fixed("町内会"),
        },
        Participant: {"name": person, "body": Fixed("町内会")},
        CouncilOfficer: {"name": person}, Opinion: {"raiser_name": person}, Meeting: {"place": Fixed("架空会館")},
    })  # fmt: skip
