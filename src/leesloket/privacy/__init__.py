"""Accountability: the chain over the record, who saw what, everything about a person, erasing."""
