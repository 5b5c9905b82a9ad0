"""The YAML front matter of a Markdown file. Nothing in it can fail the import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import yaml

from ipvm_desktop.domain.issue import ImportIssue, IssueCode

# Reading YAML is slow; what is longer than this is no list of titles and dates.
_LONGEST = 64 * 1024
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_NULL_TAG = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Head:
    """What the front matter states, as text.

    Attributes:
        values: Single values by key; empty and null ones are left out.
        authors: From ``author`` and ``authors``.
        tags: From ``tags``.
        issues: What could not be read.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    issues: tuple[ImportIssue, ...] = ()


_LONGEST_ALIASED = 500


class YamlError(Exception):
    """A text is no YAML; the message says why, fit for the user."""


class _Loader(yaml.SafeLoader):
    """Leaves dates and numbers as they are written, and follows aliases of short values only.

    Aliases of lists and mappings can grow without bounds.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            alias = cast("yaml.AliasEvent", self.peek_event())  # type: ignore[no-untyped-call]
            named = self.anchors.get(alias.anchor)
            if not isinstance(named, yaml.ScalarNode) or len(named.value) > _LONGEST_ALIASED:
                raise yaml.YAMLError("aliases are not followed")
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL_TAG]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def split_head(text: str) -> tuple[Head, str]:
    """Return the front matter and the text below it; without any, an empty head."""
    match = _FRONT_MATTER.match(text[:_LONGEST])
    if match is None:
        return Head(), text
    return _read_head(match["yaml"].rstrip()), text[match.end() :]


def load_plain(text: str) -> object:
    """Load YAML, or JSON, with all single values as text.

    Raises:
        YamlError: It is damaged, nested too deeply, or follows aliases without bounds.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader that knows less
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlError(_reason(error)) from error


def load_head(text: str) -> Mapping[object, object]:
    """Return what the front matter states, nested as it is; nothing where it cannot be read."""
    match = _FRONT_MATTER.match(text[:_LONGEST])
    try:
        stated = load_plain(match["yaml"]) if match else None
    except YamlError:
        return {}
    return stated if isinstance(stated, dict) else {}


def _read_head(text: str) -> Head:
    try:
        stated = load_plain(text)
    except YamlError as error:
        return Head(issues=(_unreadable(str(error)),))
    if stated is None:
        return Head()
    if not isinstance(stated, dict):
        return Head(issues=(_unreadable("it is no list of keys and values"),))
    return Head(
        {str(key): value for key, entry in stated.items() if (value := _text(entry))},
        _authors(stated),
        _listed(stated.get("tags")),
    )


def _unreadable(reason: str) -> ImportIssue:
    message = f"The front matter could not be read and was left out: {reason}"
    return ImportIssue(IssueCode.METADATA_UNREADABLE, message, 1)


def _reason(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"{error.problem}, line {error.problem_mark.line + 2}"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error) or "it is damaged"


def _text(value: object) -> str:
    """Return a single value on one line; anything else is empty."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _authors(stated: Mapping[object, object]) -> tuple[str, ...]:
    names = []
    for key in ("author", "authors"):
        value = stated.get(key)
        for entry in value if isinstance(value, list) else [value]:
            name = _text(entry.get("name") if isinstance(entry, dict) else entry)
            # A plural key may hold one line of names; a single author may be "Ray, Ltd.".
            split = key == "authors" and not isinstance(value, list)
            names += [part.strip() for part in name.split(",")] if split else [name]
    return tuple(dict.fromkeys(name for name in names if name))


def _listed(value: object) -> tuple[str, ...]:
    words = value if isinstance(value, list) else _text(value).split(",")
    return tuple(dict.fromkeys(word for entry in words if (word := _text(entry))))
