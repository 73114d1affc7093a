"""Starting the identity provider of a school, with its people, and what it tells of them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.site.running import CHECKOUT, _free_port

from leesloket.server import embedded

PASSWORD = "van-de-school-zelf"
SCHOOL = "99ZZ00"

PEOPLE: dict[str, dict[str, Any]] = {
    "pietra": {
        "uid": "qj7cks8qdz9ph54@vuurvlinder",
        "givenName": "Petra",
        "nlEduPersonHomeOrganizationId": SCHOOL,
        "eduPersonAffiliation": "affiliate",
    },
    "nieuwe": {
        "uid": "m2k8x0aa93bqq71@vuurvlinder",
        "givenName": "Nienke",
        "sn": "Nieuwland",
        "nlEduPersonHomeOrganizationId": SCHOOL,
        "eduPersonAffiliation": ["employee"],
    },
    "leerling": {
        "uid": "zz10283hhs0k2ls@vuurvlinder",
        "givenName": "Lot",
        "nlEduPersonHomeOrganizationId": SCHOOL,
        "eduPersonAffiliation": ["student"],
    },
    "elders": {
        "uid": "aa55518hhs0k2ls@elders",
        "givenName": "Evert",
        "nlEduPersonHomeOrganizationId": "11XX00",
        "eduPersonAffiliation": ["employee"],
    },
}


@dataclass
class School:
    """An identity provider on loopback, with a database of its own."""

    server: embedded.Embedded
    folder: Path
    site_url: str
    database: str = field(default_factory=lambda: f"identity_{uuid4().hex[:8]}")
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Not `localhost`, as the site: cookies would be shared."""
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Make key, client, people and database."""
        self.folder.mkdir()
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.folder / "signing.pem").write_bytes(pem)
        client = {
            "id": "leesloket",
            "secret": "gedeeld-geheim",
            "redirect_uri": f"{self.site_url}/aanmelden/school/entree/terug/",
            "people": list(PEOPLE),
            "password": PASSWORD,
        }
        (self.folder / "client.json").write_text(json.dumps(client))
        self.tells()
        self.server.make_database(self.database)

    def tells(self, **changed: dict[str, Any]) -> None:
        """Tell of its people what it always does, but for these attributes."""
        told = {name: {**claims, **changed.get(name, {})} for name, claims in PEOPLE.items()}
        (self.folder / "people.json").write_text(json.dumps(told))

    def configuration(self, **more: Any) -> Path:
        """What the operator of the site wrote down about this school."""
        provider = {
            "id": "entree",
            "name": "Entree Federatie",
            "kind": "entree",
            "library": "Bibliotheek Rietoever",
            "server_url": self.url,
            "client_id": "leesloket",
            "secret": "gedeeld-geheim",
            "schools": [SCHOOL],
            "rights": [
                {"school": SCHOOL, "role": "employee", "right": "upload", "branch": "vuurvlinder"}
            ],
            **more,
        }
        path = self.folder / "oidc.json"
        path.write_text(json.dumps([provider]))
        return path

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.identity.serve", str(self.port)],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.identity.settings",
                "DATABASE_URL": self.server.url(embedded.OWNER_ROLE, self.database),
                "IDENTITY_FOLDER": str(self.folder),
                # Plain HTTP, on loopback only.
                "OAUTHLIB_INSECURE_TRANSPORT": "1",
            },
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def stop(self) -> None:
        """Be away."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def go(self) -> None:
        """Stop for good."""
        self.stop()
        self.server.drop_database(self.database)
