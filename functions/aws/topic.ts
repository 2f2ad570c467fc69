import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const client = new SNSClient({});

/** Sends a message to all who subscribed to a topic. @param subject ASCII, below 100 characters */
export async function publish(topicArn: string, message: { readonly subject: string; readonly body: string }) {
  await client.send(new PublishCommand({ TopicArn: topicArn, Subject: message.subject, Message: message.body }));
}
