"""`jobs`: what the worker gave up, for who runs the site; it names nobody."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from typing_extensions import override

from leesloket.isolation.jobs import NotGivenUpError, failed_jobs, give_up_for_good, try_again


class Command(BaseCommand):
    help = "Wat de werker opgaf: nummer, taak, hoe vaak geprobeerd. --again of --drop met nummers."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", type=int, nargs="+", default=[], metavar="NUMMER")
        parser.add_argument("--drop", type=int, nargs="+", default=[], metavar="NUMMER")

    @override
    def handle(self, *_: Any, again: list[int], drop: list[int], **__: Any) -> None:
        try:
            for job_id in again:
                try_again(job_id, now=timezone.now())
                self.stdout.write(f"{job_id}: wordt nog eens geprobeerd")
            for job_id in drop:
                give_up_for_good(job_id)
                self.stdout.write(f"{job_id}: weg")
        except NotGivenUpError:
            raise CommandError("Dit nummer is er niet bij: ./run manage jobs") from None
        if again or drop:
            return
        found = failed_jobs()
        for job in found:
            moment = f"{timezone.localtime(job.failed_at):%d-%m-%Y %H:%M}" if job.failed_at else "?"
            self.stdout.write(f"{job.id}  {job.task}  {job.tries} keer, opgegeven {moment}")
        if not found:
            self.stdout.write("Er is niets opgegeven.")
