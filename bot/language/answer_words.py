"""Words that answers of a kind are made of: numbers, times, currencies, reasons. By language, lower case."""

from __future__ import annotations

from bot.language.words import word_set

COUNTS: dict[str, frozenset[str]] = {
    "english": word_set(
        """
        two three four five six seven eight nine ten eleven twelve dozen dozens hundred thousand million billion
        trillion half twice third percent
        """
    ),
    "german": word_set(
        """
        zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dutzend hundert tausend million millionen milliarde
        milliarden hälfte viertel drittel prozent zweimal
        """
    ),
    "french": word_set(
        """
        deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante
        douzaine dizaine centaine cent mille million millions milliard milliards moitié quart tiers pourcent
        """
    ),
    "spanish": word_set(
        """
        dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta cincuenta docena
        cien ciento cientos mil millón millones mitad cuarto tercio
        """
    ),
    "italian": word_set(
        """
        due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta quaranta cinquanta dozzina
        cento mila mille milione milioni miliardo miliardi metà quarto terzo
        """
    ),
    "dutch": word_set(
        """
        twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig dozijn honderd duizend
        miljoen miljard helft kwart derde procent
        """
    ),
    "portuguese": word_set(
        """
        dois duas três quatro cinco seis sete oito nove dez onze doze quinze vinte trinta quarenta cinquenta dúzia cem
        cento mil milhão milhões bilhão bilhões metade quarto terço
        """
    ),
}
MONTHS: dict[str, frozenset[str]] = {
    "english": word_set(
        """
        january february march april may june july august september october november december jan feb aug sept oct nov
        dec
        """
    ),
    "german": word_set("januar jänner februar märz april mai juni juli august september oktober november dezember"),
    "french": word_set("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "spanish": word_set(
        "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"
    ),
    "italian": word_set(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
    ),
    "dutch": word_set("januari februari maart april mei juni juli augustus september oktober november december"),
    "portuguese": word_set("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
}
_OTHER_TIMES: dict[str, frozenset[str]] = {
    "english": word_set(
        """
        monday tuesday wednesday thursday friday saturday sunday year years month months week weeks day days century
        decade
        """
    ),
    "german": word_set(
        "montag dienstag mittwoch donnerstag freitag samstag sonntag jahr jahre monat monate woche wochen tag tage"
    ),
    "french": word_set(
        "lundi mardi mercredi jeudi vendredi samedi dimanche an ans année années mois semaine jour jours siècle"
    ),
    "spanish": word_set(
        "lunes martes miércoles jueves viernes sábado domingo año años mes meses semana día días siglo"
    ),
    "italian": word_set(
        "lunedì martedì mercoledì giovedì venerdì sabato domenica anno anni mese mesi settimana giorno giorni secolo"
    ),
    "dutch": word_set(
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag jaar jaren maand maanden week weken dag dagen eeuw"
    ),
    "portuguese": word_set(
        "segunda terça quarta quinta sexta sábado domingo ano anos mês meses semana dia dias século"
    ),
}
TIMES: dict[str, frozenset[str]] = {language: MONTHS[language] | words for language, words in _OTHER_TIMES.items()}
CURRENCIES: dict[str, frozenset[str]] = {
    "english": word_set("dollar dollars euro euros pounds cents billion million kroner francs yen"),
    "german": word_set("euro euros dollar mark franken pfund cent million millionen milliarde milliarden kronen"),
    "french": word_set("euro euros dollar dollars franc francs livres centimes million millions milliard milliards"),
    "spanish": word_set("euro euros dólar dólares peso pesos pesetas libras céntimos millón millones"),
    "italian": word_set("euro dollari dollaro lire lira sterline centesimi milione milioni miliardo miliardi"),
    "dutch": word_set("euro dollar dollars gulden pond cent miljoen miljard"),
    "portuguese": word_set("euro euros dólar dólares real reais escudos libras cêntimos milhão milhões bilhões"),
}
REASONS: dict[str, frozenset[str]] = {
    "english": word_set("because since due reason caused cause led therefore after blamed citing result"),
    "german": word_set("weil denn wegen grund ursache aufgrund daher deshalb deswegen nachdem"),
    "french": word_set("parce car raison cause causé provoqué donc puisque suite"),
    "spanish": word_set("porque debido razón causa motivo causó pues causado"),
    "italian": word_set("perché poiché causa motivo ragione causato dovuto quindi siccome"),
    "dutch": word_set("omdat want wegens reden oorzaak daarom doordat vanwege"),
    "portuguese": word_set("porque devido razão causa motivo causou causado pois"),
}
