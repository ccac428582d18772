"""Writes the invented offer: providers, trainings, sessions, orders and the ledger of their places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

from pacte.demo.region.families import Family
from pacte.demo.region.setting import BY, SessionIdentifiers, Setting, at
from pacte.demo.region.supply import InventedProvider, InventedSession, Town
from pacte.kernel.actor import Actor
from pacte.kernel.staged_copy import line
from pacte.offer.services.mass import writer

_TABLES = {
    "offer_provider": (
        "id", "siret", "body_id", "name", "postal_code", "town", "commune_code", "recorded_at", "changed_at",
    ),
    "offer_site": ("id", "key", "name", "postal_code", "town", "commune_code", "latitude", "longitude"),
    "offer_training": (
        "id", "number", "host_id", "provider_id", "title", "objective", "is_certifying", "level_out", "formacodes",
        "nsf_codes", "rome_codes", "certifications", "recorded_at", "changed_at",
    ),
    "offer_competence": ("training_id", "rank", "text"),
    "offer_trainingaction": (
        "id", "training_id", "number", "site_id", "entry_mode", "pace", "hours_centre", "hours_company", "hours_total",
        "public_codes", "funders", "programmes", "recorded_at", "changed_at",
    ),
    "offer_session": (
        "id", "training_action_id", "number", "site_id", "starts_on", "ends_on", "first_starts_on", "recruitment",
        "state", "recorded_at", "changed_at",
    ),
    "offer_order": (
        "id", "organisation_id", "buyer_id", "provider_id", "number", "title", "form", "fund", "plan_id",
        "plan_action_id", "domain_code", "nature", "price_unit", "unit_price_cents", "signed_on", "ends_on",
        "recorded_at", "recorded_by_name",
    ),
    "offer_orderline": ("organisation_id", "order_id", "session_id"),
    "offer_placeentry": (
        "organisation_id", "provider_id", "session_id", "kind", "places", "hours", "cents", "happened_on",
        "recorded_at", "buyer_id", "order_id", "cause", "person_name",
    ),
    "offer_sessionstep": (
        "organisation_id", "provider_id", "session_id", "state", "happened_on", "recorded_at", "decided_by", "cause",
        "starts_on", "ends_on", "starts_on_before", "person_name",
    ),
    "offer_sessionplaces": (
        "session_id", "planned", "bought", "opened", "minimum", "lost", "counted", "hours_counted", "held",
        "changed_at",
    ),
}  # fmt: skip


# Which action of the plan a purchase of that nature serves: the offer, literacy and French, agile modules.
_ACTION_OF = {"certifying": 1, "prequalifying": 1, "literacy": 12, "basic_skills": 13, "remobilisation": 13}


class OfferWriter:
    """Gives identifiers, keeps lines by table, and moves them in the order in which they depend on each other."""

    def __init__(self, actor: Actor, setting: Setting) -> None:
        self._actor, self._setting = actor, setting
        self._lines: dict[str, list[str]] = {table: [] for table in _TABLES}
        self._next = {
            table: writer.first_identifier(actor=actor, table=table)
            for table, columns in _TABLES.items()
            if columns[0] == "id"
        }
        self._known: dict[tuple[object, ...], int] = {}

    def put(self, table: str, *values: object) -> None:
        self._lines[table].append(line(values))

    def identifier(self, table: str) -> int:
        self._next[table] += 1
        return self._next[table] - 1

    def known(self, *key: object) -> tuple[int, bool]:
        """The identifier of a thing made once, and whether it is new. ``key`` begins with its table."""
        if key in self._known:
            return self._known[key], False
        self._known[key] = self.identifier(str(key[0]))
        return self._known[key], True

    def move(self) -> None:
        for table, columns in _TABLES.items():
            staging = writer.copy(actor=self._actor, table=table, columns=columns)
            staging.add("".join(self._lines[table]))
            staging.insert()
            if columns[0] == "id":
                writer.keep_counting(actor=self._actor, table=table)


def write_offer(
    *, actor: Actor, setting: Setting, found: Sequence[InventedProvider], supply: Sequence[InventedSession]
) -> dict[int, SessionIdentifiers]:
    """All rows of the offer. Gives the identifiers of each session by its rank."""
    into = OfferWriter(actor, setting)
    provider_ids = {each.rank: _provider(into, setting, each) for each in found}
    made: dict[int, SessionIdentifiers] = {}
    for session in supply:
        provider = found[session.provider]
        body = setting.provider_body_id if session.provider == 0 else None
        session_id = _session(into, setting, provider, provider_ids[provider.rank], session)
        made[session.rank] = SessionIdentifiers(session_id, body)
    into.move()
    return made


def _provider(into: OfferWriter, setting: Setting, provider: InventedProvider) -> int:
    identifier = into.identifier("offer_provider")
    town, body = provider.town, setting.provider_body_id if provider.rank == 0 else None
    into.put(
        "offer_provider", identifier, _siret(provider.rank), body, provider.name, town.postal_code,
        town.name, town.code, at(date(2018, 12, 3)), at(date(2018, 12, 3)),
    )  # fmt: skip
    return identifier


def _siret(rank: int) -> str:
    """Fourteen digits that no register gives: a SIREN never begins with 0000."""
    return f"0000{rank:05d}00000"


def _session(
    into: OfferWriter, setting: Setting, provider: InventedProvider, provider_id: int, session: InventedSession
) -> int:
    site_id, is_new = into.known("offer_site", session.town.code)
    if is_new:
        _site(into, site_id, session.town)
    training_id, is_new = into.known("offer_training", provider.rank, session.family.key)
    if is_new:
        _training(into, setting, training_id, provider_id, session.family)
    action_id, is_new = into.known("offer_trainingaction", training_id, site_id)
    if is_new:
        _action(into, action_id, training_id, site_id, session)
    identifier = into.identifier("offer_session")
    into.put(
        "offer_session", identifier, action_id, f"24F_{identifier:07d}", site_id, session.starts_on, session.ends_on,
        session.was_on, 2 if session.ends_on < setting.today else 1, _state(session, setting.today),
        at(session.ordered_on), at(session.ordered_on),
    )  # fmt: skip
    _places(into, setting, provider, provider_id, identifier, session)
    _steps(into, setting, provider_id, identifier, session)
    return identifier


def _site(into: OfferWriter, identifier: int, town: Town) -> None:
    into.put(
        "offer_site", identifier, f"fictif-{town.code}", f"Lieu de formation de {town.name} (fictif)",
        town.postal_code, town.name, town.code, town.latitude, town.longitude,
    )  # fmt: skip


def _training(into: OfferWriter, setting: Setting, identifier: int, provider_id: int, family: Family) -> None:
    code = setting.certifications.get(family.rome, "") if family.group == "qualifying" else ""
    certifications = json.dumps([{"rncp": code.removeprefix("RNCP")}] if code else [])
    made_on = at(date(2018, 12, 3))
    into.put(
        "offer_training", identifier, f"24F_{identifier:06d}", setting.host_id, provider_id, family.title,
        f"Formation inventée pour la démonstration : {family.title.lower()}.", family.group == "qualifying",
        family.level or None, _codes(family.formacode), _codes(family.nsf), _codes(family.rome), certifications,
        made_on, made_on,
    )  # fmt: skip
    for rank, text in enumerate(family.known, start=1):
        into.put("offer_competence", identifier, rank, text)


def _codes(code: str) -> str:
    return f"{{{code}}}"


def _action(into: OfferWriter, identifier: int, training_id: int, site_id: int, session: InventedSession) -> None:
    family = session.family
    pace = "15 heures par semaine, à son rythme" if session.is_rolling else "30 heures par semaine, en journée"
    funders = json.dumps([{"code": 2, "places": session.places, "programme": "PRIC"}])
    into.put(
        "offer_trainingaction", identifier, training_id, f"24F_{identifier:07d}", site_id, int(session.is_rolling),
        pace, family.hours_centre, family.hours_company, family.hours_centre + family.hours_company, "{80006,81031}",
        funders, "{PRIC}", at(date(2018, 12, 3)), at(date(2018, 12, 3)),
    )  # fmt: skip


def _state(session: InventedSession, today: date) -> str:
    if session.is_cancelled and session.cancelled_on and session.cancelled_on <= today:
        return "cancelled"
    if session.ends_on < today:
        return "ended"
    return "running" if session.starts_on <= today else "confirmed"


def _order(
    into: OfferWriter, setting: Setting, provider: InventedProvider, provider_id: int, session: InventedSession
) -> int:
    """One order a year for each provider, fund and nature; a part of the pact names the action that it serves."""
    family, fund = session.family, "pact" if session.is_pact else "baseline"
    action = setting.plan_actions.get(_ACTION_OF[family.nature]) if session.is_pact else None
    year = session.was_on.year
    identifier, is_new = into.known("offer_order", provider.rank, year, fund, family.nature)
    if is_new:
        signed = min(date(year - 1, 6, 1), session.ordered_on)
        into.put(
            "offer_order", identifier, setting.host_id, setting.buyer_id, provider_id, f"BC-{year}-{identifier:04d}",
            f"Commande {year}, {family.title} (fictive)", "framework_agreement", fund,
            setting.plan_id if session.is_pact else None, action, family.formacode[:3], family.nature, "trainee_hour",
            session.cents // session.hours, signed, date(year + 2, 6, 30), at(signed), BY,
        )  # fmt: skip
    return identifier


def _places(
    into: OfferWriter,
    setting: Setting,
    provider: InventedProvider,
    provider_id: int,
    identifier: int,
    session: InventedSession,
) -> None:
    """Planned, bought, opened, minimum; and lost when the session is cancelled: the loss stays in sight."""
    order_id = _order(into, setting, provider, provider_id, session)
    into.put("offer_orderline", setting.host_id, order_id, identifier)
    lost_on = session.cancelled_on
    opened_on = min(session.ordered_on + timedelta(days=20), session.starts_on)
    lines: list[tuple[str, int, int, int, date, int | None, str]] = [
        ("planned", session.places, 0, 0, session.ordered_on - timedelta(days=30), None, ""),
        ("bought", session.places, session.hours, session.cents, session.ordered_on, order_id, ""),
        ("opened", session.opened, 0, 0, opened_on, None, ""),
        ("minimum", 8, 0, 0, opened_on, None, ""),
    ]
    is_lost = lost_on is not None and lost_on <= setting.today
    if is_lost and lost_on is not None:
        lines.append(("lost", session.places, session.hours, session.cents, lost_on, order_id, session.cause))
        lines.append(("opened", -session.opened, 0, 0, lost_on, None, session.cause))
    for kind, places, hours, cents, on, order, cause in lines:
        if on <= setting.today:
            into.put(
                "offer_placeentry", setting.host_id, provider_id, identifier, kind, places, hours, cents, on, at(on),
                setting.buyer_id if order else None, order, cause, BY,
            )  # fmt: skip
    into.put(
        "offer_sessionplaces", identifier, session.places, session.places, 0 if is_lost else session.opened, 8,
        session.places if is_lost else 0, session.places, session.hours, 0, at(session.ordered_on),
    )  # fmt: skip


def _steps(into: OfferWriter, setting: Setting, provider_id: int, identifier: int, session: InventedSession) -> None:
    """The states that the session went through, each on its day."""
    found = [("planned", session.ordered_on, "", ""), ("confirmed", session.was_on - timedelta(days=30), "buyer", "")]
    if session.was_on != session.starts_on:
        found.append(("postponed", session.was_on - timedelta(days=12), "provider", "too_few_candidates"))
    if session.is_cancelled and session.cancelled_on:
        found.append(("cancelled", session.cancelled_on, "buyer", session.cause))
    else:
        found += [("running", session.starts_on, "", ""), ("ended", session.ends_on, "", "")]
    for state, on, decided_by, cause in found:
        if on <= setting.today:
            into.put(
                "offer_sessionstep", setting.host_id, provider_id, identifier, state, on, at(on), decided_by, cause,
                session.starts_on, session.ends_on, session.was_on if state == "postponed" else None, BY,
            )  # fmt: skip
