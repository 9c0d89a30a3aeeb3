"""The keys of names.py once more, in SQL: made by the database itself, so that no write can forget them.

For each text that is searched there is an index over its keys' 1- and 2-grams and a function that asks it. An index
bears the sum of all that it is made of in its comment and is built anew when that changes. Row level security would
keep every index but those of the simplest operators from use, so the functions look past it and ask the scope themselves.
Keys are dear to make (``cost``): a planner that thinks them cheap would rather make every row's anew than use the index.
"""

from functools import lru_cache
from zlib import crc32

from django.conf import settings

from casework import names
from casework.search.keys import BETWEEN
from casework.search.kinds import Text, texts
from casework.walls.sql import DEFINER

SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f"
SPACES = "\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
CHARS: tuple[tuple[int, int], ...] = (
    (0x41, 0x0600), (0x10A0, 0x1100), (0x13A0, 0x1400), (0x1E00, 0x2200), (0x2C00, 0x2E00), (0x3005, 0xA000),
    (0xA640, 0xAC00), (0xF900, 0xFB00), (0x10400, 0x10500), (0x20000, 0x323B0),
)  # fmt: skip
"""Where a letter or a kanji may fold to another: (first, behind the last)."""

SEARCH_KEY = """
create or replace function casework_search_key(typed text) returns text
language plpgsql immutable strict parallel safe cost 1000 as $$
declare
  plain text := regexp_replace(translate(typed, '\u309b\u309c', '\u3099\u309a'), '[{selectors}]', '', 'g');
begin
  plain := translate(regexp_replace(normalize(plain, NFKC), '[{spaces}]', '', 'g'), '{usual}', '{usual_as}');
  if plain ~ '[{rare}]' then
    plain := translate(plain, '{rare}', '{rare_as}');
  end if;
  return plain;
end $$
"""
# Named with its schema: a restored backup and autovacuum make indexes anew without a search_path.
NUMBER_KEY = f"""
create or replace function casework_number_key(typed text) returns text
language plpgsql immutable strict parallel safe cost 1000 as $$
begin
  return translate(public.casework_search_key(typed), '{BETWEEN}', '');
end $$
"""
# Of every line the 1- and 2-grams, and the line as a whole behind a tab: what was asked for exactly is asked of the index too.
GRAMS = """
create or replace function casework_grams(key text) returns text[]
language plpgsql immutable strict parallel safe cost 1000 as $$
declare
  line text;
  grams text[] := '{}';
begin
  foreach line in array string_to_array(key, e'\\n') loop
    for place in 1 .. length(line) loop
      grams := grams || substr(line, place, 1) || substr(line, place, 2);
    end loop;
    grams := grams || (e'\\t' || line);
  end loop;
  return array(select distinct gram from unnest(grams) gram);
end $$
"""
ASKED = """
create or replace function casework_asked(key text) returns text[]
language plpgsql immutable strict parallel safe cost 1000 as $$
begin
  if length(key) < 3 then
    return array[key];
  end if;
  return array(select distinct substr(key, place, 2) from generate_series(1, length(key) - 1) place);
end $$
"""
FIND = """
create or replace function {function}(typed text, is_whole boolean) returns setof bigint
language plpgsql stable {definer} set plan_cache_mode = force_custom_plan set jit = off as $$
declare
  asked text := {key}(typed);
begin
  if asked = '' then
    return;
  elsif is_whole then
    return query select id from "{table}" where casework_grams({text}) @> array[e'\\t' || asked]
      and station_id = any ((select casework_scope())::bigint[]);
  else
    return query select id from "{table}" where casework_grams({text}) @> casework_asked(asked)
      and (length(asked) < 3 or strpos({text}, asked) > 0)
      and station_id = any ((select casework_scope())::bigint[]);
  end if;
end $$
"""


@lru_cache(maxsize=1)
def search_key_sql() -> str:
    """``names.search_key`` as a function of the database: its single characters, folded as Python folds them."""
    folds = {}
    for first, last in CHARS:
        for char in map(chr, range(first, last)):
            key = names.search_key(char)
            if len(key) == 1 and key != char:
                folds[char] = key
    usual = [char for char in folds if char < "\x7f" or "ァ" <= char <= "ヺ" or char in "ゕゖヽヾ"]
    rare = [char for char in folds if char not in set(usual)]
    return SEARCH_KEY.format(
        selectors=SELECTORS, spaces=SPACES, usual="".join(usual), usual_as="".join(folds[char] for char in usual),
        rare="".join(rare), rare_as="".join(folds[char] for char in rare),
    )  # fmt: skip


def _sql_of(text: Text) -> str:
    """The keys of a text's lines, a line each."""
    key = "casework_number_key" if text.number else "casework_search_key"
    return " || e'\\n' || ".join(f"{key}(coalesce({line}, ''))" for line in text.lines)


def build_search(cursor, tables: set[str]) -> None:
    """(Re)build functions and indexes; run as the owner. Safe to repeat."""
    keys = (search_key_sql(), NUMBER_KEY, GRAMS, ASKED)
    for function in keys:
        cursor.execute(function)
    for text in texts():
        table = text.model._meta.db_table
        if table in tables:
            _build_index(cursor, table, text, keys)
            _build_function(cursor, table, text)


def _build_index(cursor, table: str, text: Text, keys: tuple[str, ...]) -> None:
    name, grams = f"casework_search_{text.name}", f"casework_grams({_sql_of(text)})"
    made_of = f"{crc32(''.join((*keys, table, grams)).encode()):08x}"
    cursor.execute("select obj_description(to_regclass(%s), 'pg_class')", [name])
    if cursor.fetchone()[0] == made_of:
        return
    cursor.execute(f"drop index if exists {name}")
    cursor.execute(f'create index {name} on "{table}" using gin (({grams})) with (fastupdate = off)')
    cursor.execute(f"comment on index {name} is '{made_of}'")


def _build_function(cursor, table: str, text: Text) -> None:
    key = "casework_number_key" if text.number else "casework_search_key"
    name = text.function
    cursor.execute(FIND.format(function=name, definer=DEFINER, key=key, table=table, text=_sql_of(text)))
    cursor.execute(f"revoke all on function {name}(text, boolean) from public")
    cursor.execute(f'grant execute on function {name}(text, boolean) to "{settings.DATABASE_APP_LOGIN}"')
