"""The buttons and the menu under an answer. What each does is in `members/answer_actions`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.chat.components.custom_ids import custom_id, span
from bot.chat.components.persistent import button as persistent_button
from bot.chat.components.persistent import menu
from bot.chat.questions.desk import AnsweredQuestion
from bot.chat.text.links import link_to
from bot.chat.text.markdown import label
from bot.chat.transport.reply import Item
from bot.language.dates_in_words import dated
from bot.language.interface import N_, _
from bot.model import Answer, Article, Excerpt, Heading, Sort, Verdict

LABEL_LIMIT = 80  # Discord's, for a button
_MENU = N_("Order, timeline, cite …")
_SORTS = (
    (Sort.RELEVANCE, N_("Best first"), N_("The quotes that fit best come first")),
    (Sort.NEWEST, N_("Newest first"), N_("Of the quotes that fit well, the newest come first")),
    (Sort.OLDEST, N_("Oldest first"), N_("Of the quotes that fit well, the oldest come first")),
)

Row = ui.ActionRow[Any]


def rows(answered: AnsweredQuestion, *, private: bool) -> list[Row]:
    """The rows below the whole answer; none without a session. A `private` answer is seen by one person alone."""
    answer = answered.answer
    if not answered.session:
        return []
    if answer.verdict is Verdict.NOTHING:
        found = [list(_suggested(answer, answered.session)), list(_without_answer(answered, private=private))]
    else:
        found = [list(_with_answer(answer, answered.session, private=private))]
    made = [ui.ActionRow(*buttons) for buttons in found if buttons]
    if answer.excerpts:
        made.append(
            ui.ActionRow(menu(_(_MENU), custom_id("menu", answered.session), _options(answered, private=private)))
        )
    return made


def read_quote(excerpt: Excerpt) -> Item:
    """The button that opens the reader at the quotation. Its label names the date, so that no two sound the same."""
    return read_span_of(excerpt.article, (excerpt.start, excerpt.end))


def read_span_of(article: Article, quote: tuple[int, int]) -> Item:
    """The button that opens the reader at the slice `quote` of an article."""
    return button(
        _("Read, {day}").format(day=dated(article.date)), custom_id("quote", article.key, article.version, span(*quote))
    )


def read_heading(heading: Heading) -> Item:
    """The button that opens an article of a list in the reader."""
    return button(_("Read, {day}").format(day=dated(heading.date)), custom_id("read", heading.key, 0))


def open_article(url: str, quotation: str = "") -> list[Item]:
    """The link button to the article's own page, at the quotation; none where no safe link can be made."""
    link = link_to(url, quotation)
    return [ui.Button(label=_("Open article"), url=link)] if link else []


def button(text: str, identity: str, *, style: ButtonStyle = ButtonStyle.secondary, emoji: str | None = None) -> Item:
    """A button that leads to an action; `text` may be anything and is cut to fit."""
    return persistent_button(label(text, LABEL_LIMIT), identity, style=style, emoji=emoji)


def _with_answer(answer: Answer, session: str, *, private: bool) -> Iterator[Item]:
    suggested = [*_suggested(answer, session)][:1]
    yield button(_("Follow up"), custom_id("follow", session), style=ButtonStyle.primary)
    yield from suggested
    if answer.more:
        yield button(_("More quotes"), custom_id("more", session))
    if answer.verdict is Verdict.ANSWERED and not suggested:  # a row holds five
        yield button(_("Helpful"), custom_id("judge", session, 1), emoji="👍")
    yield button(_("Not helpful"), custom_id("judge", session, 0), emoji="👎")
    if private and answer.question.server is not None:
        yield button(_("Share"), custom_id("share", session), style=ButtonStyle.success)


def _without_answer(answered: AnsweredQuestion, *, private: bool) -> Iterator[Item]:
    answer, session = answered.answer, answered.session
    yield button(_("Ask differently"), custom_id("reword", session), style=ButtonStyle.primary)
    if answer.searched is not None:
        yield button(_("Any date"), custom_id("anydate", session))
    if answered.settings.keep_questions and answer.question.server is not None:
        yield button(_("Tell the archivists"), custom_id("judge", session, 0))
    if answered.settings.watches:
        yield button(_("Watch"), custom_id("watch", session), emoji="🔔")
    if not private:
        yield button(_("Delete"), custom_id("delete", session), emoji="🗑️")


def _suggested(answer: Answer, session: str) -> Iterator[Item]:
    if answer.corrected:
        as_typed = _("Search for “{question}”").format(question=answer.question.text)
        yield button(as_typed, custom_id("astyped", session))
    for number, suggestion in enumerate(answer.suggestions[:3]):
        text = suggestion if number else _("Did you mean: {question}").format(question=suggestion)
        yield button(text, custom_id("mean", session, number), style=ButtonStyle.primary)


def _pictures(answer: Answer) -> Iterator[discord.SelectOption]:
    """A quote whose printed page the corpus holds is cut out of it; the first of the others is drawn."""
    for number, excerpt in enumerate(answer.excerpts, start=1):
        if excerpt.article.facsimile:
            value = f"picture:{excerpt.article.key}:{excerpt.article.version}:{excerpt.start}:{excerpt.end}"
            text = _("Clipping") if number == 1 else _("Clipping of quote {number}").format(number=number)
            yield _option(text, value, _("The printed page around quote {number}").format(number=number), "📰")
        elif number == 1:
            yield _option(_("Share as picture"), "picture", _("The first quote as an image of a clipping"), "🖼️")


def _options(answered: AnsweredQuestion, *, private: bool) -> list[discord.SelectOption]:
    """What the menu offers; the value is the action and, after a colon, its part."""
    answer, options = answered.answer, []
    if len(answer.excerpts) > 1 or answer.more:
        options += [
            _option(_(text), f"sort:{sort.value}", _(about), "🗓️")
            for sort, text, about in _SORTS
            if sort is not answer.question.sort
        ]
    if answer.searched is not None:
        options.append(_option(_("Any date"), "anydate", _("The same question over all dates"), "♾️"))
    options += [
        _option(_("Timeline"), "bars", _("When this was in the news"), "📈"),
        _option(_("Cite"), "cite", _("Citations to copy: plain, APA, MLA"), "📋"),
        _option(_("Why these"), "why", _("Which words each quote was chosen for"), "💡"),
        *_pictures(answer),
    ]
    if answered.settings.clippings:
        options += [
            _option(_("Clip"), "clip", _("Save these quotes in your scrapbook"), "✂️"),
            _option(_("Export"), "export", _("These quotes as Markdown and PDF, for you alone"), "📎"),
        ]
    if answered.settings.watches:
        options.append(_option(_("Watch"), "watch", _("Be told when a new article answers this"), "🔔"))
    if answered.settings.discuss and not private:
        options.append(_option(_("Discuss"), "discuss", _("Open a thread under this answer"), "💬"))
    if not private:
        options.append(_option(_("Delete"), "delete", _("For whoever asked, and for moderators"), "🗑️"))
    return options


def _option(text: str, value: str, about: str, emoji: str) -> discord.SelectOption:
    return discord.SelectOption(label=text, value=value, description=about, emoji=emoji)
