"""One errand, broken off at one moment, and what must be true afterwards."""

from dataclasses import dataclass, field, replace
from http.client import HTTPException
from json import loads
from pathlib import Path

import psycopg
from tests.kills.dying import End
from tests.kills.errands import Errand, Stages
from tests.kills.mortal import Mortal
from tests.kills.own_server import start_again
from tests.kills.soundness import Picture, picture_of, what_is_wrong
from tests.site.fixtures import Ground
from tests.site.visitor import Answer
from tests.site.waiting import wait_until

OF_POSTGRESQL = frozenset({"backend", "postmaster"})
_ANOTHER_FORM = "the-same-file-from-a-form-that-was-opened-anew"


_NOTHING_TO_DO = """
    select not exists (select 1 from procrastinate_jobs where status in ('todo', 'doing')
    and coalesce(scheduled_at, now()) < now() + interval '1 second' and task_name = '{task}')
"""

_NOBODY_IS_CONNECTED = """
    select not exists (select 1 from pg_stat_activity where datname = current_database()
    and backend_type = 'client backend' and pid <> pg_backend_pid())
"""


class NeverCameThereError(Exception):
    """The errand has no such moment (any more): the table of points is behind."""


@dataclass
class Killing:
    """A site that can be killed over and over, and how each errand goes when nobody does."""

    site: Mortal
    ground: Ground
    stages: Stages
    errands: dict[str, Errand] = field(default_factory=dict)
    before: dict[str, Picture] = field(default_factory=dict)
    after: dict[str, Picture] = field(default_factory=dict)
    moments: dict[str, list[str]] = field(default_factory=dict)

    def learn(self) -> None:
        """Walk the life of a list; the states on the way are where the errands begin."""
        self.site.serve()
        made = self.stages.make()
        self.errands = {errand.name: errand for errand in made}

    def know(self, name: str) -> None:
        """How this errand goes when nobody dies, and the moments it has."""
        if name in self.after:
            return
        errand = self.errands[name]
        trace = self.site.folder / "tmp" / "trace.json"
        self._begin(errand)
        self.before[name] = picture_of(self.site)
        assert self._do(errand, End("trace", job=errand.job, trace=str(trace))) is not False
        self.after[name] = self._picture()
        assert errand.one_commit is False or self.after[name] != self.before[name], name
        assert what_is_wrong(self.site) == [], name
        self.moments[name] = loads(trace.read_text())

    def once(self, name: str, end: End) -> None:
        """Break the errand off there, and hold everything that is promised to the light."""
        self.know(name)
        errand = self.errands[name]
        if end.nth < 0:
            end = replace(end, nth=self.moments[name].count(end.moment))
        self._begin(errand)
        heard = self._do(errand, end)
        if end.how == "die" and heard is not None and not errand.job:
            raise NeverCameThereError(name, end)
        self._come_back(end)
        self._is_whole_or_nothing(errand, end, heard)
        self._is_done_after_all(errand, end)
        if errand.undo:
            self.ground.visitor(errand.login).post(errand.undo, {"reason": "de oude lijst"})
            assert picture_of(self.site).register == self.before[name].register

    def _begin(self, errand: Errand) -> None:
        self.site.end("web", "worker")
        # What they had asked PostgreSQL is done all the same: after that, and not in the new state.
        wait_until(self.site, _NOBODY_IS_CONNECTED)
        for folder in ("mail", "anchors"):
            for path in (self.site.folder / folder).glob("*"):
                path.unlink()
        self.stages.go_on_from(errand.stage)
        self.site.scanner = errand.scanner

    def _do(self, errand: Errand, end: End | None) -> bool | None:
        """Whether the person heard that it was done; None for who heard nothing at all."""
        if errand.job:
            self._work(errand, end)
            return None
        self.site.serve(end)
        try:
            answer: Answer = errand.do(self.ground)
        except (HTTPException, OSError):
            self.site.mortal["web"].wait()
            return None
        return errand.says_done(answer)

    def _work(self, errand: Errand, end: End | None) -> None:
        """Until the job is done, or failed, or the worker is not there any more."""
        self.site.work(end)
        if end is not None and end.how == "die":
            self.site.mortal["worker"].wait()
            return
        settled = _NOTHING_TO_DO.format(task=errand.job)
        try:
            wait_until(self.site, settled)
        except psycopg.OperationalError:
            # PostgreSQL was killed, and the job with it: the worker is started again later.
            assert end is not None
            assert end.how in OF_POSTGRESQL
        self.site.end("worker")

    def _come_back(self, end: End) -> None:
        """What an operator's machine does: what is not there is started; what lives, lives on."""
        self.site.end("worker")
        if end.how == "reader":
            self.site.kill("reader")
            self.site.start_reader()
        if end.how in OF_POSTGRESQL:
            start_again(self.site.server)
        if "web" not in self.site.mortal or self.site.mortal["web"].poll() is not None:
            self.site.serve()

    def _picture(self) -> Picture:
        """How it is, once nobody is at work any more."""
        wait_until(
            self.site,
            "select count(*) = 0 from pg_stat_activity where datname = current_database()"
            " and usename <> current_user and state <> 'idle'",
        )
        return picture_of(self.site)

    def _is_whole_or_nothing(self, errand: Errand, end: End, heard: bool | None) -> None:  # noqa: FBT001 - heard, or not
        now = self._picture()
        before, after = self.before[errand.name], self.after[errand.name]
        assert what_is_wrong(self.site) == []
        if end.how == "child" and now != after:
            # The file was refused with a reason, and that is kept; nothing else is.
            assert (now.register, now.lists, now.jobs) == (
                before.register, before.lists, before.jobs,
            )  # fmt: skip
            return
        if errand.one_commit:
            assert now in (before, after), _difference(now, before)
        if heard:
            assert now == after, _difference(now, after)

    def _is_done_after_all(self, errand: Errand, end: End) -> None:
        """The person does it again, or the next worker: then it is done, and done once."""
        after = self.after[errand.name]
        if errand.job:
            self._take_up(errand, end)
        elif end.how == "child":
            assert errand.says_done(errand.do(self.ground, token=_ANOTHER_FORM))
            now = self._picture()
            assert (now.register, now.lists, now.jobs) == (after.register, after.lists, after.jobs)
            return
        elif errand.twice_is_once or self._picture() != after:
            assert errand.do(self.ground).status < 400
        now = self._picture()
        assert now == after, _difference(now, after)
        assert what_is_wrong(self.site) == []

    def _take_up(self, errand: Errand, end: End) -> None:
        # A worker counts as dead when it was not heard of for half a minute: let that be so.
        self.site.rows(
            "update procrastinate_workers set last_heartbeat = now() - interval '1 hour'"
        )
        self.site.has_a_job("messaging.take_up_stalled")
        self.site.work()
        wait_until(self.site, _NOTHING_TO_DO.format(task="messaging.take_up_stalled"))
        # It may be at the job by now: one more death would make it wait another half a minute.
        self.site.retire("worker")
        # A job that failed waits before it is tried again; one of the clock comes with the clock.
        self.site.rows("update procrastinate_jobs set scheduled_at = null")
        if self.site.value(
            "select count(*) from procrastinate_jobs where status = 'failed' and task_name = %s",
            errand.job,
        ) or (end.how == "reader" and errand.scanner):
            self.site.has_a_job(errand.job)
        # A worker looks at once when it starts, and else every five seconds.
        self._work(errand, None)


def _difference(now: Picture, other: Picture) -> str:
    """Which counts are not as they should be; no names."""
    had = dict(other.rows)
    rows = {name: (had.get(name), count) for name, count in now.rows if had.get(name) != count}
    same = "the same" if now.register == other.register else "another"
    return f"{same} register, rows {rows}, lists {now.lists} / {other.lists}, jobs {now.jobs}"


def logs_of(site: Mortal) -> str:
    """What the processes said, for who looks into a failure."""
    folder: Path = site.folder / "logs"
    return "\n".join(path.read_text()[-4000:] for path in sorted(folder.iterdir()))
