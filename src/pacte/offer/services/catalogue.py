"""Saves a few trainings from a form, a workbook or the demo data. Large files are bulk-loaded instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from pacte.audit.services import audit_event
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied, ValidationError
from pacte.kernel.siret import checked_siret
from pacte.offer.models import Provider, Session, SessionPlaces, Site, Training, TrainingAction
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries.people import body_of_siret
from pacte.offer.records import GivenAction, GivenProvider, GivenSession, GivenSite, GivenTraining
from pacte.offer.records.sheets import plain_values
from pacte.offer.rules.differences import FileSession
from pacte.offer.rules.sites import site_key
from pacte.offer.services.differences import compare_with_ledger
from pacte.offer.services.fitting import refuse_unfit
from pacte.offer.services.publishing import publish_trainings
from pacte.offer.services.right import refuse_unless


@dataclass(slots=True)
class Stored:
    """Row counts of a save, and number of differences raised with the ledger.

    ``trainings``: ids of the trainings written; ``sessions``: id of every input session, by number.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    differences: int = 0
    trainings: list[int] = field(default_factory=list)
    sessions: dict[str, int] = field(default_factory=dict)

    def count(self, *, fresh: bool, moved: bool) -> None:
        if fresh:
            self.added += 1
        elif moved:
            self.changed += 1
        else:
            self.same += 1


def store_provider(*, actor: Actor, host_id: int, given: GivenProvider) -> Provider:
    """Create or update the provider with that SIRET.

    ``body_id`` is used only if the actor may attach accounts, and ignored otherwise, since it decides who sees the data
    of the provider. A provider may create its own row when the directory has that SIRET. Raises ``Refused`` or
    ``Invalid`` (siret, name).
    """
    siret = checked_siret(given.siret)
    known = Provider.objects.filter(siret=siret).first()
    own = body_of_siret(actor=actor, siret=siret)
    scope = OfferScope(host_id, known.body_id if known else own)
    refuse_unless(actor=actor, act="offer.import", scope=scope)
    if known is not None:
        _refuse_provider_of_another(known, host_id)
    if not given.name.strip():
        raise ValidationError("provider_name", "L’organisme n’a pas de nom.", hint="Écrivez-le.")
    with audit_event(actor=actor, name="offer.store_provider", organisation_id=host_id) as entry:
        values = {**plain_values(given, "siret", "body_id"), "legal_name": given.legal_name or given.name}
        if known is None:
            values["body_id"] = own
        if given.body_id is not None and may(actor, "offer.attach_account", OfferScope(host_id)):
            values["body_id"] = given.body_id
        _put(Provider, {"siret": siret}, values)
        provider = Provider.objects.get(siret=siret)
        entry.set_subject("provider", provider.pk, provider.name)
    return provider


def store_trainings(
    *,
    actor: Actor,
    host_id: int,
    provider: Provider,
    trainings: Sequence[GivenTraining],
    changed_on: date | None = None,
) -> Stored:
    """Create or update the trainings of one provider, by number.

    A session with a ledger keeps its dates, site and places, and differences are raised. Raises ``Refused`` or
    ``Invalid`` (a number of another provider, dates reversed).
    """
    refuse_unless(actor=actor, act="offer.import", scope=OfferScope(host_id, provider.body_id))
    _refuse_numbers_of_others(provider, host_id, trainings)
    done = Stored()
    said: list[FileSession] = []
    with audit_event(
        actor=actor,
        name="offer.store_trainings",
        subject_kind="provider",
        subject_id=provider.pk,
        subject_label=provider.name,
        organisation_id=host_id,
    ) as entry:
        for given in trainings:
            said.extend(_store_training(host_id, provider, given, changed_on, done))
        publish_trainings(actor=actor, host_id=host_id, training_ids=done.trainings)
        done.differences = compare_with_ledger(actor=actor, host_id=host_id, said=said) if said else 0
        entry.detail.update(added=done.added, changed=done.changed, same=done.same, differences=done.differences)
    return done


def _store_training(
    host_id: int, provider: Provider, given: GivenTraining, changed_on: date | None, done: Stored
) -> list[FileSession]:
    values = {
        **plain_values(given, "number", "actions", "certifications"),
        "certifications": [{register: code} for register, code in given.certifications],
        "host_id": host_id,
        "provider": provider,
        "changed_in_source_on": changed_on,
        "closed_on": None,
    }
    training, fresh, moved = _put(Training, {"number": given.number}, values)
    done.count(fresh=fresh, moved=moved)
    said = []
    written = done.added + done.changed
    for each in given.actions:
        said.extend(_store_action(training, each, changed_on, done))
    is_written = fresh or moved or done.added + done.changed > written
    if is_written:
        done.trainings.append(training.pk)
        # The row no longer matches the bulk-loaded file: clear the digest so that the next file rewrites it.
        Training.objects.filter(pk=training.pk).exclude(digest="").update(digest="")
    return said


def _store_action(training: Training, given: GivenAction, changed_on: date | None, done: Stored) -> list[FileSession]:
    site = _site(given.site)
    values = {
        **plain_values(given, "number", "sessions", "site", "funders"),
        "funders": [
            {"code": code, "places": places, "programme": programme} for code, places, programme in given.funders
        ],
        "site": site,
        "changed_in_source_on": changed_on,
        "closed_on": None,
    }
    action, fresh, moved = _put(TrainingAction, {"number": given.number, "training": training}, values)
    done.count(fresh=fresh, moved=moved)
    said = []
    for each in given.sessions:
        said.extend(_store_session(action, each, _site(each.site) or site, changed_on, done))
    return said


def _store_session(
    action: TrainingAction, given: GivenSession, site: Site | None, changed_on: date | None, done: Stored
) -> list[FileSession]:
    if given.starts_on and given.ends_on and given.ends_on < given.starts_on:
        raise ValidationError(
            "dates_reversed", f"La session {given.number} finit avant de commencer.", hint="Corrigez ses dates."
        )
    values = {
        **plain_values(given, "number", "site", "contact"),
        "contact": dict(given.contact),
        "site": site,
        "changed_in_source_on": changed_on,
        "closed_on": None,
    }
    keys = {"number": given.number, "training_action": action}
    known = Session.objects.filter(**keys).first()
    has_ledger = known is not None and SessionPlaces.objects.filter(pk=known.pk).exists()
    if has_ledger:
        for kept in ("starts_on", "ends_on", "site", "places_given", "minimum_given"):
            values.pop(kept)
    session, fresh, moved = _put(Session, keys, values)
    done.count(fresh=fresh, moved=moved)
    done.sessions[given.number] = session.pk
    if not has_ledger:
        return []
    return [
        FileSession(
            session_id=session.pk,
            starts_on=given.starts_on,
            ends_on=given.ends_on,
            places=given.places_given,
            minimum=given.minimum_given,
            commune_code=site.commune_code if site else "",
            site_id=site.pk if site else None,
        )
    ]


def _site(given: GivenSite | None) -> Site | None:
    if given is None:
        return None
    site, _ = Site.objects.get_or_create(key=site_key(given), defaults=plain_values(given))
    return site


def _put(table: type[Any], keys: dict[str, Any], values: dict[str, Any]) -> tuple[Any, bool, bool]:
    """Create or update a row: (row, is new, is changed). Nothing is written when no value differs."""
    _refuse_unfit(table, {**keys, **values})
    row = table.objects.filter(**keys).first()
    at = now()
    if row is None:
        return table.objects.create(**keys, **values, recorded_at=at, changed_at=at), True, False
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if not differing:
        return row, False, False
    for name in differing:
        setattr(row, name, values[name])
    row.changed_at = at
    row.save(update_fields=[*differing, "changed_at"])
    return row, False, True


def _refuse_unfit(table: type[Any], values: dict[str, Any]) -> None:
    told = {name: value for name, value in values.items() if not isinstance(value, Model)}
    refuse_unfit(actor=NOBODY, table=table, values=told)


def _refuse_provider_of_another(provider: Provider, host_id: int) -> None:
    """Providers are shared by Regions: a Region may change one that has trainings in its offer, or in none."""
    hosts = set(provider.trainings.order_by().values_list("host_id", flat=True).distinct())
    if hosts and host_id not in hosts:
        raise PermissionDenied("provider_of_another", "Cet organisme est dans l’offre d’une autre Région.")


def _refuse_numbers_of_others(provider: Provider, host_id: int, trainings: Sequence[GivenTraining]) -> None:
    numbers = [each.number.strip() for each in trainings]
    if not all(numbers):
        raise ValidationError(
            "training_number", "Une formation n’a pas de numéro.", hint="Donnez son numéro InterCarif."
        )
    taken = Training.objects.filter(number__in=numbers)
    others = taken.exclude(provider=provider) | taken.exclude(host_id=host_id)
    number = others.values_list("number", flat=True).first()
    if number is not None:
        raise ValidationError(
            "number_of_another",
            f"Le numéro {number} est celui d’une formation d’un autre organisme.",
            hint="Vérifiez le numéro.",
        )
