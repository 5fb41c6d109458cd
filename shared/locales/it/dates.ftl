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
day = { date } (UTC)
moment = { date }, ore { $hour }:{ $minute } (UTC)
