"""A provider on loopback that says whatever a test wants: the real one says only what is right."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from typing_extensions import override

PERSON = "uid@school"


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Hostile:
    """What it answers, address by address; a number is a status."""

    url: str
    key: rsa.RSAPrivateKey = field(default_factory=_key)
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        self.answers = {
            "/.well-known/openid-configuration": {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/jwks",
            },
            "/jwks": {"keys": [public | {"kid": "one", "alg": "RS256"}]},
            "/userinfo": {
                "sub": "person",
                "uid": PERSON,
                "nlEduPersonHomeOrganizationId": "11zz03",
                "eduPersonAffiliation": "employee",
            },
        }

    def gives(
        self, nonce: str | None, *, key: Any = None, algorithm: str = "RS256", **claims: Any
    ) -> None:
        """Let the code be worth this token."""
        now = int(time.time())
        told = {
            "iss": self.url,
            "aud": "leesloket",
            "sub": "person",
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **claims,
        }
        token = jwt.encode(
            {name: value for name, value in told.items() if value is not None},
            self.key if key is None else key,
            algorithm=algorithm,
            headers={"kid": "one"},
        )
        self.answers["/token"] = {"access_token": "a", "token_type": "Bearer", "id_token": token}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(parse_qs(body))

    def _answer(self, posted: dict[str, list[str]]) -> None:
        hostile: Hostile = cast("Any", self.server).hostile
        path = urlsplit(self.path).path
        hostile.asked.append((path, posted))
        answer = hostile.answers.get(path, 404)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(answer if isinstance(answer, int) else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[Hostile]:
    """Such a provider, for as long as it is needed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        hostile = Hostile(f"http://127.0.0.1:{server.server_port}")
        cast("Any", server).hostile = hostile
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield hostile
        server.shutdown()
        thread.join()
