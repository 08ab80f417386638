import type { SQSClient, SQSClientConfig } from "@aws-sdk/client-sqs";
import type { WakeUp } from "./ports.ts";

/**
 * Wake-ups through Amazon SQS: one message a wake-up, its body is the topic as plain text.
 * The queue carries no data, so a failed send is a warning, not an error (the outbox is also looked at by the clock).
 */
export function sqsWakeUp(queueUrl: string, options: SQSClientConfig = {}): WakeUp {
  let client: SQSClient | undefined;
  return {
    async wake(topic) {
      try {
        // Loaded when used: the command line on one machine does not pay for the cloud's clients.
        const { SQSClient, SendMessageCommand } = await import("@aws-sdk/client-sqs");
        client ??= new SQSClient(options);
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: topic }));
      } catch (error) {
        process.emitWarning(`Không gửi được tín hiệu "${topic}" qua SQS: ${(error as Error).message}`);
      }
    },
  };
}
