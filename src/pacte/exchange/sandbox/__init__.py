"""Workbooks, csv files and yaml files, read whole in the sandbox of ``infra``."""
