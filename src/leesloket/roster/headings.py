"""What a heading means: the words schools and their systems use above a column.

Sources: DOMAIN.md 2 (ParnasSys, ESIS, Magister, Somtoday, Zermelo), 3.1 (synonyms seen in lists),
4.1 (EDEXML), 6.1 (OneRoster) and 10.2 (Wise, Dutch and English).  A heading is compared folded:
without case, accents, spaces and punctuation, so `Lln.nr.` is `LLN NR`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from leesloket.roster.heading_forms import (
    WORD,
    fold_heading,
    names_a_time,
    plainer_forms,
    without_accents,
)
from leesloket.roster.model import Field

_SYNONYMS: Mapping[Field, str] = {
    Field.PUPIL_NUMBER: """
        leerlingnummer leerlingnr leerlnr leerlingennummer leerlingcode leerlingid leerlingnumer
        lln llnr llnnr llnnummer lnr lrlnr lrlnummer extern_nr externnummer extern_nummer
        stamnummer stamnr lenerscode deelnemersnummer deelnemernummer deelnemernr gebruikerscode
        student_id studentnummer studentnr student_number studentno pupil_id pupil_number
        parnassys_id employee_number employee_id key las_key las_sleutel las_id nummer nr
        administratienummer
        administratienr adm_nr anr registratienummer inschrijfnummer parnassys_leerlingnummer
        learlingnumer ogrenci_numarasi stamboeknummer magister_nummer leerling_key leerlingsleutel
        upn leerlingnummers schulernummer schuelernummer matricule ogrenci_no okul_no
    """,
    Field.CARD_NUMBER: """
        lenernummer lenersnummer lenernr lenersnr lenerspas lenerpas lenerspasnummer
        lenerspasnr pasnummer pasnr pas bibliotheekpas bibliotheekpasnummer bibliotheeknummer
        biebpas biebpasnummer barcode barcodenummer streepjescode patron_id patron_barcode
        card_number cardnumber library_card
    """,
    Field.ECK_ID: "eckid eck_id eckiid",
    Field.FIRST_NAME: """
        roepnaam roepnm roepn rnaam voornaam voornm voorn vnaam eerste_voornaam eerste_naam
        voornaam_roepnaam roepnaam_voornaam firstname first_name first_names given_name givenname
        naam_roep foarnamme roepnamme call_name preferred_given_name preferred_name
        preferred_first_name forename forenames first vorname rufname prenom adi
    """,
    Field.GIVEN_NAMES: """
        voornamen doopnamen doopnaam officiele_voornamen officiele_voornaam alle_voornamen
        voornamen_voluit volledige_voornamen given_names
    """,
    Field.INITIALS: """
        voorletters voorletter voorletters-1 voorlett voorl vrl vltrs initialen initials
    """,
    Field.PREFIX: """
        naamtus naam_tus voorvoegsel voorvoegsels voorv voorvgs voorvg vv vvg vvgsl tussenvoegsel
        tussenvoegsels tussenvgsl tussenvgs tussenv tussenvoeg tussen tv tvs tvg tsv tsvg tussennaam
        voorvoegsel_achternaam tussenvoegsel_achternaam prefix name_prefix surname_prefix
        nl_edu_person_tussenvoegsels tussenvoegsel_officieel infix tuskenfoechsel
        namenszusatz particule
    """,
    Field.SURNAME: """
        achternaam achternm achtern anaam famnaam familienaam geslachtsnaam naam lastname last_name
        surname sur_name family_name familyname sn eigen_achternaam achternaam_eigen
        achternaam_zonder_voorvoegsel achternaam_zonder_tussenvoegsel achternaam_officieel
        officiele_achternaam efternamme famyljenamme
        nachname achternamen zuname nom nom_de_famille soyadi soyad last
    """,
    Field.FULL_NAME: """
        leerling leerlingnaam naam_leerling naam_van_de_leerling leerling_naam volledige_naam
        naam_volledig hele_naam voor_en_achternaam voornaam_en_achternaam voornaam_achternaam
        roepnaam_en_achternaam roepnaam_achternaam achternaam_roepnaam achternaam_voornaam
        naam_kind naam_van_het_kind naam_voluit weergavenaam naam_en_voornaam full_name fullname
        display_name displayname schermnaam kind kinderen leerlingen student student_name students
        pupil pupil_name pupils child child_name childs_name name naam_vd_leerling
        naam_achternaam naam_en_achternaam
        nom_et_prenom nom_prenom vor_und_nachname name_vorname ad_soyad adi_soyadi adi_ve_soyadi
    """,
    Field.BIRTH_DATE: """
        geboortedatum geboortedat geboortedtm geboorte_datum geboren geboren_op geboortedag
        geb_datum geb_dat geb_dd geb_d geb gebdatum gebdat gebdtm gbdatum gbd datum_geboorte
        dag_van_geboorte geboorte geboorte_dd geb_op bertedatum verjaardag
        date_of_birth birthdate birth_date birthday dob geburtsdatum geburtstag
        geb_am geboortedata geboren_am date_de_naissance ne_le dogum_tarihi
    """,
    Field.GROUP: """
        groep gr grp kl groepscode groepcode groep_code klas_code klascode klas klasgroep
        groepklas klasse stamgroep stamklas basisgroep mentorgroep mentorklas huidige_groep
        nieuwe_groep huidige_klas nieuwe_klas groep_nieuw klas_nieuw groep_volgend_jaar
        klas_volgend_jaar groep_volgend_schooljaar klas_volgend_schooljaar groep_komend_schooljaar
        groep_dit_schooljaar groepsaanduiding class class_code homeroom group
        form form_group tutor_group registration_group
        gruppe classe sinif sinifi
    """,
    Field.GROUP_NAME: """
        groepsnaam groepnaam groep_naam naam_groep naam_van_de_groep klas_naam klasnaam naam_klas
        klassenaam stamgroepnaam groepsomschrijving groep_omschrijving class_name group_name
        classtitle
    """,
    Field.YEAR_GROUP: """
        jaargroep jaargr jrgrp jaar_groep leerjaar leerj lj jaarlaag study_year studyyear klas_jaar
        leerjaar_leerling jaargroep_leerling jrgr jgr year_group year yeargroup
        grade grades grade_level
    """,
    Field.LOCATION: """
        locatie locatienaam locatiecode vestiging vestigingsnaam vestigingscode vestigingsnummer
        vestnr vestigingnr school schoolnaam naam_school schoollocatie brin brinnummer brincode
        brin6 brin_vestiging brinvest dependance dependancecode location campus
    """,
    Field.LEFT_ON: """
        uitstroomdatum uitschrijfdatum datum_uitschrijving uitschrijving datum_uit uitgeschreven
        uitgeschreven_op datum_uitgeschreven vertrekdatum vertrokken_op vertrokken
        datum_vertrek uit_datum
        einddatum einddatum_inschrijving inschrijving_einde left_on leaving_date date_left
    """,
    Field.STATUS: """
        status leerlingstatus status_inschrijving inschrijvingsstatus inschrijfstatus
        plaatsingsstatus enrollment_status functie functienaam rol soort_persoon
        actief is_actief active is_active ingeschreven oud_leerling
    """,
}

_SYNONYMS_OF_PATRONS: Mapping[Field, str] = {
    Field.CATEGORY: """
        categorie lenerscategorie lenercategorie klantcategorie lenertype lenerstype soort_lener
        soort_klant klantsoort klanttype abonnement abonnementsvorm abonnementssoort
        lidmaatschapsvorm soort_lid lidsoort rol category patron_category patron_type
    """,
    Field.MEMBER_FROM: """
        ingeschreven_vanaf ingeschreven_sinds ingeschreven_op inschrijfdatum datum_inschrijving
        lid_sinds lid_vanaf begindatum startdatum vanaf geldig_vanaf datum_in member_from
        member_since enrolled_on registration_date
    """,
    Field.BLOCKED: """
        geblokkeerd geblokkeerd_op blokkade pas_geblokkeerd pasblokkade blokkering blocked
        card_blocked card_blocked_on blocked_on
    """,
    Field.LEFT_ON: "ingeschreven_tot lid_tot member_until",
    Field.LOCATION: "filiaal bibliotheek branch branch_name",
}
"""What only a library's own list of patrons has (`ListKind.TAKEOVER`)."""

_FORBIDDEN_WORDS = frozenset({"bsn", "pgn", "sofi", "ssn"})
_FORBIDDEN_PARTS = (
    "burgerservice",
    "bsnnummer",
    "bsnnr",
    "bsncode",
    "bsnond",
    "pgnnummer",
    "pgnnr",
    "sofinummer",
    "sofinr",
    "onderwijsnummer",
    "onderwijsnr",
    "ondwnr",
    "ondnr",
    "persoonsgebonden",
    "persoonsnummer",
    "rijksregister",
    "laatstevier",
    "laatste4",
    "socialsecurity",
    "nationalid",
)

_NEEDLESS_WORDS = frozenset(
    {
        *("tel", "tel1", "tel2", "gsm", "sms", "mob", "fax", "adr", "pc", "hnr", "toev", "gesl"),
        *("sex", "mv", "jm", "lft", "land", "plaats", "mail", "opp", "lwoo", "rugzak", "ib", "opm"),
        *("avi", "dmt"),
        *("password", "username", "city", "state", "zip", "street", "phone", "gender", "photo"),
    }
)
_NEEDLESS_PARTS = (
    # Where the family lives and how to reach it
    *("adres", "address", "straat", "street", "huisnummer", "huisnr", "housen", "housenumber"),
    *("toevoeging", "postcode", "postcd", "postalcode", "zipcode", "woonplaats", "gemeente"),
    *("telefoon", "telnr", "telnummer", "telefoonnr", "telthuis", "mobiel", "mobile", "mobnr"),
    *("phone", "email", "mailadres", "noodnummer", "noodgeval", "noodtel", "bereikbaar"),
    # Who the family is
    *("ouder", "verzorger", "moeder", "vader", "voogd", "parent", "guardian", "contactpers"),
    *("gezin", "broer", "zus", "noodcontact", "burgerlijkestaat", "thuissituatie"),
    # The child beyond what a loan needs
    *("geslacht", "sekse", "gender", "geboorteplaats", "geboorteland", "nationaliteit"),
    *("landvan", "landvader", "landmoeder", "etniciteit", "herkomst", "religie", "geloof"),
    *("godsdienst", "levensbeschouwing", "leeftijd", "birthplace", "nationality", "thuistaal"),
    *("zorg", "medisch", "medicijn", "medicat", "huisarts", "tandarts", "allergie", "dieet"),
    *("diagnose", "dyslexie", "indicatie", "handelingsplan", "arrangement", "ondersteuning"),
    *("begeleiding", "verzekering", "iban", "bankrek", "rekeningnummer", "foto", "photo"),
    *("picture", "gewicht", "schoolgewicht", "advies", "cito", "toets", "voorschool", "vve"),
    *("verzuim", "absentie", "overblijf", "opvang", "vervoer", "instroom"),
    # People of the school, accounts, remarks
    *("mentor", "leerkracht", "docent", "teacher", "coach", "begeleider", "gebruikersnaam"),
    *("username", "wachtwoord", "password", "opmerking", "bijzonderhe", "notitie", "aantekening"),
    *("toelichting", "remarks", "comment", "profiel", "profile"),
)

_START_DAYS = frozenset(
    {
        *("instroomdatum", "datuminstroom", "instroom", "instroomdat", "startdatum"),
        *("datumstart", "inschrijfdatum", "datuminschrijving", "inschrijvingsdatum"),
        *("inschrijfdat", "startop", "ingeschrevenop", "ingeschrevenvanaf", "ingeschrevenper"),
        *("eersteschooldag", "datumin", "begindatum", "begindatuminschrijving"),
        *("startdatuminschrijving", "aanvangsdatum", "plaatsingsdatum", "datumplaatsing"),
        *("entrydate", "startdate", "enrolledon", "ingangsdatum"),
    }
)

NAME_FIELDS = frozenset(
    {Field.SURNAME, Field.FULL_NAME, Field.FIRST_NAME, Field.GIVEN_NAMES, Field.INITIALS}
)
"""Without the heading of one of these a line is no heading row."""

GROUP_FIELDS = frozenset({Field.GROUP, Field.GROUP_NAME, Field.YEAR_GROUP})
"""What tells the group of a child, or of which year it is."""

MAY_COUNT_ROWS = frozenset({"nr", "nummer"})
"""Above the numbers 1, 2, 3 of a list, and above the numbers of pupils."""
MANY_GROUPS = frozenset({"groepen", "klassen", "stamgroepen", "basisgroepen"})
"""Folded: above the one group of every child, or above all in which a child is."""
WHO = NAME_FIELDS | {Field.PREFIX, Field.BIRTH_DATE, Field.PUPIL_NUMBER}
"""What a child is known by."""

AMBIGUOUS_HEADINGS: Mapping[str, tuple[Field, ...]] = {
    "naam": (Field.SURNAME, Field.FULL_NAME),
    **dict.fromkeys(("name", "naamachternaam"), (Field.FULL_NAME, Field.SURNAME)),
    "achternaam": (Field.SURNAME, Field.FULL_NAME),
    "leerling": (Field.FULL_NAME, Field.SURNAME, Field.PUPIL_NUMBER),
    **dict.fromkeys(("leerlingnaam", "naamleerling"), (Field.FULL_NAME, Field.SURNAME)),
    "student": (Field.FULL_NAME, Field.PUPIL_NUMBER),
    "voornaam": (Field.FIRST_NAME, Field.GIVEN_NAMES),
    "nummer": (Field.PUPIL_NUMBER, Field.CARD_NUMBER),
    "nr": (Field.PUPIL_NUMBER, Field.CARD_NUMBER),
    "stamnummer": (Field.PUPIL_NUMBER, Field.CARD_NUMBER),
    "groep": (Field.GROUP, Field.YEAR_GROUP, Field.GROUP_NAME),
    "klas": (Field.GROUP, Field.GROUP_NAME),
    "groepsnaam": (Field.GROUP_NAME, Field.GROUP),
    "einddatum": (Field.LEFT_ON,),
    "uitgeschreven": (Field.LEFT_ON, Field.STATUS),
    "vertrokken": (Field.LEFT_ON, Field.STATUS),
}
"""Folded headings that mean different things in different lists: only the values can tell.

The first field is the one `field_for_heading` answers.  `NAAM` is the surname in Wise and the whole
name in many lists (DOMAIN.md 3.1).
"""

_ALTERNATIVES = re.compile(r"\s*[/,+&]\s*|\s+(?:of|en|met|incl\.?|inclusief)\s+", re.IGNORECASE)
TITLE_ABOVE = "Tussenkop"
"""The heading of a column that we make of titles above rows: groups perhaps, as a person says."""
GROUP_FROM_LINES = "Groep (tussenkop)"
"""The heading of a column that we make of titles that tell groups."""
_CALLED = frozenset({Field.FIRST_NAME, Field.GIVEN_NAMES, Field.INITIALS})
_SCHOOL_YEARS = frozenset({"schooljaar", "cursusjaar", "studyperiod", "schoolyear", "academicyear"})
_OF_ONE_SCHOOL_YEAR = ("huidig", "nieuw", "volgend", "komend", "ditschooljaar", "ditjaar")
_HEADING_AT_MOST = 80
"""Characters.  A longer cell is a sentence, and never a heading."""


def _by_folded(synonyms: Mapping[Field, str]) -> dict[str, Field]:
    return {
        fold_heading(word): field for field, words in synonyms.items() for word in words.split()
    }


FIELD_BY_FOLDED: Mapping[str, Field] = _by_folded(_SYNONYMS)
_FIELD_OF_PATRONS: Mapping[str, Field] = {**FIELD_BY_FOLDED, **_by_folded(_SYNONYMS_OF_PATRONS)}


@lru_cache(maxsize=4096)
def field_for_heading(text: str, *, patrons: bool = False) -> Field | None:
    """The field a heading stands for, or None when it says nothing we know.

    `patrons`: it stands in a library's own list.  For the headings of `AMBIGUOUS_HEADINGS` the
    answer is only the likeliest one.
    """
    if len(text) > _HEADING_AT_MOST or is_forbidden(text):
        return None
    known = _FIELD_OF_PATRONS if patrons else FIELD_BY_FOLDED
    form = next((form for form in plainer_forms(text) if form in known), "")
    return known[form] if form else _field_of_alternatives(text, known)


def other_meanings(text: str) -> tuple[Field, ...]:
    """All that one of `AMBIGUOUS_HEADINGS` means, also beside a number or a school year."""
    form = next((form for form in plainer_forms(text) if form in FIELD_BY_FOLDED), "")
    return AMBIGUOUS_HEADINGS.get(form, ())


def _field_of_alternatives(text: str, known: Mapping[str, Field]) -> Field | None:
    """`Roepnaam/voornaam` and `Groep of klas`: several words for one field.

    Or the parts of one: `Achternaam, tussenvoegsel`, `Roepnaam + tussenvoegsel + achternaam`.
    """
    parts = _ALTERNATIVES.split(text)
    fields = {known.get(fold_heading(part)) for part in parts}
    if len(parts) == 1:
        return None
    if len(fields) == 1:
        return fields.pop()
    if fields == {Field.PREFIX, Field.SURNAME}:
        return Field.SURNAME
    rest = fields - {Field.PREFIX, Field.SURNAME}
    return Field.FULL_NAME if Field.SURNAME in fields and rest <= _CALLED else None


def is_of_one_school_year(text: str) -> bool:
    """Whether a heading says of which school year it is: `Groep 2026-2027`, `Nieuwe groep`."""
    folded = fold_heading(text)
    return names_a_time(text) or any(word in folded for word in _OF_ONE_SCHOOL_YEAR)


def tells_who(text: str) -> bool:
    """Whether a heading announces what a child is known by; a number may only count the rows."""
    return field_for_heading(text) in WHO and fold_heading(text) not in MAY_COUNT_ROWS


def says_of_whom(text: str) -> bool:
    """Whether a heading says that it is about the child: `Kind`, `Naam leerling`."""
    folded = fold_heading(text)
    return any(word in folded for word in ("leerling", "kind", "student", "pupil", "child"))


def is_school_year(text: str) -> bool:
    """Whether a heading announces the school year of every row: `Schooljaar`."""
    return fold_heading(text) in _SCHOOL_YEARS


def is_start_day(text: str) -> bool:
    """Whether a heading announces the day on which a child starts: `Instroomdatum`."""
    return fold_heading(text) in _START_DAYS


@lru_cache(maxsize=4096)
def is_forbidden(text: str) -> bool:
    """Whether a heading announces a BSN or another number a library may never hold (UAVG 46)."""
    if len(text) > _HEADING_AT_MOST:
        return False
    words = WORD.findall(without_accents(text))
    folded = "".join(words)
    return (
        folded in _FORBIDDEN_WORDS
        or not _FORBIDDEN_WORDS.isdisjoint(words)
        or any(part in folded for part in _FORBIDDEN_PARTS)
    )


@lru_cache(maxsize=4096)
def is_needless(text: str) -> bool:
    """Whether a heading announces what a library does not need: address, parents, care, ...

    A heading that stands for a field is never needless; a forbidden one is forbidden, not needless.
    """
    if len(text) > _HEADING_AT_MOST or is_forbidden(text) or field_for_heading(text) is not None:
        return False
    words = WORD.findall(without_accents(text))
    folded = "".join(words)
    return (
        folded in _NEEDLESS_WORDS
        or not _NEEDLESS_WORDS.isdisjoint(words)
        or any(part in folded for part in _NEEDLESS_PARTS)
    )


def is_heading(text: str) -> bool:
    """Whether this is the heading of anything that lists of pupils have, used or thrown away."""
    return field_for_heading(text) is not None or is_needless(text) or is_forbidden(text)
