# The reader's own time zone is unknown, so every date names UTC.

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
day = { $day } { month } { $year } (UTC)
# $hour and $minute have two digits.
moment = { $day } { month } { $year }, { $hour }:{ $minute } UTC
