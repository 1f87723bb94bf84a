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
  CF6501: shell(
    'The cloud is described by OS_AUTH_URL and its like in the environment, or by a clouds.yaml here, in ~/.config/openstack or in /etc/openstack, of which OS_CLOUD or --os-cloud names one. Something in that is missing, or contradicts itself.',
    `${REGISTER} --os-cloud lba`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF6502: shell(
    'The file is no YAML, or holds something else than settings. Only the line is told, because there are passwords in such files.',
    `OS_CLIENT_CONFIG_FILE=broken.yaml ${REGISTER} --os-cloud lab`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF6503: shell(
    'Keystone does not know the user, the password is not the right one, or the user has no role in the project. An application credential may have expired.',
    `${REGISTER} --os-cloud stranger`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF6504: shell(
    'The login worked, but the catalogue of services that came with it has no image service for this region and interface.',
    `${REGISTER} --os-cloud lab --os-region-name Mars`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF6505: shell(
    'The user is known and the policy of the cloud does not allow the request. To make an image public, for one, is mostly left to administrators; a private one can be shared with single projects.',
    'clickforge register openstack firewall.elf --os-cloud lab --visibility public',
    `${REGISTER} --os-cloud lab`,
  ),
  CF6506: shell(
    'The server refuses a request for the reason in the message, which is in its own words.',
    'clickforge register openstack firewall.elf --os-cloud picky',
    `${REGISTER} --os-cloud lab`,
  ),
  CF6507: shell(
    'The server answers that it has failed (500 and above), also after some more attempts. Its log tells why. What had been begun was removed if the server let it.',
    `${REGISTER} --os-cloud failing`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF6508: shell(
    'After an upload the sum of the bytes in the VIM is compared with that of the bytes here, and they differ: something on the way, or the store, damages what it is given. The damaged image was removed.',
    'clickforge register openstack firewall.elf --os-cloud lossy',
    `${REGISTER} --os-cloud lab`,
  ),
  CF6509: shell(
    'The VIM would take a second image of the same name, and then nobody could tell by name which one is meant. Put the new one in the place of the old one with --replace, or choose another name.',
    `${REGISTER} --os-cloud lab --name old`,
    `${REGISTER} --os-cloud lab --name old --replace`,
  ),
  CF6510: shell(
    'Instances were made from the image, another image names it as its kernel, or somebody is uploading it at this moment. What is in use is not removed.',
    'clickforge unregister openstack old --os-cloud busy',
    'clickforge unregister openstack old --os-cloud lab',
  ),
  CF6511: shell(
    'Of what clickforge registered there, nothing has this name, id or digest. Images that were made by other means are left alone.',
    'clickforge unregister openstack odl --os-cloud lab',
    'clickforge unregister openstack old --os-cloud lab',
  ),
  CF6512: shell(
    'The image would be stored and could never start: it has no entry of the kind that this VIM knows, the VIM does not know the format, or the configuration is in a boot module, for which the VIM or the format has no place.',
    'clickforge register openstack firewall.elf --os-cloud lab --style uki',
    `${REGISTER} --os-cloud lab`,
  ),
  CF6513: shell(
    'The VIM has rules for names, paths and descriptions, and some values it takes without a word and stumbles over later. They are checked before anything is sent.',
    `${REGISTER} --os-cloud lab --name ""`,
    `${REGISTER} --os-cloud lab --name firewall`,
  ),
  CF6514: shell(
    'With --insecure (or OS_INSECURE, or verify: false in clouds.yaml) the password goes to whoever answers under the address. This is said each time.',
    `${REGISTER} --os-cloud lab --insecure`,
    `${REGISTER} --os-cloud lab`,
  ),
  CF6515: shell(
    "The image is larger than the VIM takes, the project's quota is used up, or the VIM wants fewer requests than were made although they were spread out as it had asked.",
    'clickforge register openstack firewall.elf --os-cloud crammed',
    `${REGISTER} --os-cloud lab`,
  ),
  CF6516: shell(
    'An image with the same bytes is registered already, under another name or with other properties, which the message names. It is left as it is unless --replace is given.',
    'clickforge register openstack firewall.elf --os-cloud otherwise',
    'clickforge register openstack firewall.elf --os-cloud otherwise --replace --dry-run',
  ),
  CF6517: shell(
    'What answers under this address does not speak the language of the VIM: a web page, a proxy, or another service.',
    `${REGISTER} --os-cloud website`,
    `${REGISTER} --os-cloud lab`,
  ),
};
