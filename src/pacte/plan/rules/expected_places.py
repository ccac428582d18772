"""Places for which a figure « par département » or « par bassin de vie » is promised. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.plan.rules.progress_by_unit import ExpectedUnit


def expected_places(names: Mapping[str, str]) -> tuple[ExpectedUnit, ...]:
    """Return the zones of these names by code, sorted by name."""
    zones = sorted(names.items(), key=lambda each: (each[1], each[0]))
    return tuple(ExpectedUnit(code, name) for code, name in zones)
