"""Queries on the directory of organisations, which is public; its pages are for those who manage it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Collate

from pacte.accounts.models import Organisation, OrganisationName, Service
from pacte.accounts.permissions import hosts_with_account_right, may
from pacte.accounts.records import DatedOrganisationName, OrganisationDetail, OrganisationServiceRow
from pacte.infra.folded_text import folded
from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import fold_text


@dataclass(frozen=True, slots=True)
class OrganisationSummary:
    """An organisation in a list, with the name valid on a date."""

    organisation_id: int
    code: str
    name: str
    kind: str
    siret: str
    services: tuple[str, ...]
    former_names: tuple[str, ...] = ()


def name_in_force(on: date) -> Q:
    """Names whose dates hold that day."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))


def name_valid_on(names: list[OrganisationName], on: date) -> str:
    """The name valid on that day, else the nearest known one."""
    valid = [
        each
        for each in names
        if (each.valid_from is None or each.valid_from <= on) and (each.valid_until is None or each.valid_until >= on)
    ]
    chosen = valid or sorted(names, key=lambda each: each.valid_from or date.min)
    return chosen[0].name if chosen else ""


def organisation_names(*, on: date) -> dict[int, str]:
    """Name of every organisation on that day. The directory of organisations is public."""
    return {identifier: name_valid_on(each, on) for identifier, each in _names_by_organisation().items()}


def organisations(*, actor: Actor, on: date, words: str = "", kind: str = "") -> Sequence[OrganisationSummary]:
    """The directory, sorted by the name of that day. Empty for an actor without membership.

    Each of the ``words`` is in a name of the organisation, past or present, in its SIRET or in a department’s code.
    """
    if not may(actor, "accounts.read_directory"):
        return []
    matches = _organisations_with_words(on, words)
    if kind:
        matches = matches.filter(kind=kind)
    matches = matches.order_by("plain_name_of_day", "pk").prefetch_related("services")
    return LazyRows(matches, lambda part: _organisation_summaries(part, on))


def organisations_named(*, actor: Actor, words: str, on: date, limit: int) -> list[tuple[int, str, str]]:
    """(identifier, name of that day, kind) of ``organisations``, for those who manage the directory; else empty.

    One query: ``manages_directory`` is part of it.
    """
    hosts = hosts_with_account_right(actor, "accounts.keep_directory")
    if not hosts:
        return []
    matches = _organisations_with_words(on, words).filter(
        Exists(Organisation.objects.filter(pk__in=hosts, is_host=True))
    )
    rows = matches.order_by("plain_name_of_day", "pk").values_list("pk", "name_of_day", "kind")[:limit]
    return [(identifier, name or "", kind) for identifier, name, kind in rows]


def _organisations_with_words(on: date, words: str) -> QuerySet[Organisation]:
    """Each of the ``words`` is in a name, past or present, in the SIRET or in a department’s code."""
    own_names = OrganisationName.objects.filter(organisation=OuterRef("pk"))
    name_of_day = own_names.alias(
        is_valid=Case(When(name_in_force(on), then=1), default=0),
        since=Case(When(name_in_force(on), then=None), default=F("valid_from"), output_field=DateField()),
    ).order_by("-is_valid", F("since").asc(nulls_first=True), "pk")
    matches = Organisation.objects.all()
    for word in fold_text(words).split():
        services = Service.objects.filter(organisation=OuterRef("pk")).alias(plain_code=folded(F("code")))
        matches = matches.filter(
            Q(siret__contains=word)
            | Exists(own_names.filter(plain_name__contains=word))
            | Exists(services.filter(plain_code__contains=word))
        )
    plain_name = Coalesce(Subquery(name_of_day.values("plain_name")[:1]), F("code"), output_field=CharField())
    return matches.annotate(
        plain_name_of_day=Collate(plain_name, "C"), name_of_day=Subquery(name_of_day.values("name")[:1])
    )


def manages_directory(*, actor: Actor) -> bool:
    """True when the actor may manage the directory. Reserved to the Region that hosts the installation."""
    if actor.is_system:
        return True
    hosts = hosts_with_account_right(actor, "accounts.keep_directory")
    return bool(hosts) and Organisation.objects.filter(pk__in=hosts, is_host=True).exists()


def organisation_for_change(*, actor: Actor, organisation_id: int) -> Organisation:
    """Raises ``NotFound`` when the actor does not manage the directory, as for an unknown identifier."""
    return ensure_found(
        Organisation.objects.filter(pk=organisation_id).first() if manages_directory(actor=actor) else None
    )


def organisation_detail(*, actor: Actor, organisation_id: int, on: date) -> OrganisationDetail:
    """Full directory record of one organisation. Raises ``NotFound``."""
    organisation = organisation_for_change(actor=actor, organisation_id=organisation_id)
    names = sorted(organisation.names.all(), key=lambda each: (each.valid_from or date.min, each.pk), reverse=True)
    return OrganisationDetail(
        organisation_id=organisation.pk,
        code=organisation.code,
        name=name_valid_on(sorted(names, key=lambda each: each.pk), on) or organisation.code,
        kind=organisation.kind,
        siret=organisation.siret or "",
        phone=organisation.phone,
        is_host=organisation.is_host,
        names=tuple(DatedOrganisationName(each.name, each.valid_from, each.valid_until) for each in names),
        services=tuple(
            OrganisationServiceRow(each.pk, each.code, each.name) for each in organisation.services.order_by("code")
        ),
    )


def organisation_choices(*, actor: Actor, on: date) -> list[tuple[str, str]]:
    """Identifier and name of each organisation, sorted by name: choices of a form."""
    return [(str(summary.organisation_id), summary.name) for summary in organisations(actor=actor, on=on)]


def service_choices(*, actor: Actor, on: date) -> list[tuple[str, str]]:
    """Identifier and « organisation, service » of each department, sorted: choices of a form."""
    if not may(actor, "accounts.read_directory"):
        return []
    names = organisation_names(on=on)
    labels = [(str(each.pk), f"{names.get(each.organisation_id, '')}, {each.code}") for each in Service.objects.all()]
    return sorted(labels, key=lambda choice: fold_text(choice[1]))


def organisation_by_id(organisation_id: int) -> Organisation | None:
    return Organisation.objects.filter(pk=organisation_id).first()


def service_by_id(service_id: int) -> Service | None:
    return Service.objects.filter(pk=service_id).first()


def organisation_by_name(name: str) -> Organisation | None:
    """The organisation with this current or former name, ignoring accents and case."""
    matching_names = OrganisationName.objects.filter(plain_name=fold_text(name)).select_related("organisation")
    match = matching_names.order_by("pk").first()
    return match.organisation if match else None


def host_organisation() -> Organisation | None:
    """The Region that steers the pacts of this installation."""
    return Organisation.objects.filter(is_host=True).order_by("pk").first()


def actor_region_id(*, actor: Actor) -> int:
    """Region in whose pact the actor works; that of this installation first. Raises ``NotFound`` without any."""
    own = host_organisation()
    if own is not None and own.pk in actor.host_ids:
        return own.pk
    hide_unless(actor.host_ids)
    return min(actor.host_ids)


def service_by_code(organisation: Organisation, code: str) -> Service | None:
    return organisation.services.filter(code=code).first()


def _names_by_organisation(owners: Iterable[Organisation] | None = None) -> dict[int, list[OrganisationName]]:
    """Names of the ``owners``; of every organisation by default."""
    names: dict[int, list[OrganisationName]] = {}
    dated_names = OrganisationName.objects.order_by("pk")
    for each in dated_names if owners is None else dated_names.filter(organisation__in=owners):
        names.setdefault(each.organisation_id, []).append(each)
    return names


def _organisation_summaries(part: Sequence[Organisation], on: date) -> list[OrganisationSummary]:
    names = _names_by_organisation(part)
    return [_organisation_summary(each, names.get(each.pk, []), on) for each in part]


def _organisation_summary(organisation: Organisation, names: list[OrganisationName], on: date) -> OrganisationSummary:
    name = name_valid_on(names, on) or organisation.code
    return OrganisationSummary(
        organisation_id=organisation.pk,
        code=organisation.code,
        name=name,
        kind=organisation.kind,
        siret=organisation.siret or "",
        services=tuple(sorted(service.code for service in organisation.services.all())),
        former_names=tuple(each.name for each in names if each.name != name),
    )
