"""Table of a plan: read whole, compared with the plan that it concerns, kept as a draft."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from pacte.accounts.queries import host_organisation
from pacte.exchange.plan_files.reading import plan_file_grids, read_plan_file
from pacte.exchange.plan_table.column_samples import (
    IGNORED_FIELD,
    column_field_choices,
    column_field_label,
    column_samples,
    is_sure_guess,
)
from pacte.intake.document_kind import DocumentKind, DocumentResult
from pacte.intake.file_kind import KindLink, KindWords
from pacte.intake.records import (
    Agreement,
    Change,
    FileContext,
    FileOption,
    FileSender,
    OptionChoice,
    Outcome,
    Preview,
    RowResult,
    SheetColumn,
)
from pacte.intake.senders import region_senders
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_millions
from pacte.plan.permissions import PlanScope, may
from pacte.plan.queries import content_of_version, plan_by_code, plan_summaries, version_by_number
from pacte.plan.records import VersionState
from pacte.plan.rules.change_cells import cell_of_change
from pacte.plan.rules.change_labels import change_label
from pacte.plan.rules.changes import ChangeKind, ChangeSubject, PlanChange, PlanDiff
from pacte.plan.rules.labels import enum_label
from pacte.plan.services import discard_draft
from pacte.workflows.import_plan import PlanImportReview, import_plan, review_plan_import
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from pacte.exchange.records import Grid
    from pacte.plan.models import PlanVersion
    from pacte.plan.records import ParsedPlan

NEW_PLAN = "nouveau"
_ROW_SUBJECTS = (ChangeSubject.ROW, ChangeSubject.FIGURE)
_UNDO_REASON = "Le fichier qui a fait ce projet est défait."


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """What was understood of the file, and its sheets as it gives them."""

    reading: ParsedPlan
    grids: Sequence[Grid]


@dataclass(frozen=True, slots=True)
class PlanFileDetail:
    """What the page of the file shows besides: the whole review, over the sheets."""

    review: PlanImportReview
    grids: Sequence[Grid]


class PlanKind(DocumentKind[PlanDocument]):
    code = "plan"
    words = KindWords(
        label="Tableau d’un plan",
        question="Quel tableau voulez-vous importer ?",
        intro="Déposez le fichier tel que vous l’avez. La page suivante montre ce qu’il changerait ; rien n’est écrit "
        "avant votre accord.",
        drop_label="Déposez un .xlsx, .ods, .csv ou .yaml",
        promise="en-têtes dans n’importe quel ordre, cellules fusionnées et totaux compris",
        write_verb="Garder comme projet",
        last_step="Garder en projet",
    )
    extensions = (".xlsx", ".ods", ".csv", ".yaml", ".yml")
    nav = "plan"

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        hosts = {each.host_id for each in actor.memberships}
        return region_senders(actor, [each for each in hosts if may(actor, "plan.import", PlanScope(host_id=each))])

    def opening_sender(self, stream: IO[bytes], file_name: str, actor: Actor) -> FileSender | None:
        content = read_plan_file(stream.read(), name=file_name).content
        region = host_organisation() or ensure_host(actor=actor, region=content.region if content else "")
        return FileSender(region, region)

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        lines = [each for each in plan_summaries(actor=context.actor) if each.host_id == context.sender.host.pk]
        return (
            FileOption(
                "target", "Ce fichier est",
                choices=(
                    OptionChoice("", "à reconnaître à son contenu"),
                    OptionChoice(NEW_PLAN, "un nouveau plan"),
                    *(OptionChoice(each.code, f"un changement de « {each.title} »") for each in lines),
                ),
                missing="Choisissez une réponse de la liste.",
                keeps_files_apart=True,
            ),
        )  # fmt: skip

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        return (KindLink("Plan", "plan:main"),)

    def done_link(self, context: FileContext) -> KindLink | None:
        code, number = context.result.get("plan"), context.result.get("version")
        if not code:
            return KindLink("Voir le plan", "plan:main")
        return KindLink("Voir ce projet", "plan:glance", (code,), f"version={number}")

    def agreements(self, preview: Preview, context: FileContext) -> tuple[Agreement, ...]:
        if not isinstance(preview.detail, PlanFileDetail) or preview.is_blocked or not preview.written_count:
            return ()
        reason = Agreement(
            "reason", "Pourquoi ce fichier change-t-il le plan ?", "reason", help="obligatoire, gardé dans l’histoire",
            missing="Il manque le motif. Écrivez pourquoi ce fichier change le plan.",
        )  # fmt: skip
        accept = Agreement(
            "accept", "J’ai vu les réserves ; elles restent des doutes.",
            missing="Des réserves attendent votre accord. Cochez « J’ai vu les réserves », ou corrigez le fichier.",
        )  # fmt: skip
        return (reason, accept) if preview.detail.review.new_warnings else (reason,)

    def read(self, data: bytes, context: FileContext) -> PlanDocument:
        reading = read_plan_file(data, name=context.file_name, mapping=context.mapping.columns or None)
        return PlanDocument(reading, plan_file_grids(data, name=context.file_name))

    def compare(self, document: PlanDocument, context: FileContext) -> Preview:
        review = _review(document, context)
        has_something_to_show = review.content or document.grids or len(review.defects) > 1
        return Preview(
            counts=_counts(review),
            changes=_changes(review),
            defects=list(review.defects),
            sheet_columns=_sheet_columns(document),
            facts=_facts(review),
            is_blocked=review.content is None or bool(review.errors),
            detail=PlanFileDetail(review, document.grids) if has_something_to_show else None,
        )

    def apply(self, document: PlanDocument, context: FileContext) -> DocumentResult:
        review = _review(document, context)
        if review.changes_nothing:
            return DocumentResult(_counts(review))
        reason = context.agreements.get("reason", "")
        version = import_plan(actor=context.actor, review=review, host=context.sender.host, reason=reason)
        result = {"plan": version.plan.code, "version": version.number}
        return DocumentResult(
            _counts(review), f"gardé comme « {version.label} »", result, _undoable(review, version, result)
        )

    def undo(self, change: Mapping[str, object], context: FileContext) -> None:
        """Abandons the draft that the file made, unless somebody changed it since."""
        actor, changed = context.actor, Conflict(
            "draft_changed", "Ce projet a changé depuis.", hint="Abandonnez-le depuis la page de ses étapes."
        )  # fmt: skip
        try:
            plan = plan_by_code(actor=actor, code=str(change["plan"]))
            version = version_by_number(actor=actor, plan=plan, number=int(str(change["version"])))
        except NotFound as error:
            raise changed from error
        if version.state != VersionState.DRAFT or _digest(version) != change["digest"]:
            raise changed
        discard_draft(actor=actor, version=version, reason=_UNDO_REASON)


def _review(document: PlanDocument, context: FileContext) -> PlanImportReview:
    target = context.options.get("target", "")
    return review_plan_import(
        actor=context.actor,
        file_name=context.file_name,
        reading=document.reading,
        plan=plan_by_code(actor=context.actor, code=target) if target and target != NEW_PLAN else None,
        as_new=target == NEW_PLAN,
    )


def _undoable(review: PlanImportReview, version: PlanVersion, result: Mapping[str, object]) -> tuple[RowResult, ...]:
    """A draft that was open before is completed, not made; a plan without any version could not be imported again."""
    if review.base is None or review.base.state == VersionState.DRAFT:
        return ()
    change = Change(version.plan.title, before=review.base.label, after=version.label)
    return (RowResult(Outcome.CHANGED, change, undo={**result, "digest": _digest(version)}),)


def _digest(version: PlanVersion) -> str:
    return hashlib.sha256(repr(content_of_version(version)).encode()).hexdigest()


def _counts(review: PlanImportReview) -> Counter[str]:
    """Rows of the plan by outcome. An axis, an objective or a removed row is a line of the table that changes too."""
    content, difference = review.content, review.difference
    if content is None or difference is None:
        return Counter({Outcome.ADDED: len(content.rows) if content else 0})
    added = {each for each in difference.changes if each.kind is ChangeKind.ADDED and not each.field}
    keys = {each.key for each in added if each.subject is ChangeSubject.ROW}
    # An action that is added is said once, with all its rows.
    numbers = {each.number for each in added if each.subject is ChangeSubject.ACTION}
    others = [each for each in difference.changes if each.key not in keys and each.number not in numbers]
    return Counter(
        {
            Outcome.ADDED: sum(row.key in keys or row.number in numbers for row in content.rows),
            Outcome.CHANGED: len(_changed_lines(others)),
            Outcome.UNCHANGED: difference.rows_unchanged,
        }
    )


def _changed_lines(changes: Sequence[PlanChange]) -> set[tuple[object, object]]:
    """What changes of an action and has no row of its own is counted with the rows of that action."""
    of_rows = [each for each in changes if each.subject in _ROW_SUBJECTS]
    numbers = {each.number for each in of_rows}
    rows = {(each.key, each.number) for each in of_rows}
    others = [
        each
        for each in changes
        if each.subject not in _ROW_SUBJECTS and (each.number is None or each.number not in numbers)
    ]
    return {*rows, *((each.subject, each.key) if each.number is None else ("", each.number) for each in others)}


def _changes(review: PlanImportReview) -> list[Change]:
    cells = review.reading.cell_by_field or {}
    return [
        Change(change_label(each), each.before, each.after, enum_label(each.nature), cell_of_change(each, cells))
        for each in (review.difference.changes if review.difference else ())
    ]


def _facts(review: PlanImportReview) -> list[str]:
    """What the file holds, and what it is compared with."""
    content = review.content
    if content is None:
        return []
    facts = [
        f"{pluralise(len(content.axes), 'axe')}, {pluralise(len(content.numbers), 'action')}, "
        f"{pluralise(len(content.rows), 'ligne')}, {format_millions(content.total_cents)}."
    ]
    if review.plan is None or review.base is None:
        return [*facts, "Ce fichier n’est comparé à aucun plan : il en serait un nouveau."]
    facts.append(f"Comparé à « {review.base.label} » du plan « {review.plan.title} ».")
    facts += _changes_fact(review.difference)
    if review.base.state == VersionState.DRAFT and not review.errors and not review.changes_nothing:
        facts.append(f"Un projet est déjà ouvert, « {review.base.label} » : ce fichier le complétera.")
    return facts


def _changes_fact(difference: PlanDiff | None) -> list[str]:
    """« 4 changements : montant 1, rédaction 3. »"""
    if difference is None or difference.is_empty:
        return []
    natures = ", ".join(f"{enum_label(nature).lower()} {count}" for nature, count in difference.counts.items())
    return [f"{pluralise(len(difference.changes), 'changement')} : {natures}."]


def _sheet_columns(document: PlanDocument) -> tuple[SheetColumn, ...]:
    """A mapping is by letter, whatever the sheet: the first column of each letter."""
    columns = document.reading.columns
    samples = column_samples(document.grids, columns)
    first = {guess.letter: guess for guess in reversed(columns)}
    return tuple(
        SheetColumn(
            letter=guess.letter,
            heading=guess.heading or "sans en-tête",
            sample=samples.get((guess.sheet, guess.letter), ""),
            field=guess.field or IGNORED_FIELD,
            choices=tuple(
                OptionChoice(value, column_field_label(value)) for value in column_field_choices(guess, columns)
            ),
            is_sure=is_sure_guess(guess),
            sheet=guess.sheet,
        )
        for guess in columns
        if first[guess.letter] is guess
    )


KIND = PlanKind()
