"""Evidence of each action: measures computed from the facts, messages with partners, places and journeys counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.permissions import may
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.queries.orientation_flows import may_read_flows
from pacte.indicators.records.evidence import (
    EVIDENCE_LABELS,
    ActionEvidence,
    EvidenceKind,
    EvidencePart,
    EvidenceRow,
)
from pacte.indicators.records.grades import EVIDENCE_GRADE_LABELS, EvidenceGrade
from pacte.indicators.rules.evidence import dated_scope_text, declaration_text
from pacte.journeys.permissions import hosts_with_journey_right
from pacte.journeys.queries.funnel import published_action_counts
from pacte.journeys.records.counts import CellCounts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.french import apply_french_spacing, format_day, format_number, join_words
from pacte.plan.queries import VisiblePlan
from pacte.plan.records import Figure, VersionState
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.schedule import elapsed_share
from pacte.plan.rules.versions import version_in_force
from pacte.web.charts.target_bar import TargetBar, target_bar_svg
from pacte.web.funnel_stages import FUNNEL_PARENTS, funnel_stage_rows
from pacte.web.pages.plan.action_detail import ActionDetail, FigureView
from pacte.web.pages.plan.action_sentence import gap_words
from pacte.web.pages.plan.support_display import comparison_context
from pacte.web.pages.plan.version_page import DayPage, VersionPage
from pacte.web.tables import Cell, Column, Table, cell, number_column

_KINDS = {EvidenceKind.COMPUTED: "measured", EvidenceKind.SERIES: "measured", EvidenceKind.DECLARED: "declared"}
_PROPOSED_SOURCE = "Le plan n’en parle pas : cet indicateur est proposé par nous, à décider."
_EXCHANGE_READERS = (Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST)
_HIDDEN_STAGES = "Ce qui est sous secret statistique montrerait de petits effectifs, seul ou comparé à d’autres."
_COLON = "\u202f: "
_FORECAST_INDICATOR = "entry_forecast_gap"
_SEEN_ELSEWHERE = " Vous les lisez dans « Où se perdent les places de cette action »."


def evidence_by_action(
    page: DayPage, visible: VisiblePlan, numbers: frozenset[ActionCode] | None = None
) -> dict[ActionCode, ActionEvidence]:
    """Evidence by action number. Empty for a draft, or for a version that was not in force on the day of the page."""
    present = version_in_force(visible.versions, page.on)
    is_draft = visible.version.state == VersionState.DRAFT
    if is_draft or present is None or present.number != visible.version.number:
        return {}
    return plan_evidence(
        actor=page.actor,
        plan=visible.plan,
        known_on=page.on,
        numbers=numbers,
        content=visible.content,
    )


def graded_action_numbers(
    evidence_by_number: dict[ActionCode, ActionEvidence], grade: EvidenceGrade
) -> frozenset[ActionCode]:
    """Actions whose best evidence has that grade. It depends on no reader: what is hidden from this one counts."""
    return frozenset(number for number, each in evidence_by_number.items() if each.grade is grade)


def latest_evidence_cell(evidence: ActionEvidence | None) -> dict[str, str] | None:
    """Freshest proof of an action in short form for a list. Means are not shown as one.

    ``text`` is the value, ``what`` it is the value of, ``on`` its day; ``note`` says what it counts, and the day.
    """
    proofs = evidence.proofs if evidence else ()
    lines = [line for line in proofs if line.is_measured]
    if not lines:
        return _hidden_cell(proofs[0]) if proofs else None
    line = max(lines, key=lambda each: (each.until is not None, each.until, not each.is_proposed))
    until = f", au {line.until:%d/%m/%Y}" if line.until else ""
    return {
        "text": line.sentence,
        "what": apply_french_spacing(line.what),
        "on": f"{line.until:%d/%m/%Y}" if line.until else "",
        "note": apply_french_spacing(f"{line.scope_text or line.what}{until}"),
    }


def _hidden_cell(line: EvidenceRow) -> dict[str, str]:
    """« masqué », and why: this reader does not see a value that exists."""
    word, _, reason = line.sentence.partition(_COLON)
    note = f"mesuré{_COLON}{reason}"
    return {"text": word, "what": note, "on": "", "note": note}


def own_action_evidence_cell(evidence: ActionEvidence | None) -> Cell:
    """The evidence of an action in the list of its lead: proved as the plan shows it, else declared, else means."""
    proof = latest_evidence_cell(evidence)
    if proof:
        return cell(proof["text"], note=proof["note"])
    rows = evidence.measured if evidence else ()
    declared = next((row for row in rows if row.kind is EvidenceKind.DECLARED), None)
    if declared:
        return cell(declared.sentence, note=f"{declared.what}, {EVIDENCE_LABELS[declared.kind]}")
    means = next((row for row in rows if row.grade is EvidenceGrade.MEANS), None)
    if means:
        return cell(means.sentence, note=f"{means.what}, {EVIDENCE_GRADE_LABELS[means.grade]} : ne prouve rien seul")
    return cell("aucune à ce jour", note="à fournir")


def action_evidence_context(
    page: VersionPage, evidence: ActionEvidence | None, detail: ActionDetail, *, drawn: Collection[str] = ()
) -> dict[str, Any]:
    """Evidence for the page of an action: the measure of each target, then the others by what they are worth.

    ``drawn``: figures whose places or periods have a section, which says where each of them is.
    """
    counts = may(page.actor, "indicators.ask", page.plan.organisation_id)
    elapsed = elapsed_share(page.content.first_year, page.content.last_year, page.on)
    rows = {(line.code, line.what): line for line in (evidence.rows if evidence else ())}

    def proof(view: FigureView) -> dict[str, Any]:
        line = rows.get((view.figure.indicator_code, view.figure.what))
        source = _PROPOSED_SOURCE if view.figure.proposed else view.source_quote
        if line is None:
            return {"missing": detail.line.evidence_sentence, "source": source}
        values = _evidence_values(line)
        gap = gap_words(view.figure, line)
        return values | {
            "source": values["source"] or source,
            "source_url": _indicator_url(line) if counts else "",
            "gap": gap,
            "gap_tone": "good" if line.progress.outcome.has_arrived else "",
            "bar": _target_bar(view.figure, line, elapsed, detail.line.rank),
            # The gap says it, or the section of its places.
            "progress": "" if gap or line.what in drawn else values.get("progress", ""),
        }

    target_keys = {(view.figure.indicator_code, view.figure.what) for view in (*detail.targets, *detail.proposed)}
    # Evidence with details (messages with partners) has its own section.
    others = [
        line
        for key, line in rows.items()
        if (line.is_measured or line.is_untargeted_missing) and not line.details and key not in target_keys
    ]
    hidden = [line for key, line in rows.items() if line.is_withheld and key not in target_keys]
    return {
        "target_proofs": [(view, proof(view)) for view in detail.targets],
        "proposed_proofs": [(view, proof(view)) for view in detail.proposed],
        **{
            f"other_{grade}": [_other_row(line) for line in others if _other_grade(line) is grade]
            for grade in EvidenceGrade
        },
        # What lacks a value says so beside its target; what is hidden elsewhere would not be missed.
        "hidden_sentence": " ; ".join(f"{line.what}{_COLON}{line.sentence}" for line in hidden),
    }


def _target_bar(figure: Figure, line: EvidenceRow, elapsed: Decimal, axis: int) -> str:
    """Only of a decided target that is counted as one whole: « 4 formations sur 10 »."""
    fraction = line.progress.fraction
    if figure.proposed or fraction is None or line.units or parse_per(figure.per).is_by_unit:
        return ""
    return target_bar_svg(TargetBar(fraction, elapsed, axis))


def _other_grade(line: EvidenceRow) -> EvidenceGrade:
    """What a lead declares beside the targets of the plan is a means: facts count it nowhere."""
    return EvidenceGrade.MEANS if line.kind is EvidenceKind.DECLARED else line.grade


def _other_row(line: EvidenceRow) -> dict[str, Any]:
    return {"what": line.what, "anchor": line.anchor, "proof": _evidence_values(line)}


def _indicator_url(line: EvidenceRow) -> str:
    """URL of the indicator that measures a target, for actors who may query it; "" when there is none."""
    known = line.kind is EvidenceKind.SERIES or (line.kind is EvidenceKind.COMPUTED and line.code in indicators())
    return reverse("figures:indicator", args=[line.code]) if known and line.source else ""


def _evidence_values(line: EvidenceRow) -> dict[str, Any]:
    """Parameters of the component « evidence »."""
    due = f"Attendue le {format_day(line.due_on)}, en retard." if line.is_late and line.due_on else ""
    if not line.is_measured:
        text = apply_french_spacing(f"{line.sentence[:1].upper()}{line.sentence[1:]}.")
        return {"missing": f"{text} {due}".strip(), "source": line.source}
    value, ratio = _value_and_ratio(line.sentence)
    return {
        "measure": value,
        "ratio": ratio,
        "measure_kind": _KINDS.get(line.kind, ""),
        "as_of": None if line.until and line.sentence.endswith(format_day(line.until)) else line.until,
        "grade": EVIDENCE_GRADE_LABELS[line.grade] if line.is_counted else "",
        "counts": dated_scope_text(line),
        "baseline": line.baseline,
        "others_label": line.others_label,
        "others": line.others,
        "declared": declaration_text(line.declared) if line.declared else "",
        "next_due": line.due_on,
        "owner": line.owed_by,
        "source": line.source,
        "progress": "" if line.is_proposed else apply_french_spacing(line.progress.text),
        "missing": due,
        "parts": _part_table(line) if line.parts else None,
        **(comparison_context(line.comparison, line.anchor, line.what) if line.comparison else {}),
    }


def _value_and_ratio(sentence: str) -> tuple[str, str]:
    """« 57,0 % (53 / 93) » in two; "" without numerator and denominator."""
    value, parenthesis, rest = sentence.partition(" (")
    return (value, rest[:-1]) if parenthesis and rest.endswith(")") and " / " in rest else (sentence, "")


def _part_table(line: EvidenceRow) -> Table[EvidencePart]:
    """The measure by the dimension of its indicator, the largest base first."""
    definition = indicators()[line.code]
    ranked = sorted(line.parts, key=lambda part: -(part.value.denominator or part.value.numerator or 0))
    label = DIMENSIONS[definition.shown_by].label
    return Table(
        ranked,
        Column(label.capitalize(), lambda part: part.label),
        number_column(definition.label, lambda part: cell(part.sentence)),
        id=f"{line.anchor}-parts",
        caption=f"{definition.label}, par {label}",
    )


def partner_message_context(page: VersionPage, evidence: ActionEvidence | None) -> dict[str, Any]:
    """Empty when no exchange is evidence for the action."""
    rows = [line for line in (evidence.rows if evidence else ()) if line.details]
    figures = [
        {
            "label": each.label,
            "value": format_number(each.value, each.places),
            "unit": each.unit,
            "ratio": each.among,
            "definition": each.definition,
            "as_of": line.until,
            "kind": "measured",
        }
        for line in rows
        for each in line.details
    ]
    if not figures:
        return {}
    return {
        "exchanged": figures,
        "exchanged_sources": list(dict.fromkeys(line.source for line in rows)),
        "flows_url": _flows_url(page, evidence),
        "exchanges_url": reverse("partners:list")
        if page.actor.has_role(*_EXCHANGE_READERS, host_id=page.plan.organisation_id)
        else "",
        "uncounted": "",
    }


def _flows_url(page: VersionPage, evidence: ActionEvidence | None) -> str:
    """Who orients where, beside the entries that orientation announces; "" for who may not read it."""
    announces = any(line.code == _FORECAST_INDICATOR for line in (evidence.rows if evidence else ()))
    may_read = may_read_flows(actor=page.actor, host_id=page.plan.organisation_id)
    return reverse("outcomes:flows") if announces and may_read else ""


def outcome_count_context(page: VersionPage, action: ActionCode) -> dict[str, Any]:
    """From the places bought for the action to jobs. Empty for a past day: counts are those of today."""
    if page.requested_day is not None:
        return {}
    counts = published_action_counts(actor=page.actor, plan_id=page.plan.pk, number=action)
    if counts is None or counts.counted_at is None:
        return {
            "uncounted": (
                "Aucune session n’est achetée pour cette action. L’acheteur la nomme en signant une commande : "
                "ses places, ses entrées et ses suites se comptent alors ici."
            )
        }
    host_id = page.plan.organisation_id
    may_read = host_id in hosts_with_journey_right(page.actor, "journeys.read_counts")
    sees_all = host_id in hosts_with_journey_right(page.actor, "journeys.read")
    shown = hide_partial_counts(counts)
    is_empty = not any(shown.of(name) for name in FUNNEL_PARENTS)
    hidden = any(name in shown.hidden for name in FUNNEL_PARENTS)
    day = format_day(timezone.localtime(counts.counted_at).date())
    return {
        "stages": [] if is_empty else funnel_stage_rows(shown),
        "stages_note": apply_french_spacing(
            f"sessions achetées pour l’action, celles à venir comprises{_left_out(counts.hidden_years)}, au {day} ; "
            "registre des places et parcours"
        ),
        "hidden_counts": _HIDDEN_STAGES + (_SEEN_ELSEWHERE if sees_all else "") if hidden else "",
        "counts_url": f"{reverse('outcomes:places')}?action={action}" if may_read else "",
    }


def hide_partial_counts(counts: CellCounts) -> CellCounts:
    """Hides as well what would read as « nobody » because some years are left out."""
    partial = {
        name
        for name, parent in FUNNEL_PARENTS.items()
        if counts.counts(name)
        and (
            (counts.hidden_years and not counts.of(name))
            or (counts.counts(parent) and is_hidden_count(counts, name, parent))
        )
    }
    return replace(counts, hidden=counts.hidden | partial)


def is_hidden_count(counts: CellCounts, name: str, denominator_name: str) -> bool:
    """True when a count is hidden, or when what is left of the years that are not would read as « nobody »."""
    count, of = counts.of(name), counts.of(denominator_name)
    return count is None or of is None or (bool(counts.hidden_years) and not (count and of))


def _left_out(years: tuple[int, ...]) -> str:
    """« , sans celles de 2019 et 2020, masquées »: a sum of some years is not that of the action."""
    return f", sans celles de {join_words([str(year) for year in years])}, masquées" if years else ""
