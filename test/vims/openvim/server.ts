import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse as parseYaml } from 'yaml';
import { fieldsOf, KINDS, type Kind, schemaOf } from './schemas.ts';

type Fields = Record<string, unknown>;

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, description: string) {
    super(description);
    this.status = status;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  500: 'Internal Server Error',
};

const CREATED = '2026-01-01T00:00:00';
const ajv = new Ajv({ allErrors: false, allowUnionTypes: true });
const schemas = Object.fromEntries(KINDS.map((kind) => [kind, ajv.compile(schemaOf(kind))])) as Record<
  Kind,
  ValidateFunction
>;

/** An OpenVIM with unikernel support, in test mode, with one Xen host: answers as the real one was seen to. */
export class OpenvimServer {
  readonly #server: Server = createServer((incoming, outgoing) => void this.#handle(incoming, outgoing));
  readonly tables: Record<Kind | 'network', Fields[]> = {
    tenant: [],
    flavor: [],
    image: [],
    server: [],
    network: [],
  };
  /** Requests that came, as in `POST /tenants`. */
  seen: string[] = [];
  /** Sums of files on the host, by path; other paths are of files that nobody looks at. */
  sums = new Map<string, string>();
  #url = '';

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/openvim`;
    return this.#url;
  }

  close(): void {
    this.#server.close();
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece as Buffer);
    const { method = '', headers } = incoming;
    const { pathname, searchParams } = new URL(incoming.url ?? '', this.#url);
    const path = pathname.replace(/^\/openvim/, '');
    this.seen.push(`${method} ${path}`);
    try {
      const words = path.split('/').slice(1);
      const body =
        method === 'POST' ? decode(headers['content-type'] ?? '', Buffer.concat(pieces).toString()) : {};
      answer(outgoing, 200, this.#route(method, words, searchParams, body));
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      const description = error instanceof Refusal ? error.message : REASONS[500];
      answer(outgoing, status, {
        error: { code: status, type: `${status} ${REASONS[status]}`, description },
      });
    }
  }

  #route(method: string, words: string[], query: URLSearchParams, body: Fields): Fields {
    const [first = '', second, third] = words;
    if (first === 'tenants' || first === 'networks') {
      if (method === 'GET') return this.#list(first.slice(0, -1) as Kind, query);
      return { tenant: this.#make('tenant', undefined, body) };
    }
    if (!this.tables.tenant.some(({ id }) => id === first))
      throw new Refusal(404, `tenant '${first}' not found`);
    const kind = second?.slice(0, -1) as Kind;
    if (!KINDS.includes(kind)) throw new Refusal(404, `Not found: '${words.join('/')}'`);
    if (method === 'POST') return { [kind]: this.#make(kind, first, body) };
    if (third === undefined) return this.#list(kind, query);
    const row = this.tables[kind].find(({ id }) => id === third);
    if (!row) throw new Refusal(404, `${kind} ${third} not found`);
    if (method === 'GET') return { [kind]: row };
    this.tables[kind] = this.tables[kind].filter((each) => each !== row);
    return { result: `${kind} ${third} deleted` };
  }

  #list(kind: Kind | 'network', query: URLSearchParams): Fields {
    const columns: Record<string, string[]> = {
      tenant: ['name', 'description', 'enabled', 'id'],
      flavor: ['id', 'name', 'description', 'public'],
      image: ['id', 'name', 'checksum', 'description', 'path', 'public'],
      server: ['id', 'name', 'description', 'hostId', 'imageRef', 'flavorRef', 'status'],
      network: ['tenant_id', 'type', 'status', 'name', 'id'],
    };
    for (const [key, value] of query) {
      if (!columns[kind]!.includes(key)) throw new Refusal(400, `Invalid query string at '${key}=${value}'`);
    }
    const rows = this.tables[kind].filter((row) => [...query].every(([key, value]) => row[key] === value));
    const chosen = rows.map((row) =>
      Object.fromEntries(columns[kind]!.map((key) => [key, row[key] ?? null])),
    );
    return { [`${kind}s`]: chosen };
  }

  #make(kind: Kind, tenant: string | undefined, body: Fields): Fields {
    validate(kind, body);
    const asked = body[kind] as Fields;
    const kept = Object.fromEntries(
      Object.entries(asked).filter(([field]) => fieldsOf(kind).includes(field)),
    );
    const id = (kept.id as string | undefined) ?? randomUUID();
    if (this.tables[kind].some((row) => row.id === id)) throw inUse(id, 'PRIMARY');
    const row = this.#rowOf(kind, id, tenant, kept);
    this.tables[kind].push(row);
    return row;
  }

  #rowOf(kind: Kind, id: string, tenant: string | undefined, asked: Fields): Fields {
    const { name, description = null } = asked;
    const links = [{ href: `${this.#url}/${tenant}/${kind}s/${id}`, rel: 'bookmark' }];
    switch (kind) {
      case 'tenant':
        if (asked.id !== undefined) throw new Refusal(400, "Unknown column 'id' in 'field list'");
        if (description === null) throw new Refusal(400, "'IntegrityError' object is not subscriptable");
        return { name, description, enabled: true, id };
      case 'flavor': {
        const { ram = null, vcpus = null } = asked;
        return { name, description, ram, vcpus, extended: null, disk: null, public: 'no', id, links };
      }
      case 'image': {
        const path = String(asked.path);
        if (this.tables.image.some((row) => row.path === path)) throw inUse(path, 'path');
        const checksum = this.sums.get(path) ?? createHash('md5').update(path).digest('hex');
        const state = {
          progress: 100,
          status: 'ACTIVE',
          path,
          id,
          created: CREATED,
          updated: null,
          public: 'no',
        };
        return { name, checksum, description, ...state, links };
      }
      case 'server':
        return this.#serverOf(id, tenant!, asked);
    }
  }

  #serverOf(id: string, tenant: string, asked: Fields): Fields {
    const { name, description, imageRef, flavorRef, start = 'yes', hypervisor = 'kvm', osImageType } = asked;
    const flavor = this.tables.flavor.find((row) => row.id === flavorRef);
    if (!flavor) throw new Refusal(404, `flavor_id ${String(flavorRef)} not found`);
    if (!this.tables.image.some((row) => row.id === imageRef))
      throw new Refusal(404, `image_id ${String(imageRef)} not found or not ACTIVE`);
    if (!asked.networks) throw new Refusal(500, REASONS[500]!);
    if (hypervisor === 'kvm') {
      const why = 'Cannot find a host with kvm hypervisor or it does not have enough resources available';
      throw new Refusal(400, `No room at data center. ${why}`);
    }
    const link = (kind: string, ref: unknown) => ({
      id: ref,
      links: [{ href: `${this.#url}/${tenant}/${kind}/${String(ref)}`, rel: 'bookmark' }],
    });
    return {
      name,
      ...(description === undefined ? {} : { description }),
      progress: 0,
      status: start === 'no' ? 'INACTIVE' : 'CREATING',
      hypervisor,
      tenant_id: tenant,
      ram: flavor.ram,
      vcpus: flavor.vcpus,
      networks: (asked.networks as Fields[]).map((network) => this.#portOf(network)),
      flavor: link('flavors', flavorRef),
      image: link('images', imageRef),
      id,
      hostId: '00000000-0000-0000-0000-00000000e900',
      osImageType,
      created: CREATED,
      // In the table, and not in the answer to a request for one.
      imageRef,
      flavorRef,
    };
  }

  #portOf({ uuid, mac_address: mac = '52:00:00:00:00:01', name }: Fields): Fields {
    if (!this.tables.network.some((row) => row.id === uuid))
      throw new Refusal(400, `network ${String(uuid)} not found`);
    const ports = this.tables.server.flatMap((server) => server.networks as Fields[]);
    if (ports.some((port) => port.mac_address === mac)) throw inUse(String(mac), 'mac');
    return { iface_id: randomUUID(), net_id: uuid, mac_address: mac, name };
  }
}

function decode(type: string, text: string): Fields {
  if (type === 'application/json') return JSON.parse(text) as Fields;
  if (/^(application|text)\/(x-)?yaml$/.test(type)) return parseYaml(text) as Fields;
  throw new Refusal(406, `Only 'Content-Type' of type application/json or yaml is accepted`);
}

function validate(kind: Kind, body: Fields): void {
  if (schemas[kind](body)) return;
  const [error] = schemas[kind].errors!;
  const place = error!.instancePath.split('/').slice(1);
  const value = place.reduce<unknown>((at, word) => (at as Fields)[word], body);
  throw new Refusal(400, `Invalid content  at '${place.join(':')}': '${String(value)}' ${error!.message}`);
}

function inUse(value: string, field: string): Refusal {
  return new Refusal(409, `Value '${value}' already in use for '${field}'`);
}

function answer(outgoing: ServerResponse, status: number, content: Fields): void {
  const [, inner] = Object.entries(content)[0]!;
  const { imageRef: _, flavorRef: __, ...shown } = (inner ?? {}) as Fields;
  const document = Object.hasOwn(content, 'server') ? { server: shown } : content;
  const text = `${JSON.stringify(document, undefined, 4)}\n`;
  outgoing.writeHead(status, REASONS[status], { 'content-type': 'application/json' }).end(text);
}
