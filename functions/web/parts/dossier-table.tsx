import type { FC } from "hono/jsx";
import type { Dossier } from "../../../shared/dossiers/index.ts";
import { shortDate } from "./dates.ts";
import { DOSSIER_STATES } from "./dossier-words.ts";
import { Chip, Scroll } from "./pieces.tsx";

/** Dossiers as a table. */
export const DossierTable: FC<{
  dossiers: readonly Dossier[];
  label: string;
  pick?: string;
  picked?: readonly string[];
}> = ({ dossiers, label, pick, picked = [] }) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          {pick ? <th scope="col">Chọn</th> : null}
          <th scope="col">Số, ký hiệu</th>
          <th scope="col">Tiêu đề hồ sơ</th>
          <th scope="col">Thời hạn</th>
          <th scope="col">Người lập</th>
          <th scope="col" class="number">
            Văn bản
          </th>
          <th scope="col" class="number">
            Trang
          </th>
          <th scope="col">Trạng thái</th>
          <th scope="col">Hạn nộp lưu</th>
        </tr>
      </thead>
      <tbody>
        {dossiers.map((one) => (
          <tr>
            {pick ? (
              <td>
                <input
                  type="checkbox"
                  name={pick}
                  value={one.id}
                  checked={picked.includes(one.id)}
                  aria-label={`Chọn hồ sơ ${one.code.notation}`}
                />
              </td>
            ) : null}
            <td class="nowrap">{one.code.notation}</td>
            <td>
              <a href={`/ho-so/${one.id}`}>{one.title}</a>
            </td>
            <td class="nowrap">{one.retention}</td>
            <td>{one.maker.name}</td>
            <td class="number">{one.documents}</td>
            <td class="number">{one.pages}</td>
            <td>
              <StateOf dossier={one} />
            </td>
            <td class="nowrap">{one.state === "kept" ? "" : shortDate(one.keptBack?.until ?? one.handOverBy)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

/** Where a dossier stands. */
const StateOf: FC<{ dossier: Dossier }> = ({ dossier }) => (
  <>
    <Chip tone={DOSSIER_STATES[dossier.state].tone}>{DOSSIER_STATES[dossier.state].name}</Chip>
    {dossier.frozen ? <Chip tone="bad">Đang khóa</Chip> : null}
    {dossier.access.level === "restricted" ? <Chip tone="warn">Giới hạn người xem</Chip> : null}
  </>
);
