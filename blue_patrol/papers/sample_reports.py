"""Invented reports, notices and letters of the police: a revocation, returns, a demonstration run, a commission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from blue_patrol.papers.sample_words import LONG_AREA, OFFICE
from blue_patrol.papers.values import (
    FindingValues,
    ForwardingValues,
    GroupValues,
    PatrollerValues,
    VehicleValues,
)
from blue_patrol.papers.values_reports import (
    CommissionValues,
    GuidanceValues,
    MemberValues,
    NoticeRowValues,
    OfficeNoticeValues,
    RequestForwardingValues,
    ReturnForwardingValues,
    RevocationValues,
)
from blue_patrol.papers.values_requests import (
    CredentialValues,
    DemonstrationGroupValues,
    DemonstrationValues,
    DemonstrationVehicleValues,
)

APPEAL = (
    "この取消しについて不服がある場合は、この通知を受けた日の翌日から起算して3か月以内に、愛知県公安委員会に対して審査請求を"
    "することができます（見本の文であり、法務担当が定めるものではありません。）。"
)


def forwarding(number: str, on: date, opinion: str = "", copies: tuple[str, ...] = ()) -> ForwardingValues:
    """A station's paper to headquarters."""
    return ForwardingValues(
        document_symbol="桜見坂生発", document_number=number, forwarded_on=on, handler_name="風間　聡",
        handler_extension="261", opinion_fit=True, opinion=opinion, copies=copies,
    )  # fmt: skip


def credentials(
    cars: Sequence[VehicleValues], people: Sequence[PatrollerValues]
) -> tuple[CredentialValues, ...]:
    """The certificate, a sticker a car, a card a patroller who holds one."""
    return (
        CredentialValues(kind="証明書", number="R5-0012"),
        *(CredentialValues(kind="標章", number=car.sticker_number, plate=car.plate) for car in cars),
        *(
            CredentialValues(kind="実施者証", number=person.card_number, holder=person.name)
            for person in people
            if person.card_number
        ),
    )


def guidance(count: int) -> tuple[GuidanceValues, ...]:
    """So many guidances, one a fortnight."""
    first = date(2023, 12, 5)
    told = "実施の再開を求めた。隊員の高齢化により、すぐには再開できないとの申出があった。"
    return tuple(
        GuidanceValues(
            on=first + timedelta(days=14 * number), method=("面談", "電話", "文書")[number % 3], result=told
        )
        for number in range(count)
    )


REVOCATION = RevocationValues(
    office=OFFICE,
    forwarding=forwarding("45", date(2024, 2, 9), "継続的な実施は見込まれず、証明の取消しが相当と認める。"),
    certificate_number="R5-0012",
    certificate_delivered_on=date(2023, 1, 25),
    grounds=("a", "d"),
    found_on=date(2023, 12, 4),
    source="隊員からの申出",
    summary="令和5年6月1日から令和5年12月4日までの間、桜見坂学区の全域において、同団体による青色防犯パトロールが一度も"
    "行われていない。隊長青葉守から、隊員の高齢化により夜間の実施が困難となった旨の申出があり、実施記録の提出を求めた"
    "ところ、同期間の記録はなかった。自動車は、いずれも通常の用途に使用されている。",
    beyond_guidance="指導の後も実施はなく、再開の時期の見込みも示されないため、指導により是正することはできない。",
    statement="隊員が集まらず、続けることは難しい。証明の取消しについて異存はない。",
    attachments=("指導の記録", "弁明の記録", "実施記録の写し"),
    document_symbol="生総発",
    document_number="345",
    notified_on=date(2024, 3, 15),
    revoked_on=date(2024, 3, 15),
    reason="令和5年6月から6か月以上にわたり青色防犯パトロールの実施がなく、その後の指導によっても、実施の見込みが"
    "認められなかったため。",
    appeal_notice=APPEAL,
    delivered_on=date(2024, 3, 22),
)


def revocation(
    group: GroupValues, cars: Sequence[VehicleValues], people: Sequence[PatrollerValues], *, guided: int = 2
) -> RevocationValues:
    """No patrol for six months, and none after two guidances."""
    return replace(REVOCATION, group=group, guidance=guidance(guided), items=credentials(cars, people))


def returned(
    group: GroupValues, cars: Sequence[VehicleValues], people: Sequence[PatrollerValues]
) -> ReturnForwardingValues:
    """All came back but the last two cards."""
    things = credentials(cars, people)
    lost = [replace(thing, remarks="紛失（令和5年8月2日、遺失届を受理）") for thing in things[-2:]]
    return ReturnForwardingValues(
        office=OFFICE,
        group=group,
        forwarding=forwarding("61", date(2024, 4, 5), copies=("application", "items")),
        certificate_number="R5-0012",
        certificate_delivered_on=date(2023, 1, 25),
        received_on=date(2024, 4, 3),
        receipt_number="桜見坂6-2",
        reason="ceased",
        items=things[:-2],
        missing=tuple(lost),
        advised_on=date(2024, 4, 3),
        transport_notified_on=date(2024, 4, 12),
    )


def request(group: GroupValues) -> RequestForwardingValues:
    """A car replaced and a patroller added."""
    return RequestForwardingValues(
        office=OFFICE,
        group=group,
        forwarding=forwarding("88", date(2023, 9, 8), copies=("application", "attachments", "items")),
        certificate_number="R5-0012",
        certificate_delivered_on=date(2023, 1, 25),
        received_on=date(2023, 9, 5),
        receipt_number="桜見坂5-27",
        kinds=("particulars", "patrollers"),
        contents=(
            "自動車（入替え）　名古屋 500 へ 12-34　から　名古屋 501 へ 12-35",
            "代表者　隊長　青葉　守　から　隊長　白石　みなと",
            "実施者（追加）　月岡　誠司　　実施者（削除）　早乙女　司",
        ),
        reason_fit=True,
        reason_note="自動車の買替えであり、旧車の標章は返納を受けた。代表者は、令和5年8月20日の総会で選任された。",
        new_patrollers="fit",
        training_note="月岡誠司は、令和5年8月26日に桜見坂警察署で受講した。",
        certificates=1,
        stickers=1,
        cards=1,
    )


RUN = DemonstrationValues(
    office=OFFICE,
    forwarding=replace(
        forwarding("96", date(2023, 9, 15), copies=("application", "request", "outline", "map")),
        findings=(
            FindingValues(item="stickers", fit=True),
            FindingValues(
                item="reason", fit=True, note="防犯意識を高めるもので、自主防犯活動の活性化に寄与する。"
            ),
        ),
    ),
    certificate_number="R5-0012",
    certificate_delivered_on=date(2023, 1, 25),
    received_on=date(2023, 9, 12),
    receipt_number="桜見坂5-31",
    requester_name="南浜田市防犯協会連合会",
    requester_representative="会長　緑川　峰雄",
    kind="departure",
    title="南浜田市青パト出発式",
    purpose="年末の防犯活動を始めるに当たり、市民の防犯意識を高め、自主防犯活動の活性化を図る。",
    held_on=date(2023, 10, 11),
    starts_at="10:00",
    ends_at="11:30",
    reserve_on=date(2023, 10, 12),
    place="南浜田市役所前駐車場",
    route="市役所前から浜通りを経て浜風大橋西詰まで",
    participants=60,
    responsible_name="灯野　ひかり",
    responsible_phone="0500-000-0330",
    permit_needed=True,
    permit_number="第123号",
    traffic_consulted_on=date(2023, 9, 13),
    traffic_result="交通課と協議し、浜通りの車列は5台ごとに分けることとした。",
    outline="1　式典　午前10時から南浜田市役所前駐車場において、署長及び市長が挨拶する。\n2　出発　午前10時30分、"
    "青色回転灯等を点灯して、順に出発する。\n3　運行　浜通りを経て浜風大橋西詰まで運行し、午前11時30分に解散する。",
    stickers_delivered_on=date(2023, 10, 3),
)


def demonstration(
    group: GroupValues, cars: Sequence[VehicleValues], *, groups: int = 1, edge: bool = False
) -> DemonstrationValues:
    """The departure ceremony of a town: at a body's request, or the police's own when several groups take part."""
    head = f"{group.representative_title}　{group.representative_name}"
    own = DemonstrationGroupValues(name=group.name, certificate_number="R5-0012", representative=head)
    others = [
        replace(own, name=f"南浜田第{number}学区防犯パトロール隊", certificate_number=f"R2-{number:04}")
        for number in range(2, groups + 1)
    ]
    return replace(
        RUN,
        group=group,
        groups=(own, *others),
        vehicles=tuple(_in_run(group, car, number) for number, car in enumerate(cars, 1)),
        route=LONG_AREA if edge else RUN.route,
    )


def _in_run(group: GroupValues, car: VehicleValues, number: int) -> DemonstrationVehicleValues:
    return DemonstrationVehicleValues(
        plate=car.plate,
        sticker_number=car.sticker_number,
        driver="秋月　透",
        group_name=group.name,
        demonstration_sticker_number=f"D5-{number:03}",
    )


def notice(group: GroupValues, cars: Sequence[VehicleValues]) -> OfficeNoticeValues:
    """One transport office hears of a revocation and a return, car by car."""
    return OfficeNoticeValues(
        office=OFFICE,
        transport_office="愛知運輸支局",
        document_symbol="生総発",
        document_number="412",
        notified_on=date(2024, 4, 12),
        sender_name="高浜　渚",
        handler_name="鳥羽　千鶴子",
        handler_phone="0500-000-1000",
        rows=tuple(
            NoticeRowValues(
                event="returned" if number % 3 else "revoked",
                on=date(2024, 4, 3) if number % 3 else date(2024, 3, 15),
                group_name=group.name,
                certificate_number="R5-0012",
                plate=car.plate,
                chassis_number=car.chassis_number,
                user_name=car.user_name,
                base_location=car.base_location,
            )
            for number, car in enumerate(cars)
        ),
    )


def commission(
    group: GroupValues, people: Sequence[PatrollerValues], *, edge: bool = False
) -> CommissionValues:
    """A commission of members, released because they would not follow the chief's instructions."""
    return CommissionValues(
        office=OFFICE,
        group=group,
        forwarding=forwarding("70", date(2024, 5, 10)),
        document_symbol="桜見坂生発",
        document_number="12",
        members=tuple(MemberValues(name=person.name, address=person.address) for person in people),
        area=LONG_AREA if edge else "桜見坂小学校区全域",
        commissioned_on=date(2022, 4, 1),
        patrols=True,
        certificate_number="R5-0012",
        released_on=date(2024, 5, 7),
        release_ground="instructions",
        release_reason="活動の区域の外での実施について、令和6年3月から3回にわたり指導したが、改められなかったため。",
        measures="証明の区分（第5の2のア(イ)）に該当しなくなるため、証明取消該当事案として別に報告する。",
    )
