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
from pacte.web.asks_again import asks_again
from pacte.web.pages.accounts.access import signed_in
from pacte.web.pages.accounts.asking import Question, ask, done
from pacte.web.pages.accounts.forms.people import EndPostForm, PostForm
from pacte.web.pages.accounts.posting import POST_ERRORS, add_post, lists
from pacte.workflows.hand_over import assignments_by_source

if TYPE_CHECKING:
    from pacte.accounts.models import Person


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, person_id: int) -> HttpResponse:
    person = person_for_change(actor=request.actor, person_id=person_id)
    form = PostForm(request.POST or None, **lists(request.actor))
    if done(form, lambda: add_post(request.actor, person, form.cleaned_data), POST_ERRORS):
        messages.success(request, f"{person} a une fonction de plus. Ses droits suivent dès la prochaine page.")
        return redirect("accounts:person", person_id=person_id)
    question = Question(
        title=f"Quelle fonction donner à {person} ?",
        verb="Donner cette fonction",
        back=_back(person_id),
        trail=_trail("Nouvelle fonction", str(person), person_id),
    )
    return ask(request, question, form)


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, person_id: int, membership_id: int) -> HttpResponse:
    membership = membership_for_change(actor=request.actor, person_id=person_id, membership_id=membership_id)
    person, role = membership.person, ROLE_LABELS[Role(membership.role)]
    form = EndPostForm(request.POST or None)

    def finish() -> None:
        end_membership(
            actor=request.actor, membership=membership, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]
        )

    if done(form, finish, {"membership_ended": "on"}):
        messages.success(request, f"La fonction « {role} » de {person} est finie.")
        # A membership that ends before it starts is deleted: the person may be out of scope.
        still_there = bool(membership.pk)
        return redirect("accounts:person", person_id=person_id) if still_there else redirect("accounts:people")
    question = Question(
        title=f"Quand finit la fonction « {role} » de {person} ?",
        verb="Finir cette fonction",
        back=_back(person_id),
        answer=_warned(request.actor, person),
        trail=_trail("Finir une fonction", str(person), person_id),
        danger=True,
    )
    return ask(request, question, form)


def _warned(actor: Actor, person: Person) -> SafeString:
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


def _back(person_id: int) -> str:
    return reverse("accounts:person", args=[person_id])


def _trail(here: str, name: str, person_id: int) -> list[dict[str, str]]:
    return [
        {"label": "Personnes", "url": reverse("accounts:people")},
        {"label": name, "url": _back(person_id)},
        {"label": here},
    ]
