import type { FC } from "hono/jsx";
import type { BookView } from "../../../shared/office/index.ts";
import { dateAndTime } from "./dates.ts";
import { Chip, Empty, Field, Scroll } from "./pieces.tsx";
import { BOOKS } from "./register-words.ts";

/** The books of numbers with how each stands; who may keep them closes one from its row. */
export const BookTable: FC<{ list: BookView[]; mayKeep: boolean }> = ({ list, mayKeep }) =>
  list.length === 0 ? (
    <Empty title="Chưa có sổ nào">Sổ tự mở khi cấp số đầu tiên của năm; cũng có thể mở trước ở dưới.</Empty>
  ) : (
    <Scroll label="Các sổ">
      <table>
        <caption class="visually-hidden">Các sổ số văn bản, năm mới trước</caption>
        <thead>
          <tr>
            <th scope="col">Sổ</th>
            <NumberHeads words={["Số cuối", "Phát hành", "Đang giữ", "Đã hủy"]} />
            <th scope="col">Tình trạng</th>
            {mayKeep ? <th scope="col">Khóa sổ</th> : null}
          </tr>
        </thead>
        <tbody>
          {list.map((book) => (
            <tr>
              <th scope="row">{book.title}</th>
              <NumberCells values={[book.last, book.counts.issued, book.counts.reserved, book.counts.voided]} />
              <td>
                <BookState book={book} />
              </td>
              {mayKeep ? (
                <td>{book.closed || book.taking || book.counts.reserved > 0 ? null : <CloseBook book={book} />}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );

/** Headings of columns of numbers. */
export const NumberHeads: FC<{ words: readonly string[] }> = ({ words }) => (
  <>
    {words.map((word) => (
      <th scope="col" class="number">
        {word}
      </th>
    ))}
  </>
);

/** Cells of such columns. */
export const NumberCells: FC<{ values: readonly number[] }> = ({ values }) => (
  <>
    {values.map((value) => (
      <td class="number">{value}</td>
    ))}
  </>
);

const BookState: FC<{ book: BookView }> = ({ book }) => (
  <>
    {book.closed ? (
      <>
        <Chip tone="plain">Đã khóa</Chip>
        <p class="hint">
          {`${dateAndTime(book.closed.at)}${book.closed.reason ? `, ${book.closed.reason}` : ""}; dấu ${book.closed.sha256.slice(0, 16)}…`}
        </p>
      </>
    ) : book.taking ? (
      <Chip tone="warn">Đang tiếp quản dở dang</Chip>
    ) : book.running ? (
      <Chip tone="good">Đang mở</Chip>
    ) : (
      <Chip tone="warn">Hết kỳ, còn số chưa xong</Chip>
    )}
    {book.taken ? (
      <p class="hint">{`Tiếp theo số ${book.taken.last} của ${book.taken.from}, ${book.taken.lines} dòng cũ`}</p>
    ) : null}
  </>
);

const CloseBook: FC<{ book: BookView }> = ({ book }) => (
  <details>
    <summary>Khóa</summary>
    <form method="post" action={`${BOOKS}/khoa`} data-ask={`Khóa ${book.title}? Sổ đã khóa không mở lại được.`}>
      <input type="hidden" name="series" value={book.series} />
      <Field
        name="reason"
        scope={`${book.series}-`}
        label="Lý do"
        hint={book.running ? "Sổ còn trong kỳ: phải ghi lý do." : undefined}
        optional={!book.running}
        maxlength={500}
      />
      <button type="submit">Khóa sổ</button>
    </form>
  </details>
);
