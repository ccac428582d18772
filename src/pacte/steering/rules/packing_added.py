"""Additionality in a pack, for the State: euros, places and entries that the pact adds, and the Region's own effort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from pacte.finance.records import AdditionalCounts, Additionality, AdditionalityRow
from pacte.kernel.french import apply_french_spacing, format_number, format_percent, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.steering.records.pack import PackAxis, PackFigure, PackMoney, PackMoneyLine
from pacte.steering.rules.packing_money import WHOLE

NO_AXIS_CODE = "sans"
_NOTHING = PackMoney("")
HIDDEN = "masqué"


def pack_added(added: Additionality | None, axes: Sequence[PackAxis], *, as_of: date, note: str = "") -> PackMoney:
    """Builds one row per axis and a total, since the start of the plan. Own effort: last complete year."""
    if added is None or not added.rows:
        return _NOTHING
    year = _last_whole_year(added, as_of)
    effort = f"Effort propre {year} / {added.base_year}" if year else f"Effort propre / {added.base_year}"
    columns = ("Euros ajoutés", "Places ajoutées", "Entrées ajoutées", effort)
    codes = [axis.code for axis in axes]
    sums = added.sums.axes
    lines = [
        _line(axis.label, axis.title, axis.code, _own(added, {axis.code}), sums.get(axis.code), year, columns)
        for axis in axes
    ]
    lost = {each.axis_code for each in added.rows} - set(codes)
    if lost:
        own = sums.get(next(iter(lost))) if len(lost) == 1 else None
        lines.append(_line("Sans axe", "commandes sans action", NO_AXIS_CODE, _own(added, lost), own, year, columns))
    lines.append(_line("Ensemble du pacte", "", WHOLE, added.rows, added.sums.overall, year, columns))
    return PackMoney(
        apply_french_spacing(_sentence(added)),
        tuple(map(apply_french_spacing, columns)),
        tuple(lines),
        tuple(_notes(added, note)),
    )


def _own(added: Additionality, codes: set[str]) -> tuple[AdditionalityRow, ...]:
    return tuple(each for each in added.rows if each.axis_code in codes)


def _last_whole_year(added: Additionality, as_of: date) -> int | None:
    """Returns the last complete year with a known own effort; a year in progress does not count."""
    last = as_of.year if as_of == date(as_of.year, 12, 31) else as_of.year - 1
    years = [each.year for each in added.rows if each.year <= last and each.maintained_cents is not None]
    return max(years, default=None)


def _line(
    label: str,
    title: str,
    code: str,
    own: Sequence[AdditionalityRow],
    counts: AdditionalCounts | None,
    year: int | None,
    columns: Sequence[str],
) -> PackMoneyLine:
    cents = sum(each.added_cents for each in own)
    told = counts or (AdditionalCounts(0, 0) if own else AdditionalCounts())
    refs = [f"P-{code}.{rank}" for rank in range(1, 5)]
    heads = [apply_french_spacing(f"{label}, {column.lower()}") for column in columns]
    figures = (
        PackFigure(refs[0], heads[0], format_millions(cents), Decimal(cents) / 100),
        _count(refs[1], heads[1], told.places),
        PackFigure(refs[2], heads[2], HIDDEN, None, "peu de personnes")
        if told.hides_entries
        else _count(refs[2], heads[2], told.entries),
        _kept(refs[3], heads[3], [each for each in own if each.year == year]),
    )
    return PackMoneyLine(label, title, code, figures)


def _count(ref: str, label: str, count: int | None) -> PackFigure | None:
    return None if count is None else PackFigure(ref, label, format_number(count), Decimal(count))


def _kept(ref: str, label: str, own: Iterable[AdditionalityRow]) -> PackFigure | None:
    """Returns a ratio of sums, over the rows where both efforts are known; None without any."""
    known = [each for each in own if each.base_cents and each.maintained_cents is not None]
    base = sum(each.base_cents or 0 for each in known)
    if not base:
        return None
    kept = sum(each.maintained_cents or 0 for each in known)
    share = Decimal(kept) / Decimal(base)
    return PackFigure(
        ref, label, format_percent(share), round(share, 6), f"{format_euros(kept)} / {format_euros(base)}"
    )


def _sentence(added: Additionality) -> str:
    years = sorted({each.year for each in added.rows})
    counts = [
        pluralise(count, singular, many)
        for count, singular, many in (
            (added.places, "place achetée", "places achetées"), (added.entries, "entrée", "entrées"),
        )
        if count is not None
    ]  # fmt: skip
    told = f" ; {', '.join(counts)}" if counts else ""
    return f"Depuis {years[0]}, le pacte ajoute {format_millions(added.added_cents)} mandatés{told}."


def _notes(added: Additionality, note: str) -> list[str]:
    notes = [
        "Euros mandatés sur le fonds du pacte ; places à la date de leur commande ; entrées au jour où l’on entre, "
        "masquées quand elles concernent peu de personnes. Une place est comptée à l’axe de l’action que nomme "
        "sa commande."
    ]
    if added.missing:
        notes.append(added.missing)
    return [apply_french_spacing(each) for each in (*notes, note) if each]
