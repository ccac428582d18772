"""My account: identity, memberships and login methods."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.views.decorators.debug import sensitive_post_parameters

from pacte.accounts.queries import has_second_factor, own_memberships
from pacte.accounts.records import SECOND_FACTOR_ROLES
from pacte.accounts.services import end_other_logins, set_password
from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.web.page import FormPage, Page
from pacte.web.pages.accounts.emails import send_password_changed
from pacte.web.pages.accounts.fields import NewPasswordForm
from pacte.web.pages.accounts.people import membership_table
from pacte.web.reauthentication import requires_reauthentication


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
