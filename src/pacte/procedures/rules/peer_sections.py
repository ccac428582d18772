"""Which sections a peer answers, at which stage. Pure."""

from __future__ import annotations

from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import FormSection, SectionAuthor
from pacte.procedures.rules.form_answers import sections_by


def open_peer_sections(procedure: Procedure, stage: str) -> tuple[FormSection, ...]:
    """Returns the sections that a peer answers while the case is at that stage."""
    opened = {code for each in procedure.transitions if each.after == stage for code in each.opens}
    return tuple(each for each in sections_by(procedure.form, SectionAuthor.PEER) if each.code in opened)
