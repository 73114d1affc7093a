"""Who teaches which group, in one school year."""
