import { BYTES_DEFINITION, ConfigTexts } from '../config-text.ts';
import type { Router } from '../router.ts';
import { anonymousName } from './anonymous.ts';
import { type Chain, chains } from './chain.ts';
import { mentions } from './mentions.ts';

/**
 * The shortest text that Click reads back to `router`, elements in the same order and under the same names. A
 * name is left out where the text mentions the element once and Click would make up just this name for it.
 */
export function compact(router: Router): string {
  const taken = chains(router);
  const counts = mentions(taken, router.elements.length);
  const seen = new Set<number>();
  const texts = new ConfigTexts();
  const mention = (index: number): string => {
    const { name } = router.elements[index]!;
    if (seen.has(index)) return name;
    seen.add(index);
    return declaration(router, index, counts[index] === 1, texts);
  };
  const statements = taken.map((chain) => `${chainText(chain, mention)};`);
  return requirements(router) + (texts.needsBytes ? BYTES_DEFINITION : '') + statements.join('');
}

function requirements({ requirements }: Router): string {
  return requirements.length === 0 ? '' : `require(${requirements.join(',')});`;
}

function declaration(router: Router, index: number, isOnlyOne: boolean, texts: ConfigTexts): string {
  const { name, className, config } = router.elements[index]!;
  const type = config === '' ? className : `${className}(${texts.write(config)})`;
  return isOnlyOne && name === anonymousName(className, index) ? type : `${name}::${type}`;
}

function chainText({ first, connections }: Chain, mention: (index: number) => string): string {
  let text = mention(first);
  for (const { fromPort, to, toPort } of connections)
    text += `${port(fromPort)}->${port(toPort)}${mention(to)}`;
  return text;
}

function port(number: number): string {
  return number === 0 ? '' : `[${number}]`;
}
