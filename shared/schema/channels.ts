import { CHANNELS, type Channel, type ChannelEntry } from './codes.ts';

/** The channels with all that an entry may say. */
export const CHANNEL_ENTRIES: readonly (ChannelEntry & { readonly code: Channel })[] = CHANNELS;

/** A value for every channel, in the order of the list. */
export const perChannel = <T>(of: (code: Channel, index: number) => T): Readonly<Record<Channel, T>> =>
  Object.fromEntries(CHANNELS.map(({ code }, index) => [code, of(code, index)])) as Record<Channel, T>;
