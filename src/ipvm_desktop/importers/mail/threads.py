"""Which mails belong together, and which answers which, by the ids they name (RFC 5322, 3.6.4).

Subjects are not looked at: two people who write "Question" have no talk with each other.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from ipvm_desktop.importers.exports.hashes import Hashes


class ThreadIndex:
    """The mails of a file by their ids, small enough for millions of them.

    A mail belongs to a thread with every mail it names, and with those that name the same
    missing ones, as in RFC 5256 (REFERENCES) without its step for subjects. It answers the
    mail that ``In-Reply-To`` names or else the last one of ``References``; programs that write
    the references in another order are right about ``In-Reply-To``.
    """

    def __init__(self) -> None:
        # By hash: the ids themselves would take more memory than all else together. Of a million
        # ids two have the same hash of 64 bits once in forty million files, and nobody can
        # aim at it, since Python salts its hashes.
        self._numbers = Hashes("i")
        self._union = array("i")
        self._mails = array("i")  # by id: the mail that has it, or -1
        self._ids = array("i")  # by mail: its id

    def mail_with(self, name: str) -> int | None:
        """Return the number of the mail that has an id, or None."""
        number = self._numbers.get(hash(name))
        mail = -1 if number is None else self._mails[number]
        return None if mail < 0 else mail

    def add(self, name: str | None, replied: Sequence[str], references: Sequence[str]) -> None:
        """Take in the next mail: its id, and the ids that it names.

        Where a second mail has the same id or a mail has none, it gets a name of its own.
        """
        mail = len(self._ids)
        if name is None or self.mail_with(name) is not None:
            name = _given_name(mail)
        own = self._number(name)
        self._mails[own] = mail
        self._ids.append(own)
        for each in (*replied, *references):
            self._join(own, self._number(each))

    def threads(self) -> Iterator[list[int]]:
        """Yield the numbers of the mails of each thread, all in the file's order."""
        count = len(self._ids)
        first_of = array("i", [-1]) * len(self._union)
        following, last = array("i", [-1]) * count, array("i", [-1]) * count
        for mail, own in enumerate(self._ids):
            top = self._top(own)
            first = first_of[top]
            if first < 0:
                first = first_of[top] = mail
            else:
                following[last[first]] = mail
            last[first] = mail
        for first in range(count):
            if last[first] >= 0:
                thread = [first]
                while following[thread[-1]] >= 0:
                    thread.append(following[thread[-1]])
                yield thread

    def name(self, mail: int, stated: str | None) -> str:
        """Return the id of a mail, or the name it got.

        Args:
            mail: Its number.
            stated: The id that it states.
        """
        has_own = stated is not None and self.mail_with(stated) == mail
        return stated if has_own and stated is not None else _given_name(mail)

    def parent(self, own: str, replied: Sequence[str], references: Sequence[str]) -> str | None:
        """Return the id of the mail that a mail answers; None where it answers none.

        It is the id of a missing one where all that are stated are missing.

        Args:
            own: The mail's ``name``.
            replied: The ids in its ``In-Reply-To``.
            references: The ids in its ``References``.
        """
        stated = [each for each in (*replied, *references[-1:]) if each != own]
        there = (each for each in stated if self.mail_with(each) is not None)
        return next(there, stated[0] if stated else None)

    def _number(self, name: str) -> int:
        number = self._numbers.get(hash(name))
        if number is None:
            number = len(self._mails)
            self._numbers.put(hash(name), number)
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


def _given_name(mail: int) -> str:
    return f"mail {mail + 1}"
