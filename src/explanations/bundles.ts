import { shell } from './example.ts';
import type { Explanations } from './explanation.ts';

const VIFS = '--vif bridge=xenbr0 --vif bridge=xenbr1';

/** The codes of packages. */
export const EXPLANATIONS: Explanations = {
  CF6601: shell(
    "The file is an archive, but not one that 'clickforge bundle' made: it has no manifest. Or it is an image without a configuration, or a boot module, which does not start alone.",
    'clickforge verify other.tar',
    'clickforge verify firewall.tar',
  ),
  CF6602: shell(
    'A file in the package is missing, is one too many, or holds other bytes than the manifest says; or the archive itself is damaged. Whoever has changed it could have changed the image too: fetch or make it again.',
    'clickforge verify bent.tar',
    'clickforge verify firewall.tar',
  ),
  CF6603: shell(
    'With --verify-key the manifest must carry a signature of that key. There is none, it is of another key, or the manifest was changed after it had been signed.',
    'clickforge verify firewall.tar --verify-key public.pem',
    'clickforge verify signed.tar --verify-key public.pem',
  ),
  CF6604: shell(
    "To sign takes a private Ed25519 key, and to check a signature the public one, in PEM. 'openssl genpkey -algorithm ed25519 -out key.pem' makes the one, 'openssl pkey -in key.pem -pubout -out public.pem' the other.",
    `clickforge bundle firewall.elf --as tar ${VIFS} --sign public.pem`,
    `clickforge bundle firewall.elf --as tar ${VIFS} --sign key.pem`,
  ),
  CF6605: shell(
    'A descriptor by SOL001 or SOL006 has one software image for a unit, and so none for a boot module beside its base image; and one by SOL006 has a connection point at least, so that the VNF must have a device.',
    'clickforge bundle idle.elf --as osm --no-vnf',
    `clickforge bundle firewall.elf --as osm ${VIFS}`,
  ),
};
