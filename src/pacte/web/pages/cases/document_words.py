"""What a page says of the state of a document."""

from __future__ import annotations

from pacte.procedures.records.documents import DocumentState

_BADGES = {
    DocumentState.WAITING: ("attend l’antivirus", "clock", "watch"),
    DocumentState.INFECTED: ("infectée, contenu détruit", "triangle", "bad"),
    DocumentState.LOST: ("contenu perdu, à redemander", "triangle", "bad"),
    DocumentState.ALTERED: ("contenu altéré, à redemander", "triangle", "bad"),
    DocumentState.REPLACED: ("remplacée", "ring", ""),
}


def document_badge(state: DocumentState) -> dict[str, str] | None:
    """Values of the component « state_badge »; None for a document of which there is nothing to say."""
    if state not in _BADGES:
        return None
    word, sign, tone = _BADGES[state]
    return {"word": word, "sign": sign, "tone": tone}
