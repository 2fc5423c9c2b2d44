"""Importing from the web: one page, the entries of a feed, or the pages that a sitemap lists."""
