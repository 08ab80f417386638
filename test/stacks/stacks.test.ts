import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Synthesis, synthesise } from "./synthesise.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

let production: Synthesis;
beforeAll(async () => {
  production = await synthesise("production");
});

const of = (type: string) => production.resources.filter((resource) => resource.type === type);
const only = (type: string) => {
  const found = of(type);
  expect(found, type).toHaveLength(1);
  return found[0]!;
};

interface Statement {
  Effect: string;
  Action: string[];
  Resource: string[];
}

/** Statements of every role, with the role's name. */
function statements(): { role: string; statement: Statement }[] {
  return of("aws:iam/role:Role").flatMap((role) =>
    (role.inputs.inlinePolicies ?? []).flatMap((policy: { policy: string }) =>
      (JSON.parse(policy.policy).Statement as Statement[]).map((statement) => ({ role: role.name, statement })),
    ),
  );
}

describe("what would be deployed", () => {
  it("type-checks against SST's own types", () => {
    execFileSync(path.join(ROOT, "node_modules/.bin/tsc"), ["-p", path.join(ROOT, "stacks")], { stdio: "pipe" });
  });

  it("keeps production: nothing is removed or replaced by accident", () => {
    expect(production.app).toMatchObject({ name: "vanthu", removal: "retain", protect: true });
  });

  it("gives each function the least it needs, on named resources", () => {
    const all = statements();
    expect(all.length).toBeGreaterThanOrEqual(10);
    for (const { role, statement } of all) {
      expect(statement.Effect, role).toBe("Allow");
      for (const action of statement.Action) expect(action, role).not.toMatch(/\*/);
      for (const resource of statement.Resource) expect(resource, role).not.toMatch(/^\*$|^arn:aws:[^:]+:\*/);
    }
    const allowed = (role: RegExp) =>
      new Set(all.filter((one) => role.test(one.role)).flatMap((one) => one.statement.Action));
    const data = [
      "dynamodb:ConditionCheckItem",
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
    ];
    expect([...allowed(/^ApiRoute/)].sort()).toEqual([...data, "sqs:SendMessage"]);
    expect([...allowed(/^EveryMinuteHandler/)].sort()).toEqual(data);
    expect([...allowed(/^EveryQuarterHourHandler/)].sort()).toEqual(data);
    expect([...allowed(/^EveryMinuteForSignaturesHandler/)].sort()).toEqual(data);
    expect([...allowed(/^DeliverSubscriber/)].sort()).toEqual([
      ...data,
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
    ]);
    for (const role of [/^EveryMinuteRole$/, /^EveryQuarterHourRole$/, /^EveryMinuteForSignaturesRole$/])
      expect([...allowed(role)].sort()).toEqual(["lambda:InvokeFunction", "sqs:SendMessage"]);
  });

  it("gives the public check no right on the stores, nor their names, nor the key, and routes it what needs none", () => {
    const check = of("aws:lambda/function:Function").filter((fn) => fn.name.startsWith("Verify"));
    expect(check).toHaveLength(1);
    expect(statements().filter(({ role }) => role.startsWith("Verify"))).toEqual([]);
    expect(Object.keys(check[0]!.inputs.environment.variables).filter((name) => name.startsWith("VANTHU_"))).toEqual([
      "VANTHU_ROOT",
      "VANTHU_STAGE",
    ]);
    const routes = of("aws:apigatewayv2/route:Route").map((route) => route.inputs.routeKey as string);
    expect(routes).toEqual(expect.arrayContaining(["$default", "GET /kiem-tra", "POST /kiem-tra", "POST /api/verify"]));
    // Codes and standings are looked up in the store.
    expect(routes.filter((route) => /\/ma|tinh-trang|standing|test-root/.test(route))).toEqual([]);
  });

  it("lets nobody but Lambda and the scheduler take a role", () => {
    const policies = of("aws:iam/role:Role").map((role) => ({ name: role.name, policy: role.inputs.assumeRolePolicy }));
    expect(policies).toHaveLength(9);
    for (const { name, policy } of policies) {
      const document = typeof policy === "string" ? JSON.parse(policy) : policy;
      const service =
        /^Every[A-Za-z]+Role$/.test(name) && !name.includes("Handler")
          ? "scheduler.amazonaws.com"
          : "lambda.amazonaws.com";
      expect(
        document.Statement.map((statement: { Principal: unknown }) => statement.Principal),
        name,
      ).toEqual([{ Service: service }]);
    }
  });

  it("lets no function delete a file or get round its retention", () => {
    for (const { role, statement } of statements()) {
      for (const action of statement.Action) expect(action, role).not.toMatch(/s3:Delete|Bypass|Retention/);
    }
  });

  it("protects the table: recovery to any point in time, no deletion, expiry where the adapter writes it", () => {
    expect(only("aws:dynamodb/table:Table").inputs).toMatchObject({
      deletionProtectionEnabled: true,
      pointInTimeRecovery: { enabled: true },
      hashKey: "pk",
      rangeKey: "sk",
      ttl: { attributeName: "ttl", enabled: true },
    });
  });

  it("keeps files: versions, retention of ten years, TLS only, nothing public", () => {
    expect(only("aws:s3/bucket:Bucket").inputs.objectLockEnabled).toBe(true);
    expect(only("aws:s3/bucketVersioning:BucketVersioning").inputs.versioningConfiguration.status).toBe("Enabled");
    expect(
      only("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").inputs.rule.defaultRetention,
    ).toEqual({ mode: "GOVERNANCE", years: 10 });
    expect(only("aws:s3/bucketPolicy:BucketPolicy").inputs.policy).toContain("aws:SecureTransport");
    const { blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets } = only(
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    ).inputs;
    expect([blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(of("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration")).toEqual([]);
  });

  it("has dead letters behind the queue and the schedule, and an alarm on each that tells somebody", () => {
    const queues = of("aws:sqs/queue:Queue");
    const target = (arn: string) => queues.find((queue) => arn.endsWith(`:${queue.inputs.name}`));
    const deadLetters = [
      ...queues
        .filter((queue) => queue.inputs.redrivePolicy)
        .map((queue) => target(JSON.parse(queue.inputs.redrivePolicy).deadLetterTargetArn)),
      ...of("aws:scheduler/schedule:Schedule").map((one) => target(one.inputs.target.deadLetterConfig.arn)),
    ];
    expect(deadLetters).not.toContain(undefined);
    expect(queues).toHaveLength(deadLetters.length + queues.filter((queue) => queue.inputs.redrivePolicy).length);
    const topic = only("aws:sns/topic:Topic").inputs.name;
    const alarms = of("aws:cloudwatch/metricAlarm:MetricAlarm");
    for (const alarm of alarms) expect(alarm.inputs.alarmActions[0], alarm.name).toMatch(new RegExp(`:${topic}$`));
    for (const queue of deadLetters) {
      expect(
        alarms.some((alarm) => alarm.inputs.dimensions.QueueName === queue!.inputs.name),
        queue!.name,
      ).toBe(true);
    }
    for (const fn of of("aws:lambda/function:Function")) {
      const watched = alarms
        .filter((alarm) => alarm.inputs.dimensions.FunctionName === fn.inputs.name)
        .map((alarm) => alarm.inputs.metricName);
      expect(watched.sort(), fn.name).toEqual(["Errors", "Throttles"]);
    }
    expect(alarms.map((alarm) => alarm.inputs.metricName)).toEqual(
      expect.arrayContaining(["MessagesGivenUp", "ReportsFailed", "SigningProblems", "5xx", "WriteThrottleEvents"]),
    );
  });

  it("never starts one wake-up twice: the queue waits six times the function's time", () => {
    const queue = of("aws:sqs/queue:Queue").find((one) => one.inputs.redrivePolicy)!;
    const fn = of("aws:lambda/function:Function").find((one) => one.name.startsWith("DeliverSubscriber"))!;
    expect(queue.inputs.visibilityTimeoutSeconds).toBeGreaterThanOrEqual(6 * fn.inputs.timeout);
    expect(only("aws:lambda/eventSourceMapping:EventSourceMapping").inputs.functionResponseTypes).toEqual([
      "ReportBatchItemFailures",
    ]);
    expect(
      of("aws:scheduler/schedule:Schedule")
        .map((one) => one.inputs.scheduleExpression)
        .sort(),
    ).toEqual(["rate(1 minute)", "rate(1 minute)", "rate(15 minutes)"]);
  });

  it("runs every function on Node 24, x86_64, from a handler and files that are there", () => {
    const functions = of("aws:lambda/function:Function");
    expect(functions).toHaveLength(6);
    for (const fn of functions)
      expect(fn.inputs, fn.name).toMatchObject({ runtime: "nodejs24.x", architectures: ["x86_64"] });
    const handlers = production.builds.map((build) => build.handler).sort();
    expect(handlers).toEqual([
      "functions/lambda/api.handler",
      "functions/lambda/deliver.handler",
      "functions/lambda/report-schedule.handler",
      "functions/lambda/schedule.handler",
      "functions/lambda/signing.handler",
      "functions/lambda/verify.handler",
    ]);
    for (const build of production.builds) {
      expect(build.runtime).toBe("nodejs24.x");
      expect(existsSync(path.join(ROOT, build.handler.replace(/\.handler$/, ".ts"))), build.handler).toBe(true);
      for (const copied of build.copyFiles) expect(existsSync(copied.from), copied.from).toBe(true);
    }
  });

  it("is a throw-away in any other stage", async () => {
    const trial = await synthesise("thu-nghiem");
    expect(trial.app).toMatchObject({ removal: "remove", protect: false });
    const table = trial.resources.find((one) => one.type === "aws:dynamodb/table:Table")!;
    expect(table.inputs).toMatchObject({ deletionProtectionEnabled: false, pointInTimeRecovery: { enabled: true } });
    const lock = trial.resources.find(
      (one) => one.type === "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    )!;
    expect(lock.inputs.rule.defaultRetention).toEqual({ mode: "GOVERNANCE", days: 1 });
  });
});
