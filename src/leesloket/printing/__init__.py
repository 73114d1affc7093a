"""Paper: cards as PDF, from plain descriptions.  Pure: no Django, no clock, nothing on disk."""
