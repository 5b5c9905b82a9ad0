"""Markdown to sanitised HTML, whatever the Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import markdown
from markdown.extensions.tables import TableExtension

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.fragment import text_to_html
from ipvm_desktop.importers._issues import removed_issues
from ipvm_desktop.sanitize import removed_markup, sanitize

# Brackets that find no partner make the package search to the end of the paragraph, each of
# them; a paragraph where that adds up to more than this is hostile or no Markdown.
_PATIENCE = 200_000
# Beyond this the package's time grows out of hand, also with harmless text.
_LONGEST = 2 * 1024 * 1024
# For each sign that it finds, the package copies the sign's whole paragraph. A text where signs
# times characters exceed this would keep it busy for longer than anybody waits.
_MOST_COPIED = 1_000_000_000
# Likewise with lines, and with those that end a block: it copies the rest of that each time.
_MOST_LINES = 50_000
_MOST_REST = 200_000_000
_BREAK = re.compile(r"^ {0,3}(?:#|[-*_=][-*_= ]*$|[-*+]? *$|\d{1,9}[.)] *$)", re.MULTILINE)
_SIGNS = "\\`*_[]!<&"
_BRACKET = re.compile(r"[\[\]()]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NEW_RUN = re.compile(r"\s*(?:[-*+|>#]|\d+[.)]|$)")


class MarkdownEngine:
    """Renders the texts of one article and remembers what was taken out of them.

    Args:
        html: Tags in the text are markup; else they are shown as they are written.
        place: Makes the pictures in HTML refer to the library's; None where there are none.

    Attributes:
        removed: Names of active parts that were taken out, such as "script".
        unrendered: Texts too deep, long or twisted for the package, shown as they are written.
    """

    def __init__(self, *, html: bool = True, place: Callable[[str], str] | None = None) -> None:
        self._has_html = html
        self._place = place
        # Made when it is needed, for that takes a while.
        self._package: markdown.Markdown | None = None
        self.removed: set[str] = set()
        self.unrendered = 0

    def render(self, text: str) -> str:
        """Return a text as a sanitised fragment."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        tame = None if _is_long(text) else tamed(text)
        if tame is None or _copied(tame) > _MOST_COPIED:
            self.unrendered += 1
            return text_to_html(text)
        package = self._package or _package(html=self._has_html)
        self._package = package
        try:
            package.reset()
            html = package.convert(tame)
        except (RecursionError, AssertionError):
            # Deep lists exhaust the stack, and malformed declarations the HTML parser.
            self._package = None
            self.unrendered += 1
            return text_to_html(text)
        if self._place is not None:
            html = self._place(html)
        self.removed.update(removed_markup(html))
        return sanitize(html)

    def issues(self) -> Iterator[ImportIssue]:
        """Yield what the reader should know of the texts rendered so far."""
        yield from removed_issues(self.removed)
        if self.unrendered:
            message = "Text too deep, long or twisted for Markdown is shown as it is written"
            yield ImportIssue(IssueCode.MARKUP_REMOVED, message)


def _is_long(text: str) -> bool:
    """Whether the package would take too long for want of blank lines, or for sheer length."""
    return (
        len(text) > _LONGEST
        or text.count("\n") > _MOST_LINES
        or sum(len(block) * len(_BREAK.findall(block)) for block in text.split("\n\n")) > _MOST_REST
    )


def _package(*, html: bool) -> markdown.Markdown:
    package = markdown.Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            "fenced_code",
            "footnotes",
            "sane_lists",
        ],
        extension_configs={"footnotes": {"BACKLINK_TEXT": ""}},
        output_format="html",
    )
    if not html:
        package.preprocessors.deregister("html_block")
        package.inlinePatterns.deregister("html")
    return package


def tamed(text: str) -> str:
    """Escape brackets and tags that would keep the package busy for hours.

    Ordinary Markdown comes back unchanged; code in fences always does.
    """
    if _tag_cost(text) > _PATIENCE * 10:
        text = text.replace("<", "&lt;")
    return "".join(
        _BRACKET.sub(r"\\\g<0>", run) if not is_code and _bracket_cost(run) > _PATIENCE else run
        for is_code, run in _runs(text)
    )


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    """Split a text where paragraphs, points and fences begin; yields also whether it is code."""
    run: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        opens = match is not None and not fence
        if opens or (not fence and _NEW_RUN.match(line)):
            yield False, "".join(run)
            run = []
        run.append(line)
        if match is None:
            continue
        if opens:
            fence = match[1]
        elif match[1].startswith(fence):
            yield True, "".join(run)
            run, fence = [], ""
    # A fence that nothing closes encloses nothing.
    yield False, "".join(run)


def _copied(text: str) -> int:
    """Return how many characters the package will copy while it looks for signs."""
    return sum(
        len(run) * sum(map(run.count, _SIGNS)) for is_code, run in _runs(text) if not is_code
    )


def _bracket_cost(run: str) -> int:
    """Return over how many characters the package will look for closing brackets."""
    cost = 0
    waiting: dict[str, list[int]] = {"]": [], ")": []}
    for match in _BRACKET.finditer(run):
        if match[0] in "[(":
            waiting["]" if match[0] == "[" else ")"].append(match.start())
        elif waiting[match[0]]:
            cost += match.start() - waiting[match[0]].pop()
    return cost + sum(len(run) - start for starts in waiting.values() for start in starts)


def _tag_cost(text: str) -> int:
    """Return over how many characters a parser will look for the ends of tags."""
    cost = end = 0
    start = text.find("<")
    while start >= 0:
        if end <= start:
            end = text.find(">", start)
            end = len(text) if end < 0 else end
        cost += end - start
        start = text.find("<", start + 1)
    return cost
