// Packets of which each waits for a time on the clock on the wall.
RatedSource(RATE 20) -> SetTimestamp -> Queue -> DelayUnqueue(0.1) -> c :: Counter -> Discard;
