"""The register that serves is never rewritten: what must be true of a database before a copy for training is made of it."""

from django.conf import settings
from django.db import connection

from casework.models import Mark, ReadLog, StateChange

OTHERS = (
    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
)


def refusals(database: str) -> list[str]:
    """A sentence for each thing that speaks against it; empty: it may be done."""
    found = []
    if not settings.TRAINING:
        found.append(
            "TRAINING=1がありません。実務の環境では動きません。研修用の環境で、復元した写しに対して実行してください。"
        )
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        if (name := cursor.fetchone()[0]) != database:
            found.append(f"つながっているデータベースは「{name}」です。--databaseの名前と違います。")
        cursor.execute(OTHERS)
        if count := cursor.fetchone()[0]:
            found.append(
                f"このデータベースに、ほかに{count}個の接続があります。ウェブとワーカーを止めてください。"
            )
    return found + _about_the_copy()


def _about_the_copy() -> list[str]:
    restored = Mark.objects.filter(kind=Mark.Kind.RESTORE).first()
    if Mark.objects.filter(kind=Mark.Kind.TRAINING).exists():
        return ["もう研修用の写しです。"]
    if restored is None:
        return [
            "復元したデータベースではありません。バックアップをmanage.py restoreで別のデータベースへ復元し、それに対して実行してください。"
        ]
    if (
        StateChange.objects.filter(at__gt=restored.at).exists()
        or ReadLog.objects.filter(at__gt=restored.at).exists()
    ):
        return ["復元の後に、仕事に使われています。使われているデータベースは書き換えません。"]
    return []
