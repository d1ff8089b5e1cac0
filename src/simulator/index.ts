export { kiwoomAccountOf } from './kiwoom/account-of.js';
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator.js';
