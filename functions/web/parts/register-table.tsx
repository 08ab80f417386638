import type { FC } from "hono/jsx";
import type { RegisterColumn, RegisterForm, RegisterPage, RegisterRow } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { Chip, Scroll } from "./pieces.tsx";
import { BOOK_REPORT, BOOKS, REGISTER_ADDRESSES, REGISTER_TABS } from "./register-words.ts";

/** Tabs over every page of registers and books. */
export const RegisterTabs: FC<{ active: string }> = ({ active }) => (
  <nav class="tabs" aria-label="Các sổ">
    {Object.entries(REGISTER_TABS).map(([name, words]) => {
      const address = REGISTER_ADDRESSES[name as keyof typeof REGISTER_ADDRESSES];
      return (
        <a href={address} aria-current={address === active ? "page" : undefined}>
          {words}
        </a>
      );
    })}
    <a href={BOOKS} aria-current={BOOKS === active ? "page" : undefined}>
      Mở, khóa sổ
    </a>
    <a href={BOOK_REPORT} aria-current={BOOK_REPORT === active ? "page" : undefined}>
      Kiểm tra số
    </a>
  </nav>
);

/** A cell as it is read: dates as offices write them. */
export function cellWords({ is }: RegisterColumn, value: string | number | undefined): string {
  return is === "date" ? shortDate(String(value ?? "")) : String(value ?? "");
}

const DOCUMENT_ADDRESSES = { document: "/van-ban", incoming: "/van-ban-den", copy: "/sao-van-ban" } as const;

/** The column whose text leads to what the line is of. */
const LINKING = new Set(["subject", "document", "copied"]);

/** The address of one line, where its columns kept by hand are written. */
export function lineAddress(form: RegisterForm, { year, key }: RegisterRow): string {
  return `${REGISTER_ADDRESSES[form.name]}/dong?${new URLSearchParams({ nam: String(year), dong: key })}`;
}

/** The lines with the decree's columns and its line of column numbers. */
export const RegisterTable: FC<{ page: RegisterPage; mayKeep: boolean }> = ({ page: { form, rows }, mayKeep }) => {
  const keeps = form.columns.some(({ kept }) => kept);
  return (
    <Scroll label={form.title}>
      <table class="register">
        <caption class="visually-hidden">{`${form.title}, ${form.clause}`}</caption>
        <thead>
          <tr>
            {form.columns.map((column) => (
              <th scope="col">{column.header}</th>
            ))}
            {keeps ? (
              <th scope="col" class="no-print">
                Dòng sổ
              </th>
            ) : null}
          </tr>
          <tr class="numbers">
            {form.columns.map((_, index) => (
              <th>({index + 1})</th>
            ))}
            {keeps ? <th class="no-print" /> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {form.columns.map((column) => (
                <td>
                  <Cell row={row} column={column} />
                </td>
              ))}
              {keeps ? (
                <td class="no-print">
                  {row.concealed ? null : (
                    <a
                      href={lineAddress(form, row)}
                      aria-label={`${mayKeep && !row.voided ? "Ghi" : "Xem"} dòng sổ ${row.cells.notation ?? row.number}`}
                    >
                      {mayKeep && !row.voided ? "Ghi" : "Xem"}
                    </a>
                  )}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
};

const Cell: FC<{ row: RegisterRow; column: RegisterColumn }> = ({ row, column }) => {
  const text = cellWords(column, row.cells[column.key]);
  if (!LINKING.has(column.key)) return <>{text}</>;
  return (
    <>
      {row.document === undefined || row.voided ? (
        text
      ) : (
        <a href={`${DOCUMENT_ADDRESSES[row.document.of]}/${row.document.id}`}>{text}</a>
      )}
      {row.voided ? (
        <>
          {" "}
          <Chip tone="warn">Số đã hủy</Chip>
        </>
      ) : row.takenOver ? (
        <>
          {" "}
          <Chip tone="plain">Sổ cũ</Chip>
        </>
      ) : null}
    </>
  );
};
