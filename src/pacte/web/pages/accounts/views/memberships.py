"""Adding a membership to a person, and ending it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from pacte.accounts.permissions import may
from pacte.accounts.queries import membership_for_change, person_for_change
from pacte.accounts.records import ROLE_LABELS
from pacte.accounts.services import end_membership
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.web.pages.accounts.access import require_account_login
from pacte.web.pages.accounts.account_form_page import AccountFormPage, render_account_form, run_account_form
from pacte.web.pages.accounts.forms.people import EndMembershipForm, MembershipForm
from pacte.web.pages.accounts.membership_form import (
    MEMBERSHIP_ERROR_FIELDS,
    add_membership_from_form,
    membership_form_choices,
)
from pacte.web.reauthentication import requires_reauthentication
from pacte.workflows.hand_over import assignments_by_source

if TYPE_CHECKING:
    from pacte.accounts.models import Person


@require_account_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, person_id: int) -> HttpResponse:
    person = person_for_change(actor=request.actor, person_id=person_id)
    form = MembershipForm(request.POST or None, **membership_form_choices(request.actor))
    if run_account_form(
        form, lambda: add_membership_from_form(request.actor, person, form.cleaned_data), MEMBERSHIP_ERROR_FIELDS
    ):
        messages.success(request, f"{person} a une fonction de plus. Ses droits suivent dès la prochaine page.")
        return redirect("accounts:person", person_id=person_id)
    question = AccountFormPage(
        title=f"Quelle fonction donner à {person} ?",
        submit_label="Donner cette fonction",
        back_url=_person_url(person_id),
        breadcrumb=_breadcrumb("Nouvelle fonction", str(person), person_id),
    )
    return render_account_form(request, question, form)


@require_account_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, person_id: int, membership_id: int) -> HttpResponse:
    membership = membership_for_change(actor=request.actor, person_id=person_id, membership_id=membership_id)
    person, role = membership.person, ROLE_LABELS[Role(membership.role)]
    form = EndMembershipForm(request.POST or None)

    def finish() -> None:
        end_membership(
            actor=request.actor, membership=membership, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]
        )

    if run_account_form(form, finish, {"membership_ended": "on"}):
        messages.success(request, f"La fonction « {role} » de {person} est finie.")
        # A membership that ends before it starts is deleted: the person may be out of scope.
        still_there = bool(membership.pk)
        return redirect("accounts:person", person_id=person_id) if still_there else redirect("accounts:people")
    question = AccountFormPage(
        title=f"Quand finit la fonction « {role} » de {person} ?",
        submit_label="Finir cette fonction",
        back_url=_person_url(person_id),
        intro=_end_warning(request.actor, person),
        breadcrumb=_breadcrumb("Finir une fonction", str(person), person_id),
        danger=True,
    )
    return render_account_form(request, question, form)


def _end_warning(actor: Actor, person: Person) -> SafeString:
    """What ending a membership means, and what the person is responsible for, left vacant unless handed over first."""
    end = "Si c’est sa dernière fonction, la personne est déconnectée et n’entre plus."
    parts = (
        assignments_by_source(actor=actor, person_id=person.pk, on=today()) if may(actor, "accounts.hand_over") else ()
    )
    labels = [each.label for part in parts for each in part.assignments]
    if not labels:
        return format_html("{}", end)
    return format_html(
        '{} Elle porte encore {}, qui resteraient vacantes : <a href="{}">passez d’abord la main</a>. {}',
        end,
        pluralise(len(labels), "chose", "choses"),
        reverse("amend:hand_over", args=[person.pk]),
        f"({' ; '.join(labels[:5])}{' …' if len(labels) > 5 else ''})",
    )


def _person_url(person_id: int) -> str:
    return reverse("accounts:person", args=[person_id])


def _breadcrumb(here: str, name: str, person_id: int) -> list[dict[str, str]]:
    return [
        {"label": "Personnes", "url": reverse("accounts:people")},
        {"label": name, "url": _person_url(person_id)},
        {"label": here},
    ]
