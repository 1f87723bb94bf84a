// The standard IP router of Click, for two networks and a gateway behind the second.
define($ADDRESS0 10.0.0.254, $NETWORK0 10.0.0.0/24, $MAC0 00:16:3e:00:01:00,
       $ADDRESS1 10.0.1.254, $NETWORK1 10.0.1.0/24, $MAC1 00:16:3e:00:01:01,
       $GATEWAY 10.0.1.1, $MTU 1500)

routes :: RadixIPLookup($ADDRESS0/32 0, $ADDRESS1/32 0,
                        $NETWORK0 1,
                        $NETWORK1 2,
                        0.0.0.0/0 $GATEWAY 2);

// One interface: input packets to send, their next hop in the destination annotation; output 0 packets that came,
// checked and marked; output 1 answers of the router itself.
elementclass Interface { $number, $address, $mac, $color, $mtu |
  out :: Queue(256) -> ToDevice($number);
  FromDevice($number) -> HostEtherFilter($mac)
                      -> kind :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
  kind[0] -> ARPResponder($address $mac) -> out;
  arp :: ARPQuerier($address, $mac) -> out;
  kind[1] -> [1] arp;
  kind[2] -> Paint($color) -> Strip(14) -> CheckIPHeader(INTERFACES $address/32) -> received :: Counter -> [0] output;
  kind[3] -> other :: Counter -> Discard;

  input -> DropBroadcasts
        -> back :: PaintTee($color)
        -> options :: IPGWOptions($address)
        -> FixIPSrc($address)
        -> ttl :: DecIPTTL
        -> fit :: IPFragmenter($mtu)
        -> sent :: Counter
        -> arp;
  back[1] -> ICMPError($address, redirect, host) -> [1] output;
  options[1] -> ICMPError($address, parameterproblem) -> [1] output;
  ttl[1] -> ICMPError($address, timeexceeded) -> [1] output;
  fit[1] -> ICMPError($address, unreachable, needfrag, PMTU $mtu) -> [1] output;
}

if0 :: Interface(0, $ADDRESS0, $MAC0, 1, $MTU);
if1 :: Interface(1, $ADDRESS1, $MAC1, 2, $MTU);
if0 [0] -> routes; if0 [1] -> routes;
if1 [0] -> routes; if1 [1] -> routes;
routes [1] -> if0;
routes [2] -> if1;

// To the router itself: it answers pings, and says that nobody is at home for UDP.
routes [0] -> own :: IPClassifier(icmp type echo, udp, -);
own[0] -> pings :: Counter -> ICMPPingResponder -> routes;
own[1] -> ICMPError($ADDRESS0, unreachable, port) -> routes;
own[2] -> Discard;
