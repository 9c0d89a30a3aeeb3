"""What the posts tell with each act of a whole life: drawn at random, and at times spoiled as a form could be."""

from random import Random

from django.utils import timezone

from blue_patrol.models import RegisterEntry
from blue_patrol.rules import attachments, grounds, information
from blue_patrol.rules import commissions as criteria
from casework.models import Deadline, ReturnReason
from casework.models.handled import desk_people
from casework.workflow import Refused
from tests.factories.applications import PDF, REASONS, judged
from tests.factories.commissions import told as considered
from tests.factories.revocations import FILE, FOUND, GRAVE, GUIDED, TOLD

RECEIVERS = ("representative", "deputy", "post")
NOTE = {"note": "理由による。"}
NUMBER = {"document_number": "桜見坂生発第1号"}
SPOILABLE = {
    "reasons", "answers", "opinion", "note", "credentials", "instructed", "receiver_name", "patrollers", "trainer", "evidence",
    "statement", "beyond_guidance", "notice_number", "things", "guided", "text", "added", "after", "what", "document_number",
}  # fmt: skip


def some(rng: Random, rows, least: int = 1) -> list:
    rows = list(rows)
    return rng.sample(rows, rng.randint(min(least, len(rows)), len(rows)))


def spoiled(rng: Random, details: dict) -> dict:
    """One of the fields left empty, or a line of spaces."""
    names = sorted(SPOILABLE & details.keys())
    if not names:
        return details
    name = rng.choice(names)
    value = details[name]
    return details | {name: "　" if isinstance(value, str) else type(value)()}


def answers(case) -> dict:
    return {"answers": {str(row.pk): "直した" for row in ReturnReason.objects.of_case(case).unanswered()}}


def arrived(rng: Random, case) -> dict:
    """Now and then a thing is missing or spoiled."""
    travelling = list(case.things().filter(state="in_transit"))
    fates = [rng.choice(["fine"] * 8 + ["missing", "spoiled"]) for _ in travelling]
    found = list(zip(travelling, fates, strict=True))
    return {name: {t.pk: "折れた" for t, fate in found if fate == name} for name in ("missing", "spoiled")}


def handed(rng: Random, case, day, *, cards_only: bool = False) -> dict:
    here = [thing for thing in case.things() if thing.state == "at_station"]
    chosen = [t.pk for t in here if (t.patroller.is_trained(day) if t.patroller else not cards_only)]
    kind = rng.choice(RECEIVERS)
    told = [{"code": code, "text": "伝えた"} for code in case.instructions()]
    return {
        "credentials": chosen, "instructed": told, "receiver_name": "青葉 守", "receiver_kind": kind,
        "receiver_note": "" if kind == "representative" else "委任状で確かめた",
    }  # fmt: skip


def met(rng: Random, case) -> dict:
    running = list(Deadline.objects.of_case(case).open())
    return {"deadline": rng.choice(running).pk if running else 0, "evidence": "検査証の写し"}


def corrected(rng: Random, case) -> dict:
    """A row of the case, struck or not, with another receiver; at times another day or no difference at all."""
    entry = rng.choice(list(case.register_entries.all()) or [RegisterEntry()])
    kept = {name: getattr(entry, name) for name in case.CORRECTED}
    changed = rng.choice([{"receiver_name": f"青葉 {rng.randint(1, 9)}"}, {"remarks": "聞き違い"}, {}])
    return {"entry": entry.pk, **kept, **changed, **NOTE, "reported_on": None}


def trained(rng: Random, case) -> dict:
    people = [man.pk for man in case.group.patrollers.all()]
    return {"patrollers": some(rng, people), "trainer": "生活安全課"}


def attached(rng: Random, case) -> dict:
    kinds = [kind.code for kind in getattr(case, "attachment_kinds", ())]
    if not kinds:
        return FILE
    cars = case.documented_cars() or [None]
    kind = rng.choice(kinds)
    subject = rng.choice(cars) if kind == attachments.INSPECTION_RECORD.code else None
    return FILE | {"kind": kind, "subject_pk": subject.pk if subject else None, "content": PDF}


def detached(rng: Random, case) -> dict:
    held = [each.pk for each in case.attached()]
    if not held:
        raise Refused([])  # the page offers none
    return {"attachment": rng.choice(held)}


def found(rng: Random) -> dict:
    return dict(rng.choice([FOUND, FOUND, GRAVE]))


def split(rng: Random, things) -> dict:
    """Some things come, some are lost."""
    fates = {thing.pk: rng.choice(["came", "came", "lost", "not yet"]) for thing in things}
    lost = {str(key): "強風で飛ばされた" for key, fate in fates.items() if fate == "lost"}
    return {"credentials": [key for key, fate in fates.items() if fate == "came"], "lost": lost}


def of_application(name: str, rng: Random, case, day) -> dict | None:
    makers = {
        "examine": lambda: {"findings": judged(case.asked())},
        "arrive": lambda: arrived(rng, case),
        "take_in_after": lambda: arrived(rng, case),
        "deliver": lambda: handed(rng, case, day),
        "hand_over_cards": lambda: handed(rng, case, day, cards_only=True),
        "correct_register": lambda: corrected(rng, case),
        "record_training": lambda: trained(rng, case),
        "take_back": lambda: split(rng, case.out_things()),
        "collect": lambda: split(rng, case.outstanding()),
        "forward": lambda: {"opinion": "fit", "remarks": "", **NUMBER},
    }  # fmt: skip
    return makers[name]() if name in makers else None


def of_revocation(name: str, rng: Random, case) -> dict | None:
    results = [grounds.CORRECTED, grounds.NOT_CORRECTED, grounds.NOT_CORRECTED, grounds.WATCHING]
    makers = {
        "amend": lambda: found(rng),
        "guide": lambda: GUIDED | {"result": rng.choice(results)},
        "record_result": lambda: {"result": rng.choice(results)},
        "rule_out_guidance": lambda: {"beyond_guidance": "代表者が行方不明である。"},
        "record_statement": lambda: {"statement": "申し開きはない。"},
        "report_grounds": lambda: {"opinion": "revoke", "remarks": "", **NUMBER},
        "send_notice": lambda: {"notice_number": "生総発第77号"},
        "deliver_notice": lambda: {
            "receiver_name": "青葉 守", "receiver_kind": "deputy", "receiver_note": "委任状", "instructed": TOLD,
        },
    }  # fmt: skip
    return makers[name]() if name in makers else None


def of_return(name: str, rng: Random, case) -> dict | None:
    makers = {
        "forward": lambda: dict(NUMBER),
        "accept": lambda: {
            "missing": {t.pk: "封筒にない" for t in case.on_the_way_up() if rng.random() < 0.15}
        },
        "take_found": lambda: {"things": [t.pk for t in some(rng, case.lost_things())], **NOTE},
    }
    return makers[name]() if name in makers else None


def of_commission(name: str, rng: Random, case) -> dict | None:
    makers = {
        "reconsider": lambda: considered(wished_on=case.wished_on, b=rng.choice(["met", "unmet"])),
        "link": lambda: {"group": case.group_id or 0},
        "commission": lambda: {**NOTE, "guided": list(criteria.GUIDANCE_CODES), **NUMBER},
        "release": lambda: {**NOTE, "ground": rng.choice(criteria.GROUNDS)[0]},
    }
    return makers[name]() if name in makers else None


def of_standing(name: str, rng: Random, case, day) -> dict | None:
    people = case.group.patrollers.current().count()
    held = [each.day.isoformat() for each in case.group.activity_days.all()]
    makers = {
        "record_activity": lambda: {"added": [day.isoformat()], "removed": some(rng, held, 0)},
        "inform": lambda: {
            "way": rng.choice(information.WAYS)[0], "text": "自転車盗の手口", "reached": {str(case.pk): rng.randint(1, people)},
        },
        "correct_entry": lambda: {
            "what": rng.choice(sorted(case.entries())), "after": f"正しい記載{rng.randint(1, 9)}", **NOTE,
        },
    }  # fmt: skip
    return makers[name]() if name in makers else None


def successor(rng: Random, case) -> int:
    """Somebody of the station's desk, the present one among them: the door refuses that."""
    return rng.choice([person.pk for person in desk_people(case.station_id, timezone.localdate())])


def with_act(name: str, rng: Random, case, day) -> dict:
    """Details of an act of a case of any machine."""
    kinds = {"Revocation": of_revocation, "ReturnNotice": of_return, "Commission": of_commission}
    common = {
        "request_correction": lambda: {"reasons": REASONS}, "send_back": lambda: {"reasons": REASONS},
        "resubmit": lambda: answers(case), "answer": lambda: answers(case), "attach": lambda: attached(rng, case),
        "meet_deadline": lambda: met(rng, case), "assign": lambda: {"to": successor(rng, case), **NOTE}, "number_document": lambda: dict(NUMBER),
        "acknowledge": lambda: {"step": 0, "note": ""}, "detach": lambda: detached(rng, case),
    }  # fmt: skip
    machine = type(case).__name__
    if machine == "Certification":
        details = of_standing(name, rng, case, day)
    elif machine in kinds:
        details = kinds[machine](name, rng, case)
    else:
        details = of_application(name, rng, case, day)
    if details is None:
        details = common[name]() if name in common else dict(NOTE)
    return details
