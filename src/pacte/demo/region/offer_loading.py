"""Write the invented offer: providers, trainings, sessions, orders and the ledger of their places."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from stdnum import luhn

from pacte.demo.region.closed_sites import InventedSite, site_of
from pacte.demo.region.module_writer import WrittenTraining, write_chains, write_modules
from pacte.demo.region.offer_tables import OfferWriter
from pacte.demo.region.purchase_events import invented_state_changes
from pacte.demo.region.purchase_writer import PurchaseWriter
from pacte.demo.region.setting import RECORDED_BY, SessionIdentifiers, Setting
from pacte.demo.region.training_families import TrainingFamily
from pacte.demo.region.training_supply import InventedProvider, InventedSession
from pacte.kernel.actor import Actor

_OWN_PACE = "15 heures par semaine, à son rythme"
_WITH_A_LICENCE = frozenset({"routier", "car", "domicile"})
# Co-funders of the Region, in LHÉO codes: (one action in this many, which one, funder).
_CO_FUNDERS = ((7, 2, 3), (11, 4, 4), (23, 9, 7))
# General objective, in LHÉO codes: the search filter « préparer un métier » uses it.
_OBJECTIVES = {"basic_skills": 5, "certifying": 6, "prequalifying": 8, "remobilisation": 9}
_OLDEST_SHEET = 400  # maximum days since the provider last changed a description


def write_offer(
    *,
    actor: Actor,
    setting: Setting,
    provider_list: Sequence[InventedProvider],
    bodies: Mapping[int, int],
    supply: Sequence[InventedSession],
) -> tuple[OfferWriter, dict[int, SessionIdentifiers]]:
    """All rows of the offer, ready to load, and the ids of each session by its rank.

    ``bodies``: key of the organisation of each provider that has one, by its rank.
    """
    writer = OfferWriter(actor, setting)
    provider_ids = {each.rank: _provider(writer, setting, each, bodies.get(each.rank)) for each in provider_list}
    identifiers: dict[int, SessionIdentifiers] = {}
    purchases = PurchaseWriter(writer, supply)
    trainings: list[WrittenTraining] = []
    for session in supply:
        provider = provider_list[session.provider]
        training = _trained(writer, setting, provider, provider_ids[provider.rank], session, trainings)
        session_id = _session(writer, setting, training, provider_ids[provider.rank], session)
        identifiers[session.rank] = SessionIdentifiers(session_id, bodies.get(session.provider))
        purchases.write(session, session_id, provider_ids[provider.rank])
    purchases.finish()
    write_chains(writer, trainings)
    return writer, identifiers


def _provider(writer: OfferWriter, setting: Setting, provider: InventedProvider, body: int | None) -> int:
    identifier = writer.identifier("offer_provider")
    town = provider.town
    writer.put(
        "offer_provider",
        identifier,
        _siret(provider.rank),
        body,
        provider.name,
        town.postal_code,
        town.name,
        town.code,
        _phone(provider.rank),
        setting.recorded_at(date(2018, 12, 3)),
        setting.recorded_at(date(2018, 12, 3)),
    )
    return identifier


def _phone(rank: int) -> str:
    """A number of the range that Arcep reserves for fiction."""
    return f"02 61 91 {rank // 100:02d} {rank % 100:02d}"


def _siret(rank: int) -> str:
    """Fourteen digits with valid check digits, never allocated: no SIREN begins with 0000."""
    siren = _with_key(f"0000{rank:04d}")
    return _with_key(f"{siren}0000")


def _with_key(digits: str) -> str:
    return digits + str(luhn.calc_check_digit(digits))


def _trained(
    writer: OfferWriter,
    setting: Setting,
    provider: InventedProvider,
    provider_id: int,
    session: InventedSession,
    trainings: list[WrittenTraining],
) -> int:
    """Training of the session, written on first use."""
    identifier, is_new = writer.get_or_create_identifier("offer_training", provider.rank, session.family.key)
    if is_new:
        _training(writer, setting, identifier, provider_id, session.family)
        trainings.append(WrittenTraining(identifier, provider, session.family))
        write_modules(writer, trainings[-1])
    return identifier


def _session(
    writer: OfferWriter, setting: Setting, training_id: int, provider_id: int, session: InventedSession
) -> int:
    site = site_of(session, setting.towns)
    site_id, is_new = writer.get_or_create_identifier("offer_site", site.key)
    if is_new:
        _site(writer, site_id, site)
    action_id, is_new = writer.get_or_create_identifier("offer_trainingaction", training_id, site_id)
    if is_new:
        _action(writer, action_id, training_id, site_id, session)
    identifier = writer.identifier("offer_session")
    writer.put(
        "offer_session",
        identifier,
        action_id,
        f"24F_{identifier:07d}",
        site_id,
        session.starts_on,
        session.ends_on,
        session.was_on,
        2 if session.ends_on < setting.today else 1,
        invented_state_changes(session, setting.today)[-1].state,
        setting.recorded_at(session.ordered_on),
        setting.recorded_at(session.ordered_on),
    )
    _steps(writer, setting, provider_id, identifier, session)
    return identifier


def _site(writer: OfferWriter, identifier: int, site: InventedSite) -> None:
    town = site.town
    writer.put(
        "offer_site", identifier, site.key, site.name, town.postal_code, town.name, town.code, town.latitude,
        town.longitude,
    )  # fmt: skip


def _training(writer: OfferWriter, setting: Setting, identifier: int, provider_id: int, family: TrainingFamily) -> None:
    code = setting.certifications.get(family.rome, "") if family.group == "qualifying" else ""
    certifications = [{"rncp": code.removeprefix("RNCP")}] if code else []
    if family.certification:
        certifications = [{"rs": family.certification.removeprefix("RS")}]
    made_on = setting.recorded_at(date(2018, 12, 3))
    writer.put(
        "offer_training", identifier, f"24F_{identifier:06d}", setting.host_id, provider_id, family.title,
        f"Formation inventée pour la démonstration : {family.title.lower()}.", family.group == "qualifying",
        family.level or None, _codes(family.formacode), _OBJECTIVES.get(family.nature), _codes(family.nsf),
        _codes(family.rome), json.dumps(certifications),
        made_on, made_on, setting.today - timedelta(days=identifier * 37 % _OLDEST_SHEET),
    )  # fmt: skip
    for rank, text in enumerate(family.competences, start=1):
        writer.put("offer_competence", identifier, rank, text)


def _codes(code: str) -> str:
    return f"{{{code}}}"


def _action(writer: OfferWriter, identifier: int, training_id: int, site_id: int, session: InventedSession) -> None:
    family, setting = session.family, writer.setting
    writer.put(
        "offer_trainingaction", identifier, training_id, f"24F_{identifier:07d}", site_id, int(session.is_rolling),
        int(identifier % 5 == 0), _pace(session, identifier), _prerequisites(family), family.hours_centre,
        family.hours_company, family.hours_centre + family.hours_company, "{80006,81031}",
        _funders(identifier, session), "{PRIC}",
        "Atelier de plain-pied" if identifier % 4 else "", _meetings(identifier, setting.today),
        setting.recorded_at(date(2018, 12, 3)), setting.recorded_at(date(2018, 12, 3)),
    )  # fmt: skip
    if identifier % 3 != 1:
        _access(writer, identifier, family)


def _meetings(identifier: int, today: date) -> str:
    """Two future information meetings, for two actions in three."""
    if identifier % 3 == 0:
        return "{}"
    first = today + timedelta(days=3 + identifier % 12)
    return f"{{{first:%Y%m%d},{first + timedelta(days=14):%Y%m%d}}}"


def _funders(identifier: int, session: InventedSession) -> str:
    """The Region always; also the European fund, France Travail or the Agefiph, for the same places."""
    others = [{"code": code} for every, which, code in _CO_FUNDERS if identifier % every == which]
    return json.dumps([{"code": 2, "places": session.places, "programme": "PRIC"}, *others])


def _access(writer: OfferWriter, identifier: int, family: TrainingFamily) -> None:
    """The provider's dated access information; one in three gave none."""
    by_bus = identifier % 2 == 0
    writer.put(
        "offer_accessinformation", identifier, family.key in _WITH_A_LICENCE, by_bus,
        "Arrêt de car à 300 mètres (fictif)" if by_bus else "", identifier % 4 != 0, "Référent handicap (fictif)",
        writer.setting.today - timedelta(days=identifier * 11 % 200), RECORDED_BY,
    )  # fmt: skip


def _pace(session: InventedSession, identifier: int) -> str:
    if not session.is_rolling:
        return "30 heures par semaine, en journée"
    return "Le soir, de 18 h à 21 h, deux fois par semaine" if identifier % 4 == 0 else _OWN_PACE


def _prerequisites(family: TrainingFamily) -> str:
    if family.group == "qualifying":
        return "Savoir lire une consigne et compter ; aucun diplôme demandé"
    return "Aucun"


def _steps(writer: OfferWriter, setting: Setting, provider_id: int, identifier: int, session: InventedSession) -> None:
    for each in invented_state_changes(session, setting.today)[1:]:
        writer.put(
            "offer_sessionstatechange",
            setting.host_id,
            provider_id,
            identifier,
            each.state,
            each.on,
            setting.recorded_at(each.on),
            each.decided_by,
            each.cause,
            session.starts_on,
            session.ends_on,
            session.was_on if each.state == "postponed" else None,
            RECORDED_BY,
        )
