"""The walls of the house, those that Import Linter holds and the back doors that it cannot see."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from pacte.infra.instance import PROJECT_ROOT

SOURCE = PROJECT_ROOT / "src" / "pacte"
ROOMS = (
    "config",
    "web",
    "cli",
    "demo",
    "exchange",
    "workflows",
    "evaluation",
    "indicators",
    "matching",
    "benefits",
    "procedures",
    "interop",
    "journeys",
    "agenda",
    "places",
    "offer",
    "needs",
    "steering",
    "finance",
    "plan",
    "notifications",
    "accounts",
    "reference",
    "audit",
    "infra",
    "kernel",
)
DOMAIN_ROOMS = (
    "evaluation", "indicators", "procedures", "interop", "journeys", "agenda", "offer", "steering", "finance", "plan",
    "notifications", "accounts", "audit", "reference",
)  # fmt: skip
# Before anyone is known, or about facts that are public: each exception says which.
WITHOUT_ACTOR = {
    "accounts.queries": "directory and login: who acts is not known yet, or the fact is public",
    "accounts.services": "login links are used before anyone is known; small parts of a checked service",
    "reference.queries": "public facts",
    "plan.queries": "parts that receive a version obtained through a checked query",
    "finance.queries": "parts that receive a plan obtained through a checked query",
    "agenda.queries": "parts that receive a meeting obtained through a checked query",
    "journeys.queries": "parts that receive a journey obtained through a checked query",
    "journeys.services": "parts called inside a checked service",
    "interop.services": "parts called inside a checked service",
    "plan.services": "parts called inside a checked service",
    "procedures.queries": "parts that receive a file obtained through a checked query",
    "procedures.services": "parts called inside a checked service",
    "evaluation.queries": "parts that receive a version obtained through a checked query",
    "evaluation.services": "parts called inside a checked service",
    "indicators.queries": "parts that receive a reach obtained from the permissions",
    "indicators.services": "parts called inside a checked service",
}


def python_files() -> Iterator[Path]:
    return (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def test_imports_go_down_the_list_of_rooms() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(PROJECT_ROOT / "src"), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_code_passes_the_linter() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "ruff"), "check", "--no-cache", "src", "bench", "tests", "scripts"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_templates_pass_their_linter() -> None:
    templates = [str(path) for path in sorted((SOURCE / "web").rglob("*.html"))]
    done = subprocess.run(
        [str(Path(sys.executable).parent / "djade"), "--check", "--target-version", "5.2", *templates],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_the_types_agree(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path), "src/pacte", "bench"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT / "src")},
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_no_room_bears_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "misc", "base", "manager", "managers", "tools", "lib"}
    assert [str(path.relative_to(SOURCE)) for path in python_files() if path.stem in vague] == []


def test_every_folder_of_the_house_is_a_known_room() -> None:
    assert {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"} <= set(ROOMS)


def test_a_foreign_key_points_down_and_stays_unseen_from_below() -> None:
    wrong = []
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("pacte.") else ""
        for field in model._meta.get_fields() if room else ():
            target = getattr(field, "related_model", None)
            if not getattr(field, "many_to_one", False) or target is None:
                continue
            other = target.__module__.split(".")[1] if target.__module__.startswith("pacte.") else ""
            if other and other != room:
                down = ROOMS.index(other) > ROOMS.index(room)
                hidden = field.remote_field.related_name == "+"
                if not (down and hidden):
                    wrong.append(f"{model.__name__}.{field.name} → {other}")
    assert wrong == []


def test_no_signal_and_no_model_fetched_by_name() -> None:
    forbidden = re.compile(r"\bget_model\(|post_save|pre_save|post_migrate|@receiver|except Exception\b|except:", re.M)
    assert [str(path) for path in python_files() if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_every_public_query_and_service_takes_the_actor() -> None:
    wanting = []
    for room in DOMAIN_ROOMS:
        for floor in ("queries", "services"):
            if f"{room}.{floor}" in WITHOUT_ACTOR:
                continue
            for path in _floor_files(room, floor):
                for node in ast.parse(path.read_text(encoding="utf-8")).body:
                    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                        names = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
                        if "actor" not in names:
                            wanting.append(f"{room}.{floor}.{node.name}")
    assert wanting == []


def test_what_a_room_offers_to_the_pages_takes_the_actor() -> None:
    """Stricter than the list above: every write that a page can call says who acts."""
    wanting = []
    for room in DOMAIN_ROOMS:
        exported = _exported(room, "services")
        for path in _floor_files(room, "services"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and node.name in exported:
                    names = {each.arg for each in node.args.kwonlyargs}
                    if "actor" not in names:
                        wanting.append(f"{room}.{node.name}")
    assert wanting == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_state_design_system_is_nowhere() -> None:
    """Its licence reserves it to the State: a Region may not use it (trust requirements, accessibility)."""
    mark = re.compile(r"\bfr-(btn|grid|container|card|header|footer|input)\b|@gouvfr|django-dsfr|Marianne", re.I)
    searched = [
        *SOURCE.rglob("*.html"),
        *SOURCE.rglob("*.css"),
        *SOURCE.rglob("*.js"),
        *(PROJECT_ROOT / "requirements").glob("*"),
    ]
    assert [str(path) for path in searched if mark.search(path.read_text(encoding="utf-8"))] == []


def _floor_files(room: str, floor: str) -> list[Path]:
    single = SOURCE / room / f"{floor}.py"
    if single.exists():
        return [single]
    return sorted(path for path in (SOURCE / room / floor).glob("*.py") if path.stem != "__init__")


def _exported(room: str, floor: str) -> set[str]:
    package = SOURCE / room / floor / "__init__.py"
    if not package.exists():
        return set()
    for node in ast.parse(package.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return set(ast.literal_eval(node.value))
    return set()
