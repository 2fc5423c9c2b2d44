"""Lines that report nothing are told from sentences by their shape."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.boilerplate import is_boilerplate, lead_in

NOTHING_REPORTED = """
Sign up for our Tide Tables newsletter.
Get the harbour news in your inbox every Monday: sign up here.
Subscribe today.
Read more
Read more: Storm shuts the harbour
More:Storm shuts the harbour for the 3rd time in a year
Pay out:Should you take your storm bonus as a lump sum?
More: Is the harbour of Tern Island safe?
RELATED: Storm shuts the harbour of Tern Island
Who runs the ferries?:Why the island council is looking for a new company
►Tides 101:Once a sailor's secret, this table now hangs in every kitchen
Here's everything to know about the lighthouse of Tern Island.
Here's what you need to know:
By Ada Fenwick
By Ada Fenwick and Bo Lund, The Tern Courier
— Bo Lund
Special to the Tern Courier
Contributing: Ada Fenwick, Bo Lund
Ada Fenwick covers the harbour and the ferries for The Tern Courier.
Bo Lund is a senior reporter for The Tern Courier.
Contact Ada Fenwick at afenwick@courier.example or on X @adafenwick.
Follow him on X @bolund.
(Photo: Bo Lund)
Photo by Bo Lund
Bo Lund/Getty Images
Bo Lund/Reuters Boats lie at anchor in the harbour on Monday.
Ferries wait in the harbour. Bo Lund/AFP via Getty Images
TERN ISLAND —
TERN ISLAND, Me. (AP) —
Tern Island CNN —
Nov. 30, 2025, 6:01 a.m. ET
Updated March 3, 2024
3 March 2024
Editor's note: This story has been updated.
This story was first printed in March.
Correction: An earlier version of this article gave a wrong year.
The Associated Press contributed to this report.
We may earn a commission if you buy through our links.
Copyright 2024 Tern Courier. All rights reserved.
Advertisement
Story continues below the gallery.
A storm and its price
The harbour, the ferries and the price of a quiet summer
HOW TO GET THERE
HARBOUR NEWS:Why the ferries stopped. Nobody will say.
The S.S. Osprey in the harbour of Tern Island, seen on March 24, 2022.
'The Late Ferry Show with Ada Fenwick'
June 24
Ada Fenwick
___
""".strip().splitlines()

REPORTED = """
The harbour was closed on Monday after a storm.
“We have never seen such waves,” said Ada Fenwick, who has run the ferry since 1998.
The council voted 7-2 to build a lighthouse, according to Reuters.
He was 86.
TERN CITY: The harbour was closed on Monday after a storm.
The result: The harbour was closed on Monday after a storm.
TERN ISLAND (AP) — The harbour was closed on Monday after a storm.
By late Monday the harbour was closed.
With the drop in prices, ferries have become cheaper.
She signed up for the navy in 1941 and was sent to the harbour.
On TikTok, the singer told her fans that the harbour concert was off.
More boats than ever lie in the harbour.
The reporter was arrested at the harbour.
Photos of the wreck were found in a drawer in 1987.
A video posted on X showed the ferry turning over.
The ferries run from 7 a.m. to 11 p.m.
• Duration: Feb. 25, 1913 to July 28, 1913
- Launch site: Kourou
1. Pour the tea into the harbour
Launch: 25 December 2021
Director: Ada Fenwick
The wreck of the Osprey, seen on Monday by divers, lies at a depth of 30 metres.
NASA: The harbour was closed on Monday after a storm.
1969.
'Never again,' said the captain of the ferry
Tern City:The council voted on Monday for the new harbour wall.
Length of the breakwater: 1,240 m
Here's how it works: the wheel turns and the water rises.
Follow the coast north from the harbour and you reach the lighthouse.
港は月曜日に閉鎖された。
""".strip().splitlines()


@pytest.mark.parametrize("line", NOTHING_REPORTED)
def test_a_line_that_reports_nothing_is_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", REPORTED)
def test_what_reports_something_is_not(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    "before",
    [
        "TERN ISLAND — ",
        "TERN ISLAND, Me. (AP) -- ",
        "WASHINGTON – ",
        "ST. JOHN'S, N.L. - ",
        "Tern Island (CNN Business) ",
        "(CNN) ",
        "London CNN — ",
        "AI-assisted summary ",
        "9:11 am ET June 17, 2026 Share this update ",
    ],
)
def test_datelines_and_labels_before_a_sentence_are_measured(before: str) -> None:
    assert lead_in(f"{before}The harbour was closed.") == len(before)
    assert lead_in(f"{before}“The harbour was closed.”") == len(before)
    assert lead_in(before.strip()) == 0


@pytest.mark.parametrize(
    "sentence",
    ["NASA — the agency — closed it.", "RI – Parker 1 run", "The harbour (AP) was closed.", "U.S.-made boats", "X-ray"],
)
def test_what_only_looks_like_a_dateline_is_kept(sentence: str) -> None:
    assert lead_in(sentence) == 0


@given(st.sampled_from(NOTHING_REPORTED + REPORTED), st.sampled_from(["\n", "  ", "\n\t", "\u00a0"]))
def test_where_a_line_is_wrapped_makes_no_difference(line: str, blank: str) -> None:
    assert is_boilerplate(f"{blank}{line.replace(' ', blank)}{blank}") == is_boilerplate(line)


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert is_boilerplate(text) in (True, False)


@pytest.mark.parametrize(
    "piece",
    ["a ", "A", "A. ", "By Aa ", "sign ", "get newsletter ", "x/", "A, ", "By A,", "1:11 ", "AA ", "A.-", ", seen on "],
)
def test_hostile_lines_take_milliseconds(piece: str) -> None:
    began = time.thread_time()
    for size in (680, 200_000):
        is_boilerplate(piece * (size // len(piece)))
        lead_in(piece * (size // len(piece)))
    assert time.thread_time() - began < 0.1
