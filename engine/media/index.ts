export { runChild, type ChildResult, type ChildSpec } from './children';
export { childEnvironment } from './environment';
export { startNodeChild, startNodeProgram, type NodeChild, type NodeChildOptions } from './nodeChild';
export { serveChild } from './serveChild';
export { openWorkspace, sweepWorkspaces } from './workspace';
