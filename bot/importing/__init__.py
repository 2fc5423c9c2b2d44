"""Exports of other programs to records in the corpus: recognised, read as a stream, merged by stable ids."""
