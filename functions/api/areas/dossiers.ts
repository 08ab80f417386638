import { type ApiDesk, routes, withActor } from "../context.ts";
import { handOverRoutes } from "./dossier-hand-over.ts";
import { metadataRoutes } from "./dossier-metadata.ts";
import { dossierYearRoutes } from "./dossier-years.ts";
import { oneDossierRoutes } from "./one-dossier.ts";

/** Dossiers: lists of a year, filing, hand-over, archive packages, metadata. */
export function dossierRoutes({ office }: ApiDesk) {
  const { dossiers } = office;
  const app = routes();
  app.use(withActor(office));
  // Named addresses first: /{id} would take them.
  dossierYearRoutes(app, dossiers);
  handOverRoutes(app, dossiers);
  metadataRoutes(app, dossiers);
  oneDossierRoutes(app, dossiers);
  return app;
}
