"""Evaluation: experiments whose protocol is registered before they start."""
