// Answers ARP and ping on vif 0; what comes on the other vifs goes back where it came from.
elementclass Echo { $vif | FromDevice($vif) -> EtherMirror -> Queue(64) -> ToDevice($vif) }

out :: Queue(64) -> ToDevice(0);
FromDevice(0) -> kind :: Classifier(12/0806 20/0001, 12/0800, -);
kind[0] -> ARPResponder(10.0.0.10 00:16:3e:00:00:10) -> out;
kind[1] -> Strip(14) -> CheckIPHeader -> IPFilter(allow dst host 10.0.0.10 and icmp type echo)
        -> ICMPPingResponder -> Unstrip(14) -> EtherMirror -> out;
kind[2] -> Discard;

Echo(1); Echo(2); Echo(3); Echo(4); Echo(5); Echo(6); Echo(7);
