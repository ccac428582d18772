"""Whether a document may be read, from its verdicts. Pure."""

from __future__ import annotations

from pacte.kernel.errors import Conflict, ValidationError
from pacte.procedures.records.documents import DocumentState

_FLAWS = (DocumentState.LOST, DocumentState.ALTERED)
_REFUSALS = {
    DocumentState.WAITING: (
        "L’antivirus n’a pas encore lu cette pièce.",
        "Elle est bien reçue, à l’heure où elle a été déposée, et s’ouvrira après sa vérification.",
        "Revenez dans quelques minutes.",
    ),
    DocumentState.INFECTED: (
        "Cette pièce était infectée : son contenu est détruit.",
        "Son nom et son empreinte restent au dossier.",
        "Demandez une pièce saine à qui l’a déposée.",
    ),
    DocumentState.LOST: (
        "Le contenu de cette pièce est perdu.",
        "Son nom et son empreinte restent au dossier.",
        "Déposez de nouveau le même fichier : son empreinte le fera reconnaître.",
    ),
    DocumentState.ALTERED: (
        "Le contenu de cette pièce n’est plus celui qui a été déposé.",
        "Son empreinte ne correspond plus : il ne ferait pas foi.",
        "Déposez de nouveau le même fichier : son empreinte le fera reconnaître.",
    ),
    DocumentState.REPLACED: (
        "Cette pièce a été remplacée.",
        "Son contenu n’était plus bon ; son nom et son empreinte restent au dossier.",
        "Ouvrez celle qui la remplace, plus bas dans la liste.",
    ),
    DocumentState.ELSEWHERE: (
        "Cette pièce n’est pas gardée ici.", "Le dossier dit seulement où elle se trouve.", "Cherchez-la à cet endroit."
    ),
}  # fmt: skip


def document_state_of(*, has_digest: bool, scan: str, integrity: str, has_scanner: bool) -> DocumentState:
    """``scan`` and ``integrity``: the last result of each kind of check, or nothing."""
    if not has_digest:
        return DocumentState.ELSEWHERE
    if integrity == DocumentState.REPLACED:
        return DocumentState.REPLACED
    if scan == DocumentState.INFECTED:
        return DocumentState.INFECTED
    if integrity in _FLAWS:
        return DocumentState(integrity)
    if scan:
        return DocumentState(scan)
    return DocumentState.WAITING if has_scanner else DocumentState.UNSCANNED


def refuse_unless_readable(state: DocumentState) -> None:
    """Raises ``Conflict`` (``document_<state>``) with what happened and what to do."""
    if not state.may_be_read:
        what, why, hint = _REFUSALS[state]
        raise Conflict(f"document_{state.value}", what, why, hint)


def infected_error(name: str) -> ValidationError:
    return ValidationError(
        "document_infected",
        f"« {name} » est infecté : il n’est pas gardé.",
        "L’antivirus y a trouvé un programme malveillant.",
        "Vérifiez votre poste, puis déposez un fichier sain.",
    )
