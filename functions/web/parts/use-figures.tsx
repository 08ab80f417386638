import type { FC } from "hono/jsx";
import { NumberCells, NumberHeads } from "./book-table.tsx";
import { Scroll } from "./pieces.tsx";

/** One table of how much the office is used: columns of words, then columns of numbers. */
export const UseFigures: FC<{
  label: string;
  words: readonly string[];
  numbers: readonly string[];
  rows: readonly { words: readonly string[]; numbers: readonly number[] }[];
}> = ({ label, words, numbers, rows }) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          {words.map((word) => (
            <th scope="col">{word}</th>
          ))}
          <NumberHeads words={numbers} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.words.map((word) => (
              <td>{word}</td>
            ))}
            <NumberCells values={row.numbers} />
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
