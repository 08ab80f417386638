/**
 * A worker of the schedule's chaos test, in a process of its own: runs the schedule once and kills itself without warning just before, or
 * just after, its commit of the given number. Number 0: lives to the end.
 */
import { openOffice } from "../../shared/office/index.ts";
import { dyingStorage } from "./dying-storage.ts";

const [folder, now, number, when] = process.argv.slice(2) as [string, string, string, "before" | "after"];
const storage = dyingStorage(folder, (at, commit) => at === when && commit === Number(number));
await openOffice({ clock: () => new Date(now), storage }).runReportSchedule();
await storage.records.close();
