"""A small region to cross with items: two départements, three living areas, four communes, one commune outside."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import now
from pacte.offer.models import Provider, Session, Site, Training, TrainingAction
from pacte.reference.models import CodeChange, Edition, Zone, ZoneMembership
from pacte.reference.records import ZoneKind
from tests.cast import MACHINE, Cast
from tests.journeys.making import SIRET

EDITION = 2019
AT = datetime(2019, 1, 4, 9, tzinfo=UTC)
LIVING_AREA_OF = {"18033": "18033", "18279": "18279", "45234": "45234", "45004": "45234"}
_COMMUNES = (
    ("18033", "Bourges", "18", 64_000),
    ("18279", "Vierzon", "18", 25_000),
    ("45234", "Orléans", "45", 116_000),
    ("45004", "Amilly", "45", 13_000),
)


def small_region() -> None:
    """« 18131 » became « 18033 »; « 75056 » is in another region."""
    Edition.objects.get_or_create(year=EDITION, defaults={"loaded_at": now()})
    _zone(ZoneKind.REGION, "24", "Centre-Val de Loire")
    _zone(ZoneKind.DEPARTMENT, "18", "Cher", region_code="24")
    _zone(ZoneKind.DEPARTMENT, "45", "Loiret", region_code="24")
    _zone(ZoneKind.DEPARTMENT, "75", "Paris", region_code="11")
    _zone(ZoneKind.COMMUNE, "75056", "Paris", region_code="11", department_code="75", population=2_000_000)
    for code, name, department, population in _COMMUNES:
        _zone(
            ZoneKind.COMMUNE, code, name, region_code="24", department_code=department, population=population
        )  # fmt: skip
    for code, name in (("18033", "Bourges"), ("18279", "Vierzon"), ("45234", "Orléans"), ("75056", "Paris")):
        _zone(ZoneKind.LIVING_AREA, code, name)
    for commune, zone in (*LIVING_AREA_OF.items(), ("75056", "75056")):
        ZoneMembership.objects.create(kind=ZoneKind.LIVING_AREA, vintage=EDITION, commune_code=commune, zone_code=zone)
    CodeChange.objects.create(old_code="18131", new_code="18033", edition=EDITION)


def _zone(kind: ZoneKind, code: str, name: str, **values: object) -> None:
    Zone.objects.create(kind=kind, code=code, edition=EDITION, name=name, plain_name=name.lower(), **values)


def held_session(
    cast: Cast,
    commune: str,
    on: date,
    *,
    number: str,
    site: str = "",
    formacode: str = "15043",
    state: str = "running",
    modality: int = 0,
    recorded_at: datetime = AT,
) -> Session:
    """A session of the cast's Region at the site of that name, by default one of its own."""
    times = {"recorded_at": recorded_at, "changed_at": recorded_at}
    with acting_as(MACHINE):
        provider, _ = Provider.objects.get_or_create(
            siret=SIRET, defaults={"name": "Organisme du Cher", "body": cast.provider} | times
        )
        place, _ = Site.objects.get_or_create(key=site or number, defaults={"commune_code": commune})
        training = Training.objects.create(
            number=f"F{number}", host_id=cast.region.pk, provider=provider, title="Atelier", formacodes=[formacode],
            **times,
        )  # fmt: skip
        action = TrainingAction.objects.create(
            training=training, number=f"A{number}", site=place, modality=modality, **times
        )
        return Session.objects.create(training_action=action, number=number, starts_on=on, state=state, **times)
