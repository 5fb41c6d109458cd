month =
    { $month ->
        [1] stycznia
        [2] lutego
        [3] marca
        [4] kwietnia
        [5] maja
        [6] czerwca
        [7] lipca
        [8] sierpnia
        [9] września
        [10] października
        [11] listopada
       *[12] grudnia
    }
date = { $day } { month } { $year } r.
moment = { date }, godz. { $hour }:{ $minute }
city =
    { $zone ->
        [Europe-Athens] Ateny
        [Europe-Belgrade] Belgrad
        [Europe-Brussels] Bruksela
        [Europe-Bratislava] Bratysława
        [Europe-Bucharest] Bukareszt
        [Europe-Budapest] Budapeszt
        [Europe-Chisinau] Kiszyniów
        [Europe-Copenhagen] Kopenhaga
        [Europe-Istanbul] Stambuł
        [Europe-Kiev] Kijów
        [Europe-Kyiv] Kijów
        [Europe-Lisbon] Lizbona
        [Europe-Ljubljana] Lublana
        [Europe-London] Londyn
        [Europe-Luxembourg] Luksemburg
        [Europe-Madrid] Madryt
        [Europe-Moscow] Moskwa
        [Europe-Monaco] Monako
        [Europe-Paris] Paryż
        [Europe-Prague] Praga
        [Europe-Riga] Ryga
        [Europe-Rome] Rzym
        [Europe-Stockholm] Sztokholm
        [Europe-Tallinn] Tallin
        [Europe-Tirane] Tirana
        [Europe-Vienna] Wiedeń
        [Europe-Vilnius] Wilno
        [Europe-Warsaw] Warszawa
        [Europe-Zagreb] Zagrzeb
        [Europe-Zurich] Zurych
        [Atlantic-Canary] Wyspy Kanaryjskie
        [Atlantic-Azores] Azory
        [Atlantic-Madeira] Madera
        [Africa-Algiers] Algier
        [Africa-Cairo] Kair
        [America-New_York] Nowy Jork
        [America-Mexico_City] Meksyk
        [America-Sao_Paulo] São Paulo
        [America-Havana] Hawana
        [Asia-Singapore] Singapur
        [Asia-Tokyo] Tokio
        [Asia-Hong_Kong] Hongkong
        [Asia-Dubai] Dubaj
        [Asia-Beirut] Bejrut
        [Asia-Jerusalem] Jerozolima
       *[other] { $city }
    }
