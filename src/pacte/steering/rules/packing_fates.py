"""The follow-up of recent decisions, as the pack prints it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.steering.records.meetings import DecisionLine, FateState
from pacte.steering.records.pack import PackFate

_TONES = {FateState.EFFECT_SEEN: "good", FateState.DONE: "good", FateState.EFFECT_NOT_SEEN: "watch"}


def pack_fates(decisions: Iterable[DecisionLine], *, since: date | None) -> tuple[PackFate, ...]:
    """Returns the open decisions and those that changed since the previous meeting, by number."""
    told = [
        line
        for line in decisions
        if not line.fate.is_closed or since is None or line.fate.since >= since or line.decided_on >= since
    ]
    return tuple(pack_fate(line) for line in sorted(told, key=lambda line: line.number))


def pack_fate(line: DecisionLine) -> PackFate:
    return PackFate(
        ref=line.ref,
        decision=apply_french_spacing(line.text),
        text=fate_said(line),
        tone=fate_tone(line),
        owner=line.owner_said,
        decided=format_day(line.decided_on),
        due=format_day(line.fate.due_on) if line.fate.due_on else "sans échéance",
        check=format_day(line.fate.check_on) if line.fate.check_on else "",
        actions=line.actions,
        note=apply_french_spacing(line.fate.last_note),
    )


def fate_said(line: DecisionLine) -> str:
    """« en cours, en retard de 12 jours », « appliquée, effet à vérifier », « effet constaté »."""
    fate = line.fate
    if fate.is_late:
        return f"{fate.label}, en retard de {pluralise(fate.days_late, 'jour')}"
    if fate.is_to_check:
        return f"{fate.label}, effet à vérifier"
    if fate.state is FateState.DONE and fate.check_on:
        return f"{fate.label}, à vérifier le {format_day(fate.check_on)}"
    return fate.label


def fate_tone(line: DecisionLine) -> str:
    if line.fate.is_late:
        return "bad"
    return "watch" if line.fate.is_to_check else _TONES.get(line.fate.state, "")
