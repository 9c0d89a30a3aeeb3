"""Invented inspection certificates: as the viewer exports them, and as the codes on the paper read."""

import json

PLATE = "名古屋　５００　さ　１２３４"
INFO = {
    "Acceptoutputno": "", "FormType": "01", "ElectCertMgNo": "000000000001", "CarId": "AB000000000001",
    "ElectCertPublishdateE": "令　和", "ElectCertPublishdateY": " 8", "ElectCertPublishdateM": " 9", "ElectCertPublishdateD": " 1",
    "GrantdateE": "令和", "GrantdateY": "8", "GrantdateM": "8", "GrantdateD": "20", "TranspotationBureauchiefName": "架空運輸支局長",
    "EntryNoCarNo": PLATE, "FirstregistdateE": "令和", "FirstregistdateY": "5", "FirstregistdateM": "3", "CarName": "スズカゼ　　",
    "CarNameCode": "999", "CarNo": "ＺＺ９－０００１２３", "Model": "ＤＢＡ－ＺＺ９", "EngineModel": "ZZ",
    "OwnernameLowLevelChar": "青空リース株式会社", "OwnernameHighLevelChar": "", "OwnerAddressChar": "愛知県緑ケ峰市", "OwnerAddressNumValue": "９",
    "OwnerAddressCode": "00000", "UsernameLowLevelChar": "日野出 公平", "UsernameHighLevelChar": "日野出 公平　", "UserAddressChar": "愛知県桜見市坂上町１丁目",
    "UserAddressNumValue": "２番３号", "UserAddressCode": "00000", "UseheadqrterChar": "＊＊＊", "UseheadqrterNumValue": "", "UseheadqrterCode": "",
    "CarKind": "小型", "Use": "乗用", "PrivateBusiness": "自家用", "CarShape": "箱型", "ValidPeriodExpirdateE": "令和", "ValidPeriodExpirdateY": "10",
    "ValidPeriodExpirdateM": "3", "ValidPeriodExpirdateD": "31", "NoteInfo": "自主防犯活動用\n自動車　青色灯火", "RegistCarLightCar": "01",
    "TwodimensionCodeInfo": {"EntryNoCarNo": "", "CarNo": ""},
}  # fmt: skip


def info(**changed) -> dict:
    return INFO | changed


def document(*cars: dict) -> dict:
    return {
        "CertInfoImportFileVersion": "1.0",
        "CertInfo": (cars or (INFO,))[0] if len(cars) < 2 else list(cars),
    }


def exported(encoding: str = "utf-8", **changed) -> bytes:
    return json.dumps(document(info(**changed)), ensure_ascii=False).encode(encoding)


CODE_2 = "2/尾張小牧５００や１０００/1/HGC14-12345/ABCDEF12345/1"
CODE_3 = "2/2/123450001/999999/280304/280304/2303/DBA-HGC14/080/-/-/070/-/096/2/-/-/-/-/1512/01"
CODE_3_OLD = "1/2/123450001/280304/2303/DBA-HGC14/080/-/-/070/-/096/2/-/-/-/-/1512/01"
LIGHT_2 = "K/22/名古屋　５８０さ　　１２/E/ZA11-654321/Z06A/1"
LIGHT_3 = "K/32/1/234560002/270715/2407/5BA-ZA11/030/-/-/030/-/082/2/-/-/-/-/01/999"
