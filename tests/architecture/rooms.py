"""Rooms that exist, from the highest to the lowest, in the order of the contract of Import Linter."""

from __future__ import annotations

import tomllib

from pacte.infra.instance import PROJECT_ROOT


def _rooms() -> tuple[str, ...]:
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each.get("containers") == ["pacte"])
    names = [name.strip(" ()") for layer in layers for name in layer.split("|")]
    return tuple(name for name in names if (PROJECT_ROOT / "src" / "pacte" / name).is_dir())


ROOMS = _rooms()
