import { searchAtScale } from "./search-scale.ts";

searchAtScale(1_000);
