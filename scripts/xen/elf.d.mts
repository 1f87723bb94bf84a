export function neededLibraries(file: Buffer): string[];
export function neededModules(file: Buffer): string[];
export function kernelPayload(image: Buffer): Buffer;
