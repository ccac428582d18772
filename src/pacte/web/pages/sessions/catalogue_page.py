"""« Peut-on se fier au catalogue ? »: quality by provider, possible duplicates; the trainings of one provider."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.accounts.queries import actor_region_id
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.offer.queries import (
    ProviderQuality,
    TrainingQualityRow,
    acting_provider,
    duplicate_providers,
    duplicate_trainings,
    quality_by_provider,
    quality_total,
    training_quality_rows,
)
from pacte.offer.queries.description_counts import (
    DescribedShare,
    described_by_provider,
    described_share,
    first_described_share,
)
from pacte.offer.queries.unmet_searches import unmet_search_counts
from pacte.offer.records.unmet_searches import SearchTermKind, UnmetSearchCount
from pacte.offer.rules.duplicates import DuplicatePair
from pacte.offer.rules.quality import CRITERIA, FRESH_DAYS, MIN_COMPETENCES
from pacte.offer.rules.unmet_searches import FEWEST_SHOWN
from pacte.reference.queries import occupations_by_code, zone_names_by_kind
from pacte.reference.records import ZoneKind
from pacte.web.pages.sessions.offer_pages import OfferPage
from pacte.web.paging import PagedFilterForm
from pacte.web.tables import Cell, Column, Table, cell, number_cell, number_column

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Provider, Training
    from pacte.offer.queries.quality import QualityTotal

_SHOWN = 100


@OfferPage.view(template_name="sessions/catalogue.html", right="offer.read_quality", crumb="Catalogue")
def catalogue_quality(page: OfferPage) -> dict[str, Any]:
    actor, host_id = page.actor, page.host_id
    # Comparing trainings reads the whole catalogue: only on request.
    compares = page.request.GET.get("doublons") == "oui"
    trainings = duplicate_trainings(actor=actor, host_id=host_id) if compares else []
    filters = PagedFilterForm(page.request.GET)
    rows = filters.cut(quality_by_provider(actor=actor, host_id=host_id, on=today()))
    described = described_by_provider(actor=actor, host_id=host_id, on=today())
    return {
        "title": "Peut-on se fier au catalogue ?",
        "answer": _answer(quality_total(actor=actor, host_id=host_id, on=today())),
        "quality": _quality_table(rows, described),
        "described": _described_sentence(actor, host_id),
        "unmet": _unmet_table(unmet_search_counts(actor=actor, host_id=host_id, on=today())),
        "unmet_note": f"depuis un an, à partir de {FEWEST_SHOWN} recherches ; jamais les mots tapés",
        "pager": filters.pager(rows, "organismes"),
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


def _answer(total: QualityTotal) -> str:
    if not total.trainings:
        return "Le catalogue est vide : aucun fichier LHÉO n’est encore entré."
    have = "fiche sur {} a changé" if total.fresh == 1 else "fiches sur {} ont changé"
    fresh = f"{format_number(total.fresh)} {have.format(format_number(total.trainings))}"
    mean = "" if total.score is None else f" En moyenne {format_number(total.score, 1)} critères sur {len(CRITERIA)}."
    return f"{fresh} depuis moins de {FRESH_DAYS} jours.{mean}"


def _described_sentence(actor: Actor, host_id: int) -> str:
    """« 61,0 % des fiches…, contre 12,0 % le 1 janvier 2019. »"""
    share = described_share(actor=actor, host_id=host_id, on=today())
    first = first_described_share(actor=actor, host_id=host_id)
    if not share.sheets:
        return ""
    before = (
        f", contre {format_percent(first.described / first.sheets)} le {format_day(first.on)}"
        if first and first.sheets and first.on < share.on
        else ""
    )
    percent = format_percent(share.described / share.sheets)
    return f"{percent} des fiches nomment au moins {MIN_COMPETENCES} compétences travaillées{before}."


def _described_cell(share: DescribedShare | None) -> Cell:
    if share is None:
        return ""
    return cell(f"{format_number(share.described)} / {format_number(share.sheets)}", value=str(share.described))


def _unmet_table(counts: Iterable[UnmetSearchCount]) -> Table[UnmetSearchCount]:
    """What people look for on the public search and no session gives."""
    shown = list(counts)[:_SHOWN]
    codes = [each.term for each in shown if each.kind is SearchTermKind.OCCUPATION]
    names = {code: occupation.label for code, occupation in occupations_by_code(codes).items()}
    places = {each.department_code for each in shown if each.department_code}
    departments = zone_names_by_kind({ZoneKind.DEPARTMENT: places})[ZoneKind.DEPARTMENT] if places else {}
    return Table(
        shown,
        Column("Métier ou mot cherché", lambda each: names.get(each.term, each.term)),
        Column("Où", lambda each: departments.get(each.department_code, each.department_code) or "sans lieu"),
        number_column("Recherches", lambda each: number_cell(each.searches)),
        id="recherches-table",
        caption="Recherches sans aucune session qui réponde à tout",
        empty=f"Aucun métier ni mot n’a été cherché {FEWEST_SHOWN} fois en vain.",
    )


def _quality_table(rows: Iterable[ProviderQuality], described: Mapping[int, DescribedShare]) -> Table[ProviderQuality]:
    return Table(
        rows,
        Column("Organisme", lambda each: _provider_cell(each.provider)),
        number_column("Fiches", lambda each: number_cell(each.trainings)),
        number_column("Critères", lambda each: _score_cell(each.score)),
        number_column("Décrites par compétences", lambda each: _described_cell(described.get(each.provider.pk))),
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


@OfferPage.view(template_name="sessions/sheets.html", crumb="Mes fiches")
def description_list(page: OfferPage) -> dict[str, Any]:
    """« Mes fiches disent-elles l’essentiel ? »: trainings of a provider, the least complete first."""
    actor, provider, host_id = page.actor, acting_provider(actor=page.actor), actor_region_id(actor=page.actor)
    filters = PagedFilterForm(page.request.GET)
    rows = filters.cut(training_quality_rows(actor=actor, provider=provider, host_id=host_id))
    total = quality_total(actor=actor, host_id=host_id, on=today(), provider=provider)
    labels = {each.code: each.label for each in CRITERIA}
    complete = pluralise(total.complete, "fiche complète", "fiches complètes")
    count = f"{complete} sur {format_number(total.trainings)}, la moins complète d’abord."

    def missing(row: TrainingQualityRow) -> str:
        return ", ".join(labels[code] for code in row.missing if code in labels) or "rien"

    return {
        "title": "Mes fiches disent-elles l’essentiel ?",
        "answer": f"{pluralise(total.trainings, 'fiche')}." if total.score is None else count,
        "pager": filters.pager(rows, "fiches"),
        "descriptions": Table(
            rows,
            Column(
                "Fiche",
                lambda row: cell(
                    row.training.title, url=page.url("sessions:sheet", row.training.number), note=row.training.number
                ),
            ),
            number_column(
                "Critères",
                lambda row: "pas encore calculé" if row.score is None else f"{row.score} / {len(CRITERIA)}",
            ),
            Column("Ce qui manque", missing),
            Column(
                "À jour du",
                lambda row: format_day(row.training.changed_in_source_on) if row.training.changed_in_source_on else "",
            ),
            id="fiches",
            caption="Qualité de mes fiches",
            empty="Aucune fiche. Déposez votre fichier LHÉO.",
        ),
    }
