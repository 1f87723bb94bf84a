// Vitest's V8 coverage and, with it, that of the commands that tests start as processes of their own: these run bundles
// whose source maps lead back to src/, and Node writes down which parts of them ran.
// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import inProcess from '@vitest/coverage-v8';

/** Folders, made by coverage.mjs: of the bundles, and for what Node writes down. */
const { CLICKFORGE_DIST: BUNDLES = '', CLICKFORGE_PROCESSES: PROCESSES = '' } = process.env;

/**
 * @typedef {{ start: { line: number, column: number } }} Place
 * @typedef {{ type: string, loc: Place, locations: Place[] }} Branch
 * @typedef {{ statementMap: Record<string, Place>, s: Record<string, number>, branchMap: Record<string, Branch>, b: Record<string, number[]> }} FileCoverage
 */

export default { ...inProcess, startCoverage, getProvider };

/** In the worker that runs a test file. Only now, for Node is not to write down what the worker itself runs. */
function startCoverage(/** @type {object} */ options) {
  process.env.NODE_V8_COVERAGE = PROCESSES;
  return inProcess.startCoverage(options);
}

async function getProvider() {
  const { V8CoverageProvider } = await import('@vitest/coverage-v8/dist/provider.js');
  return new (class extends V8CoverageProvider {
    // Workers start the provider that has this name.
    name = 'custom';

    /** @override @param {object} context */
    async generateCoverage(context) {
      const map = await super.generateCoverage(context);
      for (const { url, functions } of await readProcesses()) {
        const converted = await this.remapCoverage(url, 0, readBundle(url), functions);
        for (const [path, ran] of Object.entries(converted))
          if (map.files().includes(path)) addHits(map.fileCoverageFor(path).data, ran);
      }
      return map;
    }
  })();
}

/** What all processes ran of the bundles. */
async function readProcesses() {
  const { mergeProcessCovs } = await import('@bcoe/v8-coverage');
  /** @type {import('@bcoe/v8-coverage').ProcessCov} */
  let merged = { result: [] };
  for (const name of readdirSync(PROCESSES)) {
    const { result } = readProcess(join(PROCESSES, name));
    const own = result.filter(({ url }) => url.startsWith('file:') && fileURLToPath(url).startsWith(BUNDLES));
    merged = mergeProcessCovs([merged, { result: own }]);
  }
  return merged.result;
}

/** @param {string} path @returns {import('@bcoe/v8-coverage').ProcessCov} of a process; nothing where it was killed as it wrote */
function readProcess(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { result: [] };
  }
}

/** The text as the launcher reads it (load-program.ts), for what ran is told by places in that. @param {string} url */
function readBundle(url) {
  const path = fileURLToPath(url);
  const map = JSON.parse(readFileSync(`${path}.map`, 'utf8'));
  const sources = map.sources.map((/** @type {string} */ source) => new URL(source, url).href);
  return { code: readFileSync(path, 'latin1'), map: { ...map, sources } };
}

/**
 * Adds to what was counted in process. Statements and branches are the same when they begin at the same place; what a
 * source map puts elsewhere counts for nothing.
 * @param {FileCoverage} counted @param {FileCoverage} ran
 */
function addHits(counted, ran) {
  const statements = byPlace(ran.statementMap, ran.s, placeOf);
  for (const [id, place] of Object.entries(counted.statementMap))
    counted.s[id] += statements.get(placeOf(place)) ?? 0;
  const branches = byPlace(ran.branchMap, ran.b, placeOfBranch);
  for (const [id, branch] of Object.entries(counted.branchMap)) {
    const hits = branches.get(placeOfBranch(branch));
    if (hits) counted.b[id] = counted.b[id].map((count, way) => count + hits[way]);
  }
}

/** @template Item, Hits @param {Record<string, Item>} map @param {Record<string, Hits>} hits @param {(item: Item) => string} key */
function byPlace(map, hits, key) {
  return new Map(Object.entries(map).map(([id, item]) => [key(item), hits[id]]));
}

/** @param {Place} place */
const placeOf = ({ start }) => `${start.line}:${start.column}`;

/** @param {Branch} branch */
const placeOfBranch = ({ type, loc, locations }) => `${type} ${locations.length} ${placeOf(loc)}`;
