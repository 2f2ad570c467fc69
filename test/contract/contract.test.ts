import { holdToContract } from './hold.ts';
import { openMemory } from './services.ts';

holdToContract('the services of the simulation', openMemory);
