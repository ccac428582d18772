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

NOTHING = "—"
Rows = list[list[Any]]

ORGANISATION_COLUMNS = [{"label": label} for label in ("Nom", "Nature", "SIRET", "Services")]
PERSON_COLUMNS = [{"label": label} for label in ("Personne", "Rôle", "Organisme", "Accès")]
NAME_COLUMNS = [{"label": label} for label in ("Nom", "Depuis", "Jusqu’au")]
SERVICE_COLUMNS = [{"label": label} for label in ("Sigle", "Nom complet")]
_POST = ("Rôle", "Organisme", "Territoire", "Depuis", "Jusqu’au")
POST_COLUMNS = [{"label": label} for label in _POST]
POST_COLUMNS_TO_END = [*POST_COLUMNS, {"label": "Y mettre fin"}]


def organisation_row(line: OrganisationSummary) -> list[Any]:
    former = f"aussi : {', '.join(line.former_names)}" if line.former_names else ""
    return [
        {"text": line.name, "url": reverse("accounts:organisation", args=[line.organisation_id]), "note": former},
        KIND_LABELS[OrganisationKind(line.kind)],
        line.siret or NOTHING,
        ", ".join(line.services) or NOTHING,
    ]


def name_rows(sheet: OrganisationDetail) -> Rows:
    return [
        [each.name, format_day(each.valid_from) if each.valid_from else "l’origine", _until(each.valid_until)]
        for each in sheet.names
    ]


def service_rows(sheet: OrganisationDetail) -> Rows:
    return [[each.code, each.name if each.name != each.code else NOTHING] for each in sheet.services]


def post_rows(posts: list[MembershipRow], *, person_id: int | None = None) -> Rows:
    """With ``person_id`` each membership that is not over links to the page that ends it."""
    return [_post_row(each, person_id) for each in posts]


def person_row(sheet: PersonDetail, on: date) -> list[Any]:
    present = [post for post in sheet.memberships if post.is_in_force(on)]
    return [
        {"text": sheet.name, "url": reverse("accounts:person", args=[sheet.person_id]), "note": sheet.email},
        _each_once(post.role_label for post in present),
        _each_once(post.organisation for post in present),
        {"text": access_of(sheet, on), "note": "" if sheet.last_login else "jamais connecté"},
    ]


def access_of(sheet: PersonDetail, on: date) -> str:
    if not sheet.is_active:
        return "compte fermé"
    return "ouvert" if any(post.is_in_force(on) for post in sheet.memberships) else "aucune fonction"


def _post_row(post: MembershipRow, person_id: int | None) -> list[Any]:
    where = f"{post.organisation}, {post.service}" if post.service else post.organisation
    row: list[Any] = [
        post.role_label,
        where,
        post.zone_label or "tout le territoire",
        format_day(post.valid_from),
        _until(post.valid_until),
    ]
    if person_id is not None and post.valid_until and post.valid_until < today():
        row.append(NOTHING)
    elif person_id is not None:
        address = reverse("accounts:post_end", args=[person_id, post.membership_id])
        row.append({"text": f"Finir « {post.role_label} »", "url": address})
    return row


def _until(last: date | None) -> str:
    return format_day(last) if last else "sans fin connue"


def _each_once(texts: Any) -> str:
    return ", ".join(dict.fromkeys(texts)) or NOTHING
