"""Words of languages that several rooms need: months, dates in words."""
