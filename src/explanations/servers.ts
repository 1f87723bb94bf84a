import { shell } from './example.ts';
import type { Explanations } from './explanation.ts';

const REGISTER = 'clickforge register openstack firewall.elf --dry-run';

/** The codes of servers and what is asked of them. */
export const EXPLANATIONS: Explanations = {
  CF7201: shell(
    'No server takes connections under this address: its name is unknown, nothing listens on the port, or a firewall is between. Check the address in the settings, and whether this machine reaches it.',
    `${REGISTER} --os-cloud closed`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF7202: shell(
    "The server's certificate is not signed by an authority that this machine trusts, is out of date, or is another server's. Name the file with the certificate of the authority (OS_CACERT, cacert in clouds.yaml). With --insecure anybody who sits in between gets the credentials.",
    `${REGISTER} --os-cloud untrusted`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF7203: shell(
    'The server took the connection and then said nothing for the time that --timeout allows. It may be overloaded; what was sent may have been done or not, and the command can be run again.',
    `${REGISTER} --os-cloud slow`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF7204: shell(
    'The connection to the server ended before the answer was complete, more than once. The server, or something between, was restarted or gave up. The command can be run again.',
    `${REGISTER} --os-cloud broken`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF7205: shell(
    'The command was ended while it waited for a server. What it had begun there was removed, as far as the server let it. The command can be run again.',
    `${REGISTER} --os-cloud interrupted`,
    `${REGISTER} --os-cloud lab`,
  ),
};
