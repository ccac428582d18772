"""« Qu’est-ce qui change ? »: life of a version in one line, comparison of two, with word diffs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange, PlanDiff, only_wording
from pacte.plan.rules.labels import CHANGE_KINDS, CHANGE_NATURES, plan_field_label
from pacte.plan.rules.text_diff import WordChange, word_changes

if TYPE_CHECKING:
    from pacte.plan.queries import VersionSummary


def version_summary_text(line: VersionSummary, until: date | None) -> str:
    """« votée le … par … (n° …) ; signée le … ; en vigueur du … au … »."""
    clauses = []
    if line.voted_on:
        who = f" par {line.vote_body}" if line.vote_body else ""
        number = f" ({line.vote_number})" if line.vote_number else ""
        clauses.append(f"votée le {format_day(line.voted_on)}{who}{number}")
    if line.signed_on:
        clauses.append(f"signée le {format_day(line.signed_on)}")
    if line.in_force_from:
        in_force_text = (
            f"du {format_day(line.in_force_from)} au {format_day(until - timedelta(days=1))}"
            if until
            else f"depuis le {format_day(line.in_force_from)}"
        )
        clauses.append(f"en vigueur {in_force_text}")
    return apply_french_spacing(" ; ".join(clauses)) or "pas encore votée"


@dataclass(frozen=True, slots=True)
class DiffRun:
    """A run of words: « del », « ins » or unchanged (""). ``gap`` is the space that follows; it is never marked."""

    text: str
    mark: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change. ``runs`` merges the words before and after, for texts that share enough of them."""

    place: str
    number: ActionCode | None
    field: str
    kind: str
    before: str
    after: str
    runs: tuple[DiffRun, ...]


@dataclass(frozen=True, slots=True)
class NatureGroup:
    nature: ChangeNature
    label: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class VersionComparison:
    answer: str
    groups: tuple[NatureGroup, ...]
    diff: PlanDiff

    @property
    def total_change(self) -> int:
        return self.diff.total_after - self.diff.total_before


_DIFF_MARKS = {WordChange.EQUAL: "", WordChange.REMOVED: "del", WordChange.ADDED: "ins"}
_SUBJECT_LABELS = {ChangeSubject.PLAN: "Plan", ChangeSubject.AXIS: "Axe {}", ChangeSubject.OBJECTIVE: "Objectif {}"}
# Below this share of common words the two texts are shown one after the other: a merged diff would be unreadable.
_MIN_SHARED_RATIO = 0.5


def compare_versions(diff: PlanDiff) -> VersionComparison:
    return VersionComparison(answer=_answer(diff), groups=group_changes_by_nature(diff.changes), diff=diff)


def group_changes_by_nature(changes: Iterable[PlanChange]) -> tuple[NatureGroup, ...]:
    """Changes grouped by nature; natures without changes are left out."""
    all_changes = tuple(changes)
    return tuple(
        NatureGroup(nature, CHANGE_NATURES[nature], views)
        for nature in ChangeNature
        if (views := tuple(change_to_view(each) for each in all_changes if each.nature is nature))
    )


def change_to_view(change: PlanChange) -> ChangeView:
    return ChangeView(
        place=f"Action {change.number}"
        if change.number is not None
        else _SUBJECT_LABELS[change.subject].format(change.key),
        number=change.number,
        field=plan_field_label(change.subject, change.field),
        kind=CHANGE_KINDS[change.kind],
        before=change.before,
        after=change.after,
        runs=_diff_runs(change),
    )


def _diff_runs(change: PlanChange) -> tuple[DiffRun, ...]:
    if change.kind is not ChangeKind.CHANGED or not change.before or not change.after:
        return ()
    word_diff = word_changes(change.before, change.after)
    shared_length = sum(len(text) for op, text in word_diff if op is WordChange.EQUAL)
    if shared_length < _MIN_SHARED_RATIO * max(len(change.before), len(change.after)):
        return ()
    return tuple(_diff_run(text, _DIFF_MARKS[op]) for op, text in word_diff)


def _diff_run(text: str, mark: str) -> DiffRun:
    words = text.rstrip()
    return DiffRun(words, mark, text[len(words) :])


def _answer(diff: PlanDiff) -> str:
    if diff.is_empty:
        return "Rien ne change entre ces deux versions."
    count = pluralise(len(diff.changes), "changement")
    unchanged = pluralise(
        diff.rows_unchanged, "ligne du tableau reste telle quelle", "lignes du tableau restent telles quelles"
    )
    if only_wording(diff):
        return apply_french_spacing(f"{count} de rédaction : rien de ce que le plan engage ne change. {unchanged}.")
    return f"{count}. {unchanged}."
