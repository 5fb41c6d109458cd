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
day = { $day } { month } { $year } r. (UTC)
moment = { $day } { month } { $year } r., godz. { $hour }:{ $minute } (UTC)
