"""What services count of their own acts: one module a count, found by walking the folder.

Each defines ``SERVICE``, and ``count(asked)``, which gives one ``Counted`` for the actions that have its target; or,
for a service without target, ``counts(asked)``, which gives them by number of action. What is empty is not told. Counts
are for everybody: they are read through functions of the database that give numbers only.
"""
