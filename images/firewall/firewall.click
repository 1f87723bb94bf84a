// A firewall between two networks, transparent as a switch: vif 0 looks outside, vif 1 inside.
//
// From inside, everything may leave but mail past the relay. From outside come only answers to what inside asked for,
// new connections to the web server, and pings to the firewall's own address, which it answers itself.

define($OUTSIDE 0, $INSIDE 1,
       $ADDRESS 10.0.0.254, $MAC 00:16:3e:00:00:fe,
       $WEB_SERVER 10.0.0.2, $MAIL_RELAY 10.0.0.25)

to_outside :: Queue(256) -> ToDevice($OUTSIDE);
to_inside :: Queue(256) -> ToDevice($INSIDE);

// Splits frames into ARP queries, ARP replies and IPv4; answers ARP and ping for the firewall's own address.
// Outputs: 0 back to where the frame came from, 1 ARP for the other side, 2 IPv4 packets (header checked, frame stripped).
elementclass Port { $address, $mac |
  input -> frames :: Counter
        -> kind :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);

  kind[0] -> arp :: ARPResponder($address $mac) -> [0] output;
  arp[1] -> [1] output;
  kind[1] -> [1] output;
  kind[2] -> Strip(14) -> CheckIPHeader -> here :: IPClassifier(dst host $address and icmp type echo,
                                                                dst host $address,
                                                                -);
  here[0] -> pings :: Counter -> ICMPPingResponder -> Unstrip(14) -> EtherMirror -> [0] output;
  here[1] -> Discard;
  here[2] -> [2] output;
  kind[3] -> other :: Counter -> Discard;
}

outside :: Port($ADDRESS, $MAC);
inside :: Port($ADDRESS, $MAC);

FromDevice($OUTSIDE) -> outside -> to_outside;
FromDevice($INSIDE) -> inside -> to_inside;
outside [1] -> to_inside;
inside [1] -> to_outside;

way_in :: IPFilter(allow icmp type echo-reply || icmp type unreachable || icmp type timeexceeded,
                   allow tcp opt ack && dst port >= 1024,
                   allow udp && (src port 53 or 123) && dst port >= 1024,
                   allow dst host $WEB_SERVER && (dst tcp port 80 or 443),
                   1 all);
way_out :: IPFilter(1 dst tcp port 25 && not dst host $MAIL_RELAY,
                    allow all);

outside [2] -> way_in -> passed_in :: Counter -> Unstrip(14) -> to_inside;
inside [2] -> way_out -> passed_out :: Counter -> Unstrip(14) -> to_outside;
way_in [1] -> denied_in :: Counter -> Discard;
way_out [1] -> denied_out :: Counter -> Discard;
