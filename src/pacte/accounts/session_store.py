"""Web sessions in the database. Loading one also reads the stamp of the transaction, which spares a query."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db.models import BigIntegerField, CharField, Field, Func, IntegerField
from django.utils import timezone

from pacte.accounts.row_context import TRANSACTION_STAMP_COLUMNS, remember_transaction_stamp
from pacte.infra.signed_context import TransactionStamp

_STAMP_NAMES = ("stamp_role", "stamp_backend", "stamp_began")
_STAMP_TYPES: tuple[Field[Any, Any], ...] = (CharField(), IntegerField(), BigIntegerField())
_STAMP = {
    name: Func(template=column, output_field=kind)
    for name, column, kind in zip(_STAMP_NAMES, TRANSACTION_STAMP_COLUMNS, _STAMP_TYPES, strict=True)
}


class SessionStore(DatabaseSessionStore):
    """The store that ``SESSION_ENGINE`` names: Django imports it under this name."""

    def _get_session_from_db(self) -> Session | None:
        session = (
            Session.objects.annotate(**_STAMP)
            .filter(session_key=self.session_key, expire_date__gt=timezone.now())
            .first()
        )
        if session is None:
            self._session_key = None
            return None
        remember_transaction_stamp(TransactionStamp(*(getattr(session, name) for name in _STAMP_NAMES)))
        return session
