"""Dates in questions of the other languages that the bot reads them in, asked on Wednesday 23 November 2022."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.question.dates import read_range, without
from bot.answers.question.dates.translation import LANGUAGES
from bot.language.dates_in_words import say_day, say_range
from bot.language.interface import speaking
from bot.model import DateRange

TODAY = date(2022, 11, 23)
ASKED: dict[str, list[tuple[str, str]]] = {
    "german": [
        ("Was geschah am 28. Oktober 2020?", "28 October 2020"),
        ("Was geschah am 28.10.2020?", "28 October 2020"),
        ("Was geschah im Oktober 2020?", "1 to 31 October 2020"),
        ("Was geschah im Mai?", "1 to 31 May 2022"),
        ("Was passierte 2019?", "1 January to 31 December 2019"),
        ("Wer gewann 2019 die Wahl?", "1 January to 31 December 2019"),
        ("Wer gewann im Jahr 2019?", "1 January to 31 December 2019"),
        ("Was stand seit März 2021 darin?", "since 1 March 2021"),
        ("Was geschah vor 2019?", "up to 31 December 2018"),
        ("Was geschah vor zwei Wochen?", "7 to 13 November 2022"),
        ("Was wurde letzte Woche gesagt?", "14 to 20 November 2022"),
        ("Was geschah im letzten Jahr?", "1 January to 31 December 2021"),
        ("Was geschah in den letzten zehn Tagen?", "13 to 23 November 2022"),
        ("Was geschah gestern?", "22 November 2022"),
        ("Wer sang im Sommer 1969?", "1 June to 22 September 1969"),
        ("Wer spielte in den 1990er Jahren?", "1 January 1990 to 31 December 1999"),
        ("Was wurde Anfang 2021 gefunden?", "1 January to 30 April 2021"),
        ("Was geschah zwischen März und Juni 2021?", "1 March to 30 June 2021"),
        ("Was wurde im dritten Quartal 2021 verkauft?", "1 July to 30 September 2021"),
        ("Was baute man im 19. Jahrhundert?", "1 January 1801 to 31 December 1900"),
        ("Was geschah am Dienstag?", "22 November 2022"),
        ("Was geschah vorigen Monat?", "1 to 31 October 2022"),
        ("Was geschah im März 1931?", "1 to 31 March 1931"),
        ("Was war im neunzehnten Jahrhundert?", "1 January 1801 to 31 December 1900"),
        ("Was wurde im 2. Quartal 2021 verkauft?", "1 April to 30 June 2021"),
        ("Was wurde Q3 2021 verkauft?", "1 July to 30 September 2021"),
        ("Was wurde im letzten Quartal verkauft?", "1 July to 30 September 2022"),
        ("Was wurde in der ersten Hälfte 2021 gebaut?", "1 January to 30 June 2021"),
        ("Was lief in den Zwanzigern?", "1 January 1920 to 31 December 1929"),
        ("Was geschah am Freitag, dem 13.?", "13 May 2022"),
        ("Wer regierte von 1920 bis 1930?", "1 January 1920 to 31 December 1930"),
        ("Was geschah von März bis Juni 2021?", "1 March to 30 June 2021"),
        ("Was geschah vom 3. bis 7. Mai 2021?", "3 to 7 May 2021"),
        ("Was geschah im Winter 2010/11?", "1 December 2010 to 20 March 2011"),
        ("Was geschah Ende des Jahres 2020?", "1 September to 31 December 2020"),
        ("Was geschah nach dem 3. Mai 2020?", "since 4 May 2020"),
    ],
    "spanish": [
        ("¿Qué pasó el 28 de octubre de 2020?", "28 October 2020"),
        ("¿Qué pasó en octubre de 2020?", "1 to 31 October 2020"),
        ("¿Qué pasó en mayo?", "1 to 31 May 2022"),
        ("¿Quién ganó en 2019?", "1 January to 31 December 2019"),
        ("¿Qué se dijo desde marzo de 2021?", "since 1 March 2021"),
        ("¿Qué pasó antes de 2019?", "up to 31 December 2018"),
        ("¿Qué pasó hace dos semanas?", "7 to 13 November 2022"),
        ("¿Qué pasó la semana pasada?", "14 to 20 November 2022"),
        ("¿Qué pasó el año pasado?", "1 January to 31 December 2021"),
        ("¿Qué pasó en los últimos 10 días?", "13 to 23 November 2022"),
        ("¿Qué pasó ayer?", "22 November 2022"),
        ("¿Quién cantó en el verano de 1969?", "1 June to 22 September 1969"),
        ("¿Quién jugó en los años 90?", "1 January 1990 to 31 December 1999"),
        ("¿Qué se encontró a principios de 2021?", "1 January to 30 April 2021"),
        ("¿Qué pasó entre marzo y junio de 2021?", "1 March to 30 June 2021"),
        ("¿Qué se construyó en el siglo XIX?", "1 January 1801 to 31 December 1900"),
        ("¿Qué pasó el mes pasado?", "1 to 31 October 2022"),
        ("¿Quién ganó en marzo de 1931?", "1 to 31 March 1931"),
        ("¿Qué se vendió en el 2.º trimestre de 2021?", "1 April to 30 June 2021"),
        ("¿Qué se vendió en el T3 2021?", "1 July to 30 September 2021"),
        ("¿Qué se vendió en el último trimestre?", "1 July to 30 September 2022"),
        ("¿Qué pasó en la primera mitad de 2021?", "1 January to 30 June 2021"),
        ("¿Quién cantaba en los años veinte?", "1 January 1920 to 31 December 1929"),
        ("¿Qué pasó el viernes 13?", "13 May 2022"),
        ("¿Quién gobernó de 1920 a 1930?", "1 January 1920 to 31 December 1930"),
        ("¿Qué pasó de marzo a junio de 2021?", "1 March to 30 June 2021"),
        ("¿Qué pasó del 3 al 7 de mayo de 2021?", "3 to 7 May 2021"),
        ("¿Qué pasó en el invierno de 2010-2011?", "1 December 2010 to 20 March 2011"),
        ("¿Qué pasó el fin de semana pasado?", "19 to 21 November 2022"),
        ("¿Qué pasó después del 3 de mayo de 2020?", "since 4 May 2020"),
    ],
    "french": [
        ("Que s'est-il passé le 28 octobre 2020 ?", "28 October 2020"),
        ("Que s'est-il passé le 1er mai 2020 ?", "1 May 2020"),
        ("Que s'est-il passé en octobre 2020 ?", "1 to 31 October 2020"),
        ("Qui a gagné en 2019 ?", "1 January to 31 December 2019"),
        ("Qu'a-t-on dit depuis mars 2021 ?", "since 1 March 2021"),
        ("Que s'est-il passé avant 2019 ?", "up to 31 December 2018"),
        ("Que s'est-il passé jusqu'en 2019 ?", "up to 31 December 2019"),
        ("Que s'est-il passé il y a deux semaines ?", "7 to 13 November 2022"),
        ("Que s'est-il passé la semaine dernière ?", "14 to 20 November 2022"),
        ("Que s'est-il passé l'année dernière ?", "1 January to 31 December 2021"),
        ("Que s'est-il passé ces dix derniers jours ?", "13 to 23 November 2022"),
        ("Que s'est-il passé hier ?", "22 November 2022"),
        ("Qui chantait à l'été 1969 ?", "1 June to 22 September 1969"),
        ("Qui jouait dans les années 1990 ?", "1 January 1990 to 31 December 1999"),
        ("Qu'a-t-on trouvé au début de 2021 ?", "1 January to 30 April 2021"),
        ("Que s'est-il passé entre mars et juin 2021 ?", "1 March to 30 June 2021"),
        ("Qu'a-t-on construit au XIXe siècle ?", "1 January 1801 to 31 December 1900"),
        ("Que s'est-il passé le mois dernier ?", "1 to 31 October 2022"),
        ("Qui a gagné au mois de mars 1931 ?", "1 to 31 March 1931"),
        ("Qu'a-t-on construit au dix-neuvième siècle ?", "1 January 1801 to 31 December 1900"),
        ("Qu'a-t-on vendu au 2e trimestre 2021 ?", "1 April to 30 June 2021"),
        ("Qu'a-t-on vendu au T3 2021 ?", "1 July to 30 September 2021"),
        ("Qu'a-t-on vendu au trimestre dernier ?", "1 July to 30 September 2022"),
        ("Qui chantait dans les années vingt ?", "1 January 1920 to 31 December 1929"),
        ("Qui chantait dans les années soixante-dix ?", "1 January 1970 to 31 December 1979"),
        ("Que s'est-il passé le vendredi 13 ?", "13 May 2022"),
        ("Qui gouvernait de 1920 à 1930 ?", "1 January 1920 to 31 December 1930"),
        ("Que s'est-il passé de mars à juin 2021 ?", "1 March to 30 June 2021"),
        ("Que s'est-il passé du 3 au 7 mai 2021 ?", "3 to 7 May 2021"),
        ("Que s'est-il passé pendant l'hiver 2010-2011 ?", "1 December 2010 to 20 March 2011"),
        ("Que s'est-il passé ce week-end ?", "19 to 21 November 2022"),
        ("Que s'est-il passé après le 3 mai 2020 ?", "since 4 May 2020"),
        ("Que s'est-il passé depuis le 3 mai 2020 ?", "since 3 May 2020"),
    ],
    "italian": [
        ("Che cosa è successo il 28 ottobre 2020?", "28 October 2020"),
        ("Che cosa è successo a ottobre 2020?", "1 to 31 October 2020"),
        ("Chi ha vinto nel 2019?", "1 January to 31 December 2019"),
        ("Che cosa si dice dal 2021?", "since 1 January 2021"),
        ("Che cosa è successo prima del 2019?", "up to 31 December 2018"),
        ("Che cosa è successo due settimane fa?", "7 to 13 November 2022"),
        ("Che cosa è successo la settimana scorsa?", "14 to 20 November 2022"),
        ("Che cosa è successo l'anno scorso?", "1 January to 31 December 2021"),
        ("Che cosa è successo negli ultimi dieci giorni?", "13 to 23 November 2022"),
        ("Che cosa è successo ieri?", "22 November 2022"),
        ("Chi cantava nell'estate del 1969?", "1 June to 22 September 1969"),
        ("Chi giocava negli anni ’90?", "1 January 1990 to 31 December 1999"),
        ("Che cosa è successo tra marzo e giugno 2021?", "1 March to 30 June 2021"),
        ("Che cosa si costruì nel XIX secolo?", "1 January 1801 to 31 December 1900"),
        ("Che cosa è successo il mese scorso?", "1 to 31 October 2022"),
        ("Chi vinse nel marzo del 1931?", "1 to 31 March 1931"),
        ("Che cosa si costruì nell'Ottocento?", "1 January 1801 to 31 December 1900"),
        ("Che cosa si costruì alla fine del Settecento?", "1 January 1761 to 31 December 1800"),
        ("Che cosa si vendette nel 2° trimestre 2021?", "1 April to 30 June 2021"),
        ("Che cosa si vendette nel T3 2021?", "1 July to 30 September 2021"),
        ("Che cosa si vendette nell'ultimo trimestre?", "1 July to 30 September 2022"),
        ("Chi cantava negli anni Venti?", "1 January 1920 to 31 December 1929"),
        ("Che cosa è successo venerdì 13?", "13 May 2022"),
        ("Chi governò dal 1920 al 1930?", "1 January 1920 to 31 December 1930"),
        ("Che cosa è successo da marzo a giugno 2021?", "1 March to 30 June 2021"),
        ("Che cosa è successo dal 3 al 7 maggio 2021?", "3 to 7 May 2021"),
        ("Che cosa è successo il 1° maggio 2020?", "1 May 2020"),
        ("Che cosa è successo lo scorso fine settimana?", "19 to 21 November 2022"),
        ("Che cosa è successo dopo il 3 maggio 2020?", "since 4 May 2020"),
    ],
    "dutch": [
        ("Wat gebeurde er op 28 oktober 2020?", "28 October 2020"),
        ("Wat gebeurde er in oktober 2020?", "1 to 31 October 2020"),
        ("Wat gebeurde er in mei?", "1 to 31 May 2022"),
        ("Wie won in 2019?", "1 January to 31 December 2019"),
        ("Wat is er gezegd sinds maart 2021?", "since 1 March 2021"),
        ("Wat gebeurde er voor 2019?", "up to 31 December 2018"),
        ("Wat gebeurde er twee weken geleden?", "7 to 13 November 2022"),
        ("Wat gebeurde er vorige week?", "14 to 20 November 2022"),
        ("Wat gebeurde er vorig jaar?", "1 January to 31 December 2021"),
        ("Wat gebeurde er in de afgelopen tien dagen?", "13 to 23 November 2022"),
        ("Wat gebeurde er gisteren?", "22 November 2022"),
        ("Wie zong in de zomer van 1969?", "1 June to 22 September 1969"),
        ("Wie speelde in de jaren 90?", "1 January 1990 to 31 December 1999"),
        ("Wat werd er begin 2021 gevonden?", "1 January to 30 April 2021"),
        ("Wat gebeurde er tussen maart en juni 2021?", "1 March to 30 June 2021"),
        ("Wat werd er in de 19e eeuw gebouwd?", "1 January 1801 to 31 December 1900"),
        ("Wat gebeurde er vorige maand?", "1 to 31 October 2022"),
        ("Wie won in maart 1931?", "1 to 31 March 1931"),
        ("Wat werd er in het 2e kwartaal van 2021 verkocht?", "1 April to 30 June 2021"),
        ("Wat werd er in Q3 2021 verkocht?", "1 July to 30 September 2021"),
        ("Wat werd er afgelopen kwartaal verkocht?", "1 July to 30 September 2022"),
        ("Wie zong in de jaren twintig?", "1 January 1920 to 31 December 1929"),
        ("Wat gebeurde er op vrijdag de dertiende?", "13 May 2022"),
        ("Wie regeerde van 1920 tot 1930?", "1 January 1920 to 31 December 1930"),
        ("Wat gebeurde er van maart tot juni 2021?", "1 March to 30 June 2021"),
        ("Wat gebeurde er van 3 tot 7 mei 2021?", "3 to 7 May 2021"),
        ("Wat gebeurde er half maart 2020?", "9 to 22 March 2020"),
        ("Wat gebeurde er in de winter van 2010-2011?", "1 December 2010 to 20 March 2011"),
    ],
    "portuguese": [
        ("O que aconteceu em 28 de outubro de 2020?", "28 October 2020"),
        ("O que aconteceu em outubro de 2020?", "1 to 31 October 2020"),
        ("O que aconteceu em maio?", "1 to 31 May 2022"),
        ("Quem ganhou em 2019?", "1 January to 31 December 2019"),
        ("O que se disse desde março de 2021?", "since 1 March 2021"),
        ("O que aconteceu antes de 2019?", "up to 31 December 2018"),
        ("O que aconteceu há duas semanas?", "7 to 13 November 2022"),
        ("O que aconteceu na semana passada?", "14 to 20 November 2022"),
        ("O que aconteceu no ano passado?", "1 January to 31 December 2021"),
        ("O que aconteceu nos últimos dez dias?", "13 to 23 November 2022"),
        ("O que aconteceu ontem?", "22 November 2022"),
        ("Quem cantou no verão de 1969?", "1 June to 22 September 1969"),
        ("Quem jogou nos anos 90?", "1 January 1990 to 31 December 1999"),
        ("O que aconteceu entre março e junho de 2021?", "1 March to 30 June 2021"),
        ("O que se construiu no século XIX?", "1 January 1801 to 31 December 1900"),
        ("O que aconteceu no mês passado?", "1 to 31 October 2022"),
        ("Quem ganhou em março de 1931?", "1 to 31 March 1931"),
        ("O que se vendeu no 2.º trimestre de 2021?", "1 April to 30 June 2021"),
        ("O que se vendeu no T3 2021?", "1 July to 30 September 2021"),
        ("O que se vendeu no último trimestre?", "1 July to 30 September 2022"),
        ("Quem cantava nos anos vinte?", "1 January 1920 to 31 December 1929"),
        ("O que aconteceu na sexta-feira 13?", "13 May 2022"),
        ("Quem governou de 1920 a 1930?", "1 January 1920 to 31 December 1930"),
        ("O que aconteceu de março a junho de 2021?", "1 March to 30 June 2021"),
        ("O que aconteceu de 3 a 7 de maio de 2021?", "3 to 7 May 2021"),
        ("O que aconteceu no fim de semana passado?", "19 to 21 November 2022"),
        ("O que aconteceu na sexta-feira passada?", "18 November 2022"),
        ("O que aconteceu depois de 3 de maio de 2020?", "since 4 May 2020"),
    ],
}


@pytest.mark.parametrize(
    ("language", "question", "range_in_words"),
    [(language, question, said) for language, cases in ASKED.items() for question, said in cases],
)
def test_a_date_is_read_in_the_language_of_the_question(language: str, question: str, range_in_words: str) -> None:
    phrase = read_range(question, TODAY, language)
    assert phrase is not None
    assert say_range(phrase.range) == range_in_words


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("german", "Wer klärte den Fall Lübcke 2019 auf?"),  # "Fall" is no autumn, and 2019 belongs to the case
        ("german", "Wer gewann die Weltmeisterschaft 2022?"),
        ("german", "Wer sprach vor dem Rathaus?"),
        ("spanish", "¿Qué pasa con la mayonesa?"),
        ("french", "Qui est le maire de Mars ?"),
        ("italian", "Chi ha scritto le quattro stagioni?"),
        ("dutch", "Wie is de burgemeester van Maastricht?"),
        ("portuguese", "Quem é o presidente da câmara?"),
        ("spanish", "¿Quiénes eran los ochenta invitados?"),
        ("italian", "Chi contò ottocento persone?"),
        ("french", "Qui a gravi le K2 ?"),
        ("dutch", "Wie beklom de K2?"),
        ("swedish", "Vem vann i maj?"),  # not a language whose date words are known
    ],
)
def test_what_is_no_date_there_is_none(language: str, question: str) -> None:
    assert read_range(question, TODAY, language) is None


@pytest.mark.parametrize("language", ["swedish", "russian", "hungarian"])
def test_figures_are_read_in_every_language(language: str) -> None:
    phrase = read_range("? 2020-10-28 ?", TODAY, language)
    assert phrase is not None
    assert say_range(phrase.range) == "28 October 2020"


PREPOSITIONS = {"de": "am", "es": "el", "fr": "le", "it": "il", "nl": "op", "pt": "em"}
CODES = dict(zip(PREPOSITIONS, ("german", "spanish", "french", "italian", "dutch", "portuguese"), strict=True))


@given(st.dates(date(1000, 1, 1), TODAY), st.sampled_from(sorted(CODES)))
def test_every_day_is_read_as_the_bot_writes_it(day: date, code: str) -> None:
    with speaking(code):
        written = say_day(day)
    phrase = read_range(f"? {PREPOSITIONS[code]} {written} ?", TODAY, CODES[code])
    assert phrase is not None
    assert phrase.range == DateRange(day, day)


@given(st.integers(1600, 2021), st.integers(1, 400), st.sampled_from(sorted(CODES)))
def test_every_stretch_of_years_is_read_with_both_ends(first: int, more: int, code: str) -> None:
    last = min(first + more, 2022)
    words = {"de": "von {} bis {}", "es": "de {} a {}", "fr": "de {} à {}", "it": "dal {} al {}", "nl": "van {} tot {}"}
    phrase = read_range(f"? {words.get(code, 'de {} a {}').format(first, last)} ?", TODAY, CODES[code])
    assert phrase is not None
    assert phrase.range == DateRange(date(first, 1, 1), date(last, 12, 31))


def test_what_is_cut_out_is_what_was_written() -> None:
    question = "Was geschah vor zwei Wochen in Bremen?"
    phrase = read_range(question, TODAY, "german")
    assert phrase is not None
    assert question[phrase.start : phrase.end] == "vor zwei Wochen"
    assert without(question, phrase) == "Was geschah in Bremen?"


@given(st.text(max_size=60), st.sampled_from(sorted(LANGUAGES)), st.dates(date(1000, 1, 1)))
def test_in_any_text_a_phrase_found_is_a_piece_of_it(question: str, language: str, today: date) -> None:
    phrase = read_range(question, today, language)
    assert phrase is None or question[phrase.start : phrase.end].strip()
