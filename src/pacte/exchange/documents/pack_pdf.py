"""Committee pack as PDF: summary, agenda, decisions, money, review, then one page per action.

All content comes from the frozen pack, and each figure is printed with its reference.
"""

from __future__ import annotations

from typing import Any

from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.kernel.french import format_day, pluralise
from pacte.steering.records import WEATHER_LABELS
from pacte.steering.records.pack import Pack, PackAction, PackAxis, PackMoneyRow
from pacte.steering.rules.pack_builder import NO_AXIS
from pacte.steering.rules.serialisation import record_to_json

PackData = dict[str, Any]


def write(pack: Pack) -> bytes:
    """The PDF. The same pack gives the same bytes."""
    data: PackData = page_texts(record_to_json(pack))
    data |= {
        "title": page_text(pack.title),
        "short": False,
        "description": page_text(f"Dossier du {pack.title}, {pack.plan_title}, édition {pack.edition}"),
        "keywords": ["pacte", "comité", "dossier"],
        "running_title": page_text(f"{pack.title} · dossier"),
        "footer": page_text(f"{pack.plan_title} · édition {pack.edition}, vue au {format_day(pack.as_of)}"),
        "kicker": f"Comité n°\u202f{pack.committee_number} · dossier, édition {pack.edition}",
        "when": page_text(" · ".join(part for part in (format_day(pack.held_on), pack.hour, pack.place) if part)),
        "about": page_text(
            f"{pack.plan_title} · {pack.version} · {pack.round_said} · chiffres vus au {format_day(pack.as_of)}"
        ),
        "axes": [_axis_data(pack, axis) for axis in (*pack.axes, *_unknown_axis(pack))],
        "actions": [_action_data(pack, action) for action in pack.actions],
        "money_lines": [_money_row(pack, line) for line in pack.money.lines],
        "added_lines": [_money_row(pack, line) for line in pack.added.lines],
    }
    return render_pdf("pack.typ", data, pack.as_of)


def _money_row(pack: Pack, line: PackMoneyRow) -> PackData:
    data: PackData = page_texts(record_to_json(line))
    return data | {"rank": pack.axis_rank(line.axis_code), "whole": line.axis_code == "0"}


def page_texts(value: Any) -> Any:
    """Applies ``page_text`` to every text of nested plain data."""
    if isinstance(value, str):
        return page_text(value)
    if isinstance(value, list):
        return [page_texts(each) for each in value]
    return {name: page_texts(each) for name, each in value.items()} if isinstance(value, dict) else value


def _unknown_axis(pack: Pack) -> list[PackAxis]:
    lost = any(action.axis_code == NO_AXIS for action in pack.actions)
    return [PackAxis(NO_AXIS, "Sans axe", "axe que la version du plan ne connaît pas")] if lost else []


def _axis_data(pack: Pack, axis: PackAxis) -> PackData:
    own = [action for action in pack.actions if action.axis_code == axis.code]
    data: PackData = page_texts(record_to_json(axis))
    return data | {"count": pluralise(len(own), "action")}


def _action_data(pack: Pack, action: PackAction) -> PackData:
    axis = next((each for each in pack.axes if each.code == action.axis_code), None)
    data: PackData = page_texts(record_to_json(action))
    return data | {
        "rank": pack.axis_rank(action.axis_code),
        "anchor": f"action-{action.number}",
        "kicker": page_text(
            " · ".join(part for part in (axis.label if axis else "", action.lead, action.person) if part)
        ),
        "weather_label": WEATHER_LABELS[action.weather],
        "before_label": page_text(_previous_weather(action)),
        "late_said": pluralise(len(action.late), "jalon dépassé", "jalons dépassés") if action.late else "",
    }


def _previous_weather(action: PackAction) -> str:
    """« Bon au tour précédent », when the weather has changed since."""
    if action.weather_before in ("none", action.weather.value) or not action.answered:
        return ""
    words = {weather.value: label for weather, label in WEATHER_LABELS.items()}
    return f"{words[action.weather_before]} au tour précédent"
