"""Login by a link received by e-mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pacte.accounts.models import LoginLink
from pacte.kernel.clock import now
from tests.accounts.entering import LINK, end_all_posts, is_in, secret_mailed
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_known_and_unknown_e_mails_get_the_same_answer_and_one_mail_leaves(cast: Cast) -> None:
    answers = [Client().post(LINK, {"email": email}) for email in ("lead@exemple.fr", "inconnu@exemple.fr")]
    seen = [(answer.status_code, answer["Location"], answer.content) for answer in answers]
    assert seen[0] == seen[1]
    assert [message.to for message in mail.outbox] == [["lead@exemple.fr"]]


def test_the_answer_to_a_request_for_a_link_looks_nobody_up(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known and unknown addresses cost the same queries, none about people: the lookup runs after the response."""
    asked: list[str] = []
    monkeypatch.setattr("pacte.web.pages.accounts.emails.send_login_link", lambda email, network: asked.append(email))
    said = []
    for email in ("lead@exemple.fr", "inconnu@exemple.fr"):
        with CaptureQueriesContext(connection) as queries:
            client.post(LINK, {"email": email})
        said.append([query["sql"] for query in queries])
    assert not any("accounts_person" in sql for sql in said[0] + said[1])
    assert len(said[0]) == len(said[1])
    assert asked == ["lead@exemple.fr", "inconnu@exemple.fr"]


def test_following_a_link_only_shows_a_button_so_that_a_scanner_does_not_burn_it(cast: Cast, client: Client) -> None:
    client.post(LINK, {"email": "lead@exemple.fr"})
    address = f"{LINK}{secret_mailed()}/"
    for _ in range(3):
        assert client.get(address).status_code == 200
        assert not is_in(client)
    assert client.post(address).status_code == 302
    assert is_in(client)
    assert Client().get(address).status_code == 410
    assert Client().post(address).status_code == 410


def test_a_wrong_or_old_link_opens_nothing_and_says_what_to_do(cast: Cast, client: Client) -> None:
    assert client.post(f"{LINK}nimporte-quoi/").status_code == 410
    with time_machine.travel(now(), tick=False) as clock:
        client.post(LINK, {"email": "lead@exemple.fr"})
        clock.shift(timedelta(minutes=31))
        answer = client.post(f"{LINK}{secret_mailed()}/")
    assert answer.status_code == 410
    assert reverse("accounts:login_link") in answer.content.decode()
    assert not is_in(client)


def test_the_link_names_this_site_whatever_host_the_request_names(cast: Cast, client: Client) -> None:
    client.post(LINK, {"email": "lead@exemple.fr"}, HTTP_HOST="127.0.0.1")
    assert "http://localhost:8000/connexion/lien/" in str(mail.outbox[0].body)


def test_a_link_without_a_post_in_force_opens_nothing_and_stays_unused(cast: Cast, client: Client) -> None:
    client.post(LINK, {"email": "lead@exemple.fr"})
    end_all_posts(cast["lead"])
    assert client.post(f"{LINK}{secret_mailed()}/").status_code == 403
    assert LoginLink.objects.get().used_at is None
