import { testSeeds } from './seeds.ts';

testSeeds(2001, 4000);
