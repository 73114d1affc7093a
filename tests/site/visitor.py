"""Somebody at the site without a browser: forms, cookies, and two requests at the same moment."""

import http.client
import re
from base64 import b32decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from hmac import digest
from html import unescape
from http.cookies import SimpleCookie
from time import time
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

PASSWORD = "een-lang-wachtzinnetje-9"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str = TOTP_SECRET) -> str:
    """What an authenticator app shows for `secret` (RFC 6238)."""
    counter = int(time() // 30).to_bytes(8, "big")
    hashed = digest(b32decode(secret), counter, sha1)
    start = hashed[-1] & 15
    number = int.from_bytes(hashed[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site said."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str

    @property
    def text(self) -> str:
        return unescape(self.content.decode())

    def field(self, name: str, *, nth: int = 0) -> str:
        """The value of a hidden field of the page."""
        found = re.findall(rf'name="{name}"\s+value="([^"]*)"', self.content.decode())
        return unescape(found[nth])


@dataclass
class Visitor:
    """A browser's cookies, and every address that was asked for."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)

    def get(self, path: str) -> Answer:
        """Ask for a page; a redirect is followed."""
        return self._followed(self._ask("GET", path, b"", {}))

    def post(
        self, path: str, values: Mapping[str, str | list[str]] | None = None, *, follow: bool = True
    ) -> Answer:
        """Send a form, with its token; a list is a field that was filled more than once."""
        sent = {**(values or {}), "csrfmiddlewaretoken": self._token()}
        body = urlencode(sent, doseq=True).encode()
        answer = self._ask(
            "POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        return self._followed(answer) if follow else answer

    def send_file(
        self,
        path: str,
        content: bytes,
        *,
        name: str,
        token: str = "",
        by_script: bool = False,
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a file, as the form of the counter does, without scripts or with."""
        edge = uuid4().hex
        form = {**(more or {}), "token": token or uuid4().hex}
        parts = [
            *_parts({"csrfmiddlewaretoken": self._token(), **form}, edge),
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode(),
            content,
            f"\r\n--{edge}--\r\n".encode(),
        ]
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        if by_script:
            headers["X-Requested-With"] = "XMLHttpRequest"
        return self._followed(self._ask("POST", path, b"".join(parts), headers))

    def sign_in(self, login: str) -> "Visitor":
        """Name, password, and the second step when it is asked for."""
        self.get("/aanmelden/")
        answer = self.post("/aanmelden/", {"login": login, "password": PASSWORD})
        if "/code/" in answer.url:
            answer = self.post("/aanmelden/code/", {"code": code_now()})
        assert "/aanmelden/" not in answer.url, answer.url
        return self

    def _token(self) -> str:
        return self.cookies.get("csrftoken", "")

    def _followed(self, answer: Answer) -> Answer:
        for _ in range(5):
            if answer.status not in {302, 303}:
                break
            answer = self._ask("GET", answer.headers["location"], b"", {})
        return answer

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        site = urlsplit(self.url)
        self.visited.append(path)
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**headers, "Host": site.netloc, "Cookie": cookies, "Origin": self.url}
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        connection.close()
        named = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, named, content, path)


def _parts(values: Mapping[str, str], edge: str) -> Iterable[bytes]:
    for name, value in values.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        yield f"{head}{value}\r\n".encode()
