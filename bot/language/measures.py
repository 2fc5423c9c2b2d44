"""Units of measure, by what a question asks to be measured: "how tall" is answered in metres or feet."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bot.language.words import word_set


class Measure(StrEnum):
    """What is measured."""

    LENGTH = "length"
    WEIGHT = "weight"
    DURATION = "duration"
    SPEED = "speed"
    TEMPERATURE = "temperature"


# By language: the words of a question that ask for the measure. English "long" asks for a length or a duration.
_ASKED: Final[dict[str, dict[Measure, frozenset[str]]]] = {
    "english": {
        Measure.LENGTH: word_set("tall high height wide width deep depth far distance long length"),
        Measure.WEIGHT: word_set("heavy weight mass"),
        Measure.DURATION: word_set("old age young long"),
        Measure.SPEED: word_set("fast speed"),
        Measure.TEMPERATURE: word_set("hot cold warm temperature"),
    },
    "german": {
        Measure.LENGTH: word_set("hoch höhe breit breite tief tiefe weit entfernung lang länge"),
        Measure.WEIGHT: word_set("schwer gewicht wiegt wog"),
        Measure.DURATION: word_set("alt alter lange dauerte dauert"),
        Measure.SPEED: word_set("schnell geschwindigkeit"),
        Measure.TEMPERATURE: word_set("heiß kalt warm temperatur"),
    },
    "french": {
        Measure.LENGTH: word_set("hauteur largeur profondeur distance longueur mesure mesurait taille"),
        Measure.WEIGHT: word_set("poids pèse pesait"),
        Measure.DURATION: word_set("âge durée temps duré"),
        Measure.SPEED: word_set("vitesse"),
        Measure.TEMPERATURE: word_set("température"),
    },
    "spanish": {
        Measure.LENGTH: word_set("altura anchura profundidad distancia longitud mide medía"),
        Measure.WEIGHT: word_set("peso pesa pesaba"),
        Measure.DURATION: word_set("edad duración tiempo duró"),
        Measure.SPEED: word_set("velocidad"),
        Measure.TEMPERATURE: word_set("temperatura"),
    },
    "italian": {
        Measure.LENGTH: word_set("alto alta altezza larghezza profondità distanza lunghezza misura misurava"),
        Measure.WEIGHT: word_set("peso pesa pesava"),
        Measure.DURATION: word_set("età durata tempo durò"),
        Measure.SPEED: word_set("velocità"),
        Measure.TEMPERATURE: word_set("temperatura"),
    },
    "dutch": {
        Measure.LENGTH: word_set("hoog hoogte breed breedte diep diepte ver afstand lang lengte"),
        Measure.WEIGHT: word_set("zwaar gewicht woog weegt"),
        Measure.DURATION: word_set("oud leeftijd lang duurde duurt"),
        Measure.SPEED: word_set("snel snelheid"),
        Measure.TEMPERATURE: word_set("heet koud warm temperatuur"),
    },
    "portuguese": {
        Measure.LENGTH: word_set("altura largura profundidade distância comprimento mede media"),
        Measure.WEIGHT: word_set("peso pesa pesava"),
        Measure.DURATION: word_set("idade duração tempo durou"),
        Measure.SPEED: word_set("velocidade"),
        Measure.TEMPERATURE: word_set("temperatura"),
    },
}
_UNITS: Final[dict[str, dict[Measure, frozenset[str]]]] = {
    "english": {
        Measure.LENGTH: word_set(
            """
            metre metres meter meters kilometre kilometres kilometer kilometers km centimetre centimetres centimeter
            centimeters cm millimetre millimetres millimeter millimeters mm foot feet ft inch inches mile miles yard
            yards fathom fathoms storey storeys story stories
            """
        ),
        Measure.WEIGHT: word_set(
            "ton tons tonne tonnes kilogram kilograms kg gram grams pound pounds lb lbs ounce ounces stone carat carats"
        ),
        Measure.DURATION: word_set(
            "second seconds minute minutes hour hours day days "
            "week weeks month months year years decade decades century"
        ),
        Measure.SPEED: word_set("mph kph knots mach hour km kilometres kilometers miles metres meters"),
        Measure.TEMPERATURE: word_set("degree degrees celsius fahrenheit"),
    },
    "german": {
        Measure.LENGTH: word_set("meter metern kilometer kilometern km zentimeter cm millimeter mm fuß zoll meilen"),
        Measure.WEIGHT: word_set("tonne tonnen kilogramm kilo kg gramm pfund zentner"),
        Measure.DURATION: word_set(
            "sekunde sekunden minute minuten stunde stunden tag tage "
            "tagen woche wochen monat monate monaten jahr jahre "
            "jahren jahrzehnte"
        ),
        Measure.SPEED: word_set("stundenkilometer km kmh knoten kilometer"),
        Measure.TEMPERATURE: word_set("grad celsius"),
    },
    "french": {
        Measure.LENGTH: word_set(
            "mètre mètres kilomètre kilomètres km centimètres cm millimètres mm pieds pouces milles"
        ),
        Measure.WEIGHT: word_set("tonne tonnes kilogrammes kilo kilos kg grammes livres quintaux"),
        Measure.DURATION: word_set(
            "seconde secondes minute minutes heure heures jour jours "
            "semaine semaines mois an ans année années décennies"
        ),
        Measure.SPEED: word_set("km kilomètres nœuds mètres"),
        Measure.TEMPERATURE: word_set("degré degrés celsius"),
    },
    "spanish": {
        Measure.LENGTH: word_set(
            "metro metros kilómetro kilómetros km centímetros cm milímetros mm pies pulgadas millas"
        ),
        Measure.WEIGHT: word_set("tonelada toneladas kilogramos kilo kilos kg gramos libras quintales"),
        Measure.DURATION: word_set(
            "segundo segundos minuto minutos hora horas día días semana semanas mes meses año años décadas"
        ),
        Measure.SPEED: word_set("km kilómetros nudos metros"),
        Measure.TEMPERATURE: word_set("grado grados celsius"),
    },
    "italian": {
        Measure.LENGTH: word_set(
            "metro metri chilometro chilometri km centimetri cm millimetri mm piedi pollici miglia"
        ),
        Measure.WEIGHT: word_set("tonnellata tonnellate chilogrammi chilo chili kg grammi libbre quintali"),
        Measure.DURATION: word_set(
            "secondo secondi minuto minuti ora ore giorno giorni settimana settimane mese mesi anno anni decenni"
        ),
        Measure.SPEED: word_set("km chilometri nodi metri"),
        Measure.TEMPERATURE: word_set("grado gradi celsius"),
    },
    "dutch": {
        Measure.LENGTH: word_set("meter kilometer km centimeter cm millimeter mm voet duim mijl mijlen"),
        Measure.WEIGHT: word_set("ton tonnen kilogram kilo kg gram pond"),
        Measure.DURATION: word_set(
            "seconde seconden minuut minuten uur uren dag dagen week weken maand maanden jaar jaren decennia"
        ),
        Measure.SPEED: word_set("km kilometer knopen meter"),
        Measure.TEMPERATURE: word_set("graad graden celsius"),
    },
    "portuguese": {
        Measure.LENGTH: word_set(
            "metro metros quilómetro quilómetros quilômetros km centímetros cm milímetros mm pés milhas"
        ),
        Measure.WEIGHT: word_set("tonelada toneladas quilogramas quilo quilos kg gramas libras"),
        Measure.DURATION: word_set(
            "segundo segundos minuto minutos hora horas dia dias semana semanas mês meses ano anos décadas"
        ),
        Measure.SPEED: word_set("km quilómetros quilômetros nós metros"),
        Measure.TEMPERATURE: word_set("grau graus celsius"),
    },
}


def units_asked_for(words: list[str], language: str) -> frozenset[str]:
    """The units that an answer to a question of these `words` would have; none where no word asks for a measure."""
    asked = {word.lower() for word in words}
    found = [_UNITS[language][measure] for measure, signs in _ASKED.get(language, {}).items() if asked & signs]
    return frozenset().union(*found)
