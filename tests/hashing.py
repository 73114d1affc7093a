"""Passwords in the tests: Argon2id still, with the least work it takes."""

from django.contrib.auth.hashers import Argon2PasswordHasher


def make_argon2_cheap() -> None:
    """In this process; the site of the tests does the same, so that each knows the other's."""
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 8
    Argon2PasswordHasher.parallelism = 1
