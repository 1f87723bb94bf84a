import { sendPatiently } from '../../system/patient-send.ts';
import type { System } from '../../system/system.ts';
import { VimError } from '../error.ts';
import { jsonOf, type Line } from '../line.ts';
import { refusal } from '../refusal.ts';
import { scrub } from '../scrub.ts';
import { Secret } from '../secret.ts';
import { isId } from '../text-of.ts';
import type { CloudSettings, Credential, Person, Project, Reference } from './settings.ts';

/** What a login gives. */
export interface Token {
  value: Secret;
  /** Undefined for a token that is for no project. */
  projectId: string | undefined;
  catalogue: Service[];
}

interface Service {
  type: string;
  endpoints: { interface: string; region?: string; region_id?: string; url: string }[];
}

/** Asks Keystone for a token. Throws VimError and SystemError. */
export async function logIn(
  system: Pick<System, 'http' | 'clock'>,
  settings: CloudSettings,
  line: Line,
): Promise<Token> {
  const url = `${settings.authUrl}/auth/tokens`;
  const body = Buffer.from(JSON.stringify(loginRequest(settings)));
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const sent = await sendPatiently(system, { ...line, method: 'POST', url, headers, body });
  const answer = scrub(sent, secretOf(settings.credential));
  if (answer.status === 401) {
    const hint = 'check user, password, project and their domains';
    throw new VimError('CF6503', `Keystone does not accept the credentials for ${settings.authUrl}`, hint);
  }
  if (answer.status !== 201) throw refusal('log in', url, answer);
  const value = answer.headers['x-subject-token'];
  const { token } = jsonOf<{ token?: { project?: { id?: unknown }; catalog?: unknown } }>(url, answer);
  if (!value || !token)
    throw new VimError('CF6517', `${url} gives no token`, 'is it the address of a Keystone?');
  const id = token.project?.id;
  const catalogue = listOf(token.catalog).filter(isService);
  return { value: new Secret(value), projectId: isId(id) ? id : undefined, catalogue };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Whether all that is looked at in a service is there. */
function isService(value: unknown): value is Service {
  const { endpoints } = (value ?? {}) as Partial<Service>;
  return Array.isArray(endpoints) && endpoints.every((each) => typeof each?.url === 'string');
}

function secretOf(credential: Credential): Secret {
  if (credential.kind === 'password') return credential.password;
  return credential.kind === 'token' ? credential.token : credential.secret;
}

/** The body of the request; holds the credentials. */
export function loginRequest({ credential, project }: Pick<CloudSettings, 'credential' | 'project'>): object {
  const scope = project && { project: projectReference(project) };
  switch (credential.kind) {
    case 'password': {
      const user = { ...personReference(credential.person), password: credential.password.reveal() };
      return { auth: { identity: { methods: ['password'], password: { user } }, scope } };
    }
    case 'token': {
      const token = { id: credential.token.reveal() };
      return { auth: { identity: { methods: ['token'], token }, ...(scope ? { scope } : {}) } };
    }
    case 'application': {
      const person = credential.person && { user: personReference(credential.person) };
      const own = { ...credential.credential, secret: credential.secret.reveal(), ...person };
      return { auth: { identity: { methods: ['application_credential'], application_credential: own } } };
    }
  }
}

function personReference({ user, domain }: Person): object {
  return 'id' in user ? user : { ...user, domain };
}

function projectReference({ project, domain }: Project): Reference & { domain?: Reference } {
  return 'id' in project ? project : { ...project, domain };
}

/** Base URL of a service, without a slash at its end; undefined when the catalogue does not have it. */
export function endpointOf(
  { catalogue }: Token,
  type: string,
  { interface: wanted, region }: Pick<CloudSettings, 'interface' | 'region'>,
): string | undefined {
  const endpoints = catalogue
    .filter((service) => service.type === type)
    .flatMap((service) => service.endpoints);
  const found = endpoints.find(
    (each) =>
      each.interface === wanted && (region === undefined || (each.region_id ?? each.region) === region),
  );
  return found?.url.replace(/\/+$/, '');
}
