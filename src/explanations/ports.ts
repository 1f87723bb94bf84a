import { shell } from './example.ts';
import type { Explanations } from './explanation.ts';

/** The codes of the check of ports and of push and pull. */
export const EXPLANATIONS: Explanations = {
  CF3001: {
    text: "The class of this element allows fewer ports than are used here, or the connection names a port beyond them. Ports count from 0, so an element with two outputs has [0] and [1]. 'clickforge elements CLASS' shows how many ports a class has.",
    wrong: 'Idle -> s :: Strip(14);\ns [0] -> Discard;\ns [1] -> Discard;\n',
    right: 'Idle -> s :: Strip(14);\ns [0] -> Discard;\n',
  },
  CF3002: {
    text: 'On a push connection the element before hands a packet on when it has one; on a pull connection the element behind asks for one. Both ends must agree, and elements that can do either take it from their neighbours, so the conflict may lie some way apart: the notes show the path. Between push and pull stands a Queue, between pull and push an Unqueue.',
    wrong: 'FromDevice(0) -> Counter -> Unqueue -> ToDevice(0);\n',
    right: 'FromDevice(0) -> Counter -> Queue -> Unqueue -> ToDevice(0);\n',
  },
  CF3003: {
    text: 'A push output sends each packet to one place and a pull input takes it from one place, so each has one connection at most. To send copies to several places use Tee; to take turns between several sources use RoundRobinSched or PrioSched. Many connections into one push input, or out of one pull output, are fine.',
    wrong: 'f :: FromDevice(0);\nf -> Discard;\nf -> ToDevice(0);\n',
    right: 'f :: FromDevice(0);\nf -> t :: Tee;\nt [0] -> Discard;\nt [1] -> ToDevice(0);\n',
  },
  CF3004: {
    text: 'Every port that an element has must be connected, and all ports below the highest one in use count as well. Let an output that does not matter end in Discard, and feed an input that gets nothing from Idle.',
    wrong: 'Idle -> Strip(14);\n',
    right: 'Idle -> Strip(14) -> Discard;\n',
  },
  CF3005: {
    text: 'The port count, processing or flow code in the specification of an element class is malformed. This is a mistake in the specification under elements/, and not in a configuration.',
    language: 'spec',
    wrong: 'class: Odd\nports: 1/1\nprocessing: a/x\nflow: x/x\n',
    right: 'class: Odd\nports: 1/1\nprocessing: a/a\nflow: x/x\n',
  },
  CF3101: shell(
    'With --remove-dead this element was taken out: no packet can reach it, or none gets from it to anywhere, or it hands every packet on unchanged. The message says which. It is a remark and no error.',
    'clickforge flatten idle.click --remove-dead',
    'clickforge flatten idle.click',
  ),
  CF3102: shell(
    'With --remove-dead this element got other connections or arguments, because something beside it was taken out. It is a remark and no error.',
    'clickforge flatten tee.click --remove-dead',
    'clickforge flatten tee.click',
  ),
};
