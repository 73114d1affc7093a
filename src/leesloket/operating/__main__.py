"""`python -m leesloket.operating`: the first setup, in the environment that `./run` makes."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leesloket.settings")
    django.setup()
    from leesloket.operating.terminal import main

    sys.exit(main(sys.argv[1:]))
