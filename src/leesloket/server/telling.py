"""What `./run` says in the terminal once the site is open."""

from collections.abc import Set as AbstractSet
from pathlib import Path


def tell_where(
    address: str,
    people: list[dict[str, str]],
    folder: Path,
    missing: list[str],
    *,
    own_password: AbstractSet[str] = frozenset(),
    mail_lies_here: bool = True,
) -> None:
    """Say where the site is, and in a demo who can sign in.

    For those who chose a password of their own, the one for one time is shown no longer.
    """
    lines = ["", f"  Leesloket staat open: {address}", ""]
    if people:
        lines += [
            "  De demobibliotheek. Na het eenmalige wachtwoord kies je een eigen wachtwoord;",
            "  daarna vraagt de app met de TOTP-sleutel om een code.",
            "",
            f"  {'naam':<10} {'eenmalig wachtwoord':<34} {'TOTP-sleutel':<34} wie",
            *(
                f"  {one['login']:<10}"
                f" {'(eigen wachtwoord)' if one['login'] in own_password else one['password']:<34}"
                f" {one['totp_secret'] or '-':<34} {one['display_name']}, {one['role']}"
                for one in people
            ),
            "",
            f"  Bestanden om te sturen: {folder / 'demo-files'}",
        ]
    if missing:
        lines.append(f"  Let op: de lezer mist deze muren op deze machine: {', '.join(missing)}")
    if mail_lies_here:
        lines.append(f"  Mail ligt als .eml in {folder / 'mail'}")
    lines += ["  Stoppen: Ctrl-C", ""]
    print("\n".join(lines), flush=True)  # noqa: T201 - this is what ./run is for


def tell_how_to_begin(address: str, code: str) -> None:
    """Say how the first library is made."""
    lines = [
        "  Er is nog geen bibliotheek. Maak haar met ./run setup, of in de browser:",
        f"  {address}/begin/   code: {code}",
        "",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201 - as above
