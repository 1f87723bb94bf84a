import { VimError } from '../error.ts';
import { Secret } from '../secret.ts';

/** What somebody has told about a cloud, by the names that clouds.yaml has for it. */
export type Told = Readonly<Record<string, string>>;

export type Interface = 'public' | 'internal' | 'admin';

/** A thing that has an id or a name. */
export type Reference = { id: string } | { name: string };

export interface Person {
  user: Reference;
  /** Of a user that is given by name. */
  domain: Reference;
}

/** How to prove who one is. */
export type Credential =
  | { kind: 'password'; person: Person; password: Secret }
  | { kind: 'token'; token: Secret }
  | { kind: 'application'; credential: Reference; person: Person | undefined; secret: Secret };

/** What the token is to be for; an application credential brings its own. */
export interface Project {
  project: Reference;
  domain: Reference;
}

export interface CloudSettings {
  /** Base of Keystone's API, ending in /v3. */
  authUrl: string;
  credential: Credential;
  project: Project | undefined;
  region: string | undefined;
  interface: Interface;
  /** Paths of PEM files. */
  authorities: string | undefined;
  certificate: string | undefined;
  key: string | undefined;
  insecure: boolean;
  /** Base of Glance's API when the catalogue is not to be asked. */
  imageEndpoint: string | undefined;
}

/** Makes settings of what was told. `where` names the source in errors. Throws VimError. */
export function settingsOf(told: Told, where: string): CloudSettings {
  const authUrl = told.auth_url;
  if (authUrl === undefined) throw missing(where, 'auth_url', 'OS_AUTH_URL');
  const credential = credentialOf(told, where);
  return {
    authUrl: keystoneUrl(authUrl, where),
    credential,
    project: credential.kind === 'application' ? undefined : projectOf(told, where, credential.kind),
    region: told.region_name,
    interface: interfaceOf(told.interface ?? 'public', where),
    authorities: told.cacert,
    certificate: told.cert,
    key: told.key,
    insecure: isYes(told.insecure) || isNo(told.verify),
    imageEndpoint: told.image_endpoint_override,
  };
}

function keystoneUrl(text: string, where: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrong(where, 'auth_url is no URL', 'it looks like https://cloud.example.com:5000/v3');
  }
  if (!/^https?:$/.test(url.protocol)) throw wrong(where, 'auth_url is neither http nor https', 'check it');
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith('/v2.0'))
    throw wrong(where, 'auth_url is of version 2.0', 'Keystone is spoken to in version 3');
  return `${url.origin}${path.endsWith('/v3') ? path : `${path}/v3`}`;
}

function credentialOf(told: Told, where: string): Credential {
  const kind = kindOf(told, where);
  if (kind === 'token') return { kind, token: secretOf(told, where, 'token') };
  if (kind === 'password') {
    const person = personOf(told);
    if (!person) throw missing(where, 'username', 'OS_USERNAME');
    return { kind, person, password: secretOf(told, where, 'password') };
  }
  const credential = reference(told, 'application_credential_id', 'application_credential_name');
  if (!credential) throw missing(where, 'application_credential_id', 'OS_APPLICATION_CREDENTIAL_ID');
  const person = 'name' in credential ? personOf(told) : undefined;
  if ('name' in credential && !person) throw missing(where, 'username', 'OS_USERNAME');
  return { kind, credential, person, secret: secretOf(told, where, 'application_credential_secret') };
}

function kindOf(told: Told, where: string): Credential['kind'] {
  const type = told.auth_type?.replace(/^v3/, '');
  if (type === 'token' || type === 'password') return type;
  if (type === 'applicationcredential') return 'application';
  if (type !== undefined) {
    const hint = 'password, token and v3applicationcredential are known here';
    throw wrong(where, `auth_type is ${type}`, hint);
  }
  if (told.application_credential_secret !== undefined) return 'application';
  return told.token !== undefined && told.password === undefined ? 'token' : 'password';
}

function personOf(told: Told): Person | undefined {
  const user = reference(told, 'user_id', 'username');
  return user && { user, domain: domainOf(told, 'user_domain') };
}

function projectOf(told: Told, where: string, kind: 'password' | 'token'): Project | undefined {
  const project = reference(told, 'project_id', 'project_name');
  if (project) return { project, domain: domainOf(told, 'project_domain') };
  // A token may be for a project already.
  if (kind === 'token') return undefined;
  throw missing(where, 'project_name', 'OS_PROJECT_NAME');
}

function domainOf(told: Told, kind: 'user_domain' | 'project_domain'): Reference {
  return (
    reference(told, `${kind}_id`, `${kind}_name`) ??
    reference(told, 'default_domain_id', 'default_domain_name') ?? { id: told.default_domain ?? 'default' }
  );
}

function reference(told: Told, id: string, name: string): Reference | undefined {
  if (told[id] !== undefined) return { id: told[id] };
  return told[name] === undefined ? undefined : { name: told[name] };
}

function secretOf(told: Told, where: string, name: string): Secret {
  const value = told[name];
  if (value === undefined) throw missing(where, name, `OS_${name.toUpperCase()}`);
  return new Secret(value);
}

function interfaceOf(text: string, where: string): Interface {
  const name = text.replace(/URL$/, '');
  if (name === 'public' || name === 'internal' || name === 'admin') return name;
  throw wrong(where, `interface is ${text}`, 'it is public, internal or admin');
}

function isYes(text: string | undefined): boolean {
  return text !== undefined && /^(1|true|yes|on)$/i.test(text);
}

function isNo(text: string | undefined): boolean {
  return text !== undefined && /^(0|false|no|off)$/i.test(text);
}

function missing(where: string, name: string, variable: string): VimError {
  return wrong(where, `${name} is missing`, `set it in clouds.yaml, or ${variable} in the environment`);
}

function wrong(where: string, what: string, hint: string): VimError {
  return new VimError('CF6501', `${where}: ${what}`, hint);
}
