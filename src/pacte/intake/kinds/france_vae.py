"""What France VAE knows of candidates: one row a file of theirs, found here by its number in the case of a VAE.

What the case does not say yet is added; what it says otherwise waits for a person. No row opens or moves a case.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from pacte.exchange.france_vae_columns import (
    ANSWERED_ON,
    ASKED_ON,
    CERTIFICATION,
    CERTIFIER_ANSWER,
    CERTIFIER_VERDICTS,
    COLUMNS,
    HOURS,
    JURY_ON,
    JURY_RESULT,
    MISSING,
    NUMBER,
    VALIDATED,
    VERDICT_LABELS,
    ValidationVerdict,
    validation_verdict,
)
from pacte.exchange.rows.records import ParsedRow
from pacte.intake.file_kind import KindWords
from pacte.intake.records import Change, FileContext, FileOption, FileSender, OptionChoice, Outcome, RowResult
from pacte.intake.senders import region_senders
from pacte.intake.table_kind import TableKind
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.errors import PacteError, ValidationError
from pacte.kernel.french import format_day, join_words
from pacte.procedures.queries.receiving import receiving_hosts
from pacte.procedures.queries.tool_cases import cases_by_answer
from pacte.procedures.records.form import FormField, LinesField
from pacte.procedures.records.tool_facts import ToolChange, ToolFacts, ToolTotal, ToolVerdict
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.received_answers import received_answer, received_moment
from pacte.procedures.services.tool_facts import add_tool_facts

if TYPE_CHECKING:
    from pacte.procedures.models import Case

_PROCEDURE, _NUMBER_FIELD = "experience_validation", "france_vae_number"
_HEADINGS = {each.field: each.heading for each in COLUMNS}
# The field of the case that a column answers. The day of the answer of the certifier is read with their answer.
_ANSWERS = {
    CERTIFICATION: "certification", ASKED_ON: "admissibility_asked_on", JURY_ON: "jury_on",
    VALIDATED: "validated_blocks", MISSING: "missing_blocks",
}  # fmt: skip
_ADMISSIBLE_ON = "admissible_on"
_ADMITTED = frozenset({"admissible", "jury", "completing", "validated", "part_kept", "not_validated"})
# The stages of a case that already says what France VAE says.
_STAGES = {
    ValidationVerdict.ADMISSIBLE: _ADMITTED,
    ValidationVerdict.NOT_ADMISSIBLE: frozenset({"not_admissible"}),
    ValidationVerdict.FULL: frozenset({"validated"}),
    ValidationVerdict.CONDITIONAL: frozenset({"validated"}),
    ValidationVerdict.PARTIAL: frozenset({"completing", "part_kept"}),
    ValidationVerdict.NONE: frozenset({"not_validated"}),
}


_MEANINGS = {each.value: each for each in ValidationVerdict}


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """``number``: in lower case. ``hours``: of support since the beginning."""

    number: str
    answers: dict[str, Any]
    verdicts: tuple[ToolVerdict, ...] = ()
    hours: Decimal | None = None


class FranceVaeKind(TableKind[CandidateRow]):
    code = "france_vae"
    words = KindWords(
        label="Candidats suivis par France VAE",
        question="Que sait France VAE des candidats ?",
        intro="Une ligne par candidature, retrouvée par le numéro de France VAE écrit dans le dossier. Ce qui manque "
        "au dossier y est ajouté ; ce qui diffère vous est montré. Aucun dossier ne change d’étape. Le fichier de "
        "France VAE n’est publié nulle part : faites confirmer ses colonnes, d’abord les blocs et les heures, par le "
        "GIP France VAE.",
        drop_label="Déposez l’extraction de France VAE",
        promise="les bonnes lignes complètent leur dossier, les autres vous reviennent",
        write_verb="Compléter ces dossiers",
        row=("candidature", "candidatures"),
        outcomes={
            Outcome.ADDED: ("lisible", "lisibles"),
            Outcome.CHANGED: ("complète son dossier", "complètent leur dossier"),
            Outcome.UNCHANGED: ("sans changement", "sans changement"),
            Outcome.REFUSED: ("à reprendre", "à reprendre"),
        },
        wrong_file="Déposez un tableau qui a une ligne par candidature, avec son numéro.",
    )
    is_personal = True
    columns = COLUMNS
    word_choices = tuple(OptionChoice(each.value, label) for each, label in VERDICT_LABELS.items())
    batch_size = 50
    max_rows = 5_000
    # Each row may write a case: trying more would not answer in the time of a page.
    max_compared_rows = 500

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return region_senders(actor, receiving_hosts(actor))

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        return (
            FileOption(
                "on", "Heures relevées le", "day", keeps_files_apart=True,
                help="Les heures qui manquent au dossier y sont ajoutées à cette date ; sans elle, aujourd’hui.",
            ),
            FileOption(
                "replace", "Remplacer aussi ce que le dossier dit autrement", "tick", keeps_files_apart=True,
                help="Chaque remplacement est montré avant d’être écrit, et reste dans l’historique du dossier.",
            ),
        )  # fmt: skip

    def check_options(self, context: FileContext) -> None:
        super().check_options(context)
        if _day_of(context) > today():
            raise ValidationError("on", "Cette date est à venir.", hint="Dites quand les heures ont été relevées.")

    def read_row(self, row: ParsedRow, context: FileContext) -> CandidateRow | list[Defect]:
        return _CandidateReading(row, context).candidate()

    def unknown_word(self, row: ParsedRow) -> str:
        words = (row.text(CERTIFIER_ANSWER), row.text(JURY_RESULT))
        return next((each for each in words if each and validation_verdict(each) is None), "")

    def identity(self, item: CandidateRow) -> Hashable:
        return item.number

    def apply(self, items: Sequence[CandidateRow], context: FileContext) -> list[RowResult]:
        cases = cases_by_answer(
            actor=context.actor, host_id=context.sender.host.pk, procedure_code=_PROCEDURE, field=_NUMBER_FIELD,
            texts={each.number for each in items},
        )  # fmt: skip
        results = []
        for item in items:
            matches = cases.get(item.number, [])
            if len(matches) == 1:
                results.append(_completed(item, matches[0], context))
            else:
                results.append(_refused(item, [each.number for each in matches]))
        return results


class _CandidateReading:
    """One row: what it says of a candidate, or all that is wrong with it."""

    def __init__(self, row: ParsedRow, context: FileContext) -> None:
        self.row, self.words, self.defects = row, context.mapping.words, list[Defect]()
        self.fields = {each.code: each for each in procedure_by_code(_PROCEDURE).fields}

    def candidate(self) -> CandidateRow | list[Defect]:
        answers = {
            code: self._answer(column, self.fields[code]) for column, code in _ANSWERS.items() if self.row.text(column)
        }
        certifier, jury = self._verdict(CERTIFIER_ANSWER), self._verdict(JURY_RESULT)
        answered_on = self._day(ANSWERED_ON)
        if answered_on and not self.row.text(CERTIFIER_ANSWER):
            self._add(CERTIFIER_ANSWER, "La date de la décision est là, la décision manque.", "Écrivez « recevable ».")
        if certifier is ValidationVerdict.ADMISSIBLE and answered_on:
            answers[_ADMISSIBLE_ON] = answered_on.isoformat()
        hours = self._hours()
        if self.defects:
            return self.defects
        verdicts = [
            _verdict_of(CERTIFIER_ANSWER, "recevabilité", certifier, answered_on),
            _verdict_of(JURY_RESULT, "jury", jury),
        ]
        number = self.row.text(NUMBER).strip().lower()
        return CandidateRow(number, answers, tuple(each for each in verdicts if each), hours)

    def _answer(self, column: str, field: FormField) -> Any:
        try:
            return received_answer(field, self.row.text(column), self.words)
        except ValidationError as error:
            self._add(column, error.message, error.hint)
            return None

    def _day(self, column: str) -> date | None:
        field, text = self.fields[_ADMISSIBLE_ON], self.row.text(column)
        answer = self._answer(column, field) if text else None
        return date.fromisoformat(answer) if answer else None

    def _hours(self) -> Decimal | None:
        text = self.row.text(HOURS)
        if not text:
            return None
        try:
            hours = Decimal(str(received_answer(_hours_field(), text)))
        except ValidationError as error:
            self._add(HOURS, error.message, "Écrivez par exemple 12 ou 12,5.")
            return None
        if hours < 0:
            self._add(HOURS, "Des heures ne sont pas négatives.", "Écrivez par exemple 12 ou 12,5.")
        return hours

    def _verdict(self, column: str) -> ValidationVerdict | None:
        text = self.row.text(column)
        verdict = _MEANINGS.get(self.words.get(text, "")) or validation_verdict(text)
        is_of_certifier = column == CERTIFIER_ANSWER
        if text and (verdict is None or (verdict in CERTIFIER_VERDICTS) is not is_of_certifier):
            known = [label for each, label in VERDICT_LABELS.items() if (each in CERTIFIER_VERDICTS) is is_of_certifier]
            self._add(
                column,
                f"« {text[:60]} » n’est pas une décision connue.",
                f"Écrivez l’une de celles-ci : {join_words(known)}.",
            )
        return verdict

    def _add(self, column: str, message: str, hint: str) -> None:
        place = CellReference("", self.row.row, _HEADINGS[column])
        self.defects.append(Defect("candidate", message, place, self.row.text(column)[:40], hint))


def _hours_field() -> FormField:
    field = procedure_by_code(_PROCEDURE).field("support")
    assert isinstance(field, LinesField)
    return next(each for each in field.columns if each.code == "hours")


def _verdict_of(
    code: str, subject: str, verdict: ValidationVerdict | None, on: date | None = None
) -> ToolVerdict | None:
    """What the history of the case says of a decision; nothing while nothing is decided."""
    if verdict is None or verdict is ValidationVerdict.WAITED_FOR:
        return None
    since = f", le {format_day(on)}" if on else ""
    return ToolVerdict(code, f"{subject} : {VERDICT_LABELS[verdict]}{since}", _STAGES.get(verdict, frozenset()))


def _completed(item: CandidateRow, case: Case, context: FileContext) -> RowResult:
    total = ToolTotal("support", "hours", "week", item.hours, _day_of(context)) if item.hours is not None else None
    facts = ToolFacts("France VAE", item.answers, total, item.verdicts)
    try:
        with transaction.atomic():
            done = add_tool_facts(
                actor=context.actor, case=case, facts=facts, replaces=bool(context.options.get("replace"))
            )
    except PacteError as error:
        defect = Defect(error.code, f"{error.message} {error.reason}".strip(), hint=error.hint)
        return RowResult(Outcome.REFUSED, defect=defect)
    return _result(done)


def _result(done: ToolChange) -> RowResult:
    if not (done.answers or done.verdicts):
        return RowResult(Outcome.UNCHANGED)
    before = " ; ".join(f"{each.label} : {each.here}" for each in done.answers if each.here)
    after = " ; ".join(f"{each.label} : {each.there}" for each in done.answers)
    effect = f"à noter par qui l’instruit : {join_words(list(done.verdicts))}" if done.verdicts else ""
    return RowResult(Outcome.CHANGED, Change(f"Dossier n° {done.number}", before, after, effect))


def _refused(item: CandidateRow, numbers: list[int]) -> RowResult:
    if numbers:
        cases = join_words([f"n° {each}" for each in numbers])
        message, hint = f"Plusieurs dossiers portent ce numéro : {cases}.", "Corrigez le numéro dans l’un d’eux."
    else:
        message = "Aucun dossier de VAE ne porte ce numéro."
        hint = "Écrivez-le dans « La recevabilité » du dossier, puis redéposez cette ligne."
    place = CellReference("", 0, _HEADINGS[NUMBER])
    return RowResult(Outcome.REFUSED, defect=Defect("candidate_unknown", message, place, hint=hint))


def _day_of(context: FileContext) -> date:
    """Raises ``ValidationError``."""
    text = context.options.get("on", "")
    try:
        return received_moment(text).date() if text else today()
    except ValidationError:
        raise ValidationError("on", "Cette date ne se lit pas.", hint="Écrivez par exemple 30/11/2021.") from None


KIND = FranceVaeKind()
