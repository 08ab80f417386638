import type { api } from "./api";
import type { storage } from "./storage";
import type { verify } from "./verify";
import type { workers } from "./workers";

/**
 * What somebody must look at: messages given up, dead letters, failing functions, a throttled table, answers of 500 and above.
 * `VANTHU_ALARM_EMAIL`, when set at deployment, is subscribed to them.
 */
export function alarms(
  stores: ReturnType<typeof storage>,
  background: ReturnType<typeof workers>,
  front: ReturnType<typeof api>,
  check: ReturnType<typeof verify>,
) {
  const topic = new sst.aws.SnsTopic("Alarm");
  const email = process.env.VANTHU_ALARM_EMAIL;
  if (email) new aws.sns.TopicSubscription("AlarmEmail", { topic: topic.arn, protocol: "email", endpoint: email });

  const alarm = (
    name: string,
    description: string,
    metric: { namespace: string; metricName: string; dimensions: Record<string, $util.Input<string>> },
    threshold = 0,
  ) =>
    new aws.cloudwatch.MetricAlarm(name, {
      alarmDescription: description,
      ...metric,
      comparisonOperator: "GreaterThanThreshold",
      threshold,
      statistic: metric.metricName === "ApproximateNumberOfMessagesVisible" ? "Maximum" : "Sum",
      period: 60,
      evaluationPeriods: 1,
      // No data is the normal state of an error count.
      treatMissingData: "notBreaching",
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    });

  for (const [name, queue] of [
    ["DeliverDeadLetters", background.deadLetters],
    ["ScheduleDeadLetters", background.scheduleDeadLetters],
    ["ReportsDeadLetters", background.reportDeadLetters],
    ["SigningDeadLetters", background.signingDeadLetters],
  ] as const) {
    alarm(`${name}Alarm`, "Có thông điệp không xử lý được trong hàng đợi.", {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue.nodes.queue.name },
    });
  }
  for (const [name, fn] of [
    ["Api", front.function],
    ["Verify", check.function],
    ["Deliver", background.deliver.apply((subscriber) => subscriber.nodes.function)],
    ["Schedule", background.schedule.nodes.function],
    ["Reports", background.reports.nodes.function],
    ["Signing", background.signing.nodes.function],
  ] as const) {
    const dimensions = { FunctionName: $util.output(fn).apply((one) => one.name) };
    alarm(`${name}Errors`, "Hàm chạy bị lỗi.", { namespace: "AWS/Lambda", metricName: "Errors", dimensions });
    alarm(`${name}Throttles`, "Hàm bị giới hạn số lần chạy đồng thời.", {
      namespace: "AWS/Lambda",
      metricName: "Throttles",
      dimensions,
    });
  }
  alarm("ApiServerErrors", "Hệ thống trả lời lỗi 5xx.", {
    namespace: "AWS/ApiGateway",
    metricName: "5xx",
    dimensions: { ApiId: front.gateway.nodes.api.id },
  });
  alarm("RecordsThrottled", "Bảng dữ liệu bị giới hạn tốc độ ghi.", {
    namespace: "AWS/DynamoDB",
    metricName: "WriteThrottleEvents",
    dimensions: { TableName: stores.table.name },
  });
  // These two are written by functions/lambda/metrics.ts through the log (embedded metric format).
  alarm("ReportsNotDrafted", "Có báo cáo không tự soạn được.", {
    namespace: "Vanthu",
    metricName: "ReportsFailed",
    dimensions: { Stage: $app.stage },
  });
  alarm("SigningProblems", "Có chữ ký không lấy được hoặc dấu thời gian không gia hạn được.", {
    namespace: "Vanthu",
    metricName: "SigningProblems",
    dimensions: { Stage: $app.stage },
  });
  alarm("MessagesGivenUp", "Có văn bản không gửi được, đã ngừng gửi lại.", {
    namespace: "Vanthu",
    metricName: "MessagesGivenUp",
    dimensions: { Stage: $app.stage },
  });
}
