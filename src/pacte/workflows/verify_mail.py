"""A real installation must not store e-mails, and their login links, in a folder of the server by accident."""

from __future__ import annotations

from django.conf import settings

from pacte.kernel.errors import ConfigurationError


def refuse_mail_in_files() -> None:
    """Raises ``ConfigurationError`` before such an installation is served."""
    in_files = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    if in_files and not settings.EMAIL_IN_FILES_WANTED:
        raise ConfigurationError(
            "email_in_files",
            "Cette installation est réelle, et aucun serveur de courriel n’est donné.",
            "Les courriels, avec leurs liens de connexion, resteraient dans un dossier de la machine.",
            "Donnez PACTE_EMAIL_URL ; ou, pour un essai, PACTE_EMAIL_IN_FILES=on.",
        )
