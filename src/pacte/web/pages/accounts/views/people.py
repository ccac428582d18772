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
from pacte.web.pages.accounts.access import require_account_login
from pacte.web.pages.accounts.account_form_page import AccountFormPage, render_account_form, run_account_form
from pacte.web.pages.accounts.emails import (
    MAIL_STORED_LOCALLY,
    is_mail_stored_locally,
    send_invitation,
    send_new_membership,
)
from pacte.web.pages.accounts.forms.people import AccountReasonForm, InvitationForm, PersonForm
from pacte.web.pages.accounts.membership_form import (
    MEMBERSHIP_ERROR_FIELDS,
    add_membership_from_form,
    membership_form_choices,
)
from pacte.web.pages.accounts.paginated_list import paginated_list_context
from pacte.web.pages.accounts.tables import (
    MEMBERSHIP_COLUMNS,
    MEMBERSHIP_COLUMNS_WITH_END,
    PERSON_COLUMNS,
    access_label,
    membership_rows,
    person_row,
)
from pacte.web.reauthentication import requires_reauthentication
from pacte.workflows.hand_over import assignments_by_source

if TYPE_CHECKING:
    from pacte.accounts.models import Person

_STATES = (("", "Tous"), ("ouvert", "Accès ouvert"), ("ferme", "Sans accès"))
_NOT_SENT = (
    "Le courriel n’est pas parti. Vérifiez l’adresse et le serveur de courriel, attendez une heure si vous en avez "
    "envoyé plusieurs, puis envoyez une nouvelle invitation."
)


@require_account_login
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    on = today()
    sheets = everybody(actor=request.actor, on=on)
    words, role, state = (request.GET.get(name, "").strip() for name in ("mots", "role", "acces"))
    matches = [sheet for sheet in sheets if _matches(sheet, on, words, role, state)]
    chosen = {
        "mots": (words, f"« {words} »" if words else ""),
        "role": (role, dict(ROLE_LABELS).get(role, "")),
        "acces": (state, dict(_STATES[1:]).get(state, "")),
    }
    entering = sum(access_label(sheet, on) == "ouvert" for sheet in sheets)
    values = paginated_list_context(
        matches, lambda sheet: person_row(sheet, on), number=request.GET.get("page"), chosen=chosen
    ) | {
        "answer": f"{pluralise(entering, 'personne peut', 'personnes peuvent')} se connecter aujourd’hui.",
        "count": f"{pluralise(len(matches), 'personne')} sur {format_number(len(sheets))}",
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


@require_account_login
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
        "trail": _breadcrumb(sheet.name),
        "may_manage": manages,
        "may_hand_over": hands_over,
        "held": parts,
        "held_note": pluralise(count, "chose", "choses") if count else "rien à ce jour",
        "is_me": sheet.person_id == request.actor.person_id,
        "facts": _facts(sheet, on),
        "columns": MEMBERSHIP_COLUMNS_WITH_END if manages else MEMBERSHIP_COLUMNS,
        "present": membership_rows(present, person_id=person_id if manages else None),
        "other": membership_rows(other, person_id=person_id if manages else None),
    }
    return render(request, "accounts/person.html", values)


@require_account_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Creates a person and a membership, and sends an e-mail. An existing account only gains the membership."""
    if not may(request.actor, "accounts.manage"):
        raise NotFound
    form = InvitationForm(request.POST or None, **membership_form_choices(request.actor))
    existing_people: list[Person] = []
    created_people: list[Person] = []

    def open_account() -> None:
        data = form.cleaned_data
        existing = person_by_email(data["email"])
        if existing is None:
            created_people.append(
                create_person(
                    actor=request.actor,
                    email=data["email"],
                    first_name=data["first_name"],
                    last_name=data["last_name"],
                )
            )
        else:
            existing_people.append(existing)
        add_membership_from_form(request.actor, (created_people or existing_people)[0], data)

    if run_account_form(form, open_account, MEMBERSHIP_ERROR_FIELDS):
        target = (created_people or existing_people)[0]
        role = ROLE_LABELS[form.cleaned_data["role"]]
        sent = (
            send_invitation(actor=request.actor, person=target)
            if created_people
            else send_new_membership(actor=request.actor, person=target, role=role)
        )
        _report_email(request, sent, f"{target} a un accès. Un courriel est parti vers {target.email}.")
        return redirect("accounts:person", person_id=target.pk)
    question = AccountFormPage(
        title="Qui inviter, et pour faire quoi ?",
        submit_label="Ouvrir l’accès et envoyer l’invitation",
        back_url=reverse("accounts:people"),
        breadcrumb=_breadcrumb("Inviter"),
        intro="La personne choisit elle-même son mot de passe, par un lien qui ne sert qu’une fois.",
    )
    return render_account_form(request, question, form)


@require_account_login
@requires_reauthentication
@require_POST
def invite_again(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    sent = send_invitation(actor=request.actor, person=target)
    _report_email(request, sent, f"Une nouvelle invitation est partie vers {target.email}.")
    return redirect("accounts:person", person_id=person_id)


@require_account_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    form = PersonForm(request.POST or None, initial={"first_name": target.first_name, "last_name": target.last_name})
    if run_account_form(form, lambda: change_person(actor=request.actor, person=target, **form.cleaned_data)):
        messages.success(request, "Le nom est corrigé.")
        return redirect("accounts:person", person_id=person_id)
    question = AccountFormPage(
        title=f"Comment s’appelle {target} ?",
        submit_label="Enregistrer le nom",
        back_url=_person_url(person_id),
        breadcrumb=_breadcrumb("Corriger le nom", str(target), person_id),
    )
    return render_account_form(request, question, form)


@require_account_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    question = AccountFormPage(
        title=f"Pourquoi fermer le compte de {target} ?",
        submit_label="Fermer le compte",
        back_url=_person_url(person_id),
        intro="Ses connexions ouvertes s’arrêtent aussitôt. Ce que la personne a fait reste dans l’histoire.",
        breadcrumb=_breadcrumb("Fermer le compte", str(target), person_id),
        danger=True,
    )
    return _run_with_reason(
        request,
        target,
        question,
        "Le compte est fermé.",
        lambda reason: close_account(actor=request.actor, person=target, reason=reason),
    )


@require_account_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    question = AccountFormPage(
        title=f"Pourquoi rouvrir le compte de {target} ?",
        submit_label="Rouvrir le compte",
        back_url=_person_url(person_id),
        breadcrumb=_breadcrumb("Rouvrir le compte", str(target), person_id),
    )
    return _run_with_reason(
        request,
        target,
        question,
        "Le compte est rouvert.",
        lambda reason: reopen_account(actor=request.actor, person=target, reason=reason),
    )


@require_account_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def reset_telephone(request: HttpRequest, person_id: int) -> HttpResponse:
    target = person_for_change(actor=request.actor, person_id=person_id)
    question = AccountFormPage(
        title=f"Pourquoi oublier le téléphone de {target} ?",
        submit_label="Oublier ce téléphone",
        back_url=_person_url(person_id),
        intro="La personne en enregistrera un autre à sa prochaine connexion. Assurez-vous que c’est bien elle qui "
        "le demande.",
        breadcrumb=_breadcrumb("Oublier le téléphone", str(target), person_id),
        danger=True,
    )
    return _run_with_reason(
        request,
        target,
        question,
        "Le téléphone est oublié.",
        lambda reason: reset_second_factor(actor=request.actor, person=target, reason=reason),
    )


def _run_with_reason(
    request: HttpRequest, target: Person, question: AccountFormPage, success_message: str, action: Callable[[str], None]
) -> HttpResponse:
    form = AccountReasonForm(request.POST or None)
    if run_account_form(form, lambda: action(form.cleaned_data["reason"]), {"reason_missing": "reason"}):
        messages.success(request, success_message)
        return redirect("accounts:person", person_id=target.pk)
    return render_account_form(request, question, form)


def _report_email(request: HttpRequest, is_sent: bool, message: str) -> None:
    if is_sent and is_mail_stored_locally():
        messages.warning(request, f"{message} {MAIL_STORED_LOCALLY}")
    elif is_sent:
        messages.success(request, message)
    else:
        messages.warning(request, _NOT_SENT)


def _matches(sheet: PersonDetail, on: date, words: str, role: str, state: str) -> bool:
    present = [post for post in sheet.memberships if post.is_in_force(on)]
    if role and role not in [post.role for post in present]:
        return False
    if state in ("ouvert", "ferme") and (access_label(sheet, on) == "ouvert") != (state == "ouvert"):
        return False
    text = fold_text(" ".join((sheet.name, sheet.email, *(post.organisation for post in sheet.memberships))))
    return all(word in text for word in fold_text(words).split())


def _facts(sheet: PersonDetail, on: date) -> list[dict[str, str]]:
    last = sheet.last_login
    return [
        {"label": "Adresse électronique", "value": sheet.email},
        {"label": "Accès", "value": access_label(sheet, on)},
        {"label": "Dernière connexion", "value": format_day(last.astimezone(PARIS).date()) if last else "jamais"},
        {"label": "Code sur téléphone", "value": "enregistré" if sheet.has_second_factor else "aucun"},
    ]


def _person_url(person_id: int) -> str:
    return reverse("accounts:person", args=[person_id])


def _breadcrumb(here: str, name: str = "", person_id: int = 0) -> list[dict[str, str]]:
    above = [{"label": name, "url": _person_url(person_id)}] if name else []
    return [{"label": "Personnes", "url": reverse("accounts:people")}, *above, {"label": here}]
