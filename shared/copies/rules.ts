import { VanthuError } from "../errors/index.ts";
import type { CopyForm, CopyOffer, CopyWay, Medium, Standing } from "./model.ts";

const DECREE = "NĐ 30/2020/NĐ-CP";

/** A row of Điều 25: a way that the decree names, and how it is gone. */
export interface CopyRule extends CopyWay {
  clause: string;
  /** The decree's own way of making it, in our words (Vietnamese). */
  made: string;
}

/**
 * Every way that Điều 25 names; what is not here may not be made. Sao y and sao lục from electronic to electronic are absent on purpose:
 * the decree has no such copy, an electronic original is itself sent on.
 */
export const COPY_RULES: readonly CopyRule[] = [
  rule("sao-y", "paper", "paper", "khoản 1 điểm a", "Chụp từ bản gốc hoặc bản chính giấy sang giấy."),
  rule("sao-y", "electronic", "paper", "khoản 1 điểm b", "In từ bản gốc văn bản điện tử ra giấy."),
  rule("sao-y", "paper", "electronic", "khoản 1 điểm c", "Số hóa văn bản giấy rồi ký số của cơ quan, tổ chức."),
  rule("sao-luc", "paper", "paper", "khoản 2 điểm a, b", "Chụp từ bản sao y giấy."),
  rule("sao-luc", "paper", "electronic", "khoản 2 điểm a, b", "Số hóa bản sao y giấy rồi ký số của cơ quan, tổ chức."),
  rule("sao-luc", "electronic", "paper", "khoản 2 điểm a, b", "In từ bản sao y điện tử ra giấy."),
  rule("trich-sao", "paper", "paper", "khoản 3 điểm a, b", "Tạo lập lại đầy đủ thể thức, phần nội dung cần trích sao."),
  rule(
    "trich-sao",
    "paper",
    "electronic",
    "khoản 3 điểm a, b",
    "Tạo lập lại đầy đủ thể thức, phần nội dung cần trích sao, rồi ký số của cơ quan, tổ chức.",
  ),
  rule(
    "trich-sao",
    "electronic",
    "electronic",
    "khoản 3 điểm a, b",
    "Tạo lập lại đầy đủ thể thức, phần nội dung cần trích sao, rồi ký số của cơ quan, tổ chức.",
  ),
  rule(
    "trich-sao",
    "electronic",
    "paper",
    "khoản 3 điểm a, b",
    "Tạo lập lại đầy đủ thể thức, phần nội dung cần trích sao.",
  ),
];

function rule(form: CopyForm, from: Medium, to: Medium, clause: string, made: string): CopyRule {
  return { form, from, to, clause: `${DECREE} Điều 25 ${clause}`, made };
}

/** What each form is made of, with the definition that says so (Điều 3.10–12). */
export const SOURCE_OF: Record<CopyForm, { standings: readonly Standing[]; clause: string; words: string }> = {
  "sao-y": {
    standings: ["original", "authentic"],
    clause: `${DECREE} Điều 3 khoản 10`,
    words: "bản gốc hoặc bản chính",
  },
  "sao-luc": {
    standings: ["sao-y"],
    clause: `${DECREE} Điều 3 khoản 11, Điều 25 khoản 2 điểm b`,
    words: "bản sao y",
  },
  "trich-sao": {
    standings: ["original", "authentic"],
    clause: `${DECREE} Điều 3 khoản 12`,
    words: "bản gốc hoặc bản chính",
  },
};

/** A copy made as the decree says is worth as much as the authentic text (Điều 26). */
export const LEGAL_VALUE = {
  text: "Bản sao được thực hiện đúng quy định có giá trị pháp lý như bản chính.",
  clause: `${DECREE} Điều 26`,
} as const;

/** Who decides on copying (Điều 27.1), and who seals (Điều 32.2.c, d). */
export const AUTHORITY = {
  decide: `${DECREE} Điều 27 khoản 1`,
  secret: `${DECREE} Điều 27 khoản 2`,
  seal: `${DECREE} Điều 32 khoản 2 điểm c, d`,
} as const;

/** Forms as people read them in running text. */
export const FORM_WORDS: Record<CopyForm, string> = {
  "sao-y": "sao y",
  "sao-luc": "sao lục",
  "trich-sao": "trích sao",
};

/** Forms as they are written on the copy (Phụ lục I, Phần II, I.1 and II.1.a). */
export const FORM_TITLES = { "sao-y": "SAO Y", "sao-luc": "SAO LỤC", "trich-sao": "TRÍCH SAO" } as const;

/** Standings in words. */
export const STANDING_WORDS: Record<Standing, string> = {
  original: "bản gốc",
  authentic: "bản chính",
  "sao-y": "bản sao y",
  "sao-luc": "bản sao lục",
  "trich-sao": "bản trích sao",
};

/** Media in words. */
export const MEDIUM_WORDS: Record<Medium, string> = { paper: "giấy", electronic: "điện tử" };

const FORMS = Object.keys(FORM_TITLES) as CopyForm[];

/**
 * May this copy be made of this source? Both questions are the decree's: what the form is made of (Điều 3), and between which media it
 * may go (Điều 25).
 */
export function judgeCopy(standing: Standing, way: CopyWay): CopyOffer {
  const { form, from, to } = way;
  const made = SOURCE_OF[form];
  if (!made.standings.includes(standing)) {
    return {
      form,
      from,
      to,
      allowed: false,
      clause: made.clause,
      why: `Bản ${FORM_WORDS[form]} chỉ được làm từ ${made.words}; văn bản này là ${STANDING_WORDS[standing]}.${insteadOf(standing)}`,
    };
  }
  const found = COPY_RULES.find((one) => one.form === form && one.from === from && one.to === to);
  if (found === undefined) {
    const clause = `${DECREE} Điều 25 khoản ${form === "sao-y" ? "1" : "2 điểm a"}`;
    return {
      form,
      from,
      to,
      allowed: false,
      clause,
      why: `Không có hình thức ${FORM_WORDS[form]} từ văn bản ${MEDIUM_WORDS[from]} sang văn bản ${MEDIUM_WORDS[to]}. Tệp điện tử đã ký số được gửi, dùng trực tiếp; không cần sao.`,
    };
  }
  return { form, from, to, allowed: true, clause: found.clause, why: found.made };
}

function insteadOf(standing: Standing): string {
  if (standing === "sao-y") return " Từ bản sao y chỉ làm được bản sao lục.";
  if (standing === "sao-luc" || standing === "trich-sao") return " Cần bản gốc, bản chính hoặc bản sao y để sao.";
  return "";
}

/** All six ways from a source, allowed or not, with their clauses: what a page offers and explains. */
export function copyOffers(standing: Standing, from: Medium): CopyOffer[] {
  return FORMS.flatMap((form) =>
    (["electronic", "paper"] as const).map((to) => judgeCopy(standing, { form, from, to })),
  );
}

/**
 * Lets a copy pass that may be made.
 * @throws COPY_FORBIDDEN naming the clause
 */
export function requireAllowed(standing: Standing, way: CopyWay): CopyOffer {
  const offer = judgeCopy(standing, way);
  if (offer.allowed) return offer;
  throw new VanthuError("COPY_FORBIDDEN", {
    message: `Không được ${FORM_WORDS[way.form]} văn bản này. ${offer.why}`,
    where: offer.clause,
    hint: "Chọn hình thức sao khác theo Điều 25, hoặc gửi thẳng văn bản điện tử đã ký số.",
  });
}
