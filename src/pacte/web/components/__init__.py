"""The pieces of which every page is made: one ``<name>.html`` each, described by its own header."""
