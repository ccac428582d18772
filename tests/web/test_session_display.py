"""The address of a session is the same from every page; a file keeps its name and its media type."""

from __future__ import annotations

from pacte.offer.records import Triplet
from pacte.web.downloads import file_response
from pacte.web.session_display import session_url


def test_a_session_whose_numbers_fit_in_an_address_has_a_link() -> None:
    assert session_url(Triplet("24_1", "24_2", "24_3")).endswith("/24_1/24_2/24_3/")


def test_a_session_whose_numbers_do_not_fit_has_none() -> None:
    assert session_url(Triplet("24/1", "24_2", "24_3")) == ""


def test_a_file_is_saved_under_its_name() -> None:
    response = file_response(b"a;b", "text/csv", "lignes.csv")
    assert response["Content-Disposition"] == 'attachment; filename="lignes.csv"'
    assert (response["Content-Type"], response.content) == ("text/csv", b"a;b")
