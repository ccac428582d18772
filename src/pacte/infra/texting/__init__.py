"""The door by which SMS leave: none by default, else the provider that ``PACTE_SMS_GATEWAY`` names.

One file a provider in ``gateways``, found by its code. The rooms above give a number and words, and know three answers:
accepted, surely not sent, or nobody knows.
"""
