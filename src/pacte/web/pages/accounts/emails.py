"""E-mails of the account pages: plain text, absolute URLs from the settings (never from the request).

A login link is sent after the response: asking for one takes the same time whether the e-mail is known or not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import connections
from django.http import HttpRequest, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from pacte.accounts.queries import person_by_email
from pacte.accounts.records import LinkPurpose
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_login_link
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.demo_notice import DEMO_DATA_NOTICE
from pacte.web.client_network import client_network_of

if TYPE_CHECKING:
    from pacte.accounts.models import Person

MAIL_STORED_LOCALLY = (
    "Aucun serveur de courriel n’est réglé : le message attend dans le dossier « mail » de l’installation."
)
_NOT_SENT = (
    "Le courriel n’est pas parti. Vérifiez l’adresse et le serveur de courriel, attendez une heure si vous en avez "
    "envoyé plusieurs, puis envoyez une nouvelle invitation."
)

_log = logging.getLogger(__name__)
_executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="afterwards")

Work = Callable[[], None]


class RedirectThenRun(HttpResponseRedirect):
    """Redirects, then runs ``work`` in another thread once the response is sent and its transaction committed.

    The thread has the context variables of the request, such as its identifier in the logs.
    """

    def __init__(self, to: str, work: Work) -> None:
        super().__init__(to)
        self._work: Work | None = work
        # Taken now: the server closes the response outside the request.
        self._context = copy_context()

    def close(self) -> None:
        super().close()
        work, self._work = self._work, None
        if work is None:
            return
        if settings.WORK_IN_THREADS:
            _executor.submit(self._context.run, _run_and_close_connections, work).add_done_callback(_log_failure)
        else:
            work()


def _run_and_close_connections(work: Work) -> None:
    try:
        work()
    finally:
        connections.close_all()


def _log_failure(future: Future[Any]) -> None:
    error = future.exception()
    if error is not None:
        _log.error("work after an answer failed", exc_info=error)


def redirect_then_send_link(request: HttpRequest, url: str, email: str) -> RedirectThenRun:
    """Redirects to ``url``, then sends a login link when the e-mail has an open account."""
    network, _ = client_network_of(request)
    return RedirectThenRun(url, partial(send_login_link, email, network))


def is_mail_stored_locally() -> bool:
    """True where e-mails are written to files: in a demo, or before a mail server is configured."""
    return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def send_login_link(email: str, network: str | None) -> None:
    """Sends a single-use login link when the e-mail has an open account; otherwise does nothing.

    ``network`` is the network of the request.
    """
    actor = system_actor("lien de connexion")
    with acting_as(actor):
        person = person_by_email(email)
        if person is None or not person.is_active:
            return
        secret = create_login_link(actor=actor, person=person, network=network)
    if secret:
        _send_email(person, "login_link", address=_absolute_url("accounts:use_link", secret))


def send_invitation(*, actor: Actor, person: Person) -> bool:
    """Sends a link to choose a password. Returns False when it was not sent, or when too many were sent."""
    secret = create_login_link(actor=actor, person=person, purpose=LinkPurpose.INVITATION)
    return bool(secret) and _send_email(
        person, "invitation", address=_absolute_url("accounts:use_link", secret or ""), inviter=actor.name
    )


def send_new_membership(*, actor: Actor, person: Person, role: str) -> bool:
    """Notifies someone who already has an account of a new membership."""
    return _send_email(person, "new_post", address=_absolute_url("accounts:login"), inviter=actor.name, role=role)


def send_password_changed(person: Person) -> bool:
    """Notifies the person, who may not have done it."""
    return _send_email(person, "password_changed", address=_absolute_url("accounts:login_link"))


def report_email(request: HttpRequest, is_sent: bool, message: str) -> None:
    """Tells the user that the e-mail left, waits on this machine, or did not leave."""
    if is_sent and is_mail_stored_locally():
        messages.warning(request, f"{message} {MAIL_STORED_LOCALLY}")
    elif is_sent:
        messages.success(request, message)
    else:
        messages.warning(request, _NOT_SENT)


def _absolute_url(name: str, *arguments: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=arguments)}"


def _send_email(person: Person, template_name: str, **values: str) -> bool:
    text = render_to_string(
        f"accounts/mail/{template_name}.txt", values | {"person": person, "brand": settings.PACTE_BRAND}
    )
    subject, _, body = text.strip().partition("\n")
    demo_notice = f"\n{DEMO_DATA_NOTICE}\n" if settings.INSTANCE.name == "demo" else ""
    try:
        EmailMessage(subject.strip(), body.strip() + "\n" + demo_notice, to=[person.email]).send()
    except (OSError, SMTPException):
        _log.exception("mail %s was not sent", template_name)
        return False
    return True
