"""Maps of blanks: one module per kind of items, discovered in the folder.

Each module defines ``SOURCE``, and ``located_items(actor=…, plan=…, by=…, known=…)``, which yields the items of a
Region that happened by a day and were recorded by an instant. Only public items: everybody reads the same map.
"""
