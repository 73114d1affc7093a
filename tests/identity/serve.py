"""Make the tables and the people, and answer on loopback: `python -m tests.identity.serve PORT`."""

import json
import os
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.core.management import call_command
from typing_extensions import override


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Prepare, say `ready`, and serve until killed."""
    django.setup()
    from allauth.idp.oidc.models import Client  # noqa: PLC0415 - after django.setup
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    told = json.loads(Path(os.environ["IDENTITY_FOLDER"], "client.json").read_text())
    if not Client.objects.exists():
        client = Client(
            id=told["id"],
            name="Leesloket",
            scopes="openid\nprofile",
            redirect_uris=told["redirect_uri"],
        )
        client.set_secret(told["secret"])
        client.save()
        for username in told["people"]:
            User.objects.create_user(username, password=told["password"])
    with make_server(
        "127.0.0.1", int(sys.argv[1]), get_wsgi_application(), _Server, _Quiet
    ) as server:
        print("ready", flush=True)  # noqa: T201 - who started it waits for this
        server.serve_forever()


if __name__ == "__main__":
    main()
