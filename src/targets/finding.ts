import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { TargetCode } from './codes.ts';

export function finding(code: TargetCode, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message, hint };
}

export function warning(code: TargetCode, message: string, hint: string): Diagnostic {
  return { ...finding(code, message, hint), severity: 'warning' };
}
