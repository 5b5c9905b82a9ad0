"""The command about copies of one article from several files: ``versions``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from ipvm_desktop.domain.recognition import SIGN_WORDS
from ipvm_desktop.domain.versions import Version
from ipvm_desktop.errors import NotFoundError

if TYPE_CHECKING:
    from ipvm_desktop.library import Library

_id_type = click.IntRange(min=1)
_ACTIONS = ("show", "use", "refuse", "separate")


@click.command("versions")
@click.argument("article_id", metavar="[ID]", required=False, type=_id_type)
@click.option("--show", type=_id_type, metavar="N", help="Write the article as it is in N.")
@click.option("--use", type=_id_type, metavar="N", help="Let the article be as in N.")
@click.option("--refuse", type=_id_type, metavar="N", help="Keep the article as it is.")
@click.option(
    "--separate", type=_id_type, metavar="N", help="N is another article: add it to the library."
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_obj
def versions_command(
    invocation: Invocation, /, article_id: int | None, as_json: bool, **actions: int | None
) -> int:
    """List the other versions of an article, or without ID all copies that wait for you.

    A version is what the article was before a newer copy took its place, or a copy from
    another file that does not take it unless you say so. Marks, notes and corrections stay
    with the article. N is the number in the first column.
    """
    chosen = [(name, actions[name]) for name in _ACTIONS if actions[name] is not None]
    if len(chosen) > 1:
        raise click.UsageError("Only one of --show, --use, --refuse and --separate can be done.")
    if chosen and article_id is None:
        raise click.UsageError("The article's ID is needed.")
    with invocation.open_library() as library:
        found = library.waiting_copies() if article_id is None else _of(library, article_id)
        if chosen:
            name, number = chosen[0]
            version = _version(library, found, number or 0, article_id or 0)
            _ACT[name](library, version, as_json)
        elif as_json:
            write_json_list("versions", map(_json, found))
        else:
            headings = (">N", "Article", "State", ">Comments", "File", "Title", "Difference")
            write_rows(headings, map(_row, found))
    return GOOD


def _of(library: Library, article_id: int) -> tuple[Version, ...]:
    library.article(article_id)  # says so when there is none
    return library.versions(article_id)


def _version(library: Library, found: tuple[Version, ...], number: int, article_id: int) -> Version:
    for version in found:
        if version.id == number:
            return version
    raise NotFoundError(library.path, f"article {article_id} has no version {number}")


def _show(library: Library, version: Version, as_json: bool) -> None:
    from ipvm_desktop.cli.article_text import write_article
    from ipvm_desktop.render.interchange import article_json

    article, comments = library.version_article(version.id)
    if as_json:
        write_json(article_json(article, comments))
    else:
        write_article(article)


def _use(library: Library, version: Version, as_json: bool) -> None:
    library.restore_version(version.id)
    _tell(
        version,
        as_json,
        f"Article {version.article_id} is now as in {_named(version)}; "
        "what it was before is kept as a version.",
    )


def _refuse(library: Library, version: Version, as_json: bool) -> None:
    library.decide_copy(version.id, replace=False)
    _tell(version, as_json, f"Article {version.article_id} stays as it is.")


def _separate(library: Library, version: Version, as_json: bool) -> None:
    (added,) = library.separate_copy(version.id).added
    _tell(version, as_json, f"{_named(version)} is now article {added}.", added=added)


_ACT = {"show": _show, "use": _use, "refuse": _refuse, "separate": _separate}


def _tell(version: Version, as_json: bool, sentence: str, **others: int) -> None:
    if as_json:
        write_json({"article": version.article_id, "version": version.id, **others})
    else:
        write(sentence)


def _named(version: Version) -> str:
    return f"{one_line(version.source.name)} ({counted(version.comment_count, 'comment')})"


def difference(version: Version) -> str:
    """Return in words how a version differs from the article it was compared with."""
    comparison = version.comparison
    both = (", ".join(comparison.gain_words), ", ".join(comparison.loss_words))
    return ", but ".join(filter(None, both))


def _row(version: Version) -> tuple[str, ...]:
    return (
        str(version.id),
        str(version.article_id),
        version.state.value,
        str(version.comment_count),
        version.source.name,
        version.title,
        difference(version),
    )


def _json(version: Version) -> dict[str, Any]:
    from ipvm_desktop.render.interchange import utc_text

    source = version.source
    return {
        "id": version.id,
        "article": version.article_id,
        "state": version.state.value,
        "since": utc_text(version.noted),
        "title": version.title,
        "comments": version.comment_count,
        "recognised_by": SIGN_WORDS[version.sign] if version.sign else None,
        "gains": [trait.value for trait in version.comparison.gains],
        "losses": [trait.value for trait in version.comparison.losses],
        "source": {
            "name": source.name,
            "importer": source.importer,
            "sha256": source.sha256,
            "imported": utc_text(source.imported),
        },
    }
