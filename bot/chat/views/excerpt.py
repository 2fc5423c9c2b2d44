"""What stands behind an answer's excerpts: why they were chosen, and how to cite their articles."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.answers.reply.reasons import probability_in_words
from bot.chat.components.custom_ids import custom_id
from bot.chat.text.citations import citations
from bot.chat.text.markdown import copyable, length, one_line
from bot.chat.transport.reply import Reply, card, notice
from bot.chat.views.answer import TEXT_LIMIT
from bot.chat.views.answer_buttons import button
from bot.language.dates_in_words import dated_as
from bot.language.figures import in_quotes, say_list, say_number
from bot.language.interface import _
from bot.model import Answer, Article, Excerpt, Match

_WORD = 60
_MOST_WORDS = 8
_RECENT = 1.005  # factors above that are worth a word


def reasons(answer: Answer, session: str, *, numbers: bool = False) -> Reply:
    """Why each excerpt was chosen: in words, or with the `numbers` behind them."""
    if not answer.excerpts:
        return notice(_("The archive has changed since: these excerpts are not found any more."))
    lines = [_("### Why these quotes")]
    for number, excerpt in enumerate(answer.excerpts, start=answer.question.offset + 1):
        lines.append(
            f"**{number}. {dated_as(excerpt.article)}** {_in_numbers(excerpt) if numbers else _in_words(excerpt)}"
        )
    if numbers:
        if said := probability_in_words(answer):
            lines.append(f"-# {said}")
        lines.append(_("-# A word adds more the rarer it is in the archive (its idf); “recent” multiplies the score."))
        return notice("\n".join(lines))
    switch = button(_("Show the numbers"), custom_id("whynumbers", session))
    return card(ui.TextDisplay("\n".join(lines)), below=[ui.ActionRow(switch)])


def _in_words(excerpt: Excerpt) -> str:
    words = [in_quotes(one_line(match.word or match.term, _WORD)) for match in _matches(excerpt)]
    if not words:
        said = _("its article is about this, though the quote holds none of the question's words")
    elif len(words) == 1:
        said = _("holds {word}").format(word=words[0])
    else:
        said = _("holds {words} close together").format(words=say_list(words))
    recent = excerpt.recency > _RECENT
    return _("{reason}; printed shortly before the question").format(reason=said) if recent else said


def _in_numbers(excerpt: Excerpt) -> str:
    words = [
        f"{one_line(match.word or match.term, _WORD)} +{say_number(match.added, 1)}" for match in _matches(excerpt)
    ]
    parts = [", ".join(words) or _("no word")]
    if excerpt.recency > _RECENT:
        parts.append(_("recent ×{factor}").format(factor=say_number(excerpt.recency, 2)))
    return " · ".join((*parts, _("score {score}").format(score=say_number(excerpt.score, 1))))


def _matches(excerpt: Excerpt) -> list[Match]:
    return sorted(excerpt.matches, key=lambda match: -match.added)[:_MOST_WORDS]


def cited(articles: Sequence[Article]) -> Reply:
    """The articles in each style, a block a style, for Discord lets one copy a block."""
    shown = list(articles)
    while shown:
        blocks = [f"**{_(style)}**\n{copyable(made)}" for style, made in _by_style(shown)]
        if sum(map(length, blocks)) <= TEXT_LIMIT:
            return notice(*blocks)
        shown.pop()
    gone = not articles
    return notice(_("These articles are not in the archive any more.") if gone else _("This is too long to show."))


def _by_style(articles: Sequence[Article]) -> list[tuple[str, list[str]]]:
    made = [citations(article) for article in articles]
    return [(style, [each[place][1] for each in made]) for place, (style, _) in enumerate(made[0])]
