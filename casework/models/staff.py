"""Staff, the posts they hold from a day to a day, and the actor that a request or command acts as."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from casework.models.places import HeadquartersDivision, Koban, Prefecture, Station
from casework.permissions import PERMISSIONS
from casework.roles import Role

UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like another when written down


def one_time_password() -> str:
    """Four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(UNAMBIGUOUS) for _ in range(4)) for _ in range(4))


class StaffManager(BaseUserManager):
    def get_by_natural_key(self, staff_number):
        return self.get(staff_number=staff_number)

    def create_user(self, staff_number, password=None, **fields):
        """A person with a log-in, or without one when no password is given."""
        staff = self.model(staff_number=staff_number, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A person; rights come from postings, never from the person."""

    staff_number = models.CharField("職員番号", max_length=20, unique=True)
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("よみ", max_length=80, blank=True)
    rank = models.CharField("階級", max_length=20, blank=True)
    extension = models.CharField("内線", max_length=10, blank=True)
    email = models.EmailField(
        "メールアドレス", blank=True, help_text="お知らせのメールを送る先。なければ送りません"
    )
    is_active = models.BooleanField("有効", default=True)
    is_administrator = models.BooleanField("システム管理者", default=False)
    must_change_password = models.BooleanField("次のログインでパスワードを変える", default=False)

    objects = StaffManager()
    USERNAME_FIELD = "staff_number"

    class Meta:
        verbose_name = verbose_name_plural = "職員"

    def __str__(self):
        return f"{self.rank} {self.name}".strip()

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        """How the admin site's head greets."""
        return self.name

    def give_one_time_password(self) -> str:
        """A password that opens nothing but the page to change it; every session of the person ends."""
        from casework.models.sessions import LogInSession  # it names whose a session is

        password = one_time_password()
        self.set_password(password)
        self.must_change_password = True
        self.save(update_fields=["password", "must_change_password"])
        LogInSession.end_all(self)
        return password

    @property
    def is_staff(self) -> bool:
        """May open the admin site: master data and accounts only."""
        return self.is_active and self.is_administrator

    def has_perm(self, perm, obj=None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label) -> bool:
        return self.is_staff


class Post(models.Model):
    """A post (職) of one office: exactly one of station, koban and division."""

    role = models.CharField("役割", max_length=20, choices=Role)
    title = models.CharField("職名", max_length=40)
    level = models.CharField(
        "決裁の段階", max_length=10, blank=True, help_text="係・補佐・課長・部長・本部長"
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="警察署"
    )
    koban = models.ForeignKey(
        Koban, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="交番等"
    )
    division = models.ForeignKey(
        HeadquartersDivision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="本部の課",
    )

    class Meta:
        verbose_name = verbose_name_plural = "職"
        constraints = [
            models.CheckConstraint(
                name="casework_post_of_one_office",
                condition=Q(station__isnull=False, division__isnull=True)
                | Q(station__isnull=True, koban__isnull=True, division__isnull=False),
                violation_error_message="警察署か本部の課の、どちらか一つを選んでください。",
            )
        ]

    def __str__(self):
        return f"{self.office} {self.title}"

    @property
    def office(self) -> Station | HeadquartersDivision:
        return cast("Station | HeadquartersDivision", self.station or self.division)  # a constraint wants one

    @property
    def prefecture(self) -> Prefecture:
        return self.office.prefecture


class PostingQuerySet(models.QuerySet):
    def on(self, day: date):
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def with_office(self):
        return self.select_related(
            "staff", "post__station__prefecture", "post__division__prefecture", "post__koban"
        )


class Posting(models.Model):
    """A person in a post from a day to a day; as a deputy the post's acts are 代決 and leave 後閲 open."""

    class Capacity(models.TextChoices):
        REGULAR = "regular", "本務"
        CONCURRENT = "concurrent", "兼務"
        DEPUTY = "deputy", "代理"

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="postings", verbose_name="職員")
    post = models.ForeignKey(Post, models.PROTECT, related_name="postings", verbose_name="職")
    capacity = models.CharField("別", max_length=10, choices=Capacity, default=Capacity.REGULAR)
    starts_on = models.DateField("開始日")
    ends_on = models.DateField("終了日", null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "配置"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_posting_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="終了日は、開始日より前にできません。",
            ),
            models.UniqueConstraint(
                fields=["staff", "post"],
                condition=Q(ends_on=None),
                name="casework_one_open_posting_a_post",
                violation_error_message="この職員は、すでにこの職にいます。",
            ),
        ]

    def __str__(self):
        return f"{self.staff} {self.label}"

    @property
    def label(self) -> str:
        mark = {"regular": "", "concurrent": "（兼務）", "deputy": "（代理）"}[self.capacity]
        return f"{self.post}{mark}"


@dataclass(frozen=True)
class Actor:
    """Who acts, and as what: a person in a posting. ``station_ids`` is what the actor's scope sees.

    ``stations`` are those that headquarters chooses from, in their order; a station's own desk has none to choose.
    ``in_place_of``: a role whose part this post takes within one act, because nobody is there to take it.
    ``is_proved``: by a second factor, where one is demanded; without it nothing is decided.
    """

    posting: Posting
    station_ids: tuple[int, ...] = ()
    request_id: str = ""
    stations: tuple[Station, ...] = ()
    in_place_of: Role | None = None
    is_proved: bool = True

    @classmethod
    def of(cls, posting: Posting, request_id: str = "") -> "Actor":
        """The actor of a posting with its scope: the own station, or every station of HQ's prefecture."""
        post = posting.post
        if post.role == Role.ADMINISTRATOR:
            return cls(posting, (), request_id)
        if post.station_id:
            return cls(posting, (post.station_id,), request_id)
        mine = tuple(Station.objects.filter(prefecture=post.prefecture))
        return cls(posting, tuple(sorted(station.pk for station in mine)), request_id, mine)

    @property
    def staff(self) -> Staff:
        return self.posting.staff

    @property
    def post(self) -> Post:
        return self.posting.post

    @property
    def role(self) -> Role:
        return Role(self.post.role)

    @property
    def office_name(self) -> str:
        return str(self.post.office)

    @property
    def prefecture(self) -> Prefecture:
        return self.post.prefecture

    @property
    def station(self) -> Station | None:
        return self.post.station

    @property
    def is_deputy(self) -> bool:
        return self.posting.capacity == Posting.Capacity.DEPUTY

    def may(self, code: str) -> bool:
        """Whether the post holds the permission at all (without asking about one case)."""
        return PERMISSIONS[code].held_by(self)
