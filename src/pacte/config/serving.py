"""Safety checks before the first page is served."""

from __future__ import annotations

from django.conf import settings
from django.db import connections

from pacte.config.settings import DEFAULT_SECRET
from pacte.kernel.actor import system_actor
from pacte.kernel.errors import ConfigurationError
from pacte.workflows.verify_antivirus import verify_antivirus
from pacte.workflows.verify_database import verify_application_role
from pacte.workflows.verify_mail import refuse_mail_in_files
from pacte.workflows.verify_texting import verify_text_gateway


def refuse_unsafe_configuration() -> None:
    """Refuses to serve with an unsafe configuration.

    Raises ``ConfigurationError`` on a default secret, a wrong gateway of SMS or antivirus, a privileged role, or a
    database URL of the owner or of the jobs.
    """
    if settings.SECRET_KEY == DEFAULT_SECRET:
        raise ConfigurationError(
            "default_secret",
            "La clé secrète est celle du code source.",
            "Tout le monde la connaît : les connexions pourraient être forgées.",
            "Donnez PACTE_SECRET_KEY.",
        )
    refuse_mail_in_files()
    verify_antivirus(actor=system_actor("démarrage"))
    verify_text_gateway(actor=system_actor("démarrage"))
    if "owner" in connections.databases:
        raise ConfigurationError(
            "owner_url_while_serving",
            "DATABASE_OWNER_URL est donnée au serveur de pages.",
            "Il n’en a pas besoin, et ne doit pas l’avoir.",
            "Ôtez-la de son environnement.",
        )
    if settings.JOBS_ROLE:
        raise ConfigurationError(
            "jobs_url_while_serving",
            "DATABASE_JOBS_URL est donnée au serveur de pages.",
            "C’est l’adresse des travaux de fond et des commandes : elle donne plus de droits que les pages n’en ont.",
            "Ôtez-la de son environnement.",
        )
    verify_application_role()
    connections.close_all()
