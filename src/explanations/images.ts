import { shell } from './example.ts';
import type { Explanations } from './explanation.ts';

/** The codes of images. The examples are in a folder where firewall.click was built to firewall.elf. */
export const EXPLANATIONS: Explanations = {
  CF5001: shell(
    "An image is an ELF file, and this file is none: more often than not it is the configuration, or a compressed image. Build an image from a configuration with 'clickforge build'; unpack a compressed one first.",
    'clickforge inspect firewall.click',
    'clickforge inspect firewall.elf',
  ),
  CF5002: shell(
    'The file is an ELF file, but not a linked program for x86-64, which is all that runs as a clickforge image: it may be an object file, a library, or made for another processor.',
    'clickforge inspect arm.elf',
    'clickforge inspect firewall.elf',
  ),
  CF5003: shell(
    'The headers of the ELF file speak of bytes that are not there, or contradict one another. Such a file was cut short while it was copied, or written over. Fetch or build it again.',
    'clickforge inspect cut.elf',
    'clickforge inspect firewall.elf',
  ),
  CF5004: shell(
    'The file is a program, but neither an image that clickforge made nor a ClickOS: it has no clickforge note that says where a configuration goes.',
    'clickforge inspect program.elf',
    'clickforge inspect firewall.elf',
  ),
  CF5005: shell(
    "A base image knows its element classes by number and the programs of filters and scripts by their codes, and so does the Plan that a configuration is compiled to; both must come from the same version of clickforge. Use the base image that came with this version, or make it again with 'npm run build'; read an image with the clickforge that made it.",
    'clickforge build firewall.click --base old-base.elf -o new.elf',
    'clickforge build firewall.click -o new.elf',
  ),
  CF5006: shell(
    'The note in a base image says where the Plan belongs, and the layout of the file does not agree with it. The file was changed by another tool after it had been made. Take the base image as it was shipped.',
    'clickforge build firewall.click --base changed-base.elf -o new.elf',
    'clickforge build firewall.click -o new.elf',
  ),
  CF5007: shell(
    "This is a base image: it holds no configuration yet, so there is none to show. 'clickforge build' puts one in.",
    'clickforge extract base.elf',
    'clickforge extract firewall.elf',
  ),
  CF5008: shell(
    "The image's layout is sound, but its configuration, the Plan, is damaged: its checksum is wrong, or it speaks of things that are not in it. A guest would refuse it as well. Build the image again.",
    'clickforge extract bent.elf',
    'clickforge extract firewall.elf',
  ),
  CF5009: shell(
    'Some ClickOS images carry their configuration as text, between the lines //PLEASEPUTCLICKCODEHERE and //ENDCLICKCODEHERE with a zero byte behind them. This image has the first line and no such slot, or several of them, so that nobody can tell which one its program reads. Take the stem image as it was shipped.',
    'clickforge inspect open-slot.elf',
    'clickforge inspect stem.elf',
  ),
  CF5010: shell(
    'The configuration does not go into the text slot of the image: it is too long even without comments, blanks and long names, and the message tells by how much, or it holds bytes that would end the slot. Make the configuration shorter, or use an image with a larger slot.',
    'clickforge build tap.click --base smallest-stem.elf -o tap.elf',
    'clickforge build tap.click --base stem.elf -o tap.elf',
  ),
};
