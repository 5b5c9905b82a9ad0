"""Dates as pages print them: what is read, and what is left alone because it could be two."""

from __future__ import annotations

import datetime as dt

import pytest

from ipvm_desktop.importers.dates.languages import puts_day_first
from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.dates.web import day_order, read_web_date

SAVED = dt.datetime(2024, 5, 20, 12, 34, 56, tzinfo=dt.UTC)  # a Monday


def read(text: str, saved: dt.datetime | None = SAVED, day_first: bool | None = None) -> str | None:
    moment = read_web_date(text, saved, day_first)
    return None if moment is None else moment.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-04T09:08:07+01:00", "2021-03-04T09:08:07+01:00"),
        ("2021-03-04T09:08:07.1234567Z", "2021-03-04T09:08:07+00:00"),
        ("20210304T090807Z", "2021-03-04T09:08:07+00:00"),
        ("2021-03-04 09:08:07 -0500", "2021-03-04T09:08:07-05:00"),
        ("2021-03-04 09:08 UTC", "2021-03-04T09:08:00+00:00"),
        ("2021-3-4", "2021-03-04"),
        ("2021/03/04 09:08", "2021-03-04T09:08:00"),
        ("Thu, 04 Mar 2021 09:08:07 +0530", "2021-03-04T09:08:07+05:30"),
        ("Thu Mar 04 2021 09:08:07 GMT-0300", "2021-03-04T09:08:07-03:00"),
        ("1614848887", "2021-03-04T09:08:07+00:00"),
        ("1614848887000", "2021-03-04T09:08:07+00:00"),
    ],
)
def test_what_attributes_state(text: str, expected: str) -> None:
    assert read(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 4, 2021 at 9:08 pm", "2021-03-04T21:08:00"),
        ("Thursday, March 4th, 2021 @ 09:08PM", "2021-03-04T21:08:00"),
        ("9:08 PM, March 4, 2021", "2021-03-04T21:08:00"),
        ("March 4, 20219:08 pm -", "2021-03-04T21:08:00"),
        ("March 4, 2021 5 p.m.", "2021-03-04T17:00:00"),
        ("March 4, 2021 at 9:08 am (UTC -5)", "2021-03-04T09:08:00-05:00"),
        ("March 4, 2021 at 9:08 am EST", "2021-03-04T09:08:00-05:00"),
        ("March 4, 2021, 9:08 z", "2021-03-04T09:08:00+00:00"),
        ("Posted on 4 Sept 2021", "2021-09-04"),
        ("Mar 4, '21", "2021-03-04"),
        ("4 Mar 99", "1999-03-04"),
        ("4. März 2021 um 18:05 Uhr", "2021-03-04T18:05:00"),
        ("Do, 4. Mär 2021 um 18.05 Uhr", "2021-03-04T18:05:00"),
        ("Thu 4 Mar 2021 18.05 GMT", "2021-03-04T18:05:00+00:00"),
        ("04/03/2021, 18.05", None),
        ("24/03/2021, 18.05", "2021-03-24T18:05:00"),
        ("04.03.2021, 18:05", "2021-03-04T18:05:00"),
        ("04.03.21 18:05", "2021-03-04T18:05:00"),
        ("jeudi 4 février 2021 à 9h08", "2021-02-04T09:08:00"),
        ("mar. 4 mai 2021", "2021-05-04"),
        ("4 de marzo de 2021 a las 9:08 p. m.", "2021-03-04T21:08:00"),
        ("4 marzo 2021 alle ore 9.08", "2021-03-04T09:08:00"),
        ("quinta-feira, 4 de março de 2021 às 09:08", "2021-03-04T09:08:00"),
        ("4 maart 2021 om 09:08 uur", "2021-03-04T09:08:00"),
        ("4 października 2021 o 09:08", "2021-10-04T09:08:00"),
        ("4 марта 2021 г. в 09:08", "2021-03-04T09:08:00"),
        ("den 4 augusti 2021 kl. 09.08", "2021-08-04T09:08:00"),
        ("4. listopadu 2021 v 9:08", "2021-11-04T09:08:00"),
        ("4. kesäkuuta 2021 klo 9.08", "2021-06-04T09:08:00"),
        ("2021. március 4. 9:08", "2021-03-04T09:08:00"),
        ("4 Ağustos 2021, 09:08", "2021-08-04T09:08:00"),
        ("2021年3月4日 下午9:08", "2021-03-04T21:08:00"),
        ("2021년 3월 4일 오전 9:08", "2021-03-04T09:08:00"),
    ],
)
def test_what_pages_print(text: str, expected: str | None) -> None:
    assert read(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("just now", "2024-05-20T12:34:00+00:00"),
        ("jetzt", "2024-05-20T12:34:00+00:00"),
        ("5 minutes ago", "2024-05-20T12:29:00+00:00"),
        ("5m", "2024-05-20T12:29:00+00:00"),
        ("3 hours ago", "2024-05-20T09:00:00+00:00"),
        ("about an hour ago", "2024-05-20T11:00:00+00:00"),
        ("1 day 3 hours ago", "2024-05-19T09:00:00+00:00"),
        ("3 days ago", "2024-05-17"),
        ("2 weeks ago", "2024-05-06"),
        ("3 mo. ago", "2024-02-20"),
        ("1 year, 2 months ago", "2023-03-20"),
        ("3y", "2021-05-20"),
        ("last year", "2023-05-20"),
        ("vor 3 Tagen", "2024-05-17"),
        ("vor einem Jahr", "2023-05-20"),
        ("il y a 3 ans", "2021-05-20"),
        ("hace 3 días", "2024-05-17"),
        ("há 3 dias", "2024-05-17"),
        ("3 giorni fa", "2024-05-17"),
        ("3 dagen geleden", "2024-05-17"),
        ("3 dni temu", "2024-05-17"),
        ("3 дня назад", "2024-05-17"),
        ("för 3 timmar sedan", "2024-05-20T09:00:00+00:00"),
        ("3天前", "2024-05-17"),
        ("3 시간 전", "2024-05-20T09:00:00+00:00"),
        ("yesterday at 5:02 PM", "2024-05-19T17:02:00"),
        ("昨日 17:02", "2024-05-19T17:02:00"),
        ("hace alrededor de 2 meses", "2024-03-20"),
        ("Today, 09:08", "2024-05-20T09:08:00"),
        ("gestern um 17:02", "2024-05-19T17:02:00"),
        ("вчера в 17:02", "2024-05-19T17:02:00"),
        ("Saturday at 5:02 PM", "2024-05-18T17:02:00"),
        ("Monday at 5:02 PM", "2024-05-13T17:02:00"),
        ("yesterday", "2024-05-19"),
    ],
)
def test_what_counts_from_the_time_of_saving(text: str, expected: str) -> None:
    assert read(text) == expected
    assert read(text, None) is None


def test_a_month_before_the_last_of_a_longer_one_is_its_own_last() -> None:
    saved = dt.datetime(2024, 3, 31, tzinfo=dt.UTC)
    assert read("1 month ago", saved) == "2024-02-29"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "at",
        "12",
        "2021",
        "March",
        "Mar '21",
        "4 Mar 21",
        "March April 4, 2021",
        "March 4, 2021, 9 replies",
        "04.03.2021 by Ann",
        "123/4/2021",
        "4-March-21",
        "2021-02-30",
        "30.02.2021",
        "4.3.1021",
        "March 4, 2021 25:10",
        "20210304T250800Z",
        "March 4, 2021 at 9:08 +2500",
        "March 4, 2021 9:08 to 10:08",
        "9999 years ago",
        "9999999 years ago",
        "3 days",
        "1631d",
        "in 3 days",
        "3 days and 4 days ago",
        "hours ago",
        "il y a 5 m",
        "3 h lalu",
        "edited 3 days ago",
        "Tuesday, May 4",
        "30 February",
        "May 45",
        "4 March and 5 April",
        "12 June 8",
        "Ann 3 days ago",
        "Ann and Bo",
        "tomorrow night",
        "May " * 50,
    ],
)
def test_no_date_and_what_could_be_two(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 4", "2024-05-04"),
        ("Jun 20th at 2:41 am", "2023-06-20T02:41:00"),
        ("7:10 PM on May 2", "2024-05-02T19:10:00"),
        ("7:10 PM · May 2", "2024-05-02T19:10:00"),
        # Clocks of pages are a day ahead somewhere.
        ("May 21", "2024-05-21"),
        ("May 22", "2023-05-22"),
        ("Saturday, May 4", "2024-05-04"),
        ("Sunday, Jun 4", "2023-06-04"),
        ("mar 4", "2024-03-04"),
        ("4 янв. в 21:08", "2024-01-04T21:08:00"),
        ("29 Feb", "2024-02-29"),
    ],
)
def test_a_day_without_its_year_is_the_latest(text: str, expected: str) -> None:
    assert read(text) == expected
    assert read(text, None) is None
    assert read_web_date(text, SAVED, needs_year=True) is None


def test_a_day_without_its_year_around_new_year() -> None:
    assert read("Dec 31", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)) == "2023-12-31"
    assert read("Jan 1", dt.datetime(2023, 12, 31, 23, tzinfo=dt.UTC)) == "2024-01-01"
    assert read("Feb 29", dt.datetime(2023, 5, 1, tzinfo=dt.UTC)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20:59, 30 May 2020 (UTC)", "2020-05-30T20:59:00+00:00"),
        ("20:59, 30 May 2020 (UTC+2)", "2020-05-30T20:59:00+02:00"),
        ("30 May 2020 (UTC)", "2020-05-30"),
        ("#12 • Mar 4, 2021", "2021-03-04"),
        ("Mar 4, 2021 #12", "2021-03-04"),
        ("• Posted Mar 4, 2021, 9:08 PM ¶", "2021-03-04T21:08:00"),
        ("Mar 4, 2021, last edited Mar 6, 2021", "2021-03-04"),
        ("4. März 2021 um 21:08 Uhr (zuletzt bearbeitet: 6. März 2021)", "2021-03-04T21:08:00"),
        ("vor 12 Stunden (bearbeitet)", "2024-05-20T00:00:00+00:00"),
        ("3 days ago · edited", "2024-05-17"),
    ],
)
def test_what_stands_around_a_date_is_left_out(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", True),
        ("pt_BR", True),
        ("en-GB", True),
        ("en", None),
        ("en-US", None),
        ("es-US", None),
        ("fr-CA", None),
        ("ja", None),
        ("enum", None),
        (None, None),
    ],
)
def test_the_day_order_of_a_language(language: str | None, expected: bool | None) -> None:
    assert puts_day_first(language) is expected


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("3/4/2021", None, None),
        ("3/4/2021", True, "2021-04-03"),
        ("3/4/2021", False, "2021-03-04"),
        ("3/4/99", False, "1999-03-04"),
        ("4/4/2021", None, "2021-04-04"),
        ("13/4/2021", None, "2021-04-13"),
        ("4/13/2021 9:08:00 PM", None, "2021-04-13T21:08:00"),
        ("4/13/21", None, "2021-04-13"),
        ("13/4/21", None, None),
        ("13/4/21", True, "2021-04-13"),
        ("Thu, 03/04/2021 - 09:08", None, "2021-03-04T09:08:00"),
        ("Sun, 04/04/2021 - 09:08", None, "2021-04-04T09:08:00"),
        ("Fri, 03/04/2021", None, None),
    ],
)
def test_numbers_between_strokes(text: str, day_first: bool | None, expected: str | None) -> None:
    assert read(text, day_first=day_first) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], None),
        (["3/4/2021", "March 4"], None),
        (["3/4/2021", "13/4/2021"], True),
        (["3/4/2021", "by Ann on 4/13/2021"], False),
        (["13/4/2021", "4/13/2021"], None),
        (["Thu, 03/04/2021 - 09:08"], False),
        (["2021/13/04", "13.04.2021", "2021-04-13"], None),
    ],
)
def test_the_day_order_of_a_page(texts: list[str], expected: bool | None) -> None:
    assert day_order(texts) is expected


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("Ann Ray says 4 March 2021 at 09:08 | Reply", "4 March 2021 at 09:08"),
        ("Astrid S. 19. Juni 2019 / 17:29", "19. Juni 2019 / 17:29"),
        ("Antworten bote19 8. April 2019 @ 11:43", "8. April 2019 @ 11:43"),
        (
            "on Friday March 5, 2021 @08:08PM (#6587029) Homepage",
            "on Friday March 5, 2021 @08:08PM",
        ),
        ("Ann 3 hours ago #12", "3 hours ago"),
        ("Ann • March 4, 20219:08 pm", "March 4, 20219:08 pm"),
        ("Ann 3天前", "3天前"),
        ("Ann 发表于 2021年3月4日 21:08", "发表于 2021年3月4日 21:08"),
        ("安 · 5月4日 · 回复", "5月4日"),
        ("Ann · May 4 · Reply", "May 4"),
        ("Ann wrote 3 years ago here", "3 years ago"),
        ("Ann May 4, 9:08 PM Reply", "May 4, 9:08 PM"),
        ("Ann, hôm qua lúc 21:08", "hôm qua lúc 21:08"),
        ("राम 4 मार्च 2021, 21:08", "4 मार्च 2021, 21:08"),
        ("Ann, March 4, 2021 (edited March 5, 2021)", "March 4, 2021"),
        ("Ann le 4 mars 2021 à 9h08", "le 4 mars 2021 à 9h08"),
        ("(4 mars 2021 @21h08)", "4 mars 2021 @21h08"),
        ("#1.2 — vor 3 Stunden", "vor 3 Stunden"),
    ],
)
def test_the_date_in_a_line(line: str, printed: str) -> None:
    found = find_web_date(line, SAVED)
    assert found is not None
    assert found == (printed, read_web_date(printed, SAVED))


@pytest.mark.parametrize(
    "line",
    [
        "Ann Ray",
        "Di Fox",
        "March 4, 2021 to Ann, March 5, 2021",
        "12 March comments",
        "on 4 March, 9:08, in the year 2021",
        "Updated 3/4/2021",
        "Full HD 3D panel, 50 inch",
        # What is cut off at the end of a long line might be read as another date.
        f"{'Ann and Bo; ' * 18} at 9:08 AM on March 4, 2024",
    ],
)
def test_a_line_without_one_date(line: str) -> None:
    assert find_web_date(line, SAVED) is None
