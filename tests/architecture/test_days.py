"""The day of an instant is that of Paris: in UTC, what is done after midnight there is of the day before."""

from __future__ import annotations

import re

from pacte.infra.instance import PROJECT_ROOT

SOURCE = PROJECT_ROOT / "src" / "pacte"
_UTC_DAY = re.compile(r"_at\.date\(\)|_before\.date\(\)|astimezone\(PARIS\)\.date\(\)")


def test_the_clock_alone_turns_an_instant_into_a_day() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path != SOURCE / "kernel" / "clock.py"
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _UTC_DAY.search(text)
    ]
    assert found == [], "use ``paris_date`` of kernel.clock"
