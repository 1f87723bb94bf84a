// Stands before servers at vif 1, transparent as a switch; vif 0 looks outside. TCP gets in from sources alone that have
// shown that they own their address, each source has a rate, and answers that nobody asked for have a common one.
define($RATE 2000, $BURST 200, $AMPLIFIED 500, $SOURCES 16384, $SECRET 0, $TRUSTED 192.0.2.0/24)

to_outside :: Queue(512) -> ToDevice(0);
to_servers :: Queue(512) -> ToDevice(1);
passed :: Counter -> Unstrip(14) -> to_servers;

FromDevice(0) -> kind :: Classifier(12/0800, 12/0806, -);
kind[1] -> to_servers;
kind[2] -> Discard;
kind[0] -> Strip(14)
        -> CheckIPHeader
        -> hitters :: HeavyHitters(1024, INTERVAL 10s)
        -> trusted :: IPClassifier(src net $TRUSTED, -);
trusted[1] -> cookies :: TCPSYNCookie($SOURCES, SECRET $SECRET);
trusted[0] -> passed;

// What challenges a source goes back to where it came from.
cookies[1] -> challenges :: Counter -> Unstrip(14) -> EtherMirror -> to_outside;
cookies[2] -> refused :: Counter -> Discard;
cookies[0] -> fragile :: IPClassifier(icmp or src udp port 53 or src udp port 123 or src udp port 1900
                                      or src udp port 11211, -)
           -> amplified :: RatedSplitter($AMPLIFIED)
           -> sources :: IPRateLimiter($RATE, BURST $BURST, CAPACITY $SOURCES)
           -> passed;
fragile[1] -> sources;
amplified[1] -> flooded :: Counter -> Discard;
sources[1] -> exceeded :: Counter -> Discard;

// Servers may say what they like.
FromDevice(1) -> answered :: Counter -> to_outside;
