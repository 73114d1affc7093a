"""The numbers of cards that the register gives."""

from collections.abc import Iterable, Sequence

from django.db import connection

from leesloket.patrons.rules import OWN_CARD

_FAR_AHEAD = 1_000_000
"""Numbers that stand so far ahead of ours are not met in the life of this register."""


def pass_by_card_numbers(taken: Iterable[str]) -> None:
    """Never give out the numbers of our own form (V00000042) that came in from elsewhere."""
    matched = map(OWN_CARD.fullmatch, taken)
    ours = [int(found[1]) for found in matched if found is not None]
    with connection.cursor() as cursor:
        cursor.execute("select last_value from patrons_card_number")
        [last] = cursor.fetchone()
        near = [number for number in ours if last <= number < last + _FAR_AHEAD]
        if near:
            # Drawn one by one: setting the sequence could step over what another draws meanwhile.
            cursor.execute(
                "select count(nextval('patrons_card_number'))"
                " from generate_series(%s::bigint, %s::bigint)",
                [last, max(near)],
            )


def new_card_numbers(count: int) -> Sequence[str]:
    """`count` card numbers that were never given before: V and eight digits."""
    if not count:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("select nextval('patrons_card_number') from generate_series(1, %s)", [count])
        return [f"V{number:08d}" for (number,) in cursor.fetchall()]
