month =
    { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    }
date = { $day }. { month } { $year }
moment = { date }, { $hour }:{ $minute } Uhr
city =
    { $zone ->
        [Europe-Athens] Athen
        [Europe-Brussels] Brüssel
        [Europe-Bucharest] Bukarest
        [Europe-Copenhagen] Kopenhagen
        [Europe-Kiev] Kyjiw
        [Europe-Kyiv] Kyjiw
        [Europe-Lisbon] Lissabon
        [Europe-Moscow] Moskau
        [Europe-Prague] Prag
        [Europe-Rome] Rom
        [Europe-Belgrade] Belgrad
        [Europe-Luxembourg] Luxemburg
        [Europe-Tirane] Tirana
        [Europe-Vienna] Wien
        [Europe-Warsaw] Warschau
        [Europe-Zurich] Zürich
        [Atlantic-Canary] Kanaren
        [Atlantic-Azores] Azoren
        [Africa-Algiers] Algier
        [Africa-Cairo] Kairo
        [America-Mexico_City] Mexiko-Stadt
        [America-Sao_Paulo] São Paulo
        [America-Havana] Havanna
        [Asia-Singapore] Singapur
        [Asia-Tokyo] Tokio
        [Asia-Hong_Kong] Hongkong
        [Indian-Reunion] Réunion
        [America-Cancun] Cancún
        [America-Cordoba] Córdoba
        [Pacific-Galapagos] Galápagos
       *[other] { $city }
    }
