"""Row-level security of the offer holds by itself: these tests go around the queries."""

from __future__ import annotations

import pytest

from pacte.workflows.verify_database import unprotected_tables

pytestmark = pytest.mark.django_db


def test_every_table_of_an_organisation_is_protected() -> None:
    assert unprotected_tables() == []
