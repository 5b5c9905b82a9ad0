"""Lines of plain text to blocks, and blocks to HTML and text. No markup is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from ipvm_desktop.fragment import MISSING_PICTURE, PICTURE_LINE


@dataclass(slots=True)
class Fragment:
    """A body under construction, in both of its forms.

    Attributes:
        headings: In order.
        pictures: Placeholders written.
    """

    _html: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    pictures: int = 0

    @property
    def html(self) -> str:
        """The blocks as an HTML fragment."""
        return "\n".join(self._html)

    @property
    def text(self) -> str:
        """The blocks as plain text, separated by a blank line."""
        return "\n\n".join(self._text)

    def paragraph(self, lines: list[str]) -> None:
        """Add a paragraph; its line ends stay."""
        self._html.append(f"<p>{inline(lines)}</p>")
        self._text.append("\n".join(lines))

    def quote(self, lines: list[str]) -> None:
        """Add a passage that the text takes from elsewhere."""
        self._html.append(f"<blockquote><p>{inline(lines)}</p></blockquote>")
        self._text.append("\n".join(lines))

    def heading(self, line: str) -> None:
        """Add a heading."""
        self._html.append(f"<h2>{escape(line, quote=False)}</h2>")
        self._text.append(line)
        self.headings.append(line)

    def picture(self) -> None:
        """Add the placeholder of a picture that the copy lost."""
        self._html.append(MISSING_PICTURE)
        self._text.append(PICTURE_LINE)
        self.pictures += 1

    def bullets(self, points: list[list[str]]) -> None:
        """Add a list with bullets; each point is its lines."""
        self._list("ul", points, ["• "] * len(points))

    def numbers(self, points: list[list[str]], first: int) -> None:
        """Add a numbered list that counts from ``first``."""
        tag = "ol" if first == 1 else f'ol start="{first}"'
        markers = [f"{number}. " for number in range(first, first + len(points))]
        self._list(tag, points, markers)

    def _list(self, tag: str, points: list[list[str]], markers: list[str]) -> None:
        rows = "".join(f"<li>{inline(lines)}</li>" for lines in points)
        self._html.append(f"<{tag}>{rows}</{tag[:2]}>")
        self._text.append(
            "\n".join(
                f"{marker}{chr(10).join(lines)}"
                for marker, lines in zip(markers, points, strict=True)
            )
        )


def inline(lines: list[str]) -> str:
    """Return lines as the HTML inside one block."""
    if len(lines) == 1:
        return escape(lines[0], quote=False)
    return escape("\n".join(lines), quote=False).replace("\n", "<br>")
