"""Log of the web server, redacted like the site's own."""

from __future__ import annotations

import logging
import os

from django.utils.module_loading import import_string
from gunicorn.glogging import Logger

from pacte.config.log_settings import LOG_VARIABLE, formatter_path


class ServerLog(Logger):
    """Gunicorn's logger with our formatter. It has no access log: ``RequestLogMiddleware`` logs the requests."""

    def _set_handler(self, log: logging.Logger, output: str, fmt: logging.Formatter, stream: object = None) -> None:
        # Here rather than on the handlers of the logger, where a test or an operator may have added others.
        formatter = import_string(formatter_path(os.environ.get(LOG_VARIABLE, "")))()
        super()._set_handler(log, output, formatter, stream)
