"""Everything of a library in open formats, so that nobody is ever locked in."""
