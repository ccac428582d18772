"""People and their accounts: read with permission, changed by their administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pacte.accounts.permissions import may
from pacte.accounts.queries import person_by_email, person_detail, person_for_change
from pacte.accounts.queries import visible_people as everybody
from pacte.accounts.records import ROLE_LABELS, PersonDetail
from pacte.accounts.services import change_person, close_account, create_person, reopen_account, reset_second_factor
from pacte.kernel.clock import PARIS, today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import fold_text, format_day, format_number, pluralise
from pacte.web.asks_again import asks_again
from pacte.web.pages.accounts.access import signed_in
from pacte.web.pages.accounts.asking import Question, ask, done
from pacte.web.pages.accounts.forms.people import InvitationForm, PersonForm, ReasonForm
from pacte.web.pages.accounts.letters import STAY_HERE, mails_stay_here, send_invitation, send_new_post
from pacte.web.pages.accounts.listing import listed
from pacte.web.pages.accounts.posting import POST_ERRORS, add_post, lists
from pacte.web.pages.accounts.tables import (
    PERSON_COLUMNS,
    POST_COLUMNS,
    POST_COLUMNS_TO_END,
    access_of,
    person_row,
    post_rows,
)
from pacte.workflows.hand_over import assignments_by_source

if TYPE_CHECKING:
    from pacte.accounts.models import Person

_STATES = (("", "Tous"), ("ouvert", "Accès ouvert"), ("ferme", "Sans accès"))
_NOT_SENT = (
    "Le courriel n’est pas parti. Vérifiez l’adresse et le serveur de courriel, attendez une heure si vous en avez "
    "envoyé plusieurs, puis envoyez une nouvelle invitation."
)


@signed_in
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    on = today()
    sheets = everybody(actor=request.actor, on=on)
    words, role, state = (request.GET.get(name, "").strip() for name in ("mots", "role", "acces"))
    found = [sheet for sheet in sheets if _matches(sheet, on, words, role, state)]
    chosen = {
        "mots": (words, f"« {words} »" if words else ""),
        "role": (role, dict(ROLE_LABELS).get(role, "")),
        "acces": (state, dict(_STATES[1:]).get(state, "")),
    }
    entering = sum(access_of(sheet, on) == "ouvert" for sheet in sheets)
    values = listed(found, lambda sheet: person_row(sheet, on), number=request.GET.get("page"), chosen=chosen) | {
        "answer": f"{pluralise(entering, 'personne peut', 'personnes peuvent')} se connecter aujourd’hui.",
        "count": f"{pluralise(len(found), 'personne')} sur {format_number(len(sheets))}",
        "columns": PERSON_COLUMNS,
        "words": words,
        "may_manage": may(request.actor, "accounts.manage"),
        "roles": [
            {"value": "", "label": "Tous"},
            *({"value": each.value, "label": label, "chosen": each == role} for each, label in ROLE_LABELS.items()),
        ],
        "states": [{"value": value, "label": label, "chosen": value == state} for value, label in _STATES],
    }
    return render(request, "accounts/people.html", values)


@signed_in
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    on = today()
    sheet = person_detail(actor=request.actor, person_id=person_id, on=on)
    manages = may(request.actor, "accounts.manage")
    hands_over = may(request.actor, "accounts.hand_over")
    parts = assignments_by_source(actor=request.actor, person_id=person_id, on=on) if hands_over else ()
    count = sum(len(part.assignments) for part in parts)
    present = [post for post in sheet.memberships if post.is_in_force(on)]
    other = [post for post in sheet.memberships if not post.is_in_force(on)]
    values = {
        "sheet": sheet,
        "trail": _trail(sheet.name),
        "may_manage": manages,
        "may_hand_over": hands_over,
        "held": parts,
        "held_note": pluralise(count, "chose", "choses") if count else "rien à ce jour",
        "is_me": sheet.person_id == request.actor.person_id,
        "facts": _facts(sheet, on),
        "columns": POST_COLUMNS_TO_END if manages else POST_COLUMNS,
        "present": post_rows(present, person_id=person_id if manages else None),
        "other": post_rows(other, person_id=person_id if manages else None),
    }
    return render(request, "accounts/person.html", values)


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Creates a person and a membership, and sends an e-mail. An existing account only gains the membership."""
    if not may(request.actor, "accounts.manage"):
        raise NotFound
    form = InvitationForm(request.POST or None, **lists(request.actor))
    known: list[Person] = []
    made: list[Person] = []

    def open_account() -> None:
        given = form.cleaned_data
        found = person_by_email(given["email"])
        if found is None:
            made.append(
                create_person(
                    actor=request.actor,
                    email=given["email"],
                    first_name=given["first_name"],
                    last_name=given["last_name"],
                )
            )
        else:
            known.append(found)
        add_post(request.actor, (made or known)[0], given)

    if done(form, open_account, POST_ERRORS):
        target = (made or known)[0]
        role = ROLE_LABELS[form.cleaned_data["role"]]
        sent = (
            send_invitation(actor=request.actor, person=target)
            if made
            else send_new_post(actor=request.actor, person=target, role=role)
        )
        _tell(request, sent, f"{target} a un accès. Un courriel est parti vers {target.email}.")
        return redirect("accounts:person", person_id=target.pk)
    question = Question(
        title="Qui inviter, et pour faire quoi ?",
        verb="Ouvrir l’accès et envoyer l’invitation",
        back=reverse("accounts:people"),
        trail=_trail("Inviter"),
        answer="La personne choisit elle-même son mot de passe, par un lien qui ne sert qu’une fois.",
    )
    return ask(request, question, form)


@signed_in
@asks_again
@require_POST
def invite_again(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    sent = send_invitation(actor=request.actor, person=target)
    _tell(request, sent, f"Une nouvelle invitation est partie vers {target.email}.")
    return redirect("accounts:person", person_id=person_id)


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    form = PersonForm(request.POST or None, initial={"first_name": target.first_name, "last_name": target.last_name})
    if done(form, lambda: change_person(actor=request.actor, person=target, **form.cleaned_data)):
        messages.success(request, "Le nom est corrigé.")
        return redirect("accounts:person", person_id=person_id)
    question = Question(
        title=f"Comment s’appelle {target} ?",
        verb="Enregistrer le nom",
        back=_back(person_id),
        trail=_trail("Corriger le nom", str(target), person_id),
    )
    return ask(request, question, form)


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    question = Question(
        title=f"Pourquoi fermer le compte de {target} ?",
        verb="Fermer le compte",
        back=_back(person_id),
        answer="Ses connexions ouvertes s’arrêtent aussitôt. Ce que la personne a fait reste dans l’histoire.",
        trail=_trail("Fermer le compte", str(target), person_id),
        danger=True,
    )
    return _with_reason(
        request,
        target,
        question,
        "Le compte est fermé.",
        lambda reason: close_account(actor=request.actor, person=target, reason=reason),
    )


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    question = Question(
        title=f"Pourquoi rouvrir le compte de {target} ?",
        verb="Rouvrir le compte",
        back=_back(person_id),
        trail=_trail("Rouvrir le compte", str(target), person_id),
    )
    return _with_reason(
        request,
        target,
        question,
        "Le compte est rouvert.",
        lambda reason: reopen_account(actor=request.actor, person=target, reason=reason),
    )


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def reset_telephone(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    question = Question(
        title=f"Pourquoi oublier le téléphone de {target} ?",
        verb="Oublier ce téléphone",
        back=_back(person_id),
        answer="La personne en enregistrera un autre à sa prochaine connexion. Assurez-vous que c’est bien elle qui "
        "le demande.",
        trail=_trail("Oublier le téléphone", str(target), person_id),
        danger=True,
    )
    return _with_reason(
        request,
        target,
        question,
        "Le téléphone est oublié.",
        lambda reason: reset_second_factor(actor=request.actor, person=target, reason=reason),
    )


def _with_reason(
    request: HttpRequest, target: Person, question: Question, told: str, act: Callable[[str], None]
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if done(form, lambda: act(form.cleaned_data["reason"]), {"reason_missing": "reason"}):
        messages.success(request, told)
        return redirect("accounts:person", person_id=target.pk)
    return ask(request, question, form)


def _tell(request: HttpRequest, sent: bool, told: str) -> None:
    if sent and mails_stay_here():
        messages.warning(request, f"{told} {STAY_HERE}")
    elif sent:
        messages.success(request, told)
    else:
        messages.warning(request, _NOT_SENT)


def _matches(sheet: PersonDetail, on: date, words: str, role: str, state: str) -> bool:
    present = [post for post in sheet.memberships if post.is_in_force(on)]
    if role and role not in [post.role for post in present]:
        return False
    if state in ("ouvert", "ferme") and (access_of(sheet, on) == "ouvert") != (state == "ouvert"):
        return False
    text = fold_text(" ".join((sheet.name, sheet.email, *(post.organisation for post in sheet.memberships))))
    return all(word in text for word in fold_text(words).split())


def _facts(sheet: PersonDetail, on: date) -> list[dict[str, str]]:
    last = sheet.last_login
    return [
        {"label": "Adresse électronique", "value": sheet.email},
        {"label": "Accès", "value": access_of(sheet, on)},
        {"label": "Dernière connexion", "value": format_day(last.astimezone(PARIS).date()) if last else "jamais"},
        {"label": "Code sur téléphone", "value": "enregistré" if sheet.has_second_factor else "aucun"},
    ]


def _back(person_id: int) -> str:
    return reverse("accounts:person", args=[person_id])


def _trail(here: str, name: str = "", person_id: int = 0) -> list[dict[str, str]]:
    above = [{"label": name, "url": _back(person_id)}] if name else []
    return [{"label": "Personnes", "url": reverse("accounts:people")}, *above, {"label": here}]
