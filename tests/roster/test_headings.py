"""Headings as schools write them, and near misses."""

from __future__ import annotations

import pytest

from leesloket.roster.heading_forms import fold_heading
from leesloket.roster.headings import (
    AMBIGUOUS_HEADINGS,
    field_for_heading,
    is_forbidden,
    is_needless,
)
from leesloket.roster.model import Field

MEANINGS = {
    Field.PUPIL_NUMBER: """LEERLINGNUMMER; EXTERN_NR; Leerlingnummers;
        Leerlingcode; Stamnummer; Stamnr; STAMNR;
        Lln.nr.; LLnr; Nummer; Administratienummer; STUDENT_ID; lasKey; Lln. nr; Leerling nummer;
        leerling-nummer; Nummer leerling; Anr.; 1 Leerlingnummer;
        Leerlingnummer school; Leerlingnummer ESIS;
        Schülernummer; Matricule; Öğrenci No; UPN""",
    Field.CARD_NUMBER: "LENERNUMMER; Pasnummer; Barcode; PATRON_ID*; Lenerspas",
    Field.FIRST_NAME: """ROEPNAAM; Voornaam; Voornm; Roepn.; Voorn.; FIRSTNAME; FIRST_NAMES*;
        givenName; Roepnaam/voornaam; Roepnaam of voornaam; 2. Roepnaam; 2 Roepnaam; Naam (roep);
        Voornaam van het kind;
        Naam (roepnaam); Wat is de voornaam van uw kind?;
        Forename; First; Vorname; Prénom; Adı""",
    Field.GIVEN_NAMES: "Voornamen; Doopnamen; Officiële voornamen",
    Field.PREFIX: "NAAMTUS; VOORVOEGSEL; Tussenvoegsel; Tussenvgsl; Tv; Tsv.; Tussenv.; Infix",
    Field.SURNAME: """NAAM; Achternaam; LASTNAME; LAST_NAME; sn; Achtern.; Achternaam leerling;
        Achternaam, tussenvoegsel; Achternaam (incl. tussenvoegsel);
        Achternaam incl. voorvoegsel;
        Last; Nachname; Nom; Soyadı""",
    Field.FULL_NAME: """leerling; Naam leerling; Volledige naam; Naam van de leerling;
        Roepnaam, tussenvoegsel, achternaam; Voornaam + achternaam; Achternaam, voorletters;
        Naam + achternaam; Leerlingen; Naam (achternaam, voornaam);
        Naam v.d. leerling; Child's name""",
    Field.INITIALS: "VOORLETTERS; VOORLETTER; voorletters-1; Voorl.; INITIALS",
    Field.GROUP: """GROEP; Gr.; KLAS_CODE; Klas; Stamgroep; CLASS; Groep 2026-2027; Groep '26-'27;
        Groep 2026; Groep sept. 2026; Groep per 1-8-2026; Groep per 1 augustus 2026; Kl.;
        Groep/klas; Form; Klasse; In welke groep zit uw kind?; Classe; Sınıf""",
    Field.GROUP_NAME: "GROEPSNAAM; KLAS_NAAM; Klasnaam",
    Field.YEAR_GROUP: "JAARGROEP; Jaargr.; Jrgr.; LEERJAAR; STUDYYEAR; Jaargroep leerling",
    Field.BIRTH_DATE: """geboortedatum; geb_datum; DATE_OF_BIRTH; BIRTHDATE; Geb.datum; Geb. dat.;
        Geboortedatum (dd-mm-jjjj); Geboortedatum kind; Geb. op; Geb.d.; Dag van geboorte;
        Geboortedatum van je kind; Geburtsdatum; Date de naissance;
        Doğum Tarihi""",
    Field.LOCATION: "Locatie; Vestiging; School; BRIN; Naam school; Schoolnaam",
    Field.LEFT_ON: "uitstroomdatum; Datum uitschrijving",
    Field.STATUS: "Status; Status inschrijving; Leerlingstatus",
    Field.ECK_ID: "eckid; ECK iD",
}

FORBIDDEN = """BSN; B.S.N.; bsn-nummer; PGN; PGN nummer; Sofinummer; Onderwijsnummer;
    Burgerservicenummer; Persoonsgebonden nummer; bsn_ondwnr-4; BSN leerling; BSN / Onderwijsnr.;
    Laatste 4 cijfers; rijksregisternummer; PGN/BSN"""

NEEDLESS = """Adres; HUISNUMMER; HUISNR; Postcode; Woonplaats; PLAATS; E-mail; E_MAIL;
    Telefoon thuis; Tel.; Mobiel moeder; Geslacht; GENDER; M/V; Geboorteplaats; Nationaliteit;
    Instroomdatum;
    Naam ouder 1; Contactpersonen; Roepnaam vader; Geboortedatum moeder; Zorgniveau; Foto; Gewicht;
    Klassenmentor 1; Groepsleerkracht; ZIPCODE*; Huisarts; Opmerkingen; fotourl; land_vader;
    HOUSENRSUFIX; AVI; AVI-niveau"""


def _each(listed: str) -> list[str]:
    return [heading.strip() for heading in listed.split(";")]


@pytest.mark.parametrize(
    ("heading", "field"),
    [(heading, field) for field, listed in MEANINGS.items() for heading in _each(listed)],
)
def test_a_heading_is_known_however_it_is_spelled(heading: str, field: Field) -> None:
    assert field_for_heading(heading) is field
    assert not is_forbidden(heading)
    assert not is_needless(heading)


@pytest.mark.parametrize("heading", _each(FORBIDDEN))
def test_a_number_a_library_may_not_hold_is_forbidden(heading: str) -> None:
    assert is_forbidden(heading)
    assert field_for_heading(heading) is None
    assert not is_needless(heading)


@pytest.mark.parametrize("heading", _each(NEEDLESS))
def test_what_a_loan_does_not_need_is_needless(heading: str) -> None:
    assert is_needless(heading)
    assert not is_forbidden(heading)
    assert field_for_heading(heading) is None


@pytest.mark.parametrize(
    "heading",
    [
        *("", "Kolom 4", "Sanne", "12-03-2017", "x" * 500, "Sport", "Uw naam", "Hoe heet uw kind?"),
        "Aanspreeknaam",
    ],
)
def test_another_text_means_nothing(heading: str) -> None:
    assert field_for_heading(heading) is None
    assert not is_forbidden(heading)
    assert not is_needless(heading)


def test_ambiguous_headings_answer_with_their_likeliest_field() -> None:
    for folded, fields in AMBIGUOUS_HEADINGS.items():
        assert fold_heading(folded) == folded
        assert field_for_heading(folded) is fields[0]
