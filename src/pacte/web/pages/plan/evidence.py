"""Evidence of each action: measures computed from the facts, messages with partners, places and journeys counted."""

from __future__ import annotations

from collections.abc import Collection
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
from pacte.kernel.french import apply_french_spacing, format_day, format_number, format_percent, join_words, pluralise
from pacte.plan.queries import VisiblePlan
from pacte.plan.records import VersionState
from pacte.plan.rules.versions import version_in_force
from pacte.web.pages.plan.action_detail import FigureView
from pacte.web.pages.plan.support_display import comparison_context
from pacte.web.pages.plan.version_page import DayPage, VersionPage
from pacte.web.tables import Cell, Column, Table, cell, number_column

_KINDS = {EvidenceKind.COMPUTED: "measured", EvidenceKind.SERIES: "measured", EvidenceKind.DECLARED: "declared"}
# What stands beside the targets, by grade: title of the section, and what it is worth.
_OTHER_SECTIONS = {
    EvidenceGrade.RESULT: ("Autres résultats", "mesurés, hors des cibles du plan"),
    EvidenceGrade.MEANS: ("Moyens", "ce qu’il faut faire pour y arriver ; ne prouve rien seul"),
    EvidenceGrade.CONTEXT: ("Contexte", "tout le territoire ; ne dit rien de l’action"),
}
_EXCHANGE_READERS = (Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST)
# Label, numerator, denominator, noun of the denominator, definition.
_MEASURES = (
    ("Places prises / places achetées", "taken", "bought", "places",
     "Places sur lesquelles quelqu’un est entré, chacune une fois, rapportées aux places achetées, perdues comprises. "
     "Les sessions à venir et les entrées permanentes y sont : à ne pas confondre avec le remplissage des places "
     "achetées (I6a), qui ne compte que les sessions à dates fixes dont la date limite d’entrée est passée."),
    ("Entrées en formation", "entered", "admitted", "personnes admises",
     "Personnes entrées, une fois par session, rapportées aux personnes admises."),
    ("Parcours finis", "ended", "entered", "entrées",
     "Fins connues, et termes passés sans nouvelle, rapportés aux entrées."),
    ("En emploi à 6 mois", "in_job", "answered", "réponses",
     "Personnes en emploi six mois après la fin, parmi celles qui ont répondu."),
)  # fmt: skip
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
    page: VersionPage,
    evidence: ActionEvidence | None,
    targets: tuple[FigureView, ...],
    proposed: tuple[FigureView, ...],
    *,
    drawn: Collection[str] = (),
) -> dict[str, Any]:
    """Evidence for the page of an action: the measure of each target, and the sentence that answers the page.

    ``drawn``: figures whose places or periods have a section, which says where each of them is.
    """
    counts = may(page.actor, "indicators.ask", page.plan.organisation_id)
    by_figure = {
        (line.code, line.what): _evidence_values(line)
        | {"source_url": _indicator_url(line) if counts else ""}
        | ({"progress": ""} if line.what in drawn else {})
        for line in (evidence.rows if evidence else ())
    }

    def pair_with_evidence(views: tuple[FigureView, ...]) -> list[tuple[FigureView, dict[str, Any]]]:
        return [(view, by_figure.get((view.figure.indicator_code, view.figure.what), {})) for view in views]

    target_keys = {(view.figure.indicator_code, view.figure.what) for view in (*targets, *proposed)}
    # Evidence with details (messages with partners) has its own section.
    others = [
        line
        for line in (evidence.rows if evidence else ())
        if (line.is_measured or line.is_untargeted_missing)
        and not line.details
        and (line.code, line.what) not in target_keys
    ]
    proofs = evidence.proofs if evidence else ()
    hidden = [
        line
        for line in (evidence.rows if evidence else ())
        if line.is_withheld and (line.code, line.what) not in target_keys
    ]
    return {
        "target_proofs": pair_with_evidence(targets),
        "proposed_proofs": pair_with_evidence(proposed),
        "other_proofs": [
            {"grade": grade, "title": title, "note": note, "lines": lines}
            for grade, (title, note) in _OTHER_SECTIONS.items()
            if (lines := [_other_row(line) for line in others if _other_grade(line) is grade])
        ],
        "measured_sentence": _measure_sentence(proofs),
        # What lacks a value says so beside its target; what is hidden elsewhere would not be missed.
        "hidden_sentence": " ; ".join(f"{line.what}{_COLON}{line.sentence}" for line in hidden),
        "is_measured_proposed": any(line.is_measured for line in proofs) and _first_shown(proofs).is_proposed,
    }


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
    return {
        "measure": line.sentence,
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


def _measure_sentence(lines: tuple[EvidenceRow, ...]) -> str:
    if not lines:
        return ""
    if not any(line.is_measured for line in lines):
        return apply_french_spacing(f"Mesuré, mais {lines[0].sentence}. ")
    first, others = _first_shown(lines), len(lines) - 1
    rest = f", et {pluralise(others, 'autre preuve', 'autres preuves')}" if others else ""
    counted = dated_scope_text(first) or first.what
    return apply_french_spacing(f"{counted[:1].upper()}{counted[1:]} : {first.sentence}{rest}. ")


def _first_shown(lines: tuple[EvidenceRow, ...]) -> EvidenceRow:
    return next(line for line in lines if line.is_measured)


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
    """``counts`` are figures, or sentences where one is missing. Empty for a past day: counts are those of today."""
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
    shown = [measure for measure in _MEASURES if not is_hidden_count(counts, *measure[1:3])]
    hidden = [measure[0] for measure in _MEASURES if measure not in shown]
    return {
        "counts": [_count_figure(counts, *each) for each in shown],
        "hidden_counts": _hidden_sentence(hidden) + (_SEEN_ELSEWHERE if sees_all else "") if hidden else "",
        "counts_url": f"{reverse('outcomes:places')}?action={action}" if may_read else "",
    }


def is_hidden_count(counts: CellCounts, name: str, denominator_name: str) -> bool:
    """True when a count is hidden, or when what is left of the years that are not would read as « nobody »."""
    count, of = counts.of(name), counts.of(denominator_name)
    return count is None or of is None or (bool(counts.hidden_years) and not (count and of))


def _hidden_sentence(labels: list[str]) -> str:
    """One sentence for all that the readers of the page do not see, whatever its number."""
    names = join_words([f"« {label} »" for label in labels])
    if len(labels) == 1:
        return f"{names} : masqué, ce chiffre montrerait de petits effectifs, seul ou comparé à d’autres."
    return f"{names} : masqués, ces chiffres montreraient de petits effectifs, seuls ou comparés à d’autres."


def _count_figure(
    counts: CellCounts, label: str, name: str, denominator_name: str, noun: str, definition: str
) -> dict[str, Any]:
    count, of = counts.of(name), counts.of(denominator_name)
    if not of or count is None:
        return {"label": label, "missing": f"Aucune donnée encore : {pluralise(0, noun)}.", "opening": "Pas encore."}
    return {
        "label": label,
        "value": format_percent(count / of).removesuffix("%").strip(),
        "unit": "%",
        "ratio": f"{format_number(count)} / {format_number(of)} {noun}",
        "as_of": timezone.localtime(counts.counted_at).date() if counts.counted_at else None,
        "period": f"sessions achetées pour l’action, celles à venir comprises{_left_out(counts.hidden_years)}",
        "source": "registre des places et parcours",
        "definition": definition,
        "kind": "measured",
    }


def _left_out(years: tuple[int, ...]) -> str:
    """« , sans celles de 2019 et 2020, masquées »: a sum of some years is not that of the action."""
    return f", sans celles de {join_words([str(year) for year in years])}, masquées" if years else ""
