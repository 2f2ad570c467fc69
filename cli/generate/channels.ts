import type { Channel } from '../../shared/schema/codes.ts';

/** The channels of a synthetic city, whatever has been added to the list since it was first generated. */
export const CHANNELS = ['IND', 'EMP', 'EDM', 'SOC'] as const satisfies readonly Channel[];
export type CityChannel = (typeof CHANNELS)[number];
