"""The answers of casework's own tables."""

from django.db.models import Exists, OuterRef, Q

from casework.models import (
    Attachment,
    ChangeOfStation,
    ChangePayload,
    Comment,
    Deadline,
    DecisionStep,
    Disposal,
    DisposalItem,
    DisposalLog,
    Handover,
    Hold,
    ImportBatch,
    IssuedNumber,
    IssuedPaper,
    Notice,
    PersonRequest,
    PrintFile,
    PrintItem,
    PrintRun,
    ReturnReason,
    StateChange,
    StoredFile,
    ViewReview,
)
from casework.offices import gather
from casework.offices.answers import Answer, Gathered, Hangs, Move, Part, Stays, enter

NAMED_BY = (Attachment, IssuedPaper)
CHAINED = "経過は、書いた署の名で鎖につながる。移した事案の経過は、移った先の署にも見える。"
DISPOSED = "その署のものを廃棄した記録。"
OFFICE = "本部や署の仕事の記録で、事案ではない。"


def files_of(move: Move):
    """The bytes that only moving rows name; what both stations name is copied (``share_files``)."""
    moved = Q()
    kept = Q()
    for model in NAMED_BY:
        naming = model._base_manager.filter(file=OuterRef("pk"))
        moved |= Q(Exists(naming.filter(pk__in=move.of(model))))
        kept |= Q(Exists(naming.exclude(pk__in=move.of(model))))
    there = StoredFile._base_manager.filter(station=move.asked.to, sha256=OuterRef("sha256"))
    return StoredFile._base_manager.filter(moved).exclude(kept).exclude(Exists(there))


def share_files(move: Move, act) -> None:
    """What the old station's rows name too, or the new one has already: its row of the same bytes is named instead."""
    for model in NAMED_BY:
        shared = move.rows(model).exclude(file=None).exclude(file__in=move.of(StoredFile))
        for file in StoredFile.objects.filter(pk__in=shared.values("file")):
            kept = StoredFile.keep(move.asked.to, bytes(file.content), file.media_type)
            shared.filter(file=file).update(file=kept, station=move.asked.to)


ANSWERS: dict[type, Answer] = {
    Attachment: Hangs(),
    Comment: Hangs(),
    Deadline: Hangs(),
    DecisionStep: Hangs(),
    IssuedPaper: Hangs(),
    ReturnReason: Hangs(),
    StoredFile: Gathered(files_of),
    StateChange: Stays(CHAINED),
    ChangePayload: Stays(CHAINED),
    ChangeOfStation: Stays("移した署の記録。"),
    IssuedNumber: Stays("番号の系列は、付けた署のもの。証明書等の番号は青色防犯パトロールが移す。"),
    PrintItem: Stays(OFFICE),
    PrintRun: Stays(OFFICE),
    PrintFile: Stays(OFFICE),
    ImportBatch: Stays(OFFICE),
    Handover: Stays("署の人から人への引継ぎの記録。"),
    Notice: Stays("その署の職に知らせたこと。"),
    Disposal: Stays(DISPOSED),
    DisposalItem: Stays(DISPOSED),
    DisposalLog: Stays(DISPOSED),
    Hold: Stays("凍結は、名指したものがどの署にあっても効く。"),
    PersonRequest: Stays("請求を受け付けた署の記録。"),
    ViewReview: Stays("その署の人が見たことの記録。"),
}


def register() -> None:
    gather.NUMBERED_ANEW.add(StoredFile)
    enter(ANSWERS, Part(before=share_files))
