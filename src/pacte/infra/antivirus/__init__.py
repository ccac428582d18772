"""The door of the antivirus: none by default on a real installation, else the scanner that ``PACTE_ANTIVIRUS`` names.

The rooms above give bytes, and know two answers, clean or infected, or that the scanner did not answer.
"""
