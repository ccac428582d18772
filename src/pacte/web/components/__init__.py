"""Page components: one ``<name>.html`` file each, described by its own header."""
