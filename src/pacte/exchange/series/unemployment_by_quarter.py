"""Unemployment rates by department and region, one column per quarter (Insee macro-economic database)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacte.exchange.series_definitions import UNEMPLOYMENT_RATE_BY_QUARTER
from pacte.exchange.series_records import (
    CellError,
    SeriesRow,
    SeriesSource,
    SeriesValue,
    quarter_period,
    series_heading_key,
    series_value,
)
from pacte.reference.records import ZoneKind

_NAMED = re.compile(r"Taux de chômage localisé par (département|région) - (.+)")
_KINDS = {"département": ZoneKind.DEPARTMENT, "région": ZoneKind.REGION}
_QUARTER = r"((?:19|20)\d\d) t([1-4])"


def marks(row: SeriesRow) -> Iterator[SeriesValue]:
    """One row per series; the next row, « Codes », marks provisional values and is ignored."""
    label = row.required_text("Libellé")
    if label == "Codes":
        return
    name_match = _NAMED.fullmatch(label)
    if name_match is None:
        raise CellError("Libellé", "series_other", "cette ligne n’est pas un taux de chômage localisé.", label[:80])
    kind = _KINDS[name_match[1]]
    zone = row.zone_by_name("Libellé", kind, name_match[2])
    for heading in row.headings:
        quarter_match = re.fullmatch(_QUARTER, series_heading_key(heading))
        if quarter_match and (value := row.share(heading)) is not None:
            period = quarter_period(int(quarter_match[1]), int(quarter_match[2]))
            yield series_value(UNEMPLOYMENT_RATE_BY_QUARTER.code, kind, zone, period, value)


SOURCE = SeriesSource(
    code="unemployment_by_quarter",
    label="Taux de chômage localisés, par trimestre",
    headings=("Libellé", "idBank", "Dernière mise à jour"),
    series=(UNEMPLOYMENT_RATE_BY_QUARTER,),
    marks=marks,
    # Localised rates of a quarter are published in the third month after its end (Insee).
    published_every_months=3,
    published_after_months=4,
    one_of=_QUARTER,
)
