"""What several rooms need to know of natural languages: month names, dates in words, word lists."""
