"""Rows of the account tables, as the component ``table`` takes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.accounts.records import KIND_LABELS, MembershipRow, OrganisationDetail, OrganisationKind, PersonDetail
from pacte.kernel.clock import today
from pacte.kernel.french import format_day

if TYPE_CHECKING:
    from pacte.accounts.queries import OrganisationSummary

EMPTY_CELL = "—"
Rows = list[list[Any]]

ORGANISATION_COLUMNS = [{"label": label} for label in ("Nom", "Nature", "SIRET", "Services")]
PERSON_COLUMNS = [{"label": label} for label in ("Personne", "Rôle", "Organisme", "Accès")]
NAME_COLUMNS = [{"label": label} for label in ("Nom", "Depuis", "Jusqu’au")]
SERVICE_COLUMNS = [{"label": label} for label in ("Sigle", "Nom complet")]
_MEMBERSHIP_LABELS = ("Rôle", "Organisme", "Territoire", "Depuis", "Jusqu’au")
MEMBERSHIP_COLUMNS = [{"label": label} for label in _MEMBERSHIP_LABELS]
MEMBERSHIP_COLUMNS_WITH_END = [*MEMBERSHIP_COLUMNS, {"label": "Y mettre fin"}]


def organisation_row(organisation: OrganisationSummary) -> list[Any]:
    former = f"aussi : {', '.join(organisation.former_names)}" if organisation.former_names else ""
    return [
        {
            "text": organisation.name,
            "url": reverse("accounts:organisation", args=[organisation.organisation_id]),
            "note": former,
        },
        KIND_LABELS[OrganisationKind(organisation.kind)],
        organisation.siret or EMPTY_CELL,
        ", ".join(organisation.services) or EMPTY_CELL,
    ]


def organisation_name_rows(organisation: OrganisationDetail) -> Rows:
    return [
        [each.name, format_day(each.valid_from) if each.valid_from else "l’origine", _end_text(each.valid_until)]
        for each in organisation.names
    ]


def organisation_service_rows(organisation: OrganisationDetail) -> Rows:
    return [[each.code, each.name if each.name != each.code else EMPTY_CELL] for each in organisation.services]


def membership_rows(memberships: list[MembershipRow], *, person_id: int | None = None) -> Rows:
    """With ``person_id`` each membership that is not over links to the page that ends it."""
    return [_membership_row(each, person_id) for each in memberships]


def person_row(person: PersonDetail, on: date) -> list[Any]:
    present = [post for post in person.memberships if post.is_in_force(on)]
    return [
        {"text": person.name, "url": reverse("accounts:person", args=[person.person_id]), "note": person.email},
        _join_unique(post.role_label for post in present),
        _join_unique(post.organisation for post in present),
        {"text": access_label(person, on), "note": "" if person.last_login else "jamais connecté"},
    ]


def access_label(person: PersonDetail, on: date) -> str:
    if not person.is_active:
        return "compte fermé"
    return "ouvert" if any(post.is_in_force(on) for post in person.memberships) else "aucune fonction"


def _membership_row(membership: MembershipRow, person_id: int | None) -> list[Any]:
    where = f"{membership.organisation}, {membership.service}" if membership.service else membership.organisation
    row: list[Any] = [
        membership.role_label,
        where,
        membership.zone_label or "tout le territoire",
        format_day(membership.valid_from),
        _end_text(membership.valid_until),
    ]
    if person_id is not None and membership.valid_until and membership.valid_until < today():
        row.append(EMPTY_CELL)
    elif person_id is not None:
        address = reverse("accounts:post_end", args=[person_id, membership.membership_id])
        row.append({"text": f"Finir « {membership.role_label} »", "url": address})
    return row


def _end_text(last: date | None) -> str:
    return format_day(last) if last else "sans fin connue"


def _join_unique(texts: Any) -> str:
    return ", ".join(dict.fromkeys(texts)) or EMPTY_CELL
