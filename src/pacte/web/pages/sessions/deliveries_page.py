"""Files of training descriptions received: what each changed, and its trainings in quarantine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.exchange.lheo.wording import place_in_words
from pacte.kernel.clock import PARIS
from pacte.kernel.defects import Defect
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import catalogue_delivery_by_id, quarantined_trainings
from pacte.offer.records import DELIVERY_LABELS, CatalogueDeliveryState
from pacte.web.page import Crumb
from pacte.web.pages.sessions.offer_pages import OfferPage
from pacte.web.tables import Column, Table, cell, day_column, number_column

if TYPE_CHECKING:
    from pacte.offer.models import CatalogueDelivery, QuarantinedTraining

_SHOWN = 200
_CHANGE_LABELS = (
    ("trainings_added", "formation ajoutée", "formations ajoutées"),
    ("trainings_changed", "changée", "changées"),
    ("trainings_closed", "fermée", "fermées"),
    ("sessions_added", "session ajoutée", "sessions ajoutées"),
    ("sessions_changed", "session changée", "sessions changées"),
    ("quarantined", "en quarantaine", "en quarantaine"),
    ("differences", "différence avec le registre", "différences avec le registre"),
)


def defect_table(defects: Sequence[Defect], *, id: str, caption: str, empty: str = "") -> Table[Defect]:
    """Location, problem and hint; the value read is the note under the problem.

    Lines are left out when they tell nothing apart: many tools write a file on one line.
    """
    lines = {each.row for each in defects}
    line_column: Column[Defect] = number_column("Ligne", lambda each: str(each.row or ""))
    return Table(
        defects[:_SHOWN],
        *([line_column] if len(lines) > 1 or len(defects) == 1 else ()),
        Column("Où", lambda each: place_in_words(each.column)),
        Column(
            "Ce qui ne va pas",
            lambda each: cell(each.message, note=f"lu : « {each.value[:120]} »" if each.value else ""),
        ),
        Column("Quoi faire", lambda each: each.hint),
        id=id,
        caption=caption,
        empty=empty,
    )


def changes_sentence(counts: Mapping[str, Any]) -> str:
    parts = [pluralise(int(counts[name]), one, many) for name, one, many in _CHANGE_LABELS if counts.get(name)]
    return ", ".join(parts) or "rien n’a changé"


def delivery_table(deliveries: Iterable[CatalogueDelivery]) -> Table[CatalogueDelivery]:
    return Table(
        deliveries,
        Column(
            "Fichier",
            lambda each: cell(
                each.file_name,
                url=reverse("sessions:file", args=[each.pk]),
                note="complet" if each.is_full else "",
            ),
        ),
        day_column("Reçu le", lambda each: format_day(each.received_at.astimezone(PARIS))),
        Column("Par", lambda each: cell(each.person_name, note=each.provider.name if each.provider else "")),
        Column("Ce qu’il a changé", lambda each: changes_sentence(each.counts)),
        Column("État", lambda each: DELIVERY_LABELS[CatalogueDeliveryState(each.state)]),
        id="recus-table",
        caption="Fichiers reçus",
        empty="Aucun fichier reçu.",
    )


def quarantine_table(waiting: Iterable[QuarantinedTraining], *, caption: str, empty: str) -> Table[QuarantinedTraining]:
    return Table(
        waiting,
        Column(
            "Formation",
            lambda each: cell(
                each.title or each.number or "sans titre",
                url=reverse("sessions:quarantined", args=[each.pk]),
                note=each.number,
            ),
        ),
        Column("Fichier", lambda each: each.delivery.file_name),
        Column(
            "Premier défaut",
            lambda each: cell(
                str(each.defects[0].get("message", "")) if each.defects else "",
                note=pluralise(len(each.defects), "défaut"),
            ),
        ),
        id="quarantaine-table",
        caption=caption,
        empty=empty,
    )


def below_files(page: OfferPage) -> list[Crumb]:
    return [("Fichiers LHÉO", page.url("sessions:files"))]


@OfferPage.view(template_name="sessions/file.html", parents=below_files)
def delivery_page(page: OfferPage, identifier: int) -> dict[str, Any]:
    """What one delivered file changed, and its trainings still in quarantine."""
    delivery = catalogue_delivery_by_id(actor=page.actor, delivery_id=identifier)
    page.crumb = delivery.file_name
    return {
        "title": "Qu’a changé ce fichier ?",
        "answer": f"{delivery.file_name} : {changes_sentence(delivery.counts)}.",
        "rules": Table(
            sorted(delivery.defect_counts.items(), key=lambda pair: (-int(pair[1]), pair[0])),
            Column("Règle", lambda pair: pair[0]),
            number_column("Défauts", lambda pair: format_number(int(pair[1]))),
            id="regles-table",
            caption="Défauts par règle",
            empty="Aucun défaut.",
        ),
        "waiting": quarantine_table(
            quarantined_trainings(actor=page.actor, delivery=delivery),
            caption="Formations de ce fichier en quarantaine",
            empty="Tout ce qui était dans ce fichier est entré, ou a été corrigé.",
        ),
    }
