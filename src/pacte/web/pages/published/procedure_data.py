"""Open data of a procedure: its conventions of subsidy in the national schema, and its public register."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from pacte.exchange.documents.csv_file import MEDIA_TYPE, Cell, csv_bytes, plain_csv_bytes
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.procedures.queries.public_register import (
    PublicCase,
    PublicProcedure,
    public_fields,
    public_procedure,
    public_register,
    register_names,
)
from pacte.procedures.queries.subsidies import subsidies
from pacte.procedures.records.form import FormField, ReferenceField, ReferenceTarget
from pacte.procedures.rules.answer_text import answer_text
from pacte.procedures.rules.subsidy_rows import COLUMNS
from pacte.reference.queries import communes_by_code
from pacte.reference.records import Place
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.page import PlanPage

_PLACE_COLUMNS = ("code_commune", "commune", "latitude", "longitude")


class ProcedureDataPage(PlanPage):
    """A file of one procedure of the plan, for everybody. Raises ``NotFound`` for one that is not public."""

    is_public = True
    is_dated = False
    offered: PublicProcedure

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.offered = public_procedure(actor=self.actor, plan=self.plan, code=kwargs["procedure"], on=today())
        hide_unless(not self.offered.procedure.is_sensitive)

    def file_name(self, what: str) -> str:
        fictitious = "_donnees-fictives" if self.plan.organisation.is_synthetic else ""
        return f"{what}_{self.offered.procedure.code}{fictitious}"


@ProcedureDataPage.view(decorators=(heavy_view,))
def subsidies_file(page: ProcedureDataPage, code: str, procedure: str) -> HttpResponse:
    rows = subsidies(actor=page.actor, plan=page.plan, procedure=page.offered.procedure, on=today())
    data = plain_csv_bytes([COLUMNS, *(tuple(each.cells().values()) for each in rows)])
    return file_response(data, MEDIA_TYPE, f"{page.file_name('subventions')}.csv")


@ProcedureDataPage.view(decorators=(heavy_view,))
def register_file(page: ProcedureDataPage, code: str, procedure: str, extension: str) -> HttpResponse:
    """The register of the public page, line by line, with the place of each when a commune is public."""
    described = page.offered.procedure
    hide_unless(described.public_from)
    write = ensure_found({"csv": _csv_file, "json": _json_file}.get(extension))
    fields = public_fields(described)
    cases = public_register(actor=page.actor, plan=page.plan, procedure=described)
    names, commune = register_names(described, cases), _commune_field(fields)
    places = communes_by_code({str(each.answers.get(commune, "")) for each in cases})
    heading = ("numero", "depuis", "etape", *(each.code for each in fields), *_PLACE_COLUMNS)
    rows = [
        (
            each.number,
            each.since.isoformat(),
            each.stage.shown or each.stage.label,
            *(answer_text(field, each.answers.get(field.code), names) for field in fields),
            *_place_cells(each, commune, places),
        )
        for each in cases
    ]
    return file_response(*write(heading, rows), f"{page.file_name('registre')}.{extension}")


def _commune_field(fields: tuple[FormField, ...]) -> str:
    communes = (
        each.code
        for each in fields
        if isinstance(each, ReferenceField) and each.kind is ReferenceTarget.COMMUNE and not each.is_multiple
    )
    return next(communes, "")


def _place_cells(case: PublicCase, commune: str, places: dict[str, Place]) -> tuple[Cell, ...]:
    code = str(case.answers.get(commune, ""))
    place = places.get(code)
    return (place.code, place.name, place.latitude, place.longitude) if place else (code, "", None, None)


def _csv_file(heading: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> tuple[bytes, str]:
    return csv_bytes([heading, *rows], codes=range(len(heading))), MEDIA_TYPE


def _json_file(heading: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> tuple[bytes, str]:
    lines = [dict(zip(heading, row, strict=True)) for row in rows]
    return json.dumps(lines, ensure_ascii=False).encode(), "application/json"
