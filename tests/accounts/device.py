"""A telephone with a passkey in it, as the browser would let us talk to it."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG
SEEN = FLAG.UP | FLAG.UV
"""Somebody was there, and the device knew them by face, finger or PIN."""


@dataclass
class Device:
    """One passkey for one site."""

    site: str = "localhost"
    origin: str = "https://localhost"
    flags: AuthenticatorData.FLAG = SEEN
    credential_id: bytes = field(default_factory=lambda: token_bytes(32))
    owner: str = ""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: dict[str, Any]) -> str:
        """Make a passkey; gives what the form sends."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call] # fido2's
        credential = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        told = self._told("webauthn.create", asked)
        data = AuthenticatorData.create(self._site(), self.flags | FLAG.AT, 0, bytes(credential))
        made = AttestationObject.create("none", data, {})
        return self._sent(told, {"attestationObject": websafe_encode(bytes(made))})

    def get(self, options: dict[str, Any]) -> str:
        """Use the passkey; gives what the form sends."""
        told = self._told("webauthn.get", options["publicKey"])
        data = AuthenticatorData.create(self._site(), self.flags, 0, b"")
        signature = self.key.sign(bytes(data) + sha256(bytes(told)).digest(), ec.ECDSA(SHA256()))
        return self._sent(
            told,
            {
                "authenticatorData": websafe_encode(bytes(data)),
                "signature": websafe_encode(signature),
                "userHandle": self.owner,
            },
        )

    def _site(self) -> bytes:
        return sha256(self.site.encode()).digest()

    def _told(self, kind: str, asked: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(
            type=kind, challenge=asked["challenge"], origin=self.origin
        )

    def _sent(self, told: CollectedClientData, response: dict[str, str]) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.credential_id),
                "rawId": websafe_encode(self.credential_id),
                "type": "public-key",
                "response": {"clientDataJSON": websafe_encode(bytes(told)), **response},
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )
