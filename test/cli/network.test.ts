import { describe, expect, test } from 'vitest';
import { addressToOpen, openedText } from '../../cli/network.ts';
import { UsageError } from '../../cli/told-errors.ts';

describe('the address that is opened to the network', () => {
  test('is the only one that there is, or the one that is named', () => {
    expect(addressToOpen(undefined, ['192.168.1.5'])).toBe('192.168.1.5');
    expect(addressToOpen('10.0.0.2', ['192.168.1.5', '10.0.0.2'])).toBe('10.0.0.2');
  });

  test.each([
    ['nobody has chosen among several', undefined, ['192.168.1.5', '10.0.0.2'], '--address'],
    ['it is another machine’s', '192.168.1.6', ['192.168.1.5'], '192.168.1.5'],
    ['all addresses are meant', '0.0.0.0', ['192.168.1.5'], '192.168.1.5'],
    ['there is none', undefined, [], '--lan'],
  ])('is refused where %s', (_when, asked, own, said) => {
    expect(() => addressToOpen(asked, own)).toThrow(UsageError);
    expect(() => addressToOpen(asked, own)).toThrow(said);
  });
});

test('what is opened is said with the address, who can do what, and that nothing is encrypted', () => {
  const { zh, en } = openedText('http://192.168.1.5:4700', '/data');
  expect(zh).toMatch(/http:\/\/192\.168\.1\.5:4700[^]*有单位链接的人[^]*\/data\/keys\/requests[^]*本机程序[^]*不加密/);
  expect(en).toMatch(/http:\/\/192\.168\.1\.5:4700[^]*\/data\/keys\/requests[^]*not encrypted/);
});
