/** A router as it is drawn, and as `clickforge graph --format json` prints it. */
export interface Graph {
  elements: GraphElement[];
  connections: GraphConnection[];
  /** Compounds, each before those inside it. */
  compounds: GraphCompound[];
}

export interface GraphElement {
  name: string;
  class: string;
  config: string;
  /** Name of the innermost compound that holds the element; absent at the file level. */
  compound?: string;
  inputs: GraphPort[];
  outputs: GraphPort[];
}

export interface GraphPort {
  kind: 'push' | 'pull';
  /** The class takes either kind here and the kind comes from what the port is connected to. */
  agnostic: boolean;
}

/** From output `fromPort` of element `from` to input `toPort` of element `to`, by index. */
export interface GraphConnection {
  from: number;
  fromPort: number;
  to: number;
  toPort: number;
  kind: 'push' | 'pull';
  /** How many crossed it, where a run was counted. */
  packets?: number;
}

export interface GraphCompound {
  name: string;
  compound?: string;
}
