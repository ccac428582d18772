"""Committee pack as PDF: summary, agenda, decisions, money, review, then one page per action.

All content comes from the frozen pack, and each figure is printed with its reference.
"""

from __future__ import annotations

from typing import Any

from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_texts import paper
from pacte.kernel.french import format_day, pluralise
from pacte.steering.records import WEATHER_LABELS
from pacte.steering.records.pack import Pack, PackAction, PackAxis, PackMoneyRow
from pacte.steering.rules.pack_builder import NO_AXIS
from pacte.steering.rules.serialisation import record_to_json

Said = dict[str, Any]


def write(pack: Pack) -> bytes:
    """The PDF. The same pack gives the same bytes."""
    said: Said = papered(record_to_json(pack))
    said |= {
        "title": paper(pack.title),
        "short": False,
        "description": paper(f"Dossier du {pack.title}, {pack.plan_title}, édition {pack.edition}"),
        "keywords": ["pacte", "comité", "dossier"],
        "running_title": paper(f"{pack.title} · dossier"),
        "footer": paper(f"{pack.plan_title} · édition {pack.edition}, vue au {format_day(pack.as_of)}"),
        "kicker": f"Comité n°\u202f{pack.committee_number} · dossier, édition {pack.edition}",
        "when": paper(" · ".join(part for part in (format_day(pack.held_on), pack.hour, pack.place) if part)),
        "about": paper(
            f"{pack.plan_title} · {pack.version} · {pack.round_said} · chiffres vus au {format_day(pack.as_of)}"
        ),
        "axes": [_axis(pack, axis) for axis in (*pack.axes, *_no_axis(pack))],
        "actions": [_action(pack, action) for action in pack.actions],
        "money_lines": [_line(pack, line) for line in pack.money.lines],
        "added_lines": [_line(pack, line) for line in pack.added.lines],
    }
    return made("pack.typ", said, pack.as_of)


def _line(pack: Pack, line: PackMoneyRow) -> Said:
    said: Said = papered(record_to_json(line))
    return said | {"rank": pack.axis_rank(line.axis_code), "whole": line.axis_code == "0"}


def papered(value: Any) -> Any:
    """Applies ``page_text`` to every text of nested plain data."""
    if isinstance(value, str):
        return paper(value)
    if isinstance(value, list):
        return [papered(each) for each in value]
    return {name: papered(each) for name, each in value.items()} if isinstance(value, dict) else value


def _no_axis(pack: Pack) -> list[PackAxis]:
    lost = any(action.axis_code == NO_AXIS for action in pack.actions)
    return [PackAxis(NO_AXIS, "Sans axe", "axe que la version du plan ne connaît pas")] if lost else []


def _axis(pack: Pack, axis: PackAxis) -> Said:
    own = [action for action in pack.actions if action.axis_code == axis.code]
    said: Said = papered(record_to_json(axis))
    return said | {"count": pluralise(len(own), "action")}


def _action(pack: Pack, action: PackAction) -> Said:
    axis = next((each for each in pack.axes if each.code == action.axis_code), None)
    said: Said = papered(record_to_json(action))
    return said | {
        "rank": pack.axis_rank(action.axis_code),
        "anchor": f"action-{action.number}",
        "kicker": paper(" · ".join(part for part in (axis.label if axis else "", action.lead, action.person) if part)),
        "weather_label": WEATHER_LABELS[action.weather],
        "before_label": paper(_before(action)),
        "late_said": pluralise(len(action.late), "jalon dépassé", "jalons dépassés") if action.late else "",
    }


def _before(action: PackAction) -> str:
    """« Bon au tour précédent », when the weather has changed since."""
    if action.weather_before in ("none", action.weather.value) or not action.answered:
        return ""
    words = {weather.value: label for weather, label in WEATHER_LABELS.items()}
    return f"{words[action.weather_before]} au tour précédent"
