"""Base classes of pages: checks made before reading, answers of forms, allowed attributes."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import RequestFactory

from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.web.page import FormPage, Page, breadcrumb_items
from pacte.web.request import View

pytestmark = pytest.mark.django_db


class Person:
    is_authenticated = True


class NameForm(forms.Form):
    name = forms.CharField()


class ThingPage(Page):
    """Reads the number of an object in the URL; 404 is not found."""

    thing: int

    def load(self, *args: Any, **kwargs: Any) -> None:
        if kwargs["number"] == 404:
            raise NotFound
        self.thing = kwargs["number"]


class ThingFormPage(ThingPage, FormPage):
    form_class = NameForm
    title = "Quel nom ?"
    submit_label = "Nommer"

    @property
    def back_url(self) -> str:
        return "/choses/"


def call(view: View, method: str = "get", *, user: object = Person, **url: Any) -> Any:
    data = url.pop("data", None)
    request: Any = getattr(RequestFactory(), method)("/chose/", data)
    request.user, request.actor, request.session = user, NOBODY, {}
    request._messages = CookieStorage(request)
    return view(request, **url)


def naming(outcome: Any, **attributes: Any) -> View:
    @ThingFormPage.view(**attributes)
    def name_thing(page: ThingFormPage, data: dict[str, Any]) -> Any:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome.format(page.thing, data["name"]) if isinstance(outcome, str) else outcome

    return name_thing


@ThingPage.view(template_name="unused.html")
def show_thing(page: ThingPage, number: int) -> HttpResponse:
    return HttpResponse(f"{page.thing} {number}")


def test_the_function_gets_the_page_and_the_parts_of_the_url_that_it_names() -> None:
    assert call(show_thing, number=7).content == b"7 7"


def test_nobody_is_sent_to_the_login_page() -> None:
    response = call(show_thing, user=AnonymousUser(), number=404)
    assert response.status_code == 302
    assert "suite=/chose/" in response["Location"]


def test_a_public_page_needs_no_login() -> None:
    @ThingPage.view(is_public=True)
    def public(page: ThingPage) -> HttpResponse:
        return HttpResponse("ok")

    assert call(public, user=AnonymousUser(), number=1).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_another_method_is_refused_before_anything_is_read(method: str) -> None:
    response = call(show_thing, method, number=404)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_what_is_not_found_stops_the_page() -> None:
    with pytest.raises(NotFound):
        call(show_thing, number=404)


def test_an_unknown_attribute_is_refused_when_the_page_is_declared() -> None:
    with pytest.raises(TypeError, match="ThingPage has no attribute 'templat'"):
        ThingPage.view(templat="a.html")


def test_a_form_without_an_act_says_what_to_write() -> None:
    with pytest.raises(TypeError, match="ThingFormPage declares no act"):
        call(ThingFormPage.as_view(), "post", number=7, data={"name": "Ana"})


def test_an_attribute_may_depend_on_the_page() -> None:
    @ThingFormPage.view(note=lambda page: f"n° {page.thing}", form_arguments=lambda page: {"initial": {"name": "x"}})
    def form(page: ThingFormPage, data: dict[str, Any]) -> str:
        return ""

    text = call(form, number=7).content.decode()
    assert "n° 7" in text
    assert 'value="x"' in text


def test_decorators_come_inside_the_login_check() -> None:
    seen = []

    def log(view: View) -> View:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            seen.append("log")
            return view(*args, **kwargs)

        return wrapper

    @ThingPage.view(decorators=(log,))
    def page(page: ThingPage) -> HttpResponse:
        return HttpResponse()

    call(page, user=AnonymousUser(), number=1)
    assert seen == []
    call(page, number=1)
    assert seen == ["log"]


def test_a_form_that_succeeds_says_so_and_goes_back() -> None:
    response = call(naming("La chose {} s’appelle {}."), "post", number=7, data={"name": "Ana"})
    assert (response.status_code, response["Location"]) == (302, "/choses/")


def test_a_form_may_answer_by_itself() -> None:
    assert call(naming(HttpResponse("fichier")), "post", number=7, data={"name": "Ana"}).content == b"fichier"


def test_a_page_goes_elsewhere_with_or_without_a_message() -> None:
    said: list[str] = []

    @ThingPage.view()
    def moved(page: ThingPage) -> HttpResponse:
        response = page.redirect("/ailleurs/", "C’est fait." if page.thing else "")
        said.extend(str(message) for message in get_messages(page.request))
        return response

    assert [call(moved, number=number)["Location"] for number in (0, 1)] == ["/ailleurs/", "/ailleurs/"]
    assert said == ["C’est fait."]


def test_an_invalid_form_is_shown_again() -> None:
    response = call(naming("jamais"), "post", number=7, data={"name": ""})
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("code", "attributes"), [("name", {}), ("name_taken", {"error_fields": {"name_taken": "name"}}), ("other", {})]
)
def test_a_refused_act_is_shown_on_its_field_or_above(code: str, attributes: dict[str, Any]) -> None:
    refusal = ValidationError(code, "Ce nom est pris.", "Deux choses ont deux noms.", "Choisissez-en un autre.")
    response = call(naming(refusal, **attributes), "post", number=7, data={"name": "Ana"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Ce nom est pris." in text
    assert ('aria-invalid="true"' in text) is (code != "other")


def test_a_conflict_is_an_error_page_unless_the_form_shows_it() -> None:
    conflict = Conflict("changed", "La chose a changé.", "Un autre l’a modifiée.", "Relisez-la.")
    with pytest.raises(Conflict):
        call(naming(conflict), "post", number=7, data={"name": "Ana"})
    response = call(naming(conflict, shows_conflicts=True), "post", number=7, data={"name": "Ana"})
    assert response.status_code == 422


@pytest.mark.parametrize("is_atomic", [True, False])
def test_what_a_refused_act_wrote_is_undone_unless_it_is_not_atomic(is_atomic: bool) -> None:
    @ThingFormPage.view(is_atomic=is_atomic)
    def count_attempt(page: ThingFormPage, data: dict[str, Any]) -> str:
        Session.objects.create(session_key="attempt", expire_date=now())
        raise ValidationError("wrong", "C’est faux.")

    assert call(count_attempt, "post", number=7, data={"name": "Ana"}).status_code == 422
    assert Session.objects.filter(session_key="attempt").exists() is not is_atomic


def test_the_last_step_of_a_breadcrumb_has_no_link() -> None:
    assert breadcrumb_items([("Plan", "/plan/"), ("Argent", "")]) == [
        {"label": "Plan", "url": "/plan/"},
        {"label": "Argent"},
    ]
