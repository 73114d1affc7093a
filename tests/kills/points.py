"""The named moments at which a process is killed in every run of the tests.

`./run kills` draws from all the moments that an errand has.  docs/reliability.md shows this table;
a test holds the two together.
"""

from dataclasses import dataclass

from tests.kills.dying import End

LAST = -1


@dataclass(frozen=True, slots=True)
class Point:
    """A moment: what is just about to happen, the errand it is in, and who is killed."""

    name: str
    errand: str
    moment: str
    nth: int = 1
    who: str = "die"

    @property
    def end(self) -> End:
        return End(self.who, moment=self.moment, nth=self.nth)


IN_DOUBT = "commit, not yet confirmed"

OF_THE_SITE = (
    Point("a file has come, nobody has looked at it", "receive", "the request has come"),
    Point("a file is about to be read", "receive", "the reader is asked"),
    Point("half of a file is with the reader", "receive", "the reader has half of the file"),
    Point("a file was read, nothing is kept", "receive", "the reader has answered"),
    Point("a file is sealed, its key is not kept", "receive", "insert vault_wrappedkey"),
    Point("a file is sealed, nobody knows of it", "receive", "insert intake_upload"),
    Point("a file is kept, its import is not", "receive", "insert imports_rosterimport"),
    Point("a file is kept, but for the commit", "receive", "commit", LAST),
    Point("a file is kept, the commit is on its way", "receive", IN_DOUBT, LAST),
    Point("a file is kept, the sender does not know", "receive", "the answer is about to go"),
    Point("an older list is half shredded", "replace", "insert vault_shredded", 2),
    Point("an older list is gone, the new one not there", "replace", "insert imports_rosterimport"),
    Point("a cell was typed over, the list does not know", "repair", "update imports_rosterimport"),
    Point("a cell was typed over, the commit is on its way", "repair", IN_DOUBT, LAST),
    Point("an answer is about to be written", "answer", "update imports_rosterimport"),
    Point("a list is about to be sent", "send", "update imports_rosterimport"),
    Point("a list is sent, nobody is told", "send", "insert messaging_notice"),
    Point("a list is sent, the commit is on its way", "send", IN_DOUBT, LAST),
    Point("a newer list pushes the older one out", "send newer", "update imports_rosterimport", 2),
    Point("a list is half removed", "remove", "insert vault_shredded", 2),
    Point("a sent list is taken back, nobody is told", "take back", "insert messaging_notice"),
    Point("a list goes back to the school", "return", "insert audit_event"),
    Point("a hold is lifted, nobody recorded it", "lift", "insert audit_event"),
    Point("a list is at two branches", "move", "delete vault_wrappedkey"),
    Point("an approval has the lock", "approve", "lock imports_rosterimport"),
    Point("an approval has drawn card numbers", "approve", "read patrons_card"),
    Point("the first child is about to be written", "approve", "insert patrons_patron"),
    Point("newcomers are written, leavers are not", "approve", "update patrons_membership"),
    Point("children have no group yet", "approve", "insert patrons_placement"),
    Point("the register is written, the journal is not", "approve", "insert vault_sealed"),
    Point("the journal is written, its index is not", "approve", "insert imports_journalindex"),
    Point("everything is written but the record", "approve", "insert audit_event"),
    Point("an approval's commit is on its way", "approve", IN_DOUBT, LAST),
    Point("a list is approved, nobody knows", "approve", "committed", LAST),
    Point("an undo has put values back, newcomers are still there", "undo", "delete patrons_card"),
    Point("an undo is done but for the record", "undo", "insert audit_event"),
    Point("an undo's commit is on its way", "undo", IN_DOUBT, LAST),
    Point("one child is put back, the index says not", "undo one", "update imports_journalindex"),
    Point("a journal is written anew, the old one still there", "erase", "delete vault_wrappedkey"),
    Point("a person is out of the journals, and in the register", "erase", "call erase_patron"),
    Point("a mail is about to be written", "tell", "a mail is about to be written"),
    Point("a mail is out, nobody wrote that down", "tell", "update messaging_notice"),
    Point("what expired is half shredded", "expire", "delete vault_sealed"),
    Point("what expired is gone, its list does not know", "expire", "update imports_rosterimport"),
    Point("the record is about to be bound", "bind", "insert audit_link"),
    Point("an anchor is written, nobody recorded it", "anchor", "an anchor is written"),
    Point("an anchor is recorded, the record is not checked", "anchor", "committed", 3),
    Point("a leaver is about to be erased", "forget", "call erase_patron"),
    Point("a file is asked for, nobody recorded it", "ask", "insert audit_event"),
    Point("two people agreed on a file, no job knows", "agree", "call procrastinate_defer_jobs_v1"),
    Point("two people agreed, the commit is on its way", "agree", IN_DOUBT, LAST),
    Point("a file is on its way out, nobody recorded it", "fetch", "insert audit_event"),
    Point("a file was taken out, nobody has it", "fetch", "committed", LAST),
    Point("a copy is made ready, nobody can fetch it", "copy", "update intake_filerequest"),
    Point("a copy that nobody fetched is half shredded", "drop", "delete vault_sealed"),
    Point("a file waits for the scanner, nobody knows of it", "receive unread",
          "insert intake_upload"),
    Point("a file waits for the scanner, the sender does not know", "receive unread",
          "the answer is about to go"),
    Point("a file that waited was read, nothing is kept", "read later", "the reader has answered"),
    Point("a file that waited was read, its import is not there", "read later",
          "insert imports_rosterimport"),
    Point("a file that waited is a list, the commit is on its way", "read later", IN_DOUBT, LAST),
    Point("the reading child has nothing yet", "receive", "the reader is asked", who="child"),
    Point("the reading child has half", "receive", "the reader has half of the file", who="child"),
    Point("the reader is gone", "receive", "the reader has half of the file", who="reader"),
    Point("the reader is gone under the worker", "read later", "the reader has half of the file",
          who="reader"),
)  # fmt: skip

OF_POSTGRESQL = (
    Point("a backend while a file is sealed", "receive", "insert intake_upload", 1, "backend"),
    Point("a backend while children are written", "approve", "insert patrons_card", 1, "backend"),
    Point("a backend as a job is enqueued", "move", "call procrastinate_defer_jobs_v1",
          who="backend"),
    Point("a backend before the commit of an undo", "undo", "commit", LAST, "backend"),
    Point("a backend under the worker", "tell", "update messaging_notice", 1, "backend"),
    Point("PostgreSQL while a file is sealed", "receive", "insert intake_upload", 1, "postmaster"),
    Point("PostgreSQL while children are written", "approve", "update patrons_membership", 1,
          "postmaster"),
    Point("PostgreSQL right after a commit", "approve", "committed", LAST, "postmaster"),
    Point("PostgreSQL right after a receipt", "receive", "the answer is about to go", 1,
          "postmaster"),
)  # fmt: skip
