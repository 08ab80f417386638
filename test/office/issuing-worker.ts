/** A process that does one step of the issuing line and kills itself (SIGKILL) at a named moment of a named write. */
import { readFileSync } from "node:fs";
import { openOffice } from "../../shared/office/index.ts";
import { die } from "./dying-storage.ts";
import { type Cast, openPlace, type Place, type Point, perform, watched } from "./issuing-line.ts";
import { SECRETS } from "./office-fixture.ts";

const { place, cast, point, document, subject } = JSON.parse(readFileSync(0, "utf8")) as {
  place: Place;
  cast: Cast;
  point: Point;
  document?: { id: string; rev: number };
  subject: string;
};
const { storage, begin } = watched(openPlace(place), (reached) => {
  if (reached.act === point.act && reached.index === point.index && reached.when === point.when) die();
});
const office = openOffice({ storage, secrets: SECRETS });
begin(point.act);
await perform(office, cast, point.act, document, subject);
