"""Every public query, service and workflow takes ``actor``, except the functions listed in ``without_actor.toml``."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

from pacte.infra.instance import PROJECT_ROOT

SOURCE = PROJECT_ROOT / "src" / "pacte"
LIST = Path(__file__).parent / "without_actor.toml"
DOMAIN_ROOMS = (
    "evaluation", "indicators", "procedures", "interop", "journeys", "agenda", "offer", "steering", "finance", "plan",
    "notifications", "accounts", "audit", "reference",
)  # fmt: skip
FLOORS = [(room, floor) for room in DOMAIN_ROOMS for floor in ("queries", "services")]
# The size of the list when it was written. Lower it when a function leaves the list; never raise it.
MOST_WITHOUT_ACTOR = 229
# Records that carry the actor: a function that takes one takes the actor with it.
CARRIERS = {"CountContext"}


def floor_modules(room: str, floor: str) -> list[Path]:
    """The files of a floor at any depth: ``room/floor.py``, or all files of the package ``room/floor``."""
    single = SOURCE / room / f"{floor}.py"
    return [single] if single.exists() else sorted((SOURCE / room / floor).rglob("*.py"))


def checked_modules() -> list[Path]:
    return [
        *(path for room, floor in FLOORS for path in floor_modules(room, floor)),
        *sorted((SOURCE / "workflows").rglob("*.py")),
    ]


def names_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    carried = {"actor" for each in arguments if each.annotation and ast.unparse(each.annotation) in CARRIERS}
    return carried | {each.arg for each in arguments}


@cache
def argument_names() -> dict[str, set[str]]:
    """Argument names of every public function, by dotted name below ``pacte``."""
    return {
        f"{'.'.join(path.relative_to(SOURCE).with_suffix('').parts)}.{node.name}": names_of(node)
        for path in checked_modules()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    }


@cache
def listed() -> list[str]:
    groups = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [name for group in groups.values() for name in group["functions"]]


def exported_services(room: str) -> set[str]:
    """Names in ``__all__`` of the services package; empty when the services are a single file."""
    package = SOURCE / room / "services" / "__init__.py"
    if not package.exists():
        return set()
    for node in ast.parse(package.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_every_public_query_service_and_workflow_takes_the_actor() -> None:
    without = {name for name, arguments in argument_names().items() if "actor" not in arguments}
    assert without - set(listed()) == set(), "these functions take no actor"


def test_every_listed_function_exists_and_still_takes_no_actor() -> None:
    arguments = argument_names()
    stale = [name for name in listed() if name not in arguments or "actor" in arguments[name]]
    assert stale == [], "remove these names from without_actor.toml"


def test_the_list_names_each_function_once_with_a_reason_and_never_grows() -> None:
    assert len(listed()) == len(set(listed())) <= MOST_WITHOUT_ACTOR
    groups = tomllib.loads(LIST.read_text(encoding="utf-8"))
    assert [name for name, group in groups.items() if not (group["reason"] and group["functions"])] == []


@pytest.mark.parametrize("room", [room for room in DOMAIN_ROOMS if exported_services(room)])
def test_every_service_that_pages_may_call_takes_the_actor_by_keyword(room: str) -> None:
    """Stricter than the list: no exception for the names in ``__all__``."""
    exported = exported_services(room)
    positional = {
        node.name
        for path in floor_modules(room, "services")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name in exported
        if "actor" not in {each.arg for each in node.args.kwonlyargs}
    }
    assert positional == set()
