import type { Explanations } from './explanation.ts';

/** The codes of the parser. */
export const EXPLANATIONS: Explanations = {
  CF1001: {
    text: 'The text at this place is no part of the language: a doubled arrow, a stray bracket, a character that means nothing here, or an arrow with nothing after it. The token is skipped and reading goes on behind it, so that later mistakes are found in the same run; put right what is written here, or take it out.',
    wrong: 'Idle -> Discard ];\n',
    right: 'Idle -> Discard;\n',
  },
  CF1002: {
    text: "A '(' or '{' was opened and the file, or what encloses it, ended before its partner came. Parentheses inside a configuration string count too, save in quotes and comments; so a single '(' in a label needs quotes around it. The note shows where the open one stands.",
    wrong: 'elementclass Sink { input -> Discard;\n',
    right: 'elementclass Sink { input -> Discard; }\nIdle -> Sink;\n',
  },
  CF1003: {
    text: "A '#' in the first column of a line begins a line directive, '# 12' or '# 12 \"file.click\"', which preprocessors leave behind to say where the text came from. Anything else after it is an error: Click has no '#' comments and no preprocessor. Write comments with // or /* */.",
    wrong: '# drop everything\nIdle -> Discard;\n',
    right: '// drop everything\nIdle -> Discard;\n',
  },
  CF1004: {
    text: "Between '[' and ']' stand port numbers: decimal, or as in C with 0x or a leading 0. Names and variables are not possible there; number ports from 0.",
    wrong: 'Idle [first] -> Discard;\n',
    right: 'Idle [0] -> Discard;\n',
  },
  CF1005: {
    text: "A port list is '[' and then numbers or ranges such as 2-5, with commas between them, and ']'. '[0,]' and '[]' are allowed and leave the list open: it grows to the length of the other side.",
    wrong: 'Idle [0 1] => Discard, Discard;\n',
    right: 'Idle [0, 1] => Discard, Discard;\n',
  },
  CF1006: {
    text: "In 'name :: Class' the class, or a compound in braces, must follow the '::'. A group in parentheses cannot be declared with a name.",
    wrong: 'sink :: ;\n',
    right: 'sink :: Discard;\nIdle -> sink;\n',
  },
  CF1007: {
    text: "'elementclass' makes a new class, so the class's name comes next and then its body in braces or the name of the class that it is another name for.",
    wrong: 'elementclass { input -> Discard; }\n',
    right: 'elementclass Sink { input -> Discard; }\nIdle -> Sink;\n',
  },
  CF1008: {
    text: "The parameters of a compound stand first in its body, variables separated by commas and closed by '|': '{ $rate, BURST $burst, __REST__ $rest | ... }'. A word before a variable makes it a keyword parameter.",
    wrong: 'elementclass Label { $color; input -> Paint($color) -> output; }\nIdle -> Label(1) -> Discard;\n',
    right:
      'elementclass Label { $color | input -> Paint($color) -> output; }\nIdle -> Label(1) -> Discard;\n',
  },
  CF1009: {
    text: 'Compounds and groups may stand inside one another 50 deep, the same limit as in Click. Nothing behind this place is read. Give the inner parts names with elementclass and use them by name.',
    wrong: `${'('.repeat(51)}Idle -> Discard${')'.repeat(51)};\n`,
    right: '((Idle -> Discard));\n',
  },
  CF1010: {
    text: 'A port list belongs to the element before it (output ports) or after it (input ports); here there is none. Only inside a compound or group may a chain begin or end with a bare port list, which then means ports of input or output.',
    wrong: 'Idle -> Discard, [0];\n',
    right: 'elementclass Sink { [0] -> Discard; }\nIdle -> Sink;\n',
  },
  CF1011: {
    text: "Inside a compound or group, a chain that begins with an arrow begins at 'input', and one that ends with an arrow ends at 'output'. In its middle every link must name an element.",
    wrong: 'elementclass Pass { input -> [0], Null -> output; }\nIdle -> Pass -> Discard;\n',
    right: 'elementclass Pass { -> Null -> ; }\nIdle -> Pass -> Discard;\n',
  },
  CF1012: {
    text: "'|| ...' at the end of a compound adds the alternatives before it to what the class already is. It stands once, as the last alternative, and at least one other comes first.",
    wrong: 'elementclass Null { ... || input -> output; }\n',
    right:
      'elementclass Null { $label | input -> Print($label) -> output; || ... }\nIdle -> Null(seen) -> Null -> Discard;\n',
  },
  CF1013: {
    text: "This chain begins with an arrow, which means 'input ->', although the chain before it did not end in output. More often than not the arrow was meant to go on with that chain and a ';' or a line break came between. Write 'input ->' when it is really meant.",
    wrong:
      'elementclass Pass { a :: Null; b :: Null; a -> output; b -> a; -> b; }\nIdle -> Pass -> Discard;\n',
    right:
      'elementclass Pass { a :: Null; b :: Null; a -> output; b -> a; input -> b; }\nIdle -> Pass -> Discard;\n',
  },
  CF1014: {
    text: 'Click takes a byte of value zero for the end of the configuration and reads nothing behind it, without saying so. Such a byte is usually the rest of a binary file or of a text in UTF-16; save the file as UTF-8.',
    wrong: 'Idle -> Discard;\0 more\n',
    right: 'Idle -> Discard;\n',
  },
  CF1015: {
    text: "A comment that begins with '/*' goes on to the next '*/', and without one to the end of the file: all that stands there is no part of the configuration, and Click does not say so. Comments do not nest.",
    wrong: 'Idle -> Discard; /* spare: \nIdle -> Discard;\n',
    right: 'Idle -> Discard; /* spare: */\nIdle -> Discard;\n',
  },
};
