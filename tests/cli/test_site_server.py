"""Arguments and environment that the serve command gives to its servers."""

from __future__ import annotations

import pytest

from pacte.cli.site_server import server_environment


def test_links_lead_to_the_port_that_is_served_unless_a_public_address_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PACTE_URL", raising=False)
    assert server_environment(8013)["PACTE_URL"] == "http://localhost:8013"
    monkeypatch.setenv("PACTE_URL", "https://pacte.region.example")
    assert server_environment(8013)["PACTE_URL"] == "https://pacte.region.example"


def test_servers_are_not_given_the_address_of_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner")
    assert "DATABASE_OWNER_URL" not in server_environment(8000)
