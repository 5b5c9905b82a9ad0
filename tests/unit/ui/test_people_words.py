from __future__ import annotations

import datetime as dt

import pytest

from ipvm_desktop.domain.people import Affiliation, Participant, Person, PersonArticle
from ipvm_desktop.ui import people_words

MAY, JUNE = dt.date(2020, 5, 1), dt.date(2020, 6, 9)


def test_affiliations_over_time() -> None:
    line = people_words.affiliation_line
    assert line(Affiliation("Acme", MAY, JUNE, 12)) == "Acme, May 2020 – Jun 2020, 12 comments"
    assert line(Affiliation("Acme", MAY, MAY, 1)) == "Acme, May 2020, 1 comment"
    assert line(Affiliation("Acme", None, None, 2)) == "Acme, 2 comments"


@pytest.mark.parametrize(
    ("name", "pseudonym", "short"),
    [
        ("Undisclosed Integrator #1", 1, "Integrator #1"),
        ("Undisclosed #4", 4, "Undisclosed #4"),
        ("Anonymous Dealer", 3, "Anonymous Dealer"),
        ("Undisclosed", 3, "Undisclosed"),
        ("Ann Ray", None, "Ann Ray"),
    ],
)
def test_short_names(name: str, pseudonym: int | None, short: str) -> None:
    person = Participant("key", name, (name,), pseudonym, 1, 0)
    assert people_words.short_name(person) == short


def test_figures_of_a_person() -> None:
    def person(*affiliations: Affiliation, first: dt.date | None) -> Person:
        articles = (PersonArticle(1, "Gates", first, 2),)
        return Person("bo", "Bo", (("Bo", 2),), False, 2, affiliations, articles)

    assert people_words.figures(person(first=None)) == "2 comments on 1 article"
    assert people_words.figures(person(first=JUNE)) == "2 comments on 1 article, Jun 2020"
    dated = person(Affiliation("Acme", MAY, JUNE, 1), first=JUNE)
    assert people_words.figures(dated) == "2 comments on 1 article, May 2020 – Jun 2020"


def test_a_count_stays_behind_a_name_of_any_script() -> None:
    assert people_words.behind("Ann Ray", "2") == " · 2"
    assert people_words.behind("أحمد علي", "2") == "\u200e · 2"
