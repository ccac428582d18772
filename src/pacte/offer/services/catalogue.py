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
from pacte.kernel.errors import PermissionDenied, ValidationError, refuse_blank
from pacte.kernel.siret import checked_siret
from pacte.offer.models import Provider, Session, SessionPlaces, Site, Training, TrainingAction
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries.people import organisation_id_of_siret
from pacte.offer.records import ProviderInput, SiteInput, TrainingActionInput, TrainingInput, TrainingSessionInput
from pacte.offer.records.inputs import column_values
from pacte.offer.rules.differences import FileSession
from pacte.offer.rules.sites import site_key
from pacte.offer.services.differences import compare_with_ledger
from pacte.offer.services.field_limits import refuse_out_of_limits
from pacte.offer.services.permissions_check import refuse_unless
from pacte.offer.services.publication import publish_trainings
from pacte.offer.services.versions import preserve_versions


@dataclass(slots=True)
class StoreResult:
    """Row counts of a save, and number of differences raised with the ledger.

    ``trainings``: ids of the trainings written; ``sessions``: id of every input session, by number.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    differences: int = 0
    trainings: list[int] = field(default_factory=list)
    sessions: dict[str, int] = field(default_factory=dict)

    def count(self, *, fresh: bool, moved: bool) -> None:
        if fresh:
            self.added += 1
        elif moved:
            self.changed += 1
        else:
            self.unchanged += 1


def store_provider(*, actor: Actor, host_id: int, provider_input: ProviderInput) -> Provider:
    """Create or update the provider with that SIRET.

    ``body_id`` is used only if the actor may attach accounts, and ignored otherwise, since it decides who sees the data
    of the provider. A provider may create its own row when the directory has that SIRET. Raises ``PermissionDenied`` or
    ``ValidationError`` (siret, name).
    """
    siret = checked_siret(provider_input.siret)
    known = Provider.objects.filter(siret=siret).first()
    own = organisation_id_of_siret(actor=actor, siret=siret)
    scope = OfferScope(host_id, known.body_id if known else own)
    refuse_unless(actor=actor, act="offer.import", scope=scope)
    if known is not None:
        _refuse_provider_of_another(known, host_id)
    refuse_blank(provider_input.name, "provider_name", "L’organisme n’a pas de nom.", hint="Écrivez-le.")
    with audit_event(actor=actor, name="offer.store_provider", organisation_id=host_id) as entry:
        values = {
            **column_values(provider_input, "siret", "body_id"),
            "legal_name": provider_input.legal_name or provider_input.name,
        }
        if known is None:
            values["body_id"] = own
        if provider_input.body_id is not None and may(actor, "offer.attach_account", OfferScope(host_id)):
            values["body_id"] = provider_input.body_id
        _upsert(Provider, {"siret": siret}, values)
        provider = Provider.objects.get(siret=siret)
        entry.set_subject("provider", provider.pk, provider.name)
    return provider


def store_trainings(
    *,
    actor: Actor,
    host_id: int,
    provider: Provider,
    trainings: Sequence[TrainingInput],
    changed_on: date | None = None,
) -> StoreResult:
    """Create or update the trainings of one provider, by number.

    A session with a ledger keeps its dates, site and places, and differences are raised. Raises ``PermissionDenied`` or
    ``ValidationError`` (a number of another provider, dates reversed).
    """
    refuse_unless(actor=actor, act="offer.import", scope=OfferScope(host_id, provider.body_id))
    known = _refuse_numbers_of_others(provider, host_id, trainings)
    result = StoreResult()
    file_sessions: list[FileSession] = []
    with audit_event(
        actor=actor,
        name="offer.store_trainings",
        subject_kind="provider",
        subject_id=provider.pk,
        subject_label=provider.name,
        organisation_id=host_id,
    ) as entry:
        with preserve_versions(actor=actor, training_ids=known):
            for training_input in trainings:
                file_sessions.extend(_store_training(host_id, provider, training_input, changed_on, result))
        publish_trainings(actor=actor, host_id=host_id, training_ids=result.trainings)
        result.differences = (
            compare_with_ledger(actor=actor, host_id=host_id, file_sessions=file_sessions) if file_sessions else 0
        )
        entry.detail.update(
            added=result.added, changed=result.changed, same=result.unchanged, differences=result.differences
        )
    return result


def _store_training(
    host_id: int, provider: Provider, training_input: TrainingInput, changed_on: date | None, result: StoreResult
) -> list[FileSession]:
    values = {
        **column_values(training_input, "number", "actions", "certifications"),
        "certifications": [{register: code} for register, code in training_input.certifications],
        "host_id": host_id,
        "provider": provider,
        "changed_in_source_on": changed_on,
        "closed_on": None,
    }
    training, fresh, moved = _upsert(Training, {"number": training_input.number}, values)
    result.count(fresh=fresh, moved=moved)
    file_sessions = []
    written = result.added + result.changed
    for each in training_input.actions:
        file_sessions.extend(_store_action(training, each, changed_on, result))
    is_written = fresh or moved or result.added + result.changed > written
    if is_written:
        result.trainings.append(training.pk)
        # The row no longer matches the bulk-loaded file: clear the digest so that the next file rewrites it.
        Training.objects.filter(pk=training.pk).exclude(digest="").update(digest="")
    return file_sessions


def _store_action(
    training: Training, action_input: TrainingActionInput, changed_on: date | None, result: StoreResult
) -> list[FileSession]:
    site = _site(action_input.site)
    values = {
        **column_values(action_input, "number", "sessions", "site", "funders"),
        "funders": [
            {"code": code, "places": places, "programme": programme} for code, places, programme in action_input.funders
        ],
        "site": site,
        "changed_in_source_on": changed_on,
        "closed_on": None,
    }
    action, fresh, moved = _upsert(TrainingAction, {"number": action_input.number, "training": training}, values)
    result.count(fresh=fresh, moved=moved)
    file_sessions = []
    for each in action_input.sessions:
        file_sessions.extend(_store_session(action, each, _site(each.site) or site, changed_on, result))
    return file_sessions


def _store_session(
    action: TrainingAction,
    session_input: TrainingSessionInput,
    site: Site | None,
    changed_on: date | None,
    result: StoreResult,
) -> list[FileSession]:
    if session_input.starts_on and session_input.ends_on and session_input.ends_on < session_input.starts_on:
        raise ValidationError(
            "dates_reversed", f"La session {session_input.number} finit avant de commencer.", hint="Corrigez ses dates."
        )
    values = {
        **column_values(session_input, "number", "site", "contact"),
        "contact": dict(session_input.contact),
        "site": site,
        "changed_in_source_on": changed_on,
        "closed_on": None,
    }
    keys = {"number": session_input.number, "training_action": action}
    known = Session.objects.filter(**keys).first()
    has_ledger = known is not None and SessionPlaces.objects.filter(pk=known.pk).exists()
    if has_ledger:
        for name in ("starts_on", "ends_on", "site", "places_given", "minimum_given"):
            values.pop(name)
    session, fresh, moved = _upsert(Session, keys, values)
    result.count(fresh=fresh, moved=moved)
    result.sessions[session_input.number] = session.pk
    if not has_ledger:
        return []
    return [
        FileSession(
            session_id=session.pk,
            starts_on=session_input.starts_on,
            ends_on=session_input.ends_on,
            places=session_input.places_given,
            minimum=session_input.minimum_given,
            commune_code=site.commune_code if site else "",
            site_id=site.pk if site else None,
        )
    ]


def _site(site_input: SiteInput | None) -> Site | None:
    if site_input is None:
        return None
    site, _ = Site.objects.get_or_create(key=site_key(site_input), defaults=column_values(site_input))
    return site


def _upsert(table: type[Any], keys: dict[str, Any], values: dict[str, Any]) -> tuple[Any, bool, bool]:
    """Create or update a row: (row, is new, is changed). Nothing is written when no value differs."""
    _refuse_out_of_limits(table, {**keys, **values})
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


def _refuse_out_of_limits(table: type[Any], values: dict[str, Any]) -> None:
    plain = {name: value for name, value in values.items() if not isinstance(value, Model)}
    refuse_out_of_limits(actor=NOBODY, table=table, values=plain)


def _refuse_provider_of_another(provider: Provider, host_id: int) -> None:
    """Providers are shared by Regions: a Region may change one that has trainings in its offer, or in none."""
    hosts = set(provider.trainings.order_by().values_list("host_id", flat=True).distinct())
    if hosts and host_id not in hosts:
        raise PermissionDenied("provider_of_another", "Cet organisme est dans l’offre d’une autre Région.")


def _refuse_numbers_of_others(provider: Provider, host_id: int, trainings: Sequence[TrainingInput]) -> list[int]:
    """Returns the ids of those that are in the catalogue already."""
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
    return list(taken.values_list("pk", flat=True))
