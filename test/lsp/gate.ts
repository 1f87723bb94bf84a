/** A configuration with letters of several bytes before names, so that columns and bytes differ. */
export const GATE = `// the gate, größer 🧱
define($RATE 100)
elementclass Gate { $size, BURST $burst |
  /* 🧱 */ input -> q :: Queue($size) -> s :: Shaper($RATE) -> output;
}
in :: FromDevice(0); /* ü🧱 */ c :: Counter;
in -> c -> gate :: Gate(200, BURST 3) -> out :: ToDevice(0);
FromDevice(1) -> Print("größe", MAXLENGTH 20) -> Discard;
`;
