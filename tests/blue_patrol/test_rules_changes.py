"""前回から変わった点: what differs between two frozen forwarding papers."""

from blue_patrol.rules.changes import Change, between

PAPER = {
    "group": {"name": "桜見坂学区防犯パトロール隊", "type": "b"},
    "plan": {"area": "坂上町", "times": 2, "weekdays": ["月", "木"]},
    "vehicles": [{"plate": "名古屋|500|へ|1234", "make": "スズカゼ", "base_location": "桜見市坂上町"}],
    "patrollers": [{"name": "青葉 守", "birth_date": "1970-01-01", "trainings": []}],
    "forwarding": {"guidance": ""},
}


def test_the_same_paper_has_no_changes():
    assert between(PAPER, PAPER) == []


def test_each_point_stands_before_and_now():
    now = PAPER | {
        "plan": {"area": "坂上町、坂下町", "times": 3, "weekdays": ["月"]},
        "group": PAPER["group"] | {"type": "d"},
    }
    assert between(PAPER, now) == [
        Change("団体の区分", "(イ) 委嘱", "(エ) 特定非営利活動法人"),
        Change("実施地域", "坂上町", "坂上町、坂下町"),
        Change("実施回数", "2", "3"),
        Change("実施曜日", "月・木", "月"),
    ]


def test_cars_and_people_come_and_go():
    car = {"plate": "名古屋|500|へ|9999", "make": "コダマ", "base_location": "桜見市坂下町"}
    person = {
        "name": "青葉 守",
        "birth_date": "1970-01-01",
        "trainings": [{"on": "2026-06-20", "by": "生活安全課"}],
    }
    now = PAPER | {"vehicles": [car], "patrollers": [person, {"name": "早乙女 司"}]}
    assert between(PAPER, now) == [
        Change("自動車", "名古屋 500 へ 1234　スズカゼ　桜見市坂上町", ""),
        Change("自動車", "", "名古屋 500 へ 9999　コダマ　桜見市坂下町"),
        Change("実施者", "", "早乙女 司"),
        Change("実施者 青葉 守", "昭和45年1月1日生　受講日なし", "昭和45年1月1日生　令和8年6月20日 受講"),
    ]


def test_what_the_certificate_will_print_of_a_car_or_the_group_is_a_point():
    car = PAPER["vehicles"][0] | {"chassis_number": "ZZ9-1", "user_name": "青葉 守"}
    group = PAPER["group"] | {"representative_address": "桜見市坂上町", "commissioned_on": "2022-04-01"}
    plan = PAPER["plan"] | {"combined_with_business": False}
    assert between(PAPER, PAPER | {"vehicles": [car], "group": group, "plan": plan}) == [
        Change("代表者の住所", "", "桜見市坂上町"),
        Change("委嘱（委託）年月日", "", "令和4年4月1日"),
        Change("他の業務との兼務", "", "無"),
        Change("自動車", "名古屋 500 へ 1234　スズカゼ　桜見市坂上町", ""),
        Change("自動車", "", "名古屋 500 へ 1234　スズカゼ　ZZ9-1　桜見市坂上町　青葉 守"),
    ]


def test_a_paper_of_older_values_is_read_as_blank():
    assert between({}, {}) == []
