import { readTemplate } from "../../../shared/docx/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import { changed } from "../../word/word-files.ts";
import type { People } from "./people.ts";

/** A template of the office's own with two versions, and a draft that came back from Word: once accepted, once waiting. */
export async function makeWordFiles(office: Office, { administrator, drafter }: People, documentId: string) {
  const shipped = readTemplate("nd30", "CV");
  const own = (words: string) => ({
    name: "cong-van-cua-tinh.docx",
    bytes: changed(shipped, (xml) => xml.replace("{kinhGuiTen}", `${words}{kinhGuiTen}`)),
  });
  let template = await office.templates.create(
    administrator,
    { ruleSet: "nd30", form: "letter", name: "Công văn của tỉnh", note: "theo mẫu của Văn phòng" },
    own(""),
  );
  template = await office.templates.activate(administrator, template.id, template.rev, 1);
  await office.templates.addVersion(administrator, template.id, template.rev, {
    name: "cong-van-cua-tinh-2.docx",
    bytes: changed(shipped, (xml) => xml.replace(/w:left="1701" w:header/, 'w:left="1134" w:header')),
  });

  const { wordRound } = office;
  const draft = await office.documents.get(drafter, documentId);
  const edited = async (change: (xml: string) => string) => {
    const { bytes } = await office.documents.docx(drafter, draft.id);
    return wordRound.propose(drafter, draft.id, { name: "du-thao-sua.docx", bytes: changed(bytes, change) });
  };
  const first = await edited((xml) => xml.replace("yêu cầu", "đề nghị"));
  await wordRound.accept(drafter, draft.id, draft.rev, first.id);
  const waiting = await edited((xml) =>
    xml
      .replace("chuyển đổi số", "chuyển đổi số toàn diện")
      .replace(/<w:bookmarkStart[^>]*w:name="NgayBanHanh"[^>]*\/>/, "")
      .replace(
        '<w:r><w:t xml:space="preserve">Ủy ban nhân dân',
        '<w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:t xml:space="preserve">Ủy ban nhân dân',
      ),
  );
  return { template: template.id, wordDraft: draft.id, wordProposal: waiting.id };
}
