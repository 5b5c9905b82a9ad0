"""Who answers whom in what blogs print: by names in heads, and by indentation."""

from __future__ import annotations

from collections.abc import Sequence

from ipvm_desktop.importers.pasted.lines import Lines
from ipvm_desktop.importers.pasted.posts import Post

INDENTED = "indented in the copy"


def hung(text: Lines, posts: Sequence[Post]) -> list[Post]:
    """Hang posts below those that their heads name, or that stand less far indented."""
    indents = [text.indent(post.top) for post in posts]
    told = len(set(indents)) > 1 and indents[0] == min(indents) < max(indents[1:])
    told = told and indents.count(indents[0]) > 1
    latest: dict[str, int] = {}
    path: list[int] = []
    hung = []
    for place, post in enumerate(posts):
        named = latest.get(post.reason.removeprefix("its head names ").casefold())
        while path and indents[path[-1]] >= indents[place]:
            path.pop()
        if named is not None:
            parent, reason = named, post.reason
        elif told and path:
            parent, reason = path[-1], INDENTED
        else:
            parent, reason = None, ""
        path.append(place)
        latest[(post.author or "").casefold()] = place
        hung.append(
            Post(
                top=post.top, body=post.body, author=post.author, date=post.date,
                badges=post.badges, parent=parent, reason=reason,
            )
        )  # fmt: skip
    return hung
