"""What hinders a person: each barrier as text, and those that may be noted. A constraint, never a diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.journeys.records import CONSTRAINTS, THEME_LABELS, Theme
from pacte.kernel.french import format_day

if TYPE_CHECKING:
    from pacte.journeys.models import Barrier


def barrier_text(each: Barrier) -> str:
    """« Se déplacer : pas de permis »."""
    theme = Theme(each.theme)
    return " : ".join(part for part in (THEME_LABELS[theme], CONSTRAINTS[theme].get(each.constraint, "")) if part)


def barrier_row(each: Barrier) -> dict[str, Any]:
    theme = Theme(each.theme)
    return {
        "id": each.pk,
        "theme": THEME_LABELS[theme],
        "constraint": CONSTRAINTS[theme].get(each.constraint, ""),
        "noted": format_day(each.noted_on),
        "solved": format_day(each.solved_on) if each.solved_on else "",
    }


def barrier_choices() -> list[dict[str, Any]]:
    """Each theme with what may be ticked in it, « sans précision » last."""
    return [
        {
            "theme": THEME_LABELS[theme],
            "options": [
                *((f"{theme}:{code}", label) for code, label in CONSTRAINTS[theme].items()),
                (theme.value, "sans précision"),
            ],
        }
        for theme in Theme
    ]
