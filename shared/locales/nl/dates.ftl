month =
    { $month ->
        [1] januari
        [2] februari
        [3] maart
        [4] april
        [5] mei
        [6] juni
        [7] juli
        [8] augustus
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }
date = { $day } { month } { $year }
moment = { date } om { $hour }:{ $minute } uur
city =
    { $zone ->
        [Europe-Athens] Athene
        [Europe-Belgrade] Belgrado
        [Europe-Berlin] Berlijn
        [Europe-Brussels] Brussel
        [Europe-Bucharest] Boekarest
        [Europe-Budapest] Boedapest
        [Europe-Copenhagen] Kopenhagen
        [Europe-Kiev] Kyiv
        [Europe-Lisbon] Lissabon
        [Europe-London] Londen
        [Europe-Luxembourg] Luxemburg
        [Europe-Moscow] Moskou
        [Europe-Paris] Parijs
        [Europe-Prague] Praag
        [Europe-Tirane] Tirana
        [Europe-Vienna] Wenen
        [Europe-Warsaw] Warschau
        [Europe-Zurich] Zürich
        [Atlantic-Canary] Canarische Eilanden
        [Atlantic-Azores] Azoren
        [Africa-Cairo] Caïro
        [America-Mexico_City] Mexico-Stad
        [America-Sao_Paulo] São Paulo
        [Asia-Tokyo] Tokio
        [Asia-Hong_Kong] Hongkong
        [Asia-Jerusalem] Jeruzalem
       *[other] { $city }
    }
