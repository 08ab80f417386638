export { PLACE_MARKS } from "./build-context.ts";
export { type FormValue, fillForm } from "./fill-form.ts";
export { fillTemplate, type TemplateTag, templateTags } from "./fill-template.ts";
export { emptyFootnotesXml } from "./footnotes.ts";
export { type RenderedDocx, renderDocx } from "./render.ts";
export { STYLES } from "./styles.ts";
export { TAGS } from "./tags.ts";
export { readForm, readTemplate, type TemplateSource, templateFor, templatePath } from "./template-store.ts";
