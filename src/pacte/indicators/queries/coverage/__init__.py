"""Things of the maps of blanks: one module per thing, discovered in the folder.

Each module defines ``SOURCE``, and ``things(context)``, which yields the located things known on the day of the
context. Only public things: everybody reads the same map.
"""
