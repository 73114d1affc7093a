"""`./run setup` in the terminal: asks, or takes everything from a JSON file."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from leesloket.accounts import beginning
from leesloket.accounts.actions import LoginTakenError, LoginUnfitError, OneTime
from leesloket.branches.actions import BranchSettings, BrinTakenError, BrinUnfitError
from leesloket.branches.actions import FinalYearsUnfitError as YearsUnfitError
from leesloket.branches.duo import NotSchoolsError, School, find_schools, read_schools
from leesloket.branches.founding import (
    FieldUnfitError,
    KindUnknownError,
    LibraryTakenError,
    NameMissingError,
    NewBranch,
)
from leesloket.branches.queries import is_there_a_library
from leesloket.branches.rules import cleaned_brin, is_brin6, usual_final_years
from leesloket.operating.wishes import WishUnclearError, beginning_from, branch_of
from leesloket.server.setup_code import drop_code

Ask = Callable[[str], str]
Say = Callable[[str], None]

REFUSED: Final[dict[type[Exception], str]] = {
    beginning.BegunAlreadyError: "Er is al een bibliotheek. Nog een erbij: ./run setup --another",
    beginning.NoBranchError: "Een bibliotheek begint met minstens één vestiging.",
    LibraryTakenError: "Er is al een bibliotheek met deze naam.",
    LoginUnfitError: "Een aanmeldnaam heeft 3 tot 60 kleine letters, cijfers, punten of streepjes.",
    LoginTakenError: "Deze aanmeldnaam heeft iemand al.",
    BrinTakenError: "Twee vestigingen hebben hetzelfde BRIN.",
    BrinUnfitError: "Een BRIN is zes tekens, met de vestiging: 05KO01.",
    YearsUnfitError: "Deze eindjaren passen niet bij deze soort vestiging.",
    KindUnknownError: "De soort is primary, secondary of public.",
    NameMissingError: "Er ontbreekt een naam: van de bibliotheek, een vestiging of de beheerder.",
    NotSchoolsError: "Dit is niet de lijst met scholen van DUO (.csv).",
}
"""What the terminal says of a refusal.  Nothing was made then."""

_KINDS = {"1": "primary", "2": "secondary", "3": "public"}


def main(arguments: Sequence[str]) -> int:
    """Make a library; 0 when it was made."""
    wanted = _parsed(arguments)
    try:
        if is_there_a_library() and not wanted.another:
            raise beginning.BegunAlreadyError
        schools = read_schools(wanted.duo.read_bytes()) if wanted.duo else ()
        if wanted.json:
            text = sys.stdin.read() if str(wanted.json) == "-" else wanted.json.read_text()
            wish = beginning_from(text, schools=schools)
        else:
            wish = ask_for(schools, ask=input, say=print)
        one_time = beginning.begin(wish, now=timezone.now(), another=wanted.another)
    except WishUnclearError as error:
        print(f"Dit deel van de JSON is niet duidelijk: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Niet te lezen: {error.filename}", file=sys.stderr)
        return 1
    except FieldUnfitError as error:
        print(f"Te lang, of geen mailadres: {error}", file=sys.stderr)
        return 1
    except tuple(REFUSED) as error:
        print(REFUSED[type(error)], file=sys.stderr)
        return 1
    drop_code(settings.DATA)
    _tell(wish, one_time, as_json=bool(wanted.json))
    return 0


def _parsed(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="./run setup", description="Maak de eerste bibliotheek.")
    parser.add_argument("--json", type=Path, help="alles in een JSON-bestand; - is de invoer")
    parser.add_argument("--duo", type=Path, help="de lijst met scholen van DUO (.csv)")
    parser.add_argument(
        "--another", action="store_true", help="nog een bibliotheek naast die er is"
    )
    return parser.parse_args(arguments)


def _tell(wish: beginning.Beginning, one_time: OneTime, *, as_json: bool) -> None:
    login, until = wish.login.strip().lower(), one_time.valid_until
    if as_json:
        told = {"login": login, "password": one_time.password, "valid_until": until.isoformat()}
        print(json.dumps(told))
        return
    print(
        f"\n  De bibliotheek staat er, met {len(wish.branches)} vestiging(en)."
        f"\n  Aanmelden: {settings.SITE_URL}/aanmelden/"
        f"\n  Aanmeldnaam: {login}"
        f"\n  Eenmalig wachtwoord: {one_time.password}"
        f"\n  (tot {timezone.localtime(until):%d-%m-%Y %H.%M}; je ziet het alleen nu)"
        "\n  Daarna kies je een eigen wachtwoord en stel je de tweede stap in.\n"
    )


# --- asking --------------------------------------------------------------------------------------


def ask_for(schools: Sequence[School], *, ask: Ask, say: Say) -> beginning.Beginning:
    """Ask everything, question by question; what cannot be is asked again."""
    library_name = _ask_until(ask, say, "Naam van de bibliotheek: ", bool)
    library_place = ask("Plaats: ").strip()
    display_name = _ask_until(ask, say, "Naam van de eerste beheerder: ", bool)
    login = _ask_until(ask, say, "Aanmeldnaam (kleine letters): ", bool)
    email = _ask_until(ask, say, "Mail van de beheerder (mag leeg): ", _is_mail_or_nothing)
    helpdesk = ask("Helpdesk van de bibliotheek (telefoon of mail, mag leeg): ").strip()
    notice = _ask_until(
        ask, say, "Mail waar bericht komt als er een lijst is (mag leeg): ", _is_mail_or_nothing
    )
    library = {"helpdesk": helpdesk, "notice_email": notice}
    branches: list[NewBranch] = []
    if schools:
        branches += _ask_schools(schools, library, ask=ask, say=say)
    while not branches or ask("Nog een vestiging met de hand? (j/n) ").strip().lower() == "j":
        branches.append(_ask_branch(library, ask=ask, say=say))
    return beginning.Beginning(
        library_name, library_place, login, display_name, email, tuple(branches)
    )


def _ask_until(ask: Ask, say: Say, question: str, fits: Callable[[str], bool]) -> str:
    while not fits(answer := ask(question).strip()):
        say("  Dat past niet.")
    return answer


def _is_mail_or_nothing(text: str) -> bool:
    try:
        if text:
            validate_email(text)
    except ValidationError:
        return False
    return True


def _ask_schools(
    schools: Sequence[School], library: dict[str, str], *, ask: Ask, say: Say
) -> list[NewBranch]:
    picked: dict[str, NewBranch] = {}
    while words := ask("Scholen zoeken (plaats, naam of BRIN; leeg is klaar): ").strip():
        found = find_schools(schools, words)[:40]
        for number, one in enumerate(found, start=1):
            say(f"  {number:>3}  {one.brin6}  {one.name}, {one.place}")
        chosen = ask("Welke nummers? (met spaties, leeg is geen) ").replace(",", " ").split()
        for typed in chosen:
            if typed.isdecimal() and 0 < int(typed) <= len(found):
                one = found[int(typed) - 1]
                contact = ask(f"Contactpersoon van {one.name} (mag leeg): ").strip()
                picked[one.brin6] = branch_of(one, contact_name=contact, **library)
        say(f"  Gekozen: {len(picked)}")
    return list(picked.values())


def _ask_branch(library: dict[str, str], *, ask: Ask, say: Say) -> NewBranch:
    name = _ask_until(ask, say, "Naam van de vestiging: ", bool)
    place = ask("Plaats: ").strip()
    question = "Soort (1 basisschool of speciaal, 2 voortgezet, 3 openbare bibliotheek): "
    kind = _KINDS[_ask_until(ask, say, question, _KINDS.__contains__)]
    brin6, contact, phone = "", "", ""
    if kind != "public":
        brin6 = cleaned_brin(
            _ask_until(
                ask,
                say,
                "BRIN met vestiging, zoals 05KO01 (mag leeg): ",
                lambda text: not text or is_brin6(cleaned_brin(text)),
            )
        )
        contact = ask("Contactpersoon (mag leeg): ").strip()
        phone = ask("Telefoon van die persoon (mag leeg): ").strip()[:20]
    return NewBranch(
        name,
        place,
        kind,
        BranchSettings(
            brin6=brin6,
            contact_name=contact,
            contact_email="",
            contact_phone=phone,
            final_year_groups=usual_final_years(kind),
            **library,
        ),
    )
