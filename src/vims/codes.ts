/** What can go wrong between clickforge and a VIM: code, short name, one-line title. */
export const VIM_CODES = {
  CF6501: ['no-vim-settings', 'The settings do not say how to reach the VIM'],
  CF6502: ['bad-settings-file', "A file with the VIM's settings cannot be understood"],
  CF6503: ['login-refused', 'The VIM does not accept the credentials'],
  CF6504: ['no-such-service', 'The catalogue of the cloud has no service of this kind'],
  CF6505: ['not-allowed', 'The VIM knows the user and does not allow this'],
  CF6506: ['request-refused', 'The VIM refuses a request'],
  CF6507: ['server-failure', 'The VIM fails again and again'],
  CF6508: ['stored-otherwise', 'The VIM holds other bytes than were sent'],
  CF6509: ['name-in-use', 'The VIM has something else under this name'],
  CF6510: ['still-in-use', 'What is to be removed is in use'],
  CF6511: ['not-registered', 'The VIM has nothing of this name, id or digest'],
  CF6512: ['cannot-boot', 'The VIM has no way to boot this image'],
  CF6513: ['bad-value', 'A value that the VIM does not take'],
  CF6514: ['anyone-trusted', 'The certificate of a server is not verified'],
  CF6515: ['too-much', 'The VIM has no room for this, or wants fewer requests'],
  CF6516: ['registered-otherwise', 'The image is registered with other properties'],
  CF6517: ['odd-answer', 'An answer is not what the interface of the VIM promises'],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type VimCode = keyof typeof VIM_CODES;
