"""Videos and the like that stand in frames on a page, as links to where they can be seen."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from ipvm_desktop.importers._addresses import host_of

_MARK = "data-embedded"
_FRAMES = (
    "iframe",
    "video",
    "audio",
    "lite-youtube",
    "amp-youtube",
    "amp-vimeo",
    "amp-video",
    "amp-iframe",
)
_LATE = ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-cookieconsent-src")
_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})(?:[?&#].*)?\Z"
)
_VIMEO = re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d{4,12})(?:[?&#].*)?\Z")
_TWEET = re.compile(r"(?:https?:)?//platform\.twitter\.com/embed/[\w.]+\?.*\bid=(\d{5,25}).*\Z")
_PLAYERS = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)*(?:youtube\.com|dailymotion\.com|spotify\.com|soundcloud\.com|"
    r"bandcamp\.com|ted\.com|twitch\.tv|bilibili\.com|rumble\.com|wistia\.(?:net|com)|"
    r"brightcove\.net|jwplayer\.com|codepen\.io|instagram\.com|tiktok\.com|facebook\.com/plugins/"
    r"(?:video|post)|google\.com/maps|openstreetmap\.org|datawrapper\.de|dwcdn\.net|"
    r"archive\.org/embed|slideshare\.net|scribd\.com|vk\.com/video|apple\.com)"
)
_PLAIN = re.compile(r"(?:youtube|vimeo|video|audio|embedded?)\b.{0,20}\Z", re.IGNORECASE)
_MOST = 200


def mark_embedded(root: HtmlElement) -> None:
    """Make rules of what is embedded in a page, which remember what it was; pictures of AMP's.

    Rules stay where they stand in the article when its text is told from the rest of the page.
    """
    for image in list(root.iter("amp-img", "amp-anim")):
        image.tag = "img"
    for frame in list(root.iter(*_FRAMES))[:_MOST]:
        address = _address(frame)
        if address:
            title = " ".join((frame.get("title") or "").split())
            frame.clear(keep_tail=True)
            frame.tag = "hr"
            frame.set(_MARK, address)
            if title and not _PLAIN.match(title):
                frame.set("title", title)


def put_links(fragment: HtmlElement) -> None:
    """Make links of the rules that ``mark_embedded()`` made."""
    for rule in list(fragment.iter("hr")):
        address = rule.attrib.pop(_MARK, None)
        if address is not None:
            link = rule.makeelement("a", href=address)
            link.text = f"\u25b6 {rule.attrib.pop('title', host_of(address) or address)}"
            rule.tag = "p"
            rule.append(link)


def _address(frame: HtmlElement) -> str | None:
    """Return where something embedded can be seen, or None for what is not known to be content."""
    if frame.get("autoplay") is not None and frame.get("controls") is None:
        # It moves behind the text, as pictures do.
        return None
    key = frame.get("videoid") or frame.get("data-videoid")
    if key and frame.tag in ("lite-youtube", "amp-youtube", "amp-vimeo"):
        return f"https://vimeo.com/{key}" if frame.tag == "amp-vimeo" else _watch(key)
    sources = (frame, *frame.iter("source"))
    stated = (source.get(name) or "" for source in sources for name in _LATE)
    address = next((each.strip() for each in stated if each.strip()), "")
    for pattern, place in (
        (_YOUTUBE, "https://www.youtube.com/watch?v="),
        (_VIMEO, "https://vimeo.com/"),
        (_TWEET, "https://twitter.com/i/status/"),
    ):
        if found := pattern.match(address):
            return f"{place}{found[1]}"
    is_file = frame.tag in ("video", "audio", "amp-video") and not address.startswith(
        ("blob:", "data:")
    )
    return address if address and (is_file or _PLAYERS.match(address)) else None


def _watch(key: str) -> str:
    return f"https://www.youtube.com/watch?v={key}"
