"""What goes with the files: a description for machines, and a page for people.  Pure."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from leesloket.export.tables import STAY_BEHIND, TAKEN_OUT, Column, Table

_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True}


def data_package(
    tables: Sequence[Table], patron_columns: Sequence[str], *, library: str, at: datetime
) -> bytes:
    """A Tabular Data Package (datapackage.json): every file with its columns, keys and types."""
    package = {
        "profile": "tabular-data-package",
        "name": "leesloket-export",
        "title": library,
        "created": at.isoformat(),
        "resources": [
            {
                **_resource("patrons", "patrons.csv"),
                "schema": {"fields": [_plain(name) for name in patron_columns]},
            },
            *(
                {**_resource(table.name, f"csv/{table.name}.csv"), "schema": _schema(table)}
                for table in tables
            ),
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def _resource(name: str, path: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
    }


def _schema(table: Table) -> dict[str, Any]:
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": column, "reference": {"resource": other, "fields": target}}
            for column, other, target in table.references
        ],
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "type": column.type}
    if column.type == "datetime":
        described["format"] = "any"
    # An empty text is no text to a reader of CSV, so only other types can be asked for.
    if column.required and column.type != "string":
        described["constraints"] = {"required": True}
    return described


def _plain(name: str) -> dict[str, str]:
    days = {"birth_date", "member_from", "member_until", "card_blocked_on"}
    return {"name": name, "type": "date" if name in days else "string"}


def read_me(*, library: str, branches: Sequence[str], at: datetime) -> bytes:
    """LEESMIJ.txt: what this is, how to read it, and what is not in it."""
    return "\n".join(_lines(library, branches, at)).encode()


def _lines(library: str, branches: Sequence[str], at: datetime) -> list[str]:
    left_out = [
        f"  {table}.{column}: {reason}"
        for table, columns in TAKEN_OUT.items()
        for column, reason in columns.items()
    ]
    return [
        f"Alles van {library} uit Leesloket, {at:%d-%m-%Y %H:%M} (UTC)",
        "",
        "LET OP. Hierin staan gegevens van kinderen, leesbaar voor wie dit bestand heeft.",
        "Bewaar het versleuteld, mail het niet, en vernietig het als je klaar bent.",
        "",
        "Vestigingen: " + ", ".join(branches),
        "",
        "patrons.csv",
        "    Eén regel per inschrijving: klant, pas, groep, vestiging. Deze lijst kun je zo weer",
        "    brengen bij 'Register overnemen' van een Leesloket.",
        "patrons/<vestiging>.csv",
        "    Hetzelfde, per vestiging: een lijst heeft daar hooguit 20.000 rijen.",
        "csv/<tabel>.csv",
        "    Elke tabel, kolom voor kolom.",
        "jsonl/<tabel>.jsonl",
        "    Dezelfde rijen als JSON, één per regel. Hier zijn leeg en niets twee dingen.",
        "datapackage.json",
        "    Wat elke kolom is, en hoe de tabellen bij elkaar horen (Tabular Data Package,",
        "    https://specs.frictionlessdata.io).",
        "inhoud.json",
        "    De grootte en SHA-256 van elk bestand.",
        "",
        "CSV is UTF-8 met komma's en regeleinden CRLF (RFC 4180). Dagen staan als jjjj-mm-dd,",
        "tijden in UTC. Open je het in een rekenblad: kies 'importeren' en maak van elke kolom",
        "tekst. Anders verdwijnen nullen, en leest het een naam die met = begint als formule.",
        "",
        "Wat er niet in staat:",
        *left_out,
        *(f"  {table}: {reason}" for table, reason in STAY_BEHIND.items()),
        "",
    ]
