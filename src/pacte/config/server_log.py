"""Log of the web server, redacted like the site's own."""

from __future__ import annotations

import os

from django.utils.module_loading import import_string
from gunicorn.config import Config
from gunicorn.glogging import Logger

from pacte.config.log_settings import LOG_VARIABLE, formatter_path


class ServerLog(Logger):
    """Gunicorn's logger with our formatter. It has no access log: ``RequestLogMiddleware`` logs the requests."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        formatter = import_string(formatter_path(os.environ.get(LOG_VARIABLE, "")))()
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(formatter)
