"""What the heads of posts look like in topics that were saved as Markdown."""

from __future__ import annotations

import re

RAW_HEAD = re.compile(
    r"(?P<author>\S{1,60}) \| (?P<date>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC) \| "
    r"#(?P<number>\d{1,7})"
)
MARKDOWN_HEAD = re.compile(
    r"## Post #(?P<number>\d{1,7}) by @?(?P<author>.{1,60}?) "
    r"\((?P<date>\d{4}-\d{2}-\d{2}[^)]{0,30})\)"
)
RAW_SIGN = re.compile(rf"\A\s*{RAW_HEAD.pattern}[ \t]*\r?\n")
MARKDOWN_SIGN = re.compile(rf"^{MARKDOWN_HEAD.pattern}[ \t]*\r?$", re.MULTILINE)
