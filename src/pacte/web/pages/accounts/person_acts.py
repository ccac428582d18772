"""What is done on a person: invite, correct the name, close, reopen, give and end memberships."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.accounts.permissions import hosts_with_account_right, may
from pacte.accounts.queries import (
    membership_for_change,
    organisation_by_id,
    organisation_choices,
    organisation_names,
    person_by_email,
    service_by_id,
    service_choices,
)
from pacte.accounts.records import ROLE_HELP, ROLE_LABELS
from pacte.accounts.services import (
    add_membership,
    change_person,
    close_account,
    create_person,
    end_membership,
    reopen_account,
    reset_second_factor,
)
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, hide_unless
from pacte.kernel.french import pluralise
from pacte.reference.records import ZONE_KIND_LABELS as ZONE_LABELS
from pacte.web.form_fields import ChoicesForm, day_field, text_field
from pacte.web.page import Crumb
from pacte.web.pages.accounts.emails import report_email, send_invitation, send_new_membership
from pacte.web.pages.accounts.fields import account_reason_field, email_field
from pacte.web.pages.accounts.people import AccountPeoplePage, PersonFormPage
from pacte.workflows.hand_over import assignments_by_source

_ROLES = [(role.value, f"{label} : {ROLE_HELP[role]}") for role, label in ROLE_LABELS.items()]
_ZONES = [("", "Tout le territoire"), *((kind.value, one.capitalize()) for kind, (one, _) in ZONE_LABELS.items())]


class PersonForm(forms.Form):
    first_name = text_field("Prénom", 80)
    last_name = text_field("Nom", 80)


@PersonFormPage.view(
    form_class=PersonForm,
    title=lambda page: f"Comment s’appelle {page.person} ?",
    submit_label="Enregistrer le nom",
    crumb="Corriger le nom",
    form_arguments=lambda page: {"initial": {"first_name": page.person.first_name, "last_name": page.person.last_name}},
)
def change(page: PersonFormPage, data: dict[str, Any]) -> str:
    change_person(actor=page.actor, person=page.person, **data)
    return "Le nom est corrigé."


class AccountReasonForm(forms.Form):
    reason = account_reason_field()


@PersonFormPage.view(
    form_class=AccountReasonForm,
    title=lambda page: f"Pourquoi fermer le compte de {page.person} ?",
    submit_label="Fermer le compte",
    intro="Ses connexions ouvertes s’arrêtent aussitôt. Ce que la personne a fait reste dans l’histoire.",
    crumb="Fermer le compte",
    danger=True,
)
def close(page: PersonFormPage, data: dict[str, Any]) -> str:
    close_account(actor=page.actor, person=page.person, **data)
    return "Le compte est fermé."


@PersonFormPage.view(
    form_class=AccountReasonForm,
    title=lambda page: f"Pourquoi rouvrir le compte de {page.person} ?",
    submit_label="Rouvrir le compte",
    crumb="Rouvrir le compte",
)
def reopen(page: PersonFormPage, data: dict[str, Any]) -> str:
    reopen_account(actor=page.actor, person=page.person, **data)
    return "Le compte est rouvert."


@PersonFormPage.view(
    form_class=AccountReasonForm,
    title=lambda page: f"Pourquoi oublier le téléphone de {page.person} ?",
    submit_label="Oublier ce téléphone",
    intro="La personne en enregistrera un autre à sa prochaine connexion. Assurez-vous que c’est bien elle qui "
    "le demande.",
    crumb="Oublier le téléphone",
    danger=True,
)
def reset_telephone(page: PersonFormPage, data: dict[str, Any]) -> str:
    reset_second_factor(actor=page.actor, person=page.person, **data)
    return "Le téléphone est oublié."


@PersonFormPage.view(http_method_names=("post",))
def invite_again(page: PersonFormPage, data: dict[str, Any]) -> str:
    is_sent = send_invitation(actor=page.actor, person=page.person)
    report_email(page.request, is_sent, f"Une nouvelle invitation est partie vers {page.person.email}.")
    return ""


class MembershipForm(ChoicesForm):
    """A membership. The choices of organisations, services and pacts come from the directory."""

    role = forms.ChoiceField(label="Rôle", choices=_ROLES, widget=forms.RadioSelect)
    organisation = forms.ChoiceField(label="Pour quel organisme ?", choices=[("", "Choisissez")])
    service = forms.ChoiceField(label="Service", required=False, choices=[("", "Aucun en particulier")])
    host = forms.ChoiceField(label="Dans le pacte de")
    zone_kind = forms.ChoiceField(label="Territoire", choices=_ZONES, required=False)
    zone_code = forms.CharField(
        label="Code du territoire",
        required=False,
        max_length=20,
        help_text="Code officiel, par exemple « 18 » pour le Cher. Vide pour tout le territoire.",
    )
    valid_from = day_field("À partir du", initial=today)
    valid_until = day_field("Jusqu’au", required=False, help_text="Dernier jour. Vide si la fin n’est pas connue.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, code = cleaned.get("zone_kind", ""), str(cleaned.get("zone_code", "")).strip()
        if kind and not code:
            self.add_error("zone_code", "Écrivez le code du territoire choisi.")
        if code and not kind:
            self.add_error("zone_kind", "Dites de quelle sorte de territoire ce code est le code.")
        return cleaned | {"zone_code": code}


class MembershipFormPage(PersonFormPage):
    """A form that gives a membership, in a pact whose accounts the actor manages."""

    form_class: type[forms.BaseForm] = MembershipForm
    error_fields = {
        "membership_dates": "valid_until", "service_elsewhere": "service", "membership_exists": "role",
        "zone_unknown": "zone_code",
    }  # fmt: skip

    def form_arguments(self) -> dict[str, Any]:
        on, names = today(), organisation_names(on=today())
        return {
            "choices": {
                "organisation": organisation_choices(actor=self.actor, on=on),
                "service": service_choices(actor=self.actor, on=on),
                "host": [(str(host), names.get(host, "")) for host in sorted(self._hosts())],
            }
        }

    def build_form(self) -> Any:
        """The pact is asked only when there are several."""
        form = super().build_form()
        if len(self._hosts()) == 1:
            del form.fields["host"]
        return form

    def add_membership(self, data: dict[str, Any]) -> None:
        """Gives the person the membership of the form. Raises what ``add_membership`` raises."""
        organisation = organisation_by_id(int(data["organisation"]))
        host = organisation_by_id(int(data.get("host") or next(iter(self._hosts()))))
        if organisation is None or host is None:
            raise NotFound
        add_membership(
            actor=self.actor,
            person=self.person,
            organisation=organisation,
            host=host,
            role=Role(data["role"]),
            service=service_by_id(int(data["service"])) if data["service"] else None,
            **{name: data[name] for name in ("zone_kind", "zone_code", "valid_from", "valid_until")},
        )

    def _hosts(self) -> frozenset[int]:
        return hosts_with_account_right(self.actor, "accounts.manage")


@MembershipFormPage.view(
    title=lambda page: f"Quelle fonction donner à {page.person} ?",
    submit_label="Donner cette fonction",
    crumb="Nouvelle fonction",
)
def add(page: MembershipFormPage, data: dict[str, Any]) -> str:
    page.add_membership(data)
    return f"{page.person} a une fonction de plus. Ses droits suivent dès la prochaine page."


class InvitationForm(PersonForm, MembershipForm):
    email = email_field(autocomplete="off", help_text="L’invitation y est envoyée. Elle vaut 7 jours.")
    field_order = ["email", "first_name", "last_name"]


class InvitationPage(MembershipFormPage):
    """A membership for a person who may have no account yet: the page is under the list of people."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        hide_unless(may(self.actor, "accounts.manage"))

    @property
    def back_url(self) -> str:
        return self.url(self.back)

    def breadcrumb(self) -> Sequence[Crumb]:
        return AccountPeoplePage.breadcrumb(self)


@InvitationPage.view(
    form_class=InvitationForm,
    title="Qui inviter, et pour faire quoi ?",
    submit_label="Ouvrir l’accès et envoyer l’invitation",
    intro="La personne choisit elle-même son mot de passe, par un lien qui ne sert qu’une fois.",
    crumb="Inviter",
    back="accounts:people",
)
def invite(page: InvitationPage, data: dict[str, Any]) -> HttpResponse:
    """Opens an account and gives a membership, then sends an e-mail. An existing account only gains the membership."""
    existing = person_by_email(data["email"])
    names = {name: data[name] for name in ("email", "first_name", "last_name")}
    page.person = existing or create_person(actor=page.actor, **names)
    page.add_membership(data)
    if existing:
        is_sent = send_new_membership(actor=page.actor, person=existing, role=ROLE_LABELS[data["role"]])
    else:
        is_sent = send_invitation(actor=page.actor, person=page.person)
    report = f"{page.person} a un accès. Un courriel est parti vers {page.person.email}."
    report_email(page.request, is_sent, report)
    return page.redirect(page.url("accounts:person", page.person.pk))


class EndMembershipForm(forms.Form):
    on = day_field(
        "Premier jour sans cette fonction",
        initial=today,
        help_text="Aujourd’hui : l’accès s’arrête à la prochaine page demandée.",
    )
    reason = account_reason_field("Pourquoi cette fonction finit-elle ?")


class EndMembershipPage(PersonFormPage):
    """The membership of the URL, which must be one of the person of the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.membership = membership_for_change(actor=self.actor, **kwargs)
        self.person = self.membership.person
        self.role_label = ROLE_LABELS[Role(self.membership.role)]
        self.intro = self._end_warning()

    @property
    def success_url(self) -> str:
        """A membership that ended before it started is deleted: the person may be out of scope."""
        return self.back_url if self.membership.pk else self.url("accounts:people")

    def _end_warning(self) -> SafeString:
        """What the end means, and what the person is responsible for, left vacant unless handed over first."""
        end = "Si c’est sa dernière fonction, la personne est déconnectée et n’entre plus."
        parts = (
            assignments_by_source(actor=self.actor, person_id=self.person.pk, on=today())
            if may(self.actor, "accounts.hand_over")
            else ()
        )
        labels = [each.label for part in parts for each in part.assignments]
        if not labels:
            return format_html("{}", end)
        return format_html(
            '{} Elle porte encore {}, qui resteraient vacantes : <a href="{}">passez d’abord la main</a>. {}',
            end,
            pluralise(len(labels), "chose", "choses"),
            reverse("plan_editing:hand_over", args=[self.person.pk]),
            f"({' ; '.join(labels[:5])}{' …' if len(labels) > 5 else ''})",
        )


@EndMembershipPage.view(
    form_class=EndMembershipForm,
    title=lambda page: f"Quand finit la fonction « {page.role_label} » de {page.person} ?",
    submit_label="Finir cette fonction",
    crumb="Finir une fonction",
    danger=True,
    error_fields={"membership_ended": "on"},
)
def end(page: EndMembershipPage, data: dict[str, Any]) -> str:
    end_membership(actor=page.actor, membership=page.membership, **data)
    return f"La fonction « {page.role_label} » de {page.person} est finie."
