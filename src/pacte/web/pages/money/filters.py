"""Filters of a money page, stored in the URL. Unknown values are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from pacte.finance.records import FUND_LABELS, SECTION_LABELS, Fund, MoneyCell, PlanMoneyTable, Section
from pacte.web.dated_plan import DAY_PARAM, DatedPlan

# URL parameter → field of ``MoneyFilters``.
FIELD_BY_PARAM = {
    "axe": "axis",
    "action": "action",
    "annee": "year",
    "section": "section",
    "fonds": "fund",
    "financeur": "financer",
    "selon": "by",
    "par": "rows",
}
# Defaults to the fund of the pact: a sum over all funds is seldom wanted, so it must be explicit.
_DEFAULT_FUND = Fund.PACT.value
_ALL_FUNDS = "tous"
BY_LABELS = {"": "où l’argent a été engagé", "mouvement": "où l’argent a bougé"}
ROWS_LABELS = {"": "axe", "action": "action", "financeur": "financeur", "section": "section"}


@dataclass(frozen=True, slots=True)
class MoneyFilters:
    """``by`` selects the year that counts; ``rows`` the dimension of the table rows. Default: no filter, by axis.

    Only the fund has another default, the fund of the pact: « tous » selects all funds.
    """

    axis: str = ""
    action: str = ""
    year: str = ""
    section: str = ""
    fund: str = _DEFAULT_FUND
    financer: str = ""
    by: str = ""
    rows: str = ""

    def matches(self, cell: MoneyCell) -> bool:
        return (
            self.axis in ("", cell.axis_code or "-")
            and self.action in ("", str(cell.action))
            and self.year in ("", str(self.year_of(cell)))
            and self.section in ("", cell.section)
            and self.fund in (_ALL_FUNDS, cell.fund)
            and self.financer in ("", cell.financer)
        )

    def year_of(self, cell: MoneyCell) -> int:
        return cell.moved_in if self.by else cell.year

    def query(self, dated_plan: DatedPlan) -> str:
        """« ?axe=1&annee=2020&au=2020-11-24 », or ""."""
        values = {
            name: getattr(self, field)
            for name, field in FIELD_BY_PARAM.items()
            if field in (*self.active_fields, "by", "rows")
        }
        if not dated_plan.is_today:
            values[DAY_PARAM] = dated_plan.on.isoformat()
        text = urlencode({name: value for name, value in values.items() if value})
        return f"?{text}" if text else ""

    def without(self, field: str) -> MoneyFilters:
        return replace(self, **{field: getattr(MoneyFilters(), field)})

    @property
    def active_fields(self) -> list[str]:
        """Fields that differ from their default."""
        usual = MoneyFilters()
        return [
            each.name
            for each in fields(self)
            if each.name not in ("by", "rows") and getattr(self, each.name) != getattr(usual, each.name)
        ]


def parse_money_filters(query_params: Mapping[str, str], table: PlanMoneyTable) -> MoneyFilters:
    """Parses the filters; values that the table does not have are ignored."""
    offered = money_filter_options(table)
    values = {field: query_params[name] for name, field in FIELD_BY_PARAM.items() if name in query_params}
    return MoneyFilters(**{field: value for field, value in values.items() if value in offered[field]})


def money_filter_options(table: PlanMoneyTable) -> dict[str, dict[str, str]]:
    """Options of each field: value → label. Years include both kinds (committed, moved)."""
    cells = table.cells
    years = sorted({cell.year for cell in cells} | {cell.moved_in for cell in cells})
    return {
        "axis": {axis.code: axis.label for axis in table.axes}
        | ({"-": "tout le plan, sans axe"} if any(not cell.axis_code for cell in cells) else {}),
        "action": {str(number): f"{number} {name}" for number, name, _ in table.actions},
        "year": {str(year): str(year) for year in years},
        "section": {each.value: SECTION_LABELS[each] for each in Section if any(c.section is each for c in cells)},
        "fund": {_ALL_FUNDS: "tous, additionnés"}
        | {each.value: FUND_LABELS[each] for each in Fund if each is Fund.PACT or any(c.fund is each for c in cells)},
        "financer": {name: name for name in table.financers()},
        "by": BY_LABELS,
        "rows": ROWS_LABELS,
    }
