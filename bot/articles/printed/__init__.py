"""Clippings of printed pages: the part of a page around a quotation, out of a PDF or of the picture of a page."""
