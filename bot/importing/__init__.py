"""Imports exports of other programs: recognises the format, reads it as a stream, merges it into the corpus by ids."""
