"""Checks the listening address and port before any long work, and reports errors in French."""

from __future__ import annotations

import errno
import socket

from pacte.infra.system_errors import os_error_in_french
from pacte.kernel.errors import ConfigurationError

_LAST_PORT = 65_535


def bracket_ipv6(listen: str) -> str:
    """Return an IPv6 address as written before a port: « [::1] »."""
    return f"[{listen.strip('[]')}]" if ":" in listen else listen


def check_port_is_free(listen: str, port: int) -> None:
    """Raise ``ConfigurationError`` when the port is invalid or in use, or the address is not of this machine."""
    if not 0 < port <= _LAST_PORT:
        raise ConfigurationError(
            "port_number", f"Le port {port} n’existe pas.", hint=f"Choisissez un nombre de 1 à {_LAST_PORT}."
        )
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listen.strip("[]"), port))
        except OSError as error:
            raise _bind_error(listen, port, error) from error


def _bind_error(listen: str, port: int, error: OSError) -> ConfigurationError:
    if error.errno == errno.EADDRINUSE:
        return ConfigurationError(
            "port_taken",
            f"Le port {port} de {listen} est déjà pris.",
            "Un autre programme, ou un autre pacte, y répond.",
            "Arrêtez-le, ou choisissez --port 8001.",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return ConfigurationError(
            "port_reserved",
            f"Le port {port} est réservé à l’administrateur de la machine.",
            hint="Choisissez un port à partir de 1024, par exemple --port 8001.",
        )
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return ConfigurationError(
            "listen_address",
            f"L’adresse {listen} n’est pas une adresse de cette machine.",
            hint="Donnez --listen 127.0.0.1 derrière un serveur mandataire, ou 0.0.0.0 pour toutes ses adresses.",
        )
    return ConfigurationError(
        "listen_refused", f"Le site ne peut pas écouter {listen}, port {port}.", os_error_in_french(error)
    )
