"""Prefectures and their dated values, stations, koban, headquarters divisions, transport offices."""

from datetime import date

from django.db import models
from django.utils import timezone

from casework.models.base import DatedRow


class Prefecture(models.Model):
    code = models.CharField("コード", max_length=2, unique=True)
    name = models.CharField("名称", max_length=10)
    police = models.CharField(
        "警察の名称",
        max_length=10,
        blank=True,
        help_text="警視庁のように、都道府県の名称で始まらないときだけ",
    )

    class Meta:
        verbose_name = verbose_name_plural = "都道府県"

    def __str__(self):
        return self.name

    @property
    def police_name(self) -> str:
        """What the names of its stations begin with: 愛知県, 警視庁."""
        return self.police or self.name

    @property
    def body(self) -> str:
        """What kind of public body it is: 都, 道, 府, 県."""
        return self.name[-1:]

    @property
    def headquarters(self) -> str:
        """愛知県警察本部, 警視庁."""
        return self.police or f"{self.name}警察本部"


class PrefectureProfile(DatedRow):
    """One version of a prefecture's values (BP-1, BP-13); a case keeps the version of its receipt."""

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, related_name="profiles", verbose_name="都道府県"
    )
    version = models.CharField("版", max_length=40)

    class Meta(DatedRow.Meta):
        verbose_name = verbose_name_plural = "県の定め"
        constraints = [
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=["prefecture", "version"], name="casework_one_profile_a_version"),
        ]

    def __str__(self):
        return f"{self.prefecture} {self.version}"

    @classmethod
    def in_force(cls, prefecture: Prefecture, on: date) -> "PrefectureProfile":
        """The version that holds on the day; raises DoesNotExist when none does."""
        return cls.objects.on(on).filter(prefecture=prefecture).latest("valid_from")

    @classmethod
    def nearest(cls, prefecture: Prefecture, on: date) -> "PrefectureProfile":
        """The version that holds on the day; of a day before all of them the first."""
        begun = cls.objects.filter(prefecture=prefecture).order_by("valid_from")
        return begun.filter(valid_from__lte=on).last() or begun.earliest("valid_from")

    @classmethod
    def today_of(cls, prefecture: Prefecture) -> "PrefectureProfile":
        """The version that holds today."""
        return cls.in_force(prefecture, timezone.localdate())

    def value(self, key: str):
        """One value; raises KeyError for a key that this version does not set."""
        if not hasattr(self, "_values"):
            self._values = dict(self.values.values_list("key", "content"))
        return self._values[key]

    def value_or(self, key: str, default):
        """One value; ``default`` where the version says nothing of it."""
        try:
            return self.value(key)
        except KeyError:  # an older version than the key
            return default


class ProfileValue(models.Model):
    """A value with the clause that sets it and on what it rests."""

    class Basis(models.TextChoices):
        STATED = "S", "県の定めに明記"
        PUBLISHED = "P", "公表資料による"
        CHOSEN = "I", "当方の仮定（所管課の確認が要る）"

    profile = models.ForeignKey(
        PrefectureProfile, models.CASCADE, related_name="values", verbose_name="県の定め"
    )
    key = models.CharField("項目", max_length=60)
    label = models.CharField("項目名", max_length=100)
    content = models.JSONField("値")
    clause = models.CharField("根拠の条項", max_length=20)
    basis = models.CharField("根拠の別", max_length=1, choices=Basis)

    class Meta:
        verbose_name = verbose_name_plural = "県の定めの値"
        constraints = [models.UniqueConstraint(fields=["profile", "key"], name="casework_one_value_a_key")]

    def __str__(self):
        return f"{self.label}: {self.content}"


class Station(DatedRow):
    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, related_name="stations", verbose_name="都道府県"
    )
    code = models.CharField("コード", max_length=20, unique=True)
    name = models.CharField("名称", max_length=20, help_text="「警察署」を除く")
    kana = models.CharField("よみ", max_length=40, blank=True)
    document_symbol = models.CharField("文書記号", max_length=20, blank=True)
    section_name = models.CharField("生活安全担当課の名称", max_length=30, default="生活安全課")
    address = models.CharField("所在地", max_length=100, blank=True)
    phone = models.CharField("電話", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    is_demo = models.BooleanField("デモ用", default=False)

    class Meta(DatedRow.Meta):
        verbose_name = verbose_name_plural = "警察署"
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.name}警察署"

    @property
    def official_name(self) -> str:
        """愛知県桜見坂警察署: as printed on papers."""
        return f"{self.prefecture.police_name}{self.name}警察署"


class Koban(DatedRow):
    class Kind(models.TextChoices):
        KOBAN = "koban", "交番"
        CHUZAISHO = "chuzaisho", "駐在所"

    station = models.ForeignKey(Station, models.PROTECT, related_name="koban", verbose_name="警察署")
    name = models.CharField("名称", max_length=20)
    kind = models.CharField("種別", max_length=10, choices=Kind)
    phone = models.CharField("電話", max_length=20, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = verbose_name_plural = "交番・駐在所"

    def __str__(self):
        return f"{self.name}{self.get_kind_display()}"


class HeadquartersDivision(DatedRow):
    class Duty(models.TextChoices):
        BLUE_PATROL = "blue_patrol", "青色防犯パトロール"
        COUNCILS = "councils", "連絡協議会"
        TRAFFIC = "traffic", "交通（合議）"
        COMMAND = "command", "部長・本部長"
        INSPECTION = "inspection", "監察"
        SYSTEM = "system", "システム管理"

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, related_name="divisions", verbose_name="都道府県"
    )
    name = models.CharField("名称", max_length=30)
    duty = models.CharField("所管", max_length=20, choices=Duty)
    document_symbol = models.CharField("文書記号", max_length=20, blank=True)
    phone = models.CharField("電話", max_length=20, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = verbose_name_plural = "本部の課"

    def __str__(self):
        return self.name


class TransportOffice(DatedRow):
    class Kind(models.TextChoices):
        BRANCH = "branch", "運輸支局"
        REGISTRATION = "registration", "自動車検査登録事務所"
        LIGHT = "light", "軽自動車検査協会"

    prefecture = models.ForeignKey(Prefecture, models.PROTECT, verbose_name="都道府県")
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("種別", max_length=20, choices=Kind)
    address = models.CharField("所在地", max_length=100, blank=True)
    plate_areas = models.JSONField("地域名", default=list, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = verbose_name_plural = "運輸支局等"

    def __str__(self):
        return self.name


class TransportJurisdiction(DatedRow):
    """Which office has jurisdiction over a base (使用の本拠, BP-5-5-1): by municipality, light cars apart."""

    office = models.ForeignKey(
        TransportOffice, models.PROTECT, related_name="jurisdictions", verbose_name="運輸支局等"
    )
    municipality = models.CharField("市区町村", max_length=30)

    class Meta(DatedRow.Meta):
        verbose_name = verbose_name_plural = "運輸支局等の管轄"

    def __str__(self):
        return f"{self.municipality} → {self.office}"

    @classmethod
    def office_for(cls, base: str, *, is_light: bool, on: date) -> TransportOffice | None:
        """The office for an address that contains the municipality's name; None when the table has none."""
        return cls.choose(cls.objects.on(on).select_related("office"), base, is_light=is_light)

    @staticmethod
    def choose(rows, base: str, *, is_light: bool) -> TransportOffice | None:
        """The same from rows fetched once, for many cars."""
        found = [
            row
            for row in rows
            if row.municipality in base and (row.office.kind == TransportOffice.Kind.LIGHT) == is_light
        ]
        return max(found, key=lambda row: len(row.municipality)).office if found else None
