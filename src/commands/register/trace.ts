import type { Http } from '../../system/http.ts';
import { shownUrl } from '../../system/http-error.ts';
import type { System } from '../../system/system.ts';

/** Tells of every request on standard error: method, address and status, and nothing of headers and bodies. */
export function traced({ http, clock, errors }: Pick<System, 'http' | 'clock' | 'errors'>): Http {
  return {
    async send(request) {
      const start = clock.now();
      const tell = (outcome: string | number) => {
        const time = (clock.now() - start).toFixed(0);
        errors.write(`${request.method} ${shownUrl(request.url)}: ${outcome}, ${time} ms\n`);
      };
      try {
        const answer = await http.send(request);
        tell(answer.status);
        return answer;
      } catch (error) {
        tell('no answer');
        throw error;
      }
    },
  };
}

/** Counts the requests. */
export function counted(http: Http): Http & { count: number } {
  return {
    count: 0,
    send(request) {
      this.count++;
      return http.send(request);
    },
  };
}
