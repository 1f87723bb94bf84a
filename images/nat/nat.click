// A NAT gateway: vif 0 looks at the hosts of a private network, vif 1 outside, with the one address for all of them.
//
// Hosts inside open TCP and UDP flows and ping; answers and ICMP errors about them come back. From outside, one port leads
// to a server inside.
define($INNER 192.168.0.254, $NETWORK 192.168.0.0/24, $MAC0 00:16:3e:00:04:00,
       $OUTER 203.0.113.1, $LINK 203.0.113.0/24, $GATEWAY 203.0.113.254, $MAC1 00:16:3e:00:04:01,
       $PORTS 1024-65535, $PORT 80, $SERVER 192.168.0.80, $FLOWS 8192)

// What both sides have in common: ARP, and pings for the gateway itself. Input: packets to send, their next hop in the
// destination annotation. Output 0: packets for the gateway's address; 1: all others; 2: answers to pings.
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
          -> here :: IPClassifier(dst host $address and icmp type echo, dst host $address, -);
  kind[3] -> other :: Counter -> Discard;
  here[0] -> pings :: Counter -> ICMPPingResponder -> GetIPAddress(16) -> [2] output;
  here[1] -> [0] output;
  here[2] -> [1] output;
  input -> sent :: Counter -> arp;
}

inside :: Side(0, $INNER, $MAC0);
outside :: Side(1, $OUTER, $MAC1);

// Output 0 leads outside, output 1 inside. What is not from inside and belongs to no flow is dropped.
nat :: IPRewriter(pattern $OUTER $PORTS - - 0 1, pattern - - $SERVER - 1 0, drop, MAPPING_CAPACITY $FLOWS);
pings :: ICMPPingRewriter(pattern $OUTER $PORTS - - 0 1, drop, MAPPING_CAPACITY nat);
errors :: ICMPRewriter(nat pings);

out :: StaticIPLookup($LINK 0, 0.0.0.0/0 $GATEWAY 0) -> outside;
nat[0] -> out; pings[0] -> out;
nat[1] -> inside; pings[1] -> inside;
errors[0] -> back :: IPClassifier(dst net $NETWORK, -);
back[0] -> inside;
back[1] -> StoreIPAddress($OUTER, src) -> SetIPChecksum -> out;
errors[1] -> Discard;

// From inside; the TTL counts before anything is rewritten, so that the complaint quotes what the host has sent.
inside[0] -> Discard;
inside[2] -> inside;
inside[1] -> own :: IPClassifier(src net $NETWORK and not dst net $NETWORK, -)
          -> life :: DecIPTTL
          -> asks :: IPClassifier(tcp or udp, icmp type echo, icmp, -);
own[1] -> Discard;
life[1] -> ICMPError($INNER, timeexceeded) -> inside;
asks[0] -> [0] nat;
asks[1] -> [0] pings;
asks[2] -> errors;
asks[3] -> Discard;

// From outside.
outside[0] -> late :: DecIPTTL -> answers :: IPClassifier(tcp dst port $PORT, tcp or udp, icmp type echo-reply, icmp, -);
outside[1] -> Discard;
outside[2] -> out;
late[1] -> ICMPError($OUTER, timeexceeded) -> out;
answers[0] -> [1] nat;
answers[1] -> [2] nat;
answers[2] -> [1] pings;
answers[3] -> errors;
answers[4] -> Discard;
