"""Applications received through « Démarche numérique »: one row an application, by the spreadsheet export of the tool.

Which column answers which question is data: confirmed once on the page of the file, or given to the command, then kept
by the Region for each procedure and each round of a call.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction

from pacte.exchange.demarche_columns import (
    BODY_NAME,
    COLUMNS,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    NUMBER,
    OTHER_HEADINGS,
    REGISTER_PREFIXES,
    SENT,
    STATE,
)
from pacte.exchange.rows.reading import SheetRow
from pacte.exchange.rows.records import ColumnSpec, ParsedRow
from pacte.intake.export_blocks import ExportBlocks, read_blocks
from pacte.intake.file_kind import FileLedger, KindLink, KindWords
from pacte.intake.records import Change, FileContext, FileOption, FileSender, OptionChoice, Outcome, Preview, RowResult
from pacte.intake.row_reading import KindRow, RowLayout
from pacte.intake.senders import region_senders
from pacte.intake.table_kind import TableKind
from pacte.kernel.action_codes import ActionCode, normalise_action_code
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.errors import PacteError, ValidationError, hide_unless
from pacte.kernel.french import fold_text, join_words
from pacte.procedures.queries.receiving import ReceivingPlace, receiving_hosts, receiving_place, receiving_places
from pacte.procedures.records.form import (
    AttachmentField,
    EmailField,
    FormField,
    LinesField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    SiretField,
)
from pacte.procedures.records.received import (
    APPLICATION_TOOL_LABELS,
    ApplicationTool,
    ReceivedApplication,
    ReceivedOutcome,
)
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.rules.received_answers import received_answer, received_moment
from pacte.procedures.services.received_cases import receive_application

_TOOL = ApplicationTool.DEMARCHE
_TITLE = ColumnSpec("Intitulé du dossier", "source_title", is_absent_allowed=True, synonyms=("Nom du projet", "Titre"))
_OUTCOMES = {
    ReceivedOutcome.OPENED: Outcome.ADDED,
    ReceivedOutcome.CHANGED: Outcome.CHANGED,
    ReceivedOutcome.SAME: Outcome.UNCHANGED,
}


@dataclass(frozen=True, slots=True)
class ExportContext(FileContext):
    """The context of one export, with what its other sheets hold and where its rows go."""

    blocks: ExportBlocks = field(default_factory=ExportBlocks)
    place: ReceivingPlace | None = None


class ApplicationsKind(TableKind[ReceivedApplication]):
    code = "applications"
    words = KindWords(
        label=f"Demandes reçues par {APPLICATION_TOOL_LABELS[_TOOL]}",
        question="Quelles demandes sont arrivées ailleurs ?",
        intro="Déposez l’export de la démarche (.xlsx, .ods ou .csv) : chaque demande devient un dossier, une seule "
        "fois. Les pièces restent là-bas : seuls leur nom et leur adresse sont gardés. Un .csv n’a pas les blocs "
        "répétés.",
        drop_label="Déposez l’export de la démarche",
        promise="les bonnes lignes ouvrent un dossier, les autres vous reviennent",
        write_verb="Ouvrir ces dossiers",
        row=("demande", "demandes"),
        outcomes={
            Outcome.ADDED: ("ouvre un dossier", "ouvrent un dossier"),
            Outcome.CHANGED: ("met à jour son dossier", "mettent à jour leur dossier"),
            Outcome.UNCHANGED: ("sans changement", "sans changement"),
            Outcome.REFUSED: ("à reprendre", "à reprendre"),
        },
        wrong_file="Déposez l’export tel que la démarche le donne, sa première ligne comprise.",
    )
    is_personal = True
    scope_option = "target"
    columns = COLUMNS
    batch_size = 50
    max_rows = 5_000
    # Each row opens a case: trying more would not answer in the time of a page.
    max_compared_rows = 500

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return region_senders(actor, receiving_hosts(actor))

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        places = receiving_places(actor=context.actor, host_id=context.sender.host.pk, on=today())
        choices = (OptionChoice("", "choisir"), *(OptionChoice(each.key, each.label) for each in places))
        return (
            FileOption(
                "target", "Pour quelle démarche ?", choices=choices, is_required=True, keeps_files_apart=True,
                missing="Dites de quelle démarche viennent ces demandes.",
            ),
            FileOption(
                "action", "Numéro de l’action", "text", keeps_files_apart=True,
                help="Si la démarche sert plusieurs actions du plan.",
            ),
        )  # fmt: skip

    def check_options(self, context: FileContext) -> None:
        super().check_options(context)
        _action(context, _place(context))

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        code = context.options.get("target", "").partition(":")[0]
        return (KindLink("Dossiers", "cases:list", (code,)),) if code else ()

    def known_headings(self, context: FileContext) -> Iterable[str]:
        """Those of the tool alone: a repeated block may have columns of the same names as questions."""
        return [each for column in COLUMNS for each in (column.heading, *column.synonyms) if each != "Dossier ID"]

    def layout(self, headings: Sequence[str], context: FileContext) -> RowLayout:
        fields = _single_fields(_place(context))
        return RowLayout((*COLUMNS, _TITLE, *map(_column, fields)))

    def preview(self, stream: IO[bytes], context: FileContext) -> Preview:
        export = _export(stream, context)
        preview = super().preview(stream, export)
        preview.columns = (*preview.columns, *export.blocks.questions(_lines_fields(_place(export)), export.mapping))
        return preview

    def write(self, stream: IO[bytes], context: FileContext, ledger: FileLedger) -> None:
        super().write(stream, _export(stream, context), ledger)

    def read_row(self, row: ParsedRow, context: FileContext) -> ReceivedApplication | list[Defect]:
        assert isinstance(context, ExportContext)
        return _RowOfExport(row, context).application()

    def identity(self, item: ReceivedApplication) -> Hashable:
        return item.number

    def apply(self, items: Sequence[ReceivedApplication], context: FileContext) -> list[RowResult]:
        place = _place(context)
        number = _action(context, place)
        return [_apply(item, place, number, context.actor) for item in items]

    def preview_warnings(self, rows: Sequence[KindRow[ReceivedApplication]], context: FileContext) -> Sequence[Defect]:
        """The columns that answer nothing here."""
        if not rows:
            return ()
        unread = _unread_headings(rows[0].table.headings, context)
        if not unread:
            return ()
        message = f"Laissées de côté : {join_words([f'« {each[:60]} »' for each in unread])}."
        hint = "Si l’une répond à une question, dites-le dans « Les colonnes »."
        return [Defect("columns_unread", message, hint=hint, severity=Severity.WARNING)]


class _RowOfExport:
    """One row: its application, or all that is wrong with it."""

    def __init__(self, row: ParsedRow, context: ExportContext) -> None:
        self.row, self.context, self.defects = row, context, list[Defect]()

    def application(self) -> ReceivedApplication | list[Defect]:
        row, place = self.row, _place(self.context)
        sent_at = self._read("Déposé le", row.text(SENT), lambda: received_moment(row.text(SENT)))
        answers: dict[str, Any] = {}
        links: dict[str, str] = {}
        for each in _single_fields(place):
            text = row.text(each.code)
            if not text and isinstance(each, SiretField):
                text = self.context.blocks.sirets.get(row.text(NUMBER), "")
            if text and isinstance(each, AttachmentField):
                links[each.code] = text
            elif text:
                answers[each.code] = self._answer(each, text, _column(each).heading)
        for lines in _lines_fields(place):
            rows = self.context.blocks.lines(lines, row.text(NUMBER), self.context.mapping, self._line_answer)
            if rows:
                answers[lines.code] = rows
        if self.defects:
            return self.defects
        name = row.text(BODY_NAME) or " ".join(part for part in (row.text(FIRST_NAME), row.text(LAST_NAME)) if part)
        return ReceivedApplication(
            number=row.text(NUMBER)[:40], sent_at=sent_at, email=row.text(EMAIL), applicant_name=name[:200],
            title=row.text(_TITLE.field)[:200], state=row.text(STATE), answers=answers,
            field_codes=self._field_codes(place), links=links,
        )  # fmt: skip

    def _field_codes(self, place: ReceivingPlace) -> frozenset[str]:
        """A repeated block is asked where the file has its sheet: a csv has none, and takes nothing away."""
        lines = (each for each in _lines_fields(place) if self.context.blocks.sheet_of(each, self.context.mapping))
        single = (each for each in _single_fields(place) if self._has_column(each))
        return frozenset(each.code for each in (*single, *lines))

    def _has_column(self, field: FormField) -> bool:
        here, column = {fold_text(each) for each in self.context.blocks.first}, _column(field)
        chosen = self.context.mapping.headings.get(field.code)
        names = (column.heading, *column.synonyms) if chosen is None else (chosen,)
        return not isinstance(field, AttachmentField) and any(fold_text(each) in here for each in names if each)

    def _answer(self, field: FormField, text: str, heading: str) -> Any:
        return self._read(heading, text, lambda: received_answer(field, text, self.context.mapping.words), field)

    def _line_answer(self, row: SheetRow, field: FormField, heading: str, text: str) -> Any:
        """What is wrong in a block is told on the row of its application, with the sheet and the line."""
        before = len(self.defects)
        answer = self._answer(field, text, "")
        for rank in range(before, len(self.defects)):
            each = self.defects[rank]
            message = f"Feuille « {row.table.sheet} », ligne {row.line}, {heading} : {each.message}"
            self.defects[rank] = Defect(each.code, message, each.cell, each.value, each.hint)
        return answer

    def _read(self, heading: str, text: str, read: Any, field: FormField | None = None) -> Any:
        try:
            return read()
        except ValidationError as error:
            is_personal = field is not None and field.is_personal
            message = "Cette réponse ne se lit pas." if is_personal else error.message
            place = CellReference("", self.row.row, heading)
            self.defects.append(Defect(error.code, message, place, "" if is_personal else text[:40], error.hint))
            return None


def _apply(item: ReceivedApplication, place: ReceivingPlace, number: ActionCode, actor: Actor) -> RowResult:
    try:
        with transaction.atomic():
            done = receive_application(actor=actor, place=place, number=number, tool=_TOOL, received=item)
    except PacteError as error:
        defect = Defect(error.code, f"{error.message} {error.reason}".strip(), hint=error.hint)
        return RowResult(Outcome.REFUSED, defect=defect)
    outcome = _OUTCOMES[done.outcome]
    if outcome is Outcome.UNCHANGED:
        return RowResult(outcome)
    notes = [f"il manque : {join_words(list(done.missing))}"] if done.missing else []
    notes += [f"là-bas : {item.state}"] if item.state else []
    notes += ["les pièces restent là-bas"] if item.links else []
    after = f"dossier n° {done.number}" + (f", {join_words(list(done.labels))}" if done.labels else "")
    return RowResult(outcome, Change(f"Demande n° {item.number}", after=after, effect=" · ".join(notes)))


def _export(stream: IO[bytes], context: FileContext) -> ExportContext:
    return ExportContext(
        context.actor, context.sender, context.file_name, context.options, context.mapping, context.file_id,
        context.synthetic, context.agreements, context.result, blocks=read_blocks(stream), place=_place(context),
    )  # fmt: skip


def _place(context: FileContext) -> ReceivingPlace:
    """Raises ``NotFound``. Read once for an export."""
    if isinstance(context, ExportContext) and context.place is not None:
        return context.place
    key = context.options.get("target", "")
    hide_unless(key)
    return receiving_place(actor=context.actor, host_id=context.sender.host.pk, key=key, on=today())


def _action(context: FileContext, place: ReceivingPlace) -> ActionCode:
    """The action chosen, or the only one. Raises ``ValidationError``."""
    typed = context.options.get("action", "").strip()
    if not typed and len(place.numbers) == 1:
        return place.numbers[0]
    try:
        number = normalise_action_code(typed) if typed else None
    except ValidationError:
        number = None
    if number not in place.numbers:
        known = join_words([str(each) for each in place.numbers[:20]])
        raise ValidationError("action", "Dites pour quelle action du plan.", hint=f"L’une de celles-ci : {known}.")
    return number


def _asked_fields(place: ReceivingPlace) -> tuple[FormField, ...]:
    mine = sections_by(place.procedure.form, SectionAuthor.APPLICANT)
    return tuple(each for section in mine for each in section.fields)


def _single_fields(place: ReceivingPlace) -> tuple[FormField, ...]:
    return tuple(each for each in _asked_fields(place) if not isinstance(each, LinesField))


def _lines_fields(place: ReceivingPlace) -> tuple[LinesField, ...]:
    return tuple(each for each in _asked_fields(place) if isinstance(each, LinesField))


def _column(field: FormField) -> ColumnSpec:
    """The tool gives the code of a commune in a column of its own."""
    heading, synonyms = field.label, tuple[str, ...]()
    if isinstance(field, ReferenceField) and field.kind is ReferenceTarget.COMMUNE:
        heading, synonyms = f"{field.label} (Code INSEE)", (field.label,)
    elif isinstance(field, SiretField):
        synonyms = ("Établissement SIRET",)
    elif isinstance(field, EmailField):
        synonyms = ("Email",)
    return ColumnSpec(heading, field.code, is_absent_allowed=True, is_personal=field.is_personal, synonyms=synonyms)


def _unread_headings(headings: Sequence[str], context: FileContext) -> list[str]:
    place, saved = _place(context), context.mapping.headings
    read = {fold_text(each) for column in (*COLUMNS, _TITLE, *map(_column, _single_fields(place)))
            for each in (column.heading, *column.synonyms)}  # fmt: skip
    read |= {fold_text(each) for each in (*saved.values(), *OTHER_HEADINGS)}
    prefixes = tuple(map(fold_text, REGISTER_PREFIXES))
    return [each for each in headings if each.strip() and fold_text(each) not in read
            and not fold_text(each).startswith(prefixes)]  # fmt: skip


KIND = ApplicationsKind()
