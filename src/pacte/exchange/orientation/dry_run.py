"""Dry run of a file of acts: applies it, reports the outcome of each line, then rolls back."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.orientation.file_application import apply_orientation_file
from pacte.exchange.orientation.reading import ActFileColumns, DryRunReport, read_without_applying
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
MAX_DRY_RUN_ROWS = 1_000
# Above this size, the sender must split the file.
MAX_QUEUED_ROWS = 50_000
# A row may have several remarks.
_MAX_REPORTED_LINES = 3 * MAX_QUEUED_ROWS
_POSSIBLE_DUPLICATE = (
    "Quelqu’un de ce nom est déjà suivi ici sous un autre numéro. Si c’est la même personne, écrivez d’abord ce numéro "
    "dans son dossier ; sinon, un nouveau dossier s’ouvre."
)


class _Rollback(Exception):
    """Rolls back the dry run."""


def dry_run_orientation_file(
    *, actor: Actor, host: Organisation, body: Organisation, stream: IO[bytes], file_name: str, source: str,
    columns: ActFileColumns, synthetic: bool = False,
) -> DryRunReport:  # fmt: skip
    """Returns the report of the file, with the valid rows counted by outcome. Writes nothing.

    Its lines are those to be settled by hand, and the people who may already be followed under another number. A file
    of more than ``MAX_DRY_RUN_ROWS`` rows is read without being applied. Raises ``PermissionDenied``, ``Conflict`` when
    the file is being processed elsewhere, ``ValidationError`` when it has more than ``MAX_QUEUED_ROWS`` rows.
    """
    report = read_without_applying(stream, columns=columns, max_lines=_MAX_REPORTED_LINES)
    refuse_too_long(report)
    if not report.counts["rows"] or is_too_long_for_dry_run(report):
        return report
    duplicates = _possible_duplicates(actor, host, body, source, report)
    try:
        with acting_as(actor):
            applied = apply_orientation_file(
                actor=actor, host=host, body=body, stream=stream, file_name=file_name, source=source, columns=columns,
                synthetic=synthetic,
            )  # fmt: skip
            file = act_file_by_id(actor=actor, identifier=applied.file_id)
            report.lines += [
                FileRowIssue(each.row, RowIssueLevel.TO_SETTLE, each.code, each.text, each.column)
                for each in act_file_issues(actor=actor, file=file, limit=MAX_LISTED_ISSUES)
                if each.level == RowIssueLevel.TO_SETTLE
            ]
            doubles = report.counts["double"]
            report.counts = applied.counts
            raise _Rollback
    except _Rollback:
        pass
    report.lines += duplicates
    report.counts["double"], report.counts["alike"] = doubles, len(duplicates)
    return report


def is_too_long_for_dry_run(report: DryRunReport) -> bool:
    """Whether the file is too long to be applied during a request."""
    return report.counts["rows"] > MAX_DRY_RUN_ROWS


def refuse_too_long(report: DryRunReport) -> None:
    """Raises ``ValidationError`` for a file longer than the maximum."""
    if report.counts["rows"] > MAX_QUEUED_ROWS:
        rows, most = format_number(report.counts["rows"]), format_number(MAX_QUEUED_ROWS)
        raise ValidationError(
            "file", f"Ce fichier a {rows} lignes.", f"Un fichier en a {most} au plus.",
            "Coupez-le en plusieurs fichiers, chacun avec la première ligne.",
        )  # fmt: skip


def _possible_duplicates(
    actor: Actor, host: Organisation, body: Organisation, source: str, report: DryRunReport
) -> list[FileRowIssue]:
    """Reports people whose number is unknown to the organisation but whose name is not."""
    with as_system(actor):
        known = known_person_references(
            actor=system_actor(actor.name), host_id=host.pk, source=source, references=set(report.people)
        )
    fresh = {
        row: (person.first_name, person.last_name)
        for reference, (row, person) in report.people.items()
        if reference not in known and person.first_name and person.last_name
    }
    known_names = partner_numbers_by_name(actor=actor, body_id=body.pk, names=set(fresh.values()))
    return [
        FileRowIssue(row, RowIssueLevel.ADVICE, "person_alike", _POSSIBLE_DUPLICATE)
        for row, names in fresh.items()
        if known_names.get(names)
    ]
