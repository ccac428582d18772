"""An experiment sheet that is complete except for its owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pacte.evaluation.records import ProtocolContent

WHOLE = ProtocolContent(
    question="Un texto fait-il venir plus de monde ?",
    public="Personnes admises du Cher",
    indicator="Part des admis présents au premier jour",
    indicator_code="",
    baseline_value=Decimal("81.6"),
    unit="%",
    baseline_on=date(2019, 12, 31),
    baseline_source="Émargements de 2019",
    target_value=None,
    target="au moins 86 %",
    method="Relance à J-2, une session sur deux",
    comparison="Sessions sans relance",
    source="Émargements",
    end_on=date(2020, 12, 31),
)


def whole_sheet(**values: Any) -> ProtocolContent:
    return replace(WHOLE, **values)
