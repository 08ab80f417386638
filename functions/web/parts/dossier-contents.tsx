import type { FC } from "hono/jsx";
import type { DossierView, Found } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { type TypedStep, typedFor } from "./dossier-typed.ts";
import { FOUND_KINDS } from "./dossier-words.ts";
import { Empty, Field, Scroll, Step } from "./pieces.tsx";

/** What lies in a dossier. */
export const Contents: FC<{ dossier: DossierView }> = ({ dossier }) => (
  <section class="card">
    <h2>Mục lục văn bản, tài liệu</h2>
    {dossier.contents.length === 0 ? (
      <Empty title="Hồ sơ chưa có văn bản">Tìm văn bản để đưa vào, hoặc tải lên tài liệu khác ở khung dưới.</Empty>
    ) : (
      <Scroll label="Văn bản trong hồ sơ">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">
                STT
              </th>
              <th scope="col">Số, ký hiệu</th>
              <th scope="col">Ngày</th>
              <th scope="col">Tên loại và trích yếu</th>
              <th scope="col">Tác giả</th>
              <th scope="col">Trang số</th>
              <th scope="col">Tệp</th>
              {dossier.actions.includes("put") ? <th scope="col">Đưa ra</th> : null}
            </tr>
          </thead>
          <tbody>
            {dossier.contents.map((one) => (
              <tr>
                <td class="number">{one.ordinal}</td>
                <td class="nowrap">{one.facts.symbol}</td>
                <td class="nowrap">{shortDate(one.facts.issuedOn)}</td>
                <td>
                  {one.hidden || one.source.from === "upload" ? (
                    `${one.facts.typeName} ${one.facts.subject}`
                  ) : (
                    <a href={`${one.source.from === "document" ? "/van-ban" : "/van-ban-den"}/${one.source.id}`}>
                      {one.facts.typeName} {one.facts.subject}
                    </a>
                  )}
                  {one.note ? <div class="small soft">{one.note}</div> : null}
                </td>
                <td>{one.facts.issuer}</td>
                <td class="nowrap">{one.fromPage === one.toPage ? one.fromPage : `${one.fromPage}–${one.toPage}`}</td>
                <td>
                  {one.files.map((file, index) => (
                    <div>
                      <a href={`/ho-so/${dossier.id}/tep/${one.source.from}/${one.source.id}/${index}`}>{file.name}</a>
                    </div>
                  ))}
                </td>
                {dossier.actions.includes("put") ? (
                  <td>
                    <Step
                      action={`/ho-so/${dossier.id}/dua-ra`}
                      name="Đưa ra"
                      rev={dossier.rev}
                      main={false}
                      ask="Đưa văn bản này ra khỏi hồ sơ? Văn bản vẫn còn ở sổ."
                    >
                      <input type="hidden" name="source" value={`${one.source.from}/${one.source.id}`} />
                    </Step>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
    <div class="actions">
      <a class="button" href={`/ho-so/${dossier.id}/muc-luc/pdf`}>
        Mục lục (PDF)
      </a>
      <a class="button" href={`/ho-so/${dossier.id}/muc-luc/docx`}>
        Mục lục (Word)
      </a>
      <a class="button" href={`/dac-ta/dossier/${dossier.id}`}>
        Dữ liệu đặc tả
      </a>
      {dossier.actions.includes("export") ? (
        <>
          <a class="button" href={`/ho-so/${dossier.id}/goi/SIP_hoso`}>
            Gói nộp lưu (SIP)
          </a>
          {dossier.state === "kept" ? (
            <a class="button" href={`/ho-so/${dossier.id}/goi/AIP_hoso`}>
              Gói lưu trữ (AIP)
            </a>
          ) : null}
        </>
      ) : null}
    </div>
  </section>
);

/** Finding a document to put in, or uploading another file. */
export const Adding: FC<{ dossier: DossierView; words: string; found: readonly Found[]; typed?: TypedStep }> = (
  props,
) => {
  const { dossier, words, found } = props;
  const typed = typedFor(props.typed, "tai-len");
  return (
    <section class="card">
      <h2>Đưa văn bản vào hồ sơ</h2>
      <form class="filter" method="get" action={`/ho-so/${dossier.id}`}>
        <Field
          name="tim"
          label="Tìm văn bản"
          value={words}
          optional
          hint="Số, ký hiệu, trích yếu, nội dung; không dấu cũng được."
        />
        <button type="submit">Tìm</button>
      </form>
      {words !== "" && found.length === 0 ? <p>Không tìm thấy văn bản nào đưa vào được.</p> : null}
      {found.length > 0 ? (
        <ul class="list">
          {found.map((one) => (
            <li>
              <div>
                <a href={one.href}>
                  {FOUND_KINDS[one.kind]} {one.values.symbol} {shortDate(one.values.issuedOn)}
                </a>
                <div class="small">{one.values.subject}</div>
              </div>
              <Step action={`/ho-so/${dossier.id}/dua-vao`} name="Đưa vào" rev={dossier.rev} main={false}>
                <input type="hidden" name="source" value={`${one.kind}/${one.id}`} />
              </Step>
            </li>
          ))}
        </ul>
      ) : null}
      <details open={typed.open}>
        <summary>Tải lên tài liệu khác (ảnh, ghi âm, tệp)</summary>
        <form method="post" action={`/ho-so/${dossier.id}/tai-len`} enctype="multipart/form-data">
          <input type="hidden" name="rev" value={String(dossier.rev)} />
          <Field name="file" label="Tệp" type="file" />
          <Field name="title" label="Tên tài liệu" value={typed.text("title")} maxlength={500} />
          <Field
            name="typeName"
            label="Loại tài liệu"
            value={typed.text("typeName", "Tài liệu")}
            maxlength={100}
            optional
          />
          <Field name="issuedOn" label="Ngày tài liệu" type="date" value={typed.text("issuedOn")} />
          <Field name="note" label="Ghi chú" value={typed.text("note")} maxlength={500} optional />
          <button type="submit" class="main">
            Tải lên
          </button>
        </form>
      </details>
    </section>
  );
};
