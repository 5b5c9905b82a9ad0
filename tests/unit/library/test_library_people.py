from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.domain.people import Affiliation, PersonArticle
from ipvm_desktop.errors import NotFoundError, PeopleError
from ipvm_desktop.library import Library, _people

Add = Callable[..., ArticleOutcome]

MAY, JUNE, JULY = dt.date(2020, 5, 1), dt.date(2020, 6, 1), dt.date(2020, 7, 1)
ONE = "Undisclosed Integrator #1"


def document(title: str, *comments: dict[str, Any]) -> Document:
    return Document(
        title=title,
        body_text=f"About {title}",
        comments=tuple(
            ParsedComment(id=number, body_text=f"Words {number}", **one)
            for number, one in enumerate(comments, start=1)
        ),
    )


GATES = document(
    "Gates",
    {"author": "Zachary S.", "affiliation": "Acme Locks", "posted": MAY},
    {"author": ONE, "pseudonym": 1, "posted": JUNE, "affiliation": "Hidden Co"},
    {"author": "Undisclosed #1", "pseudonym": 1, "posted": MAY},
    {"author": "Undisclosed #4", "pseudonym": 4},
    {"author": "Ann Ray", "posted": JUNE},
)
LOCKS = document(
    "Locks",
    {"author": "Zachary Smith", "affiliation": "Acme Locks", "posted": dt.datetime(2020, 6, 1, 9)},
    {"author": "ZACHARY SMITH", "affiliation": "Bolt Co", "posted": JULY},
    {"author": ONE, "pseudonym": 1},
    {"author": "Ann Ray"},
    {"author": None},
)


@pytest.fixture
def people(library: Library, add: Add) -> Library:
    add(GATES)
    add(LOCKS)
    return library


def names(library: Library, article_id: int) -> list[tuple[str, ...]]:
    return [one.names for one in library.people.participants(article_id)]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(PeopleError) as caught:
        act()
    return str(caught.value)


def test_participants_of_one_article(people: Library) -> None:
    assert names(people, 1) == [
        (ONE, "Undisclosed #1"),
        ("Zachary S.",),
        ("Undisclosed #4",),
        ("Ann Ray",),
    ]
    with pytest.raises(NotFoundError):
        people.people.participants(9)


def test_a_person_across_articles_with_affiliations_over_time(people: Library) -> None:
    people.people.merge("Zachary S.", "Zachary Smith")
    person = people.people.find("zachary s.")
    assert person.name == "Zachary Smith"
    assert person.names == (("Zachary Smith", 1), ("ZACHARY SMITH", 1), ("Zachary S.", 1))
    assert person.affiliations == (
        Affiliation("Acme Locks", MAY, JUNE, 2),
        Affiliation("Bolt Co", JULY, JULY, 1),
    )
    assert person.articles == (
        PersonArticle(2, "Locks", JUNE, 2),
        PersonArticle(1, "Gates", MAY, 1),
    )
    assert (person.comments, person.bound) == (3, False)
    assert person == people.people.find("ZACHARY SMITH", 2)


def test_a_pseudonym_is_a_person_of_its_article(people: Library) -> None:
    person = people.people.find("Undisclosed #1", 1)
    assert person.names == ((ONE, 1), ("Undisclosed #1", 1))
    assert person.articles == (PersonArticle(1, "Gates", MAY, 2),)
    assert (person.bound, person.comments) == (True, 2)
    assert people.people.find(ONE, 2).articles == (PersonArticle(2, "Locks", None, 1),)


def test_names_that_are_nobodys(people: Library) -> None:
    find = people.people.find
    assert refused(lambda: find("Bo")) == "Nobody named “Bo” has commented."
    assert refused(lambda: find(" ")) == "A name is needed."
    assert refused(lambda: find(ONE)) == (
        "The magazine numbers undisclosed people anew on each page, so it takes an article to"
        f" know who “{ONE}” is."
    )
    assert refused(lambda: find("Undisclosed #9", 1)) == (
        "The magazine numbers undisclosed people anew on each page, and “Undisclosed #9” is"
        " nobody in article 1."
    )
    assert refused(lambda: people.people.merge("Ann Ray", "Bo")) == (
        "Nobody named “Bo” has commented."
    )
    with pytest.raises(NotFoundError):
        find(ONE, 9)


def test_a_name_that_only_ever_was_a_pseudonym_is_nobodys_elsewhere(
    library: Library, add: Add
) -> None:
    add(document("Masks", {"author": "Anonymous Dealer", "pseudonym": 3}))
    assert "Nobody named" in refused(lambda: library.people.find("Anonymous Dealer"))
    assert library.people.find("Anonymous Dealer", 1).key == "undisclosed #3"
    assert library.people.everybody() == []


def test_a_name_that_also_was_a_pseudonym_counts_where_it_was_none(
    library: Library, add: Add
) -> None:
    add(document("Masks", {"author": "Bo", "pseudonym": 3}, {"author": "Bo Lane"}))
    add(document("Faces", {"author": "Bo"}))
    library.people.merge("Bo Lane", "Bo")
    assert library.people.find("Bo").names == (("Bo Lane", 1), ("Bo", 1))
    library.remove([2])
    assert library.people.find("Bo Lane").names == (("Bo Lane", 1),)


def test_everybody_in_the_library(people: Library) -> None:
    found = [(one.name, one.comments) for one in people.people.everybody()]
    assert found == [("Ann Ray", 2), ("Zachary Smith", 2), ("Zachary S.", 1)]
    assert [one.name for one in people.people.everybody("smith ZACH")] == ["Zachary Smith"]
    assert [one.name for one in people.people.everybody(limit=1)] == ["Ann Ray"]
    assert people.people.everybody("nobody") == []


def test_merged_people_are_one_in_all_articles_and_after_removal(people: Library, add: Add) -> None:
    people.people.merge("Zachary Smith", "Zachary S.")
    people.people.merge("Zachary S.", "Zachary Smith")
    both = document("Both", {"author": "Zachary S."}, {"author": "Zachary Smith"})
    add(both)
    assert names(people, 3) == [("Zachary Smith", "Zachary S.")]
    people.remove([1, 2, 3])
    add(both)
    (article,) = people.article_ids(Query())
    assert names(people, article) == [("Zachary Smith", "Zachary S.")]


def test_chains_of_merges_are_flat(people: Library, add: Add) -> None:
    add(document("More", {"author": "Z. Smith"}, {"author": "Zach Smith"}))
    people.people.merge("Z. Smith", "Zach Smith")
    people.people.merge("Zachary S.", "Z. Smith")
    people.people.merge("Zachary Smith", "Zach Smith")
    aliases = people.people.aliases().named
    assert aliases == dict.fromkeys(["z. smith", "zach smith", "zachary s."], "zachary smith")
    assert people.people.find("Zach Smith").comments == 5


def test_splitting_a_name_off_again(people: Library, add: Add) -> None:
    add(document("More", {"author": "Z. Smith"}))
    people.people.merge("Zachary Smith", "Zachary S.")
    people.people.merge("Zachary Smith", "Z. Smith")
    people.people.split("Zachary Smith")
    assert people.people.find("Zachary S.").names == (("Zachary S.", 1), ("Z. Smith", 1))
    assert people.people.find("Zachary Smith").comments == 2
    people.people.split("Z. Smith")
    assert people.people.aliases().named == {}
    assert refused(lambda: people.people.split("Z. Smith")) == (
        "“Z. Smith” is not merged with another name."
    )


def test_pseudonyms_of_one_article_can_be_merged(people: Library) -> None:
    people.people.merge("Undisclosed #4", "Undisclosed #1", article_id=1)
    assert names(people, 1)[0] == (ONE, "Undisclosed #1", "Undisclosed #4")
    assert people.people.find("Undisclosed #4", 1).comments == 3
    assert (ONE,) in names(people, 2)
    people.people.split("Undisclosed #1", article_id=1)
    assert names(people, 1)[0] == (ONE, "Undisclosed #1")
    assert people.people.aliases().bound == {}


def test_pseudonyms_of_two_articles_are_never_merged(people: Library) -> None:
    told = refused(lambda: people.people.merge(ONE, ONE, article_id=1, other_article_id=2))
    assert told == (
        "The magazine numbers undisclosed people anew on each page, so"
        f" “{ONE}” of one article and “{ONE}” of another are different people and cannot be merged."
    )
    assert "it takes an article" in refused(lambda: people.people.merge(ONE, "Undisclosed #4"))
    assert people.people.aliases().bound == {}


@pytest.mark.parametrize("pair", [(ONE, "Ann Ray"), ("Ann Ray", ONE)])
def test_a_pseudonym_is_never_merged_with_a_named_person(
    people: Library, pair: tuple[str, str]
) -> None:
    assert refused(lambda: people.people.merge(*pair, article_id=1)) == (
        "The magazine numbers undisclosed people anew on each page, so"
        f" “{ONE}” is somebody within one article only and cannot be merged with “Ann Ray”,"
        " who may write in any."
    )


def test_suggestions_until_they_are_merged_or_dismissed(people: Library, add: Add) -> None:
    add(document("More", {"author": "Z. Smith"}, {"author": "Ann B. Ray"}))

    def told(name: str | None = None) -> set[tuple[str, str]]:
        return {(one.name, one.other) for one in people.people.suggestions(name)}

    assert told() == {
        ("Zachary S.", "Zachary Smith"),
        ("Z. Smith", "Zachary Smith"),
        ("Ann Ray", "Ann B. Ray"),
    }
    assert told("ann ray") == {("Ann Ray", "Ann B. Ray")}
    assert told(ONE) == told("Nobody") == told("") == set()
    people.people.dismiss("Ann B. Ray", "Ann Ray")
    people.people.dismiss("Ann Ray", "ANN RAY")
    people.people.merge("Zachary S.", "Zachary Smith")
    assert told("Ann Ray") == set()
    assert told("Zachary S.") == {("Z. Smith", "Zachary Smith")}
    people.people.dismiss("Zachary S.", "Z. Smith")
    assert told() == set()


def test_a_split_is_remembered_and_a_merge_takes_it_back(people: Library) -> None:
    people.people.merge("Zachary S.", "Zachary Smith")
    people.people.split("Zachary S.")
    assert people.people.suggestions() == []
    people.people.merge("Zachary S.", "Zachary Smith")
    connection = sqlite3.connect(people.path)
    assert connection.execute("SELECT count(*) FROM distinct_people").fetchone() == (0,)
    connection.close()
    assert refused(lambda: people.people.dismiss("Ann Ray", "Bo")) == (
        "Nobody named “Bo” has commented."
    )


def test_the_number_of_queries_does_not_grow(people: Library, add: Add) -> None:
    seen: list[str] = []
    engine = people._engine

    def run(act: Callable[[], object]) -> int:
        seen.clear()
        raw = engine.raw_connection()
        raw.driver_connection.set_trace_callback(seen.append)  # type: ignore[union-attr]
        raw.close()
        act()
        return len([one for one in seen if one.startswith("SELECT")])

    before = [run(people.people.everybody), run(lambda: people.people.find("Ann Ray"))]
    for number in range(5):
        add(document(f"More {number}", {"author": "Ann Ray"}, {"author": f"Bo {number}"}))
    after = [run(people.people.everybody), run(lambda: people.people.find("Ann Ray"))]
    assert before == after == [3, 3]


def test_people_are_found_by_the_indexes_over_authors(people: Library) -> None:
    def plan(statement: Any, **parameters: object) -> str:
        with people._engine.connect() as connection:
            rows = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement.text}", {**statement._constants, **parameters}
            )
            return " | ".join(row[3] for row in rows)

    counted = plan(_people._NAMES)
    assert "USING COVERING INDEX comment_by_author" in counted
    written = plan(_people._WRITTEN, ids="[1]")
    assert "USING INDEX comment_by_author (author_id=?)" in written
