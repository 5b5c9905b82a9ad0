"""The commands about people: ``people``, ``merge`` and ``split``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import click

from ipvm_desktop.cli import GOOD
from ipvm_desktop.cli.app import Invocation
from ipvm_desktop.cli.output import (
    counted,
    one_line,
    write,
    write_json,
    write_json_list,
    write_rows,
)
from ipvm_desktop.domain.moment import format_months
from ipvm_desktop.domain.name_variants import NameVariant
from ipvm_desktop.domain.people import Affiliation, Participant, Person

_json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
_id_type = click.IntRange(min=1)


@click.command("people")
@click.argument("article_id", metavar="[ID]", type=_id_type, required=False)
@click.option("--text", default="", metavar="WORDS", help="With these words in their name.")
@click.option(
    "--suggestions", is_flag=True, help="Names that may be one person's, instead of people."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@_json_option
@click.pass_obj
def people_command(
    invocation: Invocation,
    article_id: int | None,
    text: str,
    suggestions: bool,
    limit: int | None,
    as_json: bool,
) -> int:
    """List who wrote below an article, or the named people of the whole library.

    Those with the most comments come first. A pipe gets a line for each: name, comments,
    unread comments of an article or articles of the library, affiliations and other names,
    separated by tabs.
    """
    if suggestions and (article_id is not None or text):
        raise click.UsageError("--suggestions is about the whole library.")
    with invocation.open_library() as library:
        if suggestions:
            _write_suggestions(library.people.suggestions()[:limit], as_json)
        elif article_id is None:
            _write_persons(library.people.everybody(text, limit), as_json)
        else:
            words = text.casefold().split()
            found = [
                one
                for one in library.people.participants(article_id)
                if any(all(word in name.casefold() for word in words) for name in one.names)
            ]
            _write_participants(found[:limit], article_id, as_json)
    return GOOD


@click.command("merge")
@click.argument("name")
@click.argument("other", metavar="NAME")
@click.option(
    "--article",
    "article_ids",
    type=_id_type,
    multiple=True,
    metavar="ID",
    help="Where pseudonyms stand; given twice, one for each name.",
)
@click.option("--never", is_flag=True, help="They are two people: suggest it no more.")
@_json_option
@click.pass_obj
def merge_command(
    invocation: Invocation,
    name: str,
    other: str,
    article_ids: tuple[int, ...],
    never: bool,
    as_json: bool,
) -> int:
    """Say that two names as printed are one person's.

    Named people are then one in all articles, also in those imported later. Pseudonyms
    such as "Undisclosed Integrator #1" are one person within one article only and can be
    merged with each other there, never with anybody else.
    """
    if len(article_ids) > 2:
        raise click.UsageError("--article can be given twice at most.")
    if never and article_ids:
        raise click.UsageError("--never is about named people, who need no --article.")
    first, second = article_ids[:1], article_ids[1:]
    article_id = first[0] if first else None
    with invocation.open_library() as library:
        if never:
            library.people.dismiss(name, other)
            person = library.people.find(name)
        else:
            library.people.merge(
                name, other, article_id=article_id, other_article_id=second[0] if second else None
            )
            person = library.people.find(name, article_id)
    if as_json:
        write_json(_person_json(person))
    elif never:
        write(f"{one_line(name)} and {one_line(other)} are two people.")
    else:
        write(f"One person: {_names(person)}.")
    return GOOD


@click.command("split")
@click.argument("name")
@click.option("--article", "article_id", type=_id_type, metavar="ID", help="Where a pseudonym is.")
@_json_option
@click.pass_obj
def split_command(invocation: Invocation, name: str, article_id: int | None, as_json: bool) -> int:
    """Make a merged name a person of its own again."""
    with invocation.open_library() as library:
        library.people.split(name, article_id=article_id)
        person = library.people.find(name, article_id)
    if as_json:
        write_json(_person_json(person))
    else:
        write(f"One person again: {_names(person)}.")
    return GOOD


def _names(person: Person) -> str:
    return ", ".join(
        f"{one_line(name)} ({counted(comments, 'comment')})" for name, comments in person.names
    )


def _write_suggestions(found: Iterable[NameVariant], as_json: bool) -> None:
    if as_json:
        values = ({"name": one.name, "other": one.other, "reason": one.reason} for one in found)
        write_json_list("suggestions", values)
    else:
        write_rows(("Name", "Other", "Why"), ((one.name, one.other, one.reason) for one in found))


def _write_persons(found: Iterable[Person], as_json: bool) -> None:
    if as_json:
        write_json_list("people", map(_person_json, found))
        return
    rows = (
        (
            one.name,
            str(one.comments),
            str(len(one.articles)),
            _affiliations(one.affiliations),
            ", ".join(name for name, _ in one.names[1:]),
        )
        for one in found
    )
    write_rows(("Name", ">Comments", ">Articles", "Affiliations", "Other names"), rows)


def _write_participants(found: Iterable[Participant], article_id: int, as_json: bool) -> None:
    if as_json:
        write_json_list("people", map(_participant_json, found), article=article_id)
        return
    rows = (
        (
            one.name,
            str(one.comments),
            str(one.unread or ""),
            _affiliations(one.affiliations),
            ", ".join(one.names[1:]),
        )
        for one in found
    )
    write_rows(("Name", ">Comments", ">Unread", "Affiliations", "Other names"), rows)


def _affiliations(found: Iterable[Affiliation]) -> str:
    named = ((one.name, format_months(one.first, one.last)) for one in found)
    return "; ".join(f"{name}, {when}" if when else name for name, when in named)


def _person_json(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "names": [{"name": name, "comments": comments} for name, comments in person.names],
        "one_article_only": person.bound,
        "comments": person.comments,
        "affiliations": [_affiliation_json(one) for one in person.affiliations],
        "articles": [
            {
                "id": one.id,
                "title": one.title,
                "first": _iso(one.first),
                "comments": one.comments,
            }
            for one in person.articles
        ],
    }


def _participant_json(one: Participant) -> dict[str, Any]:
    return {
        "name": one.name,
        "names": list(one.names),
        "pseudonym": one.pseudonym,
        "comments": one.comments,
        "unread": one.unread,
        "affiliations": [_affiliation_json(each) for each in one.affiliations],
        "staff": one.staff,
        "article_author": one.article_author,
    }


def _affiliation_json(one: Affiliation) -> dict[str, Any]:
    return {
        "name": one.name,
        "first": _iso(one.first),
        "last": _iso(one.last),
        "comments": one.comments,
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
