"""Views that open their own transactions, so that counters stay committed whatever happens to the rest of the request.

Elsewhere ``ActorMiddleware`` opens one transaction around the whole response, and an error rolls it all back. Here each
part is committed separately. A part that needs a user's row access sets it with ``accounts.row_context.acting_as``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pacte.web.request import View

_VIEW_MARK = "own_transactions"


def own_transactions(view: View) -> View:
    """Decorators above it must keep the attributes of the view, as ``functools.wraps`` does."""
    setattr(view, _VIEW_MARK, True)
    return view


def has_own_transactions(view: Callable[..., Any] | None) -> bool:
    return getattr(view, _VIEW_MARK, False)
