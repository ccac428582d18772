"""Committee pack of a closed round: read from four rooms, built, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.finance.queries import may_read_money, money_table
from pacte.indicators.queries.additionality import pact_additionality
from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.queries.store import refresh_day_before
from pacte.indicators.records.evidence import EVIDENCE_LABELS, ActionEvidence, EvidenceRow
from pacte.indicators.records.grades import EVIDENCE_GRADE_LABELS
from pacte.indicators.rules.evidence import dated_scope_text
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS, today
from pacte.kernel.errors import Conflict, ensure_found
from pacte.kernel.french import apply_french_spacing, format_day
from pacte.plan.queries import content_of_version, version_by_number, version_summaries
from pacte.steering.queries.committees import (
    committee_by_number,
    committee_of_round,
    committee_summary,
    frozen_pack,
    previous_meeting_date,
)
from pacte.steering.queries.decisions import decision_summaries
from pacte.steering.queries.rounds import closed_round_snapshot, round_summaries
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.pack import Pack, PackAxis, PackEvidence, PackFigure
from pacte.steering.rules.pack_builder import PackSources, build_pack
from pacte.steering.services.committees import freeze_pack, plan_committee, refuse_unless
from pacte.workflows.amount_with_unit import amount_with_unit

if TYPE_CHECKING:
    from datetime import date

    from pacte.finance.records import PlanMoneyTable
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.steering.models import Committee
    from pacte.steering.records.rounds import RoundSnapshot


@dataclass(frozen=True, slots=True)
class CommitteePackResult:
    """``is_new``: frozen by this call; otherwise it already existed and is returned unchanged."""

    committee: Committee
    pack: Pack
    is_new: bool


def make_committee_pack(
    *, actor: Actor, committee: Committee, synthetic: bool, as_of: date | None = None
) -> CommitteePackResult:
    """Freeze the pack of a committee: a new edition each time, until the meeting is held.

    ``as_of``: the day at which money, decisions and measures are read, money and measures as known at its end; defaults
    to the day of the meeting when it is past, else today. Rebuilt for the same day, the figures are identical. Raises
    ``NotFound``, ``PermissionDenied``, or ``Conflict`` (no round, round still open, meeting held).
    """
    refuse_unless(actor, "committee.pack", committee.organisation_id)
    if committee.round is None:
        raise Conflict(
            "committee_without_round",
            "Ce comité n’a pas de tour de mise à jour.",
            "Le dossier imprime ce que les porteurs ont répondu dans un tour clos.",
            "Reliez-lui un tour, puis faites le dossier.",
        )
    snapshot = closed_round_snapshot(actor=actor, plan=committee.plan, number=committee.round.number)
    pack = build_pack(_pack_sources(actor, committee, snapshot, as_of or min(today(), committee.held_on), synthetic))
    return CommitteePackResult(freeze_pack(actor=actor, committee=committee, pack=pack), pack, True)


def get_or_make_pack_of_round(*, actor: Actor, plan: Plan, number: int, synthetic: bool) -> CommitteePackResult:
    """Return the frozen pack of the committee of a round, or freeze it now.

    A round without a committee gets one, on the committee day of the round. Raises as ``make_committee_pack``.
    """
    snapshot = closed_round_snapshot(actor=actor, plan=plan, number=number)
    committee = committee_of_round(actor=actor, plan=plan, round_number=number)
    if committee is None:
        committee = plan_committee(
            actor=actor,
            plan=plan,
            title=f"Comité du {format_day(snapshot.committee_on)}".replace("\u00a0", " "),
            held_on=snapshot.committee_on,
            round_number=number,
        )
        committee = committee_by_number(actor=actor, plan=plan, number=committee.number)
    existing_pack = frozen_pack(actor=actor, committee=committee)
    if existing_pack is not None:
        return CommitteePackResult(committee, existing_pack, False)
    if committee.state != CommitteeState.PLANNED:
        raise Conflict(
            "pack_never_made",
            f"« {committee.title} » s’est tenu sans dossier.",
            "Un dossier se fige avant la séance.",
            "Lisez le relevé de décisions, ou le tour lui-même.",
        )
    return make_committee_pack(actor=actor, committee=committee, synthetic=synthetic)


def _pack_sources(
    actor: Actor, committee: Committee, snapshot: RoundSnapshot, as_of: date, synthetic: bool
) -> PackSources:
    plan = committee.plan
    content = content_of_version(version_by_number(actor=actor, plan=plan, number=snapshot.version_number))
    version = ensure_found(
        next(
            (each for each in version_summaries(actor=actor, plan=plan) if each.number == snapshot.version_number), None
        )
    )
    money = _money(actor, plan, as_of)
    since = f", en vigueur depuis le {format_day(version.in_force_from)}" if version.in_force_from else ""
    return PackSources(
        committee=committee_summary(actor=actor, committee=committee),
        axes=tuple(PackAxis(axis.code, axis.label, axis.title) for axis in content.axes),
        version=f"{version.label}{since}",
        round=snapshot,
        before=_previous_round(actor, plan, snapshot),
        money=money,
        decisions=tuple(
            line
            for line in decision_summaries(actor=actor, plan=plan, on=as_of)
            if line.committee_number != committee.number
        ),
        last_met_on=previous_meeting_date(actor=actor, committee=committee),
        as_of=as_of,
        edition=committee.frozen_edition + 1,
        synthetic=synthetic,
        proofs=_evidence_by_action(actor, plan, snapshot, as_of),
        added=pact_additionality(actor=actor, plan=plan, table=money, known_on=as_of, is_frozen=True)
        if money
        else None,
        facts_note=_facts_note(as_of),
    )


def _facts_note(as_of: date) -> str:
    """For a day that is not over, more data may still arrive: the pack states when its facts stop."""
    until = refresh_day_before(as_of)
    return (
        f"Mesures faites sur ce que le site savait à la préparation des faits, le {format_day(until)}." if until else ""
    )


def _money(actor: Actor, plan: Plan, as_of: date) -> PlanMoneyTable | None:
    if not may_read_money(actor=actor, plan=plan):
        return None
    return money_table(actor=actor, plan=plan, on=as_of, known_at=_known_at(as_of))


def _evidence_by_action(
    actor: Actor, plan: Plan, snapshot: RoundSnapshot, as_of: date
) -> dict[ActionCode, PackEvidence]:
    """Identical for every author: the pack is read by members with different rights, so small counts are suppressed."""
    numbers = frozenset(each.number for each in snapshot.answers)
    evidence_by_number = plan_evidence(
        actor=actor, plan=plan, known_on=as_of, numbers=numbers, as_public=True, is_frozen=True
    )
    return {number: _action_evidence(each) for number, each in evidence_by_number.items()}


def _action_evidence(evidence: ActionEvidence) -> PackEvidence:
    """Evidence measured by facts and series; values declared by leads are in the round, and printed from it."""
    figures = (
        _evidence_figure(f"A{evidence.number}-E{rank}", each) for rank, each in enumerate(evidence.counted, start=1)
    )
    return PackEvidence(tuple(figures), evidence.missing)


def _evidence_figure(ref: str, line: EvidenceRow) -> PackFigure:
    number, _ = amount_with_unit(line)
    notes = [
        f"{EVIDENCE_GRADE_LABELS[line.grade]}, {EVIDENCE_LABELS[line.kind]}"
        + (f", au {format_day(line.until)}" if line.until else ""),
        dated_scope_text(line),
        f"socle de la Région : {line.baseline}" if line.baseline else "",
        f"source : {line.source}" if line.source else "",
        "indicateur proposé, que le plan n’écrit pas" if line.is_proposed else line.progress.text,
    ]
    return PackFigure(
        ref=ref,
        label=apply_french_spacing(line.what),
        text=line.sentence,
        amount=None if number is None else round(Decimal(number.numerator) / number.denominator, 4),
        note=apply_french_spacing(" ; ".join(note for note in notes if note)),
    )


def _known_at(as_of: date) -> datetime | None:
    """End of a past day: later data was unknown to the meeting. Now, for today."""
    return None if as_of >= today() else datetime.combine(as_of, time.max, PARIS)


def _previous_round(actor: Actor, plan: Plan, snapshot: RoundSnapshot) -> RoundSnapshot | None:
    """The last round closed before this one, with which the weather is compared."""
    earlier = [
        line for line in round_summaries(actor=actor, plan=plan) if line.number < snapshot.number and not line.is_open
    ]
    last = max(earlier, key=lambda line: line.number, default=None)
    return closed_round_snapshot(actor=actor, plan=plan, number=last.number) if last else None
