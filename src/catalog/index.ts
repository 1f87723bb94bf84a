export {
  allClassNames,
  availability,
  classNames,
  lookup,
  lookupAnywhere,
  targetsOf,
  traits,
} from './catalog.ts';
export type * from './spec.ts';
