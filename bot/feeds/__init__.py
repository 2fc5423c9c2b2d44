"""Feeds: RSS, Atom and JSON Feed read from the web, and their entries kept as records in the corpus folder."""
