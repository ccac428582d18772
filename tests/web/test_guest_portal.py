"""Pages under the door without account: what a link opens, and what asking for one tells."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from pacte.accounts.models import Guest
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.guest_links import guest_path
from pacte.accounts.rules.rate_limits import GUEST_LINK, PERSONAL_LINK, RateLimit
from pacte.config.urls import urlpatterns as site_patterns
from pacte.kernel.errors import NotFound, ValidationError
from pacte.notifications.models import GuestLetter
from pacte.web.guest_pages import GuestFormPage
from pacte.web.private_pages import PRIVACY_HEADERS
from tests.accounts.guests_at_hand import guest_of, secret_for, send_waiting_letters
from tests.cast import MACHINE, Cast
from tests.web.plan_stage import plain

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
ASK, MAYOR, OTHER = "/mon-dossier/", "mairie@exemple.fr", "asso@exemple.fr"
NOTHING = "n" * 32


class PaperPage(GuestFormPage):
    """Signing one paper, as a room would write it: a name is the whole form."""

    scopes = frozenset({GuestScope.SIGN})
    subject_argument = "paper"
    done_messages = {"signe": ("C’est signé.", "Une copie part par courriel.")}
    template_name = "guest_portal/home.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        if kwargs["paper"] == 404:
            raise NotFound

    @property
    def success_url(self) -> str:
        return self.url("paper", self.kwargs["paper"])

    def save(self, data: dict[str, Any]) -> str:
        with acting_as(MACHINE):
            Guest.objects.update(name="Écrit")
        if "refuse" in self.request.POST:
            raise ValidationError("x", "C’est refusé.")
        return "signe"


urlpatterns = [*site_patterns, path("mon-dossier/<str:secret>/papiers/<int:paper>/", PaperPage.as_view(), name="paper")]
# The handlers of the site, which Django looks for beside the addresses.
handler404 = "pacte.config.urls.handler404"


@pytest.fixture
def guest(cast: Cast) -> Guest:
    return guest_of(cast.region, MAYOR)


def got(secret: str, tail: str = "") -> HttpResponse:
    return Client().get(guest_path(secret, tail))


def test_the_address_in_letters_is_that_of_the_page() -> None:
    assert guest_path("s") == reverse("guest_portal:home", args=["s"])
    assert guest_path("s", "papiers/3/") == reverse("paper", args=["s", 3])


def test_a_page_opens_for_its_scope_and_its_thing_and_keeps_no_trace(guest: Guest) -> None:
    answer = got(secret_for(guest, GuestScope.SIGN, 12), "papiers/12/")
    assert answer.status_code == 200
    assert MAYOR in answer.content.decode()
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert not answer.cookies
    assert {name: answer.headers[name] for name in PRIVACY_HEADERS} == dict(PRIVACY_HEADERS)


def test_any_other_link_answers_404_with_the_same_bytes_and_says_how_to_have_another(guest: Guest) -> None:
    sign = secret_for(guest, GuestScope.SIGN, 12)
    wrong = {
        "unknown": got(NOTHING, "papiers/12/"), "other scope": got(secret_for(guest), "papiers/12/"),
        "other thing": got(sign, "papiers/13/"),
    }  # fmt: skip
    assert {each.status_code for each in wrong.values()} == {404}
    assert len({each.content for each in wrong.values()}) == 1
    assert f'href="{ASK}"' in wrong["unknown"].content.decode()
    assert all(each.headers["Referrer-Policy"] == "no-referrer" for each in wrong.values())
    assert got(secret_for(guest, GuestScope.SIGN), "papiers/13/").status_code == 200, "of all its things"
    refused = got(secret_for(guest, GuestScope.SIGN), "papiers/404/")
    assert (refused.status_code, refused.headers["Cache-Control"]) == (404, PRIVACY_HEADERS["Cache-Control"])


def test_a_form_needs_no_cookie_and_an_act_that_fails_leaves_nothing(guest: Guest) -> None:
    address = guest_path(secret_for(guest, GuestScope.SIGN, 12), "papiers/12/")
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post(address, {"refuse": "1"})
    assert refused.status_code == 422
    assert "C’est refusé." in refused.content.decode().replace("&#x27;", "’")
    with acting_as(MACHINE):
        assert Guest.objects.get().name == ""
    done = strict.post(address)
    assert (done.status_code, done.headers["Location"]) == (302, f"{address}?fait=signe")
    assert not done.cookies
    assert "C’est signé." in strict.get(done.headers["Location"]).content.decode()


def test_a_link_used_too_often_pauses(guest: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.accounts.services.guests.PERSONAL_LINK", RateLimit("x", 1, PERSONAL_LINK.refill))
    secret = secret_for(guest)
    assert got(secret).status_code == 200
    paused = got(secret)
    assert paused.status_code == 429
    assert int(paused.headers["Retry-After"]) > 0


def test_whoever_holds_a_link_closes_them_all_from_the_first_page(guest: Guest) -> None:
    first, second = secret_for(guest), secret_for(guest, GuestScope.CONFIRM, 3)
    assert "2 liens ouverts" in plain(got(second).content.decode())
    closed = Client().post(guest_path(first))
    assert "Vos liens sont fermés" in closed.content.decode()
    assert [got(each).status_code for each in (first, second)] == [404, 404]


# ------------------------------------------------------------------------------------------- asking


def test_asking_answers_the_same_for_any_address_and_the_letter_alone_differs(guest: Guest) -> None:
    client = Client()
    known, unknown = (client.post(ASK, {"email": each}, follow=True) for each in (MAYOR, OTHER))
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert "Si un dossier est suivi ici à cette adresse" in known.content.decode()
    with acting_as(MACHINE):
        assert GuestLetter.objects.count() == 2
    (secret,) = send_waiting_letters()
    assert got(secret).status_code == 200


def test_asking_counts_by_the_address_typed_in_any_spelling(guest: Guest) -> None:
    client = Client()
    for email in (MAYOR, OTHER):
        answers = [
            client.post(ASK, {"email": each}).status_code for each in [email, email.upper()] * GUEST_LINK.capacity
        ]
        assert answers == [302] * GUEST_LINK.capacity + [429] * GUEST_LINK.capacity
    with acting_as(MACHINE):
        assert GuestLetter.objects.count() == 2 * GUEST_LINK.capacity


def test_an_address_that_is_none_is_said_on_the_form(cast: Cast) -> None:
    answer = Client().post(ASK, {"email": "mairie"})
    assert answer.status_code == 422
    assert "Ce n’est pas une adresse électronique acceptée ici." in answer.content.decode()
