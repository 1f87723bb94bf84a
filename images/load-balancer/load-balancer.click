// Spreads the TCP and UDP flows to one address over three servers, in turn: clients at vif 0, servers at vif 1. The
// servers see their clients' addresses; their way back is the balancer.
define($ADDRESS 203.0.113.10, $LINK 203.0.113.0/24, $GATEWAY 203.0.113.254, $MAC0 00:16:3e:00:05:00,
       $INNER 10.1.0.254, $NETWORK 10.1.0.0/24, $MAC1 00:16:3e:00:05:01,
       $SERVER0 10.1.0.1, $SERVER1 10.1.0.2, $SERVER2 10.1.0.3, $SERVICE "dst port 80 or 443", $FLOWS 16384)

// What both sides have in common: ARP, and pings for the balancer itself. Input: packets to send, their next hop in the
// destination annotation. Output 0: packets that came, checked and marked; output 1: answers to pings.
elementclass Side { $number, $address, $mac |
  out :: Queue(512) -> ToDevice($number);
  FromDevice($number) -> HostEtherFilter($mac)
                      -> kind :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
  kind[0] -> ARPResponder($address $mac) -> out;
  arp :: ARPQuerier($address, $mac) -> out;
  kind[1] -> [1] arp;
  kind[2] -> Strip(14)
          -> CheckIPHeader(INTERFACES $address/32)
          -> received :: Counter
          -> here :: IPClassifier(dst host $address and icmp type echo, -);
  kind[3] -> other :: Counter -> Discard;
  here[0] -> pings :: Counter -> ICMPPingResponder -> GetIPAddress(16) -> [1] output;
  here[1] -> output;
  input -> sent :: Counter -> arp;
}

clients :: Side(0, $ADDRESS, $MAC0);
servers :: Side(1, $INNER, $MAC1);

// Output 0 leads to the servers, output 1 back.
turn :: RoundRobinIPMapper(- - $SERVER0 - 0 1, - - $SERVER1 - 0 1, - - $SERVER2 - 0 1);
flows :: IPRewriter(turn, drop, MAPPING_CAPACITY $FLOWS);
errors :: ICMPRewriter(flows);

out :: StaticIPLookup($LINK 0, 0.0.0.0/0 $GATEWAY 0) -> clients;
clients[1] -> out;
servers[1] -> servers;
flows[0] -> servers;
flows[1] -> out;
errors[0] -> back :: IPClassifier(dst net $NETWORK, -);
back[0] -> servers;
back[1] -> StoreIPAddress($ADDRESS, src) -> SetIPChecksum -> out;
errors[1] -> Discard;

clients -> DecIPTTL -> asks :: IPClassifier((tcp or udp) and dst host $ADDRESS and $SERVICE,
                                            icmp and dst host $ADDRESS,
                                            -);
asks[0] -> [0] flows;
asks[1] -> errors;
asks[2] -> other :: Counter -> Discard;

// Servers answer; what they begin themselves is none of the balancer's.
servers -> DecIPTTL -> answers :: IPClassifier(tcp or udp, icmp, -);
answers[0] -> [1] flows;
answers[1] -> errors;
answers[2] -> Discard;
