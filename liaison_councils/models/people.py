"""People who are, were or may become members; typed once, whatever the number of their terms."""

from django.db import models

from casework import names
from casework.models.base import StationQuerySet, StationRow
from casework.models.keyed import KeyedRow
from liaison_councils.rules.composition import CATEGORIES

SEX = (("female", "女"), ("male", "男"))


class PersonQuerySet(StationQuerySet):
    def found_by(self, text: str):
        """By name, reading, occupation or body, whatever the script or variant."""
        key = names.search_key(text)
        return self.filter(search_key__contains=key) if key else self.none()

    def alike(self, name: str, kana: str = ""):
        """Those whose name or reading is the same for an office: shown, never merged silently."""
        keys = Person.keys_of(name, kana)
        return self.filter(models.Q(name_key__in=keys) | models.Q(kana_key__in=keys)) if keys else self.none()


class Person(KeyedRow, StationRow):
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("ふりがな", max_length=80, blank=True)
    birth_date = models.DateField("生年月日", null=True, blank=True)
    sex = models.CharField("性別", max_length=6, choices=SEX, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    occupation = models.CharField("職業・勤務先", max_length=100, blank=True)
    body = models.CharField("所属団体", max_length=100, blank=True)
    name_key = models.TextField(editable=False, blank=True)
    kana_key = models.TextField(editable=False, blank=True)
    search_key = models.TextField(editable=False, blank=True)
    order_key = models.TextField("五十音順", editable=False, blank=True)

    objects = PersonQuerySet.as_manager()
    FIELDS = ("name", "kana", "birth_date", "sex", "address", "phone", "occupation", "body")

    class Meta:
        verbose_name = verbose_name_plural = "委員の人"
        ordering = ["order_key", "pk"]
        indexes = [models.Index(fields=["station", "name_key"], name="liaison_councils_same_name")]

    def __str__(self):
        return self.name

    def stored_keys(self):
        texts = (self.name, self.kana, self.occupation, self.body)
        return {
            "name_key": names.search_key(self.name),
            "kana_key": names.search_key(self.kana),
            "search_key": "\n".join(names.search_key(text) for text in texts if text),
            "order_key": names.kana_key(self.kana or self.name),
        }

    @staticmethod
    def keys_of(name: str, kana: str = "") -> list[str]:
        """What a name and a reading are searched by."""
        return [key for key in (names.search_key(name), names.search_key(kana)) if key]

    def rewrite(self, typed: dict) -> None:
        """Write over what is typed of the person; called within an act."""
        for name in self.FIELDS:
            if name in typed:
                setattr(self, name, typed[name])
        self.save()


CATEGORY_CHOICES = tuple(CATEGORIES.items())
