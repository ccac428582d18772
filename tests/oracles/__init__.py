"""Second, slow and plain ways of computing a figure, for tests to compare with the product."""
