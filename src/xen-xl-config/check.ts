import { settings, type XlDocument } from './document.ts';
import { checkLimits } from './limits.ts';
import { KNOWN_NAMES, nearestName } from './names.ts';
import type { XlProblem } from './problem.ts';
import { type Report, type Settings, textOf } from './report.ts';
import { parseVif } from './vif.ts';

const ACTIONS = [
  'destroy',
  'restart',
  'rename-restart',
  'preserve',
  'coredump-destroy',
  'coredump-restart',
  'soft-reset',
];
const EVENTS = ['on_poweroff', 'on_reboot', 'on_watchdog', 'on_crash', 'on_soft_reset'];
const TYPES = ['hvm', 'pv', 'pvh'];
const LISTS = ['vif', 'disk', 'pci', 'vfb', 'vtpm', 'vkb', 'dtdev', 'channel', 'p9', 'pvcalls'];

/** Finds what xl refuses beyond the syntax, and what it takes in silence and gets wrong. */
export function check(document: XlDocument): XlProblem[] {
  const problems: XlProblem[] = [];
  const report: Report = (severity, code, message, setting, hint) => {
    const start = setting?.statement.valueStart ?? 0;
    problems.push({ code, severity, message, start, end: setting?.statement.end ?? 0, hint });
  };
  const all = settings(document);
  checkNames(document, problems);
  checkIdentity(all, report);
  checkKernel(all, report);
  checkLists(all, report);
  checkLimits(all, report);
  checkActions(all, report);
  checkVifs(all, report);
  return problems.sort((a, b) => a.start - b.start);
}

function checkNames(document: XlDocument, problems: XlProblem[]): void {
  const seen = new Set<string>();
  for (const { name, operator, start } of document.statements) {
    const at = { severity: 'warning', start, end: start + name.length } as const;
    if (!KNOWN_NAMES.has(name)) {
      const near = nearestName(name);
      const hint = near ? `did you mean ${near}?` : 'remove it, or turn it into a comment';
      problems.push({ ...at, code: 'CF6107', message: `xl does not know ${name} and ignores it`, hint });
    } else if (operator === '=' && seen.has(name)) {
      const message = `${name} is set again; xl takes the last one`;
      problems.push({ ...at, code: 'CF6109', message, hint: 'keep one of them' });
    }
    seen.add(name);
  }
}

function checkIdentity(all: Settings, report: Report): void {
  const name = textOf(all, 'name');
  if (name === undefined) report('error', 'CF6104', 'the domain has no name', undefined, 'add name = "…"');
  else if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    const hint = 'it becomes part of file names and Xenstore paths; keep to A-Z a-z 0-9 _ . -';
    report(
      'warning',
      'CF6106',
      `the name ${JSON.stringify(name)} holds odd characters`,
      all.get('name'),
      hint,
    );
  }
  const uuid = textOf(all, 'uuid');
  if (uuid !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) {
    report('error', 'CF6106', `"${uuid}" is no UUID`, all.get('uuid'), 'write 8-4-4-4-12 hexadecimal digits');
  }
}

/** The type that xl gives the domain: it takes any beginning of a type's name for the type. */
export function domainType(all: Settings): string | undefined {
  const type = textOf(all, 'type');
  if (type !== undefined) return TYPES.find((each) => each.startsWith(type));
  return textOf(all, 'builder') === 'hvm' ? 'hvm' : 'pv';
}

function checkKernel(all: Settings, report: Report): void {
  const written = textOf(all, 'type');
  const type = domainType(all);
  if (type === undefined) {
    report(
      'error',
      'CF6106',
      `xl does not know the type "${written}"`,
      all.get('type'),
      'use pv, pvh or hvm',
    );
  } else if (written !== undefined && written !== type) {
    report(
      'warning',
      'CF6106',
      `xl takes the type "${written}" for ${type}`,
      all.get('type'),
      `write "${type}"`,
    );
  }
  if (type !== 'hvm' && textOf(all, 'kernel') === undefined && textOf(all, 'bootloader') === undefined) {
    report('error', 'CF6104', 'there is neither kernel nor bootloader', undefined, 'add kernel = "…"');
  }
  const loser = textOf(all, 'cmdline') === undefined ? undefined : (all.get('extra') ?? all.get('root'));
  if (loser) {
    report(
      'warning',
      'CF6109',
      'xl ignores root and extra beside cmdline',
      loser,
      'put all of it into cmdline',
    );
  }
}

function checkLists(all: Settings, report: Report): void {
  for (const [name, setting] of all) {
    const isList = setting.value.kind === 'list';
    if (LISTS.includes(name) && !isList) {
      report(
        'warning',
        'CF6105',
        `xl ignores ${name}, because it is not a list`,
        setting,
        'put [ ] around it',
      );
    } else if (isList && ['name', 'type', 'kernel', 'cmdline', 'memory', 'uuid', ...EVENTS].includes(name)) {
      report('warning', 'CF6105', `xl ignores ${name}, because it is a list`, setting, 'take the [ ] away');
    }
  }
}

function checkActions(all: Settings, report: Report): void {
  for (const event of EVENTS) {
    const action = textOf(all, event);
    if (action === undefined || ACTIONS.includes(action)) continue;
    const message = `xl does not know the action "${action}" for ${event}`;
    report('error', 'CF6106', message, all.get(event), `it knows ${ACTIONS.join(', ')}`);
  }
}

function checkVifs(all: Settings, report: Report): void {
  const setting = all.get('vif');
  if (setting?.value.kind !== 'list') return;
  for (const [index, item] of setting.value.items.entries()) {
    if (item.kind === 'list') {
      const message = `xl drops vif ${index} and all behind it, because it is a list`;
      report('warning', 'CF6108', message, setting, 'write each vif as one string');
      return;
    }
    for (const { effect, message, hint } of parseVif(item.text).remarks) {
      report(effect === 'refused' ? 'error' : 'warning', 'CF6108', `vif ${index}: ${message}`, setting, hint);
    }
  }
}
