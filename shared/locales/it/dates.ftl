# Le date seguono due punti, perché l'articolo cambierebbe con il giorno (il 7, l'8).

month =
    { $month ->
        [1] gennaio
        [2] febbraio
        [3] marzo
        [4] aprile
        [5] maggio
        [6] giugno
        [7] luglio
        [8] agosto
        [9] settembre
        [10] ottobre
        [11] novembre
       *[12] dicembre
    }
date =
    { $day ->
        [1] 1º
       *[other] { $day }
    } { month } { $year }
moment = { date }, ore { $hour }:{ $minute }
city =
    { $zone ->
        [Europe-Athens] Atene
        [Europe-Belgrade] Belgrado
        [Europe-Berlin] Berlino
        [Europe-Brussels] Bruxelles
        [Europe-Bucharest] Bucarest
        [Europe-Copenhagen] Copenaghen
        [Europe-Dublin] Dublino
        [Europe-Kyiv] Kiev
        [Europe-Lisbon] Lisbona
        [Europe-Ljubljana] Lubiana
        [Europe-London] Londra
        [Europe-Luxembourg] Lussemburgo
        [Europe-Moscow] Mosca
        [Europe-Paris] Parigi
        [Europe-Prague] Praga
        [Europe-Rome] Roma
        [Europe-Stockholm] Stoccolma
        [Europe-Tirane] Tirana
        [Europe-Warsaw] Varsavia
        [Europe-Zagreb] Zagabria
        [Europe-Zurich] Zurigo
        [Atlantic-Canary] Canarie
        [Atlantic-Azores] Azzorre
        [Africa-Algiers] Algeri
        [Africa-Cairo] Il Cairo
        [Africa-Tunis] Tunisi
        [America-Mexico_City] Città del Messico
        [America-Sao_Paulo] San Paolo
        [America-Havana] L’Avana
        [Asia-Jerusalem] Gerusalemme
       *[other] { $city }
    }
