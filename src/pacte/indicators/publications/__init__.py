"""Tables that the public reads: a fixed set, one a file, so that no choice of filters gives a hidden count back."""
