"""Operations that are easy to get slightly wrong have one implementation: CSV writing, reading of numbers and dates."""

from __future__ import annotations

import re
from pathlib import Path

from pacte.infra.instance import PROJECT_ROOT

_SOURCE = PROJECT_ROOT / "src" / "pacte"
# These files read what the program itself wrote, or check the characters before ``int``.
_OTHER_DIGITS = {
    "web/pages/plan/purchases.py", "web/pages/plan/lifecycle.py",
    "web/pages/figures/crosstab.py", "web/pages/figures/catalogue_page.py",
    "web/answers_form.py", "web/pages/accounts/fields.py",
}  # fmt: skip


def test_csv_is_written_in_one_place_where_formulas_are_guarded() -> None:
    """The second file writes lines that the program reads back itself: nobody opens them in a spreadsheet."""
    found = _holding(r"csv\.(writer|DictWriter)\(", "")
    assert found == {"exchange/documents/csv_file.py", "exchange/reference_tables.py"}


def test_pages_read_whole_numbers_and_days_by_one_reading() -> None:
    assert _holding(r"date\.fromisoformat\(", "web") == set()
    assert _holding(r"\.(isdigit|isdecimal|isnumeric)\(", "web") == _OTHER_DIGITS


def _holding(pattern: str, part: str) -> set[str]:
    files: list[Path] = sorted((_SOURCE / part).rglob("*.py"))
    return {str(path.relative_to(_SOURCE)) for path in files if re.search(pattern, path.read_text(encoding="utf-8"))}
