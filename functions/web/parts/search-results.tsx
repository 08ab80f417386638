import type { FC } from "hono/jsx";
import { DEFAULT_FIELDS, type SearchQuery, type SearchResult } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { FOUND_KINDS } from "./dossier-words.ts";
import { Empty, Field, Notice, PageLinks, Scroll, Step } from "./pieces.tsx";
import { addressOf, FIELDS, FOUND_KIND_LIST } from "./search-query.ts";

/** What a search found, with ways to export it and to keep the search. */
export const Results: FC<{ result: SearchResult; query: SearchQuery; name?: string }> = ({ result, query, name }) => {
  const fields = (query.show ?? DEFAULT_FIELDS).map((key) => FIELDS.get(key)!);
  const address = addressOf(query);
  const counts = FOUND_KIND_LIST.filter(([kind]) => result.byKind[kind] !== undefined).map(
    ([kind, name]) => `${name}: ${result.byKind[kind]}`,
  );
  return (
    <section class="card">
      <h2>Tìm thấy {result.total} kết quả</h2>
      {counts.length > 0 ? <p class="soft">{counts.join(" · ")}</p> : null}
      {result.indexing ? (
        <Notice tone="info" title="Chỉ mục đang được lập, kết quả có thể chưa đủ. Tìm lại sau ít phút." />
      ) : null}
      {result.found.length === 0 ? (
        <Empty title="Không có kết quả">Bớt từ khóa, hoặc bỏ bớt điều kiện.</Empty>
      ) : (
        <>
          <Scroll label="Kết quả tìm kiếm">
            <table>
              <thead>
                <tr>
                  <th scope="col">Loại</th>
                  {fields.map(({ label }) => (
                    <th scope="col">{label}</th>
                  ))}
                  <th scope="col">Đặc tả</th>
                </tr>
              </thead>
              <tbody>
                {result.found.map((one) => (
                  <tr>
                    <td class="nowrap">
                      <a href={one.href}>{FOUND_KINDS[one.kind]}</a>
                    </td>
                    {fields.map(({ key, type }) => (
                      <td>
                        {type === "day" ? (
                          shortDate(one.values[key])
                        ) : key === "subject" ? (
                          <a href={one.href}>{one.values[key]}</a>
                        ) : (
                          one.values[key]
                        )}
                      </td>
                    ))}
                    <td>
                      {one.kind === "upload" ? null : (
                        <a
                          href={`/dac-ta/${one.kind}/${one.id}`}
                          aria-label={`Xem dữ liệu đặc tả ${one.values.symbol ?? ""}`}
                        >
                          Xem
                        </a>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {result.pages > 1 ? (
            <PageLinks
              page={result.page}
              pages={result.pages}
              address={(page) => `/tim-kiem?${address}&trang=${page}`}
            />
          ) : null}
          <div class="actions">
            {(["docx", "pdf", "xlsx"] as const).map((format) => (
              <a class="button" href={`/tim-kiem/xuat/${format}?${address}`}>
                Kết xuất .{format}
              </a>
            ))}
          </div>
        </>
      )}
      <details open={name !== undefined}>
        <summary>Lưu yêu cầu tìm kiếm này</summary>
        <Step action="/tim-kiem/luu" name="Lưu yêu cầu" main={false}>
          <input type="hidden" name="cau-hoi" value={address} />
          <Field name="name" label="Tên yêu cầu" value={name} maxlength={100} />
        </Step>
      </details>
    </section>
  );
};
