import { type Fault, VanthuError } from "../errors/index.ts";
import type { Dossier } from "./model.ts";

/** Lengths of the parts of a dossier's code (NĐ30 Phụ lục VI Phần II.III.1). */
export const CODE_LENGTHS = { organId: 13, year: 4, notation: 20 } as const;

/** "H98.2026.01.VP": mã hồ sơ in one text, as lists and file names of packages write it. */
export function dossierCode({ organId, year, notation }: Dossier["code"]): string {
  return `${organId}.${year}.${notation}`;
}

/**
 * What is wrong with a dossier's code; a code is 13, 4 and 20 characters at most.
 * @throws DOSSIER_CODE with every fault
 */
export function checkDossierCode({ organId, year, notation }: Dossier["code"]): void {
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "DOSSIER_CODE", where, message });
  if (organId.length > CODE_LENGTHS.organId)
    fault("organId", `Mã định danh cơ quan “${organId}” dài quá ${CODE_LENGTHS.organId} ký tự.`);
  if (!Number.isInteger(year) || year < 1945 || year > 2200)
    fault("year", "Năm hình thành hồ sơ phải là 4 chữ số, từ 1945.");
  if (notation.length > CODE_LENGTHS.notation)
    fault("notation", `Số và ký hiệu hồ sơ dài quá ${CODE_LENGTHS.notation} ký tự.`);
  // Number and abbreviation of the large heading (Phụ lục V.I.2); the code names files, so nothing else may stand in it.
  if (!/^\d{1,6}\.[\p{Lu}\d][\p{Lu}\d-]*$/u.test(notation))
    fault("notation", "Số và ký hiệu hồ sơ gồm số thứ tự và chữ viết tắt của đề mục, ví dụ 01.TCCB.");
  if (faults.length > 0)
    throw new VanthuError("DOSSIER_CODE", {
      message: `Mã hồ sơ chưa đúng: ${faults[0]!.message}`,
      hint: "Mã hồ sơ gồm mã định danh cơ quan (13), năm (4), số và ký hiệu (20 ký tự): NĐ 30/2020/NĐ-CP Phụ lục VI Phần II mục III.",
      faults,
    });
}
