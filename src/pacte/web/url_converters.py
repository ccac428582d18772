"""URL converter for action codes: « /actions/12/ », « /actions/B.2.3/ »."""

from __future__ import annotations

from pacte.kernel.action_codes import URL_PATTERN, ActionCode, is_action_code, normalise_action_code


class ActionCodeConverter:
    regex = URL_PATTERN

    def to_python(self, value: str) -> ActionCode:
        """Raises ``ValueError``, which Django treats as « no match », when ``value`` is not an action code."""
        code = normalise_action_code(value)
        if not is_action_code(code):
            raise ValueError(value)
        return code

    def to_url(self, value: object) -> str:
        return str(value)
