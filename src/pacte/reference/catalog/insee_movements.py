"""Insee, code officiel géographique: commune events (v_mvt_commune). Only events that end a code are stored."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, FileLayout, OfficialLine
from pacte.reference.records import CodeChangeRow, Row

DAY = re.compile(r"\d{4}-\d\d-\d\d")
EVENT = re.compile(r"\d{1,2}")
CREATION_EVENTS = ("20", "21")


def _rows(line: OfficialLine) -> Iterator[Row]:
    event, day = line.code("event", EVENT), line.code("day", DAY)
    before, after = line.code("before", COMMUNE_CODE), line.code("after", COMMUNE_CODE)
    both_communes = line.required_text("type_before") == line.required_text("type_after") == "COM"
    if both_communes and before != after and event not in CREATION_EVENTS:
        yield CodeChangeRow(before, after, int(day[:4]) + (day[4:] > "-01-01"))


LAYOUT = FileLayout(
    code="insee_movements",
    label="Mouvements des communes (Insee, v_mvt_commune)",
    columns={
        "event": "mod",
        "day": "date_eff",
        "type_before": "typecom_av",
        "before": "com_av",
        "type_after": "typecom_ap",
        "after": "com_ap",
    },
    rows=_rows,
    load_order=3,
)
