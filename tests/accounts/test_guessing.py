"""Many guesses at once: as many database connections, real commits."""

from concurrent.futures import ThreadPoolExecutor

from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from tests.accounts.cast import Cast

from leesloket.isolation.scope import scoped

GUESSES = 12


def _guess(number: int) -> int:
    try:
        answer = Client().post("/aanmelden/", {"login": "bas", "password": f"gok {number}"})
        return answer.status_code
    finally:
        connections.close_all()


def test_guesses_at_the_same_moment_are_counted_one_by_one(committed_cast: Cast) -> None:
    with ThreadPoolExecutor(GUESSES) as pool:
        answers = list(pool.map(_guess, range(GUESSES)))

    assert answers == [200] * GUESSES
    with scoped(committed_cast.viewer("beheer").scope), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event where code = 'sign_in_failed'")
        assert cursor.fetchone() == (5,)


def test_no_number_of_other_names_makes_the_counts_forgotten(cast: Cast) -> None:
    cache.set("mine", 1, timeout=300)

    for number in range(400):
        cache.set(f"other-{number}", 1, timeout=300)

    assert cache.get("mine") == 1
