import { shell } from './example.ts';
import type { Explanations } from './explanation.ts';

/** The codes of files and of the command line. */
export const EXPLANATIONS: Explanations = {
  CF7101: shell(
    'There is no file under this path. Relative paths begin at the folder in which the command was started.',
    'clickforge check fierwall.click',
    'clickforge check firewall.click',
  ),
  CF7102: shell(
    'The file exists, but the user who runs clickforge may not read it, or the disk could not. Change its permissions, or run the command as a user who may.',
    'clickforge check secret.click',
    'clickforge check firewall.click',
  ),
  CF7103: shell(
    'Outputs are written into folders that exist; clickforge makes none, so that a slip in a path does not go unnoticed.',
    'clickforge build firewall.click -o imagse/new.elf',
    'clickforge build firewall.click -o images/new.elf',
  ),
  CF7104: shell(
    'The output goes into a file beside its target first, and then takes its place. So the folder must be writable as well as the file.',
    'clickforge build firewall.click -o sealed/new.elf',
    'clickforge build firewall.click -o images/new.elf',
  ),
  CF7105: shell(
    'The path names a folder where a file is needed: add the name of the file in it.',
    'clickforge build firewall.click -o images',
    'clickforge build firewall.click -o images/new.elf',
  ),
  CF7106: shell(
    'There is no room for the output on its disk. What was there before is untouched, and nothing half-written stays behind.',
    'clickforge build firewall.click -o full/new.elf',
    'clickforge build firewall.click -o images/new.elf',
  ),
  CF7107: shell(
    'The file is far larger than any configuration or image. More often than not it is the wrong one, as a disk image or a capture.',
    'clickforge check disk.img',
    'clickforge check firewall.click',
  ),
  CF7108: shell(
    'The operating system refused to work on the file for the reason in the message.',
    'clickforge build firewall.click -o damaged/new.elf',
    'clickforge build firewall.click -o images/new.elf',
  ),
  CF8001: shell(
    "The words after 'clickforge' are no command with its options. The hint says what comes near; 'clickforge help COMMAND' shows all options of a command.",
    'clickforge biuld firewall.click -o new.elf',
    'clickforge build firewall.click -o new.elf',
  ),
  CF8003: shell(
    "Images are built into a base image, which comes with clickforge or is made by 'npm run build'. It is not where it has to be; --base names another place.",
    'clickforge build firewall.click --base gone.elf -o new.elf',
    'clickforge build firewall.click --base base.elf -o new.elf',
  ),
  CF8004: shell(
    "No element class has this name, neither here nor in Click. 'clickforge elements --search WORD' looks for one.",
    'clickforge elements Qeue',
    'clickforge elements Queue',
  ),
  CF8005: shell(
    'clickforge came to a place where it cannot be: a mistake in clickforge itself, whatever the input. Please report it with the command line and the files.',
    '# no example: this must not happen',
    'clickforge --version',
  ),
  CF8006: {
    text: "The class exists in Click, but not where this configuration is to run: every target has its own elements. The message says where the class exists. Check against another target with --target, replace the element, or write it as a compound of others. 'clickforge elements' lists what is there.",
    wrong: 'Idle -> ToHost;\n',
    right: 'Idle -> Discard;\n',
  },
  CF8007: shell(
    'A Plan counts elements, ports and bytes in numbers of a fixed size, and this configuration goes beyond one of them. The message says which. Split the configuration, or shorten its longest strings.',
    'clickforge build huge.click -o new.elf',
    'clickforge build firewall.click -o new.elf',
  ),
  CF8008: shell(
    "Every image declares how it gets its configuration: 'clickforge inspect' shows it. A base image of clickforge takes it by note, or as a boot module beside it; a stem image takes it into its text slot; a stock ClickOS takes it through Xenstore while it runs, so that nothing can be built into it. Leave --delivery out, or name another base image.",
    'clickforge build tap.click --base stem.elf --delivery note -o tap.elf',
    'clickforge build tap.click --base stem.elf --delivery slot -o tap.elf',
  ),
  CF8009: shell(
    'The flat text of the configuration is longer than the text slot of the image, so it was written as short as possible. It works as before, and its elements have other names, which matters to whoever reads their handlers. Shorten the configuration, or use an image with a larger slot, to keep them.',
    'clickforge build tap.click --base small-stem.elf -o tap.elf',
    'clickforge build tap.click --base stem.elf -o tap.elf',
  ),
  CF8041: shell(
    'SOURCE_DATE_EPOCH is how build systems say what time a build is to believe it is, so that two builds of one source give the same bytes. The time goes into the documents about an image. It is a number of seconds since 1970-01-01 UTC, of up to the year 9999; unset it to have no time in them.',
    'SOURCE_DATE_EPOCH=yesterday clickforge build firewall.click -o new.elf --sbom new.json',
    'SOURCE_DATE_EPOCH=1767225600 clickforge build firewall.click -o new.elf --sbom new.json',
  ),
  CF8042: shell(
    'A folder is built by its configuration of the same name, as nat/nat.click, and otherwise by all that it holds. Folders without any are passed over, but nothing was found at all. Only the folder itself is looked at, not what is below it.',
    'clickforge build sealed/',
    'clickforge build firewall.click',
  ),
};
