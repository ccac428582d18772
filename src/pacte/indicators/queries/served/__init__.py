"""What services count of their own acts: one module a count, found by walking the folder.

Each defines ``SERVICE`` and ``count(asked)``, which gives ``Counted`` by number of action. Counts are for everybody:
they are read through functions of the database that give numbers only.
"""
