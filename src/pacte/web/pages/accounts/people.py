"""Accounts of people: those that the user may read, the base classes of what is done on them, and the user’s own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from pacte.accounts.permissions import may
from pacte.accounts.queries import (
    has_second_factor,
    own_memberships,
    people_counts,
    person_detail,
    person_for_change,
    visible_people,
)
from pacte.accounts.records import ROLE_LABELS, SECOND_FACTOR_ROLES, MembershipRow, PersonDetail
from pacte.accounts.services import end_other_logins, set_password
from pacte.kernel.clock import paris_date, today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.filter_form import select_choices
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.pages.accounts.emails import send_password_changed
from pacte.web.pages.accounts.fields import NewPasswordForm
from pacte.web.pages.accounts.organisations import EMPTY_CELL, end_day_text
from pacte.web.paging import PagedFilterForm
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.tables import Cell, Column, Table, cell
from pacte.workflows.hand_over import assignments_by_source

_ROLES = [(role.value, label) for role, label in ROLE_LABELS.items()]
_ACCESS = {"ouvert": "Accès ouvert", "ferme": "Sans accès"}


class AccountPeoplePage(Page):
    """A page under the list of people."""

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Personnes", self.url("accounts:people")), *super().breadcrumb()]


class PersonFormPage(AccountPeoplePage, FormPage):
    """A form about the person of the URL, for those who manage their account. Raises ``NotFound`` for the others."""

    decorators = (requires_reauthentication,)
    shows_conflicts = True
    error_fields = {"reason_missing": "reason"}

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.person = person_for_change(actor=self.actor, person_id=kwargs["person_id"])

    @property
    def back_url(self) -> str:
        return self.url("accounts:person", self.person.pk)

    def breadcrumb(self) -> Sequence[Crumb]:
        people, *own = super().breadcrumb()
        return [people, (str(self.person), self.back_url), *own]


class PeopleFilters(PagedFilterForm):
    mots = forms.CharField(initial="")
    role = forms.ChoiceField(choices=_ROLES, initial="")
    acces = forms.ChoiceField(choices=list(_ACCESS.items()), initial="")


@AccountPeoplePage.view(template_name="accounts/people.html")
def people_directory(page: AccountPeoplePage) -> dict[str, Any]:
    on, filters = today(), PeopleFilters(page.request.GET)
    words, role, access = (filters.values[name] for name in ("mots", "role", "acces"))
    has_access = {"ouvert": True, "ferme": False}.get(access)
    everybody, entering = people_counts(actor=page.actor, on=on)
    part = filters.cut(visible_people(actor=page.actor, on=on, words=words, role=role, has_access=has_access))
    labels = {
        "mots": f"« {words} »" if words else "",
        "role": dict(_ROLES).get(role, ""),
        "acces": _ACCESS.get(access, ""),
    }
    return filters.list_context(part, "personnes", labels) | {
        "answer": f"{pluralise(entering, 'personne peut', 'personnes peuvent')} se connecter aujourd’hui.",
        "count": f"{pluralise(part.paginator.count, 'personne')} sur {format_number(everybody)}",
        "people": _people_table(list(part), on, page),
        "words": words,
        "may_manage": may(page.actor, "accounts.manage"),
        "roles": select_choices([("", "Tous"), *_ROLES], role),
        "states": select_choices([("", "Tous"), *_ACCESS.items()], access),
    }


def _people_table(people: Sequence[PersonDetail], on: date, page: Page) -> Table[PersonDetail]:
    def of_memberships(person: PersonDetail, name: str) -> str:
        present = (getattr(post, name) for post in person.memberships if post.is_in_force(on))
        return ", ".join(dict.fromkeys(present)) or EMPTY_CELL

    return Table(
        people,
        Column(
            "Personne",
            lambda person: cell(person.name, url=page.url("accounts:person", person.person_id), note=person.email),
        ),
        Column("Rôle", lambda person: of_memberships(person, "role_label")),
        Column("Organisme", lambda person: of_memberships(person, "organisation")),
        Column(
            "Accès",
            lambda person: cell(_access_label(person, on), note="" if person.last_login else "jamais connecté"),
        ),
        id="people",
        caption="Personnes, rôles et accès",
    )


def _access_label(person: PersonDetail, on: date) -> str:
    if not person.is_active:
        return "compte fermé"
    return "ouvert" if any(post.is_in_force(on) for post in person.memberships) else "aucune fonction"


def membership_table(
    memberships: Iterable[MembershipRow], *, id: str, caption: str, empty: str = "", person_id: int | None = None
) -> Table[MembershipRow]:
    """With ``person_id`` each membership that is not over links to the page that ends it."""

    def end_cell(row: MembershipRow) -> Cell:
        if row.valid_until and row.valid_until < today():
            return EMPTY_CELL
        return cell(
            f"Finir « {row.role_label} »", url=reverse("accounts:post_end", args=[person_id, row.membership_id])
        )

    return Table(
        memberships,
        Column("Rôle", lambda row: row.role_label),
        Column("Organisme", lambda row: f"{row.organisation}, {row.service}" if row.service else row.organisation),
        Column("Territoire", lambda row: row.zone_label or "tout le territoire"),
        Column("Depuis", lambda row: format_day(row.valid_from)),
        Column("Jusqu’au", lambda row: end_day_text(row.valid_until)),
        None if person_id is None else Column("Y mettre fin", end_cell),
        id=id,
        caption=caption,
        empty=empty,
    )


@AccountPeoplePage.view(template_name="accounts/person.html")
def person(page: AccountPeoplePage, person_id: int) -> dict[str, Any]:
    on, sheet = today(), person_detail(actor=page.actor, person_id=person_id, on=today())
    page.crumb = sheet.name
    may_manage, may_hand_over = (may(page.actor, right) for right in ("accounts.manage", "accounts.hand_over"))
    parts = assignments_by_source(actor=page.actor, person_id=sheet.person_id, on=on) if may_hand_over else ()
    count = sum(len(part.assignments) for part in parts)
    ended_from = sheet.person_id if may_manage else None
    return {
        "sheet": sheet,
        "may_manage": may_manage,
        "may_hand_over": may_hand_over,
        "held": parts,
        "held_note": pluralise(count, "chose", "choses") if count else "rien à ce jour",
        "is_me": sheet.person_id == page.actor.person_id,
        "facts": _facts(sheet, on),
        "present": membership_table(
            [post for post in sheet.memberships if post.is_in_force(on)],
            id="person-posts",
            caption="Fonctions en cours",
            empty="Aucune fonction en cours : la personne ne peut pas se connecter.",
            person_id=ended_from,
        ),
        "other": membership_table(
            [post for post in sheet.memberships if not post.is_in_force(on)],
            id="person-other-posts",
            caption="Fonctions passées ou à venir",
            person_id=ended_from,
        ),
    }


def _facts(sheet: PersonDetail, on: date) -> list[dict[str, str]]:
    last = sheet.last_login
    return [
        {"label": "Adresse électronique", "value": sheet.email},
        {"label": "Accès", "value": _access_label(sheet, on)},
        {"label": "Dernière connexion", "value": format_day(paris_date(last)) if last else "jamais"},
        {"label": "Code sur téléphone", "value": "enregistré" if sheet.has_second_factor else "aucun"},
    ]


@Page.view(template_name="accounts/me.html")
def my_account(page: Page) -> dict[str, Any]:
    on, user = today(), page.user
    memberships = own_memberships(actor=page.actor, on=on)
    present = [post for post in memberships if post.is_in_force(on)]
    return {
        "answer": f"{user}, {user.email}. {pluralise(len(present), 'fonction')} en cours.",
        "present": membership_table(
            present, id="my-posts", caption="Mes fonctions en cours", empty="Aucune fonction en cours."
        ),
        "other": membership_table(
            [post for post in memberships if not post.is_in_force(on)],
            id="my-other-posts",
            caption="Mes fonctions passées ou à venir",
        ),
        "has_second_factor": has_second_factor(user),
        "second_factor_required": page.actor.has_role(*SECOND_FACTOR_ROLES),
        "has_password": user.has_usable_password(),
    }


@FormPage.view(
    decorators=(requires_reauthentication, sensitive_post_parameters()),
    form_class=NewPasswordForm,
    title="Quel sera votre nouveau mot de passe ?",
    submit_label="Changer mon mot de passe",
    intro="Vos connexions ouvertes sur d’autres appareils se fermeront.",
    back="accounts:me",
    error_fields={"password_weak": "new_password"},
    shows_conflicts=True,
)
def change_password(page: FormPage, data: dict[str, Any]) -> str:
    """The user has just proved their identity, by password or by e-mail."""
    user = page.user
    set_password(actor=page.actor, person=user, password=data["new_password"])
    update_session_auth_hash(page.request, user)
    send_password_changed(user)
    return "Votre mot de passe est changé. Vos autres connexions sont fermées."


@FormPage.view(http_method_names=("post",), back="accounts:me")
def end_logins(page: FormPage, data: dict[str, Any]) -> str:
    """Ends every other login on the server, and keeps this one."""
    end_other_logins(actor=page.actor, person=page.user)
    update_session_auth_hash(page.request, page.user)
    return "Vos autres connexions sont fermées. Celle-ci reste ouverte."
