import { testSeeds } from './seeds.ts';

testSeeds(5001, 10000);
