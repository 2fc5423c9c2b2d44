"""Clippings: answers from an archive of dated articles, with verbatim excerpts and their publication dates."""

__version__ = "0.2.0"  # the one place: the wheel, --version, /help, /metrics and the log's first line read it
