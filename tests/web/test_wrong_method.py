"""A page asked with an HTTP method that it does not have answers with an explanation, not with an empty page."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("method", "address"), [("get", "/deconnexion/"), ("post", "/plans/"), ("put", "/")])
def test_a_refused_method_has_its_page_and_says_what_is_allowed(method: str, address: str) -> None:
    answer = getattr(Client(), method)(address)
    assert answer.status_code == 405
    assert "<h1" in answer.content.decode()
    assert answer.headers["Allow"]
