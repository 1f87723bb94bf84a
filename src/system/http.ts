/** What a request is sent through; the defaults trust what the system trusts. */
export interface TlsSettings {
  /** Certificates (PEM) that are trusted instead of the system's. */
  authorities?: Uint8Array;
  /** The client's own certificate and key (PEM). */
  certificate?: Uint8Array;
  key?: Uint8Array;
  /** Any certificate will do: whoever answers gets what is sent. */
  insecure?: boolean;
}

export interface HttpRequest {
  method: string;
  /** http or https. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
  /** Milliseconds that may pass until the next piece of the body is taken, and from the last one to the end of the answer. */
  timeout: number;
  tls?: TlsSettings;
  signal?: AbortSignal;
  /** Called with the number of bytes of the body that have gone out. */
  onProgress?: (sent: number) => void;
}

export interface HttpAnswer {
  status: number;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** Requests to servers. Redirections are not followed: credentials go to whom they are meant for. Throws SystemError. */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

export const realHttp: Http = {
  async send(request) {
    const { send } = await import('./http-send.ts');
    return send(request);
  },
};
