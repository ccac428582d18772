"""The walls between rooms in SQL, which Import Linter cannot see.

SQL names the tables of its own room, and the views that a lower room publishes (``audit/published_views.py``). The
exceptions are in ``sql_across_rooms.toml``, with their reasons; the list may only shrink.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from pacte.indicators.facts.tables import PERSON_COLUMNS, SESSION_COLUMNS, TABLES
from pacte.indicators.services.fact_exports import EXPORTS, SOURCES
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.fact_export import FACT_COLUMNS
from tests.architecture.rooms import ROOMS

SOURCE = PROJECT_ROOT / "src" / "pacte"
LISTED = Path(__file__).with_name("sql_across_rooms.toml")
# Number of (file, table) pairs in the list. Lower it with the list, never raise it.
MOST_CROSSINGS = 82
_WORD = re.compile(r"\w+")
_SQL_COMMENT = re.compile(r"--[^\n]*")


@cache
def tables() -> dict[str, str]:
    """Table → room."""
    models = apps.get_models(include_auto_created=True)
    packages = {model._meta.db_table: model._meta.app_config.name.split(".") for model in models}
    return {table: package[1] for table, package in packages.items() if package[0] == "pacte"}


@cache
def views() -> dict[str, str]:
    """Published view → room, from the migrations; without those that a later one drops."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.glob("*/migrations/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if called == "publish_view":
                found[ast.literal_eval(node.args[0])] = path.relative_to(SOURCE).parts[0]
            elif called == "drop_view":
                del found[ast.literal_eval(node.args[0])]
    return found


def texts(path: Path) -> Iterator[str]:
    """Strings of a Python file except docstrings, including the parts of f-strings; the whole text of an SQL file."""
    if path.suffix == ".sql":
        yield path.read_text(encoding="utf-8")
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def crossings_of(room: str, sql: str) -> set[str]:
    """Tables of other rooms that a text names, and views of rooms that are not lower."""
    words = set(_WORD.findall(_SQL_COMMENT.sub(" ", sql)))
    foreign_tables = {word for word in words if tables().get(word, room) != room}
    unseen_views = {word for word in words if word in views() and ROOMS.index(views()[word]) < ROOMS.index(room)}
    return foreign_tables | unseen_views


@cache
def crossings() -> frozenset[tuple[str, str]]:
    """(file, table) pairs of all rooms."""
    found = set()
    for path in sorted({*SOURCE.rglob("*.py"), *SOURCE.rglob("*.sql")}):
        name = path.relative_to(SOURCE).as_posix()
        room = name.partition("/")[0]
        if room in ROOMS:
            found |= {(name, table) for text in texts(path) for table in crossings_of(room, text)}
    return frozenset(found)


def listed() -> dict[tuple[str, str], str]:
    """(file, table) → reason."""
    content = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    return {
        (name, table): reason
        for name, by_reason in content["files"].items()
        for reason, names in by_reason.items()
        for table in names
    }


def crossings_by_room() -> str:
    rooms = {**tables(), **views()}
    counts = Counter(f"{name.partition('/')[0]} → {rooms[table]}" for name, table in crossings())
    return ", ".join(f"{pair} {count}" for pair, count in sorted(counts.items()))


def test_sql_names_tables_of_its_own_room_or_views_of_a_lower_one() -> None:
    unlisted = sorted(crossings() - set(listed()))
    assert unlisted == [], f"publish a view in the room of the table, or export facts; {crossings_by_room()}"


def test_the_list_of_crossings_holds_no_line_too_many() -> None:
    assert sorted(set(listed()) - crossings()) == []


def test_the_list_of_crossings_never_grows() -> None:
    assert len(listed()) == MOST_CROSSINGS, crossings_by_room()


def test_every_reason_is_said() -> None:
    reasons = tomllib.loads(LISTED.read_text(encoding="utf-8"))["reasons"]
    assert set(listed().values()) == set(reasons)
    assert all(reasons.values())


@pytest.mark.parametrize(
    ("room", "sql", "expected"),
    [
        ("journeys", "select 1 from offer_session", {"offer_session"}),
        ("journeys", "select 1 from offer_session_outline", set()),
        ("plan", "select 1 from offer_session_outline", {"offer_session_outline"}),
        ("offer", "select 1 from offer_session s join offer_session_outline o using (session_id)", set()),
        ("journeys", "select 1 -- as offer_session says", set()),
        ("journeys", "create index offer_session_by_day on x (y)", set()),
    ],
)
def test_a_crossing_is_seen(room: str, sql: str, expected: set[str]) -> None:
    assert crossings_of(room, sql) == expected


@pytest.mark.django_db
def test_published_views_are_those_of_the_base_and_ask_who_reads() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, 'security_invoker=true' = any(coalesce(reloptions, '{}')),"
            " has_table_privilege(oid, 'select'), has_table_privilege(oid, 'insert, update, delete, truncate')"
            " from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace order by 1"
        )
        found = cursor.fetchall()
    assert found == [(name, True, True, False) for name in sorted(views())]
    assert all(name.startswith(f"{room}_") for name, room in views().items())


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_an_export_gives_the_columns_that_it_announces(name: str) -> None:
    export = EXPORTS[name]
    assert export.select.count("{rows}") > 0
    with connection.cursor() as cursor:
        cursor.execute(export.sql(f"e.{export.key} = 0"))
        assert [column.name for column in cursor.description] == list(export.columns)


def test_facts_and_their_context_have_the_types_of_the_tables_that_they_fill() -> None:
    assert all(list(EXPORTS[name].columns)[: len(FACT_COLUMNS)] == list(FACT_COLUMNS) for name in SOURCES)
    assert EXPORTS["sessions"].columns == SESSION_COLUMNS
    shape = {**PERSON_COLUMNS, **SESSION_COLUMNS}
    for table in TABLES.values():
        shape |= table.columns
    for export in EXPORTS.values():
        given = {name: kind for name, kind in export.columns.items() if name in shape}
        assert given == {name: shape[name] for name in given}, export.name
