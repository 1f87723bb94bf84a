import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../bed.ts';
import { buildImage } from '../guest.ts';

const LONG = 300_000;
const PING = new URL('../../../images/ping-responder/ping-responder.click', import.meta.url);

/** What a user has in ~/.ssh/config: the first host is the one that works, by one connection for all commands. */
const CONFIGURATION = `Host xen1
  ControlMaster auto
  ControlPath /tmp/far-%C
  ControlPersist 300
Host other-key
  UserKnownHostsFile ~/.ssh/wrong
Host nobody-there
  Port 1
Host stranger
  PubkeyAuthentication no
Host *
  HostName 10.97.0.1
  User root
  IdentityFile ~/.ssh/key
  IdentitiesOnly yes
  UserKnownHostsFile ~/.ssh/right
`;

/** The command line on a machine without Xen, and OpenSSH between it and dom0. */
export function remoteHost(bed: () => Bed): void {
  describe('another host, over ssh', () => {
    let image = '';
    const far = async (line: string) => {
      const { code, stdout, stderr } = await bed().dom0.exec(`PATH=/test/bin:$PATH far ${line}`, {
        timeoutSeconds: 120,
      });
      return { code, text: stdout + stderr };
    };
    /** What a command says, which has to succeed. */
    const says = async (line: string) => {
      const { code, text } = await far(`${line} --host xen1`);
      expect({ line, code, text }).toMatchObject({ code: 0 });
      return text;
    };

    beforeAll(async () => {
      image = await buildImage(bed(), PING, 'far-ping');
      await bed().sh(`far start <<'EOF'\n${CONFIGURATION}EOF\n`);
    }, LONG);
    afterAll(async () => {
      await bed().dom0.exec('xl destroy far; kill $(cat /run/sshd.pid)');
    }, LONG);

    it('starts a router there, which can be asked and stopped', { timeout: LONG }, async () => {
      expect(await far('list')).toMatchObject({ code: 3, text: expect.stringContaining('CF7501') });
      // Xenstore is reached the same way.
      const options = '--name far --handshake toolstack --timeout 60';
      const vif = '--vif bridge=xenbr0,mac=00:16:3e:00:00:60';
      expect(await says(`launch ${image} ${vif} ${options}`)).toMatch(
        /^far: its router runs, in domain \d+\n/,
      );
      await bed().sh('ip -n outside neigh flush all');
      expect(await bed().sh('ip netns exec outside ping -c 2 -W 2 10.0.0.10')).toContain(
        '2 packets received',
      );
      expect(await says('status far')).toContain('backend connected, guest connected');
      expect(await says('logs far')).toContain('clickforge: router running');
      expect(await says('control far --timeout 30 read pings.count')).toBe('2\n');
      expect(await says('stop far')).toBe('far: stopped\n');
      expect(await far('status far --host xen1')).toMatchObject({
        code: 3,
        text: expect.stringContaining('CF7512'),
      });
      expect(await bed().sh('grep -c Accepted /var/log/sshd.log')).toBe('1\n');
    });

    it.each([
      ['other-key', 'Host key verification failed.'],
      ['nobody-there', 'ssh: connect to host 10.97.0.1 port 1: Connection refused'],
      ['stranger', 'root@10.97.0.1: Permission denied (publickey).'],
    ])('%s is told in one line', { timeout: LONG }, async (host, said) => {
      const vif = '--vif bridge=xenbr0';
      const { code, text } = await far(`launch ${image} ${vif} --host ${host}`);
      expect(code).toBe(3);
      expect(text.split('\n')).toEqual([
        `error CF7511: cannot reach ${host}: ${said}`,
        `  = hint: \`ssh ${host} true\` has to work without a question`,
        '',
        '1 error',
        '',
      ]);
    });
  });
}
