// Answers ARP and ping on vif 0 for one address.
define($ADDRESS 10.0.0.10, $MAC 00:16:3e:00:00:10)

out :: Queue(256) -> ToDevice(0);

FromDevice(0) -> kind :: Classifier(12/0806 20/0001, 12/0800, -);

kind[0] -> queries :: Counter -> ARPResponder($ADDRESS $MAC) -> out;

kind[1] -> Strip(14)
        -> CheckIPHeader
        -> mine :: IPClassifier(dst host $ADDRESS and icmp type echo, -)
        -> pings :: Counter
        -> ICMPPingResponder
        -> Unstrip(14)
        -> EtherMirror
        -> out;

mine[1] -> others :: Counter -> Discard;
kind[2] -> Discard;
