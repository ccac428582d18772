"""Yearly report to the State as a workbook: what the pact adds, all indicators, evidence for each action.

« Tel qu’imprimé » is the figure as text, as on the pages; the numeric columns have the same value for calculations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from xlsxwriter import Workbook

from pacte.exchange.documents.worksheet_table import (
    MEDIA_TYPE,
    Column,
    ShareCell,
    TableCell,
    workbook_bytes,
    write_worksheet_table,
)
from pacte.finance.records import AdditionalCounts, AdditionalityRow
from pacte.indicators.records import STATE_LABELS, TERRITORY_LABELS, Indicator, IndicatorAnswer, ValueState
from pacte.indicators.records.evidence import EVIDENCE_LABELS, EvidenceRow
from pacte.indicators.records.grades import EVIDENCE_GRADE_LABELS
from pacte.indicators.rules.answer_document import plain_number
from pacte.indicators.rules.evidence import dated_scope_text, measured_value_text
from pacte.kernel.french import format_day, format_number, format_percent
from pacte.kernel.money import format_euros
from pacte.workflows.amount_with_unit import amount_with_unit
from pacte.workflows.state_report import ReportedAction, StateReport

__all__ = ["MEDIA_TYPE", "state_report_file_name", "write"]

ReportRow = tuple[TableCell, ...]
SUPPRESSED = "masqué : peu de personnes"
_NO_AXIS = "Sans axe"


def write(report: StateReport) -> bytes:
    """The workbook. The same report gives the same bytes."""
    return workbook_bytes(
        f"Rapport à l’État, année {report.year}",
        report.plan_title,
        report.as_of,
        synthetic=report.synthetic,
        fill=lambda workbook: _fill(workbook, report),
    )


def state_report_file_name(report: StateReport) -> str:
    """« plan_rapport-etat_2021_2022-03-31.xlsx »."""
    return f"{report.plan_code}_rapport-etat_{report.year}_{report.as_of:%Y-%m-%d}.xlsx"


def _fill(workbook: Workbook, report: StateReport) -> None:
    subtitle = f"{report.plan_title} · {report.year} · connu au {format_day(report.as_of)}"
    for name, columns, rows in _sheets(report):
        write_worksheet_table(
            workbook, name, f"{name} · {subtitle}", columns, rows, synthetic=report.synthetic, money=_EUROS,
        )  # fmt: skip


def _sheets(report: StateReport) -> Iterator[tuple[str, Sequence[Column], Sequence[ReportRow]]]:
    yield "Synthèse", _SUMMARY, list(_summary(report))
    yield "Apports par axe", _ADDED, list(_added(report))
    yield "Indicateurs", _FIGURES, [_figure(report, *each) for each in report.reported.figures]
    yield "Actions", _ACTIONS, [line for action in report.actions for line in _action(report, action)]


_EUROS = (
    "Euros ajoutés, mandatés", "Effort propre de l’année de base", "Effort propre de l’année", "Autres fonds, mandatés",
)  # fmt: skip
_SUMMARY = (("Ce que dit le rapport", 46), ("Tel qu’imprimé", 40), ("Valeur", 18), ("Ce que c’est", 80))
_ADDED = (
    ("Axe", 40), (_EUROS[0], 20), ("Places ajoutées", 12), ("Entrées ajoutées", 18), (_EUROS[1], 20), (_EUROS[2], 20),
    ("Effort gardé", 12), (_EUROS[3], 20),
)  # fmt: skip
_FIGURES = (
    ("N°", 8), ("Code", 28), ("Indicateur", 40), ("Question", 44), ("Tel qu’imprimé", 26), ("Numérateur", 14),
    ("Dénominateur", 14), ("Valeur", 14), ("Unité", 16), ("État", 22), ("Réponses", 10), ("Attendues", 10),
    ("Ce que compte le numérateur", 40), ("Ce que compte le dénominateur", 40), ("À côté", 30), ("Lieu compté", 24),
    ("Période", 22), ("Prochaine échéance", 18), ("Source", 30), ("Fourni par", 28), ("Version de la définition", 12),
    ("À savoir", 60),
)  # fmt: skip
_ACTIONS = (
    ("N°", 6), ("Action", 44), ("Axe", 12), ("Porteur", 26), ("Ce qui est promis", 44), ("Ce qui est compté", 44),
    ("Tel qu’imprimé", 30), ("Valeur", 14), ("Unité", 16), ("Ce que c’est", 12), ("D’où elle vient", 24), ("Au", 14),
    ("Prochaine valeur", 16), ("Socle de la Région", 24), ("Avancement", 28), ("Source", 34), ("À fournir par", 30),
)  # fmt: skip


def _summary(report: StateReport) -> Iterator[ReportRow]:
    lines = report.added.year(report.year)
    cents = sum(each.added_cents for each in lines)
    counts = report.added.sums.years.get(report.year, _empty_counts(report))
    base, year_effort = _effort(lines)
    year = str(report.year) if report.is_over else f"{report.year}, jusqu’au {format_day(report.until)}"
    yield "Plan", report.plan_title, None, report.version
    yield "Période", year, None, "L’année civile, arrêtée au jour du rapport quand elle n’est pas finie."
    yield (
        "Connu au",
        format_day(report.as_of),
        None,
        "Ce qui était écrit ce jour-là ; demandé de nouveau, le même rapport.",
    )
    yield (
        "Euros ajoutés par le pacte",
        format_euros(cents),
        Decimal(cents) / 100,
        "Mandatés dans l’année, fonds du pacte.",
    )
    yield (
        "Places ajoutées par le pacte", _count_text(counts.places), counts.places,
        "Achetées sur le fonds du pacte, à la date de la commande.",
    )  # fmt: skip
    yield (
        "Entrées ajoutées par le pacte",
        SUPPRESSED if counts.hides_entries else _count_text(counts.entries),
        counts.entries,
        " ".join(
            filter(None, ("Dans les sessions que ces commandes paient, au jour de l’entrée.", report.added.shared_note))
        ),
    )
    share = Decimal(year_effort) / Decimal(base) if base and year_effort is not None else None
    yield (
        "Effort propre de la Région gardé",
        "non connu"
        if share is None
        else f"{format_percent(share)} ({format_euros(year_effort or 0)} / {format_euros(base or 0)})",
        None if share is None else ShareCell(round(share, 6)),
        f"Dépense propre mandatée dans l’année, rapportée à celle de {report.added.base_year}"
        + ("." if report.is_over else " ; l’année n’est pas finie."),
    )
    measured = sum(answer.total.value.state is ValueState.NUMBER for _, answer in report.reported.figures)
    yield (
        "Indicateurs qui ont une valeur", f"{measured} sur {len(report.reported.figures)}", measured,
        "Les autres disent pourquoi : pas encore dû, manquant, non calculable, masqué, réservé.",
    )  # fmt: skip
    running = [each for each in report.actions if not each.is_ended]
    proved_actions = sum(bool(each.evidence.proofs) for each in running)
    yield (
        "Actions qui ont un résultat mesuré", f"{proved_actions} sur {len(running)}", proved_actions,
        "Depuis le début du plan, sans les moyens ni ce que les porteurs déclarent ; les autres disent qui le doit.",
    )  # fmt: skip
    stamp = report.reported.stamp
    yield "Faits comptés", f"{format_number(stamp.rows)} lignes", stamp.rows, f"Empreinte : {stamp.digest[:16]}."


def _added(report: StateReport) -> Iterator[ReportRow]:
    lines = report.added.year(report.year)
    labels = {axis.code: f"{axis.label} : {axis.title}" if axis.title else axis.label for axis in report.axes}
    codes = [*labels, *sorted({each.axis_code for each in lines} - set(labels))]
    for code in codes:
        own = [each for each in lines if each.axis_code == code]
        counts = report.added.sums.cells.get((report.year, code), _empty_counts(report))
        yield _axis(labels.get(code, _NO_AXIS), own, counts)
    yield _axis("Ensemble du pacte", lines, report.added.sums.years.get(report.year, _empty_counts(report)))


def _empty_counts(report: StateReport) -> AdditionalCounts:
    """Zero when the facts are loaded and nothing was counted, else unknown."""
    return AdditionalCounts() if report.added.places is None else AdditionalCounts(0, 0)


def _axis(label: str, own: Sequence[AdditionalityRow], counts: AdditionalCounts) -> ReportRow:
    base, year_effort = _effort(own)
    share = None if not base or year_effort is None else ShareCell(round(Decimal(year_effort) / Decimal(base), 6))
    return (
        label,
        Decimal(sum(each.added_cents for each in own)) / 100,
        counts.places,
        SUPPRESSED if counts.hides_entries else counts.entries,
        _euros_from_cents(base),
        _euros_from_cents(year_effort),
        share,
        Decimal(sum(each.other_cents for each in own)) / 100,
    )


def _effort(own: Sequence[AdditionalityRow]) -> tuple[int | None, int | None]:
    """Own spending of the base year and of the report year, over the axes where both are known."""
    known = [each for each in own if each.base_cents is not None and each.maintained_cents is not None]
    if not known:
        return None, None
    return sum(each.base_cents or 0 for each in known), sum(each.maintained_cents or 0 for each in known)


def _figure(report: StateReport, indicator: Indicator, answer: IndicatorAnswer) -> ReportRow:
    value = answer.total.value
    state = f"sans objet : {answer.refusal}" if answer.refusal else STATE_LABELS[value.state]
    extra_counts = " ; ".join(f"{label} : {_count_text(plain_number(count))}" for label, count in value.side_counts)
    return (
        indicator.number,
        indicator.code,
        indicator.label,
        indicator.question,
        measured_value_text(value, indicator.unit_word),
        _cell(value.numerator),
        _cell(value.denominator),
        _cell(value.number),
        indicator.unit_word,
        state,
        value.received,
        value.expected,
        indicator.numerator_label or indicator.entity,
        indicator.denominator_label,
        extra_counts,
        TERRITORY_LABELS[indicator.territory],
        f"du {report.first:%d/%m/%Y} au {report.until:%d/%m/%Y}",
        answer.due_on,
        indicator.source,
        indicator.owner,
        indicator.version,
        indicator.note,
    )


def _action(report: StateReport, action: ReportedAction) -> Iterator[ReportRow]:
    axes = {axis.code: axis.label for axis in report.axes}
    head = (action.number, action.title, axes.get(action.axis_code, _NO_AXIS), action.lead or "à désigner")
    for each in action.evidence.rows:
        yield (*head, *_evidence(each))
    if not action.evidence.rows:
        nothing = ("", "", action.evidence.missing, None, "", "", "", None, None, "", "", "")
        yield (*head, *nothing, action.lead or "porteur à désigner")


def _evidence(line: EvidenceRow) -> ReportRow:
    exact, unit = amount_with_unit(line)
    progress = "indicateur proposé, que le plan n’écrit pas" if line.is_proposed else line.progress.text
    return (
        line.what, dated_scope_text(line), line.sentence, _cell(exact), unit, EVIDENCE_GRADE_LABELS[line.grade],
        EVIDENCE_LABELS[line.kind], line.until, line.due_on, line.baseline, progress, line.source, line.owed_by,
    )  # fmt: skip


def _cell(value: Fraction | float | None) -> Decimal | None:
    plain = plain_number(value)
    return None if plain is None else Decimal(str(plain))


def _count_text(count: float | None) -> str:
    return "pas encore mesuré" if count is None else format_number(Decimal(str(count)))


def _euros_from_cents(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100
