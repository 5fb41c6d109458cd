month =
    { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    }
date =
    { $day ->
        [1] 1er
       *[other] { $day }
    } { month } { $year }
moment = { date } à { $short_hour } h { $minute }
city =
    { $zone ->
        [Europe-Athens] Athènes
        [Europe-Brussels] Bruxelles
        [Europe-Bucharest] Bucarest
        [Europe-Copenhagen] Copenhague
        [Europe-Kiev] Kyiv
        [Europe-Lisbon] Lisbonne
        [Europe-London] Londres
        [Europe-Moscow] Moscou
        [Europe-San_Marino] Saint-Marin
        [Europe-Tirane] Tirana
        [Europe-Vienna] Vienne
        [Europe-Warsaw] Varsovie
        [Europe-Malta] Malte
        [Atlantic-Canary] îles Canaries
        [Atlantic-Azores] Açores
        [Atlantic-Madeira] Madère
        [Africa-Algiers] Alger
        [Africa-Cairo] Le Caire
        [America-Mexico_City] Mexico
        [America-Cancun] Cancún
        [America-Cordoba] Córdoba
        [Indian-Reunion] La Réunion
        [Pacific-Galapagos] Galápagos
        [America-Sao_Paulo] São Paulo
        [America-Havana] La Havane
        [Asia-Singapore] Singapour
        [Asia-Dubai] Dubaï
        [Asia-Beirut] Beyrouth
        [Asia-Jerusalem] Jérusalem
       *[other] { $city }
    }
