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
day = { $day } { month } { $year } (UTC)
moment = { $day } { month } { $year } om { $hour }:{ $minute } uur (UTC)
