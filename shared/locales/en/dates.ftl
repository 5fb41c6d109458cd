# The time zone follows in brackets. A city is named here if the language writes it otherwise than the IANA database.

month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
# $hour and $minute have two digits.
date = { $day } { month } { $year }
# $hour and $minute have two digits.
moment = { date }, { $hour }:{ $minute }
# $zone: the name in the IANA database with - for /; $city: its last part.
city =
    { $zone ->
        [Atlantic-Canary] Canary Islands
        [Europe-Tirane] Tirana
        [America-Sao_Paulo] São Paulo
        [Europe-Kiev] Kyiv
        [Europe-Zurich] Zürich
        [Indian-Reunion] Réunion
        [America-Cancun] Cancún
        [America-Cordoba] Córdoba
        [Pacific-Galapagos] Galápagos
       *[other] { $city }
    }
