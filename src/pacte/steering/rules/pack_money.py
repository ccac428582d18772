"""Money of the pact by axis and stage, as the pack prints it. Pact fund only; stages are never added together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pacte.finance.records import SIX_STAGES, STAGE_LABELS, Fund, MoneyCell, MoneyStage, PlanMoneyTable
from pacte.finance.rules import money_headline, roll_up_by_axis
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, format_percent, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.steering.records.pack import PackAxis, PackFigure, PackMoney, PackMoneyRow

TOTAL_CODE = "0"
_ACTION_STAGES = (MoneyStage.VOTED, MoneyStage.COMMITTED, MoneyStage.ORDERED)
_NO_AMOUNT_TEXT = "Aucun montant n’est suivi pour ce plan à cette date."


def pack_money(table: PlanMoneyTable | None, axes: Sequence[PackAxis]) -> PackMoney:
    """Builds one row per axis and a total: envelope, six stages, and the part of the envelope not yet allocated."""
    if table is None or table.is_empty:
        return PackMoney(_NO_AMOUNT_TEXT)
    columns = ("Enveloppe", *(STAGE_LABELS[stage] for stage in SIX_STAGES), "Non alloué")
    spread = {each.axis_code: each for each in roll_up_by_axis(table)}
    envelopes = {each.code: each.cents for each in table.axes}
    rows = []
    for axis in axes:
        amounts = [envelopes.get(axis.code), *(_total(table, stage, axis.code) for stage in SIX_STAGES)]
        left = spread[axis.code].left if axis.code in spread else None
        rows.append(_money_row(axis.label, axis.title, axis.code, [*amounts, left], columns))
    lefts = [each.left for each in spread.values()]
    whole = [table.envelope, *(_total(table, stage) for stage in SIX_STAGES)]
    whole_left = sum(left or 0 for left in lefts) if lefts and None not in lefts else None
    rows.append(_money_row("Ensemble du pacte", "", TOTAL_CODE, [*whole, whole_left], columns))
    return PackMoney(apply_french_spacing(money_headline(table).sentence), columns, tuple(rows), tuple(_notes(table)))


def action_figures(table: PlanMoneyTable | None, number: ActionCode) -> tuple[PackFigure, ...]:
    """Returns the voted, committed and ordered amounts of one action; unknown amounts are left out."""
    if table is None:
        return ()
    totals = [(stage, table.total(stage, _is_pact_cell_of(number))) for stage in _ACTION_STAGES]
    return tuple(
        PackFigure(f"A{number}-F{rank}", STAGE_LABELS[stage], format_euros(cents), Decimal(cents) / 100)
        for rank, (stage, cents) in enumerate(totals, start=1)
        if cents is not None
    )


def _is_pact_cell_of(number: ActionCode) -> Callable[[MoneyCell], bool]:
    def keep(cell: MoneyCell) -> bool:
        return cell.action == number and cell.fund is Fund.PACT

    return keep


def _total(table: PlanMoneyTable, stage: MoneyStage, axis_code: str | None = None) -> int | None:
    return table.total(
        stage, lambda cell: cell.fund is Fund.PACT and (axis_code is None or cell.axis_code == axis_code)
    )


def _money_row(
    label: str, title: str, code: str, amounts: Sequence[int | None], columns: Sequence[str]
) -> PackMoneyRow:
    envelope = amounts[0]
    figures = [
        None
        if cents is None
        else _figure(f"F-{code}.{rank}", f"{label}, {column.lower()}", cents, envelope if rank > 1 else None)
        for rank, (column, cents) in enumerate(zip(columns, amounts, strict=True), start=1)
    ]
    return PackMoneyRow(label, title, code, tuple(figures))


def _figure(ref: str, label: str, cents: int, envelope: int | None) -> PackFigure:
    share = format_percent(Decimal(cents) / Decimal(envelope)) if envelope else ""
    return PackFigure(ref, label, format_millions(cents), Decimal(cents) / 100, share)


def _notes(table: PlanMoneyTable) -> list[str]:
    """Returns the notes on what the figures exclude and where they come from."""
    drawn = [each.extracted_on for each in table.sources if each.extracted_on and each.extracted_on <= table.on]
    notes = ["Fonds du pacte, personnel à part ; part de l’enveloppe sous chaque montant."]
    if drawn:
        notes.append(f"Dernière extraction comptable : {format_day(max(drawn))}.")
    if table.unallocated.count:
        left_out = format_millions(table.unallocated.of(MoneyStage.COMMITTED))
        waiting = pluralise(table.unallocated.count, "ligne comptable attend", "lignes comptables attendent")
        notes.append(f"{waiting} d’être rattachées au plan : {left_out} engagés ne sont pas comptés ici.")
    return [apply_french_spacing(note) for note in notes]
