import { afterAll, beforeAll } from 'vitest';
import { installedFiles } from '../../scripts/xen/installed.mjs';
import { libvirtFiles } from '../../scripts/xen/libvirt.mjs';
import { sshFiles } from '../../scripts/xen/ssh.mjs';
import type { Bed } from './bed.ts';
import { openBed } from './bed.ts';
import { clockJumps } from './scenarios/clock.ts';
import { differentialOnXen } from './scenarios/differential.ts';
import { handshakes } from './scenarios/handshake.ts';
import { remoteHost } from './scenarios/host.ts';
import { hostileBackend } from './scenarios/hostile.ts';
import { interruptions } from './scenarios/interrupt.ts';
import { launching } from './scenarios/launch.ts';
import { libvirt } from './scenarios/libvirt.ts';
import { many } from './scenarios/many.ts';
import { bootModules } from './scenarios/module.ts';
import { recipesOnXen } from './scenarios/recipes.ts';
import { textSlot } from './scenarios/slot.ts';
import { stockClickos } from './scenarios/xenstore.ts';
import { xlJudge } from './scenarios/xl-judge.ts';

/** A second boot, beside that of the guests' own scenarios: how domains are described, started and configured. */

let opened: Bed;
const bed = () => opened;

beforeAll(async () => {
  const log = (line: string) => console.log(line);
  const files = { ...installedFiles(), ...(await libvirtFiles(log)), ...(await sshFiles(log)) };
  opened = await openBed('launch', { files, memoryMiB: 1536, dom0MiB: 768 });
}, 300_000);
afterAll(() => opened?.close());

bootModules(bed);
xlJudge(bed);
launching(bed);
interruptions(bed);
remoteHost(bed);
many(bed);
libvirt(bed);
recipesOnXen(bed);
differentialOnXen(bed);
clockJumps(bed);
textSlot(bed);
stockClickos(bed);
handshakes(bed);
hostileBackend(bed);
