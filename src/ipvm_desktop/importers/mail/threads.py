"""Which mails belong together, and which answers which, by the ids they name (RFC 5322, 3.6.4).

Subjects are not looked at: two people who write "Question" have no talk with each other.
"""

from __future__ import annotations

from collections.abc import Sequence


class ThreadIndex:
    """The mails of a file by their ids, small enough for a million of them.

    A mail belongs to a thread with every mail it names, and with those that name the same
    missing ones, as in RFC 5256 (REFERENCES) without its step for subjects. It answers the
    mail that ``In-Reply-To`` names or else the last one of ``References``; programs that write
    the references in another order are right about ``In-Reply-To``.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._union: list[int] = []
        self._mails: list[int] = []  # by id: the mail that has it, or -1
        self._ids: list[int] = []  # by mail: its id
        self._stated: list[tuple[int, ...]] = []  # by mail: what it may answer

    def __len__(self) -> int:
        return len(self._ids)

    def mail_with(self, name: str) -> int | None:
        """Return the number of the mail that has an id, or None."""
        number = self._numbers.get(name)
        mail = -1 if number is None else self._mails[number]
        return None if mail < 0 else mail

    def add(self, name: str | None, replied: Sequence[str], references: Sequence[str]) -> None:
        """Take in the next mail: its id, and the ids that it names.

        Where a second mail has the same id or a mail has none, it gets a name of its own.
        """
        mail = len(self._ids)
        if name is None or self.mail_with(name) is not None:
            name = f"mail {mail + 1}"
        own = self._number(name)
        self._mails[own] = mail
        self._ids.append(own)
        stated = [self._number(each) for each in (*replied, *references[-1:])]
        self._stated.append(tuple(dict.fromkeys(each for each in stated if each != own)))
        for each in (*stated, *map(self._number, references)):
            self._join(own, each)

    def threads(self) -> list[list[int]]:
        """Return the numbers of the mails of each thread, all in the file's order."""
        threads: dict[int, list[int]] = {}
        for mail, own in enumerate(self._ids):
            threads.setdefault(self._top(own), []).append(mail)
        return list(threads.values())

    def name(self, mail: int) -> str:
        """Return the id of a mail, or the name it got."""
        return self._names[self._ids[mail]]

    def parent(self, mail: int) -> str | None:
        """Return the id of the mail that a mail answers; None where it answers none.

        It is the id of a missing one where all that are stated are missing.
        """
        stated = self._stated[mail]
        there = (each for each in stated if self._mails[each] >= 0)
        found = next(there, stated[0] if stated else None)
        return None if found is None else self._names[found]

    def _number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self._names))
        if number == len(self._names):
            self._names.append(name)
            self._union.append(number)
            self._mails.append(-1)
        return number

    def _top(self, number: int) -> int:
        union = self._union
        while union[number] != number:
            union[number] = union[union[number]]
            number = union[number]
        return number

    def _join(self, one: int, other: int) -> None:
        # The older number stays on top; halved paths keep the way up short.
        first, second = sorted((self._top(one), self._top(other)))
        self._union[second] = first
