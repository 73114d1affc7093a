"""What is under way when a process dies: one form that is sent, or one job that is done.

Each begins in a state that was prepared once and is copied for every kill, so that all that
happens in the copy is the errand.
"""

import os
import time
from dataclasses import dataclass, field

from tests.kills import keeping, more_errands
from tests.kills.mortal import Mortal
from tests.people import demo_file
from tests.site.errands import (
    DESK,
    answer_the_same,
    approve,
    forms_of,
    lay_down,
    lists_of,
    send,
)
from tests.site.fixtures import Ground
from tests.site.visitor import Answer
from tests.site.waiting import wait_until

GOOD = "vuurvlinder-2026-2027.xlsx"
LIST = lists_of("vuurvlinder")
TOKEN = "the-form-that-was-open-when-it-happened"


@dataclass(frozen=True, slots=True)
class Errand:
    """A form sent by somebody, or a job (then `path` is empty)."""

    name: str
    stage: str
    """The state it begins in, by the name of what made it."""
    login: str = ""
    path: str = ""
    form: dict[str, str] = field(default_factory=dict)
    file: str = ""
    job: str = ""
    one_commit: bool = True
    """Everything it does is in one transaction: there is a before and an after, and no between."""
    twice_is_once: bool = True
    """Doing it again after it was done changes nothing."""
    scanner: str = ""
    """The virus scanner of the site: none, `silent` or `there`."""
    gives_a_file: bool = False
    """The answer is a file that is taken out, not the next page."""
    undo: str = ""
    """The path that takes it back to how the register was."""

    def do(self, ground: Ground, *, token: str = TOKEN) -> Answer:
        """Send the form; the answer is what the person hears."""
        visitor = ground.visitor(self.login)
        if self.file:
            content = demo_file(self.file)
            return visitor.send_file(
                self.path, content, name=self.file, token=token, by_script=True
            )
        return visitor.post(self.path, self.form, follow=False)

    def says_done(self, answer: Answer) -> bool:
        """Whether the person was told that it went well: only then something can be lost."""
        if self.gives_a_file:
            return answer.status == 200 and answer.content == demo_file(GOOD)
        return b'"url"' in answer.content if self.file else answer.status in {302, 303}


@dataclass
class Stages:
    """Walks a list through its life once, and keeps the states on the way."""

    site: Mortal
    ground: Ground
    errands: list[Errand] = field(default_factory=list)
    kept_at: dict[str, float] = field(default_factory=dict)

    def keep(self, stage: str) -> None:
        """Remember how everything is now."""
        self.kept_at[stage] = time.monotonic()
        with self.site.connect() as connection:
            keeping.keep(connection, f"stage_{stage}")

    def go_on_from(self, stage: str) -> None:
        with self.site.connect() as connection:
            keeping.put_back(connection, f"stage_{stage}")
            # A file is taken out within the hour, and two thousand kills take longer: no older
            # than it was.
            connection.execute(
                "update intake_filerequest set asked_at = asked_at + make_interval(secs => %(s)s),"
                " decided_at = decided_at + make_interval(secs => %(s)s)",
                {"s": time.monotonic() - self.kept_at[stage]},
            )

    def add(self, name: str, stage: str, **more: object) -> None:
        self.errands.append(Errand(name, stage, **more))  # type: ignore[arg-type]

    # --- the life --------------------------------------------------------------------------------

    def make(self) -> list[Errand]:
        """Every errand, with the state it begins in kept."""
        self.petra, self.marloes = self.ground.visitor("petra"), self.ground.visitor("marloes")
        self._counter()
        self._list()
        self._library()
        self._faulty()
        self._placing()
        self._file()
        self._jobs()
        self._scanner()
        if "LEESLOKET_KILLS" in os.environ:
            more_errands.add_to(self)
        return self.errands

    def _counter(self) -> None:
        self.keep("nothing")
        self.add("receive", "nothing", login="petra", path=f"{LIST}ontvang/", file=GOOD)
        self.add("tell", "sent", job="messaging.send_notice")

    def _list(self) -> None:
        self.go_on_from("nothing")
        upload = lay_down(self.petra, demo_file(GOOD))
        own = f"{LIST}{upload}/"
        self.keep("open")
        [told, *_] = [
            form for form in forms_of(self.petra.get(f"{own}plan/")) if form.get("answer") == "same"
        ]
        self.add(
            "answer", "open", login="petra", path=f"{own}antwoord/", form=told, twice_is_once=False
        )
        self.add("remove", "open", login="petra", path=f"{own}verwijder/")
        answer_the_same(self.petra, own)
        self.keep("answered")
        page = self.petra.get(f"{own}plan/")
        told = {name: page.field(name) for name in ("digest", "school_year", "seen")}
        self.add("send", "answered", login="petra", path=f"{own}verstuur/", form=told)
        send(self.petra, upload)
        self.keep("sent")
        self.add("take back", "sent", login="petra", path=f"{own}verwijder/")
        again = lay_down(self.petra, demo_file("vuurvlinder-2026-2027.ods"))
        page = self.petra.get(f"{LIST}{again}/plan/")
        told = {name: page.field(name) for name in ("digest", "school_year", "seen")}
        self.keep("newer")
        self.add("send newer", "newer", login="petra", path=f"{LIST}{again}/verstuur/", form=told)

    def _library(self) -> None:
        self.go_on_from("sent")
        upload = self.latest()
        self.add(
            "return", "sent", login="marloes", path=f"{DESK}{upload}/terug-naar-school/",
            form={"reason": "klopt groep 5?"},
        )  # fmt: skip
        page = self.marloes.get(f"{DESK}{upload}/")
        told = {name: page.field(name) for name in ("digest", "seen")}
        undo = f"{DESK}{upload}/draai-terug/"
        self.add(
            "approve", "sent", login="marloes", path=f"{DESK}{upload}/keur-goed/", form=told,
            undo=undo,
        )  # fmt: skip
        approve(self.marloes, upload)
        self.keep("applied")
        self.add("undo", "applied", login="marloes", path=undo, form={"reason": "de oude lijst"})
        patron = self.site.value(
            "select patron_id::text from imports_journalindex where kind = 'update'"
            " order by row limit 1"
        )
        self.add(
            "undo one", "applied", login="marloes", path=f"{DESK}{upload}/draai-kind-terug/",
            form={"patron": patron},
        )  # fmt: skip
        self.add("erase", "applied", login="marloes", path=f"/balie/klanten/{patron}/wis/")

    def _faulty(self) -> None:
        self.go_on_from("nothing")
        lay_down(self.petra, demo_file("vuurvlinder-met-fouten.xlsx"))
        self.keep("faulty")
        self.add("replace", "faulty", login="petra", path=f"{LIST}ontvang/", file=GOOD)
        upload = self.latest()
        page = self.petra.get(f"{LIST}{upload}/")
        forms = forms_of(page)
        [cell, *_] = [form for form in forms if form.get("field") == "birth_date"]
        self.add(
            "repair", "faulty", login="petra", path=f"{LIST}{upload}/verbeter/",
            form={**cell, "value": "01-02-2018"}, twice_is_once=False,
        )  # fmt: skip

    def _placing(self) -> None:
        self.go_on_from("nothing")
        upload = lay_down(self.petra, demo_file("vuurvlinder-andere-school.xlsx"))
        send(self.petra, upload)
        self.keep("misplaced")
        page = self.marloes.get(f"{DESK}{upload}/")
        [hold, *_] = [form for form in forms_of(page) if form.get("key")]
        self.add(
            "lift", "misplaced", login="marloes", path=f"{DESK}{upload}/toch-goed/",
            form={**hold, "reason": "de school heeft gebeld"}, twice_is_once=False,
        )  # fmt: skip
        self.add(
            "move", "misplaced", login="marloes", path=f"{DESK}{upload}/verplaats/",
            form={"branch": "wilgenbos"},
        )  # fmt: skip

    def _file(self) -> None:
        """A file is taken out: asked for by one, agreed to by another, fetched once."""
        self.go_on_from("sent")
        self._settle()
        upload = self.latest()
        self.keep("settled")
        why = {"why": "misread", "reason": "de school mist een groep"}
        at = f"{DESK}{upload}/bestand/"
        self.add("ask", "settled", login="marloes", path=f"{at}vraag/", form=why)
        self.marloes.post(f"{at}vraag/", why)
        self.keep("asked")
        told = {"request": self.site.value("select id::text from intake_filerequest")}
        self.add("agree", "asked", login="tarik", path=f"{at}akkoord/", form=told)
        self.ground.visitor("tarik").post(f"{at}akkoord/", told)
        self.keep("agreed")
        self.add("copy", "agreed", job="intake.make_copy_ready")
        self.site.work()
        wait_until(self.site, "select status = 'ready' from intake_filerequest")
        self.site.end("worker")
        self.keep("ready")
        self.add(
            "fetch", "ready", login="marloes", path=f"{at}haal-op/", form=told, gives_a_file=True
        )
        self.site.rows("update intake_filerequest set decided_at = decided_at - interval '2 hours'")
        self.site.has_a_job("intake.drop_what_is_over")
        self.keep("overdue")
        self.add("drop", "overdue", job="intake.drop_what_is_over")

    def _scanner(self) -> None:
        """A file that waits, unread, until the virus scanner answers."""
        self.go_on_from("nothing")
        self.site.scanner = "silent"
        self.site.serve()
        page = f"{LIST}ontvang/"
        self.add("receive unread", "nothing", login="petra", path=page, file=GOOD, scanner="silent")
        self.petra.send_file(page, demo_file(GOOD), name=GOOD)
        self.site.scanner = ""
        self._settle()
        self.site.has_a_job("imports.take_up_waiting")
        self.keep("unread")
        self.add("read later", "unread", job="imports.take_up_waiting", scanner="there")

    def _jobs(self) -> None:
        self.go_on_from("open")
        self.site.rows("update vault_sealed set expires_on = '2026-08-01'")
        self._settle()
        self.site.has_a_job("imports.destroy_expired")
        self.keep("expired")
        self.add("expire", "expired", job="imports.destroy_expired")
        self.go_on_from("applied")
        self._settle()
        self.site.has_a_job("privacy.extend_chains")
        self.keep("unbound")
        self.add("bind", "unbound", job="privacy.extend_chains", one_commit=False)
        self.go_on_from("applied")
        self._settle()
        # A record without a line has no head to write down, until a check of it is recorded.
        self.site.rows(
            "insert into audit_event (library_id, code, at, detail) select (select max(id) from"
            " branches_library), code, at, detail from audit_event order by id limit 1"
        )
        self.site.has_a_job("privacy.anchor_record")
        self.keep("unanchored")
        self.add("anchor", "unanchored", job="privacy.anchor_record", one_commit=False)
        self.go_on_from("applied")
        self.site.rows(
            "update patrons_membership set until_date = '2025-08-01' where id = (select id from"
            " patrons_membership where until_date is not null order by patron_id limit 1)"
        )
        self._settle()
        self.site.has_a_job("privacy.erase_leavers")
        self.keep("left")
        self.add("forget", "left", job="privacy.erase_leavers")

    def _settle(self) -> None:
        """Nothing waits any more for a worker."""
        self.site.rows("delete from procrastinate_jobs")
        self.site.rows("update messaging_notice set sent_at = now()")

    def latest(self) -> str:
        """The list that came last."""
        latest: str = self.site.value(
            "select id::text from intake_upload order by received_at desc, id limit 1"
        )
        return latest
