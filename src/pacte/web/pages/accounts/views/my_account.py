"""My account: identity, memberships and login methods."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pacte.accounts.queries import has_second_factor, own_memberships
from pacte.accounts.records import SECOND_FACTOR_ROLES
from pacte.accounts.services import end_other_logins, set_password
from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.web.pages.accounts.access import require_account_login
from pacte.web.pages.accounts.account_form_page import AccountFormPage, render_account_form, run_account_form
from pacte.web.pages.accounts.emails import send_password_changed
from pacte.web.pages.accounts.forms.login import NewPasswordForm
from pacte.web.pages.accounts.tables import MEMBERSHIP_COLUMNS, membership_rows
from pacte.web.reauthentication import requires_reauthentication


@require_account_login
@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    on = today()
    memberships = own_memberships(actor=request.actor, on=on)
    present = [post for post in memberships if post.is_in_force(on)]
    values = {
        "answer": f"{request.user}, {request.user.email}. {pluralise(len(present), 'fonction')} en cours.",
        "columns": MEMBERSHIP_COLUMNS,
        "present": membership_rows(present),
        "other": membership_rows([post for post in memberships if not post.is_in_force(on)]),
        "has_second_factor": has_second_factor(request.user),
        "second_factor_required": request.actor.has_role(*SECOND_FACTOR_ROLES),
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "accounts/me.html", values)


@require_account_login
@requires_reauthentication
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """The user has just proved their identity, by password or by e-mail."""
    form = NewPasswordForm(request.POST or None)

    def change() -> None:
        set_password(actor=request.actor, person=request.user, password=form.cleaned_data["new_password"])

    if run_account_form(form, change, {"password_weak": "new_password"}):
        update_session_auth_hash(request, request.user)
        send_password_changed(request.user)
        messages.success(request, "Votre mot de passe est changé. Vos autres connexions sont fermées.")
        return redirect("accounts:me")
    question = AccountFormPage(
        title="Quel sera votre nouveau mot de passe ?",
        submit_label="Changer mon mot de passe",
        back_url="/mon-compte/",
        intro="Vos connexions ouvertes sur d’autres appareils se fermeront.",
    )
    return render_account_form(request, question, form)


@require_account_login
@require_POST
def end_logins(request: HttpRequest) -> HttpResponse:
    """Ends every other login on the server, and keeps this one."""
    end_other_logins(actor=request.actor, person=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, "Vos autres connexions sont fermées. Celle-ci reste ouverte.")
    return redirect("accounts:me")
