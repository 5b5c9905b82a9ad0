"""Files and libraries for the benchmarks, generated anew for each run."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ipvm_desktop.importers.registry import default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths

VOCABULARY = (
    "camera door reader supply sheet installer audit corner network password report city panel "
    "cable metre lamp moth alarm guard store recorder firmware vendor dealer contract licence "
    "invoice tender voltage strike relay card backup portal account photograph newspaper week "
    "summer winter morning night first second third often rarely never always the a of and to "
    "in is was that it for on with as by this which from are be not but have had they we you"
)
WORDS = VOCABULARY.split()
ROLES = ("Integrator", "Manufacturer", "Distributor", "End User", "Consultant")
NAMES = ("Ann Ray", "Bo Lane", "Cy Kerr", "Dee Moss", "Eli Stone", "Gil Hart", "Hana Bligh")


def sentence(rng: random.Random, words: int) -> str:
    """Return one sentence of so many words."""
    chosen = rng.choices(WORDS, k=words)
    return " ".join(chosen).capitalize() + "."


def paragraph(rng: random.Random, sentences: int) -> str:
    """Return one paragraph."""
    return " ".join(sentence(rng, rng.randint(8, 18)) for _ in range(sentences))


def article_text(number: int, comments: int = 11) -> str:
    """Return an IPVM text copy of about 8.5 KB with eleven comments, different for each number."""
    rng = random.Random(number)
    day = f"{rng.randint(1, 28):02}, {rng.randint(2012, 2023)}"
    lines = [
        f"{sentence(rng, 7)[:-1].title()} {number}", "", f"Published Mar {day} 14:20 PM",
        "PUBLIC - This article does not require an IPVM subscription. Feel free to share.", "",
    ]  # fmt: skip
    for _ in range(8):
        lines += [paragraph(rng, 5), "", sentence(rng, 4)[:-1].title(), ""]
    lines += [paragraph(rng, 3), "", f"Comments ({comments})"]
    for index in range(1, comments + 1):
        named = rng.random() < 0.4
        author = rng.choice(NAMES) if named else f"Undisclosed {rng.choice(ROLES)} #{index}"
        lines += [author, f"Mar {day}", "", paragraph(rng, 4), "", paragraph(rng, 1), ""]
    return "\n".join(lines)


def write_articles(folder: Path, count: int, comments: int = 11) -> Path:
    """Write so many article files into a new folder and return it."""
    folder.mkdir()
    for number in range(count):
        (folder / f"article-{number:05}.txt").write_text(
            article_text(number, comments), encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="session")
def articles_2000(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 2,000 files of the reference article's size."""
    return write_articles(tmp_path_factory.mktemp("import") / "articles", 2000)


@pytest.fixture(scope="session")
def library_5000(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of 5,000 articles with two comments each."""
    folder = tmp_path_factory.mktemp("start")
    sources = write_articles(folder / "articles", 5000, comments=2)
    path = folder / "library.sqlite"
    with Library.open(path) as library:
        run = import_paths(library, default_registry(), [sources])
        assert library.counts().articles == 5000, run.files[:3]
    return path


@pytest.fixture(scope="session")
def discussions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two files with 1,000 comments each."""
    return write_articles(tmp_path_factory.mktemp("open") / "discussions", 2, comments=1000)
