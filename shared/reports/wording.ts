/**
 * What reports say, as data. `{…}` is a figure by its id ("{total}", "{share.done}") or a word that the rules put there ("{closing}").
 * Zero, one and all have sentences of their own, so that each reads as a person would write it.
 */
export const WORDING = {
  // I.1
  "overview.empty": "{programme} chưa có nhiệm vụ nào.",
  "overview.one-done": "Tính đến ngày {closing}, {programme} có {total} nhiệm vụ và đã hoàn thành.",
  "overview.one-open": "Tính đến ngày {closing}, {programme} có {total} nhiệm vụ, đang được thực hiện.",
  "overview.all-done":
    "Tính đến ngày {closing}, {programme} có tổng số {total} nhiệm vụ và đã hoàn thành toàn bộ (đạt {share.done}).",
  "overview.none-done":
    "Tính đến ngày {closing}, {programme} có tổng số {total} nhiệm vụ, tất cả đang được thực hiện, chưa có nhiệm vụ nào hoàn thành.",
  "overview.mixed":
    "Tính đến ngày {closing}, {programme} có tổng số {total} nhiệm vụ; trong đó, {done} nhiệm vụ đã hoàn thành (đạt {share.done}), {open} nhiệm vụ đang thực hiện (chiếm {share.open}).",
  "overview.counted-back":
    "Số liệu của kỳ này được tính lùi từ bản {revision} của chương trình: dữ liệu theo dõi nhiệm vụ chỉ được ghi nhận từ ngày {recorded}, sau ngày chốt số liệu {closing}.",
  "done.several": "Trong số nhiệm vụ đã hoàn thành, có {list}.",
  "done.all": "Toàn bộ {done} nhiệm vụ đã hoàn thành đều {how}.",
  "done.one": "Nhiệm vụ đã hoàn thành là nhiệm vụ {how}.",
  "done.done-in-time": "{status.done-in-time} nhiệm vụ đúng hạn",
  "done.done-late": "{status.done-late} nhiệm vụ quá hạn",
  "done.done-without-deadline": "{status.done-without-deadline} nhiệm vụ không quy định thời hạn",
  "done.how.done-in-time": "đúng hạn",
  "done.how.done-late": "quá hạn",
  "done.how.done-without-deadline": "không quy định thời hạn",
  "open.several": "Trong số nhiệm vụ đang thực hiện, có {list}.",
  "open.all": "Toàn bộ {open} nhiệm vụ đang thực hiện đều {how}.",
  "open.one": "Nhiệm vụ đang thực hiện là nhiệm vụ {how}.",
  "open.open-in-time": "{status.open-in-time} nhiệm vụ còn trong hạn (chiếm {share.open-in-time} tổng số)",
  "open.open-overdue": "{status.open-overdue} nhiệm vụ đã quá hạn (chiếm {share.open-overdue} tổng số)",
  "open.open-without-deadline":
    "{status.open-without-deadline} nhiệm vụ thường xuyên hoặc không quy định thời hạn (chiếm {share.open-without-deadline} tổng số)",
  "open.how.open-in-time": "còn trong hạn",
  "open.how.open-overdue": "đã quá hạn",
  "open.how.open-without-deadline": "thường xuyên hoặc không quy định thời hạn",
  "window.none": "Trong kỳ báo cáo (từ ngày {opening} đến ngày {closing}), không có nhiệm vụ nào được hoàn thành.",
  "window.some": "Trong kỳ báo cáo (từ ngày {opening} đến ngày {closing}), có {window.done} nhiệm vụ được hoàn thành.",
  "window.some-late":
    "Trong kỳ báo cáo (từ ngày {opening} đến ngày {closing}), có {window.done} nhiệm vụ được hoàn thành, trong đó {window.done-late} nhiệm vụ hoàn thành quá hạn.",
  "window.all-late":
    "Trong kỳ báo cáo (từ ngày {opening} đến ngày {closing}), có {window.done} nhiệm vụ được hoàn thành nhưng đều quá hạn.",
  "due.none": "Không có nhiệm vụ nào đến hạn trong kỳ.",
  "due.all": "Có {window.due} nhiệm vụ đến hạn trong kỳ, đã hoàn thành toàn bộ.",
  "due.one": "Có {window.due} nhiệm vụ đến hạn trong kỳ, đã hoàn thành.",
  "due.none-done": "Có {window.due} nhiệm vụ đến hạn trong kỳ, chưa hoàn thành.",
  "due.some": "Có {window.due} nhiệm vụ đến hạn trong kỳ, đã hoàn thành {window.due-done} nhiệm vụ.",
  "compare.sentence": "So với {before}: tổng số nhiệm vụ {total}; số nhiệm vụ đã hoàn thành {done}; số nhiệm vụ quá hạn {overdue}.", // biome-ignore format: one sentence
  "compare.before": "kỳ trước ({label})",
  "compare.before-year": "cùng kỳ năm trước ({label})",
  "compare.more": "tăng {change} nhiệm vụ (từ {before} lên {now})",
  "compare.fewer": "giảm {change} nhiệm vụ (từ {before} xuống {now})",
  "compare.same": "không thay đổi ({now} nhiệm vụ)",
  "compare.same-none": "không thay đổi (không có nhiệm vụ nào)",
  "progress.missing": "Có {progress.missing} nhiệm vụ đang thực hiện chưa được cập nhật tiến độ trong kỳ.",
  "progress.all": "Các nhiệm vụ đang thực hiện đều đã được cập nhật tiến độ trong kỳ.",

  // I.2, I.3
  "agencies.count": "Có {agencies} cơ quan, đơn vị chủ trì thực hiện nhiệm vụ.",
  "agencies.complete": "Có {agencies.complete} cơ quan, đơn vị đã hoàn thành toàn bộ nhiệm vụ được giao chủ trì.",
  "agencies.overdue-none": "Không có cơ quan, đơn vị nào để nhiệm vụ quá hạn.",
  "agencies.overdue-many": "Có {agencies.overdue} cơ quan, đơn vị còn nhiệm vụ quá hạn.",
  "agencies.overdue-most": "Có {agencies.overdue} cơ quan, đơn vị còn nhiệm vụ quá hạn; nhiều nhất là {list}.",
  "agencies.overdue-one": "Cơ quan, đơn vị còn nhiệm vụ quá hạn: {list}.",
  "agencies.overdue-item": "{name} ({count} nhiệm vụ)",

  "groups.count": "Kết quả thực hiện theo {groups} nhóm nhiệm vụ:",

  // I.4
  "extended.none-now":
    "Có {extended} nhiệm vụ đã được điều chỉnh thời hạn trước kỳ báo cáo; trong kỳ, không có nhiệm vụ nào được điều chỉnh.",
  "extended.all-now": "Trong kỳ, có {extended.window} nhiệm vụ được điều chỉnh thời hạn.",
  "extended.some-now":
    "Có {extended} nhiệm vụ đã được điều chỉnh thời hạn, trong đó {extended.window} nhiệm vụ được điều chỉnh trong kỳ.",

  // II
  "overdue.none": "Tính đến ngày {closing}, không có nhiệm vụ nào quá hạn.",
  "overdue.one":
    "Tính đến ngày {closing}, có {status.open-overdue} nhiệm vụ quá hạn (chiếm {share.open-overdue} tổng số nhiệm vụ), đã quá hạn {days} ngày.",
  "overdue.some":
    "Tính đến ngày {closing}, có {status.open-overdue} nhiệm vụ quá hạn (chiếm {share.open-overdue} tổng số nhiệm vụ); nhiệm vụ chậm nhất đã quá hạn {days} ngày.",
  "overdue.some-long":
    "Tính đến ngày {closing}, có {status.open-overdue} nhiệm vụ quá hạn (chiếm {share.open-overdue} tổng số nhiệm vụ), trong đó {overdue.over-30} nhiệm vụ quá hạn trên 30 ngày; nhiệm vụ chậm nhất đã quá hạn {days} ngày.",
  "overdue.all-long":
    "Tính đến ngày {closing}, có {status.open-overdue} nhiệm vụ quá hạn (chiếm {share.open-overdue} tổng số nhiệm vụ), đều quá hạn trên 30 ngày; nhiệm vụ chậm nhất đã quá hạn {days} ngày.",

  // III
  "targets.unknown-all": "Có {targets.total} chỉ tiêu, chưa có chỉ tiêu nào có số liệu để đánh giá.",
  "targets.reached-all": "Toàn bộ {targets.total} chỉ tiêu đã đạt hoặc vượt kế hoạch.",
  "targets.some": "Trong tổng số {targets.total} chỉ tiêu, có {list}.",
  "targets.reached": "{targets.reached} chỉ tiêu đạt hoặc vượt kế hoạch (chiếm {targets.share})",
  "targets.missed": "{targets.missed} chỉ tiêu chưa đạt",
  "targets.unknown": "{targets.unknown} chỉ tiêu chưa có số liệu để đánh giá",

  // IV, V
  "difficulties.none": "Không có nhiệm vụ nào được báo cáo có khó khăn, vướng mắc.",
  "difficulties.some": "Có {difficulties} nhiệm vụ được báo cáo có khó khăn, vướng mắc:",
  "difficulties.many": "Có {difficulties} nhiệm vụ được báo cáo có khó khăn, vướng mắc.",
  "proposals.none": "Không có đề xuất, kiến nghị.",
  "proposals.some": "Có {proposals} nhiệm vụ được báo cáo có đề xuất, kiến nghị:",
  "proposals.many": "Có {proposals} nhiệm vụ được báo cáo có đề xuất, kiến nghị.",
  "reported.item": "- {agency} (nhiệm vụ số {number}): {said}",
  "reported.item-unnumbered": "- {agency}: {said}",

  // VI
  "next.none": "Trong kỳ tiếp theo (từ ngày {next-opening} đến ngày {next-closing}), không có nhiệm vụ nào đến hạn.",
  "next.some":
    "Trong kỳ tiếp theo (từ ngày {next-opening} đến ngày {next-closing}), có {next.due} nhiệm vụ đến hạn hoàn thành.",
  "next.overdue": "Tập trung hoàn thành dứt điểm {status.open-overdue} nhiệm vụ đã quá hạn.",
  "next.recurring": "Tiếp tục thực hiện {next.recurring} nhiệm vụ thường xuyên, định kỳ.",

  "list.first": "{listed} nhiệm vụ đầu trong tổng số {all} nhiệm vụ; danh mục đầy đủ trong bản chốt số liệu",
  "see.appendix": "(Chi tiết: {appendix} kèm theo.)",
  "see.list": "(Danh mục nhiệm vụ và tình trạng thực hiện: {appendix} kèm theo.)",
  "see.list-done": "(Danh mục nhiệm vụ hoàn thành trong kỳ: {appendix} kèm theo.)",
} as const satisfies Record<string, string>;

/** Name of a sentence or phrase in {@link WORDING}. */
export type Wording = keyof typeof WORDING;

/** Headings of a report's parts; level 1 is set in capitals by the rule sets. */
export const HEADINGS = {
  overview: "Tình hình chung",
  results: "Kết quả thực hiện nhiệm vụ",
  agencies: "Kết quả theo cơ quan chủ trì",
  groups: "Kết quả theo nhóm nhiệm vụ",
  extended: "Điều chỉnh thời hạn thực hiện",
  overdue: "Nhiệm vụ quá hạn",
  targets: "Kết quả thực hiện chỉ tiêu",
  difficulties: "Khó khăn, vướng mắc",
  proposals: "Đề xuất, kiến nghị",
  next: "Nhiệm vụ {label}",
} as const;

/** Captions of the tables; as an appendix their titles. */
export const CAPTIONS = {
  status: "Tình trạng thực hiện nhiệm vụ",
  agencies: "Kết quả thực hiện nhiệm vụ theo cơ quan chủ trì",
  groups: "Kết quả thực hiện nhiệm vụ theo nhóm",
  extended: "Nhiệm vụ được điều chỉnh thời hạn",
  overdue: "Danh mục nhiệm vụ quá hạn",
  targets: "Kết quả thực hiện chỉ tiêu",
  difficulties: "Tổng hợp khó khăn, vướng mắc",
  proposals: "Tổng hợp đề xuất, kiến nghị",
  next: "Danh mục nhiệm vụ đến hạn trong kỳ tiếp theo",
  tasks: "Danh mục nhiệm vụ và tình trạng thực hiện",
  "window-done": "Danh mục nhiệm vụ hoàn thành trong kỳ",
} as const;

/** Captions of the charts. */
export const CHART_CAPTIONS = {
  status: "Tình trạng thực hiện nhiệm vụ",
  agencies: "Tiến độ theo cơ quan chủ trì",
  "burn-up": "Nhiệm vụ hoàn thành trong kỳ so với kế hoạch",
} as const;
