"""Orders that leave for accounting are read back by our reader of extracts, cent by cent."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.exchange.accounting.extract_reading import read_accounting_extract
from pacte.exchange.documents.orders_csv import write_orders_csv
from pacte.exchange.parsers.csv_grid import grid_from_csv
from pacte.finance.records import MoneyStage
from pacte.procedures.records.payment_lines import PaymentLine
from pacte.procedures.rules.payment_references import payment_reference

LINES = st.lists(
    st.builds(
        PaymentLine,
        reference=st.integers(1, 9_999).map(lambda number: payment_reference("essai_2019-2022", number, "advance", 1)),
        label=st.sampled_from(["Avance, appel, dossier n° 3", "=Solde ; fin"]),
        payee=st.sampled_from(["Association « Lire »", "@Vierzon"]),
        plan=st.just("essai_2019-2022"),
        action=st.sampled_from(["1", "27b"]),
        cents=st.integers(1, 10**9),
        ordered_on=st.dates(date(2019, 1, 1), date(2022, 12, 31)),
    ),
    min_size=1, max_size=6, unique_by=lambda each: each.reference,
)  # fmt: skip


@given(LINES)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back(lines: list[PaymentLine]) -> None:
    extract = read_accounting_extract([grid_from_csv(write_orders_csv(lines), "ordres.csv")], name="ordres.csv")
    assert [each for each in extract.defects if each.is_error] == []
    read = [(each.number, each.year, each.amounts, each.dates[MoneyStage.COMMITTED]) for each in extract.lines]
    assert read == [
        (
            each.reference,
            each.ordered_on.year,
            {
                MoneyStage.COMMITTED: each.cents, MoneyStage.RENDERED: each.cents, MoneyStage.ORDERED: 0,
                MoneyStage.PAID: 0,
            },
            each.ordered_on,
        )
        for each in lines
    ]  # fmt: skip
