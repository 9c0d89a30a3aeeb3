"""What a browser sends in the steps of the entry."""

import uuid

GROUP = {
    "name": "桜見坂学区防犯パトロール隊", "name_kana": "さくらみざかがっくぼうはんぱとろーるたい", "postal_code": "０００－０００１",
    "address": "愛知県桜見市坂上町一丁目2番3号", "phone": "0500-000-0001", "representative_title": "隊長",
    "representative_name": "青葉 守", "group_type": "a", "has_rules": "True", "member_count": "４５",
}  # fmt: skip
PLAN = {
    "patrol_area": "桜見坂小学校区全域", "patrol_times": "2", "patrol_unit": "week", "weekdays": ["1", "4"], "slot1_from": "19:30",
    "slot1_until": "21時", "crew_per_run": "2", "vehicles_per_run": "1", "combined_with_business": "False",
    "applied_on": "令和8年9月1日", "pledged_on": "R8.9.1",
}  # fmt: skip
CAR = {
    "plate": "名古屋 500 へ 12-34", "make": "スズカゼ", "model_code": "DBA-ZZ9", "chassis_number": "ZZ9-000123",
    "base_location": "愛知県桜見市坂上町", "user_is": "group", "lamp_type": "flashing", "lamp_mount": "detachable",
    "lamp_product": "BL-10", "marking": "magnet", "marking_text": "桜見坂学区防犯パトロール隊 自主防犯パトロール中",
}  # fmt: skip
PERSON = {"name": "秋月 透", "kana": "あきづき とおる", "birth_date": "昭和34年5月6日"}


def key() -> str:
    return str(uuid.uuid4())


def rows(*each: dict) -> dict[str, str]:
    """The data of a set of rows."""
    data = {"rows-TOTAL_FORMS": str(len(each)), "rows-INITIAL_FORMS": "0"}
    for index, row in enumerate(each):
        data |= {f"rows-{index}-{name}": value for name, value in row.items()}
    return data


def car(number: int, **changed) -> dict[str, str]:
    return CAR | {"plate": f"名古屋 500 へ {number}", "chassis_number": f"ZZ9-{number:06d}"} | changed
