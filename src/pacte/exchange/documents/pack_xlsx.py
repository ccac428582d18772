"""Committee pack as a workbook: one sheet per subject, a reference on each row with a figure.

« Tel qu’imprimé » is the text of the PDF and the slides; « Valeur » is the same as a number, for calculations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter import Workbook

from pacte.exchange.documents.worksheet_table import (
    MEDIA_TYPE,
    Column,
    ShareCell,
    TableCell,
    workbook_bytes,
    write_worksheet_table,
)
from pacte.kernel.french import format_day
from pacte.steering.records import WEATHER_LABELS
from pacte.steering.records.pack import Pack, PackDecisionFollowUp, PackFigure

__all__ = ["MEDIA_TYPE", "PRINTED", "REF", "write"]

REF, PRINTED = "Réf.", "Tel qu’imprimé"
PackRow = tuple[TableCell, ...]


def write(pack: Pack) -> bytes:
    """The workbook. The same pack gives the same bytes."""
    return workbook_bytes(
        f"{pack.title} · dossier, édition {pack.edition}",
        pack.plan_title,
        pack.as_of,
        synthetic=pack.synthetic,
        fill=lambda workbook: _fill(workbook, pack),
    )


def _fill(workbook: Workbook, pack: Pack) -> None:
    subtitle = f"{pack.title}, {format_day(pack.held_on)} · édition {pack.edition}, vue au {format_day(pack.as_of)}"
    for name, columns, rows in _sheets(pack):
        title = f"{name} · {subtitle}"
        write_worksheet_table(workbook, name, title, columns, rows, synthetic=pack.synthetic, money=(_EUROS,))


def _sheets(pack: Pack) -> Iterator[tuple[str, Sequence[Column], Sequence[PackRow]]]:
    yield "Synthèse", _SUMMARY, [(each.ref, each.label, each.text, each.amount) for each in pack.summary]
    yield (
        "Ordre du jour",
        _AGENDA,
        [(p.rank, p.hour, p.title, p.kind, p.presenter, p.minutes, p.number) for p in pack.agenda],
    )
    yield "À décider", _ASKS, [(each.ref, each.number, each.title, each.text, each.by) for each in pack.asks]
    yield "Décisions suivies", _FATES, [_fate_row(each) for each in pack.fates]
    yield "Apports du pacte", _ADDED, list(_added(pack))
    yield "Argent", _MONEY, list(_money(pack))
    yield "Revue", _REVIEW, list(_review(pack))
    milestones = [(action.number, each) for action in pack.actions for each in action.milestones]
    yield (
        "Jalons",
        _MILESTONES,
        [(each.ref, number, each.title, each.text, each.due_on, each.state, each.note) for number, each in milestones],
    )
    yield "Mesures", _VALUES, list(_proofs(pack))
    values = [(action.number, each) for action in pack.actions for each in action.values]
    yield (
        "Chiffres",
        _VALUES,
        [(each.ref, number, each.label, each.text, each.amount, each.note) for number, each in values],
    )
    risks = [(action.number, each) for action in pack.actions for each in action.risks]
    yield "Risques", _RISKS, [(each.ref, number, each.title, each.text, each.response) for number, each in risks]


_EUROS = "Valeur, €"
_SUMMARY = ((REF, 9), ("Ce qui est compté", 44), (PRINTED, 18), ("Valeur", 12))
_AGENDA = (
    ("N°", 6), ("Heure", 10), ("Point", 60), ("Attendu", 18), ("Par", 26), ("Minutes", 9), ("Action", 8),
)  # fmt: skip
_ASKS = ((REF, 10), ("Action", 8), ("Intitulé", 44), ("Décision demandée", 70), ("Par", 26))
_FATES = (
    (REF, 9), ("Décision", 60), ("Actions", 12), ("Responsable", 28), ("Décidé le", 20), ("Échéance", 20),
    ("À vérifier le", 20), (PRINTED, 34), ("Dernier mot", 44),
)  # fmt: skip
_MONEY = ((REF, 9), ("Ligne", 22), ("Étape", 18), (PRINTED, 18), (_EUROS, 20), ("Part de l’enveloppe", 14))
_ADDED = (
    (REF, 9), ("Ligne", 22), ("Ce qui est compté", 30), (PRINTED, 18), ("Valeur", 20), ("Précision", 34),
)  # fmt: skip
_REVIEW = (
    ("N°", 6), ("Action", 44), ("Axe", 10), ("Porteur", 24), ("Personne", 22), ("Météo", 12), ("Avant", 12),
    ("Mot du porteur", 40), ("Signé", 28), ("Où en est l’action", 70), ("Pourquoi elle compte", 30),
)  # fmt: skip
_MILESTONES = (
    (REF, 11), ("Action", 8), ("Jalon", 56), (PRINTED, 20), ("Date", 12), ("État", 12), ("Précision", 50),
)  # fmt: skip
_VALUES = (
    (REF, 11), ("Action", 8), ("Ce qui est compté", 50), (PRINTED, 22), ("Valeur", 16), ("D’où il vient", 54),
)  # fmt: skip
_RISKS = ((REF, 11), ("Action", 8), ("Risque", 60), (PRINTED, 12), ("Réponse", 60))


def _fate_row(fate: PackDecisionFollowUp) -> PackRow:
    actions = ", ".join(map(str, fate.actions))
    return (
        fate.ref, fate.decision, actions, fate.owner, fate.decided, fate.due, fate.check, fate.text, fate.note,
    )  # fmt: skip


def _review(pack: Pack) -> Iterator[PackRow]:
    words = {weather.value: label for weather, label in WEATHER_LABELS.items()}
    for action in pack.actions:
        yield (
            action.number, action.title, action.axis_code, action.lead, action.person,
            WEATHER_LABELS[action.weather] if action.answered else "sans réponse", words[action.weather_before],
            action.weather_word, action.weather_said, action.progress, action.why,
        )  # fmt: skip


def _money(pack: Pack) -> Iterator[PackRow]:
    for line in pack.money.lines:
        for column, figure in zip(pack.money.columns, line.figures, strict=True):
            if figure:
                yield _amount(figure, line.label, column)
    for action in pack.actions:
        for figure in action.money:
            yield _amount(figure, f"Action {action.number}", figure.label)


def _added(pack: Pack) -> Iterator[PackRow]:
    for line in pack.added.lines:
        for column, figure in zip(pack.added.columns, line.figures, strict=True):
            if figure:
                yield figure.ref, line.label, column, figure.text, _number(figure), figure.note


def _number(figure: PackFigure) -> TableCell:
    """The amount, as a ratio when it is printed as a percentage."""
    if figure.amount is None or not figure.text.endswith("%"):
        return figure.amount
    return ShareCell(figure.amount)


def _proofs(pack: Pack) -> Iterator[PackRow]:
    """Measured figures, then a row without figure for what is missing and who must provide it."""
    for action in pack.actions:
        for each in action.proofs.figures:
            yield each.ref, action.number, each.label, each.text, each.amount, each.note
        if action.proofs.missing:
            yield "", action.number, "Manque", None, None, action.proofs.missing


def _amount(figure: PackFigure, line: str, stage: str) -> PackRow:
    return figure.ref, line, stage, figure.text, figure.amount, figure.note
