"""The text documents of invented cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.procedures.services import add_document

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.procedures.models import Case


def add_text_document(writer: Actor, case: Case, *, kind: str, title: str, notice: str, on: date) -> None:
    """Add a document that holds its title, that of the case, and ``notice``: that all is invented."""
    add_document(
        actor=writer, case=case, kind=kind, title=title, on=on, name=f"{kind}-{case.number}.txt",
        data=f"{title}\n{case.title}\n\n{notice}\n".encode(),
    )  # fmt: skip
