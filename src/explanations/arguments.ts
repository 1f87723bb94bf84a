import type { Explanations } from './explanation.ts';

/** The codes of the check of elements' arguments. */
export const EXPLANATIONS: Explanations = {
  CF4001: {
    text: "An argument has a type: a number in a certain range, an address, a time such as 500ms, a word out of a few. What is written here cannot be read as that type, or is out of range. 'clickforge elements CLASS' shows the type, the range and the default of every argument.",
    wrong: 'Idle -> Strip(fourteen) -> Discard;\n',
    right: 'Idle -> Strip(14) -> Discard;\n',
  },
  CF4002: {
    text: "This element cannot do without the argument named here. Arguments with a position are given in their order; those without one, or out of order, as 'KEYWORD value'.",
    wrong: 'Idle -> Strip -> Discard;\n',
    right: 'Idle -> Strip(14) -> Discard;\n',
  },
  CF4003: {
    text: 'There are more arguments without a keyword than the class has positions for. A comma inside a value separates arguments too: put such a value in quotes.',
    wrong: 'Idle -> Strip(14, 20) -> Discard;\n',
    right: 'Idle -> Strip(34) -> Discard;\n',
  },
  CF4004: {
    text: 'An argument that begins with a word in capitals and has a value after it is taken for a keyword argument, and the class has none of this name. Check the spelling; text that should not be taken for a keyword goes into quotes.',
    wrong: 'Idle -> Queue(CAPACTY 200) -> Unqueue -> Discard;\n',
    right: 'Idle -> Queue(CAPACITY 200) -> Unqueue -> Discard;\n',
  },
  CF4005: {
    text: 'Each argument is right by itself, but together they make no sense, or they contradict the connections: two that exclude each other, one that must be less than the other, or a number that is not that of the outputs in use.',
    wrong: 'Idle -> t :: Tee(3);\nt [0] -> Discard;\nt [1] -> Discard;\n',
    right: 'Idle -> t :: Tee(2);\nt [0] -> Discard;\nt [1] -> Discard;\n',
  },
  CF4006: {
    text: 'The argument is accepted under this name for the sake of old configurations, and Click may drop the name. The hint names the one to write.',
    wrong: 'Idle -> Print(hello, NBYTES 20) -> Discard;\n',
    right: 'Idle -> Print(hello, MAXLENGTH 20) -> Discard;\n',
  },
  CF4007: {
    text: 'Classifier, IPClassifier, IPFilter, ARPResponder and the like take patterns or rules in a small language of their own, and one of them cannot be read, or there are more or fewer of them than outputs. The caret shows the place.',
    wrong: 'Idle -> IPFilter(allow src hots 10.0.0.1) -> Discard;\n',
    right: 'Idle -> IPFilter(allow src host 10.0.0.1) -> Discard;\n',
  },
  CF4008: {
    text: 'The pattern can be read, but no packet can ever match it, since patterns before it take all that it would. Patterns are tried in their order: put the special ones first, or take this one out.',
    wrong: 'Idle -> c :: Classifier(-, 12/0800);\nc [0] -> Discard;\nc [1] -> Discard;\n',
    right: 'Idle -> c :: Classifier(12/0800, -);\nc [0] -> Discard;\nc [1] -> Discard;\n',
  },
  CF4009: {
    text: 'The arguments are right and so are the connections, but the element looks for something in the router at its start that is not there, or is there already: RED and CoDel for an element that stores packets (where a push output leads to, or upstream of a pull input), a driver script for another one, a pull for an end of its way.',
    wrong: 'Idle -> RED(5, 50, 0.02) -> Discard;\n',
    right: 'Idle -> RED(5, 50, 0.02) -> Queue(200) -> Unqueue -> Discard;\n',
  },
};
