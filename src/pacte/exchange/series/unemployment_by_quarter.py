"""Unemployment rates by department and region, one column per quarter (Insee macro-economic database)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.exchange.series_records import CellFault, Line, Mark, SeriesSource, heading_key, mark, quarter_of
from pacte.exchange.series_sheets import UNEMPLOYMENT_RATE_BY_QUARTER
from pacte.reference.records import ZoneKind

_NAMED = re.compile(r"Taux de chômage localisé par (département|région) - (.+)")
_KINDS = {"département": ZoneKind.DEPARTMENT, "région": ZoneKind.REGION}
_QUARTER = r"((?:19|20)\d\d) t([1-4])"


def marks(line: Line) -> Iterator[Mark]:
    """One row per series; the next row, « Codes », marks provisional values and is ignored."""
    label = line.needed("Libellé")
    if label == "Codes":
        return
    named = _NAMED.fullmatch(label)
    if named is None:
        raise CellFault("Libellé", "series_other", "cette ligne n’est pas un taux de chômage localisé.", label[:80])
    kind = _KINDS[named[1]]
    zone = line.zone_named("Libellé", kind, named[2])
    for heading in line.headings:
        told = re.fullmatch(_QUARTER, heading_key(heading))
        if told and (value := line.share(heading)) is not None:
            period = quarter_of(int(told[1]), int(told[2]))
            yield mark(UNEMPLOYMENT_RATE_BY_QUARTER.code, kind, zone, period, value)


SOURCE = SeriesSource(
    code="unemployment_by_quarter",
    label="Taux de chômage localisés, par trimestre",
    headings=("Libellé", "idBank", "Dernière mise à jour"),
    sheets=(UNEMPLOYMENT_RATE_BY_QUARTER,),
    marks=marks,
    one_of=_QUARTER,
)
