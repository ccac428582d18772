"""« Peut-on se fier au catalogue ? »: quality and freshness by provider, and possible duplicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number
from pacte.offer.queries import ProviderQuality, duplicate_providers, duplicate_trainings, quality_by_provider
from pacte.offer.rules.duplicates import DuplicatePair
from pacte.offer.rules.quality import CRITERIA, FRESH_DAYS
from pacte.web.pages.sessions.offer_pages import OfferPage, number_cell
from pacte.web.tables import Cell, Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.offer.models import Provider, Training

_SHOWN = 100


@OfferPage.view(template_name="sessions/catalogue.html", right="offer.read_quality", crumb="Catalogue")
def catalogue_quality(page: OfferPage) -> dict[str, Any]:
    actor, host_id = page.actor, page.host_id
    # Comparing trainings reads the whole catalogue: only on request.
    compares = page.request.GET.get("doublons") == "oui"
    trainings = duplicate_trainings(actor=actor, host_id=host_id) if compares else []
    rows = quality_by_provider(actor=actor, host_id=host_id, on=today())
    return {
        "title": "Peut-on se fier au catalogue ?",
        "answer": _answer(rows),
        "quality": _quality_table(rows),
        "providers": _pair_table(
            duplicate_providers(actor=actor, host_id=host_id),
            _provider_cell,
            id="doublons-organismes",
            caption="Organismes qui se ressemblent",
            empty="Aucun.",
        ),
        "looks_for_trainings": compares,
        "trainings": _pair_table(
            trainings,
            _training_cell,
            id="doublons-formations",
            caption="Formations qui se ressemblent",
            empty="Aucune.",
        ),
    }


def _answer(quality_rows: list[ProviderQuality]) -> str:
    trainings = sum(each.trainings for each in quality_rows)
    if not trainings:
        return "Le catalogue est vide : aucun fichier LHÉO n’est encore entré."
    fresh = sum(each.fresh for each in quality_rows)
    scored = [each for each in quality_rows if each.score is not None]
    weight = sum(each.trainings for each in scored)
    mean = sum((each.score or 0) * each.trainings for each in scored) / weight if weight else None
    have = "fiche sur {} a changé" if fresh == 1 else "fiches sur {} ont changé"
    sentence = f"{format_number(fresh)} {have.format(format_number(trainings))} depuis moins de {FRESH_DAYS} jours."
    return sentence + (
        f" En moyenne {format_number(mean, 1)} critères sur {len(CRITERIA)}." if mean is not None else ""
    )


def _quality_table(rows: list[ProviderQuality]) -> Table[ProviderQuality]:
    return Table(
        rows,
        Column("Organisme", lambda each: _provider_cell(each.provider)),
        number_column("Fiches", lambda each: number_cell(each.trainings)),
        number_column("Critères", lambda each: _score_cell(each.score)),
        Column("Ce qui manque le plus", lambda each: ", ".join(each.worst)),
        number_column(
            "À jour",
            lambda each: cell(f"{format_number(each.fresh)} / {format_number(each.trainings)}", value=str(each.fresh)),
        ),
        Column(
            "Dernier changement",
            lambda each: format_day(each.last_changed_on) if each.last_changed_on else "non dit",
        ),
        id="qualite-table",
        caption="Qualité et fraîcheur par organisme",
        empty="Aucun organisme.",
    )


def _score_cell(score: float | None) -> Cell:
    if score is None:
        return "pas calculé"
    return cell(f"{format_number(score, 1)} / {len(CRITERIA)}", value=f"{score:.1f}")


def _pair_table(
    pairs: list[tuple[Any, Any, DuplicatePair]],
    cell_of: Callable[[Any], Cell],
    *,
    id: str,
    caption: str,
    empty: str,
) -> Table[tuple[Any, Any, DuplicatePair]]:
    return Table(
        pairs[:_SHOWN],
        Column("L’un", lambda pair: cell_of(pair[0])),
        Column("L’autre", lambda pair: cell_of(pair[1])),
        Column("Pourquoi", lambda pair: pair[2].reason),
        number_column("Ressemblance", lambda pair: f"{format_number(pair[2].similarity)} %"),
        id=id,
        caption=caption,
        empty=empty,
    )


def _provider_cell(each: Provider) -> Cell:
    return cell(each.name, note=f"SIRET {each.siret}")


def _training_cell(each: Training) -> Cell:
    url = reverse("search:training", args=[each.number])
    return cell(each.title, url=url, note=f"{each.number} · {each.provider.name}")
