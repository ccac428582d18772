"""What services count of their own acts: one module a count, found by walking the folder.

Each defines ``SERVICE``, and either ``counts(asked)``, which gives ``Counted`` by number of action, or
``count(asked)``, which gives the same one for every action that has its target. What is empty is not told. Counts are
for everybody: they are read through functions of the database that give numbers only, or from what is public.
"""
