"""What must be true before a process serves pages or works on jobs: where it is not, it says what to do and does not start.

A database that does not answer is no reason: it may come back, and until then the page for that time answers.
"""

import logging
import sys

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from casework.models import Mark, Prefecture, PrefectureProfile
from casework.watch import health

logger = logging.getLogger(__name__)
BOOT_FAILED = 3  # gunicorn: this process cannot start, nor could another in its place
NEEDED = {
    "chief_title",
    "chief_name",
    "decision_boxes",
}  # values of a profile that are read without another in their place
STANDING = """
select pg_is_in_recovery(), pg_encoding_to_char(encoding), datctype, datlocprovider, rolsuper, rolbypassrls,
  exists (select 1 from pg_class where relowner = r.oid and relnamespace = 'public'::regnamespace)
from pg_database, pg_roles r where datname = current_database() and rolname = current_user
"""


def need(*keys: str) -> None:
    """Called in ``AppConfig.ready()``: values of the prefecture's profile that an application cannot do without."""
    NEEDED.update(keys)


def refuse(*, pages: bool = False) -> None:
    """End the process with its reasons, if there are any. ``pages``: it is to serve pages."""
    try:
        found = [each for each in [_static() if pages else ""] if each] or refusals()
    except (OperationalError, InterfaceError) as error:
        logger.warning("the database does not answer: %s", error)
        return
    finally:
        connection.close()  # whoever forks now takes none along
    for sentence in found:
        sys.stderr.write(f"始められません。{sentence}\n")
    if found:
        sys.exit(BOOT_FAILED)


def refusals() -> list[str]:
    """A sentence for each thing in the way. Raises OperationalError where the database does not answer."""
    found = _of_the_server()
    if found:  # what else is asked would say the same again, or could not be asked
        return found
    return [each for each in (_release(), health.clock(), *_profiles(), _training()) if each]


def _static() -> str:
    """Without the names of the collected files no page could be drawn, not even that of a failure."""
    collected = getattr(staticfiles_storage, "manifest_hash", None)
    if collected or not getattr(staticfiles_storage, "manifest_strict", False):
        return ""
    return "静的ファイルがまだ集められていません。deploy/installを行うか、manage.py collectstaticを行ってください。"


def _of_the_server() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        is_replica, encoding, ctype, provider, is_super, passes_walls, owns = cursor.fetchone()
    found = []
    if is_replica:
        found.append(
            "つながっているのは複製で、書き込めません。DATABASE_URLを主のデータベースに向けるか、複製を昇格させてください。"
        )
    if encoding != "UTF8" or (provider == "c" and "utf" not in ctype.lower()):
        found.append(
            f"データベースの文字の扱いが{encoding}、{ctype}です。createdb -E UTF8 --lc-ctype=C.UTF-8 -T template0で作り直し、バックアップを復元してください。"
        )
    if is_super or passes_walls or owns:
        found.append(
            "データベースの所有者か、壁を越えられるログインでつながっています。DATABASE_URLには、表を持たないログインを書いてください。"
        )
    return found


def _release() -> str:
    """The tables are of this very release; those of a newer one would be written by rules that are no longer true."""
    if fault := health.migrations():
        return fault
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations) | {
        one for each in loader.disk_migrations.values() for one in each.replaces
    }
    newer = {name for name in MigrationRecorder(connection).applied_migrations() if name not in known}
    ours = sorted(f"{app}.{name}" for app, name in newer if app in loader.migrated_apps)
    return (
        f"データベースは、この版（{settings.RELEASE}）より新しい版のものです（{ours[0]}）。新しい版を入れてください。"
        if ours
        else ""
    )


def _profiles() -> list[str]:
    """Every prefecture that has values needs each of those without which a page would fail."""
    found = []
    for prefecture in Prefecture.objects.filter(profiles__isnull=False).distinct():
        profile = PrefectureProfile.nearest(prefecture, timezone.localdate())
        if wanting := sorted(NEEDED - set(profile.values.values_list("key", flat=True))):
            found.append(
                f"{profile}の県の定めに、値がありません：{'、'.join(wanting[:5])}{'など' if wanting[5:] else ''}。"
                "fixtures/profile_values.csvの行を足してmanage.py load_masterを行ってください。"
            )
    return found


def _training() -> str:
    is_copy = Mark.objects.filter(kind=Mark.Kind.TRAINING).exists()
    if is_copy and not settings.TRAINING:
        return "このデータベースは研修用の写しです。TRAINING=1で動かすか、DATABASE_URLを直してください。"
    if settings.TRAINING and not is_copy:
        return "TRAINING=1ですが、このデータベースは研修用の写しではありません。DATABASE_URLかTRAININGを直してください。"
    return ""
