import type { CopyForm, Medium, Standing } from "../../../shared/copies/index.ts";
import type { DocumentDescription, DocumentKind } from "../../../shared/documents/index.ts";
import { VanthuError } from "../../../shared/errors/index.ts";
import { KINDS, ruleSetFor } from "../../../shared/format/index.ts";
import type { CopyRequest, CopyView } from "../../../shared/office/index.ts";
import type { Form } from "../desk.tsx";

/** What the paper is, of a posted form. @throws INVALID */
export function standingFrom(text: string): Standing {
  const known: Standing[] = ["original", "authentic", "sao-y", "sao-luc", "trich-sao"];
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new VanthuError("INVALID", { message: "Chưa chọn văn bản giấy là bản gì.", where: "standing" });
}

/** The copy that a posted form asks for. @throws INVALID when no way was chosen */
export function requestFrom(form: Form, view: CopyView): CopyRequest {
  const [asked, to] = form.text("lam").split(".") as [CopyForm, Medium];
  const offer = view.offers.find((one) => one.form === asked && one.to === to);
  if (offer === undefined)
    throw new VanthuError("INVALID", {
      message: "Chưa chọn hình thức sao.",
      where: "lam",
      hint: "Chọn một hình thức sao.",
    });
  const request: CopyRequest = {
    source: view.source,
    form: asked,
    to,
    signatory: form.text("signatory"),
    recipients: form.lines("recipients"),
    ...(to === "paper" ? { amount: Number(form.text("amount") || "1") } : {}),
  };
  if (asked !== "trich-sao") return request;
  if (view.passages !== undefined) return { ...request, passages: form.all("passages").map(Number) };
  return { ...request, description: typedDescription(form, view) };
}

/** An extract of a scan, typed in: its parts from the form, number and date as the source has them. */
function typedDescription(form: Form, { text }: CopyView): DocumentDescription {
  const party = text.notation.includes("/");
  const superior = form.text("superior");
  const known = (Object.keys(KINDS) as DocumentKind[]).find(
    (kind) => KINDS[kind].name.toLocaleLowerCase("vi") === text.kindName.toLocaleLowerCase("vi"),
  );
  return {
    ruleSet: ruleSetFor(party ? "party" : "state", text.issuedOn),
    kind: text.kindName === "" ? "CV" : (known ?? "TB"),
    organisation: { ...(superior === "" ? {} : { superior }), name: form.text("organisation") },
    number: text.number,
    notation: text.notation,
    place: form.text("place"),
    date: text.issuedOn,
    subject: form.text("subject"),
    body: form.text("body"),
    recipients: form.lines("ownRecipients"),
    signature: { authority: form.lines("authority"), position: form.text("position"), name: form.text("signedBy") },
  };
}
