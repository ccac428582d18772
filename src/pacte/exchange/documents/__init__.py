"""Generates documents: workbooks, csv files, slides and tagged PDF. Pure and reproducible: same data, same bytes."""
