"""Reading from the web: addresses that may be asked, pages fetched within limits, HTML as plain text."""
