export function generateCatalog(root: string): Promise<void>;
