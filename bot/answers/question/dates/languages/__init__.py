"""The date words and phrases of other languages than English, one module a language.

`WORDS` are the words that stand for English ones, under those. `PHRASES` are phrases beside the English ones that they
stand for, where single words do not say it. A capital letter stands for a kind of word: N a count, U a unit, S a
season, W a weekday, M a month, T any of these but the count, O an ordinal of a quarter, D a day of the month, H the
same with "th", Y a year, E a decade, C a century. A digit tells two of a kind apart. Months come from
`bot.language.months`.
"""
