"""WSGI entry point. Refuses to serve an installation that would not protect its data."""

import os

from django.core.wsgi import get_wsgi_application

from pacte.infra.instance import restrict_umask

restrict_umask()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pacte.config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402

from pacte.config.serving import refuse_unsafe_configuration  # noqa: E402  Django must be set up before these imports.

refuse_unsafe_configuration()
get_resolver().url_patterns  # noqa: B018  Loads every page now, not during the first request.
