import { searchAtScale } from "./search-scale.ts";

searchAtScale(10_000);
