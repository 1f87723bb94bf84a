import { makeBase } from './base-fixture.ts';

/** An image as ClickOS' users have them, without notes of ours and with an empty text slot of so many bytes. */
export function makeStem(room: number): Uint8Array {
  const image = Buffer.concat([makeBase({ plain: true }), Buffer.alloc(room + 100)]);
  image.fill(0, 0x400, 0x500);
  image.writeUInt32LE(0, 64 + 2 * 56);
  image.write('GUEST_OS=Mini-OS,XEN_VER=xen-3.0,LOADER=generic\0', 0x800, 'latin1');
  const slot = `//PLEASEPUTCLICKCODEHERE\n${' '.repeat(room)}\n//ENDCLICKCODEHERE\0`;
  image.write(slot, 0x2345, 'latin1');
  return new Uint8Array(image);
}
