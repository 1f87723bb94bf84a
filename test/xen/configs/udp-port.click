// Joins two networks for ARP and for UDP to port 5000, the latter also over IPv6 without further headers; whatever else
// arrives ends here.
FromDevice(0) -> outside :: Classifier(12/0806, 12/0800, 12/86dd 20/11 56/1388, -);
FromDevice(1) -> inside :: Classifier(12/0806, -);

to_outside :: Queue -> ToDevice(0);
to_inside :: Queue -> ToDevice(1);

outside[0] -> to_inside;
outside[1] -> Strip(14) -> CheckIPHeader -> port :: IPFilter(allow dst udp port 5000, 1 all);
port[0] -> passed :: Counter -> Unstrip(14) -> to_inside;
port[1] -> denied :: Counter -> Discard;
outside[2] -> passed6 :: Counter -> to_inside;
outside[3] -> Discard;
inside[0] -> to_outside;
inside[1] -> Discard;
