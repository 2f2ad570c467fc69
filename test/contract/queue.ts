/**
 * What the functions rely on of SQS (functions/aws/queue.ts), and what their event source relies on: at least once,
 * then dead letters.
 */
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { MAX_RECEIVES, type Received } from './polled-queue.ts';
import type { Services } from './services.ts';

export function queueContract(services: () => Services): void {
  const sendBatch = async (bodies: readonly string[]) =>
    services().queue.client.send(
      new SendMessageBatchCommand({
        QueueUrl: services().queue.url,
        Entries: bodies.map((MessageBody, at) => ({ Id: String(at), MessageBody })),
      }),
    );
  const send = async (body: string) => sendBatch([body]);
  const receive = () => services().queue.receive();
  const bodies = (messages: readonly Received[]): string[] => messages.map(({ body }) => body).sort();

  describe('the queue', () => {
    test('a message is received with its body as it was sent, and is gone when it is deleted', async () => {
      const body = JSON.stringify({ key: '371525108/2016Q2/花名册 (终版)+2.csv', quoted: '"<&>"' });
      await send(body);
      const [message, ...others] = await receive();
      expect([message?.body, others]).toEqual([body, []]);
      await message?.delete();
      expect(await receive()).toEqual([]);
    });

    test('a received message is nobody else’s until it is given back', async () => {
      await send('mine');
      const [message] = await receive();
      expect(await receive()).toEqual([]);
      await message?.giveBack();
      const [again] = await receive();
      expect(again?.body).toBe('mine');
      await again?.delete();
      expect(await receive()).toEqual([]);
    });

    test('a batch says of each message whether it was taken; an equal one is another message', async () => {
      const sent = ['a', 'b', 'a', '四', '5', '6', '7', '8', '9', '10'];
      const { Successful = [], Failed = [] } = await sendBatch(sent);
      expect(Successful.map(({ Id }) => Number(Id)).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(Failed).toEqual([]);
      const messages: Received[] = [];
      for (let some = await receive(); some.length > 0; some = await receive()) messages.push(...some);
      expect(bodies(messages)).toEqual(sent.toSorted());
      for (const message of messages) await message.delete();
    });

    test('a batch of none or of more than ten is refused whole', async () => {
      await expect(sendBatch([])).rejects.toThrow();
      await expect(sendBatch(Array.from({ length: 11 }, String))).rejects.toThrow();
      expect(await receive()).toEqual([]);
    });

    test('a message that was received too often is a dead letter, the others are not held by it', async () => {
      await send('bad');
      for (let tries = 1; tries <= MAX_RECEIVES; tries++) {
        const [message] = await receive();
        expect(message?.body).toBe('bad');
        expect(await services().queue.takeDeadLetters()).toEqual([]);
        await message?.giveBack();
      }
      await send('good');
      const messages = await receive();
      expect(bodies(messages)).toEqual(['good']);
      for (const message of messages) await message.delete();
      expect(await services().queue.takeDeadLetters()).toEqual(['bad']);
      expect(await receive()).toEqual([]);
    });
  });
}
