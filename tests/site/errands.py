"""What people come to the site for, as the requests that their browsers send."""

import re
from html import unescape

from tests.site.visitor import Answer, Visitor

DESK = "/balie/leerlingimport/"


def lists_of(slug: str) -> str:
    return f"/school/{slug}/leerlingen/"


def lay_down(
    visitor: Visitor, content: bytes, *, slug: str = "vuurvlinder", name: str = "leerlingen.xlsx"
) -> str:
    """Send a file; gives the id that its page has."""
    answer = visitor.send_file(f"{lists_of(slug)}ontvang/", content, name=name)
    found = re.search(rf"{lists_of(slug)}([0-9a-f-]{{36}})/", answer.url)
    assert found is not None, (answer.status, answer.url)
    return found[1]


def forms_of(page: Answer) -> list[dict[str, str]]:
    """What each form of a page would send as it stands, without what is chosen or typed."""
    found = re.findall(r"<form.*?</form>", page.content.decode(), re.DOTALL)
    return [
        {
            name: unescape(value)
            for name, value in re.findall(r'name="(\w+)"\s+value="([^"]*)"', one)
        }
        for one in found
    ]


def answer_the_same(visitor: Visitor, plan: str) -> Answer:
    """Say of the first open question that it is the child that is known."""
    page = visitor.get(f"{plan}plan/" if plan.startswith("/school") else plan)
    [told, *_] = [form for form in forms_of(page) if form.get("answer") == "same"]
    return visitor.post(f"{plan}antwoord/", told)


def send(visitor: Visitor, upload: str, *, slug: str = "vuurvlinder") -> Answer:
    """Send the list that is open, as its plan stands now."""
    page = visitor.get(f"{lists_of(slug)}{upload}/plan/")
    told = {name: page.field(name) for name in ("digest", "school_year", "seen")}
    return visitor.post(f"{lists_of(slug)}{upload}/verstuur/", told)


def sent_list(
    visitor: Visitor, content: bytes, *, slug: str = "vuurvlinder", question: bool = True
) -> str:
    """Lay a list down, answer its one question, and send it; gives its id."""
    upload = lay_down(visitor, content, slug=slug)
    if question:
        answer_the_same(visitor, f"{lists_of(slug)}{upload}/")
    assert "Upload geslaagd" in send(visitor, upload, slug=slug).text
    return upload


def approve(visitor: Visitor, upload: str) -> Answer:
    """Approve a plan as it stands now."""
    page = visitor.get(f"{DESK}{upload}/")
    told = {name: page.field(name) for name in ("digest", "seen")}
    return visitor.post(f"{DESK}{upload}/keur-goed/", told)


def undo(visitor: Visitor, upload: str, *, reason: str = "het was de oude lijst") -> Answer:
    """Turn a whole import back."""
    return visitor.post(f"{DESK}{upload}/draai-terug/", {"reason": reason})
