"""Walls between rooms that Import Linter cannot see: foreign keys, signals, names, migrations, licences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from pacte.infra.instance import PROJECT_ROOT

SOURCE = PROJECT_ROOT / "src" / "pacte"


@cache
def rooms() -> list[str]:
    """Rooms from the highest to the lowest, as the first contract of Import Linter lists them."""
    settings = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [name.strip(" ()") for layer in layers for name in layer.split("|")]


def python_files() -> Iterator[Path]:
    return (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def test_no_room_bears_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "misc", "base", "manager", "managers", "tools", "lib"}
    assert [str(path.relative_to(SOURCE)) for path in python_files() if path.stem in vague] == []


def test_every_folder_of_the_house_is_a_known_room() -> None:
    assert {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"} <= set(rooms())


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
                down = rooms().index(other) > rooms().index(room)
                hidden = field.remote_field.related_name == "+"
                if not (down and hidden):
                    wrong.append(f"{model.__name__}.{field.name} → {other}")
    assert wrong == []


def test_no_signal_and_no_model_fetched_by_name() -> None:
    forbidden = re.compile(r"\bget_model\(|post_save|pre_save|post_migrate|@receiver|except Exception\b|except:", re.M)
    assert [str(path) for path in python_files() if forbidden.search(path.read_text(encoding="utf-8"))] == []


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
