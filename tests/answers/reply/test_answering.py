"""What an asker gets: quotes, dates, a verdict, and a plain word where the archive has nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import answer
from bot.model import Answer, Article, DateRange, Question, Sort, Turn, Verdict
from bot.search import Analyzer, Index, build, open_index

TODAY = date(2024, 6, 15)
ENGLISH = Analyzer()
HOME, ELSEWHERE = 11, 22


def article(name: str, day: date | None, text: str, **more: object) -> Article:
    return Article(id=name, title=text.partition(". ")[0][:80], text=text, path=f"{name}.txt", date=day, **more)  # type: ignore[arg-type]


FILLER = [
    article(
        f"filler-{number}",
        date(2010 + number % 12, 1 + number % 12, 3),
        f"The parish council of {place} met on Monday. It spoke of drains, of hedges and of the {thing}. "
        f"Nothing was decided about the {thing}, and the chairman closed the meeting at nine.",
        source="Parish Post",
    )
    for number, (place, thing) in enumerate(
        (place, thing)
        for place in ("Aldham", "Birch", "Colne", "Dedham", "Earls", "Fordham")
        for thing in ("bus shelter", "pond", "cricket field", "school roof")
    )
]
ARCHIVE = [
    *FILLER,
    article(
        "museum",
        date(2021, 3, 4),
        "The lighthouse museum of Lower Quay opened on Thursday after nine years of repairs. The keeper, Martha Oddly, "
        "said that the lamp “had not been lit since 1974”. She named the restored fog bell Clarence.",
        source="Quay Courier",
    ),
    article(
        "museum-copy",
        None,
        "The lighthouse museum of Lower Quay opened on Thursday after nine years of repairs. The keeper, Martha Oddly, "
        "said that the lamp “had not been lit since 1974”. She named the restored fog bell Clarence. (Wire)",
    ),
    article(
        "closing",
        date(2023, 10, 2),
        "The lighthouse museum of Lower Quay closed for the winter. Its fog bell rang for the last time on Sunday.",
        source="Parish Post",
    ),
    article(
        "later",
        date(2024, 9, 1),
        "The lighthouse museum of Lower Quay burnt down on Saturday. The fog bell was saved from the fire.",
    ),
    article("home", date(2022, 2, 2), "The smugglers of Gull Bank hid their brandy in the vicarage.", server=HOME),
    article("elsewhere", date(2022, 2, 3), "The smugglers of Owl Cove hid a zeppelin.", server=ELSEWHERE),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return open_index(build(tmp_path_factory.mktemp("index"), iter(ARCHIVE), analyzer=ENGLISH))


@pytest.fixture(scope="module")
def ask(index: Index) -> Callable[..., Answer]:
    def asking(text: str, as_of: date = TODAY, **narrowed: object) -> Answer:
        return answer(index, Question(text, as_of, **narrowed))  # type: ignore[arg-type]

    return asking


Ask = Callable[..., Answer]


def ids(found: Answer) -> list[str]:
    return [excerpt.article.id for excerpt in found.excerpts]


def test_the_answering_sentence_is_quoted_first(ask: Ask) -> None:
    found = ask("What did the keeper name the fog bell?")
    assert found.verdict is Verdict.ANSWERED
    assert "Clarence" in found.excerpts[0].text


def test_the_day_of_asking_lifts_what_was_printed_shortly_before_it_and_hides_nothing(ask: Ask) -> None:
    def lift(day: date) -> float:
        found = ask("Did the lighthouse museum burn down?", day)
        return next(one.recency for one in found.excerpts if one.article.id == "later")

    assert lift(date(2024, 6, 15)) == 1.0  # printed on 1 September 2024
    assert lift(date(2024, 9, 2)) > 1.3
    assert lift(date(2030, 9, 2)) == pytest.approx(1.0)


def test_the_same_news_is_shown_once_and_the_dated_copy_of_it(ask: Ask) -> None:
    shown = ids(ask("Who is the keeper of the lighthouse museum?"))
    assert "museum" in shown
    assert "museum-copy" not in shown


def test_a_date_in_the_question_narrows_and_is_said(ask: Ask) -> None:
    found = ask("What happened to the lighthouse museum in October 2023?")
    assert ids(found) == ["closing"]
    assert found.searched == DateRange(date(2023, 10, 1), date(2023, 10, 31))
    assert found.date_phrase == "in October 2023"
    assert found.note == "", "each surface says the range in its own way"


def test_the_asker_may_drop_the_date(ask: Ask) -> None:
    found = ask("What happened to the lighthouse museum in October 2023?", any_date=True)
    assert found.searched is None
    assert len(found.excerpts) > 1


def test_a_range_that_holds_no_match_says_so_and_names_the_nearest_outside(ask: Ask) -> None:
    found = ask("What happened to the lighthouse museum in May 2015?")
    assert found.verdict is Verdict.NOTHING
    assert "Nothing from 1 to 31 May 2015 matches." in found.note
    assert found.nearest[0].id == "museum"


def test_an_article_that_holds_one_rare_word_of_three_is_not_named_as_close(ask: Ask) -> None:
    found = ask("Who sold the zeppelin to Clarence?")
    assert (found.verdict, found.nearest) == (Verdict.NOTHING, ())


def test_a_time_that_the_archive_does_not_reach_is_said(ask: Ask) -> None:
    found = ask("What happened to the lighthouse museum in 1931?")
    assert found.verdict is not Verdict.ANSWERED
    assert "does not reach" in found.note


def test_the_news_of_a_time_that_the_archive_does_not_reach_is_not_that_of_another(ask: Ask) -> None:
    found = ask("What happened at the lighthouse last week?", as_of=date(2031, 3, 5))
    assert (found.verdict, found.excerpts) == (Verdict.NOTHING, ())
    assert "Nothing from" in found.note
    assert found.nearest


def test_a_question_for_a_time_alone_is_shown_what_was_printed_then(ask: Ask) -> None:
    found = ask("What happened in October 2023?")
    assert found.verdict is Verdict.UNSURE
    assert "closing" in ids(found)


def test_undated_articles_satisfy_no_range(ask: Ask) -> None:
    assert "museum-copy" not in ids(ask("lighthouse museum keeper", since=date(1990, 1, 1), limit=5))


def test_a_source_given_outright_is_the_only_one(ask: Ask) -> None:
    assert ids(ask("lighthouse museum fog bell", source="Parish Post")) == ["closing"]


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_the_order_by_date_puts_undated_articles_last(ask: Ask, sort: Sort) -> None:
    days = [excerpt.article.date for excerpt in ask("lighthouse museum fog bell", sort=sort, limit=5).excerpts]
    dated = [day for day in days if day is not None]
    assert dated == sorted(dated, reverse=sort is Sort.NEWEST)
    assert days[len(dated) :] == [None] * (len(days) - len(dated))


def test_more_begins_where_the_first_excerpts_ended(ask: Ask) -> None:
    everything = ids(ask("Which parish council spoke of the pond?", limit=6))
    first, second = (ids(ask("Which parish council spoke of the pond?", offset=offset)) for offset in (0, 3))
    assert first + second == everything


def test_nothing_is_quoted_for_a_question_about_something_else(ask: Ask) -> None:
    found = ask("Which striker scored against Uruguay?")
    assert (found.verdict, found.excerpts) == (Verdict.NOTHING, ())
    assert {"striker", "scored", "Uruguay"} <= set(found.missing)
    assert "“striker”" in found.note


def test_a_misspelt_name_is_not_answered_and_the_right_spelling_is_offered(ask: Ask) -> None:
    found = ask("Who is Martha Odly?")
    assert found.verdict is not Verdict.ANSWERED
    assert "Who is Martha Oddly?" in found.suggestions


def test_a_server_is_shown_its_own_and_never_hears_of_anothers(ask: Ask) -> None:
    assert ids(ask("Where did the smugglers hide?", server=HOME)) == ["home"]
    for word in ("zeppelin", "zepelin", "Owl Cove"):
        found = ask(f"What about the {word}?", server=HOME)
        assert "elsewhere" not in ids(found)
        assert "zeppelin" not in " ".join(
            (found.note, *found.suggestions, *(one.title for one in found.nearest))
        ).replace(f"“{word}”", "")


def test_a_follow_up_is_completed_and_says_so(ask: Ask) -> None:
    first = ask("What did the keeper name the fog bell?")
    turn = Turn(first.question.text, tuple(one.article.key for one in first.excerpts))
    found = ask("And when was that?", history=(turn,))
    assert found.understood
    assert "museum" in ids(found)


def test_each_excerpt_knows_why(ask: Ask) -> None:
    for excerpt in ask("What did the keeper name the fog bell?").excerpts:
        assert excerpt.matches
        for match in excerpt.matches:
            assert all(ENGLISH.term(excerpt.text[start:end]) == match.term for start, end in match.spans)


WORDS = ["lighthouse", "museum", "keeper", "fog", "bell", "council", "pond", "who", "what", "when"]
WORDS += ["October", "2023", "zebra", "“quoted”", "and?", "the", ","]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9), st.sampled_from(list(Sort)), st.integers(1, 5))
def test_every_excerpt_is_a_slice_with_whole_words_and_its_highlights_lie_in_it(
    index: Index, words: list[str], sort: Sort, limit: int
) -> None:
    found = answer(index, Question(" ".join(words), TODAY, sort=sort, limit=limit))
    assert len(found.excerpts) <= limit
    assert len({excerpt.article.id for excerpt in found.excerpts}) == len(found.excerpts)
    assert bool(found.excerpts) == (found.verdict is not Verdict.NOTHING)
    for excerpt in found.excerpts:
        text = excerpt.article.text
        assert excerpt.text == text[excerpt.start : excerpt.end]
        assert 0 < len(excerpt.text) <= 400
        assert not (excerpt.start and text[excerpt.start - 1].isalnum() and text[excerpt.start].isalnum())
        assert not (excerpt.end < len(text) and text[excerpt.end - 1].isalnum() and text[excerpt.end].isalnum())
        ends = 0
        for start, end in excerpt.highlights:
            assert ends <= start < end <= len(excerpt.text)
            ends = end


def test_the_folder_is_not_needed(tmp_path: Path) -> None:
    nothing = open_index(build(tmp_path, iter(()), analyzer=ENGLISH))
    found = answer(nothing, Question("Is there anything?", TODAY))
    assert (found.verdict, found.articles) == (Verdict.NOTHING, 0)
    assert found.note


def test_a_single_sure_typing_error_is_corrected_and_said_with_a_way_back(ask: Ask) -> None:
    found = ask("What is the fog bell of the lighthose museum called?")
    assert found.corrected == "What is the fog bell of the lighthouse museum called?"
    assert found.question.text == "What is the fog bell of the lighthose museum called?"
    assert "museum" in ids(found)
    as_typed = ask("What is the fog bell of the lighthose museum called?", as_typed=True)
    assert as_typed.corrected == ""
    assert as_typed.missing == ("lighthose",)


def test_no_word_is_corrected_that_could_be_two_or_stands_with_none_of_the_others(ask: Ask) -> None:
    assert ask("Where did the lighthose zeppelin land?").corrected == ""
    assert ask("Who won the pizza?").suggestions == ()


@pytest.mark.parametrize("question", ["What happened last week?", "news last week"])
def test_news_of_a_time_is_of_that_time_or_the_nearest_is_named(ask: Ask, question: str) -> None:
    then = ask(question, date(2023, 10, 9))
    assert ids(then) == ["closing"]
    assert then.date_phrase == "last week"
    nothing = ask(question, date(2023, 6, 1))
    assert nothing.verdict is Verdict.NOTHING
    assert nothing.note.startswith("Nothing from 22 to ")
    assert [heading.id for heading in nothing.nearest][-1] == "closing"


def test_what_happened_to_somebody_last_week_is_not_narrowed(ask: Ask) -> None:
    assert ask("What happened to the lighthouse museum last week?").searched is None


def test_newest_first_keeps_to_the_topic(ask: Ask) -> None:
    newest = ask("lighthouse museum fog bell winter", sort=Sort.NEWEST, limit=10)
    dates = [one.article.date for one in newest.excerpts if one.article.date]
    assert dates == sorted(dates, reverse=True)
    assert {one.article.id for one in newest.excerpts} <= {"museum", "museum-copy", "closing", "later"}


def test_what_was_printed_at_another_time_is_shown_and_said_where_the_time_has_nothing(ask: Ask) -> None:
    reply = ask("Who spoke of the restored fog bell Clarence of the lighthouse museum in 2019?")
    assert reply.verdict is Verdict.UNSURE
    assert reply.excerpts[0].article.id in {"museum", "museum-copy"}
    assert reply.note == "Nothing of 1 January to 31 December 2019 answers this; this was printed at another time."
    assert ask("Who won the regatta of Zurbagan in 2019?").verdict is Verdict.NOTHING
