"""A copy of a page of another site: the article, and the discussion in the layout that fits."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipvm_desktop.domain.document import CommentOrder, Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._block_reader import BlockReader, Layout
from ipvm_desktop.importers._blocks import Fragment
from ipvm_desktop.importers._discussion import FoundComment, parsed_comments, with_article_author
from ipvm_desktop.importers._issues import FILE_NAME, count_issues, no_title, structure_issues
from ipvm_desktop.importers._titles import shortened
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.pasted.families import FAMILIES, REDDIT, SORTING, TELLING
from ipvm_desktop.importers.pasted.lines import Lines, Section, find_date, is_name
from ipvm_desktop.importers.pasted.posts import Post, found_comments
from ipvm_desktop.importers.pasted.printed import INDENTED, printed_posts
from ipvm_desktop.importers.pasted.topics import read_topic

_BYLINE = re.compile(
    r"(?:(?:written|posted|published|story) )?by:? (?P<name>\S.{0,80}?)"
    r"(?: (?:on|at|in|[|•·])\b.*)?",
    re.IGNORECASE,
)
# The line below a title on Hacker News and on old Reddit.
_STORY = re.compile(
    r"(?:\d+ points? by (?P<author>\S+) (?P<when>\d+ \w+ ago|on .+?)(?: \|.*)?"
    r"|submitted (?P<age>\d+ \w+ ago)(?: \*)? by (?P<sender>\S+).*)"
)
_STORY_COUNT = re.compile(r"\d+ points? by .* \| (?P<count>\d{1,9})\s?comments?\b.*")
# Above a title: a sheet of a calendar with a line for each part, or a date with a byline.
_DATED_BYLINE = re.compile(r" [—–|•·] by (?P<name>\S.{0,60})\Z", re.IGNORECASE)
_ABOVE = re.compile(
    r"(?:\d{1,2} [a-z]{3,9}|[a-z]{3,9} \d{1,2}) (?:19|20)\d\d"
    r"|[^—–|•·]{6,50} [—–|•·] by \S.{0,60}",
    re.IGNORECASE,
)
_HEAD_LINES = 8
_SECTIONS = 3
_OPENING_LENGTH = 80
_FIRST_POST = "#1"


@dataclass(frozen=True, slots=True)
class Split:
    """A copy cut into article and posts.

    Attributes:
        make: Title of the layout, for people.
        end: The line after the article's last one.
        posts: In the copy's order.
        opens: The first post is the article.
        order: How the posts follow each other.
        section: What heads the discussion, or None.
        told: The copy shows who answers whom in full.
        title: Where it stands in the first post; None where it stands above.
    """

    make: str
    end: int
    posts: tuple[Post, ...]
    opens: bool = False
    order: CommentOrder = CommentOrder.PAGE
    section: Section | None = None
    told: bool = False
    title: str | None = None


@dataclass(slots=True)
class Head:
    """What stands above the discussion.

    Attributes:
        title: The first line, or None where there is none.
        byline: Names that a line gives as the article's authors.
        date: The article's date as printed, or None.
        body: The rest.
        declared: How many comments the line below the title announces, or None.
    """

    title: str | None
    byline: tuple[str, ...]
    date: str | None
    body: Fragment
    declared: int | None = None


def split(text: Lines) -> Split | None:
    """Find the layout of a copy's comments, or None where it has none that is known."""
    for make, read, is_forum in FAMILIES:
        posts = read(text)
        if posts:
            return _family(text, make, posts, is_forum=is_forum)
    announced = [
        Split("a blog", section.line, tuple(posts), section=section, told=_is_told(posts))
        for section in _likely(text.sections())
        if (posts := printed_posts(text, section.line + 1, announced=True))
    ]
    if announced:
        # A link "12 comments" above the article heads nothing, and makes a comment of the article.
        most = max(len(each.posts) for each in announced)
        return next(each for each in reversed(announced) if len(each.posts) >= most - 1)
    posts = printed_posts(text, 0, announced=False)
    return Split("a blog", posts[0].top, tuple(posts), told=_is_told(posts)) if posts else None


def _likely(sections: Sequence[Section]) -> Sequence[Section]:
    """Return the first few and the last few: trying each of thousands would take for ever."""
    if len(sections) <= 2 * _SECTIONS:
        return sections
    return [*sections[:_SECTIONS], *sections[-_SECTIONS:]]


def _is_told(posts: Sequence[Post]) -> bool:
    """Whether indentation shows the whole nesting; a name in a head shows one answer only."""
    return any(post.reason == INDENTED for post in posts)


def _family(text: Lines, make: str, posts: Sequence[Post], *, is_forum: bool) -> Split:
    top = posts[0].top
    section = next((each for each in reversed(text.sections()) if each.line < top), None)
    is_first = _FIRST_POST in text.lines[top : posts[0].body[0]]
    is_bare = not any(len(line) > _OPENING_LENGTH for line in text.lines[:top])
    opens = is_forum and (is_first or is_bare)
    title: str | None = None
    if make == REDDIT and len(posts) > 1 and SORTING in text.lines[top : posts[1].top]:
        # The menu for sorting the comments stands below the post that they answer.
        opens = True
        first, last = posts[0].body
        title = text.lines[first]
        posts = [dataclasses.replace(posts[0], body=(first + 1, last)), *posts[1:]]
    end = top if section is None else section.line
    order = CommentOrder.TIME if is_forum else CommentOrder.PAGE
    told = make in TELLING and any(post.parent is not None for post in posts)
    return Split(make, end, tuple(posts), opens, order, section, told, title)


def read_topic_copy(
    text: str, name: str, saved: dt.datetime | None, issues: Sequence[ImportIssue] = ()
) -> Document | None:
    """Read a topic saved as Markdown, or return None where it is none; as ``read_copy()``."""
    # Both take a while to load, and no other copy needs them.
    from ipvm_desktop.importers.markdown.engine import MarkdownEngine
    from ipvm_desktop.importers.markdown.head import split_head

    front, below = split_head(text)
    lines = Lines(below)
    engine = MarkdownEngine()
    topic = read_topic(lines.raw, engine.render)
    if topic is None:
        return None
    titles = (front.values.get("title"), *_headings(lines.lines[: topic.end]))
    title = next(filter(None, titles), None)
    found = Split("Discourse", topic.end, topic.posts, opens=True, order=CommentOrder.TIME)
    head = Head(title, (), None, Fragment())
    url = front.values.get("url", "")
    document = dataclasses.replace(
        _document(lines, found, head, name, saved),
        url=url if url.startswith(("https://", "http://")) else None,
    )
    return dataclasses.replace(
        document,
        issues=(*issues, *front.issues, *engine.issues(), *_issues(document, head, found)),
    )


def _headings(lines: Sequence[str]) -> Iterator[str]:
    return (line.removeprefix("# ") for line in lines if line.startswith("# "))


def read_copy(
    text: str, name: str, saved: dt.datetime | None, issues: Sequence[ImportIssue] = ()
) -> Document | None:
    """Read a copy, or return None where its comments have no layout that is known.

    Args:
        text: The whole copy.
        name: What stands in for a title where there is none.
        saved: When it was saved; what "3 hours ago" counts from.
        issues: Found already.
    """
    lines = Lines(text)
    found = split(lines)
    if found is None:
        return None
    head = read_head(lines, found.end)
    document = _document(lines, found, head, name, saved)
    return dataclasses.replace(document, issues=(*issues, *_issues(document, head, found)))


def _document(
    lines: Lines, found: Split, head: Head, name: str, saved: dt.datetime | None
) -> Document:
    comments = found_comments(lines, found.posts, saved)
    opened = comments.pop(0) if found.opens else None
    if opened is not None:
        comments = [_unhung(comment, opened.key) for comment in comments]
    parsed = parsed_comments(comments)
    document = Document(
        title=found.title or head.title or name,
        byline=head.byline,
        published=None if head.date is None else read_web_date(head.date, saved),
        published_text=head.date,
        body_html=head.body.html,
        body_text=head.body.text,
        declared_comments=head.declared if found.section is None else found.section.declared,
        comments=parsed,
        comment_order=found.order,
        replies_told=found.told,
    )
    document = document if opened is None else _with_opening(document, opened)
    return dataclasses.replace(
        document, comments=with_article_author(document.comments, document.byline)
    )


def _unhung(comment: FoundComment, opening: str | None) -> FoundComment:
    """Return a comment that answers the opening post as one that answers the article."""
    if comment.parent != opening:
        return comment
    return dataclasses.replace(comment, parent=None)


def _with_opening(document: Document, opened: FoundComment) -> Document:
    (post,) = parsed_comments([opened])
    return dataclasses.replace(
        document,
        kind=ArticleKind.DISCUSSION,
        byline=() if post.author is None else (post.author,),
        published=post.posted,
        published_text=post.posted_text,
        body_html=post.body_html,
        body_text=post.body_text,
    )


def read_head(text: Lines, end: int) -> Head:
    """Read title, byline, date and body from the lines above a discussion."""
    lines = list(text.lines)
    title: str | None = None
    declared: int | None = None
    filled = [index for index in range(end) if lines[index]][:_HEAD_LINES]
    above, date, byline = _above_title([lines[index] for index in filled])
    for index in filled[:above]:
        lines[index] = ""
    del filled[:above]
    for index in filled:
        line = lines[index]
        found = find_date(line)
        by = _BYLINE.fullmatch(line)
        if by is not None and not byline and title is not None:
            byline = (_name_of(by["name"]),)
            date = date or (found.text if found else None)
        elif (story := _STORY.fullmatch(line)) is not None and title is not None:
            byline = (story["author"] or story["sender"],)
            date = story["when"] or story["age"]
            count = _STORY_COUNT.fullmatch(line)
            declared = int(count["count"]) if count else None
        elif date is None and found is not None and len(found.before) + len(found.after) < 20:
            date = found.text
        elif title is None and _can_be_title(line):
            title = shortened(line)
            if title != line:
                # A shortened line stays in the body, so that nothing of it is lost.
                continue
        elif len(line) > _OPENING_LENGTH:
            break
        else:
            continue
        lines[index] = ""
    body = BlockReader(text.raw, lines, Layout(pictures=False)).read(0, end)
    return Head(title, byline, date, body, declared)


def _above_title(lines: Sequence[str]) -> tuple[int, str | None, tuple[str, ...]]:
    """Return how many of a copy's first lines are a date with or without a byline, and both."""
    for count in (1, 2, 3):
        above = " ".join(lines[:count])
        dated = find_date(above) if _ABOVE.fullmatch(above) else None
        if dated is not None:
            names = (by["name"] for by in _DATED_BYLINE.finditer(above))
            return count, dated.text, tuple(names)
    return 0, None, ()


def _can_be_title(line: str) -> bool:
    """Whether a line is more than a date, or a number of comments."""
    found = find_date(line)
    is_date = found is not None and found.text == line
    return not is_date and not re.fullmatch(r"\d{1,3}", line) and any(map(str.isalnum, line))


def _name_of(text: str) -> str:
    found = find_date(text)
    return (found.before if found and is_name(found.before) else text).strip(" ,|-–•")


def _issues(document: Document, head: Head, found: Split) -> Iterator[ImportIssue]:
    if head.title is None and found.title is None:
        yield no_title(FILE_NAME)
    message = (
        f"This is not a page of IPVM; its comments are laid out as those of {found.make}, and "
        "were told apart by what repeats"
    )
    yield ImportIssue(IssueCode.NOT_AN_IPVM_PAGE, message, found.posts[0].top + 1)
    yield from count_issues(document.declared_comments, len(document.comments))
    yield from structure_issues(document.comments)
