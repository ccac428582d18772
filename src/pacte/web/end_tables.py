"""Tables of people counted at the end of their journey and after it; a suppressed count is marked as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pacte.journeys.queries.situations import SituationAnswers
from pacte.journeys.records import END_LABELS, EndKind
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason, tenths
from pacte.kernel.french import format_number, format_percent
from pacte.web.tables import Cell, Column, Table, cell, number_column

SUPPRESSED_LABEL = "masqué"
# Label, count, share.
ShareRow = tuple[str, int | None, str]


def count_cell(count: int | None) -> Cell:
    """A number that stays a number when copied, or the label of a suppressed count."""
    return SUPPRESSED_LABEL if count is None else cell(format_number(count), value=str(count))


def count_share_text(count: int | None, of: int | None) -> str:
    """« 15 508 / 17 612 = 88,1 % »; the count alone when there is no denominator."""
    if count is None:
        return SUPPRESSED_LABEL
    if not of:
        return format_number(count)
    return f"{format_number(count)} / {format_number(of)} = {format_percent(count / of)}"


def end_table(counts: Mapping[EndKind, int | None], total: int | None) -> Table[ShareRow]:
    """One row per kind, in the order of the enum. None is a count that this user may not see."""
    rows = _share_rows([(END_LABELS[kind], counts.get(kind, 0)) for kind in EndKind], total)
    return Table(
        rows,
        Column("Fin", lambda row: row[0], total="Ensemble"),
        number_column("Parcours", lambda row: count_cell(row[1]), count_cell(total)),
        number_column("Part", lambda row: row[2], "100\u202f%" if total else ""),
        id="fins-table",
        caption="Parcours finis, par sorte de fin",
    )


def dropout_reason_table(counts: Mapping[DropoutReason, int]) -> Table[ShareRow]:
    """The reasons that occur at least once, the most frequent first."""
    non_zero_counts = [(REASON_LABELS[reason], count) for reason, count in counts.items() if count]
    most_frequent_first = sorted(non_zero_counts, key=lambda each: -each[1])
    return Table(
        _share_rows(most_frequent_first, sum(counts.values())),
        Column("Raison de l’abandon", lambda row: row[0]),
        number_column("Parcours", lambda row: count_cell(row[1])),
        number_column("Part", lambda row: row[2]),
        id="abandons-table",
        caption="Raisons des abandons",
    )


def _share_rows(labelled_counts: Sequence[tuple[str, int | None]], total: int | None) -> list[ShareRow]:
    """Rounded so that the displayed shares add up to 100 %; rounded separately when some counts are suppressed."""
    known = [count for _, count in labelled_counts if count is not None]
    if len(known) < len(labelled_counts):
        return [
            (label, count, SUPPRESSED_LABEL if count is None or not total else format_percent(count / total))
            for label, count in labelled_counts
        ]
    shares = [format_percent(Decimal(each) / 1000) for each in tenths(known)] if sum(known) else [""] * len(known)
    return [(label, count, share) for (label, count), share in zip(labelled_counts, shares, strict=True)]


def follow_up_table(horizons: Sequence[SituationAnswers]) -> Table[SituationAnswers]:
    """Answers at 3, 6 and 12 months, one row per horizon."""
    return Table(
        horizons,
        Column("Après la fin", lambda each: f"{each.months} mois"),
        number_column("À interroger", lambda each: count_cell(each.due)),
        number_column("Ont répondu", lambda each: count_cell(each.answered)),
        number_column("Taux de réponse", _response_rate),
        number_column("En emploi, de ceux qui répondent", _employment_rate),
        id="reponses-table",
        caption="Réponses après la formation",
    )


def _response_rate(each: SituationAnswers) -> str:
    if each.answered is None or each.due is None:
        return SUPPRESSED_LABEL
    return format_percent(each.rate) if each.rate is not None else ""


def _employment_rate(each: SituationAnswers) -> str:
    """« 120 / 200 = 60,0 % »."""
    if each.in_job is None or each.answered is None:
        return SUPPRESSED_LABEL
    return count_share_text(each.in_job, each.answered) if each.answered else "aucune réponse"
