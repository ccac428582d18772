"""Attendance of a session: one row a week and a person, with its half-days and its hours."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from pacte.exchange.documents.presence_xlsx import HALF_DAY_HEADINGS, HOURS_HEADING, KEY_HEADINGS
from pacte.exchange.rows.records import ColumnKind, ColumnSpec, ParsedRow
from pacte.intake.file_kind import KindLink, KindWords
from pacte.intake.records import Change, FileContext, FileOption, FileSender, Outcome, RowResult
from pacte.intake.senders import provider_senders
from pacte.intake.table_kind import TableKind
from pacte.journeys.queries.session_people import can_train
from pacte.journeys.records import StepSource
from pacte.journeys.rules.attendance import ATTENDED, Presence, Week, week_defects
from pacte.journeys.rules.hours_input import format_hours, parse_hours
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day
from pacte.offer.queries import session_by_id
from pacte.workflows.sign_attendance import AttendanceInputRow, sign_attendance

if TYPE_CHECKING:
    from pacte.offer.models import Session

_KEY, _MONDAY = KEY_HEADINGS
_MAX_ROWS = 5_000
_MARKS = frozenset(Presence)
_HALF_DAYS = tuple(f"half_day_{rank}" for rank in range(len(HALF_DAY_HEADINGS)))
_HEADINGS = dict(zip(_HALF_DAYS, HALF_DAY_HEADINGS, strict=True))


class PresenceKind(TableKind[AttendanceInputRow]):
    code = "presence"
    words = KindWords(
        label="Présences d’une session",
        question="Que dit ce classeur de présences ?",
        intro="Téléchargez la feuille de la semaine ou du mois, remplissez les cases teintées, déposez le classeur : "
        "les bonnes lignes sont gardées, les autres sont montrées cellule par cellule.",
        drop_label="Déposez le classeur rempli",
        promise="les bonnes lignes sont gardées · le même fichier deux fois ne compte qu’une fois",
        write_verb="Signer ces semaines",
        row=("semaine", "semaines"),
        outcomes={
            Outcome.ADDED: ("signée", "signées"),
            Outcome.CHANGED: ("corrigée", "corrigées"),
            Outcome.UNCHANGED: ("sans changement", "sans changement"),
            Outcome.REFUSED: ("refusée", "refusées"),
        },
        wrong_file="Téléchargez la feuille depuis cette page, remplissez les cases teintées, déposez le même fichier.",
    )
    max_bytes = 5 * 1024**2
    nav = "supply"
    is_personal = True
    asks_columns = False
    url_options = ("session",)
    writes_at_once = True
    max_rows = _MAX_ROWS
    columns = (
        ColumnSpec(_KEY, "key", is_personal=True),
        ColumnSpec(_MONDAY, "monday", ColumnKind.DAY, date_formats=("%Y-%m-%d", "%d/%m/%Y")),
        *(ColumnSpec(heading, field) for field, heading in _HEADINGS.items()),
        ColumnSpec(HOURS_HEADING, "hours"),
    )

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return provider_senders(actor)

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        return (
            FileOption("session", kind="hidden", is_required=True, keeps_files_apart=True),
            FileOption(
                "correct", "Corriger aussi les semaines déjà signées autrement", "tick", keeps_files_apart=True,
                help="La ligne remplacée reste écrite, la nouvelle la désigne.",
            ),
        )  # fmt: skip

    def check_subject(self, context: FileContext) -> None:
        _session(context)

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        session = _session(context)
        triplet = session.triplet
        at = (triplet.training, triplet.training_action, triplet.session)
        title = session.training.title
        return (KindLink(title, "sessions:session", at), KindLink("Présences", "attendance:presences", at))

    def done_link(self, context: FileContext) -> KindLink:
        return replace(self.breadcrumb(context)[-1], label="Voir les présences")

    def downloads(self, context: FileContext) -> tuple[KindLink, ...]:
        link = self.breadcrumb(context)[-1]
        return (
            KindLink(
                "Télécharger la feuille (.xlsx)", "attendance:presences_file", link.arguments, f"semaine={today()}"
            ),
        )

    def is_ignored(self, row: ParsedRow) -> bool:
        return not any(row.text(each) for each in (*_HALF_DAYS, "hours"))

    def read_row(self, row: ParsedRow, context: FileContext) -> AttendanceInputRow | list[Defect]:
        defects: list[Defect] = []
        key, monday = _key(row, defects), _monday(row, defects)
        marks = {field: row.text(field).upper() for field in _HALF_DAYS}
        for field, mark in marks.items():
            if mark and mark not in _MARKS:
                message = f"« {mark[:20]} » n’est pas une présence."
                defects.append(_defect(row, _HEADINGS[field], message, "Écrivez P, D, E, A ou -.", mark))
        if defects or key is None or monday is None:
            return defects
        week = _week(row, monday, "".join(mark or "-" for mark in marks.values()), defects)
        return AttendanceInputRow(key, week) if week else defects

    def identity(self, item: AttendanceInputRow) -> Hashable:
        return item.key, item.week.monday

    def apply(self, items: Sequence[AttendanceInputRow], context: FileContext) -> list[RowResult]:
        signed = sign_attendance(
            actor=context.actor, session=_session(context), rows=items,
            correct=bool(context.options.get("correct")), source=StepSource.FILE,
        )  # fmt: skip
        by_row: dict[Hashable, RowResult] = {}
        for outcome, rows in (
            (Outcome.ADDED, signed.new), (Outcome.CHANGED, signed.corrected), (Outcome.UNCHANGED, signed.same),
        ):  # fmt: skip
            by_row |= {self.identity(each): RowResult(outcome, _change(each, outcome)) for each in rows}
        for each in signed.refused:
            defect = Defect("presence_refused", each.reason, hint="Corrigez la ligne, ou retirez-la.")
            by_row[self.identity(each.row)] = RowResult(Outcome.REFUSED, defect=defect)
        return [by_row[self.identity(item)] for item in items]


def _session(context: FileContext) -> Session:
    """Raises ``NotFound`` unless the actor trains the people of that session."""
    number = context.options.get("session", "")
    if not (number.isascii() and number.isdigit()):
        raise NotFound
    session = session_by_id(actor=context.actor, session_id=int(number))
    if not can_train(actor=context.actor, session=session):
        raise NotFound
    return session


def _change(row: AttendanceInputRow, outcome: Outcome) -> Change | None:
    if outcome is Outcome.UNCHANGED:
        return None
    week = row.week
    half_days = sum(Presence(mark) in ATTENDED for mark in week.marks)
    return Change(
        f"Semaine du {format_day(week.monday)}", after=f"{half_days} demi-journées, {format_hours(week.minutes)} h"
    )


def _key(row: ParsedRow, defects: list[Defect]) -> UUID | None:
    text = row.text("key")
    try:
        return UUID(text)
    except ValueError:
        hint = "Remettez le numéro de dossier du fichier téléchargé."
        defects.append(_defect(row, _KEY, "Ce n’est pas un numéro de dossier.", hint, text))
        return None


def _monday(row: ParsedRow, defects: list[Defect]) -> date | None:
    monday = row.day("monday")
    if monday is None or monday.weekday() != 0:
        message = f"« {monday or ''} » n’est pas la date d’un lundi."
        defects.append(_defect(row, _MONDAY, message, "Écrivez par exemple 2021-01-11, ou 11/01/2021."))
        return None
    return monday


def _week(row: ParsedRow, monday: date, marks: str, defects: list[Defect]) -> Week | None:
    hours, attended = row.text("hours"), sum(Presence(mark) in ATTENDED for mark in marks)
    minutes = parse_hours(hours) if hours else (None if attended else 0)
    if minutes is None:
        message = f"« {hours[:20]} » n’est pas une durée." if hours else "Il manque les heures réalisées."
        defects.append(_defect(row, HOURS_HEADING, message, "Écrivez par exemple 35, 34,5 ou 34:30.", hours))
        return None
    week = Week(monday, marks, minutes)
    if week_defects(week):
        message = f"{hours} ne tient pas dans {attended} demi-journées de présence."
        defects.append(_defect(row, HOURS_HEADING, message, "Corrigez la durée ou les présences.", hours))
        return None
    return week


def _defect(row: ParsedRow, heading: str, message: str, hint: str, value: str = "") -> Defect:
    return Defect("presence", message, CellReference("", row.row, heading), value[:40], hint)


KIND = PresenceKind()
