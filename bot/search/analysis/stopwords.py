"""Words too common to look for, by language. Short on purpose: a word left out of the index can never be found."""

from __future__ import annotations

STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "english": """
            a about after again all also am an and any are as at be because been before being but by can could d
            did do does doing down during each for from had has have having he her here hers him his how i if in
            into is it its just ll m me more most my no nor not of off on once only or other our out over own re
            s same she should so some such t than that the their them then there these they this those through
            to too under until up us ve very was we were what when where which while who whom whose why will
            with would you your""",
        "german": """
            aber als am an auch auf aus bei bin bis da das dass dem den der des die dies diese diesem diesen
            dieser dieses du durch ein eine einem einen einer eines er es für hat hatte ich ihr ihre im in ist
            ja kann mit nach nicht noch nur oder sein seine sich sie sind so über um und uns unter vom von vor
            war waren was weil wenn wer werden wie wird wir wo wurde wurden zu zum zur
            dann denn doch dort habe haben hatten ihm ihn ihnen ihrem ihren ihrer ins s kein keine keinen man ob schon
            sehr seinem seinen seiner worden""",
        "french": """
            a à au aux avec c ce ces cet cette d dans de des du elle elles en est et été être eu il ils j je l
            la le les leur leurs lui m ma mais me mes mon n ne nos notre nous on ont ou où par pas pour qu que
            qui s sa se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y
            aussi avait avaient avoir cela celle celui ceux comme étaient était fut jusqu lorsqu lorsque même ni plus
            puisqu quoi sera très""",
        "spanish": """
            a al como con cual cuando de del desde donde e el ella ellas ellos en entre era es esa ese eso esta
            está este esto fue ha han hay la las le les lo los más me mi muy no nos o para pero por que qué
            quien se ser si sin sobre son su sus también te tu un una unos y ya yo
            esas esos estas estos fueron había habían hasta ni unas""",
        "italian": """
            a ad agli ai al alla alle anche c che chi ci come con cui d da dagli dai dal dalla de degli dei del
            della delle di e è ed era fu gli ha hanno i il in io l la le lei lo loro lui ma mi ne nei nel nella
            non o per più quando quello questo se si sono su sua sul sulla suo tra un una uno v vi
            all allo aveva avevano coi col dall dallo dell dello erano essere fra furono nell nelle nello quale quell
            quella quelle quelli quest questa queste questi sue sugli sui sull sulle suoi""",
        "portuguese": """
            a ao aos as até com como da das de dele dela do dos e é ela elas ele eles em entre era essa esse
            esta este eu foi há isso isto já lhe mais mas me meu minha muito na não nas no nos o os ou para pela
            pelo por qual quando que quem se sem ser seu são só sua também te tem um uma você
            à às d ante àquele essa essas esses estas estes eram estava estavam foram lhes meus minhas nem num numa
            pelas pelos seus suas ter têm tinha tinham umas uns""",
        "dutch": """
            aan als bij dan dat de der des deze die dit door een en er had heb heeft het hij hun ik in is ja je
            kan maar me met mijn naar niet nog nu of om ook op over te tot u uit van voor was wat we werd wie
            wij worden zal ze zich zij zijn zo zou
            al daar dus geen n s t haar hadden hebben hem hier hun jij kunnen moet ons onze toen uw waren wel wil
            zonder""",
        "swedish": """
            alla att av bara de dem den denna det detta dig din du där efter ej eller en ett från för ha hade
            han har hon i icke in inte jag kan man med men mot när och om på sin sig som så till under upp ut
            var varit vi vid är över""",
        "danish": """
            af alle at blev da de dem den der det dig din du efter eller en er et for fra ham han har hun hvad
            hvor i ikke jeg kan man med men mig nu når og om op på sig sin skal som til ud var ved vi vil være""",
        "norwegian": """
            alle at av ble da de dem den der det din du eller en er et for fra ha han har hun hva hvor i ikke
            jeg kan man med meg men nå når og om opp på seg sin skal som til ut var ved vi vil være å""",
        "russian": """
            а без бы был была были было быть в во вот все вы где да для до его ее если есть же за и из или им их
            к как когда кто ли меня мне мы на не него нее нет ни но о об он она они от по под при с со так то ты
            у уже что чтобы это этот я""",
    }.items()
}
