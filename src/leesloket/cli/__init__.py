"""The command line: `leesloket roster check|plan|convert`, `demo`, `audit`, `vault` and `export`.

Exit codes of `roster`: 0 all is well (a plan without holds), 2 a plan that is held, 1 the file was
refused, 64 the command itself was not understood.
"""

from __future__ import annotations

import argparse
import gc
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from leesloket.roster.model import Field
from leesloket.roster.sheet_rows import ALL_SHEETS

_YEAR_GROUPS = frozenset([*map(str, range(1, 9)), *map(str, range(11, 17))])
_ON_THE_SITE = frozenset({"audit", "vault", "export"})
_EX_USAGE = 64  # sysexits.h; argparse's own 2 means here that a plan is held
_FAILED = f"1 het bestand is geweigerd, {_EX_USAGE} de opdracht klopt niet."
_ENDS = {
    "check": f"Eindigt met 0: gelezen, {_FAILED}",
    "plan": f"Eindigt met 0: een plan, 2 een plan dat wordt vastgehouden, {_FAILED}",
    "convert": f"Eindigt met 0: geschreven, {_FAILED}",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; answers its exit code."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return 0 if stop.code == 0 else _EX_USAGE
    if arguments.area == "demo":
        from leesloket.demo.files import main as demo_files  # noqa: PLC0415 - only this needs it

        return demo_files(arguments.rest)
    if arguments.area in _ON_THE_SITE:
        from leesloket.server.managing import manage  # noqa: PLC0415 - only these need a database

        what = [arguments.what] if "what" in arguments else []
        return manage([arguments.area, *what, *arguments.rest])
    from leesloket.cli import roster  # noqa: PLC0415 - nothing else needs the engine

    gc.disable()  # a process of less than a second gives its memory back by ending
    try:
        return roster.run(arguments)
    finally:
        gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="leesloket", description="Open systeem voor schoolbibliotheken."
    )
    areas = parser.add_subparsers(dest="area", required=True)
    roster = areas.add_parser("roster", help="leerlingbestanden, zonder database")
    commands = roster.add_subparsers(dest="command", required=True)
    for name, (add_arguments, said) in {
        "check": (_add_check, "wat staat er in dit bestand, en wat is er mis"),
        "plan": (_add_plan, "wat er verandert bij deze leerlingen"),
        "convert": (_add_convert, "schrijf het bestand in een andere vorm"),
    }.items():
        add_arguments(commands.add_parser(name, help=said, description=said, epilog=_ENDS[name]))
    demo = areas.add_parser("demo", help="voorbeelden", add_help=False)
    demo.add_argument("what", choices=["files"])
    demo.add_argument("rest", nargs=argparse.REMAINDER)
    audit = areas.add_parser("audit", help="controleer het logboek van de site", add_help=False)
    audit.add_argument("what", choices=["verify"])
    audit.add_argument("rest", nargs=argparse.REMAINDER)
    vault = areas.add_parser("vault", help="wat is vernietigd, en nieuwe sleutels", add_help=False)
    vault.add_argument("what", choices=["report", "rotate", "recover"])
    vault.add_argument("rest", nargs=argparse.REMAINDER)
    export = areas.add_parser("export", help="alles, in open vormen, naar een map", add_help=False)
    export.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _school_year(text: str) -> str:
    found = re.fullmatch(r"(\d{4})-(\d{4})", text)
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise argparse.ArgumentTypeError("een schooljaar is van de vorm 2026-2027")
    return text


def _year_groups(text: str) -> frozenset[str]:
    years = frozenset(text.replace(",", " ").split())
    if not years or not years <= _YEAR_GROUPS:
        raise argparse.ArgumentTypeError("leerjaren zijn 1-8, of 11-16, met een komma ertussen")
    return years


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("een dag is van de vorm 2026-08-20") from None


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="de lijst: Excel, csv, EDEXML, OneRoster en meer"
    )
    sheets = parser.add_mutually_exclusive_group()
    sheets.add_argument("--sheet", help="het werkblad, als er meer zijn")
    sheets.add_argument(
        "--all-sheets",
        dest="sheet",
        action="store_const",
        const=ALL_SHEETS,
        help="alle werkbladen met leerlingen samen, bijvoorbeeld een per groep",
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="VELD=KOP",
        help="wat een kolom betekent, bijvoorbeeld surname=Kind; mag vaker. Velden: "
        + ", ".join(field.value for field in Field),
    )
    parser.add_argument("--date", type=_day, metavar="JJJJ-MM-DD", help="peildatum; anders vandaag")


def _add_school_year(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--school-year",
        type=_school_year,
        metavar="2026-2027",
        help="het schooljaar van de lijst; anders dat van de peildatum, of een later in de lijst",
    )


def _add_json(parser: argparse.ArgumentParser, *, said: str) -> None:
    parser.add_argument("--json", action="store_true", help=f"als JSON, voor een programma{said}")


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    _add_json(parser, said="")


def _add_plan(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    parser.add_argument(
        "--known",
        type=Path,
        required=True,
        metavar="KNOWN.csv",
        help="de leerlingen die er al zijn: csv in UTF-8 met de kolommen "
        "id,pupil_number,first_name,prefix,surname,birth_date,group"
        " en eventueel year_group,status,school_year"
        " (2017-03-02; enrolled of withdrawn; 2025-2026)",
    )
    _add_school_year(parser)
    parser.add_argument(
        "--mode",
        choices=["full", "additions"],
        default="full",
        help="wie niet op de lijst staat: gaat weg (full), of blijft (additions)",
    )
    parser.add_argument(
        "--final-year-groups",
        type=_year_groups,
        default=frozenset({"8"}),
        metavar="8",
        help="de laatste leerjaren, bijvoorbeeld 8, of 4,5,6 in het voortgezet onderwijs",
    )
    parser.add_argument(
        "--brin",
        help="BRIN van deze vestiging, bijvoorbeeld 05KO01: van een andere wordt vastgehouden",
    )
    _add_json(parser, said=": van elk kind wat er verandert, met zijn naam")


def _add_convert(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    parser.add_argument(
        "--to",
        choices=["wise", "edexml", "oneroster", "xlsx"],
        required=True,
        help="wise: csv voor Wise; edexml: EDEXML 2.1; oneroster: zip van OneRoster 1.2",
    )
    _add_school_year(parser)
    parser.add_argument("--brin", help="BRIN van de school, voor edexml en oneroster")
    parser.add_argument(
        "out", type=Path, metavar="OUT", help="waar het heen gaat; wat er stond wordt vervangen"
    )
