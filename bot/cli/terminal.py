"""Prints an answer on a terminal: numbered quotes, each under its date, with the matched words bold."""

from __future__ import annotations

import unicodedata

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.answers.reply.advice import note_beside, nothing_found, summary
from bot.answers.reply.reasons import moved_by
from bot.language.dates_in_words import dated, dated_as
from bot.language.figures import say_number, say_share
from bot.language.hard_wraps import unwrapped
from bot.language.interface import _, ngettext
from bot.model import Answer, Article, Excerpt, Verdict

_INDENT = 3
_UNBROKEN = str.maketrans({" ": "\N{NO-BREAK SPACE}"})


def shown(text: str) -> str:
    """`text` with every control and direction character replaced by a visible mark of the same length.

    An article may hold escape sequences that would recolour, erase or retitle the reader's terminal.
    """
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\t" else c
        for c in text
    )


def print_answer(console: Console, answer: Answer, *, why: bool = False, as_typed: str = "") -> None:
    """Prints one answer.

    Args:
        console: where to.
        answer: what is printed, all its excerpts.
        why: add what each matched word added to a quote's score, and what moved the verdict.
        as_typed: how the question is asked without a correction, such as "with --as-typed, it is searched as typed".
    """
    if answer.understood and answer.understood != answer.question.text:
        understood = _("Understood as: {question}").format(question=shown(answer.understood))
        console.print(Text(understood, style="italic"))
    if answer.corrected:
        back = Text(f" ({as_typed})" if as_typed else "", style="dim not italic")
        searched = _("Searched for: {question}").format(question=shown(answer.corrected))
        console.print(Text.assemble((searched, "italic"), back))
    if answer.verdict is Verdict.UNSURE:
        many = len(answer.excerpts) > 1
        said = _("No clear answer. Closest passages:") if many else _("No clear answer. Closest:")
        console.print(Text(said, style="yellow"))
    if answer.verdict is Verdict.NOTHING:
        console.print(Text(shown(nothing_found(answer)), style="red"))
    for number, excerpt in enumerate(answer.excerpts, start=answer.question.offset + 1):
        _print_excerpt(console, number, excerpt, why=why)
    note = note_beside(answer) if answer.verdict is Verdict.NOTHING else answer.note
    if note:
        console.print(Text(f"\n{shown(note)}", style="dim"))
    if answer.suggestions:
        better = " · ".join(map(shown, answer.suggestions))
        console.print(Text(_("Did you mean: {question}").format(question=better), style="cyan"))
    if not answer.excerpts:
        for heading in answer.nearest:
            near = _("nearest: {day}, {title}").format(day=dated(heading.date), title=shown(heading.title))
            console.print(Text(f"  {near}", style="dim"))
    if why and answer.unread:
        left = ngettext(
            "{count} more article that holds the words was not read: the question's time was used up.",
            "{count} more articles that hold the words were not read: the question's time was used up.",
            answer.unread,
        )
        console.print(Text(left.format(count=say_number(answer.unread)), style="dim"))
    if why and answer.reasons:
        console.print(Padding(_probability(answer), (1, 0, 0, _INDENT), expand=False))
    if said := summary(answer):
        console.print(Text(f"\n{shown(said)}", style="dim"))
    console.print()


def _print_excerpt(console: Console, number: int, excerpt: Excerpt, *, why: bool) -> None:
    quote = Text(shown(unwrapped(excerpt.article.text, excerpt.start, excerpt.end)))
    for start, end in excerpt.highlights:
        quote.stylize("bold", start, end)
    quote = Text.assemble("… " if excerpt.cut_start else "", quote, " …" if excerpt.cut_end else "")
    console.print()
    _print_indented(console, _heading(console, number, excerpt), hanging=True)
    _print_indented(console, quote)
    if excerpt.article.url and not console.is_terminal:
        console.print(Text(f"   {shown(excerpt.article.url)}"), soft_wrap=True)
    if why:
        console.print(Padding(_reasons(excerpt), (1, 0, 0, _INDENT), expand=False))


def _print_indented(console: Console, text: Text, *, hanging: bool = False) -> None:
    """Wraps to the width less the indent; nothing is put behind the lines, so that a pipe gets the words alone."""
    for place, line in enumerate(text.wrap(console, max(console.width - _INDENT, 1))):
        line.rstrip()
        console.print(Text(" " * _INDENT if line and not (hanging and place == 0) else "") + line, soft_wrap=True)


def _heading(console: Console, number: int, excerpt: Excerpt) -> Text:
    """The number, the date, page, source and title: a link to the article's page where the terminal can follow one."""
    article = excerpt.article
    day = dated_as(article)
    line = Text.assemble((f"{number}. ", "dim"))
    line.append(day.translate(_UNBROKEN) if console.is_terminal else day, style="bold bright_green")
    if excerpt.page is not None:
        line.append(f" · {_('page {number}').format(number=excerpt.page)}")
    if article.source:
        line.append(f" · {shown(article.source)}")
    link = Style(link=article.url) if console.is_terminal and _is_link(article) else Style()
    if article.has_own_title:
        line.append(f" · {shown(article.title)}", style=link)
    elif link.link:
        line.append(f" · {_('open')}", style=link)
    return line


def _is_link(article: Article) -> bool:
    return article.url.startswith(("http://", "https://")) and shown(article.url) == article.url


def _reasons(excerpt: Excerpt) -> Table:
    table = Table(_("word"), _("adds"), box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.columns[1].justify = "right"
    for match in sorted(excerpt.matches, key=lambda match: -match.added):
        table.add_row(shown(match.word), f"+{say_number(match.added, 2)}")
    table.add_row(_("recent"), f"× {say_number(excerpt.recency, 2)}")
    table.add_row(_("score"), say_number(excerpt.score, 2))
    return table


def _probability(answer: Answer) -> Table:
    share = say_share(answer.probability)
    table = Table(_("an answer is shown"), share, box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.columns[1].justify = "right"
    for said, value in moved_by(answer):
        table.add_row(said, f"{'+' if value > 0 else '−'}{say_number(abs(value), 2)}")
    return table
