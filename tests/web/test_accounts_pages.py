"""Login by password: what it opens, what refusals say, where it redirects. Then the page of one's own account."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.accounts.services import close_account
from pacte.audit.models import AuditEntry
from tests.accounts.entering import (
    CODE,
    ENROL,
    LINK,
    LOGIN,
    ME,
    end_all_posts,
    entered_by_password_only,
    is_in,
    log_in,
    secret_mailed,
)
from tests.cast import MACHINE, PASSWORD, Cast

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- password


def test_e_mail_and_password_open_a_login_under_a_new_key(cast: Cast, client: Client) -> None:
    session = client.session
    session["kept"] = "before"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    answer = log_in(client, "lead@exemple.fr", suite="/mon-compte/")
    assert (answer.status_code, answer["Location"]) == (302, "/mon-compte/")
    assert before
    assert client.session.session_key not in (None, before)
    assert is_in(client)
    with acting_as(MACHINE):
        assert AuditEntry.objects.get(act="login.open").detail == {"way": "password"}


def test_a_session_key_prepared_by_an_attacker_opens_nothing_after_the_login(cast: Cast) -> None:
    victim, attacker = Client(), Client()
    session = victim.session
    session["x"] = "1"
    session.save()
    attacker.cookies["sessionid"] = session.session_key
    victim.cookies["sessionid"] = session.session_key
    log_in(victim, "lead@exemple.fr")
    assert is_in(victim)
    assert not is_in(attacker)


@pytest.mark.parametrize(
    ("email", "password"),
    [("lead@exemple.fr", "faux"), ("inconnu@exemple.fr", PASSWORD), ("", PASSWORD), ("lead@exemple.fr", "")],
)
def test_a_wrong_login_opens_nothing(cast: Cast, client: Client, email: str, password: str) -> None:
    answer = log_in(client, email, password)
    assert answer.status_code == 422
    assert not is_in(client)


def test_unknown_e_mail_wrong_password_and_closed_account_read_alike(cast: Cast, client: Client) -> None:
    with acting_as(MACHINE):
        close_account(actor=MACHINE, person=cast["partner"].person, reason="départ")
    pages = [
        _without_what_was_typed(log_in(client, email, password))
        for email, password in (
            ("lead@exemple.fr", "faux"), ("inconnu@exemple.fr", "faux"), ("partner@exemple.fr", PASSWORD),
        )
    ]  # fmt: skip
    assert pages[0] == pages[1] == pages[2]


def test_capitals_and_spaces_in_the_e_mail_do_not_matter(cast: Cast, client: Client) -> None:
    log_in(client, "  LEAD@Exemple.FR ")
    assert is_in(client)


def test_a_login_ends_with_the_browser_unless_asked_to_last(cast: Cast) -> None:
    short, long = Client(), Client()
    assert log_in(short, "lead@exemple.fr").cookies["sessionid"]["max-age"] == ""
    assert log_in(long, "lead@exemple.fr", remember="on").cookies["sessionid"]["max-age"] == 7 * 24 * 3600


@pytest.mark.parametrize(
    "target", ["//mechant.example/", "https://mechant.example/", "/\\mechant.example", "javascript:1"]
)
def test_a_login_never_leads_to_another_site(cast: Cast, client: Client, target: str) -> None:
    assert log_in(client, "lead@exemple.fr", suite=target)["Location"] == "/"
    assert client.get(f"{LOGIN}?suite={quote(target)}")["Location"] == "/"


def test_someone_without_a_post_in_force_does_not_enter(cast: Cast, client: Client) -> None:
    end_all_posts(cast["lead"])
    answer = log_in(client, "lead@exemple.fr")
    assert answer.status_code == 422
    assert "fonction en cours" in answer.content.decode()
    assert not is_in(client)


# ---------------------------------------------------------------- one's own account and password


def test_my_account_says_my_posts_with_their_dates(cast: Cast) -> None:
    page = entered_by_password_only(cast["lead"]).get(ME).content.decode()
    assert "Porteur d’action" in page
    assert "janvier" in page
    assert "lead@exemple.fr" in page


def test_a_new_password_ends_the_other_logins(cast: Cast) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        log_in(browser, "lead@exemple.fr")
    new = "une toute autre phrase de passe"
    answer = here.post("/mon-compte/mot-de-passe/", {"new_password": new, "new_password_again": new})
    assert answer.status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert log_in(Client(), "lead@exemple.fr", new).status_code == 302
    assert log_in(Client(), "lead@exemple.fr").status_code == 422
    assert "mot de passe est changé" in mail.outbox[-1].subject


def test_two_different_new_passwords_or_a_weak_one_are_refused_by_their_field(cast: Cast, client: Client) -> None:
    log_in(client, "lead@exemple.fr")
    for first, second, field in (("une phrase assez longue", "une autre", "again"), ("court", "court", "new_password")):
        answer = client.post(
            "/mon-compte/mot-de-passe/",
            {"new_password": first, "new_password_again": second},
        )
        assert answer.status_code == 422
        assert re.search(rf'id="id_[\w]*{field}-error"', answer.content.decode())


def test_who_entered_by_a_link_chooses_a_password_without_the_forgotten_one(cast: Cast, client: Client) -> None:
    client.post(LINK, {"email": "lead@exemple.fr"})
    client.post(f"{LINK}{secret_mailed()}/")
    new = "une toute autre phrase de passe"
    assert client.post(
        "/mon-compte/mot-de-passe/", {"new_password": new, "new_password_again": new}
    ).status_code == 302  # fmt: skip
    assert log_in(Client(), "lead@exemple.fr", new).status_code == 302


@pytest.mark.parametrize("path", [ME, "/mon-compte/mot-de-passe/", CODE, ENROL, "/personnes/", "/organisations/"])
def test_an_anonymous_reader_goes_to_the_login_page_and_back(cast: Cast, client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?suite={path}")


def test_without_the_token_against_forgery_nothing_is_written(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert log_in(client, "lead@exemple.fr").status_code == 403
    client.force_login(cast["lead"].person, backend="pacte.accounts.backends.PasswordBackend")
    assert client.post("/deconnexion/").status_code == 403
    assert is_in(client)


def _without_what_was_typed(answer: HttpResponse) -> str:
    return re.sub(r'value="[^"]*"', "", answer.content.decode())
