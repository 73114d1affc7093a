"""The card of a question: what is asked, and what follows from each answer."""

from dataclasses import replace

from django.template.loader import render_to_string
from tests.web.test_verdicts import PLAN, QUESTION

TEMPLATE = "leesloket/plan/question.html"


def test_a_child_that_nobody_resembles_may_be_in_the_file_twice() -> None:
    twice = replace(QUESTION, candidates=(), reasons=("twice_in_file",))

    page = render_to_string(
        TEMPLATE, {"question": twice, "plan": replace(PLAN, questions=(twice,)), "answer_url": "/"}
    )

    assert "Dit kind staat misschien twee keer in het bestand." in page
    assert "Laat dan één van de rijen weg." in page
    assert "Het is een ander kind" in page
    assert "0 kinderen" not in page
    assert "het bekende kind" not in page
