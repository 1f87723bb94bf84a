export function keptInputs(name: string): Promise<Buffer[]>;
