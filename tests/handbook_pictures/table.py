"""Which pictures the handbook has: the chapter, who looks at which page, and what of it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from blue_patrol.models import (
    Certification,
    CertificationApplication,
    Commission,
    ReturnNotice,
    Revocation,
    TrainingCourse,
)
from blue_patrol.models.credentials import Credential, Kind, Place
from casework.models import ImportBatch, Station
from casework.scope import set_scope
from liaison_councils.models import Council, Meeting, Opinion

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = ROOT / "docs" / "handbook"
FOLDER = HANDBOOK / "pictures"
TEXTS = Path(__file__).parent / "texts"
STATION = "demo-sakuramizaka"

# who looks: the staff numbers of fixtures/demo/staff.csv
NOBODY = ""
CLERK, CHIEF, KOBAN, SUPERVISOR = "demo-mishima", "demo-hoshino", "demo-sakaki", "demo-imori"
HQ_CLERK, ASSISTANT, DIRECTOR, COMMANDER = "demo-oki", "demo-shirase", "demo-otsuki", "demo-takami"
DIVISION, INSPECTOR, ADMINISTRATOR = "demo-chiba", "demo-kagami", "demo-kanri"
TWO_POSTS = "demo-kazama"
READ_BY_HEADQUARTERS = "桜見川堤防パトロール隊"  # the group whose forwarding paper is shown

Find = Callable[[], object]


@dataclass(frozen=True)
class Picture:
    """``path`` may hold {} for the key that ``find`` looks up. ``show`` is the part that is shown, at most ``height``
    pixels of it; ``opened`` are the summaries that are opened first; ``words_alone``: a PDF is drawn within, by a viewer
    that is never done at the same moment."""

    chapter: str
    name: str
    who: str
    path: str
    find: Find | None = None
    show: str = "main"
    height: int = 900
    opened: tuple[str, ...] = ()
    words_alone: bool = False

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.stem}.png"

    @property
    def text(self) -> Path:
        return TEXTS / f"{self.stem}.txt"

    @property
    def stem(self) -> str:
        return f"{self.chapter[:2]}-{self.name}"

    def address(self) -> str:
        return self.path.format(self.find()) if self.find else self.path


def case(name: str) -> Find:
    """The application of a group of the demonstration."""
    return lambda: CertificationApplication.objects.filter(group__name=name).latest("pk").pk


def group(name: str) -> Find:
    return lambda: CertificationApplication.objects.filter(group__name=name).latest("pk").group_id


def certified() -> object:
    """A group of the station that has its certificate and no other procedure under way."""
    busy = Revocation.objects.values("group"), ReturnNotice.objects.values("group")
    free = Certification.objects.filter(station__code=STATION, state="active")
    for groups in busy:
        free = free.exclude(group__in=groups)
    return free.order_by("certified_on", "pk").first().group_id


def first(model, **wanted) -> Find:
    return lambda: model.objects.filter(station__code=STATION, **wanted).order_by("pk").first().pk


def station() -> object:
    return Station.objects.get(code=STATION).pk


def sticker() -> object:
    """The number of a sticker on the road."""
    held = Credential.objects.filter(station__code=STATION, kind=Kind.STICKER, state=Place.WITH_GROUP)
    return held.filter(certification__state="active").order_by("pk").last().number


def ledger_file() -> object:
    return ImportBatch.objects.get(file_name="台帳.csv").pk


def council_file() -> object:
    return ImportBatch.objects.get(file_name="名簿.csv").pk


def personnel_file() -> object:
    set_scope([])  # an administrator's file has no station
    return ImportBatch.objects.get(file_name="異動.csv").pk


PICTURES = [
    Picture("01-start", "login", NOBODY, "/login/", show="body", height=720),
    Picture("01-start", "head", TWO_POSTS, "/", show=".site-head", opened=(".post summary",), height=420),
    Picture("01-start", "home", CLERK, "/"),
    Picture("01-start", "case", CLERK, "/cases/{}/", case("坂上町内会防犯部"), height=1000),
    Picture("01-start", "help", CLERK, "/help/", height=700),
    Picture("02-counter", "group", CLERK, "/cases/{}/entry/group/", case("花見坂見守り隊")),
    Picture("02-counter", "cars", CLERK, "/cases/{}/entry/vehicles/", case("花見坂見守り隊")),
    Picture("02-counter", "confirm", CLERK, "/cases/{}/entry/confirm/", case("坂下町防犯ボランティアの会")),
    Picture("02-counter", "correction", CLERK, "/cases/{}/correction/", case("桜見駅前商店街振興組合")),
    Picture("02-counter", "examination", CLERK, "/cases/{}/examination/", case("坂上町内会防犯部"), height=1000),
    Picture("03-chief", "forward", CHIEF, "/cases/{}/forward/", case("桜見台自治会"), height=1000),
    Picture("04-headquarters", "home", HQ_CLERK, "/"),
    Picture("04-headquarters", "decision", ASSISTANT, "/cases/{}/decide/", case(READ_BY_HEADQUARTERS), height=1000, words_alone=True),
    Picture("04-headquarters", "together", DIRECTOR, "/decide/"),
    Picture("04-headquarters", "print", HQ_CLERK, "/cases/{}/print/", case("花見坂子ども安全の会"), height=700),
    Picture("04-headquarters", "waiting", HQ_CLERK, "/waiting/"),
    Picture("05-delivery", "receipt", CLERK, "/cases/{}/arrive/", case("桜見西自主防犯団")),
    Picture("05-delivery", "counter", CLERK, "/cases/{}/deliver/", case("桜見台子育て応援隊"), height=1200),
    Picture("05-delivery", "report", CLERK, "/cases/report/", height=700),
    Picture("06-books", "register", CLERK, "/register/"),
    Picture("06-books", "ledger", CLERK, "/ledger/", height=700),
    Picture("06-books", "clocks", CLERK, "/deadlines/"),
    Picture("07-forms", "forms", CLERK, "/forms/", height=700),
    Picture("08-trouble", "not-found", CLERK, "/cases/999999/", height=500),
    Picture("10-administrator", "home", ADMINISTRATOR, "/", height=700),
    Picture("10-administrator", "postings", ADMINISTRATOR, "/postings/{}/", personnel_file, height=1000),
    Picture("11-paper-ledgers", "verdicts", CLERK, "/registrations/{}/", ledger_file, height=1000),
    Picture("12-training", "due", CLERK, "/trainings/due/", height=800),
    Picture("12-training", "course", CLERK, "/trainings/{}/", first(TrainingCourse, state="planned")),
    Picture("12-training", "information", CLERK, "/trainings/information/", height=700),
    Picture("13-stock", "places", CLERK, "/custody/", height=800),
    Picture("13-stock", "blanks", HQ_CLERK, "/custody/stock/", height=700),
    Picture("13-stock", "count", CLERK, "/custody/counts/new/", height=800),
    Picture("14-activity", "month", CLERK, "/groups/{}/activity/", certified, height=1000),
    Picture("15-commissions", "consideration", CLERK, "/commissions/{}/", first(Commission, state="considered"), height=1000),
    Picture("16-returns", "counter", CLERK, "/groups/{}/return/", certified, height=1200),
    Picture("16-returns", "offices", HQ_CLERK, "/office-notices/", height=700),
    Picture("17-revocation", "case", CLERK, "/revocations/{}/", first(Revocation, state="found"), height=1000),
    Picture("18-reissue", "counter", CLERK, "/groups/{}/reissue/", certified, height=900),
    Picture("19-demonstrations", "runs", CLERK, "/demonstrations/", height=700),
    Picture("20-change", "choice", CLERK, "/groups/{}/change/", certified, height=900),
    Picture("21-councils", "year", SUPERVISOR, "/councils/"),
    Picture("21-councils", "council", SUPERVISOR, "/councils/{}/", first(Council, state="active"), height=860),
    Picture("22-members", "renewal", SUPERVISOR, "/councils/members/renewal/"),
    Picture("22-members", "appointment", CHIEF, "/councils/members/appointments/", height=700),
    Picture("23-meetings", "meeting", SUPERVISOR, "/councils/meetings/{}/", first(Meeting, state="announced"), height=1000),
    Picture("24-opinions", "opinions", SUPERVISOR, "/councils/opinions/", height=800),
    Picture("24-opinions", "opinion", SUPERVISOR, "/councils/opinions/{}/", first(Opinion, state="answered"), height=800),
    Picture("25-printing-together", "order", CLERK, "/print/new/cases/?state=reported", height=800),
    Picture("26-lists", "list", CLERK, "/cases/", height=700, opened=(".list-tools details:nth-of-type(1) summary",)),
    Picture("26-lists", "sticker", KOBAN, "/stickers/?q={}", sticker, height=700),
    Picture("27-search", "results", CLERK, "/search/?q=葛原", height=700),
    Picture("28-notices", "notices", CLERK, "/notices/", height=700),
    Picture("28-notices", "board", CLERK, "/clocks/board/", height=700),
    Picture("29-statistics", "cases", HQ_CLERK, "/statistics/cases/", height=1000),
    Picture("30-together", "note", CLERK, "/groups/{}/", group("桜見坂学区防犯パトロール隊"), show="#comment-board", height=700),
    Picture("31-spring", "transfer", CHIEF, "/transfers/{}/", station, height=1000),
    Picture("34-council-lists", "verdicts", SUPERVISOR, "/councils/lists/{}/", council_file, height=1000),
    Picture("32-offices", "trial", HQ_CLERK, "/offices/new/groups/?station={}", station, height=900),
]  # fmt: skip
