// A wire between vif 0 and vif 1. What crosses it and is IP that MIRROR describes is copied to the monitor at vif 2.
define($MIRROR all)

elementclass Side { $device | input -> Queue(256) -> ToDevice($device); FromDevice($device) -> output; }

west :: Side(0);
east :: Side(1);

west -> eastward :: Counter -> from_west :: Tee -> east;
east -> westward :: Counter -> from_east :: Tee -> west;

// Only the copy is touched; frames cross the wire whatever they hold.
from_west [1] -> copy :: Null;
from_east [1] -> copy;
copy -> kind :: Classifier(12/0800, -)
     -> CheckIPHeader(14)
     -> which :: IPFilter(allow $MIRROR)
     -> mirrored :: Counter
     -> Queue(256)
     -> ToDevice(2);
kind[1] -> Discard;

// The monitor only listens.
FromDevice(2) -> ignored :: Counter -> Discard;
