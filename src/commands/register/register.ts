import { Command } from 'commander';
import type { Runner } from '../program.ts';
import { openstackCommand } from './openstack.ts';
import { unregisterOpenstack } from './openstack-registrations.ts';
import { openvimCommand } from './openvim.ts';

export function registerCommand(run: Runner): Command {
  return new Command('register')
    .description('make a VIM know an image, so that it can start it')
    .enablePositionalOptions()
    .addCommand(openstackCommand(run))
    .addCommand(openvimCommand(run));
}

export function unregisterCommand(run: Runner): Command {
  return new Command('unregister')
    .description('make a VIM forget an image')
    .addCommand(unregisterOpenstack(run));
}
