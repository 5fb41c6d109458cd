month =
    { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    }
date = { $day } de { month } de { $year }
moment = { date }, { $hour }:{ $minute } h
city =
    { $zone ->
        [Europe-Athens] Atenas
        [Europe-Belgrade] Belgrado
        [Europe-Berlin] Berlín
        [Europe-Brussels] Bruselas
        [Europe-Bucharest] Bucarest
        [Europe-Copenhagen] Copenhague
        [Europe-Dublin] Dublín
        [Europe-Istanbul] Estambul
        [Europe-Kyiv] Kiev
        [Europe-Lisbon] Lisboa
        [Europe-Ljubljana] Liubliana
        [Europe-London] Londres
        [Europe-Luxembourg] Luxemburgo
        [Europe-Moscow] Moscú
        [Europe-Paris] París
        [Europe-Prague] Praga
        [Europe-Rome] Roma
        [Europe-Stockholm] Estocolmo
        [Europe-Tirane] Tirana
        [Europe-Vienna] Viena
        [Europe-Warsaw] Varsovia
        [Europe-Zurich] Zúrich
        [Europe-Monaco] Mónaco
        [Atlantic-Canary] Canarias
        [Africa-Algiers] Argel
        [Africa-Cairo] El Cairo
        [Africa-Tunis] Túnez
        [America-New_York] Nueva York
        [America-Mexico_City] Ciudad de México
        [America-Sao_Paulo] São Paulo
        [America-Havana] La Habana
        [Asia-Singapore] Singapur
        [Asia-Tokyo] Tokio
        [Asia-Dubai] Dubái
        [Asia-Jerusalem] Jerusalén
        [Indian-Reunion] Reunión
        [America-Cancun] Cancún
        [America-Cordoba] Córdoba
        [Pacific-Galapagos] Galápagos
        [America-Los_Angeles] Los Ángeles
       *[other] { $city }
    }
