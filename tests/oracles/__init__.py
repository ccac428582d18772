"""Slow and simple second implementations of figures, which tests compare with the product."""
