"""団体 and what belongs to it: its cars, its patrollers and their training."""

from datetime import date

from django.db import models
from django.db.models import Q

from blue_patrol.rules import plates
from blue_patrol.rules.group_types import GROUP_TYPES
from casework import names
from casework.models.base import StationQuerySet, StationRow
from casework.models.keyed import KeyedRow


class GroupQuerySet(StationQuerySet):
    def resembling(self, text: str):
        """Groups whose name or representative contains the text, whatever the script or variant."""
        key = names.search_key(text)
        return self.filter(search_key__contains=key) if key else self.none()

    def found_by(self, text: str):
        """The same, and groups with such a patroller."""
        key = names.search_key(text)
        if not key:
            return self.none()
        people = Patroller.objects.current().filter(group=models.OuterRef("pk"), search_key__contains=key)
        return self.filter(Q(search_key__contains=key) | models.Exists(people))


class Group(KeyedRow, StationRow):
    """What forms 1, 2 and 4 say of a group; typed once."""

    page = "group"  # the name of its page
    TYPES = [(t.code, f"{t.mark}　{t.label}") for t in GROUP_TYPES]

    name = models.CharField("団体の名称", max_length=120)
    name_kana = models.CharField("団体の名称のよみ", max_length=160, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("所在地", max_length=200)
    phone = models.CharField("電話番号", max_length=20)
    contact_name = models.CharField("担当者", max_length=60, blank=True)
    representative_title = models.CharField("代表者の職名", max_length=40, blank=True)
    representative_name = models.CharField("代表者の氏名", max_length=60)
    representative_kana = models.CharField("代表者のよみ", max_length=80, blank=True)
    representative_birth_date = models.DateField("代表者の生年月日", null=True, blank=True)
    representative_address = models.CharField("代表者の住所", max_length=200, blank=True)
    group_type = models.CharField("団体の区分", max_length=1, choices=TYPES, blank=True)
    type_basis = models.CharField("区分の根拠", max_length=200, blank=True)
    commissioned_by = models.CharField("委嘱（委託）者", max_length=60, blank=True)
    commissioned_on = models.DateField("委嘱（委託）年月日", null=True, blank=True)
    established_on = models.DateField("設立年月日", null=True, blank=True)
    purpose = models.TextField("設立（活動）目的", blank=True)
    member_count = models.PositiveIntegerField("構成員数", null=True, blank=True)
    has_rules = models.BooleanField("規約", null=True, blank=True)
    insurance = models.CharField("傷害保険等", max_length=100, blank=True)
    activity_record = models.TextField("これまでの活動実績", blank=True)
    search_key = models.TextField(
        editable=False, blank=True
    )  # a key may be longer than its name (㍿ → 株式会社)
    order_key = models.TextField(
        "五十音順", editable=False, blank=True
    )  # without a reading: behind all that have one

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "団体"
        ordering = ["order_key", "pk"]
        indexes = [models.Index(fields=["station", "order_key", "id"], name="blue_patrol_groups_in_order")]

    def __str__(self):
        return self.name

    def stored_keys(self):
        texts = (self.name, self.name_kana, self.representative_name, self.representative_kana)
        key = "\n".join(names.search_key(text) for text in texts)
        return {"search_key": key, "order_key": names.kana_key(self.name_kana or self.name)}

    @property
    def representative(self) -> str:
        return f"{self.representative_title}　{self.representative_name}".strip()


CURRENT = Q(removed_on=None, is_pending=False)  # a car or a person of the group today


class MemberQuerySet(StationQuerySet):
    def current(self):
        """Of the group today: what the last delivered certificate shows."""
        return self.filter(CURRENT)

    def current_or_joining(self):
        """And those who wait for the delivery of a change (BP-7-2)."""
        return self.filter(removed_on=None)

    def ever(self):
        """Whoever is or was of the group; not those whose joining came to nothing."""
        return self.filter(is_pending=False)


class Vehicle(KeyedRow, StationRow):
    """A car of a group; ``plate`` is canonical (名古屋|500|さ|1234), numbers are reassigned and so not unique."""

    class Lamp(models.TextChoices):
        ROTATING = "rotating", "回転式"
        FLASHING = "flashing", "点滅式"

    class Mount(models.TextChoices):
        DETACHABLE = "detachable", "着脱式（マグネット等）"
        FIXED = "fixed", "固定式"

    class Marking(models.TextChoices):
        MAGNET = "magnet", "マグネットシート"
        PAINT = "paint", "塗装"
        OTHER = "other", "その他"

    group = models.ForeignKey(Group, models.PROTECT, related_name="vehicles", verbose_name="団体")
    position = models.PositiveSmallIntegerField("順", default=0)
    plate = models.CharField("車両番号", max_length=30)
    is_light = models.BooleanField("軽自動車", default=False)
    make = models.CharField("車名", max_length=40)
    model_code = models.CharField("型式", max_length=40)
    chassis_number = models.CharField("車台番号", max_length=40)
    chassis_key = models.TextField(editable=False, blank=True)  # one for all spellings of the number
    base_location = models.CharField("使用の本拠の位置", max_length=200)
    user_name = models.CharField("使用者の氏名又は名称", max_length=120)  # a group's name as a rule
    user_address = models.CharField("使用者の住所", max_length=200)
    owner_name = models.CharField("所有者の氏名又は名称", max_length=100, blank=True)
    lamp_type = models.CharField("青色回転灯等の種類", max_length=10, choices=Lamp, default=Lamp.FLASHING)
    lamp_product = models.CharField("青色回転灯等の型式", max_length=60, blank=True)
    lamp_mount = models.CharField("取付方法", max_length=12, choices=Mount, default=Mount.DETACHABLE)
    lamp_count = models.PositiveSmallIntegerField("個数", default=1)
    marking = models.CharField("車体の表示の方法", max_length=10, choices=Marking, default=Marking.MAGNET)
    marking_text = models.CharField("車体の表示の文字", max_length=120, blank=True)
    inspection_published_on = models.DateField("車検証の発行日", null=True, blank=True)
    inspection_valid_until = models.DateField("有効期間の満了する日", null=True, blank=True)
    is_pending = models.BooleanField("変更の交付を待つ", default=False)  # joins by a delivery (BP-7-2)
    removed_on = models.DateField("外した日", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自動車"
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["plate"], name="blue_patrol_by_plate"),
            models.Index(fields=["chassis_key"], name="blue_patrol_by_chassis"),
        ]
        constraints = [
            models.CheckConstraint(
                name="blue_patrol_one_lamp",
                condition=Q(lamp_count=1),
                violation_error_message="青色回転灯等は、1台に1個又は1体です（要領 第5の2のエの(ア)）。",
            )
        ]

    def __str__(self):
        return plates.display(self.plate)

    def save(self, *args, **kwargs):
        if (named := kwargs.get("update_fields")) and "chassis_number" in named:
            kwargs["update_fields"] = {*named, "chassis_key"}
        super().save(*args, **kwargs)

    def stored_keys(self):
        return {"chassis_key": plates.chassis_key(self.chassis_number)}


class Patroller(KeyedRow, StationRow):
    group = models.ForeignKey(Group, models.PROTECT, related_name="patrollers", verbose_name="団体")
    position = models.PositiveSmallIntegerField("順", default=0)
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("よみ", max_length=80, blank=True)
    birth_date = models.DateField("生年月日", null=True, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    remarks = models.CharField("備考", max_length=100, blank=True)
    search_key = models.TextField(editable=False, blank=True)
    is_pending = models.BooleanField("変更の交付を待つ", default=False)  # joins by a delivery (BP-7-2)
    removed_on = models.DateField("外した日", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "実施者"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    def stored_keys(self):
        return {"search_key": f"{names.search_key(self.name)}\n{names.search_key(self.kana)}"}

    def is_trained(self, on: date) -> bool:
        """Whether a training on or before the day is on record (BP-5-5-2)."""
        return self.trainings.filter(attended_on__lte=on).exists()
