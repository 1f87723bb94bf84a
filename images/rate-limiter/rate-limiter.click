// Between vif 0, the uplink, and vif 1, the hosts, transparent as a switch. Each host may send RATE packets a second;
// both directions have a bandwidth. ARP and all else that is no IP crosses without a limit of its own.
define($RATE 1000, $BURST 100, $HOSTS 4096, $UP 12MBps, $DOWN 12MBps)

up :: Queue(512) -> BandwidthShaper($UP) -> ToDevice(0);
down :: Queue(512) -> BandwidthShaper($DOWN) -> ToDevice(1);

FromDevice(1) -> kind :: Classifier(12/0800, -)
              -> Strip(14)
              -> CheckIPHeader
              -> hosts :: IPRateLimiter($RATE, BURST $BURST, CAPACITY $HOSTS)
              -> passed :: Counter
              -> Unstrip(14)
              -> up;
hosts[1] -> exceeded :: Counter -> Discard;
kind[1] -> up;

FromDevice(0) -> received :: Counter -> down;
