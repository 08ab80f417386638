/// <reference path="./.sst/platform/config.d.ts" />

/**
 * Vanthu on AWS. The resources stand in `stacks/`, one file for each concern; SST allows no import at the top of this file,
 * so they are imported inside `run`.
 *
 * No `link`: it would grant `dynamodb:*`, `s3:*`, `sqs:*`. Every function gets its permissions written out in `stacks/`.
 */
export default $config({
  app(input) {
    const production = input?.stage === "production";
    return {
      name: "vanthu",
      removal: production ? "retain" : "remove",
      protect: production,
      home: "aws",
      // Singapore: the nearest region to Viet Nam.
      providers: { aws: { region: "ap-southeast-1" } },
    };
  },
  async run() {
    const { storage } = await import("./stacks/storage");
    const { workers } = await import("./stacks/workers");
    const { api } = await import("./stacks/api");
    const { verify } = await import("./stacks/verify");
    const { alarms } = await import("./stacks/alarms");
    const stores = storage();
    const background = workers(stores);
    const front = api(stores, background);
    const check = verify(stores, front);
    alarms(stores, background, front, check);
    return { url: front.url, table: stores.table.name, files: stores.files.name };
  },
});
