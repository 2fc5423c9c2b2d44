"""Questions that nobody would ask and somebody will send: each gets a sentence, in the time of an ordinary one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Tuning, answer
from bot.model import Answer, Article, Question, Turn, Verdict
from bot.search import Analyzer, Index, build, open_index

Ask = Callable[..., Answer]

TODAY = date(2025, 11, 22)
ORDINARY = "Which British lander was found on Mars in January 2015, and who had built it?"
PLANES = "".join(chr(plane * 0x10000 + offset) for plane in range(17) for offset in range(0x20, 0x20 + 64))
CONTROLS = "".join(map(chr, [*range(32), 0x7F, *range(0x80, 0xA0), 0x200B, 0x200E, 0x202E, 0x2028, 0xFEFF, 0xFFFE]))

HOSTILE = {
    "6,000 characters of one word": "a" * 6000,
    "6,000 characters of words": ("Which lander was found on Mars by an orbiter that " * 200)[:6000],
    "6,000 different words": " ".join(f"w{number}x" for number in range(1200)),
    "1,000 times the same word": "Beagle " * 1000,
    "1,000 times the same name": "Beagle 2 " * 1000,
    "only punctuation": "?!.,;:—…“”()[]{}" * 300,
    "only stop words": "the of and who was it that " * 200,
    "only controls": CONTROLS * 50,
    "controls between letters": "\x00".join("Which lander was found on Mars?"),
    "every plane": PLANES * 4,
    "lone surrogates": "Beagle \ud800\udfff\udc00 2" * 300,
    "combining marks": "B" + "\u0301" * 5999,
    "right to left": "\u202eBeagle 2\u202c " * 300,
    "Chinese without blanks": "月面着陸機" * 1200,
    "Thai without blanks": "ยานอวกาศ" * 700,
    "emoji": "👩‍🚀🚀" * 1000,
    "numbers": "9" * 6000,
    "years": " ".join(str(year) for year in range(1000, 2200)),
    "date phrases": "since 2019 until May 2020 before last week after the end of " * 100,
    "half a date phrase": "between 1999 and " * 350,
    "days": "on 28 October 2020 and " * 260,
    "months": "in May or in March or " * 270,
    "numeric dates": "2020-10-28-" * 540,
    "weekdays": "last Tuesday on Wednesday " * 230,
    "pronouns": "and when did she leave it there? " * 180,
    "quotes": '“"‘' * 2000,
    "backslashes": "\\d+(a+)+$ " * 500,
    "markdown": "**[x](http://y)** `<@1>` ||s|| " * 180,
    "newlines": "Beagle\n\r\n2\u2028" * 400,
    "misspelt": "Beegal Beagel Baegle Begale " * 200,
    "different misspelt": " ".join(
        f"beagle{chr(97 + one)}{chr(97 + other)}" for one in range(26) for other in range(26)
    ),
    "capitals": "BEAGLE MARS LANDER " * 300,
    "blanks": " \t\u00a0\u3000" * 1500,
    "nothing": "",
}

HISTORY = (
    Turn("What happened to Beagle 2?", ("0" * 16,), ("Beagle 2 was found on Mars.",)),
    Turn("x" * 6000, ("not a key",), ("\ud800" * 500, "")),
    Turn("", (), ()),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """120 articles of 600 words with the same few dozen words in them, so that most passages match most questions."""
    words = (
        "lander orbiter Mars found British January engineer panel signal silence crater image Beagle 2 who built it the"
    )
    told = words.split()
    articles = [
        Article(
            f"a{number}",
            f"Beagle 2, part {number}",
            ". ".join(
                f"The {' '.join(told[(number * step) % 17 : (number * step) % 17 + 9])} number {step * number}"
                for step in range(1, 60)
            )
            + ".",
            f"a{number}.txt",
            date=date(2015, 1, 1 + number % 28),
        )
        for number in range(120)
    ]
    analyzer = Analyzer("english")
    return open_index(build(tmp_path_factory.mktemp("index"), articles, analyzer=analyzer), analyzer=analyzer)


@pytest.fixture(scope="module")
def ask(index: Index) -> Ask:
    def asked(text: str, history: tuple[Turn, ...] = ()) -> Answer:
        return answer(index, Question(text, TODAY, history=history), Tuning())

    return asked


@pytest.fixture(scope="module")
def bound(ask: Ask) -> float:
    """Seconds that no question may take: some ordinary ones, and a tenth of a second for a busy machine."""
    return 8 * median(seconds(lambda: ask(ORDINARY)) for _ in range(9)) + 0.1


def seconds(run: Callable[[], object]) -> float:
    started = perf_counter()
    run()
    return perf_counter() - started


def assert_sound(reply: Answer) -> None:
    assert reply.verdict in Verdict
    assert reply.excerpts or reply.note.strip()
    for excerpt in reply.excerpts:
        assert excerpt.text == excerpt.article.text[excerpt.start : excerpt.end]
        assert all(0 <= start < end <= len(excerpt.text) for start, end in excerpt.highlights)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_question_gets_a_sentence_in_bounded_time(ask: Ask, bound: float, text: str) -> None:
    assert_sound(ask(text))
    assert any(seconds(lambda: ask(text)) < bound for _ in range(3))


@pytest.mark.parametrize("text", [HOSTILE["pronouns"], HOSTILE["6,000 characters of one word"], "why?", "and it?", ""])
def test_a_hostile_conversation_gets_a_sentence_in_bounded_time(ask: Ask, bound: float, text: str) -> None:
    for many in range(1, 4):
        assert_sound(ask(text, HISTORY[:many]))
    assert any(seconds(lambda: ask(text, HISTORY * 50)) < bound for _ in range(3))


@pytest.mark.parametrize("text", ["DATE", "What year?", "please"])
def test_words_that_only_shape_a_question_get_a_sentence(ask: Ask, text: str) -> None:
    assert_sound(ask(text))


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_gets_a_sentence(ask: Ask, text: str) -> None:
    assert_sound(ask(text))
    assert_sound(ask(text, HISTORY))
