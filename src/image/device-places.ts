import { lookup } from '../catalog/index.ts';
import type { Plan } from '../plan/read.ts';

/** Where in a Plan's text the first element of each device is declared: [start, end). */
export function devicePlaces({ elements, text }: Plan): Map<number, [start: number, end: number]> {
  const places = new Map<number, [number, number]>();
  for (const { name, className, config } of elements) {
    const number = deviceOf(className, config);
    const start = text.indexOf(`${name} :: ${className}`);
    if (number !== undefined && start >= 0 && !places.has(number)) {
      places.set(number, [start, text.indexOf(';', start)]);
    }
  }
  return places;
}

/** The device that an element is for. It is the first argument wherever there is one, with or without keyword. */
function deviceOf(className: string, config: string): number | undefined {
  const takesDevice = lookup(className, 'clickforge')?.arguments?.some(({ type }) => type === 'device');
  const number = takesDevice ? /[0-9]+/.exec(config)?.[0] : undefined;
  return number === undefined ? undefined : Number(number);
}
