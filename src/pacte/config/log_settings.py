"""Logging settings: what is logged, in which format. Everything goes to standard error."""

from __future__ import annotations

from typing import Any

from pacte.kernel.errors import ConfigurationError

LOG_VARIABLE = "PACTE_LOG"
# By name, not by class: the settings are read before Django, which the formatters need.
FORMATTERS = {"text": "pacte.config.redacting.RedactingFormatter", "json": "pacte.config.json_log.JsonFormatter"}


def formatter_path(name: str) -> str:
    """Class of the formatter, that of « text » by default. Raises ``ConfigurationError`` for an unknown name."""
    chosen = name.strip().lower() or "text"
    if chosen not in FORMATTERS:
        raise ConfigurationError(
            "log_format",
            f"{LOG_VARIABLE} vaut « {name[:20]} ».",
            hint=f"Donnez {' ou '.join(FORMATTERS)}, ou rien.",
        )
    return FORMATTERS[chosen]


def logging_settings(format_name: str) -> dict[str, Any]:
    """Django's ``LOGGING``: our own lines from INFO, those of the libraries from WARNING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter_path(format_name)}},
        "filters": {
            "request_id": {"()": "pacte.infra.log_context.LogContextFilter"},
            "not_job_error": {"()": "pacte.infra.job_log.JobErrorFilter"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "pacte": {"level": "INFO"},
            # Without Django's own handlers: they write without redaction, and mail the form of a failed request.
            "django": {"handlers": [], "level": "WARNING"},
            # The request log has a line for each refusal; only errors add a traceback.
            "django.request": {"level": "ERROR"},
            # Access log of `./pacte dev`: it doubles ours, with whole addresses.
            "django.server": {"handlers": [], "level": "CRITICAL"},
            "procrastinate.worker": {"filters": ["not_job_error"]},
        },
    }
