"""Why an attachment is refused, and what its owner can do, in French. Pure."""

from __future__ import annotations

from pacte.infra.attachments.records import AttachmentFlaw
from pacte.infra.sandbox.parent import SandboxFailureCause
from pacte.kernel.errors import ValidationError

_PRINT_AGAIN = "Imprimez-le dans un nouveau PDF, puis déposez-le."
_SAVE_AGAIN = "Ouvrez-le, enregistrez-le de nouveau, puis déposez-le."
_SAVE_AS_PDF = "Enregistrez-le en PDF, puis déposez-le."
_UNPROTECTED = "Enregistrez-le sans mot de passe, puis déposez-le."
_BREAK_LINKS = "Rompez ses liaisons, ou enregistrez-le en PDF, puis déposez-le."
_LIGHTER = "Réduisez-le ou coupez-le en plusieurs, puis déposez-le."
_WORDS = {
    AttachmentFlaw.DAMAGED: ("est abîmé.", "Il ne s’ouvre pas en entier.", _SAVE_AGAIN),
    AttachmentFlaw.OTHER_FORMAT: (
        "n’est pas ce que son nom annonce.", "Son contenu est d’un autre type.", _SAVE_AGAIN
    ),
    AttachmentFlaw.ENCRYPTED: (
        "est protégé par un mot de passe.", "Personne ne pourrait le lire ni le vérifier.", _UNPROTECTED
    ),
    AttachmentFlaw.SCRIPT: ("contient un script.", "Une pièce se lit, elle n’exécute rien.", _PRINT_AGAIN),
    AttachmentFlaw.LAUNCH: ("lance un programme.", "Une pièce se lit, elle n’exécute rien.", _PRINT_AGAIN),
    AttachmentFlaw.EMBEDDED_FILE: (
        "contient d’autres fichiers.", "Ils ne peuvent pas être vérifiés.", "Déposez-les à part, ou imprimez-le en PDF."
    ),
    AttachmentFlaw.DYNAMIC_FORM: (
        "est un formulaire dynamique (XFA).", "Son contenu change quand on l’ouvre.", _PRINT_AGAIN
    ),
    AttachmentFlaw.ACTION_AT_OPENING: (
        "agit de lui-même quand on l’ouvre.", "Une pièce se lit, elle n’exécute rien.", _PRINT_AGAIN
    ),
    AttachmentFlaw.MEDIA: ("contient une vidéo, un son ou un objet animé.", "Il n’est pas vérifiable.", _PRINT_AGAIN),
    AttachmentFlaw.MACRO: ("contient des macros.", "Une pièce se lit, elle n’exécute rien.", _SAVE_AS_PDF),
    AttachmentFlaw.OLE_OBJECT: (
        "contient un objet d’un autre logiciel (OLE).", "Il n’est pas vérifiable.", _SAVE_AS_PDF
    ),
    AttachmentFlaw.ACTIVE_CONTROL: (
        "contient un contrôle actif (ActiveX).", "Une pièce se lit, elle n’exécute rien.", _SAVE_AS_PDF
    ),
    AttachmentFlaw.EXTERNAL_CONTENT: (
        "va chercher du contenu ailleurs.", "Qui l’ouvre appellerait un autre site ou un autre fichier.", _BREAK_LINKS
    ),
    AttachmentFlaw.DDE: (
        "contient une formule qui lance un programme (DDE).", "Une pièce se lit, elle n’exécute rien.", _SAVE_AS_PDF
    ),
    AttachmentFlaw.OVERSIZED: (
        "est démesuré une fois ouvert.", "Il compte trop de pages, de parties ou de points.", _LIGHTER
    ),
    AttachmentFlaw.PART_NAME: (
        "contient des parties aux noms trompeurs.", "Elles pourraient désigner d’autres fichiers.", _SAVE_AGAIN
    ),
    AttachmentFlaw.NOT_TEXT: (
        "n’est pas un texte.", "Il contient des octets qu’un texte n’a pas.", "Enregistrez-le en texte UTF-8 ou en PDF."
    ),
    AttachmentFlaw.MARKUP: (
        "est une page web ou un programme.", "Son nom annonce un simple texte.", _SAVE_AS_PDF
    ),
}  # fmt: skip
_FAILURES = {
    SandboxFailureCause.TOO_SLOW: "Il est trop long à vérifier.",
    SandboxFailureCause.KILLED: "Il demande plus de temps ou de mémoire qu’une pièce n’en a besoin.",
    SandboxFailureCause.TOO_LONG: "Une fois réécrite, l’image est trop lourde.",
    SandboxFailureCause.UNREADABLE: "Il est abîmé, ou fabriqué pour tromper.",
}


def refusal_error(flaw: AttachmentFlaw, name: str) -> ValidationError:
    what, why, hint = _WORDS[flaw]
    return ValidationError(f"attachment_{flaw.value}", f"« {name} » {what}", why, hint)


def unreadable_error(cause: SandboxFailureCause, name: str) -> ValidationError:
    return ValidationError("attachment_unreadable", f"« {name} » ne se vérifie pas.", _FAILURES[cause], _SAVE_AS_PDF)
