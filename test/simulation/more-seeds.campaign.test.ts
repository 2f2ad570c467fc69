import { testSeeds } from './seeds.ts';

// As many as the table of docs/simulation.md needs: each guard of the protocol is missed by one of them.
testSeeds(101, 1_000);
