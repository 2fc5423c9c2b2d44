"""The form of an answer that other programs read: what `ask --json` prints. Fields are added, never renamed."""

from __future__ import annotations

from bot.model import Answer, DateRange, Excerpt


def as_json(answer: Answer) -> dict[str, object]:
    """Returns `answer` as one JSON object: dates in ISO form or null, `highlights` as offsets into `text`."""
    question = answer.question
    return {
        "question": question.text,
        "as_of": question.as_of.isoformat(),
        "verdict": answer.verdict.value,
        "excerpts": [_excerpt(excerpt) for excerpt in answer.excerpts],
        "note": answer.note,
        "took_ms": round(answer.took_ms, 2),
        "searched": _range(answer.searched),
        "date_phrase": answer.date_phrase,
        "understood": answer.understood,
        "missing": list(answer.missing),
        "suggestions": list(answer.suggestions),
        "nearest": [
            {
                "article": near.id,
                "title": near.title,
                "date": near.date.isoformat() if near.date else None,
                "path": near.path,
            }
            for near in answer.nearest
        ],
        "more": answer.more,
    }


def _excerpt(excerpt: Excerpt) -> dict[str, object]:
    article = excerpt.article
    return {
        "text": excerpt.text,
        "article": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "source": article.source,
        "url": article.url,
        "path": article.path,
        "start": excerpt.start,
        "end": excerpt.end,
        "score": round(excerpt.score, 4),
        "highlights": [list(span) for span in excerpt.highlights],
        "cut_start": excerpt.cut_start,
        "cut_end": excerpt.cut_end,
        "recency": round(excerpt.recency, 4),
        "matches": [
            {
                "term": match.term,
                "word": match.word,
                "spans": [list(span) for span in match.spans],
                "added": round(match.added, 4),
            }
            for match in excerpt.matches
        ],
    }


def _range(searched: DateRange | None) -> dict[str, str | None] | None:
    if searched is None:
        return None
    return {
        "first": searched.first.isoformat() if searched.first else None,
        "last": searched.last.isoformat() if searched.last else None,
    }
