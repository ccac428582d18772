"""Dry run of a file of acts: applies it, reports the outcome of each line, then rolls back."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.orientation.applying import apply_orientation_file
from pacte.exchange.orientation.reading import Columns, Trial, try_file
from pacte.interop.queries.act_files import act_file_by_id, act_file_issues
from pacte.interop.queries.lookup import known_person_references
from pacte.interop.records import RowIssueLevel
from pacte.interop.services.act_files import MAX_LISTED_ISSUES, FileRowIssue
from pacte.journeys.queries.duplicate_candidates import partner_numbers_by_name
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number
from pacte.notifications.services.system_access import as_system

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation

# A dry run holds locks: a longer file is only read, then applied by the queue.
MOST_ROWS = 1_000
# Above this size, the sender must split the file.
MOST_LATER = 50_000
# A row may have several remarks.
_ALL = 3 * MOST_LATER
_ALIKE = (
    "Quelqu’un de ce nom est déjà suivi ici sous un autre numéro. Si c’est la même personne, écrivez d’abord ce numéro "
    "dans son dossier ; sinon, un nouveau dossier s’ouvre."
)


class _TakenBack(Exception):
    """Rolls back the dry run."""


def rehearse_orientation_file(
    *, actor: Actor, host: Organisation, body: Organisation, stream: IO[bytes], file_name: str, source: str,
    columns: Columns, synthetic: bool = False,
) -> Trial:  # fmt: skip
    """Returns the report of the file, with the valid rows counted by outcome. Writes nothing.

    Its lines are those to be settled by hand, and the people who may already be followed under another number. A file
    of more than ``MAX_DRY_RUN_ROWS`` rows is read without being applied. Raises ``Refused``, ``Conflict`` when the file
    is being processed elsewhere, ``Invalid`` when it has more than ``MAX_QUEUED_ROWS`` rows.
    """
    trial = try_file(stream, columns=columns, listed=_ALL)
    refuse_long(trial)
    if not trial.counts["rows"] or is_long(trial):
        return trial
    alike = _alike(actor, host, body, source, trial)
    try:
        with acting_as(actor):
            applied = apply_orientation_file(
                actor=actor, host=host, body=body, stream=stream, file_name=file_name, source=source, columns=columns,
                synthetic=synthetic,
            )  # fmt: skip
            file = act_file_by_id(actor=actor, identifier=applied.file_id)
            trial.lines += [
                FileRowIssue(each.row, RowIssueLevel.TO_SETTLE, each.code, each.text, each.column)
                for each in act_file_issues(actor=actor, file=file, limit=MAX_LISTED_ISSUES)
                if each.level == RowIssueLevel.TO_SETTLE
            ]
            doubles = trial.counts["double"]
            trial.counts = applied.counts
            raise _TakenBack
    except _TakenBack:
        pass
    trial.lines += alike
    trial.counts["double"], trial.counts["alike"] = doubles, len(alike)
    return trial


def is_long(trial: Trial) -> bool:
    """Whether the file is too long to be applied during a request."""
    return trial.counts["rows"] > MOST_ROWS


def refuse_long(trial: Trial) -> None:
    """Raises ``Invalid`` for a file longer than the maximum."""
    if trial.counts["rows"] > MOST_LATER:
        rows, most = format_number(trial.counts["rows"]), format_number(MOST_LATER)
        raise ValidationError(
            "file", f"Ce fichier a {rows} lignes.", f"Un fichier en a {most} au plus.",
            "Coupez-le en plusieurs fichiers, chacun avec la première ligne.",
        )  # fmt: skip


def _alike(actor: Actor, host: Organisation, body: Organisation, source: str, trial: Trial) -> list[FileRowIssue]:
    """Reports people whose number is unknown to the organisation but whose name is not."""
    with as_system(actor):
        known = known_person_references(
            actor=system_actor(actor.name), host_id=host.pk, source=source, references=set(trial.people)
        )
    fresh = {
        row: (person.first_name, person.last_name)
        for reference, (row, person) in trial.people.items()
        if reference not in known and person.first_name and person.last_name
    }
    held = partner_numbers_by_name(actor=actor, body_id=body.pk, names=set(fresh.values()))
    return [
        FileRowIssue(row, RowIssueLevel.ADVICE, "person_alike", _ALIKE)
        for row, names in fresh.items()
        if held.get(names)
    ]
