"""What was read imperfectly, as data the reader is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IssueCode(StrEnum):
    """Kinds of issues; the values stand in the interchange JSON and are never renamed."""

    MASKED_PREVIEW = "masked-preview"
    COMMENTS_WITHHELD = "comments-withheld"
    COMMENT_COUNT = "comment-count"
    COMMENTS_UNSPLIT = "comments-unsplit"
    NO_TITLE = "no-title"
    NO_DATE = "no-date"
    NO_AUTHOR = "no-author"
    FRAGMENT = "fragment"
    TRUNCATED = "truncated"
    AMBIGUOUS_AFFILIATION = "ambiguous-affiliation"
    AMBIGUOUS_HEADER = "ambiguous-header"
    DATE_IN_BODY = "date-in-body"
    DATE_ORDER = "date-order"
    PSEUDONYM_ROLES = "pseudonym-roles"
    IMAGES_MISSING = "images-missing"
    BOILERPLATE_REMOVED = "boilerplate-removed"
    ENCODING_GUESSED = "encoding-guessed"
    CHARACTERS_LOST = "characters-lost"
    NOT_AN_IPVM_PAGE = "not-an-ipvm-page"
    MARKUP_REMOVED = "markup-removed"
    METADATA_UNREADABLE = "metadata-unreadable"
    MISSING_PARENT = "missing-parent"
    REPLY_CYCLE = "reply-cycle"
    TOO_DEEP = "too-deep"
    LEFT_OUT = "left-out"
    DAMAGED = "damaged"
    UNPUBLISHED = "unpublished"
    ENTITIES = "entities"


_NOTICES = frozenset(
    {
        IssueCode.NO_AUTHOR,
        IssueCode.IMAGES_MISSING,
        IssueCode.BOILERPLATE_REMOVED,
        IssueCode.NOT_AN_IPVM_PAGE,
        IssueCode.LEFT_OUT,
    }
)


@dataclass(frozen=True, slots=True)
class ImportIssue:
    """One thing the reader should know about an imported article.

    Attributes:
        code: One of ``IssueCode``'s values, or a code of a later version.
        message: One sentence without a full stop.
        line: 1-based line of the source, or None where no single line is meant.
    """

    code: str
    message: str
    line: int | None = None

    @property
    def needs_a_look(self) -> bool:
        """Whether the import summary should name the article for this."""
        return self.code not in _NOTICES

    @property
    def sentence(self) -> str:
        """The message with its line, unless the message ends with naming it."""
        if self.line is None or self.message.endswith(f"line {self.line}"):
            return self.message
        return f"{self.message} (line {self.line})"
