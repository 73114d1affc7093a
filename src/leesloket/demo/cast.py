"""The people who work with the demo: who they are and what they may do.  Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RightKind = Literal["upload", "import", "desk", "teach", "administer"]


@dataclass(frozen=True, slots=True)
class DemoRight:
    """What one person may do at one branch; `administer` counts for the whole library."""

    branch: str
    kind: RightKind


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who signs in.  `library` and the branches of the rights are slugs of the world."""

    login: str
    display_name: str
    initials: str
    library: str
    role: str
    """In Dutch, for the list that `./run` prints."""
    rights: tuple[DemoRight, ...]


@dataclass(frozen=True, slots=True)
class DemoContact:
    """Whom a school asks for help."""

    branch: str
    person: str
    email: str
    phone: str
    helpdesk: str


def _all_branches(kind: RightKind) -> tuple[DemoRight, ...]:
    return tuple(DemoRight(branch, kind) for branch in ("vuurvlinder", "wilgenbos", "rietdorp"))


# The first administrator of a library gives the others their rights, and so stands before them.
CAST = (
    DemoAccount(
        login="willem",
        display_name="Willem ten Hove",
        initials="WH",
        library="rietoever",
        role="beheerder van de bibliotheek",
        rights=_all_branches("administer"),
    ),
    DemoAccount(
        login="petra",
        display_name="Petra Lindhout",
        initials="PL",
        library="rietoever",
        role="administratie van De Vuurvlinder",
        rights=(DemoRight("vuurvlinder", "upload"),),
    ),
    DemoAccount(
        login="joost",
        display_name="Joost Veenstra",
        initials="JV",
        library="rietoever",
        role="ICT-leerkracht van 't Wilgenbos",
        rights=(DemoRight("wilgenbos", "upload"),),
    ),
    DemoAccount(
        login="marloes",
        display_name="Marloes de Haan",
        initials="MH",
        library="rietoever",
        role="bevoegde medewerker, alle vestigingen",
        rights=_all_branches("import") + _all_branches("desk"),
    ),
    DemoAccount(
        login="tarik",
        display_name="Tarik Aydın",
        initials="TA",
        library="rietoever",
        role="bevoegde medewerker, tweede persoon",
        rights=_all_branches("import") + _all_branches("desk"),
    ),
    DemoAccount(
        login="els",
        display_name="Els Brouwer",
        initials="EB",
        library="rietoever",
        role="biebouder bij De Vuurvlinder",
        rights=(DemoRight("vuurvlinder", "desk"),),
    ),
    DemoAccount(
        login="bas",
        display_name="Bas Oosterhuis",
        initials="BO",
        library="rietoever",
        role="leerkracht van De Vuurvlinder, groep 5",
        rights=(DemoRight("vuurvlinder", "teach"),),
    ),
    DemoAccount(
        login="karim",
        display_name="Karim Benali",
        initials="KB",
        library="rietoever",
        role="leerkracht van De Vuurvlinder, zonder recht om te sturen",
        rights=(),
    ),
    DemoAccount(
        login="noortje",
        display_name="Noortje van Zeeland",
        initials="NZ",
        library="overzee",
        role="beheerder en bevoegde medewerker van een andere bibliotheek",
        rights=(
            DemoRight("zilvermeeuw", "administer"),
            DemoRight("zilvermeeuw", "import"),
            DemoRight("zilvermeeuw", "desk"),
        ),
    ),
)

_HELPDESK = "Helpdesk Bibliotheek Rietoever, 088 000 00 10, helpdesk@rietoever.example"

CONTACTS = (
    DemoContact(
        "vuurvlinder", "Petra Lindhout", "petra@vuurvlinder.example", "088 000 00 21", _HELPDESK
    ),
    DemoContact(
        "wilgenbos", "Joost Veenstra", "joost@wilgenbos.example", "088 000 00 31", _HELPDESK
    ),
    DemoContact(
        "rietdorp", "Marloes de Haan", "marloes@rietoever.example", "088 000 00 11", _HELPDESK
    ),
    DemoContact(
        "zilvermeeuw",
        "Noortje van Zeeland",
        "noortje@overzee.example",
        "088 000 00 41",
        "Helpdesk Bibliotheek Overzee, helpdesk@overzee.example",
    ),
)
