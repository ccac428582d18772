"""pacte: a regional skills pact that measures itself. The rooms and who may import whom: CONTRIBUTING.md."""

__version__ = "0.1.0"
