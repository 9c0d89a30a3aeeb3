"""Tables that become those of an earlier release are nobody's to serve from, until a release has built its walls."""

import subprocess
import sys

from tests.faults.test_backup import connect, manage
from tests.faults.test_kill import ROOT, environment, own_server

WALLS = """
select 'function', count(*) from pg_proc where pronamespace = 'public'::regnamespace and proname ~ '^(casework|blue_patrol)_'
union all select 'policy', count(*) from pg_policies where schemaname = 'public'
union all select 'trigger', count(*) from pg_trigger t join pg_proc p on p.oid = t.tgfoid
  where not tgisinternal and p.proname ~ '^(casework|blue_patrol)_'
union all select 'right', count(*) from information_schema.role_table_grants where grantee = 'app'
union all select 'scoped table', count(*) from pg_class where relrowsecurity
order by 1
"""


def walls(place) -> dict[str, int]:
    with connect(place) as owner:
        return dict(owner.execute(WALLS).fetchall())


def test_walls_go_with_the_tables_and_come_back_with_them():
    with own_server() as place:
        today = walls(place)
        assert min(today.values()) > 10
        back = manage(place, "migrate", "liaison_councils", "0002", "--verbosity", "0")
        assert back.returncode == 0, back.stderr
        assert "使う版のmigrateが建て直します" in back.stderr
        assert set(walls(place).values()) == {0}
        served = subprocess.run(
            [sys.executable, "manage.py", "load_master"], cwd=ROOT, env=environment(place), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "permission denied" in served.stderr
        forward = manage(place, "migrate", "--verbosity", "0")
        assert forward.returncode == 0, forward.stderr
        assert walls(place) == today
