"""DUO's list of schools, as it was published over the years and saved by people."""

import pytest
from tests.operating.duo import NEW_SECONDARY, OLD

from leesloket.branches.duo import NotSchoolsError, School, find_schools, read_schools


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_location_is_read_in_every_encoding(encoding: str) -> None:
    schools = read_schools(OLD.encode(encoding))

    assert schools == (
        School("98ZZ00", "De Linde", "'s-Gravenvoort", "Voorbeeld", "0123456789", "primary"),
        School(
            "98ZZ01", "De Linde, dépendance Zoë", "Voort aan den IJssel", "Voorbeeld", "", "primary"
        ),
    )


def test_newer_names_of_columns_and_commas_are_read_too() -> None:
    [school] = read_schools(NEW_SECONDARY.encode())

    assert (school.brin6, school.kind, school.place) == ("97ZZ02", "secondary", "Voorbeeld")


@pytest.mark.parametrize(
    ("brin", "location", "found"),
    [("96ZZ", "", "96ZZ00"), ("96ZZ", "3", "96ZZ03"), ("96ZZ", "96ZZ04", "96ZZ04")],
)
def test_a_location_is_written_in_many_ways(brin: str, location: str, found: str) -> None:
    text = f"BRIN NUMMER;VESTIGINGSNUMMER;INSTELLINGSNAAM;PLAATSNAAM\n{brin};{location};Es;Voort\n"

    assert [one.brin6 for one in read_schools(text.encode())] == [found]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"Roepnaam;Achternaam;Groep\nIemand;Anders;5\n",
        b"BRIN NUMMER;PLAATSNAAM\n96ZZ;Voort\n",
        b"BRIN NUMMER;INSTELLINGSNAAM;PLAATSNAAM\n",
        b"BRIN NUMMER;INSTELLINGSNAAM;PLAATSNAAM\ngeen brin;Es;Voort\n",
        b"BRIN NUMMER;INSTELLINGSNAAM;PLAATSNAAM\n96ZZ;" + b"x" * 200_000 + b";Voort\n",
    ],
)
def test_another_file_is_no_list_of_schools(content: bytes) -> None:
    with pytest.raises(NotSchoolsError):
        read_schools(content)


def test_a_school_is_found_by_all_of_its_words_whatever_the_accents() -> None:
    schools = read_schools(OLD.encode())

    assert [one.brin6 for one in find_schools(schools, "LINDE zoe")] == ["98ZZ01"]
    assert [one.brin6 for one in find_schools(schools, "98zz")] == ["98ZZ00", "98ZZ01"]
    assert find_schools(schools, "linde nergens") == ()
