"""Where a winner goes, as its case says it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pacte.procedures.records.description import Procedure


def outreach_communes(of: Procedure, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of the communes that these answers name, each once; none for a procedure without winners."""
    fields = of.outreach.communes if of.outreach else ()
    codes = [answers[each] for each in fields if answers.get(each)]
    return tuple(dict.fromkeys(code for each in codes for code in ([each] if isinstance(each, str) else each)))
