"""Asks people to read a case, and keeps the score that each sends. Rows are written by the machine, in their name."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from pacte.accounts.models import Person
from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError, ensure_found, hide_unless
from pacte.notifications.services import notify
from pacte.procedures.models import Case, ReaderAssignment, ReadingScore
from pacte.procedures.queries.reading import reader_candidates, score_summaries
from pacte.procedures.records.reading import ReadingGrid, ScoreInput
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.conflicts import conflict_text
from pacte.procedures.rules.reading import criteria_of, readers_wanted, refuse_changed_grid, scored_criteria
from pacte.procedures.services.conflicts import person_conflicts, refresh_conflicts, take_off
from pacte.procedures.services.guards import locked_case, refuse_case_without_reason

_MACHINE = system_actor("lecture des dossiers")


def assign_reader(
    *, actor: Actor, case: Case, grid_code: str, person: Person, on: date, address: str = ""
) -> ReaderAssignment:
    """Asks somebody to read a case. ``address``: the page that their notice opens.

    Raises ``ValidationError`` (``reader_in_conflict``: computed from their posts that day, or declared), ``Conflict``
    (``no_reader_left``; ``readers_enough``: one more is asked only when the readers disagree), ``PermissionDenied``.
    """
    grid = _grid(case, grid_code)
    with (
        locked_case(actor=actor, case=case, right="procedures.write", name="assign_reader") as (locked, entry),
        system_elevation(),
    ):
        kinds = person_conflicts(actor=actor, case=locked, person=person)
        candidates = {each.pk for each in reader_candidates(actor=actor, case=locked, on=on)}
        if not candidates:
            raise Conflict(
                "no_reader_left",
                "Plus personne du pacte ne peut lire ce dossier : toutes et tous lisent déjà, ou sont en conflit.",
                "Un dossier n’est jamais lu par qui y a un intérêt.",
                "Ouvrez un compte à une lectrice ou un lecteur d’un autre organisme.",
            )
        if person.pk not in candidates:
            raise ValidationError(
                "reader_in_conflict",
                f"{person} ne peut pas lire ce dossier"
                + (f" : {conflict_text(kinds)}." if kinds else " : cette personne le lit déjà, ou n’est pas du pacte."),
                hint="Choisissez quelqu’un d’autre.",
            )
        active = ReaderAssignment.objects.filter(case=locked, grid=grid.code, ended_at=None).count()
        if active >= readers_wanted(grid, score_summaries(actor=_MACHINE, case_ids=[locked.pk], grid=grid)[locked.pk]):
            raise Conflict(
                "readers_enough",
                f"Ce dossier a déjà ses {active} lectures.",
                "Une lecture de plus se demande quand les notes sont trop éloignées.",
            )
        reader = ReaderAssignment.objects.create(
            organisation_id=locked.organisation_id, case=locked, grid=grid.code, person=person,
            is_extra=active >= grid.readers, person_name=actor.name[:200], recorded_at=now(),
        )  # fmt: skip
        entry.detail.update(grid=grid.code, person=str(person))
        notify(
            actor=actor, host_id=locked.organisation_id, person_ids=[person.pk], kind="reading_asked",
            subject="Un dossier à lire", address=address, key=f"reading_asked:{reader.pk}",
            text="On vous demande de lire un dossier. Dites d’abord si quelque chose vous lie à lui.",
        )  # fmt: skip
    return reader


def send_score(*, actor: Actor, assignment: ReaderAssignment, score_input: ScoreInput) -> ReadingScore | None:
    """Keeps the score of a reader, once, with the weights of the grid. None when they turn out to be in conflict.

    Raises ``NotFound`` for somebody else's, ``Conflict`` (``conflict_undeclared``, ``score_sent``, ``grid_changed``),
    ``ValidationError`` (``score_missing``, ``score_out_of_range``, ``words_missing``).
    """
    with system_elevation():
        reader = ensure_found(
            ReaderAssignment.objects.select_for_update(of=("self",))
            .select_related("case").filter(pk=assignment.pk, person_id=actor.person_id).first()
        )  # fmt: skip
        case, grid = reader.case, _grid(reader.case, reader.grid)
        hide_unless(reader.ended_at is None)
        if reader.sent_at is not None:
            raise Conflict("score_sent", "Votre note est déjà envoyée.", "Une note ne se réécrit pas.")
        rules = procedure_edition(case.procedure_code, case.edition).conflicts
        if rules is not None and rules.declared_before_reading and reader.cleared_at is None:
            raise Conflict(
                "conflict_undeclared", "Dites d’abord si quelque chose vous lie à ce dossier.",
                "On ne note qu’après l’avoir dit.",
            )  # fmt: skip
        criteria = scored_criteria(grid, score_input)
        _refuse_other_weights(case, grid)
        with audit_event(
            actor=actor, name="procedures.send_score", subject_kind="file", subject_id=case.pk,
            subject_label=case.title, organisation_id=case.organisation_id,
        ):  # fmt: skip
            refresh_conflicts(actor=actor, case=case)
            reader.refresh_from_db()
            if reader.ended_at is not None:
                return None
            score = ReadingScore.objects.create(
                organisation_id=case.organisation_id, assignment=reader, case=case, person_id=reader.person_id,
                grid=grid.code, edition=case.edition, version=case.versions.order_by("pk").last(),
                criteria=[asdict(each) for each in criteria], comment=score_input.comment.strip(),
                person_name=actor.name[:200], recorded_at=now(),
            )  # fmt: skip
            reader.sent_at = now()
            reader.save()
            _ask_one_more(actor, case, grid)
    return score


def take_off_reader(*, actor: Actor, case: Case, assignment_id: int, reason: str) -> None:
    """Takes a reader off a case, with a reason: a score already sent is struck, and kept."""
    refuse_case_without_reason(reason)
    with (
        locked_case(actor=actor, case=case, right="procedures.write", name="take_off_reader", reason=reason) as (
            locked,
            entry,
        ),
        system_elevation(),
    ):
        reader = ensure_found(
            ReaderAssignment.objects.filter(pk=assignment_id, case=locked, ended_at=None)
            .select_related("person")
            .first()
        )
        take_off(actor=actor, reader=reader, reason=reason.strip())
        entry.detail.update(person=str(reader.person))


def _grid(case: Case, code: str) -> ReadingGrid:
    return ensure_found(procedure_edition(case.procedure_code, case.edition).grid(code))


def _refuse_other_weights(case: Case, grid: ReadingGrid) -> None:
    """The scores of a round, or of the cases of a plan without round, are given with the same grid."""
    others = ReadingScore.objects.filter(
        case__plan_id=case.plan_id, case__procedure_code=case.procedure_code, grid=grid.code, strike=None
    )
    entry = getattr(case, "entry", None)
    others = (
        others.filter(case__entry__call_round=entry.call_round_id) if entry else others.filter(edition=case.edition)
    )
    last = others.order_by("-pk").first()
    refuse_changed_grid(grid, criteria_of(last.criteria) if last else ())


def _ask_one_more(actor: Actor, case: Case, grid: ReadingGrid) -> None:
    """Tells whoever answers for the case that its readers disagree; no figure is told."""
    summary = score_summaries(actor=_MACHINE, case_ids=[case.pk], grid=grid)[case.pk]
    if summary is None or case.owner_id is None or readers_wanted(grid, summary) <= summary.count:
        return
    still_reading = ReaderAssignment.objects.filter(case=case, person_id=case.owner_id, sent_at=None, ended_at=None)
    if summary.count >= grid.readers and not still_reading.exists():
        notify(
            actor=actor, host_id=case.organisation_id, person_ids=[case.owner_id], kind="reading_gap",
            subject="Une lecture de plus", key=f"reading_gap:{case.pk}:{grid.code}:{summary.count}",
            text=f"Dossier « {case.title} » : les notes sont éloignées, une lecture de plus est demandée.",
        )  # fmt: skip
