"""Accounting extract: one row a commitment, with its amounts to date; what changed since the last one is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pacte.exchange.accounting import FIELD_LABELS, IGNORED
from pacte.exchange.accounting.extract_file import read_with_rows
from pacte.exchange.accounting.extract_reading import ExtractRows, column_mapping_of
from pacte.exchange.accounting.vocabulary import CONFIDENT_SCORE
from pacte.finance.permissions import finance_hosts_where, may
from pacte.finance.queries import review_extract, unallocated_count
from pacte.finance.records import STAGE_LABELS, Extract, ImportLineOutcome, ImportLineStatus, ImportOutcome, MoneyStage
from pacte.finance.services import import_extract
from pacte.intake.document_kind import DocumentKind, DocumentResult
from pacte.intake.file_kind import KindLink, KindWords
from pacte.intake.records import (
    Change,
    FileContext,
    FileOption,
    FileSender,
    OptionChoice,
    Outcome,
    Preview,
    SheetColumn,
)
from pacte.intake.refused_documents import refused_rows_of
from pacte.intake.senders import post_senders
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries import plan_by_code, plan_summaries
from pacte.procedures.services.paid_orders import SettledOrders, settle_paid_orders

if TYPE_CHECKING:
    from pacte.plan.models import Plan

_MEANINGS = tuple(OptionChoice(field, label) for field, label in {IGNORED: "laisser de côté", **FIELD_LABELS}.items())


@dataclass(frozen=True, slots=True)
class AccountsDocument:
    """What was read, and the rows of the file for those given back."""

    extract: Extract
    rows: ExtractRows


class AccountsKind(DocumentKind[AccountsDocument]):
    code = "accounts"
    words = KindWords(
        label="Extraction comptable",
        question="Quelle extraction comptable voulez-vous importer ?",
        intro="Une ligne par engagement, dans l’ordre de colonnes que vous avez. La page suivante montre ce qui "
        "changerait.",
        drop_label="Déposez un .xlsx, .ods ou .csv",
        promise="totaux, corrections et montants négatifs compris · relire un fichier ne compte rien deux fois",
        write_verb="Écrire ces lignes",
        outcomes={
            Outcome.ADDED: ("nouvelle", "nouvelles"),
            Outcome.CHANGED: ("changée", "changées"),
            Outcome.UNCHANGED: ("déjà connue", "déjà connues"),
            Outcome.REFUSED: ("refusée", "refusées"),
        },
    )
    extensions = (".xlsx", ".ods", ".csv", ".txt")
    nav = "money"
    former_names = ("finances",)

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return post_senders(actor, lambda each, host_id: may(each, "finance.import", host_id))

    def reader_hosts(self, actor: Actor) -> frozenset[int]:
        return finance_hosts_where(actor, "finance.import")

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        plans = [each for each in plan_summaries(actor=context.actor) if each.host_id == context.sender.host.pk]
        return (
            FileOption(
                "plan", "Les actions du fichier sont celles de",
                choices=(
                    OptionChoice("", "celui qui couvre l’exercice"),
                    *(OptionChoice(each.code, each.title) for each in plans),
                ),
                missing="Choisissez un plan de la liste.",
            ),
            FileOption(
                "extracted_on", "Extraction arrêtée au", "day",
                help="Si le fichier ne le dit pas : une ligne sans date vaut à ce jour.",
            ),
        )  # fmt: skip

    def check_options(self, context: FileContext) -> None:
        super().check_options(context)
        _extracted_on(context)

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        return (KindLink("Argent", "money:home"),)

    def done_link(self, context: FileContext) -> KindLink | None:
        """The lines that wait, or the money of the plan: the one chosen, else the only one of the Region."""
        plans = [each.code for each in plan_summaries(actor=context.actor) if each.host_id == context.sender.host.pk]
        code = context.options.get("plan") or (plans[0] if len(plans) == 1 else "")
        if not code:
            return KindLink("Voir l’argent", "money:home")
        waiting = unallocated_count(actor=context.actor, plan=plan_by_code(actor=context.actor, code=code))
        if waiting:
            return KindLink(f"Affecter {pluralise(waiting, 'ligne')}", "money:waiting", (code,))
        return KindLink("Voir l’argent du plan", "money:overview", (code,))

    def read(self, data: bytes, context: FileContext) -> AccountsDocument:
        extract, rows = read_with_rows(data, name=context.file_name, mapping=context.mapping.columns)
        day = _extracted_on(context)
        return AccountsDocument(replace(extract, extracted_on=day) if day else extract, rows)

    def compare(self, document: AccountsDocument, context: FileContext) -> Preview:
        extract = document.extract
        outcome = review_extract(
            actor=context.actor, organisation=context.sender.host, extract=extract, plan=_plan(context),
            file_id=context.file_id,
        )  # fmt: skip
        # Without a table, the defects of its headings refuse no row.
        errors = outcome.errors if extract.lines_read else ()
        refused = refused_rows_of(errors, document.rows.headings, document.rows.cells)
        counts = _counts(outcome)
        counts[Outcome.REFUSED] = len(refused.rows)
        return Preview(
            counts=counts,
            changes=[_change(each) for each in outcome.outcomes if _moves(each)],
            defects=list(outcome.defects),
            refused=refused.rows,
            settled_marks=refused.settled_marks(
                (each.cell for each in extract.lines), document.rows.headings, document.rows.cells
            ),
            headings=refused.headings,
            sheet_columns=_sheet_columns(extract),
            saved_columns=column_mapping_of(extract),
            facts=_facts(extract, outcome) if extract.lines else [],
            is_blocked=not extract.lines,
        )

    def apply(self, document: AccountsDocument, context: FileContext) -> DocumentResult:
        outcome = import_extract(
            actor=context.actor, organisation=context.sender.host, extract=document.extract, plan=_plan(context),
            file_id=context.file_id,
        )  # fmt: skip
        settled = settle_paid_orders(
            actor=context.actor, organisation=context.sender.host, payments=_paid_amounts(document.extract)
        )
        return DocumentResult(_counts(outcome), f"{_result_sentence(outcome)}{_settled_words(settled)}"[:500])


def _plan(context: FileContext) -> Plan | None:
    code = context.options.get("plan", "")
    return plan_by_code(actor=context.actor, code=code) if code else None


def _extracted_on(context: FileContext) -> date | None:
    """Raises ``ValidationError``: a command gives the day as a text."""
    text = context.options.get("extracted_on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValidationError(
            "extracted_on", f"« {text[:20]} » n’est pas une date.", hint="Écrivez par exemple 2020-12-31."
        ) from error


def _paid_amounts(extract: Extract) -> dict[str, tuple[int, date | None]]:
    """What was paid by number of commitment, and when: on the day of the line, else on that of the extract."""
    return {
        line.number: (line.amounts.get(MoneyStage.PAID, 0), line.dates.get(MoneyStage.PAID) or extract.extracted_on)
        for line in extract.lines
    }


def _settled_words(settled: SettledOrders) -> str:
    """« ; 2 ordres de versement déclarés payés ; … : payé sans date, à déclarer dans le dossier. »"""
    count = settled.count
    paid = pluralise(count, "ordre de versement déclaré payé", "ordres de versement déclarés payés")
    return " ; ".join(("", *((paid,) if count else ()), *settled.problems))


def _counts(outcome: ImportOutcome) -> Counter[str]:
    """Rows by outcome, refused ones apart. A known line that goes to its action is changed."""
    return Counter(
        Outcome.ADDED if each.status is ImportLineStatus.ADDED else Outcome.CHANGED if _moves(each)
        else Outcome.UNCHANGED
        for each in outcome.outcomes
        if each.status is not ImportLineStatus.SKIPPED
    )  # fmt: skip


def _moves(each: ImportLineOutcome) -> bool:
    return each.status in (ImportLineStatus.ADDED, ImportLineStatus.CHANGED) or each.is_newly_allocated


def _change(each: ImportLineOutcome) -> Change:
    line = each.line
    what = " · ".join(part for part in (line.label or "sans objet", line.supplier) if part)
    post = f", poste {each.post}" if each.post else ""
    before = {stage: line.amounts[stage] - cents for stage, cents in each.deltas.items()}
    return Change(
        subject=f"Engagement {line.number}, {each.year}{post} : {what}",
        before=_amounts_text(before) if each.known_id is not None else "",
        after=_amounts_text({stage: line.amounts[stage] for stage in each.deltas}),
        effect=f"va à : {each.target.label}" if each.target else f"attend d’être affectée : {each.why_waiting}",
        cell=line.cell,
    )


def _amounts_text(amounts: Mapping[MoneyStage, int]) -> str:
    return ", ".join(f"{STAGE_LABELS[stage].lower()} {format_euros(cents)}" for stage, cents in amounts.items())


def _facts(extract: Extract, outcome: ImportOutcome) -> list[str]:
    """What the file holds, to compare with the totals of the software."""
    years = sorted({each.year for each in outcome.outcomes if each.year})
    exercises = f", {'exercice' if len(years) == 1 else 'exercices'} {', '.join(map(str, years))}" if years else ""
    closing = f", arrêtée au {format_day(extract.extracted_on)}" if extract.extracted_on else ""
    facts = [f"{pluralise(outcome.lines_read, 'ligne lue', 'lignes lues')}{exercises}{closing}."]
    for stage, cents in outcome.total_cents.items():
        moved = outcome.moved_cents.get(stage, 0)
        facts.append(
            f"{STAGE_LABELS[stage]} : {format_euros(cents)} dans les lignes prises ; ce fichier en ajoute "
            f"{format_euros(moved)}."
        )
    if outcome.unmatched:
        count = outcome.unmatched
        waiting = pluralise(count, "ligne attendra", "lignes attendront")
        facts.append(f"{waiting} que l’on dise où {'elle va' if count == 1 else 'elles vont'}.")
    return facts


def _result_sentence(outcome: ImportOutcome) -> str:
    """« 2 lignes ajoutées, 1 changée, 3 déjà connues ; 1 ligne attend d’être affectée »."""
    counts = _counts(outcome)
    text = f"{pluralise(counts[Outcome.ADDED], 'ligne ajoutée', 'lignes ajoutées')}, "
    text += f"{pluralise(counts[Outcome.CHANGED], 'changée')}, "
    text += pluralise(counts[Outcome.UNCHANGED], "déjà connue", "déjà connues")
    if outcome.unmatched:
        text += f" ; {pluralise(outcome.unmatched, 'ligne attend', 'lignes attendent')} d’être affectées"
    return text


def _sheet_columns(extract: Extract) -> tuple[SheetColumn, ...]:
    """A column of one sheet among several bears the name of its sheet."""
    is_alone = len({guess.sheet for guess in extract.columns}) == 1
    return tuple(
        SheetColumn(
            letter=guess.letter if is_alone else f"{guess.sheet}!{guess.letter}",
            heading=guess.heading or "sans en-tête",
            sample=guess.sample,
            field=guess.field or IGNORED,
            choices=_MEANINGS,
            is_sure=guess.confidence >= CONFIDENT_SCORE or not guess.field,
            sheet=guess.sheet,
        )
        for guess in extract.columns
    )


KIND = AccountsKind()
