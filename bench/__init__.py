"""Measures of the product: one file a bench, found by walking this folder (``./pacte bench NAME``).

The product never imports it. ``measuring``: how; ``invented``: on what data; ``baselines``: against what.
"""
