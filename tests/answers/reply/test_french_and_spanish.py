"""Small French and Spanish archives: what they tell is answered, what they do not tell is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answers import answer
from bot.model import Article, Question, Verdict
from bot.search import Analyzer, build, open_index

ARCHIVES = {
    "french": (
        [
            "Le musée du phare a rouvert jeudi après neuf ans de travaux. La gardienne Marthe Bizarre "
            "a dit que la lampe n'avait plus brillé depuis 1974.",
            "Le bac Balbuzard s'est échoué à marée basse. Les 41 passagers ont gagné la rive à pied.",
            "Le boulanger Léon Miche a remporté le prix du meilleur pain de seigle.",
            "Le pont sur la Loire reste fermé jusqu'en mars parce qu'un pilier s'est fissuré. Les "
            "travaux coûtent deux millions d'euros.",
            "Des ouvriers ont trouvé une pirogue à Brière. Elle mesure six mètres.",
        ],
        [
            "Qui est la gardienne du musée du phare ?",
            "Combien de passagers avait le bac Balbuzard ?",
            "Qui a remporté le prix du meilleur pain de seigle ?",
            "Pourquoi le pont sur la Loire est-il fermé ?",
            "Où a-t-on trouvé une pirogue ?",
        ],
        [
            "Qui a gagné la coupe du monde au Brésil ?",
            "Quand la sonde a-t-elle atterri sur Mars ?",
            "Combien coûte un vol vers la Chine ?",
        ],
    ),
    "spanish": (
        [
            "El museo del faro reabrió el jueves tras nueve años de obras. La guardiana Marta Rara "
            "dijo que la lámpara no brillaba desde 1974.",
            "El transbordador Halcón encalló con la marea baja. Los 41 pasajeros llegaron a tierra a pie.",
            "El panadero León Trigo ganó el premio al mejor pan de centeno.",
            "El puente sobre el Duero sigue cerrado hasta marzo porque un pilar se agrietó. Las obras "
            "cuestan dos millones de euros.",
            "Unos obreros hallaron una canoa en Sanabria. Mide seis metros.",
        ],
        [
            "¿Quién es la guardiana del museo del faro?",
            "¿Cuántos pasajeros llevaba el transbordador Halcón?",
            "¿Quién ganó el premio al mejor pan de centeno?",
            "¿Por qué está cerrado el puente sobre el Duero?",
            "¿Dónde hallaron una canoa?",
        ],
        [
            "¿Quién ganó el mundial en Brasil?",
            "¿Cuándo aterrizó la sonda en Marte?",
            "¿Cuánto cuesta un vuelo a China?",
        ],
    ),
}


@pytest.mark.parametrize("language", ARCHIVES)
def test_what_is_told_is_answered_and_what_is_not_is_not(tmp_path: Path, language: str) -> None:
    texts, told, not_told = ARCHIVES[language]
    analyzer = Analyzer(language)
    articles = [Article(str(n), "", text, f"{n}.txt", date(2010 + n, 3, 4)) for n, text in enumerate(texts)]
    index = open_index(build(tmp_path, articles, analyzer=analyzer), analyzer=analyzer)
    found = [answer(index, Question(text, date(2024, 1, 1))) for text in told]
    assert [one.excerpts[0].article.id for one in found] == ["0", "1", "2", "3", "4"]
    assert sum(one.verdict is Verdict.ANSWERED for one in found) >= 4
    for text in not_told:
        assert answer(index, Question(text, date(2024, 1, 1))).verdict is not Verdict.ANSWERED
