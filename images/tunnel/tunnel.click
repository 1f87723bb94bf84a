// One end of a tunnel, IP in UDP, between vif 0, which looks to the other end, and vif 1, the network here. The other end
// is the same configuration with ADDRESS and PEER, NETWORK and FAR_NETWORK exchanged.
define($ADDRESS 192.0.2.1, $MAC 00:16:3e:00:02:00, $GATEWAY 192.0.2.254, $PEER 198.51.100.1, $PORT 6080,
       $INNER_ADDRESS 10.1.0.254, $INNER_MAC 00:16:3e:00:02:01, $NETWORK 10.1.0.0/24,
       $FAR_NETWORK 10.2.0.0/24, $MTU 1500)

// Frames of one network: answers ARP, asks for next hops. Output 0: IP packets that came, checked and marked.
elementclass Network { $device, $address, $mac |
  out :: Queue(256) -> ToDevice($device);
  FromDevice($device) -> HostEtherFilter($mac)
                      -> kind :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
  kind[0] -> ARPResponder($address $mac) -> out;
  input -> arp :: ARPQuerier($address, $mac) -> out;
  kind[1] -> [1] arp;
  kind[2] -> Strip(14) -> CheckIPHeader -> output;
  kind[3] -> Discard;
}

outer :: Network(0, $ADDRESS, $MAC);
inner :: Network(1, $INNER_ADDRESS, $INNER_MAC);

// Into the tunnel. A packet that has become too long for the way leaves in fragments.
inner -> way_in :: IPClassifier(dst net $FAR_NETWORK and src net $NETWORK, dst host $INNER_ADDRESS and icmp type echo, -);
way_in[0] -> ttl :: DecIPTTL
          -> sent :: Counter
          -> UDPIPEncap($ADDRESS, $PORT, $PEER, $PORT)
          -> IPFragmenter($MTU)
          -> SetIPAddress($GATEWAY)
          -> outer;
ttl[1] -> ICMPError($INNER_ADDRESS, timeexceeded) -> inner;
way_in[1] -> ICMPPingResponder -> inner;
way_in[2] -> ICMPError($INNER_ADDRESS, unreachable, net) -> inner;

// Out of it: from the other end alone, and only between the two networks.
outer -> mine :: IPClassifier(dst host $ADDRESS and src host $PEER and ip proto udp,
                              dst host $ADDRESS and icmp type echo, -);
mine[0] -> IPReassembler(HIMEM 131072)
        -> port :: IPClassifier(src udp port $PORT and dst udp port $PORT, -)
        -> CheckUDPHeader
        -> StripIPHeader
        -> Strip(8)
        -> CheckIPHeader
        -> way_out :: IPFilter(allow src net $FAR_NETWORK && dst net $NETWORK)
        -> DecIPTTL
        -> received :: Counter
        -> inner;
port[1] -> Discard;
mine[1] -> ICMPPingResponder -> SetIPAddress($GATEWAY) -> outer;
mine[2] -> Discard;
