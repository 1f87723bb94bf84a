import type { Explanations } from './explanation.ts';

/** The codes of elaboration: names, compounds, variables, requirements. */
export const EXPLANATIONS: Explanations = {
  CF2001: {
    text: "No primitive element and no 'elementclass' has this name at this place. Class names are case-sensitive, a compound must be defined before it is used, and what exists depends on --target: some elements of userlevel Click are missing in a ClickOS guest. 'clickforge elements --search WORD' looks for the right one.",
    wrong: 'Idle -> q :: Que -> Discard;\n',
    right: 'Idle -> q :: Queue -> Discard;\n',
  },
  CF2002: {
    text: 'Click reads from top to bottom: an element must be declared, or its class known, before its name is used in a connection. Move the declaration up, or declare it at the place of its first use.',
    wrong: 'sink :: Discard;\nIdle -> snik;\n',
    right: 'sink :: Discard;\nIdle -> sink;\n',
  },
  CF2003: {
    text: 'A name stands for one element in its scope. Give the second element another name; when the same element was meant, leave out the :: and the class.',
    wrong: 'c :: Counter;\nIdle -> c -> Discard;\nc :: Counter;\n',
    right: 'c :: Counter;\nIdle -> c -> Discard;\n',
  },
  CF2004: {
    text: 'In a connection a class name always makes a new element of that class, so an element of the same name could never be reached. Choose another name.',
    wrong: 'Idle -> Counter :: Null -> Discard;\n',
    right: 'Idle -> counter :: Null -> Discard;\n',
  },
  CF2005: {
    text: "Each part of an element name between slashes needs at least one character that is no digit; a number alone could be taken for an element's number.",
    wrong: 'Idle -> 10 :: Discard;\n',
    right: 'Idle -> v10 :: Discard;\n',
  },
  CF2006: {
    text: "The element was declared before, and with that its configuration is settled; a second configuration string is not used. Put the arguments into the declaration, or make a new element with '::'.",
    wrong: 'c :: Paint(1);\nIdle -> c(2) -> Discard;\n',
    right: 'c :: Paint(2);\nIdle -> c -> Discard;\n',
  },
  CF2007: {
    text: 'The first element of a chain has nothing before it and the last one nothing after it, so input ports in front of the first and output ports behind the last connect nothing. Often an arrow is missing.',
    wrong: 'Idle -> Discard [0];\n',
    right: 'Idle [0] -> Discard;\n',
  },
  CF2008: {
    text: "With '->' at least one side has to be a single port. To connect several ports to several ports one by one write '=>'.",
    wrong: 'a :: Idle;\na [0, 1] -> Discard, Discard;\n',
    right: 'a :: Idle;\na [0, 1] => Discard, Discard;\n',
  },
  CF2009: {
    text: "'=>' joins the first port on its left to the first on its right, and so on; both sides need the same number of ports. A list that ends in a comma, '[0,]', is open and takes the length of the other side.",
    wrong: 'Idle [0, 1, 2] => Discard, Discard;\n',
    right: 'Idle [0, 1] => Discard, Discard;\n',
  },
  CF2010: {
    text: 'A port list that ends in a comma, or is empty, takes its length from the other side of the connection. When both sides do so, neither has a length. Write out the ports of one side.',
    wrong: 'Idle [0,] => [0,] Idle;\n',
    right: 'Idle [0,] => [0, 1] Idle;\n',
  },
  CF2011: {
    text: "Inside a compound or group 'input' is where packets come in, so it stands on the left of an arrow only, and 'output' on the right only.",
    wrong: 'elementclass Pass { input -> output; output -> Discard; }\nIdle -> Pass -> Discard;\n',
    right: 'elementclass Pass { input -> Null -> output; }\nIdle -> Pass -> Discard;\n',
  },
  CF2012: {
    text: "The ports of a compound's input and output are numbered without gaps: a compound that uses port 1 has a port 0 too, and something must be connected to it. Renumber the ports, or connect the missing one.",
    wrong: 'elementclass Sink { input [1] -> Discard; }\nIdle -> [1] Sink;\n',
    right: 'elementclass Sink { input -> Discard; }\nIdle -> Sink;\n',
  },
  CF2013: {
    text: 'From outside, a compound has exactly the ports that its body uses on input and output. A port that is connected outside and not used inside, or used inside and left open outside, leads nowhere.',
    wrong: 'elementclass Sink { input -> Discard; }\ns :: Sink;\nIdle -> s;\nIdle -> [1] s;\n',
    right:
      'elementclass Sink { input -> Discard; input [1] -> Discard; }\ns :: Sink;\nIdle -> s;\nIdle -> [1] s;\n',
  },
  CF2014: {
    text: 'A variable gets its value once in a scope: one define of it in a file, one parameter of that name in a compound. An inner scope may define it again for itself.',
    wrong: 'define($color 1, $color 2);\nIdle -> Paint($color) -> Discard;\n',
    right: 'define($color 1);\nIdle -> Paint($color) -> Discard;\n',
  },
  CF2015: {
    text: 'Each keyword parameter of a compound has its own keyword, since the caller gives the value by it.',
    wrong:
      'elementclass P { COLOR $a, COLOR $b | input -> Paint($a) -> Paint($b) -> output; }\nIdle -> Discard;\n',
    right:
      'elementclass P { COLOR $a, ANNO $b | input -> Paint($a, $b) -> output; }\nIdle -> P(COLOR 1, ANNO 17) -> Discard;\n',
  },
  CF2016: {
    text: 'The parameters of a compound stand in a fixed order: first the positional ones, then those with a keyword, last __REST__ for whatever else the caller gives.',
    wrong:
      'elementclass P { COLOR $a, $b | input -> Paint($a, $b) -> output; }\nIdle -> P(17, COLOR 1) -> Discard;\n',
    right:
      'elementclass P { $b, COLOR $a | input -> Paint($a, $b) -> output; }\nIdle -> P(17, COLOR 1) -> Discard;\n',
  },
  CF2017: {
    text: 'A compound, or each of its alternatives, asks for a certain number of arguments and of connected input and output ports; this use fits none of them. The notes list the candidates. A keyword parameter has to be given always, since parameters have no defaults.',
    wrong: 'elementclass P { $color | input -> Paint($color) -> output; }\nIdle -> P -> Discard;\n',
    right: 'elementclass P { $color | input -> Paint($color) -> output; }\nIdle -> P(1) -> Discard;\n',
  },
  CF2018: {
    text: "'|| ...' adds alternatives to a class that exists already. There is no class of this name here, so there is nothing to add to: leave the '...' out, or correct the name.",
    wrong:
      'elementclass Zero { $label | input -> Print($label) -> output; || ... }\nIdle -> Zero(x) -> Discard;\n',
    right:
      'elementclass Null { $label | input -> Print($label) -> output; || ... }\nIdle -> Null(x) -> Discard;\n',
  },
  CF2019: {
    text: "'define' takes items separated by commas, each a variable with its dollar sign and then the value.",
    wrong: 'define(color 1);\nIdle -> Paint(1) -> Discard;\n',
    right: 'define($color 1);\nIdle -> Paint($color) -> Discard;\n',
  },
  CF2020: {
    text: "'require' takes items separated by commas: 'package NAME', 'library FILE', or a word that Click knows, such as compact_config.",
    wrong: 'require(library);\nIdle -> Discard;\n',
    right: 'require(compact_config);\nIdle -> Discard;\n',
  },
  CF2021: {
    text: "The file named by require(library ...) was found neither beside the file that asks for it nor on the path of libraries. Check the name, which is taken relative to the file that holds the 'require'.",
    wrong: 'require(library missing.click);\nIdle -> Discard;\n',
    right: 'elementclass Sink { input -> Discard; }\nIdle -> Sink;\n',
  },
  CF2022: {
    text: 'A library is read in place, and its classes must be visible in the whole file; so require(library ...) stands at the top level of a file, not in a compound or group.',
    wrong: 'elementclass Sink { require(library common.click); input -> Discard; }\nIdle -> Sink;\n',
    right: 'elementclass Sink { input -> Discard; }\nIdle -> Sink;\n',
  },
  CF2023: {
    text: 'A package is a module of compiled elements that Click loads when it starts. An image cannot load anything: all its elements are built in. Take the require out when its elements are known here anyway, or write what it gives as compounds.',
    wrong: 'require(package multicast);\nIdle -> Discard;\n',
    right: 'Idle -> Discard;\n',
  },
  CF2024: {
    text: "An element inside a compound is named after it, as in 'gate/q'. This name is at the same time the name of a class, and a flat configuration could not tell one from the other. Rename the class or the element.",
    wrong:
      'elementclass gate/q { input -> output; }\ngate :: { input -> q :: Null -> output; };\nIdle -> gate -> Discard;\n',
    right:
      'elementclass Pass { input -> output; }\ngate :: { input -> q :: Null -> output; };\nIdle -> gate -> Discard;\n',
  },
  CF2025: {
    text: 'Compounds inside compounds multiply: a few lines can stand for millions of elements or connections. This configuration goes beyond what clickforge expands, which is far more than a guest could run.',
    wrong: `${nested(8)}Idle -> C8 -> Discard;\n`,
    right: `${nested(1)}Idle -> C1 -> Discard;\n`,
  },
};

/** Classes C0 to C`depth`, each ten of the one before. */
function nested(depth: number): string {
  let text = 'elementclass C0 { input -> Null -> output; }\n';
  for (let i = 1; i <= depth; i++) {
    const chain = new Array(10).fill(`C${i - 1}`).join(' -> ');
    text += `elementclass C${i} { input -> ${chain} -> output; }\n`;
  }
  return text;
}
